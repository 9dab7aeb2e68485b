//! Comments of HCL.

use crate::source::Span;

/// What a place in a file is inside of.
enum Inside<'t> {
    /// A text in quotes.
    Quotes,
    /// A text up to a line with this word.
    Heredoc(&'t str),
    /// `${…}`, with so many braces open in it.
    Braces(usize),
}

/// The comments of a file that is HCL, from their mark to the end of the line or to `*/`. The parser keeps
/// them without their places.
pub fn comments(text: &str) -> Vec<Span> {
    let raw = text.as_bytes();
    let line_end =
        |from: usize| memchr::memchr(b'\n', &raw[from..]).map_or(raw.len(), |n| from + n);
    let mut found = Vec::new();
    let mut inside: Vec<Inside<'_>> = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let is_text = matches!(inside.last(), Some(Inside::Quotes | Inside::Heredoc(_)));
        if is_text && (rest.starts_with(b"${") || rest.starts_with(b"%{")) {
            // Doubled, it is text.
            let doubled = at > 0 && raw[at - 1] == rest[0];
            if !doubled {
                inside.push(Inside::Braces(0));
            }
            at += 2;
            continue;
        }
        match (inside.last_mut(), rest[0]) {
            (Some(Inside::Quotes), b'\\') => at += 1,
            (Some(Inside::Quotes), b'"') => drop(inside.pop()),
            (Some(Inside::Quotes), _) => {}
            (Some(Inside::Heredoc(word)), b'\n') => {
                let end = line_end(at + 1);
                if text
                    .get(at + 1..end)
                    .is_some_and(|line| line.trim() == *word)
                {
                    inside.pop();
                    at = end - 1;
                }
            }
            (Some(Inside::Heredoc(_)), _) => {}
            (Some(Inside::Braces(0)), b'}') => drop(inside.pop()),
            (Some(Inside::Braces(open)), b'}') => *open -= 1,
            (Some(Inside::Braces(open)), b'{') => *open += 1,
            (_, b'"') => inside.push(Inside::Quotes),
            (_, b'#') | (_, b'/') if rest[0] == b'#' || rest.starts_with(b"//") => {
                let end = line_end(at);
                let length = raw[at..end].trim_ascii_end().len();
                found.push(Span::new(at as u32, (at + length) as u32));
                at = end;
                continue;
            }
            (_, b'/') if rest.starts_with(b"/*") => {
                let length = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |n| n + 2);
                found.push(Span::new(at as u32, (at + length) as u32));
                at += length;
                continue;
            }
            (_, b'<') if rest.starts_with(b"<<") => {
                let end = line_end(at);
                let word = text.get(at + 2..end).unwrap_or_default();
                inside.push(Inside::Heredoc(word.trim_start_matches('-').trim()));
                // The line end stays: the word may stand on the next line.
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_texts() {
        let text = "# one\na = \"# no ${b /* two */ + \"//no\"} $${ # no }\" // three\n\
b = <<-EOT\n  # no\n  ${c # four\n}\n  EOT\n/* five\n# still */ c { # six\n}\nd = <<EOT\nEOT\n# seven";
        let found: Vec<&str> = comments(text).iter().map(|s| &text[s.range()]).collect();
        assert_eq!(
            found,
            [
                "# one",
                "/* two */",
                "// three",
                "# four",
                "/* five\n# still */",
                "# six",
                "# seven"
            ]
        );
        for hostile in [
            "\"",
            "<<",
            "<<EOT",
            "${",
            "/*",
            "\"${\"${",
            "é#",
            "<<é\né\n#",
            "}}}#",
        ] {
            comments(hostile);
        }
    }
}
