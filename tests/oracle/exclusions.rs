//! What Kafka says that no file can tell, and what it says without naming the key.

use kafka_lint::catalog::{self, Component};

use crate::generate::Case;

/// What cannot be judged from a file, each with its reason.
#[derive(Debug)]
pub(crate) struct Exclusion {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
    pub(crate) holds: fn(&Case, &str) -> bool,
}

/// They hold for single answers of Kafka, never for a key, a value or a component as a whole.
pub(crate) const EXCLUSIONS: &[Exclusion] = &[
    Exclusion {
        name: "login",
        why: "a JAAS configuration may come from the options of the JVM",
        holds: |_, said| {
            said.contains("in JAAS config")
                || said.contains("JAAS configuration")
                || said.contains("JAAS or Kafka config")
        },
    },
    Exclusion {
        name: "log in",
        why: "whether a login succeeds is Kerberos's and the token server's to say",
        holds: |_, said| {
            said.starts_with("LoginException")
                || said.contains("KrbException")
                || said.contains("OAuthBearerUnsecuredLoginCallbackHandler")
        },
    },
    Exclusion {
        name: "files",
        why: "key stores are files that are not at hand",
        holds: |_, said| {
            // No path at all is the folder that the JVM runs in.
            said.starts_with("NoSuchFileException") || said == "IOException: Is a directory"
        },
    },
    Exclusion {
        name: "class",
        why: "whether a class is there is the class path's to say",
        holds: |_, said| {
            // A client of 3.7 to 3.9 stumbles over what it has not made yet, and hides which class it was.
            said.contains("this.clientTelemetryReporter")
                || said.starts_with("ClassNotFoundException")
                || said.contains("Class cannot be found")
                || said.contains("could not be found")
        },
    },
    Exclusion {
        name: "JVM",
        why: "which algorithms there are is the JVM's to say",
        holds: |_, said| {
            said.contains("not supported by this JVM")
                || said.contains("no such provider")
                || said.contains("Unable to create key generator")
                || said.contains("KeyGenerator not available")
                || said.contains("not available")
        },
    },
    Exclusion {
        name: "rack in code",
        why: "an application may set `client.rack` in code",
        holds: |case, said| {
            said.contains("client.rack must be provided") && !case.sets("client.rack")
        },
    },
    Exclusion {
        name: "plug-in",
        why: "what a plug-in asks of its keys, and what its class is, is its code's to say",
        holds: |case, said| {
            let connector = matches!(
                case.component,
                Component::SourceConnector | Component::SinkConnector
            );
            said.contains("PluginLoadingException")
                || connector
                    && [
                        "predicates.",
                        "configuration pattern:",
                        "configuration name: String must be non-empty",
                        "Not a Predicate",
                        "Not a Transformation",
                        "does not implement the",
                    ]
                    .iter()
                    .any(|words| said.contains(words))
        },
    },
    Exclusion {
        name: "time",
        why: "whether a client is made in so short a time is the machine's to say",
        holds: |_, said| said.contains("initialization timed out after"),
    },
    Exclusion {
        name: "placeholder",
        why: "what stands in `<>` may be filled in before Kafka reads it",
        holds: |case, _| case.text().contains("(?<n>"),
    },
    Exclusion {
        name: "topology",
        why: "whether an application can do without threads is its topology's to say",
        holds: |_, said| said.contains("Invalid topology"),
    },
    Exclusion {
        name: "servers in code",
        why: "an application may set `bootstrap.servers` in code",
        holds: |case, said| said.contains("bootstrap.servers") && !case.sets("bootstrap.servers"),
    },
    Exclusion {
        name: "topic creation",
        why: "the worker's `topic.creation.enable` says whether these keys are read",
        holds: |_, said| said.contains("topic.creation.default."),
    },
    Exclusion {
        name: "group in code",
        why: "an application may set `group.id` in code",
        holds: |case, said| {
            said.contains("when default group id (null) is used") && !case.sets("group.id")
        },
    },
    Exclusion {
        name: "a group's",
        why: "a group has from its brokers what it does not set, and which assignors there are",
        holds: |case, said| {
            case.component == Component::Group
                && (said.contains("is not a registered task assignor")
                    || said.contains("must be greater than")
                        && ["consumer", "share", "streams"].iter().any(|kind| {
                            case.sets(&format!("{kind}.heartbeat.interval.ms"))
                                != case.sets(&format!("{kind}.session.timeout.ms"))
                        }))
        },
    },
    Exclusion {
        name: "a topic's",
        why: "a topic has from its brokers what it does not set, and they are not at hand",
        holds: |case, said| {
            case.component == Component::Topic
                && (said.contains("local.retention.")
                    || said.contains("remote.copy.lag")
                    || said.contains("compaction.lag")
                    || said.contains("compacted")
                    || said.contains("cleanup.policy"))
                && [
                    "retention.ms",
                    "retention.bytes",
                    "local.retention.ms",
                    "local.retention.bytes",
                    "cleanup.policy",
                ]
                .iter()
                .any(|key| !case.sets(key))
        },
    },
];

/// What Kafka refuses later than where the oracle looks: when a topic is created, or when a connector's task
/// makes its clients. It holds for what we say of single keys.
pub(crate) const LATER: &[Later] = &[
    Later {
        name: "internal topics",
        why: "brokers refuse them when the application creates its topics",
        holds: |case, key| case.component == Component::Streams && key.starts_with("topic."),
    },
    Later {
        name: "producers of tasks",
        why: "with the first form of exactly-once Streams makes its producers when it has tasks",
        holds: |case, key| {
            case.component == Component::Streams
                && (key.contains("producer.") || is_producers(key))
                && case.text().contains("processing.guarantee=exactly_once\n")
        },
    },
    Later {
        name: "global consumer",
        why: "only topologies with global state make it",
        holds: |case, key| {
            case.component == Component::Streams && key.starts_with("global.consumer.")
        },
    },
    Later {
        name: "clients of tasks",
        why: "the tasks of connectors refuse them when they make their clients",
        holds: |case, key| {
            case.component == Component::MirrorMaker
                // What names a cluster, and no worker defines.
                && (key.starts_with("a.") || key.starts_with("b.")
                    || ["consumer.", "producer.", "admin."].iter().any(|p| key.contains(p)))
        },
    },
];

/// Whether producers have the key and no other client has it.
fn is_producers(key: &str) -> bool {
    let has = |component: &Component| {
        catalog::key_id(key)
            .and_then(|id| catalog::definition(*component, id, catalog::newest()))
            .is_some()
    };
    has(&Component::Producer)
        && ![Component::Streams, Component::Consumer, Component::Admin]
            .iter()
            .any(has)
}

/// Something that Kafka refuses later.
#[derive(Debug)]
pub(crate) struct Later {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
    pub(crate) holds: fn(&Case, &str) -> bool,
}

/// Reviewed: words of Kafka's that name no key, and the refusals that they stand for.
pub(crate) const REASONS: &[(&str, &[&str])] = &[
    (
        "No security protocol defined for listener",
        &["listener-without-protocol"],
    ),
    ("to a broker endpoint", &["listener-not-readable"]),
    ("/ by zero", &["cleaner-buffer-too-small"]),
    // A text that may hold a password is not repeated.
    (
        "JAAS config",
        &["login-not-readable", "inner-client-refused"],
    ),
    // Neither does Kafka name the keys of stores, nor of what a login needs.
    (
        "InvalidConfigurationException: SSL ",
        &["stores-contradict"],
    ),
    ("entries in PEM file", &["pem-not-readable"]),
    (
        "No available authentication scheme",
        &["brokers-listener-without-certificate"],
    ),
    ("principalType:principalName", &["super-users-not-readable"]),
    ("connectString", &["authorizer-without-zookeeper"]),
    (
        "serviceName",
        &["kerberos-service-missing", "kerberos-services-differ"],
    ),
    (
        "For input string",
        &[
            "connection-overrides-not-readable",
            "type",
            "metrics-interval-out-of-range",
        ],
    ),
    (
        "auth.SecurityProtocol.",
        &["security-protocol-unknown", "inner-client-refused"],
    ),
    (
        "Unknown compression name",
        &["compression-type-unknown", "inner-client-refused"],
    ),
    (
        "Unknown compression type id",
        &["offsets-compression-unknown"],
    ),
    (
        "is an unknown compression codec",
        &["offsets-compression-unknown"],
    ),
    // A broker's defaults are judged by the topic's names, and a node by its old name.
    ("configuration broker.id:", &["type"]),
    (
        "configuration min.cleanable.dirty.ratio",
        &["topic-default-refused"],
    ),
    ("configuration flush.ms", &["topic-default-refused"]),
    (
        "min.compaction.lag.ms",
        &["topic-default-refused", "compaction-lags-cross"],
    ),
    (
        "must be a listener name defined in advertised.listeners",
        &["inter-broker-listener-not-advertised"],
    ),
    (
        "SSLHandshakeException",
        &["brokers-listener-without-certificate"],
    ),
    ("must have a different name", &["listener-name-twice"]),
    ("port out of range", &["bootstrap-servers-not-readable"]),
    ("Group instance id", &["group-instance-id-not-usable"]),
    (
        "Duplicate key ListenerName",
        &["controller-listener-named-twice"],
    ),
    ("log.retention.ms must be unlimited", &["retention-zero"]),
    (
        "at least one advertised listener",
        &["inter-broker-listener-not-advertised"],
    ),
    (
        "at least one broker advertised listener",
        &["inter-broker-listener-not-advertised"],
    ),
    (
        "Disabling the 'classic' protocol",
        &["group-protocols-not-usable"],
    ),
    (
        "Unable to parse a listener name",
        &["listener-not-readable"],
    ),
    ("For input string", &["listener-not-readable"]),
    ("Invalid format of header", &["header-rule-not-readable"]),
    (
        "Invalid header config action",
        &["header-rule-not-readable"],
    ),
    ("Acceptable values are", &["optimization-unknown"]),
    (
        "unsupported for the compacted topics",
        &["tiering-of-compacted-topic"],
    ),
    ("configuration client.tag.:", &["client-tag-not-usable"]),
    (
        "Error parsing host address",
        &["application-server-not-readable"],
    ),
    (
        "Heartbeat must be set lower",
        &["inner-client-refused", "heartbeat-not-below-session"],
    ),
    ("delivery.timeout.ms should be", &["inner-client-refused"]),
    ("Must set acks", &["inner-client-refused"]),
    ("java.lang.Boolean", &["metrics-push-behind-prefix"]),
    (
        "Invalid negative timeout",
        &["heartbeat-not-below-session", "inner-client-refused"],
    ),
    ("Invalid rule: ", &["principal-rules-not-readable"]),
    ("PatternSyntaxException", &["principal-rules-not-readable"]),
    (
        "Failed to parse host name from {}",
        &["bootstrap-servers-not-readable"],
    ),
    (
        "listener name is null or empty",
        &[
            "control-plane-listener-not-usable",
            "control-plane-listener-with-roles",
            "inter-broker-listener-without-protocol",
            "protocol-map-not-readable",
            "controller-listener-name-empty",
        ],
    ),
    ("group.id should not be an empty", &["group-id-blank"]),
    ("missing provider", &["tls-provider-empty"]),
    ("Empty listener found", &["rest-listener-empty"]),
    ("Failed to parse voter ID", &["voters-not-readable"]),
    ("Empty URL found", &["rest-listener-empty"]),
    ("inter.worker.", &["worker-algorithm-not-verified"]),
    ("Configuration 'topics' values", &["enum"]),
    ("at least one URL is expected", &["rest-listener-empty"]),
    (
        "ClassNotFoundException: ",
        &["assignor-twice", "share-assignors-not-one"],
    ),
    (
        "rebalance protocol is only supported in KRaft",
        &["group-protocols-not-usable"],
    ),
    (
        "Multiple log directories",
        &["tiering-with-several-directories"],
    ),
    ("The DLQ topic", &["dead-letter-topic-among-topics"]),
    ("Must set retries", &["inner-client-refused"]),
    ("Illegal initial capacity", &["threads-negative"]),
];
