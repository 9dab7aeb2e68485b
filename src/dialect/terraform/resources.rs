//! The resources of Terraform's providers that hold Kafka's settings.
//!
//! Sources: the providers' own schemas, and what the platforms document of their defaults.

use crate::dialect::acl;
use crate::model::{EntityKind, Layer};

/// One type of resource.
#[derive(Debug)]
pub(super) struct Resource {
    /// Its type, as the first label of a `resource`.
    pub(super) name: &'static str,
    pub(super) kind: EntityKind,
    /// The attributes that name it; the first one that is there does.
    pub(super) named_by: &'static str,
    pub(super) partitions: &'static str,
    pub(super) replication: &'static str,
    /// Where the settings are: an attribute or block, or a block in a block.
    pub(super) settings: &'static [&'static str],
    pub(super) form: Form,
    /// The attribute or block, and in it the attribute, that tell the version.
    pub(super) version: &'static [&'static str],
    /// Whose version numbers these are.
    pub(super) platform: &'static str,
    /// What the platform sets without being told, and over whatever it is told.
    pub(super) own: &'static [(Layer, &'static str, &'static str)],
    /// The replicas of every topic, where nobody can choose them.
    pub(super) fixed_replicas: Option<i64>,
    /// The partitions of a topic that does not say how many.
    pub(super) default_partitions: Option<i64>,
    /// Why an unset key is not Kafka's default there.
    pub(super) open: Option<&'static str>,
    /// Whether the platform has keys of its own, so that only Kafka's are looked at.
    pub(super) has_own_keys: bool,
}

/// How the settings are written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Kafka's keys with their values.
    Keys,
    /// The same with `_` for `.`.
    Snake,
    /// The text of a property file.
    Properties,
    /// The parts of an access rule as attributes.
    Acl,
}

/// Attributes of access rules, by the name of the part.
pub(super) const PARTS: &[(&str, &str)] = &[
    ("acl_principal", acl::PRINCIPAL),
    ("principal", acl::PRINCIPAL),
    ("acl_host", acl::HOST),
    ("host", acl::HOST),
    ("acl_operation", acl::OPERATION),
    ("operation", acl::OPERATION),
    ("acl_permission_type", acl::PERMISSION),
    ("permission_type", acl::PERMISSION),
    ("permission", acl::PERMISSION),
    ("resource_type", acl::RESOURCE_TYPE),
    ("resource_name", acl::RESOURCE_NAME),
    ("resource_pattern_type_filter", acl::PATTERN_TYPE),
    ("resource_pattern_type", acl::PATTERN_TYPE),
    ("pattern_type", acl::PATTERN_TYPE),
];

const TOPIC: Resource = Resource {
    name: "",
    kind: EntityKind::Topic,
    named_by: "name",
    partitions: "partitions",
    replication: "replication_factor",
    settings: &["config"],
    form: Form::Keys,
    version: &[],
    platform: "",
    own: &[],
    fixed_replicas: None,
    default_partitions: None,
    open: None,
    has_own_keys: false,
};

const BROKERS: Resource = Resource {
    kind: EntityKind::Broker,
    partitions: "",
    replication: "",
    ..TOPIC
};

/// What MSK's brokers have where a configuration leaves a key out; keys whose default depends on the number of
/// zones are not here.
const MSK_OWN: &[(Layer, &str, &str)] = &[
    (Layer::Image, "allow.everyone.if.no.acl.found", "true"),
    (Layer::Image, "auto.create.topics.enable", "false"),
    (Layer::Image, "num.io.threads", "8"),
    (Layer::Image, "num.network.threads", "5"),
    (Layer::Image, "num.replica.fetchers", "2"),
    (Layer::Image, "replica.lag.time.max.ms", "30000"),
    (Layer::Image, "unclean.leader.election.enable", "true"),
];

/// What Express brokers have, whatever a configuration says.
pub(super) const MSK_EXPRESS: &[(Layer, &str, &str)] = &[
    (Layer::Operator, "default.replication.factor", "3"),
    (Layer::Operator, "min.insync.replicas", "2"),
    (Layer::Operator, "unclean.leader.election.enable", "false"),
    (Layer::Operator, "transaction.state.log.min.isr", "2"),
    (Layer::Operator, "auto.create.topics.enable", "false"),
];

const MSK_OPEN: &str = "Amazon MSK sets the keys that a configuration leaves out";

/// All types.
const RESOURCES: &[Resource] = &[
    Resource {
        name: "kafka_topic",
        ..TOPIC
    },
    Resource {
        name: "confluent_kafka_topic",
        named_by: "topic_name",
        partitions: "partitions_count",
        replication: "",
        own: &[(Layer::Image, "min.insync.replicas", "2")],
        fixed_replicas: Some(3),
        default_partitions: Some(6),
        open: Some("Confluent Cloud has defaults of its own"),
        ..TOPIC
    },
    Resource {
        name: "aws_msk_topic",
        partitions: "partition_count",
        settings: &["configs"],
        ..TOPIC
    },
    Resource {
        name: "aiven_kafka_topic",
        named_by: "topic_name",
        replication: "replication",
        form: Form::Snake,
        has_own_keys: true,
        ..TOPIC
    },
    Resource {
        name: "google_managed_kafka_topic",
        named_by: "topic_id",
        partitions: "partition_count",
        settings: &["configs"],
        ..TOPIC
    },
    Resource {
        name: "redpanda_topic",
        partitions: "partition_count",
        settings: &["configuration"],
        open: Some("Redpanda has defaults of its own"),
        has_own_keys: true,
        ..TOPIC
    },
    Resource {
        name: "aws_msk_configuration",
        settings: &["server_properties"],
        form: Form::Properties,
        version: &["kafka_versions"],
        platform: "msk",
        own: MSK_OWN,
        open: Some(MSK_OPEN),
        ..BROKERS
    },
    Resource {
        name: "aiven_kafka",
        named_by: "service_name",
        settings: &["kafka_user_config", "kafka"],
        form: Form::Snake,
        version: &["kafka_user_config", "kafka_version"],
        platform: "aiven",
        own: &[
            (Layer::Image, "auto.create.topics.enable", "false"),
            (Layer::Image, "default.replication.factor", "3"),
            (Layer::Image, "min.insync.replicas", "1"),
        ],
        open: Some("Aiven sets the keys that the service leaves out"),
        has_own_keys: true,
        ..BROKERS
    },
    Resource {
        name: "kafka_acl",
        ..ACL
    },
    Resource {
        name: "confluent_kafka_acl",
        ..ACL
    },
    Resource {
        name: "redpanda_acl",
        ..ACL
    },
    Resource {
        name: "kafka-connect_connector",
        open: Some("secrets of the connector may stand in a map of their own"),
        ..OTHER
    },
    Resource {
        name: "aws_mskconnect_connector",
        settings: &["connector_configuration"],
        ..OTHER
    },
    Resource {
        name: "aws_mskconnect_worker_configuration",
        kind: EntityKind::ConnectDistributed,
        settings: &["properties_file_content"],
        form: Form::Properties,
        open: Some("Amazon MSK Connect sets the keys that a configuration leaves out"),
        ..OTHER
    },
];

/// An access rule, which has no name of its own.
const ACL: Resource = Resource {
    kind: EntityKind::Acl,
    named_by: "",
    settings: &[],
    form: Form::Acl,
    ..BROKERS
};

/// What is no topic and no broker.
const OTHER: Resource = Resource {
    kind: EntityKind::Connector,
    ..BROKERS
};

/// A module that is written like a resource: the end of its source, and what it holds.
pub(super) const MSK_MODULE: (&str, Resource) = (
    "msk-kafka-cluster",
    Resource {
        name: "module",
        settings: &["configuration_server_properties"],
        version: &["kafka_version"],
        platform: "msk",
        own: MSK_OWN,
        open: Some(MSK_OPEN),
        ..BROKERS
    },
);

/// The cluster that a configuration of MSK is for.
pub(super) const MSK_CLUSTER: &str = "aws_msk_cluster";

/// The type with a name.
pub(super) fn find(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.name == name)
}
