//! Two consumers with one instance id.

use crate::catalog::{self, ValueType};
use crate::checks::namesakes;
use crate::resolve::listeners::known;
use crate::rule::{Context, Outcome};

/// Fails where another consumer of the same group has the same `group.instance.id`.
pub fn check(cx: &Context<'_>) -> Outcome {
    let Some(group) = catalog::key_id("group.id") else {
        return Outcome::Skipped;
    };
    let datum = cx.read(group, ValueType::String).datum;
    let own = match known(&datum) {
        Ok("") => return Outcome::Skipped,
        Ok(own) => own,
        Err(why) => return Outcome::NoData(why),
    };
    namesakes::alone(
        cx,
        "group.instance.id",
        "the group takes one of them for the other come back and fences it off, so that one of the two reads nothing",
        |other| Ok(known(&cx.read_of(other, group, ValueType::String).datum)? == own),
    )
}
