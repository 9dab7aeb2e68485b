//! Data in a folder that is emptied at a reboot, or by a clean-up job.

use crate::catalog;
use crate::model::Fact;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

/// Folders that systems empty by themselves.
const TEMPORARY: [&str; 4] = ["/tmp", "/var/tmp", "/dev/shm", "/run"];

/// `log.dirs` goes before `log.dir`, as in Kafka's `KafkaConfig.logDirs`; `metadata.log.dir` is apart.
///
/// What a container calls `/tmp` is a folder as any other: there the question is whether it lies in a volume.
pub fn check(cx: &Context<'_>) -> Outcome {
    if cx.fact(Fact::DataInVolume).is_some() {
        return Outcome::Pass;
    }
    let dirs = match cx.text("log.dirs") {
        Datum::Unset => ("log.dir", cx.text("log.dir")),
        known => ("log.dirs", known),
    };
    let mut reason = None;
    for (key, datum) in [dirs, ("metadata.log.dir", cx.text("metadata.log.dir"))] {
        match datum {
            Datum::Known(Typed::Text(text)) => {
                if let Some((part, dir)) = temporary(text) {
                    return Outcome::Fail(failure(key, part, dir));
                }
            }
            Datum::Unknown(why) => reason = Some(why),
            _ => {}
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

fn failure(key: &str, part: (usize, usize), dir: &str) -> Failure {
    Failure {
        key: catalog::key_id(key),
        part: Some(part),
        message: Some(format!(
            "`{key}` puts data in `{dir}`; that folder is emptied at a reboot or by a clean-up job, and the broker's replicas go with it"
        )),
        confidence: None,
    }
}

/// The first folder of a list that is temporary, and its byte range in the list.
fn temporary(list: &str) -> Option<((usize, usize), &str)> {
    let mut at = 0;
    for item in list.split(',') {
        let dir = item.trim();
        if is_temporary(dir) {
            let start = at + (item.len() - item.trim_start().len());
            return Some(((start, start + dir.len()), dir));
        }
        at += item.len() + 1;
    }
    None
}

fn is_temporary(dir: &str) -> bool {
    TEMPORARY.iter().any(|temporary| {
        dir.strip_prefix(temporary)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
