//! Syntaxes: from bytes to keys and values with their places, and back.
pub mod properties;
