//! One configuration in every format that can say it: the findings are the same, save for differences that are
//! named one by one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    unreachable_pub
)]
#[path = "metamorphic/brokers.rs"]
mod brokers;
#[path = "metamorphic/clients.rs"]
mod clients;
#[path = "metamorphic/connectors.rs"]
mod connectors;
#[path = "metamorphic/topics.rs"]
mod topics;
#[path = "metamorphic/ways.rs"]
mod ways;
