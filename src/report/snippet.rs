//! The few lines of a source around a finding, ready for miette.
//!
//! miette's own sources search from the first byte for every label and print what they find. This
//! one holds only the lines to show: masked, harmless, cut to the width, with every offset mapped
//! from the raw file into that text.
use std::collections::BTreeMap;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::locate::has_line_end;
use super::text;
use crate::source::{Position, SourceFile, Span};

/// Lines of a label beyond its first that are still shown as one span.
const MOST_LINES: u32 = 3;
/// Blanks for a tab.
const TAB: &str = "    ";

/// A place to mark and what to write beside it.
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) text: Option<String>,
    pub(super) primary: bool,
}

/// The lines to show and the labels on them.
#[derive(Debug)]
pub(super) struct Snippet {
    name: String,
    text: String,
    /// Offset in `text` and number in the file of each line shown.
    lines: Vec<(usize, u32)>,
    /// Offset in `text` and column in the file of each label.
    columns: Vec<(usize, u32)>,
    pub(super) labels: Vec<LabeledSpan>,
}

/// A mark with its ends on lines.
struct Placed {
    span: Span,
    start: Position,
    last_line: u32,
}

impl Snippet {
    /// The lines around the marks, none wider than `width` characters.
    pub(super) fn new(file: &SourceFile, marks: Vec<Mark>, width: usize, ellipsis: &str) -> Self {
        let placed: Vec<Placed> = marks.iter().map(|mark| place(file, mark.span)).collect();
        let mut cuts: BTreeMap<u32, Vec<Cut>> = BTreeMap::new();
        for mark in &placed {
            let context = mark.start.line.saturating_sub(1).max(1)
                ..=(mark.last_line + 1).min(file.line_count());
            for line in context {
                cuts.entry(line).or_default();
            }
            let first = cuts.entry(mark.start.line).or_default();
            first.push((mark.span.start, true));
            let last = cuts.entry(mark.last_line).or_default();
            last.push((mark.span.end, false));
        }

        let mut snippet = Snippet {
            name: text::clip(file.path(), 200).into_owned(),
            text: String::new(),
            lines: Vec::new(),
            columns: Vec::new(),
            labels: Vec::new(),
        };
        let numbers: Vec<u32> = cuts.keys().copied().collect();
        let is_shown = |number: u32| numbers.binary_search(&number).is_ok();
        let mut mapped: BTreeMap<(u32, Cut), usize> = BTreeMap::new();
        for (number, mut at) in cuts {
            let span = file.line_span(number);
            // An empty line at the edge of a window tells nothing.
            let at_edge = !is_shown(number - 1) || !is_shown(number + 1);
            if span.is_empty() && at.is_empty() && at_edge {
                continue;
            }
            at.sort_unstable();
            at.dedup();
            let line = Line::new(file, span, &at, width, ellipsis);
            let base = snippet.text.len();
            snippet.lines.push((base, number));
            for (raw, shown) in at.iter().zip(&line.cuts) {
                mapped.insert((number, *raw), base + shown);
            }
            snippet.text.push_str(&line.text);
            snippet.text.push('\n');
        }

        for (mark, at) in marks.into_iter().zip(placed) {
            let start = mapped.get(&(at.start.line, (at.span.start, true))).copied();
            let end = mapped.get(&(at.last_line, (at.span.end, false))).copied();
            let (Some(start), Some(end)) = (start, end) else {
                continue;
            };
            let span = SourceSpan::new(start.into(), end.saturating_sub(start));
            snippet.columns.push((start, at.start.column));
            snippet.labels.push(if mark.primary {
                LabeledSpan::new_primary_with_span(mark.text, span)
            } else {
                LabeledSpan::new_with_span(mark.text, span)
            });
        }
        snippet
    }

    fn line_of(&self, offset: usize) -> Option<usize> {
        self.lines
            .partition_point(|(start, _)| *start <= offset)
            .checked_sub(1)
    }

    fn line_end(&self, index: usize) -> usize {
        self.lines
            .get(index + 1)
            .map_or(self.text.len(), |(start, _)| *start)
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len().saturating_sub(1);
        let (Some(mut first), Some(mut last)) = (self.line_of(span.offset()), self.line_of(end))
        else {
            return Err(MietteError::OutOfBounds);
        };
        let follows = |i: usize| self.lines[i].1 == self.lines[i - 1].1 + 1;
        // miette asks for the hull of two labels; lines that are not here cannot be shown as if
        // they were not there.
        if end >= self.text.len() || (first + 1..=last).any(|i| !follows(i)) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            if first > 0 && follows(first) {
                first -= 1;
            }
        }
        for _ in 0..after {
            if last + 1 < self.lines.len() && follows(last + 1) {
                last += 1;
            }
        }
        let (from, number) = self.lines[first];
        let data = &self.text.as_bytes()[from..self.line_end(last)];
        // Without context miette is after the position to print, which is that of the raw file.
        let column = if before == 0 && after == 0 {
            let known = self.columns.iter().find(|(at, _)| *at == span.offset());
            known.map_or(0, |(_, column)| *column as usize - 1)
        } else {
            0
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            SourceSpan::new(from.into(), data.len()),
            number as usize - 1,
            column,
            last - first + 1,
        )))
    }
}

/// Brings a span onto the text of its lines, and onto its first line where it has too many.
fn place(file: &SourceFile, span: Span) -> Placed {
    let size = file.raw().len() as u32;
    let start = span.start.min(size);
    let end = span.end.clamp(start, size);
    let at = file.position(start);
    let within = &file.raw()[start as usize..end as usize];
    let last_line = if has_line_end(within) {
        file.position(end - 1).line
    } else {
        at.line
    };
    let last_line = if last_line - at.line > MOST_LINES {
        at.line
    } else {
        last_line
    };
    let first = file.line_span(at.line);
    let last = file.line_span(last_line);
    let start = start.clamp(first.start, first.end);
    Placed {
        span: Span::new(start, end.clamp(last.start.max(start), last.end.max(start))),
        start: at,
        last_line,
    }
}

/// A place in a line that a label starts (`true`) or ends at.
type Cut = (u32, bool);

/// One line as it is shown, with the offsets in it of the places asked for.
struct Line {
    text: String,
    cuts: Vec<usize>,
}

impl Line {
    fn new(file: &SourceFile, line: Span, cuts: &[Cut], width: usize, ellipsis: &str) -> Line {
        let focus = cuts.first().map_or(line.start, |(at, _)| *at);
        // A character has at most four bytes, so this much of a line is always enough.
        let reach = 4 * width as u32;
        let mut low = line.start.max(focus.saturating_sub(reach));
        let mut high = line.end.min(focus.saturating_add(reach));
        while low < focus && !is_border(file, low) {
            low += 1;
        }
        while high < line.end && !is_border(file, high) {
            high += 1;
        }

        let mut shown = String::new();
        let mut at = low;
        let mut offsets = Vec::with_capacity(cuts.len());
        for (cut, is_start) in cuts {
            let cut = settle(file, (*cut).clamp(low, high), low, high, *is_start);
            if cut > at {
                text::push_clean(&mut shown, &file.masked(Span::new(at, cut)), TAB);
                at = cut;
            }
            offsets.push(shown.len());
        }
        if high > at {
            text::push_clean(&mut shown, &file.masked(Span::new(at, high)), TAB);
        }
        narrow(
            &shown,
            offsets,
            width,
            low > line.start,
            high < line.end,
            ellipsis,
        )
    }
}

/// Cuts a line to the width, around its first label where that lies too far right.
fn narrow(
    text: &str,
    cuts: Vec<usize>,
    width: usize,
    cut_left: bool,
    cut_right: bool,
    ellipsis: &str,
) -> Line {
    let columns = text.chars().count();
    if columns <= width && !cut_left && !cut_right {
        let text = text.to_owned();
        return Line { text, cuts };
    }
    let room = width.saturating_sub(2 * ellipsis.chars().count()).max(1);
    let focus = cuts.first().copied().unwrap_or(0);
    let before = text[..focus].chars().count();
    let skip = if !cut_left && before < room * 2 / 3 {
        0
    } else {
        before.saturating_sub(room / 3)
    };
    let offset_of = |column: usize| {
        text.char_indices()
            .nth(column)
            .map_or(text.len(), |(at, _)| at)
    };
    let (from, to) = (offset_of(skip), offset_of(skip + room));
    let left = if from > 0 || cut_left { ellipsis } else { "" };
    let right = if to < text.len() || cut_right {
        ellipsis
    } else {
        ""
    };
    Line {
        cuts: cuts
            .into_iter()
            .map(|cut| cut.clamp(from, to) - from + left.len())
            .collect(),
        text: format!("{left}{}{right}", &text[from..to]),
    }
}

/// Moves a cut out of a character, and out of a secret, which is shown whole or not at all.
fn settle(file: &SourceFile, cut: u32, low: u32, high: u32, leftwards: bool) -> u32 {
    let mut cut = cut;
    while cut > low
        && cut < high
        && (!is_border(file, cut)
            || file.hides(Span::new(cut - 1, cut)) && file.hides(Span::new(cut, cut + 1)))
    {
        if leftwards {
            cut -= 1;
        } else {
            cut += 1;
        }
    }
    cut
}

fn is_border(file: &SourceFile, at: u32) -> bool {
    let byte = file.raw().get(at as usize);
    !file.is_utf8() || byte.is_none_or(|b| (b & 0xC0) != 0x80)
}
