//! One configuration in every format that can say it: the findings are the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, VersionSpec};
use kafka_lint::source::MemorySources;

/// A broker with faults of many kinds: refused, ignored, misspelt, risky, removed, a secret, two of a chain.
const BROKER: &[(&str, &str)] = &[
    ("process.roles", "broker"),
    ("node.id", "4"),
    (
        "controller.quorum.voters",
        "1@c1.example.com:9093,2@c2.example.com:9093,3@c3.example.com:9093",
    ),
    ("controller.listener.names", "CONTROLLER"),
    (
        "listener.security.protocol.map",
        "CONTROLLER:SASL_SSL,CLIENTS:PLAINTEXT",
    ),
    ("inter.broker.listener.name", "CLIENTS"),
    ("listeners", "CLIENTS://:9092"),
    ("advertised.listeners", "CLIENTS://localhost:9092"),
    ("log.dirs", "/tmp/kafka-logs"),
    ("num.io.threads", "0"),
    ("num.network.threads", "three"),
    ("log.retention.hour", "24"),
    ("log.retention.ms", "604800000"),
    ("log.retention.hours", "168"),
    ("min.insync.replicas", "1"),
    ("default.replication.factor", "3"),
    ("offsets.topic.replication.factor", "1"),
    ("unclean.leader.election.enable", "true"),
    ("auto.create.topics.enable", "true"),
    ("acks", "all"),
    ("zookeeper.connect", "zk:2181"),
    ("ssl.keystore.password", "correct-horse"),
];

/// Code, kind of entity, key, and whether Kafka refuses.
type Found = BTreeSet<(String, String, String, bool)>;

fn lint(path: &str, text: &str, read_as: Option<ReadAs>) -> (Found, Vec<(String, String)>) {
    let mut sources = MemorySources::default();
    sources.add(path, text.as_bytes());
    let project = Project {
        given: Layer {
            kafka_version: Some(VersionSpec::parse("3.9.1").unwrap()),
            profile: Some(Profile::Production),
            ..Layer::default()
        },
        read_as,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    let found = report
        .diagnostics
        .iter()
        .map(|d| {
            (
                report.descriptor(d.rule).code.to_owned(),
                d.entity
                    .as_ref()
                    .map_or_else(String::new, |e| e.kind.name().to_owned()),
                d.subject.key.clone().unwrap_or_default(),
                d.rejected_by_kafka,
            )
        })
        .collect();
    let settings = pipeline::entities(&sources, &project)
        .iter()
        .flat_map(|(entity, _)| &entity.settings)
        .map(|s| {
            (
                s.key.name().to_owned(),
                s.value.known().unwrap_or_default().trim().to_owned(),
            )
        })
        .collect();
    (found, settings)
}

fn properties() -> String {
    BROKER.iter().fold(String::new(), |mut out, (key, value)| {
        let _ = writeln!(out, "{key}={value}");
        out
    })
}

fn indented(text: &str, by: usize) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}{line}", " ".repeat(by));
        out
    })
}

/// The variables of an image whose names can say every key.
fn variables() -> impl Iterator<Item = (String, &'static str)> {
    BROKER.iter().map(|(key, value)| {
        let name = key
            .replace('_', "__")
            .replace('-', "___")
            .replace('.', "_")
            .to_ascii_uppercase();
        (format!("KAFKA_{name}"), *value)
    })
}

fn compose(environment: &str) -> String {
    format!("services:\n  broker:\n    image: apache/kafka:3.9.1\n    environment:\n{environment}")
}

/// Every way of writing the broker, by the name of the file.
fn ways() -> Vec<(&'static str, String)> {
    let map = variables().fold(String::new(), |mut out, (name, value)| {
        let _ = writeln!(out, "      {name}: '{value}'");
        out
    });
    let list = variables().fold(String::new(), |mut out, (name, value)| {
        let _ = writeln!(out, "      - \"{name}={value}\"");
        out
    });
    let anchored = format!(
        "x-broker: &broker\n{}services:\n  broker:\n    image: apache/kafka:3.9.1\n    environment:\n      <<: *broker\n",
        map.replace("      ", "  ")
    );
    let config_map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kafka\ndata:\n  server.properties: |\n{}",
        indented(&properties(), 4)
    );
    let as_json = format!(
        "{{\"kind\": \"ConfigMap\", \"data\": {{\"server.properties\": {}}}}}",
        serde_json::to_string(&properties()).unwrap()
    );
    let env = variables().fold(String::new(), |mut out, (name, value)| {
        let _ = writeln!(out, "        - {{name: {name}, value: '{value}'}}");
        out
    });
    let pod = |container: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: kafka}}\nspec:\n  containers:\n    - image: apache/kafka:3.9.1\n{container}"
        )
    };
    let data = map.replace("      ", "  ");
    let by_reference = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: broker}}\ndata:\n{data}---\n{}",
        pod("      envFrom: [{configMapRef: {name: broker}}]\n")
    );
    vec![
        ("pod.yaml", pod(&format!("      env:\n{env}"))),
        ("env-from.yaml", by_reference),
        ("compose.yaml", compose(&map)),
        ("docker-compose.yml", compose(&list)),
        ("anchors.yaml", anchored),
        ("config-map.yaml", config_map),
        ("config-map.json", as_json),
    ]
}

/// In a container no folder is emptied by the system; all of them go with it where no volume is mounted.
fn in_a_container(found: &Found) -> Found {
    let moved = found
        .iter()
        .cloned()
        .map(|(code, kind, key, rejected)| match &*code {
            "STO001" => ("STO006".to_owned(), kind, key, rejected),
            _ => (code, kind, key, rejected),
        });
    moved.collect()
}

#[test]
fn a_broker_has_the_same_findings_in_every_format() {
    let (expected, settings) = lint("server.properties", &properties(), Some(ReadAs::Broker));
    assert_eq!(settings.len(), BROKER.len());
    assert!(expected.len() >= 10, "{expected:#?}");
    assert!(expected.iter().any(|(_, _, _, rejected)| *rejected));
    for (path, text) in ways() {
        let (found, mut other) = lint(path, &text, None);
        let expected = match text.starts_with("services:") || text.contains("\nservices:") {
            true => in_a_container(&expected),
            false => expected.clone(),
        };
        let mut settings = settings.clone();
        settings.sort();
        other.sort();
        assert_eq!(other, settings, "{path}\n{text}");
        assert_eq!(found, expected, "{path}\n{text}");
    }
}
