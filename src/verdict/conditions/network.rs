//! Listeners of a node: what they are called, where they listen, what protocol each speaks.

use std::collections::BTreeMap;

use super::of_node as row;
use super::quorum::Roles;
use super::view::{Read, Unknown, View};
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, LISTENER, MISSING, STILL, Shape};
use crate::catalog::ValueType;
use crate::resolve::value;

const PROTOCOLS: [&str; 4] = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];
const LISTENERS: &str = "listeners";
const ADVERTISED: &str = "advertised.listeners";
const MAP: &str = "listener.security.protocol.map";
const CONTROLLERS: &str = "controller.listener.names";
const INTER_BROKER: &str = "inter.broker.listener.name";
const INTER_BROKER_PROTOCOL: &str = "security.inter.broker.protocol";
const CONTROL_PLANE: &str = "control.plane.listener.name";

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "protocol-map-not-readable",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.getMap, Csv.parseCsvMap",
        Shape::Listeners,
    ),
    row(
        "security-protocol-unknown",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.securityProtocol",
        Shape::Listeners,
    ),
    row(
        "listener-not-readable",
        LISTENER,
        FIRST,
        STILL,
        "SocketServerConfigs.listenerListToEndPoints, EndPoint.createEndPoint",
        Shape::Listeners,
    ),
    row(
        "listener-without-protocol",
        LISTENER,
        FIRST,
        STILL,
        "SocketServerConfigs.listenerListToEndPoints, EndPoint.createEndPoint",
        Shape::Listeners,
    ),
    row(
        "listener-name-twice",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.validate, CoreUtils.listenerListToEndPoints",
        Shape::Listeners,
    ),
    row(
        "listener-port-twice",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.validate, CoreUtils.listenerListToEndPoints",
        Shape::Listeners,
    ),
    row(
        "inter-broker-listener-named-twice",
        CONTRADICT,
        FIRST,
        STILL,
        "AbstractKafkaConfig.interBrokerListenerNameAndSecurityProtocol",
        Shape::Asks(named_twice),
    ),
    row(
        "inter-broker-listener-without-protocol",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.interBrokerListenerNameAndSecurityProtocol",
        Shape::Asks(inter_broker_unmapped),
    ),
    row(
        "inter-broker-listener-not-advertised",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(inter_broker_not_advertised),
    ),
    row(
        "advertised-but-no-listener",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(advertised_not_listened),
    ),
    row(
        "advertised-not-routable",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(advertised_not_routable),
    ),
    row(
        "controller-listener-advertised",
        LISTENER,
        FIRST,
        (3, 8),
        "KafkaConfig.validateValues",
        Shape::Asks(controller_advertised),
    ),
    row(
        "controller-with-advertised-listeners",
        LISTENER,
        (3, 3),
        (3, 8),
        "KafkaConfig.validateValues",
        Shape::Asks(controller_advertises),
    ),
    row(
        "controller-listener-names-missing",
        MISSING,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(no_controller_names),
    ),
    row(
        "controller-listener-on-broker",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_listener_on_broker),
    ),
    row(
        "controller-listener-without-protocol",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_unmapped),
    ),
    row(
        "controller-listener-missing",
        LISTENER,
        (3, 0),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_not_listening),
    ),
    row(
        "broker-listener-on-controller",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(broker_listener_on_controller),
    ),
    row(
        "inter-broker-listener-is-a-controllers",
        LISTENER,
        (4, 0),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(inter_broker_is_controllers),
    ),
    row(
        "controller-listener-named-twice",
        LISTENER,
        (4, 1),
        (4, 1),
        "AbstractKafkaConfig.effectiveListenerSecurityProtocolMap",
        Shape::Asks(controller_twice),
    ),
    row(
        "controller-listener-names-without-roles",
        CONTRADICT,
        (3, 1),
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(controllers_without_roles),
    ),
    row(
        "control-plane-listener-with-roles",
        CONTRADICT,
        (3, 1),
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(control_plane_with_roles),
    ),
    row(
        "control-plane-listener-not-usable",
        LISTENER,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(control_plane),
    ),
    row(
        "early-start-listener-unknown",
        LISTENER,
        (3, 3),
        STILL,
        "KafkaConfig.earlyStartListeners",
        Shape::Asks(early_start),
    ),
    row(
        "inter-broker-mechanism-not-enabled",
        CONTRADICT,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(mechanism_not_enabled),
    ),
];

/// One listener.
#[derive(Clone, Debug)]
struct Endpoint {
    /// In capitals, as Kafka keeps it.
    name: String,
    host: String,
    port: i32,
}

/// The listeners of a node.
struct Net {
    map: BTreeMap<String, String>,
    listeners: Vec<Endpoint>,
    /// Where `advertised.listeners`, or what it was called before, is set.
    advertised: Option<Vec<Endpoint>>,
    /// As written: Kafka compares them with names in capitals.
    controllers: Vec<String>,
    roles: Roles,
    /// Whether `advertised.listeners` may name controllers.
    controllers_advertise: bool,
}

impl Net {
    fn is_controllers(&self, endpoint: &Endpoint) -> bool {
        self.controllers.contains(&endpoint.name)
    }

    fn advertised_to_clients(&self) -> Vec<&Endpoint> {
        match &self.advertised {
            Some(advertised) if !self.controllers_advertise => advertised.iter().collect(),
            Some(advertised) => advertised
                .iter()
                .filter(|e| !self.is_controllers(e))
                .collect(),
            None => self
                .listeners
                .iter()
                .filter(|e| !self.is_controllers(e))
                .collect(),
        }
    }

    /// `KafkaConfig.effectiveAdvertisedControllerListeners`; those before 3.9 are the listeners.
    fn advertised_by_controller(&self) -> Vec<&Endpoint> {
        let advertised = self
            .advertised
            .iter()
            .flatten()
            .filter(|_| self.controllers_advertise);
        let all: Vec<&Endpoint> = advertised
            .chain(&self.listeners)
            .filter(|e| self.is_controllers(e))
            .collect();
        self.controllers
            .iter()
            .filter_map(|name| {
                let name = name.to_uppercase();
                all.iter().find(|e| e.name == name).copied()
            })
            .collect()
    }
}

/// An error in the text of the listeners, with its refusal.
type Wrong = (&'static str, Fault);

/// What the listeners' texts say, by the refusal that is asked for.
pub(super) fn fault(view: &View<'_>, id: &str) -> Judged {
    Ok(match net(view)? {
        Err((refusal, fault)) if refusal == id => Some(fault),
        _ => None,
    })
}

/// `controller.listener.names` as the release reads it: blanks stay until it became a list.
fn controllers(view: &View<'_>) -> Result<Vec<String>, Unknown> {
    let Some(raw) = view.raw(CONTROLLERS)? else {
        return Ok(Vec::new());
    };
    Ok(match view.value_type(CONTROLLERS) {
        Some(ValueType::List) => {
            let names = view.list(CONTROLLERS)?.unwrap_or_default();
            names.into_iter().map(str::to_owned).collect()
        }
        // `Csv.parseCsvList`
        _ if view.from(4, 1) => csv(raw).map(str::to_owned).collect(),
        _ => java_split(raw).iter().map(|n| (*n).to_owned()).collect(),
    })
}

/// `String.split(",")`: no empty items at the end.
fn java_split(text: &str) -> Vec<&str> {
    let mut items: Vec<&str> = text.split(',').collect();
    while items.last().is_some_and(|item| item.is_empty()) {
        items.pop();
    }
    items
}

/// `Csv.parseCsvList`.
fn csv(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|i| !i.is_empty())
}

fn net(view: &View<'_>) -> Result<Result<Net, Wrong>, Unknown> {
    let roles = Roles::of(view)?;
    let controllers = controllers(view)?;
    let mut map = match protocols(view)? {
        Ok(map) => map,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let listeners = view.raw(LISTENERS)?;
    if view.from(3, 1) && roles.kraft() && !view.written(MAP)? {
        let secure = |name: &str| PROTOCOLS[1..].contains(&name);
        let listens_securely = csv(listeners.unwrap_or_default()).any(|listener| {
            let name = listener.split(':').next().unwrap_or_default();
            secure(&name.to_uppercase())
        });
        if !listens_securely && !controllers.iter().any(|name| secure(name)) {
            for name in controllers.iter().filter(|name| *name != "PLAINTEXT") {
                map.insert(name.clone(), "PLAINTEXT".to_owned());
            }
        }
    }
    let old_names = |host: &str, port: &str| -> Read<String> {
        Ok(Some(format!(
            "PLAINTEXT://{}:{}",
            view.text(host)?.unwrap_or_default(),
            view.number(port)?.unwrap_or(9092)
        )))
    };
    let listeners = match listeners {
        Some(text) => text.to_owned(),
        None => old_names("host.name", "port")?.unwrap_or_default(),
    };
    let listeners = match endpoints(view, LISTENERS, &listeners, &map, true) {
        Ok(endpoints) => endpoints,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let advertised = match view.raw(ADVERTISED)? {
        Some(text) => Some(text.to_owned()),
        None if view.text("advertised.host.name")?.is_some()
            || view.number("advertised.port")?.is_some() =>
        {
            let host = match view.text("advertised.host.name")? {
                Some(host) => host,
                None => view.text("host.name")?.unwrap_or_default(),
            };
            let port = match view.number("advertised.port")? {
                Some(port) => port,
                None => view.number("port")?.unwrap_or(9092),
            };
            Some(format!("PLAINTEXT://{host}:{port}"))
        }
        None => None,
    };
    let advertised = match advertised.map(|text| endpoints(view, ADVERTISED, &text, &map, false)) {
        Some(Err(wrong)) => return Ok(Err(wrong)),
        Some(Ok(endpoints)) => Some(endpoints),
        None => None,
    };
    Ok(Ok(Net {
        map,
        listeners,
        advertised,
        controllers,
        roles,
        controllers_advertise: view.from(3, 9),
    }))
}

/// `listener.security.protocol.map`, names in capitals.
fn protocols(view: &View<'_>) -> Result<Result<BTreeMap<String, String>, Wrong>, Unknown> {
    let text = view.raw(MAP)?.unwrap_or_default();
    let mut map = BTreeMap::new();
    for entry in java_split(text).iter().map(|entry| entry.trim()) {
        let Some((name, protocol)) = entry.rsplit_once(':') else {
            return Ok(Err((
                "protocol-map-not-readable",
                Fault::new(
                    &[MAP],
                    format!("`{MAP}` has an entry `{entry}`, which has no protocol"),
                    "write `NAME:PROTOCOL` for each listener, with commas between them",
                ),
            )));
        };
        let (name, protocol) = (name.trim().to_uppercase(), protocol.trim());
        if name.is_empty() && view.from(3, 6) {
            return Ok(Err((
                "protocol-map-not-readable",
                Fault::new(
                    &[MAP],
                    format!("`{MAP}` has an entry `{entry}`, which has no name"),
                    "write `NAME:PROTOCOL` for each listener, with commas between them",
                ),
            )));
        }
        if !PROTOCOLS.contains(&protocol.to_uppercase().as_str()) {
            return Ok(Err((
                "security-protocol-unknown",
                unknown_protocol(MAP, protocol),
            )));
        }
        map.insert(name, protocol.to_uppercase());
    }
    // The other key that names a protocol.
    if !view.written(INTER_BROKER)? {
        let protocol = view.text(INTER_BROKER_PROTOCOL)?.unwrap_or("PLAINTEXT");
        if !PROTOCOLS.contains(&protocol.to_uppercase().as_str()) {
            return Ok(Err((
                "security-protocol-unknown",
                unknown_protocol(INTER_BROKER_PROTOCOL, protocol),
            )));
        }
    }
    Ok(Ok(map))
}

fn unknown_protocol(key: &str, protocol: &str) -> Fault {
    Fault::new(
        &[key],
        format!("`{key}` names `{protocol}`, which is no security protocol"),
        "write `PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`",
    )
}

fn endpoints(
    view: &View<'_>,
    key: &str,
    text: &str,
    map: &BTreeMap<String, String>,
    distinct_ports: bool,
) -> Result<Vec<Endpoint>, Wrong> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    let mut items: Vec<&str> = csv(text).collect();
    // `ConfigDef.parseValue` takes repeated items out of newer lists.
    if view
        .definition(key)
        .is_some_and(|d| d.validator.contains("strict-list"))
    {
        let mut seen = std::collections::HashSet::new();
        items.retain(|item| seen.insert(*item));
    }
    for item in items {
        let Some(endpoint) = endpoint(item) else {
            return Err((
                "listener-not-readable",
                Fault::new(
                    &[key],
                    format!("`{key}` has an item `{item}`, which is no listener"),
                    "write `NAME://host:port` for each listener, with commas between them",
                ),
            ));
        };
        if !map.contains_key(&endpoint.name) {
            return Err((
                "listener-without-protocol",
                Fault::new(
                    &[key, MAP],
                    format!(
                        "`{key}` has a listener `{}`, for which `{MAP}` has no protocol",
                        endpoint.name
                    ),
                    format!("add `{}:` and its protocol to `{MAP}`", endpoint.name),
                ),
            ));
        }
        if endpoints.iter().any(|e| e.name == endpoint.name) {
            return Err((
                "listener-name-twice",
                Fault::new(
                    &[key],
                    format!("`{key}` has two listeners `{}`", endpoint.name),
                    format!("give each listener a name of its own and a protocol in `{MAP}`"),
                ),
            ));
        }
        let same_port: Vec<&Endpoint> = endpoints
            .iter()
            .filter(|e| e.port == endpoint.port && e.port != 0)
            .collect();
        if distinct_ports
            && !same_port.is_empty()
            && !(view.from(3, 6) && same_port.len() == 1 && are_two_stacks(same_port[0], &endpoint))
        {
            return Err((
                "listener-port-twice",
                Fault::new(
                    &[key],
                    format!(
                        "`{key}` has two listeners on port {}, `{}` and `{}`",
                        endpoint.port, same_port[0].name, endpoint.name
                    ),
                    "give each listener a port of its own",
                ),
            ));
        }
        endpoints.push(endpoint);
    }
    Ok(endpoints)
}

/// One address of IPv4 and one of IPv6 may share a port.
fn are_two_stacks(a: &Endpoint, b: &Endpoint) -> bool {
    let address = |e: &Endpoint| e.host.parse::<std::net::IpAddr>().ok();
    address(a)
        .zip(address(b))
        .is_some_and(|(a, b)| a.is_ipv4() != b.is_ipv4())
}

/// `^(.*)://\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)`.
fn endpoint(text: &str) -> Option<Endpoint> {
    let (name, rest) = text.rsplit_once("://")?;
    let (host, port) = host_port(rest)?;
    let digits = port.strip_prefix('-').unwrap_or(port);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Endpoint {
        name: Some(name.to_uppercase()).filter(|n| !n.trim().is_empty())?,
        host: host.to_owned(),
        port: port.parse().ok()?,
    })
}

/// A host, in brackets or not, and a port that is not looked at.
pub(super) fn host_port(text: &str) -> Option<(&str, &str)> {
    let (host, port) = text.rsplit_once(':')?;
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = host.strip_suffix(']').unwrap_or(host);
    host.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-%._:".contains(&b))
        .then_some((host, port))
}

/// A channel that a node makes when it starts: of one of its listeners, or to the controllers.
pub(super) struct Channel {
    /// The listener, in capitals.
    pub(super) listener: String,
    /// Its protocol, in capitals.
    pub(super) protocol: String,
    /// Whether brokers talk to each other through it.
    pub(super) between_brokers: bool,
    /// The mechanism that the node itself logs in with, where it is the one that connects.
    pub(super) logs_in: Option<&'static str>,
}

/// `SocketServer`, `TransactionMarkerChannelManager` and `KafkaRaftManager`; none where the listeners are wrong
/// themselves.
pub(super) fn channels(view: &View<'_>) -> Result<Vec<Channel>, Unknown> {
    let Ok(net) = net(view)? else {
        return Ok(Vec::new());
    };
    let (between, between_protocol) = inter_broker(view, &net)?;
    let mut channels: Vec<Channel> = net
        .listeners
        .iter()
        .filter_map(|endpoint| {
            Some(Channel {
                listener: endpoint.name.clone(),
                protocol: net.map.get(&endpoint.name)?.clone(),
                between_brokers: endpoint.name == between,
                logs_in: None,
            })
        })
        .collect();
    if net.roles.broker()
        && let Some(protocol) = between_protocol
    {
        channels.push(Channel {
            listener: between,
            protocol,
            between_brokers: false,
            logs_in: Some("sasl.mechanism.inter.broker.protocol"),
        });
    }
    if net.roles.kraft()
        && let Some(name) = net.controllers.first().map(|name| name.to_uppercase())
        && let Some(protocol) = net.map.get(&name)
    {
        channels.push(Channel {
            listener: name,
            protocol: protocol.clone(),
            between_brokers: false,
            logs_in: Some("sasl.mechanism.controller.protocol"),
        });
    }
    Ok(channels)
}

/// What a condition says of listeners that can be read.
fn of_net(view: &View<'_>, ask: impl Fn(&Net) -> Judged) -> Judged {
    match net(view)? {
        Ok(net) => ask(&net),
        Err(_) => Ok(None),
    }
}

fn names(endpoints: &[&Endpoint]) -> String {
    match endpoints {
        [] => "none".to_owned(),
        endpoints => {
            let quoted: Vec<String> = endpoints.iter().map(|e| format!("`{}`", e.name)).collect();
            quoted.join(", ")
        }
    }
}

fn named_twice(view: &View<'_>) -> Judged {
    let broken = view.text(INTER_BROKER)?.is_some() && view.written(INTER_BROKER_PROTOCOL)?;
    Ok(broken.then(|| {
        Fault::new(
            &[INTER_BROKER_PROTOCOL, INTER_BROKER],
            format!("`{INTER_BROKER_PROTOCOL}` is set and `{INTER_BROKER}` as well"),
            format!("take `{INTER_BROKER_PROTOCOL}` out; the listener's protocol is in `{MAP}`"),
        )
    }))
}

/// The listener between brokers and its protocol, in capitals.
fn inter_broker(view: &View<'_>, net: &Net) -> Result<(String, Option<String>), Unknown> {
    Ok(match view.text(INTER_BROKER)? {
        Some(name) => {
            let name = name.to_uppercase();
            let protocol = net.map.get(&name).cloned();
            (name, protocol)
        }
        None => {
            let protocol = view.text(INTER_BROKER_PROTOCOL)?.unwrap_or("PLAINTEXT");
            let protocol = protocol.to_uppercase();
            (protocol.clone(), Some(protocol))
        }
    })
}

fn inter_broker_unmapped(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (name, protocol) = inter_broker(view, net)?;
        Ok(protocol.is_none().then(|| {
            Fault::new(
                &[INTER_BROKER, MAP],
                format!("`{INTER_BROKER}` is `{name}`, for which `{MAP}` has no protocol"),
                "name one of the listeners",
            )
        }))
    })
}

fn inter_broker_not_advertised(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (name, protocol) = inter_broker(view, net)?;
        let advertised = net.advertised_to_clients();
        if !net.roles.broker() || protocol.is_none() || advertised.iter().any(|e| e.name == name) {
            return Ok(None);
        }
        let from = if net.advertised.is_some() {
            ADVERTISED
        } else {
            LISTENERS
        };
        Ok(Some(Fault::new(
            &[INTER_BROKER, INTER_BROKER_PROTOCOL, from],
            format!(
                "brokers talk to each other through the listener `{name}`, and what `{from}` offers is {}",
                names(&advertised)
            ),
            format!("set `{INTER_BROKER}` to the name of a listener that is advertised"),
        )))
    })
}

fn advertised_not_listened(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net
            .advertised_to_clients()
            .into_iter()
            .find(|e| !net.listeners.iter().any(|l| l.name == e.name));
        Ok(stray.filter(|_| net.roles.broker()).map(|stray| {
            Fault::new(
                &[ADVERTISED, LISTENERS],
                format!(
                    "`{ADVERTISED}` has `{}`, which is not among `{LISTENERS}`",
                    stray.name
                ),
                "advertise only listeners that the node has",
            )
        }))
    })
}

fn advertised_not_routable(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let controllers = net.advertised.as_deref().unwrap_or_default();
        let stray = net
            .advertised_to_clients()
            .into_iter()
            .chain(controllers.iter().filter(|e| net.is_controllers(e)))
            .find(|e| e.host == "0.0.0.0");
        let key = if net.advertised.is_some() {
            ADVERTISED
        } else {
            LISTENERS
        };
        Ok(stray.map(|stray| {
            Fault::new(
                &[key],
                format!(
                    "the listener `{}` is advertised as `0.0.0.0`, which no client can reach",
                    stray.name
                ),
                format!("write in `{ADVERTISED}` the host name that clients use"),
            )
        }))
    })
}

fn controller_advertised(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        // Until 3.0 whole endpoints are compared, and only where `advertised.listeners` has them.
        let stray = net.advertised.iter().flatten().find(|e| {
            net.is_controllers(e)
                && (view.from(3, 1)
                    || net
                        .listeners
                        .iter()
                        .any(|l| l.name == e.name && l.host == e.host && l.port == e.port))
        });
        let applies = !view.from(3, 1) || net.roles.kraft() && net.roles.broker();
        Ok(stray.filter(|_| applies).map(|stray| {
            Fault::new(
                &[ADVERTISED, CONTROLLERS],
                format!(
                    "`{ADVERTISED}` has `{}`, which is a controller's listener",
                    stray.name
                ),
                format!("take `{}` out of `{ADVERTISED}`", stray.name),
            )
        }))
    })
}

fn controller_advertises(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let broken = net.roles.only_controller() && view.raw(ADVERTISED)?.is_some();
        Ok(broken.then(|| {
            Fault::new(
                &[ADVERTISED, "process.roles"],
                format!("`{ADVERTISED}` is set on a node that is only a controller"),
                format!("take `{ADVERTISED}` out"),
            )
        }))
    })
}

fn no_controller_names(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        // Where the key has no default, its definition says so first.
        let has = view.raw(CONTROLLERS)?.is_some() || !view.requires(CONTROLLERS);
        let broken = net.roles.only_broker() && net.controllers.is_empty() && has;
        Ok(broken.then(|| {
            Fault::new(
                &[CONTROLLERS],
                format!(
                    "a broker needs `{CONTROLLERS}` to reach the controllers, and it is not set"
                ),
                format!("set `{CONTROLLERS}` to the name of the controllers' listener"),
            )
        }))
    })
}

fn controller_listener_on_broker(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net.listeners.iter().find(|e| net.is_controllers(e));
        Ok(stray.filter(|_| net.roles.only_broker()).map(|stray| {
            Fault::new(
                &[LISTENERS, CONTROLLERS],
                format!(
                    "`{LISTENERS}` has `{}`, which is a controller's listener, on a node that is only a broker",
                    stray.name
                ),
                format!("take `{}` out of `{LISTENERS}`", stray.name),
            )
        }))
    })
}

fn controller_unmapped(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net
            .controllers
            .iter()
            .find(|name| !net.map.contains_key(&name.to_uppercase()));
        Ok(stray.filter(|_| net.roles.only_broker()).map(|stray| {
            Fault::new(
                &[CONTROLLERS, MAP],
                format!("`{CONTROLLERS}` has `{stray}`, for which `{MAP}` has no protocol"),
                format!("add `{stray}:` and its protocol to `{MAP}`"),
            )
        }))
    })
}

/// Protocols that nobody has written are collected by name, and a name that comes twice is too much.
fn controller_twice(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let names = &net.controllers;
        let twice = names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name));
        let made_up = net.roles.kraft() && !view.written(MAP)?;
        let secure = |name: &String| PROTOCOLS[1..].contains(&name.as_str());
        let listens = net.listeners.iter().any(|e| secure(&e.name));
        let broken = made_up && !listens && !names.iter().any(secure);
        Ok(twice
            .filter(|(_, name)| broken && *name != "PLAINTEXT")
            .map(|(_, name)| {
                Fault::new(
                    &[CONTROLLERS],
                    format!("`{CONTROLLERS}` has `{name}` twice"),
                    "name each listener once",
                )
            }))
    })
}

fn controller_not_listening(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let listens = |name: &String| net.listeners.iter().any(|e| e.name == *name);
        let stray = net.controllers.iter().find(|name| !listens(name));
        let none = net.advertised_by_controller().is_empty();
        let broken = none || stray.is_some() && view.from(3, 1);
        Ok((net.roles.controller() && broken).then(|| {
            let wrong = match stray {
                Some(name) => format!(
                    "`{CONTROLLERS}` has `{name}`, and `{LISTENERS}` has no listener of that name"
                ),
                None => {
                    format!("a controller needs a listener, and `{CONTROLLERS}` names none")
                }
            };
            Fault::new(
                &[CONTROLLERS, LISTENERS],
                wrong,
                format!("name in `{CONTROLLERS}`, in capitals, listeners that `{LISTENERS}` has"),
            )
        }))
    })
}

fn broker_listener_on_controller(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        if !net.roles.only_controller() || net.advertised_by_controller().is_empty() {
            return Ok(None);
        }
        let broken = match view.from(3, 9) {
            true => net.advertised_by_controller().len() != net.listeners.len(),
            false => net.advertised.is_none() && !net.advertised_to_clients().is_empty(),
        };
        let stray = net.listeners.iter().find(|e| !net.is_controllers(e));
        Ok(broken.then(|| {
            Fault::new(
                &[LISTENERS, CONTROLLERS],
                match stray {
                    Some(stray) => format!(
                        "`{LISTENERS}` has `{}`, which is not in `{CONTROLLERS}`, on a node that is only a controller",
                        stray.name
                    ),
                    None => format!("`{CONTROLLERS}` and `{LISTENERS}` do not name the same"),
                },
                format!("keep in `{LISTENERS}` only what `{CONTROLLERS}` names"),
            )
        }))
    })
}

fn inter_broker_is_controllers(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let Some(name) = view.text(INTER_BROKER)? else {
            return Ok(None);
        };
        let broken = net.roles.only_controller() && net.controllers.contains(&name.to_uppercase());
        Ok(broken.then(|| {
            Fault::new(
                &[INTER_BROKER, CONTROLLERS],
                format!("`{INTER_BROKER}` is `{name}`, which is a controller's listener"),
                format!("name the brokers' listener, or take `{INTER_BROKER}` out"),
            )
        }))
    })
}

fn controllers_without_roles(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let broken = !net.roles.kraft()
            && !net.controllers.is_empty()
            && !view.on("zookeeper.metadata.migration.enable")?;
        Ok(broken.then(|| {
            Fault::new(
                &[CONTROLLERS],
                format!("`{CONTROLLERS}` is set on a node without `process.roles`"),
                format!("take `{CONTROLLERS}` out, or set `process.roles`"),
            )
        }))
    })
}

fn control_plane_with_roles(view: &View<'_>) -> Judged {
    let broken = view.text(CONTROL_PLANE)?.is_some() && Roles::of(view)?.kraft();
    Ok(broken.then(|| {
        Fault::new(
            &[CONTROL_PLANE, "process.roles"],
            format!("`{CONTROL_PLANE}` is set on a node with `process.roles`"),
            format!("take `{CONTROL_PLANE}` out"),
        )
    }))
}

fn control_plane(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let Some(name) = view.text(CONTROL_PLANE)? else {
            return Ok(None);
        };
        if net.roles.kraft() && view.from(3, 1) {
            return Ok(None);
        }
        let name = name.to_uppercase();
        let advertised = net.advertised_to_clients();
        let wrong = if !advertised.iter().any(|e| e.name == name) {
            format!(
                "`{CONTROL_PLANE}` is `{name}`, and what is advertised is {}",
                names(&advertised)
            )
        } else if inter_broker(view, net)?.0 == name {
            format!("`{CONTROL_PLANE}` is `{name}`, which is the listener between brokers as well")
        } else {
            return Ok(None);
        };
        Ok(Some(Fault::new(
            &[CONTROL_PLANE],
            wrong,
            "name an advertised listener that is not the one between brokers",
        )))
    })
}

fn early_start(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let key = "early.start.listeners";
        let Some(raw) = view.raw(key)? else {
            return Ok(None);
        };
        let stray = csv(raw).find(|name| !net.listeners.iter().any(|e| e.name == **name));
        Ok(stray.map(|name| {
            Fault::new(
                &[key, LISTENERS],
                format!("`{key}` has `{name}`, which is not among `{LISTENERS}`"),
                "name in capitals listeners that the node has",
            )
        }))
    })
}

fn mechanism_not_enabled(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (listener, protocol) = inter_broker(view, net)?;
        if !protocol.is_some_and(|p| p.starts_with("SASL_")) {
            return Ok(None);
        }
        let key = "sasl.mechanism.inter.broker.protocol";
        let enabled_key = "sasl.enabled.mechanisms";
        let own = format!("listener.name.{}.{enabled_key}", listener.to_lowercase());
        let (from, enabled) = match view.other(&own)? {
            Some(text) => (own.as_str(), value::list(text)),
            None => (enabled_key, view.list(enabled_key)?.unwrap_or_default()),
        };
        let Some(mechanism) = view.text(key)? else {
            return Ok(None);
        };
        Ok((!enabled.contains(&mechanism)).then(|| {
            Fault::new(
                &[key, from],
                format!(
                    "brokers log in to each other with `{mechanism}`, and `{from}` has {}",
                    match enabled.as_slice() {
                        [] => "nothing".to_owned(),
                        enabled => enabled.join(", "),
                    }
                ),
                format!("set `{key}` to an enabled mechanism, or add it to `{from}`"),
            )
        }))
    })
}
