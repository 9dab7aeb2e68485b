//! One line per finding: `path:line:col: severity CODE message [slug]`, then one line of counts.
use std::fmt::Write as _;
use std::io;

use super::locate::{Locator, path_of};
use super::view::View;
use super::{Options, text};
use crate::diagnostic::{Diagnostic, Report};

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

fn push_place(line: &mut String, report: &Report, d: &Diagnostic, locator: &mut Locator) {
    if let Some(place) = d.place {
        line.push_str(&text::clean(path_of(report, place)));
        if let Some(at) = locator.locate(report, place) {
            let _ = write!(line, ":{}:{}", at.start.line, at.start.column);
        }
    } else if let Some(live) = &d.live {
        let place = format!("cluster {}, {}", live.cluster, live.resource);
        line.push_str(&text::clean(&place));
    } else {
        line.push_str("kafka-lint");
    }
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
