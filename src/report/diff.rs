//! Planned edits as a unified diff, no secret shown.
use std::io;

use similar::{Algorithm, DiffOp, DiffTag};

use super::paint::Paint;
use super::text;
use crate::source::{HIDDEN, SourceFile, Span};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Secrets shorter than this are not searched for in new lines; they would be found everywhere.
const SHORTEST_SECRET: usize = 4;

/// Writes what would change in a file; nothing if nothing would.
///
/// Both texts have been read by a dialect, which registered their secrets. A secret of a line that
/// goes is hidden in the lines that come as well, registered there or not. Where a file holds no
/// secret, no control characters and is UTF-8, `git apply` takes the result.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(
    old: &SourceFile,
    new: &SourceFile,
    color: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (before, after) = (Lines::new(old), Lines::new(new));
    let (a, b) = (before.texts(), after.texts());
    let ops = similar::capture_diff_slices(Algorithm::Myers, &a, &b);
    let groups = similar::group_diff_ops(ops, CONTEXT);
    let paint = Paint(color);
    let path = text::clean(old.path());
    let mut headed = false;
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        if group.iter().all(|op| op.tag() == DiffTag::Equal) {
            continue;
        }
        if !headed {
            writeln!(out, "{}", paint.bold(&format!("--- a/{path}")))?;
            writeln!(out, "{}", paint.bold(&format!("+++ b/{path}")))?;
            headed = true;
        }
        let header = format!(
            "@@ -{} +{} @@",
            range(first.old_range().start, last.old_range().end),
            range(first.new_range().start, last.new_range().end)
        );
        writeln!(out, "{}", paint.dim(&header))?;
        for op in &group {
            write_op(op, &before, &after, paint, out)?;
        }
    }
    Ok(())
}

fn range(start: usize, end: usize) -> String {
    match end - start {
        // An empty range names the line before it.
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

fn write_op(
    op: &DiffOp,
    before: &Lines<'_>,
    after: &Lines<'_>,
    paint: Paint,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut secrets = Vec::new();
    for i in op.old_range() {
        if op.tag() == DiffTag::Equal {
            before.write(i, ' ', &[], paint, out)?;
        } else {
            before.write(i, '-', &[], paint, out)?;
            before.secrets(i, &mut secrets);
        }
    }
    if op.tag() != DiffTag::Equal {
        // Longest first, so that a shorter secret leaves no rest of a longer one.
        secrets.sort_by_key(|secret: &String| std::cmp::Reverse(secret.len()));
        for i in op.new_range() {
            after.write(i, '+', &secrets, paint, out)?;
        }
    }
    Ok(())
}

/// The lines of a file, line ends included.
struct Lines<'a> {
    file: &'a SourceFile,
    spans: Vec<Span>,
}

impl<'a> Lines<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let mut spans = Vec::new();
        let mut start = 0;
        for piece in file.raw().split_inclusive(|b| *b == b'\n') {
            let end = start + piece.len() as u32;
            spans.push(Span::new(start, end));
            start = end;
        }
        Lines { file, spans }
    }

    fn raw(&self, span: Span) -> &'a [u8] {
        &self.file.raw()[span.start as usize..span.end as usize]
    }

    fn texts(&self) -> Vec<&'a [u8]> {
        self.spans.iter().map(|span| self.raw(*span)).collect()
    }

    fn write(
        &self,
        index: usize,
        sign: char,
        secrets: &[String],
        paint: Paint,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut span = self.spans[index];
        let raw = self.raw(span);
        let ended = raw.ends_with(b"\n");
        let carriage = raw.ends_with(b"\r\n");
        span.end -= u32::from(ended) + u32::from(carriage);
        let mut line = self.file.masked(span).into_owned();
        for secret in secrets {
            line = line.replace(secret.as_str(), HIDDEN);
        }
        let mut shown = String::with_capacity(line.len() + 8);
        shown.push(sign);
        let line = match line.strip_prefix('\u{feff}') {
            Some(rest) if index == 0 => {
                shown.push('\u{feff}');
                rest
            }
            _ => &line,
        };
        text::push_clean(&mut shown, line, "\t");
        let shown = match sign {
            '-' => paint.removed(&shown),
            '+' => paint.added(&shown),
            _ => shown,
        };
        out.write_all(shown.as_bytes())?;
        // A line end is part of what `git apply` compares.
        out.write_all(if carriage { b"\r\n" } else { b"\n" })?;
        if !ended {
            out.write_all(b"\\ No newline at end of file\n")?;
        }
        Ok(())
    }

    /// The secrets that stand on a line.
    fn secrets(&self, index: usize, into: &mut Vec<String>) {
        let line = self.spans[index];
        if !self.file.hides(line) {
            return;
        }
        let mut start = None;
        for at in line.start..=line.end {
            let hidden = at < line.end && self.file.hides(Span::new(at, at + 1));
            match (start, hidden) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    let bytes = self.raw(Span::new(from, at));
                    // As `masked` decodes, since it is searched for in such text.
                    let text: String = if self.file.is_utf8() {
                        String::from_utf8_lossy(bytes).into_owned()
                    } else {
                        bytes.iter().map(|b| char::from(*b)).collect()
                    };
                    let text = text.trim();
                    if text.len() >= SHORTEST_SECRET {
                        into.push(text.to_owned());
                    }
                    start = None;
                }
                _ => {}
            }
        }
    }
}
