#![no_main]
use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../checks.rs"]
mod checks;

/// One name for each dialect.
const NAMES: [&str; 8] = [
    "server.properties",
    "compose.yaml",
    "kafka.yml",
    "connector.json",
    "application.properties",
    "application.yaml",
    "main.tf",
    "described.txt",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    checks::lint(NAMES[usize::from(name) % NAMES.len()], bytes);
});
