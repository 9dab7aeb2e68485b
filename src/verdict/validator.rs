//! What a definition's validator says of a value. The words are those of `tools/kafka-facts`
//! (`Validators.java`), which reads them off Kafka's own validator objects.

use std::fmt;

use crate::catalog::{Component, Definition};
use crate::resolve::value::Typed;

/// Why a validator refuses a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Violation {
    /// Less than the least.
    Below(&'static str),
    /// More than the most.
    Above(&'static str),
    /// Outside a range that one more value is allowed beside.
    Outside(&'static str),
    /// Not one of the allowed values.
    NotAllowed(String),
    /// Empty, and must not be.
    Empty,
    /// A list with an empty item.
    EmptyItem,
    /// A list with an item twice.
    Repeated(String),
    /// Longer than allowed.
    TooMany,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::Below(least) => write!(f, "less than {least}"),
            Violation::Above(most) => write!(f, "more than {most}"),
            Violation::Outside(_) => f.write_str("outside the range"),
            Violation::NotAllowed(item) if item.is_empty() => {
                f.write_str("which is not one of the allowed values")
            }
            Violation::NotAllowed(item) => {
                write!(f, "and `{item}` is not one of the allowed values")
            }
            Violation::Empty => f.write_str("and must not be"),
            Violation::EmptyItem => f.write_str("a list with an empty item"),
            Violation::Repeated(item) => write!(f, "a list with `{item}` twice"),
            Violation::TooMany => f.write_str("longer than allowed"),
        }
    }
}

/// The first thing that a definition's validator has against a value.
pub(super) fn violation(
    component: Component,
    definition: &Definition,
    value: &Typed<'_>,
) -> Option<Violation> {
    match component {
        Component::Librdkafka => super::librdkafka::violation(definition.validator, value),
        _ => parts(definition.validator).find_map(|(kind, argument)| judge(kind, argument, value)),
    }
}

pub(super) fn parts(validator: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    validator
        .split(';')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once(':').unwrap_or((part, "")))
}

pub(super) fn judge(kind: &str, argument: &'static str, value: &Typed<'_>) -> Option<Violation> {
    match (kind, value) {
        ("range", Typed::Integer(_) | Typed::Double(_)) => {
            let (least, most) = argument.split_once(':')?;
            out_of_range(value, least, most)
        }
        ("range-or", Typed::Integer(number)) => {
            let mut numbers = argument.split(':');
            let (least, most) = (numbers.next()?, numbers.next()?);
            let beside: i64 = numbers.next()?.parse().ok()?;
            (*number != beside && out_of_range(value, least, most).is_some())
                .then_some(Violation::Outside(argument))
        }
        ("one-of", Typed::Text(text)) => {
            (!items(argument).any(|a| a == *text)).then(|| Violation::NotAllowed(String::new()))
        }
        ("one-of-ignore-case", Typed::Text(text)) => (!items(argument)
            .any(|a| a.eq_ignore_ascii_case(text)))
        .then(|| Violation::NotAllowed(String::new())),
        ("list-of", Typed::List(list)) => list
            .iter()
            .find(|item| !items(argument).any(|a| a == **item))
            .map(|item| Violation::NotAllowed((*item).to_owned())),
        ("strict-list", Typed::List(list)) => strict(list),
        ("unique-items", Typed::List(list)) => repeated(list),
        ("non-empty-list", Typed::List(list)) => list.is_empty().then_some(Violation::Empty),
        ("non-empty" | "non-empty-printable", Typed::Text(text)) => {
            text.is_empty().then_some(Violation::Empty)
        }
        ("max-items", Typed::List(list)) => {
            let most: usize = argument.parse().ok()?;
            (list.len() > most).then_some(Violation::TooMany)
        }
        // What cannot be judged by one value alone is not judged here.
        _ => None,
    }
}

/// Names that an integer has besides its numbers.
pub(super) fn names(definition: &Definition) -> impl Iterator<Item = &'static str> {
    parts(definition.validator)
        .filter(|(kind, _)| *kind == "or-ignore-case")
        .flat_map(|(_, argument)| items(argument))
}

fn out_of_range(value: &Typed<'_>, least: &'static str, most: &'static str) -> Option<Violation> {
    let below = |bound: &str| match value {
        Typed::Integer(number) => bound.parse().is_ok_and(|b: i64| *number < b),
        Typed::Double(number) => bound.parse().is_ok_and(|b: f64| *number < b),
        _ => false,
    };
    let above = |bound: &str| match value {
        Typed::Integer(number) => bound.parse().is_ok_and(|b: i64| *number > b),
        Typed::Double(number) => bound.parse().is_ok_and(|b: f64| *number > b),
        _ => false,
    };
    if below(least) {
        Some(Violation::Below(least))
    } else if above(most) {
        Some(Violation::Above(most))
    } else {
        None
    }
}

/// From 4.2 on Kafka refuses lists with empty items. Its validator refuses repeated ones as well, but
/// `ConfigDef.parseValue` takes them out before it asks.
fn strict(list: &[&str]) -> Option<Violation> {
    let empty = list.iter().any(|item| item.is_empty());
    empty.then_some(Violation::EmptyItem)
}

fn repeated(list: &[&str]) -> Option<Violation> {
    let mut seen = std::collections::HashSet::with_capacity(list.len());
    let repeated = list.iter().find(|item| !seen.insert(**item));
    repeated.map(|item| Violation::Repeated((*item).to_owned()))
}

pub(super) fn items(argument: &'static str) -> impl Iterator<Item = &'static str> {
    argument.split(',')
}

/// What is allowed, in words.
pub fn allowed(definition: &Definition) -> Option<String> {
    let words: Vec<String> = parts(definition.validator)
        .filter_map(|(kind, argument)| match kind {
            "range" => {
                let (least, most) = argument.split_once(':')?;
                bounds(least, most)
            }
            "range-or" => {
                let mut n = argument.split(':');
                let range = bounds(n.next()?, n.next()?)?;
                Some(format!("{range}, or {}", n.next()?))
            }
            "one-of" | "list-of" => Some(quoted(argument, false)),
            "one-of-ignore-case" => Some(quoted(argument, true)),
            "list-of-ignore-case" => Some(quoted(argument, true)),
            "strict-list" => Some("items that are neither empty nor repeated".to_owned()),
            "unique-items" => Some("items that are not repeated".to_owned()),
            "non-empty-list" => Some("at least one item".to_owned()),
            "non-empty" | "non-empty-printable" => Some("something that is not empty".to_owned()),
            "or-ignore-case" => Some(format!("or {}", quoted(argument, true))),
            _ => None,
        })
        .collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn bounds(least: &str, most: &str) -> Option<String> {
    match (least, most) {
        ("", "") => None,
        (least, "") => Some(format!("{least} or more")),
        ("", most) => Some(format!("{most} or less")),
        (least, most) => Some(format!("from {least} to {most}")),
    }
}

fn quoted(argument: &str, lower: bool) -> String {
    let items: Vec<String> = argument
        .split(',')
        .map(|item| {
            let item = if lower {
                item.to_ascii_lowercase()
            } else {
                item.to_owned()
            };
            format!("`{item}`")
        })
        .collect();
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => items.join(""),
    }
}
