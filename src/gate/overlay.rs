//! Which running thing a declared one is about, and what the two make together.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Entity, EntityKind, Fact, Layer, Setting};

/// Dialects whose tools take away what the file does not say; others change what it says, and leave the rest.
const WHOLE: [&str; 2] = ["terraform", "strimzi"];

/// What runs in a cluster.
#[derive(Debug, Default)]
pub struct Running {
    /// Topics by name.
    pub topics: BTreeMap<Box<str>, Arc<Entity>>,
    /// Brokers by id.
    pub brokers: BTreeMap<Box<str>, Arc<Entity>>,
    /// What every topic has from its brokers where it says nothing; nothing where they differ.
    defaults: Option<Arc<Entity>>,
}

/// What a declared thing is about.
#[derive(Clone, Debug)]
pub enum Target {
    /// Things that run; of brokers there may be several.
    Runs(Vec<Arc<Entity>>),
    /// Nothing runs under its name.
    New,
    /// It is not held against the cluster.
    Other,
}

impl Running {
    /// What runs, as the entities of a snapshot tell it.
    pub fn of<'e>(entities: impl Iterator<Item = &'e Entity>) -> Self {
        let mut running = Running::default();
        let mut defaults: Vec<Arc<Entity>> = Vec::new();
        for entity in entities {
            let Some(name) = entity.name.clone() else {
                continue;
            };
            match entity.kind {
                EntityKind::Topic => {
                    let given = entity.inherited.iter();
                    let new = given.filter(|g| !defaults.iter().any(|known| Arc::ptr_eq(known, g)));
                    defaults.extend(new.cloned().collect::<Vec<_>>());
                    running.topics.insert(name, Arc::new(entity.clone()));
                }
                EntityKind::Broker => {
                    running.brokers.insert(name, Arc::new(entity.clone()));
                }
                _ => {}
            }
        }
        running.defaults = match defaults.as_slice() {
            [only] => Some(Arc::clone(only)),
            _ => None,
        };
        running
    }

    /// What a declared thing is about.
    pub fn target(&self, declared: &Entity) -> Target {
        let found = |map: &BTreeMap<Box<str>, Arc<Entity>>, name: &str| match map.get(name) {
            Some(running) => Target::Runs(vec![Arc::clone(running)]),
            None => Target::New,
        };
        match (declared.kind, declared.name.as_deref()) {
            (EntityKind::Topic, Some(name)) => found(&self.topics, name),
            // No broker tells of controllers.
            (EntityKind::Broker, _) if declared.variant.is_some_and(|v| !v.is_broker()) => {
                Target::Other
            }
            (EntityKind::Broker, _) => match id(declared) {
                Some(id) => found(&self.brokers, id),
                // One description of all brokers.
                None => Target::Runs(self.brokers.values().cloned().collect()),
            },
            _ => Target::Other,
        }
    }

    /// Whether files are about another cluster: they name brokers, and none of these is here.
    pub fn is_another<'e>(&self, declared: impl Iterator<Item = &'e Entity>) -> bool {
        let brokers = declared.filter(|entity| entity.kind == EntityKind::Broker);
        let brokers = brokers.filter(|entity| entity.variant.is_none_or(|v| v.is_broker()));
        let ids: Vec<&str> = brokers.filter_map(id).collect();
        let known = |id: &&str| self.brokers.contains_key(*id);
        !ids.is_empty() && !self.brokers.is_empty() && !ids.iter().any(known)
    }

    /// What will run once a thing is applied in place of what runs now.
    pub fn applied(&self, declared: &Entity, running: Option<&Arc<Entity>>) -> Entity {
        let mut settings = declared.settings.clone();
        if declared.kind == EntityKind::Broker {
            // What is kept in the cluster outlives any file.
            let kept = running.iter().flat_map(|running| &running.settings);
            settings.extend(kept.filter(|s| is_kept_in_cluster(s)).cloned());
        }
        let mut after = Entity::new(
            declared.kind,
            declared.variant,
            declared.dialect,
            declared.header,
            settings,
        );
        after.name.clone_from(&declared.name);
        after.open.clone_from(&declared.open);
        after.facts = declared.facts;
        after.scope.clone_from(&declared.scope);
        after.version.clone_from(&declared.version);
        after.replicas = declared.replicas;
        after.inherited = match (declared.kind, running) {
            (EntityKind::Topic, None) => self.defaults.clone(),
            (EntityKind::Topic, Some(running)) if WHOLE.contains(&declared.dialect) => {
                running.inherited.clone()
            }
            (EntityKind::Topic, Some(running)) => Some(Arc::clone(running)),
            _ => declared.inherited.clone(),
        };
        after.runs = running.cloned();
        // Those that files declare and those that run are the same.
        if declared.kind == EntityKind::Topic && !self.brokers.is_empty() {
            after.facts.set(Fact::Brokers, self.brokers.len() as i64);
        }
        after.facts.set(Fact::Runs, i64::from(running.is_some()));
        if let Some(running) = running.filter(|_| declared.kind == EntityKind::Topic) {
            let partitions = &running.partitions;
            let least = partitions.iter().map(|p| p.in_sync.len() as i64).min();
            for (fact, value) in [
                (Fact::RunningPartitions, Some(partitions.len() as i64)),
                (
                    Fact::RunningReplicationFactor,
                    running.facts.get(Fact::ReplicationFactor),
                ),
                (Fact::LeastInSync, least),
            ] {
                if let Some(value) = value {
                    after.facts.set(fact, value);
                }
            }
        }
        after
    }
}

/// The id that a node's file gives it, if it is known.
fn id(node: &Entity) -> Option<&str> {
    let own = |key| node.text(key).filter(|id| !id.is_empty() && *id != "-1");
    own("node.id").or_else(|| own("broker.id"))
}

/// Whether a file cannot change a setting of a broker.
pub(super) fn is_kept_in_cluster(setting: &Setting) -> bool {
    setting.layer >= Layer::DynamicCluster
}

/// Whether the tool behind a declared thing takes away what the file does not say.
pub(super) fn is_whole(declared: &Entity) -> bool {
    match declared.kind {
        EntityKind::Topic => WHOLE.contains(&declared.dialect),
        // A node reads its file and nothing else.
        _ => declared.dialect == "properties" && declared.open.is_none(),
    }
}
