//! A broker that is set up otherwise than its peers.

use crate::catalog;
use crate::resolve::value::Typed;
use crate::resolve::{Datum, Reading};
use crate::rule::{Context, Failure, Outcome};

/// Fails at the first of the rule's keys in which this broker differs from most brokers of its cluster. Where no
/// value has most of them, the brokers that differ from the first one do.
pub fn check(cx: &Context<'_>) -> Outcome {
    let Some(members) = cx.members() else {
        return Outcome::NoData("nothing says which cluster the broker belongs to");
    };
    let brokers = members.brokers();
    if brokers.len() < 2 {
        return Outcome::Skipped;
    }
    let mut reason = None;
    for (key, value_type) in cx.joins() {
        let agreed = members.common(*key).is_some_and(|c| c.of.is_some());
        if agreed {
            continue;
        }
        let read: Vec<_> = brokers.iter().map(|b| b.read(*key, *value_type)).collect();
        if let Some(Datum::Unknown(why)) = read.iter().map(|r| &r.datum).find(is_unknown) {
            reason = Some(*why);
            continue;
        }
        let values: Vec<_> = read.iter().map(|r| value(&r.datum)).collect();
        let count = |of: &Value<'_>| values.iter().filter(|v| *v == of).count();
        let most = values.iter().map(count).max().unwrap_or_default();
        let Some(usual) = values.iter().position(|v| count(v) == most) else {
            continue;
        };
        let own = cx.read(*key, *value_type);
        if value(&own.datum) == values[usual] {
            continue;
        }
        let usual = cx.read_of(&brokers[usual], *key, *value_type);
        return Outcome::Fail(Failure {
            key: Some(*key),
            message: Some(format!(
                "`{}` is {} here and {} on {most} of the {} brokers: which of the two counts depends on the broker that happens to answer or to lead",
                catalog::key_name(*key),
                in_words(&own),
                in_words(&usual),
                brokers.len(),
            )),
            ..Failure::default()
        });
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

fn is_unknown(datum: &&Datum<'_>) -> bool {
    matches!(datum, Datum::Unknown(_))
}

/// A value as it counts: the order of a list says nothing.
#[derive(PartialEq)]
enum Value<'a> {
    Items(Vec<&'a str>),
    Other(Datum<'a>),
}

fn value<'a>(datum: &Datum<'a>) -> Value<'a> {
    let mut items = match datum {
        Datum::Known(Typed::List(items)) => items.clone(),
        // super.users
        Datum::Known(Typed::Text(text)) => text.split(';').map(str::trim).collect(),
        other => return Value::Other(other.clone()),
    };
    items.sort_unstable();
    Value::Items(items)
}

fn in_words(reading: &Reading<'_>) -> String {
    match reading.shown() {
        None => "not set".to_owned(),
        Some(text) if text.is_empty() => "empty".to_owned(),
        Some(text) => format!("`{text}`"),
    }
}
