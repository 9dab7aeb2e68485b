use std::fmt;

use super::KeyId;

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

/// A part of Kafka that has definitions of its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Brokers and controllers: `kafka.server.KafkaConfig`.
    Broker,
    /// Topics: `LogConfig`.
    Topic,
    /// `ProducerConfig`.
    Producer,
    /// `ConsumerConfig`.
    Consumer,
}

impl Component {
    /// Every component, in the order of the tables.
    pub const ALL: [Component; 4] = [
        Component::Broker,
        Component::Topic,
        Component::Producer,
        Component::Consumer,
    ];

    /// The name of its table.
    pub const fn name(self) -> &'static str {
        match self {
            Component::Broker => "broker",
            Component::Topic => "topic",
            Component::Producer => "producer",
            Component::Consumer => "consumer",
        }
    }
}

/// `ConfigDef.Type`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// 32 bits.
    Int,
    /// 16 bits.
    Short,
    /// 64 bits.
    Long,
    /// A floating-point number.
    Double,
    /// Texts with commas between them.
    List,
    /// The name of a Java class.
    Class,
    /// Text that nobody may see.
    Password,
}

impl ValueType {
    pub(super) const ALL: [ValueType; 9] = [
        ValueType::Boolean,
        ValueType::String,
        ValueType::Int,
        ValueType::Short,
        ValueType::Long,
        ValueType::Double,
        ValueType::List,
        ValueType::Class,
        ValueType::Password,
    ];

    /// Kafka's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            ValueType::Boolean => "boolean",
            ValueType::String => "string",
            ValueType::Int => "int",
            ValueType::Short => "short",
            ValueType::Long => "long",
            ValueType::Double => "double",
            ValueType::List => "list",
            ValueType::Class => "class",
            ValueType::Password => "password",
        }
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
}
