//! Which findings a person sees first.
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Report, RuleId};
use crate::source::SourceId;

/// Findings on the first screen.
const FIRST_SCREEN: usize = 15;
/// Findings of one rule in one file, when everything is asked for.
const MOST: usize = 10;
/// The same where the first screen is too small, so that one rule does not fill it.
const MOST_WHEN_CROWDED: usize = 3;

/// The findings to show, and what was left out.
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
}

impl<'a> Selection<'a> {
    pub(super) fn new(report: &'a Report, verbose: bool) -> Self {
        let mut all: Vec<&Diagnostic> = report
            .diagnostics
            .iter()
            .filter(|d| d.suppressed.is_none())
            .collect();
        all.sort_by_key(|d| std::cmp::Reverse(d.severity));
        let fits = all.len() <= FIRST_SCREEN;
        let (screen, most) = match (verbose, fits) {
            (true, _) => (usize::MAX, MOST),
            (false, true) => (FIRST_SCREEN, MOST),
            (false, false) => (FIRST_SCREEN, MOST_WHEN_CROWDED),
        };

        let mut shown: Vec<Shown<'a>> = Vec::new();
        let mut seen: HashMap<(Option<SourceId>, RuleId), (usize, usize)> = HashMap::new();
        let mut left_out: HashMap<RuleId, u32> = HashMap::new();
        for diagnostic in all {
            let file = diagnostic.place.map(|place| place.source);
            let (count, last) = seen.entry((file, diagnostic.rule)).or_default();
            if *count < most && shown.len() < screen {
                *count += 1;
                *last = shown.len();
                shown.push(Shown {
                    diagnostic,
                    more_here: 0,
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
