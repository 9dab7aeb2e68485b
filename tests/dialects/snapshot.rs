//! A running cluster as it was written down.
use super::files::{self, entity, fixture, found, hostile, read, same};
use kafka_lint::model::{EntityKind, Fact, ValueSource};

const SOUND: &str = "cluster/sound.json";
const MISTAKES: &str = "cluster/mistakes.json";

#[test]
fn a_sound_cluster_gives_no_finding() {
    let entities = fixture(SOUND);
    let kinds: Vec<String> = entities.iter().map(|e| e.title()).collect();
    assert_eq!(
        kinds,
        [
            "broker 1",
            "broker 2",
            "broker 3",
            "topic __consumer_offsets",
            "topic orders",
            "group billing",
            "acl ALLOW WRITE on TOPIC orders for User:orders",
        ]
    );
    assert_eq!(found(SOUND), []);
    let broker = &entities[0];
    assert!(broker.settings.len() >= 25 && broker.open.is_none());
    assert_eq!(broker.facts.get(Fact::Brokers), Some(3));
    assert_eq!(broker.facts.get(Fact::Alive), Some(1));
    // A secret that is set, and the id that a node gives itself.
    assert!(broker.is_unknown("ssl.key.password"));
    assert!(!broker.sets("broker.id"));
    // What a topic says itself, and what it has from its brokers.
    let orders = &entities[4];
    assert_eq!(orders.settings.len(), 1);
    for (key, text, source) in [
        ("retention.ms", "2592000000", ValueSource::DynamicTopic),
        ("min.insync.replicas", "2", ValueSource::Inherited),
        ("segment.bytes", "1073741824", ValueSource::Default),
    ] {
        let setting = orders.get_named(key).unwrap();
        assert_eq!(setting.value.known(), Some(text), "{key}");
        assert_eq!(setting.source, source, "{key}");
    }
    assert_eq!(orders.facts.get(Fact::Partitions), Some(3));
    assert_eq!(orders.facts.get(Fact::UnderMinIsrPartitions), Some(0));
    let billing = entity(&entities, EntityKind::Group);
    assert_eq!(billing.facts.get(Fact::Lag), Some(10));
    // Nothing of its log is deleted yet.
    assert_eq!(billing.facts.get(Fact::LagShare), Some(0));
}

#[test]
fn the_state_of_a_cluster_is_told_where_it_stands() {
    same(
        found(MISTAKES),
        &[
            ("LIV011", 33, "4"),
            ("LIV005", 93, "3"),
            ("LIV004", 116, "__consumer_offsets"),
            ("DUR013", 126, "clicks"),
            ("LIV001", 126, "clicks"),
            ("LIV002", 134, "inventory"),
            ("LIV003", 144, "orders"),
            ("DUR002", 151, "1"),
            ("LIV009", 157, "billing"),
            ("LIV010", 166, "picking"),
        ],
    );
    let entities = fixture(MISTAKES);
    let gone = &entities[2];
    assert_eq!(gone.facts.get(Fact::Alive), Some(0));
    assert!(gone.open.is_some());
    let clicks = entities
        .iter()
        .find(|e| e.name.as_deref() == Some("clicks"));
    assert_eq!(clicks.unwrap().facts.get(Fact::OfflinePartitions), Some(1));
}

#[test]
fn whatever_stands_in_it_it_is_read_to_its_end() {
    let mark = "\"kafka-lint-snapshot\": 1";
    for text in [
        format!("{{{mark}}}"),
        format!("{{{mark}, \"brokers\": 5, \"topics\": {{}}, \"groups\": [[]], \"acls\": [null]}}"),
        format!(
            "{{{mark}, \"brokers\": [{{}}], \"topics\": [{{\"partitions\": [{{\"replicas\": [\"x\", 1e99]}}]}}]}}"
        ),
        format!("{{{mark}, \"unread\": [{{\"what\": \"all of it\"}}]}}"),
        format!(
            "{{{mark}, \"groups\": [{{\"name\": \"g\", \"committed\": [{{\"offset\": 9223372036854775807, \"start\": -1, \"end\": -9223372036854775808}}]}}]}}"
        ),
    ] {
        read("cluster.json", &text);
        files::found_in("cluster.json", &text);
    }
    hostile(&[SOUND, MISTAKES]);
}
