//! A folder of a broker's data that its new file leaves out.

use crate::catalog;
use crate::resolve::Datum;
use crate::resolve::listeners::{items, known};
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// `log.dirs` goes before `log.dir`, as in Kafka's `KafkaConfig.logDirs`.
const KEYS: [&str; 2] = ["log.dirs", "log.dir"];

/// Fails where a folder that the running broker has is not among those that it will have.
pub fn check(cx: &Context<'_>) -> Outcome {
    if cx.entity().runs.is_none() {
        return Outcome::Skipped;
    }
    let now = match folders(|key| cx.text(key)) {
        Ok(now) => now,
        Err(why) => return Outcome::NoData(why),
    };
    let then = match folders(|key| cx.running_text(key)) {
        Ok(then) => then,
        Err(why) => return Outcome::NoData(why),
    };
    let gone: Vec<&str> = items(then)
        .filter(|dir| !items(now).any(|other| other == *dir))
        .collect();
    if gone.is_empty() {
        return Outcome::Pass;
    }
    Outcome::Fail(Failure {
        key: catalog::key_id(KEYS[0]),
        message: Some(format!(
            "`log.dirs` no longer has `{}`: the replicas in it are not found after the restart, and the broker begins to copy them anew from others, if there are any",
            gone.join("`, `")
        )),
        ..Failure::default()
    })
}

fn folders<'a>(text: impl Fn(&str) -> Datum<'a>) -> Result<&'a str, &'static str> {
    match text(KEYS[0]) {
        Datum::Unset => known(&text(KEYS[1])),
        Datum::Known(Typed::Text("")) => known(&text(KEYS[1])),
        datum => known(&datum),
    }
}
