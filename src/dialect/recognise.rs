//! Whose file it is, from its name and its keys.

use super::names::{self, NameHint};
use crate::catalog::{self, Component};
use crate::project::ReadAs;

/// The answer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Recognised {
    /// A file of a kind that is read.
    Kind(ReadAs),
    /// Kafka's, in a format that is not read yet.
    Unsupported(&'static str),
    /// Not Kafka's.
    NotKafka,
}

/// Keys that only one program reads, and which; a `*` at the end stands for any text. They go before
/// everything else: these programs also take client keys, and must never be judged as a client.
const MARKERS: &[(&str, Recognised)] = &[
    (
        "offset.storage.topic",
        Recognised::Unsupported("Kafka Connect"),
    ),
    (
        "config.storage.topic",
        Recognised::Unsupported("Kafka Connect"),
    ),
    (
        "status.storage.topic",
        Recognised::Unsupported("Kafka Connect"),
    ),
    (
        "offset.storage.file.filename",
        Recognised::Unsupported("Kafka Connect"),
    ),
    ("key.converter", Recognised::Unsupported("Kafka Connect")),
    (
        "connector.class",
        Recognised::Unsupported("Kafka Connect connector"),
    ),
    ("application.id", Recognised::Unsupported("Kafka Streams")),
    (
        "application.server",
        Recognised::Unsupported("Kafka Streams"),
    ),
    (
        "num.stream.threads",
        Recognised::Unsupported("Kafka Streams"),
    ),
    ("ksql.*", Recognised::Unsupported("ksqlDB")),
    ("spring.kafka.*", Recognised::Unsupported("Spring Boot")),
    (
        "spring.cloud.stream.*",
        Recognised::Unsupported("Spring Boot"),
    ),
    ("spring.*", Recognised::NotKafka),
    ("mp.messaging.*", Recognised::Unsupported("Quarkus")),
    ("kafka-streams.*", Recognised::Unsupported("Quarkus")),
    ("quarkus.kafka*", Recognised::Unsupported("Quarkus")),
    ("quarkus.*", Recognised::NotKafka),
    ("kafkastore.*", Recognised::Unsupported("Schema Registry")),
    (
        "capacity.config.file",
        Recognised::Unsupported("Cruise Control"),
    ),
    (
        "metric.sampler.class",
        Recognised::Unsupported("Cruise Control"),
    ),
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
    process_roles: bool,
    bootstrap: bool,
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
        if let Some(mark) = marker(key) {
            // A marker of a program that Kafka settings are read for beats one that is only foreign.
            if marked.is_none() || mark != Recognised::NotKafka {
                marked = Some(mark);
            }
        }
        score.count(key);
    }
    // A node's own keys are proof enough even where something else's are mixed in.
    if (score.process_roles || (score.broker >= 3 && marked != Some(Recognised::NotKafka)))
        && !matches!(marked, Some(Recognised::Unsupported(_)))
    {
        return Recognised::Kind(ReadAs::Broker);
    }
    if let Some(mark) = marked {
        return mark;
    }
    if score.clusters && score.flow {
        return Recognised::Unsupported("MirrorMaker 2");
    }
    score.decide(hint)
}

fn marker(key: &str) -> Option<Recognised> {
    // Quarkus writes profiles in front: %dev.quarkus.http.port
    let key = match key.strip_prefix('%') {
        Some(rest) => rest.split_once('.').map_or(rest, |(_, key)| key),
        None => key,
    };
    MARKERS
        .iter()
        .find(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(head) => key.starts_with(head),
            None => key == *pattern,
        })
        .map(|(_, mark)| *mark)
}

impl Score {
    fn count(&mut self, key: &str) {
        match key {
            "process.roles" => self.process_roles = true,
            "bootstrap.servers" => self.bootstrap = true,
            "clusters" => self.clusters = true,
            _ => {
                self.flow |= key.contains("->") || key.ends_with(".bootstrap.servers");
            }
        }
        let Some(id) = catalog::key_id(key) else {
            return;
        };
        let has = |component| catalog::history(component, id).next().is_some();
        let broker = has(Component::Broker);
        let producer = has(Component::Producer);
        let consumer = has(Component::Consumer);
        match (broker || has(Component::Topic), producer, consumer) {
            // `port` and `listeners` may be anybody's.
            (true, false, false) if broker => self.broker += u32::from(key.contains('.')),
            (false, true, false) => self.producer += 1,
            (false, false, true) => self.consumer += 1,
            (_, true, true) => self.client += 1,
            _ => {}
        }
    }

    fn decide(&self, hint: NameHint) -> Recognised {
        let clients = (self.producer > 0, self.consumer > 0);
        // A word such as `group.id` alone may be anybody's; with a second sign it is Kafka's.
        let client_signs = self.producer + self.consumer + self.client + u32::from(self.bootstrap);
        match hint {
            NameHint::Kind(ReadAs::Broker) if self.broker >= 1 => {
                return Recognised::Kind(ReadAs::Broker);
            }
            NameHint::Unsupported(format)
                if self.broker + client_signs > 0 || self.clusters || self.flow =>
            {
                return Recognised::Unsupported(format);
            }
            _ => {}
        }
        if self.broker >= 2 && self.broker >= self.producer + self.consumer {
            return Recognised::Kind(ReadAs::Broker);
        }
        let named_client = matches!(
            hint,
            NameHint::Kind(ReadAs::Producer | ReadAs::Consumer | ReadAs::Client)
        );
        let enough = if named_client { 1 } else { 2 };
        if client_signs < enough || !(self.bootstrap || named_client || client_signs >= 3) {
            return Recognised::NotKafka;
        }
        let kind = match (clients, hint) {
            ((true, true), _) => ReadAs::Client,
            ((true, false), NameHint::Kind(ReadAs::Consumer)) => ReadAs::Client,
            ((false, true), NameHint::Kind(ReadAs::Producer)) => ReadAs::Client,
            ((true, false), _) | (_, NameHint::Kind(ReadAs::Producer)) => ReadAs::Producer,
            ((false, true), _) | (_, NameHint::Kind(ReadAs::Consumer)) => ReadAs::Consumer,
            ((false, false), _) => ReadAs::Client,
        };
        Recognised::Kind(kind)
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
        for (path, keys, format) in [
            (
                "w.properties",
                &["bootstrap.servers", "group.id", "offset.storage.topic"][..],
                "Kafka Connect",
            ),
            (
                "c.properties",
                &["name", "connector.class", "tasks.max"],
                "Kafka Connect connector",
            ),
            (
                "s.properties",
                &["application.id", "bootstrap.servers"],
                "Kafka Streams",
            ),
            (
                "m.properties",
                &["clusters", "a.bootstrap.servers", "a->b.enabled"],
                "MirrorMaker 2",
            ),
            (
                "application.properties",
                &["spring.application.name", "spring.kafka.bootstrap-servers"],
                "Spring Boot",
            ),
            (
                "application.properties",
                &[
                    "%dev.quarkus.http.port",
                    "mp.messaging.outgoing.x.connector",
                ],
                "Quarkus",
            ),
            (
                "schema-registry.properties",
                &["listeners", "kafkastore.topic"],
                "Schema Registry",
            ),
            (
                "cruisecontrol.properties",
                &["bootstrap.servers", "metric.sampler.class"],
                "Cruise Control",
            ),
        ] {
            assert_eq!(
                recognised(path, keys),
                Recognised::Unsupported(format),
                "{path}"
            );
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
