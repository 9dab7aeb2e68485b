//! Rules of users' own, as a user writes, tries, breaks and runs them.
#![allow(clippy::unwrap_used)]
mod support;

use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::program::{against_schema, code, run, said, write};
use tempfile::TempDir;

const CONFIG: &str = "[rules]\npaths = [\"rules\"]\n";
const NAMES: &str = "\
code = \"ACM002\"
slug = \"topic-names-no-team\"
title = \"The name of a topic begins with its team\"
severity = \"error\"
confidence = \"high\"
applies-to = [\"topic\"]
message = \"`{name}` begins with no team's name\"
[check]
fail = '''!name.matches('^(orders|stock)[.]')'''
[docs]
why = \"Nobody knows whom to ask.\"
fix = \"Begin the name with the team's.\"
[[bad]]
files = { 't.yaml' = \"apiVersion: kafka.strimzi.io/v1beta2\\nkind: KafkaTopic\\nmetadata: {name: x}\\n\" }
[[good]]
files = { 't.yaml' = \"apiVersion: kafka.strimzi.io/v1beta2\\nkind: KafkaTopic\\nmetadata: {name: stock.x}\\n\" }
";
const TOPIC: &str = "\
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata:
  name: payments
spec:
  config:
    retention.ms: 9999999999
";

/// A repository with a topic and a rule on names of topics.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), "kafka-lint.toml", CONFIG);
    write(
        folder.path(),
        "rules/ACM002-topic-names-no-team.toml",
        NAMES,
    );
    write(folder.path(), "topics/payments.yaml", TOPIC);
    folder
}

/// Codes of the findings that count.
fn found(output: &Output) -> Vec<String> {
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(output)));
    assert_eq!(against_schema(&report), None);
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.filter(|d| d["suppressed"].is_null())
        .map(|d| d["code"].as_str().unwrap().to_owned())
        .collect()
}

const JSON: [&str; 4] = ["check", "--format", "json", "."];

#[test]
fn a_new_rule_can_be_tried_at_once_and_then_runs() {
    let folder = folder();
    let here = folder.path();
    let new = run(
        here,
        &["rules", "--new", "rules/ACM001-topics-keep-too-long"],
    );
    assert_eq!(code(&new), 0, "{}", said(&new));
    let again = run(
        here,
        &["rules", "--new", "rules/ACM001-topics-keep-too-long"],
    );
    assert_eq!(code(&again), 3);
    assert!(said(&again).contains("exists"), "{}", said(&again));
    let tried = run(here, &["rules", "--test"]);
    assert_eq!(code(&tried), 0, "{}", said(&tried));
    assert!(
        said(&tried).contains("5 examples (2 bad, 2 good, 1 skip), 0 failed"),
        "{}",
        said(&tried)
    );

    let report = run(here, &JSON);
    assert_eq!(code(&report), 1);
    assert_eq!(found(&report), ["ACM002", "ACM001"]);
    let only = run(
        here,
        &["check", "--format", "json", "--ignore", "ACM001", "."],
    );
    assert_eq!(found(&only), ["ACM002"]);
    assert!(
        found(&run(
            here,
            &["check", "--format", "json", "--ignore", "own", "."]
        ))
        .is_empty()
    );

    // The threshold is the project's to set, the finding can be suppressed, and the rule is listed and explained.
    write(
        here,
        "kafka-lint.toml",
        &format!("{CONFIG}[params]\nACM001 = {{ most = \"200d\" }}\n"),
    );
    assert_eq!(found(&run(here, &JSON)), ["ACM002"]);
    let allowed = TOPIC.replace(
        "  name:",
        "  # kafka-lint: allow(topic-names-no-team): an old name\n  name:",
    );
    write(here, "topics/payments.yaml", &allowed);
    assert!(found(&run(here, &JSON)).is_empty());
    assert!(said(&run(here, &["rules", "--select", "own"])).contains("topic-names-no-team"));
    assert!(said(&run(here, &["explain", "ACM002"])).contains("Nobody knows whom to ask."));
}

#[test]
fn rules_hold_where_their_configuration_does() {
    let folder = folder();
    let here = folder.path();
    write(here, "other/.git/HEAD", "");
    write(here, "other/payments.yaml", TOPIC);
    let report = run(here, &JSON);
    assert_eq!(found(&report), ["ACM002"]);
    assert!(said(&report).contains("topics/payments.yaml"));
    let beside = run(
        here,
        &["check", "--format", "json", "--no-config", "topics"],
    );
    assert!(found(&beside).is_empty());
    let unknown = run(
        here,
        &["check", "--no-config", "--select", "ACM002", "topics"],
    );
    assert_eq!(code(&unknown), 2, "{}", said(&unknown));
}

#[test]
fn keys_behind_a_prefix_are_read() {
    let folder = folder();
    let here = folder.path();
    let rule = NAMES
        .replace("\"topic\"", "\"source-connector\"")
        .replace(
            "!name.matches('^(orders|stock)[.]')",
            "cfg['producer.override.linger.ms'] > 100",
        )
        .replace(
            "message =",
            "key = \"producer.override.linger.ms\"\nmessage =",
        );
    write(
        here,
        "rules/ACM002-topic-names-no-team.toml",
        &rule[..rule.find("[[bad]]").unwrap()],
    );
    let connector = "name=s\nconnector.class=org.apache.kafka.connect.file.FileStreamSourceConnector\n\
                     tasks.max=1\ntopic=orders\nfile=a\nproducer.override.linger.ms=500\n";
    write(here, "connector.properties", connector);
    let report = run(here, &["check", "--format", "json", "--select", "own", "."]);
    assert_eq!(found(&report), ["ACM002"]);
    let text = String::from_utf8_lossy(&report.stdout).into_owned();
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        report["diagnostics"][0]["key"],
        "producer.override.linger.ms"
    );
    assert_eq!(report["diagnostics"][0]["location"]["line"], 6);
}

#[test]
fn what_is_wrong_with_a_rule_is_said_with_its_place() {
    let broken = NAMES
        .replace("severity = \"error\"", "severity = \"errr\"")
        .replace("{name}", "{nme}")
        .replace("[orders|stock)[.]", "[orders")
        .replace(
            "^(orders|stock)[.]')",
            "^[a')\n|| cfg['retention.mss'] == 1",
        );
    let folder = folder();
    let here = folder.path();
    write(here, "rules/ACM002-topic-names-no-team.toml", &broken);
    // What ships is explained all the same.
    assert_eq!(code(&run(here, &["explain", "DUR002"])), 0);
    assert_eq!(code(&run(here, &["explain", "acks"])), 0);
    assert_eq!(code(&run(here, &["explain", "ACM002"])), 2);
    let report = run(here, &JSON);
    assert_eq!(code(&report), 2);
    insta::assert_snapshot!(said(&report).replace('\\', "/"));
}

#[test]
fn a_rule_takes_no_code_or_name_that_is_taken() {
    for (from, to, words) in [
        ("ACM002", "DUR002", "the program's own"),
        ("ACM002", "AC2", "three capital letters"),
        (
            "topic-names-no-team",
            "min-insync-replicas-too-low",
            "the program's own",
        ),
        (
            "[check]",
            "supersedes = [\"LNT004\"]\n[check]",
            "nobody may silence LNT004",
        ),
        (
            "[check]",
            "supersedes = [\"XYZ001\"]\n[check]",
            "no rule of the program's",
        ),
        ("fail =", "native = \"durability::x\"\n#", "write `fail`"),
        ("[check]", "scope = \"cluster\"\n[check]", "scope"),
        (
            "applies-to = [\"topic\"]",
            "applies-to = [\"topics\"]",
            "no kind of entity",
        ),
        ("[docs]", "[dcs]", "dcs"),
    ] {
        let folder = folder();
        let here = folder.path();
        write(
            here,
            "rules/ACM002-topic-names-no-team.toml",
            &NAMES.replacen(from, to, 1),
        );
        let report = run(here, &JSON);
        assert_eq!(code(&report), 2, "{from} → {to}: {}", said(&report));
        assert!(
            said(&report).contains(words),
            "{from} → {to}: {}",
            said(&report)
        );
    }
    let folder = folder();
    let here = folder.path();
    write(
        here,
        "rules/other.toml",
        &NAMES.replace("severity = \"error\"", "severity = \"info\""),
    );
    let report = run(here, &JSON);
    assert_eq!(code(&report), 2);
    assert!(
        said(&report).contains("has this code or name already"),
        "{}",
        said(&report)
    );
    write(here, "kafka-lint.toml", "[rules]\npaths = [\"rulez\"]\n");
    let report = run(here, &JSON);
    assert_eq!(code(&report), 2);
    assert!(
        said(&report).contains("kafka-lint.toml:2:10"),
        "{}",
        said(&report)
    );
}

#[test]
fn rules_lie_in_the_repository() {
    let folder = folder();
    let here = folder.path();
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = "[registry]\ntoken = \"s3cr3t-of-this-machine\"\n";
    write(elsewhere.path(), "credentials.toml", secret);
    let path = elsewhere.path().to_str().unwrap().replace('\\', "/");
    let refused = |config: &str| {
        write(here, "kafka-lint.toml", config);
        let report = run(here, &JSON);
        assert_eq!(code(&report), 2, "{}", said(&report));
        let words = said(&report);
        assert!(
            words.contains("leads out of the repository") && !words.contains("s3cr3t"),
            "{words}"
        );
    };
    refused(&format!("[rules]\npaths = [\"{path}\"]\n"));
    refused(&format!("[rules]\npaths = [\"{path}/credentials.toml\"]\n"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            elsewhere.path().join("credentials.toml"),
            here.join("rules/a.toml"),
        )
        .unwrap();
        refused(CONFIG);
        std::fs::remove_file(here.join("rules/a.toml")).unwrap();
    }
    // From a folder below, those of the repository are shared.
    write(here, "kafka-lint.toml", "");
    write(
        here,
        "topics/kafka-lint.toml",
        "[rules]\npaths = [\"../rules\"]\n",
    );
    assert_eq!(found(&run(here, &JSON)), ["ACM002"]);
}

#[test]
fn a_wrong_example_is_told() {
    let folder = folder();
    let here = folder.path();
    write(
        here,
        "rules/ACM002-topic-names-no-team.toml",
        &NAMES.replace("name: stock.x", "name: sales.x"),
    );
    let tried = run(here, &["rules", "--test"]);
    assert_eq!(code(&tried), 1, "{}", said(&tried));
    assert!(
        said(&tried).contains("[[good]] 1: there is a finding"),
        "{}",
        said(&tried)
    );
}

#[test]
fn no_rule_holds_the_linter_up() {
    let folder = folder();
    let here = folder.path();
    // A list of as many elements as are looked at, each matched against a pattern that backtracks elsewhere.
    let rule = NAMES
        .replace("\"topic\"", "\"broker\"")
        .replace(
            "!name.matches('^(orders|stock)[.]')",
            "cfg['listeners'].exists(a, cfg['listeners'].exists(b, (a.matches('(x+x+)+y') && b.matches('(x+x+)+y'))))",
        );
    write(
        here,
        "rules/ACM002-topic-names-no-team.toml",
        &rule[..rule.find("[[bad]]").unwrap()],
    );
    let listeners = vec!["x".repeat(100); 5_000].join(",");
    write(
        here,
        "server.properties",
        &format!("process.roles=broker\nnode.id=1\nlisteners={listeners}\n"),
    );
    let begun = Instant::now();
    let report = run(
        here,
        &[
            "check",
            "--select",
            "own",
            "--as",
            "broker",
            "server.properties",
        ],
    );
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    assert!(code(&report) <= 3, "{}", said(&report));
}
