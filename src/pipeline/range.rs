//! An upgrade: every version from one to another is asked, and what they say is told once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{lint, triage};
use crate::diagnostic::{
    ClusterReport, Diagnostic, Report, RuleId, Summary, Upgrade, UpgradeOfFile,
};
use crate::model::EntityRef;
use crate::project::{Layer, Project, VersionRange};
use crate::rule;
use crate::source::{Input, Place, SourceFile, Sources};

/// What makes two findings of two versions the same one.
type Same = (
    Option<Place>,
    RuleId,
    Option<String>,
    Option<EntityRef>,
    bool,
);

/// Lints once for every step of a range. A finding says the first and the last version at which it holds;
/// the counts of passed and undecided rules are those of the last one.
pub fn lint_range(sources: &dyn Sources, project: &Project, range: &VersionRange) -> Report {
    let mut kept: BTreeMap<Same, Diagnostic> = BTreeMap::new();
    let mut whole: Option<Report> = None;
    let mut needed = Needed::default();
    for step in &range.steps {
        let is_last = *step == range.to;
        let project = Project {
            given: Layer {
                kafka_version: Some(step.clone()),
                ..project.given.clone()
            },
            upgrade_from: is_last.then_some(range.from.release),
            ..project.clone()
        };
        let mut report = lint(sources, &project);
        needed.note(&report.diagnostics);
        for diagnostic in std::mem::take(&mut report.diagnostics) {
            keep(&mut kept, diagnostic, &step.text);
        }
        whole = Some(match whole {
            Some(before) => join(before, report),
            None => report,
        });
    }
    let Some(mut report) = whole else {
        return lint(sources, project);
    };
    let steps = range.steps.len();
    report.diagnostics = kept
        .into_values()
        .filter(|d| needed.holds(d, steps))
        .collect();
    let inputs: Vec<Input> = report.inputs.iter().map(|i| i.input.clone()).collect();
    triage::settle(&mut report.diagnostics, &inputs);
    let counts = Summary {
        errors: 0,
        warnings: 0,
        infos: 0,
        suppressed: 0,
        ..report.summary
    };
    report.summary = counts;
    triage::count(&report.diagnostics, &mut report.summary);
    for cluster in &mut report.clusters {
        name_range(cluster, range);
    }
    report.upgrade = Some(upgrade(&report, range));
    report
}

/// Suppressions that suppress nothing, by how many versions say so: one that any version needs is of use.
#[derive(Default)]
struct Needed(BTreeMap<Place, usize>);

impl Needed {
    fn is_unused(diagnostic: &Diagnostic) -> bool {
        rule::rule(diagnostic.rule).descriptor.code == triage::suppress::UNUSED
    }

    fn note(&mut self, diagnostics: &[Diagnostic]) {
        let unused = diagnostics.iter().filter(|d| Self::is_unused(d));
        for place in unused.filter_map(|d| d.place) {
            *self.0.entry(place).or_default() += 1;
        }
    }

    /// Whether a finding is one of all the versions, where it has to be.
    fn holds(&self, diagnostic: &Diagnostic, steps: usize) -> bool {
        let places = diagnostic.place.and_then(|place| self.0.get(&place));
        !Self::is_unused(diagnostic) || places.is_none_or(|count| *count >= steps)
    }
}

fn keep(kept: &mut BTreeMap<Same, Diagnostic>, diagnostic: Diagnostic, version: &str) {
    let same = (
        diagnostic.place,
        diagnostic.rule,
        diagnostic.subject.key.clone(),
        diagnostic.entity.as_deref().cloned(),
        diagnostic.rejected_by_kafka,
    );
    let own = diagnostic
        .kafka_version
        .clone()
        .unwrap_or_else(|| Arc::from(version));
    kept.entry(same)
        .and_modify(|first| first.until = Some(own.to_string()))
        .or_insert_with(|| Diagnostic {
            until: Some(own.to_string()),
            kafka_version: Some(own),
            ..diagnostic
        });
}

/// The later report, with the sources that only the earlier one has kept.
fn join(before: Report, mut after: Report) -> Report {
    adopt_sources(&mut after, before.sources);
    after.summary.complete &= before.summary.complete;
    after
}

/// Takes over the sources that only another report of the same inputs has kept.
pub(super) fn adopt_sources(report: &mut Report, others: Vec<Option<SourceFile>>) {
    for (source, other) in report.sources.iter_mut().zip(others) {
        if source.is_none() {
            *source = other;
        }
    }
}

fn name_range(cluster: &mut ClusterReport, range: &VersionRange) {
    cluster.kafka_version = format!("{}..{}", range.from.text, range.to.text).into();
    cluster.version_source = range.to.source.as_str().into();
}

/// What the upgrade means for each file.
fn upgrade(report: &Report, range: &VersionRange) -> Upgrade {
    let mut files: BTreeMap<u32, UpgradeOfFile> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let Some(place) = diagnostic.place else {
            continue;
        };
        if diagnostic.suppressed.is_some() {
            continue;
        }
        let code = rule::rule(diagnostic.rule).descriptor.code;
        let is_new = diagnostic.kafka_version.as_deref() != Some(range.from.text.as_str());
        let file = files
            .entry(place.source.0)
            .or_insert_with(|| UpgradeOfFile {
                path: report.inputs[place.source.0 as usize].input.path.clone(),
                removed: 0,
                changed_defaults: 0,
                newly_refused: 0,
            });
        match code {
            "UPG001" => file.changed_defaults += 1,
            "KFK007" if is_new => file.removed += 1,
            _ if is_new && diagnostic.rejected_by_kafka => file.newly_refused += 1,
            _ => {}
        }
    }
    let concerns = |f: &UpgradeOfFile| f.removed + f.changed_defaults + f.newly_refused > 0;
    Upgrade {
        from: range.from.text.clone(),
        to: range.to.text.clone(),
        files: files.into_values().filter(concerns).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Platform;
    use crate::source::MemorySources;

    fn report(text: &str, range: &str) -> Report {
        let mut sources = MemorySources::default();
        sources.add("server.properties", text.as_bytes());
        let range = VersionRange::parse(range, Platform::Apache).unwrap();
        lint_range(&sources, &Project::default(), &range)
    }

    const NODE: &str = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1.example.com:9093\n\
controller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://kafka4.example.com:9092\nlog.dirs=/var/lib/kafka/data\n\
default.replication.factor=3\nmin.insync.replicas=2\nauto.create.topics.enable=false\n";

    #[test]
    fn what_an_upgrade_meets_is_told_once_with_the_versions() {
        let text = format!("{NODE}inter.broker.protocol.version=3.9\nlog.segment.bytes=100000\n");
        let report = report(&text, "3.9..4.3");
        let spans: Vec<(&str, &str, &str, bool)> = report
            .diagnostics
            .iter()
            .filter_map(|d| {
                Some((
                    report.descriptor(d.rule).code,
                    d.kafka_version.as_deref()?,
                    d.until.as_deref()?,
                    d.rejected_by_kafka,
                ))
            })
            .collect();
        assert!(
            spans.contains(&("KFK007", "4.0", "4.3", false)),
            "{spans:?}"
        );
        assert!(spans.contains(&("KFK002", "4.0", "4.3", true)), "{spans:?}");
        let upgrade = report.upgrade.unwrap();
        let file = &upgrade.files[0];
        assert_eq!((file.removed, file.newly_refused), (1, 1));
        assert!(file.changed_defaults > 0);
    }

    #[test]
    fn a_key_that_is_set_has_no_changed_default() {
        let unset = report(NODE, "3.9..4.3");
        let set = report(
            &format!("{NODE}num.recovery.threads.per.data.dir=2\n"),
            "3.9..4.3",
        );
        let keys = |report: &Report| -> Vec<String> {
            let of_upgrade = |d: &&Diagnostic| report.descriptor(d.rule).code == "UPG001";
            let found = report.diagnostics.iter().filter(of_upgrade);
            found.filter_map(|d| d.subject.key.clone()).collect()
        };
        let key = "num.recovery.threads.per.data.dir".to_owned();
        assert!(keys(&unset).contains(&key) && !keys(&set).contains(&key));
        assert_eq!(unset.summary.entities, 1);
    }
}
