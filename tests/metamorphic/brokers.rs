use kafka_lint::model::EntityKind;
use kafka_lint::project::ReadAs;

use crate::ways::Differs::{Adds, Drops, Lacks};
use crate::ways::{Differs, Settings, Way, compare, indented, lines, mapping, properties, read};

/// A broker with faults of many kinds: refused, ignored, misspelt, risky, removed, a secret, two of a chain.
const BROKER: Settings = &[
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

/// A container keeps what lies in no volume only as long as it lives, whatever the folder.
const CONTAINER: &[Differs] = &[Lacks("STO001", "log.dirs"), Adds("STO006", "log.dirs")];

/// The operator makes the listeners, the quorum and the folders itself, and drops what the file says of them.
const STRIMZI: &[Differs] = &[
    Drops("process.roles"),
    Drops("node.id"),
    Drops("controller.quorum.voters"),
    Drops("controller.listener.names"),
    Drops("listener.security.protocol.map"),
    Drops("inter.broker.listener.name"),
    Drops("listeners"),
    Drops("advertised.listeners"),
    Drops("log.dirs"),
    Drops("zookeeper.connect"),
    Drops("ssl.keystore.password"),
];

/// Amazon MSK, a chart with other values, and Confluent's operator may set what is not written, so that nothing is
/// found that depends on what else is set.
const OPEN: &[Differs] = &[
    // The key store's location may be set.
    Lacks("KFK020", "ssl.keystore.password"),
    // The brokers may be reached by other listeners.
    Lacks("NET001", "advertised.listeners"),
    // An authorizer may be set.
    Lacks("SEC020", "listeners"),
    // The node may be in the middle of its migration.
    Lacks("UPG002", "zookeeper.connect"),
];

/// A running cluster tells how many brokers it has: this one, too few for the state of transactions.
const SNAPSHOT: &[Differs] = &[Adds("AVL008", "transaction.state.log.replication.factor")];

/// The name of a variable that says a key, in the way in which every key can be said.
fn variable(key: &str) -> String {
    let name = key.replace('_', "__").replace('-', "___").replace('.', "_");
    format!("KAFKA_{}", name.to_ascii_uppercase())
}

fn compose(environment: &str) -> String {
    format!("services:\n  broker:\n    image: apache/kafka:3.9.1\n    environment:\n{environment}")
}

fn pod(container: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: kafka}}\nspec:\n  containers:\n    - image: apache/kafka:3.9.1\n{container}"
    )
}

/// In the variables of an image, which every key can be written as.
fn by_variables() -> Vec<Way> {
    let map = lines(BROKER, |key, value| {
        format!("      {}: '{value}'", variable(key))
    });
    let list = lines(BROKER, |key, value| {
        format!("      - \"{}={value}\"", variable(key))
    });
    let env = lines(BROKER, |key, value| {
        format!("        - {{name: {}, value: '{value}'}}", variable(key))
    });
    let data = map.replace("      ", "  ");
    let anchored = format!(
        "x-broker: &broker\n{data}services:\n  broker:\n    image: apache/kafka:3.9.1\n    environment:\n      <<: *broker\n"
    );
    let by_reference = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: broker}}\ndata:\n{data}---\n{}",
        pod("      envFrom: [{configMapRef: {name: broker}}]\n")
    );
    [
        ("compose.yaml", compose(&map), CONTAINER),
        ("docker-compose.yml", compose(&list), CONTAINER),
        ("anchors.yaml", anchored, CONTAINER),
        ("pod.yaml", pod(&format!("      env:\n{env}")), CONTAINER),
        ("env-from.yaml", by_reference, CONTAINER),
    ]
    .map(|(path, text, differs)| Way {
        path,
        text,
        differs,
    })
    .into()
}

/// As Kafka's own keys inside of something else.
fn by_keys() -> Vec<Way> {
    let text = properties(BROKER);
    let config_map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kafka\ndata:\n  server.properties: |\n{}",
        indented(&text, 4)
    );
    let as_json = format!(
        "{{\"kind\": \"ConfigMap\", \"data\": {{\"server.properties\": {}}}}}",
        serde_json::to_string(&text).unwrap()
    );
    let strimzi = format!(
        "apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: {{name: brokers, labels: {{strimzi.io/cluster: orders}}}}
spec: {{replicas: 3, roles: [broker], storage: {{type: persistent-claim, size: 10Gi}}}}
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: {{name: controllers, labels: {{strimzi.io/cluster: orders}}}}
spec: {{replicas: 3, roles: [controller], storage: {{type: persistent-claim, size: 10Gi}}}}
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: {{name: orders}}
spec:
  kafka:
    version: 3.9.1
    listeners: [{{name: plain, port: 9092, type: internal, tls: false}}]
    config:
{}",
        mapping(BROKER, 6)
    );
    let msk = format!(
        "resource \"aws_msk_configuration\" \"orders\" {{\n  name = \"orders\"\n  kafka_versions = [\"3.9.x\"]\n  server_properties = <<-EOT\n{}  EOT\n}}\n",
        indented(&text, 4)
    );
    let values = |properties: &str| {
        format!(
            "image: {{repository: bitnami/kafka, tag: 3.9.1}}\nbroker:\n  replicaCount: 3\n{properties}"
        )
    };
    let overrides = values(&format!("  overrideConfiguration:\n{}", mapping(BROKER, 4)));
    let extra = values(&format!("  extraConfig: |\n{}", indented(&text, 4)));
    let confluent = format!(
        "apiVersion: platform.confluent.io/v1beta1\nkind: Kafka\nmetadata: {{name: kafka}}\nspec:\n  replicas: 3\n  configOverrides:\n    server:\n{}",
        lines(BROKER, |key, value| format!("      - '{key}={value}'"))
    );
    [
        ("config-map.yaml", config_map, &[] as &[Differs]),
        ("config-map.json", as_json, &[]),
        ("kafka.yaml", strimzi, STRIMZI),
        ("main.tf", msk, OPEN),
        ("values.yaml", overrides, OPEN),
        ("values-text.yaml", extra, OPEN),
        ("platform.yaml", confluent, OPEN),
        ("cluster.json", snapshot(), SNAPSHOT),
    ]
    .map(|(path, text, differs)| Way {
        path,
        text,
        differs,
    })
    .into()
}

/// A running cluster of that one broker.
fn snapshot() -> String {
    let settings = BROKER.iter().map(|(key, value)| {
        let setting = serde_json::json!({"value": value, "source": "static"});
        ((*key).to_owned(), setting)
    });
    let settings: serde_json::Map<String, serde_json::Value> = settings.collect();
    let brokers = serde_json::json!([{"id": 4, "alive": true, "settings": settings}]);
    format!(
        "{{\"kafka-lint-snapshot\": 1, \"cluster\": {{\"bootstrap\": \"localhost:9092\"}}, \"brokers\": {brokers}}}"
    )
}

#[test]
fn a_broker_has_the_same_findings_in_every_format() {
    let kind = EntityKind::Broker;
    let plainest = read(
        "server.properties",
        &properties(BROKER),
        Some(ReadAs::Broker),
        kind,
    );
    for ways in [by_variables(), by_keys()] {
        compare(&plainest, BROKER, 10, kind, &ways);
    }
}
