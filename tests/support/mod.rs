//! What several tests need.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr
)]

pub mod cluster;
pub mod program;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use kafka_lint::rule::format::RuleFile;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All rule files with their paths, by code.
pub fn rule_files() -> Vec<(PathBuf, RuleFile)> {
    let mut files = Vec::new();
    for category in std::fs::read_dir(root().join("rules")).unwrap() {
        for file in std::fs::read_dir(category.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, RuleFile::parse(&text).unwrap()));
        }
    }
    files.sort_by(|a, b| a.1.code.cmp(&b.1.code));
    assert!(files.len() >= 25);
    files
}

/// Says loudly that a test was skipped; fails instead where CI says that nothing may be.
pub fn skip(what: &str, why: &str) {
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "{what} cannot be skipped in CI: {why}"
    );
    eprintln!("SKIPPED {what}: {why}");
}

/// Compiles Java sources into a folder; `None` where there is no JDK.
pub fn javac(sources: &[PathBuf], name: &str) -> Option<PathBuf> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&out).unwrap();
    let status = Command::new("javac")
        .arg("-d")
        .arg(&out)
        .args(sources)
        .status()
        .ok()?;
    assert!(status.success(), "javac failed");
    Some(out)
}

/// A Java that has the published artifacts of a Kafka version and the project's program to ask them, compiled
/// into the folder that the first caller names; `None` where they cannot be had.
pub fn kafka(version: &str, name: &str) -> Option<Command> {
    let tools = root().join("tools/kafka-facts");
    let sources: Vec<_> = std::fs::read_dir(tools.join("src"))
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    // One compilation serves all versions.
    static CLASSES: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(classes) = CLASSES.get_or_init(|| javac(&sources, name)) else {
        skip("asking Kafka", "there is no javac");
        return None;
    };
    let jars = match Command::new(tools.join("fetch")).arg(version).output() {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).unwrap(),
        Ok(output) => {
            skip("asking Kafka", &String::from_utf8_lossy(&output.stderr));
            return None;
        }
        Err(error) => {
            skip("asking Kafka", &error.to_string());
            return None;
        }
    };
    let mut java = Command::new("java");
    java.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"])
        .arg(format!("{}/*:{}", jars.trim(), classes.display()));
    Some(java)
}

/// Small pseudo-random numbers, the same on every machine.
pub struct Random(pub u64);

impl Random {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
