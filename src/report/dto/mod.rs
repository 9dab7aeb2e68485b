//! The machine contracts, one module per version; never the internal types.
pub mod v1;
