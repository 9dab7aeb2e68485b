//! Container images that run Kafka: what their variables mean, and what they set without being told.
//!
//! Sources: the images' own start scripts (`KafkaDockerWrapper` and `docker/` of apache/kafka, `dub` and `ub`
//! of the Confluent images, `libkafka.sh` of Bitnami's, the entry points of the others).

use crate::model::EntityKind;

/// How an image makes Kafka's key of a variable's name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Names {
    /// `_` is a dot, `__` an underscore, `___` a dash.
    Doubling,
    /// Every `_` is a dot.
    Dots,
}

/// One image.
#[derive(Debug)]
pub(super) struct Image {
    /// The end of the repository's name; a `*` at its end stands for any text without a slash.
    repository: &'static [&'static str],
    pub(super) kind: EntityKind,
    /// What the variables begin with.
    prefix: &'static str,
    names: Names,
    /// Variables with the prefix that are not Kafka's, without it.
    excluded: &'static [&'static str],
    /// Variables without the prefix that are Kafka's, each with its key.
    aliases: &'static [(&'static str, &'static str)],
    /// Variables that hold a command whose output is a key's value, each with the key.
    commands: &'static [(&'static str, &'static str)],
    /// Whose version numbers the tag has; nothing where the tag says nothing of Kafka's version.
    pub(super) versions: Option<&'static str>,
    /// What stands in the image's own file.
    own: &'static [(&'static str, &'static str)],
    /// Whether the image's own file is dropped as soon as one variable is set.
    own_is_dropped: bool,
    /// Where a file is mounted that takes the place of the variables, or joins them.
    pub(super) mounts: &'static [&'static str],
}

const JVM: &[&str] = &[
    "VERSION",
    "HEAP_OPTS",
    "LOG4J_OPTS",
    "OPTS",
    "JMX_OPTS",
    "JMX_PORT",
    "JVM_PERFORMANCE_OPTS",
    "GC_LOG_OPTS",
    "LOG4J_ROOT_LOGLEVEL",
    "LOG4J_LOGGERS",
    "TOOLS_LOG4J_LOGLEVEL",
    "JMX_HOSTNAME",
    "DEBUG",
    "HOME",
    "LOG",
    "CREATE_TOPICS",
];

/// Kafka's own `docker/server.properties`.
const APACHE_FILE: &[(&str, &str)] = &[
    ("process.roles", "broker,controller"),
    ("node.id", "1"),
    ("controller.quorum.voters", "1@localhost:9093"),
    ("controller.listener.names", "CONTROLLER"),
    ("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"),
    (
        "advertised.listeners",
        "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
    ),
    ("log.dirs", "/tmp/kraft-combined-logs"),
    ("offsets.topic.replication.factor", "1"),
    ("transaction.state.log.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
];

/// What stays of Kafka's sample file in images that edit it.
const SAMPLE_FILE: &[(&str, &str)] = &[
    ("offsets.topic.replication.factor", "1"),
    ("transaction.state.log.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
];

/// The same with where each image keeps its data.
const BITNAMI_FILE: &[(&str, &str)] = &[
    SAMPLE_FILE[0],
    SAMPLE_FILE[1],
    SAMPLE_FILE[2],
    ("log.dirs", "/bitnami/kafka/data"),
];

const DEBEZIUM_FILE: &[(&str, &str)] = &[
    SAMPLE_FILE[0],
    SAMPLE_FILE[1],
    SAMPLE_FILE[2],
    ("log.dirs", "/kafka/data/1"),
];

const WURSTMEISTER_FILE: &[(&str, &str)] = &[
    SAMPLE_FILE[0],
    SAMPLE_FILE[1],
    SAMPLE_FILE[2],
    ("broker.id", "-1"),
    ("log.dirs", "/kafka/kafka-logs-$HOSTNAME"),
];

const BITNAMI_ALIASES: &[(&str, &str)] = &[
    ("KAFKA_ADVERTISED_LISTENERS", "advertised.listeners"),
    ("KAFKA_BROKER_ID", "broker.id"),
    ("KAFKA_NODE_ID", "node.id"),
    ("KAFKA_CONTROLLER_QUORUM_VOTERS", "controller.quorum.voters"),
    ("KAFKA_PROCESS_ROLES", "process.roles"),
    (
        "KAFKA_DEFAULT_REPLICATION_FACTOR",
        "default.replication.factor",
    ),
    ("KAFKA_DELETE_TOPIC_ENABLE", "delete.topic.enable"),
    (
        "KAFKA_INTER_BROKER_LISTENER_NAME",
        "inter.broker.listener.name",
    ),
    ("KAFKA_LISTENERS", "listeners"),
    (
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
        "listener.security.protocol.map",
    ),
    ("KAFKA_LOG_DIRS", "log.dirs"),
    ("KAFKA_LOGS_DIRS", "log.dirs"),
    (
        "KAFKA_LOG_FLUSH_INTERVAL_MESSAGES",
        "log.flush.interval.messages",
    ),
    ("KAFKA_LOG_FLUSH_INTERVAL_MS", "log.flush.interval.ms"),
    ("KAFKA_LOG_RETENTION_BYTES", "log.retention.bytes"),
    ("KAFKA_LOG_RETENTION_HOURS", "log.retention.hours"),
    ("KAFKA_LOG_SEGMENT_BYTES", "log.segment.bytes"),
    ("KAFKA_SEGMENT_BYTES", "log.segment.bytes"),
    ("KAFKA_MESSAGE_MAX_BYTES", "message.max.bytes"),
    ("KAFKA_MAX_MESSAGE_BYTES", "message.max.bytes"),
    ("KAFKA_NUM_IO_THREADS", "num.io.threads"),
    ("KAFKA_NUM_NETWORK_THREADS", "num.network.threads"),
    ("KAFKA_NUM_PARTITIONS", "num.partitions"),
    (
        "KAFKA_NUM_RECOVERY_THREADS_PER_DATA_DIR",
        "num.recovery.threads.per.data.dir",
    ),
    (
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
        "offsets.topic.replication.factor",
    ),
    (
        "KAFKA_SOCKET_RECEIVE_BUFFER_BYTES",
        "socket.receive.buffer.bytes",
    ),
    ("KAFKA_SOCKET_REQUEST_MAX_BYTES", "socket.request.max.bytes"),
    ("KAFKA_SOCKET_SEND_BUFFER_BYTES", "socket.send.buffer.bytes"),
    (
        "KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM",
        "ssl.endpoint.identification.algorithm",
    ),
    (
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR",
        "transaction.state.log.min.isr",
    ),
    (
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
        "transaction.state.log.replication.factor",
    ),
    ("KAFKA_ZOOKEEPER_CONNECT", "zookeeper.connect"),
    (
        "KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS",
        "zookeeper.connection.timeout.ms",
    ),
    (
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE",
        "auto.create.topics.enable",
    ),
];

const BITNAMI_COMMANDS: &[(&str, &str)] = &[
    ("KAFKA_NODE_ID_COMMAND", "node.id"),
    ("KAFKA_BROKER_ID_COMMAND", "broker.id"),
    ("BROKER_ID_COMMAND", "broker.id"),
    (
        "KAFKA_CONTROLLER_QUORUM_VOTERS_COMMAND",
        "controller.quorum.voters",
    ),
];

const DEBEZIUM_CONNECT_ALIASES: &[(&str, &str)] = &[
    ("BOOTSTRAP_SERVERS", "bootstrap.servers"),
    ("GROUP_ID", "group.id"),
    ("CONFIG_STORAGE_TOPIC", "config.storage.topic"),
    ("OFFSET_STORAGE_TOPIC", "offset.storage.topic"),
    ("STATUS_STORAGE_TOPIC", "status.storage.topic"),
    ("KEY_CONVERTER", "key.converter"),
    ("VALUE_CONVERTER", "value.converter"),
    ("OFFSET_FLUSH_INTERVAL_MS", "offset.flush.interval.ms"),
    ("OFFSET_FLUSH_TIMEOUT_MS", "offset.flush.timeout.ms"),
];

const PLAIN: Image = Image {
    repository: &[],
    kind: EntityKind::Broker,
    prefix: "KAFKA_",
    names: Names::Doubling,
    excluded: JVM,
    aliases: &[],
    commands: &[],
    versions: None,
    own: &[],
    own_is_dropped: false,
    mounts: &[],
};

const IMAGES: &[Image] = &[
    Image {
        repository: &["apache/kafka", "apache/kafka-native"],
        versions: Some("apache"),
        own: APACHE_FILE,
        own_is_dropped: true,
        mounts: &["/mnt/shared/config", "server.properties"],
        ..PLAIN
    },
    Image {
        repository: &[
            "confluentinc/cp-kafka",
            "confluentinc/cp-server",
            "confluentinc/cp-enterprise-kafka",
        ],
        versions: Some("confluent"),
        own: &[("log.dirs", "/var/lib/kafka/data")],
        mounts: &["kafka.properties", "server.properties"],
        ..PLAIN
    },
    Image {
        repository: &["confluentinc/confluent-local"],
        versions: Some("confluent"),
        own: &[
            ("node.id", "1"),
            ("process.roles", "broker,controller"),
            ("controller.listener.names", "CONTROLLER"),
            ("offsets.topic.replication.factor", "1"),
            ("transaction.state.log.replication.factor", "1"),
            ("transaction.state.log.min.isr", "1"),
            ("group.initial.rebalance.delay.ms", "0"),
            ("log.dirs", "/tmp/kraft-combined-logs"),
        ],
        excluded: &[
            "REST_*",
            "HEAP_OPTS",
            "OPTS",
            "JMX_PORT",
            "JMX_HOSTNAME",
            "JMX_OPTS",
        ],
        ..PLAIN
    },
    Image {
        repository: &[
            "confluentinc/cp-kafka-connect",
            "confluentinc/cp-kafka-connect-base",
            "confluentinc/cp-server-connect",
            "confluentinc/cp-server-connect-base",
        ],
        kind: EntityKind::ConnectDistributed,
        prefix: "CONNECT_",
        excluded: &["METRIC_REPORTERS", "LOG4J_*", "CUB_*"],
        versions: Some("confluent"),
        mounts: &["kafka-connect.properties", "connect-distributed.properties"],
        ..PLAIN
    },
    Image {
        repository: &["confluentinc/cp-schema-registry"],
        kind: EntityKind::SchemaRegistry,
        prefix: "SCHEMA_REGISTRY_",
        excluded: &["LOG4J_*", "OPTS", "HEAP_OPTS", "JMX_*"],
        ..PLAIN
    },
    Image {
        repository: &[
            "bitnami/kafka",
            "bitnamilegacy/kafka",
            "bitnamisecure/kafka",
            "soldevelo/kafka",
        ],
        prefix: "KAFKA_CFG_",
        names: Names::Dots,
        excluded: &[],
        aliases: BITNAMI_ALIASES,
        commands: BITNAMI_COMMANDS,
        versions: Some("apache"),
        own: BITNAMI_FILE,
        mounts: &["/bitnami/kafka/config", "server.properties"],
        ..PLAIN
    },
    Image {
        repository: &["debezium/kafka"],
        names: Names::Dots,
        aliases: &[
            ("NODE_ID", "node.id"),
            ("BROKER_ID", "broker.id"),
            ("ZOOKEEPER_CONNECT", "zookeeper.connect"),
        ],
        own: DEBEZIUM_FILE,
        ..PLAIN
    },
    Image {
        repository: &[
            "debezium/connect",
            "debezium/connect-base",
            "debezium/example-*connect*",
        ],
        kind: EntityKind::ConnectDistributed,
        prefix: "CONNECT_",
        names: Names::Dots,
        excluded: &[],
        aliases: DEBEZIUM_CONNECT_ALIASES,
        ..PLAIN
    },
    Image {
        repository: &["wurstmeister/kafka"],
        names: Names::Dots,
        commands: &[("BROKER_ID_COMMAND", "broker.id")],
        own: WURSTMEISTER_FILE,
        ..PLAIN
    },
];

/// An image as a file names it: the repository and the tag.
pub(super) fn parse(image: &str) -> (&str, Option<&str>) {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        // A colon before a slash stands before a port.
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (image, None),
    }
}

/// The image with a repository's name, whatever registry it comes from.
pub(super) fn find(repository: &str) -> Option<&'static Image> {
    IMAGES.iter().find(|image| {
        image.repository.iter().any(|known| {
            repository
                .strip_suffix(known)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    })
}

/// The version in a tag: `3.9.1`, `7.6.0-1-ubi8`, `4.0.0-debian-12-r10`.
pub(super) fn version_of_tag(tag: &str) -> Option<&str> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let end = tag
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(tag.len());
    let version = tag[..end].trim_end_matches('.');
    let parts = version.split('.').count();
    (version.contains('.') && parts <= 3).then_some(version)
}

impl Image {
    /// Kafka's key for a variable; nothing where the image does not take it for one.
    pub(super) fn key(&self, variable: &str) -> Option<String> {
        if let Some((_, key)) = self.aliases.iter().find(|(name, _)| *name == variable) {
            return Some((*key).to_owned());
        }
        let rest = variable
            .strip_prefix(self.prefix)
            .filter(|r| !r.is_empty())?;
        let excluded = self
            .excluded
            .iter()
            .any(|name| match name.strip_suffix('*') {
                Some(head) => rest.starts_with(head),
                None => *name == rest,
            });
        if excluded {
            return None;
        }
        Some(match self.names {
            Names::Dots => dots(rest),
            Names::Doubling => doubling(rest),
        })
    }

    /// Whether a variable is another name for one with the prefix.
    pub(super) fn is_alias(&self, variable: &str) -> bool {
        self.aliases.iter().any(|(name, _)| *name == variable)
            || self.key_of_command(variable).is_some()
    }

    /// The key whose value is the output of the command in a variable.
    pub(super) fn key_of_command(&self, variable: &str) -> Option<&'static str> {
        let row = self.commands.iter().find(|(name, _)| *name == variable)?;
        Some(row.1)
    }

    /// What the image has without being told, once so many variables are set.
    pub(super) fn own(&self, variables: usize) -> &'static [(&'static str, &'static str)] {
        match self.own_is_dropped && variables > 0 {
            true => &[],
            false => self.own,
        }
    }
}

fn dots(rest: &str) -> String {
    match rest {
        "ZOOKEEPER_CLIENTCNXNSOCKET" => "zookeeper.clientCnxnSocket".to_owned(),
        _ => rest
            .to_ascii_lowercase()
            .replace('_', ".")
            .replace("sasl.ssl", "sasl_ssl")
            .replace("sasl.plaintext", "sasl_plaintext"),
    }
}

fn doubling(rest: &str) -> String {
    match rest {
        "ZOOKEEPER_CLIENT_CNXN_SOCKET" => "zookeeper.clientCnxnSocket".to_owned(),
        _ => rest
            .to_ascii_lowercase()
            .replace("___", "-")
            .replace("__", "\u{0}")
            .replace('_', ".")
            .replace('\u{0}', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables_become_keys() {
        for (image, variable, expected) in [
            (
                "apache/kafka",
                "KAFKA_MIN_INSYNC_REPLICAS",
                Some("min.insync.replicas"),
            ),
            (
                "docker.io/apache/kafka",
                "KAFKA_LISTENER_NAME_SASL__SSL_PLAIN_SASL_JAAS_CONFIG",
                Some("listener.name.sasl_ssl.plain.sasl.jaas.config"),
            ),
            ("confluentinc/cp-kafka", "KAFKA_A___B", Some("a-b")),
            ("confluentinc/cp-kafka", "KAFKA_HEAP_OPTS", None),
            ("confluentinc/cp-kafka", "CLUSTER_ID", None),
            ("bitnami/kafka", "KAFKA_CFG_LOG_DIRS", Some("log.dirs")),
            ("bitnami/kafka", "KAFKA_LISTENERS", Some("listeners")),
            ("bitnami/kafka", "KAFKA_RETENTION", None),
            (
                "bitnami/kafka",
                "KAFKA_CFG_LISTENER_NAME_SASL_SSL_SSL_CLIENT_AUTH",
                Some("listener.name.sasl_ssl.ssl.client.auth"),
            ),
            ("quay.io/debezium/connect", "GROUP_ID", Some("group.id")),
            (
                "confluentinc/cp-kafka-connect",
                "CONNECT_PRODUCER_ACKS",
                Some("producer.acks"),
            ),
        ] {
            let key = find(image).and_then(|image| image.key(variable));
            assert_eq!(key.as_deref(), expected, "{image} {variable}");
        }
    }

    #[test]
    fn images_and_versions_are_told_from_others() {
        assert!(find("provectuslabs/kafka-ui").is_none());
        assert!(find("danielqsj/kafka-exporter").is_none());
        assert!(find("notapache/kafka").is_none());
        assert!(find("localhost:5000/apache/kafka").is_some());
        assert_eq!(
            parse("localhost:5000/apache/kafka:3.9.1"),
            ("localhost:5000/apache/kafka", Some("3.9.1"))
        );
        assert_eq!(
            parse("localhost:5000/apache/kafka"),
            ("localhost:5000/apache/kafka", None)
        );
        assert_eq!(version_of_tag("4.0.0-debian-12-r10"), Some("4.0.0"));
        assert_eq!(version_of_tag("7.6.0-1-ubi8"), Some("7.6.0"));
        assert_eq!(version_of_tag("latest"), None);
        assert_eq!(version_of_tag("2.13-2.8.1"), None.or(Some("2.13")));
    }
}
