//! Strimzi's resources.

use kafka_lint::dialect::TroubleKind;
use kafka_lint::model::{EntityKind, Fact, Layer, Variant};

use crate::reading::{
    break_all, compare_all, expected, findings, fixtures, read, recognised, written,
};

#[test]
fn sound_resources_are_read_and_give_no_finding() {
    let folder = fixtures("strimzi/sound");
    let (kinds, settings) = recognised(&folder);
    assert_eq!(
        kinds,
        [
            (EntityKind::Broker, 1),
            (EntityKind::Topic, 2),
            (EntityKind::Quota, 1),
            (EntityKind::Acl, 3),
            (EntityKind::Producer, 1),
            (EntityKind::Consumer, 1),
            (EntityKind::ConnectDistributed, 2),
            (EntityKind::Connector, 1),
            (EntityKind::MirrorMaker, 1),
        ]
    );
    assert_eq!(settings, 78);
    assert_eq!(findings(&folder), expected(&[]));
}

#[test]
fn mistakes_are_found() {
    assert_eq!(
        findings(&fixtures("strimzi/mistakes")),
        expected(&[
            ("CNT001", "shop-connect", "1"),
            ("KFK017", "shop-connect", "rest.port"),
            ("KFK017", "orders-archive", "tasks.max"),
            ("CNT006", "orders-archive", "all"),
            ("CNT001", "to-warehouse", "1"),
            ("MIR001", "orders->warehouse", "1"),
            ("MIR003", "orders->warehouse", "true"),
            ("AVL001", "orders", "2"),
            ("DUR008", "orders", "orders"),
            ("TOP001", "orders", "orders"),
            ("TOP006", "order-placed", "order-placed"),
            ("DUR001", "orders", "1"),
            ("KFK017", "orders", "ssl.client.auth"),
            ("KFK017", "orders", "log.dirs"),
            (
                "KFK017",
                "orders",
                "listener.name.tls-9093.ssl.keystore.password"
            ),
            ("KFK002", "orders", "0"),
            ("KFK004", "orders", "log.retention.hour"),
            ("KFK003", "order-placed", "forever"),
        ])
    );
}

#[test]
fn nodes_are_counted_over_pools_and_files() {
    let pool = |name: &str, replicas: u32, roles: &str| {
        format!(
            "apiVersion: kafka.strimzi.io/v1\nkind: KafkaNodePool\nmetadata:\n  name: {name}\n  \
             labels: {{strimzi.io/cluster: orders}}\nspec:\n  replicas: {replicas}\n  roles: [{roles}]\n---\n"
        )
    };
    let cluster = "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: orders}\nspec:\n  kafka:\n    \
                   listeners: []\n    config: {default.replication.factor: 3}\n";
    let pools = pool("a", 3, "broker") + &pool("b", 2, "broker") + &pool("c", 3, "controller");
    let (entities, _) = read("orders.yaml", &(pools.clone() + cluster));
    let [node] = entities.as_slice() else {
        panic!("{entities:?}")
    };
    assert_eq!(node.replicas, Some(5));
    assert_eq!(node.variant, Some(Variant::Broker));
    assert_eq!(node.facts.get(Fact::Voters), Some(3));
    assert_eq!(node.text("process.roles"), Some("broker"));
    assert!(node.open.is_none());

    // In two files, each tells what it knows, and they have one scope.
    let (here, _) = read("orders.yaml", cluster);
    let (there, _) = read("pools.yaml", &pools);
    assert_eq!(here[0].replicas, Some(0));
    assert_eq!(there.len(), 3);
    assert_eq!(there[2].variant, Some(Variant::Controller));
    assert_eq!(there[0].name.as_deref(), Some("orders-a"));
    assert!(there.iter().all(|pool| pool.open.is_some()));
    let scope = |entity: &kafka_lint::model::Entity| entity.scope.as_ref().unwrap().id.clone();
    assert!(there.iter().all(|pool| scope(pool) == scope(&here[0])));

    let (both, _) = read("dev.yaml", &(pool("a", 1, "broker, controller") + cluster));
    assert_eq!(both[0].variant, Some(Variant::Both));
}

#[test]
fn a_user_has_an_access_rule_for_each_operation() {
    let user = |authentication: &str| {
        format!(
            "apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata: {{name: shop, labels: {{strimzi.io/cluster: orders}}}}\n\
             spec:\n  authentication: {{type: {authentication}}}\n  authorization:\n    type: simple\n    acls:\n    \
             - resource: {{type: topic, name: orders., patternType: prefix}}\n      operations: [Read, Write]\n    \
             - resource: {{type: cluster}}\n      type: deny\n      host: 10.0.0.1\n      operation: Alter\n"
        )
    };
    let (entities, troubles) = read("user.yaml", &user("tls"));
    assert!(troubles.is_empty(), "{troubles:?}");
    let parts = |entity: &kafka_lint::model::Entity| {
        [
            "principal",
            "permission",
            "operation",
            "resource.type",
            "resource.name",
            "pattern.type",
            "host",
        ]
        .map(|part| entity.text(part).unwrap_or("?").to_owned())
        .join(" ")
    };
    let all: Vec<String> = entities.iter().map(parts).collect();
    assert_eq!(
        all,
        [
            "User:CN=shop allow Read topic orders. prefix *",
            "User:CN=shop allow Write topic orders. prefix *",
            "User:CN=shop deny Alter cluster kafka-cluster literal 10.0.0.1",
        ]
    );
    assert!(entities.iter().all(|entity| entity.kind == EntityKind::Acl));
    assert_eq!(entities[1].facts.get(Fact::AclChanges), Some(1));
    assert_eq!(entities[0].facts.get(Fact::AclForEveryone), Some(0));
    assert_eq!(entities[2].facts.get(Fact::AclAllows), Some(0));
    let (scram, _) = read("user.yaml", &user("scram-sha-512"));
    assert_eq!(scram[0].text("principal"), Some("User:shop"));
    let (unknown, _) = read("user.yaml", &user("'${TYPE}'"));
    assert!(unknown[0].is_unknown("principal"));
}

#[test]
fn clusters_with_zookeeper_and_patches_are_told_apart() {
    let old = "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: orders}\nspec:\n  kafka:\n    \
               version: 3.5.1\n    replicas: 3\n    listeners: []\n    config: {log.retention.hours: 24}\n  \
               zookeeper: {replicas: 3}\n";
    let (entities, _) = read("orders.yaml", old);
    let node = &entities[0];
    assert_eq!(node.replicas, Some(3));
    assert!(node.sets("zookeeper.connect") && !node.sets("process.roles"));
    assert_eq!(node.version.as_ref().unwrap().text, "3.5.1");
    let default = node.get_named("min.insync.replicas").unwrap();
    assert_eq!(
        (default.layer, default.value.known()),
        (Layer::Image, Some("1"))
    );

    let patch = "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: orders}\nspec:\n  kafka:\n    \
                 listeners: []\n";
    let (entities, _) = read("patch.yaml", patch);
    assert!(entities[0].open.is_some());
}

#[test]
fn dropped_keys_are_no_settings_and_their_secrets_stay_hidden() {
    let text = "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: orders}\nspec:\n  kafka:\n    \
                listeners: []\n    config:\n      ssl.key.password: wonderland-7\n      num.io.threads: 8\n";
    let (entities, troubles) = read("orders.yaml", text);
    let names: Vec<&str> = written(&entities[0])
        .iter()
        .map(|s| s.written_name())
        .collect();
    assert_eq!(names, ["num.io.threads"]);
    let [trouble] = troubles.as_slice() else {
        panic!("{troubles:?}")
    };
    assert!(matches!(
        trouble.kind,
        TroubleKind::NotPassedOn { by: "Strimzi", .. }
    ));
    assert_eq!(&text[trouble.span.range()], "ssl.key.password");
    let mut source = kafka_lint::source::SourceFile::new("orders.yaml", text.into());
    kafka_lint::dialect::read(&mut source, kafka_lint::source::SourceId(0), true, None);
    let whole = kafka_lint::source::Span::new(0, text.len() as u32);
    assert!(!source.masked(whole).contains("wonderland"));
}

#[test]
fn resources_without_settings_are_kafkas_all_the_same() {
    let text = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaRebalance\nmetadata: {name: orders}\nspec: {}\n";
    let mut source = kafka_lint::source::SourceFile::new("rebalance.yaml", text.into());
    let reading =
        kafka_lint::dialect::read(&mut source, kafka_lint::source::SourceId(0), false, None);
    assert!(matches!(reading, kafka_lint::dialect::Reading::Entities(e, _) if e.is_empty()));
}

#[test]
fn very_many_resources_take_no_time() {
    let pool = "apiVersion: kafka.strimzi.io/v1\nkind: KafkaNodePool\nmetadata:\n  name: a\n  \
                labels: {strimzi.io/cluster: orders}\nspec: {replicas: 1, roles: [broker]}\n---\n";
    let start = std::time::Instant::now();
    assert_eq!(read("pools.yaml", &pool.repeat(20_000)).0.len(), 20_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn spans_and_values_are_those_of_another_parser() {
    compare_all("strimzi", "strimzi");
}

#[test]
fn broken_resources_never_panic() {
    break_all("strimzi");
}
