//! One model for files and for a live cluster: entities, their settings in layers, and facts.
mod entity;
mod facts;
mod kind;
mod setting;
pub use entity::{Entity, EntityRef, Partition, Scope, StatedVersion};
pub use facts::{FACTS, Fact, FactRow, Facts};
pub use kind::{APPLIES_TO, EntityKind, Variant, components};
pub use setting::{Key, Layer, Setting, ValueSource, Written};
