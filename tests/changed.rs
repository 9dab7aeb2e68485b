//! `check --changed-since` in real repositories: what a branch adds is shown, and nothing else.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const PRODUCER: &str = "bootstrap.servers=a:9092,b:9092\nclient.id=shop\nacks=1\n";

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?} {output:?}");
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn commit(folder: &Path, what: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "-m", what]);
}

/// A repository whose main branch has a producer with a fault, on a branch of its own.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "-b", "main"]);
    write(folder.path(), "kafka/producer.properties", PRODUCER);
    commit(folder.path(), "one");
    git(folder.path(), &["checkout", "--quiet", "-b", "change"]);
    folder
}

fn run_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(folder)
        .args(["check", "--fail-on", "info", "--format", "json"])
        .args(arguments)
        .env_remove("GITHUB_BASE_REF")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// The codes and keys that are shown.
fn shown(output: &Output) -> Vec<String> {
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e} {}", String::from_utf8_lossy(&output.stderr)));
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.map(|d| {
        format!(
            "{} {}",
            d["code"].as_str().unwrap(),
            d["key"].as_str().unwrap_or("-")
        )
    })
    .collect()
}

fn new(folder: &Path) -> Vec<String> {
    shown(&run_with(folder, &["--changed-since", "main"], &[]))
}

#[test]
fn only_what_the_branch_adds_is_shown() {
    let folder = repository();
    let folder = folder.path();
    assert!(!shown(&run_with(folder, &[], &[])).is_empty());
    assert_eq!(new(folder), [""; 0]);
    // Not committed yet counts as well; a moved line does not.
    write(
        folder,
        "kafka/producer.properties",
        &format!("# why\n\n{PRODUCER}compression.type=zst\n"),
    );
    assert_eq!(new(folder), ["KFK003 compression.type"]);
    commit(folder, "two");
    assert_eq!(new(folder), ["KFK003 compression.type"]);
    assert_eq!(
        run_with(folder, &["--changed-since", "main"], &[])
            .status
            .code(),
        Some(1)
    );
    // From a folder of the repository, too.
    let output = run_with(
        &folder.join("kafka"),
        &["--changed-since", "main", "producer.properties"],
        &[],
    );
    assert_eq!(shown(&output), ["KFK003 compression.type"]);
    // What main has gained meanwhile is not this branch's.
    git(folder, &["checkout", "--quiet", "main"]);
    write(folder, "kafka/other.properties", PRODUCER);
    commit(folder, "three");
    git(folder, &["checkout", "--quiet", "change"]);
    assert_eq!(new(folder), ["KFK003 compression.type"]);
}

#[test]
fn a_line_taken_out_and_a_file_renamed() {
    let folder = repository();
    let folder = folder.path();
    let broker = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1.example.com:9093\n\
        controller.listener.names=CONTROLLER\nlisteners=SSL://kafka4.example.com:9092\n";
    let off = "auto.create.topics.enable=false\n";
    write(folder, "kafka/server.properties", &format!("{broker}{off}"));
    commit(folder, "two");
    git(folder, &["branch", "--force", "base"]);
    git(
        folder,
        &[
            "mv",
            "kafka/producer.properties",
            "kafka/orders.producer.properties",
        ],
    );
    let since = |name: &str| shown(&run_with(folder, &["--changed-since", name], &[]));
    assert_eq!(since("base"), [""; 0], "a new name is no new fault");
    // Without the line the default holds.
    write(folder, "kafka/server.properties", broker);
    assert_eq!(since("base"), ["TOP001 auto.create.topics.enable"]);
}

#[test]
fn ci_says_which_branch_and_what_to_fetch() {
    let folder = repository();
    let origin = folder.path();
    write(
        origin,
        "kafka/producer.properties",
        &format!("{PRODUCER}compression.type=zst\n"),
    );
    commit(origin, "two");
    let variables = [("GITHUB_BASE_REF", "main")];
    let output = run_with(origin, &["--changed-since", "auto"], &variables);
    assert_eq!(shown(&output), ["KFK003 compression.type"]);
    let clone = tempfile::tempdir().unwrap();
    let address = format!("file://{}", origin.display());
    git(
        clone.path(),
        &[
            "clone", "--quiet", "--depth", "1", "--branch", "change", &address, "c",
        ],
    );
    let output = run_with(
        &clone.path().join("c"),
        &["--changed-since", "auto"],
        &variables,
    );
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("fetch-depth: 0"), "{said}");
}

#[test]
fn wrong_words_are_told() {
    let folder = repository();
    for word in ["nowhere", "--output=x", "auto", "HEAD:kafka"] {
        let argument = format!("--changed-since={word}");
        let output = run_with(folder.path(), &[&argument], &[]);
        assert_eq!(output.status.code(), Some(2), "{word} {output:?}");
    }
    assert!(!folder.path().join("x").exists());
    let elsewhere = tempfile::tempdir().unwrap();
    let output = run_with(elsewhere.path(), &["--changed-since", "main"], &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

/// A pull request may bring any file; what a repository configures is not run for it.
#[test]
fn rules_of_ones_own_are_those_of_now() {
    let rule = |limit: &str| {
        format!(
            "code = \"ACM001\"\nslug = \"linger-too-long\"\ntitle = \"t\"\nseverity = \"warning\"\n\
             confidence = \"high\"\napplies-to = [\"producer\"]\nkey = \"linger.ms\"\nmessage = \"{{value}}\"\n\
             [check]\nfail = \"cfg['linger.ms'] > {limit}\"\n[docs]\nwhy = \"w\"\nfix = \"f\"\n"
        )
    };
    let folder = repository();
    let folder = folder.path();
    let old = format!("{PRODUCER}linger.ms=500\n");
    write(
        folder,
        "kafka/kafka-lint.toml",
        "select = [\"own\"]\n[rules]\npaths = [\"../rules\"]\n",
    );
    write(folder, "rules/ACM001-linger-too-long.toml", &rule("100"));
    write(folder, "kafka/producer.properties", &old);
    commit(folder, "a rule");
    git(folder, &["branch", "--force", "main"]);
    // The rule changes with the branch, and what it found before is not new.
    write(folder, "rules/ACM001-linger-too-long.toml", &rule("50"));
    write(
        folder,
        "kafka/other-producer.properties",
        &format!("{PRODUCER}linger.ms=70\n"),
    );
    commit(folder, "stricter");
    assert_eq!(new(folder), ["ACM001 linger.ms"]);
}

#[test]
fn nothing_that_a_repository_configures_is_run() {
    let folder = repository();
    let folder = folder.path();
    let mark = folder.join("ran");
    let touch = format!("touch {}", mark.display());
    write(
        folder,
        ".gitattributes",
        "*.properties diff=evil filter=evil\n",
    );
    commit(folder, "two");
    for (key, value) in [
        ("core.fsmonitor", touch.as_str()),
        ("diff.external", &touch),
        ("diff.evil.textconv", &touch),
        ("filter.evil.smudge", &touch),
        ("core.pager", &touch),
        ("core.sshCommand", &touch),
    ] {
        git(folder, &["config", key, value]);
    }
    write(folder, "kafka/new.properties", PRODUCER);
    let output = run_with(folder, &["--changed-since", "main"], &[]);
    assert!(!shown(&output).is_empty());
    assert!(!mark.exists());
}

/// First run red, a baseline, a change that adds a fault, its fix, a suppression with a date, and its end.
#[test]
fn the_story_of_a_team() {
    let folder = repository();
    let folder = folder.path();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
            .current_dir(folder)
            .args(arguments)
            .output()
            .unwrap()
    };
    let code = |arguments: &[&str]| run(arguments).status.code().unwrap();
    assert_eq!(code(&["check", "--fail-on", "info"]), 1);
    assert_eq!(code(&["baseline", "create"]), 0);
    write(
        folder,
        "kafka-lint.toml",
        "baseline = \"kafka-lint-baseline.tsv\"\nfail-on = \"info\"\n",
    );
    assert_eq!(code(&["check"]), 0);
    commit(folder, "kafka-lint");
    git(folder, &["branch", "--force", "base"]);
    // A line that is written twice, which is the same as its last one.
    write(
        folder,
        "kafka/producer.properties",
        &format!("{PRODUCER}linger.ms=5\nlinger.ms=7\n"),
    );
    assert_eq!(code(&["check", "--changed-since", "base"]), 1);
    assert_eq!(code(&["check", "--fix"]), 0);
    assert_eq!(code(&["check", "--changed-since", "base"]), 0);
    write(
        folder,
        "kafka/producer.properties",
        &format!(
            "{PRODUCER}# kafka-lint: allow(KFK003) until 2027-01-31: the cluster learns it soon\ncompression.type=zst\n"
        ),
    );
    assert_eq!(code(&["check", "--today", "2027-01-31"]), 0);
    assert_eq!(code(&["check", "--today", "2027-02-01"]), 1);
}
