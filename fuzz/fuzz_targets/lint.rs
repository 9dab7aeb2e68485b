//! Any bytes under any name are linted without a panic, and no finding points outside of them.
#![no_main]
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::source::MemorySources;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = [
    "server.properties",
    "compose.yaml",
    "kafka.yml",
    "connector.json",
    "application.properties",
    "application.yaml",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    let mut sources = MemorySources::default();
    sources.add(NAMES[usize::from(name) % NAMES.len()], bytes);
    let project = Project {
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    for diagnostic in &report.diagnostics {
        let code = report.descriptor(diagnostic.rule).code;
        // A panic is caught inside and told as this one.
        assert!(code != "LNT003", "{}", diagnostic.message);
        if let Some(place) = diagnostic.place {
            assert!(place.span.end as usize <= bytes.len());
        }
    }
});
