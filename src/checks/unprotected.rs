//! The listeners of a node that lets everybody do everything.

use crate::resolve::listeners::{Listener, known, listeners};
use crate::rule::{Context, Outcome};

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
