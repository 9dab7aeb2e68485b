//! What cannot be judged from a file, each with its reason.

use crate::node::{Answer, Case};

/// What is the machine's or its peers', each with its reason; they hold for single answers of Kafka.
pub(crate) struct Exclusion {
    pub(crate) name: &'static str,
    pub(crate) why: &'static str,
    pub(crate) holds: fn(&Case, &Answer) -> bool,
}

pub(crate) const EXCLUSIONS: &[Exclusion] = &[
    Exclusion {
        name: "peers",
        why: "it waits for a controller that is not there, or not where the file says",
        holds: |_, answer| answer.verdict == "waits",
    },
    Exclusion {
        name: "class",
        why: "whether a class is there is the class path's to say",
        holds: |_, answer| {
            answer.message.contains("ClassNotFoundException")
                || answer.message.contains("could not be found")
                || answer.message.contains("Class cannot be found")
        },
    },
    Exclusion {
        name: "port",
        why: "whether a port is free is the machine's to say",
        holds: |_, answer| answer.message.contains("already in use"),
    },
    Exclusion {
        name: "host",
        why: "names are the DNS's to say, and IPv6 the machine's",
        holds: |_, answer| {
            answer.message.contains("UnknownHostException")
                || answer.message.contains("UnresolvedAddressException")
                || answer.message.contains("Protocol family unavailable")
        },
    },
    Exclusion {
        name: "login",
        why: "a JAAS configuration may come from the options of the JVM",
        holds: |_, answer| {
            answer.message.contains("JAAS configuration")
                || answer.message.contains("JAAS or Kafka config")
        },
    },
    Exclusion {
        name: "Kerberos",
        why: "the realm, its servers and the key tab are the machine's",
        holds: |_, answer| {
            answer
                .message
                .contains("javax.security.auth.login.LoginException")
                || answer.message.contains("krb5")
        },
    },
    Exclusion {
        name: "inside",
        why: "how many bytes the metadata's first records take, a key that is Kafka's own tests' may be below",
        holds: |case, answer| {
            case.name.contains("internal.metadata.log.segment.bytes")
                && answer.message.contains("RecordBatchTooLargeException")
        },
    },
    Exclusion {
        name: "race",
        why: "a client of the node fails over a negative timeout, after the start or before its end",
        holds: |_, answer| answer.message.contains("timeout should be >= 0"),
    },
    Exclusion {
        name: "time",
        why: "how long a step takes is the machine's to say",
        holds: |_, answer| {
            answer.message.contains("util.concurrent.TimeoutException")
                || answer.message.contains("CancellationException")
        },
    },
    Exclusion {
        name: "session",
        why: "whether ZooKeeper answers in so short a time is the machine's to say",
        holds: |case, answer| {
            answer.message.contains("ZooKeeperClientTimeoutException")
                && ["session", "connection"]
                    .iter()
                    .any(|what| case.name.contains(&format!("zookeeper.{what}.timeout.ms")))
        },
    },
    Exclusion {
        name: "chance",
        why: "above half of what 32 bits hold, the election's time and what chance adds to it may be too much",
        holds: |case, answer| {
            let time = case
                .name
                .split_once("controller.quorum.election.timeout.ms=")
                .and_then(|(_, rest)| rest.split(',').next()?.trim().parse::<i32>().ok());
            answer.message.contains("Invalid negative timeout") && time > Some(i32::MAX / 2)
        },
    },
    Exclusion {
        name: "format",
        why: "the storage tool formats the folders here, and which features it takes is its own to say",
        holds: |_, answer| answer.message.contains("kraft.version could not be set"),
    },
    Exclusion {
        name: "size",
        why: "how much memory and how many threads there are is the machine's to say",
        holds: |_, answer| {
            answer.message.contains("OutOfMemoryError")
                || answer.message.contains("unable to create native thread")
        },
    },
];
