//! Where the parts of a decoded text stand.

use granit_parser::ScalarStyle;

use crate::source::{Span, TextMap};

/// The map of a text that is not the bytes as they stand. `inside` is without quotes; of a block it is the
/// body without its header.
pub(super) fn map(raw: &str, inside: Span, text: &str, style: ScalarStyle) -> TextMap {
    let lines = match style {
        ScalarStyle::Literal => literal(raw, inside, text),
        _ => None,
    };
    lines.unwrap_or_else(|| {
        let mut map = TextMap::default();
        map.push(text.len() as u32, inside, false);
        map
    })
}

/// A literal block is its lines without their indentation. Nothing where that does not come out: then the
/// whole is one changed piece.
fn literal(raw: &str, inside: Span, text: &str) -> Option<TextMap> {
    let mut map = TextMap::default();
    let mut at = inside.start as usize;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let end = raw[at..].find('\n').map_or(raw.len(), |n| at + n);
        let bare = raw[at..end].strip_suffix('\r').unwrap_or(&raw[at..end]);
        // An empty line may have fewer blanks than the others.
        let indent = bare.len().checked_sub(content.len())?;
        if !bare.ends_with(content) || !bare[..indent].bytes().all(|b| b == b' ') {
            return None;
        }
        let start = at + indent;
        let stop = start + content.len();
        if !content.is_empty() {
            map.push(
                content.len() as u32,
                Span::new(start as u32, stop as u32),
                true,
            );
        }
        if line.ends_with('\n') {
            let next = (end + 1).min(raw.len());
            // A line end of two bytes is one character, and the last line may have none.
            let exact = next - stop == 1;
            map.push(1, Span::new(stop as u32, next as u32), exact);
        }
        at = (end + 1).min(raw.len());
        if at >= raw.len() && lines.peek().is_some() {
            return None;
        }
    }
    Some(map)
}
