//! Syntaxes: from bytes to keys and values with their places, and back.
pub mod comment;
pub mod env;
pub mod hcl;
pub mod jaas;
pub mod json;
pub mod properties;
pub mod tree;
pub mod yaml;
