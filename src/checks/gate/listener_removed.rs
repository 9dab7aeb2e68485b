//! An address that clients know a broker by, and that it will not have any more.

use crate::catalog;
use crate::resolve::listeners::{ADVERTISED, Address, For, Listener, reached};
use crate::rule::{Context, Failure, Outcome};

/// Fails where clients reach the running broker at an address that it will not advertise, or where they will have to
/// speak another protocol.
pub fn check(cx: &Context<'_>) -> Outcome {
    if cx.entity().runs.is_none() {
        return Outcome::Skipped;
    }
    let (now, then) = match (
        reached(|key| cx.text(key)),
        reached(|key| cx.running_text(key)),
    ) {
        (Ok(now), Ok(then)) => (now, then),
        (Err(why), _) | (_, Err(why)) => return Outcome::NoData(why),
    };
    let for_clients = then
        .iter()
        .filter(|(listener, _)| listener.users == For::Clients);
    for (listener, address) in for_clients {
        let same = now.iter().find(|(_, other)| is_same(address, other));
        let words = match same {
            None => "is not there any more",
            Some((other, _)) if !speaks_the_same(listener, other) => "speaks another protocol",
            Some(_) => continue,
        };
        return Outcome::Fail(Failure {
            key: catalog::key_id(ADVERTISED),
            message: Some(format!(
                "`{}:{}`, by which clients reach the broker, {words}: those that have it in `bootstrap.servers` do not connect again, and the others are cut off until they have asked for the addresses anew",
                address.host, address.port
            )),
            ..Failure::default()
        });
    }
    Outcome::Pass
}

fn is_same(one: &Address<'_>, other: &Address<'_>) -> bool {
    one.host.eq_ignore_ascii_case(other.host) && one.port == other.port
}

fn speaks_the_same(one: &Listener<'_>, other: &Listener<'_>) -> bool {
    one.protocol.eq_ignore_ascii_case(other.protocol)
}
