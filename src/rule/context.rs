use std::cell::RefCell;
use std::sync::Arc;

use crate::catalog::{self, KeyId, Release, ValueType};
use crate::cluster::{Member, Members};
use crate::diagnostic::{Confidence, Evidence};
use crate::model::{Entity, EntityRef, Fact, Setting, ValueSource};
use crate::resolve::value::Typed;
use crate::resolve::{Datum, Effective, Reading};
use crate::source::Span;

use super::expr::Whose;
use super::{Rule, Wanted};

/// What a rule made of an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing is wrong.
    Pass,
    /// The rule does not apply.
    Skipped,
    /// Something that the rule needs is not known.
    NoData(&'static str),
    /// Something is wrong.
    Fail(Failure),
}

/// What a native rule found; a data rule finds the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure {
    /// The key it points at, where it is not the rule's.
    pub key: Option<KeyId>,
    /// A part of the value to point at: byte range in the value's text.
    pub part: Option<(usize, usize)>,
    /// The message, where the rule's own is not enough.
    pub message: Option<String>,
    /// A lower confidence than the rule's.
    pub confidence: Option<Confidence>,
}

/// One thing that a rule has read.
#[derive(Copy, Clone, Debug)]
enum Read<'a> {
    Key(KeyId, ValueType),
    /// One whose key is in no table.
    Setting(&'a Setting),
    Fact(Fact),
    /// A setting of what runs under the entity's name.
    Running(KeyId, ValueType),
    /// A setting of another entity of the cluster.
    Other(Member<'a>, KeyId, ValueType),
}

impl Read<'_> {
    fn is_of_same(&self, other: &Read<'_>) -> bool {
        match (self, other) {
            (Read::Key(a, _), Read::Key(b, _)) | (Read::Running(a, _), Read::Running(b, _)) => {
                a == b
            }
            (Read::Setting(a), Read::Setting(b)) => std::ptr::eq(*a, *b),
            (Read::Fact(a), Read::Fact(b)) => a == b,
            (Read::Other(a, key, _), Read::Other(b, other, _)) => {
                std::ptr::eq(a.entity, b.entity) && key == other
            }
            _ => false,
        }
    }
}

/// The recording accessor: the only way by which a rule sees an entity.
#[derive(Debug)]
pub struct Context<'a> {
    effective: Effective<'a>,
    rule: &'a Rule,
    params: &'a [i64],
    members: Option<&'a Members<'a>>,
    reads: RefCell<Vec<Read<'a>>>,
}

impl<'a> Context<'a> {
    /// A rule's view of an entity at a version, with its thresholds.
    pub fn new(rule: &'a Rule, entity: &'a Entity, release: Release, params: &'a [i64]) -> Self {
        Context {
            rule,
            effective: Effective { entity, release },
            params,
            members: None,
            reads: RefCell::new(Vec::new()),
        }
    }

    /// The view among the entities of its cluster; without them nothing is known of others.
    pub fn among(self, members: Option<&'a Members<'a>>) -> Self {
        Context { members, ..self }
    }

    /// The value of a setting, of the entity's own or of its brokers'. Recorded.
    pub fn get(&self, wanted: Wanted) -> Reading<'a> {
        match wanted.whose {
            Whose::Own => self.read(wanted.key, wanted.value_type),
            Whose::Brokers => self.read_of_brokers(wanted.key, wanted.value_type),
            Whose::Running => self.read_running(wanted.key, wanted.value_type),
        }
    }

    /// What all brokers of the cluster have in common. Recorded.
    pub fn read_of_brokers(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        let common = self.members.and_then(|members| members.common(key));
        let Some(common) = common else {
            return Reading {
                datum: Datum::Unknown("nothing says which cluster the entity belongs to"),
                text: None,
                source: ValueSource::Unset,
                setting: None,
            };
        };
        if let Some(broker) = common.of {
            self.record(Read::Other(broker, key, value_type));
        }
        common.reading.clone()
    }

    /// What the thing has that runs under the entity's name. Recorded.
    pub fn read_running(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        match self.running() {
            Some(running) => {
                self.record(Read::Running(key, value_type));
                running.read(key, value_type)
            }
            None => Reading {
                datum: Datum::Unknown("nothing tells what runs"),
                text: None,
                source: ValueSource::Unset,
                setting: None,
            },
        }
    }

    /// The text of a key of what runs. Recorded.
    pub fn running_text(&self, key: &str) -> Datum<'a> {
        match catalog::key_id(key) {
            Some(id) => self.read_running(id, ValueType::String).datum,
            None => Datum::Unset,
        }
    }

    fn running(&self) -> Option<Effective<'a>> {
        let Effective { entity, release } = self.effective;
        let entity = entity.runs.as_deref()?;
        Some(Effective { entity, release })
    }

    /// The brokers' keys that the rule compares.
    pub fn joins(&self) -> &'a [(KeyId, ValueType)] {
        self.rule.joins
    }

    /// The entities of its cluster, where it has one. Not recorded: what is read of them is.
    pub fn members(&self) -> Option<&'a Members<'a>> {
        self.members
    }

    /// The value of a key of another entity of the cluster. Recorded.
    pub fn read_of(&self, other: &Member<'a>, key: KeyId, value_type: ValueType) -> Reading<'a> {
        self.record(Read::Other(*other, key, value_type));
        other.read(key, value_type)
    }

    /// The value of a key, read as a type. Recorded.
    pub fn read(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        self.record(Read::Key(key, value_type));
        self.effective.read(key, value_type)
    }

    /// The text of a key by its name, such as `listener.name.clients.ssl.client.auth`, which no table has, too.
    /// Recorded.
    pub fn text(&self, key: &str) -> Datum<'a> {
        if let Some(id) = catalog::key_id(key) {
            return self.read(id, ValueType::String).datum;
        }
        let entity = self.effective.entity;
        let Some(setting) = entity.get_named(key) else {
            return match entity.open {
                Some(_) => Datum::Unknown("the key may be set elsewhere"),
                None => Datum::Unset,
            };
        };
        self.record(Read::Setting(setting));
        match setting.value.known() {
            Some(text) => Datum::Known(Typed::Text(text)),
            None => Datum::Unknown("the value is filled in from elsewhere"),
        }
    }

    /// Whether a key is written or set, rather than left to its default. Recorded.
    pub fn is_explicit(&self, key: KeyId) -> Option<bool> {
        self.record(Read::Key(key, ValueType::String));
        let entity = self.effective.entity;
        match entity.get(key) {
            Some(setting) => Some(setting.is_stated()),
            None if entity.open.is_some() => None,
            None => Some(false),
        }
    }

    /// A fact. Recorded.
    pub fn fact(&self, fact: Fact) -> Option<i64> {
        self.record(Read::Fact(fact));
        self.effective.entity.facts.get(fact)
    }

    /// A threshold, by its index in the rule.
    pub fn param(&self, index: usize) -> i64 {
        self.params.get(index).copied().unwrap_or_default()
    }

    /// The kind, roles and name are no settings and are not recorded.
    pub fn entity(&self) -> &'a Entity {
        self.effective.entity
    }

    /// The version.
    pub fn release(&self) -> Release {
        self.effective.release
    }

    fn record(&self, read: Read<'a>) {
        let mut reads = self.reads.borrow_mut();
        if !reads.iter().any(|known| known.is_of_same(&read)) {
            reads.push(read);
        }
    }

    /// All that was read, as evidence, in the order of reading.
    pub fn evidence(&self, entity: &Arc<EntityRef>) -> Vec<Evidence> {
        self.reads
            .borrow()
            .iter()
            // A fact that nobody states is no reason for anything.
            .filter(|read| match read {
                // That there is something to compare with goes without saying.
                Read::Fact(Fact::Runs) => false,
                Read::Fact(fact) => self.effective.entity.facts.get(*fact).is_some(),
                _ => true,
            })
            .map(|read| self.evidence_of(*read, entity))
            .collect()
    }

    fn evidence_of(&self, read: Read<'_>, entity: &Arc<EntityRef>) -> Evidence {
        let setting = |entity, key, reading: Reading<'_>| Evidence {
            entity,
            key: catalog::key_name(key).to_owned(),
            value: reading.shown(),
            value_source: reading.source,
            place: reading.setting.map(|s| s.place()),
        };
        match read {
            Read::Key(key, value_type) => setting(
                Arc::clone(entity),
                key,
                self.effective.read(key, value_type),
            ),
            Read::Setting(own) => Evidence {
                entity: Arc::clone(entity),
                key: own.key.name().to_owned(),
                value: Some(own.shown()),
                value_source: ValueSource::Explicit,
                place: Some(own.place()),
            },
            Read::Running(key, value_type) => setting(
                Arc::clone(entity),
                key,
                self.running()
                    .unwrap_or(self.effective)
                    .read(key, value_type),
            ),
            Read::Other(other, key, value_type) => {
                setting(other.reference(), key, other.read(key, value_type))
            }
            Read::Fact(fact) => {
                let value = self.effective.entity.facts.get(fact);
                Evidence {
                    entity: Arc::clone(entity),
                    key: fact.row().name.to_owned(),
                    value: value.map(|v| v.to_string()),
                    value_source: if value.is_some() {
                        ValueSource::Explicit
                    } else {
                        ValueSource::Unset
                    },
                    place: None,
                }
            }
        }
    }

    /// The span of a part of a key's value, where the value stands in the file as it is read.
    pub fn part_span(&self, key: KeyId, part: (usize, usize)) -> Option<Span> {
        let setting = self.effective.entity.get(key)?;
        let span = setting.value_place.span;
        let text = setting.value.known()?;
        let plain = text.trim_end().len() == (span.end - span.start) as usize;
        (plain && part.1 <= text.len())
            .then(|| Span::new(span.start + part.0 as u32, span.start + part.1 as u32))
    }
}
