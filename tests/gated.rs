//! The gate against a real cluster: what it says of a change is what Kafka does with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::cluster::{Cluster, text};

const TOPICS: &str = "org.apache.kafka.tools.TopicCommand";
const CONFIGS: &str = "kafka.admin.ConfigCommand";

fn gate(arguments: &[&str]) -> (Value, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .args(["gate", "--format", "json", "--no-config"])
        .args(arguments)
        .output()
        .unwrap();
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", text(&output.stderr)));
    (report, output.status.code().unwrap())
}

fn decision(report: &Value) -> &str {
    report["gate"]["decision"].as_str().unwrap()
}

fn codes(report: &Value) -> Vec<&str> {
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| d["code"].as_str().unwrap()).collect()
}

/// One of Kafka's own tools.
fn tool(cluster: &Cluster, class: &str, arguments: &[&str]) -> String {
    let output = Command::new(support::root().join("scripts/kafka"))
        .arg("run")
        .args(cluster.place())
        .args([
            class,
            "--bootstrap-server",
            cluster.told("bootstrap.servers"),
        ])
        .args(arguments)
        .output()
        .unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

fn declare(folder: &Path, name: &str, partitions: u32, replicas: u32, config: &str) {
    let text = format!(
        "resource \"kafka_topic\" \"a\" {{\n  name = \"{name}\"\n  partitions = {partitions}\n  \
         replication_factor = {replicas}\n  config = {{\n{config}\n  }}\n}}\n"
    );
    std::fs::write(folder.join("topics.tf"), text).unwrap();
}

#[test]
fn says_of_a_change_what_kafka_does_with_it() {
    let Some(cluster) = Cluster::start("4.3.1", &[], 3) else {
        return;
    };
    let servers = cluster.told("bootstrap.servers");
    let said = tool(
        &cluster,
        TOPICS,
        &[
            "--create",
            "--topic",
            "orders",
            "--partitions",
            "6",
            "--replication-factor",
            "3",
            "--config",
            "retention.ms=604800000",
            "--config",
            "min.insync.replicas=2",
        ],
    );
    assert!(said.contains("Created topic"), "{said}");
    let files = tempfile::tempdir().unwrap();
    let path = files.path().to_str().unwrap();
    let live = || gate(&[path, "--bootstrap-server", servers]);
    let week = "\"retention.ms\" = \"604800000\"\n\"min.insync.replicas\" = \"2\"";
    let day = "\"retention.ms\" = \"86400000\"\n\"min.insync.replicas\" = \"2\"";

    // Nothing changes where nothing does.
    declare(files.path(), "orders", 6, 3, week);
    let (report, code) = live();
    assert_eq!((decision(&report), code), ("pass", 0), "{report:#}");
    assert_eq!(report["gate"]["unchanged"], 1);
    assert!(report["gate"]["changes"].as_array().unwrap().is_empty());

    // What is called refused is refused.
    let alter = [
        "--alter",
        "--entity-type",
        "topics",
        "--entity-name",
        "orders",
        "--add-config",
    ];
    type Refused<'a> = (
        &'a str,
        u32,
        u32,
        &'a str,
        &'a str,
        &'a str,
        Vec<&'a str>,
        &'a str,
    );
    let refused: [Refused<'_>; 3] = [
        (
            "orders",
            3,
            3,
            week,
            "GAT003",
            TOPICS,
            vec!["--alter", "--topic", "orders", "--partitions", "3"],
            "InvalidPartitionsException",
        ),
        (
            "orders",
            6,
            3,
            "\"retention.ms\" = \"month\"",
            "KFK001",
            CONFIGS,
            [&alter[..], &["retention.ms=month"]].concat(),
            "InvalidConfigurationException",
        ),
        (
            "refunds",
            3,
            4,
            "",
            "TOP006",
            TOPICS,
            vec![
                "--create",
                "--topic",
                "refunds",
                "--partitions",
                "3",
                "--replication-factor",
                "4",
            ],
            "InvalidReplicationFactorException",
        ),
    ];
    for (name, partitions, replicas, config, code, class, arguments, words) in refused {
        declare(files.path(), name, partitions, replicas, config);
        let (report, exit) = live();
        assert_eq!((decision(&report), exit), ("blocked", 1), "{code}");
        assert!(
            codes(&report).contains(&code),
            "{code} {:?}",
            codes(&report)
        );
        let said = tool(&cluster, class, &arguments);
        assert!(said.contains(words), "{said}");
    }

    // What is said to come into effect at once does; after that nothing is left to change.
    declare(files.path(), "orders", 6, 3, day);
    let (report, code) = live();
    assert_eq!((decision(&report), code), ("pass-with-warnings", 0));
    assert_eq!(codes(&report), ["GAT007"]);
    let change = &report["gate"]["changes"][0]["settings"][0];
    assert_eq!(
        (change["key"].as_str(), change["effect"].as_str()),
        (Some("retention.ms"), Some("at-once"))
    );
    let snapshot = files.path().join("cluster.snapshot");
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .args([
            "snapshot",
            "--bootstrap-server",
            servers,
            "-o",
            snapshot.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    // What was written down gives the same word.
    let (written, _) = gate(&[path, "--snapshot", snapshot.to_str().unwrap()]);
    assert_eq!(decision(&written), decision(&report));
    assert_eq!(written["gate"]["changes"], report["gate"]["changes"]);
    tool(
        &cluster,
        CONFIGS,
        &[&alter[..], &["retention.ms=86400000"]].concat(),
    );
    let (report, _) = live();
    assert_eq!(decision(&report), "pass", "{report:#}");

    // A value that the cluster keeps outlives the file.
    tool(
        &cluster,
        CONFIGS,
        &[
            "--alter",
            "--entity-type",
            "brokers",
            "--entity-name",
            "1",
            "--add-config",
            "num.io.threads=9",
        ],
    );
    let broker = "process.roles=broker,controller\nnode.id=1\nnum.io.threads=16\n";
    std::fs::write(files.path().join("server.properties"), broker).unwrap();
    let (report, _) = live();
    let changes = report["gate"]["changes"].as_array().unwrap().iter();
    let mut settings = changes.flat_map(|change| change["settings"].as_array().unwrap());
    let threads = settings
        .find(|setting| setting["key"] == "num.io.threads")
        .unwrap();
    assert_eq!(threads["effect"], "none", "{threads:#}");
    std::fs::remove_file(files.path().join("server.properties")).unwrap();

    // All brokers may restart one by one; with one away none of the others may.
    let restart = || gate(&["--restart", "all", "--bootstrap-server", servers]);
    let (report, code) = restart();
    assert_eq!(code, 0, "{report:#}");
    cluster.kill(3);
    let begun = Instant::now();
    loop {
        let (report, code) = restart();
        let all = report["gate"]["restarts"].as_array().unwrap().clone();
        let held = |restart: &Value| {
            let why = restart["blocked_by"].as_array().unwrap();
            why.iter()
                .any(|why| why.as_str().unwrap().starts_with("orders-"))
        };
        if code == 1 && all.len() == 2 && all.iter().all(held) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "{report:#}");
        std::thread::sleep(Duration::from_secs(2));
    }
    // Kafka says the same: one more broker, and writes are refused.
    let said = tool(&cluster, TOPICS, &["--describe", "--at-min-isr-partitions"]);
    assert!(said.contains("Topic: orders"), "{said}");
    cluster.stop();
}
