//! A key that the controllers read from their own file and that only the brokers' files set.

use crate::catalog;
use crate::resolve::Datum;
use crate::rule::{Context, Failure, Outcome};

/// Fails at the first of the rule's keys that the brokers of the cluster agree on, at least one of them by writing
/// it, and for which this controller has another value.
pub fn check(cx: &Context<'_>) -> Outcome {
    let Some(members) = cx.members() else {
        return Outcome::NoData("nothing says which cluster the controller belongs to");
    };
    let mut reason = None;
    for (key, value_type) in cx.joins() {
        let Some(common) = members.common(*key) else {
            continue;
        };
        // Where no broker writes it, nobody wanted anything else than the controller's.
        let Some(written) = common.reading.setting.filter(|s| s.is_stated()) else {
            continue;
        };
        let own = cx.read(*key, *value_type);
        match &own.datum {
            Datum::Unknown(why) => reason = Some(*why),
            datum if *datum == common.reading.datum => {}
            _ => {
                cx.read_of_brokers(*key, *value_type);
                let name = catalog::key_name(*key);
                let own = own
                    .shown()
                    .map_or("not set".to_owned(), |v| format!("`{v}`"));
                return Outcome::Fail(Failure {
                    key: Some(*key),
                    message: Some(format!(
                        "`{name}` is `{}` in the brokers' files and {own} for this controller, which decides {} by its own file: there the brokers' line has no effect",
                        written.shown(),
                        what(name)
                    )),
                    ..Failure::default()
                });
            }
        }
    }
    reason.map_or(Outcome::Pass, Outcome::NoData)
}

/// What the controllers decide by the key (`ReplicationControlManager`, `ControllerServer`).
fn what(key: &str) -> &'static str {
    match key {
        "default.replication.factor" | "num.partitions" => {
            "the numbers of topics that are created without their own"
        }
        "unclean.leader.election.enable" => "the elections of leaders",
        "broker.session.timeout.ms" => "when a broker counts as gone",
        "delete.topic.enable" => "whether topics may be deleted",
        "auto.leader.rebalance.enable" => "whether leaders are moved back",
        _ => "what may be created and altered",
    }
}
