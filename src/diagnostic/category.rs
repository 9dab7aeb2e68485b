//! The families of rules. The build script reads this file as well.

/// The families of rules, by the prefix of their codes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category {
    /// Three capital letters.
    pub prefix: &'static str,
    /// The name in reports and selections.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
}

/// Every category that a rule may have.
pub const CATEGORIES: [Category; 21] = [
    category("KFK", "kafka", "what Kafka itself refuses or ignores"),
    category("DUR", "durability", "durability and replication"),
    category("AVL", "availability", "availability, quorum, racks"),
    category(
        "STO",
        "storage",
        "log, retention, compaction, tiered storage",
    ),
    category("CAP", "capacity", "threads, sizes, throughput"),
    category("NET", "network", "listeners"),
    category("SEC", "security", "security"),
    category("TOP", "topic", "topic design"),
    category("PRO", "producer", "producers"),
    category("CON", "consumer", "consumers"),
    category("TXN", "transactions", "transactions and exactly-once"),
    category("STR", "streams", "Kafka Streams"),
    category("CNT", "connect", "Kafka Connect"),
    category("MIR", "mirror-maker", "MirrorMaker"),
    category("REG", "schema-registry", "schema registry"),
    category("QUO", "quotas", "quotas and multi-tenancy"),
    category(
        "OPS",
        "operations",
        "monitoring, JVM, OS, containers, tools",
    ),
    category("UPG", "upgrade", "upgrade readiness"),
    category("GAT", "gate", "deploy gate"),
    category("LIV", "live", "state of a running cluster"),
    category("LNT", "linter", "the linter's own"),
];

const fn category(prefix: &'static str, name: &'static str, about: &'static str) -> Category {
    Category {
        prefix,
        name,
        about,
    }
}

impl Category {
    /// Rules of users' own, whose codes begin as they like.
    pub const OWN: Category = category("OWN", "own", "rules of your own");

    /// The category of a rule's code.
    pub fn of_code(code: &str) -> Option<&'static Category> {
        CATEGORIES.iter().find(|c| code.starts_with(c.prefix))
    }
}
