//! Brokers and controllers, beside listeners, storage, coordinators and the quorum.

use std::collections::HashSet;

use super::node_at_most as at_most;
use super::of_node as row;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE};

pub(super) const VALIDATE: &str = "KafkaConfig.validateValues";

pub(super) const CONDITIONS: &[Condition] = &[
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
];

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
            .trim_matches([',', ' '])
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
    if raw.trim_matches([',', ' ']).is_empty() {
        return Ok(None);
    }
    let entries = raw.trim_end_matches([',', ' ']).split(',').map(str::trim);
    // Of several for one host the last counts.
    let mut hosts = HashSet::new();
    let counting = entries.rev().filter(|entry| match entry.rsplit_once(':') {
        Some((host, _)) => hosts.insert(host.trim()),
        None => true,
    });
    let stray = counting.filter(|entry| !readable(entry)).last();
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
