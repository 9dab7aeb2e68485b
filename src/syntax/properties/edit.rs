//! Changes to a property file as bytes, written the way the file is. All that is written is ASCII, so it
//! fits into a file of any encoding.

use std::fmt;

use super::{Document, Entry};
use crate::source::Span;

/// Bytes to replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where; empty for an insertion.
    pub span: Span,
    /// What to write.
    pub text: Vec<u8>,
}

/// Why a change is not offered.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Declined {
    /// Two edits touch the same bytes.
    Overlap,
    /// The value is filled in by something else, which an edit would take out.
    FilledIn,
    /// The file ends in a backslash that would take a new line in.
    Dangles,
}

impl fmt::Display for Declined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Declined::Overlap => "it touches bytes that another fix changes",
            Declined::Dangles => "the file ends in the middle of a continued line",
            Declined::FilledIn => "the value is filled in by something that is not in the file",
        })
    }
}

/// Gives an entry another value; blanks behind the old one go with it.
///
/// # Errors
/// [`Declined::FilledIn`] where the value holds `${` or `{{`.
pub fn set_value(entry: &Entry<'_>, value: &str) -> Result<Edit, Declined> {
    let old = &entry.value.text;
    if old.contains("${") || old.contains("{{") {
        return Err(Declined::FilledIn);
    }
    let mut text = Vec::new();
    if !entry.separated {
        // A key alone on its line: what follows would become part of it.
        text.push(b'=');
    }
    text.extend(escape_value(value).into_bytes());
    Ok(Edit {
        span: entry.value.span,
        text,
    })
}

/// Writes another key.
pub fn rename_key(entry: &Entry<'_>, key: &str) -> Edit {
    Edit {
        span: entry.key.span,
        text: escape_key(key).into_bytes(),
    }
}

/// Takes an entry out, with its line end.
pub fn remove(entry: &Entry<'_>) -> Edit {
    Edit {
        span: entry.line,
        text: Vec::new(),
    }
}

/// Adds an entry behind the last one, with the file's own line end and separator.
///
/// # Errors
/// [`Declined::Dangles`] where that line goes on behind the end of the file.
pub fn insert(
    document: &Document<'_>,
    raw: &[u8],
    key: &str,
    value: &str,
) -> Result<Edit, Declined> {
    let line_end = line_end(raw);
    let at = document
        .entries
        .last()
        .map_or(raw.len() as u32, |entry| entry.line.end);
    let mut text = Vec::new();
    if dangles(&raw[..at as usize]) {
        return Err(Declined::Dangles);
    }
    let starts_line = at == 0
        || (document.bom && at == 3)
        || matches!(raw.get(at as usize - 1), Some(b'\n' | b'\r'));
    if !starts_line {
        text.extend_from_slice(line_end);
    }
    text.extend(escape_key(key).into_bytes());
    text.extend_from_slice(separator(document, raw));
    text.extend(escape_value(value).into_bytes());
    if starts_line || (at as usize) < raw.len() {
        text.extend_from_slice(line_end);
    }
    Ok(Edit {
        span: Span::new(at, at),
        text,
    })
}

/// Writes edits into the bytes.
///
/// # Errors
/// [`Declined::Overlap`] where two edits touch the same bytes.
pub fn apply(raw: &[u8], edits: &[Edit]) -> Result<Vec<u8>, Declined> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|e| e.span);
    let mut out = Vec::with_capacity(raw.len() + 64);
    let mut at = 0;
    for edit in sorted {
        let range = edit.span.range();
        if range.start < at || range.end > raw.len() {
            return Err(Declined::Overlap);
        }
        out.extend_from_slice(&raw[at..range.start]);
        out.extend_from_slice(&edit.text);
        at = range.end;
    }
    out.extend_from_slice(&raw[at..]);
    Ok(out)
}

/// Whether the last line goes on in the next one.
fn dangles(raw: &[u8]) -> bool {
    let line = raw
        .strip_suffix(b"\r\n")
        .or_else(|| raw.strip_suffix(b"\n"))
        .or_else(|| raw.strip_suffix(b"\r"))
        .unwrap_or(raw);
    let backslashes = line.iter().rev().take_while(|b| **b == b'\\').count();
    backslashes % 2 == 1
}

fn line_end(raw: &[u8]) -> &'static [u8] {
    match memchr::memchr2(b'\n', b'\r', raw) {
        Some(at) if raw[at] == b'\r' && raw.get(at + 1) == Some(&b'\n') => b"\r\n",
        Some(at) if raw[at] == b'\r' => b"\r",
        _ => b"\n",
    }
}

/// The separator that most entries have, among the usual ones.
fn separator(document: &Document<'_>, raw: &[u8]) -> &'static [u8] {
    const USUAL: [&[u8]; 5] = [b"=", b" = ", b": ", b" : ", b":"];
    let mut counts = [0_usize; USUAL.len()];
    for entry in &document.entries {
        if let Some(at) = USUAL
            .iter()
            .position(|s| *s == &raw[entry.separator.range()])
        {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    USUAL[counts.iter().position(|c| *c == most).unwrap_or(0)]
}

/// A key as a property file writes it.
fn escape_key(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for (i, c) in key.chars().enumerate() {
        match c {
            ' ' | '=' | ':' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '!' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            _ => escape(c, &mut out),
        }
    }
    out
}

/// A value as a property file writes it.
fn escape_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (i, c) in value.chars().enumerate() {
        match c {
            // Blanks in front would be taken for the separator; so would `=` and `:` behind a blank.
            ' ' | '=' | ':' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            _ => escape(c, &mut out),
        }
    }
    out
}

fn escape(c: char, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\u{c}' => out.push_str("\\f"),
        ' '..='~' => out.push(c),
        _ => {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04X}"));
            }
        }
    }
}
