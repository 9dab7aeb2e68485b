//! A rule file worked out: every name looked up, every expression compiled. The build script, which includes this
//! file by path, writes drafts as statics; a run makes rules of its user's own from them.

use std::collections::BTreeSet;
use std::ops::Range;

mod words;
mod worker;

use worker::Worker;

use super::expr::{self, Program, Whose};
use super::format::{self, RuleFile};
use crate::catalog::{Component, Inner, ValueType, families};
use crate::diagnostic::{Confidence, Severity};
use crate::model::{APPLIES_TO, EntityKind, Fact, Variant, components};
use crate::project::{Platform, Profile, Workload};

/// Kafka's keys, as far as rules have to know them.
pub trait Keys {
    /// The id of a key; for one that stands behind a prefix, whether or not a table has it.
    fn id(&self, key: &str, is_prefixed: bool) -> Option<u16>;
    /// The type that the newest release with that key gives it.
    fn value_type(&self, component: Component, key: &str) -> Option<ValueType>;
    /// Shows the keys of a component, for did-you-mean.
    fn visit(&self, component: Component, visit: &mut dyn FnMut(&str));
}

/// Whose rules are worked out.
#[derive(Copy, Clone)]
pub enum Author<'a> {
    /// The project's own, which may name native checks; the function knows them.
    Project(&'a dyn Fn(&str) -> bool),
    /// A user's.
    User,
}

/// What is wrong with a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftError {
    /// The field, such as `check.fail`.
    pub field: &'static str,
    /// The bytes of the field's text that are at fault; all of it where there are none.
    pub span: Option<Range<usize>>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl DraftError {
    fn new(field: &'static str, message: impl Into<String>) -> Self {
        DraftError {
            field,
            span: None,
            message: message.into(),
            help: None,
        }
    }

    fn help(self, help: impl Into<String>) -> Self {
        DraftError {
            help: Some(help.into()),
            ..self
        }
    }
}

impl std::fmt::Display for DraftError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// A setting that is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Read {
    /// Whose.
    pub whose: Whose,
    /// Its key.
    pub key: String,
    /// The key's id.
    pub id: u16,
    /// The type that it is read as.
    pub value_type: ValueType,
}

/// What a rule reads by a name that is no setting's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// The name of the entity: a topic's, a group's, a broker's id.
    Name,
    /// State that is no configuration.
    Fact(Fact),
}

impl Stated {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "name" => Some(Stated::Name),
            name => Fact::from_name(name).map(Stated::Fact),
        }
    }
}

/// A compiled expression with what its reads mean.
#[derive(Clone, Debug)]
pub struct Code {
    /// The program.
    pub program: Program<'static>,
    /// The settings that it reads, by the index that it has for them.
    pub keys: Vec<Read>,
    /// What else it reads, likewise.
    pub stated: Vec<Stated>,
    /// Indices into the rule's parameters, likewise.
    pub params: Vec<usize>,
}

/// What is checked. There is one to a rule, so the size of the largest costs nothing.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)]
pub enum DraftCheck {
    /// A finding where this is true.
    Fail(Code),
    /// Code of the project's.
    Native(String),
    /// Another stage finds it.
    Stage,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub enum DraftPiece {
    /// Text.
    Text(String),
    /// The value of the rule's key.
    Value,
    /// The value of another setting.
    Setting(Read),
    /// A threshold, by its index.
    Param(usize),
    /// A name or fact.
    Stated(Stated),
}

/// What a fix does.
#[derive(Clone, Debug)]
pub enum DraftChange {
    /// Give the key this value.
    Set(String),
    /// Take the key out.
    Unset,
    /// Write this key instead.
    Rename(String),
}

/// What mends it.
#[derive(Clone, Debug)]
pub struct DraftFix {
    /// The key.
    pub key: String,
    /// What to do.
    pub change: DraftChange,
    /// Whether behaviour cannot get worse.
    pub is_safe: bool,
}

/// A rule file, worked out. What is only text for readers stays in the file.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The severity.
    pub severity: Severity,
    /// The confidence.
    pub confidence: Confidence,
    /// Kinds of entity, and of each the variant that counts.
    pub applies: Vec<(EntityKind, Option<Variant>)>,
    /// The first release that it holds for.
    pub from: Option<[u8; 3]>,
    /// The first one that it no longer holds for.
    pub before: Option<[u8; 3]>,
    /// The only platforms that it holds for.
    pub platforms: Vec<Platform>,
    /// What topics are for that it looks at.
    pub workloads: Vec<Workload>,
    /// By profile: off, or another severity.
    pub profiles: Vec<(Profile, Option<Severity>)>,
    /// The key that findings point at.
    pub key: Option<Read>,
    /// The message.
    pub message: Vec<DraftPiece>,
    /// Thresholds, in the order of the file's map.
    pub params: Vec<i64>,
    /// Where this is false the rule is skipped.
    pub when: Option<Code>,
    /// What is checked.
    pub check: DraftCheck,
    /// What mends it.
    pub fix: Option<DraftFix>,
    /// Ids of the entity's own keys that it reads.
    pub keys: BTreeSet<u16>,
    /// The brokers' keys that it reads.
    pub joins: BTreeSet<Read>,
    /// Whether it reads more than the entity's own settings.
    pub reads_around: bool,
}

/// Works out a rule file.
///
/// # Errors
/// All that is wrong with it.
pub fn draft(
    file: &RuleFile,
    keys: &dyn Keys,
    author: Author<'_>,
) -> Result<Draft, Vec<DraftError>> {
    Worker::new(file, keys, author).work()
}

/// What `applies-to` says: kinds with the variant that is looked at.
pub fn applies(file: &RuleFile) -> Result<Vec<(EntityKind, Option<Variant>)>, DraftError> {
    let rows = file.applies_to.iter().map(|name| {
        let row = APPLIES_TO.iter().find(|(n, _, _)| n == name);
        row.map(|(_, kind, variant)| (*kind, *variant))
            .ok_or_else(|| {
                let names: Vec<&str> = APPLIES_TO.iter().map(|(n, _, _)| *n).collect();
                DraftError::new("applies-to", format!("`{name}` is no kind of entity"))
                    .help(format!("there are {}", names.join(", ")))
            })
    });
    rows.collect()
}

/// The components of some kinds.
pub fn components_of(rows: &[(EntityKind, Option<Variant>)]) -> Vec<Component> {
    rows.iter()
        .flat_map(|(kind, variant)| components(*kind, *variant))
        .copied()
        .collect()
}

/// What stands behind a prefix of a key, and the rest of its name.
pub fn prefixed<'k>(hosts: &'k [Component], key: &'k str) -> Option<(Inner, &'k str)> {
    families(hosts, key)
        .next()
        .map(|(family, rest)| (family.inner, rest))
}
