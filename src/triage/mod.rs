//! What counts: order, doubles, fingerprints, caps, suppressions, and the exit code.
mod exit;
mod fingerprint;
pub mod suppress;

use std::collections::HashMap;

use crate::diagnostic::{Confidence, Descriptor, Diagnostic, RuleId, Severity, Summary};
use crate::project::Terms;
use crate::rule;
use crate::source::Input;

pub use exit::Exit;
pub use fingerprint::fingerprint;

/// Machine formats are whole up to so many findings of one rule in one file.
pub const MOST_PER_RULE: usize = 10_000;

/// Whether a finding is shown: its confidence is enough, or its rule was asked for by name.
pub fn is_shown(confidence: Confidence, rule: &Descriptor, terms: &Terms<'_>) -> bool {
    terms.selects(rule) && (confidence >= terms.min_confidence() || terms.names(rule))
}

/// Gives findings the severity that their rule was given.
pub fn weigh(diagnostics: &mut [Diagnostic], terms: &Terms<'_>) {
    for diagnostic in diagnostics {
        let code = rule::rule(diagnostic.rule).descriptor.code;
        if let Some(severity) = terms.severity(code) {
            diagnostic.severity = severity;
        }
    }
}

/// Sorts, drops doubles, and gives every finding its fingerprint.
///
/// One client file makes a producer and a consumer; what holds for both by the same code, place and key
/// is said once.
///
/// The path of a file enters its fingerprints, so files may be settled one by one.
pub fn settle(diagnostics: &mut Vec<Diagnostic>, inputs: &[Input]) {
    diagnostics.sort_by(|a, b| {
        let place = |d: &Diagnostic| {
            d.place
                .map_or((u32::MAX, 0), |p| (p.source.0, p.span.start))
        };
        place(a)
            .cmp(&place(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.entity.cmp(&b.entity))
            .then_with(|| a.subject.key.cmp(&b.subject.key))
            .then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup_by(|later, first| {
        later.rule == first.rule
            && later.place == first.place
            && later.place.is_some()
            && later.subject.key == first.subject.key
            && (later.entity.as_ref().map(|e| e.kind) != first.entity.as_ref().map(|e| e.kind)
                // One thing with several profiles says the same in each.
                || (later.entity == first.entity && later.message == first.message))
    });
    let mut seen: HashMap<u128, u32> = HashMap::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let path = diagnostic
            .place
            .and_then(|p| inputs.get(p.source.0 as usize))
            .map_or("", |input| input.identity.as_str());
        let first = fingerprint(diagnostic, path, 0);
        let ordinal = seen.entry(first).or_insert(0);
        diagnostic.fingerprint = if *ordinal == 0 {
            first
        } else {
            fingerprint(diagnostic, path, *ordinal)
        };
        *ordinal += 1;
    }
}

/// Keeps at most [`MOST_PER_RULE`] findings of each rule in a file; gives how many went, by rule.
pub fn cap(diagnostics: &mut Vec<Diagnostic>) -> Vec<(RuleId, usize)> {
    if diagnostics.len() <= MOST_PER_RULE {
        return Vec::new();
    }
    let mut counts: HashMap<RuleId, usize> = HashMap::new();
    diagnostics.retain(|d| {
        let count = counts.entry(d.rule).or_insert(0);
        *count += 1;
        *count <= MOST_PER_RULE
    });
    let mut over: Vec<(RuleId, usize)> = counts
        .into_iter()
        .filter(|(_, count)| *count > MOST_PER_RULE)
        .map(|(rule, count)| (rule, count - MOST_PER_RULE))
        .collect();
    over.sort_unstable();
    over
}

/// Counts findings.
pub fn count(diagnostics: &[Diagnostic], summary: &mut Summary) {
    *summary = Summary {
        errors: 0,
        warnings: 0,
        infos: 0,
        suppressed: 0,
        ..*summary
    };
    for diagnostic in diagnostics {
        match (diagnostic.suppressed.is_some(), diagnostic.severity) {
            (true, _) => summary.suppressed += 1,
            (false, Severity::Error) => summary.errors += 1,
            (false, Severity::Warning) => summary.warnings += 1,
            (false, Severity::Info) => summary.infos += 1,
        }
    }
}

/// Whether a finding makes the run fail. What the linter says of the run itself does not, for that makes the
/// result incomplete; what it says of suppressions does.
pub fn fails(diagnostic: &Diagnostic, rule: &Descriptor, terms: &Terms<'_>) -> bool {
    let Some(least) = terms.fail_on() else {
        return false;
    };
    diagnostic.suppressed.is_none()
        && diagnostic.severity >= least
        && (rule.category.prefix != "LNT" || suppress::CODES.contains(&rule.code))
        && (diagnostic.confidence > Confidence::Context || terms.names(rule))
}
