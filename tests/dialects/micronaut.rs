//! Micronaut.
use super::files::{self, entity, fixture, found, hostile, same, settings, spans_of};
use kafka_lint::model::EntityKind;

#[test]
fn a_sound_application_gives_no_finding() {
    let path = "micronaut/sound/application.yml";
    let entities = fixture(path);
    let kinds: Vec<&str> = entities.iter().map(|e| e.kind.name()).collect();
    assert_eq!(kinds, ["consumer", "producer"]);
    assert!(settings(&entities) >= 14, "{}", settings(&entities));
    assert_eq!(found(path), []);
    let consumer = entity(&entities, EntityKind::Consumer);
    assert_eq!(consumer.name.as_deref(), Some("price-changes"));
    assert_eq!(consumer.text("security.protocol"), Some("SASL_SSL"));
    assert_eq!(
        consumer.text("bootstrap.servers"),
        Some("broker-1.kafka.shop.example:9092,broker-2.kafka.shop.example:9092")
    );
    assert!(consumer.open.is_some() && !consumer.sets("health.enabled"));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let path = "micronaut/mistakes/application.yml";
    same(
        found(path),
        &[
            ("CON003", 7, "45000"),
            ("KFK004", 9, "auto.offset.rest"),
            ("DUR007", 12, "1"),
        ],
    );
    files::shows_no_secret(path, "pg-pa55");
}

#[test]
fn a_word_that_may_be_anybodys_is_not_enough() {
    for text in [
        "kafka:\n  bootstrap:\n    servers: a:1\n",
        "micronaut: {application: {name: kafka}}\n",
        "akhq:\n  connections:\n    a:\n      properties:\n        bootstrap.servers: a:1\nmicronaut: {}\n",
    ] {
        assert!(files::read("application.yml", text).is_empty(), "{text}");
    }
}

#[test]
fn values_stand_where_the_settings_say() {
    let path = files::fixtures().join("micronaut/sound/application.yml");
    assert!(spans_of(&path) >= 14);
}

#[test]
fn nothing_makes_it_panic() {
    hostile(&["micronaut/sound/application.yml"]);
}
