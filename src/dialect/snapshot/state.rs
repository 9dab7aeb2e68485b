//! State that is no configuration: what partitions, replicas and offsets of a running cluster come to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Stated, list};
use crate::model::{Entity, Fact, Partition, Setting};
use crate::syntax::tree::Node;

/// What facts of one thing need to know of the others.
pub(super) struct Cluster<'n> {
    brokers: i64,
    alive: BTreeSet<i64>,
    /// Racks by broker; empty unless every broker that is alive has one.
    racks: BTreeMap<i64, &'n str>,
    leaders: BTreeMap<i64, i64>,
    replicas: BTreeMap<i64, i64>,
}

impl<'n> Cluster<'n> {
    pub(super) fn new(document: &'n Node) -> Self {
        let mut cluster = Cluster {
            brokers: 0,
            alive: BTreeSet::new(),
            racks: BTreeMap::new(),
            leaders: BTreeMap::new(),
            replicas: BTreeMap::new(),
        };
        for broker in list(document, "brokers") {
            cluster.brokers += 1;
            let Some(id) = broker.get("id").and_then(|id| id.number()) else {
                continue;
            };
            if is_alive(broker) {
                cluster.alive.insert(id);
            }
            if let Some(rack) = broker.text_at(&["rack"]) {
                cluster.racks.insert(id, rack);
            }
        }
        if cluster
            .alive
            .iter()
            .any(|id| !cluster.racks.contains_key(id))
        {
            cluster.racks.clear();
        }
        for topic in list(document, "topics") {
            for partition in list(topic, "partitions") {
                if let Some(leader) = partition.get("leader").and_then(|l| l.number()) {
                    *cluster.leaders.entry(leader).or_default() += 1;
                }
                for replica in ids(partition, "replicas") {
                    *cluster.replicas.entry(replica).or_default() += 1;
                }
            }
        }
        cluster
    }

    pub(super) fn of_broker(&self, broker: &Node) -> Vec<Stated> {
        let mut facts = vec![
            (Fact::Brokers, self.brokers),
            (Fact::Alive, i64::from(is_alive(broker))),
        ];
        if let Some(id) = broker
            .get("id")
            .and_then(|id| id.number())
            .filter(|id| self.alive.contains(id))
        {
            let shares = [
                (Fact::LeaderShare, &self.leaders),
                (Fact::ReplicaShare, &self.replicas),
            ];
            for (fact, counts) in shares {
                facts.extend(self.share(id, counts).map(|share| (fact, share)));
            }
        }
        facts
    }

    /// In percent of what each broker had if all had as much. Few partitions cannot be spread evenly.
    fn share(&self, id: i64, counts: &BTreeMap<i64, i64>) -> Option<i64> {
        const FEW: i64 = 30;
        let brokers = self.alive.len() as i64;
        let all: i64 = counts.values().sum();
        if brokers < 2 || all < FEW * brokers {
            return None;
        }
        Some(counts.get(&id).copied().unwrap_or_default() * 100 * brokers / all)
    }

    pub(super) fn of_topic(&self, topic: &Node, min_isr: Option<i64>) -> Vec<Stated> {
        let mut partitions = 0;
        let mut factor: Option<i64> = None;
        let [mut offline, mut under, mut at, mut lacking, mut one_rack] = [0; 5];
        for partition in list(topic, "partitions") {
            let replicas = ids(partition, "replicas");
            let in_sync = ids(partition, "in-sync").len() as i64;
            let count = replicas.len() as i64;
            partitions += 1;
            factor = Some(factor.map_or(count, |least| least.min(count)));
            offline += i64::from(partition.get("leader").is_none());
            lacking += i64::from(in_sync < count);
            if let Some(min_isr) = min_isr {
                // From 3.7 on no more are asked for than there are replicas; before, the topic could not be written.
                let needed = min_isr.min(count);
                under += i64::from(in_sync < needed);
                at += i64::from(in_sync == needed && in_sync < count);
            }
            let racks: BTreeSet<&str> = replicas
                .iter()
                .filter_map(|id| self.racks.get(id).copied())
                .collect();
            let known = replicas.iter().all(|id| self.racks.contains_key(id));
            one_rack += i64::from(known && count > 1 && racks.len() == 1);
        }
        let mut facts = vec![
            (Fact::Brokers, self.brokers),
            (Fact::Partitions, partitions),
            (Fact::OfflinePartitions, offline),
            (Fact::UnderReplicatedPartitions, lacking),
        ];
        facts.extend(factor.map(|factor| (Fact::ReplicationFactor, factor)));
        if min_isr.is_some() {
            facts.push((Fact::UnderMinIsrPartitions, under));
            facts.push((Fact::AtMinIsrPartitions, at));
        }
        let racks: BTreeSet<&str> = self.racks.values().copied().collect();
        if racks.len() > 1 {
            facts.push((Fact::OneRackPartitions, one_rack));
        }
        facts
    }
}

pub(super) fn partitions(topic: &Node) -> Vec<Partition> {
    let partition = |node: &Node| Partition {
        leader: node.get("leader").and_then(|leader| leader.number()),
        replicas: ids(node, "replicas"),
        in_sync: ids(node, "in-sync"),
    };
    list(topic, "partitions").map(partition).collect()
}

/// The brokers that host a topic, doubles included.
pub(super) fn hosts(topic: &Node) -> impl Iterator<Item = i64> {
    list(topic, "partitions").flat_map(|partition| ids(partition, "replicas"))
}

fn is_alive(broker: &Node) -> bool {
    broker.text_at(&["alive"]) == Some("true")
}

fn ids(partition: &Node, name: &str) -> Vec<i64> {
    list(partition, name).filter_map(Node::number).collect()
}

/// How many replicas have to be in sync for writes with `acks=all`.
pub(super) fn min_isr(own: &[Setting], inherited: Option<&Entity>) -> Option<i64> {
    let key = "min.insync.replicas";
    let own = own.iter().find(|setting| setting.key.name() == key);
    let setting = own.or_else(|| inherited?.get_named(key))?;
    setting.value.known()?.trim().parse().ok()
}

/// Of a log with fewer records nothing is concluded: what is left of it may have been written just now.
const FEW_RECORDS: i64 = 1000;

/// How a group stands. A partition counts as losing records once its log does not start at its first offset.
pub(super) fn of_group(group: &Node) -> Vec<Stated> {
    let mut facts = Vec::new();
    if let Some(members) = group.get("members").and_then(|m| m.number()) {
        facts.push((Fact::Members, members));
    }
    if group.get("committed").is_none() {
        return facts;
    }
    let (mut lag, mut lost, mut share) = (0_i64, 0, 0);
    let mut known = false;
    for at in list(group, "committed") {
        let number = |name: &str| at.get(name).and_then(|n| n.number());
        let (Some(offset), Some(start), Some(end)) =
            (number("offset"), number("start"), number("end"))
        else {
            continue;
        };
        known = true;
        let behind = end.saturating_sub(offset).max(0);
        let held = end.saturating_sub(start);
        lag = behind.saturating_add(lag);
        if offset < start && behind > 0 {
            lost += 1;
        } else if start > 0 && held >= FEW_RECORDS {
            share = share.max(behind.saturating_mul(100) / held);
        }
    }
    if known {
        facts.extend([
            (Fact::Lag, lag),
            (Fact::LostPartitions, lost),
            (Fact::LagShare, share),
        ]);
    }
    facts
}
