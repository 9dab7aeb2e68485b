//! Annotations of GitHub's workflows: a command for each finding, the worst first.
//!
//! A runner shows ten errors, ten warnings and ten notices of a step beside the code; the rest stands in its log, so
//! all of them are written (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
use std::io;

use super::row;
use super::{Options, text};
use crate::diagnostic::{Report, Severity};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    for row in row::worst_first(report) {
        let command = match row.view.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        write!(out, "::{command} ")?;
        if let Some(at) = &row.at {
            write!(
                out,
                "file={},line={},endLine={}",
                property(&row.path),
                at.start.line,
                at.end.line
            )?;
            // Columns are of one line only.
            if at.start.line == at.end.line {
                write!(out, ",col={},endColumn={}", at.start.column, at.end.column)?;
            }
            out.write_all(b",")?;
        }
        let title = format!("{} {}", row.view.rule.code, row.view.rule.slug);
        writeln!(out, "title={}::{}", property(&title), data(&row.text()))?;
    }
    let s = &report.summary;
    writeln!(
        out,
        "kafka-lint: {}, {}, {}{}",
        text::count(s.errors, "error"),
        text::count(s.warnings, "warning"),
        text::count(s.infos, "info"),
        if s.complete { "" } else { "; incomplete" },
    )
}

/// A command's text, in which a line end would begin another one.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    let lines: Vec<String> = text
        .lines()
        .map(|line| super::text::clean(line).into_owned())
        .collect();
    lines.join("%0A")
}

/// A property of a command.
fn property(value: &str) -> String {
    let value = super::text::clean(value);
    let value = value
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    value.replace(':', "%3A").replace(',', "%2C")
}
