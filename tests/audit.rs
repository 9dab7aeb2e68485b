//! `audit` and `snapshot` against real brokers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::cluster::{Cluster, text};

const TOPICS: &str = "org.apache.kafka.tools.TopicCommand";
const CONFIGS: &str = "kafka.admin.ConfigCommand";

fn kafka_lint(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .args(arguments)
        .output()
        .unwrap()
}

/// What an audit says, as JSON, and its exit code.
fn audit(arguments: &[&str]) -> (Value, i32) {
    let mut all = vec!["audit", "--format", "json", "--no-config"];
    all.extend(arguments);
    let output = kafka_lint(&all);
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", text(&output.stderr)));
    (report, output.status.code().unwrap())
}

/// Findings as `CODE kind name`.
fn findings(report: &Value) -> BTreeSet<String> {
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| {
        let entity = &d["entity"];
        let part = |name: &str| entity[name].as_str().unwrap_or_default().to_owned();
        format!(
            "{} {} {}",
            d["code"].as_str().unwrap(),
            part("kind"),
            part("name")
        )
    })
    .collect()
}

fn fingerprints(report: &Value) -> BTreeSet<String> {
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| d["fingerprint"].as_str().unwrap().to_owned())
        .collect()
}

/// One of Kafka's own tools, with what it reads.
fn tool(cluster: &Cluster, class: &str, arguments: &[&str], input: &str) -> String {
    let mut all = vec![
        class,
        "--bootstrap-server",
        cluster.told("bootstrap.servers"),
    ];
    all.extend(arguments);
    let mut child = Command::new(support::root().join("scripts/kafka"))
        .arg("run")
        .args(cluster.place())
        .args(all)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A tool that fails at once reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

/// An address that hands on to another, but only after a while.
fn slow_way_to(address: &str, delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let here = format!("localhost:{}", listener.local_addr().unwrap().port());
    let address = address.to_owned();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let address = address.clone();
            std::thread::spawn(move || {
                std::thread::sleep(delay);
                let far = TcpStream::connect(address).unwrap();
                let (mut there, mut back) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                std::thread::spawn(move || std::io::copy(&mut back, &mut there));
                // Either end may go at any time.
                let _ = std::io::copy(&mut &near, &mut &far);
            });
        }
    });
    here
}

fn create(cluster: &Cluster, topic: &str, partitions: &str, replicas: &str, configs: &[&str]) {
    let mut arguments = vec!["--create", "--topic", topic];
    arguments.extend(["--partitions", partitions, "--replication-factor", replicas]);
    arguments.extend(configs.iter().flat_map(|config| ["--config", config]));
    let said = tool(cluster, TOPICS, &arguments, "");
    assert!(said.contains("Created topic"), "{said}");
}

fn has(report: &Value, finding: &str) {
    let all = findings(report);
    assert!(all.contains(finding), "{finding} is not among {all:#?}");
}

fn has_not(report: &Value, start: &str) {
    let all = findings(report);
    assert!(
        !all.iter().any(|f| f.starts_with(start)),
        "{start} is among {all:#?}"
    );
}

#[test]
fn reads_three_brokers_and_what_becomes_of_them_when_one_goes() {
    let Some(cluster) = Cluster::start("4.3.1", &[], 3) else {
        return;
    };
    create(&cluster, "orders", "6", "3", &["min.insync.replicas=2"]);
    create(&cluster, "payments", "3", "3", &[]);
    create(&cluster, "lonely", "3", "1", &["cleanup.policy=compact"]);
    // A group that has read a part, and then lost what came next.
    create(&cluster, "short", "1", "3", &["min.insync.replicas=2"]);
    let records: String = (0..500).map(|i| format!("record {i}\n")).collect();
    tool(
        &cluster,
        "org.apache.kafka.tools.ConsoleProducer",
        &["--topic", "short"],
        &records,
    );
    let read = [
        "--topic",
        "short",
        "--group",
        "late",
        "--from-beginning",
        "--max-messages",
        "100",
    ];
    tool(
        &cluster,
        "org.apache.kafka.tools.consumer.ConsoleConsumer",
        &read,
        "",
    );
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let servers = cluster.told("bootstrap.servers").to_owned();
    let snapshot = |name: &str| {
        let file = path(name);
        let output = kafka_lint(&["snapshot", "--bootstrap-server", &servers, "-o", &file]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        file
    };
    let before = snapshot("before.json");
    let delete =
        r#"{"partitions": [{"topic": "short", "partition": 0, "offset": 300}], "version": 1}"#;
    std::fs::write(path("delete.json"), delete).unwrap();
    let file = path("delete.json");
    tool(
        &cluster,
        "org.apache.kafka.tools.DeleteRecordsCommand",
        &["--offset-json-file", &file],
        "",
    );

    let production = ["--profile", "production", "--bootstrap-server", &servers];
    let (all, exit) = audit(&production);
    assert_eq!(exit, 1);
    assert_eq!(all["summary"]["complete"], true);
    assert_eq!(all["inputs"][0]["kind"], "cluster");
    assert_eq!(all["clusters"][1]["kafka_version"], "4.3");
    // What the brokers give, what a topic says, and what is neither.
    has(&all, "DUR002 topic payments");
    has_not(&all, "DUR002 topic orders");
    has(&all, "DUR013 topic lonely");
    has(&all, "TOP001 broker 3");
    has(&all, "LIV009 group late");
    for state in ["LIV001", "LIV002", "LIV003", "LIV004", "LIV005"] {
        has_not(&all, state);
    }
    let of_payments = all["diagnostics"].as_array().unwrap().iter();
    let of_payments = of_payments.filter(|d| d["entity"]["name"] == "payments");
    for finding in of_payments {
        assert_eq!(finding["location"], Value::Null);
        assert_eq!(finding["live"]["resource"], "topic payments");
        assert_eq!(finding["live"]["source"], "inherited");
    }

    // What was written down says the same; what is new is told from what was there.
    let after = snapshot("after.json");
    let (of_snapshot, exit) = audit(&["--profile", "production", "--snapshot", &after]);
    assert_eq!(exit, 1);
    assert_eq!(fingerprints(&of_snapshot), fingerprints(&all));
    let since = [
        "--profile",
        "production",
        "--snapshot",
        &after,
        "--since",
        &before,
    ];
    let (new, _) = audit(&since);
    assert_eq!(
        findings(&new),
        BTreeSet::from(["LIV009 group late".to_owned()])
    );

    // An absent topic that a client in a file names does not come to be by that.
    let client = "bootstrap.servers=localhost:1\ngroup.id=g\nenable.auto.commit=false\n";
    std::fs::write(path("consumer.properties"), client).unwrap();
    let (_, exit) = audit(&["--bootstrap-server", &servers, &path("consumer.properties")]);
    assert_eq!(exit, 1);
    let listed = tool(&cluster, TOPICS, &["--list"], "");
    let listed: BTreeSet<&str> = listed.lines().collect();
    let wanted = [
        "__consumer_offsets",
        "lonely",
        "orders",
        "payments",
        "short",
    ];
    assert_eq!(listed, BTreeSet::from(wanted));

    // An address where nothing listens says nothing of one that takes its time.
    let late = slow_way_to(servers.split(',').next().unwrap(), Duration::from_secs(5));
    let (report, exit) = audit(&["--bootstrap-server", &format!("localhost:1,{late}")]);
    assert_eq!(exit, 1, "{report:#}");

    cluster.kill(3);
    let begun = Instant::now();
    let gone = loop {
        let (report, exit) = audit(&production);
        assert_eq!(exit, 1);
        if findings(&report).contains("LIV005 broker 3") {
            break report;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{report:#}");
    };
    has(&gone, "LIV001 topic lonely");
    has(&gone, "LIV004 topic orders");
    has(&gone, "LIV003 topic payments");
    has_not(&gone, "LIV003 topic orders");
    // What the one that is gone would say is not known, and no more than that.
    has_not(&gone, "TOP001 broker 3");
    has(&gone, "DUR002 topic payments");
}

#[test]
fn says_what_a_principal_may_not_read_and_what_to_grant() {
    let Some(cluster) = Cluster::start("4.4.0", &["--secure"], 1) else {
        return;
    };
    let (alice, admin) = (
        cluster.told("alice").to_owned(),
        cluster.told("admin").to_owned(),
    );
    let (report, exit) = audit(&["--command-config", &alice]);
    assert_eq!(exit, 3, "{report:#}");
    assert_eq!(report["summary"]["complete"], false);
    let messages: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["message"].as_str().unwrap())
        .collect();
    for what in ["settings of broker 1", "access rules", "topics and groups"] {
        assert!(
            messages.iter().any(|m| m.contains(what)),
            "{what}: {messages:#?}"
        );
    }
    let allowed = kafka_lint(&["audit", "--command-config", &alice, "--allow-incomplete"]);
    assert_eq!(allowed.status.code(), Some(0));

    // What `--permissions` prints is enough.
    let printed = text(&kafka_lint(&["audit", "--permissions"]).stdout);
    let commands: Vec<&str> = printed
        .lines()
        .filter(|l| l.starts_with("kafka-acls"))
        .collect();
    assert!(commands.len() >= 4);
    for command in commands {
        let (_, options) = command.split_once("User:kafka-lint ").unwrap();
        let options = options.replace('\'', "");
        let mut all = vec!["org.apache.kafka.tools.AclCommand"];
        all.extend(["--bootstrap-server", cluster.told("bootstrap.servers")]);
        all.extend([
            "--command-config",
            &admin,
            "--add",
            "--allow-principal",
            "User:alice",
        ]);
        all.extend(options.split_whitespace());
        let output = cluster.script("run", &all);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(said.contains("Adding ACLs"), "{said}");
    }
    let (report, exit) = audit(&["--command-config", &alice]);
    assert_eq!(report["summary"]["complete"], true, "{report:#}");
    assert_ne!(exit, 3);
    let (by_admin, _) = audit(&["--command-config", &admin]);
    assert_eq!(fingerprints(&report), fingerprints(&by_admin));

    // No secret of either side, whatever is printed.
    let secret = std::fs::read_to_string(&admin).unwrap();
    let (_, secret) = secret.split_once("password=\"").unwrap();
    let secret = secret.split('"').next().unwrap();
    assert!(secret.len() > 5);
    for arguments in [
        &["audit", "--command-config", &admin, "--verbose"][..],
        &["snapshot", "--command-config", &admin],
        &["audit", "--command-config", &admin, "--format", "json"],
    ] {
        let output = kafka_lint(arguments);
        let printed = text(&output.stdout) + &text(&output.stderr);
        assert!(
            printed.len() > 200 && !printed.contains(secret),
            "{arguments:?}"
        );
    }

    // Each with its name, within seconds.
    let folder = tempfile::tempdir().unwrap();
    let spoil = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(&admin).unwrap();
        assert!(text.contains(from), "{text}");
        let file = folder.path().join(name);
        std::fs::write(&file, text.replace(from, to)).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let wrong = spoil("wrong", secret, "nothing");
    let untrusted = spoil(
        "untrusted",
        "ssl.truststore.location=",
        "ssl.keystore.password=",
    );
    let open = spoil(
        "open",
        "security.protocol=SASL_SSL",
        "security.protocol=PLAINTEXT",
    );
    let no_tls = spoil(
        "no-tls",
        "security.protocol=SASL_SSL",
        "security.protocol=SASL_PLAINTEXT",
    );
    for (file, words, key) in [
        (&wrong, "refuse the login", "sasl.jaas.config"),
        (&untrusted, "certificate", "ssl.truststore.location"),
        (&open, "another protocol", "security.protocol"),
        (&no_tls, "another protocol", "security.protocol"),
    ] {
        is_refused(&["--command-config", file], 3, words, key);
    }
    is_refused(
        &["--bootstrap-server", "localhost:1"],
        3,
        "nothing listens",
        "host and port",
    );
    is_refused(
        &["--bootstrap-server", "no.invalid:9"],
        3,
        "not known here",
        "--bootstrap-server",
    );
    let jks = spoil("jks", "ssl.truststore.type=PEM", "ssl.truststore.type=JKS");
    is_refused(&["--command-config", &jks], 2, "JKS", "keytool");
    cluster.stop();
}

/// An audit that comes to nothing, and says why and what to mend.
fn is_refused(arguments: &[&str], exit: i32, words: &str, key: &str) {
    let begun = Instant::now();
    let mut all = vec!["audit"];
    all.extend(arguments);
    let output = kafka_lint(&all);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{said}");
    assert!(
        said.contains(words) && said.contains(key),
        "{arguments:?}: {said}"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(6),
        "{arguments:?} took {:?}",
        begun.elapsed()
    );
}

/// A server that does one thing to whoever connects; gives its address.
fn server(answer: fn(&mut TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            std::thread::spawn(move || answer(&mut stream));
        }
    });
    address
}

/// Reads a request, as far as one comes.
fn request(stream: &mut TcpStream) -> [u8; 12] {
    let mut head = [0; 12];
    let _ = stream.read_exact(&mut head);
    head
}

#[test]
fn comes_to_an_end_with_whatever_answers() {
    let silent = server(|stream| {
        request(stream);
        std::thread::sleep(Duration::from_secs(60));
    });
    let closing = server(|stream| {
        request(stream);
    });
    let garbage = server(|stream| {
        request(stream);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        std::thread::sleep(Duration::from_secs(60));
    });
    // A frame of two gigabytes, of which some bytes come.
    let huge = server(|stream| {
        let head = request(stream);
        let mut frame = vec![0x7f, 0xff, 0xff, 0xff];
        frame.extend_from_slice(&head[8..12]);
        frame.extend_from_slice(&[0; 64]);
        let _ = stream.write_all(&frame);
        std::thread::sleep(Duration::from_secs(60));
    });
    // An answer to ApiVersions that says that it ends after its number.
    let short = server(|stream| {
        let head = request(stream);
        let mut frame = vec![0, 0, 0, 4];
        frame.extend_from_slice(&head[8..12]);
        let _ = stream.write_all(&frame);
        std::thread::sleep(Duration::from_secs(60));
    });
    let all = [
        ("silent", silent),
        ("closing", closing),
        ("garbage", garbage),
        ("huge", huge),
        ("short", short),
    ];
    for (what, address) in all {
        let begun = Instant::now();
        let output = kafka_lint(&["audit", "--bootstrap-server", &address, "--timeout", "4"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{what}: {said}");
        assert!(
            said.contains("cannot read the cluster") && said.contains("help:"),
            "{what}: {said}"
        );
        assert!(
            begun.elapsed() < Duration::from_secs(8),
            "{what} took {:?}",
            begun.elapsed()
        );
        eprintln!("{what}: {said}");
    }
}

#[test]
fn reads_a_cluster_with_zookeeper_and_what_was_changed_while_it_runs() {
    let Some(cluster) = Cluster::start("3.9.2", &["--zookeeper"], 1) else {
        return;
    };
    let servers = cluster.told("bootstrap.servers").to_owned();
    let change = ["--alter", "--entity-type", "brokers", "--entity-default"];
    let change = [
        &change[..],
        &["--add-config", "unclean.leader.election.enable=true"],
    ]
    .concat();
    let said = tool(&cluster, CONFIGS, &change, "");
    assert!(said.contains("Completed"), "{said}");
    let (report, exit) = audit(&["--profile", "production", "--bootstrap-server", &servers]);
    assert_eq!(exit, 1);
    assert_eq!(report["clusters"][1]["kafka_version"], "3.9");
    let unclean = report["diagnostics"].as_array().unwrap().iter();
    let unclean: Vec<&Value> = unclean
        .filter(|d| d["key"] == "unclean.leader.election.enable")
        .collect();
    assert_eq!(unclean.len(), 1, "{report:#}");
    assert_eq!(unclean[0]["value_source"], "dynamic-cluster");

    // A cluster that kafka-lint.toml names is judged as it says, with the files that it includes.
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        "fail-on = \"never\"\n[[cluster]]\nname = \"old\"\ninclude = [\"*.properties\"]\nbootstrap-server = \"{servers}\"\nprofile = \"production\"\n"
    );
    std::fs::write(folder.path().join("kafka-lint.toml"), config).unwrap();
    let client = format!("bootstrap.servers={servers}\nsecurity.protocol=SSL\n");
    std::fs::write(folder.path().join("orders-producer.properties"), client).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .args(["audit", "--cluster", "old", ".", "--format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["clusters"][1]["name"], "old");
    let of_client = report["diagnostics"].as_array().unwrap().iter();
    let of_client = of_client.filter(|d| d["code"] == "NET003").count();
    assert_eq!(of_client, 1, "{report:#}");
    cluster.stop();
}

/// Only calls that read, by their names: whoever adds one has to say that it does.
#[test]
fn calls_nothing_that_changes_a_cluster() {
    const READING: [&str; 7] = [
        "DescribeAcls",
        "DescribeCluster",
        "DescribeConfigs",
        "DescribeConsumerGroups",
        "ListConsumerGroupOffsets",
        "ListConsumerGroups",
        "ListOffsets",
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/live/librdkafka.rs");
    let code = std::fs::read_to_string(path).unwrap();
    let mut called = BTreeSet::new();
    for (at, _) in code.match_indices("rd_kafka_") {
        let name: String = code[at + 9..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let follows = &code[at + 9 + name.len()..];
        // Requests begin with a capital and are called with the client.
        let is_request = name.starts_with(|c: char| c.is_uppercase()) && !name.contains('_');
        if is_request && follows.starts_with("(rk,") {
            called.insert(name.clone());
        }
        for word in [
            "produce",
            "commit",
            "Create",
            "Delete",
            "Alter",
            "Elect",
            "Incremental",
        ] {
            assert!(!name.contains(word), "{name} changes something");
        }
    }
    assert_eq!(called, READING.map(str::to_owned).into());
}
