//! Any bytes are a property file, and every span lies inside of it.
#![no_main]
use kafka_lint::syntax::properties;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let document = properties::parse(bytes);
    for entry in &document.entries {
        for span in [entry.key.span, entry.value.span, entry.line] {
            assert!(span.start <= span.end && span.end as usize <= bytes.len());
        }
    }
    let again = properties::parse(bytes);
    assert_eq!(document.entries, again.entries);
});
