//! Environment files as Docker Compose reads them: `NAME=value` by lines.

use super::tree::Scalar;
use crate::source::{Span, TextMap};

/// One variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The name.
    pub name: Scalar,
    /// The value; nothing where the line has a name only and the value is the shell's.
    pub value: Option<Scalar>,
    /// Whether `$` is a dollar sign in it.
    pub literal: bool,
}

/// Reads the text of an environment file. A line that cannot be one is left out.
pub fn parse(text: &str) -> Vec<Variable> {
    parse_with_comments(text).0
}

/// Reads it, and finds its comments: from their mark to the end of the line.
pub fn parse_with_comments(text: &str) -> (Vec<Variable>, Vec<Span>) {
    let mut comments = Vec::new();
    let mut comment = |from: usize, to: usize| comments.push(Span::new(from as u32, to as u32));
    let mut variables = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while at < text.len() {
        let end = line_end(text, at);
        let start = skip_blanks(text, at, end);
        let line = &text[start..end];
        if line.is_empty() || line.starts_with('#') {
            if !line.is_empty() {
                comment(start, start + line.trim_end().len());
            }
            at = end + 1;
            continue;
        }
        let start = match line
            .strip_prefix("export")
            .filter(|r| r.starts_with([' ', '\t']))
        {
            Some(_) => skip_blanks(text, start + "export".len(), end),
            None => start,
        };
        let line = &text[start..end];
        let stop = line.find(['=', ':']);
        let name = line[..stop.unwrap_or(line.len())].trim_end();
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
        at = end + 1;
        if !is_name {
            continue;
        }
        let name = plain(text, start, start + name.len());
        let Some(stop) = stop else {
            variables.push(Variable {
                name,
                value: None,
                literal: false,
            });
            continue;
        };
        let from = skip_blanks(text, start + stop + 1, end);
        let (value, literal, after) = value(text, from, end);
        let end = line_end(text, after);
        let behind = skip_blanks(text, after.min(end), end);
        if text[behind..end].starts_with('#') {
            comment(behind, behind + text[behind..end].trim_end().len());
        }
        at = end + 1;
        variables.push(Variable {
            name,
            value: Some(value),
            literal,
        });
    }
    (variables, comments)
}

/// The value that starts at `from`, whether its dollar signs are only that, and where it ends. A value in
/// quotes may go over several lines.
fn value(text: &str, from: usize, end: usize) -> (Scalar, bool, usize) {
    let quote = text[from..end]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote
        && let Some(close) = closing(text, from + 1, quote)
    {
        let inside = (from + 1, close);
        let scalar = match quote == '"' && text[from + 1..close].contains('\\') {
            true => unescape(text, inside),
            false => Scalar {
                quoted: true,
                ..plain(text, inside.0, inside.1)
            },
        };
        return (scalar, quote == '\'', close + 1);
    }
    // ` #` begins a comment.
    let line = &text[from..end];
    let comment = line
        .match_indices('#')
        .find(|(at, _)| *at == 0 || line[..*at].ends_with([' ', '\t']))
        .map_or(line.len(), |(at, _)| at);
    let length = line[..comment].trim_end().len();
    (plain(text, from, from + length), false, from + comment)
}

fn closing(text: &str, from: usize, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text[from..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(from + at),
            _ => {}
        }
    }
    None
}

fn unescape(text: &str, (from, to): (usize, usize)) -> Scalar {
    let mut out = String::new();
    let mut map = TextMap::default();
    let mut chars = text[from..to].char_indices();
    while let Some((at, c)) = chars.next() {
        let start = from + at;
        let (decoded, length) = match c {
            '\\' => match chars.next() {
                Some((_, 'n')) => ('\n', 2),
                Some((_, 'r')) => ('\r', 2),
                Some((_, 't')) => ('\t', 2),
                Some((_, other)) => (other, 1 + other.len_utf8()),
                None => ('\\', 1),
            },
            c => (c, c.len_utf8()),
        };
        out.push(decoded);
        let raw = Span::new(start as u32, (start + length) as u32);
        map.push(decoded.len_utf8() as u32, raw, c != '\\');
    }
    Scalar {
        text: out.into(),
        span: Span::new(from as u32, to as u32),
        map: Some(map),
        quoted: true,
    }
}

fn plain(text: &str, from: usize, to: usize) -> Scalar {
    Scalar {
        text: text[from..to].into(),
        span: Span::new(from as u32, to as u32),
        map: None,
        quoted: false,
    }
}

/// Where a line ends, its `\r` not counted.
fn line_end(text: &str, from: usize) -> usize {
    let from = from.min(text.len());
    text[from..].find('\n').map_or(text.len(), |n| from + n)
}

fn skip_blanks(text: &str, from: usize, end: usize) -> usize {
    let rest = &text[from..end];
    from + (rest.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_variables_with_their_places() {
        let text = "# head\n\nexport KAFKA_A=1\r\nB = two words # and a comment\nC='x $y #z'\nD=\"q\\\"ä\\nr\" # c\nE=\nF\nG: yaml\nH=a#b\nI=\"over\nlines\"\n=x\nJ=${A:-1}";
        let variables = parse(text);
        let rows: Vec<(&str, Option<&str>, bool)> = variables
            .iter()
            .map(|v| (&*v.name.text, v.value.as_ref().map(|s| &*s.text), v.literal))
            .collect();
        assert_eq!(
            rows,
            [
                ("KAFKA_A", Some("1"), false),
                ("B", Some("two words"), false),
                ("C", Some("x $y #z"), true),
                ("D", Some("q\"ä\nr"), false),
                ("E", Some(""), false),
                ("F", None, false),
                ("G", Some("yaml"), false),
                ("H", Some("a#b"), false),
                ("I", Some("over\nlines"), false),
                ("J", Some("${A:-1}"), false),
            ]
        );
        for variable in &variables {
            assert_eq!(&text[variable.name.span.range()], &*variable.name.text);
            if let Some(value) = variable.value.as_ref().filter(|v| v.map.is_none()) {
                assert_eq!(&text[value.span.range()], &*value.text);
            }
        }
        let escaped = variables[3].value.as_ref().unwrap();
        assert_eq!(&text[escaped.span.range()], "q\\\"ä\\nr");
        let map = escaped.map.as_ref().unwrap();
        assert_eq!(map.to_raw(1..2).map(|s| &text[s.range()]), Some("\\\""));
    }

    #[test]
    fn whatever_stands_there_is_read_without_panic() {
        for text in [
            "",
            "\u{feff}",
            "=",
            "A='",
            "A=\"\\",
            "export",
            "export ",
            "\u{feff}A=ä",
            "A=\"x\" y\nB=1",
        ] {
            let _ = parse(text);
        }
        assert_eq!(parse("A=\"x\" y\nB=1").len(), 2);
    }
}
