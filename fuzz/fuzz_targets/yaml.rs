//! Any text gives a tree or a fault, and every span lies inside of it on the borders of characters.
#![no_main]
use kafka_lint::syntax::yaml;
use libfuzzer_sys::fuzz_target;

#[path = "tree.rs"]
mod tree;

fuzz_target!(|text: &str| tree::check(text, &yaml::parse(text)));
