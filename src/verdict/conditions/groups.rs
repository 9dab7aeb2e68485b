//! Groups and subscriptions to clients' metrics. What a group's brokers allow is not known here.

use super::of as row;
use super::view::View;
use super::{CONTRADICT, Condition, Fault, Judged, Shape, UNUSABLE, first_repeated};
use crate::catalog::{self, Component};
use crate::resolve::value;

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
        "beyond-any-broker",
        UNUSABLE,
        GROUP,
        Shape::Asks(beyond_any_broker),
    ),
    row(
        Component::Group,
        "rack-tags-twice",
        UNUSABLE,
        "GroupConfig.validate",
        Shape::Asks(rack_tags),
    ),
    row(
        Component::Group,
        "dead-letter-topic-internal",
        UNUSABLE,
        "GroupConfig.validate",
        Shape::Asks(dead_letters),
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

/// What a broker can allow at most, and at least, is what its own keys take.
fn beyond_any_broker(view: &View<'_>) -> Judged {
    let bound = |broker_key: &str, at: usize| {
        let id = catalog::key_id(broker_key)?;
        let definition = catalog::definition(Component::Broker, id, view.release)?;
        let range = definition.validator.strip_prefix("range:")?;
        range.split(':').nth(at)?.parse::<i64>().ok()
    };
    for name in [
        "record.lock.duration.ms",
        "delivery.count.limit",
        "partition.max.record.locks",
    ] {
        let key = format!("share.{name}");
        let Some(number) = view.number(&key)? else {
            continue;
        };
        let (least_key, most_key) = (
            format!("group.share.min.{name}"),
            format!("group.share.max.{name}"),
        );
        if let Some(most) = bound(&most_key, 1).filter(|most| number > *most) {
            return Ok(Some(Fault::new(
                &[&key],
                format!("`{key}` is {number}, and no broker allows more than {most}"),
                format!("lower `{key}` to what the brokers' `{most_key}` allows"),
            )));
        }
        if let Some(least) = bound(&least_key, 0).filter(|least| number < *least) {
            return Ok(Some(Fault::new(
                &[&key],
                format!("`{key}` is {number}, and no broker allows less than {least}"),
                format!("raise `{key}` to what the brokers' `{least_key}` allows"),
            )));
        }
    }
    Ok(None)
}

fn rack_tags(view: &View<'_>) -> Judged {
    tags_twice(view, "streams.rack.aware.assignment.tags")
}

/// Names of tags that come twice. Kafka looks at the text, before repeated items are taken out.
pub(super) fn tags_twice(view: &View<'_>, key: &str) -> Judged {
    let tags = view.raw(key)?.map(value::list).unwrap_or_default();
    Ok(first_repeated(&tags).map(|tag| {
        Fault::new(
            &[key],
            format!("`{key}` has `{tag}` twice"),
            "name each tag once",
        )
    }))
}

fn dead_letters(view: &View<'_>) -> Judged {
    let key = "errors.deadletterqueue.topic.name";
    let internal = view.text(key)?.filter(|topic| topic.starts_with("__"));
    Ok(internal.map(|topic| {
        Fault::new(
            &[key],
            format!("`{key}` is `{topic}`, and names with `__` in front are Kafka's own"),
            "name another topic",
        )
    }))
}

fn offset_reset(view: &View<'_>) -> Judged {
    let key = "share.auto.offset.reset";
    let text = view.text(key)?.unwrap_or("latest");
    let readable = super::consumers::is_offset_reset(text, &["earliest", "latest"]);
    Ok((!readable).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no way to start"),
            "write `earliest`, `latest`, or `by_duration:PT1H` with a length of time",
        )
    }))
}

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
    // Older releases read the text as it stands.
    let text = view.setting(key).and_then(|setting| setting.value.known());
    let raw = match text {
        Some(text) if !view.from(4, 0) => text,
        _ => raw,
    };
    // The list of newer releases may be empty; the text of older ones may end with commas.
    let raw = match view.from(4, 0) {
        true if raw.is_empty() => return Ok(None),
        true => raw,
        false if !raw.is_empty() && raw.trim_end_matches(',').is_empty() => return Ok(None),
        false => raw.trim_end_matches(','),
    };
    let readable = |item: &str| {
        let item = match view.from(4, 0) {
            true => item.trim(),
            false => item,
        };
        let item = item.trim_end_matches('=');
        item.split_once('=').is_some_and(|(name, pattern)| {
            names.contains(&name.trim())
                && !pattern.contains('=')
                && super::patterns::fault(pattern.trim()).is_none()
        })
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
