//! What a gate says of a deploy: what would change, and whether it may.
use std::sync::Arc;

use crate::model::{EntityRef, ValueSource};
use crate::source::Place;

/// What a gate says of a deploy.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing speaks against it.
    Pass,
    /// It may pass, and somebody is to look at what it does.
    PassWithWarnings,
    /// It must not pass.
    Blocked,
    /// A part of what decides could not be read.
    Undecided,
}

impl Decision {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Decision::Pass => "pass",
            Decision::PassWithWarnings => "pass-with-warnings",
            Decision::Blocked => "blocked",
            Decision::Undecided => "undecided",
        }
    }
}

/// What becomes of a thing.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Files declare it, and it does not run.
    Added,
    /// It runs in another way than files declare.
    Changed,
    /// It runs, and files that have all of its kind do not declare it.
    Removed,
}

impl Action {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Added => "added",
            Action::Changed => "changed",
            Action::Removed => "removed",
        }
    }
}

/// How a change of a setting comes into effect.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// As soon as it is applied.
    AtOnce,
    /// When the brokers have restarted, one after the other.
    Restart,
    /// Only by several rounds of restarts, each with a state in between.
    SeveralRestarts,
    /// Not at all: another value, kept in the cluster, decides.
    None,
}

impl Effect {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Effect::AtOnce => "at-once",
            Effect::Restart => "restart",
            Effect::SeveralRestarts => "several-restarts",
            Effect::None => "none",
        }
    }
}

/// A value before or after a change, secrets replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The value; `None` where there is none.
    pub value: Option<String>,
    /// The layer that decides.
    pub source: ValueSource,
}

/// A setting, or a number such as that of partitions, that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Kafka's key, or the name of a fact.
    pub key: String,
    /// What runs; `None` for a thing that is new.
    pub from: Option<Side>,
    /// What will run; `None` for a thing that goes.
    pub to: Option<Side>,
    /// How it comes into effect.
    pub effect: Effect,
    /// Whom it reaches beside the thing itself, for people.
    pub reach: Option<String>,
    /// Where the new value stands.
    pub place: Option<Place>,
}

/// What becomes of one thing, or of several brokers alike.
#[derive(Clone, Debug)]
pub struct Change {
    /// The thing.
    pub entity: Arc<EntityRef>,
    /// What becomes of it.
    pub action: Action,
    /// Where it is declared.
    pub place: Option<Place>,
    /// The ids of the brokers that run, for a broker.
    pub brokers: Vec<String>,
    /// Its settings that change.
    pub settings: Vec<SettingChange>,
}

/// Whether a broker may restart now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restart {
    /// The brokers that are to be down at a time.
    pub brokers: Vec<i64>,
    /// Partitions that would take no writes, or have no leader, meanwhile: `orders-3: …`.
    pub blocked_by: Vec<String>,
}

/// What a gate found.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The cluster.
    pub cluster: String,
    /// What it says.
    pub decision: Decision,
    /// What applying the files would do.
    pub changes: Vec<Change>,
    /// Things that are declared as they run.
    pub unchanged: u32,
    /// Settings that could not be compared: they are filled in elsewhere, secret, or not told by the cluster.
    pub not_compared: u32,
    /// The brokers whose restart was asked about, in an order in which they may.
    pub restarts: Vec<Restart>,
    /// The way to the version that was asked about.
    pub way: Option<UpgradeWay>,
}

/// The way of a cluster to another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeWay {
    /// What runs.
    pub from: String,
    /// What is to run.
    pub to: String,
    /// What is to be done, one after the other.
    pub steps: Vec<String>,
}
