//! What a file's own reader fills into a value before Kafka sees it.

use std::collections::HashMap;

use super::unknown;
use crate::model::Written;

/// What is known of the variables that a file is filled in with; nothing where one is set and its value is not
/// known.
pub(super) type Variables = HashMap<Box<str>, Option<Box<str>>>;

/// Whose rules a text is filled in by.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// Nobody's that is known here: anything that looks like a variable is unknown.
    Unknown,
    /// Nobody: the text is the value, whatever it looks like.
    Nobody,
    /// Docker Compose: `$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR:?message}`, `${VAR:+other}`, each also without
    /// the colon, `$$` for a dollar sign.
    Compose,
    /// Spring and Quarkus: `${name:default}`.
    Spring,
}

/// The value as far as it can be known without any variable.
pub(super) fn fill(by: Fill, text: &str) -> Written {
    fill_from(by, text, &Variables::new())
}

/// The value as far as it can be known with some variables of Compose's.
pub(super) fn fill_from(by: Fill, text: &str, variables: &Variables) -> Written {
    let filled = match by {
        Fill::Unknown => return plain(text, text),
        Fill::Nobody => return Written::Text(text.into()),
        Fill::Compose => compose(text, variables, 0),
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

/// Texts in texts: more than this are nobody's.
const DEEPEST: usize = 16;

/// Compose's interpolation; `None` where a variable decides that is not known. The shell may set any variable over
/// a default and over a file, so that what comes out is what holds unless somebody says otherwise.
fn compose(text: &str, variables: &Variables, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
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
            out.push_str(&braced(&inside[..end], variables, depth)?);
            rest = &inside[end + 1..];
        } else {
            let (name, after) = rest.split_at(name_length(rest));
            match name {
                "" => out.push('$'),
                name => out.push_str(variables.get(name)?.as_deref()?),
            }
            rest = after;
        }
    }
    out.push_str(rest);
    Some(out)
}

/// The inside of `${…}`.
fn braced(inside: &str, variables: &Variables, depth: usize) -> Option<String> {
    let (name, operation) = inside.split_at(name_length(inside));
    if name.is_empty() {
        return None;
    }
    let variable = variables.get(name);
    // One that is set to something unknown leaves the whole unknown.
    let value = match variable {
        Some(value) => Some(value.as_deref()?),
        None => None,
    };
    let (counts_empty, operation) = match operation.strip_prefix(':') {
        Some(operation) => (false, operation),
        None => (true, operation),
    };
    let set = value.filter(|value| counts_empty || !value.is_empty());
    let mut parts = operation.chars();
    match (parts.next(), set) {
        (None, _) if counts_empty => value.map(str::to_owned),
        (Some('-' | '?'), Some(value)) => Some(value.to_owned()),
        (Some('-'), None) | (Some('+'), Some(_)) => compose(parts.as_str(), variables, depth + 1),
        (Some('+'), None) => value.map(str::to_owned),
        _ => None,
    }
}

/// How many bytes of a text are a variable's name.
fn name_length(text: &str) -> usize {
    let is_in_name = |(at, b): &(usize, u8)| {
        b.is_ascii_alphabetic() || *b == b'_' || (*at > 0 && b.is_ascii_digit())
    };
    text.bytes().enumerate().take_while(is_in_name).count()
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
            (Fill::Compose, "${A:?must-be-set}", None),
            (Fill::Compose, "${A:+other-one}", None),
            (Fill::Compose, "${A.b-c}", None),
            (Fill::Compose, "${}", None),
            (Fill::Compose, "$1", Some("$1")),
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
    #[test]
    fn variables_go_before_defaults() {
        let told = [
            ("PORT", Some("9092")),
            ("EMPTY", Some("")),
            ("PASSWORD", None),
        ];
        let told = told.map(|(name, value)| (name.into(), value.map(Into::into)));
        let variables = Variables::from(told);
        for (text, expected) in [
            ("PLAINTEXT://k:$PORT", Some("PLAINTEXT://k:9092")),
            ("$PORT.5", Some("9092.5")),
            ("$PORTS", None),
            ("${PORT}", Some("9092")),
            ("${PORT:-1}${PORT-2}", Some("90929092")),
            ("${PORT:?no port}", Some("9092")),
            ("${PORT+${OTHER:-x}}", Some("x")),
            ("${EMPTY}", Some("")),
            ("${EMPTY-1}", Some("")),
            ("${EMPTY:-1}", Some("1")),
            ("${EMPTY?none}", Some("")),
            ("${EMPTY:?none}", None),
            ("${EMPTY:+1}", Some("")),
            ("${EMPTY+1}", Some("1")),
            ("${PASSWORD}", None),
            ("${PASSWORD:-none}", None),
            ("${PORT:}", None),
            ("${PORT", None),
        ] {
            let known = fill_from(Fill::Compose, text, &variables);
            assert_eq!(known.known(), expected, "{text}");
        }
    }
}
