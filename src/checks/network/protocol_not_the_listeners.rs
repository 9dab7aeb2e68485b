//! A client that speaks another protocol than the listener it connects to.

use crate::checks::listener_of::listener_of;
use crate::resolve::listeners::known;
use crate::rule::{Context, Failure, Outcome};

/// Fails where the broker of one of the bootstrap servers is in sight and its listener has another protocol.
pub fn check(cx: &Context<'_>) -> Outcome {
    let own = match known(&cx.text("security.protocol")) {
        Ok(own) => own,
        Err(why) => return Outcome::NoData(why),
    };
    let (listener, broker) = match listener_of(cx) {
        Ok(Some(found)) => found,
        Ok(None) => return Outcome::Skipped,
        Err(why) => return Outcome::NoData(why),
    };
    if own.eq_ignore_ascii_case(listener.protocol) {
        return Outcome::Pass;
    }
    Outcome::Fail(Failure {
        message: Some(format!(
            "`security.protocol` is `{own}`, and listener `{}` of {} speaks {}: the client never gets an answer that it understands, and retries until it times out",
            listener.bound.name,
            broker.entity.title(),
            listener.protocol
        )),
        ..Failure::default()
    })
}
