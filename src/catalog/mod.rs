//! Kafka's definitions as data: every key of every component for every release, read in place.
//!
//! The tables in `catalog/` come from Kafka's own `ConfigDef`s, asked by `tools/kafka-facts`; the build
//! script turns them into sorted arrays. Nothing is parsed or allocated at start-up.
mod definition;
mod tables;

pub use definition::{Component, Default, Definition, Importance, Release, UpdateMode, ValueType};
pub use tables::{
    definition, definitions, history, key_count, key_id, key_name, nearest, newest, newest_patch,
    releases, synonyms,
};

/// Index of a key in the sorted list of all key names.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u16);
