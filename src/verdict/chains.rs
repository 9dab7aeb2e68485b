//! Keys of one chain of precedence that are set together: the weaker one has no effect.

use super::{Ruling, subject};
use crate::catalog::{self, Component};
use crate::cluster::JudgedBy;
use crate::diagnostic::{Applicability, Change, Confidence, FixIntent, Severity};
use crate::model::{Entity, Setting};

/// Chains, the strongest key first, each with the place in Kafka that reads it. Keys that a version lacks
/// are passed over.
const CHAINS: &[(Component, &[&str])] = &[
    // KafkaConfig.getLogRetentionTimeMillis
    (
        Component::Broker,
        &[
            "log.retention.ms",
            "log.retention.minutes",
            "log.retention.hours",
        ],
    ),
    // KafkaConfig.logRollTimeMillis, logRollTimeJitterMillis
    (Component::Broker, &["log.roll.ms", "log.roll.hours"]),
    (
        Component::Broker,
        &["log.roll.jitter.ms", "log.roll.jitter.hours"],
    ),
    // AbstractKafkaConfig.logDirs
    (Component::Broker, &["log.dirs", "log.dir"]),
    // KafkaConfig.advertisedListeners and listeners, until 2.8
    (
        Component::Broker,
        &["advertised.listeners", "advertised.host.name"],
    ),
    (
        Component::Broker,
        &["advertised.listeners", "advertised.port"],
    ),
    (Component::Broker, &["listeners", "host.name"]),
    (Component::Broker, &["listeners", "port"]),
    // StreamsConfigUtils.totalCacheSize
    (
        Component::Streams,
        &["statestore.cache.max.bytes", "cache.max.bytes.buffering"],
    ),
    // StreamsConfig.deserializationExceptionHandler, productionExceptionHandler
    (
        Component::Streams,
        &[
            "deserialization.exception.handler",
            "default.deserialization.exception.handler",
        ],
    ),
    (
        Component::Streams,
        &[
            "production.exception.handler",
            "default.production.exception.handler",
        ],
    ),
    // DefaultTopicFilter, DefaultGroupFilter, DefaultConfigPropertyFilter: ConfigUtils.translateDeprecatedConfigs
    (
        Component::MirrorSource,
        &["topics.exclude", "topics.blacklist"],
    ),
    (
        Component::MirrorCheckpoint,
        &["groups.exclude", "groups.blacklist"],
    ),
    (
        Component::MirrorSource,
        &["config.properties.exclude", "config.properties.blacklist"],
    ),
];

/// What has no effect because a stronger key is set as well.
pub(super) fn judge(entity: &Entity, by: &JudgedBy) -> Vec<Ruling> {
    let mut rulings = Vec::new();
    for (component, chain) in CHAINS {
        if !entity.components().contains(component) {
            continue;
        }
        let mut set = chain.iter().filter_map(|name| {
            let key = catalog::key_id(name)?;
            catalog::definition(*component, key, by.release)?;
            entity.get(key).filter(|setting| setting.is_stated())
        });
        let Some(winner) = set.next() else { continue };
        rulings.extend(set.map(|loser| ruling(loser, winner)));
    }
    rulings.extend(aliases(entity, by));
    rulings
}

/// librdkafka takes an alias for the key that it stands for; the last one written decides.
fn aliases(entity: &Entity, by: &JudgedBy) -> Vec<Ruling> {
    if !by.librdkafka {
        return Vec::new();
    }
    let mut rulings = Vec::new();
    for setting in &entity.settings {
        let target = setting
            .key
            .id()
            .and_then(|id| catalog::synonyms(Component::Librdkafka, id, by.release).next())
            .and_then(|(target, _)| entity.get(target));
        let Some(target) = target else { continue };
        let alias_is_last = setting.name_place.span.start > target.name_place.span.start;
        rulings.push(if alias_is_last {
            ruling(target, setting)
        } else {
            ruling(setting, target)
        });
    }
    rulings
}

fn ruling(loser: &Setting, winner: &Setting) -> Ruling {
    let (weak, strong) = (loser.written_name(), winner.written_name());
    Ruling {
        code: "KFK013",
        severity: Severity::Warning,
        confidence: Confidence::High,
        rejected: false,
        refusal: None,
        message: format!("`{weak}` has no effect: `{strong}` is set as well and goes before it"),
        help: Some(format!(
            "keep one of the two; `{strong}` is what counts now"
        )),
        subject: subject(loser),
        place: loser.name_place,
        related: Some((winner.name_place, "this one decides")),
        intent: Some(FixIntent {
            key: loser.key.name().to_owned(),
            change: Change::Unset,
            applicability: Applicability::Safe,
        }),
    }
}
