//! Topics that Connect's workers keep their state in, with more replicas than there are brokers.

use crate::catalog::{self, ValueType};
use crate::model::Fact;
use crate::resolve::Datum;
use crate::resolve::value::Typed;
use crate::rule::{Context, Failure, Outcome};

use super::worker_topics_underreplicated::KEYS;

/// Fails at the first of the keys whose value, written or Kafka's default, is above the number of brokers.
/// -1 leaves the number to the brokers.
pub fn check(cx: &Context<'_>) -> Outcome {
    let Some(brokers) = cx.fact(Fact::Brokers) else {
        return Outcome::NoData("a fact that it needs is not known");
    };
    let mut reason = None;
    for key in KEYS.iter().filter_map(|key| catalog::key_id(key)) {
        match cx.read(key, ValueType::Int).datum {
            Datum::Known(Typed::Integer(factor)) if factor > brokers => {
                return Outcome::Fail(Failure {
                    key: Some(key),
                    message: Some(format!(
                        "`{}` is {factor}, more than there are brokers ({brokers}): the topic cannot be created, \
                         and no worker starts.",
                        catalog::key_name(key)
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
