//! One line per finding: `path:line:col: severity CODE message [slug]`, then one line of counts.
use std::fmt::Write as _;
use std::io;

use super::locate::{Locator, push_place};
use super::view::View;
use super::{Options, text};
use crate::diagnostic::Report;

/// Characters of a message; a line is for reading, JSON for the rest.
const LONG_TEXT: usize = 600;

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut locator = Locator::default();
    let mut line = String::new();
    for diagnostic in report.diagnostics.iter().filter(|d| d.suppressed.is_none()) {
        line.clear();
        push_place(&mut line, report, diagnostic, &mut locator);
        let view = View::new(report, diagnostic);
        // Writing to a string cannot fail.
        let _ = writeln!(
            line,
            ": {} {} {} [{}]",
            diagnostic.severity,
            view.rule.code,
            text::clip(&view.message, LONG_TEXT),
            view.rule.slug
        );
        out.write_all(line.as_bytes())?;
    }
    writeln!(out, "{}", counts(report))
}

fn counts(report: &Report) -> String {
    let s = &report.summary;
    format!(
        "{}, {}, {}, {} suppressed; {}, {}{}",
        text::count(s.errors, "error"),
        text::count(s.warnings, "warning"),
        text::count(s.infos, "info"),
        s.suppressed,
        text::count(s.files, "file"),
        text::count(s.entities, "entity"),
        if s.complete { "" } else { "; incomplete" },
    )
}
