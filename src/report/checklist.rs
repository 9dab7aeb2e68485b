//! Every rule with its state and what shows it, by category: what a team brings to a readiness review.
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::evidence::describe_of;
use super::human::text_width;
use super::locate::{Locator, push_place};
use super::paint::Paint;
use super::view::{View, entity_name};
use super::{Options, markdown, text};
use crate::diagnostic::{ClusterReport, Diagnostic, Passed, Report, RuleId, Severity, Undecided};
use crate::model::EntityRef;

/// Entities that are named for a rule before the rest is only counted; all with `--verbose`.
const MOST_NAMED: usize = 3;

/// Pieces of evidence that are told for an entity.
const MOST_EVIDENCE: usize = 3;

/// Characters of a message.
const LONG_TEXT: usize = 300;

/// What a run knows of one rule.
#[derive(Default)]
pub(super) struct Item<'r> {
    /// Its findings.
    pub(super) failed: Vec<&'r Diagnostic>,
    /// Where it passed.
    pub(super) passed: Vec<&'r Passed>,
    /// Where it could not decide.
    pub(super) undecided: Vec<&'r Undecided>,
}

/// What became of a rule over all entities.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Fail,
    NoData,
    Pass,
    NotApplicable,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            State::Fail => "fail",
            State::NoData => "no data",
            State::Pass => "pass",
            State::NotApplicable => "not applicable",
        }
    }
}

impl Item<'_> {
    pub(super) fn state(&self) -> State {
        match () {
            () if !self.failed.is_empty() => State::Fail,
            () if !self.undecided.is_empty() => State::NoData,
            () if !self.passed.is_empty() => State::Pass,
            () => State::NotApplicable,
        }
    }
}

/// What the run knows of each rule. What Kafka itself refuses and what the linter says of itself is no point of a
/// checklist where there is nothing to say.
pub(super) fn items(report: &Report) -> BTreeMap<RuleId, Item<'_>> {
    let rules = (0..).map(RuleId).zip(&report.descriptors);
    let mut items: BTreeMap<RuleId, Item<'_>> = rules
        .filter(|(_, rule)| !matches!(rule.category.prefix, "KFK" | "LNT"))
        .map(|(id, _)| (id, Item::default()))
        .collect();
    let counted = report.diagnostics.iter().filter(|d| d.suppressed.is_none());
    for diagnostic in counted {
        items
            .entry(diagnostic.rule)
            .or_default()
            .failed
            .push(diagnostic);
    }
    for passed in report.passed.iter().flatten() {
        items.entry(passed.rule).or_default().passed.push(passed);
    }
    for undecided in &report.undecided {
        let item = items.entry(undecided.rule).or_default();
        item.undecided.push(undecided);
    }
    // Files say nothing of a cluster's state, and nothing changes without a gate.
    let mut inputs = report.inputs.iter();
    let is_live = inputs.any(|i| i.input.kind.is_of_cluster());
    items.retain(|id, item| match report.descriptor(*id).category.prefix {
        "LIV" => is_live || !item.failed.is_empty(),
        "GAT" => report.gate.is_some(),
        _ => true,
    });
    items
}

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page::new(report, options);
    out.write_all(page.text().as_bytes())
}

struct Page<'r> {
    report: &'r Report,
    most: usize,
    width: usize,
    paint: Paint,
    locator: RefCell<Locator>,
}

impl<'r> Page<'r> {
    fn new(report: &'r Report, options: &Options) -> Self {
        Page {
            report,
            most: match options.verbose {
                true => usize::MAX,
                false => MOST_NAMED,
            },
            width: text_width(options.style),
            paint: Paint(options.style.color),
            locator: RefCell::default(),
        }
    }
}

impl Page<'_> {
    fn text(&self) -> String {
        let items = items(self.report);
        let mut out = String::new();
        self.push_head(&items, &mut out);
        let mut rest: Vec<(RuleId, &Item<'_>)> = items.iter().map(|(id, i)| (*id, i)).collect();
        while let Some((first, _)) = rest.first() {
            let prefix = self.report.descriptor(*first).category.prefix;
            let of_category = |id: RuleId| self.report.descriptor(id).category.prefix == prefix;
            let until = rest.partition_point(|(id, _)| of_category(*id));
            // Sorted by code, so that a category is a run.
            let later = rest.split_off(until.max(1));
            self.push_category(&rest, &mut out);
            rest = later;
        }
        out
    }

    fn push_head(&self, items: &BTreeMap<RuleId, Item<'_>>, out: &mut String) {
        let summary = &self.report.summary;
        let what = format!(
            "{} with {}{}",
            text::count(summary.files, "file"),
            text::count(summary.entities, "entity"),
            if summary.complete { "" } else { "; incomplete" }
        );
        let _ = writeln!(out, "{}, {what}", self.paint.bold("Production checklist"));
        for cluster in self.report.clusters.iter().filter(|c| c.entities > 0) {
            let line = told(cluster);
            text::push_wrapped(out, &text::clean(&line), 0, self.width);
            out.push('\n');
        }
        let refused = self.report.diagnostics.iter();
        let refused = refused.filter(|d| d.suppressed.is_none() && d.rejected_by_kafka);
        let line = match refused.count() {
            0 => "Kafka itself refuses nothing of it.".to_owned(),
            count => format!(
                "Kafka itself refuses {}.",
                text::count(count as u64, "setting")
            ),
        };
        let _ = writeln!(out, "{line}\n{}.", counts(items.values()));
    }

    fn push_category(&self, items: &[(RuleId, &Item<'_>)], out: &mut String) {
        let Some((first, _)) = items.first() else {
            return;
        };
        let category = self.report.descriptor(*first).category;
        let title = format!("{} ({})", category.name, category.prefix);
        let counts = counts(items.iter().map(|(_, item)| *item));
        let _ = writeln!(out, "\n{}: {counts}", self.paint.bold(&title));
        for (id, item) in items {
            self.push_item(*id, item, out);
        }
    }

    fn push_item(&self, id: RuleId, item: &Item<'_>, out: &mut String) {
        let rule = self.report.descriptor(id);
        let state = item.state();
        let mark = format!("{:<14}", state.name());
        let mark = match state {
            State::Fail => self.paint.severity(rule.severity, &mark),
            State::NoData => self.paint.severity(Severity::Info, &mark),
            State::Pass => self.paint.added(&mark),
            State::NotApplicable => self.paint.dim(&mark),
        };
        let _ = writeln!(out, "  {mark} {} {}", rule.code, rule.slug);
        let lines = self.lines(item);
        for line in lines.iter().take(self.most) {
            out.push_str("      ");
            text::push_wrapped(out, &text::clean(line), 6, self.width);
            out.push('\n');
        }
        let more = lines.len().saturating_sub(self.most);
        if more > 0 {
            let _ = writeln!(out, "      and {more} more");
        }
        if state != State::Pass && !item.passed.is_empty() {
            let passed = text::count(item.passed.len() as u64, "entity");
            let _ = writeln!(out, "      passes for {passed}");
        }
    }

    fn failure(&self, diagnostic: &Diagnostic) -> String {
        let view = View::new(self.report, diagnostic);
        let message = text::clip(&view.message, LONG_TEXT);
        let mut line = String::new();
        if diagnostic.place.is_some() {
            let mut locator = self.locator.borrow_mut();
            push_place(&mut line, self.report, diagnostic, &mut locator);
            line.push_str(": ");
        }
        line + &message
    }

    fn undecided(&self, undecided: &Undecided) -> String {
        format!("{}: {}", self.name(&undecided.entity), undecided.reason)
    }

    /// An entity, with its cluster where there are several.
    fn name(&self, entity: &EntityRef) -> String {
        let clusters = self.report.clusters.iter().filter(|c| c.entities > 0);
        match clusters.count() {
            0 | 1 => entity_name(entity),
            _ => format!("{} of {}", entity_name(entity), entity.cluster),
        }
    }

    fn evidence(&self, passed: &Passed) -> String {
        let name = self.name(&passed.entity);
        let evidence = passed.evidence.iter().take(MOST_EVIDENCE);
        let told: Vec<String> = evidence
            .map(|e| describe_of(self.report, Some(&passed.entity), e))
            .collect();
        match told.is_empty() {
            true => name,
            false => format!("{name}: {}", told.join(", ")),
        }
    }
}

/// The checklist as a document: a table for each category, and what is to be done under it.
pub(super) fn write_markdown(
    report: &Report,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page::new(report, options);
    out.write_all(page.markdown().as_bytes())
}

impl Page<'_> {
    fn markdown(&self) -> String {
        let items = items(self.report);
        let mut out = String::from("# Production checklist\n\n");
        for cluster in self.report.clusters.iter().filter(|c| c.entities > 0) {
            let line = told(cluster);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "* {}", markdown::escaped(&line));
        }
        let _ = writeln!(out, "\n{}.", counts(items.values()));
        let mut category = "";
        for (id, item) in &items {
            let rule = self.report.descriptor(*id);
            if rule.category.name != category {
                category = rule.category.name;
                let about = rule.category.about;
                let _ = writeln!(
                    out,
                    "\n## {category}: {about}\n\n| | Rule | State | Evidence |\n|---|---|---|---|"
                );
            }
            let state = item.state();
            let mark = match state {
                State::Fail => "❌",
                State::NoData => "❔",
                State::Pass => "✅",
                State::NotApplicable => "➖",
            };
            let lines = self.lines(item);
            let shown = lines.iter().take(self.most);
            let mut cells: Vec<String> = shown.map(|line| markdown::with_code(line)).collect();
            let more = lines.len().saturating_sub(self.most);
            if more > 0 {
                cells.push(format!("and {more} more"));
            }
            let _ = writeln!(
                out,
                "| {mark} | {} {} | {} | {} |",
                rule.code,
                rule.slug,
                state.name(),
                cells.join("<br>")
            );
        }
        out
    }

    /// What shows the state of a rule.
    fn lines(&self, item: &Item<'_>) -> Vec<String> {
        match item.state() {
            State::Fail => item.failed.iter().map(|d| self.failure(d)).collect(),
            State::NoData => item.undecided.iter().map(|u| self.undecided(u)).collect(),
            State::Pass => item.passed.iter().map(|p| self.evidence(p)).collect(),
            State::NotApplicable => Vec::new(),
        }
    }
}

/// A cluster, and by what it is judged.
fn told(cluster: &ClusterReport) -> String {
    format!(
        "cluster {}: {} ({}), platform {}, profile {}",
        cluster.name,
        text::product(&cluster.kafka_version),
        cluster.version_source,
        cluster.platform,
        cluster.profile
    )
}

fn counts<'i, 'r: 'i>(items: impl Iterator<Item = &'i Item<'r>>) -> String {
    let mut counts: BTreeMap<State, u32> = BTreeMap::new();
    for item in items {
        *counts.entry(item.state()).or_default() += 1;
    }
    let told = counts
        .iter()
        .map(|(state, count)| format!("{count} {}", state.name()));
    told.collect::<Vec<_>>().join(", ")
}
