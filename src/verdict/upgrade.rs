//! Defaults that a file leans on and that an upgrade changes.

use super::Ruling;
use crate::catalog::{self, Default, Release};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Confidence, Severity, Subject};
use crate::model::{Entity, ValueSource};
use crate::resolve::value;

/// What is not written and gets another value between a release and the one that the entity is judged by.
pub fn judge_upgrade(entity: &Entity, from: Release, by: &JudgedBy) -> Vec<Ruling> {
    let Some(component) = entity.components().first().filter(|_| !by.librdkafka) else {
        return Vec::new();
    };
    if entity.open.is_some() {
        return Vec::new();
    }
    // A running cluster also tells what is only a default.
    let is_default = |key| {
        let setting = entity.get(key);
        setting.is_none_or(|setting| setting.source == ValueSource::Default)
    };
    catalog::definitions(*component, by.release)
        .filter(|now| !now.internal && is_default(now.key))
        .filter_map(|now| {
            let before = catalog::definition(*component, now.key, from)?;
            let (Default::Text(old), Default::Text(new)) = (before.default, now.default) else {
                return None;
            };
            // A list is written in another way from release to release; the values count.
            let same = value::parse(now.value_type, old) == value::parse(now.value_type, new);
            (!same).then(|| ruling(entity, catalog::key_name(now.key), (old, new), (from, by)))
        })
        .collect()
}

fn ruling(
    entity: &Entity,
    key: &str,
    (old, new): (&'static str, &'static str),
    (from, by): (Release, &JudgedBy),
) -> Ruling {
    let shown = |text: &'static str| if text.is_empty() { "empty" } else { text };
    Ruling {
        code: "UPG001",
        severity: Severity::Info,
        confidence: Confidence::High,
        rejected: false,
        refusal: None,
        message: format!(
            "`{key}` is not set, and its default changes from `{}` in Kafka {} to `{}` in Kafka {}",
            shown(old),
            minor(from),
            shown(new),
            minor(by.release)
        ),
        help: Some(format!(
            "test with the new default, or write `{key}={old}` before the upgrade"
        )),
        subject: Subject {
            key: Some(key.to_owned()),
            value: Some(new.to_owned()),
            value_source: Some(ValueSource::Default),
            ..Subject::default()
        },
        place: entity.header,
        related: None,
        intent: None,
    }
}
