//! A Streams application that does not wait for the replicas of what it writes.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// Fails where 0 or 1 is written. The key with the prefix goes before the one without, as in Kafka's
/// `StreamsConfig.getClientPropsWithPrefix`.
pub fn check(cx: &Context<'_>) -> Outcome {
    for key in ["producer.acks", "acks"] {
        let Some(id) = catalog::key_id(key) else {
            continue;
        };
        match cx.is_explicit(id) {
            Some(false) => continue,
            Some(true) => {}
            None => return Outcome::NoData("it may be set elsewhere"),
        }
        return match cx.text(key) {
            Datum::Known(Typed::Text(text)) if matches!(text.trim(), "0" | "1") => {
                let value = text.trim();
                Outcome::Fail(Failure {
                    key: Some(id),
                    message: Some(format!(
                        "`{key}` is {value}: Streams commits its input before any follower has what it wrote, so the failure of one broker loses results and changelog records that nobody computes again."
                    )),
                    ..Failure::default()
                })
            }
            Datum::Unknown(why) => Outcome::NoData(why),
            _ => Outcome::Pass,
        };
    }
    Outcome::Pass
}
