//! A client that logs in by a mechanism that the broker's listener does not have.

use crate::catalog::{self, ValueType};
use crate::checks::listener_of::listener_of;
use crate::resolve::listeners::{items, known};
use crate::rule::{Context, Failure, Outcome};

/// Fails where the broker of one of the bootstrap servers is in sight, its listener asks for a login, and the
/// client's mechanism is not among those of the listener, or of the broker where the listener has none of its own.
pub fn check(cx: &Context<'_>) -> Outcome {
    match judge(cx) {
        Ok(outcome) => outcome,
        Err(why) => Outcome::NoData(why),
    }
}

fn judge(cx: &Context<'_>) -> Result<Outcome, &'static str> {
    let Some((listener, broker)) = listener_of(cx)? else {
        return Ok(Outcome::Skipped);
    };
    let protocol = known(&cx.text("security.protocol"))?;
    if !protocol.to_ascii_uppercase().starts_with("SASL_") || !listener.asks_for_login() {
        return Ok(Outcome::Skipped);
    }
    let own = known(&cx.text("sasl.mechanism"))?;
    let key = "sasl.enabled.mechanisms";
    let name = listener.bound.name.to_ascii_lowercase();
    let of_listener = format!("listener.name.{name}.{key}");
    let enabled = match broker.entity.get_named(&of_listener) {
        Some(setting) => setting
            .value
            .known()
            .ok_or("the listener's mechanisms are filled in from elsewhere")?,
        None => match catalog::key_id(key) {
            Some(id) => known(&cx.read_of(broker, id, ValueType::String).datum)?,
            None => "",
        },
    };
    if items(enabled).any(|mechanism| mechanism == own) {
        return Ok(Outcome::Pass);
    }
    Ok(Outcome::Fail(Failure {
        message: Some(format!(
            "`sasl.mechanism` is `{own}`, and listener `{}` of {} takes {}: every login is refused",
            listener.bound.name,
            broker.entity.title(),
            items(enabled).collect::<Vec<_>>().join(", ")
        )),
        ..Failure::default()
    }))
}
