//! What Kafka's own tools print.
use super::files::{self, entity, fixture, found, hostile, same};
use kafka_lint::model::{EntityKind, Fact, ValueSource};

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
    assert!(broker.open.is_none());
    for (key, source) in [
        ("node.id", ValueSource::Static),
        ("num.io.threads", ValueSource::DynamicBroker),
        ("min.insync.replicas", ValueSource::DynamicCluster),
    ] {
        assert_eq!(broker.get_named(key).unwrap().source, source, "{key}");
    }
    // A default of the release, a value that is not set, and one that is not shown.
    assert!(!broker.sets("background.threads") && !broker.sets("sasl.jaas.config"));
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
            ("TOP001", 11, "1"),
            ("KFK004", 15, "default.replication.factr"),
            ("STO001", 18, "/tmp/kafka-logs"),
            ("DUR006", 21, "true"),
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
