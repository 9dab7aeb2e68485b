use kafka_lint::model::EntityKind;
use kafka_lint::project::ReadAs;

use crate::ways::Differs::{Adds, CannotSay};
use crate::ways::{Differs, Settings, Way, compare, hcl, lines, mapping, properties, read};

/// A topic that is refused twice, misspelt, and keeps its records for another time than it seems.
const TOPIC: Settings = &[
    ("cleanup.policy", "compacted"),
    ("min.insync.replicas", "1"),
    ("retention.ms", "-2"),
    ("max.message.byte", "1048588"),
    ("segment.ms", "1000"),
    ("segment.bytes", "1048576"),
    ("unclean.leader.election.enable", "true"),
    ("compression.type", "zstd"),
];

/// A property file has no place for the number of replicas; with three it is known that one in sync is too few.
const THREE_REPLICAS: &[Differs] = &[Adds("DUR002", "min.insync.replicas")];

/// The same, and the block has an attribute for each of Kafka's keys: Terraform itself refuses all others.
const TYPED: &[Differs] = &[
    Adds("DUR002", "min.insync.replicas"),
    CannotSay("max.message.byte"),
];

#[test]
fn a_topic_has_the_same_findings_in_every_format() {
    let kind = EntityKind::Topic;
    let strimzi = format!(
        "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {{name: orders}}\nspec:\n  partitions: 12\n  replicas: 3\n  config:\n{}",
        mapping(TOPIC, 4)
    );
    let confluent = format!(
        "apiVersion: platform.confluent.io/v1beta1\nkind: KafkaTopic\nmetadata: {{name: orders}}\nspec:\n  replicas: 3\n  partitionCount: 12\n  configs:\n{}",
        mapping(TOPIC, 4)
    );
    let helm = format!(
        "image: {{repository: bitnami/kafka, tag: 3.9.1}}\nprovisioning:\n  enabled: true\n  topics:\n    - name: orders\n      partitions: 12\n      replicationFactor: 3\n      config:\n{}",
        mapping(TOPIC, 8)
    );
    let resource = |resource: &str, head: &str, name: &str| {
        format!(
            "resource {resource:?} \"orders\" {{\n  {head}\n  {name} = {{\n{}  }}\n}}\n",
            hcl(TOPIC)
        )
    };
    let snake = lines(TOPIC, |key, value| {
        format!("    {} = {value:?}", key.replace('.', "_"))
    });
    let aiven = format!(
        "resource \"aiven_kafka_topic\" \"orders\" {{\n  topic_name = \"orders\"\n  partitions = 12\n  replication = 3\n  config {{\n{snake}  }}\n}}\n"
    );
    let shared = "name = \"orders\"\n  partitions = 12\n  replication_factor = 3";
    let ways = [
        ("topic.yaml", strimzi, THREE_REPLICAS),
        ("topics.yaml", confluent, THREE_REPLICAS),
        ("values.yaml", helm, THREE_REPLICAS),
        (
            "kafka.tf",
            resource("kafka_topic", shared, "config"),
            THREE_REPLICAS,
        ),
        (
            "msk.tf",
            resource(
                "aws_msk_topic",
                &shared.replace("partitions", "partition_count"),
                "configs",
            ),
            THREE_REPLICAS,
        ),
        (
            "cloud.tf",
            // Every topic there has three replicas.
            resource("confluent_kafka_topic", "topic_name = \"orders\"", "config"),
            THREE_REPLICAS,
        ),
        ("aiven.tf", aiven, TYPED),
    ]
    .map(|(path, text, differs)| Way {
        path,
        text,
        differs,
    });
    let plainest = read(
        "orders.properties",
        &properties(TOPIC),
        Some(ReadAs::Topic),
        kind,
    );
    compare(&plainest, TOPIC, 5, kind, &ways);
}
