//! Findings as formats of other tools list them: one by one, each with where it is.
use super::locate::{Location, Locator, path_of};
use super::view::{View, entity_name};
use crate::diagnostic::{Diagnostic, Report};

/// A finding and where it is.
pub(super) struct Row<'a> {
    pub(super) view: View<'a>,
    /// The file's path, or what stands for one: the cluster, or the run as a whole.
    pub(super) path: String,
    /// Where in the file; nothing where it is in none.
    pub(super) at: Option<Location<'a>>,
}

impl<'a> Row<'a> {
    fn new(report: &'a Report, diagnostic: &'a Diagnostic, locator: &mut Locator) -> Self {
        let at = diagnostic
            .place
            .and_then(|place| locator.locate(report, place));
        let path = match (diagnostic.place, &diagnostic.live) {
            (Some(place), _) => path_of(report, place).to_owned(),
            (None, Some(live)) => format!("cluster/{}", live.cluster),
            (None, None) => "kafka-lint".to_owned(),
        };
        Row {
            view: View::new(report, diagnostic),
            path,
            at,
        }
    }

    /// The line and column where it begins; the first ones where it is in no file.
    pub(super) fn start(&self) -> (u32, u32) {
        let start = self.at.as_ref().map(|at| (at.start.line, at.start.column));
        start.unwrap_or((1, 1))
    }

    /// The message, what it is about where the message may not say it, and what to write instead.
    pub(super) fn text(&self) -> String {
        let mut text = self.view.message.to_string();
        if let Some(live) = &self.view.diagnostic.live {
            text.push_str(&format!(" ({})", live.resource));
        }
        if !self.view.help.is_empty() {
            text.push_str("\nhelp: ");
            text.push_str(&self.view.help);
        }
        text
    }

    /// Code, thing and key: `DUR002 topic orders, min.insync.replicas`.
    pub(super) fn title(&self) -> String {
        let diagnostic = self.view.diagnostic;
        let mut title = self.view.rule.code.to_owned();
        if let Some(entity) = &diagnostic.entity {
            title.push(' ');
            title.push_str(&entity_name(entity));
        }
        if let Some(key) = &diagnostic.subject.key {
            title.push_str(", ");
            title.push_str(key);
        }
        title
    }
}

/// All findings in their order, suppressed ones as well.
pub(super) fn all(report: &Report) -> impl Iterator<Item = Row<'_>> {
    let mut locator = Locator::default();
    let findings = report.diagnostics.iter();
    findings.map(move |diagnostic| Row::new(report, diagnostic, &mut locator))
}

/// Those that count.
pub(super) fn counting(report: &Report) -> impl Iterator<Item = Row<'_>> {
    all(report).filter(|row| row.view.diagnostic.suppressed.is_none())
}

/// The index of each finding that counts, the worst first and otherwise in order.
pub(super) fn worst_first(report: &Report) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = counting(report).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.view.diagnostic.severity));
    rows
}
