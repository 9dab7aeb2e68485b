//! A broker that asks nobody who they are, and lets everybody do everything.

use crate::catalog;
use crate::checks::unprotected::{is_open, without_authorizer};
use crate::resolve::listeners::Listener;
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener for clients on other machines asks neither for a login nor for a certificate, and the
/// node has no authorizer.
pub fn check(cx: &Context<'_>) -> Outcome {
    let all = match without_authorizer(cx) {
        Ok(all) => all,
        Err(outcome) => return outcome,
    };
    for listener in &all {
        match is_open(cx, listener) {
            Ok(false) => {}
            Ok(true) => return Outcome::Fail(failure(listener)),
            Err(why) => return Outcome::NoData(why),
        }
    }
    Outcome::Pass
}

fn failure(listener: &Listener<'_>) -> Failure {
    Failure {
        key: catalog::key_id("listeners"),
        part: Some(listener.bound.range),
        message: Some(format!(
            "listener `{}` asks nobody who they are, and `authorizer.class.name` is not set: whoever reaches the port may read, write and delete every topic and change the cluster's configuration",
            listener.bound.name
        )),
        confidence: None,
    }
}
