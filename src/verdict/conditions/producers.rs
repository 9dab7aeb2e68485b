//! Producers. What an application may set in code is not said to be missing.

use super::client as row;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, Shape, UNUSABLE};
use crate::catalog::Component::Producer;

const IDEMPOTENCE: &str =
    "ProducerConfig.postProcessAndValidateIdempotenceConfigs, maybeOverrideAcksAndRetries";

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        Producer,
        "idempotence-without-acks",
        CONTRADICT,
        FIRST,
        IDEMPOTENCE,
        Shape::Asks(idempotent_acks),
    ),
    row(
        Producer,
        "idempotence-without-retries",
        CONTRADICT,
        FIRST,
        IDEMPOTENCE,
        Shape::Asks(idempotent_retries),
    ),
    row(
        Producer,
        "idempotence-with-too-many-in-flight",
        CONTRADICT,
        FIRST,
        IDEMPOTENCE,
        Shape::Asks(idempotent_in_flight),
    ),
    row(
        Producer,
        "transactions-without-idempotence",
        CONTRADICT,
        FIRST,
        IDEMPOTENCE,
        Shape::Asks(transactions),
    ),
    row(
        Producer,
        "two-phase-commit-with-timeout",
        CONTRADICT,
        (4, 1),
        "ProducerConfig.postProcessAndValidateIdempotenceConfigs",
        Shape::Excluded(
            "transaction.timeout.ms",
            "transaction.two.phase.commit.enable",
        ),
    ),
    row(
        Producer,
        "delivery-timeout-too-short",
        CONTRADICT,
        FIRST,
        "KafkaProducer.configureDeliveryTimeout",
        Shape::Asks(delivery_timeout),
    ),
    row(
        Producer,
        "incremental-buffers-with-compression",
        CONTRADICT,
        (4, 4),
        "KafkaProducer",
        Shape::Asks(incremental),
    ),
    row(
        Producer,
        "rack-aware-without-rack",
        CONTRADICT,
        (4, 4),
        "KafkaProducer",
        Shape::Asks(rack),
    ),
    Condition {
        to: (3, 2),
        ..row(
            Producer,
            "compression-type-unknown",
            UNUSABLE,
            FIRST,
            "CompressionType.forName",
            Shape::Asks(compression),
        )
    },
];

/// Whether idempotence is on, and whether it is asked for rather than on by default.
fn idempotence(view: &View<'_>) -> Result<(bool, bool), super::Unknown> {
    let on = view.on("enable.idempotence")?;
    let asked = view.written("enable.idempotence")?;
    let transactions = view.written("transactional.id")?;
    Ok(if view.from(3, 0) {
        // Transactions do not ask for it, but cannot be without it.
        (on, asked || transactions)
    } else {
        (on && asked || transactions && !asked, asked || transactions)
    })
}

/// The line that asks for idempotence.
fn asking(view: &View<'_>) -> &'static str {
    match view.setting("enable.idempotence") {
        Some(_) => "enable.idempotence",
        None => "transactional.id",
    }
}

fn idempotent(
    view: &View<'_>,
    key: &str,
    wrong: impl Fn(&str) -> Option<String>,
    help: &str,
) -> Judged {
    let (on, asked) = idempotence(view)?;
    if !(on && asked) {
        return Ok(None);
    }
    let asking = asking(view);
    Ok(wrong(asking).map(|wrong| Fault::new(&[key, asking], wrong, help)))
}

fn idempotent_acks(view: &View<'_>) -> Judged {
    let Some(acks) = view.text("acks")? else {
        return Ok(None);
    };
    // The default of 2.8 is raised in silence.
    if !view.written("acks")? || acks.parse::<i16>().is_err() && !is_all(acks) {
        return Ok(None);
    }
    let all = is_all(acks) || acks.parse() == Ok(-1_i16);
    idempotent(
        view,
        "acks",
        |asking| (!all).then(|| format!("`acks` is `{acks}`, and `{asking}` needs `all`")),
        "set `acks=all`",
    )
}

/// `all` in any case, once a text that is no number is taken.
fn is_all(acks: &str) -> bool {
    acks.eq_ignore_ascii_case("all")
}

fn idempotent_retries(view: &View<'_>) -> Judged {
    let retries = view.number("retries")?;
    idempotent(
        view,
        "retries",
        |asking| {
            (retries == Some(0)).then(|| format!("`retries` is 0, and `{asking}` needs retries"))
        },
        "take `retries` out; `delivery.timeout.ms` says how long is tried",
    )
}

fn idempotent_in_flight(view: &View<'_>) -> Judged {
    let key = "max.in.flight.requests.per.connection";
    let Some(in_flight) = view.number(key)?.filter(|n| *n > 5) else {
        return Ok(None);
    };
    let (on, asked) = idempotence(view)?;
    // From 4.0 on the default is enough, whatever else switches it off.
    if !on || !(asked || view.from(4, 0)) {
        return Ok(None);
    }
    let asking = match asked {
        true => asking(view),
        false => "enable.idempotence",
    };
    Ok(Some(Fault::new(
        &[key, asking],
        format!("`{key}` is {in_flight}, and idempotence, which is on, takes 5 at most"),
        format!("set `{key}` to 5 or less"),
    )))
}

fn transactions(view: &View<'_>) -> Judged {
    let broken = view.written("transactional.id")?
        && view.written("enable.idempotence")?
        && !view.on("enable.idempotence")?;
    Ok(broken.then(|| {
        Fault::new(
            &["enable.idempotence", "transactional.id"],
            "`enable.idempotence` is `false`, and `transactional.id` needs it",
            "take `enable.idempotence` out, or `transactional.id`",
        )
    }))
}

fn delivery_timeout(view: &View<'_>) -> Judged {
    let key = "delivery.timeout.ms";
    if !view.written(key)? {
        return Ok(None);
    }
    let most = i64::from(i32::MAX);
    let (Some(delivery), Some(linger), Some(request)) = (
        view.number(key)?,
        view.number("linger.ms")?,
        view.number("request.timeout.ms")?,
    ) else {
        return Ok(None);
    };
    let least = (linger.min(most) + request).min(most);
    Ok((delivery < least).then(|| {
        Fault::new(
            &[key, "request.timeout.ms", "linger.ms"],
            format!(
                "`{key}` is {delivery}, less than `linger.ms` and `request.timeout.ms` together, which are {least}"
            ),
            format!("raise `{key}` to {least} or more, or lower `request.timeout.ms`"),
        )
    }))
}

/// Where a batch does not fill one chunk of 16 KiB, the producer allocates in full, whatever it is told.
fn incremental(view: &View<'_>) -> Judged {
    let (key, other) = ("buffer.memory.allocation.strategy", "compression.type");
    if view.number("batch.size")?.is_some_and(|size| size < 16_384) {
        return Ok(None);
    }
    let compression = view.text(other)?.unwrap_or("none");
    let broken = view
        .text(key)?
        .is_some_and(|strategy| strategy.eq_ignore_ascii_case("incremental"))
        && compression != "none";
    Ok(broken.then(|| {
        Fault::new(
            &[other, key],
            format!("`{other}` is `{compression}`, and `{key}` is `incremental`"),
            format!("set `{other}=none`, or take `{key}` out"),
        )
    }))
}

/// A rack that is not written may be set in code.
fn rack(view: &View<'_>) -> Judged {
    let (key, switch) = ("client.rack", "partitioner.rack.aware");
    let empty = view.written(key)? && view.text(key)?.unwrap_or_default().is_empty();
    Ok((empty && view.on(switch)?).then(|| {
        Fault::new(
            &[key, switch],
            format!("`{key}` is empty, and `{switch}` needs it"),
            format!("set `{key}` to where the client runs, or take `{switch}` out"),
        )
    }))
}

fn compression(view: &View<'_>) -> Judged {
    let key = "compression.type";
    let names = ["none", "gzip", "snappy", "lz4", "zstd"];
    let text = view.text(key)?.unwrap_or("none");
    Ok((!names.contains(&text)).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no compression"),
            "write `none`, `gzip`, `snappy`, `lz4` or `zstd`",
        )
    }))
}
