//! What librdkafka's definition of a key says of a value that has the key's type.

use super::validator::{Violation, items, judge, parts};
use crate::resolve::value::Typed;

/// The first thing that the library has against a value.
pub(super) fn violation(validator: &'static str, value: &Typed<'_>) -> Option<Violation> {
    parts(validator).find_map(|(kind, argument)| match (kind, value) {
        // Blanks alone change nothing; nothing at all is no name.
        ("one-of-ignore-case", Typed::Text(text)) => {
            let blank = !text.is_empty() && text.trim_start().is_empty();
            (!blank && !items(argument).any(|name| name.eq_ignore_ascii_case(text)))
                .then(|| Violation::NotAllowed(String::new()))
        }
        ("one-of", Typed::Text(_)) => judge(kind, argument, value),
        ("list-of-ignore-case", Typed::List(list)) => list
            .iter()
            .find(|flag| {
                let name = flag.strip_prefix(['+', '-']).unwrap_or(flag);
                // A sign alone sets nothing.
                let sign_alone = name.is_empty() && !flag.is_empty();
                !sign_alone && !items(argument).any(|allowed| allowed.eq_ignore_ascii_case(name))
            })
            .map(|flag| Violation::NotAllowed((*flag).to_owned())),
        ("opaque", Typed::Text(text)) => match argument {
            "one-word" if text.is_empty() => Some(Violation::Empty),
            "one-word" if text.trim_start().contains([',', ' ']) => {
                Some(Violation::NotAllowed(String::new()))
            }
            _ => None,
        },
        ("range", value) => judge(kind, argument, value),
        _ => None,
    })
}
