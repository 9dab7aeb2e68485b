//! What each dialect makes of its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    unreachable_pub
)]
#[path = "dialects/compose.rs"]
mod compose;
#[path = "dialects/confluent.rs"]
mod confluent;
#[path = "dialects/connector_json.rs"]
mod connector_json;
#[path = "dialects/describe.rs"]
mod describe;
#[path = "dialects/files.rs"]
mod files;
#[path = "dialects/folders.rs"]
mod folders;
#[path = "dialects/helm.rs"]
mod helm;
#[path = "dialects/micronaut.rs"]
mod micronaut;
#[path = "dialects/quarkus.rs"]
mod quarkus;
#[path = "dialects/reading.rs"]
mod reading;
#[path = "dialects/snapshot.rs"]
mod snapshot;
#[path = "dialects/spring.rs"]
mod spring;
#[path = "dialects/strimzi.rs"]
mod strimzi;
mod support;
#[path = "dialects/terraform.rs"]
mod terraform;
#[path = "dialects/workload.rs"]
mod workload;
