use std::fmt;

/// What kind of thing is configured.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A broker, a controller or a node that is both; see [`Roles`].
    Broker,
    /// A topic.
    Topic,
    /// A Java producer.
    Producer,
    /// A Java consumer.
    Consumer,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [EntityKind; 4] = [
        EntityKind::Broker,
        EntityKind::Topic,
        EntityKind::Producer,
        EntityKind::Consumer,
    ];

    /// The name used on the command line, in rule files and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            EntityKind::Broker => "broker",
            EntityKind::Topic => "topic",
            EntityKind::Producer => "producer",
            EntityKind::Consumer => "consumer",
        }
    }

    /// The kind with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        EntityKind::ALL.into_iter().find(|k| k.name() == name)
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The roles of a node; a node of a ZooKeeper cluster is a broker.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Roles {
    /// Hosts partitions.
    Broker,
    /// Votes on and keeps the metadata.
    Controller,
    /// Both in one process.
    Both,
    /// The roles are written as a value that is not known.
    Unknown,
}

impl Roles {
    /// The name used in rule files and reports; `broker` for a node that is only that.
    pub const fn name(self) -> &'static str {
        match self {
            Roles::Broker => "broker",
            Roles::Controller => "controller",
            Roles::Both => "combined",
            Roles::Unknown => "unknown",
        }
    }

    /// Whether the node hosts partitions.
    pub const fn is_broker(self) -> bool {
        matches!(self, Roles::Broker | Roles::Both)
    }

    /// Whether the node is a controller.
    pub const fn is_controller(self) -> bool {
        matches!(self, Roles::Controller | Roles::Both)
    }
}
