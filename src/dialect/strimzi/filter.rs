//! Keys that Strimzi takes out of a `config` before Kafka sees it, with a line in the operator's log.
//!
//! Source: `AbstractConfiguration.filterForbidden` and the lists of each kind's `…Spec` class, Strimzi 0.36 to
//! 1.2.

/// What is taken out of one kind of `config`.
pub(super) struct Filter {
    /// Beginnings of keys, each with where the thing is configured instead.
    prefixes: &'static [(&'static str, &'static str)],
    /// Beginnings that only operators take out that serve `v1`.
    since_v1: &'static [(&'static str, &'static str)],
    /// Keys that are passed on although they begin like that.
    exceptions: &'static [&'static str],
    /// What can be set on each listener, behind `listener.name.<name>-<port>.`.
    per_listener: &'static [&'static str],
    /// Keys as a whole.
    keys: &'static [(&'static str, &'static str)],
}

const LISTENERS: &str = "configure it in `spec.kafka.listeners`, or take the line out";
const OWN: &str = "the operator sets this itself; take the line out";
const STORAGE: &str = "configure the storage of the node pools, or take the line out";
const AUTHORIZATION: &str = "configure it in `spec.kafka.authorization`, or take the line out";
const QUOTAS: &str = "configure it in `spec.kafka.quotas`, or take the line out";
const METRICS: &str = "configure it in `metricsConfig`, or take the line out";
const CONNECTION: &str = "configure it in `tls` and `authentication`, or take the line out";
const FIELD: &str = "write it into the field of the resource that is there for it";

/// `spec.kafka.config`.
pub(super) const BROKER: Filter = Filter {
    prefixes: &[
        ("listeners", LISTENERS),
        ("advertised.", LISTENERS),
        (
            "broker.rack",
            "configure it in `spec.kafka.rack`, or take the line out",
        ),
        ("broker.", OWN),
        ("listener.", LISTENERS),
        ("host.name", LISTENERS),
        ("port", LISTENERS),
        ("inter.broker.listener.name", OWN),
        ("sasl.", LISTENERS),
        ("ssl.", LISTENERS),
        ("security.", LISTENERS),
        ("password.", OWN),
        ("log.dir", STORAGE),
        ("zookeeper.connect", OWN),
        ("zookeeper.set.acl", OWN),
        ("zookeeper.ssl", OWN),
        ("authorizer.", AUTHORIZATION),
        ("super.user", AUTHORIZATION),
        ("cruise.control.metrics.topic", OWN),
        ("cruise.control.metrics.reporter.bootstrap.servers", OWN),
        ("node.id", OWN),
        (
            "process.roles",
            "write `roles` of the node pools, or take the line out",
        ),
        ("controller.", OWN),
        ("metadata.log.dir", STORAGE),
    ],
    since_v1: &[
        ("zookeeper.metadata.migration.enable", OWN),
        ("client.quota.callback.static.kafka.admin.", QUOTAS),
        ("client.quota.callback.static.produce", QUOTAS),
        ("client.quota.callback.static.fetch", QUOTAS),
        (
            "client.quota.callback.static.storage.per.volume.limit.min.available.",
            QUOTAS,
        ),
        (
            "client.quota.callback.static.excluded.principal.name.list",
            QUOTAS,
        ),
        ("prometheus.metrics.reporter.", METRICS),
        ("cordoned.log.dirs", OWN),
    ],
    exceptions: &[
        "zookeeper.connection.timeout.ms",
        "sasl.server.max.receive.size",
        "ssl.cipher.suites",
        "ssl.protocol",
        "ssl.enabled.protocols",
        "ssl.secure.random.implementation",
        "cruise.control.metrics.topic.num.partitions",
        "cruise.control.metrics.topic.replication.factor",
        "cruise.control.metrics.topic.retention.ms",
        "cruise.control.metrics.topic.auto.create.retries",
        "cruise.control.metrics.topic.auto.create.timeout.ms",
        "cruise.control.metrics.topic.min.insync.replicas",
        "broker.session.timeout.ms",
        "broker.heartbeat.interval.ms",
        "controller.socket.timeout.ms",
        "controller.quorum.election.backoff.max.ms",
        "controller.quorum.election.timeout.ms",
        "controller.quorum.fetch.timeout.ms",
    ],
    per_listener: &[
        "connections.max.reauth.ms",
        "max.connections",
        "max.connection.creation.rate",
    ],
    ..Filter::NONE
};

const TLS_EXCEPTIONS: &[&str] = &[
    "ssl.endpoint.identification.algorithm",
    "ssl.cipher.suites",
    "ssl.protocol",
    "ssl.enabled.protocols",
];

/// `config` of Connect's workers and of MirrorMaker 2's clusters. The names of group and topics have fields of
/// their own in `v1` and belong into `config` before.
pub(super) const CONNECT: Filter = Filter {
    prefixes: &[
        ("ssl.", CONNECTION),
        ("sasl.", CONNECTION),
        ("security.", CONNECTION),
        ("listeners", OWN),
        ("plugin.path", OWN),
        ("rest.", OWN),
        ("bootstrap.servers", FIELD),
        ("consumer.interceptor.classes", OWN),
        ("producer.interceptor.classes", OWN),
    ],
    since_v1: &[
        ("group.id", FIELD),
        ("config.storage.topic", FIELD),
        ("offset.storage.topic", FIELD),
        ("status.storage.topic", FIELD),
        ("prometheus.metrics.reporter.", METRICS),
    ],
    exceptions: TLS_EXCEPTIONS,
    ..Filter::NONE
};

/// `config` of connectors, MirrorMaker 2's included.
pub(super) const CONNECTOR: Filter = Filter {
    keys: &[
        ("name", "the connector is called like its resource"),
        ("connector.class", FIELD),
        ("tasks.max", FIELD),
    ],
    ..Filter::NONE
};

/// `config` of the bridge's producer and admin client.
pub(super) const BRIDGE: Filter = Filter {
    prefixes: &[
        ("ssl.", CONNECTION),
        ("sasl.", CONNECTION),
        ("security.", CONNECTION),
        ("bootstrap.servers", FIELD),
    ],
    exceptions: TLS_EXCEPTIONS,
    ..Filter::NONE
};

/// `config` of the bridge's consumer.
pub(super) const BRIDGE_CONSUMER: Filter = Filter {
    prefixes: &[
        ("ssl.", CONNECTION),
        ("sasl.", CONNECTION),
        ("security.", CONNECTION),
        ("bootstrap.servers", FIELD),
        ("group.id", "clients of the bridge name their group"),
    ],
    exceptions: TLS_EXCEPTIONS,
    ..Filter::NONE
};

impl Filter {
    /// Takes nothing out.
    pub(super) const NONE: Filter = Filter {
        prefixes: &[],
        since_v1: &[],
        exceptions: &[],
        per_listener: &[],
        keys: &[],
    };

    /// What to do instead, for a key that is taken out. `listeners` are those of the resource, as
    /// `<name>-<port>`.
    pub(super) fn instead(
        &self,
        key: &str,
        v1: bool,
        listeners: &[String],
    ) -> Option<&'static str> {
        let lower = key.to_ascii_lowercase();
        if let Some((_, instead)) = self.keys.iter().find(|(k, _)| *k == lower) {
            return Some(instead);
        }
        if self.exceptions.contains(&key) || self.is_of_listener(key, listeners) {
            return None;
        }
        let since_v1 = self.since_v1.iter().filter(|_| v1);
        let mut prefixes = self.prefixes.iter().chain(since_v1);
        let row = prefixes.find(|(prefix, _)| lower.starts_with(prefix))?;
        Some(row.1)
    }

    fn is_of_listener(&self, key: &str, listeners: &[String]) -> bool {
        let Some(rest) = key.strip_prefix("listener.name.") else {
            return false;
        };
        rest.split_once('.').is_some_and(|(name, key)| {
            self.per_listener.contains(&key) && listeners.iter().any(|l| l == name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_out_as_the_operator_does() {
        let listeners = ["tls-9093".to_owned()];
        for (filter, key, old, new) in [
            (&BROKER, "listeners", true, true),
            (&BROKER, "LISTENERS", true, true),
            (&BROKER, "broker.rack", true, true),
            (&BROKER, "log.dirs", true, true),
            (&BROKER, "ssl.client.auth", true, true),
            (&BROKER, "ssl.enabled.protocols", false, false),
            (&BROKER, "SSL.enabled.protocols", true, true),
            (&BROKER, "log.retention.hours", false, false),
            (&BROKER, "inter.broker.protocol.version", false, false),
            (&BROKER, "controller.quorum.fetch.timeout.ms", false, false),
            (&BROKER, "controller.quorum.voters", true, true),
            (&BROKER, "client.quota.callback.static.produce", false, true),
            (&BROKER, "cordoned.log.dirs", false, true),
            (&BROKER, "zookeeper.clientCnxnSocket", false, false),
            (
                &BROKER,
                "listener.name.tls-9093.max.connections",
                false,
                false,
            ),
            (
                &BROKER,
                "listener.name.tls-9094.max.connections",
                true,
                true,
            ),
            (
                &BROKER,
                "listener.name.tls-9093.ssl.key.password",
                true,
                true,
            ),
            (&CONNECT, "group.id", false, true),
            (&CONNECT, "plugin.path", true, true),
            (&CONNECT, "producer.acks", false, false),
            (&CONNECTOR, "tasks.max", true, true),
            (&CONNECTOR, "tasks.max.enforce", false, false),
            (&BRIDGE, "group.id", false, false),
            (&BRIDGE_CONSUMER, "group.id", true, true),
        ] {
            for (v1, expected) in [(false, old), (true, new)] {
                let instead = filter.instead(key, v1, &listeners);
                assert_eq!(instead.is_some(), expected, "{key} {v1}");
            }
        }
    }
}
