use kafka_lint::model::{EntityKind, Fact, ValueSource, Variant, Written};

use crate::folders::{self as files, Files, entities, fixtures, found, lint, named, shown};

fn one(text: &str) -> Files {
    Files::from([("compose.yaml".to_owned(), text.to_owned())])
}

#[test]
fn a_sound_cluster_has_no_finding() {
    let files = fixtures("compose/sound");
    let report = lint(&files);
    assert_eq!(found(&report, &files), [""; 0]);
    assert!(report.summary.complete);
    let entities = entities(&files);
    assert_eq!(entities.len(), 6);
    let broker = named(&entities, "broker-2");
    assert_eq!(broker.kind, EntityKind::Broker);
    assert_eq!(broker.variant, Some(Variant::Broker));
    assert!(broker.settings.len() >= 25, "{}", broker.settings.len());
    assert_eq!(broker.open, None);
    assert_eq!(broker.facts.get(Fact::Brokers), Some(3));
    assert_eq!(broker.facts.get(Fact::DataInVolume), Some(1));
    assert_eq!(broker.version.as_ref().unwrap().text, "8.1.0");
    // From the environment file, from the image, and from what the image makes of another key.
    assert_eq!(broker.text("min.insync.replicas"), Some("2"));
    assert_eq!(broker.text("log.retention.hours"), Some("168"));
    assert_eq!(broker.text("log.dirs"), Some("/var/lib/kafka/data"));
    assert_eq!(
        broker.text("listeners"),
        Some("BROKERS://0.0.0.0:9091,CLIENTS://0.0.0.0:9092")
    );
    let controller = named(&entities, "controller-1");
    assert_eq!(controller.variant, Some(Variant::Controller));
    assert_eq!(report.clusters[1].name, "shop");
}

#[test]
fn brokers_are_counted_unless_others_stand_elsewhere() {
    let kraft = |voters: &str| {
        format!(
            "KAFKA_PROCESS_ROLES: broker,controller\n      KAFKA_NODE_ID: 1\n      \
             KAFKA_CONTROLLER_QUORUM_VOTERS: {voters}\n"
        )
    };
    let broker_of = |controllers: &str| kraft(controllers).replace("broker,controller", "broker");
    let zookeeper =
        |ensemble: &str| format!("KAFKA_BROKER_ID: 1\n      KAFKA_ZOOKEEPER_CONNECT: {ensemble}\n");
    for (environment, brokers) in [
        (kraft("1@kafka:9093"), Some(1)),
        (kraft("1@kafka:9093,2@b:9093,3@c:9093"), None),
        (broker_of("7@a:9093,8@b:9093,9@c:9093"), None),
        (broker_of("7@a:9093"), None),
        (
            broker_of("a:9093,b:9093").replace("VOTERS", "BOOTSTRAP_SERVERS"),
            None,
        ),
        (zookeeper("zookeeper:2181"), Some(1)),
        (zookeeper("zk1:2181,zk2:2181,zk3:2181"), None),
    ] {
        let text = format!(
            "services:\n  kafka:\n    image: confluentinc/cp-kafka:7.6.0\n    environment:\n      {environment}"
        );
        let entities = entities(&one(&text));
        let kafka = named(&entities, "kafka");
        assert_eq!(kafka.facts.get(Fact::Brokers), brokers, "{text}");
    }
}

#[test]
fn a_worker_of_debezium_has_the_sample_file_of_kafka() {
    let text = "services:
  kafka:
    image: apache/kafka:4.1.0
  connect:
    image: quay.io/debezium/connect:3.2
    environment:
      BOOTSTRAP_SERVERS: kafka:9092
      GROUP_ID: inventory
      CONFIG_STORAGE_TOPIC: inventory-configs
      OFFSET_STORAGE_TOPIC: inventory-offsets
";
    let files = one(text);
    let entities = entities(&files);
    let connect = named(&entities, "connect");
    for (key, value) in [
        ("group.id", "inventory"),
        ("config.storage.replication.factor", "1"),
        ("status.storage.topic", "connect-status"),
    ] {
        assert_eq!(connect.text(key), Some(value), "{key}");
    }
    let found = found(&lint(&files), &files);
    assert!(!found.iter().any(|f| f.contains(" connect ")), "{found:#?}");
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let files = fixtures("compose/mistakes");
    let report = lint(&files);
    assert_eq!(
        found(&report, &files),
        [
            "AVL001 kafka controller.quorum.voters compose.yaml:13 1@kafka:9093",
            "AVL007 kafka offsets.topic.replication.factor common.yaml:5 3",
            "AVL008 kafka transaction.state.log.replication.factor compose.yaml:3 kafka",
            "DUR005 kafka default.replication.factor compose.yaml:3 kafka",
            "KFK001 kafka num.network.threads kafka.env:1 many",
            "KFK002 kafka num.io.threads common.yaml:4 0",
            "KFK004 kafka min.insync.replica compose.yaml:20 KAFKA_MIN_INSYNC_REPLICA",
            "SEC020 kafka listeners compose.yaml:15 CLIENTS://:9092",
            "STO006 kafka log.dirs compose.yaml:19 /data/kafka",
            "TOP001 kafka auto.create.topics.enable compose.yaml:3 kafka",
        ]
    );
    let entities = entities(&files);
    let kafka = named(&entities, "kafka");
    // An environment file goes before what is extended only where that has none of its own.
    assert_eq!(kafka.text("offsets.topic.replication.factor"), Some("3"));
    assert!(kafka.is_unknown("advertised.listeners"));
    assert_eq!(kafka.facts.get(Fact::DataInVolume), Some(0));
}

#[test]
fn data_in_a_volume_is_kept_wherever_it_lies() {
    let mut files = fixtures("compose/mistakes");
    for (from, to) in [
        ("./scripts:/opt/scripts", "data:/tmp/kafka"),
        ("=/data/kafka", "=/tmp/kafka/a,/tmp/kafka/b"),
    ] {
        let text = files["compose.yaml"].replace(from, to);
        files.insert("compose.yaml".to_owned(), text);
    }
    let found = found(&lint(&files), &files);
    assert!(!found.iter().any(|f| f.starts_with("STO")), "{found:#?}");
    assert_eq!(found.len(), 9);
}

#[test]
fn secrets_of_others_are_hidden() {
    for folder in ["compose/sound", "compose/mistakes"] {
        let mut files = fixtures(folder);
        // A finding in each file, so that it is kept.
        for text in files.values_mut() {
            *text = text.replace("KAFKA_MIN_INSYNC_REPLICAS=2", "KAFKA_MIN_INSYNC_REPLICAS=x");
        }
        let report = lint(&files);
        let shown = shown(&report);
        assert!(shown.contains("KAFKA_"), "{shown}");
        for secret in ["hunter2", "tok-58127", "whatever"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn missing_files_leave_a_service_open() {
    let mut files = fixtures("compose/mistakes");
    files.remove("kafka.env");
    let entities = entities(&files);
    let open = named(&entities, "kafka").open.clone();
    assert_eq!(
        open.as_deref(),
        Some("the service reads ./kafka.env as well")
    );
    files.remove("common.yaml");
    let entities = self::entities(&files);
    assert!(named(&entities, "kafka").open.is_some());
}

#[test]
fn services_that_are_no_brokers_are_left_alone() {
    for text in [
        "services:\n  ui:\n    image: provectuslabs/kafka-ui\n    environment:\n      KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: kafka:9092\n",
        "services:\n  k:\n    image: quay.io/strimzi/kafka:latest-kafka-4.1.0\n    environment:\n      KAFKA_LISTENERS: A://:1\n      KAFKA_ADVERTISED_LISTENERS: A://a:1\n",
        "services:\n  k:\n    image: docker.redpanda.com/redpandadata/redpanda\n    environment:\n      KAFKA_LISTENERS: A://:1\n      KAFKA_NODE_ID: 1\n",
        "services:\n  k:\n    image: ubuntu/kafka\n    environment:\n      KAFKA_LISTENERS: A://:1\n      KAFKA_NODE_ID: 1\n",
        "services:\n  k:\n    image: own/app\n    environment:\n      KAFKA_BOOTSTRAP_SERVERS: kafka:9092\n      KAFKA_GROUP_ID: app\n",
        "services:\n  k:\n    image: apache/kafka\n    command: /opt/kafka/bin/kafka-topics.sh --list\n    environment:\n      KAFKA_NODE_ID: 1\n",
    ] {
        assert_eq!(entities(&one(text)).len(), 0, "{text}");
    }
}

#[test]
fn images_that_are_not_known_are_told_by_their_variables() {
    let rest = "    environment:\n      KAFKA_PROCESS_ROLES: broker\n      KAFKA_LISTENERS: A://:1\n      KAFKA_TYPO: 1\n      KAFKA_LOG_DIRS: /kafka\n";
    for image in [
        "image: ${KAFKA_IMAGE}",
        "image: registry.shop.example/own/broker:7",
        "build: kafka/",
    ] {
        let entities = entities(&one(&format!("services:\n  k:\n    {image}\n{rest}")));
        let [entity] = &entities[..] else {
            panic!("{image}")
        };
        assert_eq!(entity.settings.len(), 3, "{image}");
        assert!(entity.open.is_some() && entity.version.is_none());
        assert_eq!(entity.facts.get(Fact::DataInVolume), None);
    }
}

#[test]
fn images_have_their_own_names_and_defaults() {
    for (image, variable, key, folder, kept) in [
        (
            "apache/kafka:3.9.1",
            "KAFKA_NODE_ID=1",
            "node.id",
            None,
            Some(0),
        ),
        (
            "confluentinc/cp-kafka:7.9.0",
            "KAFKA_NODE_ID=1",
            "node.id",
            Some("/var/lib/kafka/data"),
            Some(1),
        ),
        (
            "bitnami/kafka:3.9",
            "KAFKA_CFG_NODE_ID=1",
            "node.id",
            Some("/bitnami/kafka/data"),
            Some(1),
        ),
        (
            "wurstmeister/kafka",
            "KAFKA_BROKER_ID=1",
            "broker.id",
            Some("/kafka/kafka-logs"),
            Some(1),
        ),
        (
            "quay.io/debezium/kafka:3.0",
            "KAFKA_LOG_DIRS=/x",
            "log.dirs",
            Some("/kafka/data"),
            Some(1),
        ),
        (
            "confluentinc/confluent-local:8.0.0",
            "KAFKA_NODE_ID=1",
            "node.id",
            Some("/tmp/kraft-combined-logs"),
            Some(0),
        ),
    ] {
        let text = format!(
            "services:\n  k:\n    image: {image}\n    environment: [{variable}, KAFKA_HEAP_OPTS=-Xmx1g, KAFKA_ALLOW_PLAINTEXT_LISTENER=yes]\n"
        );
        let files = one(&text);
        let entities = entities(&files);
        let [entity] = &entities[..] else {
            panic!("{image}")
        };
        assert!(entity.sets(key), "{image}");
        assert_eq!(entity.text("log.dirs"), folder, "{image}");
        assert_eq!(entity.facts.get(Fact::DataInVolume), kept, "{image}");
        let written = |s: &&kafka_lint::model::Setting| s.source == ValueSource::Explicit;
        assert_eq!(entity.settings.iter().filter(written).count(), 1, "{image}");
        let found = found(&lint(&files), &files);
        assert!(
            !found
                .iter()
                .any(|f| f.starts_with("KFK004") || f.starts_with("STO001")),
            "{found:#?}"
        );
    }
}

#[test]
fn stores_by_file_names_are_set_and_not_known() {
    let files = one(
        "services:\n  k:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_SSL_KEYSTORE_FILENAME: node.jks\n      KAFKA_SSL_KEY_CREDENTIALS: creds\n",
    );
    let entities = entities(&files);
    assert!(entities[0].is_unknown("ssl.keystore.location"));
    assert!(entities[0].is_unknown("ssl.key.password"));
}

#[test]
fn a_name_written_twice_is_refused_by_compose() {
    let files = one(
        "services:\n  k:\n    image: apache/kafka:4.1.0\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_NODE_ID: 2\n    restart: always\n    restart: never\n",
    );
    let found = found(&lint(&files), &files);
    assert!(
        found.contains(&"KFK006 k KAFKA_NODE_ID compose.yaml:6 KAFKA_NODE_ID".to_owned()),
        "{found:#?}"
    );
    assert!(
        found.contains(&"KFK006 k restart compose.yaml:8 restart".to_owned()),
        "{found:#?}"
    );
}

#[test]
fn the_format_of_old_is_read_where_the_name_says_compose() {
    let text = "zookeeper:\n  image: wurstmeister/zookeeper\nkafka:\n  image: wurstmeister/kafka:2.13-2.8.1\n  environment:\n    KAFKA_ZOOKEEPER_CONNECT: zookeeper:2181\n";
    let read = entities(&Files::from([(
        "docker-compose.yml".to_owned(),
        text.to_owned(),
    )]));
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].version.as_ref().unwrap().text, "2.8.1");
    assert_eq!(
        entities(&Files::from([("values.yaml".to_owned(), text.to_owned())])).len(),
        0
    );
}

#[test]
fn services_that_extend_each_other_in_a_circle_come_to_an_end() {
    let files = Files::from([
        ("compose.yaml".to_owned(), "services:\n  k:\n    extends: {file: other.yaml, service: k}\n    image: apache/kafka\n    environment: [KAFKA_NODE_ID=1]\n".to_owned()),
        ("other.yaml".to_owned(), "services:\n  k:\n    extends: {file: compose.yaml, service: k}\n".to_owned()),
    ]);
    let entities = entities(&files);
    assert_eq!(entities.len(), 1);
    assert!(entities[0].open.is_some());
}

/// A broker of a file, with its variables.
fn broker(environment: &str) -> String {
    format!(
        "services:\n  kafka:\n    image: apache/kafka:${{TAG}}\n    environment:\n      KAFKA_NODE_ID: 1\n      KAFKA_PROCESS_ROLES: broker\n{environment}"
    )
}

#[test]
fn variables_come_from_the_file_beside() {
    let text = broker(
        "      KAFKA_LOG_RETENTION_HOURS: ${HOURS}\n      KAFKA_NUM_PARTITIONS: ${PARTITIONS:-3}\n      KAFKA_NUM_IO_THREADS: ${THREADS:?say how many}\n      KAFKA_LOG_DIRS: ${FOLDER:-/x}/kafka\n      KAFKA_NUM_NETWORK_THREADS: 5$$\n      KAFKA_SUPER_USERS: ${ADMIN_PASSWORD:-User:a}\n      KAFKA_BROKER_RACK: ${NOBODY}\n    volumes: [\"${DATA:-data}:${FOLDER}\"]\n    deploy: {replicas: \"${NODES:-1}\"}\n",
    );
    let env = "TAG=3.9.1\nHOURS=24\nexport PARTITIONS=many\nTHREADS='8'\nFOLDER=\"/data\"\nNODES=${COUNT:-3}\nADMIN_PASSWORD=hunter2\n# HOURS=48\n";
    let files = Files::from([
        ("a/compose.yaml".to_owned(), text),
        ("a/.env".to_owned(), env.to_owned()),
        (".env".to_owned(), "NOBODY=it\n".to_owned()),
    ]);
    let read = entities(&files);
    let [kafka] = &read[..] else {
        panic!("{}", read.len())
    };
    for (key, expected) in [
        ("log.retention.hours", Some("24")),
        ("num.partitions", Some("many")),
        ("num.io.threads", Some("8")),
        ("log.dirs", Some("/data/kafka")),
        ("num.network.threads", Some("5$")),
        ("super.users", None),
        ("broker.rack", None),
    ] {
        assert!(kafka.sets(key), "{key}");
        assert_eq!(kafka.text(key), expected, "{key}");
    }
    assert_eq!(kafka.version.as_ref().unwrap().text, "3.9.1");
    assert_eq!(kafka.replicas, Some(3));
    assert_eq!(kafka.facts.get(Fact::DataInVolume), Some(1));
    let report = lint(&files);
    let found = found(&report, &files);
    assert!(
        found.contains(&"KFK001 kafka num.partitions a/compose.yaml:8 ${PARTITIONS:-3}".to_owned()),
        "{found:#?}"
    );
    let shown = format!("{report:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn files_beside_one_that_is_not_kafkas_are_not_recognised_either() {
    let text = "services:\n  ui:\n    image: provectuslabs/kafka-ui:${TAG}\n    env_file: ui.env\n";
    let files = Files::from([
        ("compose.yaml".to_owned(), text.to_owned()),
        (".env".to_owned(), "TAG=1\n".to_owned()),
        ("ui.env".to_owned(), "A=1\n".to_owned()),
    ]);
    let report = lint(&files);
    assert!(!report.summary.complete);
    assert_eq!(report.summary.files, 0);
}

#[test]
fn without_the_file_beside_only_defaults_are_known() {
    let files = one(&broker(
        "      KAFKA_LOG_RETENTION_HOURS: ${HOURS}\n      KAFKA_NUM_PARTITIONS: ${PARTITIONS:-3}\n    deploy: {replicas: \"${NODES}\"}\n",
    ));
    let read = entities(&files);
    assert!(read[0].is_unknown("log.retention.hours"));
    assert_eq!(read[0].text("num.partitions"), Some("3"));
    assert_eq!(read[0].replicas, None);
    assert!(read[0].version.is_none());
}

#[test]
fn included_files_are_read_with_the_one_that_includes_them() {
    use kafka_lint::pipeline;
    use kafka_lint::project::Project;
    use kafka_lint::source::MemorySources;

    let main = "name: shop\ninclude:\n  - kafka/compose.yaml\n  - path: [more.yaml, over.yaml]\n    env_file: more.env\n  - gone.yaml\nservices:\n  ui: {image: provectuslabs/kafka-ui}\n";
    let more =
        broker("      KAFKA_NUM_PARTITIONS: ${PARTITIONS}\n").replace("kafka:\n", "other:\n");
    let beside = [
        (
            "kafka/compose.yaml",
            format!(
                "include: [../compose.yaml, ./compose.yaml]\n{}",
                broker("      KAFKA_NUM_IO_THREADS: ${THREADS}\n")
            ),
        ),
        ("kafka/.env", "THREADS=0\n".to_owned()),
        ("more.yaml", more),
        ("more.env", "PARTITIONS=many\n".to_owned()),
        (".env", "THREADS=8\nTAG=4.1.0\n".to_owned()),
    ];
    let with = |linted: bool, main: &str| {
        let mut sources = MemorySources::default();
        sources.add("compose.yaml", main.as_bytes());
        for (path, text) in &beside {
            match linted && path.ends_with(".yaml") {
                true => sources.add(*path, text.as_bytes()),
                false => sources.add_beside(*path, text.as_bytes()),
            };
        }
        sources
    };
    let sources = with(false, main);
    let read = pipeline::entities(&sources, &Project::default());
    let names: Vec<_> = read
        .iter()
        .map(|(e, _)| e.name.as_deref().unwrap())
        .collect();
    assert_eq!(names, ["kafka", "other"]);
    // The outer variables go before those beside the included file, of which the outer file knows nothing.
    let main_variables = main.replace("{image", "{x: $$, image");
    let outer = with(false, &main_variables);
    let outer = pipeline::entities(&outer, &Project::default());
    assert_eq!(read[0].0.text("num.io.threads"), Some("0"));
    assert_eq!(outer[0].0.text("num.io.threads"), Some("8"));
    assert_eq!(outer[0].0.version.as_ref().unwrap().text, "4.1.0");
    assert_eq!(read[1].0.text("num.partitions"), Some("many"));
    assert_eq!(read[0].0.open, None);
    assert_eq!(
        read[1].0.open.as_deref(),
        Some("over.yaml is laid over the file")
    );
    let scopes: Vec<_> = read
        .iter()
        .map(|(e, _)| e.scope.as_ref().unwrap().name.as_str())
        .collect();
    assert_eq!(scopes, ["shop", "shop"]);
    let report = pipeline::lint(&sources, &Project::default());
    let at = |key: &str| {
        let found = report
            .diagnostics
            .iter()
            .find(|d| d.subject.key.as_deref() == Some(key));
        let place = found.unwrap().place.unwrap();
        let source = report.source(place).unwrap();
        format!(
            "{}:{}",
            source.path(),
            source.position(place.span.start).line
        )
    };
    assert_eq!(at("num.io.threads"), "kafka/compose.yaml:8");
    assert_eq!(at("num.partitions"), "more.yaml:7");
    // What is not written has its place where the file is included.
    assert_eq!(at("controller.listener.names"), "compose.yaml:3");
    // Files that are linted by themselves are not read twice.
    let read = pipeline::entities(&with(true, main), &Project::default());
    assert_eq!(read.len(), 2);
}

#[test]
fn what_is_laid_over_another_file_is_a_part_of_a_service() {
    let text = broker("").replace("${TAG}", "3.9.1");
    for (path, open) in [
        ("compose.override.yaml", true),
        ("docker-compose.override.yml", true),
        ("compose.yaml", false),
    ] {
        let read = entities(&Files::from([(path.to_owned(), text.clone())]));
        assert_eq!(read[0].open.is_some(), open, "{path}");
    }
}

#[test]
fn everything_stands_where_it_says() {
    let mut count = 0;
    for folder in ["compose/sound", "compose/mistakes"] {
        let files = fixtures(folder);
        count += files::check_places(&files);
        count += against_another_parser(&files);
    }
    assert!(count > 200, "{count}");
    let Ok(corpus) = std::env::var("KAFKA_LINT_CORPUS") else {
        eprintln!("SKIPPED the real compose files: KAFKA_LINT_CORPUS names no folder");
        return;
    };
    let mut count = 0;
    for (path, text) in files::files(&std::path::Path::new(&corpus).join("docker-compose")) {
        let file = Files::from([(path, text)]);
        count += files::check_places(&file) + against_another_parser(&file);
    }
    assert!(count > 300, "{count}");
}

/// Compares every value of an environment with what another reader of YAML makes of it.
fn against_another_parser(files: &Files) -> usize {
    let mut count = 0;
    let entities = entities(files);
    for text in files.values() {
        let Ok(mut tree) = serde_yaml::from_str::<serde_yaml::Value>(text) else {
            continue;
        };
        tree.apply_merge().unwrap();
        for entity in &entities {
            let name = entity.name.as_deref().unwrap_or_default();
            let environment = &tree["services"][name]["environment"];
            for setting in &entity.settings {
                let written = setting.written_name();
                let expected = match environment {
                    serde_yaml::Value::Mapping(_) => scalar(&environment[written]),
                    serde_yaml::Value::Sequence(items) => items.iter().rev().find_map(|item| {
                        let (name, value) = item.as_str()?.split_once('=')?;
                        (name == written).then(|| value.to_owned())
                    }),
                    _ => None,
                };
                let Some(expected) = expected else { continue };
                let known = match &setting.value {
                    Written::Text(text) if !expected.contains('$') => text,
                    _ => continue,
                };
                assert_eq!(**known, *expected, "{name} {written}");
                count += 1;
            }
        }
    }
    count
}

fn scalar(value: &serde_yaml::Value) -> Option<String> {
    match value {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[test]
fn jmx_is_open_where_it_asks_nobody_and_is_published() {
    let jmx = |image: &str, environment: &str, ports: &str| {
        let text = format!(
            "services:\n  kafka:\n    image: {image}\n    ports: [{ports}]\n    environment:\n      KAFKA_NODE_ID: 1\n      \
             KAFKA_PROCESS_ROLES: broker\n      KAFKA_LOG_DIRS: /data\n{environment}"
        );
        entities(&one(&text))[0]
            .facts
            .get(kafka_lint::model::Fact::JmxOpen)
    };
    let (apache, port) = ("apache/kafka:4.1.1", "      KAFKA_JMX_PORT: 9101\n");
    assert_eq!(jmx(apache, port, "'9092:9092', '9101:9101'"), Some(1));
    assert_eq!(
        jmx(apache, port, "{target: 9101, published: 9101}"),
        Some(1)
    );
    assert_eq!(jmx(apache, port, "'127.0.0.1:9101:9101'"), Some(0));
    assert_eq!(
        jmx(apache, port, "{target: 9101, host_ip: 127.0.0.1}"),
        Some(0)
    );
    assert_eq!(jmx(apache, port, "'9092:9092'"), Some(0));
    assert_eq!(
        jmx(apache, "      KAFKA_JMX_PORT: ${JMX}\n", "'9101:9101'"),
        None
    );
    assert_eq!(jmx(apache, "", "'9101:9101'"), None);
    let asks = "      KAFKA_JMX_PORT: 9101\n      KAFKA_JMX_OPTS: -Dcom.sun.management.jmxremote.authenticate=true\n";
    assert_eq!(jmx(apache, asks, "'9101:9101'"), Some(0));
    let own = "      KAFKA_JMX_OPTS: -Dcom.sun.management.jmxremote.port=9101\n";
    assert_eq!(jmx(apache, own, "'9101:9101'"), Some(0), "the JVM asks");
    let open = "      KAFKA_OPTS: -Dcom.sun.management.jmxremote.port=9101 -Dcom.sun.management.jmxremote.authenticate=false\n";
    assert_eq!(jmx(apache, open, "'9101:9101'"), Some(1));
    // Other images make nothing of that name.
    assert_eq!(
        jmx("wurstmeister/kafka:2.13-2.8.1", port, "'9101:9101'"),
        None
    );
    assert_eq!(
        jmx(
            "wurstmeister/kafka:2.13-2.8.1",
            "      JMX_PORT: 9101\n",
            "'9101:9101'"
        ),
        Some(1)
    );
}
