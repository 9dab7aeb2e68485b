//! What topics have from the brokers that host them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::state::hosts;
use super::{NAME, all, head, list};
use crate::dialect::intake::Intake;
use crate::model::{Entity, EntityKind, Layer, Setting, ValueSource};
use crate::source::Place;
use crate::syntax::tree::Node;

/// Brokers that say the same are one group.
pub(super) struct TopicDefaults {
    /// The group of each broker.
    groups: BTreeMap<i64, usize>,
    by_group: Vec<Arc<Entity>>,
    /// What all groups agree on, for topics that several of them host.
    common: Option<Arc<Entity>>,
}

impl TopicDefaults {
    pub(super) fn new(document: &Node, intake: &Intake<'_>) -> Self {
        let mut groups = BTreeMap::new();
        let mut by_group: Vec<Arc<Entity>> = Vec::new();
        for told in list(document, "topic-defaults") {
            let Some(settings) = told.get("settings") else {
                continue;
            };
            let mut settings = all(settings, intake);
            settings.iter_mut().for_each(inherit);
            let ids = list(told, "brokers").filter_map(Node::number);
            groups.extend(ids.map(|id| (id, by_group.len())));
            let header = Place {
                source: intake.id(),
                span: head(told),
            };
            by_group.push(entity(header, settings));
        }
        let common = common(&by_group);
        TopicDefaults {
            groups,
            by_group,
            common,
        }
    }

    /// What a topic has from the brokers that host it.
    pub(super) fn of(&self, topic: &Node) -> Option<&Arc<Entity>> {
        let groups: BTreeSet<Option<&usize>> =
            hosts(topic).map(|id| self.groups.get(&id)).collect();
        // A broker that does not answer is taken to be like the others.
        let mut groups = groups.into_iter().flatten();
        match (groups.next(), groups.next()) {
            (Some(group), None) => self.by_group.get(*group),
            (Some(_), Some(_)) => self.common.as_ref(),
            (None, _) => None,
        }
    }
}

fn inherit(setting: &mut Setting) {
    setting.layer = Layer::Image;
    if setting.source != ValueSource::Default {
        setting.source = ValueSource::Inherited;
    }
}

fn entity(header: Place, settings: Vec<Setting>) -> Arc<Entity> {
    Arc::new(Entity::new(EntityKind::Topic, None, NAME, header, settings))
}

fn common(groups: &[Arc<Entity>]) -> Option<Arc<Entity>> {
    let (first, others) = groups.split_first()?;
    let agreed = first.settings.iter().filter(|setting| {
        let same = |other: &Arc<Entity>| {
            let other = other.get_named(setting.key.name());
            other.is_some_and(|other| other.value == setting.value)
        };
        others.iter().all(same)
    });
    Some(entity(first.header, agreed.cloned().collect()))
}
