//! Values for charts that install Kafka.

use kafka_lint::model::{EntityKind, Fact, Variant};

use crate::reading::{break_all, compare_all, expected, findings, fixtures, read, recognised};

#[test]
fn sound_values_are_read_and_give_no_finding() {
    let folder = fixtures("helm/sound");
    let (kinds, settings) = recognised(&folder);
    assert_eq!(kinds, [(EntityKind::Broker, 2), (EntityKind::Topic, 2)]);
    assert_eq!(settings, 24);
    assert_eq!(findings(&folder), expected(&[]));
}

#[test]
fn mistakes_are_found() {
    assert_eq!(
        findings(&fixtures("helm/mistakes")),
        expected(&[
            ("DUR001", "kafka", "1"),
            ("KFK001", "kafka", "a week"),
            ("DUR001", "cp-kafka", "1"),
            ("KFK001", "cp-kafka", "two"),
            ("CNT001", "cp-kafka-connect", "1"),
            ("DUR001", "kafka-controller", "1"),
            ("DUR006", "kafka-controller", "true"),
            ("DUR013", "order_placed", "order_placed"),
        ])
    );
}

#[test]
fn values_of_each_role_stand_over_those_of_both() {
    let text = std::fs::read_to_string(fixtures("helm/sound/values.yaml")).unwrap();
    let (entities, _) = read("values.yaml", &text);
    let [controllers, brokers, placed, stock] = entities.as_slice() else {
        panic!("{entities:?}")
    };
    assert_eq!(controllers.variant, Some(Variant::Controller));
    assert_eq!(brokers.variant, Some(Variant::Broker));
    for node in [controllers, brokers] {
        assert_eq!(node.text("min.insync.replicas"), Some("2"));
        assert!(node.open.is_some());
        assert_eq!(node.version.as_ref().unwrap().text, "4.0.0");
    }
    assert_eq!(brokers.text("num.io.threads"), Some("16"));
    assert!(!controllers.sets("num.io.threads"));
    assert_eq!(placed.facts.get(Fact::Partitions), Some(12));
    assert_eq!(stock.facts.get(Fact::Partitions), Some(6));
    assert_eq!(stock.facts.get(Fact::ReplicationFactor), Some(3));
}

#[test]
fn values_of_other_charts_are_left_alone() {
    for text in [
        "kafka:\n  brokers: a:9092\n  listeners: {client: x}\n",
        "controller:\n  replicaCount: 2\n  config:\n    use-proxy: 'true'\nkafka: {enabled: false}\n",
        "kafkaExporter: true\nconfig: |\n  a=b\nlisteners: []\n",
        "clusters:\n  - name: default\n    bootstrapBrokers: kafka:9092\nimage: {tag: latest}\n",
    ] {
        assert!(read("values.yaml", text).0.is_empty(), "{text}");
    }
}

#[test]
fn spans_and_values_are_those_of_another_parser() {
    compare_all("helm", "helm-values");
}

#[test]
fn broken_values_never_panic() {
    break_all("helm");
}
