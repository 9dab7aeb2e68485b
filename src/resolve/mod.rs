//! From layers to effective values: what Kafka of one version makes of an entity.
pub mod value;

use crate::catalog::{self, Component, Default, Definition, KeyId, Release, ValueType};
use crate::model::{Entity, EntityKind, Setting, ValueSource, Written};
use value::Typed;

/// The catalogue's component for a kind of entity.
pub const fn component(kind: EntityKind) -> Component {
    match kind {
        EntityKind::Broker => Component::Broker,
        EntityKind::Topic => Component::Topic,
        EntityKind::Producer => Component::Producer,
        EntityKind::Consumer => Component::Consumer,
    }
}

/// A value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum<'a> {
    /// It is known.
    Known(Typed<'a>),
    /// It is not set and has no default.
    Unset,
    /// It cannot be known from here; the text says why.
    Unknown(&'static str),
}

/// What an entity says of a key.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// The value.
    pub datum: Datum<'a>,
    /// The text of the value, where there is one.
    pub text: Option<&'a str>,
    /// Where it comes from.
    pub source: ValueSource,
    /// The setting that decides, where one is written.
    pub setting: Option<&'a Setting>,
}

/// An entity as Kafka of one version sees it.
#[derive(Copy, Clone, Debug)]
pub struct Effective<'a> {
    /// The entity.
    pub entity: &'a Entity,
    /// The version.
    pub release: Release,
}

impl<'a> Effective<'a> {
    /// The definition of a key for this kind and version.
    pub fn definition(&self, key: KeyId) -> Option<Definition> {
        catalog::definition(component(self.entity.kind), key, self.release)
    }

    /// The value of a key, read as a type.
    pub fn read(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        match self.entity.get(key) {
            Some(setting) => explicit(setting, key, value_type),
            None => self.unset(key, value_type),
        }
    }

    fn unset(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        let none = |datum, source| Reading {
            datum,
            text: None,
            source,
            setting: None,
        };
        if self.entity.open.is_some() {
            return none(
                Datum::Unknown("the key may be set elsewhere"),
                ValueSource::Unset,
            );
        }
        if self.entity.kind == EntityKind::Topic
            && catalog::synonyms(key, self.release).next().is_some()
        {
            return none(
                Datum::Unknown("the topic inherits it from its brokers, which are not at hand"),
                ValueSource::Inherited,
            );
        }
        match self.definition(key).map(|d| d.default) {
            Some(Default::Text(text)) => Reading {
                datum: typed(key, value_type, text),
                text: Some(text),
                source: ValueSource::Default,
                setting: None,
            },
            Some(Default::Required | Default::Null) | None => {
                none(Datum::Unset, ValueSource::Unset)
            }
        }
    }
}

fn explicit(setting: &Setting, key: KeyId, value_type: ValueType) -> Reading<'_> {
    let (datum, text) = match &setting.value {
        Written::Text(text) => (typed(key, value_type, text), Some(text.as_ref())),
        Written::Unknown(_) => (
            Datum::Unknown("the value is filled in by something that is not in the file"),
            None,
        ),
    };
    Reading {
        datum,
        text,
        source: setting.source,
        setting: Some(setting),
    }
}

/// A value that Kafka refuses is the verdict's to report; to everyone else it is unknown.
fn typed(key: KeyId, value_type: ValueType, text: &str) -> Datum<'_> {
    match value::parse(value_type, text) {
        Ok(Typed::Text(text)) => Datum::Known(Typed::Text(normalise(key, text))),
        Ok(typed) => Datum::Known(typed),
        Err(_) => Datum::Unknown("the value is not of the key's type"),
    }
}

/// One spelling for values that Kafka takes in two.
fn normalise(key: KeyId, text: &str) -> &str {
    match (catalog::key_name(key), text) {
        ("acks", "-1") => "all",
        _ => text,
    }
}
