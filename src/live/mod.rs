//! Reading a running cluster, and only reading: what is asked, how the answers become one document, and what it means
//! when there is none. The document is judged as any other file is; its dialect is `snapshot`.
//!
//! librdkafka offers no requests for quotas, the quorum, log directories, features and reassignments, so nothing is
//! known of these. A second library with logins and TLS of its own would have to be trusted with them.
pub mod snapshot;

#[cfg(feature = "live")]
mod answer;
#[cfg(feature = "live")]
mod assemble;
#[cfg(feature = "live")]
mod capture;
#[cfg(feature = "live")]
mod connection;
#[cfg(feature = "live")]
mod diagnose;
#[cfg(feature = "live")]
mod library;
#[cfg(feature = "live")]
mod librdkafka;
mod permissions;
#[cfg(feature = "live")]
mod request;
#[cfg(feature = "live")]
mod session;

#[cfg(feature = "live")]
pub use capture::{Limits, Progress, capture};
#[cfg(feature = "live")]
pub use connection::{Connection, Unusable};
#[cfg(feature = "live")]
pub use diagnose::Unreachable;
#[cfg(feature = "live")]
pub use library::{librdkafka_features, librdkafka_version};
pub use permissions::{PERMISSIONS, Permission};
