//! Where a node keeps its data and for how long.

use super::broker::VALIDATE;
use super::of_node as row;
use super::roles::Roles;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE};
use crate::catalog::{self, Component};

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
        "cordoned-directory-unknown",
        CONTRADICT,
        (4, 3),
        STILL,
        "KafkaConfig.validateCordonedLogDirs",
        Shape::Asks(cordoned),
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
