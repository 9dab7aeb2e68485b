//! Two nodes of a cluster with one id.

use crate::catalog;
use crate::checks::namesakes;
use crate::rule::{Context, Failure, Outcome};

/// Fails where another node of the cluster has the same `node.id`, or `broker.id` where that is the one written.
pub fn check(cx: &Context<'_>) -> Outcome {
    let key = ["node.id", "broker.id"]
        .into_iter()
        .find(|key| cx.entity().sets(key));
    let Some(key) = key else {
        return Outcome::Skipped;
    };
    let harm = "the second that starts is turned away, or takes the place of the first";
    match namesakes::alone(cx, key, harm, |_| Ok(true)) {
        Outcome::Fail(failure) => Outcome::Fail(Failure {
            key: catalog::key_id(key),
            ..failure
        }),
        other => other,
    }
}
