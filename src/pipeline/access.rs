//! The gate's view of access rules: which of those that files declare are there, and which of those that are there go.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::gate::{Action, Change};
use crate::dialect::acl_identity;
use crate::model::{Entity, EntityKind, Fact};

/// Dialects whose tools take away every rule of a principal that the file leaves out, each with the way to tell.
const WHOLE: [&str; 1] = ["strimzi"];

/// What applying the files would do to the access rules of a cluster.
#[derive(Default)]
pub(super) struct Rules {
    pub(super) changes: Vec<Change>,
    pub(super) unchanged: u32,
    /// Rules of which a part is not known.
    pub(super) unknown: u32,
}

/// Holds the rules that files declare against those of the cluster, which is `live`. Those that go are marked.
pub(super) fn compare<'e>(
    declared: impl Iterator<Item = &'e Entity>,
    live: &mut [Entity],
    is_complete: bool,
    cluster: &str,
) -> Rules {
    let is_rule = |entity: &&Entity| entity.kind == EntityKind::Acl;
    let there: BTreeSet<[String; 7]> = live
        .iter()
        .filter(is_rule)
        .filter_map(acl_identity)
        .collect();
    let mut rules = Rules::default();
    let mut wanted: BTreeMap<[String; 7], bool> = BTreeMap::new();
    // Principals of which the files have all rules.
    let mut whole: BTreeSet<String> = BTreeSet::new();
    for rule in declared {
        let Some(identity) = acl_identity(rule) else {
            rules.unknown += 1;
            continue;
        };
        if WHOLE.contains(&rule.dialect) {
            whole.insert(identity[0].clone());
        }
        let is_there = there.contains(&identity);
        // The same twice is one rule.
        if wanted.insert(identity, is_there).is_some() {
            continue;
        }
        match is_there {
            true => rules.unchanged += 1,
            false => rules.changes.push(Change {
                entity: rule.reference(cluster),
                action: Action::Added,
                place: Some(rule.header),
                brokers: Vec::new(),
                settings: Vec::new(),
            }),
        }
    }
    // A rule that cannot be read may be the one that keeps another.
    if rules.unknown > 0 {
        return rules;
    }
    for rule in live
        .iter_mut()
        .filter(|entity| entity.kind == EntityKind::Acl)
    {
        let Some(identity) = acl_identity(rule) else {
            continue;
        };
        let is_meant = is_complete || whole.contains(&identity[0]);
        if is_meant && !wanted.contains_key(&identity) {
            rule.facts.set(Fact::Undeclared, 1);
            rules.changes.push(Change {
                entity: rule.reference(cluster),
                action: Action::Removed,
                place: None,
                brokers: Vec::new(),
                settings: Vec::new(),
            });
        }
    }
    rules
}
