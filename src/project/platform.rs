use std::fmt;

/// Whose Kafka it is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// Apache Kafka as it is released.
    #[default]
    Apache,
    /// Confluent Platform.
    Confluent,
    /// Amazon MSK, provisioned.
    Msk,
    /// Amazon MSK with Express brokers.
    MskExpress,
    /// Confluent Cloud.
    ConfluentCloud,
    /// Azure Event Hubs by its Kafka protocol.
    EventHubs,
    /// Aiven for Apache Kafka.
    Aiven,
    /// Redpanda.
    Redpanda,
    /// Strimzi, and Streams for Apache Kafka.
    Strimzi,
}

/// Names in the order of the enum.
const NAMES: [(Platform, &str); 9] = [
    (Platform::Apache, "apache"),
    (Platform::Confluent, "confluent"),
    (Platform::Msk, "msk"),
    (Platform::MskExpress, "msk-express"),
    (Platform::ConfluentCloud, "confluent-cloud"),
    (Platform::EventHubs, "event-hubs"),
    (Platform::Aiven, "aiven"),
    (Platform::Redpanda, "redpanda"),
    (Platform::Strimzi, "strimzi"),
];

impl Platform {
    /// Every platform.
    pub fn all() -> impl Iterator<Item = Platform> {
        NAMES.iter().map(|(platform, _)| *platform)
    }

    /// The name on the command line, in rule files and in reports.
    pub const fn name(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// The platform with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Platform::all().find(|p| p.name() == name)
    }

    /// Whether its brokers are Kafka's own code, so that Kafka's refusals are theirs.
    pub const fn runs_kafka(self) -> bool {
        !matches!(self, Platform::Redpanda | Platform::EventHubs)
    }

    /// A version as the platform names it, in Kafka's words: the text to read, and what to tell of it.
    ///
    /// Confluent Platform 7.x is Kafka 3.x and 8.x is 4.x, minor by minor; 6.0 to 6.2 are 2.6 to 2.8. MSK
    /// writes `3.7.x`, `3.9.x.kraft` and `2.8.2.tiered`.
    pub(super) fn translate(self, text: &str) -> Option<(String, String)> {
        match self {
            Platform::Confluent => {
                let mut parts = text.split('.').map(str::parse::<u8>);
                let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
                    return None;
                };
                let kafka = match major {
                    6 => format!("2.{}", minor.checked_add(6)?),
                    7 => format!("3.{minor}"),
                    8 => format!("4.{minor}"),
                    _ => return None,
                };
                let about = format!("Confluent Platform {text} is Kafka {kafka}");
                Some((kafka, about))
            }
            Platform::Msk | Platform::MskExpress => {
                let plain = text.trim_end_matches(".kraft").trim_end_matches(".tiered");
                let plain = plain.trim_end_matches(".x");
                (plain != text).then(|| (plain.to_owned(), format!("MSK {text} is Kafka {plain}")))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_the_order_of_the_enum() {
        for (index, (platform, name)) in NAMES.iter().enumerate() {
            assert_eq!(*platform as usize, index);
            assert_eq!(Platform::from_name(name), Some(*platform));
        }
    }
}
