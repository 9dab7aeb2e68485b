//! The gate as its user runs it, over clusters that were written down: what would change, and whether it may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

const SOUND: &str = "fixtures/cluster/sound.json";
const MISTAKES: &str = "fixtures/cluster/mistakes.json";

/// The report and the exit code.
fn gate(arguments: &[&str]) -> (Value, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(support::root())
        .args(["gate", "--format", "json"])
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    (report, output.status.code().unwrap())
}

fn decision(report: &Value) -> &str {
    report["gate"]["decision"].as_str().unwrap()
}

fn codes(report: &Value) -> Vec<&str> {
    let all = report["diagnostics"].as_array().unwrap().iter();
    let counts = all.filter(|d| d["suppressed"].is_null());
    let mut codes: Vec<&str> = counts.map(|d| d["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    codes
}

/// The changes of a thing's settings as `key: from -> to (effect)`.
fn settings(report: &Value) -> Vec<String> {
    let changes = report["gate"]["changes"].as_array().unwrap().iter();
    let all = changes.flat_map(|change| change["settings"].as_array().unwrap());
    let shown = |side: &Value| side["value"].as_str().unwrap_or("-").to_owned();
    all.map(|s| {
        format!(
            "{}: {} -> {} ({})",
            s["key"].as_str().unwrap(),
            shown(&s["from"]),
            shown(&s["to"]),
            s["effect"].as_str().unwrap()
        )
    })
    .collect()
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A topic of the sound cluster's with these lines in it.
fn topic(name: &str, partitions: u32, config: &str) -> String {
    format!(
        "resource \"kafka_topic\" \"{name}\" {{\n  name = \"{name}\"\n  partitions = {partitions}\n  \
         replication_factor = 3\n  config = {{\n{config}\n  }}\n}}\n"
    )
}

#[test]
fn a_deploy_passes_or_is_blocked() {
    let (report, code) = gate(&["fixtures/gate/passed", "--snapshot", SOUND]);
    assert_eq!((decision(&report), code), ("pass", 0));
    assert_eq!(
        settings(&report),
        ["retention.ms: 2592000000 -> 5184000000 (at-once)"]
    );
    let actions: Vec<&str> = report["gate"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["changed", "added"]);

    let (report, code) = gate(&["fixtures/gate/blocked", "--snapshot", SOUND]);
    assert_eq!((decision(&report), code), ("blocked", 1));
    assert_eq!(codes(&report), ["GAT003", "GAT010", "GAT018", "TOP006"]);
    let schema =
        std::fs::read_to_string(support::root().join("docs/kafka-lint-json-v1.schema.json"));
    let schema: Value = serde_json::from_str(&schema.unwrap()).unwrap();
    let errors: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&report)
        .map(|e| format!("{} {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn what_is_declared_as_it_runs_is_unchanged() {
    for config in [
        "\"retention.ms\" = \"2592000000\"",
        // The brokers' own value, said once more, is no change of what holds.
        "\"retention.ms\" = \"2592000000\"\n\"min.insync.replicas\" = \"2\"",
    ] {
        let files = folder(&[("topics.tf", &topic("orders", 3, config))]);
        let (report, code) = gate(&[files.path().to_str().unwrap(), "--snapshot", SOUND]);
        assert_eq!((decision(&report), code), ("pass", 0), "{report:#}");
        assert_eq!(report["gate"]["changes"], json!([]), "{config}");
        assert_eq!(report["gate"]["unchanged"], 1);
    }
}

#[test]
fn what_a_change_means_decides() {
    let lower = "\"retention.ms\" = \"86400000\"";
    for (text, expected, found) in [
        (
            topic("orders", 3, lower),
            "pass-with-warnings",
            &["GAT007"][..],
        ),
        (
            topic("orders", 4, "\"retention.ms\" = \"2592000000\""),
            "pass-with-warnings",
            &["GAT004"],
        ),
        // Kafka refuses what is no number, whatever runs.
        (
            topic("orders", 3, "\"retention.ms\" = \"month\""),
            "blocked",
            &["KFK001"],
        ),
        (
            topic("__consumer_offsets", 3, "\"cleanup.policy\" = \"compact\""),
            "blocked",
            &["GAT005"],
        ),
        // What a tool takes away falls back to what brokers have.
        (topic("orders", 3, ""), "pass-with-warnings", &["GAT007"]),
    ] {
        let files = folder(&[("topics.tf", &text)]);
        let (report, _) = gate(&[files.path().to_str().unwrap(), "--snapshot", SOUND]);
        assert_eq!(decision(&report), expected, "{text}");
        assert_eq!(codes(&report), found, "{text}");
    }
}

#[test]
fn files_that_have_all_topics_remove_the_others() {
    let files = folder(&[("topics.tf", &topic("refunds", 3, ""))]);
    let path = files.path().to_str().unwrap();
    let (report, _) = gate(&[path, "--snapshot", SOUND]);
    assert_eq!(decision(&report), "pass");
    let complete = [path, "--snapshot", SOUND, "--complete", "topics"];
    let (report, code) = gate(&complete);
    assert_eq!((decision(&report), code), ("blocked", 1));
    // Kafka's own topics are in nobody's files.
    assert_eq!(codes(&report), ["GAT014"]);
    let removed = &report["diagnostics"][0];
    assert_eq!(removed["entity"]["name"], "orders");
    for (accepted, expected) in [
        ("GAT014", "pass"),
        ("GAT014:orders", "pass"),
        ("topic-removed:orders", "pass"),
        ("GAT014:other", "blocked"),
    ] {
        let (report, _) = gate(&[&complete[..], &["--accept", accepted]].concat());
        assert_eq!(decision(&report), expected, "{accepted}");
        assert_eq!(report["diagnostics"].as_array().unwrap().len(), 1);
    }
    // kafka-lint.toml says the same.
    std::fs::write(
        files.path().join("kafka-lint.toml"),
        "[gate]\ncomplete = [\"topics\"]\n",
    )
    .unwrap();
    let (report, _) = gate(&[path, "--snapshot", SOUND]);
    assert_eq!(codes(&report), ["GAT014"]);
}

#[test]
fn a_value_that_the_cluster_keeps_outlives_a_file() {
    // Broker 1 of this cluster has another number of threads set in the cluster.
    let files = folder(&[(
        "server.properties",
        "process.roles=broker\nnode.id=1\nnum.io.threads=24\n",
    )]);
    let (report, _) = gate(&[files.path().to_str().unwrap(), "--snapshot", MISTAKES]);
    let all = settings(&report);
    let threads: Vec<&String> = all
        .iter()
        .filter(|s| s.starts_with("num.io.threads"))
        .collect();
    assert_eq!(threads.len(), 1, "{all:#?}");
    assert!(threads[0].ends_with("-> 24 (none)"), "{threads:?}");
    // A cluster in trouble is not to be changed now.
    assert_eq!(decision(&report), "blocked");
    assert!(codes(&report).contains(&"LIV001"));
}

#[test]
fn brokers_may_restart_where_enough_replicas_stay() {
    let restarts = |arguments: &[&str]| {
        let (report, code) = gate(arguments);
        (report["gate"]["restarts"].clone(), code)
    };
    let (all, code) = restarts(&["--restart", "all", "--snapshot", SOUND]);
    assert_eq!(code, 0);
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|r| r["blocked_by"] == json!([]))
    );
    let (two, code) = restarts(&["--restart", "1,2", "--snapshot", SOUND]);
    assert_eq!(code, 1);
    assert_eq!(two[0]["brokers"], json!([1, 2]));
    assert!(
        two[0]["blocked_by"][0]
            .as_str()
            .unwrap()
            .contains("1 in sync would be left of the 2")
    );
    let (rack, code) = restarts(&["--restart", "rack=zone-a", "--snapshot", SOUND]);
    assert_eq!((rack[0]["brokers"].clone(), code), (json!([1]), 0));
    // Those that are away are not restarted.
    let (all, _) = restarts(&["--restart", "all", "--snapshot", MISTAKES]);
    assert_eq!(all.as_array().unwrap().len(), 2);
    for word in ["9", "rack=nowhere", "x"] {
        let (report, code) = gate(&["--restart", word, "--snapshot", SOUND]);
        assert_eq!((decision(&report), code), ("undecided", 3), "{word}");
    }
}

#[test]
fn another_cluster_than_the_files_mean_is_undecided() {
    let files = folder(&[("server.properties", "process.roles=broker\nnode.id=41\n")]);
    let (report, code) = gate(&[files.path().to_str().unwrap(), "--snapshot", SOUND]);
    assert_eq!((decision(&report), code), ("undecided", 3));
    assert_eq!(report["gate"]["changes"], json!([]));
    let (_, code) = gate(&[
        files.path().to_str().unwrap(),
        "--snapshot",
        SOUND,
        "--allow-incomplete",
    ]);
    assert_eq!(code, 0);
}

#[test]
fn an_upgrade_passes_or_has_to_go_through_another_first() {
    let steps = |report: &Value| {
        assert_eq!(support::program::against_schema(report), None);
        let steps = report["gate"]["upgrade"]["steps"]
            .as_array()
            .unwrap()
            .clone();
        let steps = steps.iter().map(|s| s.as_str().unwrap().to_owned());
        steps.collect::<Vec<String>>()
    };
    // The sound cluster, changed, and what the gate says of its upgrade.
    let text = std::fs::read_to_string(support::root().join(SOUND)).unwrap();
    let upgraded = |change: fn(&mut Value), from: &str, to: &str| {
        let mut cluster: Value = serde_json::from_str(&text).unwrap();
        change(&mut cluster);
        let files = folder(&[("cluster.json", &cluster.to_string())]);
        let path = files.path().join("cluster.json");
        let versions = ["--kafka-version", from, "--to-version", to];
        gate(&[&["--snapshot", path.to_str().unwrap()], &versions[..]].concat())
    };
    let (sound, code) = upgraded(|_| {}, "3.9", "4.3");
    assert_eq!((decision(&sound), code), ("pass", 0), "{sound:#}");
    assert!(
        codes(&sound).iter().all(|c| *c == "UPG001"),
        "{:?}",
        codes(&sound)
    );
    assert!(steps(&sound)[0].contains("3.3-IV3"), "{sound:#}");

    // A running cluster tells defaults as well, and a default it stays.
    let tells_default = |cluster: &mut Value| {
        for broker in cluster["brokers"].as_array_mut().unwrap() {
            let default = json!({ "value": "1", "source": "default" });
            broker["settings"]["num.recovery.threads.per.data.dir"] = default;
        }
    };
    let (told, _) = upgraded(tells_default, "3.9", "4.3");
    assert_eq!(codes(&told).len(), codes(&sound).len(), "{told:#}");

    // What is stored in the cluster is judged as well: a topic's setting that the newer version refuses.
    let stores_small_segments = |cluster: &mut Value| {
        let small = json!({ "value": "100000", "source": "dynamic-topic" });
        let topics = cluster["topics"].as_array_mut().unwrap();
        let orders = topics.iter_mut().find(|t| t["name"] == "orders").unwrap();
        orders["settings"]["segment.bytes"] = small;
    };
    let (stored, code) = upgraded(stores_small_segments, "3.9", "4.3");
    assert_eq!((decision(&stored), code), ("blocked", 1), "{stored:#}");
    assert!(codes(&stored).contains(&"KFK002"), "{:?}", codes(&stored));
    let (before, _) = upgraded(stores_small_segments, "3.7", "3.9");
    assert_eq!(decision(&before), "pass", "{before:#}");

    let has_zookeeper = |cluster: &mut Value| {
        for broker in cluster["brokers"].as_array_mut().unwrap() {
            let settings = broker["settings"].as_object_mut().unwrap();
            settings.remove("process.roles");
            let zookeeper = json!({ "value": "zk1.shop.example:2181", "source": "static" });
            settings.insert("zookeeper.connect".to_owned(), zookeeper);
        }
    };
    let (zookeeper, code) = upgraded(has_zookeeper, "3.6", "4.0");
    assert_eq!((decision(&zookeeper), code), ("blocked", 1));
    assert!(
        codes(&zookeeper).contains(&"GAT022"),
        "{:?}",
        codes(&zookeeper)
    );
    assert!(
        steps(&zookeeper)
            .iter()
            .any(|s| s.contains("migrate to KRaft on 3.9"))
    );
}

#[test]
fn access_rules_come_and_go() {
    let user = |operations: &str| {
        let text = format!(
            "apiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata: {{name: orders}}\nspec:\n  \
             authentication: {{type: scram-sha-512}}\n  authorization:\n    type: simple\n    acls:\n    \
             - resource: {{type: topic, name: orders}}\n      operations: [{operations}]\n"
        );
        folder(&[("user.yaml", &text)])
    };
    let actions = |report: &Value| -> Vec<String> {
        let changes = report["gate"]["changes"].as_array().unwrap().iter();
        let part = |value: &Value| value.as_str().unwrap().to_owned();
        let told =
            changes.map(|c| format!("{} {}", part(&c["action"]), part(&c["entity"]["name"])));
        told.collect()
    };
    let run = |files: &TempDir, more: &[&str]| {
        let mut arguments = vec![files.path().to_str().unwrap(), "--snapshot", SOUND];
        arguments.extend(more);
        gate(&arguments)
    };
    let (more, code) = run(&user("Write, Read"), &[]);
    assert_eq!((decision(&more), code), ("pass", 0), "{more:#}");
    assert_eq!(
        actions(&more),
        ["added ALLOW READ on TOPIC orders for User:orders"]
    );
    assert_eq!(more["gate"]["unchanged"], 1);

    // The operator takes away what a user's resource leaves out.
    let (less, code) = run(&user("Read"), &[]);
    assert_eq!(
        (decision(&less), code),
        ("pass-with-warnings", 0),
        "{less:#}"
    );
    assert_eq!(codes(&less), ["GAT023"]);
    let gone = "ALLOW WRITE on TOPIC orders for User:orders";
    assert!(
        actions(&less).contains(&format!("removed {gone}")),
        "{:?}",
        actions(&less)
    );
    let accepted = run(&user("Read"), &["--accept", &format!("GAT023:{gone}")]);
    assert_eq!(decision(&accepted.0), "pass");

    // Terraform knows what it made and the file does not, so only who says so has all.
    let acl = "resource \"kafka_acl\" \"a\" {\n  resource_name = \"payments\"\n  resource_type = \"Topic\"\n  \
               acl_principal = \"User:payments\"\n  acl_host = \"*\"\n  acl_operation = \"Read\"\n  \
               acl_permission_type = \"Allow\"\n}\n";
    let files = folder(&[("acls.tf", acl)]);
    let (some, _) = run(&files, &[]);
    assert_eq!(
        actions(&some),
        ["added ALLOW READ on TOPIC payments for User:payments"]
    );
    let (all, _) = run(&files, &["--complete", "acls"]);
    assert!(
        actions(&all).contains(&format!("removed {gone}")),
        "{:?}",
        actions(&all)
    );
    // With a rule that is not known nothing is called gone.
    let unknown = acl.replace("\"User:payments\"", "var.principal");
    let (unknown, _) = run(&folder(&[("acls.tf", &unknown)]), &["--complete", "acls"]);
    assert_eq!(actions(&unknown), [""; 0]);
    assert_eq!(unknown["gate"]["not_compared"], 1);
}

#[test]
fn a_deploy_is_told_as_a_comment() {
    let run = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(support::root())
        .args([
            "gate",
            "fixtures/gate/blocked",
            "--snapshot",
            SOUND,
            "--restart",
            "1",
        ])
        .args(["--format", "markdown"])
        .output()
        .unwrap();
    insta::assert_snapshot!(String::from_utf8_lossy(&run.stdout));
}

#[test]
fn wrong_usage_is_told() {
    for arguments in [
        &["gate"][..],
        &[
            "gate",
            "fixtures/gate/passed",
            "--snapshot",
            SOUND,
            "--accept",
            "GAT999",
        ],
        &[
            "gate",
            "fixtures/gate/passed",
            "--snapshot",
            SOUND,
            "--complete",
            "quotas",
        ],
        &["gate", "--snapshot", SOUND, "--to-version", "4.4"],
        &[
            "gate",
            "--snapshot",
            SOUND,
            "--kafka-version",
            "4.3",
            "--to-version",
            "4.0",
        ],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
            .current_dir(support::root())
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{arguments:?} {run:?}");
    }
}
