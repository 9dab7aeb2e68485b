//! Streams applications.

use super::view::{Read, View};
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, UNUSABLE, asked};
use crate::catalog::Component;

const fn row(
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    source: &'static str,
    ask: fn(&View<'_>) -> Judged,
) -> Condition {
    Condition {
        from,
        ..asked(Component::Streams, id, code, source, ask)
    }
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "commit-interval-above-transaction-timeout",
        CONTRADICT,
        (3, 0),
        "StreamsConfig.verifyEOSTransactionTimeoutCompatibility",
        commit_interval,
    ),
    row(
        "idempotence-with-too-many-in-flight",
        CONTRADICT,
        FIRST,
        "StreamsConfig.verifyMaxInFlightRequestPerConnection, ProducerConfig.postProcessAndValidateIdempotenceConfigs",
        in_flight,
    ),
    Condition {
        to: (3, 6),
        ..row("threads-negative", UNUSABLE, FIRST, "KafkaStreams", threads)
    },
    row(
        "upgrade-from-too-old",
        UNUSABLE,
        (4, 0),
        "AssignorConfiguration.rebalanceProtocol",
        upgrade_from,
    ),
    row(
        "optimization-unknown",
        UNUSABLE,
        (3, 4),
        "StreamsConfig.verifyTopologyOptimizationConfigs",
        optimization,
    ),
    row(
        "group-id-blank",
        UNUSABLE,
        (4, 0),
        "ClassicKafkaConsumer",
        application_blank,
    ),
    row(
        "rack-tag-without-client-tag",
        CONTRADICT,
        (3, 2),
        "StreamsConfig.validateRackAwarenessConfiguration",
        rack_tags,
    ),
    Condition {
        to: (4, 3),
        ..row(
            "static-membership-with-streams-protocol",
            CONTRADICT,
            (4, 1),
            "StreamsConfig.verifyStreamsProtocolCompatibility",
            static_membership,
        )
    },
    row(
        "client-tag-not-usable",
        UNUSABLE,
        (3, 2),
        "StreamsConfig.validateRackAwarenessConfiguration",
        client_tags,
    ),
    row(
        "metrics-push-behind-prefix",
        UNUSABLE,
        (4, 0),
        "StreamsConfig.maybeMetricsPushEnabled",
        metrics_push,
    ),
    row(
        "topic-segment-below-batch",
        CONTRADICT,
        FIRST,
        "StreamsConfig.getMainConsumerConfigs",
        topic_segment,
    ),
    row(
        "application-server-not-readable",
        UNUSABLE,
        FIRST,
        "HostInfo.buildFromEndpoint",
        application_server,
    ),
    row(
        "bootstrap-servers-not-usable",
        UNUSABLE,
        FIRST,
        "ClientUtils.parseAndValidateAddresses",
        super::clients::bootstrap_unusable,
    ),
];

fn exactly_once(view: &View<'_>) -> Result<bool, super::Unknown> {
    Ok(view
        .text("processing.guarantee")?
        .is_some_and(|text| text.starts_with("exactly_once")))
}

fn number(view: &View<'_>, name: &str) -> Read<i64> {
    Ok(view
        .other(name)?
        .and_then(|text| text.parse::<i32>().ok())
        .map(i64::from))
}

fn commit_interval(view: &View<'_>) -> Judged {
    let (key, timeout_key) = ("commit.interval.ms", "producer.transaction.timeout.ms");
    if !exactly_once(view)? {
        return Ok(None);
    }
    let timeout = match view.written(timeout_key)? {
        true => number(view, timeout_key)?,
        false => Some(10_000),
    };
    let interval = match view.written(key)? {
        true => view.number(key)?,
        false => Some(100),
    };
    let (Some(interval), Some(timeout)) = (interval, timeout) else {
        return Ok(None);
    };
    Ok((timeout < interval).then(|| {
        Fault::new(
            &[key, timeout_key, "processing.guarantee"],
            format!(
                "`{key}` is {interval}, more than the transaction timeout, which is {timeout}, and transactions would always time out"
            ),
            format!("lower `{key}`, or raise `{timeout_key}`"),
        )
    }))
}

/// A number or a switch for the producers in an application, behind their prefix or not.
fn producers<'a>(view: &View<'a>, key: &str) -> Read<(String, &'a str)> {
    for name in [format!("producer.{key}"), key.to_owned()] {
        if let Some(text) = view.other(&name)? {
            return Ok(Some((name, text)));
        }
    }
    Ok(None)
}

/// Producers and consumers belong to threads.
fn has_threads(view: &View<'_>) -> Result<bool, super::Unknown> {
    Ok(view.number("num.stream.threads")?.unwrap_or(1) >= 1)
}

const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";

fn in_flight(view: &View<'_>) -> Judged {
    if !has_threads(view)? {
        return Ok(None);
    }
    if let Some(fault) = consumers_in_flight(view)? {
        return Ok(Some(fault));
    }
    let Some((key, text)) = producers(view, IN_FLIGHT)? else {
        return Ok(None);
    };
    let Some(number) = text.parse::<i32>().ok().filter(|n| *n > 5) else {
        return Ok(None);
    };
    let guarantee = view.text("processing.guarantee")?.unwrap_or_default();
    let off = producers(view, "enable.idempotence")?
        .is_some_and(|(_, text)| text.eq_ignore_ascii_case("false"));
    // The first form of exactly-once makes its producers later.
    let refused = match guarantee {
        "exactly_once_v2" | "exactly_once_beta" => true,
        "exactly_once" => false,
        _ => {
            let on = producers(view, "enable.idempotence")?
                .is_some_and(|(_, text)| text.eq_ignore_ascii_case("true"));
            let transactions = producers(view, "transactional.id")?.is_some();
            on || !off && (transactions || view.from(4, 0))
        }
    };
    Ok(refused.then(|| {
        Fault::new(
            &[&key, "processing.guarantee"],
            format!("`{key}` is {number}, and idempotence, which is on, takes 5 at most"),
            format!("set `{key}` to 5 or less"),
        )
    }))
}

/// Under exactly-once Streams looks for the producers' key behind the consumers' prefixes as well.
fn consumers_in_flight(view: &View<'_>) -> Judged {
    if !exactly_once(view)? {
        return Ok(None);
    }
    let prefixes: &[&str] = match view.from(4, 2) {
        true => &["consumer.", "main.consumer.", "restore.consumer."],
        false => &["consumer."],
    };
    for prefix in prefixes {
        let key = format!("{prefix}{IN_FLIGHT}");
        let Some(text) = view.other(&key)? else {
            continue;
        };
        if text.parse::<i32>().is_ok_and(|number| number <= 5) {
            continue;
        }
        return Ok(Some(Fault::new(
            &[&key, "processing.guarantee"],
            format!("`{key}` is `{text}`, and Streams takes a whole number of 5 at most there"),
            format!("take `{key}` out: consumers do not read it"),
        )));
    }
    Ok(None)
}

fn threads(view: &View<'_>) -> Judged {
    let key = "num.stream.threads";
    Ok(view.number(key)?.filter(|n| *n < 0).map(|threads| {
        Fault::new(
            &[key],
            format!("`{key}` is {threads}, and there cannot be fewer threads than none"),
            "write how many threads the instance has, 1 or more",
        )
    }))
}

fn upgrade_from(view: &View<'_>) -> Judged {
    let key = "upgrade.from";
    // Only the consumers of threads have an assignor, which reads it.
    if !has_threads(view)? {
        return Ok(None);
    }
    let old = |text: &&str| {
        text.starts_with("0.")
            || text.starts_with("1.")
            || ["2.0", "2.1", "2.2", "2.3"].contains(text)
    };
    Ok(view.text(key)?.filter(old).map(|from| {
        Fault::new(
            &[key],
            format!("`{key}` is `{from}`, which there is no live upgrade from"),
            "upgrade to a 3.x release first, or stop all instances and take the line out",
        )
    }))
}

fn optimization(view: &View<'_>) -> Judged {
    let key = "topology.optimization";
    let names = [
        "none",
        "all",
        "reuse.ktable.source.topics",
        "merge.repartition.topics",
        "single.store.self.join",
    ];
    let text = view.text(key)?.unwrap_or("none");
    let items: Vec<&str> = text.split(',').map(str::trim).collect();
    let stray = items.iter().find(|item| !names.contains(item));
    let several = items.len() > 1 && items.iter().any(|item| names[..2].contains(item));
    Ok((stray.is_some() || several).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no choice of optimizations"),
            "write `none`, `all`, or some of the others with commas between them",
        )
    }))
}

fn application_blank(view: &View<'_>) -> Judged {
    let blank = has_threads(view)?
        && view
            .text("application.id")?
            .is_some_and(|id| id.trim().is_empty());
    Ok(blank.then(|| {
        Fault::new(
            &["application.id"],
            "`application.id` is blank",
            "name the application",
        )
    }))
}

fn rack_tags(view: &View<'_>) -> Judged {
    let key = "rack.aware.assignment.tags";
    for tag in view.list(key)?.unwrap_or_default() {
        if !view.written(&format!("client.tag.{tag}"))? {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` has `{tag}`, and `client.tag.{tag}` is not set"),
                format!("set `client.tag.{tag}` to where the instance runs"),
            )));
        }
    }
    Ok(None)
}

fn static_membership(view: &View<'_>) -> Judged {
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    if !protocol.eq_ignore_ascii_case("streams") {
        return Ok(None);
    }
    for prefix in ["main.consumer.", "consumer.", ""] {
        let key = format!("{prefix}group.instance.id");
        if view.written(&key)? {
            return Ok(Some(Fault::new(
                &[&key, "group.protocol"],
                format!("`{key}` is set, and the protocol `streams` has no static members"),
                format!("take `{key}` out, or set `group.protocol=classic`"),
            )));
        }
    }
    Ok(None)
}

fn client_tags(view: &View<'_>) -> Judged {
    let tags: Vec<(&str, &str)> = view
        .settings()
        .filter_map(|setting| {
            let tag = setting.key.name().strip_prefix("client.tag.")?;
            Some((tag, setting.value.known()?))
        })
        .collect();
    for (tag, value) in &tags {
        let key = format!("client.tag.{tag}");
        let wrong = if tag.len() > 20 {
            format!(
                "`{key}` has a tag of {} characters, and 20 are allowed",
                tag.len()
            )
        } else if value.len() > 30 {
            format!("`{key}` has {} characters, and 30 are allowed", value.len())
        } else if value.is_empty() && view.from(4, 3) {
            format!("`{key}` is empty")
        } else {
            continue;
        };
        return Ok(Some(Fault::new(&[&key], wrong, "write a short word")));
    }
    Ok((tags.len() > 5).then(|| {
        Fault::new(
            &[&format!("client.tag.{}", tags[0].0)],
            format!(
                "there are {} keys `client.tag.…`, and 5 are allowed",
                tags.len()
            ),
            "keep those that the assignment uses",
        )
    }))
}

/// Behind a prefix Streams takes the value for a switch as an application gives it in code, and a text is none.
fn metrics_push(view: &View<'_>) -> Judged {
    for prefix in ["main.consumer.", "consumer.", "admin."] {
        let key = format!("{prefix}enable.metrics.push");
        if view.written(&key)? {
            return Ok(Some(Fault::new(
                &[&key],
                format!("`{key}` is set in a file, and Streams takes it from code only"),
                "set `enable.metrics.push` for the application and its clients together",
            )));
        }
    }
    Ok(None)
}

fn topic_segment(view: &View<'_>) -> Judged {
    let segment_key = "topic.segment.bytes";
    let (Some(segment), Some((batch_key, batch))) =
        (number(view, segment_key)?, producers(view, "batch.size")?)
    else {
        return Ok(None);
    };
    let batch = batch.parse::<i64>().unwrap_or(0);
    Ok((segment < batch).then(|| {
        Fault::new(
            &[segment_key, &batch_key],
            format!("`{segment_key}` is {segment}, less than `{batch_key}`, which is {batch}"),
            format!("raise `{segment_key}`"),
        )
    }))
}

fn application_server(view: &View<'_>) -> Judged {
    let key = "application.server";
    let text = view.text(key)?.unwrap_or_default();
    let broken = !text.is_empty() && super::quorum::address_host(view, text).is_none();
    Ok(broken.then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no address"),
            "write the `host:port` that other instances reach this one at",
        )
    }))
}
