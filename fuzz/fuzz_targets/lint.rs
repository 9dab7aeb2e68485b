#![no_main]
use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../checks.rs"]
mod checks;

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    let names = checks::NAMES;
    checks::lint(names[usize::from(name) % names.len()], bytes);
});
