use std::sync::Arc;

use super::{EntityKind, Facts, Key, Setting, Variant, Written};
use crate::catalog::{Component, KeyId};
use crate::source::Place;

/// How reports name an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityRef {
    /// Its kind.
    pub kind: EntityKind,
    /// Its name: a topic's name, a node's id, a client's id.
    pub name: Option<String>,
    /// The cluster that it was placed in.
    pub cluster: String,
}

/// What things have in common that are deployed together: one compose file, one resource of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Tells it from all others of a run.
    pub id: String,
    /// The name in reports.
    pub name: String,
    /// Why things with this scope belong together, as the end of a sentence: `services of compose.yaml are one cluster`.
    pub because: String,
}

/// A version that a file states: an image's tag, an operator's field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedVersion {
    /// As it is written.
    pub text: String,
    /// Whose numbers these are: the name of a platform.
    pub platform: &'static str,
    /// Where it was read, for people: `the image's tag in compose.yaml:12`.
    pub source: String,
}

/// A partition of a topic that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// The broker that leads it, if one does.
    pub leader: Option<i64>,
    /// The brokers that are to have it, the preferred leader first.
    pub replicas: Vec<i64>,
    /// Those that have all of it.
    pub in_sync: Vec<i64>,
}

/// One configured thing.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Its kind.
    pub kind: EntityKind,
    /// What it is in particular, where things of its kind differ.
    pub variant: Option<Variant>,
    /// Its name, if it has one.
    pub name: Option<Box<str>>,
    /// Where a finding about something that is not written points.
    pub header: Place,
    /// All that was written, in file order, earlier duplicates included.
    pub settings: Vec<Setting>,
    /// Why keys may come from elsewhere; there an unset key is unknown, not default.
    pub open: Option<Box<str>>,
    /// State that is no configuration.
    pub facts: Facts,
    /// The dialect that read it and that writes its fixes.
    pub dialect: &'static str,
    /// What it is deployed with, if its file says so.
    pub scope: Option<Arc<Scope>>,
    /// The version, if its file says so.
    pub version: Option<StatedVersion>,
    /// How many processes have this configuration, if its file says so.
    pub replicas: Option<u32>,
    /// What it has from elsewhere where it says nothing itself: a topic of a running cluster from its brokers.
    pub inherited: Option<Arc<Entity>>,
    /// What runs under its name in the cluster that it is meant for, where that is looked at.
    pub runs: Option<Arc<Entity>>,
    /// The partitions of a topic that runs.
    pub partitions: Vec<Partition>,
    /// The deciding settings of the catalogue's keys, by key.
    winners: Vec<(KeyId, u32)>,
    /// Those of all other keys, by name.
    others: Vec<u32>,
}

impl Entity {
    /// An entity with the settings of its file; works out which setting of a key decides.
    pub fn new(
        kind: EntityKind,
        variant: Option<Variant>,
        dialect: &'static str,
        header: Place,
        settings: Vec<Setting>,
    ) -> Self {
        let mut winners: Vec<(KeyId, u32)> = Vec::with_capacity(settings.len());
        let mut others: Vec<u32> = Vec::new();
        for (index, setting) in (0..).zip(&settings) {
            match setting.key {
                Key::Known(id) => winners.push((id, index)),
                Key::Other(_) => others.push(index),
            }
        }
        // By key, layer and place: the last one of a key decides, as it does for Kafka.
        let layer = |index: u32| settings[index as usize].layer;
        winners.sort_unstable_by_key(|(id, index)| (*id, layer(*index), *index));
        keep_last(&mut winners, |a, b| a.0 == b.0);
        let name = |index: u32| settings[index as usize].key.name();
        others.sort_unstable_by_key(|index| (name(*index), layer(*index), *index));
        keep_last(&mut others, |a, b| name(*a) == name(*b));
        Entity {
            kind,
            variant,
            name: None,
            header,
            settings,
            open: None,
            facts: Facts::default(),
            dialect,
            scope: None,
            version: None,
            replicas: None,
            inherited: None,
            runs: None,
            partitions: Vec::new(),
            winners,
            others,
        }
    }

    /// The components whose keys it reads.
    pub fn components(&self) -> &'static [Component] {
        super::components(self.kind, self.variant)
    }

    /// The setting that decides a catalogue key.
    pub fn get(&self, key: KeyId) -> Option<&Setting> {
        match self.winners.binary_search_by_key(&key, |(id, _)| *id) {
            Ok(at) => Some(&self.settings[self.winners[at].1 as usize]),
            Err(_) => self.inherited.as_ref()?.get(key),
        }
    }

    /// Whether a setting of this entity is the one that decides its key.
    pub fn decides(&self, setting: &Setting) -> bool {
        let winner = match &setting.key {
            Key::Known(id) => self.get(*id),
            Key::Other(name) => self.get_named(name),
        };
        winner.is_some_and(|winner| std::ptr::eq(winner, setting))
    }

    /// The setting that decides a key, by name.
    pub fn get_named(&self, name: &str) -> Option<&Setting> {
        if let Some(id) = crate::catalog::key_id(name) {
            return self.get(id);
        }
        let name_of = |index: &u32| self.settings[*index as usize].key.name();
        let at = self.others.binary_search_by_key(&name, name_of).ok()?;
        self.settings.get(self.others[at] as usize)
    }

    /// The known text of a key by name, without blanks around it.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get_named(name)
            .and_then(|s| s.value.known())
            .map(str::trim)
    }

    /// Whether a key is set, by name.
    pub fn sets(&self, name: &str) -> bool {
        self.get_named(name).is_some()
    }

    /// Whether a key is set to something that is not known.
    pub fn is_unknown(&self, name: &str) -> bool {
        self.get_named(name)
            .is_some_and(|s| matches!(s.value, Written::Unknown(_)))
    }

    /// The catalogue keys that are set here, ascending, then those that are inherited.
    pub fn keys(&self) -> impl Iterator<Item = KeyId> + '_ {
        let inherited = self.inherited.iter().flat_map(|base| &base.winners);
        self.winners.iter().chain(inherited).map(|(id, _)| *id)
    }

    /// Whether a place is at its header or at one of its settings.
    pub fn covers(&self, place: Place) -> bool {
        let within = |outer: Place| {
            outer.source == place.source
                && outer.span.start <= place.span.start
                && place.span.end <= outer.span.end
        };
        self.header == place
            || self
                .settings
                .iter()
                .any(|s| within(s.name_place) || within(s.value_place))
    }

    /// Kind, roles and name in words: `controller broker 4`, `topic orders`.
    pub fn title(&self) -> String {
        let variant = match self.variant {
            Some(Variant::Broker) | None => "",
            Some(variant) => variant.name(),
        };
        let name = self.name.as_deref().unwrap_or("");
        let parts = [variant, self.kind.name(), name];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// How reports name it.
    pub fn reference(&self, cluster: &str) -> Arc<EntityRef> {
        Arc::new(EntityRef {
            kind: self.kind,
            name: self.name.as_deref().map(str::to_owned),
            cluster: cluster.to_owned(),
        })
    }
}

/// Of neighbours that are the same, leaves the last one.
fn keep_last<T: Copy>(items: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    items.dedup_by(|later, kept| {
        let same = same(later, kept);
        if same {
            *kept = *later;
        }
        same
    });
}
