//! Whose file it is, from its name and its keys.

use super::framework::Framework;
use super::names::{self, NameHint};
use crate::catalog::{self, Component};
use crate::model::components;
use crate::project::ReadAs;

/// The answer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Recognised {
    /// A file of a kind that is read.
    Kind(ReadAs),
    /// A framework's, whose names are not Kafka's.
    Framework(Framework),
    /// Kafka's, in a format that is not read yet.
    Unsupported(&'static str),
    /// Not Kafka's.
    NotKafka,
}

/// Keys that only one program reads, and which; a `*` at the end stands for any text. They go before
/// everything else: these programs also take client keys, and must never be judged as a client. Where a file
/// has several of them, the upper row decides.
const MARKERS: &[(&str, Recognised)] = &[
    ("spring.kafka.*", Recognised::Framework(Framework::Spring)),
    (
        "spring.cloud.stream.kafka.*",
        Recognised::Framework(Framework::Spring),
    ),
    ("mp.messaging.*", Recognised::Framework(Framework::Quarkus)),
    ("kafka-streams.*", Recognised::Framework(Framework::Quarkus)),
    ("quarkus.kafka*", Recognised::Framework(Framework::Quarkus)),
    (
        "kafka.consumers.*",
        Recognised::Framework(Framework::Micronaut),
    ),
    (
        "kafka.producers.*",
        Recognised::Framework(Framework::Micronaut),
    ),
    ("ksql.*", Recognised::Unsupported("ksqlDB")),
    ("connector.class", Recognised::Kind(ReadAs::Connector)),
    (
        "offset.storage.file.filename",
        Recognised::Kind(ReadAs::ConnectStandalone),
    ),
    (
        "offset.storage.topic",
        Recognised::Kind(ReadAs::ConnectDistributed),
    ),
    (
        "config.storage.topic",
        Recognised::Kind(ReadAs::ConnectDistributed),
    ),
    (
        "status.storage.topic",
        Recognised::Kind(ReadAs::ConnectDistributed),
    ),
    ("application.id", Recognised::Kind(ReadAs::Streams)),
    ("application.server", Recognised::Kind(ReadAs::Streams)),
    ("num.stream.threads", Recognised::Kind(ReadAs::Streams)),
    ("kafkastore.*", Recognised::Kind(ReadAs::SchemaRegistry)),
    (
        "capacity.config.file",
        Recognised::Kind(ReadAs::CruiseControl),
    ),
    (
        "metric.sampler.class",
        Recognised::Kind(ReadAs::CruiseControl),
    ),
    (
        "key.converter",
        Recognised::Kind(ReadAs::ConnectDistributed),
    ),
    ("spring.*", Recognised::NotKafka),
    ("quarkus.*", Recognised::NotKafka),
    ("zookeeper.servers", Recognised::NotKafka),
    ("dataDir", Recognised::NotKafka),
    ("log4j.*", Recognised::NotKafka),
    ("rootLogger*", Recognised::NotKafka),
    ("appender.*", Recognised::NotKafka),
    ("org.gradle.*", Recognised::NotKafka),
    ("distributionUrl", Recognised::NotKafka),
];

/// What the keys of a file add up to.
#[derive(Default)]
struct Score {
    broker: u32,
    producer: u32,
    consumer: u32,
    client: u32,
    /// Keys that librdkafka has and Kafka's own clients do not.
    librdkafka: u32,
    /// Keys that Kafka's own clients have and librdkafka does not.
    java: u32,
    /// Keys of the kind that the name tells.
    hinted: u32,
    process_roles: bool,
    bootstrap: bool,
    group: bool,
    share: bool,
    clusters: bool,
    flow: bool,
}

/// Whose file it is.
pub(super) fn recognise<'a>(path: &str, keys: impl Iterator<Item = &'a str>) -> Recognised {
    let hint = names::hint(path);
    if hint == NameHint::Foreign {
        return Recognised::NotKafka;
    }
    let mut score = Score::default();
    let mut marked = None;
    for key in keys {
        marked = first_row(marked, marker(key));
        score.count(key, hint);
    }
    let marked = marked.map(|row: usize| MARKERS[row].1);
    // A node's own keys are proof enough even where something else's are mixed in.
    let foreign = matches!(marked, None | Some(Recognised::NotKafka));
    if foreign && (score.process_roles || (score.broker >= 3 && marked.is_none())) {
        return Recognised::Kind(ReadAs::Broker);
    }
    if score.clusters && score.flow {
        return Recognised::Kind(ReadAs::MirrorMaker);
    }
    match marked {
        Some(Recognised::Kind(ReadAs::ConnectDistributed)) if !score.is_distributed(hint) => {
            Recognised::Kind(ReadAs::ConnectStandalone)
        }
        Some(mark) => mark,
        None => score.decide(hint),
    }
}

fn first_row(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The row of [`MARKERS`] that a key belongs to.
fn marker(key: &str) -> Option<usize> {
    // Quarkus writes profiles in front: %dev.quarkus.http.port
    let key = match key.strip_prefix('%') {
        Some(rest) => rest.split_once('.').map_or(rest, |(_, key)| key),
        None => key,
    };
    MARKERS
        .iter()
        .position(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(head) => key.starts_with(head),
            None => key == *pattern,
        })
}

impl Score {
    fn count(&mut self, key: &str, hint: NameHint) {
        match key {
            "process.roles" => self.process_roles = true,
            "bootstrap.servers" => self.bootstrap = true,
            "group.id" => self.group = true,
            "clusters" => self.clusters = true,
            _ => {
                self.flow |= key.contains("->") || key.ends_with(".bootstrap.servers");
                self.share |= key.starts_with("share.ac");
            }
        }
        let Some(id) = catalog::key_id(key) else {
            return;
        };
        let has = |component| catalog::history(component, id).next().is_some();
        if let NameHint::Kind(kind) = hint {
            let hinted = kind.entities().iter().flat_map(|(k, v)| components(*k, *v));
            self.hinted += u32::from(key.contains('.') && hinted.copied().any(has));
        }
        let broker = has(Component::Broker);
        let producer = has(Component::Producer);
        let consumer = has(Component::Consumer);
        match (producer || consumer, has(Component::Librdkafka)) {
            // `debug` may be anybody's.
            (false, true) if !broker && key.contains('.') => self.librdkafka += 1,
            (true, false) => self.java += 1,
            _ => {}
        }
        match (broker || has(Component::Topic), producer, consumer) {
            // `port` and `listeners` may be anybody's.
            (true, false, false) if broker => self.broker += u32::from(key.contains('.')),
            (false, true, false) => self.producer += 1,
            (false, false, true) => self.consumer += 1,
            (_, true, true) => self.client += 1,
            _ => {}
        }
    }

    /// Whether a worker is one of a group: its file or its name says so.
    fn is_distributed(&self, hint: NameHint) -> bool {
        match hint {
            NameHint::Kind(ReadAs::ConnectDistributed) => true,
            NameHint::Kind(ReadAs::ConnectStandalone) => false,
            _ => self.group,
        }
    }

    fn decide(&self, hint: NameHint) -> Recognised {
        use ReadAs::{
            Broker, Client, Consumer, Librdkafka, LibrdkafkaConsumer, LibrdkafkaProducer, Producer,
        };
        let clients = (self.producer > 0, self.consumer > 0);
        // A word such as `group.id` alone may be anybody's; with a second sign it is Kafka's.
        let client_signs = self.producer
            + self.consumer
            + self.client
            + self.librdkafka
            + u32::from(self.bootstrap);
        match hint {
            NameHint::Kind(Broker) if self.broker >= 1 => return Recognised::Kind(Broker),
            NameHint::Kind(Broker | Producer | Consumer | Client | Librdkafka) => {}
            NameHint::Kind(kind) if self.hinted + client_signs > 0 => {
                return Recognised::Kind(kind);
            }
            NameHint::Unsupported(format) if self.broker + client_signs > 0 => {
                return Recognised::Unsupported(format);
            }
            _ => {}
        }
        if self.broker >= 2 && self.broker >= self.producer + self.consumer + self.librdkafka {
            return Recognised::Kind(Broker);
        }
        let named_client = matches!(
            hint,
            NameHint::Kind(Producer | Consumer | Client | Librdkafka)
        );
        let enough = if named_client { 1 } else { 2 };
        if client_signs < enough || !(self.bootstrap || named_client || client_signs >= 3) {
            return Recognised::NotKafka;
        }
        let kind = match (clients, hint) {
            ((true, true), _) => Client,
            ((true, false), NameHint::Kind(Consumer)) => Client,
            ((false, true), NameHint::Kind(Producer)) => Client,
            ((true, false), _) | (_, NameHint::Kind(Producer)) => Producer,
            ((false, true), _) | (_, NameHint::Kind(Consumer)) => Consumer,
            ((false, false), _) => Client,
        };
        let librdkafka =
            self.java == 0 && (self.librdkafka > 0 || hint == NameHint::Kind(Librdkafka));
        Recognised::Kind(match kind {
            Producer if librdkafka => LibrdkafkaProducer,
            Consumer if librdkafka => LibrdkafkaConsumer,
            Client if librdkafka => Librdkafka,
            Consumer if self.share => ReadAs::ShareConsumer,
            kind => kind,
        })
    }
}

/// Whether a file's name alone says that it is Kafka's, so that one that cannot be read must be said.
pub fn is_named_like_kafka(path: &str) -> bool {
    names::is_properties(path)
        && matches!(
            names::hint(path),
            NameHint::Kind(_) | NameHint::Unsupported(_)
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(path: &str, keys: &[&str]) -> Recognised {
        recognise(path, keys.iter().copied())
    }

    #[test]
    fn kinds_by_content() {
        let broker = Recognised::Kind(ReadAs::Broker);
        assert_eq!(recognised("x.properties", &["process.roles"]), broker);
        assert_eq!(
            recognised("x.properties", &["broker.id", "log.dirs", "listeners"]),
            broker
        );
        assert_eq!(recognised("server.properties", &["broker.id"]), broker);
        assert_eq!(
            recognised(
                "kafka-rest.properties",
                &["bootstrap.servers", "listeners", "acks"]
            ),
            Recognised::Unsupported("REST Proxy")
        );
        assert_eq!(
            recognised("x.properties", &["bootstrap.servers", "acks"]),
            Recognised::Kind(ReadAs::Producer)
        );
        assert_eq!(
            recognised("x.properties", &["bootstrap.servers", "group.id"]),
            Recognised::Kind(ReadAs::Consumer)
        );
        assert_eq!(
            recognised("x.properties", &["bootstrap.servers", "acks", "group.id"]),
            Recognised::Kind(ReadAs::Client)
        );
        assert_eq!(
            recognised("x.properties", &["bootstrap.servers", "security.protocol"]),
            Recognised::Kind(ReadAs::Client)
        );
        assert_eq!(
            recognised(
                "producer.properties",
                &["compression.type", "bootstrap.servers"]
            ),
            Recognised::Kind(ReadAs::Producer)
        );
    }

    #[test]
    fn other_programs_are_never_clients() {
        for (path, keys, expected) in [
            (
                "w.properties",
                &["bootstrap.servers", "group.id", "offset.storage.topic"][..],
                Recognised::Kind(ReadAs::ConnectDistributed),
            ),
            (
                "w.properties",
                &[
                    "bootstrap.servers",
                    "key.converter",
                    "offset.storage.file.filename",
                ],
                Recognised::Kind(ReadAs::ConnectStandalone),
            ),
            (
                "connect-standalone.properties",
                &["bootstrap.servers", "key.converter"],
                Recognised::Kind(ReadAs::ConnectStandalone),
            ),
            (
                "connect-worker.properties",
                &["bootstrap.servers", "key.converter", "group.id"],
                Recognised::Kind(ReadAs::ConnectDistributed),
            ),
            (
                "connect-file-sink.properties",
                &["name", "key.converter", "connector.class", "tasks.max"],
                Recognised::Kind(ReadAs::Connector),
            ),
            (
                "s.properties",
                &["application.id", "bootstrap.servers"],
                Recognised::Kind(ReadAs::Streams),
            ),
            (
                "m.properties",
                &["clusters", "a.bootstrap.servers", "a->b.enabled"],
                Recognised::Kind(ReadAs::MirrorMaker),
            ),
            (
                "application.properties",
                &["spring.application.name", "spring.kafka.bootstrap-servers"],
                Recognised::Framework(Framework::Spring),
            ),
            (
                "application.properties",
                &[
                    "%dev.quarkus.http.port",
                    "mp.messaging.outgoing.x.connector",
                ],
                Recognised::Framework(Framework::Quarkus),
            ),
            (
                "schema-registry.properties",
                &["listeners", "kafkastore.topic"],
                Recognised::Kind(ReadAs::SchemaRegistry),
            ),
            (
                "cruisecontrol.properties",
                &["bootstrap.servers", "metric.sampler.class"],
                Recognised::Kind(ReadAs::CruiseControl),
            ),
            (
                "admin.properties",
                &["bootstrap.servers", "security.protocol"],
                Recognised::Kind(ReadAs::Admin),
            ),
            (
                "x.properties",
                &["bootstrap.servers", "sasl.username", "sasl.password"],
                Recognised::Kind(ReadAs::Librdkafka),
            ),
            (
                "x.properties",
                &["bootstrap.servers", "group.id", "enable.auto.offset.store"],
                Recognised::Kind(ReadAs::LibrdkafkaConsumer),
            ),
            (
                "x.properties",
                &["bootstrap.servers", "sasl.mechanisms", "key.serializer"],
                Recognised::Kind(ReadAs::Producer),
            ),
            (
                "x.properties",
                &[
                    "bootstrap.servers",
                    "group.id",
                    "share.acknowledgement.mode",
                ],
                Recognised::Kind(ReadAs::ShareConsumer),
            ),
        ] {
            assert_eq!(recognised(path, keys), expected, "{path} {keys:?}");
        }
    }

    #[test]
    fn foreign_files_are_left_alone() {
        for (path, keys) in [
            ("log4j.properties", &["log4j.rootLogger"][..]),
            ("log4j.properties", &["broker.id", "log.dirs"]),
            ("gradle.properties", &["org.gradle.jvmargs"]),
            ("messages_de.properties", &["button.ok"]),
            ("application.properties", &["spring.application.name"]),
            ("archetype.properties", &["group.id", "artifact.id"]),
            ("x.properties", &["retries", "timeout"]),
            ("x.properties", &["client.id", "acks"]),
            ("empty.properties", &[]),
            ("server.properties", &["port", "host"]),
            ("zookeeper.properties", &["dataDir", "clientPort"]),
        ] {
            assert_eq!(
                recognised(path, keys),
                Recognised::NotKafka,
                "{path} {keys:?}"
            );
        }
    }
}
