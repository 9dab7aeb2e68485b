//! A broker whose clients log in, and then may do everything.

use crate::checks::listeners::{For, Listener, known, listeners};
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener for clients asks for a login (SASL) and the node has no authorizer.
///
/// Listeners of controllers do not count, nor does the one between brokers where there are others.
pub fn check(cx: &Context<'_>) -> Outcome {
    let authorizer = known(&cx.text("authorizer.class.name"));
    let all = match (authorizer, listeners(|key| cx.text(key))) {
        (Ok(""), Ok(all)) => all,
        (Ok(_), Ok(_)) => return Outcome::Pass,
        (Err(why), _) | (_, Err(why)) => return Outcome::NoData(why),
    };
    let asks = |l: &&Listener<'_>| l.users == For::Clients && l.asks_for_login();
    match all.iter().find(asks) {
        Some(_) => Outcome::Fail(Failure::default()),
        None => Outcome::Pass,
    }
}
