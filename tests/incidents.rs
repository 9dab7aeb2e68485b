//! Real outages and the rules that catch them: `tests/incidents.toml`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use kafka_lint::diagnostic::Report;
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Platform, Project, ReadAs, VersionRange, VersionSpec};
use kafka_lint::source::MemorySources;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    incident: Vec<Incident>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Incident {
    number: u32,
    what: String,
    url: String,
    /// Rules that catch it, each on the files as they were, and none of them on those that are mended.
    #[serde(default)]
    codes: Vec<String>,
    /// Why no rule does: `no-configuration`, `live`, `historical`, `not yet`.
    outcome: Option<String>,
    why: Option<String>,
    /// A version, or the range of an upgrade.
    kafka: Option<String>,
    read_as: Option<String>,
    #[serde(default)]
    one_cluster: bool,
    #[serde(default)]
    files: BTreeMap<String, String>,
    mended: Option<Mended>,
}

/// A text, and what to write instead, in every file that has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mended {
    from: String,
    to: String,
    and: Option<Box<Mended>>,
}

const OUTCOMES: [&str; 4] = ["no-configuration", "live", "historical", "not yet"];

fn table() -> Vec<Incident> {
    let text = std::fs::read_to_string(support::root().join("tests/incidents.toml")).unwrap();
    toml::from_str::<Table>(&text).unwrap().incident
}

fn mend(files: &BTreeMap<String, String>, mended: &Mended) -> BTreeMap<String, String> {
    let changed = files.iter().map(|(path, text)| {
        let text = text.replace(&mended.from, &mended.to);
        (path.clone(), text)
    });
    let changed: BTreeMap<String, String> = changed.collect();
    assert_ne!(&changed, files, "{} is nowhere", mended.from);
    match &mended.and {
        Some(more) => mend(&changed, more),
        None => changed,
    }
}

fn lint(incident: &Incident, files: &BTreeMap<String, String>) -> Report {
    let mut sources = MemorySources::default();
    for (path, text) in files {
        sources.add(path, text.as_bytes());
    }
    let mut project = Project {
        one_cluster: incident.one_cluster,
        read_as: incident.read_as.as_deref().and_then(ReadAs::from_name),
        ..Project::default()
    };
    match incident.kafka.as_deref() {
        Some(text) if text.contains("..") => {
            let range = VersionRange::parse(text, Platform::default()).unwrap();
            pipeline::lint_range(&sources, &project, &range)
        }
        version => {
            project.given = Layer {
                kafka_version: version.map(|v| VersionSpec::parse(v).unwrap()),
                ..Layer::default()
            };
            pipeline::lint(&sources, &project)
        }
    }
}

fn codes(report: &Report) -> BTreeSet<&str> {
    let all = report.diagnostics.iter();
    all.map(|d| report.descriptor(d.rule).code).collect()
}

#[test]
fn every_incident_is_caught_or_says_why_not() {
    let table = table();
    let numbers: Vec<u32> = table.iter().map(|incident| incident.number).collect();
    assert_eq!(numbers, (1..=52).collect::<Vec<_>>());
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    for incident in &table {
        let number = incident.number;
        assert!(incident.url.starts_with("https://"), "{number}");
        let told = match &incident.outcome {
            Some(outcome) => {
                assert!(OUTCOMES.contains(&outcome.as_str()), "{number}: {outcome}");
                assert!(incident.codes.is_empty() && incident.files.is_empty());
                assert!(
                    incident.why.as_ref().is_some_and(|why| why.len() > 5),
                    "{number}"
                );
                outcome.as_str()
            }
            None => {
                wrong.extend(judge(incident));
                "caught"
            }
        };
        *counts.entry(told).or_default() += 1;
        let by = match incident.why.as_deref() {
            Some(why) => why.to_owned(),
            None => incident.codes.join(", "),
        };
        eprintln!("{number:>2} {told:<16} {} [{by}]", incident.what);
    }
    eprintln!("{counts:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with what is said of an incident that is caught.
fn judge(incident: &Incident) -> Vec<String> {
    let number = incident.number;
    let mut wrong = Vec::new();
    let before = lint(incident, &incident.files);
    let after = mend(&incident.files, incident.mended.as_ref().unwrap());
    let after = lint(incident, &after);
    // What is not recognised is not sound.
    for report in [&before, &after] {
        let settings: u32 = report.inputs.iter().map(|input| input.settings).sum();
        if settings == 0 || report.summary.entities == 0 {
            wrong.push(format!("{number}: nothing is recognised"));
        }
    }
    assert!(!incident.codes.is_empty(), "{number}");
    let (before, after) = (codes(&before), codes(&after));
    for code in &incident.codes {
        if !before.contains(code.as_str()) {
            wrong.push(format!("{number}: {code} does not fire, only {before:?}"));
        }
        if after.contains(code.as_str()) {
            wrong.push(format!("{number}: {code} fires on what is mended"));
        }
    }
    wrong
}
