//! `kafka-lint` reads Kafka configuration into one model and checks it.
pub mod source;
pub mod syntax;
