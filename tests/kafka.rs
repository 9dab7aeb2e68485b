//! Against Kafka itself: its published artifacts are asked, and what they say is what has to be said here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use kafka_lint::catalog::{self, Component};
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, Selection, VersionSpec};
use kafka_lint::source::MemorySources;
use kafka_lint::syntax::properties;
use kafka_lint::verdict;

/// The versions that are asked: the oldest, the last with ZooKeeper, the last before lists got strict, the newest.
const VERSIONS: [&str; 4] = ["2.8.2", "3.9.2", "4.1.2", "4.4.0"];

/// Definitions whose refusals take more than one value, or the machine, to judge. Each is left out with its reason.
const LEFT_OUT: [(&str, &str); 5] = [
    (
        "type class",
        "whether a class is there is the class path's to say",
    ),
    (
        "opaque",
        "code of the key's own; conditions of that kind are the start-up verdict's",
    ),
    (
        "non-empty-printable",
        "control characters are not among what a property file is likely to hold",
    ),
    ("list of classes", "as a class"),
    (
        "quota",
        "a controller judges quotas by a check of its own, which `tests/oracle.rs` asks",
    ),
];

/// What Kafka said to one value.
struct Case {
    component: String,
    key: String,
    value_type: String,
    validator: String,
    value: String,
    refused: bool,
    message: String,
}

/// Runs the program of the project on the artifacts of a version; `None` where they cannot be had.
fn ask(version: &str, mode: &[&str]) -> Option<String> {
    let output = support::kafka(version, "kafka-facts")?
        .arg("KafkaFacts")
        .args(mode)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

fn unescape(text: &str) -> String {
    text.replace("\\t", "\t")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\\\", "\\")
}

fn cases(output: &str, version: &str) -> Vec<Case> {
    let mut lines = output.lines();
    assert_eq!(
        lines.next(),
        Some(format!("# kafka {version}").as_str()),
        "another Kafka answered"
    );
    lines
        .map(|line| {
            let mut columns = line.splitn(7, '\t').map(unescape);
            let mut next = || columns.next().unwrap_or_else(|| panic!("{line}"));
            Case {
                component: next(),
                key: next(),
                value_type: next(),
                validator: next(),
                value: next(),
                refused: next() == "refused",
                message: next(),
            }
        })
        .collect()
}

fn is_left_out(case: &Case) -> bool {
    let named = |what: &str| LEFT_OUT.iter().any(|(w, _)| *w == what);
    (case.component == "quota" && named("quota"))
        || (case.value_type == "class" && named("type class"))
        || (case.validator.contains("opaque") && named("opaque"))
        || (case.validator.contains("non-empty-printable") && named("non-empty-printable"))
        || (case.value_type == "list" && case.message.contains("Class") && named("list of classes"))
}

/// How often Kafka said what of a component.
#[derive(Debug, Default)]
struct Counts {
    refused: u32,
    accepted: u32,
    /// Cases of keys that Kafka refuses anything for.
    refusable: u32,
}

/// The way to read a file that only this component defines.
fn read_as(component: &str) -> ReadAs {
    match component {
        "mirror-source" | "mirror-checkpoint" | "mirror-heartbeat" => ReadAs::MirrorMaker,
        "remote-log-metadata" => ReadAs::Broker,
        name => ReadAs::from_name(name).unwrap(),
    }
}

/// What we say to the value alone: the refusal, with the value of `sabotage` left out.
fn ours(case: &Case, version: &str, sabotage: Option<&str>) -> Option<&'static str> {
    let document = properties::parse(b"");
    // A remote log metadata manager is configured in the broker's file, behind a prefix.
    let (before, prefix) = match case.component.as_str() {
        "remote-log-metadata" => ("remote.log.storage.system.enable=true\n", "rlmm.config."),
        _ => ("", ""),
    };
    let key = format!("{prefix}{}", case.key);
    let insertion = properties::insert(&document, b"", &key, &case.value).unwrap();
    let mut sources = MemorySources::default();
    sources.add(
        "x.properties",
        [before.as_bytes(), &insertion.text].concat(),
    );
    let codes = ["KFK001", "KFK002", "KFK003"];
    let project = Project {
        given: Layer {
            kafka_version: Some(VersionSpec::parse(version).unwrap()),
            profile: Some(Profile::Production.into()),
            selection: Selection {
                select: codes.map(str::to_owned).to_vec(),
                ignore: sabotage.map(str::to_owned).into_iter().collect(),
                ..Selection::default()
            },
            ..Layer::default()
        },
        read_as: Some(read_as(&case.component)),
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    let finding = report.diagnostics.iter().find(|d| d.rejected_by_kafka)?;
    assert_eq!(finding.subject.key.as_deref(), Some(key.as_str()));
    Some(report.descriptor(finding.rule).code)
}

#[test]
fn refuses_what_kafka_refuses_and_nothing_else() {
    let mut fired: BTreeMap<&str, u32> = BTreeMap::new();
    let mut sabotaged: BTreeSet<&str> = BTreeSet::new();
    for version in VERSIONS {
        let Some(output) = ask(version, &["refusals"]) else {
            return;
        };
        let all = cases(&output, version);
        let mut by_component: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut left_out = 0;
        let mut wrong = Vec::new();
        // A key that takes any text says nothing about how well refusals are told.
        let can_refuse: BTreeSet<(&str, &str)> = all
            .iter()
            .filter(|case| case.refused)
            .map(|case| (case.component.as_str(), case.key.as_str()))
            .collect();
        for case in &all {
            if is_left_out(case) {
                left_out += 1;
                continue;
            }
            let counts = by_component.entry(&case.component).or_default();
            counts.accepted += u32::from(!case.refused);
            counts.refused += u32::from(case.refused);
            counts.refusable +=
                u32::from(can_refuse.contains(&(case.component.as_str(), case.key.as_str())));
            let said = ours(case, version, None);
            if said.is_some() != case.refused {
                wrong.push(format!(
                    "{} {}={:?} ({}): Kafka {}, we say {said:?}",
                    case.component,
                    case.key,
                    case.value,
                    case.validator,
                    if case.refused {
                        &case.message
                    } else {
                        "accepts"
                    }
                ));
            } else if let Some(code) = said {
                *fired.entry(code).or_default() += 1;
                // Without the refusal, we would disagree: the comparison sees what it is meant to see.
                if sabotaged.insert(code) {
                    assert_eq!(
                        ours(case, version, Some(code)),
                        None,
                        "{code} is not what refuses {}",
                        case.key
                    );
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "Kafka {version}: {} of {} differ\n{}",
            wrong.len(),
            all.len(),
            wrong[..wrong.len().min(40)].join("\n")
        );
        for (component, counts) in &by_component {
            let cases = counts.refused + counts.accepted;
            // Groups, quotas and metrics have few keys.
            assert!(
                cases > 50
                    && counts.accepted * 5 >= cases
                    && counts.refused * 5 >= counts.refusable,
                "{component}: {counts:?}"
            );
        }
        eprintln!(
            "Kafka {version}: {} cases, {left_out} left out, no disagreement: {by_component:?}",
            all.len()
        );
    }
    for code in ["KFK001", "KFK002", "KFK003"] {
        assert!(
            fired.get(code).is_some_and(|count| *count > 20),
            "{code} was not agreed on often enough: {fired:?}"
        );
    }
}

/// What `explain` shows of a range, as the numbers at which Kafka has to change its mind.
fn shown_range(allowed: &str) -> (Option<i64>, Option<i64>) {
    let number = |text: &str| text.parse::<i64>().ok();
    let words: Vec<&str> = allowed.split([' ', ',']).collect();
    match words[..] {
        [least, "or", "more", ..] => (number(least), None),
        [most, "or", "less", ..] => (None, number(most)),
        ["from", least, "to", most, ..] => (number(least), number(most)),
        _ => (None, None),
    }
}

#[test]
fn kafka_takes_the_defaults_and_bounds_that_explain_shows() {
    for version in ["2.8.2", "3.9.2", "4.4.0"] {
        let Some(output) = ask(version, &["refusals"]) else {
            return;
        };
        let release = VersionSpec::parse(version).unwrap().release;
        let mut answers: BTreeMap<(String, String), BTreeMap<String, bool>> = BTreeMap::new();
        for case in cases(&output, version) {
            let key = (case.component, case.key);
            answers
                .entry(key)
                .or_default()
                .insert(case.value, case.refused);
        }
        let mut defaults: BTreeMap<String, u32> = BTreeMap::new();
        let mut bounds: BTreeMap<String, u32> = BTreeMap::new();
        for ((component, key), refused) in &answers {
            let what = format!("Kafka {version}, {component}: {key}");
            let of = Component::ALL
                .into_iter()
                .find(|c| c.name() == component)
                .unwrap();
            let definition = catalog::key_id(key)
                .and_then(|id| catalog::definition(of, id, release))
                .unwrap_or_else(|| panic!("{what} is not in the catalogue"));
            if let catalog::Default::Text(default) = definition.default {
                let said = refused.get(default);
                assert_eq!(said, Some(&false), "{what}: the default `{default}`");
                *defaults.entry(component.clone()).or_default() += 1;
            }
            let (least, most) = shown_range(&verdict::allowed(&definition).unwrap_or_default());
            let turns = [(least, -1), (most, 1)];
            for (bound, outwards) in turns.iter().filter_map(|(b, out)| b.map(|b| (b, *out))) {
                assert_eq!(
                    refused.get(&bound.to_string()),
                    Some(&false),
                    "{what}: {bound}"
                );
                if let Some(outside) = bound.checked_add(outwards) {
                    let outside = outside.to_string();
                    assert_eq!(refused.get(&outside), Some(&true), "{what}: {outside}");
                }
                *bounds.entry(component.clone()).or_default() += 1;
            }
        }
        eprintln!("Kafka {version}: defaults {defaults:?}, bounds {bounds:?}");
        assert!(defaults.values().sum::<u32>() > 600 && bounds.values().sum::<u32>() > 200);
    }
}

#[test]
fn the_catalogue_says_what_the_artifacts_say() {
    for version in ["3.9.2", "4.4.0"] {
        let Some(now) = ask(version, &["definitions"]) else {
            return;
        };
        let tables = support::root().join("catalog");
        let Some(table) = ask(version, &["at", tables.to_str().unwrap(), version]) else {
            return;
        };
        assert!(now.lines().count() > 500);
        let (now, table): (BTreeSet<&str>, BTreeSet<&str>) =
            (now.lines().collect(), table.lines().collect());
        let differ: Vec<_> = now.symmetric_difference(&table).collect();
        assert!(
            differ.is_empty(),
            "run tools/kafka-facts/generate: {differ:#?}"
        );
    }
}
