//! A topic that files declare in two places, and not alike.

use crate::catalog::{self, KeyId};
use crate::cluster::Member;
use crate::model::{Entity, Fact};
use crate::resolve::Effective;
use crate::rule::{Context, Failure, Outcome};

/// Numbers of a topic that a file may declare.
const NUMBERS: [Fact; 2] = [Fact::Partitions, Fact::ReplicationFactor];

/// Fails on a declaration where an earlier one of the same topic gives another value to something that one of them
/// states.
pub fn check(cx: &Context<'_>) -> Outcome {
    let own = cx.entity();
    let (Some(name), Some(members)) = (own.name.as_deref(), cx.members()) else {
        return Outcome::Skipped;
    };
    if !is_declared(own) {
        return Outcome::Skipped;
    }
    let before = members
        .topics(name)
        .take_while(|other| !std::ptr::eq(other.entity, own));
    let mut earlier = before.filter(|other| is_declared(other.entity)).peekable();
    if earlier.peek().is_none() {
        return Outcome::Pass;
    }
    let mut reason = None;
    for other in earlier {
        match differs(cx, other) {
            Ok(Some(failure)) => return Outcome::Fail(failure),
            Ok(None) => {}
            Err(why) => reason = Some(why),
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

/// Whether it stands in a file, and not in a cluster alone.
fn is_declared(topic: &Entity) -> bool {
    topic.dialect != "snapshot"
}

fn differs<'a>(cx: &Context<'a>, other: &Member<'a>) -> Result<Option<Failure>, &'static str> {
    let own = cx.entity();
    let mut reason = None;
    for fact in NUMBERS {
        if let (Some(here), Some(there)) = (own.facts.get(fact), other.entity.facts.get(fact))
            && here != there
        {
            cx.fact(fact);
            let (here, there) = (here.to_string(), there.to_string());
            return Ok(Some(failure(None, fact.row().name, &here, &there)));
        }
    }
    let stated = |entity: &'a Entity| {
        let settings = entity.settings.iter().filter(|s| s.is_stated());
        settings.filter_map(|s| s.key.id())
    };
    for key in stated(own).chain(stated(other.entity)) {
        let effective = Effective {
            entity: own,
            release: cx.release(),
        };
        let Some(definition) = effective.definition(key) else {
            continue;
        };
        let (here, there) = (
            effective.read(key, definition.value_type),
            other.read(key, definition.value_type),
        );
        match here.datum.differs(&there.datum) {
            Ok(false) => {}
            Ok(true) => {
                cx.read(key, definition.value_type);
                cx.read_of(other, key, definition.value_type);
                let name = catalog::key_name(key);
                let shown = |text: Option<String>| text.unwrap_or_else(|| "nothing".to_owned());
                let (here, there) = (shown(here.shown()), shown(there.shown()));
                return Ok(Some(failure(Some(key), name, &here, &there)));
            }
            Err(why) => reason = Some(why),
        }
    }
    reason.map_or(Ok(None), Err)
}

fn failure(key: Option<KeyId>, what: &str, here: &str, there: &str) -> Failure {
    Failure {
        key,
        message: Some(format!(
            "The topic is declared twice, with `{what}` as `{here}` here and as `{there}` before: which one it gets is up to what is applied last"
        )),
        ..Failure::default()
    }
}
