//! Coordinators: offsets, and what groups may ask of their brokers.

use super::node_at_most as at_most;
use super::of_node as row;
use super::roles::Roles;
use super::view::View;
use super::{
    CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE, groups, versions,
};

const GROUPS: &str = "GroupCoordinatorConfig.checkConstraints, KafkaConfig.validateValues";
const SHARES: &str = "ShareGroupConfig.validate";

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "snapshot-updates-out-of-range",
        UNUSABLE,
        (4, 0),
        STILL,
        "ShareCoordinatorConfig.validate",
        Shape::Asks(snapshot_updates),
    ),
    row(
        "offset-acks-out-of-range",
        CONTRADICT,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues, GroupCoordinatorConfig",
        Shape::Asks(offset_acks),
    ),
    row(
        "offsets-compression-too-new",
        CONTRADICT,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(offsets_compression_too_new),
    ),
    row(
        "offsets-compression-unknown",
        UNUSABLE,
        FIRST,
        STILL,
        "CompressionType.forId",
        Shape::Asks(offsets_compression),
    ),
    row(
        "group-protocols-not-usable",
        UNUSABLE,
        (3, 7),
        STILL,
        "KafkaConfig.groupCoordinatorRebalanceProtocols",
        Shape::Asks(group_protocols),
    ),
    row(
        "share-assignors-not-one",
        UNUSABLE,
        (4, 1),
        STILL,
        GROUPS,
        Shape::Asks(share_assignors),
    ),
    row(
        "rack-tags-twice",
        UNUSABLE,
        (4, 4),
        STILL,
        GROUPS,
        Shape::Asks(rack_tags),
    ),
    // Where the least is above the most, a value is always beyond one of them.
    at_most(
        "consumer-group-heartbeat-below-least",
        GROUPS,
        "group.consumer.min.heartbeat.interval.ms",
        "group.consumer.heartbeat.interval.ms",
    ),
    at_most(
        "consumer-group-heartbeat-above-most",
        GROUPS,
        "group.consumer.heartbeat.interval.ms",
        "group.consumer.max.heartbeat.interval.ms",
    ),
    at_most(
        "consumer-group-session-below-least",
        GROUPS,
        "group.consumer.min.session.timeout.ms",
        "group.consumer.session.timeout.ms",
    ),
    at_most(
        "consumer-group-session-above-most",
        GROUPS,
        "group.consumer.session.timeout.ms",
        "group.consumer.max.session.timeout.ms",
    ),
    row(
        "consumer-group-heartbeat-above-session",
        CONTRADICT,
        (4, 0),
        STILL,
        GROUPS,
        Shape::LessThan(
            "group.consumer.heartbeat.interval.ms",
            "group.consumer.session.timeout.ms",
        ),
    ),
    at_most(
        "consumer-group-assignment-below-least",
        GROUPS,
        "group.consumer.min.assignment.interval.ms",
        "group.consumer.assignment.interval.ms",
    ),
    at_most(
        "consumer-group-assignment-above-most",
        GROUPS,
        "group.consumer.assignment.interval.ms",
        "group.consumer.max.assignment.interval.ms",
    ),
    at_most(
        "share-group-heartbeat-below-least",
        GROUPS,
        "group.share.min.heartbeat.interval.ms",
        "group.share.heartbeat.interval.ms",
    ),
    at_most(
        "share-group-heartbeat-above-most",
        GROUPS,
        "group.share.heartbeat.interval.ms",
        "group.share.max.heartbeat.interval.ms",
    ),
    at_most(
        "share-group-session-below-least",
        GROUPS,
        "group.share.min.session.timeout.ms",
        "group.share.session.timeout.ms",
    ),
    at_most(
        "share-group-session-above-most",
        GROUPS,
        "group.share.session.timeout.ms",
        "group.share.max.session.timeout.ms",
    ),
    row(
        "share-group-heartbeat-above-session",
        CONTRADICT,
        (4, 0),
        STILL,
        GROUPS,
        Shape::LessThan(
            "group.share.heartbeat.interval.ms",
            "group.share.session.timeout.ms",
        ),
    ),
    at_most(
        "share-group-assignment-below-least",
        GROUPS,
        "group.share.min.assignment.interval.ms",
        "group.share.assignment.interval.ms",
    ),
    at_most(
        "share-group-assignment-above-most",
        GROUPS,
        "group.share.assignment.interval.ms",
        "group.share.max.assignment.interval.ms",
    ),
    at_most(
        "streams-group-heartbeat-below-least",
        GROUPS,
        "group.streams.min.heartbeat.interval.ms",
        "group.streams.heartbeat.interval.ms",
    ),
    at_most(
        "streams-group-heartbeat-above-most",
        GROUPS,
        "group.streams.heartbeat.interval.ms",
        "group.streams.max.heartbeat.interval.ms",
    ),
    at_most(
        "streams-group-session-below-least",
        GROUPS,
        "group.streams.min.session.timeout.ms",
        "group.streams.session.timeout.ms",
    ),
    at_most(
        "streams-group-session-above-most",
        GROUPS,
        "group.streams.session.timeout.ms",
        "group.streams.max.session.timeout.ms",
    ),
    row(
        "streams-group-heartbeat-above-session",
        CONTRADICT,
        (4, 1),
        STILL,
        GROUPS,
        Shape::LessThan(
            "group.streams.heartbeat.interval.ms",
            "group.streams.session.timeout.ms",
        ),
    ),
    at_most(
        "streams-group-assignment-below-least",
        GROUPS,
        "group.streams.min.assignment.interval.ms",
        "group.streams.assignment.interval.ms",
    ),
    at_most(
        "streams-group-assignment-above-most",
        GROUPS,
        "group.streams.assignment.interval.ms",
        "group.streams.max.assignment.interval.ms",
    ),
    at_most(
        "streams-group-standbys-above-most",
        GROUPS,
        "group.streams.num.standby.replicas",
        "group.streams.max.standby.replicas",
    ),
    at_most(
        "streams-group-warmups-above-most",
        GROUPS,
        "group.streams.num.warmup.replicas",
        "group.streams.max.warmup.replicas",
    ),
    at_most(
        "streams-group-offset-interval-below-least",
        GROUPS,
        "group.streams.min.task.offset.interval.ms",
        "group.streams.task.offset.interval.ms",
    ),
    at_most(
        "share-delivery-limit-above-most",
        SHARES,
        "group.share.delivery.count.limit",
        "group.share.max.delivery.count.limit",
    ),
    at_most(
        "share-delivery-limit-below-least",
        SHARES,
        "group.share.min.delivery.count.limit",
        "group.share.delivery.count.limit",
    ),
    at_most(
        "share-locks-above-most",
        SHARES,
        "group.share.partition.max.record.locks",
        "group.share.max.partition.max.record.locks",
    ),
    at_most(
        "share-locks-below-least",
        SHARES,
        "group.share.min.partition.max.record.locks",
        "group.share.partition.max.record.locks",
    ),
    at_most(
        "share-lock-duration-below-least",
        SHARES,
        "group.share.min.record.lock.duration.ms",
        "group.share.record.lock.duration.ms",
    ),
    at_most(
        "share-lock-duration-above-most",
        SHARES,
        "group.share.record.lock.duration.ms",
        "group.share.max.record.lock.duration.ms",
    ),
    at_most(
        "share-sessions-below-group-size",
        SHARES,
        "group.share.max.size",
        "group.share.max.share.sessions",
    ),
];

fn snapshot_updates(view: &View<'_>) -> Judged {
    let key = "share.coordinator.snapshot.update.records.per.snapshot";
    let number = view.number(key)?.filter(|n| !(0..=500).contains(n));
    Ok(number.map(|number| {
        Fault::new(
            &[key],
            format!("`{key}` is {number}, and it takes 0 to 500"),
            "write a number from 0 to 500",
        )
    }))
}

fn offset_acks(view: &View<'_>) -> Judged {
    let (key, replicas_key) = (
        "offsets.commit.required.acks",
        "offsets.topic.replication.factor",
    );
    let (Some(acks), Some(replicas)) = (view.number(key)?, view.number(replicas_key)?) else {
        return Ok(None);
    };
    Ok((!(-1..=replicas).contains(&acks)).then(|| {
        Fault::new(
            &[key, replicas_key],
            format!("`{key}` is {acks}, and it takes -1 to `{replicas_key}`, which is {replicas}"),
            format!("take `{key}` out; Kafka's default is -1, all replicas"),
        )
    }))
}

fn offsets_compression(view: &View<'_>) -> Judged {
    for key in [
        "offsets.topic.compression.codec",
        "share.coordinator.state.topic.compression.codec",
    ] {
        let Some(id) = view.number(key)?.filter(|id| !(0..=4).contains(id)) else {
            continue;
        };
        return Ok(Some(Fault::new(
            &[key],
            format!("`{key}` is {id}, which is no compression"),
            "write 0 for none, 1 for gzip, 2 for snappy, 3 for lz4 or 4 for zstd",
        )));
    }
    Ok(None)
}

/// Kafka compares the formats of records, not the versions: zstd is taken with every version from 0.11 on.
fn offsets_compression_too_new(view: &View<'_>) -> Judged {
    const ZSTD: i64 = 4;
    let key = "offsets.topic.compression.codec";
    // From 3.3 on only a node with ZooKeeper reads the version.
    if view.from(3, 3) && !Roles::of(view)?.zookeeper() || view.number(key)? != Some(ZSTD) {
        return Ok(None);
    }
    let old = versions::protocol(view)?.is_some_and(|(version, _)| version < (0, 11, 0));
    Ok(old.then(|| {
        Fault::new(
            &[key, versions::PROTOCOL],
            format!(
                "`{key}` is 4, zstd, and the records of `{}` do not know it",
                versions::PROTOCOL
            ),
            format!("take `{key}` out until all brokers run with a version of 2.1 or newer"),
        )
    }))
}

fn group_protocols(view: &View<'_>) -> Judged {
    let key = "group.coordinator.rebalance.protocols";
    let Some(protocols) = view.list(key)? else {
        return Ok(None);
    };
    let known = ["classic", "consumer", "share", "streams", "unknown"];
    let has = |name: &str| protocols.iter().any(|p| p.eq_ignore_ascii_case(name));
    let wrong = if let Some(stray) = protocols
        .iter()
        .find(|p| !known.contains(&p.to_lowercase().as_str()))
    {
        format!("`{key}` has `{stray}`, which is no protocol")
    } else if !has("classic") {
        format!("`{key}` leaves `classic` out, which cannot be switched off")
    } else if has("consumer") && Roles::of(view)?.zookeeper() && view.from(3, 8) {
        format!("`{key}` has `consumer`, which a cluster with ZooKeeper does not have")
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(&[key], wrong, format!("take `{key}` out"))))
}

fn share_assignors(view: &View<'_>) -> Judged {
    let key = "group.share.assignors";
    let count = view.list(key)?.map_or(1, |list| list.len());
    Ok((count != 1).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` names {count} assignors, and takes one"),
            format!("name one assignor, or take `{key}` out"),
        )
    }))
}

fn rack_tags(view: &View<'_>) -> Judged {
    groups::tags_twice(view, "group.streams.rack.aware.assignment.tags")
}
