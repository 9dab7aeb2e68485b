//! The listeners of a node as Kafka reads them: names, addresses, protocols, and the channels that it makes.

use std::collections::BTreeMap;

use super::roles::Roles;
use super::view::{Read, Unknown, View};
use super::{Fault, Judged};
use crate::catalog::ValueType;

pub(super) const PROTOCOLS: [&str; 4] = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"];
pub(super) const LISTENERS: &str = "listeners";
pub(super) const ADVERTISED: &str = "advertised.listeners";
pub(super) const MAP: &str = "listener.security.protocol.map";
pub(super) const CONTROLLERS: &str = "controller.listener.names";
pub(super) const INTER_BROKER: &str = "inter.broker.listener.name";
pub(super) const INTER_BROKER_PROTOCOL: &str = "security.inter.broker.protocol";
pub(super) const CONTROL_PLANE: &str = "control.plane.listener.name";

/// One listener.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    /// In capitals, as Kafka keeps it.
    pub(super) name: String,
    pub(super) host: String,
    pub(super) port: i32,
}

/// The listeners of a node.
pub(super) struct Net {
    pub(super) map: BTreeMap<String, String>,
    pub(super) listeners: Vec<Endpoint>,
    /// Where `advertised.listeners`, or what it was called before, is set.
    pub(super) advertised: Option<Vec<Endpoint>>,
    /// As written: Kafka compares them with names in capitals.
    pub(super) controllers: Vec<String>,
    pub(super) roles: Roles,
    /// Whether `advertised.listeners` may name controllers.
    pub(super) controllers_advertise: bool,
}

impl Net {
    pub(super) fn is_controllers(&self, endpoint: &Endpoint) -> bool {
        self.controllers.contains(&endpoint.name)
    }

    pub(super) fn advertised_to_clients(&self) -> Vec<&Endpoint> {
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
    pub(super) fn advertised_by_controller(&self) -> Vec<&Endpoint> {
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
pub(super) type Wrong = (&'static str, Fault);

/// `controller.listener.names` as the release reads it: blanks stay until it became a list.
pub(super) fn controllers(view: &View<'_>) -> Result<Vec<String>, Unknown> {
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
pub(super) fn csv(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|i| !i.is_empty())
}

pub(super) fn net(view: &View<'_>) -> Result<Result<Net, Wrong>, Unknown> {
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
    let mut all = Vec::new();
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
        all.push(endpoint);
    }
    for endpoint in all {
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
pub(super) fn of_net(view: &View<'_>, ask: impl Fn(&Net) -> Judged) -> Judged {
    match net(view)? {
        Ok(net) => ask(&net),
        Err(_) => Ok(None),
    }
}

pub(super) fn names(endpoints: &[&Endpoint]) -> String {
    match endpoints {
        [] => "none".to_owned(),
        endpoints => {
            let quoted: Vec<String> = endpoints.iter().map(|e| format!("`{}`", e.name)).collect();
            quoted.join(", ")
        }
    }
}

/// The listener between brokers and its protocol, in capitals.
pub(super) fn inter_broker(
    view: &View<'_>,
    net: &Net,
) -> Result<(String, Option<String>), Unknown> {
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
