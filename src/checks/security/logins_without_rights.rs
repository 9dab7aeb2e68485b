//! A broker whose clients log in, and then may do everything.

use crate::checks::unprotected::without_authorizer;
use crate::resolve::listeners::{For, Listener};
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener for clients asks for a login (SASL) and the node has no authorizer.
///
/// Listeners of controllers do not count, nor does the one between brokers where there are others.
pub fn check(cx: &Context<'_>) -> Outcome {
    let all = match without_authorizer(cx) {
        Ok(all) => all,
        Err(outcome) => return outcome,
    };
    let asks = |l: &&Listener<'_>| l.users == For::Clients && l.asks_for_login();
    match all.iter().find(asks) {
        Some(_) => Outcome::Fail(Failure::default()),
        None => Outcome::Pass,
    }
}
