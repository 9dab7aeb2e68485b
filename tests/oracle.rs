//! Against Kafka itself, whole configurations: the classes that a component makes of its configuration when it
//! starts say whether they take it, and the verdict has to say the same. `scripts/oracle` is the long run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
#[path = "oracle/exclusions.rs"]
mod exclusions;
#[path = "oracle/generate.rs"]
mod generate;
#[path = "oracle/judge.rs"]
mod judge;
#[path = "oracle/kafka.rs"]
mod kafka;
#[path = "oracle/recorded.rs"]
mod recorded;
#[path = "oracle/run.rs"]
mod run;
mod support;

use std::collections::{BTreeMap, BTreeSet};

use judge::Id;
use kafka_lint::catalog::{self, Component};
use kafka_lint::project::VersionSpec;
use run::{Run, Settings};

#[test]
fn refuses_whole_configurations_as_kafka_does() {
    let settings = Settings::of_environment();
    let Some(run) = run::run(&settings) else {
        return;
    };
    run.print(&settings);
    if settings.record {
        recorded::append(&run, &settings);
    }
    let wrong: Vec<&str> = run.wrong().collect();
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong[..wrong.len().min(2000)].join("\n")
    );
    assert_enough_of_either(&run);
    assert_every_refusal_is_seen_and_needed(&run);
}

/// Answers of one kind would say nothing.
fn assert_enough_of_either(run: &Run) {
    for (component, counts) in run.totals() {
        let (refused, accepted) = (counts.refused, counts.cases - counts.refused);
        assert!(
            refused * 5 >= counts.cases && accepted * 5 >= counts.cases,
            "{}: {refused} of {} are refused",
            component.name(),
            counts.cases
        );
    }
}

/// Every refusal was agreed on, and our verdict without it would have differed from Kafka's.
fn assert_every_refusal_is_seen_and_needed(run: &Run) {
    let minors: BTreeSet<(u8, u8)> = run
        .versions
        .iter()
        .map(|v| VersionSpec::parse(&v.version).unwrap().release)
        .map(|release| (release.major, release.minor))
        .collect();
    let mut expected: BTreeMap<Id, ()> = BTreeMap::new();
    for (id, from, to) in judge::refusals() {
        if minors.range(from..=to).next().is_some() && run.has(id.0) {
            expected.insert(id, ());
        }
    }
    for component in run.totals().keys() {
        expected.insert((*component, "type".to_owned()), ());
        // Client metrics have no key with bounds.
        let bounded = |v: &VersionSpec| {
            let mut keys = catalog::definitions(*component, v.release);
            keys.any(|key| key.validator.contains("range"))
        };
        let versions = run.versions.iter().map(|v| VersionSpec::parse(&v.version));
        if versions.flatten().any(|v| bounded(&v)) {
            expected.insert((*component, "range".to_owned()), ());
        }
    }
    let mut never = Vec::new();
    let mut silent = Vec::new();
    for id in expected
        .keys()
        .chain(run.agreed().keys())
        .collect::<BTreeSet<_>>()
    {
        if !run.agreed().contains_key(id) {
            never.push(id);
        } else if !run.misses(id) && !is_doubled(id) {
            silent.push(id);
        }
    }
    eprintln!(
        "{} refusals were agreed on and are needed",
        expected.len() - never.len() - silent.len()
    );
    assert!(never.is_empty(), "never agreed on: {never:#?}");
    assert!(silent.is_empty(), "no case would miss them: {silent:#?}");
}

/// The bound of a quota's definition is refused by the controller's own check as well, which asks for more.
fn is_doubled((component, id): &Id) -> bool {
    *component == Component::Quota && id == "range"
}

#[test]
fn holds_to_what_kafka_said() {
    recorded::hold();
}
