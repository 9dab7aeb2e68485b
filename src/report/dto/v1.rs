//! Version 1 of the JSON contract, field by field in its order.
//!
//! `docs/kafka-lint-json-v1.schema.json` says the same with descriptions; tests hold the two
//! together. Fields may be added, never changed. The lists of a document are written while they
//! are made, so the document itself has no type here; see `json.rs`.
use std::borrow::Cow;

use serde::Serialize;

/// The version of this contract, first field of the document.
pub const VERSION: u32 = 1;

/// Who wrote the document.
#[derive(Debug, Serialize)]
pub struct Tool<'a> {
    /// Always `kafka-lint`.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
}

/// A cluster as the run understood it.
#[derive(Debug, Serialize)]
pub struct Cluster<'a> {
    /// Its name; `default` for what is unplaced.
    pub name: &'a str,
    /// The version of Kafka that it was judged by.
    pub kafka_version: &'a str,
    /// Where that comes from, for people.
    pub version_source: &'a str,
    /// The platform.
    pub platform: &'a str,
    /// The profile.
    pub profile: &'a str,
}

/// An input and what became of it.
#[derive(Debug, Serialize)]
pub struct Input<'a> {
    /// `file`, `stdin`, `cluster` or `snapshot`.
    pub kind: &'a str,
    /// Its path, `/` as separator.
    pub path: &'a str,
    /// The dialect that read it.
    pub dialect: Option<&'a str>,
    /// Entities found in it.
    pub entities: u32,
    /// `linted`, `not-kafka`, `unsupported`, `unreadable`, `unparsable` or `failed`.
    pub status: &'a str,
    /// The name of a format that is not read yet; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'a str>,
}

/// One configured thing.
#[derive(Debug, Serialize)]
pub struct Entity<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its name, if it has one.
    pub name: Option<&'a str>,
    /// The cluster that it was placed in.
    pub cluster: Option<&'a str>,
}

/// A place in a file. Lines and columns start at 1, the end is exclusive.
#[derive(Debug, Serialize)]
pub struct Location<'a> {
    /// The path, `/` as separator.
    pub path: &'a str,
    /// The line.
    pub line: u32,
    /// The column in Unicode scalar values.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column of the end.
    pub end_column: u32,
}

/// A place in a running cluster.
#[derive(Debug, Serialize)]
pub struct Live<'a> {
    /// The cluster's name.
    pub cluster: &'a str,
    /// For example `topic orders`.
    pub resource: &'a str,
    /// The broker that told.
    pub broker: Option<i32>,
    /// The layer that decided.
    pub source: &'a str,
}

/// A setting that a finding rests on.
#[derive(Debug, Serialize)]
pub struct Evidence<'a> {
    /// The entity that was read.
    pub entity: Entity<'a>,
    /// Kafka's key or the name of a fact.
    pub key: &'a str,
    /// Its value.
    pub value: Option<&'a str>,
    /// Where the value comes from.
    pub value_source: &'a str,
    /// Where it is written.
    pub location: Option<Location<'a>>,
}

/// Bytes to replace in a file.
#[derive(Debug, Serialize)]
pub struct Edit<'a> {
    /// The path, `/` as separator.
    pub path: &'a str,
    /// First byte in the file as read, a byte order mark included.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The new text; `[hidden]` where it holds a secret.
    pub text: Cow<'a, str>,
}

/// Edits that belong together.
#[derive(Debug, Serialize)]
pub struct Fix<'a> {
    /// One line for people.
    pub title: &'a str,
    /// `safe` or `unsafe`.
    pub applicability: &'a str,
    /// The edits.
    pub edits: Vec<Edit<'a>>,
}

/// Why a finding does not count.
#[derive(Debug, Serialize)]
pub struct Suppressed<'a> {
    /// `comment`, `config` or `baseline`.
    pub by: &'a str,
    /// The reason given.
    pub reason: Option<&'a str>,
    /// The date until which it holds, `YYYY-MM-DD`.
    pub until: Option<&'a str>,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Diagnostic<'a> {
    /// The rule's code.
    pub code: &'a str,
    /// The rule's name.
    pub slug: &'a str,
    /// The rule's category.
    pub category: &'a str,
    /// `error`, `warning` or `info`.
    pub severity: &'a str,
    /// `high`, `medium` or `context`.
    pub confidence: &'a str,
    /// Whether Kafka of that version refuses this.
    pub rejected_by_kafka: bool,
    /// The row of the verdict table.
    pub refusal: Option<&'a str>,
    /// What is wrong.
    pub message: &'a str,
    /// What to write instead.
    pub help: &'a str,
    /// A page about the rule; empty if there is none.
    pub url: Cow<'a, str>,
    /// The entity.
    pub entity: Option<Entity<'a>>,
    /// Kafka's key.
    pub key: Option<&'a str>,
    /// The name as written, where it is not the key.
    pub written_as: Option<&'a str>,
    /// The value; `[hidden]` for a secret.
    pub value: Option<&'a str>,
    /// Where the value comes from.
    pub value_source: Option<&'a str>,
    /// The version of Kafka that the finding holds for, the first one of a range.
    pub kafka_version: &'a str,
    /// The last version of a range.
    pub until: Option<&'a str>,
    /// Where it is in a file.
    pub location: Option<Location<'a>>,
    /// Where it is in a running cluster.
    pub live: Option<Live<'a>>,
    /// What it rests on.
    pub evidence: Vec<Evidence<'a>>,
    /// What mends it; absent unless asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixes: Option<Vec<Fix<'a>>>,
    /// Who minds it, as `[[owners]]` of kafka-lint.toml says; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<&'a str>,
    /// Identifies the finding from run to run; 32 hex digits.
    pub fingerprint: String,
    /// Why it does not count.
    pub suppressed: Option<Suppressed<'a>>,
}

/// A rule that could not decide.
#[derive(Debug, Serialize)]
pub struct Skipped<'a> {
    /// The rule's code.
    pub code: &'a str,
    /// What is missing.
    pub reason: &'a str,
    /// The entity.
    pub entity: Entity<'a>,
}

/// Counts of the run; suppressed findings are in none of the severities.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Files and other inputs judged.
    pub files: u32,
    /// Entities judged.
    pub entities: u32,
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Infos.
    pub infos: u32,
    /// Suppressed findings.
    pub suppressed: u32,
    /// Whether everything asked for could be judged.
    pub complete: bool,
}

/// What became of one rule over all entities; only where a checklist was asked for as well.
#[derive(Debug, Serialize)]
pub struct ChecklistItem<'a> {
    /// The rule's code.
    pub code: &'a str,
    /// The rule's name.
    pub slug: &'a str,
    /// The category.
    pub category: &'a str,
    /// `fail`, `no data`, `pass` or `not applicable`.
    pub state: &'a str,
    /// Findings, suppressed ones left out.
    pub failed: usize,
    /// Entities that pass.
    pub passed: usize,
    /// Entities for which it could not be decided.
    pub no_data: usize,
    /// What the rule has read where it passes.
    pub evidence: Vec<Evidence<'a>>,
}

/// What an upgrade means; only where the run is about a range of versions.
#[derive(Debug, Serialize)]
pub struct Upgrade<'a> {
    /// The version that it starts from.
    pub from: &'a str,
    /// The version that it ends at.
    pub to: &'a str,
    /// The files that it means anything for.
    pub files: Vec<UpgradeOfFile<'a>>,
}

/// What an upgrade means for one file.
#[derive(Debug, Serialize)]
pub struct UpgradeOfFile<'a> {
    /// Its path.
    pub path: &'a str,
    /// Keys that it sets and that are removed on the way.
    pub removed: u32,
    /// Keys that it leaves out and whose defaults change.
    pub changed_defaults: u32,
    /// Settings that are refused from some version on, and were not before.
    pub newly_refused: u32,
}

/// What a gate says; only where the run is one.
#[derive(Debug, Serialize)]
pub struct Gate<'a> {
    /// The cluster.
    pub cluster: &'a str,
    /// `pass`, `pass-with-warnings`, `blocked` or `undecided`.
    pub decision: &'a str,
    /// What applying the files would do.
    pub changes: Vec<Change<'a>>,
    /// Things that are declared as they run.
    pub unchanged: u32,
    /// Settings that could not be compared.
    pub not_compared: u32,
    /// Whether brokers may restart, where that was asked.
    pub restarts: Vec<Restart<'a>>,
    /// The way to another version, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<UpgradeWay<'a>>,
}

/// The way of a cluster to another version.
#[derive(Debug, Serialize)]
pub struct UpgradeWay<'a> {
    /// What runs.
    pub from: &'a str,
    /// What is to run.
    pub to: &'a str,
    /// What is to be done, one after the other.
    pub steps: &'a [String],
}

/// What becomes of one thing, or of several brokers alike.
#[derive(Debug, Serialize)]
pub struct Change<'a> {
    /// The thing.
    pub entity: Entity<'a>,
    /// `added`, `changed` or `removed`.
    pub action: &'a str,
    /// Where it is declared.
    pub location: Option<Location<'a>>,
    /// The ids of the brokers that run, for a broker.
    pub brokers: &'a [String],
    /// Its settings that change.
    pub settings: Vec<SettingChange<'a>>,
}

/// A setting, or a number such as that of partitions, that changes.
#[derive(Debug, Serialize)]
pub struct SettingChange<'a> {
    /// Kafka's key, or the name of a fact.
    pub key: &'a str,
    /// What runs.
    pub from: Option<Side<'a>>,
    /// What will run, or would if nothing masked it.
    pub to: Option<Side<'a>>,
    /// `at-once`, `restart`, `several-restarts` or `none`.
    pub effect: &'a str,
    /// Whom it reaches beside the thing itself, for people.
    pub reach: Option<&'a str>,
    /// Where the new value stands.
    pub location: Option<Location<'a>>,
}

/// A value before or after a change.
#[derive(Debug, Serialize)]
pub struct Side<'a> {
    /// The value; `[hidden]` for a secret, null where there is none.
    pub value: Option<&'a str>,
    /// The layer that decides, as `value_source` of a finding.
    pub value_source: &'a str,
}

/// Whether brokers may be down at the same time.
#[derive(Debug, Serialize)]
pub struct Restart<'a> {
    /// Their ids.
    pub brokers: &'a [i64],
    /// What stands against it: partitions and the quorum, each with the reason.
    pub blocked_by: &'a [String],
}
