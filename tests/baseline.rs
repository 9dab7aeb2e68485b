//! The baseline as its user has it: what was there does not count, what is new does.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const PRODUCER: &str = "bootstrap.servers=a:9092,b:9092\nclient.id=shop\nacks=1\nretries=0\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(folder)
        .args(arguments)
        .env_clear()
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(&folder, "producer.properties", PRODUCER);
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

const FILE: &str = "kafka-lint-baseline.tsv";
const CHECK: [&str; 5] = ["check", "--fail-on", "info", "--baseline", FILE];

#[test]
fn what_was_there_does_not_count_and_what_is_new_does() {
    let folder = folder();
    assert_eq!(
        code(&run(folder.path(), &["check", "--fail-on", "info"])),
        1
    );
    assert_eq!(code(&run(folder.path(), &["baseline", "create"])), 0);
    let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(
        text.starts_with("# kafka-lint baseline 1\n") && text.contains("\tacks\n"),
        "{text}"
    );
    let entries = text.lines().count() - 1;
    let output = run(folder.path(), &CHECK);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let json = run(folder.path(), &[&CHECK[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    let all = report["diagnostics"].as_array().unwrap();
    assert!(
        all.iter().all(|d| d["suppressed"]["by"] == "baseline"),
        "{report:#}"
    );
    assert_eq!(report["summary"]["suppressed"], entries);
    // Every finding counts where that is asked for.
    assert_eq!(
        code(&run(
            folder.path(),
            &[&CHECK[..], &["--no-suppress"]].concat()
        )),
        1
    );

    // Moved lines are the same findings.
    write(
        &folder,
        "producer.properties",
        &format!("# moved\n\n{PRODUCER}"),
    );
    assert_eq!(code(&run(folder.path(), &CHECK)), 0);
    // A fault that is new counts; so does another value of a key that was wrong before.
    write(
        &folder,
        "producer.properties",
        &format!("{PRODUCER}compression.type=zst\n"),
    );
    assert_eq!(code(&run(folder.path(), &CHECK)), 1);
    write(
        &folder,
        "producer.properties",
        &PRODUCER.replace("acks=1", "acks=0"),
    );
    assert_eq!(code(&run(folder.path(), &CHECK)), 1);
}

#[test]
fn what_is_mended_is_told_and_pruned() {
    let folder = folder();
    write(&folder, "other.properties", PRODUCER);
    run(folder.path(), &["baseline", "create"]);
    let before = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    // What this run does not look at is neither of no use nor lost.
    let mended = PRODUCER.replace("acks=1", "acks=all");
    write(&folder, "producer.properties", &mended);
    let one = [&CHECK[..], &["other.properties"]].concat();
    assert!(!said(&run(folder.path(), &one)).contains("of no use"));
    let output = said(&run(folder.path(), &CHECK));
    assert!(output.contains("of no use any more"), "{output}");
    // Nor is what was not asked for.
    let selected = [&CHECK[..], &["--select", "security"]].concat();
    assert!(!said(&run(folder.path(), &selected)).contains("of no use"));
    write(
        &folder,
        "producer.properties",
        &format!("{mended}compression.type=zst\n"),
    );
    assert_eq!(
        code(&run(
            folder.path(),
            &["baseline", "prune", "producer.properties"]
        )),
        0
    );
    let after = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(after.lines().count() < before.lines().count());
    assert!(after.lines().all(|line| before.contains(line)), "{after}");
    assert_eq!(code(&run(folder.path(), &CHECK)), 1, "prune adds nothing");
    assert_eq!(code(&run(folder.path(), &["baseline", "update"])), 0);
    assert_eq!(code(&run(folder.path(), &CHECK)), 0);
    let shown = said(&run(folder.path(), &["baseline", "show"]));
    assert!(
        shown.contains("other.properties") && shown.contains("entries"),
        "{shown}"
    );
}

#[test]
fn kafka_lint_toml_names_it() {
    let folder = folder();
    run(folder.path(), &["baseline", "create"]);
    write(
        &folder,
        "kafka-lint.toml",
        "baseline = \"kafka-lint-baseline.tsv\"\nfail-on = \"info\"\n",
    );
    let output = run(folder.path(), &["check"]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    write(&folder, "kafka-lint.toml", "baseline = \"nowhere.tsv\"\n");
    let output = run(folder.path(), &["check"]);
    assert!(
        code(&output) == 2 && said(&output).contains("nowhere.tsv"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_broken_one_is_told_with_its_line() {
    let folder = folder();
    run(folder.path(), &["baseline", "create"]);
    let output = run(folder.path(), &["baseline", "create"]);
    assert!(
        code(&output) == 2 && said(&output).contains("--force"),
        "{}",
        said(&output)
    );
    assert_eq!(
        code(&run(folder.path(), &["baseline", "create", "--force"])),
        0
    );
    let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    write(&folder, FILE, &format!("{text}<<<<<<< HEAD\n"));
    let output = run(folder.path(), &CHECK);
    assert_eq!(code(&output), 2);
    let line = text.lines().count() + 1;
    assert!(
        said(&output).contains(&format!("{FILE}:{line}: a merge")),
        "{}",
        said(&output)
    );
    for action in ["prune", "show"] {
        std::fs::remove_file(folder.path().join(FILE)).unwrap_or_default();
        assert_eq!(
            code(&run(folder.path(), &["baseline", action])),
            2,
            "{action}"
        );
    }
}
