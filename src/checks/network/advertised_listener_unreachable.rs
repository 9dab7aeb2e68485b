//! A listener that tells clients on other machines to connect to themselves.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// One `NAME://host:port` of a list, and the byte range of its host in the list.
struct Listener<'a> {
    name: &'a str,
    host: &'a str,
    host_range: (usize, usize),
}

/// Fails where all listeners for clients, or the one that brokers use among themselves, advertise a loopback
/// address, unless the node is alone on its machine. A listener for local tools beside others is on purpose.
pub fn check(cx: &Context<'_>) -> Outcome {
    let read = [
        "advertised.listeners",
        "listeners",
        "controller.listener.names",
        "inter.broker.listener.name",
        "security.inter.broker.protocol",
    ]
    .map(|key| cx.text(key));
    for datum in &read {
        if let Datum::Unknown(why) = datum {
            return Outcome::NoData(why);
        }
    }
    let [advertised, bound, controllers, inter_broker, protocol] = read.map(|datum| text(&datum));
    let bound = bound.unwrap_or_default();
    let (key, shown) = match advertised.filter(|t| !t.trim().is_empty()) {
        Some(shown) => ("advertised.listeners", shown),
        None => ("listeners", bound),
    };
    let internal: Vec<&str> = controllers
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    // Without a name, brokers use the listener that is called like their protocol.
    let inter_broker = inter_broker.or(protocol).unwrap_or_default();
    let others: Vec<Listener<'_>> = listeners(shown)
        .into_iter()
        .filter(|l| !is_named(l, &internal))
        .collect();
    let Some(first) = others.iter().find(|l| is_loopback(l.host)) else {
        return Outcome::Pass;
    };
    let between_brokers = others
        .iter()
        .find(|l| is_loopback(l.host) && is_named(l, &[inter_broker]));
    let all = others.iter().all(|l| is_loopback(l.host));
    let unreachable = match (all, between_brokers) {
        (true, _) => first,
        (false, Some(listener)) => listener,
        (false, None) => return Outcome::Pass,
    };
    match is_alone(cx, bound, &internal) {
        Ok(true) => Outcome::Pass,
        Ok(false) => Outcome::Fail(failure(key, unreachable, all)),
        Err(why) => Outcome::NoData(why),
    }
}

fn failure(key: &str, unreachable: &Listener<'_>, all: bool) -> Failure {
    let whom = if all { "clients" } else { "the other brokers" };
    Failure {
        key: catalog::key_id(key),
        part: Some(unreachable.host_range),
        message: Some(format!(
            "listener `{}` sends {whom} to `{}`, which on their machines is themselves; they get the address on the first contact and then cannot connect",
            unreachable.name, unreachable.host
        )),
        confidence: None,
    }
}

fn text<'a>(datum: &Datum<'a>) -> Option<&'a str> {
    match datum {
        Datum::Known(Typed::Text(text)) => Some(text),
        _ => None,
    }
}

/// Whether nothing that the node names lies on another machine: then nobody else is meant to connect.
fn is_alone(cx: &Context<'_>, bound: &str, internal: &[&str]) -> Result<bool, &'static str> {
    let bound = listeners(bound);
    let mut for_others = bound
        .iter()
        .filter(|l| !is_named(l, internal))
        .peekable();
    // Without `listeners` a broker binds every interface.
    if for_others.peek().is_none() || !for_others.all(|l| is_loopback(l.host)) {
        return Ok(false);
    }
    for key in [
        "controller.quorum.voters",
        "controller.quorum.bootstrap.servers",
        "zookeeper.connect",
    ] {
        let peers = match cx.text(key) {
            Datum::Known(Typed::Text(text)) => text,
            Datum::Unknown(why) => return Err(why),
            _ => continue,
        };
        let local = peers
            .split(',')
            .map(|item| item.split_once('@').map_or(item, |(_, address)| address))
            .map(|address| address.split('/').next().unwrap_or(address).trim())
            .filter(|address| !address.is_empty())
            .all(|address| is_loopback(host_of(address)));
        if !local {
            return Ok(false);
        }
    }
    Ok(true)
}

fn listeners(list: &str) -> Vec<Listener<'_>> {
    let mut at = 0;
    let mut found = Vec::new();
    for item in list.split(',') {
        let trimmed = item.trim();
        let start = at + (item.len() - item.trim_start().len());
        if let Some((name, address)) = trimmed.split_once("://") {
            let host = host_of(address);
            let host_start = start + name.len() + 3;
            found.push(Listener {
                name,
                host,
                host_range: (host_start, host_start + host.len()),
            });
        }
        at += item.len() + 1;
    }
    found
}

/// The host of `host:port`, brackets of an IPv6 address included.
fn host_of(address: &str) -> &str {
    address.rsplit_once(':').map_or(address, |(host, _)| host)
}

/// Kafka writes the names of listeners in capitals, so that two spellings are one name.
fn is_named(listener: &Listener<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(listener.name))
}

fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost")
        || bare.eq_ignore_ascii_case("localhost.localdomain")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}
