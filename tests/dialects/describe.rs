//! What Kafka's own tools print.
use super::files::{self, entity, fixture, found, hostile, read, same};
use kafka_lint::model::{Entity, EntityKind, Fact, ValueSource};

const SOUND: &str = "describe/sound/cluster.txt";

#[test]
fn a_sound_cluster_gives_no_finding() {
    let entities = fixture(SOUND);
    let kinds: Vec<String> = entities
        .iter()
        .map(|e| format!("{} {}", e.kind, e.name.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        kinds,
        [
            "topic orders",
            "topic customers",
            "broker 1",
            "group inventory",
            "client-metrics slow-producers",
            "quota user-principal 'reports', client-id 'nightly'",
        ]
    );
    assert_eq!(found(SOUND), []);
    let orders = &entities[0];
    assert_eq!(orders.facts.get(Fact::Partitions), Some(3));
    assert_eq!(orders.facts.get(Fact::ReplicationFactor), Some(3));
    assert_eq!(orders.text("cleanup.policy"), Some("compact,delete"));
    // No release has another default, and the tool would have printed another value.
    let inherited = orders.get_named("unclean.leader.election.enable").unwrap();
    assert_eq!(inherited.value.known(), Some("false"));
    assert_eq!(inherited.source, ValueSource::Default);
    let broker = entity(&entities, EntityKind::Broker);
    assert!(broker.settings.len() >= 20, "{}", broker.settings.len());
    assert!(broker.open.is_some());
    for (key, source) in [
        ("node.id", ValueSource::Static),
        ("num.io.threads", ValueSource::DynamicBroker),
        ("min.insync.replicas", ValueSource::DynamicCluster),
        ("background.threads", ValueSource::Default),
    ] {
        assert_eq!(broker.get_named(key).unwrap().source, source, "{key}");
    }
    // One that is not shown, and one that is said to be a secret without being set.
    assert!(broker.is_unknown("ssl.keystore.password"));
    assert!(entity(&entities, EntityKind::Group).open.is_some());
    let quota = entity(&entities, EntityKind::Quota);
    assert_eq!(quota.text("request_percentage"), Some("50.0"));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    same(
        found("describe/mistakes/cluster.txt"),
        &[
            ("DUR002", 1, "payments"),
            ("TOP003", 1, "60000"),
            ("AVL002", 4, "3"),
            ("DUR006", 4, "true"),
            ("TOP002", 8, "1000"),
            ("TOP001", 13, "true"),
            ("KFK004", 16, "default.replication.factr"),
            ("STO001", 19, "/tmp/kafka-logs"),
            ("DUR006", 22, "true"),
        ],
    );
}

#[test]
fn what_only_the_cluster_keeps_leaves_the_rest_open() {
    let text = "Dynamic configs for broker 7 are:\n  \
        background.threads=12 sensitive=false synonyms={DYNAMIC_BROKER_CONFIG:background.threads=12, DEFAULT_CONFIG:background.threads=10}\n";
    let entities = files::read("brokers.out", text);
    let broker = entity(&entities, EntityKind::Broker);
    assert_eq!(broker.text("background.threads"), Some("12"));
    assert!(broker.open.is_some());
}

#[test]
fn output_that_was_cut_says_nothing_of_the_rest() {
    let text = std::fs::read_to_string(files::fixtures().join(SOUND)).unwrap();
    let start = text.find("All configs for broker").unwrap();
    let lines: Vec<&str> = text[start..].lines().take(24).collect();
    for count in 0..lines.len() {
        let cut = lines[..=count].join("\n");
        assert_eq!(files::found_in("broker.txt", &cut), [], "{cut}");
    }
}

#[test]
fn defaults_that_were_printed_are_nobodys_words() {
    let line = |key: &str, value: &str, source: &str| {
        format!("  {key}={value} sensitive=false synonyms={{{source}:{key}={value}}}\n")
    };
    let text = [
        "All configs for broker 1 are:\n".to_owned(),
        line("broker.id", "1", "STATIC_BROKER_CONFIG"),
        line("log.dir", "/tmp/kafka-logs", "DEFAULT_CONFIG"),
        line("log.dirs", "/var/lib/kafka/data", "STATIC_BROKER_CONFIG"),
        line("process.roles", "", "DEFAULT_CONFIG"),
        line(
            "zookeeper.connect",
            "zk.kafka.shop.example:2181",
            "STATIC_BROKER_CONFIG",
        ),
    ]
    .concat();
    // Neither that log.dir has no effect, nor that ZooKeeper is gone: the node is of an older release.
    assert_eq!(files::found_in("broker.txt", &text), []);
    assert_eq!(files::read("broker.txt", &text).len(), 1);
}

#[test]
fn every_value_stands_where_its_place_says() {
    let text = std::fs::read_to_string(files::fixtures().join(SOUND)).unwrap();
    let mut count = 0;
    for setting in fixture(SOUND).iter().flat_map(|e| &e.settings) {
        let at = |place: kafka_lint::source::Place| &text[place.span.range()];
        if !setting.is_stated() {
            continue;
        }
        assert_eq!(at(setting.name_place), setting.written_name());
        if let Some(value) = setting.value.known() {
            assert_eq!(at(setting.value_place), value);
        }
        count += 1;
    }
    assert!(count >= 30, "{count}");
}

#[test]
fn other_texts_are_left_alone() {
    for text in [
        "There are no configs for me\n",
        "PartitionCount: 3\n",
        "All configs for topic \n",
        "a word on configs for topic orders are:\n",
    ] {
        assert!(files::read("notes.txt", text).is_empty(), "{text}");
    }
}

#[test]
fn what_was_printed_is_not_to_be_mended() {
    let text =
        "Topic: a\tPartitionCount: 1\tReplicationFactor: 3\tConfigs: min.insync.replicas=1\n";
    assert_eq!(files::fixed("topics.txt", text), text);
}

#[test]
fn nothing_makes_it_panic() {
    hostile(&[SOUND, "describe/mistakes/cluster.txt"]);
}

#[test]
fn access_rules_are_read_as_they_are_listed() {
    let text = "ACLs for principal `User:*`\nCurrent ACLs for resource `ResourcePattern(resourceType=TOPIC, name=*, patternType=PREFIXED)`: \n \t(principal=User:CN=a, host=b,OU=c, host=10.0.0.7, operation=DESCRIBE_CONFIGS, permissionType=DENY)\n\t(principal=User:*, host=*, operation=ALL, permissionType=ALLOW) \n\nCurrent ACLs for resource `ResourcePattern(resourceType=CLUSTER, name=kafka-cluster, patternType=LITERAL)`: \n \t(principal=User:*, host=*, operation=UNKNOWN, permissionType=ALLOW) \nCurrent ACLs for resource `ResourcePattern(resourceType=TOPIC`: \n\t(principal=User:*)\n";
    let entities: Vec<_> = read("acls.txt", text);
    let acls: Vec<_> = entities
        .iter()
        .filter(|e| e.kind == EntityKind::Acl)
        .collect();
    let facts = |acl: &Entity| {
        [
            Fact::AclAllows,
            Fact::AclForEveryone,
            Fact::AclOnEverything,
            Fact::AclChanges,
        ]
        .map(|fact| acl.facts.get(fact))
    };
    assert_eq!(acls.len(), 4);
    assert_eq!(acls[0].text("principal"), Some("User:CN=a, host=b,OU=c"));
    assert_eq!(acls[0].text("host"), Some("10.0.0.7"));
    assert_eq!(acls[0].text("resource.name"), Some("*"));
    assert_eq!(facts(acls[0]), [Some(0), Some(0), Some(0), Some(0)]);
    assert_eq!(facts(acls[1]), [Some(1), Some(1), Some(0), Some(1)]);
    assert_eq!(facts(acls[2]), [Some(1), Some(1), Some(1), None]);
    assert_eq!(facts(acls[3]), [None; 4]);
    assert_eq!(acls[3].name, None);
    assert_eq!(
        acls[1].name.as_deref(),
        Some("ALLOW ALL on TOPIC * for User:*")
    );
}
