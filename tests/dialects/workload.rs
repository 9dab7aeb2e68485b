//! Kubernetes' workloads.

use kafka_lint::model::{EntityKind, Fact};

use crate::folders::{Files, entities, named};
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
            (
                "STO006",
                "kafka",
                "docker.io/bitnamilegacy/kafka:3.9.0-debian-12-r1"
            ),
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

#[test]
fn data_of_a_pod_is_kept_where_its_volume_outlives_it() {
    let pod = |mounts: &str, volumes: &str, claims: &str| {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: kafka\nspec:\n{claims}  template:\n    spec:\n\
             {volumes}      containers:\n        - name: kafka\n          image: apache/kafka:4.1.0\n\
             {mounts}          env:\n            - name: KAFKA_PROCESS_ROLES\n              value: broker\n\
             \x20           - name: KAFKA_LOG_DIRS\n              value: /var/lib/kafka/data\n"
        )
    };
    let mount = "          volumeMounts:\n            - name: data\n              mountPath: /var/lib/kafka\n";
    let volume = |kind: &str| format!("      volumes:\n        - name: data\n          {kind}\n");
    let claim = "  volumeClaimTemplates:\n    - metadata:\n        name: data\n";
    for (text, kept) in [
        (pod(mount, "", claim), Some(1)),
        (
            pod(mount, &volume("persistentVolumeClaim: {claimName: a}"), ""),
            Some(1),
        ),
        (pod(mount, &volume("emptyDir: {}"), ""), Some(0)),
        (
            pod(mount, &volume("ephemeral: {volumeClaimTemplate: {}}"), ""),
            Some(0),
        ),
        // What an image declares as a volume goes with the pod.
        (pod("", "", claim), Some(0)),
        (
            pod(&mount.replace("/kafka\n", "/kafka/data/logs\n"), "", claim),
            Some(0),
        ),
        // Declared elsewhere.
        (pod(mount, "", ""), None),
    ] {
        let files = Files::from([("kafka.yaml".to_owned(), text.clone())]);
        let entities = entities(&files);
        let broker = named(&entities, "kafka");
        assert_eq!(broker.facts.get(Fact::DataInVolume), kept, "{text}");
    }
}

#[test]
fn a_service_gives_its_port_to_the_pods_of_its_namespace() {
    let files = |service: &str, image: &str, pod: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata:\n  {service}\n---\napiVersion: apps/v1\nkind: Deployment\n\
             metadata:\n  name: broker\nspec:\n  template:\n    spec:\n      {pod}\n      containers:\n\
             \x20       - name: kafka\n          image: {image}\n          env:\n\
             \x20           - name: KAFKA_PROCESS_ROLES\n              value: broker\n"
        );
        Files::from([("kafka.yaml".to_owned(), text)])
    };
    let (on, confluent) = ("hostname: a", "confluentinc/cp-kafka:7.9.0");
    for (service, image, pod, given) in [
        ("name: kafka", confluent, on, Some(1)),
        ("name: kafka-bootstrap", confluent, on, Some(0)),
        ("name: kafka\n  namespace: other", confluent, on, Some(0)),
        (
            "name: kafka\nspec:\n  clusterIP: None",
            confluent,
            on,
            Some(0),
        ),
        (
            "name: kafka\nspec:\n  type: ExternalName",
            confluent,
            on,
            Some(0),
        ),
        (
            "name: kafka",
            confluent,
            "enableServiceLinks: false",
            Some(0),
        ),
        // It takes the variable for a key that it does not know, and starts.
        ("name: kafka", "apache/kafka:4.1.0", on, None),
    ] {
        let files = files(service, image, pod);
        let entities = entities(&files);
        let broker = named(&entities, "broker");
        assert_eq!(broker.facts.get(Fact::PortOfService), given, "{files:?}");
    }
}

#[test]
fn an_image_without_a_jvm_has_no_heap() {
    let files = |image: &str| {
        let text = format!(
            "services:\n  kafka:\n    image: {image}\n    mem_limit: 1g\n    environment:\n      KAFKA_HEAP_OPTS: -Xmx1g\n      \
             KAFKA_PROCESS_ROLES: broker\n"
        );
        Files::from([("compose.yaml".to_owned(), text)])
    };
    for (image, share) in [
        ("apache/kafka:4.1.0", Some(100)),
        ("apache/kafka-native:4.1.0", None),
    ] {
        let entities = entities(&files(image));
        assert_eq!(
            named(&entities, "kafka").facts.get(Fact::HeapShare),
            share,
            "{image}"
        );
    }
}
