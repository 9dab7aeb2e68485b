//! A listener for clients on other machines without TLS.

use crate::resolve::listeners::{For, Listener, is_loopback, listeners};
use crate::rule::{Context, Failure, Outcome};

/// Fails at the first such listener.
pub fn check(cx: &Context<'_>) -> Outcome {
    let all = match listeners(|key| cx.text(key)) {
        Ok(all) => all,
        Err(why) => return Outcome::NoData(why),
    };
    let readable = |l: &&Listener<'_>| {
        l.users == For::Clients && !is_loopback(l.bound.host) && !l.is_encrypted()
    };
    match all.iter().find(readable) {
        Some(listener) => Outcome::Fail(Failure {
            part: Some(listener.bound.range),
            message: Some(format!(
                "listener `{}` speaks {} with clients: records, and what a client logs in with, cross the network readable",
                listener.bound.name, listener.protocol
            )),
            ..Failure::default()
        }),
        None => Outcome::Pass,
    }
}
