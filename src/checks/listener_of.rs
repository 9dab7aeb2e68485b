//! The listener of a cluster that a client connects to.

use super::listeners::{Listener, addresses, items, known, listeners, split};
use crate::catalog::{self, ValueType};
use crate::cluster::Member;
use crate::resolve::Datum;
use crate::rule::Context;

/// The listener that one of the client's bootstrap servers names, and the broker that has it; `None` where no
/// broker in sight has the address.
///
/// # Errors
/// Why it is not known.
pub(super) fn listener_of<'a>(
    cx: &Context<'a>,
) -> Result<Option<(Listener<'a>, &'a Member<'a>)>, &'static str> {
    let servers = known(&cx.text("bootstrap.servers"))?;
    let brokers = cx.members().map(|members| members.brokers());
    let mut reason = None;
    for broker in brokers.unwrap_or_default() {
        let text = |key: &str| match catalog::key_id(key) {
            Some(id) => cx.read_of(broker, id, ValueType::String).datum,
            None => Datum::Unset,
        };
        let (all, advertised) = match (listeners(text), known(&text("advertised.listeners"))) {
            (Ok(all), Ok(advertised)) => (all, advertised),
            (Err(why), _) | (_, Err(why)) => {
                reason = Some(why);
                continue;
            }
        };
        let advertised = addresses(advertised);
        let found = all.into_iter().find(|listener| {
            let shown = advertised
                .iter()
                .find(|a| a.is_named(&[listener.bound.name]));
            let shown = shown.unwrap_or(&listener.bound);
            let is_it = |server: &str| {
                let (host, port) = split(server);
                host.eq_ignore_ascii_case(shown.host) && port == shown.port
            };
            !shown.host.is_empty() && items(servers).any(is_it)
        });
        if let Some(listener) = found {
            return Ok(Some((listener, broker)));
        }
    }
    reason.map_or(Ok(None), Err)
}
