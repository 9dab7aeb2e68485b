//! What a run is asked to do: the word of the command line, and the files kafka-lint.toml.
mod baseline;
pub mod config;
mod date;
mod layer;
mod platform;
mod profile;
mod selection;
mod version;
mod workload;

use std::collections::BTreeMap;

use crate::catalog::Release;
use crate::model::{EntityKind, Variant};
use crate::source::Input;

pub use baseline::{Baseline, Entry as BaselineEntry};
pub use config::Config;
pub use date::Date;
pub use layer::{AllTerms, FailOn, Layer, Origin, ProfileName, Terms};
pub use platform::Platform;
pub use profile::Profile;
pub use selection::{Selection, UnknownSelector};
pub use version::{BY_FLAG, BadVersion, VersionRange, VersionSpec};
pub use workload::Workload;

/// How to read a file, where the user says so.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadAs {
    /// A broker, a controller or both, by its `process.roles`.
    Broker,
    /// A controller, whatever its roles say.
    Controller,
    /// A topic's configuration.
    Topic,
    /// A group's configuration.
    Group,
    /// A subscription to clients' metrics.
    ClientMetrics,
    /// The quota of a user, client or address.
    Quota,
    /// A producer.
    Producer,
    /// A consumer.
    Consumer,
    /// A client file that both a producer and a consumer use.
    Client,
    /// A consumer of a share group.
    ShareConsumer,
    /// An admin client.
    Admin,
    /// A Streams application.
    Streams,
    /// A Connect worker of a group.
    ConnectDistributed,
    /// A Connect worker by itself.
    ConnectStandalone,
    /// A connector; its class and topics tell the direction.
    Connector,
    /// A connector into Kafka.
    SourceConnector,
    /// A connector out of Kafka.
    SinkConnector,
    /// MirrorMaker 2.
    MirrorMaker,
    /// A schema registry.
    SchemaRegistry,
    /// Cruise Control.
    CruiseControl,
    /// A file that librdkafka reads for a producer and a consumer.
    Librdkafka,
    /// One that it reads for a producer.
    LibrdkafkaProducer,
    /// One that it reads for a consumer.
    LibrdkafkaConsumer,
}

/// A row of the table of ways to read: the way, its name on the command line and in rule files, and the
/// entities that a file read this way gives.
type ReadAsRow = (
    ReadAs,
    &'static str,
    &'static [(EntityKind, Option<Variant>)],
);

/// All ways, in the order of the enum.
const READ_AS: [ReadAsRow; 23] = {
    use EntityKind as K;
    const LIBRDKAFKA: Option<Variant> = Some(Variant::Librdkafka);
    [
        (ReadAs::Broker, "broker", &[(K::Broker, None)]),
        (
            ReadAs::Controller,
            "controller",
            &[(K::Broker, Some(Variant::Controller))],
        ),
        (ReadAs::Topic, "topic", &[(K::Topic, None)]),
        (ReadAs::Group, "group", &[(K::Group, None)]),
        (
            ReadAs::ClientMetrics,
            "client-metrics",
            &[(K::ClientMetrics, None)],
        ),
        (ReadAs::Quota, "quota", &[(K::Quota, None)]),
        (ReadAs::Producer, "producer", &[(K::Producer, None)]),
        (ReadAs::Consumer, "consumer", &[(K::Consumer, None)]),
        (
            ReadAs::Client,
            "client",
            &[(K::Producer, None), (K::Consumer, None)],
        ),
        (
            ReadAs::ShareConsumer,
            "share-consumer",
            &[(K::ShareConsumer, None)],
        ),
        (ReadAs::Admin, "admin", &[(K::Admin, None)]),
        (ReadAs::Streams, "streams", &[(K::Streams, None)]),
        (
            ReadAs::ConnectDistributed,
            "connect-distributed",
            &[(K::ConnectDistributed, None)],
        ),
        (
            ReadAs::ConnectStandalone,
            "connect-standalone",
            &[(K::ConnectStandalone, None)],
        ),
        (ReadAs::Connector, "connector", &[(K::Connector, None)]),
        (
            ReadAs::SourceConnector,
            "source-connector",
            &[(K::Connector, Some(Variant::Source))],
        ),
        (
            ReadAs::SinkConnector,
            "sink-connector",
            &[(K::Connector, Some(Variant::Sink))],
        ),
        (
            ReadAs::MirrorMaker,
            "mirror-maker",
            &[(K::MirrorMaker, None)],
        ),
        (
            ReadAs::SchemaRegistry,
            "schema-registry",
            &[(K::SchemaRegistry, None)],
        ),
        (
            ReadAs::CruiseControl,
            "cruise-control",
            &[(K::CruiseControl, None)],
        ),
        (
            ReadAs::Librdkafka,
            "librdkafka",
            &[(K::Producer, LIBRDKAFKA), (K::Consumer, LIBRDKAFKA)],
        ),
        (
            ReadAs::LibrdkafkaProducer,
            "librdkafka-producer",
            &[(K::Producer, LIBRDKAFKA)],
        ),
        (
            ReadAs::LibrdkafkaConsumer,
            "librdkafka-consumer",
            &[(K::Consumer, LIBRDKAFKA)],
        ),
    ]
};

impl ReadAs {
    /// Every way.
    pub fn all() -> impl Iterator<Item = ReadAs> {
        READ_AS.iter().map(|(way, _, _)| *way)
    }

    /// The name on the command line and in rule files.
    pub const fn name(self) -> &'static str {
        READ_AS[self as usize].1
    }

    /// The way with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        ReadAs::all().find(|k| k.name() == name)
    }

    /// The entities that a file read this way gives; no variant where the file itself tells it.
    pub const fn entities(self) -> &'static [(EntityKind, Option<Variant>)] {
        READ_AS[self as usize].2
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
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The word of the command line; it goes before all others.
    pub given: Layer,
    /// The files kafka-lint.toml that govern inputs; an [`Input`] says which one and from where.
    pub configs: Vec<Config>,
    /// The release that an upgrade to the given version starts from, where the run is about one.
    pub upgrade_from: Option<Release>,
    /// The refusal that is left out, by its id: how a test sees that it is needed.
    pub without: Option<String>,
    /// How to read the named files, where it was given.
    pub read_as: Option<ReadAs>,
    /// Whether all that kafka-lint.toml does not place is one cluster.
    pub one_cluster: bool,
    /// Whether the report tells of the rules that passed, for a checklist.
    pub keep_passed: bool,
    /// The day of the run, by which suppressions end; none of them does where it is not given.
    pub today: Option<Date>,
    /// Whether every finding counts, whatever comments and kafka-lint.toml say.
    pub no_suppress: bool,
    /// Facts that hold for every entity, by name; for examples of rules.
    pub facts: BTreeMap<String, i64>,
    /// What runs in place of every entity, as the lines of a property file; for examples of rules.
    pub runs: Option<String>,
    /// Findings that do not count because they were there before.
    pub baseline: Option<Baseline>,
    /// For a gate: what of the cluster the files tell whole, so that what they leave out goes.
    pub gate: Option<Gate>,
    /// Threads to use; 0 for as many as the machine suggests. The result does not depend on it.
    pub threads: usize,
}

/// What a gate takes for granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// Kinds of which the files have all.
    pub complete: Vec<EntityKind>,
    /// The brokers that are to restart: ids with commas between them, `rack=R`, or `all`, one after the other.
    pub restart: Option<String>,
    /// What may pass that would block.
    pub accepted: Vec<Accepted>,
}

impl Gate {
    /// What files may have all of, by the words for it.
    pub const COMPLETE: [(&'static str, EntityKind); 2] =
        [("topics", EntityKind::Topic), ("acls", EntityKind::Acl)];

    /// What a word for it means.
    pub fn complete_of(word: &str) -> Option<EntityKind> {
        let row = Gate::COMPLETE.iter().find(|(name, _)| *name == word);
        row.map(|(_, kind)| *kind)
    }
}

/// A finding that is let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The code of its rule.
    pub code: &'static str,
    /// The name of the topic, or the id of the broker, that it is about; any if there is none.
    pub name: Option<String>,
}

impl Project {
    /// What holds for each of the inputs.
    pub fn terms<'i>(&self, inputs: impl Iterator<Item = &'i Input>) -> AllTerms<'_> {
        AllTerms::new(&self.given, &self.configs, inputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_ways_to_read_is_in_the_order_of_the_enum() {
        for (index, (way, name, _)) in READ_AS.iter().enumerate() {
            assert_eq!(*way as usize, index);
            assert_eq!(ReadAs::from_name(name), Some(*way));
        }
    }
}
