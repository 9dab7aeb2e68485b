//! What each dialect makes of its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
#[path = "dialects/confluent.rs"]
mod confluent;
#[path = "dialects/helm.rs"]
mod helm;
#[path = "dialects/reading.rs"]
mod reading;
#[path = "dialects/strimzi.rs"]
mod strimzi;
mod support;
#[path = "dialects/workload.rs"]
mod workload;
