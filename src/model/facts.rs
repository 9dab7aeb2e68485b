//! State that is no configuration. The build script reads this file as well.
use crate::model::EntityKind;

/// State that is no configuration, by name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Replicas of each partition; on a broker, of the topics that it creates by itself.
    ReplicationFactor,
    /// Partitions of a topic.
    Partitions,
    /// Brokers of the cluster.
    Brokers,
    /// Controllers that vote.
    Voters,
    /// Whether a container keeps its data in volumes.
    DataInVolume,
    /// Whether an access rule allows something, and does not deny it.
    AclAllows,
    /// Whether an access rule is about every user on every host.
    AclForEveryone,
    /// Whether an access rule is about every topic, or the cluster itself.
    AclOnEverything,
    /// Whether an access rule is about an operation that changes something.
    AclChanges,
}

/// One row of the table of facts: name in rules, the kinds that can have it, meaning.
pub struct FactRow {
    /// The fact.
    pub fact: Fact,
    /// Its name in expressions and examples.
    pub name: &'static str,
    /// The kinds that can have it.
    pub kinds: &'static [EntityKind],
    /// What it says.
    pub meaning: &'static str,
}

/// All facts. Each is a whole number.
pub const FACTS: [FactRow; 9] = [
    FactRow {
        fact: Fact::ReplicationFactor,
        name: "replication_factor",
        kinds: &[EntityKind::Topic, EntityKind::Broker],
        meaning: "replicas of each partition; on a broker, of the topics that it creates by itself",
    },
    FactRow {
        fact: Fact::Partitions,
        name: "partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions of the topic",
    },
    FactRow {
        fact: Fact::Brokers,
        name: "brokers",
        kinds: &[
            EntityKind::Broker,
            EntityKind::Topic,
            EntityKind::Streams,
            EntityKind::ConnectDistributed,
            EntityKind::Connector,
        ],
        meaning: "brokers of the cluster",
    },
    FactRow {
        fact: Fact::Voters,
        name: "voters",
        kinds: &[EntityKind::Broker],
        meaning: "controllers that vote, as the static list of voters names them",
    },
    FactRow {
        fact: Fact::DataInVolume,
        name: "data_in_volume",
        kinds: &[EntityKind::Broker],
        meaning: "1 where a container keeps all its data in volumes, 0 where they lie in the container itself",
    },
    FactRow {
        fact: Fact::AclAllows,
        name: "acl_allows",
        kinds: &[EntityKind::Acl],
        meaning: "1 where the access rule allows something, 0 where it denies it",
    },
    FactRow {
        fact: Fact::AclForEveryone,
        name: "acl_for_everyone",
        kinds: &[EntityKind::Acl],
        meaning: "1 where the access rule is about every user on every host",
    },
    FactRow {
        fact: Fact::AclOnEverything,
        name: "acl_on_everything",
        kinds: &[EntityKind::Acl],
        meaning: "1 where the access rule is about every topic, or the cluster itself",
    },
    FactRow {
        fact: Fact::AclChanges,
        name: "acl_changes",
        kinds: &[EntityKind::Acl],
        meaning: "1 where the access rule is about an operation that changes something",
    },
];

impl Fact {
    /// The fact with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        FACTS
            .iter()
            .find(|row| row.name == name)
            .map(|row| row.fact)
    }

    /// Its row in the table.
    pub fn row(self) -> &'static FactRow {
        &FACTS[self as usize]
    }
}

/// The facts of one entity; each has a presence flag of its own.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts([Option<i64>; FACTS.len()]);

impl Facts {
    /// The fact's value.
    pub fn get(&self, fact: Fact) -> Option<i64> {
        self.0[fact as usize]
    }

    /// States a fact.
    pub fn set(&mut self, fact: Fact, value: i64) {
        self.0[fact as usize] = Some(value);
    }

    /// Whether none is stated.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (index, row) in FACTS.iter().enumerate() {
            assert_eq!(row.fact as usize, index);
            assert_eq!(Fact::from_name(row.name), Some(row.fact));
        }
    }
}
