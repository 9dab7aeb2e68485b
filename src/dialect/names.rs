//! What a file's name says about it.

use crate::project::ReadAs;

/// What a name alone tells.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum NameHint {
    /// A file of a kind that is read.
    Kind(ReadAs),
    /// Kafka's, in a format that is not read yet.
    Unsupported(&'static str),
    /// Something else's.
    Foreign,
    /// Nothing.
    None,
}

/// Names; the first row that fits decides. `*` at an end or on both sides stands for any text.
const NAMES: &[(&str, NameHint)] = &[
    ("log4j*", NameHint::Foreign),
    ("*-log4j*", NameHint::Foreign),
    ("logging*", NameHint::Foreign),
    ("gradle*", NameHint::Foreign),
    ("maven-*", NameHint::Foreign),
    ("messages*", NameHint::Foreign),
    ("junit-*", NameHint::Foreign),
    ("zookeeper*", NameHint::Foreign),
    ("connect-mirror-maker*", NameHint::Kind(ReadAs::MirrorMaker)),
    ("mm2*", NameHint::Kind(ReadAs::MirrorMaker)),
    (
        "connect-distributed*",
        NameHint::Kind(ReadAs::ConnectDistributed),
    ),
    (
        "connect-standalone*",
        NameHint::Kind(ReadAs::ConnectStandalone),
    ),
    ("cruisecontrol*", NameHint::Kind(ReadAs::CruiseControl)),
    ("cruise-control*", NameHint::Kind(ReadAs::CruiseControl)),
    ("schema-registry*", NameHint::Kind(ReadAs::SchemaRegistry)),
    ("ksql*", NameHint::Unsupported("ksqlDB")),
    // Its clients' keys stand among those of its own.
    ("kafka-rest*", NameHint::Unsupported("REST Proxy")),
    ("kafkarest*", NameHint::Unsupported("REST Proxy")),
    ("server.properties", NameHint::Kind(ReadAs::Broker)),
    ("server-*", NameHint::Kind(ReadAs::Broker)),
    ("server[0-9]*", NameHint::Kind(ReadAs::Broker)),
    ("broker*", NameHint::Kind(ReadAs::Broker)),
    ("kafka.properties", NameHint::Kind(ReadAs::Broker)),
    ("kafka-server*", NameHint::Kind(ReadAs::Broker)),
    ("controller*", NameHint::Kind(ReadAs::Broker)),
    ("*producer.properties", NameHint::Kind(ReadAs::Producer)),
    ("producer*", NameHint::Kind(ReadAs::Producer)),
    ("*consumer.properties", NameHint::Kind(ReadAs::Consumer)),
    ("consumer*", NameHint::Kind(ReadAs::Consumer)),
    ("client.properties", NameHint::Kind(ReadAs::Client)),
    ("kafka-client*", NameHint::Kind(ReadAs::Client)),
    ("admin*", NameHint::Kind(ReadAs::Admin)),
    ("streams*", NameHint::Kind(ReadAs::Streams)),
    ("librdkafka*", NameHint::Kind(ReadAs::Librdkafka)),
];

/// What the last part of a path says.
pub(super) fn hint(path: &str) -> NameHint {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    NAMES
        .iter()
        .find(|(pattern, _)| fits(pattern, &name))
        .map_or(NameHint::None, |(_, hint)| *hint)
}

/// Whether a path has the ending of a properties file.
pub(super) fn is_properties(path: &str) -> bool {
    path.len() > 11 && path.as_bytes()[path.len() - 11..].eq_ignore_ascii_case(b".properties")
}

/// Formats that hold Kafka settings and are not read yet, by ending.
const OTHER_FORMATS: &[(&str, &str)] = &[("env", "environment file")];

/// The format of a path that is not read yet.
pub(super) fn other_format(path: &str) -> Option<&'static str> {
    let ending = ending(path);
    OTHER_FORMATS
        .iter()
        .find(|(end, _)| *end == ending)
        .map(|(_, format)| *format)
}

/// What follows the last dot of a file's name, in small letters.
pub(super) fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
}

fn fits(pattern: &str, name: &str) -> bool {
    if let Some(inside) = pattern.strip_prefix('*').and_then(|p| p.strip_suffix('*')) {
        return name.contains(inside);
    }
    let Some((head, tail)) = pattern.split_once('*') else {
        return name == pattern;
    };
    if let Some(head) = head.strip_suffix("[0-9]") {
        return name
            .strip_prefix(head)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    }
    name.len() >= head.len() + tail.len() && name.starts_with(head) && name.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        let cases = [
            ("config/server.properties", NameHint::Kind(ReadAs::Broker)),
            (
                "config/kraft/controller.properties",
                NameHint::Kind(ReadAs::Broker),
            ),
            ("server1.properties", NameHint::Kind(ReadAs::Broker)),
            ("serverless.properties", NameHint::None),
            ("tools-log4j.properties", NameHint::Foreign),
            (
                "orders-Producer.properties",
                NameHint::Kind(ReadAs::Producer),
            ),
            (
                "connect-distributed.properties",
                NameHint::Kind(ReadAs::ConnectDistributed),
            ),
            (
                "connect-mirror-maker.properties",
                NameHint::Kind(ReadAs::MirrorMaker),
            ),
            ("application.properties", NameHint::None),
        ];
        for (path, expected) in cases {
            assert_eq!(hint(path), expected, "{path}");
        }
        assert!(is_properties("A.PROPERTIES") && !is_properties(".properties"));
    }
}
