//! Spring Boot and Spring Cloud Stream.
use super::files::{self, entity, fixture, found, hostile, same, settings, spans_of};
use crate::folders::{Files, check_places};
use kafka_lint::model::{Entity, EntityKind, ValueSource};

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

/// The clients of a file with what each sets.
fn clients(path: &str, text: &str) -> Vec<String> {
    let entities = crate::files::read(path, text);
    let line = |entity: &Entity| {
        assert!(entity.open.is_some(), "{path}: {:?}", entity.kind);
        let settings = entity.settings.iter();
        let settings = settings.filter(|s| s.source == ValueSource::Explicit);
        let pairs =
            settings.map(|s| format!("{}={}", s.key.name(), s.value.known().unwrap_or("?")));
        format!("{} {}", entity.kind, pairs.collect::<Vec<_>>().join(" "))
    };
    entities.iter().map(line).collect()
}

const CLIENTS: [&str; 2] = [
    "producer bootstrap.servers=kafka.shop.example:9092 acks=? linger.ms=5",
    "consumer bootstrap.servers=kafka.shop.example:9092 auto.offset.reset=earlyest",
];

#[test]
fn variables_of_a_container_are_settings_of_spring() {
    let compose = "services:\n  orders:\n    image: shop/orders:1\n    environment:\n      SPRING_KAFKA_BOOTSTRAP_SERVERS: ${SERVERS:-kafka.shop.example:9092}\n      SPRING_KAFKA_PRODUCER_ACKS: ${ACKS}\n      SPRING_KAFKA_PRODUCER_PROPERTIES_LINGER_MS: 5\n      - x\n";
    let compose = compose.replace("      - x\n", "      SPRING_KAFKA_CONSUMER_AUTOOFFSETRESET: earlyest\n      SPRING_DATASOURCE_PASSWORD: pg\n      KAFKA_TYPO: 1\n");
    assert_eq!(clients("compose.yaml", &compose), CLIENTS);
    let pod = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec:\n  template:\n    spec:\n      containers:\n        - image: shop/orders:1\n          env:\n            - {name: SPRING_KAFKA_BOOTSTRAP_SERVERS, value: 'kafka.shop.example:9092'}\n            - {name: SPRING_KAFKA_PRODUCER_ACKS, valueFrom: {secretKeyRef: {name: a, key: b}}}\n            - {name: SPRING_KAFKA_PRODUCER_PROPERTIES_LINGER_MS, value: '5'}\n            - {name: SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET, value: earlyest}\n";
    assert_eq!(clients("pod.yaml", pod), CLIENTS);
    for (path, text, line) in [("compose.yaml", &*compose, 8), ("pod.yaml", pod, 13)] {
        let found = crate::files::found_in(path, text);
        let expected = ("KFK024".to_owned(), line, "earlyest".to_owned());
        assert!(found.contains(&expected), "{found:#?}");
        let files = Files::from([(path.to_owned(), text.to_owned())]);
        assert!(check_places(&files) >= 2);
    }
}

#[test]
fn application_files_in_config_maps_are_read() {
    let yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: orders}\ndata:\n  other.yaml: |\n    spring.kafka.producer.acks: 0\n  application.yaml: |\n    # ü\n    spring:\n      kafka:\n        bootstrap-servers: \"kafka.shop.example:9092\"\n        producer:\n          acks: ${ACKS}\n          properties: {linger.ms: 5}\n        consumer:\n          auto-offset-reset: earlyest\n";
    let properties = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: orders}\ndata:\n  application-prod.properties: |\n    spring.kafka.bootstrap-servers=kafka.shop.example:9092\n    spring.kafka.producer.acks=${ACKS}\n    spring.kafka.producer.properties.linger.ms=5\n    spring.kafka.consumer.auto-offset-reset=earlyest\n";
    for (text, line) in [(yaml, 16), (properties, 9)] {
        assert_eq!(clients("map.yaml", text), CLIENTS, "{text}");
        let found = crate::files::found_in("map.yaml", text);
        let expected = ("KFK024".to_owned(), line, "earlyest".to_owned());
        assert!(found.contains(&expected), "{found:#?}");
        let files = Files::from([("map.yaml".to_owned(), text.to_owned())]);
        assert!(check_places(&files) >= 2);
    }
    // What is not Spring's stays what it is.
    let other = properties.replace("spring.kafka.", "x.");
    assert_eq!(crate::files::read("map.yaml", &other).len(), 0);
}

#[test]
fn mistakes_of_a_deployed_application_are_found_where_they_stand() {
    let found = found("spring/mistakes/deployment.yaml");
    let found: Vec<String> = found
        .iter()
        .map(|(code, line, text)| format!("{code} {line} {text}"))
        .collect();
    assert_eq!(found, ["DUR007 14 1", "KFK001 16 soon", "KFK002 30 0"]);
}
