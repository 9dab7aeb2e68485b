//! `kafka-lint` reads Kafka configuration into one model and checks it.
pub mod catalog;
pub mod diagnostic;
pub mod model;
pub mod source;
