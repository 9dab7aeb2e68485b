//! Kafka's definitions as data: every key of every component for every release, read in place.
//!
//! The tables in `catalog/` come from Kafka's own `ConfigDef`s, asked by `tools/kafka-facts`; the build
//! script turns them into sorted arrays. Nothing is parsed or allocated at start-up.
mod classes;
mod component;
mod definition;
mod prefix;
mod tables;
mod value_type;

pub use classes::{Class, class, class_life, classes, has_package};
pub use component::Component;
pub use definition::{Applies, Default, Definition, Importance, Release, UpdateMode};
pub use prefix::{FAMILIES, Family, Inner, families};
pub use tables::{
    add_key, definition, definitions, history, key_count, key_id, key_name, nearest, newest,
    newest_patch, newest_read, oldest_read, releases, releases_of, synonyms,
};
pub use value_type::ValueType;

/// Index of a key in the sorted list of all key names.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u16);
