//! Any bytes are a kafka-lint.toml or have problems that lie inside of them.
#![no_main]
use kafka_lint::project::config::{Config, Known};
use kafka_lint::rule;
use kafka_lint::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = SourceFile::new("kafka-lint.toml", bytes.to_vec());
    let rules = rule::descriptors();
    let known = Known {
        rules: &rules,
        params: &[],
        platform: None,
    };
    if let Err(problems) = Config::parse(&source, known) {
        assert!(!problems.is_empty());
        for problem in &problems.shown {
            assert!(problem.span.end as usize <= bytes.len());
        }
    }
});
