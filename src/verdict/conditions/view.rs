//! An entity as the conditions read it: values that are known, not set, or not to be known.

use std::cell::RefCell;

use super::due::Reads;
use crate::catalog::{self, Component, Default, Definition, KeyId, Release, ValueType};
use crate::model::{Entity, Setting};
use crate::resolve::value::{self, Typed};
use crate::resolve::{Datum, Effective, Reading};

/// A value cannot be known from here, so nothing is said.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown;

/// What a key holds; `None` where it is not set and has no default, or where the release lacks it.
pub(super) type Read<T> = Result<Option<T>, Unknown>;

/// An entity at one release. Every look at a setting goes through it and is recorded where somebody asks.
#[derive(Copy, Clone, Debug)]
pub(super) struct View<'a> {
    pub(super) entity: &'a Entity,
    pub(super) component: Component,
    pub(super) release: Release,
    pub(super) reads: Option<&'a RefCell<Reads>>,
}

impl<'a> View<'a> {
    fn reading(&self, id: KeyId, value_type: ValueType) -> Reading<'a> {
        if let Some(reads) = self.reads {
            reads.borrow_mut().keys.insert(id);
        }
        let effective = Effective {
            entity: self.entity,
            release: self.release,
        };
        effective.read(id, value_type)
    }

    /// Whether the release is of this minor or a newer one.
    pub(super) fn from(&self, major: u8, minor: u8) -> bool {
        (self.release.major, self.release.minor) >= (major, minor)
    }

    /// Whether the release has the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value_type(key).is_some()
    }

    /// What the release says of the key.
    pub(super) fn definition(&self, key: &str) -> Option<Definition> {
        catalog::definition(self.component, catalog::key_id(key)?, self.release)
    }

    /// The type that the release gives the key.
    pub(super) fn value_type(&self, key: &str) -> Option<ValueType> {
        self.definition(key).map(|d| d.value_type)
    }

    /// Whether the key has to be set.
    pub(super) fn requires(&self, key: &str) -> bool {
        self.definition(key)
            .is_some_and(|d| d.default == Default::Required)
    }

    fn typed(&self, key: &str) -> Read<Typed<'a>> {
        let Some((id, value_type)) = catalog::key_id(key).zip(self.value_type(key)) else {
            return Ok(None);
        };
        match self.reading(id, value_type).datum {
            Datum::Known(typed) => Ok(Some(typed)),
            Datum::Unset => Ok(None),
            Datum::Unknown(_) => Err(Unknown),
        }
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str) -> Read<i64> {
        match self.typed(key)? {
            Some(Typed::Integer(number)) => Ok(Some(number)),
            Some(_) => Err(Unknown),
            None => Ok(None),
        }
    }

    /// Whether a switch is on; one that the release lacks is off.
    pub(super) fn on(&self, key: &str) -> Result<bool, Unknown> {
        match self.typed(key)? {
            Some(Typed::Boolean(on)) => Ok(on),
            Some(_) => Err(Unknown),
            None => Ok(false),
        }
    }

    /// A text, without blanks around it.
    pub(super) fn text(&self, key: &str) -> Read<&'a str> {
        match self.typed(key)? {
            Some(Typed::Text(text)) => Ok(Some(text)),
            Some(_) => Err(Unknown),
            None => Ok(None),
        }
    }

    /// The text of a key that is a list in some releases and a text in others.
    pub(super) fn raw(&self, key: &str) -> Read<&'a str> {
        let Some((id, _)) = catalog::key_id(key).zip(self.value_type(key)) else {
            return Ok(None);
        };
        let reading = self.reading(id, ValueType::String);
        match reading.datum {
            Datum::Known(_) => Ok(reading.text.map(|t| t.trim_matches(|c: char| c <= ' '))),
            Datum::Unset => Ok(None),
            Datum::Unknown(_) => Err(Unknown),
        }
    }

    /// The items of a list, of either type. Newer releases take repeated items out of those whose validator
    /// is a `ValidList` (`ConfigDef.parseValue`).
    pub(super) fn list(&self, key: &str) -> Read<Vec<&'a str>> {
        let Some(mut items) = self.raw(key)?.map(value::list) else {
            return Ok(None);
        };
        if self
            .definition(key)
            .is_some_and(|d| d.validator.contains("strict-list"))
        {
            let mut seen = std::collections::HashSet::new();
            items.retain(|item| seen.insert(*item));
        }
        Ok(Some(items))
    }

    /// The line that sets a key, where there is one.
    pub(super) fn setting(&self, key: &str) -> Option<&'a Setting> {
        if let Some(reads) = self.reads {
            let mut reads = reads.borrow_mut();
            match catalog::key_id(key) {
                Some(id) => reads.keys.insert(id),
                None => reads.names.insert(key.to_owned()),
            };
        }
        self.entity.get_named(key)
    }

    /// All lines, in their order.
    pub(super) fn settings(&self) -> impl Iterator<Item = &'a Setting> + use<'a> {
        if let Some(reads) = self.reads {
            reads.borrow_mut().everything = true;
        }
        self.entity.settings.iter()
    }

    /// Whether the file sets a key, as `AbstractConfig.originals` sees it.
    pub(super) fn written(&self, key: &str) -> Result<bool, Unknown> {
        match self.setting(key) {
            Some(setting) => Ok(setting.is_stated()),
            None if self.entity.open.is_some() => Err(Unknown),
            None => Ok(false),
        }
    }

    /// The text of any name, whether a component defines it or not.
    pub(super) fn other(&self, name: &str) -> Read<&'a str> {
        match self.setting(name) {
            Some(setting) => setting
                .value
                .known()
                .map(|t| Some(t.trim_matches(|c: char| c <= ' ')))
                .ok_or(Unknown),
            None if self.entity.open.is_some() => Err(Unknown),
            None => Ok(None),
        }
    }
}
