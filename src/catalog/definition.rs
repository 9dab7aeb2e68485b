use std::fmt;

use super::{KeyId, ValueType};

/// A release of Kafka.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// 4 of 4.3.1.
    pub major: u8,
    /// 3 of 4.3.1.
    pub minor: u8,
    /// 1 of 4.3.1.
    pub patch: u8,
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// What a key is when nobody sets it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Default {
    /// Somebody has to.
    Required,
    /// Nothing.
    Null,
    /// This text.
    Text(&'static str),
}

/// `ConfigDef.Importance`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
}

impl Importance {
    /// Kafka's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Importance::High => "high",
            Importance::Medium => "medium",
            Importance::Low => "low",
        }
    }
}

/// Whether a broker's key may change while it runs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UpdateMode {
    /// The key is not a broker's.
    NotApplicable,
    /// After a restart only.
    ReadOnly,
    /// For each broker by itself.
    PerBroker,
    /// For each broker, or for all at once.
    ClusterWide,
}

impl UpdateMode {
    /// In words, after "changes".
    pub const fn name(self) -> &'static str {
        match self {
            UpdateMode::NotApplicable => "nowhere",
            UpdateMode::ReadOnly => "with a restart only",
            UpdateMode::PerBroker => "while running, for each broker",
            UpdateMode::ClusterWide => "while running, for each broker or for all",
        }
    }
}

/// Which of librdkafka's clients a key is for; Kafka's own components have keys for each.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applies {
    /// Producers and consumers, and every key of Kafka's.
    Both,
    /// Producers.
    Producer,
    /// Consumers.
    Consumer,
}

/// What a release says of a key.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The key.
    pub key: KeyId,
    /// Its type.
    pub value_type: ValueType,
    /// Its default.
    pub default: Default,
    /// What else a value has to be, in the words of `tools/kafka-facts` (`Validators.java`); empty for nothing.
    pub validator: &'static str,
    /// How important Kafka says it is.
    pub importance: Importance,
    /// Whether it may change while a broker runs.
    pub update_mode: UpdateMode,
    /// Kafka does not document it.
    pub internal: bool,
    /// Kafka's documentation calls it deprecated.
    pub deprecated: bool,
    /// A plug-in that ships with Kafka reads it; Kafka's own definition does not list it.
    pub plugin: bool,
    /// Which of librdkafka's clients it is for.
    pub applies: Applies,
    /// A topic's property in librdkafka.
    pub topic_level: bool,
    /// librdkafka has the name only to refuse it with advice: it is one of Kafka's own clients.
    pub refused: bool,
}
