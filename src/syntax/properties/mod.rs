//! Java property files, read as `java.util.Properties.load(Reader)` reads them, without losing a byte.
//!
//! Kafka reads its files with `load(InputStream)`, which takes every byte for a character of ISO-8859-1.
//! Keys and values in ASCII are the same either way; what is UTF-8 is read as UTF-8 here, so that text is
//! shown as it was meant.
mod edit;
mod line;
mod text;

use std::borrow::Cow;

use crate::source::{Span, TextMap};

pub use edit::{Declined, Edit, apply, insert, remove, rename_key, set_value};

/// How the bytes of a file are read.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// The bytes are UTF-8, ASCII included.
    Utf8,
    /// Anything else: every byte is a character.
    Latin1,
}

/// A property file.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// How it was read.
    pub encoding: Encoding,
    /// Whether it begins with a byte order mark. `java.util.Properties` takes that for a part of the first
    /// line; the first key here is without it.
    pub bom: bool,
    /// The entries in order, doubles included.
    pub entries: Vec<Entry<'a>>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Comments, from their mark to the end of the line.
    pub comments: Vec<Span>,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The key.
    pub key: Text<'a>,
    /// What stands between them: blanks and at most one `=` or `:`.
    pub separator: Span,
    /// Whether there is one; a key alone on its line has none, though it may be continued.
    pub separated: bool,
    /// The value; blanks at its end belong to it.
    pub value: Text<'a>,
    /// The whole logical line with its line end.
    pub line: Span,
}

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// Where it stands: from its first byte to its last, escapes and continued lines included.
    pub span: Span,
    /// The text.
    pub text: Cow<'a, str>,
    /// Where its parts stand; `None` where the text is the bytes as they stand.
    pub map: Option<TextMap>,
}

impl Text<'_> {
    /// Where it stands without the blanks at its end, which are Kafka's to see but no reader's to look for.
    pub fn trimmed(&self) -> Span {
        if self.map.is_some() {
            return self.span;
        }
        let blanks = self.text.len() - self.text.trim_end().len();
        Span::new(self.span.start, self.span.end - blanks as u32)
    }
}

/// Something wrong.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
}

/// What can be wrong.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// `\u` without four hexadecimal digits; Java throws. The text keeps the characters as they stand.
    MalformedEscape,
    /// The bytes are UTF-16; nothing else is read.
    Utf16,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Reads a property file. Any bytes give a document.
pub fn parse(raw: &[u8]) -> Document<'_> {
    let utf8 = std::str::from_utf8(raw).is_ok();
    let mut document = Document {
        encoding: if utf8 {
            Encoding::Utf8
        } else {
            Encoding::Latin1
        },
        bom: raw.starts_with(BOM),
        entries: Vec::with_capacity(raw.len() / 48),
        problems: Vec::new(),
        comments: Vec::new(),
    };
    if raw.starts_with(b"\xFF\xFE") || raw.starts_with(b"\xFE\xFF") {
        document.problems.push(Problem {
            kind: ProblemKind::Utf16,
            span: Span::new(0, 2),
        });
        return document;
    }
    let start = if document.bom { BOM.len() } else { 0 };
    let mut lines = line::Lines::new(raw, start);
    while let Some(found) = lines.next() {
        match found {
            line::Found::Comment(span) => document.comments.push(span),
            line::Found::Line(line) => {
                let entry = text::entry(raw, &line, document.encoding, &mut document.problems);
                document.entries.push(entry);
            }
        }
    }
    document
}

#[cfg(test)]
mod tests;
