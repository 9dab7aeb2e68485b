//! One repository with a compose file, a Strimzi folder, a Spring application and a Terraform module: everything
//! is read in one run, and each cluster is told apart.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::BTreeSet;
use std::process::Command;

fn report() -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(support::root())
        .args([
            "check",
            "fixtures/platform",
            "--format",
            "json",
            "--no-config",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn clusters_of_one_repository_are_told_apart() {
    let report = report();
    let clusters: BTreeSet<(&str, &str, &str)> = report["clusters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            let text = |name: &str| c[name].as_str().unwrap();
            (text("name"), text("kafka_version"), text("profile"))
        })
        .collect();
    for expected in [
        ("shop-local", "4.1.2", "development"),
        ("shop", "4.2.0", "production"),
    ] {
        assert!(clusters.contains(&expected), "{clusters:#?}");
    }
    assert!(
        clusters
            .iter()
            .any(|(_, version, _)| version.starts_with("3.9")),
        "MSK's version is not read: {clusters:#?}"
    );
    let dialects: BTreeSet<&str> = report["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|input| input["dialect"].as_str())
        .collect();
    let expected = BTreeSet::from(["compose", "spring", "strimzi", "terraform"]);
    assert_eq!(dialects, expected);
}

#[test]
fn each_fault_is_found_where_it_stands() {
    let report = report();
    let found: BTreeSet<(&str, &str, &str)> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            let path = d["location"]["path"].as_str().unwrap();
            (
                d["code"].as_str().unwrap(),
                path.rsplit('/').next().unwrap(),
                d["entity"]["cluster"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    for expected in [
        ("DUR002", "topics.yaml", "shop"),
        ("KFK004", "kafka.yaml", "shop"),
        ("DUR007", "application.yml", "default"),
    ] {
        assert!(found.contains(&expected), "{found:#?}");
    }
    assert!(
        found
            .iter()
            .any(|(code, file, _)| *code == "DUR006" && *file == "main.tf"),
        "{found:#?}"
    );
}
