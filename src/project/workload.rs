//! What topics are for. The build script reads this file as well.

/// What a topic is for, as kafka-lint.toml says by the pattern of its name.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Workload {
    /// The events are the truth.
    EventStore,
    /// Each record is work.
    OrderProcessing,
    /// Each record changes a stock.
    Inventory,
    /// Records matter for a short time.
    Notifications,
    /// Many records, of which some may be lost.
    Metrics,
    /// Text for people.
    Logs,
    /// The newest value of each key is an application's state.
    Changelog,
    /// The changes of a database, key by key.
    Cdc,
    /// Records that somebody has to look at.
    DeadLetter,
}

/// Names in kafka-lint.toml and rule files, in the order of the enum, and what each means.
const ROWS: [(Workload, &str, &str); 9] = [
    (
        Workload::EventStore,
        "event-store",
        "the events are the truth and are never lost",
    ),
    (
        Workload::OrderProcessing,
        "order-processing",
        "each record is work that is done once",
    ),
    (
        Workload::Inventory,
        "inventory",
        "each record changes a stock that has to be right",
    ),
    (
        Workload::Notifications,
        "notifications",
        "a record matters for a short time",
    ),
    (
        Workload::Metrics,
        "metrics",
        "many records, of which some may be lost",
    ),
    (Workload::Logs, "logs", "text for people, kept for a while"),
    (
        Workload::Changelog,
        "changelog",
        "the newest value of each key is an application's state",
    ),
    (
        Workload::Cdc,
        "cdc",
        "the changes of a database, of which the newest of each row counts",
    ),
    (
        Workload::DeadLetter,
        "dead-letter",
        "records that failed and that somebody has to look at",
    ),
];

impl Workload {
    /// Every workload.
    pub fn all() -> impl Iterator<Item = Workload> {
        ROWS.iter().map(|(workload, _, _)| *workload)
    }

    /// The name in kafka-lint.toml and in rule files.
    pub fn name(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        ROWS[self as usize].2
    }

    /// The workload with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Workload::all().find(|workload| workload.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (index, (workload, name, meaning)) in ROWS.iter().enumerate() {
            assert_eq!(*workload as usize, index);
            assert_eq!(Workload::from_name(name), Some(*workload));
            assert_eq!(workload.meaning(), *meaning);
        }
    }
}
