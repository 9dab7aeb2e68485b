//! What differs between what runs and what will run.

use std::collections::BTreeSet;

use super::overlay::{is_kept_in_cluster, is_whole};
use crate::catalog::{self, Component, KeyId, Release};
use crate::diagnostic::gate::{Effect, SettingChange, Side};
use crate::model::{Entity, EntityKind, Fact, Layer, Setting, ValueSource};
use crate::resolve::{Effective, Reading};

/// Keys by which brokers talk to each other: while one half has the old value and one the new, they do not.
const BETWEEN_BROKERS: [&str; 4] = [
    "inter.broker.listener.name",
    "security.inter.broker.protocol",
    "sasl.mechanism.inter.broker.protocol",
    "control.plane.listener.name",
];

/// Numbers of a topic beside its settings.
const NUMBERS: [(Fact, Fact); 2] = [
    (Fact::Partitions, Fact::RunningPartitions),
    (Fact::ReplicationFactor, Fact::RunningReplicationFactor),
];

/// What changes when `after` takes the place of `running`, and how many settings could not be compared.
pub fn changes(after: &Entity, running: &Entity, release: Release) -> (Vec<SettingChange>, u32) {
    let mut found = Vec::new();
    let mut unknown = 0;
    if after.kind == EntityKind::Topic {
        for (wanted, there) in NUMBERS {
            if let (Some(to), Some(from)) = (after.facts.get(wanted), after.facts.get(there))
                && to != from
            {
                found.push(number(wanted.row().name, from, to));
            }
        }
    }
    let [after_all, running_all] = [after, running].map(|entity| Effective { entity, release });
    for key in keys(after, running) {
        let Some(definition) = running_all.definition(key) else {
            continue;
        };
        let to = after_all.read(key, definition.value_type);
        let from = running_all.read(key, definition.value_type);
        let Ok(is_other) = from.datum.differs(&to.datum) else {
            unknown += 1;
            continue;
        };
        let name = catalog::key_name(key);
        let masked = masked(after, key);
        if !is_other {
            if let Some(setting) = masked.filter(|own| !says_the_same(own, &to)) {
                found.push(SettingChange {
                    key: name.to_owned(),
                    from: Some(side(&from)),
                    to: Some(Side {
                        value: Some(setting.shown()),
                        source: setting.source,
                    }),
                    effect: Effect::None,
                    reach: None,
                    place: Some(setting.place()),
                });
            }
            continue;
        }
        found.push(SettingChange {
            key: name.to_owned(),
            from: Some(side(&from)),
            to: Some(side(&to)),
            effect: match after.kind {
                EntityKind::Broker if BETWEEN_BROKERS.contains(&name) => Effect::SeveralRestarts,
                EntityKind::Broker => Effect::Restart,
                _ => Effect::AtOnce,
            },
            reach: None,
            place: to
                .setting
                .filter(|s| s.source != ValueSource::Default && s.layer <= Layer::Operator)
                .map(Setting::place),
        });
    }
    (found, unknown)
}

fn number(name: &str, from: i64, to: i64) -> SettingChange {
    let side = |value: i64| {
        Some(Side {
            value: Some(value.to_string()),
            source: ValueSource::Explicit,
        })
    };
    SettingChange {
        key: name.to_owned(),
        from: side(from),
        to: side(to),
        effect: Effect::AtOnce,
        reach: None,
        place: None,
    }
}

/// The keys that may differ: those that the files state, and those that run and that the files take away.
fn keys(after: &Entity, running: &Entity) -> BTreeSet<KeyId> {
    let stated = |setting: &&Setting| setting.is_stated() && !is_kept_in_cluster(setting);
    let own = after.settings.iter().filter(stated);
    let own = own.filter_map(|setting| setting.key.id());
    let goes = running.settings.iter().filter(|setting| {
        is_whole(after)
            && setting.is_stated()
            && (after.kind == EntityKind::Topic || !is_kept_in_cluster(setting))
    });
    own.chain(goes.filter_map(|setting| setting.key.id()))
        .collect()
}

/// What the file says of a key where another value, kept in the cluster, decides.
fn masked(after: &Entity, key: KeyId) -> Option<&Setting> {
    let decides = after.get(key).filter(|s| is_kept_in_cluster(s))?;
    let mut own = after.settings.iter().rev();
    let own = own.find(|s| s.key.id() == Some(key) && !is_kept_in_cluster(s))?;
    (after.kind == EntityKind::Broker && !std::ptr::eq(own, decides)).then_some(own)
}

fn says_the_same(setting: &Setting, reading: &Reading<'_>) -> bool {
    setting.value.known().map(str::trim) == reading.text.map(str::trim)
}

fn side(reading: &Reading<'_>) -> Side {
    Side {
        value: reading.shown(),
        source: reading.source,
    }
}

/// Whom a change of a broker's key reaches: how many of the topics that run have the value from their brokers.
pub fn reach<'e>(
    key: &str,
    topics: impl Iterator<Item = &'e Entity>,
    release: Release,
) -> Option<String> {
    let key = catalog::key_id(key)?;
    let of_topics = catalog::definitions(Component::Topic, release)
        .map(|definition| definition.key)
        .find(|topic| {
            let mut stand_in = catalog::synonyms(Component::Topic, *topic, release);
            stand_in.any(|(broker, _)| broker == key)
        })?;
    let (mut all, mut inherit) = (0, 0);
    for topic in topics {
        all += 1;
        let own = topic.settings.iter().any(|s| s.key.id() == Some(of_topics));
        inherit += usize::from(!own);
    }
    Some(format!(
        "{inherit} of {all} topics have `{}` from their brokers",
        catalog::key_name(of_topics)
    ))
}
