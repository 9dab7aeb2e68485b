//! Container images that run Kafka: what their variables mean, and what they set without being told.
//!
//! Sources: the images' own start scripts (`KafkaDockerWrapper` and `docker/` of apache/kafka, `dub` and `ub`
//! of the Confluent images, `libkafka.sh` of Bitnami's, the entry points of the others).

use crate::catalog;
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
    /// Variables that lead to a key whose value stands in a file of the container, each with its key.
    files: &'static [(&'static str, &'static str)],
    /// What the image writes over whatever it is told.
    pub(super) forced: &'static [(&'static str, &'static str)],
    /// The folders that the image itself keeps in volumes.
    pub(super) volumes: &'static [&'static str],
    /// Whether the image makes `listeners` of `advertised.listeners` where only these are set.
    pub(super) makes_listeners: bool,
    /// The version of the tags without numbers, for an image that gets no new ones.
    pub(super) last_version: Option<&'static str>,
    /// Why more may be set than can be seen, for an image that is known by its variables only.
    pub(super) guessed: Option<&'static str>,
}

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
    makes_listeners: false,
    last_version: None,
    guessed: None,
};

const IMAGES: &[Image] = &[
    Image {
        repository: &["apache/kafka", "apache/kafka-native"],
        versions: Some("apache"),
        own: APACHE_FILE,
        own_is_dropped: true,
        mounts: &["/mnt/shared/config", "server.properties"],
        files: SECRET_FILES,
        volumes: &["/var/lib/kafka/data"],
        makes_listeners: true,
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
        excluded: CONFLUENT,
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
        versions: Some("apache"),
        own: WURSTMEISTER_FILE,
        volumes: &["/kafka"],
        last_version: Some("2.8.1"),
        ..PLAIN
    },
];

/// Images that take no variables for Kafka's keys, or are not Kafka: parts of their names.
const FOREIGN: &[&str] = &[
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
const GUESSES: &[(&[&str], Image)] = &[
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

/// What starts the process in one of the images, as a part of a command.
const STARTS: &[&str] = &[
    "/docker/run",
    "/docker/launch",
    "kafka-server-start",
    "connect-distributed",
    "start-kafka",
    "run.sh",
    "entrypoint",
    "kafka.Kafka",
    "schema-registry-start",
];

/// Whether a command of one's own still starts what the image is for.
pub(super) fn starts(command: &str) -> bool {
    STARTS.iter().any(|start| command.contains(start))
}

/// The image for a repository's name, which may be unknown, and the variables that it is given.
pub(super) fn find_or_guess<'v>(
    repository: &str,
    variables: impl Iterator<Item = &'v str> + Clone,
) -> Option<&'static Image> {
    if let Some(image) = find(repository) {
        return Some(image);
    }
    if FOREIGN.iter().any(|name| repository.contains(name)) {
        return None;
    }
    let guess = GUESSES.iter().find(|(names, image)| {
        let is_set = |name: &&&str| {
            variables
                .clone()
                .any(|variable| variable.strip_prefix(image.prefix) == Some(**name))
        };
        names.iter().filter(is_set).count() >= 2
    });
    guess.map(|(_, image)| image)
}

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
    // Scala's version in front of Kafka's.
    let tag = ["2.11-", "2.12-", "2.13-"]
        .iter()
        .find_map(|scala| tag.strip_prefix(scala))
        .unwrap_or(tag);
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
        if self.files.iter().any(|(name, _)| *name == variable) {
            return None;
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
        let key = match self.names {
            Names::Dots => dots(rest),
            Names::Doubling => doubling(rest),
        };
        // Of an image that is not known nobody can say what a name is that Kafka does not have.
        let is_known = || catalog::key_id(&key).is_some() || key.starts_with("listener.name.");
        (self.guessed.is_none() || is_known()).then_some(key)
    }

    /// Kafka's key for a variable that names a file of the container which the value stands in.
    pub(super) fn key_of_file(&self, variable: &str) -> Option<&'static str> {
        let mut files = self.files.iter();
        files
            .find(|(name, _)| *name == variable)
            .map(|(_, key)| *key)
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
        assert_eq!(version_of_tag("2.13-2.8.1"), Some("2.8.1"));
    }

    #[test]
    fn unknown_images_are_told_by_variables_that_only_one_program_has() {
        let guess = |repository: &str, names: &[&str]| {
            let image = find_or_guess(repository, names.iter().copied())?;
            Some((image.kind, image.prefix))
        };
        let broker = ["KAFKA_PROCESS_ROLES", "KAFKA_LISTENERS", "KAFKA_TYPO"];
        assert_eq!(
            guess("${IMAGE}", &broker),
            Some((EntityKind::Broker, "KAFKA_"))
        );
        assert_eq!(
            guess("", &["KAFKA_CFG_PROCESS_ROLES", "KAFKA_CFG_NODE_ID"]),
            Some((EntityKind::Broker, "KAFKA_CFG_"))
        );
        assert_eq!(
            guess(
                "own/connect",
                &["CONNECT_GROUP_ID", "CONNECT_BOOTSTRAP_SERVERS"]
            ),
            Some((EntityKind::ConnectDistributed, "CONNECT_"))
        );
        assert_eq!(guess("quay.io/strimzi/kafka", &broker), None);
        assert_eq!(
            guess("docker.redpanda.com/redpandadata/redpanda", &broker),
            None
        );
        assert_eq!(
            guess("some/ui", &["KAFKA_BROKERS", "KAFKA_LISTENERS"]),
            None
        );
        let unknown = find_or_guess("${IMAGE}", broker.into_iter()).unwrap();
        assert_eq!(unknown.key("KAFKA_TYPO"), None);
        assert_eq!(unknown.key("KAFKA_LISTENERS").as_deref(), Some("listeners"));
    }
}
