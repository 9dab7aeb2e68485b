//! Inputs, their bytes and spans, and the masking of secrets.
mod file;
mod sources;
mod span;
mod text_map;
pub use file::{HIDDEN, Place, Position, SourceFile, SourceId};
pub use sources::{Governed, Input, InputKind, MemorySources, ReadError, Sources};
pub use span::Span;
pub use text_map::{Segment, TextMap};
