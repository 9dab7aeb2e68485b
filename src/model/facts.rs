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
    /// Whether the image of a container is named without a version, so that it changes by itself.
    FloatingTag,
    /// Whether a service of Kubernetes gives a container the variable at which its image does not start.
    PortOfService,
    /// Whether something of that name runs already.
    Runs,
    /// Whether a topic or an access rule runs that files which have all of them leave out.
    Undeclared,
    /// Replicas of each partition of the topic that runs.
    RunningReplicationFactor,
    /// Partitions of the topic that runs.
    RunningPartitions,
    /// The fewest replicas in sync that a partition of the topic that runs has.
    LeastInSync,
    /// The heap of a JVM in percent of the memory that its container may use.
    HeapShare,
    /// Whether the JMX of a container asks nobody who they are and is reached from beyond its machine.
    JmxOpen,
    /// Whether an access rule allows something, and does not deny it.
    AclAllows,
    /// Whether an access rule is about every user on every host.
    AclForEveryone,
    /// Whether an access rule is about every topic, or the cluster itself.
    AclOnEverything,
    /// Whether an access rule is about an operation that changes something.
    AclChanges,
    /// Whether a broker of a running cluster is registered.
    Alive,
    /// The partitions that a broker leads, in percent of its fair share.
    LeaderShare,
    /// The replicas that a broker hosts, in percent of its fair share.
    ReplicaShare,
    /// Partitions without a leader.
    OfflinePartitions,
    /// Partitions with fewer replicas in sync than writes need.
    UnderMinIsrPartitions,
    /// Partitions of which replicas are not in sync.
    UnderReplicatedPartitions,
    /// Partitions that one more broker going makes refuse writes.
    AtMinIsrPartitions,
    /// Partitions all of whose replicas are in one rack of several.
    OneRackPartitions,
    /// Members of a group.
    Members,
    /// Partitions whose next record for a group is deleted already.
    LostPartitions,
    /// Records that a group has not read yet.
    Lag,
    /// How near to deletion a group's next record is: the part of the log that is behind, in percent.
    LagShare,
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
pub const FACTS: [FactRow; 30] = [
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
        fact: Fact::FloatingTag,
        name: "floating_tag",
        kinds: &[EntityKind::Broker, EntityKind::ConnectDistributed],
        meaning: "1 where a container's image is named without a version, or as `latest`",
    },
    FactRow {
        fact: Fact::PortOfService,
        name: "port_of_service",
        kinds: &[EntityKind::Broker, EntityKind::SchemaRegistry],
        meaning: "1 where a service of Kubernetes gives a container the variable at which its image does not start",
    },
    FactRow {
        fact: Fact::Runs,
        name: "runs",
        kinds: &[EntityKind::Topic, EntityKind::Broker],
        meaning: "for the gate: 1 where something of that name runs already, 0 where it will be new",
    },
    FactRow {
        fact: Fact::Undeclared,
        name: "undeclared",
        kinds: &[EntityKind::Topic, EntityKind::Acl],
        meaning: "for the gate: 1 where a topic or an access rule runs that files which have all of them leave out",
    },
    FactRow {
        fact: Fact::RunningReplicationFactor,
        name: "running_replication_factor",
        kinds: &[EntityKind::Topic],
        meaning: "for the gate: replicas of each partition of the topic that runs",
    },
    FactRow {
        fact: Fact::RunningPartitions,
        name: "running_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "for the gate: partitions of the topic that runs",
    },
    FactRow {
        fact: Fact::LeastInSync,
        name: "least_in_sync",
        kinds: &[EntityKind::Topic],
        meaning: "for the gate: the fewest replicas in sync that a partition of the topic that runs has",
    },
    FactRow {
        fact: Fact::HeapShare,
        name: "heap_share",
        kinds: &[EntityKind::Broker, EntityKind::ConnectDistributed],
        meaning: "the JVM's heap in percent of the memory that its container may use",
    },
    FactRow {
        fact: Fact::JmxOpen,
        name: "jmx_open",
        kinds: &[EntityKind::Broker, EntityKind::ConnectDistributed],
        meaning: "1 where a container's JMX asks nobody who they are and its port is published beyond the machine",
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
    FactRow {
        fact: Fact::Alive,
        name: "alive",
        kinds: &[EntityKind::Broker],
        meaning: "1 where the broker is registered with a running cluster, 0 where only its replicas are",
    },
    FactRow {
        fact: Fact::LeaderShare,
        name: "leader_share",
        kinds: &[EntityKind::Broker],
        meaning: "partitions of a running cluster that the broker leads, in percent of its fair share",
    },
    FactRow {
        fact: Fact::ReplicaShare,
        name: "replica_share",
        kinds: &[EntityKind::Broker],
        meaning: "replicas of a running cluster that the broker hosts, in percent of its fair share",
    },
    FactRow {
        fact: Fact::OfflinePartitions,
        name: "offline_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions without a leader, which nobody reads or writes",
    },
    FactRow {
        fact: Fact::UnderMinIsrPartitions,
        name: "under_min_isr_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions with fewer replicas in sync than `acks=all` needs",
    },
    FactRow {
        fact: Fact::UnderReplicatedPartitions,
        name: "under_replicated_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions of which replicas are not in sync",
    },
    FactRow {
        fact: Fact::AtMinIsrPartitions,
        name: "at_min_isr_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions that lack replicas and refuse writes with `acks=all` once one more goes",
    },
    FactRow {
        fact: Fact::OneRackPartitions,
        name: "one_rack_partitions",
        kinds: &[EntityKind::Topic],
        meaning: "partitions all of whose replicas are in one of several racks",
    },
    FactRow {
        fact: Fact::Members,
        name: "members",
        kinds: &[EntityKind::Group],
        meaning: "members of the group",
    },
    FactRow {
        fact: Fact::LostPartitions,
        name: "lost_partitions",
        kinds: &[EntityKind::Group],
        meaning: "partitions whose next record for the group is deleted already",
    },
    FactRow {
        fact: Fact::Lag,
        name: "lag",
        kinds: &[EntityKind::Group],
        meaning: "records that the group has not read yet",
    },
    FactRow {
        fact: Fact::LagShare,
        name: "lag_share",
        kinds: &[EntityKind::Group],
        meaning: "on the partition where it is most, the part of a log that already loses records that the group has not read, in percent",
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
