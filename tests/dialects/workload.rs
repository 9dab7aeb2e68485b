//! Kubernetes' workloads.

use kafka_lint::model::EntityKind;

use crate::reading::{break_all, compare_all, expected, findings, fixtures, read, recognised};

#[test]
fn a_sound_workload_is_read_and_gives_no_finding() {
    let folder = fixtures("kubernetes/sound");
    let (kinds, settings) = recognised(&folder);
    assert_eq!(kinds, [(EntityKind::Broker, 1)]);
    assert_eq!(settings, 23);
    assert_eq!(findings(&folder), expected(&[]));
}

#[test]
fn mistakes_are_found() {
    assert_eq!(
        findings(&fixtures("kubernetes/mistakes")),
        expected(&[
            ("DUR005", "kafka", "kafka"),
            ("TOP001", "kafka", "kafka"),
            (
                "DUR001",
                "kafka",
                "docker.io/bitnamilegacy/kafka:3.9.0-debian-12-r1"
            ),
            (
                "DUR003",
                "kafka",
                "docker.io/bitnamilegacy/kafka:3.9.0-debian-12-r1"
            ),
            ("DUR006", "kafka", "true"),
            ("KFK001", "kafka", "a week"),
            ("SEC020", "kafka", "PLAINTEXT://:9092"),
            ("CNT001", "connect", "1"),
        ])
    );
}

#[test]
fn variables_come_from_where_the_container_says() {
    let text = std::fs::read_to_string(fixtures("kubernetes/sound/kafka.yaml")).unwrap();
    let (entities, _) = read("kafka.yaml", &text);
    let node = &entities[0];
    assert_eq!(node.replicas, Some(3));
    assert!(node.open.is_none());
    assert_eq!(node.text("min.insync.replicas"), Some("2"));
    assert!(node.is_unknown("node.id") && node.is_unknown("advertised.listeners"));
    assert_eq!(node.version.as_ref().unwrap().text, "4.1.1");

    for (from, to) in [
        ("name: kafka\n          env:", "name: other\n          env:"),
        (
            "mountPath: /var/lib/kafka/data",
            "mountPath: /mnt/shared/config",
        ),
        (
            "          volumeMounts:",
            "          command: [run]\n          volumeMounts:",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let (entities, _) = read("kafka.yaml", &text.replace(from, to));
        assert!(entities[0].open.is_some(), "{to}");
    }
    let single = text.replace("replicas: 3", "replicas: 1");
    assert_eq!(read("kafka.yaml", &single).0[0].replicas, None);
}

#[test]
fn other_containers_are_no_nodes() {
    let text = std::fs::read_to_string(fixtures("kubernetes/mistakes/kafka.yaml")).unwrap();
    let (entities, _) = read("kafka.yaml", &text);
    let kinds: Vec<_> = entities.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [EntityKind::Broker, EntityKind::ConnectDistributed]);
    assert!(entities[0].is_unknown("node.id"));
    assert!(entities[1].open.is_some());
}

#[test]
fn spans_and_values_are_those_of_another_parser() {
    compare_all("kubernetes", "k8s-workload");
}

#[test]
fn broken_workloads_never_panic() {
    break_all("kubernetes");
}
