//! The listener of a cluster that a client connects to.

use crate::catalog::{self, ValueType};
use crate::cluster::Member;
use crate::resolve::listeners::{ADVERTISED, KEYS, Listener, items, known};
use crate::rule::Context;

/// The listener that one of the client's bootstrap servers names, and the broker that has it; `None` where no
/// broker in sight has the address.
///
/// # Errors
/// Why it is not known.
pub(super) fn listener_of<'a>(
    cx: &Context<'a>,
) -> Result<Option<(&'a Listener<'a>, &'a Member<'a>)>, &'static str> {
    let servers = known(&cx.text("bootstrap.servers"))?;
    let Some(members) = cx.members() else {
        return Ok(None);
    };
    let Some((listener, broker)) = members.listener_at(items(servers)) else {
        return members.unknown_listeners().map_or(Ok(None), Err);
    };
    for key in KEYS.iter().chain([&ADVERTISED]) {
        if let Some(id) = catalog::key_id(key) {
            cx.read_of(broker, id, ValueType::String);
        }
    }
    Ok(Some((listener, broker)))
}
