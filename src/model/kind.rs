//! Kinds of configured things. The build script reads this file as well.
use std::fmt;

use crate::catalog::Component;

/// What kind of thing is configured.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A broker, a controller or a node that is both; see [`Variant`].
    Broker,
    /// A topic.
    Topic,
    /// A consumer, share or streams group.
    Group,
    /// A subscription to clients' metrics.
    ClientMetrics,
    /// A quota of a user, client or address.
    Quota,
    /// An access rule: what a principal may or may not do.
    Acl,
    /// A producer.
    Producer,
    /// A consumer.
    Consumer,
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
    /// A connector; see [`Variant`].
    Connector,
    /// MirrorMaker 2 as a process of its own.
    MirrorMaker,
    /// A schema registry, which is not Kafka's.
    SchemaRegistry,
    /// Cruise Control, which is not Kafka's.
    CruiseControl,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [EntityKind; 17] = [
        EntityKind::Broker,
        EntityKind::Topic,
        EntityKind::Group,
        EntityKind::ClientMetrics,
        EntityKind::Quota,
        EntityKind::Acl,
        EntityKind::Producer,
        EntityKind::Consumer,
        EntityKind::ShareConsumer,
        EntityKind::Admin,
        EntityKind::Streams,
        EntityKind::ConnectDistributed,
        EntityKind::ConnectStandalone,
        EntityKind::Connector,
        EntityKind::MirrorMaker,
        EntityKind::SchemaRegistry,
        EntityKind::CruiseControl,
    ];

    /// The name used on the command line, in rule files and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            EntityKind::Broker => "broker",
            EntityKind::Topic => "topic",
            EntityKind::Group => "group",
            EntityKind::ClientMetrics => "client-metrics",
            EntityKind::Quota => "quota",
            EntityKind::Acl => "acl",
            EntityKind::Producer => "producer",
            EntityKind::Consumer => "consumer",
            EntityKind::ShareConsumer => "share-consumer",
            EntityKind::Admin => "admin",
            EntityKind::Streams => "streams",
            EntityKind::ConnectDistributed => "connect-distributed",
            EntityKind::ConnectStandalone => "connect-standalone",
            EntityKind::Connector => "connector",
            EntityKind::MirrorMaker => "mirror-maker",
            EntityKind::SchemaRegistry => "schema-registry",
            EntityKind::CruiseControl => "cruise-control",
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

/// What one thing of a kind is in particular: the roles of a node, the direction of a connector, the library
/// of a client.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// A node that hosts partitions; every node of a ZooKeeper cluster.
    Broker,
    /// A node that votes on and keeps the metadata.
    Controller,
    /// A node that is both in one process.
    Both,
    /// A connector into Kafka.
    Source,
    /// A connector out of Kafka.
    Sink,
    /// A client that uses librdkafka instead of Kafka's own library.
    Librdkafka,
    /// The roles or the direction are not known.
    Unknown,
}

impl Variant {
    /// The name used in rule files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Variant::Broker => "broker",
            Variant::Controller => "controller",
            Variant::Both => "combined",
            Variant::Source => "source",
            Variant::Sink => "sink",
            Variant::Librdkafka => "librdkafka",
            Variant::Unknown => "unknown",
        }
    }

    /// Whether the node hosts partitions.
    pub const fn is_broker(self) -> bool {
        matches!(self, Variant::Broker | Variant::Both)
    }

    /// Whether the node is a controller.
    pub const fn is_controller(self) -> bool {
        matches!(self, Variant::Controller | Variant::Both)
    }
}

/// The components whose keys such a thing reads; the first that has a key says what it is.
pub const fn components(kind: EntityKind, variant: Option<Variant>) -> &'static [Component] {
    use Component as C;
    match (kind, variant) {
        (EntityKind::Producer | EntityKind::Consumer, Some(Variant::Librdkafka)) => {
            &[C::Librdkafka]
        }
        (EntityKind::Broker, _) => &[C::Broker],
        (EntityKind::Topic, _) => &[C::Topic],
        (EntityKind::Group, _) => &[C::Group],
        (EntityKind::ClientMetrics, _) => &[C::ClientMetrics],
        (EntityKind::Quota, _) => &[C::Quota],
        (EntityKind::Producer, _) => &[C::Producer],
        (EntityKind::Consumer, _) => &[C::Consumer],
        (EntityKind::ShareConsumer, _) => &[C::ShareConsumer],
        (EntityKind::Admin, _) => &[C::Admin],
        // Streams and Connect hand every key that they do not know on to the clients that they make.
        (EntityKind::Streams, _) => &[C::Streams, C::Consumer, C::Producer, C::Admin],
        (EntityKind::ConnectDistributed, _) => {
            &[C::ConnectDistributed, C::Producer, C::Consumer, C::Admin]
        }
        (EntityKind::ConnectStandalone, _) => {
            &[C::ConnectStandalone, C::Producer, C::Consumer, C::Admin]
        }
        (EntityKind::Connector, Some(Variant::Source)) => &[C::SourceConnector],
        (EntityKind::Connector, Some(Variant::Sink)) => &[C::SinkConnector],
        (EntityKind::Connector, _) => &[C::SourceConnector, C::SinkConnector],
        (EntityKind::MirrorMaker, _) => &[
            C::MirrorMaker,
            C::MirrorSource,
            C::MirrorCheckpoint,
            C::MirrorHeartbeat,
            C::ConnectDistributed,
            C::Producer,
            C::Consumer,
            C::Admin,
        ],
        // The parts of an access rule are no keys; its facts say what it comes to.
        (EntityKind::Acl | EntityKind::SchemaRegistry | EntityKind::CruiseControl, _) => &[],
    }
}

/// The names that `applies-to` of a rule takes, each with the kind and the variant that it stands for.
pub const APPLIES_TO: [(&str, EntityKind, Option<Variant>); 22] = [
    ("broker", EntityKind::Broker, Some(Variant::Broker)),
    ("controller", EntityKind::Broker, Some(Variant::Controller)),
    ("topic", EntityKind::Topic, None),
    ("group", EntityKind::Group, None),
    ("client-metrics", EntityKind::ClientMetrics, None),
    ("quota", EntityKind::Quota, None),
    ("acl", EntityKind::Acl, None),
    ("producer", EntityKind::Producer, None),
    ("consumer", EntityKind::Consumer, None),
    (
        "librdkafka-producer",
        EntityKind::Producer,
        Some(Variant::Librdkafka),
    ),
    (
        "librdkafka-consumer",
        EntityKind::Consumer,
        Some(Variant::Librdkafka),
    ),
    ("share-consumer", EntityKind::ShareConsumer, None),
    ("admin", EntityKind::Admin, None),
    ("streams", EntityKind::Streams, None),
    ("connect-distributed", EntityKind::ConnectDistributed, None),
    ("connect-standalone", EntityKind::ConnectStandalone, None),
    (
        "source-connector",
        EntityKind::Connector,
        Some(Variant::Source),
    ),
    ("sink-connector", EntityKind::Connector, Some(Variant::Sink)),
    ("connector", EntityKind::Connector, Some(Variant::Unknown)),
    ("mirror-maker", EntityKind::MirrorMaker, None),
    ("schema-registry", EntityKind::SchemaRegistry, None),
    ("cruise-control", EntityKind::CruiseControl, None),
];
