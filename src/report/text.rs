//! Text for people: made harmless, cut to length, wrapped, counted.
use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character steers a terminal or hides or reorders what a reader sees.
pub(super) fn is_hostile(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line ends that only some programs know, and characters without a width.
        | '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text that leads to an address where the terminal has links (OSC 8).
pub(super) fn link(text: &str, url: &str, style: super::Style) -> String {
    let is_plain = !url.is_empty() && url.bytes().all(|b| b.is_ascii_graphic());
    match style.links && is_plain {
        true => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
        false => text.to_owned(),
    }
}

/// The text with every hostile character written as an escape: `\n`, `\x1b`, `\u{202e}`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Most text is plain ASCII, which is told by its bytes.
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if plain || !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push_clean(&mut out, text, "\\t");
    Cow::Owned(out)
}

/// Appends the text made harmless; a tab becomes `tab`.
pub(super) fn push_clean(out: &mut String, text: &str, tab: &str) {
    for c in text.chars() {
        match c {
            '\t' => out.push_str(tab),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if !is_hostile(c) => out.push(c),
            c if (c as u32) < 0x80 => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
        }
    }
}

/// At most so many characters of the text made harmless, the cut marked.
pub(super) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => clean(text),
        Some((cut, _)) => {
            let mut out = clean(&text[..cut]).into_owned();
            out.push_str("...");
            Cow::Owned(out)
        }
    }
}

/// Appends text wrapped at blanks. The first line is taken to begin at column `indent`, and further
/// lines are indented so far; a word is never broken, so that a key can be searched and copied.
pub(super) fn push_wrapped(out: &mut String, text: &str, indent: usize, width: usize) {
    let mut column = indent;
    for (i, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if i > 0 {
            if column + 1 + length > width {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(word);
        column += length;
    }
}

/// A count with its noun: `1 error`, `2 errors`, `3 entities`.
pub(super) fn count(n: impl Into<u64>, noun: &str) -> String {
    let n = n.into();
    let stem = noun.strip_suffix('y').filter(|s| !s.ends_with('e'));
    match (n, stem) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        _ => format!("{n} {noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn join(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// A version with what it is one of; Kafka's own are bare numbers.
pub(super) fn product(version: &str) -> String {
    if version.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Kafka {version}")
    } else {
        version.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_become_escapes_and_others_stay() {
        assert_eq!(
            clean("a\x1b[31m\u{9b}2J\u{202e}\n\tü漢"),
            "a\\x1b[31m\\u{9b}2J\\u{202e}\\n\\tü漢"
        );
        assert_eq!(clean("\x1b[31m"), "\\x1b[31m");
        assert_eq!(clean("a\x7f"), "a\\x7f");
        assert!(matches!(clean("plain ü"), Cow::Borrowed(_)));
    }

    #[test]
    fn clipping_counts_characters_and_marks_the_cut() {
        assert_eq!(clip("üüü", 3), "üüü");
        assert_eq!(clip("üüüü", 3), "üüü...");
    }

    #[test]
    fn wrapping_never_breaks_a_word() {
        let mut out = String::new();
        push_wrapped(&mut out, "aaa bbb min.insync.replicas c", 2, 10);
        assert_eq!(out, "aaa bbb\n  min.insync.replicas\n  c");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(count(1u32, "entity"), "1 entity");
        assert_eq!(count(0u32, "entity"), "0 entities");
        assert_eq!(count(2u32, "error"), "2 errors");
        assert_eq!(count(2u32, "removed key"), "2 removed keys");
        assert_eq!(join(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
