//! A listener that tells clients on other machines to connect to themselves.

use crate::catalog;
use crate::resolve::listeners::{Address, addresses, is_loopback, items, known, split};
use crate::rule::{Context, Failure, Outcome};

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
    let mut texts = [""; 5];
    for (slot, datum) in texts.iter_mut().zip(&read) {
        match known(datum) {
            Ok(text) => *slot = text,
            Err(why) => return Outcome::NoData(why),
        }
    }
    let [advertised, bound, controllers, inter_broker, protocol] = texts;
    let (key, shown) = match advertised {
        "" => ("listeners", bound),
        shown => ("advertised.listeners", shown),
    };
    let internal: Vec<&str> = items(controllers).collect();
    // Without a name, brokers use the listener that is called like their protocol.
    let inter_broker = match inter_broker {
        "" => protocol,
        name => name,
    };
    let others: Vec<Address<'_>> = addresses(shown)
        .into_iter()
        .filter(|l| !l.is_named(&internal))
        .collect();
    let Some(first) = others.iter().find(|l| is_loopback(l.host)) else {
        return Outcome::Pass;
    };
    let between_brokers = others
        .iter()
        .find(|l| is_loopback(l.host) && l.is_named(&[inter_broker]));
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

fn failure(key: &str, unreachable: &Address<'_>, all: bool) -> Failure {
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

/// Whether nothing that the node names lies on another machine: then nobody else is meant to connect.
fn is_alone(cx: &Context<'_>, bound: &str, internal: &[&str]) -> Result<bool, &'static str> {
    let bound = addresses(bound);
    let mut for_others = bound.iter().filter(|l| !l.is_named(internal)).peekable();
    // Without `listeners` a broker binds every interface.
    if for_others.peek().is_none() || !for_others.all(|l| is_loopback(l.host)) {
        return Ok(false);
    }
    for key in [
        "controller.quorum.voters",
        "controller.quorum.bootstrap.servers",
        "zookeeper.connect",
    ] {
        let local = items(known(&cx.text(key))?)
            .map(|item| item.split_once('@').map_or(item, |(_, address)| address))
            .map(|address| address.split('/').next().unwrap_or(address).trim())
            .filter(|address| !address.is_empty())
            .all(|address| is_loopback(split(address).0));
        if !local {
            return Ok(false);
        }
    }
    Ok(true)
}
