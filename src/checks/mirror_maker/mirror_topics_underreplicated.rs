//! MirrorMaker's own topics, created with too few replicas.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// The numbers of replicas, the topic that hurts most first; Kafka's default is 3 for each.
const KEYS: [(&str, &str); 3] = [
    (
        "offset-syncs.topic.replication.factor",
        "what translates offsets from one cluster to the other is lost with those brokers, and groups that move begin at `auto.offset.reset`",
    ),
    (
        "checkpoints.topic.replication.factor",
        "while those brokers are down, no position of a consumer group is carried over",
    ),
    (
        "heartbeats.topic.replication.factor",
        "while those brokers are down, monitoring takes the flow for dead",
    ),
];

/// Fails at the first of the keys that is written with fewer replicas than the threshold. -1 leaves the
/// number to the brokers.
pub fn check(cx: &Context<'_>) -> Outcome {
    let mut reason = None;
    for (key, harm) in KEYS {
        match cx.text(key) {
            Datum::Known(Typed::Text(text)) => {
                let value = text.trim();
                if value.parse().is_ok_and(|n: i64| n >= 1 && n < cx.param(0)) {
                    return Outcome::Fail(Failure {
                        key: catalog::key_id(key),
                        message: Some(format!("`{key}` is {value}: {harm}.")),
                        ..Failure::default()
                    });
                }
            }
            Datum::Unknown(why) => reason = Some(why),
            _ => {}
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}
