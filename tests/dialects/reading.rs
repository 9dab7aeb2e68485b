//! What the tests of all dialects of YAML have in common.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kafka_lint::dialect::{self, Reading, Trouble};
use kafka_lint::model::{Entity, EntityKind, Setting, ValueSource};
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::source::{MemorySources, SourceFile, SourceId};
use serde_yaml::Value;

use crate::support;

/// The files of a folder, by path.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    out.sort();
    assert!(!out.is_empty(), "{}", folder.display());
    out
}

pub(crate) fn fixtures(folder: &str) -> PathBuf {
    support::root().join("fixtures").join(folder)
}

/// The entities and troubles of a text.
pub(crate) fn read(path: &str, text: &str) -> (Vec<Entity>, Vec<Trouble>) {
    let mut source = SourceFile::new(path, text.as_bytes().to_vec());
    match dialect::read(&mut source, SourceId(0), true, None) {
        Reading::Entities(entities, troubles) => (entities, troubles),
        Reading::NotKafka => (Vec::new(), Vec::new()),
        other => panic!("{path}: {other:?}"),
    }
}

/// The settings that were written.
pub(crate) fn written(entity: &Entity) -> Vec<&Setting> {
    let all = entity.settings.iter();
    all.filter(|s| s.source == ValueSource::Explicit).collect()
}

/// How many entities of each kind a folder's files have, and how many settings that are written.
pub(crate) fn recognised(folder: &Path) -> (Vec<(EntityKind, usize)>, usize) {
    let mut kinds: Vec<(EntityKind, usize)> = Vec::new();
    let mut settings = 0;
    for (path, text) in files(folder) {
        for entity in read(path.to_str().unwrap(), &text).0 {
            settings += written(&entity).len();
            match kinds.iter_mut().find(|(kind, _)| *kind == entity.kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((entity.kind, 1)),
            }
        }
    }
    kinds.sort();
    (kinds, settings)
}

/// What is found in the files of a folder at default settings: the code, the entity's name and the text that
/// the finding points at.
pub(crate) fn findings(folder: &Path) -> BTreeSet<(String, String, String)> {
    let mut sources = MemorySources::default();
    for (path, text) in files(folder) {
        let path = path.strip_prefix(folder).unwrap();
        sources.add(path.to_str().unwrap(), text.as_bytes());
    }
    let report = pipeline::lint(&sources, &Project::default());
    assert!(report.summary.entities > 0, "nothing was recognised");
    let found = report.diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.place.unwrap();
        let raw = report.source(place).unwrap().raw();
        let entity = diagnostic.entity.as_ref().and_then(|e| e.name.clone());
        (
            report.descriptor(diagnostic.rule).code.to_owned(),
            entity.unwrap_or_default(),
            String::from_utf8_lossy(&raw[place.span.range()]).into_owned(),
        )
    });
    found.collect()
}

/// Codes of the findings on one file.
pub(crate) fn findings_of(path: &str, text: &str) -> Vec<String> {
    let mut sources = MemorySources::default();
    sources.add(path, text.as_bytes());
    let report = pipeline::lint(&sources, &Project::default());
    assert!(report.summary.entities > 0, "nothing was recognised");
    let found = report.diagnostics.iter();
    found
        .map(|d| report.descriptor(d.rule).code.to_owned())
        .collect()
}

/// Findings as tests write them.
pub(crate) fn expected(rows: &[(&str, &str, &str)]) -> BTreeSet<(String, String, String)> {
    let owned = rows
        .iter()
        .map(|(code, entity, at)| (code.to_string(), entity.to_string(), at.to_string()));
    owned.collect()
}

/// Each setting that was written stands where its spans say, and another parser gives the same name and value.
/// Gives the number of settings that were compared.
pub(crate) fn compare(path: &str, text: &str) -> usize {
    let mut pairs = BTreeSet::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        match serde::Deserialize::deserialize(document) {
            Ok(value) => collect(&value, &mut pairs),
            Err(_) => return 0,
        }
    }
    let mut compared = 0;
    for entity in read(path, text).0 {
        for setting in written(&entity) {
            let (name, value) = (setting.written_name(), setting.value.as_written());
            let at = |place: kafka_lint::source::Place| &text[place.span.range()];
            assert_eq!(at(setting.name_place), name, "{path}");
            if setting.value_place.span.is_empty() {
                continue;
            }
            let raw = at(setting.value_place);
            let decoded = unfold(raw);
            assert!(
                pairs.contains(&(name.to_owned(), decoded.clone()))
                    || pairs.contains(&(name.to_owned(), unfold(value))),
                "{path}: {name}={decoded} is not in the file"
            );
            // In a text of properties, Java takes backslashes away; its own tests hold how.
            let bare = |text: String| text.replace('\\', "");
            assert_eq!(bare(plain(&decoded)), bare(unfold(value)), "{path}: {name}");
            compared += 1;
        }
    }
    compared
}

/// Lines of a block become one, as far as blanks matter to nobody.
fn unfold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Some of what Kubernetes' reader of YAML makes of a plain text.
fn plain(text: &str) -> String {
    match text {
        "no" => "false".to_owned(),
        _ if text.contains('_') && text.chars().all(|c| c == '_' || c.is_ascii_digit()) => {
            // Bitnami's chart writes the first one away, Kubernetes all of them.
            text.replace('_', "")
        }
        _ => text.to_owned(),
    }
}

/// Every name with its value: members of mappings, `{name, value}` of a container, `name=value` of a text.
fn collect(value: &Value, pairs: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Mapping(members) => {
            let text = |name: &str| members.get(name).and_then(scalar);
            if let (Some(name), Some(value)) = (text("name"), text("value")) {
                pairs.insert((name, unfold(&value)));
            }
            for (name, value) in members {
                if let (Some(name), Some(value)) = (scalar(name), scalar(value)) {
                    pairs.insert((name.clone(), unfold(&value)));
                    let rest = value.strip_prefix('_').unwrap_or(&value);
                    pairs.insert((name, unfold(rest)));
                }
                // What a list says several times under one name.
                for item in value.as_sequence().into_iter().flatten() {
                    if let (Some(name), Some(item)) = (scalar(name), scalar(item)) {
                        pairs.insert((name, unfold(&item)));
                    }
                }
                collect(value, pairs);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect(item, pairs)),
        Value::String(text) => {
            for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
                pairs.insert((name.trim().to_owned(), unfold(value)));
            }
        }
        _ => {}
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Compares the fixtures of a dialect, and the real files of a folder of the corpus where there is one.
pub(crate) fn compare_all(folder: &str, corpus: &str) {
    let mut all = files(&fixtures(folder));
    match std::env::var("KAFKA_LINT_CORPUS") {
        Ok(real) => all.extend(files(&Path::new(&real).join(corpus))),
        Err(_) => eprintln!("SKIPPED real files of {corpus}: KAFKA_LINT_CORPUS is not set"),
    }
    let compared: usize = all
        .iter()
        .map(|(path, text)| compare(path.to_str().unwrap(), text))
        .sum();
    assert!(compared >= 15, "{compared}");
}

/// Broken files of a dialect give a reading, never a panic.
pub(crate) fn break_all(folder: &str) {
    let mut random = support::Random(7);
    let strange = [
        "",
        "\n",
        ":",
        "-",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: *a\n",
        "|",
        "\"",
        "'",
        "#",
        "${",
        "{{",
        "}}",
        "=",
        "\\u",
        "é",
        "\u{e000}",
        "null",
        "~",
        "!!x ",
        "? ",
        "--- ",
        "kind: List\n",
    ];
    for (path, text) in files(&fixtures(folder)) {
        let path = path.to_str().unwrap();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for _ in 0..400 {
            let mut broken = text.clone();
            for _ in 0..=random.below(3) {
                let at = *random.pick(&places);
                if at <= broken.len() && broken.is_char_boundary(at) {
                    match random.below(4) {
                        0 => broken.truncate(at),
                        _ => broken.insert_str(at, strange[random.below(strange.len())]),
                    }
                }
            }
            let mut source = SourceFile::new(path, broken.clone().into_bytes());
            if let Reading::Entities(entities, _) =
                dialect::read(&mut source, SourceId(0), true, None)
            {
                for setting in entities.iter().flat_map(|entity| &entity.settings) {
                    for place in [setting.name_place, setting.value_place] {
                        let range = place.span.range();
                        assert!(broken.get(range).is_some(), "{path}: {broken}");
                    }
                }
            }
        }
    }
}
