//! What the baseline says: findings that do not count, and entries that nothing is found for any more.

use std::collections::HashSet;

use super::Run;
use crate::diagnostic::{Diagnostic, Report, Status, Suppression};
use crate::project::{Baseline, BaselineEntry};
use crate::rule;
use crate::source::Input;

/// Marks the findings that the baseline has, and counts those of its entries that are of no use.
pub(super) fn apply(
    diagnostics: &mut [Diagnostic],
    all: &[Input],
    linted: &[bool],
    run: &Run<'_>,
    notes: &mut Vec<String>,
) {
    let baseline = run.project.baseline.as_ref();
    let Some(baseline) = baseline.filter(|_| !run.project.no_suppress) else {
        return;
    };
    let known: HashSet<u128> = baseline.entries.iter().map(|e| e.fingerprint).collect();
    let mut found: HashSet<u128> = HashSet::new();
    for diagnostic in diagnostics {
        let is_known = known.contains(&diagnostic.fingerprint);
        if !is_known || !rule::rule(diagnostic.rule).descriptor.suppressible {
            continue;
        }
        found.insert(diagnostic.fingerprint);
        diagnostic.suppressed.get_or_insert(Suppression {
            by: "baseline",
            reason: None,
            until: None,
        });
    }
    let stale = baseline.entries.iter().filter(|entry| {
        let at = all.iter().position(|input| input.identity == entry.path);
        let runs = at.filter(|at| linted[*at]).is_some_and(|at| {
            let rule = rule::find(&entry.code);
            rule.is_none_or(|(_, rule)| run.terms.of(at).selects(&rule.descriptor))
        });
        runs && !found.contains(&entry.fingerprint)
    });
    match stale.count() {
        0 => {}
        1 => notes.push("1 entry of the baseline is of no use any more; `kafka-lint baseline prune` takes it out".to_owned()),
        count => notes.push(format!(
            "{count} entries of the baseline are of no use any more; `kafka-lint baseline prune` takes them out"
        )),
    }
}

/// The findings of a report that a baseline may have: those that count, but what the linter says of itself.
pub fn baseline_of(report: &Report) -> Baseline {
    let counts = report.diagnostics.iter().filter(|d| {
        let rule = report.descriptor(d.rule);
        rule.suppressible && d.suppressed.as_ref().is_none_or(|s| s.by == "baseline")
    });
    let entry = |d: &Diagnostic| BaselineEntry {
        path: path(report, d),
        code: report.descriptor(d.rule).code.to_owned(),
        entity: d.entity.as_ref().map_or(String::new(), |entity| {
            let name = entity.name.as_deref().unwrap_or_default();
            format!("{} {name}", entity.kind).trim_end().to_owned()
        }),
        key: d.subject.key.clone().unwrap_or_default(),
        fingerprint: d.fingerprint,
    };
    Baseline {
        entries: counts.map(entry).collect(),
    }
}

fn path(report: &Report, diagnostic: &Diagnostic) -> String {
    let mut inputs = report.inputs.iter();
    let input = match diagnostic.place {
        Some(place) => report.inputs.get(place.source.0 as usize),
        None => inputs.find(|input| input.input.identity.starts_with("cluster:")),
    };
    input.map_or(String::new(), |input| input.input.identity.clone())
}

/// The files that a report has judged, as a baseline names them.
pub fn judged(report: &Report) -> HashSet<&str> {
    let inputs = report.inputs.iter();
    let linted = inputs.filter(|input| input.status == Status::Linted);
    linted.map(|input| input.input.identity.as_str()).collect()
}
