//! What is wrong with a file of the tool's own: each problem with its line and what to write.
use std::fmt::{self, Write as _};
use std::io;

use super::drawing::{self, Drawing};
use super::human::text_width;
use super::paint::Paint;
use super::snippet::{Mark, Snippet};
use super::{Style, text};
use crate::diagnostic::{Problems, Severity};
use crate::source::SourceFile;

/// Characters of a message.
const LONG_TEXT: usize = 600;

/// Writes the problems of a file for a person.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(
    source: &SourceFile,
    problems: &Problems,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut buffer = String::new();
    // Only a string is written to; it does not fail.
    let _ = push(&mut buffer, source, problems, style);
    out.write_all(buffer.as_bytes())
}

fn push(out: &mut String, source: &SourceFile, problems: &Problems, style: Style) -> fmt::Result {
    let handler = drawing::handler(style);
    let width = style.width.saturating_sub(10).max(30);
    let paint = Paint(style.color);
    for problem in &problems.shown {
        let mark = Mark {
            span: problem.span,
            text: None,
            primary: true,
        };
        let snippet = Snippet::new(source, vec![mark], width, style.ellipsis());
        let mut message = String::new();
        let clipped = text::clip(&problem.message, LONG_TEXT);
        text::push_wrapped(&mut message, &clipped, 4, text_width(style));
        let drawing = Drawing {
            message: message.replace("\n    ", "\n"),
            severity: Severity::Error,
            snippet: Some(&snippet),
        };
        handler.render_report(out, &drawing)?;
        if let Some(help) = &problem.help {
            write!(out, "  {} ", paint.severity(Severity::Info, "help:"))?;
            text::push_wrapped(out, &text::clip(help, LONG_TEXT), 8, text_width(style));
            writeln!(out)?;
        }
        writeln!(out)?;
    }
    if problems.more > 0 {
        writeln!(out, "and {} more\n", problems.more)?;
    }
    Ok(())
}
