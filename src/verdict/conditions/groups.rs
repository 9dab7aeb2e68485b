//! Groups and subscriptions to clients' metrics. What a group's brokers allow is not known here.

use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE};
use crate::catalog::{self, Component};

const fn row(
    component: Component,
    id: &'static str,
    code: &'static str,
    source: &'static str,
    shape: Shape,
) -> Condition {
    Condition {
        component,
        id,
        code,
        from: FIRST,
        to: STILL,
        source,
        shape,
    }
}

const GROUP: &str = "GroupConfig.validateValues";

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        Component::Group,
        "consumer-heartbeat-not-below-session",
        CONTRADICT,
        GROUP,
        Shape::Asks(|view| heartbeat(view, "consumer")),
    ),
    row(
        Component::Group,
        "share-heartbeat-not-below-session",
        CONTRADICT,
        GROUP,
        Shape::Asks(|view| heartbeat(view, "share")),
    ),
    row(
        Component::Group,
        "streams-heartbeat-not-below-session",
        CONTRADICT,
        GROUP,
        Shape::Asks(|view| heartbeat(view, "streams")),
    ),
    row(
        Component::Group,
        "offset-reset-not-readable",
        UNUSABLE,
        "ShareGroupAutoOffsetResetStrategy.Validator",
        Shape::Asks(offset_reset),
    ),
    row(
        Component::Group,
        "lock-duration-above-any-broker",
        UNUSABLE,
        GROUP,
        Shape::Asks(lock_duration),
    ),
    row(
        Component::ClientMetrics,
        "match-not-readable",
        UNUSABLE,
        "ClientMetricsConfigs.parseMatchingPatterns",
        Shape::Asks(matching),
    ),
    row(
        Component::ClientMetrics,
        "metrics-interval-out-of-range",
        UNUSABLE,
        "ClientMetricsConfigs.validateProperties",
        Shape::Asks(interval),
    ),
];

/// Where only one of them is set, the other is the brokers'.
fn heartbeat(view: &View<'_>, kind: &str) -> Judged {
    let heartbeat = format!("{kind}.heartbeat.interval.ms");
    let session = format!("{kind}.session.timeout.ms");
    if !(view.written(&heartbeat)? && view.written(&session)?) {
        return Ok(None);
    }
    super::compare(view, &heartbeat, &session, |a, b| a < b, "not less than")
}

/// The most that a broker can allow is the most that its own key takes.
fn lock_duration(view: &View<'_>) -> Judged {
    let (key, broker_key) = (
        "share.record.lock.duration.ms",
        "group.share.max.record.lock.duration.ms",
    );
    let most = catalog::key_id(broker_key)
        .and_then(|id| catalog::definition(Component::Broker, id, view.release))
        .and_then(|definition| {
            let range = definition.validator.strip_prefix("range:")?;
            range.split(':').nth(1)?.parse::<i64>().ok()
        });
    let (Some(duration), Some(most)) = (view.number(key)?, most) else {
        return Ok(None);
    };
    Ok((duration > most).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is {duration}, and no broker allows more than {most}"),
            format!("lower `{key}` to what the brokers' `{broker_key}` allows"),
        )
    }))
}

fn offset_reset(view: &View<'_>) -> Judged {
    let key = "share.auto.offset.reset";
    let text = view.text(key)?.unwrap_or("latest");
    let readable = super::clients::is_offset_reset(text, &["earliest", "latest"]);
    Ok((!readable).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no way to start"),
            "write `earliest`, `latest`, or `by_duration:PT1H` with a length of time",
        )
    }))
}

/// Whether the pattern behind a name can be compiled is not judged.
fn matching(view: &View<'_>) -> Judged {
    let key = "match";
    let names = [
        "client_instance_id",
        "client_id",
        "client_software_name",
        "client_software_version",
        "client_source_address",
        "client_source_port",
    ];
    let Some(raw) = view.raw(key)?.filter(|_| view.setting(key).is_some()) else {
        return Ok(None);
    };
    if raw.is_empty() && view.from(4, 0) {
        return Ok(None);
    }
    let readable = |item: &str| {
        let item = item.trim_end_matches('=');
        item.split_once('=')
            .is_some_and(|(name, pattern)| names.contains(&name.trim()) && !pattern.contains('='))
    };
    let stray = raw.split(',').find(|item| !readable(item));
    Ok(stray.map(|item| {
        Fault::new(
            &[key],
            format!("`{key}` has an item `{item}`, which matches no clients"),
            "write `client_id=pattern` or another of Kafka's names for each, with commas between them",
        )
    }))
}

fn interval(view: &View<'_>) -> Judged {
    let key = "interval.ms";
    Ok(view
        .number(key)?
        .filter(|interval| !(100..=3_600_000).contains(interval))
        .map(|interval| {
            Fault::new(
                &[key],
                format!("`{key}` is {interval}, and it takes 100 to 3600000"),
                "write milliseconds from 100 to 3600000, which is an hour",
            )
        }))
}
