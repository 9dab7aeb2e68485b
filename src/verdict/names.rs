//! Keys that Kafka of a version does not read.

use super::{Nearest, Ruling, subject};
use crate::catalog::{self, Component, KeyId};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Applicability, Change, Confidence, FixIntent, Severity};
use crate::model::{Entity, EntityKind, Setting, Written};
use crate::resolve::component;

/// The other entities of the same file; a key of theirs is no mistake.
#[derive(Copy, Clone, Debug)]
pub struct Siblings<'a>(pub &'a [Entity]);

/// A key of the catalogue that this kind does not have in this version.
pub(super) fn judge_undefined(
    entity: &Entity,
    setting: &Setting,
    key: KeyId,
    by: &JudgedBy,
    siblings: &Siblings<'_>,
) -> Option<Ruling> {
    let own = component(entity.kind);
    if siblings
        .0
        .iter()
        .any(|s| catalog::definition(component(s.kind), key, by.release).is_some())
    {
        return None;
    }
    let name = setting.written_name();
    let mut ruling = unread(entity, setting);
    let mut own_life = catalog::history(own, key).peekable();
    if own_life.peek().is_some() {
        let last = own_life
            .filter_map(|(_, last, _)| last)
            .filter(|last| *last < by.release)
            .last();
        match last {
            Some(last) => {
                if entity.kind != EntityKind::Topic {
                    ruling.code = "KFK007";
                }
                ruling.message = format!(
                    "`{name}` was removed after Kafka {}; {} {} it",
                    minor(last),
                    version(by),
                    reaction(entity.kind)
                );
                ruling.help = Some("take the key out".to_owned());
                ruling.intent = Some(FixIntent {
                    key: setting.key.name().to_owned(),
                    change: Change::Unset,
                    applicability: Applicability::Unsafe,
                });
            }
            None => {
                let first = catalog::history(own, key)
                    .map(|(first, _, _)| first)
                    .find(|first| *first > by.release)?;
                ruling.message = format!(
                    "`{name}` is there from Kafka {} on; {} {} it",
                    minor(first),
                    version(by),
                    reaction(entity.kind)
                );
                ruling.help = Some("take the key out, or upgrade first".to_owned());
            }
        }
        return Some(ruling);
    }
    let (whose, instead) = owner(key, by)?;
    ruling.message = format!(
        "`{name}` is a key of {whose}; a {} {} it",
        entity.kind,
        reaction(entity.kind)
    );
    ruling.help = Some(match broker_name(entity.kind, key, by) {
        Some(broker_key) => format!("on a broker the key is `{broker_key}`"),
        None => format!("move it to {instead}"),
    });
    Some(ruling)
}

/// A key that no component defines.
pub(super) fn judge_unknown(
    entity: &Entity,
    setting: &Setting,
    by: &JudgedBy,
    nearest: &Nearest,
) -> Option<Ruling> {
    let name = setting.key.name();
    if name.is_empty() || is_plugin_key(entity.kind, name) {
        return None;
    }
    let mut ruling = unread(entity, setting);
    let suggestion = nearest.find(component(entity.kind), by.release, name);
    ruling.message = format!(
        "{} a key `{}`; it {} the line",
        match entity.kind {
            EntityKind::Topic => "Kafka's topics do not have",
            _ => "Kafka does not have",
        },
        setting.written_name(),
        reaction(entity.kind)
    );
    match suggestion {
        Some(id) => {
            let right = catalog::key_name(id);
            ruling.help = Some(format!("did you mean `{right}`?"));
            // Two settings for one key would follow, and which one decides is not ours to choose.
            if entity.get(id).is_none() {
                ruling.intent = Some(FixIntent {
                    key: name.to_owned(),
                    change: Change::Rename(right.to_owned()),
                    applicability: Applicability::Unsafe,
                });
            }
        }
        None if entity.kind == EntityKind::Topic => {
            ruling.help = Some("take the line out".to_owned());
        }
        None => {
            ruling.confidence = if entity.kind == EntityKind::Broker && !loads_plugins(entity) {
                Confidence::Medium
            } else {
                // Serializers, interceptors and the application itself read keys of their own.
                Confidence::Context
            };
            ruling.help = Some("take the line out, unless a plug-in reads it".to_owned());
        }
    }
    Some(ruling)
}

/// A ruling on a key that is not read; topics refuse it, brokers and clients say nothing.
fn unread(entity: &Entity, setting: &Setting) -> Ruling {
    let refused = entity.kind == EntityKind::Topic;
    Ruling {
        code: if refused { "KFK005" } else { "KFK004" },
        severity: if refused {
            Severity::Error
        } else {
            Severity::Warning
        },
        confidence: Confidence::High,
        rejected: refused,
        refusal: refused.then_some("unknown-topic-key"),
        message: String::new(),
        help: None,
        subject: subject(setting),
        place: setting.name_place,
        related: None,
        intent: None,
    }
}

fn reaction(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Topic => "refuses",
        _ => "ignores",
    }
}

fn version(by: &JudgedBy) -> String {
    format!("Kafka {}", by.text)
}

/// Whose key it is, in words, and where it belongs.
fn owner(key: KeyId, by: &JudgedBy) -> Option<(&'static str, &'static str)> {
    let has = |component| catalog::definition(component, key, by.release).is_some();
    if has(Component::Topic) {
        Some(("topics", "the topic's configuration"))
    } else if has(Component::Broker) {
        Some(("brokers", "the brokers' server.properties"))
    } else if has(Component::Producer) {
        Some(("producers", "the producer's configuration"))
    } else if has(Component::Consumer) {
        Some(("consumers", "the consumer's configuration"))
    } else {
        None
    }
}

/// The broker's name for a topic key.
fn broker_name(kind: EntityKind, key: KeyId, by: &JudgedBy) -> Option<&'static str> {
    if kind != EntityKind::Broker {
        return None;
    }
    catalog::synonyms(key, by.release)
        .next()
        .map(|(broker_key, _)| catalog::key_name(broker_key))
}

/// Families of keys that Kafka passes on to plug-ins, or reads with a prefix.
const PLUGIN_PREFIXES: [&str; 16] = [
    "listener.name.",
    "confluent.",
    "cruise.control.",
    "config.providers.",
    "rsm.config.",
    "rlmm.config.",
    "remote.log.storage.manager.impl.prefix",
    "io.confluent.",
    "schema.registry.",
    "basic.auth.",
    "bearer.auth.",
    "rest.servlet.",
    "kafka.rest.",
    "strimzi.",
    "ldap.",
    "prometheus.",
];

/// Keys that Kafka's own metrics library reads and that its definitions do not list.
const PLUGIN_KEYS: [(EntityKind, &str); 4] = [
    (EntityKind::Broker, "kafka.metrics.reporters"),
    (EntityKind::Broker, "kafka.metrics.polling.interval.secs"),
    (EntityKind::Broker, "kafka.csv.metrics.dir"),
    (EntityKind::Broker, "kafka.csv.metrics.reporter.enabled"),
];

/// Whether a key that Kafka does not define is passed on to a plug-in or read with a prefix.
pub fn is_plugin_key(kind: EntityKind, name: &str) -> bool {
    kind != EntityKind::Topic
        && (PLUGIN_PREFIXES.iter().any(|p| name.starts_with(p))
            || PLUGIN_KEYS.contains(&(kind, name)))
}

/// Whether a broker is told to load code that is not Kafka's, which may read any key.
fn loads_plugins(entity: &Entity) -> bool {
    entity.settings.iter().any(|setting| {
        let name = setting.key.name();
        let loads = name.ends_with(".class")
            || name.ends_with(".class.name")
            || name.ends_with(".classes")
            || name.ends_with("reporters")
            || name.ends_with(".providers");
        loads
            && match &setting.value {
                Written::Unknown(_) => true,
                Written::Text(text) => text.split(',').map(str::trim).any(|class| {
                    !(class.is_empty()
                        || class.starts_with("kafka.")
                        || class.starts_with("org.apache.kafka."))
                }),
            }
    })
}
