//! The way of the data: a module uses its own row and the rows above it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::path::{Path, PathBuf};

/// Modules by row, first row first.
const ROWS: [&[&str]; 6] = [
    &["source", "diagnostic", "model", "catalog"],
    &["syntax", "dialect", "live"],
    &["project", "cluster", "resolve"],
    &["verdict", "rule", "checks"],
    &["triage", "fix", "gate", "report"],
    &["pipeline", "cli"],
];

/// Pairs that the rows would allow and that must not be, and pairs that they forbid and that have a reason.
const FORBIDDEN: [(&str, &str); 8] = [
    ("dialect", "rule"),
    ("checks", "dialect"),
    ("report", "catalog"),
    ("report", "rule"),
    ("verdict", "rule"),
    ("syntax", "dialect"),
    ("catalog", "model"),
    ("pipeline", "cli"),
];
const ALLOWED: [(&str, &str, &str); 2] = [
    (
        "dialect",
        "project",
        "`--as` is the user's word on how to read a file",
    ),
    (
        "diagnostic",
        "model",
        "a finding names its entity by the model's kinds",
    ),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn row(module: &str) -> usize {
    ROWS.iter()
        .position(|row| row.contains(&module))
        .unwrap_or_else(|| panic!("module {module} stands in no row"))
}

/// The modules that a file names by `crate::` or by `super::` up to the crate.
fn used(text: &str, depth: usize) -> Vec<String> {
    let mut used = Vec::new();
    for line in text.lines().map(|l| l.split("//").next().unwrap_or("")) {
        let up = "super::".repeat(depth);
        for prefix in ["crate::", up.as_str()] {
            if prefix.is_empty() {
                continue;
            }
            for (at, _) in line.match_indices(prefix) {
                let rest = &line[at + prefix.len()..];
                let word: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                used.push(word);
            }
        }
    }
    used.retain(|w| w.chars().next().is_some_and(char::is_lowercase) && w != "super");
    used
}

#[test]
fn modules_use_their_own_row_and_those_above() {
    let src = support::root().join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    let mut looked = 0;
    for path in all {
        let relative = path
            .strip_prefix(&src)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let parts: Vec<&str> = relative
            .trim_end_matches(".rs")
            .split('/')
            .filter(|p| *p != "mod")
            .collect();
        let module = parts[0];
        if matches!(module, "lib" | "main") || parts.contains(&"tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for other in used(&text, parts.len()) {
            looked += 1;
            let allowed = ALLOWED.iter().any(|(a, b, _)| *a == module && *b == other);
            let forbidden = FORBIDDEN.contains(&(module, other.as_str()));
            if other != module && (forbidden || (row(&other) > row(module) && !allowed)) {
                wrong.push(format!("{relative} uses {other}"));
            }
        }
    }
    assert!(looked > 100, "only {looked} uses were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
