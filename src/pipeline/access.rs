//! The gate's view of access rules: which of those that files declare are there, and which of those that are there go.

use std::collections::BTreeSet;

use crate::diagnostic::gate::{Action, Change};
use crate::dialect::acl_identity;
use crate::model::{Entity, EntityKind, Fact};

/// Dialects whose tools take away every rule of a principal that the file leaves out.
const WHOLE: [&str; 1] = ["strimzi"];

/// What tells one rule from another.
type Identity = [String; 7];

/// What applying the files would do to the access rules of a cluster.
#[derive(Default)]
pub(super) struct Rules {
    /// Those that are there.
    there: BTreeSet<Identity>,
    /// Those that files declare.
    declared: BTreeSet<Identity>,
    /// Principals of which the files have all rules.
    whole: BTreeSet<String>,
    pub(super) changes: Vec<Change>,
    pub(super) unchanged: u32,
    /// Rules that files declare and of which a part is not known.
    pub(super) unknown: u32,
}

fn is_rule(entity: &Entity) -> bool {
    entity.kind == EntityKind::Acl
}

impl Rules {
    /// Those of a cluster that runs.
    pub(super) fn of(live: &[Entity]) -> Self {
        let there = live.iter().filter(|entity| is_rule(entity));
        Rules {
            there: there.filter_map(acl_identity).collect(),
            ..Rules::default()
        }
    }

    /// Notes what a file declares; what is no access rule is left alone.
    pub(super) fn declare(&mut self, entity: &Entity, cluster: &str) {
        if !is_rule(entity) {
            return;
        }
        let Some(identity) = acl_identity(entity) else {
            self.unknown += 1;
            return;
        };
        if WHOLE.contains(&entity.dialect) {
            self.whole.insert(identity[0].clone());
        }
        let is_there = self.there.contains(&identity);
        // The same twice is one rule.
        if self.declared.insert(identity) {
            match is_there {
                true => self.unchanged += 1,
                false => self.changes.push(Change {
                    place: Some(entity.header),
                    ..change(entity, cluster, Action::Added)
                }),
            }
        }
    }

    /// Marks the rules of the cluster that go.
    pub(super) fn remove_others(&mut self, live: &mut [Entity], is_complete: bool, cluster: &str) {
        // One that cannot be read may be the one that keeps another.
        if self.unknown > 0 {
            return;
        }
        for entity in live.iter_mut().filter(|entity| is_rule(entity)) {
            let Some(identity) = acl_identity(entity) else {
                continue;
            };
            let is_meant = is_complete || self.whole.contains(&identity[0]);
            if is_meant && !self.declared.contains(&identity) {
                entity.facts.set(Fact::Undeclared, 1);
                self.changes.push(change(entity, cluster, Action::Removed));
            }
        }
    }
}

fn change(entity: &Entity, cluster: &str, action: Action) -> Change {
    Change {
        entity: entity.reference(cluster),
        action,
        place: None,
        brokers: Vec::new(),
        settings: Vec::new(),
    }
}
