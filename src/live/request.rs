//! What is asked of a cluster; every request only reads.

/// Whose settings.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// A broker's, by its id.
    Broker,
    /// A topic's, by its name.
    Topic,
}

/// Which end of a partition's log.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// The first offset that is still there.
    Start,
    /// One past the last one.
    End,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// The cluster's id, its live brokers, and what the principal may do with it.
    Cluster,
    /// Settings with all of their layers.
    Configs(Vec<(Of, String)>),
    /// The names of all groups.
    Groups,
    /// Groups by name.
    GroupsNamed(Vec<String>),
    /// What a group has committed.
    Committed(String),
    /// One end of partitions.
    Offsets(Vec<(String, i32)>, At),
    /// All access rules.
    Acls,
}
