//! Reading the files of a folder and telling what came of it.

use std::collections::BTreeMap;
use std::path::Path;

use kafka_lint::diagnostic::Report;
use kafka_lint::model::{Entity, ValueSource};
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::source::{MemorySources, Span};

/// Files by path. Those that end in `.env` and `.tfvars` are no inputs: others point to them.
pub type Files = BTreeMap<String, String>;

/// The files of a folder under `fixtures`.
pub fn fixtures(folder: &str) -> Files {
    let folder = crate::support::root().join("fixtures").join(folder);
    files(&folder)
}

/// The files of a folder.
pub fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if let (true, Ok(text)) = (path.is_file(), std::fs::read_to_string(&path)) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(name, text);
        }
    }
    files
}

/// The files as sources.
pub fn sources(files: &Files) -> MemorySources {
    let mut sources = MemorySources::default();
    for (path, text) in files {
        match path.ends_with(".env") || path.ends_with(".tfvars") {
            true => sources.add_beside(path, text.as_bytes()),
            false => sources.add(path, text.as_bytes()),
        };
    }
    sources
}

/// The report about files.
pub fn lint(files: &Files) -> Report {
    pipeline::lint(&sources(files), &Project::default())
}

/// The entities of files.
pub fn entities(files: &Files) -> Vec<Entity> {
    pipeline::entities(&sources(files), &Project::default())
        .into_iter()
        .map(|(entity, _)| entity)
        .collect()
}

/// The entity with a name.
pub fn named<'e>(entities: &'e [Entity], name: &str) -> &'e Entity {
    let found = entities.iter().find(|e| e.name.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("{name} is not among {entities:#?}"))
}

/// The path of each source of a report.
pub fn paths(report: &Report) -> Vec<String> {
    report.inputs.iter().map(|i| i.input.path.clone()).collect()
}

/// Every finding as `CODE entity key path:line text-at-its-place`.
pub fn found(report: &Report, files: &Files) -> Vec<String> {
    let paths = paths(report);
    let mut found: Vec<String> = report
        .diagnostics
        .iter()
        .map(|d| {
            let place = d.place.map_or_else(String::new, |place| {
                let path = &paths[place.source.0 as usize];
                let text = &files[path];
                let line = text[..place.span.start as usize].matches('\n').count() + 1;
                format!("{path}:{line} {}", &text[place.span.range()])
            });
            let entity = d.entity.as_ref().and_then(|e| e.name.clone());
            format!(
                "{} {} {} {place}",
                report.descriptor(d.rule).code,
                entity.as_deref().unwrap_or("-"),
                d.subject.key.as_deref().unwrap_or("-"),
            )
        })
        .collect();
    found.sort();
    found
}

/// Checks that the name and value of every setting that is written stand where it says; gives how many.
pub fn check_places(files: &Files) -> usize {
    let report = lint(files);
    let paths = paths(&report);
    let mut count = 0;
    for entity in entities(files) {
        for setting in &entity.settings {
            if setting.source != ValueSource::Explicit {
                continue;
            }
            let text = |place: kafka_lint::source::Place| {
                &files[&paths[place.source.0 as usize]][place.span.range()]
            };
            assert_eq!(text(setting.name_place), setting.written_name());
            let raw = text(setting.value_place);
            if let Some(value) = setting.value.known()
                && !raw.contains(['\\', '$'])
            {
                assert_eq!(raw, value.trim_end(), "{}", setting.written_name());
                count += 1;
            }
        }
    }
    count
}

/// What anybody may see of the files that findings stand in.
pub fn shown(report: &Report) -> String {
    let sources = report.sources.iter().flatten();
    sources
        .map(|source| source.masked(Span::new(0, u32::MAX)).into_owned())
        .collect()
}
