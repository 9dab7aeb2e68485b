//! Findings in groups, and how many there are of each rule.
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::paint::Paint;
use super::select::Shown;
use super::view::applicability;
use super::{GroupBy, Options, Style, text};
use crate::diagnostic::{Diagnostic, Report, RuleId, Severity};

/// What a group is called; of findings that belong to none, the words for that.
pub(super) fn title(report: &Report, by: GroupBy, diagnostic: &Diagnostic) -> String {
    let title = match by {
        GroupBy::File => match (diagnostic.place, &diagnostic.live) {
            (Some(place), _) => super::locate::path_of(report, place).to_owned(),
            (None, Some(live)) => format!("cluster {}", live.cluster),
            (None, None) => "the run".to_owned(),
        },
        GroupBy::Rule => {
            let rule = report.descriptor(diagnostic.rule);
            format!("{} {}", rule.code, rule.title)
        }
        GroupBy::Cluster => match &diagnostic.entity {
            Some(entity) => format!("cluster {}", entity.cluster),
            None => "no cluster".to_owned(),
        },
        GroupBy::Owner => match &diagnostic.owner {
            Some(owner) => owner.to_string(),
            None => "no owner".to_owned(),
        },
    };
    text::clean(&title).into_owned()
}

/// Brings the findings of a group together: the group with the worst one first, and in it the worst first.
pub(super) fn sort(report: &Report, by: GroupBy, shown: &mut [Shown<'_>]) {
    let mut worst: BTreeMap<String, Severity> = BTreeMap::new();
    for shown in shown.iter() {
        let severity = shown.diagnostic.severity;
        let known = worst
            .entry(title(report, by, shown.diagnostic))
            .or_insert(severity);
        *known = severity.max(*known);
    }
    shown.sort_by_cached_key(|shown| {
        let title = title(report, by, shown.diagnostic);
        let severity = std::cmp::Reverse(shown.diagnostic.severity);
        (std::cmp::Reverse(worst[&title]), title, severity)
    });
}

/// A line above the findings of a group.
pub(super) fn push_title(out: &mut String, title: Option<&str>, style: Style) -> fmt::Result {
    let rule = if style.unicode { "──" } else { "--" };
    let line = format!("{rule} {} {rule}", title.unwrap_or_default());
    writeln!(out, "{}\n", Paint(style.color).bold(&line))
}

/// How often each rule finds something, the most frequent first.
pub(super) fn push_statistics(out: &mut String, report: &Report, options: &Options) -> fmt::Result {
    let paint = Paint(options.style.color);
    let mut counts: BTreeMap<(RuleId, Severity), (u32, u32)> = BTreeMap::new();
    let active = report.diagnostics.iter().filter(|d| d.suppressed.is_none());
    for diagnostic in active {
        let (all, fixable) = counts
            .entry((diagnostic.rule, diagnostic.severity))
            .or_default();
        *all += 1;
        *fixable += u32::from(applicability(diagnostic).is_some());
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|((rule, severity), (all, _))| {
        (std::cmp::Reverse(*all), std::cmp::Reverse(*severity), *rule)
    });
    let width = counts
        .iter()
        .map(|(_, (all, _))| all.to_string().len())
        .max();
    for ((rule, severity), (all, fixable)) in &counts {
        let rule = report.descriptor(*rule);
        let fixes = match fixable {
            0 => String::new(),
            count if count == all => "  [fix]".to_owned(),
            count => format!("  [fix of {count}]"),
        };
        writeln!(
            out,
            "{all:>width$}  {} {}{fixes}",
            paint.severity(*severity, &format!("{:<7} {}", severity.name(), rule.code)),
            rule.slug,
            width = width.unwrap_or(1),
        )?;
    }
    if !counts.is_empty() {
        out.push('\n');
    }
    Ok(())
}
