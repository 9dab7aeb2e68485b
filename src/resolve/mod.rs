//! From layers to effective values: what Kafka of one version makes of an entity.
mod librdkafka;
pub mod listeners;
pub mod value;

use crate::catalog::{self, Component, Default, Definition, Inner, KeyId, Release, ValueType};
use crate::model::{Entity, EntityKind, Setting, ValueSource, Variant, Written};
use value::Typed;

/// What a name means to an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<'n> {
    /// A key of one of its components.
    Own(Component, Definition),
    /// A prefix, and behind it a key of another component.
    Inner {
        /// Whose key it is.
        component: Component,
        /// What it is.
        definition: Definition,
    },
    /// A prefix with a name behind it that none of these components has.
    InnerUnknown {
        /// The prefix, its dot included.
        prefix: &'n str,
        /// What follows it.
        rest: &'n str,
        /// Whose key was expected.
        expected: &'static [Component],
    },
    /// Passed on to a plug-in.
    Plugin,
    /// None of these.
    Undefined,
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

impl Datum<'_> {
    /// Whether two are the same where the order of items says nothing: of lists, and of `super.users`.
    pub fn is_like(&self, other: &Datum<'_>) -> bool {
        self == other || matches!((self.items(), other.items()), (Some(a), Some(b)) if a == b)
    }

    /// Whether two are not the same, in that sense.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn differs(&self, other: &Datum<'_>) -> Result<bool, &'static str> {
        match (self, other) {
            (Datum::Unknown(why), _) | (_, Datum::Unknown(why)) => Err(why),
            (one, other) => Ok(!one.is_like(other)),
        }
    }

    fn items(&self) -> Option<Vec<&str>> {
        let mut items = match self {
            Datum::Known(Typed::List(items)) => items.clone(),
            Datum::Known(Typed::Text(text)) => text.split(';').map(str::trim).collect(),
            _ => return None,
        };
        items.sort_unstable();
        Some(items)
    }
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

impl Reading<'_> {
    /// The value as anybody may see it.
    pub fn shown(&self) -> Option<String> {
        match self.setting {
            Some(setting) => Some(setting.shown()),
            None => self.text.map(str::to_owned),
        }
    }
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
    /// What a name means to this entity at this version.
    pub fn meaning<'n>(&self, name: &'n str) -> Meaning<'n> {
        if let Some((component, definition)) = catalog::key_id(name).and_then(|key| self.own(key)) {
            return Meaning::Own(component, definition);
        }
        let mut unknown = None;
        for (family, rest) in catalog::families(self.entity.components(), name) {
            let Inner::Keys(expected) = family.inner else {
                return Meaning::Plugin;
            };
            let inner = catalog::key_id(rest)
                .and_then(|key| self.first(expected, key))
                .filter(|(component, d)| {
                    // `topic.topic.x` is none: a prefix stands before a name, not before another prefix.
                    *component != Component::Librdkafka
                        || d.topic_level && !rest.starts_with(family.pattern)
                });
            if let Some((component, definition)) = inner {
                return Meaning::Inner {
                    component,
                    definition,
                };
            }
            let prefix = &name[..name.len() - rest.len()];
            unknown.get_or_insert(Meaning::InnerUnknown {
                prefix,
                rest,
                expected,
            });
        }
        unknown.unwrap_or(Meaning::Undefined)
    }

    /// The definition of a key for this kind and version, behind a prefix as well.
    pub fn definition(&self, key: KeyId) -> Option<Definition> {
        if let Some((_, definition)) = self.own(key) {
            return Some(definition);
        }
        match self.meaning(catalog::key_name(key)) {
            Meaning::Inner { definition, .. } => Some(definition),
            _ => None,
        }
    }

    fn library(&self) -> Library {
        match self.entity.variant {
            Some(Variant::Librdkafka) => Library::Librdkafka,
            _ => Library::Java,
        }
    }

    fn own(&self, key: KeyId) -> Option<(Component, Definition)> {
        self.first(self.entity.components(), key)
    }

    fn first(
        &self,
        components: &'static [Component],
        key: KeyId,
    ) -> Option<(Component, Definition)> {
        components.iter().find_map(|component| {
            catalog::definition(*component, key, self.release).map(|d| (*component, d))
        })
    }

    /// The value of a key, read as a type.
    pub fn read(&self, key: KeyId, value_type: ValueType) -> Reading<'a> {
        match self.entity.get(key) {
            Some(setting) => explicit(setting, key, value_type, self.library()),
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
            && catalog::synonyms(Component::Topic, key, self.release)
                .next()
                .is_some()
        {
            return none(
                Datum::Unknown("the topic inherits it from its brokers, which are not at hand"),
                ValueSource::Inherited,
            );
        }
        // What a prefixed key is without being written depends on the one without the prefix.
        match self.own(key).map(|(_, d)| d.default) {
            Some(Default::Text(text)) => Reading {
                datum: typed(key, value_type, text, self.library()),
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

fn explicit(setting: &Setting, key: KeyId, value_type: ValueType, library: Library) -> Reading<'_> {
    let (datum, text) = match &setting.value {
        Written::Text(text) => (typed(key, value_type, text, library), Some(text.as_ref())),
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

/// By whose code a value is read.
#[derive(Copy, Clone, Debug)]
enum Library {
    Java,
    Librdkafka,
}

/// A value that Kafka refuses is the verdict's to report; to everyone else it is unknown.
fn typed(key: KeyId, value_type: ValueType, text: &str, library: Library) -> Datum<'_> {
    let parsed = match library {
        Library::Java => value::parse(value_type, text),
        Library::Librdkafka => librdkafka::read(catalog::key_name(key), value_type, text),
    };
    match parsed {
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
