use std::sync::Arc;

use super::{Confidence, Fix, FixIntent, RuleId, Severity};
use crate::model::{EntityRef, ValueSource};
use crate::source::Place;

/// A setting that an outcome rests on.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The entity that was read.
    pub entity: Arc<EntityRef>,
    /// Kafka's key, or the name of a fact.
    pub key: String,
    /// The value; `None` where there is none. Secrets are already replaced.
    pub value: Option<String>,
    /// Where the value comes from.
    pub value_source: ValueSource,
    /// Where it is written.
    pub place: Option<Place>,
}

/// Where a finding about a running cluster lies.
#[derive(Clone, Debug)]
pub struct LivePlace {
    /// The cluster's name.
    pub cluster: String,
    /// For example `topic orders`.
    pub resource: String,
    /// The broker that told.
    pub broker: Option<i32>,
    /// The layer that decided.
    pub source: ValueSource,
}

/// Why a finding does not count.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// `comment`, `config` or `baseline`.
    pub by: &'static str,
    /// The reason that was given.
    pub reason: Option<String>,
    /// The date until which it holds, `YYYY-MM-DD`.
    pub until: Option<String>,
}

/// A key and its value as a finding speaks of it.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Kafka's key.
    pub key: Option<String>,
    /// The name as written, where it differs from Kafka's key.
    pub written_as: Option<String>,
    /// The value, secrets replaced.
    pub value: Option<String>,
    /// Where the value comes from.
    pub value_source: Option<ValueSource>,
    /// Whether the value is a secret, so that it enters no fingerprint.
    pub secret: bool,
}

/// One thing that is wrong, worth knowing, or could not be found out.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule.
    pub rule: RuleId,
    /// The severity after the profile.
    pub severity: Severity,
    /// How sure this finding is.
    pub confidence: Confidence,
    /// Whether Kafka of that version refuses to start, to create the client, or to accept the change.
    pub rejected_by_kafka: bool,
    /// The row of the verdict table.
    pub refusal: Option<&'static str>,
    /// What is wrong with the value at hand and what it leads to.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The entity.
    pub entity: Option<Arc<EntityRef>>,
    /// The key and value.
    pub subject: Subject,
    /// The version of Kafka that the finding holds for.
    pub kafka_version: Option<Arc<str>>,
    /// The last version of a range that it holds for.
    pub until: Option<String>,
    /// Where it is in a file.
    pub place: Option<Place>,
    /// Where it is in a running cluster.
    pub live: Option<LivePlace>,
    /// What the outcome rests on, the subject itself included.
    pub evidence: Vec<Evidence>,
    /// What would mend it.
    pub intent: Option<FixIntent>,
    /// What would mend it, as bytes; empty unless asked for.
    pub fixes: Vec<Fix>,
    /// Identifies the finding from run to run; no line number enters it.
    pub fingerprint: u128,
    /// Why it does not count.
    pub suppressed: Option<Suppression>,
    /// Who minds it, as kafka-lint.toml says.
    pub owner: Option<Arc<str>>,
}
