//! Spring Boot and Spring Cloud Stream.
use super::files::{self, entity, fixture, found, hostile, same, settings, spans_of};
use kafka_lint::model::{EntityKind, ValueSource};

#[test]
fn a_sound_application_gives_no_finding() {
    for (path, kinds, count) in [
        (
            "spring/sound/application.yml",
            &["producer", "consumer", "admin", "streams"][..],
            33,
        ),
        (
            "spring/sound/application.properties",
            &["consumer", "consumer"],
            17,
        ),
        (
            "spring/sound/orders-binder.yml",
            &["consumer", "producer"],
            10,
        ),
    ] {
        let entities = fixture(path);
        let found_kinds: Vec<&str> = entities.iter().map(|e| e.kind.name()).collect();
        assert_eq!(found_kinds, kinds, "{path}");
        assert!(
            settings(&entities) >= count,
            "{path}: {}",
            settings(&entities)
        );
        assert_eq!(found(path), [], "{path}");
    }
}

#[test]
fn mistakes_are_found_where_they_stand() {
    same(
        found("spring/mistakes/application.yml"),
        &[
            ("SEC004", 11, "SASL_PLAINTEXT"),
            ("PRO005", 13, "acks"),
            ("KFK001", 15, "minus-one"),
            ("CON006", 17, "my-group"),
            ("KFK004", 18, "auto-offset-rest"),
            ("CON003", 22, "45000"),
            ("KFK001", 23, "2d"),
            ("KFK004", 24, "auto.commit.intervall.ms"),
            ("STR001", 26, "1"),
            ("STR002", 27, "/tmp/order-totals"),
            ("DUR007", 32, "0"),
        ],
    );
    same(
        found("spring/mistakes/application.properties"),
        &[
            ("KFK004", 1, "spring.kafka.bootstrap-server"),
            ("KFK006", 2, "spring.kafka.producer.acks"),
            ("DUR007", 3, "1"),
            ("CON003", 5, "45000"),
            (
                "KFK004",
                6,
                "spring.kafka.consumer.properties.max.poll.record",
            ),
        ],
    );
}

#[test]
fn suggestions_are_written_as_spring_writes() {
    let helps: Vec<String> = ["yml", "properties"]
        .iter()
        .flat_map(|end| files::helps(&format!("spring/mistakes/application.{end}")))
        .collect();
    for right in [
        "`auto-offset-reset`",
        "`spring.kafka.bootstrap-servers`",
        "`spring.kafka.consumer.properties.max.poll.records`",
    ] {
        assert!(
            helps.iter().any(|help| help.contains(right)),
            "{right}: {helps:?}"
        );
    }
}

/// Keys and texts of the one entity of a kind in a text.
fn read(path: &str, text: &str, kind: EntityKind) -> Vec<(String, String, ValueSource)> {
    let entities = files::read(path, text);
    let entity = entity(&entities, kind);
    let keys: std::collections::BTreeSet<_> =
        entity.settings.iter().map(|s| s.key.name()).collect();
    keys.into_iter()
        .map(|key| {
            let setting = entity.get_named(key).unwrap();
            let text = setting.value.known().unwrap_or("?").to_owned();
            (key.to_owned(), text, setting.source)
        })
        .collect()
}

fn value(path: &str, text: &str, kind: EntityKind, key: &str) -> Option<String> {
    let all = read(path, text, kind);
    all.into_iter()
        .find(|(k, _, _)| k == key)
        .map(|(_, v, _)| v)
}

#[test]
fn later_groups_go_over_earlier_ones() {
    use EntityKind::{Consumer, Producer};
    let of = |text: &str, kind, key| value("application.properties", text, kind, key);
    for (lines, kind, key, expected) in [
        // The map of the group, the group, the map of the root, the root; whatever the order in the file.
        (
            "consumer.properties.max.poll.records=1\nconsumer.max-poll-records=2\nproperties.max.poll.records=3",
            Consumer,
            "max.poll.records",
            Some("1"),
        ),
        (
            "consumer.max-poll-records=2\nproperties.max.poll.records=3",
            Consumer,
            "max.poll.records",
            Some("2"),
        ),
        (
            "properties.client.id=b\nclient-id=a\nconsumer.group-id=g",
            Consumer,
            "client.id",
            Some("b"),
        ),
        // Spring Boot always writes these for a group, so the root's map has no effect.
        (
            "properties.isolation.level=read_committed\nconsumer.group-id=g",
            Consumer,
            "isolation.level",
            Some("read_uncommitted"),
        ),
        (
            "consumer.properties.isolation.level=read_committed",
            Consumer,
            "isolation.level",
            Some("read_committed"),
        ),
        (
            "consumer.group-id=g",
            Consumer,
            "enable.auto.commit",
            Some("false"),
        ),
        (
            "properties.enable.auto.commit=true\nconsumer.group-id=g",
            Consumer,
            "enable.auto.commit",
            Some("true"),
        ),
        (
            "producer.acks=all",
            Producer,
            "bootstrap.servers",
            Some("localhost:9092"),
        ),
        // Which one counts depends on Spring Boot's release.
        (
            "properties.bootstrap.servers=a:1\nproducer.acks=all",
            Producer,
            "bootstrap.servers",
            Some("?"),
        ),
        (
            "producer.transaction-id-prefix=t-",
            Producer,
            "enable.idempotence",
            Some("true"),
        ),
        // A key that only a producer reads means that there is one.
        ("properties.acks=0", Producer, "acks", Some("0")),
        // A bundle leaves no other key of its block.
        (
            "ssl.bundle=shop\nssl.protocol=TLSv1.2\nproducer.acks=all",
            Producer,
            "ssl.protocol",
            None,
        ),
        ("producer.ACKS=0", Producer, "acks", Some("0")),
        (
            "producer.batchSize=1MB",
            Producer,
            "batch.size",
            Some("1048576"),
        ),
    ] {
        let text: String = lines
            .lines()
            .map(|l| format!("spring.kafka.{l}\n"))
            .collect();
        assert_eq!(of(&text, kind, key).as_deref(), expected, "{text}");
    }
}

#[test]
fn profiles_lie_over_the_file_and_leave_it_open() {
    let text = "spring.kafka.producer.acks=1\nspring.kafka.producer.retries=3\n#---\n\
                spring.config.activate.on-profile=prod\nspring.kafka.producer.acks=all\n";
    let entities = files::read("application.properties", text);
    let [base, prod] = &*entities else {
        panic!("{entities:?}");
    };
    assert!(base.is_unknown("acks") && base.open.is_some());
    assert_eq!(base.text("retries"), Some("3"));
    assert_eq!(prod.text("acks"), Some("all"));
    assert_eq!(prod.text("retries"), Some("3"));
    assert!(prod.open.is_none());
    for (path, text) in [
        (
            "application-prod.properties",
            "spring.kafka.producer.acks=all\n",
        ),
        (
            "application.properties",
            "spring.kafka.producer.acks=all\nspring.config.import=optional:file:more.properties\n",
        ),
    ] {
        let entities = files::read(path, text);
        assert!(
            entity(&entities, EntityKind::Producer).open.is_some(),
            "{path}"
        );
    }
}

#[test]
fn other_files_of_spring_are_left_alone() {
    for (path, text) in [
        (
            "application.properties",
            "spring.application.name=kafka\nserver.port=1\n",
        ),
        (
            "application.yml",
            "spring:\n  application:\n    name: kafka\n",
        ),
        (
            "application.yml",
            "spring:\n  cloud:\n    stream:\n      rabbit:\n        binder: {x: kafka}\n",
        ),
    ] {
        assert!(files::read(path, text).is_empty(), "{text}");
    }
}

#[test]
fn bindings_of_other_binders_are_not_kafkas() {
    let text = "spring.cloud.stream.kafka.binder.brokers=a:1\n\
                spring.cloud.stream.bindings.in-in-0.group=g\n\
                spring.cloud.stream.bindings.mail-out-0.binder=rabbit\n\
                spring.cloud.stream.bindings.mail-out-0.destination=d\n\
                spring.kafka.consumer.group-id=never\n";
    let entities = files::read("application.properties", text);
    let [consumer] = &*entities else {
        panic!("{entities:?}");
    };
    assert_eq!(consumer.name.as_deref(), Some("in-in-0"));
    assert_eq!(consumer.text("group.id"), Some("g"));
    assert_eq!(consumer.text("bootstrap.servers"), Some("a:1"));
}

#[test]
fn values_stand_where_the_settings_say() {
    for path in [
        "spring/sound/application.yml",
        "spring/sound/application.properties",
        "spring/sound/orders-binder.yml",
        "spring/mistakes/application.yml",
        "spring/mistakes/application.properties",
    ] {
        let path = files::fixtures().join(path);
        assert!(spans_of(&path) >= 5, "{path:?}");
    }
    files::corpus(&["spring-yaml", "spring-properties"], 4);
}

#[test]
fn secrets_of_others_in_the_file_are_hidden() {
    for path in [
        "spring/mistakes/application.yml",
        "spring/mistakes/application.properties",
    ] {
        files::shows_no_secret(path, "pg-pa55");
    }
}

#[test]
fn fixes_write_springs_names_and_nothing_else() {
    let text = "spring:\n  kafka:\n    producer:\n      acks: 1\n      batch-size: 0\n";
    let fixed = files::fixed("application.yml", text);
    assert!(fixed.contains("acks: all"), "{fixed}");
    let text = "spring.kafka.producer.acks=1\n";
    assert_eq!(
        files::fixed("application.properties", text),
        "spring.kafka.producer.acks=all\n"
    );
}

#[test]
fn nothing_makes_it_panic() {
    hostile(&[
        "spring/sound/application.yml",
        "spring/sound/application.properties",
    ]);
}
