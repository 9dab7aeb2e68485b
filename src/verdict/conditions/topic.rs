//! Topics, as far as they can be judged without their brokers.

use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, Shape, UNUSABLE, of};
use crate::catalog::Component;

const fn row(id: &'static str, from: (u8, u8), source: &'static str, shape: Shape) -> Condition {
    Condition {
        from,
        ..of(Component::Topic, id, CONTRADICT, source, shape)
    }
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "compaction-lags-cross",
        FIRST,
        "LogConfig.validateValues",
        Shape::AtMost("min.compaction.lag.ms", "max.compaction.lag.ms"),
    ),
    Condition {
        code: UNUSABLE,
        ..row(
            "throttled-replicas-not-readable",
            FIRST,
            "ThrottledReplicaListValidator",
            Shape::Asks(throttled),
        )
    },
    Condition {
        code: UNUSABLE,
        to: (3, 9),
        ..row(
            "version-not-readable",
            FIRST,
            "ApiVersionValidator, MetadataVersionValidator",
            Shape::Asks(|view| super::versions::unknown_in(view, "message.format.version")),
        )
    },
    row(
        "tiering-of-compacted-topic",
        (3, 6),
        "LogConfig.validateRemoteStorageRequiresDeleteCleanupPolicy",
        Shape::Asks(compacted),
    ),
    row(
        "local-retention-above-retention",
        (3, 6),
        "LogConfig.validateRemoteStorageRetentionTime, validateRemoteStorageRetentionSize",
        Shape::Asks(local_retention),
    ),
    row(
        "local-retention-without-copying",
        (3, 9),
        "LogConfig.validateRetentionConfigsWhenRemoteCopyDisabled",
        Shape::Asks(copy_disabled),
    ),
    row(
        "copy-lag-above-local-retention",
        (4, 4),
        "LogConfig.validateRemoteCopyLagTime, validateRemoteCopyLagSize",
        Shape::Asks(copy_lag),
    ),
];

const TIERED: &str = "remote.storage.enable";
const RETENTIONS: [(&str, &str, &str); 2] = [
    ("retention.ms", "local.retention.ms", "remote.copy.lag.ms"),
    (
        "retention.bytes",
        "local.retention.bytes",
        "remote.copy.lag.bytes",
    ),
];

fn throttled(view: &View<'_>) -> Judged {
    let pair = |item: &str| {
        item.split_once(':').is_some_and(|(partition, broker)| {
            [partition, broker]
                .iter()
                .all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    for key in [
        "leader.replication.throttled.replicas",
        "follower.replication.throttled.replicas",
    ] {
        let mut list = view.list(key)?.unwrap_or_default();
        list.retain(|item| !item.is_empty());
        let stray = list.iter().find(|item| !pair(item));
        if let Some(stray) = stray.filter(|_| list != ["*"]) {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` has an item `{stray}`, which is no partition with a broker"),
                "write `*`, or `partition:broker` for each with commas between them",
            )));
        }
    }
    Ok(None)
}

fn compacted(view: &View<'_>) -> Judged {
    let key = "cleanup.policy";
    if !view.on(TIERED)? {
        return Ok(None);
    }
    let policy = view.list(key)?.unwrap_or_default();
    // 4.1 takes no empty policy either.
    let empty = policy.is_empty() && view.from(4, 1) && !view.from(4, 2);
    Ok((empty || policy.contains(&"compact")).then(|| {
        Fault::new(
            &[key, TIERED],
            format!(
                "`{key}` is `{}`, and `{TIERED}` is `true`",
                policy.join(",")
            ),
            format!("set `{key}=delete`, or `{TIERED}=false`"),
        )
    }))
}

fn local_retention(view: &View<'_>) -> Judged {
    if !view.on(TIERED)? {
        return Ok(None);
    }
    for (total_key, key, _) in RETENTIONS {
        let (Ok(Some(total)), Ok(Some(local))) = (view.number(total_key), view.number(key)) else {
            continue;
        };
        if total > -1 && local != -2 && (local == -1 || local > total) {
            return Ok(Some(Fault::new(
                &[key, total_key],
                format!("`{key}` is {local}, more than `{total_key}`, which is {total}"),
                format!("lower `{key}`, or take it out to keep all that is not copied yet"),
            )));
        }
    }
    Ok(None)
}

fn copy_disabled(view: &View<'_>) -> Judged {
    let switch = "remote.log.copy.disable";
    if !view.on(TIERED)? || !view.on(switch)? {
        return Ok(None);
    }
    for (total_key, key, _) in RETENTIONS {
        let (Ok(Some(total)), Ok(Some(local))) = (view.number(total_key), view.number(key)) else {
            continue;
        };
        if local != -2 && local != total {
            return Ok(Some(Fault::new(
                &[key, total_key, switch],
                format!(
                    "`{key}` is {local} and `{total_key}` is {total}, while `{switch}` is `true`"
                ),
                format!("set `{key}=-2`, or both to the same"),
            )));
        }
    }
    Ok(None)
}

fn copy_lag(view: &View<'_>) -> Judged {
    if !view.on(TIERED)? {
        return Ok(None);
    }
    for (total_key, key, lag_key) in RETENTIONS {
        let (Ok(Some(lag)), Ok(Some(mut local))) = (view.number(lag_key), view.number(key)) else {
            continue;
        };
        if local == -2 {
            let Ok(Some(total)) = view.number(total_key) else {
                continue;
            };
            local = total;
        }
        if lag > 0 && local >= 0 && lag > local {
            return Ok(Some(Fault::new(
                &[lag_key, key, total_key],
                format!("`{lag_key}` is {lag}, more than the local retention, which is {local}"),
                format!("lower `{lag_key}` or raise `{key}`"),
            )));
        }
    }
    Ok(None)
}
