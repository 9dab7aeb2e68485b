//! What a run is asked to do: version, profile, selection, parameters. Later kafka-lint.toml fills it.
mod selection;
mod version;

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::{Confidence, Severity};
use crate::model::EntityKind;

pub use selection::{Selection, UnknownSelector};
pub use version::{BadVersion, VersionSpec};

/// By what measure a cluster is judged.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Data matters and machines fail.
    Production,
    /// One machine, and nothing is lost that matters.
    Development,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 2] = [Profile::Production, Profile::Development];

    /// The name on the command line and in rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Production => "production",
            Profile::Development => "development",
        }
    }

    /// The profile with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Profile::ALL.into_iter().find(|p| p.name() == name)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How to read a file, where the user says so.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadAs {
    /// A broker, a controller or both, by its `process.roles`.
    Broker,
    /// A controller, whatever its roles say.
    Controller,
    /// A topic's configuration.
    Topic,
    /// A producer.
    Producer,
    /// A consumer.
    Consumer,
    /// A client file that both a producer and a consumer use.
    Client,
}

impl ReadAs {
    /// Every way.
    pub const ALL: [ReadAs; 6] = [
        ReadAs::Broker,
        ReadAs::Controller,
        ReadAs::Topic,
        ReadAs::Producer,
        ReadAs::Consumer,
        ReadAs::Client,
    ];

    /// The name on the command line and in rule files.
    pub const fn name(self) -> &'static str {
        match self {
            ReadAs::Broker => "broker",
            ReadAs::Controller => "controller",
            ReadAs::Topic => "topic",
            ReadAs::Producer => "producer",
            ReadAs::Consumer => "consumer",
            ReadAs::Client => "client",
        }
    }

    /// The way with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ReadAs::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The entities that a file read this way gives.
    pub const fn kinds(self) -> &'static [EntityKind] {
        match self {
            ReadAs::Broker | ReadAs::Controller => &[EntityKind::Broker],
            ReadAs::Topic => &[EntityKind::Topic],
            ReadAs::Producer => &[EntityKind::Producer],
            ReadAs::Consumer => &[EntityKind::Consumer],
            ReadAs::Client => &[EntityKind::Producer, EntityKind::Consumer],
        }
    }
}

/// Which fixes a run works out.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum FixMode {
    /// None; findings only say that there is one.
    #[default]
    Off,
    /// Those that cannot make behaviour worse.
    Safe,
    /// All.
    Unsafe,
}

/// What a run is asked to do. It holds all that decides a result: the clock, the environment and the
/// working directory do not.
#[derive(Clone, Debug)]
pub struct Project {
    /// The version, where it was given.
    pub kafka_version: Option<VersionSpec>,
    /// The profile, where it was given.
    pub profile: Option<Profile>,
    /// How to read the named files, where it was given.
    pub read_as: Option<ReadAs>,
    /// Thresholds that replace a rule's own, by code and name.
    pub params: BTreeMap<(String, String), i64>,
    /// The rules that run.
    pub selection: Selection,
    /// Findings below this are not shown.
    pub min_confidence: Confidence,
    /// Findings from this on make the run fail; `None` for never.
    pub fail_on: Option<Severity>,
    /// Facts that hold for every entity, by name; for examples of rules and for kafka-lint.toml.
    pub facts: BTreeMap<String, i64>,
    /// Threads to use; 0 for as many as the machine suggests. The result does not depend on it.
    pub threads: usize,
}

impl Default for Project {
    fn default() -> Self {
        Project {
            kafka_version: None,
            profile: None,
            read_as: None,
            params: BTreeMap::new(),
            selection: Selection::default(),
            min_confidence: Confidence::Medium,
            fail_on: Some(Severity::Error),
            facts: BTreeMap::new(),
            threads: 0,
        }
    }
}
