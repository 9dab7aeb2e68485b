use std::fmt;

/// How much harm a finding means.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Hurts under failure or load.
    Warning,
    /// Data loss, outage, open door, or refused by Kafka.
    Error,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

    /// The severity with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Severity::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The name in reports and rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Depends on something that the tool cannot see; shown only on request.
    Context,
    /// Right in most set-ups.
    Medium,
    /// Right.
    High,
}

impl Confidence {
    /// Every confidence, the surest first.
    pub const ALL: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Context];

    /// The confidence with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Confidence::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The name in reports and rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::Context => "context",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

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
    /// The category of a rule's code.
    pub fn of_code(code: &str) -> Option<&'static Category> {
        CATEGORIES.iter().find(|c| code.starts_with(c.prefix))
    }
}
