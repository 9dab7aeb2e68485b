//! Confluent for Kubernetes.

use kafka_lint::model::{EntityKind, Fact, Variant};

use crate::reading::{break_all, compare_all, expected, findings, fixtures, read, recognised};

#[test]
fn sound_resources_are_read_and_give_no_finding() {
    let folder = fixtures("confluent-for-kubernetes/sound");
    let (kinds, settings) = recognised(&folder);
    assert_eq!(
        kinds,
        [
            (EntityKind::Broker, 2),
            (EntityKind::Topic, 1),
            (EntityKind::ConnectDistributed, 1),
            (EntityKind::Connector, 1),
        ]
    );
    assert_eq!(settings, 23);
    assert_eq!(findings(&folder), expected(&[]));
}

#[test]
fn mistakes_are_found() {
    assert_eq!(
        findings(&fixtures("confluent-for-kubernetes/mistakes")),
        expected(&[
            ("AVL001", "controllers", "1"),
            ("DUR001", "kafka", "1"),
            ("DUR006", "kafka", "true"),
            ("DUR013", "order-placed", "order-placed"),
            ("KFK001", "kafka", "none"),
            ("KFK003", "order-placed", "forever"),
            ("CNT001", "connect", "1"),
        ])
    );
}

#[test]
fn what_the_operator_works_out_is_unknown() {
    let path = "confluent-for-kubernetes/sound/platform.yaml";
    let text = std::fs::read_to_string(fixtures(path)).unwrap();
    let (entities, _) = read("platform.yaml", &text);
    let [controllers, brokers, topic, ..] = entities.as_slice() else {
        panic!("{entities:?}")
    };
    assert_eq!(controllers.variant, Some(Variant::Controller));
    assert_eq!(controllers.facts.get(Fact::Voters), Some(3));
    assert!(controllers.open.is_some() && brokers.open.is_some());
    assert_eq!(controllers.scope, brokers.scope);
    assert_eq!(topic.scope, brokers.scope);
    assert_eq!(topic.name.as_deref(), Some("order_placed"));
    assert_eq!(brokers.text("num.io.threads"), Some("16"));
    assert_eq!(brokers.replicas, Some(3));
    let version = brokers.version.as_ref().unwrap();
    assert_eq!((&*version.text, version.platform), ("8.1.0", "confluent"));
}

#[test]
fn a_region_of_several_is_not_the_whole_quorum() {
    let region = "apiVersion: platform.confluent.io/v1beta1\nkind: KRaftController\nmetadata: {name: east}\n\
                  spec:\n  replicas: 1\n";
    let voters = |text: &str| read("east.yaml", text).0[0].facts.get(Fact::Voters);
    assert_eq!(voters(region), None);
    let listed = format!(
        "{region}  controllerQuorumVoters:\n    - {{nodeId: 1}}\n    - {{nodeId: 2}}\n    - {{nodeId: 3}}\n"
    );
    assert_eq!(voters(&listed), Some(3));
    let kafka = "---\napiVersion: platform.confluent.io/v1beta1\nkind: Kafka\nmetadata: {name: kafka}\nspec:\n  \
                 dependencies: {kRaftController: {clusterRef: {name: east}}}\n";
    assert_eq!(voters(&format!("{region}{kafka}")), Some(1));
}

#[test]
fn spans_and_values_are_those_of_another_parser() {
    compare_all("confluent-for-kubernetes", "cfk");
}

#[test]
fn broken_resources_never_panic() {
    break_all("confluent-for-kubernetes");
}
