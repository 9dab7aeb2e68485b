//! Logical lines, as `java.util.Properties.LineReader` finds them.

use memchr::{memchr, memchr2};

use crate::source::Span;

/// A logical line: the pieces of it, without the backslashes and line ends between them and the blanks at
/// the start of each.
pub(super) struct Line {
    /// The first piece.
    pub(super) first: Span,
    /// The others, of continued lines.
    pub(super) rest: Vec<Span>,
    /// From the start of its first physical line to the end of its last one.
    pub(super) whole: Span,
    /// Whether there is a backslash in it.
    pub(super) escapes: bool,
}

pub(super) enum Found {
    Comment(Span),
    Line(Line),
}

/// What one look at the file gave.
enum Step {
    Found(Found),
    Nothing,
    End,
}

/// Walks over the logical lines of a file.
pub(super) struct Lines<'a> {
    raw: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(raw: &'a [u8], at: usize) -> Self {
        Lines { raw, at }
    }

    pub(super) fn next(&mut self) -> Option<Found> {
        loop {
            match self.step() {
                Step::Found(found) => return Some(found),
                Step::Nothing => {}
                Step::End => return None,
            }
        }
    }

    fn step(&mut self) -> Step {
        let mut line_start = self.at;
        let mut at = self.at;
        // Blank lines, and blanks before the first character.
        loop {
            match self.raw.get(at) {
                None => return Step::End,
                Some(b' ' | b'\t' | 0x0C) => at += 1,
                Some(b'\n' | b'\r') => {
                    at += 1;
                    line_start = at;
                }
                Some(b'#' | b'!') => return self.comment(at),
                Some(_) => break,
            }
        }
        let end = self.line_end(at);
        if memchr(b'\\', &self.raw[at..end]).is_none() {
            self.at = self.after(end);
            return Step::Found(Found::Line(Line {
                first: span(at, end),
                rest: Vec::new(),
                whole: span(line_start, self.at),
                escapes: false,
            }));
        }
        self.continued(line_start, at)
    }

    fn comment(&mut self, at: usize) -> Step {
        let end = self.line_end(at);
        self.at = self.after(end);
        Step::Found(Found::Comment(span(at, end)))
    }

    /// A line with a backslash, which may be continued.
    fn continued(&mut self, line_start: usize, at: usize) -> Step {
        let mut pieces: Vec<Span> = Vec::new();
        let mut at = at;
        loop {
            let end = self.line_end(at);
            let after = self.after(end);
            if !self.ends_in_odd_backslashes(at, end) {
                pieces.push(span(at, end));
                self.at = after;
                return Step::Found(Found::Line(line(pieces, line_start, after)));
            }
            pieces.push(span(at, end - 1));
            let empty = pieces.iter().all(|p| p.is_empty());
            // A backslash before the very end of the file is dropped, and even an empty line counts there:
            // `LineReader.readLine` returns its length, 0, before it looks for another line. A line end of
            // two bytes is not the end yet when its first byte is looked at.
            if end == self.raw.len() || end + 1 == self.raw.len() {
                self.at = self.raw.len();
                return Step::Found(Found::Line(line(pieces, line_start, self.at)));
            }
            at = after;
            while matches!(self.raw.get(at), Some(b' ' | b'\t' | 0x0C)) {
                at += 1;
            }
            if empty {
                // Nothing has been read yet, so the next physical line starts afresh.
                pieces.clear();
                match self.raw.get(at) {
                    Some(b'#' | b'!') => return self.comment(at),
                    None | Some(b'\n' | b'\r') => {
                        self.at = at;
                        return Step::Nothing;
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn ends_in_odd_backslashes(&self, start: usize, end: usize) -> bool {
        let backslashes = self.raw[start..end]
            .iter()
            .rev()
            .take_while(|b| **b == b'\\')
            .count();
        backslashes % 2 == 1
    }

    fn line_end(&self, from: usize) -> usize {
        memchr2(b'\n', b'\r', &self.raw[from..]).map_or(self.raw.len(), |i| from + i)
    }

    /// The start of the next physical line.
    fn after(&self, end: usize) -> usize {
        match (self.raw.get(end), self.raw.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            (Some(_), _) => end + 1,
            (None, _) => end,
        }
    }
}

fn line(pieces: Vec<Span>, start: usize, end: usize) -> Line {
    let mut pieces = pieces.into_iter();
    Line {
        first: pieces
            .next()
            .unwrap_or(Span::new(start as u32, start as u32)),
        rest: pieces.collect(),
        whole: span(start, end),
        escapes: true,
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}
