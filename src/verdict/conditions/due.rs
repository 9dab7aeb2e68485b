//! Which conditions have to be asked of an entity at all.
//!
//! A condition sees nothing but what its view reads, so on an entity that sets nothing of what was read on an
//! empty one it goes the same way and says the same. That way is walked once for each kind, variant and
//! release; a condition that has something against an empty entity is always asked.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Condition;
use super::view::View;
use crate::catalog::{Component, KeyId, Release};
use crate::model::{Entity, EntityKind, Variant};
use crate::source::{Place, SourceId, Span};

/// What a view has read of an entity.
#[derive(Debug, Default)]
pub(super) struct Reads {
    pub(super) keys: BTreeSet<KeyId>,
    /// Names that are not in the catalogue.
    pub(super) names: BTreeSet<String>,
    /// Whether it has gone through all lines.
    pub(super) everything: bool,
}

/// What the answers of conditions may depend on besides settings.
type Case = (EntityKind, Option<Variant>, Release);

/// The conditions of each case.
#[derive(Debug, Default)]
pub struct Conditions(BTreeMap<Case, Due>);

#[derive(Debug, Default)]
struct Due {
    conditions: Vec<&'static Condition>,
    /// Positions in `conditions`.
    always: Vec<usize>,
    by_key: BTreeMap<KeyId, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Conditions {
    /// Walks the conditions of an entity's case, if that has not been done yet.
    pub fn prepare(&mut self, entity: &Entity, release: Release) {
        let Some(component) = super::judged_component(entity) else {
            return;
        };
        let case = (entity.kind, entity.variant, release);
        self.0
            .entry(case)
            .or_insert_with(|| Due::of(case, component));
    }

    /// The conditions to ask, in the order of the table.
    pub(super) fn due(&self, entity: &Entity, release: Release) -> Vec<&'static Condition> {
        let Some(due) = self.0.get(&(entity.kind, entity.variant, release)) else {
            return match super::judged_component(entity) {
                Some(component) => super::conditions()
                    .filter(|c| c.component == component && c.holds_at(release))
                    .collect(),
                None => Vec::new(),
            };
        };
        if entity.open.is_some() {
            return due.conditions.clone();
        }
        let mut asked = vec![false; due.conditions.len()];
        let mut ask = |positions: &[usize]| positions.iter().for_each(|at| asked[*at] = true);
        ask(&due.always);
        for key in entity.keys() {
            ask(due.by_key.get(&key).map_or(&[], Vec::as_slice));
        }
        if !due.by_name.is_empty() {
            for setting in &entity.settings {
                let readers = due.by_name.get(setting.key.name());
                ask(readers.map_or(&[], Vec::as_slice));
            }
        }
        let conditions = due.conditions.iter().zip(asked);
        conditions
            .filter_map(|(c, due)| due.then_some(*c))
            .collect()
    }
}

impl Due {
    fn of((kind, variant, release): Case, component: Component) -> Due {
        let place = Place {
            source: SourceId(0),
            span: Span::new(0, 0),
        };
        let nothing = Entity::new(kind, variant, "", place, Vec::new());
        let mut due = Due::default();
        for condition in super::conditions() {
            if condition.component != component || !condition.holds_at(release) {
                continue;
            }
            let reads = RefCell::new(Reads::default());
            let fault = condition.judge(&View {
                entity: &nothing,
                component,
                release,
                reads: Some(&reads),
            });
            let at = due.conditions.len();
            due.conditions.push(condition);
            let Reads {
                keys,
                names,
                everything,
            } = reads.into_inner();
            if fault.is_some() || everything {
                due.always.push(at);
                continue;
            }
            for key in keys {
                due.by_key.entry(key).or_default().push(at);
            }
            for name in names {
                due.by_name.entry(name).or_default().push(at);
            }
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog;
    use crate::cluster::JudgedBy;
    use crate::model::{Key, Layer, Setting, ValueSource, Written};
    use crate::project::VersionSpec;

    const VALUES: [&str; 14] = [
        "",
        "0",
        "1",
        "-1",
        "100000",
        "true",
        "false",
        "all",
        "none",
        "broker",
        "PLAINTEXT",
        "PLAINTEXT://:9092,CONTROLLER://:9093",
        "1@localhost:9093",
        "compact",
    ];

    const CASES: [(EntityKind, Option<Variant>); 9] = [
        (EntityKind::Broker, Some(Variant::Broker)),
        (EntityKind::Broker, Some(Variant::Controller)),
        (EntityKind::Broker, Some(Variant::Both)),
        (EntityKind::Topic, None),
        (EntityKind::Producer, None),
        (EntityKind::Consumer, None),
        (EntityKind::Streams, None),
        (EntityKind::ConnectDistributed, None),
        (EntityKind::Connector, Some(Variant::Sink)),
    ];

    fn entity(
        (kind, variant): (EntityKind, Option<Variant>),
        lines: &[(prop::sample::Index, usize)],
    ) -> Entity {
        let place = Place {
            source: SourceId(0),
            span: Span::new(0, 0),
        };
        let component = crate::model::components(kind, variant)[0];
        // The keys that conditions read come up often enough only if no others do.
        let read: Vec<KeyId> = {
            let due = Due::of((kind, variant, catalog::newest()), component);
            due.by_key.into_keys().collect()
        };
        let settings = lines.iter().map(|(key, value)| Setting {
            key: Key::Known(*key.get(&read)),
            written_as: None,
            value: Written::Text(VALUES[*value].into()),
            name_place: place,
            value_place: place,
            layer: Layer::File,
            source: ValueSource::Explicit,
            secret: false,
        });
        Entity::new(kind, variant, "", place, settings.collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn asking_only_those_that_are_due_changes_nothing(
            case in 0..CASES.len(),
            version in prop::sample::select(vec!["2.8", "3.9", "4.4"]),
            lines in prop::collection::vec((any::<prop::sample::Index>(), 0..VALUES.len()), 0..7),
        ) {
            let entity = entity(CASES[case], &lines);
            let spec = VersionSpec::parse(version).unwrap();
            let by = JudgedBy::given(&spec, Some(&entity));
            let mut prepared = Conditions::default();
            prepared.prepare(&entity, by.release);
            let ids = |conditions: &Conditions| -> Vec<_> {
                let rulings = super::super::judge(&entity, &by, conditions);
                rulings.into_iter().map(|r| (r.refusal, r.message)).collect()
            };
            prop_assert_eq!(ids(&prepared), ids(&Conditions::default()));
        }
    }
}
