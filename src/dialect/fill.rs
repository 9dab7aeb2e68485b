//! What a file's own reader fills into a value before Kafka sees it.

use super::unknown;
use crate::model::Written;

/// Whose rules a text is filled in by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// Nobody's that is known here: anything that looks like a variable is unknown.
    Unknown,
    /// Nobody: the text is the value, whatever it looks like.
    Nobody,
    /// Docker Compose: `$VAR`, `${VAR}`, `${VAR:-default}`, `$$` for a dollar sign.
    Compose,
    /// Spring and Quarkus: `${name:default}`.
    Spring,
}

/// The value as far as it can be known.
pub(super) fn fill(by: Fill, text: &str) -> Written {
    let filled = match by {
        Fill::Unknown => return plain(text, text),
        Fill::Nobody => return Written::Text(text.into()),
        Fill::Compose => compose(text),
        Fill::Spring => spring(text),
    };
    match filled {
        Some(filled) => plain(&filled, text),
        None => Written::Unknown(text.into()),
    }
}

fn plain(filled: &str, written: &str) -> Written {
    match unknown::is_filled_in_elsewhere(filled) {
        true => Written::Unknown(written.into()),
        false => Written::Text(filled.into()),
    }
}

/// Compose's interpolation without an environment; `None` where a variable decides.
fn compose(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(inside) = rest.strip_prefix('{') {
            let end = closing(inside)?;
            let (_, default) = inside[..end].split_once('-')?;
            out.push_str(&compose(default)?);
            rest = &inside[end + 1..];
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
    Some(out)
}

fn spring(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 2..];
        let end = closing(inside)?;
        let (name, default) = inside[..end].split_once(':')?;
        // A configuration provider of Kafka's has a provider and a path, not a default.
        if default.contains(':') && matches!(name, "file" | "directory" | "env" | "secrets") {
            return None;
        }
        out.push_str(&spring(default)?);
        rest = &inside[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// The brace that closes what is open at the start of a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
        if depth > 16 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_known_and_variables_are_not() {
        for (by, text, expected) in [
            (
                Fill::Compose,
                "PLAINTEXT://k:${PORT:-9092}",
                Some("PLAINTEXT://k:9092"),
            ),
            (Fill::Compose, "${A-${B:-x}}", Some("x")),
            (
                Fill::Compose,
                "RULE:^(.*)$$/$$1/L",
                Some("RULE:^(.*)$/$1/L"),
            ),
            (Fill::Compose, "${A}", None),
            (Fill::Compose, "$A", None),
            (Fill::Compose, "${A:?must be set}", None),
            (Fill::Compose, "costs 5$", Some("costs 5$")),
            (
                Fill::Spring,
                "${KAFKA:localhost:9092}",
                Some("localhost:9092"),
            ),
            (Fill::Spring, "${KAFKA}", None),
            (Fill::Spring, "${file:/a/b:password}", None),
            (Fill::Spring, "^orders-.*$", Some("^orders-.*$")),
            (Fill::Unknown, "${A:-x}", None),
        ] {
            let known = fill(by, text);
            assert_eq!(known.known(), expected, "{text}");
            assert!(expected.is_some() || known.as_written() == text);
        }
    }
}
