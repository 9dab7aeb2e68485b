//! A topic that a file declares and that runs with other values.

use crate::catalog::{self, KeyId};
use crate::cluster::Member;
use crate::model::{Entity, Fact};
use crate::resolve::Effective;
use crate::rule::{Context, Failure, Outcome};

/// Facts of a topic that a file may declare, each with its name for people.
const FACTS: [(Fact, &str); 2] = [
    (Fact::Partitions, "partitions"),
    (Fact::ReplicationFactor, "replicas of each partition"),
];

/// Fails where a running topic of the same name and cluster has another value than the file says, be it set on the
/// topic or what it has from its brokers.
pub fn check(cx: &Context<'_>) -> Outcome {
    let own = cx.entity();
    let (Some(name), Some(members)) = (own.name.as_deref(), cx.members()) else {
        return Outcome::Skipped;
    };
    if runs(own) {
        return Outcome::Skipped;
    }
    let Some(running) = members.topics(name).find(|other| runs(other.entity)) else {
        return Outcome::Skipped;
    };
    let mut reason = running
        .entity
        .open
        .is_some()
        .then_some("the settings of the topic could not be read");
    let mut found: Vec<(Option<KeyId>, String)> = Vec::new();
    for setting in own
        .settings
        .iter()
        .filter(|s| own.decides(s) && s.is_stated())
    {
        let Some(key) = setting.key.id() else {
            continue;
        };
        match differs(cx, running, key) {
            Ok(None) => {}
            Ok(Some(words)) => found.push((Some(key), words)),
            Err(why) => reason = Some(why),
        }
    }
    for (fact, words) in FACTS {
        if let (Some(here), Some(there)) = (own.facts.get(fact), running.entity.facts.get(fact))
            && here != there
        {
            cx.fact(fact);
            found.push((
                None,
                format!("{words}: {here} here and {there} in the cluster"),
            ));
        }
    }
    let Some((key, _)) = found.first() else {
        return reason.map_or(Outcome::Pass, Outcome::NoData);
    };
    let all: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
    Outcome::Fail(Failure {
        key: *key,
        message: Some(format!(
            "What runs is not what the file says: {}",
            all.join("; ")
        )),
        ..Failure::default()
    })
}

/// A cluster that runs tells of partitions without a leader, be it that there are none.
fn runs(topic: &Entity) -> bool {
    topic.facts.get(Fact::OfflinePartitions).is_some()
}

fn differs<'a>(
    cx: &Context<'a>,
    running: &Member<'a>,
    key: KeyId,
) -> Result<Option<String>, &'static str> {
    let effective = Effective {
        entity: running.entity,
        release: running.release,
    };
    // A key that the running release does not have is another rule's.
    let Some(definition) = effective.definition(key) else {
        return Ok(None);
    };
    let here = cx.read(key, definition.value_type);
    let there = running.read(key, definition.value_type);
    if !here.datum.differs(&there.datum)? {
        return Ok(None);
    }
    let there = cx.read_of(running, key, definition.value_type);
    let shown = |text: Option<String>| text.map_or("not set".to_owned(), |t| format!("`{t}`"));
    Ok(Some(format!(
        "`{}` is {} here and {} in the cluster",
        catalog::key_name(key),
        shown(here.shown()),
        shown(there.shown())
    )))
}
