//! Brokers and controllers, beside listeners and the quorum.

use super::of_node as row;
use super::quorum::Roles;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE};
use crate::catalog::{self, Component};

const VALIDATE: &str = "KafkaConfig.validateValues";
const GROUPS: &str = "GroupCoordinatorConfig.checkConstraints, KafkaConfig.validateValues";
const SHARES: &str = "ShareGroupConfig.validate";

const fn at_most(
    id: &'static str,
    source: &'static str,
    less: &'static str,
    more: &'static str,
) -> Condition {
    row(
        id,
        CONTRADICT,
        FIRST,
        STILL,
        source,
        Shape::AtMost(less, more),
    )
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "retention-zero",
        UNUSABLE,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(retention_zero),
    ),
    row(
        "roll-time-zero",
        UNUSABLE,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(roll_time),
    ),
    row(
        "tiering-with-several-directories",
        CONTRADICT,
        (3, 6),
        (3, 7),
        VALIDATE,
        Shape::Asks(tiered_directories),
    ),
    row(
        "tiering-threads-out-of-range",
        UNUSABLE,
        (3, 9),
        (3, 9),
        "RemoteLogManagerConfig.configDef",
        Shape::Asks(tiering_threads),
    ),
    row(
        "version-not-readable",
        UNUSABLE,
        FIRST,
        (3, 9),
        "ApiVersionValidator, MetadataVersionValidator",
        Shape::Asks(super::versions::unknown),
    ),
    row(
        "version-without-quorum",
        CONTRADICT,
        (3, 3),
        (3, 9),
        "KafkaConfig.interBrokerProtocolVersion",
        Shape::Asks(super::versions::without_quorum),
    ),
    row(
        "message-format-above-protocol",
        CONTRADICT,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(super::versions::format_above_protocol),
    ),
    row(
        "compression-type-unknown",
        UNUSABLE,
        (3, 0),
        (3, 2),
        VALIDATE,
        Shape::Asks(compression_unknown),
    ),
    row(
        "snapshot-updates-out-of-range",
        UNUSABLE,
        (4, 0),
        STILL,
        "ShareCoordinatorConfig.validate",
        Shape::Asks(snapshot_updates),
    ),
    row(
        "no-log-directory",
        UNUSABLE,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(no_directory),
    ),
    row(
        "cleaner-buffer-too-small",
        CONTRADICT,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(cleaner_buffer),
    ),
    at_most(
        "fetch-wait-above-socket-timeout",
        VALIDATE,
        "replica.fetch.wait.max.ms",
        "replica.socket.timeout.ms",
    ),
    at_most(
        "fetch-wait-above-lag-time",
        VALIDATE,
        "replica.fetch.wait.max.ms",
        "replica.lag.time.max.ms",
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
        "offsets-compression-unknown",
        UNUSABLE,
        FIRST,
        STILL,
        "CompressionType.forId",
        Shape::Asks(offsets_compression),
    ),
    row(
        "queue-below-request-size",
        CONTRADICT,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(queue_size),
    ),
    row(
        "no-connections-allowed",
        CONTRADICT,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(no_connections),
    ),
    row(
        "connection-overrides-not-readable",
        UNUSABLE,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(connection_overrides),
    ),
    row(
        "authentication-delay-above-idle-time",
        CONTRADICT,
        FIRST,
        STILL,
        VALIDATE,
        Shape::Asks(authentication_delay),
    ),
    row(
        "compaction-lags-cross",
        CONTRADICT,
        FIRST,
        STILL,
        "LogManager.apply, LogConfig.validateValues",
        Shape::Asks(compaction_lags),
    ),
    row(
        "local-retention-above-retention",
        CONTRADICT,
        (3, 6),
        STILL,
        "LogManager.apply, LogConfig.validateBrokerLogConfigValues",
        Shape::Asks(local_retention),
    ),
    row(
        "topic-default-refused",
        UNUSABLE,
        FIRST,
        STILL,
        "LogManager.apply, new LogConfig",
        Shape::Asks(topic_default),
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
        "cordoned-directory-unknown",
        CONTRADICT,
        (4, 3),
        STILL,
        "KafkaConfig.validateCordonedLogDirs",
        Shape::Asks(cordoned),
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

/// The retention in milliseconds with the key that decides, `-1` for without end.
fn retention(view: &View<'_>) -> Result<Option<(&'static str, i64)>, super::Unknown> {
    let keys = [
        ("log.retention.ms", 1),
        ("log.retention.minutes", 60_000),
        ("log.retention.hours", 3_600_000),
    ];
    for (key, unit) in keys {
        if let Some(number) = view.number(key)? {
            let millis = number.saturating_mul(unit);
            return Ok(Some((key, millis.max(-1))));
        }
    }
    Ok(None)
}

fn retention_zero(view: &View<'_>) -> Judged {
    Ok(retention(view)?.filter(|(_, ms)| *ms == 0).map(|(key, _)| {
        Fault::new(
            &[key],
            format!("`{key}` is 0"),
            format!("set `{key}` to how long data is kept; in milliseconds, -1 keeps it for ever"),
        )
    }))
}

fn roll_time(view: &View<'_>) -> Judged {
    let all = [
        ("log.roll.ms", "log.roll.hours", 1),
        ("log.roll.jitter.ms", "log.roll.jitter.hours", 0),
    ];
    for (key, hours, least) in all {
        let (key, number) = match view.number(key)? {
            Some(number) => (key, Some(number)),
            None => (hours, view.number(hours)?),
        };
        if let Some(number) = number.filter(|n| *n < least) {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is {number}, less than {least}"),
                format!("raise `{key}`, or take it out"),
            )));
        }
    }
    Ok(None)
}

/// Newer releases say it in the definition of the key.
fn compression_unknown(view: &View<'_>) -> Judged {
    let key = "compression.type";
    let names = ["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"];
    // A broker's default for topics is refused in other words where only its case differs.
    let stray = view
        .text(key)?
        .filter(|text| !names.contains(&text.to_lowercase().as_str()));
    Ok(stray.map(|text| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no compression"),
            "write `producer`, `uncompressed`, `gzip`, `snappy`, `lz4` or `zstd`",
        )
    }))
}

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

fn no_directory(view: &View<'_>) -> Judged {
    let (key, dirs) = match view.list("log.dirs")? {
        Some(dirs) => ("log.dirs", dirs),
        None => ("log.dir", view.list("log.dir")?.unwrap_or_default()),
    };
    Ok(dirs.iter().all(|dir| dir.is_empty()).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` names no directory"),
            "name the directories that data is kept in",
        )
    }))
}

fn tiered_directories(view: &View<'_>) -> Judged {
    let (switch, key) = ("remote.log.storage.system.enable", "log.dirs");
    let dirs = view.list(key)?.unwrap_or_default();
    Ok((view.on(switch)? && dirs.len() > 1).then(|| {
        Fault::new(
            &[switch, key],
            format!(
                "`{switch}` is `true`, and `{key}` has {} directories",
                dirs.len()
            ),
            format!("keep one directory, or set `{switch}=false`"),
        )
    }))
}

fn tiering_threads(view: &View<'_>) -> Judged {
    for key in [
        "remote.log.manager.copier.thread.pool.size",
        "remote.log.manager.expiration.thread.pool.size",
    ] {
        if let Some(number) = view.number(key)?.filter(|n| *n < -1 || *n == 0) {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is {number}"),
                "write -1, or a number from 1 on",
            )));
        }
    }
    Ok(None)
}

fn cleaner_buffer(view: &View<'_>) -> Judged {
    let (size_key, threads_key) = ("log.cleaner.dedupe.buffer.size", "log.cleaner.threads");
    let (Some(size), Some(threads)) = (view.number(size_key)?, view.number(threads_key)?) else {
        return Ok(None);
    };
    let each = size.checked_div(threads);
    let wrong = match each {
        None => format!("`{threads_key}` is 0"),
        Some(each) if each <= 1024 * 1024 => format!(
            "`{size_key}` of {size} is {each} bytes for each of `{threads_key}`, and each needs more than 1 MiB"
        ),
        Some(_) => return Ok(None),
    };
    Ok(Some(Fault::new(
        &[size_key, threads_key],
        wrong,
        format!("raise `{size_key}` or lower `{threads_key}`, which is at least 1"),
    )))
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

fn queue_size(view: &View<'_>) -> Judged {
    let (key, other) = ("queued.max.request.bytes", "socket.request.max.bytes");
    let (Some(queue), Some(request)) = (view.number(key)?, view.number(other)?) else {
        return Ok(None);
    };
    Ok((queue > 0 && queue < request).then(|| {
        Fault::new(
            &[key, other],
            format!("`{key}` is {queue}, less than `{other}`, which is {request}"),
            format!("raise `{key}` to `{other}` or more, or take it out"),
        )
    }))
}

const PER_IP: &str = "max.connections.per.ip";
const OVERRIDES: &str = "max.connections.per.ip.overrides";

fn no_connections(view: &View<'_>) -> Judged {
    let broken = view.number(PER_IP)? == Some(0)
        && view
            .raw(OVERRIDES)?
            .unwrap_or_default()
            .trim_matches(',')
            .is_empty();
    Ok(broken.then(|| {
        Fault::new(
            &[PER_IP, OVERRIDES],
            format!("`{PER_IP}` is 0, and `{OVERRIDES}` lets nobody in"),
            format!("take `{PER_IP}` out, or name in `{OVERRIDES}` who may connect"),
        )
    }))
}

fn connection_overrides(view: &View<'_>) -> Judged {
    let raw = view.raw(OVERRIDES)?.unwrap_or_default();
    let readable = |entry: &str| {
        entry.rsplit_once(':').is_some_and(|(host, count)| {
            let count = count.trim();
            let digits = count.strip_prefix(['-', '+']).unwrap_or(count);
            host.trim()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-%._:".contains(&b))
                && !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit())
                && count.parse::<i32>().is_ok()
        })
    };
    let entries = raw.trim_end_matches([',', ' ']).split(',').map(str::trim);
    let stray = entries
        .filter(|_| !raw.trim_matches([',', ' ']).is_empty())
        .find(|e| !readable(e));
    Ok(stray.map(|entry| {
        Fault::new(
            &[OVERRIDES],
            format!("`{OVERRIDES}` has an item `{entry}`, which is no host with a number"),
            "write `host:number` for each, with commas between them",
        )
    }))
}

fn authentication_delay(view: &View<'_>) -> Judged {
    let (key, other) = (
        "connection.failed.authentication.delay.ms",
        "connections.max.idle.ms",
    );
    let (Some(delay), Some(idle)) = (view.number(key)?, view.number(other)?) else {
        return Ok(None);
    };
    Ok((idle >= 0 && delay >= idle).then(|| {
        Fault::new(
            &[key, other],
            format!("`{key}` is {delay}, not less than `{other}`, which is {idle}"),
            format!("lower `{key}` or raise `{other}`"),
        )
    }))
}

fn compaction_lags(view: &View<'_>) -> Judged {
    if !Roles::of(view)?.broker() {
        return Ok(None);
    }
    super::compare(
        view,
        "log.cleaner.min.compaction.lag.ms",
        "log.cleaner.max.compaction.lag.ms",
        |a, b| a <= b,
        "more than",
    )
}

fn local_retention(view: &View<'_>) -> Judged {
    if !view.on("remote.log.storage.system.enable")? || !Roles::of(view)?.broker() {
        return Ok(None);
    }
    let bytes = view.number("log.retention.bytes")?;
    let all = [
        ("log.local.retention.ms", retention(view)?),
        (
            "log.local.retention.bytes",
            bytes.map(|n| ("log.retention.bytes", n)),
        ),
    ];
    for (key, total) in all {
        let (Some(local), Some((total_key, total))) = (view.number(key)?, total) else {
            continue;
        };
        if total > -1 && local != -2 && (local == -1 || local > total) {
            return Ok(Some(Fault::new(
                &[key, total_key],
                format!("`{key}` is {local}, more than the whole retention, which is {total}"),
                format!("lower `{key}` or take it out"),
            )));
        }
    }
    Ok(None)
}

/// A broker's value has to be one that a topic may have.
fn topic_default(view: &View<'_>) -> Judged {
    if !Roles::of(view)?.broker() {
        return Ok(None);
    }
    let release = view.release;
    for definition in catalog::definitions(Component::Topic, release) {
        let synonyms = catalog::synonyms(Component::Topic, definition.key, release)
            .map(|(key, _)| catalog::key_name(key));
        // `KafkaConfig.logFlushIntervalMs`; older tables of Kafka's do not tell.
        let also = (catalog::key_name(definition.key) == "flush.ms")
            .then_some("log.flush.scheduler.interval.ms");
        let broker = synonyms
            .chain(also)
            .find_map(|name| view.setting(name).map(|setting| (name, setting)));
        let Some((name, setting)) = broker else {
            continue;
        };
        // Those in other units have their own conditions.
        if view.value_type(name) != Some(definition.value_type) || name == "log.retention.ms" {
            continue;
        }
        let Some(text) = setting.value.known() else {
            continue;
        };
        let Ok(typed) = crate::resolve::value::parse(definition.value_type, text) else {
            continue;
        };
        let violates = |component, definition| {
            crate::verdict::validator::violation(component, &definition, &typed)
        };
        // What the broker's own definition refuses is said already.
        if view
            .definition(name)
            .is_some_and(|own| violates(view.component, own).is_some())
        {
            continue;
        }
        if let Some(violation) = violates(Component::Topic, definition) {
            return Ok(Some(Fault::new(
                &[name],
                format!("`{name}` is `{}`, {violation} for a topic", text.trim()),
                format!(
                    "write a value that `{}` of a topic may have",
                    catalog::key_name(definition.key)
                ),
            )));
        }
    }
    Ok(None)
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

fn cordoned(view: &View<'_>) -> Judged {
    let key = "cordoned.log.dirs";
    let cordoned = view.list(key)?.unwrap_or_default();
    let dirs = match view.list("log.dirs")? {
        Some(dirs) => dirs,
        None => view.list("log.dir")?.unwrap_or_default(),
    };
    let broken = if cordoned.contains(&"*") {
        (cordoned.len() > 1).then_some("*")
    } else {
        cordoned.iter().find(|dir| !dirs.contains(dir)).copied()
    };
    let broken = broken.filter(|_| Roles::of(view).is_ok_and(Roles::broker));
    Ok(broken.map(|dir| {
        Fault::new(
            &[key, "log.dirs"],
            match dir {
                "*" => format!("`{key}` has `*` and other directories"),
                dir => format!("`{key}` has `{dir}`, which is not among `log.dirs`"),
            },
            "name directories of `log.dirs`, or `*` alone",
        )
    }))
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
    let key = "group.streams.rack.aware.assignment.tags";
    // Kafka looks at the text here, before repeated items were taken out.
    let tags = view
        .raw(key)?
        .map(crate::resolve::value::list)
        .unwrap_or_default();
    let twice = tags
        .iter()
        .enumerate()
        .find(|(at, tag)| tags[..*at].contains(tag));
    Ok(twice.map(|(_, tag)| {
        Fault::new(
            &[key],
            format!("`{key}` has `{tag}` twice"),
            "name each tag once",
        )
    }))
}
