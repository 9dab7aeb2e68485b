//! Keys, separators and values of a logical line, as `java.util.Properties.load0` and `loadConvert` find them.

use std::borrow::Cow;

use super::line::Line;
use super::{Encoding, Entry, Problem, ProblemKind, Text};
use crate::source::{Span, TextMap};

pub(super) fn entry<'a>(
    raw: &'a [u8],
    line: &Line,
    encoding: Encoding,
    problems: &mut Vec<Problem>,
) -> Entry<'a> {
    if line.escapes {
        return escaped_entry(raw, line, encoding, problems);
    }
    let bytes = &raw[line.first.range()];
    let (key_end, value_start) = split(bytes.len(), |i| bytes[i]);
    let base = line.first.start;
    let place = |start: usize, end: usize| Span::new(base + start as u32, base + end as u32);
    Entry {
        key: plain(raw, place(0, key_end), encoding),
        separator: place(key_end, value_start),
        separated: value_start > key_end,
        value: plain(raw, place(value_start, bytes.len()), encoding),
        line: line.whole,
    }
}

/// Where the key ends and where the value starts.
fn split(length: usize, byte: impl Fn(usize) -> u8) -> (usize, usize) {
    let mut key_end = 0;
    let mut backslash = false;
    let mut separated = false;
    let mut value_start = length;
    while key_end < length {
        match byte(key_end) {
            b'=' | b':' if !backslash => {
                value_start = key_end + 1;
                separated = true;
                break;
            }
            b' ' | b'\t' | 0x0C if !backslash => {
                value_start = key_end + 1;
                break;
            }
            b'\\' => backslash = !backslash,
            _ => backslash = false,
        }
        key_end += 1;
    }
    while value_start < length {
        match byte(value_start) {
            b' ' | b'\t' | 0x0C => {}
            b'=' | b':' if !separated => separated = true,
            _ => break,
        }
        value_start += 1;
    }
    (key_end, value_start)
}

/// Text without a backslash.
fn plain(raw: &[u8], span: Span, encoding: Encoding) -> Text<'_> {
    let bytes = &raw[span.range()];
    // Only whole files are UTF-8 or not, and a line is cut at ASCII bytes, so this fails for Latin-1 alone.
    if let (true, Ok(text)) = (
        encoding == Encoding::Utf8 || bytes.is_ascii(),
        std::str::from_utf8(bytes),
    ) {
        return Text {
            span,
            text: Cow::Borrowed(text),
            map: None,
        };
    }
    let mut builder = Builder::default();
    for (i, byte) in bytes.iter().enumerate() {
        builder.latin1(*byte, span.start + i as u32);
    }
    builder.finish(span)
}

/// A logical line with a backslash: looked at byte by byte, each with its place.
fn escaped_entry<'a>(
    raw: &'a [u8],
    line: &Line,
    encoding: Encoding,
    problems: &mut Vec<Problem>,
) -> Entry<'a> {
    let places: Vec<u32> = std::iter::once(&line.first)
        .chain(&line.rest)
        .flat_map(|piece| piece.start..piece.end)
        .collect();
    let byte = |i: usize| raw[places[i] as usize];
    let (key_end, value_start) = split(places.len(), byte);
    let line_end = line.rest.last().unwrap_or(&line.first).end;
    let start_of = |i: usize| places.get(i).copied().unwrap_or(line_end);
    let end_of = |start: usize, end: usize| {
        if end > start {
            places[end - 1] + 1
        } else {
            start_of(start)
        }
    };
    let key_span = Span::new(line.first.start, end_of(0, key_end).max(line.first.start));
    let value_span = Span::new(start_of(value_start), end_of(value_start, places.len()));
    Entry {
        key: convert(raw, &places[..key_end], key_span, encoding, problems),
        separator: Span::new(key_span.end, value_span.start.max(key_span.end)),
        separated: value_start > key_end,
        value: convert(raw, &places[value_start..], value_span, encoding, problems),
        line: line.whole,
    }
}

/// Undoes escapes.
fn convert<'a>(
    raw: &'a [u8],
    places: &[u32],
    span: Span,
    encoding: Encoding,
    problems: &mut Vec<Problem>,
) -> Text<'a> {
    let mut builder = Builder::default();
    let mut at = 0;
    while at < places.len() {
        let byte = raw[places[at] as usize];
        if byte != b'\\' {
            at += builder.character(raw, &places[at..], encoding);
            continue;
        }
        let Some(next) = places.get(at + 1) else {
            // A backslash at the very end is dropped with the line end behind it.
            break;
        };
        let escape = Span::new(places[at], *next + 1);
        match raw[*next as usize] {
            b'u' => at += builder.unicode(raw, &places[at..], problems),
            plain @ (b't' | b'n' | b'r' | b'f') => {
                builder.push(
                    match plain {
                        b't' => '\t',
                        b'n' => '\n',
                        b'r' => '\r',
                        _ => '\u{c}',
                    },
                    escape,
                );
                at += 2;
            }
            _ => {
                // The backslash goes, the character stays: not the bytes as they stand.
                let taken = builder.character(raw, &places[at + 1..], encoding);
                builder.widen_last(places[at]);
                at += 1 + taken;
            }
        }
    }
    builder.finish(span)
}

#[derive(Default)]
struct Builder {
    text: String,
    map: TextMap,
    /// A high surrogate that waits for its low one, and where it was read.
    surrogate: Option<(u16, Span)>,
}

impl Builder {
    /// Appends what an escape stands for.
    fn push(&mut self, c: char, raw: Span) {
        self.settle();
        self.commit(c, raw, false);
    }

    /// A high surrogate that found no low one is no character.
    fn settle(&mut self) {
        if let Some((_, raw)) = self.surrogate.take() {
            self.commit(char::REPLACEMENT_CHARACTER, raw, false);
        }
    }

    fn commit(&mut self, c: char, raw: Span, identity: bool) {
        self.text.push(c);
        self.map.push(c.len_utf8() as u32, raw, identity);
    }

    fn latin1(&mut self, byte: u8, at: u32) {
        let raw = Span::new(at, at + 1);
        self.settle();
        self.commit(char::from(byte), raw, byte.is_ascii());
    }

    /// Takes one character as it stands; gives the number of bytes.
    fn character(&mut self, raw: &[u8], places: &[u32], encoding: Encoding) -> usize {
        let at = places[0];
        let byte = raw[at as usize];
        if encoding == Encoding::Latin1 || byte.is_ascii() {
            self.latin1(byte, at);
            return 1;
        }
        let length = match byte {
            0xF0.. => 4,
            0xE0.. => 3,
            _ => 2,
        };
        let end = (at as usize + length).min(raw.len());
        let c = std::str::from_utf8(&raw[at as usize..end])
            .ok()
            .and_then(|s| s.chars().next())
            .unwrap_or(char::REPLACEMENT_CHARACTER);
        self.settle();
        self.commit(c, Span::new(at, end as u32), true);
        length.min(places.len())
    }

    /// Makes the last character include the backslash before it.
    fn widen_last(&mut self, from: u32) {
        let length = self.text.chars().next_back().map_or(0, char::len_utf8);
        self.map.widen_last(length as u32, from);
    }

    /// Takes `\uXXXX`; gives the number of bytes.
    fn unicode(&mut self, raw: &[u8], places: &[u32], problems: &mut Vec<Problem>) -> usize {
        let digits = places.get(2..6).map(|four| {
            four.iter()
                .map(|p| char::from(raw[*p as usize]).to_digit(16))
                .try_fold(0_u32, |n, d| d.map(|d| n * 16 + d))
        });
        let end = |count: usize| places[places.len().min(count) - 1] + 1;
        let Some(Some(unit)) = digits else {
            let span = Span::new(places[0], end(6));
            problems.push(Problem {
                kind: ProblemKind::MalformedEscape,
                span,
            });
            self.settle();
            self.commit('\\', Span::new(places[0], places[0] + 1), true);
            return 1;
        };
        let unit = unit as u16;
        let span = Span::new(places[0], end(6));
        if let (0xDC00..=0xDFFF, Some((high, from))) = (unit, self.surrogate) {
            self.surrogate = None;
            let c = char::decode_utf16([high, unit])
                .next()
                .and_then(Result::ok)
                .unwrap_or(char::REPLACEMENT_CHARACTER);
            self.commit(c, Span::new(from.start, span.end), false);
        } else {
            self.settle();
            match char::from_u32(u32::from(unit)) {
                Some(c) => self.commit(c, span, false),
                None if unit < 0xDC00 => self.surrogate = Some((unit, span)),
                None => self.commit(char::REPLACEMENT_CHARACTER, span, false),
            }
        }
        6
    }

    fn finish<'a>(mut self, span: Span) -> Text<'a> {
        self.settle();
        Text {
            span,
            text: Cow::Owned(self.text),
            map: Some(self.map),
        }
    }
}
