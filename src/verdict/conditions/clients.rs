//! What all clients have in common, and admin clients. What an application may set in code is not said to be missing.

use super::client as row;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, Shape, UNUSABLE};
use crate::catalog::Component;
use Component::{Admin, Consumer, Producer, ShareConsumer};

pub(super) const CONDITIONS: &[Condition] = &[
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
    // A client that is given time to look names up makes addresses of them only then.
    let waits = view.number("bootstrap.resolve.timeout.ms")?.unwrap_or(0) > 0;
    let stray = servers.iter().find(|server| {
        !server.is_empty()
            && super::quorum::address_host(view, server).is_none()
            && !(waits && has_large_port(server))
    });
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

/// Whether the port is a number, and more than there are.
fn has_large_port(server: &str) -> bool {
    let port = server.rsplit_once(':').map(|(_, port)| port.parse::<i32>());
    matches!(port, Some(Ok(65_536..)))
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
