//! Topics of a group of Connect workers that are deleted by age or size.

use crate::catalog::{self, ValueType};
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

const TOPICS: [&str; 3] = [
    "config.storage.topic",
    "offset.storage.topic",
    "status.storage.topic",
];

/// Fails at the first of the worker's topics that is there and whose `cleanup.policy` is not `compact` alone, as
/// `TopicAdmin.verifyTopicCleanupPolicyOnlyCompact` asks for.
pub fn check(cx: &Context<'_>) -> Outcome {
    let Some(members) = cx.members() else {
        return Outcome::NoData("nothing says which cluster the worker belongs to");
    };
    let Some(policy) = catalog::key_id("cleanup.policy") else {
        return Outcome::Skipped;
    };
    let mut reason = None;
    let mut seen = false;
    for key in TOPICS {
        let name = match cx.text(key) {
            Datum::Known(Typed::Text(name)) => name,
            Datum::Unknown(why) => {
                reason = Some(why);
                continue;
            }
            _ => continue,
        };
        for topic in members.topics(name) {
            seen = true;
            let reading = cx.read_of(topic, policy, ValueType::List);
            match &reading.datum {
                Datum::Known(Typed::List(items)) if items.as_slice() == ["compact"] => {}
                Datum::Known(Typed::List(items)) => {
                    return Outcome::Fail(Failure {
                        key: catalog::key_id(key),
                        message: Some(format!(
                            "topic `{name}` has `cleanup.policy={}`: the workers do not start with it, and were they to, what they keep there would be deleted",
                            items.join(",")
                        )),
                        ..Failure::default()
                    });
                }
                Datum::Unknown(why) => reason = Some(*why),
                _ => {}
            }
        }
    }
    match reason {
        Some(why) => Outcome::NoData(why),
        None if seen => Outcome::Pass,
        None => Outcome::Skipped,
    }
}
