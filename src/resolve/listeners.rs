//! A node's listeners, as rules see them.

use super::Datum;
use super::value::Typed;

/// Who connects to a listener.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// Controllers, and brokers that ask them.
    Controllers,
    /// The other brokers alone.
    Brokers,
    /// Clients; with one listener only, the other brokers as well.
    Clients,
}

/// One `NAME://host:port` of a list.
#[derive(Copy, Clone, Debug)]
pub struct Address<'a> {
    /// The listener's name, as it is written.
    pub name: &'a str,
    /// The host, brackets of an IPv6 address included; empty for all interfaces.
    pub host: &'a str,
    /// The port, as it is written.
    pub port: &'a str,
    /// The byte range of the host in the list.
    pub host_range: (usize, usize),
    /// The byte range of the whole in the list.
    pub range: (usize, usize),
}

impl Address<'_> {
    /// Whether it is one of these; Kafka writes the names of listeners in capitals, so that two spellings are one.
    pub fn is_named(&self, names: &[&str]) -> bool {
        names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(self.name))
    }
}

/// The addresses of `listeners` or `advertised.listeners`.
pub fn addresses(list: &str) -> Vec<Address<'_>> {
    let mut at = 0;
    let mut found = Vec::new();
    for item in list.split(',') {
        let trimmed = item.trim();
        let start = at + (item.len() - item.trim_start().len());
        if let Some((name, address)) = trimmed.split_once("://") {
            let (host, port) = split(address);
            let host_start = start + name.len() + 3;
            found.push(Address {
                name,
                host,
                port,
                host_range: (host_start, host_start + host.len()),
                range: (start, start + trimmed.len()),
            });
        }
        at += item.len() + 1;
    }
    found
}

/// The host and port of `host:port`.
pub fn split(address: &str) -> (&str, &str) {
    address.rsplit_once(':').unwrap_or((address, ""))
}

/// One listener of a node.
#[derive(Copy, Clone, Debug)]
pub struct Listener<'a> {
    /// Where it is bound.
    pub bound: Address<'a>,
    /// Its protocol, by `listener.security.protocol.map`, else by its name, as in Kafka's `SocketServerConfigs`.
    pub protocol: &'a str,
    /// Who connects.
    pub users: For,
}

impl Listener<'_> {
    /// Whether it encrypts.
    pub fn is_encrypted(&self) -> bool {
        self.protocol.to_ascii_uppercase().ends_with("SSL")
    }

    /// Whether it asks for a login.
    pub fn asks_for_login(&self) -> bool {
        self.protocol.to_ascii_uppercase().starts_with("SASL_")
    }
}

/// The keys that say what listeners a node has.
pub const KEYS: [&str; 5] = [
    "listeners",
    "listener.security.protocol.map",
    "controller.listener.names",
    "inter.broker.listener.name",
    "security.inter.broker.protocol",
];

/// The key that says by which addresses clients reach them.
pub const ADVERTISED: &str = "advertised.listeners";

/// The listeners of a node that reads its settings by `text`.
///
/// # Errors
/// Why they are not known.
pub fn listeners<'a>(text: impl Fn(&str) -> Datum<'a>) -> Result<Vec<Listener<'a>>, &'static str> {
    let mut texts = [""; KEYS.len()];
    for (slot, key) in texts.iter_mut().zip(KEYS) {
        *slot = known(&text(key))?;
    }
    let [bound, map, controllers, inter_broker, protocol] = texts;
    // Without a name, brokers use the listener that is called like their protocol.
    let inter_broker = match inter_broker {
        "" => protocol,
        name => name,
    };
    let controllers: Vec<&str> = items(controllers).collect();
    let all = addresses(bound);
    let others = all.iter().filter(|a| !a.is_named(&controllers));
    let alone = others.count() == 1;
    let listener = |bound: Address<'a>| Listener {
        bound,
        protocol: protocol_of(bound.name, map),
        users: match () {
            () if bound.is_named(&controllers) => For::Controllers,
            () if !alone && bound.is_named(&[inter_broker]) => For::Brokers,
            () => For::Clients,
        },
    };
    Ok(all.into_iter().map(listener).collect())
}

/// Where clients reach a node: each listener with the address that it is advertised by, else bound to.
///
/// # Errors
/// Why that is not known.
pub fn reached<'a>(
    text: impl Fn(&str) -> Datum<'a>,
) -> Result<Vec<(Listener<'a>, Address<'a>)>, &'static str> {
    let advertised = text(ADVERTISED);
    let (all, advertised) = (listeners(text)?, addresses(known(&advertised)?));
    let reached = all.into_iter().map(|listener| {
        let mut shown = advertised.iter();
        let shown = shown.find(|a| a.is_named(&[listener.bound.name]));
        (listener, shown.copied().unwrap_or(listener.bound))
    });
    Ok(reached.collect())
}

/// The known text of a setting, blanks at its end taken off; empty where it is unset.
///
/// # Errors
/// Why it is not known.
pub fn known<'a>(datum: &Datum<'a>) -> Result<&'a str, &'static str> {
    match datum {
        Datum::Known(Typed::Text(text)) => Ok(text.trim_end()),
        Datum::Unknown(why) => Err(why),
        _ => Ok(""),
    }
}

/// Whether a host is the machine itself.
pub fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|h| h.strip_suffix(']'))
        .unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost")
        || bare.eq_ignore_ascii_case("localhost.localdomain")
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

fn protocol_of<'a>(listener: &'a str, map: &'a str) -> &'a str {
    items(map)
        .filter_map(|item| item.rsplit_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(listener))
        .map_or(listener, |(_, protocol)| protocol.trim())
}

/// The items of a list, without blanks around them.
pub fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}
