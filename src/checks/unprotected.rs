//! The listeners of a node that lets everybody do everything.

use crate::resolve::listeners::{For, Listener, is_loopback, known, listeners};
use crate::rule::{Context, Outcome};

/// Whether a listener is for clients on other machines and asks them neither for a login nor for a certificate.
///
/// # Errors
/// Why it is not known.
pub(super) fn is_open(cx: &Context<'_>, listener: &Listener<'_>) -> Result<bool, &'static str> {
    let for_others = listener.users == For::Clients && !is_loopback(listener.bound.host);
    if !for_others || listener.asks_for_login() {
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

/// The listeners of a node that has no authorizer.
///
/// # Errors
/// The outcome where it has one, or where that or the listeners are not known.
pub(super) fn without_authorizer<'a>(cx: &Context<'a>) -> Result<Vec<Listener<'a>>, Outcome> {
    let authorizer = known(&cx.text("authorizer.class.name"));
    match (authorizer, listeners(|key| cx.text(key))) {
        (Ok(""), Ok(all)) => Ok(all),
        (Ok(_), Ok(_)) => Err(Outcome::Pass),
        (Err(why), _) | (_, Err(why)) => Err(Outcome::NoData(why)),
    }
}
