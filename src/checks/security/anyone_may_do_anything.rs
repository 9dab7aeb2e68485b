//! A broker that asks nobody who they are, and lets everybody do everything.

use crate::catalog;
use crate::checks::unprotected::without_authorizer;
use crate::resolve::listeners::{For, Listener, is_loopback, known};
use crate::rule::{Context, Failure, Outcome};

/// Fails where a listener for clients on other machines asks neither for a login nor for a certificate, and the
/// node has no authorizer.
pub fn check(cx: &Context<'_>) -> Outcome {
    let all = match without_authorizer(cx) {
        Ok(all) => all,
        Err(outcome) => return outcome,
    };
    let for_clients = |l: &&Listener<'_>| l.users == For::Clients && !is_loopback(l.bound.host);
    for listener in all.iter().filter(for_clients) {
        match is_open(cx, listener) {
            Ok(false) => {}
            Ok(true) => return Outcome::Fail(failure(listener)),
            Err(why) => return Outcome::NoData(why),
        }
    }
    Outcome::Pass
}

fn is_open(cx: &Context<'_>, listener: &Listener<'_>) -> Result<bool, &'static str> {
    if listener.asks_for_login() {
        return Ok(false);
    }
    if !listener.is_encrypted() {
        return Ok(true);
    }
    let own = format!(
        "listener.name.{}.ssl.client.auth",
        listener.bound.name.to_ascii_lowercase()
    );
    let asked = match known(&cx.text(&own))? {
        "" => known(&cx.text("ssl.client.auth"))?,
        own => own,
    };
    Ok(!asked.eq_ignore_ascii_case("required"))
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
