//! The program as its user runs it, in a folder of files.

use std::path::Path;
use std::process::{Command, Output};

/// The program in a folder, with nothing that this machine sets for terminals.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kafka-lint"));
    command
        .current_dir(folder)
        .args(arguments)
        .env_remove("FORCE_HYPERLINK");
    command
}

/// Runs it.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Its exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// All that it said.
pub fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Writes a file below a folder.
pub fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What is wrong with a JSON report by its published schema.
pub fn against_schema(report: &serde_json::Value) -> Option<String> {
    let schema = include_str!("../../docs/kafka-lint-json-v1.schema.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    jsonschema::validate(&schema, report)
        .err()
        .map(|wrong| wrong.to_string())
}
