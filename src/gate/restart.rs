//! Which brokers may restart now.

use std::collections::BTreeSet;

use super::Running;
use crate::catalog::{self, Release, ValueType};
use crate::diagnostic::gate::Restart;
use crate::model::{Entity, Fact, Partition};
use crate::resolve::value::Typed;
use crate::resolve::{Datum, Effective};

/// What stands against each of these sets of brokers being down at the same time.
pub fn restarts(running: &Running, sets: &[Vec<i64>], release: Release) -> Vec<Restart> {
    let of = |brokers: &Vec<i64>| Restart {
        brokers: brokers.clone(),
        blocked_by: blocked_by(running, &brokers.iter().copied().collect(), release),
    };
    let mut all: Vec<Restart> = sets.iter().map(of).collect();
    // Those that may go first come first; the order of ids otherwise.
    all.sort_by_key(|restart| !restart.blocked_by.is_empty());
    all
}

/// The brokers of each set to restart, for a word of the command line: ids, `rack=R`, or `all`, one after the other.
///
/// # Errors
/// When it names a broker or a rack that there is not.
pub fn order(running: &Running, word: &str) -> Result<Vec<Vec<i64>>, String> {
    let all = running.brokers.iter();
    let all: Vec<(i64, &Entity)> = all
        .filter_map(|(id, broker)| Some((id.parse().ok()?, &**broker)))
        .collect();
    let ids: Vec<i64> = all.iter().map(|(id, _)| *id).collect();
    if word == "all" {
        // One that is away is not restarted.
        let there = all
            .iter()
            .filter(|(_, broker)| broker.facts.get(Fact::Alive) != Some(0));
        return Ok(there.map(|(id, _)| vec![*id]).collect());
    }
    if let Some(rack) = word.strip_prefix("rack=") {
        let of_rack = all
            .iter()
            .filter(|(_, broker)| broker.text("broker.rack") == Some(rack));
        let of_rack: Vec<i64> = of_rack.map(|(id, _)| *id).collect();
        return match of_rack.is_empty() {
            true => Err(format!("no broker is in the rack {rack}")),
            false => Ok(vec![of_rack]),
        };
    }
    let mut set = Vec::new();
    for part in word.split(',') {
        match part.trim().parse() {
            Ok(id) if ids.contains(&id) => set.push(id),
            _ => {
                let known: Vec<String> = ids.iter().map(i64::to_string).collect();
                return Err(format!(
                    "`{part}` is none of the brokers {}",
                    known.join(", ")
                ));
            }
        }
    }
    Ok(vec![set])
}

fn blocked_by(running: &Running, down: &BTreeSet<i64>, release: Release) -> Vec<String> {
    let mut found = Vec::new();
    for (name, topic) in &running.topics {
        let least = min_in_sync(topic, release);
        for (number, partition) in topic.partitions.iter().enumerate() {
            if let Some(why) = held_back(partition, down, least) {
                found.push(format!("{name}-{number}: {why}"));
            }
        }
    }
    found.extend(quorum(running, down));
    found
}

/// Why a partition cannot do without these brokers; what it suffers already is no reason.
fn held_back(partition: &Partition, down: &BTreeSet<i64>, least: Option<i64>) -> Option<String> {
    // What nobody can write to now waits for a broker, not for this one to stay.
    partition.leader?;
    let left = partition
        .in_sync
        .iter()
        .filter(|id| !down.contains(id))
        .count() as i64;
    let now = partition.in_sync.len() as i64;
    if left == now {
        return None;
    }
    if left == 0 {
        return Some(match partition.replicas.len() {
            1 => "it has no other replica".to_owned(),
            _ => "no other replica is in sync".to_owned(),
        });
    }
    let needed = least?.min(partition.replicas.len() as i64);
    (left < needed && now >= needed)
        .then(|| format!("{left} in sync would be left of the {needed} that writes need"))
}

fn min_in_sync(topic: &Entity, release: Release) -> Option<i64> {
    let key = catalog::key_id("min.insync.replicas")?;
    let effective = Effective {
        entity: topic,
        release,
    };
    match effective.read(key, ValueType::Int).datum {
        Datum::Known(Typed::Integer(least)) => Some(least),
        _ => None,
    }
}

/// Whether a majority of the static voters would be left; those of a dynamic quorum are not told.
fn quorum(running: &Running, down: &BTreeSet<i64>) -> Option<String> {
    let mut told = running.brokers.values();
    let voters = told.find_map(|broker| broker.text("controller.quorum.voters"))?;
    let ids: Vec<i64> = voters
        .split(',')
        .filter_map(|voter| voter.split_once('@')?.0.trim().parse().ok())
        .collect();
    let left = ids.iter().filter(|id| !down.contains(id)).count();
    let falls = left < ids.len() && left * 2 <= ids.len();
    falls.then(|| format!("the quorum: {left} of {} voters would be left", ids.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_holds_back_what_it_cannot_do_without() {
        let partition = |replicas: &[i64], in_sync: &[i64]| Partition {
            leader: in_sync.first().copied(),
            replicas: replicas.to_vec(),
            in_sync: in_sync.to_vec(),
        };
        for (replicas, in_sync, down, least, why) in [
            (&[1, 2, 3][..], &[1, 2, 3][..], &[1][..], Some(2), None),
            (
                &[1, 2, 3],
                &[1, 2],
                &[1],
                Some(2),
                Some("1 in sync would be left of the 2 that writes need"),
            ),
            (&[1, 2, 3], &[1, 2], &[3], Some(2), None),
            (&[1, 2, 3], &[1, 2], &[4], Some(2), None),
            (
                &[1, 2, 3],
                &[1, 2, 3],
                &[1, 2],
                Some(2),
                Some("1 in sync would be left of the 2 that writes need"),
            ),
            // No more are asked for than there are.
            (
                &[1, 2],
                &[1, 2],
                &[1],
                Some(3),
                Some("1 in sync would be left of the 2 that writes need"),
            ),
            // It takes no writes now either.
            (&[1, 2, 3], &[1, 2], &[1], Some(3), None),
            (&[1], &[1], &[1], Some(1), Some("it has no other replica")),
            (
                &[1, 2],
                &[1],
                &[1],
                None,
                Some("no other replica is in sync"),
            ),
            (&[1, 2, 3], &[1, 2], &[1], None, None),
            (&[1, 2], &[], &[1], Some(1), None),
        ] {
            let down = down.iter().copied().collect();
            let found = held_back(&partition(replicas, in_sync), &down, least);
            assert_eq!(
                found.as_deref(),
                why,
                "{replicas:?} {in_sync:?} {down:?} {least:?}"
            );
        }
    }
}
