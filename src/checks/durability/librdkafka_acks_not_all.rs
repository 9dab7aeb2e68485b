//! A producer with librdkafka that does not wait for the replicas.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// Fails where 0 or 1 is written, under either of the key's names; `all` stands for a number in
/// librdkafka's own table, so the text is read.
pub fn check(cx: &Context<'_>) -> Outcome {
    let mut reason = None;
    for key in ["acks", "request.required.acks"] {
        match cx.text(key) {
            Datum::Known(Typed::Text(text)) if matches!(text.trim(), "0" | "1") => {
                let value = text.trim();
                return Outcome::Fail(Failure {
                    key: catalog::key_id(key),
                    message: Some(format!(
                        "`{key}` is {value}: librdkafka reports success before any follower has the record, so the failure of one broker loses records that the application takes for written."
                    )),
                    ..Failure::default()
                });
            }
            Datum::Unknown(why) => reason = Some(why),
            _ => {}
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}
