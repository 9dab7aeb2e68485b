//! Families of keys: a prefix, and what stands behind it. The build script reads this file as well.

use crate::catalog::Component;

/// What stands behind a prefix.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Inner {
    /// A key of one of these components.
    Keys(&'static [Component]),
    /// Whatever a plug-in reads.
    Plugin,
}

/// A family of keys.
#[derive(Copy, Clone, Debug)]
pub struct Family {
    /// The components whose files may hold it.
    pub hosts: &'static [Component],
    /// The prefix; `*` stands for one part of a name, without dots.
    pub pattern: &'static str,
    /// What stands behind it.
    pub inner: Inner,
}

use Component::{
    Admin, Broker, ConnectDistributed, ConnectStandalone, Consumer, Librdkafka, MirrorCheckpoint,
    MirrorHeartbeat, MirrorMaker, MirrorSource, Producer, RemoteLogMetadata, ShareConsumer,
    SinkConnector, SourceConnector, Streams, Topic,
};

const CLIENTS: &[Component] = &[Producer, Consumer, ShareConsumer, Admin];
const WORKERS: &[Component] = &[ConnectDistributed, ConnectStandalone];
const CONNECTORS: &[Component] = &[SourceConnector, SinkConnector];
const MIRROR_CONNECTORS: &[Component] = &[
    MirrorSource,
    MirrorCheckpoint,
    MirrorHeartbeat,
    SourceConnector,
];
const MIRROR_CLUSTER: &[Component] = &[Producer, Consumer, Admin, ConnectDistributed];
const ALL: &[Component] = &[
    Broker,
    Producer,
    Consumer,
    ShareConsumer,
    Admin,
    Streams,
    ConnectDistributed,
    ConnectStandalone,
    SourceConnector,
    SinkConnector,
    MirrorMaker,
];

const fn keys(
    hosts: &'static [Component],
    pattern: &'static str,
    inner: &'static [Component],
) -> Family {
    Family {
        hosts,
        pattern,
        inner: Inner::Keys(inner),
    }
}

const fn plugin(hosts: &'static [Component], pattern: &'static str) -> Family {
    Family {
        hosts,
        pattern,
        inner: Inner::Plugin,
    }
}

/// All families. The first one that fits decides, so longer patterns stand before shorter ones.
pub const FAMILIES: &[Family] = &[
    // DynamicBrokerConfig: `listener.name.<listener>.[<mechanism>.]<key>`.
    keys(&[Broker], "listener.name.*.", &[Broker]),
    keys(&[Broker], "listener.name.*.*.", &[Broker]),
    keys(
        &[Broker],
        "rlmm.config.remote.log.metadata.common.client.",
        CLIENTS,
    ),
    keys(
        &[Broker],
        "rlmm.config.remote.log.metadata.producer.",
        &[Producer],
    ),
    keys(
        &[Broker],
        "rlmm.config.remote.log.metadata.consumer.",
        &[Consumer],
    ),
    keys(&[Broker], "rlmm.config.", &[RemoteLogMetadata]),
    plugin(&[Broker], "rsm.config."),
    plugin(&[Broker], "cruise.control."),
    plugin(&[Broker], "kafka.rest."),
    plugin(&[Broker], "rest.servlet."),
    plugin(&[Broker], "ldap."),
    plugin(&[Broker], "strimzi."),
    plugin(&[Broker], "prometheus."),
    // StreamsConfig: the clients that it makes, and the topics.
    keys(&[Streams], "main.consumer.", &[Consumer]),
    keys(&[Streams], "restore.consumer.", &[Consumer]),
    keys(&[Streams], "global.consumer.", &[Consumer]),
    keys(&[Streams], "consumer.", &[Consumer]),
    keys(&[Streams], "producer.", &[Producer]),
    keys(&[Streams], "admin.", &[Admin]),
    keys(&[Streams], "topic.", &[Topic]),
    plugin(&[Streams], "client.tag."),
    plugin(&[Streams], "rocksdb."),
    // WorkerConfig: the clients of its connectors, its internal topics, its REST server.
    keys(WORKERS, "producer.", &[Producer]),
    keys(WORKERS, "consumer.", &[Consumer]),
    keys(WORKERS, "admin.listeners.https.", WORKERS),
    keys(WORKERS, "admin.", &[Admin]),
    keys(WORKERS, "listeners.https.", WORKERS),
    keys(&[ConnectDistributed], "config.storage.", &[Topic]),
    keys(&[ConnectDistributed], "offset.storage.", &[Topic]),
    keys(&[ConnectDistributed], "status.storage.", &[Topic]),
    plugin(WORKERS, "rest."),
    // ConnectorConfig: the clients of one connector, what it brings along, the topics that it creates.
    keys(CONNECTORS, "producer.override.", &[Producer]),
    keys(CONNECTORS, "consumer.override.", &[Consumer]),
    keys(CONNECTORS, "admin.override.", &[Admin]),
    // Beside topics' keys stand `partitions`, `replication.factor`, `include` and `exclude`.
    keys(&[SourceConnector], "topic.creation.*.", &[Topic]),
    plugin(CONNECTORS, "transforms.*."),
    plugin(CONNECTORS, "predicates.*."),
    // MirrorMakerConfig: `<cluster>.<key>` and `<source>-><target>.<key>`.
    keys(&[MirrorMaker], "*->*.producer.override.", &[Producer]),
    keys(&[MirrorMaker], "*->*.consumer.override.", &[Consumer]),
    keys(&[MirrorMaker], "*->*.admin.override.", &[Admin]),
    keys(&[MirrorMaker], "*->*.source.producer.", &[Producer]),
    keys(&[MirrorMaker], "*->*.target.producer.", &[Producer]),
    keys(&[MirrorMaker], "*->*.source.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "*->*.target.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "*->*.source.admin.", &[Admin]),
    keys(&[MirrorMaker], "*->*.target.admin.", &[Admin]),
    keys(&[MirrorMaker], "*->*.producer.", &[Producer]),
    keys(&[MirrorMaker], "*->*.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "*->*.admin.", &[Admin]),
    keys(&[MirrorMaker], "*->*.", MIRROR_CONNECTORS),
    keys(&[MirrorMaker], "producer.override.", &[Producer]),
    keys(&[MirrorMaker], "consumer.override.", &[Consumer]),
    keys(&[MirrorMaker], "admin.override.", &[Admin]),
    keys(&[MirrorMaker], "source.producer.", &[Producer]),
    keys(&[MirrorMaker], "target.producer.", &[Producer]),
    keys(&[MirrorMaker], "source.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "target.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "source.admin.", &[Admin]),
    keys(&[MirrorMaker], "target.admin.", &[Admin]),
    keys(&[MirrorMaker], "producer.", &[Producer]),
    keys(&[MirrorMaker], "consumer.", &[Consumer]),
    keys(&[MirrorMaker], "admin.", &[Admin]),
    keys(&[MirrorMaker], "listeners.https.", &[ConnectDistributed]),
    // What a plug-in of any of them reads.
    plugin(ALL, "config.providers.*."),
    plugin(ALL, "key.converter."),
    plugin(ALL, "value.converter."),
    plugin(ALL, "header.converter."),
    plugin(ALL, "metrics.context."),
    plugin(ALL, "io.confluent."),
    plugin(ALL, "confluent."),
    plugin(ALL, "schema.registry."),
    plugin(ALL, "basic.auth."),
    plugin(ALL, "bearer.auth."),
    // rd_kafka_topic_conf_set: only properties of topics.
    keys(&[Librdkafka], "topic.", &[Librdkafka]),
    // Last, since any word may be the name of a cluster.
    keys(&[MirrorMaker], "*.producer.", &[Producer]),
    keys(&[MirrorMaker], "*.consumer.", &[Consumer]),
    keys(&[MirrorMaker], "*.admin.", &[Admin]),
    keys(&[MirrorMaker], "*.config.storage.", &[Topic]),
    keys(&[MirrorMaker], "*.offset.storage.", &[Topic]),
    keys(&[MirrorMaker], "*.status.storage.", &[Topic]),
    keys(&[MirrorMaker], "*.", MIRROR_CLUSTER),
];

/// The families of some components that a name belongs to, the first one first, each with the rest of the
/// name.
pub fn families<'n>(
    hosts: &'n [Component],
    name: &'n str,
) -> impl Iterator<Item = (&'static Family, &'n str)> {
    FAMILIES
        .iter()
        .filter(move |family| family.hosts.iter().any(|host| hosts.contains(host)))
        .filter_map(move |family| Some((family, rest(family.pattern, name)?)))
}

/// What follows a pattern in a name; nothing where the name does not begin with it or ends there.
fn rest<'n>(pattern: &str, name: &'n str) -> Option<&'n str> {
    let mut rest = name;
    let mut parts = pattern.split('*');
    rest = rest.strip_prefix(parts.next()?)?;
    for part in parts {
        // The star takes the shortest text that is not empty.
        let end = rest.find(part).filter(|end| *end > 0)?;
        if rest[..end].contains('.') {
            return None;
        }
        rest = &rest[end + part.len()..];
    }
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_part_of_a_name() {
        for (pattern, name, expected) in [
            ("producer.", "producer.acks", Some("acks")),
            ("producer.", "producer.", None),
            (
                "listener.name.*.",
                "listener.name.internal.ssl.client.auth",
                Some("ssl.client.auth"),
            ),
            ("listener.name.*.", "listener.name.internal", None),
            ("*->*.", "a->b.topics", Some("topics")),
            ("*->*.", "a->.topics", None),
            ("*->*.", "x.a->b.topics", None),
            ("*.", "prod.bootstrap.servers", Some("bootstrap.servers")),
            ("*.", ".x", None),
        ] {
            assert_eq!(rest(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn the_first_family_decides() {
        let (family, rest) = families(
            &[ConnectDistributed],
            "admin.listeners.https.ssl.key.password",
        )
        .next()
        .unwrap();
        assert_eq!(
            (family.pattern, rest),
            ("admin.listeners.https.", "ssl.key.password")
        );
        let (family, _) = families(&[MirrorMaker], "a->b.producer.override.acks")
            .next()
            .unwrap();
        assert_eq!(family.inner, Inner::Keys(&[Producer]));
        assert!(families(&[Topic], "producer.acks").next().is_none());
    }
}
