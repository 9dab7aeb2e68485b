//! The rule engine: rules as data, the expression language, the index, and the judging of one entity.
mod builtin;
mod context;
pub mod draft;
pub mod expr;
pub mod format;
mod index;
mod judge;
mod message;
mod own;
mod table;
pub mod timing;

use crate::catalog::{KeyId, Release, ValueType};
use crate::diagnostic::{Applicability, Descriptor, Severity};
use crate::model::{EntityKind, Variant};
use crate::project::{Platform, Profile, Workload};

pub use builtin::RULES;
pub use context::{Context, Failure, Outcome};
pub use draft::Stated;
pub use index::{Docket, Dockets};
pub use judge::{Finding, Judgement, judge, run};
pub use own::read as read_own;
pub use table::{
    add as add_own, called, descriptors, find, own_rules, rule, rules, wanted_of_brokers,
};

/// A rule, ready to run.
#[derive(Debug)]
pub struct Rule {
    /// What readers see.
    pub descriptor: Descriptor,
    /// What it looks at: kinds of entity, and of each the variant that counts.
    pub applies: &'static [(EntityKind, Option<Variant>)],
    /// The releases that it holds for.
    pub from: Option<Release>,
    /// The first release that it no longer holds for.
    pub before: Option<Release>,
    /// The only platforms that it holds for; all when empty.
    pub platforms: &'static [Platform],
    /// By profile: off, or another severity.
    pub profiles: &'static [(Profile, Option<Severity>)],
    /// Rules that it silences on the same entity and key.
    pub supersedes: &'static [&'static str],
    /// The key that findings point at.
    pub key: Option<(KeyId, ValueType)>,
    /// The message.
    pub message: &'static [Piece],
    /// Thresholds.
    pub params: &'static [ParamDef],
    /// Where this is false the rule is skipped.
    pub when: Option<Expression>,
    /// What is checked.
    pub check: Check,
    /// What mends it.
    pub fix: Option<FixTemplate>,
    /// Catalogue keys that it reads.
    pub keys: &'static [KeyId],
    /// The brokers' keys that it reads.
    pub joins: &'static [(KeyId, ValueType)],
    /// What the topics are for that it looks at; all topics when empty.
    pub workloads: &'static [Workload],
    /// Whether it reads more than the entity's own settings: facts, or other entities of the cluster.
    pub reads_around: bool,
}

/// Whether an entity of a variant is one that a rule asks for; `None` where that is not known and decides it.
fn takes(wanted: Option<Variant>, variant: Option<Variant>) -> Option<bool> {
    match (wanted, variant) {
        // A rule about Kafka's own clients says nothing of librdkafka's.
        (None, variant) => Some(variant != Some(Variant::Librdkafka)),
        (Some(Variant::Unknown), _) => Some(true),
        (Some(_), Some(Variant::Unknown)) => None,
        (Some(Variant::Broker), Some(variant)) => Some(variant.is_broker()),
        (Some(Variant::Controller), Some(variant)) => Some(variant.is_controller()),
        (Some(Variant::Broker | Variant::Controller), None) => Some(true),
        (wanted, variant) => Some(wanted == variant),
    }
}

/// A setting that a rule reads.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Whose.
    pub whose: expr::Whose,
    /// Its key.
    pub key: KeyId,
    /// The type that it is read as.
    pub value_type: ValueType,
}

/// A compiled expression, and what each of its reads means here.
#[derive(Debug)]
pub struct Expression {
    /// The program.
    pub program: expr::Program<'static>,
    /// The catalogue's keys for the program's, and the types that it reads them as.
    pub keys: &'static [Wanted],
    /// What the program's facts are.
    pub stated: &'static [Stated],
    /// Indices into the rule's parameters for the program's.
    pub params: &'static [usize],
}

/// What is checked. Rules are statics, so the size of the largest one costs nothing.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Check {
    /// A finding where this is true.
    Fail(Expression),
    /// Code.
    Native(fn(&Context<'_>) -> Outcome),
    /// Another stage finds it.
    Stage,
}

/// A threshold.
#[derive(Copy, Clone, Debug)]
pub struct ParamDef {
    /// Its name.
    pub name: &'static str,
    /// Its value unless the project says otherwise.
    pub default: i64,
    /// What the number counts.
    pub unit: &'static str,
    /// What it decides.
    pub about: &'static str,
}

/// A part of a message.
#[derive(Copy, Clone, Debug)]
pub enum Piece {
    /// Text.
    Text(&'static str),
    /// The value of the rule's key.
    Value,
    /// The value of another setting.
    Setting(Wanted),
    /// A threshold, by its index.
    Param(usize),
    /// A fact, or the name of the entity.
    Stated(Stated),
}

/// What mends a finding.
#[derive(Copy, Clone, Debug)]
pub struct FixTemplate {
    /// The key.
    pub key: &'static str,
    /// What to do.
    pub change: FixChange,
    /// How safe it is.
    pub applicability: Applicability,
}

/// What a fix does.
#[derive(Copy, Clone, Debug)]
pub enum FixChange {
    /// Give the key this value.
    Set(&'static str),
    /// Take the key out.
    Unset,
    /// Write this key instead.
    Rename(&'static str),
}

impl Rule {
    /// Whether it looks at such an entity at all.
    pub fn looks_at(&self, kind: EntityKind, variant: Option<Variant>, release: Release) -> bool {
        !matches!(self.check, Check::Stage)
            && self.takes(kind, variant) != Some(false)
            && self.from.is_none_or(|from| release >= from)
            && self.before.is_none_or(|before| release < before)
    }

    /// Whether it is about such an entity; `None` where the variant is not known and decides it.
    pub fn takes(&self, kind: EntityKind, variant: Option<Variant>) -> Option<bool> {
        let rows = self.applies.iter().filter(|(k, _)| *k == kind);
        let answers: Vec<Option<bool>> = rows.map(|(_, wanted)| takes(*wanted, variant)).collect();
        match answers.contains(&Some(true)) {
            true => Some(true),
            false if answers.contains(&None) => None,
            false => Some(false),
        }
    }

    /// The severity under a profile; `None` where the profile turns the rule off.
    pub fn severity(&self, profile: Profile) -> Option<Severity> {
        match self.profiles.iter().find(|(p, _)| *p == profile) {
            Some((_, severity)) => *severity,
            None => Some(self.descriptor.severity),
        }
    }
}
