//! Which findings a person sees first.
use std::collections::HashMap;
use std::sync::Arc;

use super::Options;
use crate::diagnostic::{Diagnostic, Report, RuleId};
use crate::model::{EntityKind, EntityRef};
use crate::source::SourceId;

/// Findings on the first screen.
const FIRST_SCREEN: usize = 15;
/// Findings of one rule in one file, when everything is asked for.
const MOST: usize = 10;
/// The same where the first screen is too small, so that one rule does not fill it.
const MOST_WHEN_CROWDED: usize = 3;

/// The findings to show, and what was left out.
#[derive(Default)]
pub(super) struct Selection<'a> {
    /// The worst first, else in the order of the report.
    pub(super) shown: Vec<Shown<'a>>,
    /// How many are not shown, by rule, the most frequent first.
    pub(super) left_out: Vec<(RuleId, u32)>,
}

/// One finding to show.
pub(super) struct Shown<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    /// How many more of this rule in this file are left out; set on the last one shown of them.
    pub(super) more_here: u32,
    /// The same said of others: one cause, one finding.
    pub(super) also: Vec<&'a Diagnostic>,
}

/// What makes findings on several things one fault: rule, cluster, kind, and that all is said in the same words. Of the
/// state of a running cluster the numbers differ from thing to thing.
type Fault<'a> = (RuleId, &'a str, EntityKind, &'a str);

/// The fault of a finding, where several of it are shown as one: on all things of a running cluster, and on topics.
fn fault(diagnostic: &Diagnostic) -> Option<Fault<'_>> {
    let entity = diagnostic.entity.as_ref()?;
    let is_one = diagnostic.live.is_some() || entity.kind == EntityKind::Topic;
    (is_one && entity.name.is_some()).then_some((
        diagnostic.rule,
        entity.cluster.as_str(),
        entity.kind,
        match diagnostic.live.is_some() && diagnostic.subject.key.is_none() {
            true => "",
            false => diagnostic.message.as_str(),
        },
    ))
}

/// How many are shown at most: of one fault on several things only the first.
fn count(all: &[&Diagnostic]) -> usize {
    let mut seen: HashMap<Fault<'_>, &Option<Arc<EntityRef>>> = HashMap::new();
    let mut count = 0;
    for diagnostic in all {
        let known = fault(diagnostic).map(|fault| *seen.entry(fault).or_insert(&diagnostic.entity));
        count += usize::from(known.is_none_or(|entity| *entity == diagnostic.entity));
    }
    count
}

impl<'a> Selection<'a> {
    pub(super) fn new(report: &'a Report, options: &Options) -> Self {
        // Who asks for groups or wants everything has no first screen.
        let everything = options.verbose || options.group_by.is_some();
        let mut all: Vec<&Diagnostic> = report
            .diagnostics
            .iter()
            .filter(|d| d.suppressed.is_none())
            .collect();
        all.sort_by_key(|d| std::cmp::Reverse(d.severity));
        let fits = count(&all) <= FIRST_SCREEN;
        let (screen, most) = match (everything, fits) {
            (true, _) => (usize::MAX, MOST),
            (false, true) => (FIRST_SCREEN, MOST),
            (false, false) => (FIRST_SCREEN, MOST_WHEN_CROWDED),
        };

        let mut shown: Vec<Shown<'a>> = Vec::new();
        let mut seen: HashMap<(Option<SourceId>, RuleId), (usize, usize)> = HashMap::new();
        let mut left_out: HashMap<RuleId, u32> = HashMap::new();
        let mut faults: HashMap<Fault<'a>, usize> = HashMap::new();
        for diagnostic in all {
            let known = fault(diagnostic).and_then(|fault| faults.get(&fault));
            // On one thing it is not one fault but two.
            if let Some(at) = known.filter(|at| shown[**at].diagnostic.entity != diagnostic.entity)
            {
                shown[*at].also.push(diagnostic);
                continue;
            }
            let file = diagnostic.place.map(|place| place.source);
            let (count, last) = seen.entry((file, diagnostic.rule)).or_default();
            if *count < most && shown.len() < screen {
                *count += 1;
                *last = shown.len();
                faults.extend(fault(diagnostic).map(|fault| (fault, shown.len())));
                shown.push(Shown {
                    diagnostic,
                    more_here: 0,
                    also: Vec::new(),
                });
                continue;
            }
            *left_out.entry(diagnostic.rule).or_default() += 1;
            if *count > 0 {
                shown[*last].more_here += 1;
            }
        }
        let mut left_out: Vec<_> = left_out.into_iter().collect();
        left_out.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
        Selection { shown, left_out }
    }
}
