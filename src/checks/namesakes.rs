//! Names that one entity of a cluster has alone.

use crate::catalog::{self, ValueType};
use crate::cluster::Member;
use crate::model::EntityKind;
use crate::resolve::Datum;
use crate::rule::{Context, Failure, Outcome};

/// Fails where an earlier file has an entity of the kind and the cluster with the same value of the key, for which
/// `counts` holds. `harm` ends the message after the name of the other.
pub(super) fn alone<'a>(
    cx: &Context<'a>,
    key: &str,
    harm: &str,
    counts: impl Fn(&Member<'a>) -> Result<bool, &'static str>,
) -> Outcome {
    let Some(id) = catalog::key_id(key) else {
        return Outcome::Skipped;
    };
    let value = match cx.text(key) {
        Datum::Known(_) if cx.entity().get(id).is_some() => id,
        Datum::Unknown(why) => return Outcome::NoData(why),
        _ => return Outcome::Skipped,
    };
    let Some(members) = cx.members() else {
        return Outcome::NoData("nothing says which cluster the entity belongs to");
    };
    let own = cx.entity();
    // One file may describe one application in several ways: profiles, a producer and its defaults. Of two files the
    // later one has the finding, and the earlier one is its evidence.
    let earlier = members
        .namesakes(own, value)
        .filter(|other| other.entity.header.source < own.header.source);
    let mut found = None;
    let mut reason = None;
    for other in earlier {
        match counts(other) {
            Ok(true) => {
                found = Some(other);
                break;
            }
            Ok(false) => {}
            Err(why) => reason = Some(why),
        }
    }
    let Some(other) = found else {
        return reason.map_or(Outcome::Pass, Outcome::NoData);
    };
    cx.read_of(other, value, ValueType::String);
    let text = own.get(id).map(|s| s.shown()).unwrap_or_default();
    let other = match own.kind {
        EntityKind::Broker => format!("another {}", own.kind.name()),
        _ => format!("another {} of the cluster", own.kind.name()),
    };
    Outcome::Fail(Failure {
        message: Some(format!("`{key}` is `{text}`, as it is for {other}: {harm}")),
        ..Failure::default()
    })
}
