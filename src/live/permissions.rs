//! What a full audit may do, for whoever grants it.

/// One permission that an audit makes use of.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// The options of `kafka-acls` after the principal.
    pub options: &'static str,
    /// What is read with it.
    pub what: &'static str,
}

/// All permissions of a full audit. Each only reads.
pub const PERMISSIONS: [Permission; 4] = [
    Permission {
        options: "--operation Describe --operation DescribeConfigs --cluster",
        what: "the brokers with their settings, and the access rules",
    },
    Permission {
        options: "--operation Describe --topic '*'",
        what: "topics with their partitions and offsets",
    },
    Permission {
        options: "--operation DescribeConfigs --topic '*'",
        what: "what is set on topics",
    },
    Permission {
        options: "--operation Describe --group '*'",
        what: "groups and how far they are",
    },
];
