//! What the tests of files of frameworks and tools have in common.

use std::path::{Path, PathBuf};

use kafka_lint::diagnostic::{Report, Status};
use kafka_lint::model::{Entity, EntityKind, ValueSource};
use kafka_lint::pipeline;
use kafka_lint::project::{FixMode, Project};
use kafka_lint::source::MemorySources;

use crate::support;

pub fn fixtures() -> PathBuf {
    support::root().join("fixtures")
}

/// A finding: its code, its line, and the text that it points at.
pub type Found = (String, u32, String);

fn text_of(path: &str) -> String {
    std::fs::read_to_string(fixtures().join(path)).unwrap()
}

fn sources(path: &str, text: &[u8]) -> MemorySources {
    let mut sources = MemorySources::default();
    sources.add(path, text.to_vec());
    sources
}

/// The entities of a text.
pub fn read(path: &str, text: &str) -> Vec<Entity> {
    let entities = pipeline::entities(&sources(path, text.as_bytes()), &Project::default());
    entities.into_iter().map(|(entity, _)| entity).collect()
}

/// The entities of a fixture.
pub fn fixture(path: &str) -> Vec<Entity> {
    read(path, &text_of(path))
}

fn report(path: &str) -> Report {
    report_on(path, &text_of(path))
}

fn report_on(path: &str, text: &str) -> Report {
    pipeline::lint(&sources(path, text.as_bytes()), &Project::default())
}

/// What is found in a fixture, in the order of the file.
pub fn found(path: &str) -> Vec<Found> {
    found_in(path, &text_of(path))
}

/// What is found in a text.
pub fn found_in(path: &str, text: &str) -> Vec<Found> {
    let report = report_on(path, text);
    let found = report.diagnostics.iter().map(|d| {
        let place = d.place.unwrap();
        let source = report.source(place).unwrap();
        let line = source.position(place.span.start).line;
        let text = source.masked(place.span).into_owned();
        (report.descriptor(d.rule).code.to_owned(), line, text)
    });
    found.collect()
}

pub fn helps(path: &str) -> Vec<String> {
    let report = report(path);
    report
        .diagnostics
        .into_iter()
        .filter_map(|d| d.help)
        .collect()
}

pub fn same(found: Vec<Found>, expected: &[(&str, u32, &str)]) {
    let expected: Vec<Found> = expected
        .iter()
        .map(|(code, line, text)| ((*code).to_owned(), *line, (*text).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

/// The only entity of a kind.
pub fn entity(entities: &[Entity], kind: EntityKind) -> &Entity {
    let mut of_kind = entities.iter().filter(|e| e.kind == kind);
    match (of_kind.next(), of_kind.next()) {
        (Some(entity), None) => entity,
        other => panic!("{kind}: {other:?}"),
    }
}

/// How many settings the file writes, whoever shares them.
pub fn settings(entities: &[Entity]) -> usize {
    let places: std::collections::HashSet<_> = entities
        .iter()
        .flat_map(|e| &e.settings)
        .filter(|s| s.source == ValueSource::Explicit)
        .map(|s| (s.name_place, s.value_place))
        .collect();
    places.len()
}

/// Holds the places of all settings against another reader of the file; gives how many there are.
pub fn spans_of(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.to_string_lossy();
    let others = match name.ends_with(".properties") {
        true => lines_of(&text),
        false => leaves_of(&text),
    };
    let entities = read(&name, &text);
    let written = entities.iter().flat_map(|e| &e.settings);
    let mut count = 0;
    for setting in written.filter(|s| s.source == ValueSource::Explicit) {
        let at_name = &text[setting.name_place.span.range()];
        let at_value = &text[setting.value_place.span.range()];
        // Items of a list are one value to Kafka.
        let items: Vec<&str> = at_value
            .lines()
            .map(|line| line.trim().trim_start_matches("- "))
            .collect();
        let value = items.join(",");
        assert!(
            others
                .iter()
                .any(|(n, v)| n.ends_with(at_name) && *v == value),
            "{name}: `{at_name}` and `{at_value}`"
        );
        assert_eq!(setting.written_name(), at_name, "{name}");
        count += 1;
    }
    count
}

/// Lines of a property file without escapes.
fn lines_of(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with(['#', '!']))
        .filter_map(|line| line.split_once('='))
        .map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()))
        .collect()
}

fn leaves_of(text: &str) -> Vec<(String, String)> {
    use serde::Deserialize;
    let mut out = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let value = serde_yaml::Value::deserialize(document).unwrap();
        leaves(&value, "", &mut out);
    }
    out
}

fn leaves(value: &serde_yaml::Value, path: &str, out: &mut Vec<(String, String)>) {
    use serde_yaml::Value;
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    };
    match value {
        Value::Mapping(members) => {
            for (name, value) in members {
                leaves(value, &format!("{path}.{}", text(name)), out);
            }
        }
        Value::Sequence(items) => {
            let texts: Vec<String> = items.iter().map(text).collect();
            out.push((path.to_owned(), texts.join(",")));
        }
        value => out.push((path.to_owned(), text(value))),
    }
}

/// The same over real files, where there is a folder of them.
pub fn corpus(folders: &[&str], least: usize) {
    let Ok(corpus) = std::env::var("KAFKA_LINT_CORPUS") else {
        eprintln!("SKIPPED the real files of {folders:?}: KAFKA_LINT_CORPUS names no folder");
        return;
    };
    let mut read = 0;
    for folder in folders {
        for file in std::fs::read_dir(Path::new(&corpus).join(folder)).unwrap() {
            read += usize::from(spans_of(&file.unwrap().path()) > 0);
        }
    }
    assert!(read >= least, "{read} files of {folders:?} were read");
}

/// Nothing that a report shows of a fixture has the text.
pub fn shows_no_secret(path: &str, secret: &str) {
    let text = text_of(path);
    assert!(text.contains(secret));
    let report = report(path);
    assert!(!report.diagnostics.is_empty());
    for source in report.sources.iter().flatten() {
        let all = kafka_lint::source::Span::new(0, source.raw().len() as u32);
        assert!(!source.masked(all).contains(secret), "{path}");
    }
}

/// A text after all fixes.
pub fn fixed(path: &str, text: &str) -> String {
    let sources = sources(path, text.as_bytes());
    let fixed = pipeline::fix(&sources, &Project::default(), FixMode::Unsafe).unwrap();
    let bytes = fixed.files.get(&0).cloned();
    String::from_utf8(bytes.unwrap_or_else(|| text.as_bytes().to_vec())).unwrap()
}

const PIECES: [&str; 13] = [
    "[", "]", "${", "}", "\u{e000}", "\n", "#---\n", "---\n", ": ", "- ", "\"", "..", "\\",
];

/// Cuts and breaks fixtures in many ways; nothing panics and all places lie inside the file.
pub fn hostile(paths: &[&str]) {
    let mut random = support::Random(20_261_125);
    for path in paths {
        let whole = text_of(path).into_bytes();
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len().max(1)).min(bytes.len());
                match random.below(3) {
                    0 => bytes.truncate(at),
                    1 => {
                        let piece = random.pick(&PIECES).as_bytes();
                        bytes.splice(at..at, piece.iter().copied());
                    }
                    _ if at < bytes.len() => {
                        bytes.remove(at);
                    }
                    _ => {}
                }
            }
            let report = pipeline::lint(&sources(path, &bytes), &Project::default());
            assert_ne!(report.inputs[0].status, Status::Failed, "{path}: {bytes:?}");
        }
    }
}
