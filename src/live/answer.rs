//! What a cluster answers, as plain values.

use super::request::Of;

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Kafka's error code; below zero, librdkafka's own.
    pub(super) code: i32,
    /// The words that came with it.
    pub(super) text: String,
}

impl Failure {
    pub(super) fn of(code: i32, text: Option<String>) -> Self {
        Failure {
            code,
            text: text.unwrap_or_default(),
        }
    }

    /// One that is neither Kafka's nor librdkafka's.
    pub(super) fn own(text: String) -> Self {
        Failure { code: -1, text }
    }
}

/// An answer.
#[derive(Debug)]
pub(super) enum Answer {
    Cluster(Cluster),
    Configs(Vec<Configs>),
    Groups(Listing),
    GroupsNamed(Vec<Group>),
    Committed(Vec<Offset>),
    Offsets(Vec<Offset>),
    Acls(Vec<Acl>),
}

/// A live broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) id: i32,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) rack: Option<String>,
}

/// The cluster.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) id: Option<String>,
    pub(super) nodes: Vec<Node>,
    /// The operations that the principal may do on the cluster, in Kafka's words; nothing where brokers do not say.
    pub(super) may: Option<Vec<String>>,
}

/// The settings of a broker or topic.
#[derive(Debug)]
pub(super) struct Configs {
    pub(super) of: Of,
    pub(super) name: String,
    pub(super) entries: Result<Vec<Entry>, Failure>,
}

/// One setting.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Nothing for a secret, and for what is set to nothing.
    pub(super) value: Option<String>,
    /// The number that `DescribeConfigsResponse` gives the layer.
    pub(super) source: i32,
    pub(super) sensitive: bool,
    /// All layers that say something, the one that decides first.
    pub(super) synonyms: Vec<Synonym>,
}

/// What one layer says, under the key of that layer.
#[derive(Clone, Debug)]
pub(super) struct Synonym {
    pub(super) key: String,
    pub(super) value: Option<String>,
    pub(super) source: i32,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) name: String,
    pub(super) partitions: Vec<Partition>,
}

/// A partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partition {
    pub(super) id: i32,
    /// The broker that leads it; nothing where none does.
    pub(super) leader: Option<i32>,
    pub(super) replicas: Vec<i32>,
    pub(super) in_sync: Vec<i32>,
}

/// Names of groups.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) names: Vec<String>,
    /// Brokers that could not be asked.
    pub(super) failures: Vec<Failure>,
}

/// A group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) failure: Option<Failure>,
    /// In librdkafka's words, `Stable`.
    pub(super) state: String,
    /// `Consumer`, `Classic`; `Unknown` where the broker does not say.
    pub(super) protocol: String,
    pub(super) assignor: Option<String>,
    pub(super) members: usize,
}

/// An offset of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    pub(super) topic: String,
    pub(super) partition: i32,
    pub(super) offset: i64,
}

/// An access rule, in librdkafka's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Acl {
    pub(super) resource: String,
    pub(super) name: String,
    pub(super) pattern: String,
    pub(super) principal: String,
    pub(super) host: String,
    pub(super) operation: String,
    pub(super) permission: String,
}
