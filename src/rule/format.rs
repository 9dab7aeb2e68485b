//! The rule file: what its TOML may hold. The build script reads built-in rules by the same code, and a run those of
//! its user.
use std::collections::BTreeMap;

use serde::Deserialize;

/// A rule file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// Three capital letters of a category and three digits.
    pub code: String,
    /// Lower-case words with `-`; reads well after "allow".
    pub slug: String,
    /// One line.
    pub title: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// `high`, `medium` or `context`.
    pub confidence: String,
    /// Kinds of entity, or roles of a node (`controller`).
    pub applies_to: Vec<String>,
    /// `entity`, or `cluster` for a rule that joins several.
    #[serde(default = "entity_scope")]
    pub scope: String,
    /// Versions of Kafka, such as `>=3.0` or `>=3.0, <4.0`; all when absent.
    #[serde(default)]
    pub kafka: String,
    /// For a rule on topics: what they are for, as kafka-lint.toml says; all topics when empty.
    #[serde(default)]
    pub workloads: Vec<String>,
    /// The only platforms that it holds for; all when empty.
    #[serde(default)]
    pub platforms: Vec<String>,
    /// The key that findings point at.
    pub key: Option<String>,
    /// `off` for a rule that runs only where it is asked for by name.
    pub default: Option<String>,
    /// By profile: `off`, or another severity.
    #[serde(default)]
    pub profiles: BTreeMap<String, String>,
    /// Codes that this rule silences on the same entity and key.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// Whether a comment or kafka-lint.toml may suppress its findings; `false` where nobody may.
    #[serde(default = "is_suppressible")]
    pub suppressible: bool,
    /// The message; `{value}`, `{params.x}`, `{cfg['key']}` and `{fact}` are filled in.
    pub message: String,
    /// Thresholds that kafka-lint.toml may change.
    #[serde(default)]
    pub params: BTreeMap<String, Param>,
    /// What is checked.
    pub check: Check,
    /// The text for readers.
    pub docs: Docs,
    /// What mends it.
    pub fix: Option<Fix>,
    /// Examples that fail.
    #[serde(default)]
    pub bad: Vec<Example>,
    /// Examples that pass.
    #[serde(default)]
    pub good: Vec<Example>,
    /// Examples that `when` leaves out.
    #[serde(default)]
    pub skip: Vec<Example>,
}

fn entity_scope() -> String {
    "entity".to_owned()
}

fn is_suppressible() -> bool {
    true
}

/// A threshold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// The value unless kafka-lint.toml says otherwise; a whole number.
    pub default: toml::Value,
    /// What the number counts, for readers.
    #[serde(default)]
    pub unit: String,
    /// What it decides, for readers.
    pub about: String,
}

/// What is checked: expressions, native code, or something that another stage finds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Where this is false the rule is skipped.
    pub when: Option<String>,
    /// Where this is true there is a finding.
    pub fail: Option<String>,
    /// A native rule, `category::name`.
    pub native: Option<String>,
    /// For a native rule: the catalogue keys that it reads.
    #[serde(default)]
    pub reads: Vec<String>,
    /// For a native rule: the keys that it asks all brokers of the cluster for.
    #[serde(default)]
    pub joins: Vec<String>,
    /// The stage that finds it: `verdict` or `linter`.
    pub stage: Option<String>,
}

/// The text for readers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Docs {
    /// Why it matters.
    pub why: String,
    /// What to write instead.
    pub fix: String,
    /// When it is right to do otherwise.
    #[serde(default)]
    pub exceptions: String,
    /// Sources.
    #[serde(default)]
    pub references: Vec<String>,
}

/// What mends it: an intent, not an edit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// The key; the rule's key when absent.
    pub key: Option<String>,
    /// Give it this value.
    pub set: Option<String>,
    /// Take it out.
    #[serde(default)]
    pub unset: bool,
    /// Write this key instead.
    pub rename: Option<String>,
    /// `safe` or `unsafe`.
    pub applicability: String,
}

/// An example; every one is a test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// How to read the text: a name that `--as` takes. Empty where the files tell it themselves.
    #[serde(rename = "as", default)]
    pub as_kind: String,
    /// The file.
    #[serde(default)]
    pub text: String,
    /// More files, by path, where one is not enough.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// State that is no configuration.
    #[serde(default)]
    pub facts: BTreeMap<String, i64>,
    /// For a rule on changes: what runs in place of the entity, as the lines of a property file.
    pub runs: Option<String>,
    /// The version of Kafka; the newest when absent.
    pub kafka: Option<String>,
    /// The profile; production when absent.
    pub profile: Option<String>,
    /// The platform; apache when absent.
    pub platform: Option<String>,
    /// What the topic is for.
    pub workload: Option<String>,
    /// The text that the finding points at; empty for one about an unset key.
    #[serde(default)]
    pub at: String,
    /// Other codes that fire on this example.
    #[serde(default)]
    pub also: Vec<String>,
    /// The file after the rule's fix, unsafe ones included.
    pub fixed: Option<String>,
    /// Why this example is here, where it does not explain itself.
    #[serde(default)]
    pub because: String,
}

impl RuleFile {
    /// Reads a rule file.
    ///
    /// # Errors
    /// With the place in the file, when it is no TOML or has other fields than a rule has.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }
}
