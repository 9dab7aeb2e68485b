//! `kafka-lint` reads Kafka configuration into one model and checks it.
