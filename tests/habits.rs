//! What people are used to: groups, counts, outputs and profiles of their own, and what holds for a file.
#![allow(clippy::unwrap_used)]
mod support;

use serde_json::Value;
use support::program::{against_schema, code, command, run, said, write};
use tempfile::TempDir;

const CONFIG: &str = "\
profile = \"strict\"
output = [\"json=reports/kafka.json\", \"concise=kafka.txt\"]

[profiles.strict]
extends = \"production\"
ignore = [\"DUR007\"]
severity = { DUR013 = \"info\" }

[[cluster]]
name = \"orders\"
include = [\"orders/**\"]
kafka-version = \"3.9\"

[[override]]
paths = [\"orders/**\"]
severity = { DUR013 = \"warning\" }
params = { DUR001 = { minimum = 4 } }

[[owners]]
name = \"team-orders\"
paths = [\"orders/**\"]

[[owners]]
name = \"team-mail\"
entity = [\"mail*\"]
";
const PRODUCER: &str = "bootstrap.servers=a:9092,b:9092\nclient.id=shop\nacks=1\nretries=0\n";
const TOPIC: &str = "\
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata:
  name: mail.sent
  labels: {strimzi.io/cluster: c}
spec:
  replicas: 1
  partitions: 3
";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::create_dir(here.join(".git")).unwrap();
    std::fs::create_dir(here.join("reports")).unwrap();
    write(here, "kafka-lint.toml", CONFIG);
    write(here, "orders/producer.properties", PRODUCER);
    write(here, "mail/producer.properties", PRODUCER);
    write(here, "mail/topic.yaml", TOPIC);
    folder
}

/// `CODE severity path owner` of each finding.
fn findings(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| {
        let part = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let path = part(&d["location"]["path"]);
        format!(
            "{} {} {path} {}",
            part(&d["code"]),
            part(&d["severity"]),
            part(&d["owner"])
        )
    })
    .collect()
}

#[test]
fn a_profile_of_ones_own_is_weaker_than_what_is_said_elsewhere() {
    let folder = folder();
    let here = folder.path();
    let select = "--select=DUR007";
    let strict = run(here, &["check", "--format", "json", "."]);
    let strict = findings(&String::from_utf8_lossy(&strict.stdout));
    let given = run(
        here,
        &["check", "--format", "json", "--profile", "production", "."],
    );
    let given = findings(&String::from_utf8_lossy(&given.stdout));
    assert_ne!(strict, given);
    assert!(
        strict.iter().any(|f| f.starts_with("DUR013 info")),
        "{strict:#?}"
    );
    assert!(
        strict.iter().all(|f| !f.starts_with("DUR007")),
        "{strict:#?}"
    );
    assert!(given.iter().any(|f| f.starts_with("DUR007")), "{given:#?}");
    // The command line selects what the profile ignores.
    let selected = run(here, &["check", "--format", "json", select, "."]);
    let selected = findings(&String::from_utf8_lossy(&selected.stdout));
    assert!(
        selected.iter().any(|f| f.starts_with("DUR007")),
        "{selected:#?}"
    );
    let unknown = run(here, &["check", "--profile", "strct", "."]);
    assert_eq!(code(&unknown), 2);
    assert!(
        said(&unknown).contains("there are production, development, strict"),
        "{}",
        said(&unknown)
    );
    for (profiles, words) in [
        ("profile = \"lax\"\n", "`profile` cannot be 'lax'"),
        (
            "[profiles.production]\nignore = []\n",
            "is a profile of the program's own",
        ),
        (
            "[profiles.a]\nextend = \"production\"\n",
            "did you mean `extends`?",
        ),
        ("output = [\"json=../x\"]\n", "this is no output"),
        ("output = [\"json\"]\n", "this is no output"),
    ] {
        write(here, "kafka-lint.toml", profiles);
        let broken = run(here, &["check", "."]);
        assert_eq!(code(&broken), 2, "{profiles}");
        assert!(
            said(&broken).contains(words),
            "{profiles}: {}",
            said(&broken)
        );
    }
}

#[test]
fn findings_have_owners_and_outputs_are_written() {
    let folder = folder();
    let here = folder.path();
    let output = run(here, &["check", "--profile", "production", "."]);
    assert_eq!(code(&output), 1, "{}", said(&output));
    let report = std::fs::read_to_string(here.join("reports/kafka.json")).unwrap();
    assert_eq!(
        against_schema(&serde_json::from_str(&report).unwrap()),
        None
    );
    let found = findings(&report);
    let of = |owner: &str| found.iter().filter(|f| f.ends_with(owner)).count();
    assert!(
        of(" team-orders") > 0 && of(" team-mail") > 0 && of(" -") > 0,
        "{found:#?}"
    );
    let text = std::fs::read_to_string(here.join("kafka.txt")).unwrap();
    assert!(text.contains("orders/producer.properties:3"), "{text}");
    // Elsewhere, and without the configuration, nothing is written.
    std::fs::remove_file(here.join("kafka.txt")).unwrap();
    run(&here.join("orders"), &["check", "--no-config", "."]);
    assert!(!here.join("kafka.txt").exists());
    run(
        &here.join("orders"),
        &["check", "--profile", "production", "."],
    );
    assert!(here.join("kafka.txt").exists(), "from a folder below");
    std::fs::remove_dir_all(here.join("reports")).unwrap();
    let unwritten = run(here, &["check", "--profile", "production", "."]);
    assert!(said(&unwritten).contains("cannot write reports/kafka.json"));
    assert!(here.join("kafka.txt").exists());
}

#[test]
fn findings_are_shown_in_groups_and_counted() {
    let folder = folder();
    let here = folder.path();
    for by in ["file", "rule", "cluster", "owner"] {
        let output = run(
            here,
            &["check", "--profile", "production", "--group-by", by, "."],
        );
        assert_eq!(code(&output), 1);
        let text = said(&output);
        let titles: Vec<&str> = text.lines().filter(|l| l.starts_with("── ")).collect();
        let mut distinct = titles.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(titles.len(), distinct.len(), "each once: {titles:#?}");
        let wanted = match by {
            "file" => "── orders/producer.properties ──",
            "rule" => "── DUR007 ",
            "cluster" => "── cluster orders ──",
            _ => "── team-orders ──",
        };
        assert!(
            titles.iter().any(|t| t.starts_with(wanted)),
            "{by}: {titles:#?}"
        );
    }
    insta::assert_snapshot!(said(&run(
        here,
        &["check", "--profile", "production", "--statistics", "."]
    )));
    let timing = run(here, &["check", "--timing", "--quiet", "."]);
    assert!(
        String::from_utf8_lossy(&timing.stderr).contains(" runs  "),
        "{}",
        said(&timing)
    );
}

#[test]
fn what_holds_for_a_file_is_shown_with_who_says_so() {
    let folder = folder();
    let here = folder.path();
    let shown = run(
        here,
        &[
            "check",
            "--show-settings",
            "orders/producer.properties",
            "--fail-on",
            "warning",
        ],
    );
    assert_eq!(code(&shown), 0, "{}", said(&shown));
    let rules = regex::Regex::new("[0-9]+ of [0-9]+ run").unwrap();
    insta::assert_snapshot!(rules.replace(&said(&shown), "N of M run"));
    let none = run(
        here,
        &[
            "check",
            "--show-settings",
            "nothing.properties",
            "--no-config",
        ],
    );
    assert!(
        said(&none).contains("no kafka-lint.toml"),
        "{}",
        said(&none)
    );
}

#[test]
fn terminals_that_have_links_get_them() {
    let folder = folder();
    let here = folder.path();
    let linked = |value: &str| {
        let output = command(here, &["check", "."])
            .env("FORCE_HYPERLINK", value)
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(linked("1").contains("\x1b]8;;https://"));
    assert!(!linked("0").contains('\x1b'));
}
