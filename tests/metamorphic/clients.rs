use kafka_lint::model::EntityKind;
use kafka_lint::project::ReadAs;

use crate::ways::{Differs, Settings, Way, compare, lines, mapping, properties, read};

/// A producer that gives up soon and waits for one replica.
const PRODUCER: Settings = &[
    ("bootstrap.servers", "broker-1.kafka.shop.example:9092"),
    ("client.id", "orders"),
    ("acks", "1"),
    ("retries", "1"),
    ("batch.size", "0"),
    ("buffer.memory", "1048576"),
    ("compression.type", "zst"),
    (
        "key.serializer",
        "org.apache.kafka.common.serialization.StringSerializer",
    ),
    (
        "value.serializer",
        "org.apache.kafka.common.serialization.ByteArraySerializer",
    ),
    ("max.in.flight.requests.per.connection", "20"),
    ("reconnect.backoff.max.ms", "1000"),
    ("max.block.ms", "0"),
    ("request.timeout.m", "30000"),
    ("security.protocol", "SASL_SSL"),
    ("sasl.mechanism", "SCRAM-SHA-512"),
    (
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"orders\" password=\"open-sesame\";",
    ),
    ("ssl.endpoint.identification.algorithm", ""),
];

/// Those with a property of their own in Spring.
const OF_SPRING: [(&str, &str); 8] = [
    ("bootstrap.servers", "bootstrap-servers"),
    ("client.id", "client-id"),
    ("acks", "acks"),
    ("retries", "retries"),
    ("batch.size", "batch-size"),
    ("buffer.memory", "buffer-memory"),
    ("compression.type", "compression-type"),
    ("key.serializer", "key-serializer"),
];

/// A consumer whose group is a placeholder and that never notices a dead member.
const CONSUMER: Settings = &[
    ("bootstrap.servers", "broker-1.kafka.shop.example:9092"),
    ("client.id", "stock"),
    ("group.id", "test"),
    ("auto.offset.reset", "earlyest"),
    ("max.poll.records", "0"),
    ("session.timeout.ms", "6000"),
    ("heartbeat.interval.ms", "5000"),
    ("max.poll.interval.ms", "2147483647"),
    ("check.crcs", "false"),
    ("enable.auto.commit", "false"),
    ("isolation.level", "read_committed"),
    ("request.timeout.m", "30000"),
    ("reconnect.backoff.max.ms", "1000"),
    (
        "key.deserializer",
        "org.apache.kafka.common.serialization.StringDeserializer",
    ),
    (
        "value.deserializer",
        "org.apache.kafka.common.serialization.ByteArrayDeserializer",
    ),
];

/// The property of Spring Boot for a key: one of its own, or its place in the map of all others.
fn of_spring(group: &str, key: &str) -> String {
    match OF_SPRING.iter().find(|(known, _)| *known == key) {
        Some((_, name)) => format!("spring.kafka.{group}.{name}"),
        None => format!("spring.kafka.{group}.properties.{key}"),
    }
}

/// Every way of writing one client of a kind.
fn ways(settings: Settings, group: &str, channel: &str) -> Vec<Way> {
    let spring = lines(settings, |key, value| {
        format!("{}={value}", of_spring(group, key))
    });
    // Of the servers, the map does not decide in every release of Spring Boot.
    let servers = format!("spring.kafka.{group}.bootstrap-servers={}\n", settings[0].1);
    let by_map = lines(&settings[1..], |key, value| {
        format!("spring.kafka.{group}.properties[{key}]={value}")
    });
    let yaml = format!(
        "spring:\n  kafka:\n    {group}:\n      bootstrap-servers: {}\n      properties:\n{}",
        settings[0].1,
        mapping(&settings[1..], 8)
    );
    let quarkus = format!(
        "{channel}.connector=smallrye-kafka\n{}",
        lines(settings, |key, value| format!("{channel}.{key}={value}"))
    );
    let micronaut = format!(
        "kafka:\n  {group}s:\n    default:\n{}",
        mapping(settings, 6)
    );
    let config_map = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: orders}}\ndata:\n  {group}.properties: |\n{}",
        lines(settings, |key, value| format!("    {key}={value}"))
    );
    [
        ("application.properties", spring),
        ("application-map.properties", servers + &by_map),
        ("application.yaml", yaml),
        ("quarkus/application.properties", quarkus),
        ("application.yml", micronaut),
        ("config-map.yaml", config_map),
    ]
    .map(|(path, text)| Way {
        path,
        text,
        differs: &[] as &[Differs],
    })
    .into()
}

#[test]
fn a_producer_has_the_same_findings_in_every_format() {
    let kind = EntityKind::Producer;
    let plainest = read(
        "producer.properties",
        &properties(PRODUCER),
        Some(ReadAs::Producer),
        kind,
    );
    let ways = ways(PRODUCER, "producer", "mp.messaging.outgoing.orders");
    compare(&plainest, PRODUCER, 5, kind, &ways);
}

#[test]
fn a_consumer_has_the_same_findings_in_every_format() {
    let kind = EntityKind::Consumer;
    let plainest = read(
        "consumer.properties",
        &properties(CONSUMER),
        Some(ReadAs::Consumer),
        kind,
    );
    let ways = ways(CONSUMER, "consumer", "mp.messaging.incoming.orders");
    compare(&plainest, CONSUMER, 5, kind, &ways);
}
