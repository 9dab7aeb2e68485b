use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};

use super::{
    Applies, Component, Default, Definition, Importance, KeyId, Release, UpdateMode, ValueType,
};

/// One row of a table, as the build script writes it: places in [`TEXT`] and indices.
struct Row {
    first: u8,
    last: u8,
    value_type: u8,
    default_kind: u8,
    default: (u32, u16),
    validator: (u32, u16),
    importance: u8,
    mode: u8,
    flags: u8,
    synonyms: (u16, u8),
}

/// `last` of a row that the newest release still has.
const STILL: u8 = u8::MAX;

static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.txt"));
include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

fn text((at, length): (u32, u16)) -> &'static str {
    &TEXT[at as usize..at as usize + usize::from(length)]
}

/// The id of a key that some component of some release has.
pub fn key_id(name: &str) -> Option<KeyId> {
    let mut at = hash(name.as_bytes()) as usize % SLOTS.len();
    loop {
        let Some(id) = SLOTS[at].checked_sub(1) else {
            return added(name);
        };
        if text(KEYS[usize::from(id)]) == name {
            return Some(KeyId(id));
        }
        at = (at + 1) % SLOTS.len();
    }
}

/// Keys that stand behind a prefix, which users' rules read and no table has: their ids follow those of the tables.
static ADDED: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());
/// How many there are; nearly always none.
static ADDED_COUNT: AtomicUsize = AtomicUsize::new(0);

fn added(name: &str) -> Option<KeyId> {
    if ADDED_COUNT.load(Ordering::Acquire) == 0 {
        return None;
    }
    let added = ADDED.read().unwrap_or_else(PoisonError::into_inner);
    let at = added.iter().position(|known| *known == name)?;
    Some(KeyId((KEYS.len() + at) as u16))
}

/// Gives a key an id that no table has; before anything is read that may hold it. Nothing where there are too many.
pub fn add_key(name: &str) -> Option<KeyId> {
    if let Some(known) = key_id(name) {
        return Some(known);
    }
    let mut added = ADDED.write().unwrap_or_else(PoisonError::into_inner);
    let id = u16::try_from(KEYS.len() + added.len()).ok()?;
    added.push(name.to_owned().leak());
    ADDED_COUNT.store(added.len(), Ordering::Release);
    Some(KeyId(id))
}

/// FNV-1a; the build script has the same.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// The name of a key.
pub fn key_name(key: KeyId) -> &'static str {
    let at = usize::from(key.0);
    match KEYS.get(at) {
        Some(place) => text(*place),
        None => ADDED.read().unwrap_or_else(PoisonError::into_inner)[at - KEYS.len()],
    }
}

/// Number of keys.
pub fn key_count() -> usize {
    KEYS.len()
}

/// All releases of Kafka, oldest first.
pub fn releases() -> impl Iterator<Item = Release> {
    RELEASES.iter().copied()
}

/// All releases that a component's tables speak of, oldest first: Kafka's, or librdkafka's own.
pub fn releases_of(component: Component) -> &'static [Release] {
    match component {
        Component::Librdkafka => &LIBRDKAFKA_RELEASES,
        _ => &RELEASES,
    }
}

/// The newest release whose artifacts were read for a component; not every one publishes all of them.
pub fn newest_read(component: Component) -> Release {
    releases_of(component)[usize::from(READ[component as usize].1)]
}

/// The oldest release that has the component.
pub fn oldest_read(component: Component) -> Release {
    releases_of(component)[usize::from(READ[component as usize].0)]
}

/// The newest release.
pub fn newest() -> Release {
    RELEASES[RELEASES.len() - 1]
}

/// The newest patch of a minor.
pub fn newest_patch(major: u8, minor: u8) -> Option<Release> {
    RELEASES
        .iter()
        .rev()
        .copied()
        .find(|r| r.major == major && r.minor == minor)
}

/// The newest release that is not newer than the one asked for, or the oldest.
pub fn nearest(release: Release) -> Release {
    let after = RELEASES.partition_point(|r| *r <= release);
    RELEASES[after.saturating_sub(1)]
}

fn index(component: Component, release: Release) -> u8 {
    releases_of(component)
        .partition_point(|r| *r <= release)
        .saturating_sub(1) as u8
}

fn rows(component: Component, key: KeyId) -> &'static [Row] {
    if usize::from(key.0) >= KEYS.len() {
        return &[];
    }
    let (start, count) = SPANS[component as usize * KEYS.len() + usize::from(key.0)];
    &ROWS[usize::from(start)..usize::from(start) + usize::from(count)]
}

fn row(component: Component, key: KeyId, release: Release) -> Option<&'static Row> {
    let at = index(component, release);
    rows(component, key)
        .iter()
        .find(|r| r.first <= at && at <= r.last)
}

/// What a release says of a component's key; a release that is not in the tables is the nearest older one.
pub fn definition(component: Component, key: KeyId, release: Release) -> Option<Definition> {
    row(component, key, release).map(|row| read(key, row))
}

/// All keys of a component in a release, in the order of their names.
pub fn definitions(component: Component, release: Release) -> impl Iterator<Item = Definition> {
    (0..KEYS.len() as u16).filter_map(move |key| definition(component, KeyId(key), release))
}

/// What the releases say of a key, oldest first: the first and last release of each run that agrees; no last
/// one while it lasts.
pub fn history(
    component: Component,
    key: KeyId,
) -> impl Iterator<Item = (Release, Option<Release>, Definition)> {
    let releases = releases_of(component);
    rows(component, key).iter().map(move |row| {
        let last = (row.last != STILL).then(|| releases[usize::from(row.last)]);
        (releases[usize::from(row.first)], last, read(key, row))
    })
}

/// The keys that stand in for another one where it is not set, strongest first, each with the factor from
/// their unit to its unit: the broker keys of a topic key (source: Kafka's `ServerTopicConfigSynonyms`), and
/// what an alias of librdkafka's stands for.
pub fn synonyms(
    component: Component,
    key: KeyId,
    release: Release,
) -> impl Iterator<Item = (KeyId, i64)> {
    let (start, count) = row(component, key, release).map_or((0, 0), |row| row.synonyms);
    SYNONYMS[usize::from(start)..usize::from(start) + usize::from(count)]
        .iter()
        .map(|(key, factor)| (KeyId(*key), *factor))
}

fn read(key: KeyId, row: &Row) -> Definition {
    let flag = |bit: u8| row.flags & (1 << bit) != 0;
    Definition {
        key,
        value_type: ValueType::ALL[usize::from(row.value_type)],
        default: match row.default_kind {
            0 => Default::Required,
            1 => Default::Null,
            _ => Default::Text(text(row.default)),
        },
        validator: text(row.validator),
        importance: [Importance::High, Importance::Medium, Importance::Low]
            [usize::from(row.importance)],
        update_mode: match row.mode {
            1 => UpdateMode::ReadOnly,
            2 => UpdateMode::PerBroker,
            3 => UpdateMode::ClusterWide,
            _ => UpdateMode::NotApplicable,
        },
        applies: match row.mode {
            5 => Applies::Producer,
            6 => Applies::Consumer,
            _ => Applies::Both,
        },
        topic_level: flag(3),
        refused: flag(6),
        // What is settable and not printed is as good as undocumented.
        internal: flag(0) || flag(5),
        deprecated: flag(1),
        plugin: flag(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(version: &str) -> Release {
        let parts: Vec<u8> = version.split('.').map(|p| p.parse().unwrap()).collect();
        Release {
            major: parts[0],
            minor: parts[1],
            patch: parts[2],
        }
    }

    fn default(component: Component, key: &str, version: &str) -> Option<Default> {
        definition(component, key_id(key).unwrap(), at(version)).map(|d| d.default)
    }

    #[test]
    fn every_key_is_found_and_sorted() {
        let mut before = "";
        for id in 0..key_count() as u16 {
            let name = key_name(KeyId(id));
            assert!(before < name);
            assert_eq!(key_id(name), Some(KeyId(id)));
            before = name;
        }
        for name in ["", "no.such.key", "ACKS", "acks "] {
            assert_eq!(key_id(name), None);
        }
    }

    #[test]
    fn defaults_change_with_the_release_as_kafka_says() {
        use Component::{Broker, Consumer, Producer};
        assert_eq!(default(Producer, "acks", "2.8.2"), Some(Default::Text("1")));
        assert_eq!(
            default(Producer, "acks", "3.0.0"),
            Some(Default::Text("all"))
        );
        assert_eq!(
            default(Producer, "linger.ms", "3.9.2"),
            Some(Default::Text("0"))
        );
        assert_eq!(
            default(Producer, "linger.ms", "4.0.0"),
            Some(Default::Text("5"))
        );
        assert_eq!(
            default(Broker, "zookeeper.connect", "3.9.2"),
            Some(Default::Null)
        );
        assert_eq!(default(Broker, "zookeeper.connect", "4.0.0"), None);
        assert_eq!(
            default(Consumer, "key.deserializer", "4.0.0"),
            Some(Default::Required)
        );
    }

    #[test]
    fn rows_of_a_key_do_not_overlap() {
        for component in Component::ALL {
            for key in 0..key_count() as u16 {
                let mut before: Option<Release> = None;
                for (first, last, _) in history(component, KeyId(key)) {
                    assert!(before.is_none_or(|b| b < first), "{}", key_name(KeyId(key)));
                    before = Some(last.unwrap_or(newest()));
                    assert!(Some(first) <= before);
                }
            }
        }
    }

    #[test]
    fn topic_keys_name_their_broker_keys_with_units() {
        let key = key_id("retention.ms").unwrap();
        let names: Vec<(&str, i64)> = synonyms(Component::Topic, key, newest())
            .map(|(k, factor)| (key_name(k), factor))
            .collect();
        assert_eq!(
            names,
            [
                ("log.retention.ms", 1),
                ("log.retention.minutes", 60_000),
                ("log.retention.hours", 3_600_000)
            ]
        );
    }

    #[test]
    fn every_component_was_read() {
        for component in Component::ALL {
            let newest = newest_read(component);
            assert!(oldest_read(component) <= newest);
            assert!(
                definitions(component, newest).next().is_some(),
                "{}",
                component.name()
            );
        }
    }

    #[test]
    fn releases_outside_the_tables_take_the_nearest() {
        assert_eq!(nearest(at("1.0.0")), at("2.8.0"));
        assert_eq!(nearest(at("3.9.99")), newest_patch(3, 9).unwrap());
        assert_eq!(newest_patch(7, 0), None);
        assert!(releases().count() >= 44);
    }
}
