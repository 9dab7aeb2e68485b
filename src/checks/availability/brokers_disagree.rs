//! A broker that is set up otherwise than its peers.

use crate::catalog;
use crate::resolve::Reading;
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
        let usual = match members.common(*key).and_then(|common| common.usual) {
            None => continue,
            Some(Ok(usual)) => usual,
            Some(Err(why)) => {
                reason = Some(why);
                continue;
            }
        };
        let own = cx.read(*key, *value_type);
        let of_most = usual.broker.read(*key, *value_type);
        if own.datum.is_like(&of_most.datum) {
            continue;
        }
        cx.read_of(&usual.broker, *key, *value_type);
        return Outcome::Fail(Failure {
            key: Some(*key),
            message: Some(format!(
                "`{}` is {} here and {} on {} of the {} brokers: which of the two counts depends on the broker that happens to answer or to lead",
                catalog::key_name(*key),
                in_words(&own),
                in_words(&of_most),
                usual.count,
                brokers.len(),
            )),
            ..Failure::default()
        });
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

fn in_words(reading: &Reading<'_>) -> String {
    match reading.shown() {
        None => "not set".to_owned(),
        Some(text) if text.is_empty() => "empty".to_owned(),
        Some(text) => format!("`{text}`"),
    }
}
