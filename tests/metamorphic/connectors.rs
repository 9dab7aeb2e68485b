use kafka_lint::model::EntityKind;
use kafka_lint::project::ReadAs;

use crate::ways::Differs::Lacks;
use crate::ways::{
    Differs, Settings, Way, compare, hcl, indented, lines, mapping, properties, read,
};

/// A sink that drops records, has its dead letters in one place only, and a converter that is not one.
const SINK: Settings = &[
    ("name", "orders-archive"),
    (
        "connector.class",
        "com.example.archive.ArchiveSinkConnector",
    ),
    ("tasks.max", "0"),
    ("topics", "orders"),
    ("errors.tolerance", "all"),
    ("errors.retry.timeout", "many"),
    ("errors.deadletterqueue.topic.name", "orders-dead"),
    ("errors.deadletterqueue.topic.replication.factor", "1"),
    ("config.action.reloads", "none"),
    ("consumer.override.max.poll.records", "0"),
];

/// The first three have fields of their own there.
fn inner() -> Settings {
    &SINK[3..]
}

/// What is not written may be set in a second map, which holds the secrets.
const PROVIDER: &[Differs] = &[Lacks(
    "CNT009",
    "errors.deadletterqueue.context.headers.enable",
)];

#[test]
fn a_connector_has_the_same_findings_in_every_format() {
    let kind = EntityKind::Connector;
    let members = |settings: Settings| {
        let lines = lines(settings, |key, value| format!("{key:?}: {value:?},"));
        lines.trim_end().trim_end_matches(',').to_owned()
    };
    let strimzi = format!(
        "apiVersion: kafka.strimzi.io/v1\nkind: KafkaConnector\nmetadata: {{name: orders-archive}}\nspec:\n  class: com.example.archive.ArchiveSinkConnector\n  tasksMax: 0\n  config:\n{}",
        mapping(inner(), 4)
    );
    let confluent = format!(
        "apiVersion: platform.confluent.io/v1beta1\nkind: Connector\nmetadata: {{name: orders-archive}}\nspec:\n  class: com.example.archive.ArchiveSinkConnector\n  taskMax: 0\n  configs:\n{}",
        mapping(inner(), 4)
    );
    let config_map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: sink}}\ndata:\n  sink.properties: |\n{}",
        indented(&properties(SINK), 4)
    );
    let resource = |resource: &str, name: &str| {
        format!(
            "resource {resource:?} \"sink\" {{\n  name = \"orders-archive\"\n  {name} = {{\n{}  }}\n}}\n",
            hcl(SINK)
        )
    };
    let ways = [
        (
            "flat.json",
            format!("{{{}}}", members(SINK)),
            &[] as &[Differs],
        ),
        (
            "sink.json",
            format!(
                "{{\"name\": \"orders-archive\", \"config\": {{{}}}}}",
                members(&SINK[1..])
            ),
            &[],
        ),
        ("several.json", format!("[{{{}}}]", members(SINK)), &[]),
        ("strimzi.yaml", strimzi, &[]),
        ("confluent.yaml", confluent, &[]),
        ("config-map.yaml", config_map, &[]),
        (
            "connect.tf",
            resource("kafka-connect_connector", "config"),
            PROVIDER,
        ),
        (
            "msk.tf",
            resource("aws_mskconnect_connector", "connector_configuration"),
            &[],
        ),
    ]
    .map(|(path, text, differs)| Way {
        path,
        text,
        differs,
    });
    let plainest = read(
        "sink.properties",
        &properties(SINK),
        Some(ReadAs::SinkConnector),
        kind,
    );
    compare(&plainest, SINK, 5, kind, &ways);
}
