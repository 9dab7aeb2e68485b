//! Topics that Connect's workers keep their state in, created with too few replicas.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// The three topics' numbers of replicas; Kafka's default is 3 for each.
pub(super) const KEYS: [&str; 3] = [
    "config.storage.replication.factor",
    "offset.storage.replication.factor",
    "status.storage.replication.factor",
];

/// Fails at the first of the keys that is written with fewer replicas than the threshold. -1 leaves the
/// number to the brokers.
pub fn check(cx: &Context<'_>) -> Outcome {
    let mut reason = None;
    for key in KEYS {
        match cx.text(key) {
            Datum::Known(Typed::Text(text)) => {
                let few = text
                    .trim()
                    .parse()
                    .is_ok_and(|n: i64| n >= 1 && n < cx.param(0));
                if few {
                    return Outcome::Fail(failure(key, text.trim()));
                }
            }
            Datum::Unknown(why) => reason = Some(why),
            _ => {}
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

fn failure(key: &str, value: &str) -> Failure {
    let (topic, loss) = match key {
        "config.storage.replication.factor" => (
            "the connectors' configuration",
            "no connector can be changed, and a lost disk takes them all",
        ),
        "offset.storage.replication.factor" => (
            "the source connectors' positions",
            "none can be committed, and after a lost disk source connectors start over",
        ),
        _ => (
            "the reports on connectors and tasks",
            "workers do not start, and nobody sees what runs where",
        ),
    };
    Failure {
        key: catalog::key_id(key),
        message: Some(format!(
            "`{key}` is {value}: too few copies of {topic}. When those brokers are down, {loss}."
        )),
        ..Failure::default()
    }
}
