//! What holds for any bytes: the fuzz targets ask it, and `tests/hostile.rs`, which needs no fuzzer.
use kafka_lint::diagnostic::{Applicability, Change, FixIntent};
use kafka_lint::dialect;
use kafka_lint::model::{Entity, Setting, ValueSource};
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::project::config::{Config, Known};
use kafka_lint::rule;
use kafka_lint::source::{MemorySources, Place, SourceFile, Span};
use kafka_lint::syntax::{env, hcl, json, yaml};

#[path = "tree.rs"]
mod tree;

/// Names that only one dialect answers to.
pub const NAMES: [&str; 9] = [
    "server.properties",
    "compose.yaml",
    "kafka.yml",
    "connector.json",
    "application.properties",
    "application.yaml",
    "values.yaml",
    "main.tf",
    "described.txt",
];

/// Any bytes are a property file, and every span lies inside of it.
pub fn properties(bytes: &[u8]) {
    use kafka_lint::syntax::properties;
    let document = properties::parse(bytes);
    for entry in &document.entries {
        for span in [entry.key.span, entry.value.span, entry.line] {
            assert!(span.start <= span.end && span.end as usize <= bytes.len());
        }
    }
    let again = properties::parse(bytes);
    assert_eq!(document.entries, again.entries);
}

/// Any text gives a tree or a fault, and every span lies inside of it on the borders of characters.
pub fn yaml(text: &str) {
    tree::check(text, &yaml::parse(text));
}

/// The same of JSON.
pub fn json(text: &str) {
    tree::check(text, &json::parse(text));
}

/// The same of Terraform's language.
pub fn hcl(text: &str) {
    match hcl::parse(text) {
        Err(fault) => tree::span(text, fault.span),
        Ok(body) => tree::body(text, &body),
    }
}

/// Any text is an environment file.
pub fn env(text: &str) {
    for variable in env::parse(text) {
        tree::scalar(text, &variable.name);
        if let Some(value) = &variable.value {
            tree::scalar(text, value);
        }
    }
}

/// Any bytes are a kafka-lint.toml or have problems that lie inside of them.
pub fn config(bytes: &[u8]) {
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
}

/// Any bytes under any name are linted without a panic; all places lie inside of them, on the borders of
/// characters where they are text; and a value written over itself changes nothing. Gives the number of settings, and whether one
/// was written over.
pub fn lint(name: &str, bytes: &[u8]) -> (usize, bool) {
    let mut sources = MemorySources::default();
    sources.add(name, bytes);
    let project = Project {
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    for diagnostic in &report.diagnostics {
        let code = report.descriptor(diagnostic.rule).code;
        // A panic is caught inside and told as this one.
        assert!(code != "LNT003", "{}", diagnostic.message);
        let evidence = diagnostic.evidence.iter().filter_map(|e| e.place);
        evidence
            .chain(diagnostic.place)
            .for_each(|place| lies_within(place, bytes));
    }
    let entities = read(name, bytes);
    let mut count = 0;
    for entity in &entities {
        lies_within(entity.header, bytes);
        for setting in &entity.settings {
            lies_within(setting.name_place, bytes);
            lies_within(setting.value_place, bytes);
            count += 1;
        }
    }
    (count, write_over(name, bytes, &entities))
}

fn lies_within(place: Place, bytes: &[u8]) {
    let Span { start, end } = place.span;
    assert!(start <= end && end as usize <= bytes.len(), "{place:?}");
    if let Ok(text) = std::str::from_utf8(bytes) {
        let is_border = |at: u32| text.is_char_boundary(at as usize);
        assert!(is_border(start) && is_border(end), "{place:?}");
    }
}

fn read(name: &str, bytes: &[u8]) -> Vec<Entity> {
    let mut sources = MemorySources::default();
    sources.add(name, bytes);
    let entities = pipeline::entities(&sources, &Project::default());
    entities.into_iter().map(|(entity, _)| entity).collect()
}

/// An entity without its places: kind, name, and keys with values.
type Model = (&'static str, Option<String>, Vec<(String, Option<String>)>);

fn model(entities: &[Entity]) -> Vec<Model> {
    let settings = |entity: &Entity| {
        let settings = entity.settings.iter();
        let pairs = settings.map(|s| (s.key.name().to_owned(), s.value.known().map(str::to_owned)));
        pairs.collect()
    };
    let entities = entities.iter();
    entities
        .map(|e| {
            (
                e.kind.name(),
                e.name.as_deref().map(str::to_owned),
                settings(e),
            )
        })
        .collect()
}

/// Gives one of the settings the value that it has, as a fix would. What stands in the file is the value: one that
/// a framework makes another text of, a fix proves before it is written.
fn write_over(name: &str, bytes: &[u8], entities: &[Entity]) -> bool {
    let is_written = |setting: &&Setting| {
        let text = bytes.get(setting.value_place.span.range());
        setting.source == ValueSource::Explicit
            && setting.value.known().map(|value| value.trim().as_bytes()) == text
    };
    let written: Vec<_> = entities
        .iter()
        .flat_map(|entity| entity.settings.iter().filter(|s| entity.decides(s)))
        .filter(is_written)
        .collect();
    let Some(setting) = written.get(bytes.len() % written.len().max(1)) else {
        return false;
    };
    let intent = FixIntent {
        key: setting.key.name().to_owned(),
        change: Change::Set(setting.value.known().unwrap_or_default().to_owned()),
        applicability: Applicability::Safe,
    };
    let source = SourceFile::new(name, bytes.to_vec());
    let Ok(edits) = dialect::edit(&source, &intent, setting.value_place.span, None) else {
        return false;
    };
    let mut after = bytes.to_vec();
    for edit in edits.iter().rev() {
        after.splice(edit.span.range(), edit.text.iter().copied());
    }
    assert_eq!(
        model(entities),
        model(&read(name, &after)),
        "{intent:?}\n{}",
        String::from_utf8_lossy(&after)
    );
    true
}
