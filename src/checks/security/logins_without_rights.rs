//! A broker whose clients log in, and then may do everything.

use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener for clients asks for a login (SASL) and the node has no authorizer.
///
/// Listeners of controllers do not count, nor does the one between brokers where there are others.
/// Which protocol a listener has is told by `listener.security.protocol.map`, else by its name, as in
/// Kafka's `SocketServerConfigs`.
pub fn check(cx: &Context<'_>) -> Outcome {
    let read = [
        "authorizer.class.name",
        "listeners",
        "listener.security.protocol.map",
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
    let [authorizer, bound, map, controllers, inter_broker, protocol] =
        read.map(|datum| text(&datum));
    if !authorizer.is_empty() {
        return Outcome::Pass;
    }
    // Without a name, brokers use the listener that is called like their protocol.
    let inter_broker = if inter_broker.is_empty() {
        protocol
    } else {
        inter_broker
    };
    let names: Vec<&str> = items(bound)
        .filter_map(|item| item.split_once("://").map(|(name, _)| name))
        .filter(|name| !items(controllers).any(|c| c.eq_ignore_ascii_case(name)))
        .collect();
    let asks = names
        .iter()
        .filter(|name| names.len() == 1 || !name.eq_ignore_ascii_case(inter_broker))
        .any(|name| {
            protocol_of(name, map)
                .to_ascii_uppercase()
                .starts_with("SASL_")
        });
    if asks {
        Outcome::Fail(Failure::default())
    } else {
        Outcome::Pass
    }
}

fn protocol_of<'a>(listener: &'a str, map: &'a str) -> &'a str {
    items(map)
        .filter_map(|item| item.rsplit_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(listener))
        .map_or(listener, |(_, protocol)| protocol.trim())
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn text<'a>(datum: &Datum<'a>) -> &'a str {
    match datum {
        Datum::Known(Typed::Text(text)) => text.trim(),
        _ => "",
    }
}
