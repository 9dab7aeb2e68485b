//! Examples of rule files as runs of the linter: how a rule is tested.

use std::collections::BTreeMap;

use crate::catalog;
use crate::diagnostic::{Diagnostic, Report};
use crate::project::{
    Gate, Layer, Platform, Profile, ProfileName, Project, ReadAs, Selection, VersionSpec, Workload,
};
use crate::rule::format::Example;
use crate::source::MemorySources;

/// The files of an example, by path.
pub fn files_of(example: &Example) -> BTreeMap<String, String> {
    let mut files = example.files.clone();
    if files.is_empty() {
        files.insert("example.properties".to_owned(), example.text.clone());
    }
    files
}

/// An example as sources and a project to lint them by; with `only` no other rule runs.
///
/// # Errors
/// A field of the example that names nothing that there is.
pub fn example(example: &Example, only: Option<&str>) -> Result<(MemorySources, Project), String> {
    let mut sources = MemorySources::default();
    for (path, text) in files_of(example) {
        sources.add(&path, text.as_bytes());
    }
    let newest = catalog::newest().to_string();
    let version = example.kafka.as_deref().unwrap_or(&newest);
    let version = VersionSpec::parse(version)
        .map_err(|_| format!("kafka = \"{version}\" is no version of Kafka"))?;
    let profile = example.profile.as_deref().unwrap_or("production");
    let named = (!example.as_kind.is_empty()).then_some(example.as_kind.as_str());
    let project = Project {
        given: Layer {
            kafka_version: Some(version),
            profile: field("profile", Some(profile), Profile::from_name)?.map(ProfileName::Known),
            platform: field("platform", example.platform.as_deref(), Platform::from_name)?,
            workload: field("workload", example.workload.as_deref(), Workload::from_name)?,
            selection: Selection {
                select: only.map(str::to_owned).into_iter().collect(),
                ..Selection::default()
            },
            ..Layer::default()
        },
        read_as: field("as", named, ReadAs::from_name)?,
        facts: example.facts.clone(),
        // Where a cluster is among the files, a gate would leave other findings out.
        gate: (named.is_some() || example.runs.is_some()).then(Gate::default),
        runs: example.runs.clone(),
        // Several files are there to be joined.
        one_cluster: example.files.len() > 1,
        ..Project::default()
    };
    Ok((sources, project))
}

/// The text that a finding points at; nothing where it has no place.
pub fn pointed_at(report: &Report, diagnostic: &Diagnostic) -> Option<String> {
    let place = diagnostic.place?;
    let text = report.source(place)?.raw().get(place.span.range())?;
    Some(String::from_utf8_lossy(text).into_owned())
}

fn field<T>(
    name: &str,
    text: Option<&str>,
    find: fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    let found = text.map(|text| find(text).ok_or(text));
    found
        .transpose()
        .map_err(|text| format!("{name} cannot be \"{text}\""))
}
