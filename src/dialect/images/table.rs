//! The images themselves.
//!
//! Sources: their own start scripts (`KafkaDockerWrapper` and `docker/` of apache/kafka, `dub` and `ub` of the
//! Confluent images, `libkafka.sh` of Bitnami's, the entry points of the others).

use super::{Image, Names};
use crate::model::EntityKind;

/// Variables that the start scripts of the process read, and some that only other images read and that do no
/// harm where they are left.
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
    "BROKER_ID_COMMAND",
    "RACK_COMMAND",
    "ALLOW_PLAINTEXT_LISTENER",
    "KRAFT_CLUSTER_ID",
    "CLUSTER_ID",
    "ENABLE_KRAFT",
];

/// As [`JVM`], with the keys of old that make the start script give up.
const CONFLUENT: &[&str] = &[
    "VERSION",
    "HEAP_OPTS",
    "LOG4J_*",
    "OPTS",
    "JMX_*",
    "JVM_PERFORMANCE_OPTS",
    "GC_LOG_OPTS",
    "TOOLS_LOG4J_LOGLEVEL",
    "CREATE_TOPICS",
    "ALLOW_PLAINTEXT_LISTENER",
    "KRAFT_CLUSTER_ID",
    "CLUSTER_ID",
    "ENABLE_KRAFT",
    "PORT",
    "HOST",
    "ADVERTISED_PORT",
    "ADVERTISED_HOST",
];

/// As [`CONFLUENT`], with the REST proxy that the image runs as well.
const LOCAL: &[&str] = &[
    "REST_*",
    "VERSION",
    "HEAP_OPTS",
    "LOG4J_*",
    "OPTS",
    "JMX_*",
    "ALLOW_PLAINTEXT_LISTENER",
    "CLUSTER_ID",
    "PORT",
    "HOST",
    "ADVERTISED_PORT",
    "ADVERTISED_HOST",
];

/// A worker's. The image sets the port of old itself, and gives the converters of old a meaning of its own.
const WORKER: &[&str] = &[
    "METRIC_REPORTERS",
    "LOG4J_*",
    "CUB_*",
    "REST_PORT",
    "INTERNAL_KEY_CONVERTER*",
    "INTERNAL_VALUE_CONVERTER*",
];

/// Stores and passwords by the names of files under `/etc/kafka/secrets`.
const SECRET_FILES: &[(&str, &str)] = &[
    ("KAFKA_SSL_KEYSTORE_FILENAME", "ssl.keystore.location"),
    ("KAFKA_SSL_KEYSTORE_CREDENTIALS", "ssl.keystore.password"),
    ("KAFKA_SSL_KEY_CREDENTIALS", "ssl.key.password"),
    ("KAFKA_SSL_TRUSTSTORE_FILENAME", "ssl.truststore.location"),
    (
        "KAFKA_SSL_TRUSTSTORE_CREDENTIALS",
        "ssl.truststore.password",
    ),
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

const WURSTMEISTER_FILE: &[(&str, &str)] = &[
    SAMPLE_FILE[0],
    SAMPLE_FILE[1],
    SAMPLE_FILE[2],
    ("broker.id", "-1"),
    // The container's name follows.
    ("log.dirs", "/kafka/kafka-logs"),
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

/// Kafka's sample file of a worker, which Debezium's image edits, with what its start script adds.
const DEBEZIUM_CONNECT_FILE: &[(&str, &str)] = &[
    ("bootstrap.servers", "0.0.0.0:9092"),
    ("group.id", "1"),
    (
        "key.converter",
        "org.apache.kafka.connect.json.JsonConverter",
    ),
    (
        "value.converter",
        "org.apache.kafka.connect.json.JsonConverter",
    ),
    ("config.storage.replication.factor", "1"),
    ("offset.storage.replication.factor", "1"),
    ("status.storage.topic", "connect-status"),
    ("status.storage.replication.factor", "1"),
    ("offset.flush.interval.ms", "60000"),
    ("plugin.path", "/kafka/connect"),
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
    files: &[],
    forced: &[],
    volumes: &[],
    is_native: false,
    refuses_port: false,
    makes_listeners: false,
    last_version: None,
    guessed: None,
};

const APACHE: Image = Image {
    repository: &["apache/kafka"],
    versions: Some("apache"),
    own: APACHE_FILE,
    own_is_dropped: true,
    mounts: &["/mnt/shared/config", "server.properties"],
    files: SECRET_FILES,
    volumes: &["/var/lib/kafka/data"],
    makes_listeners: true,
    ..PLAIN
};

pub(super) const IMAGES: &[Image] = &[
    APACHE,
    Image {
        repository: &["apache/kafka-native"],
        is_native: true,
        ..APACHE
    },
    Image {
        repository: &[
            "confluentinc/cp-kafka",
            "confluentinc/cp-server",
            "confluentinc/cp-enterprise-kafka",
        ],
        versions: Some("confluent"),
        own: &[("log.dirs", "/var/lib/kafka/data")],
        excluded: CONFLUENT,
        refuses_port: true,
        mounts: &["kafka.properties", "server.properties"],
        files: SECRET_FILES,
        volumes: &["/var/lib/kafka/data"],
        makes_listeners: true,
        ..PLAIN
    },
    Image {
        repository: &["confluentinc/confluent-local"],
        versions: Some("confluent"),
        own: &[
            ("node.id", "1"),
            ("process.roles", "broker,controller"),
            ("controller.quorum.voters", "1@localhost:29093"),
            ("controller.listener.names", "CONTROLLER"),
            (
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT",
            ),
            (
                "listeners",
                "PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,PLAINTEXT_HOST://0.0.0.0:9092",
            ),
            (
                "advertised.listeners",
                "PLAINTEXT://localhost:29092,PLAINTEXT_HOST://localhost:9092",
            ),
            ("inter.broker.listener.name", "PLAINTEXT"),
            ("offsets.topic.replication.factor", "1"),
            ("transaction.state.log.replication.factor", "1"),
            ("transaction.state.log.min.isr", "1"),
            ("group.initial.rebalance.delay.ms", "0"),
            ("log.dirs", "/tmp/kraft-combined-logs"),
        ],
        excluded: LOCAL,
        volumes: &["/var/lib/kafka/data"],
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
        excluded: WORKER,
        versions: Some("confluent"),
        mounts: &["kafka-connect.properties", "connect-distributed.properties"],
        ..PLAIN
    },
    Image {
        repository: &["confluentinc/cp-schema-registry"],
        kind: EntityKind::SchemaRegistry,
        prefix: "SCHEMA_REGISTRY_",
        refuses_port: true,
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
        volumes: &["/bitnami/kafka"],
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
        own: SAMPLE_FILE,
        // A folder of the node's id in it.
        forced: &[("log.dirs", "/kafka/data")],
        volumes: &["/kafka/data"],
        ..PLAIN
    },
    Image {
        repository: &["debezium/connect", "debezium/connect-base"],
        kind: EntityKind::ConnectDistributed,
        prefix: "CONNECT_",
        names: Names::Dots,
        excluded: &[],
        aliases: DEBEZIUM_CONNECT_ALIASES,
        own: DEBEZIUM_CONNECT_FILE,
        ..PLAIN
    },
    Image {
        repository: &["wurstmeister/kafka"],
        names: Names::Dots,
        commands: &[("BROKER_ID_COMMAND", "broker.id")],
        versions: Some("apache"),
        refuses_port: true,
        own: WURSTMEISTER_FILE,
        volumes: &["/kafka"],
        last_version: Some("2.8.1"),
        ..PLAIN
    },
];

/// Images that take no variables for Kafka's keys, or are not Kafka: parts of their names.
pub(super) const FOREIGN: &[&str] = &[
    "strimzi/kafka",
    "ubuntu/kafka",
    "fast-data-dev",
    "lensesio/box",
    "redpanda",
    "pulsar",
    "warpstream",
    "automq",
    "eventhubs-emulator",
];

/// Names, behind the prefix, that only a broker's variables have.
const OF_BROKERS: &[&str] = &[
    "PROCESS_ROLES",
    "NODE_ID",
    "BROKER_ID",
    "ZOOKEEPER_CONNECT",
    "LISTENERS",
    "ADVERTISED_LISTENERS",
    "INTER_BROKER_LISTENER_NAME",
    "LISTENER_SECURITY_PROTOCOL_MAP",
    "CONTROLLER_QUORUM_VOTERS",
    "CONTROLLER_QUORUM_BOOTSTRAP_SERVERS",
    "CONTROLLER_LISTENER_NAMES",
    "LOG_DIRS",
    "OFFSETS_TOPIC_REPLICATION_FACTOR",
];

/// Names, behind the prefix, that only a Connect worker's variables have.
const OF_WORKERS: &[&str] = &[
    "BOOTSTRAP_SERVERS",
    "GROUP_ID",
    "CONFIG_STORAGE_TOPIC",
    "OFFSET_STORAGE_TOPIC",
    "STATUS_STORAGE_TOPIC",
];

/// What an image that is not known is, by its variables; the first row that has two of its names decides.
pub(super) const GUESSES: &[(&[&str], Image)] = &[
    (
        OF_BROKERS,
        Image {
            prefix: "KAFKA_CFG_",
            names: Names::Dots,
            excluded: &[],
            guessed: Some("it is not known what the image sets by itself"),
            ..PLAIN
        },
    ),
    (
        OF_BROKERS,
        Image {
            guessed: Some("it is not known what the image sets by itself"),
            ..PLAIN
        },
    ),
    (
        OF_WORKERS,
        Image {
            kind: EntityKind::ConnectDistributed,
            prefix: "CONNECT_",
            excluded: WORKER,
            guessed: Some("it is not known what the image sets by itself"),
            ..PLAIN
        },
    ),
];
