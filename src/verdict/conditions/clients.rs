//! Producers, consumers, share consumers and admin clients. What an application may set in code is not said
//! to be missing.

use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, STILL, Shape, UNUSABLE};
use crate::catalog::Component;

const fn row(
    component: Component,
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    source: &'static str,
    shape: Shape,
) -> Condition {
    Condition {
        component,
        id,
        code,
        from,
        to: STILL,
        source,
        shape,
    }
}

const fn sasl(component: Component) -> Condition {
    row(
        component,
        "sasl-mechanism-empty",
        CONTRADICT,
        (3, 3),
        "CommonClientConfigs.postValidateSaslMechanismConfig",
        Shape::Asks(no_mechanism),
    )
}

/// Newer releases say it in the definition of the key.
const fn protocol(component: Component) -> Condition {
    Condition {
        to: (3, 2),
        ..row(
            component,
            "security-protocol-unknown",
            UNUSABLE,
            FIRST,
            "SecurityProtocol.forName",
            Shape::Asks(protocol_unknown),
        )
    }
}

const fn bootstrap(component: Component) -> Condition {
    row(
        component,
        "bootstrap-servers-not-usable",
        UNUSABLE,
        FIRST,
        "ClientUtils.parseAndValidateAddresses",
        Shape::Asks(bootstrap_unusable),
    )
}

use Component::{Admin, Consumer, Producer, ShareConsumer};

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
        "KafkaProducer.createBufferPool",
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
    row(
        Consumer,
        "assignor-twice",
        UNUSABLE,
        (3, 1),
        "ConsumerPartitionAssignor.getAssignorInstances",
        Shape::Asks(assignors),
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
    protocol(Producer),
    protocol(Consumer),
    protocol(Admin),
    protocol(Component::Streams),
    sasl(Producer),
    sasl(Consumer),
    sasl(ShareConsumer),
    sasl(Admin),
    bootstrap(Producer),
    bootstrap(Consumer),
    bootstrap(ShareConsumer),
    bootstrap(Admin),
    row(
        Consumer,
        "heartbeat-not-below-session",
        CONTRADICT,
        FIRST,
        "Heartbeat",
        Shape::Asks(heartbeat),
    ),
    row(
        Consumer,
        "key-of-the-other-group-protocol",
        CONTRADICT,
        (3, 9),
        "ConsumerConfig.checkUnsupportedConfigsPostProcess, checkGroupRemoteAssignor",
        Shape::Asks(group_protocol),
    ),
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "key-of-the-other-group-protocol",
            CONTRADICT,
            (3, 9),
            "ConsumerConfig.checkGroupRemoteAssignor",
            Shape::Asks(group_protocol),
        )
    },
    row(
        Consumer,
        "offset-reset-not-readable",
        UNUSABLE,
        (4, 0),
        "AutoOffsetResetStrategy.Validator",
        Shape::Asks(offset_reset),
    ),
    row(
        Consumer,
        "group-id-blank",
        UNUSABLE,
        (3, 7),
        "ClassicKafkaConsumer, AsyncKafkaConsumer",
        Shape::Asks(group_blank),
    ),
    row(
        ShareConsumer,
        "group-id-blank",
        UNUSABLE,
        FIRST,
        "ShareConsumerImpl",
        Shape::Asks(blank),
    ),
    row(
        Consumer,
        "group-instance-id-not-usable",
        UNUSABLE,
        FIRST,
        "JoinGroupRequest.validateGroupInstanceId",
        Shape::Asks(instance_id),
    ),
    // Later the keys as such are refused.
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "offset-reset-not-readable",
            UNUSABLE,
            (4, 0),
            "AutoOffsetResetStrategy.Validator",
            Shape::Asks(offset_reset),
        )
    },
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "group-instance-id-not-usable",
            UNUSABLE,
            FIRST,
            "JoinGroupRequest.validateGroupInstanceId",
            Shape::Asks(instance_id),
        )
    },
    row(
        ShareConsumer,
        "key-not-for-share-groups",
        CONTRADICT,
        (4, 1),
        "ShareConsumerConfig.checkUnsupportedConfigsPreProcess",
        Shape::Asks(share_keys),
    ),
    row(
        Admin,
        "api-timeout-below-request-timeout",
        CONTRADICT,
        FIRST,
        "KafkaAdminClient.configureDefaultApiTimeoutMs",
        Shape::Asks(api_timeout),
    ),
    row(
        Admin,
        "two-kinds-of-bootstrap",
        CONTRADICT,
        (3, 7),
        "AdminBootstrapAddresses.fromConfig",
        Shape::Asks(two_bootstraps),
    ),
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

fn incremental(view: &View<'_>) -> Judged {
    let (key, other) = ("buffer.memory.allocation.strategy", "compression.type");
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

fn assignors(view: &View<'_>) -> Judged {
    let key = "partition.assignment.strategy";
    let list = view.list(key)?.unwrap_or_default();
    let twice = list
        .iter()
        .enumerate()
        .find(|(at, name)| list[..*at].contains(name));
    Ok(twice.map(|(_, name)| {
        Fault::new(
            &[key],
            format!("`{key}` has `{name}` twice"),
            "name each assignor once",
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

fn protocol_unknown(view: &View<'_>) -> Judged {
    let key = "security.protocol";
    let names = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];
    let text = view.text(key)?.unwrap_or("PLAINTEXT");
    Ok((!names.contains(&text.to_uppercase().as_str())).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{text}`, which is no security protocol"),
            "write `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`",
        )
    }))
}

/// `by_duration:` and a length of time as `java.time.Duration` reads it, or one of a few words.
pub(super) fn is_offset_reset(text: &str, words: &[&str]) -> bool {
    match text.strip_prefix("by_duration:") {
        None => words.contains(&text),
        Some(duration) => {
            let upper = duration.to_uppercase();
            upper.strip_prefix('P').is_some_and(|rest| {
                rest.ends_with(['D', 'H', 'M', 'S'])
                    && rest
                        .chars()
                        .all(|c| c.is_ascii_digit() || "DTHMS.+".contains(c))
            })
        }
    }
}

fn offset_reset(view: &View<'_>) -> Judged {
    let key = "auto.offset.reset";
    let text = view.text(key)?.unwrap_or("latest");
    Ok(
        (!is_offset_reset(text, &["earliest", "latest", "none"])).then(|| {
            Fault::new(
                &[key],
                format!("`{key}` is `{text}`, which is no way to start"),
                "write `earliest`, `latest`, `none`, or `by_duration:PT1H` with a length of time",
            )
        }),
    )
}

pub(super) fn no_mechanism(view: &View<'_>) -> Judged {
    let (protocol, mechanism) = ("security.protocol", "sasl.mechanism");
    let secure = view
        .text(protocol)?
        .is_some_and(|p| p.to_uppercase().starts_with("SASL_"));
    let broken = secure && view.text(mechanism)?.unwrap_or_default().is_empty();
    Ok(broken.then(|| {
        Fault::new(
            &[mechanism, protocol],
            format!("`{mechanism}` is empty, and `{protocol}` needs one"),
            format!("name the mechanism, for example `{mechanism}=SCRAM-SHA-512`"),
        )
    }))
}

/// Whether a client can make addresses of it; whether a name resolves is the network's to say.
pub(super) fn bootstrap_unusable(view: &View<'_>) -> Judged {
    let brokers = view.list("bootstrap.servers")?.unwrap_or_default();
    let controllers = view.list("bootstrap.controllers")?.unwrap_or_default();
    // One of the two counts.
    let key = match (brokers.is_empty(), controllers.is_empty()) {
        (false, false) => return Ok(None),
        (true, false) => "bootstrap.controllers",
        (_, true) => "bootstrap.servers",
    };
    if !view.written(key)? {
        return Ok(None);
    }
    let servers = view.list(key)?.unwrap_or_default();
    let stray = servers
        .iter()
        .find(|server| !server.is_empty() && super::quorum::address_host(view, server).is_none());
    let wrong = match stray {
        Some(server) => format!("`{key}` has an item `{server}`, which is no address"),
        None if servers.iter().all(|server| server.is_empty()) => format!("`{key}` is empty"),
        None => return Ok(None),
    };
    Ok(Some(Fault::new(
        &[key],
        wrong,
        "write `host:port` of two or three brokers, with commas between them",
    )))
}

fn heartbeat(view: &View<'_>) -> Judged {
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    // Without a group there are no heartbeats; the application may set one.
    if !protocol.eq_ignore_ascii_case("classic") || !view.written("group.id")? {
        return Ok(None);
    }
    let key = "heartbeat.interval.ms";
    if let Some(negative) = view.number(key)?.filter(|n| *n < 0) {
        return Ok(Some(Fault::new(
            &[key],
            format!("`{key}` is {negative}"),
            "set it to a third of `session.timeout.ms` or less",
        )));
    }
    super::compare(
        view,
        key,
        "session.timeout.ms",
        |a, b| a < b,
        "not less than",
    )
}

fn group_protocol(view: &View<'_>) -> Judged {
    let Some(protocol) = view.text("group.protocol")? else {
        return Ok(None);
    };
    let classic = [
        "group.remote.assignor",
        "share.acknowledgement.mode",
        "share.acquire.mode",
    ];
    let consumer = [
        "partition.assignment.strategy",
        "heartbeat.interval.ms",
        "session.timeout.ms",
        "share.acknowledgement.mode",
        "share.acquire.mode",
    ];
    let refused: &[&str] = match protocol.to_lowercase().as_str() {
        "classic" => &classic,
        "consumer" if view.from(4, 0) => &consumer,
        _ => return Ok(None),
    };
    for key in refused {
        if view.has(key) && view.written(key)? && !view.raw(key)?.unwrap_or_default().is_empty() {
            return Ok(Some(Fault::new(
                &[key, "group.protocol"],
                format!(
                    "`{key}` is set, and `group.protocol`, which is `{protocol}`, has no such key"
                ),
                format!("take `{key}` out"),
            )));
        }
    }
    Ok(None)
}

fn group_blank(view: &View<'_>) -> Judged {
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    match view.from(4, 0) || protocol.eq_ignore_ascii_case("consumer") {
        true => blank(view),
        false => Ok(None),
    }
}

fn blank(view: &View<'_>) -> Judged {
    let blank = view
        .text("group.id")?
        .is_some_and(|id| id.trim().is_empty());
    Ok(blank.then(|| {
        Fault::new(
            &["group.id"],
            "`group.id` is blank",
            "name the group, or take the line out",
        )
    }))
}

fn instance_id(view: &View<'_>) -> Judged {
    let Some(id) = view.text("group.instance.id")? else {
        return Ok(None);
    };
    let wrong = if id.is_empty() {
        "is empty"
    } else if id == "." || id == ".." {
        "is no name"
    } else if id.len() > 249 {
        "is longer than 249 characters"
    } else if !id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    {
        "has characters other than letters, digits, `.`, `_` and `-`"
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &["group.instance.id"],
        format!("`group.instance.id` {wrong}"),
        "write a name of letters, digits, `.`, `_` and `-`",
    )))
}

fn share_keys(view: &View<'_>) -> Judged {
    let refused = [
        "auto.offset.reset",
        "enable.auto.commit",
        "group.instance.id",
        "isolation.level",
        "partition.assignment.strategy",
        "interceptor.classes",
        "session.timeout.ms",
        "heartbeat.interval.ms",
        "group.protocol",
        "group.remote.assignor",
    ];
    for key in refused {
        if view.written(key)? {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is set, which a consumer of a share group must not have"),
                format!("take `{key}` out"),
            )));
        }
    }
    Ok(None)
}

fn api_timeout(view: &View<'_>) -> Judged {
    let key = "default.api.timeout.ms";
    if !view.written(key)? {
        return Ok(None);
    }
    super::compare(view, "request.timeout.ms", key, |a, b| a <= b, "more than")
}

fn two_bootstraps(view: &View<'_>) -> Judged {
    let (brokers, controllers) = ("bootstrap.servers", "bootstrap.controllers");
    let set = |key: &str| Ok(view.list(key)?.is_some_and(|list| !list.is_empty()));
    Ok((set(brokers)? && set(controllers)?).then(|| {
        Fault::new(
            &[controllers, brokers],
            format!("`{controllers}` is set and `{brokers}` as well"),
            format!("keep `{brokers}`, or `{controllers}` to talk to the controllers alone"),
        )
    }))
}
