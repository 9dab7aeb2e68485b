//! What others run kafka-lint by says what it can do.
#![allow(clippy::unwrap_used)]
mod support;

use std::process::Command;

#[derive(serde::Deserialize)]
struct Hook {
    entry: String,
    args: Vec<String>,
    files: String,
    pass_filenames: bool,
}

#[test]
fn hooks_of_pre_commit_run_on_every_file_that_is_read() {
    let text = std::fs::read_to_string(support::root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Vec<Hook> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        // One file says little of a cluster that several describe.
        assert!(!hook.pass_filenames);
        let files = regex::Regex::new(&hook.files).unwrap();
        for path in [
            "server.properties",
            "a/compose.yaml",
            "kafka.yml",
            "connector.json",
            "a.jsonc",
            "main.tf",
            "main.tofu",
            "kafka-lint.toml",
            ".env",
            "deploy/.env",
        ] {
            assert!(files.is_match(path), "{path}");
        }
        for path in ["README.md", "src/main.rs", "my-kafka-lint.toml", "a.env"] {
            assert!(!files.is_match(path), "{path}");
        }
        // A repository without anything of Kafka's passes.
        let empty = tempfile::tempdir().unwrap();
        let mut words = hook.entry.split(' ');
        assert_eq!(words.next(), Some("kafka-lint"));
        let run = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
            .args(words)
            .args(hook.args)
            .current_dir(empty.path())
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(0), "{run:?}");
    }
}

#[test]
fn the_image_is_built_from_all_that_the_build_reads() {
    let ignored = std::fs::read_to_string(support::root().join(".dockerignore")).unwrap();
    let kept: Vec<&str> = ignored
        .lines()
        .filter_map(|l| l.strip_prefix('!'))
        .collect();
    for needed in [
        "Cargo.lock",
        "Cargo.toml",
        "benches",
        "build",
        "catalog",
        "rules",
        "src",
        "tests",
    ] {
        assert!(kept.contains(&needed), "{needed}");
        assert!(support::root().join(needed).exists(), "{needed}");
    }
}
