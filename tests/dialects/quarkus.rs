//! Quarkus and SmallRye.
use super::files::{self, entity, fixture, found, hostile, same, settings, spans_of};
use kafka_lint::model::EntityKind;

#[test]
fn a_sound_application_gives_no_finding() {
    let path = "quarkus/sound/application.properties";
    let entities = fixture(path);
    let kinds: Vec<&str> = entities.iter().map(|e| e.kind.name()).collect();
    assert_eq!(kinds, ["consumer", "producer", "streams"]);
    assert!(settings(&entities) >= 15, "{}", settings(&entities));
    assert_eq!(found(path), []);
    let consumer = entity(&entities, EntityKind::Consumer);
    assert_eq!(consumer.text("group.id"), Some("inventory"));
    assert_eq!(consumer.text("enable.auto.commit"), Some("false"));
    assert_eq!(consumer.text("reconnect.backoff.max.ms"), Some("5000"));
    // Another profile's, and the connector's own.
    assert!(!consumer.sets("check.crcs") && !consumer.sets("failure-strategy"));
    let producer = entity(&entities, EntityKind::Producer);
    assert_eq!(producer.name.as_deref(), Some("stock.low"));
    assert_eq!(producer.text("acks"), Some("all"));
    let streams = entity(&entities, EntityKind::Streams);
    assert_eq!(streams.text("application.id"), Some("stock-levels"));
    assert!(!streams.sets("topics"));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let path = "quarkus/mistakes/application.properties";
    same(
        found(path),
        &[
            ("CON003", 3, "45000"),
            ("KFK004", 5, "mp.messaging.incoming.orders.auto.offset.rest"),
            // The connector's own default.
            ("DUR007", 6, "mp.messaging.outgoing.stock.connector"),
            ("PRO006", 8, "0"),
            ("STR001", 11, "1"),
        ],
    );
    let help = "`mp.messaging.incoming.orders.auto.offset.reset`";
    assert!(files::helps(path).iter().any(|h| h.contains(help)));
    files::shows_no_secret(path, "pg-pa55");
}

#[test]
fn values_stand_where_the_settings_say() {
    let path = files::fixtures().join("quarkus/sound/application.properties");
    assert!(spans_of(&path) >= 15);
    files::corpus(&["quarkus-properties"], 5);
}

#[test]
fn nothing_makes_it_panic() {
    hostile(&["quarkus/sound/application.properties"]);
}
