//! A Streams application that leaves out what it cannot read or work on.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// The handlers' keys; from 4.0 on the second is the old name of the first.
const KEYS: [&str; 3] = [
    "deserialization.exception.handler",
    "default.deserialization.exception.handler",
    "processing.exception.handler",
];

/// Kafka's own handlers that go on.
const CONTINUE: [&str; 2] = [
    "org.apache.kafka.streams.errors.LogAndContinueExceptionHandler",
    "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler",
];

/// Fails at the first handler of Kafka's that goes on, unless there is a topic for dead letters.
pub fn check(cx: &Context<'_>) -> Outcome {
    let mut reason = None;
    let mut found = None;
    let renamed = catalog::key_id(KEYS[0]).and_then(|id| cx.is_explicit(id));
    for key in KEYS {
        // Kafka ignores the old name where the new one is written.
        if key == KEYS[1] && renamed == Some(true) {
            continue;
        }
        match cx.text(key) {
            Datum::Known(Typed::Text(text)) if CONTINUE.contains(&text.trim()) => {
                found = found.or(Some(key));
            }
            Datum::Unknown(why) => reason = Some(why),
            _ => {}
        }
    }
    let Some(key) = found else {
        return reason.map_or(Outcome::Pass, Outcome::NoData);
    };
    match cx.text("errors.dead.letter.queue.topic.name") {
        Datum::Known(Typed::Text(topic)) if !topic.trim().is_empty() => Outcome::Pass,
        Datum::Unknown(why) => Outcome::NoData(why),
        _ => Outcome::Fail(Failure {
            key: catalog::key_id(key),
            message: Some(format!(
                "`{key}` lets the application go on after a record that fails: the record is missing in results and state, and only the log and a metric say so."
            )),
            ..Failure::default()
        }),
    }
}
