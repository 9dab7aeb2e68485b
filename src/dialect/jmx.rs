//! Whether a container's JMX asks nobody who they are, and is reached from beyond its machine.
//!
//! `kafka-run-class.sh` opens JMX where `JMX_PORT` is set, and with the options of `KAFKA_JMX_OPTS`; where these are
//! not set, with `authenticate=false`. The images of Apache and Confluent make `JMX_PORT` of `KAFKA_JMX_PORT`. A JVM
//! whose port is set by its own option asks for a password unless it is told otherwise.

use super::container::Variable;
use crate::model::Fact;

const OPTIONS: &str = "KAFKA_JMX_OPTS";
/// Variables with options of the JVM beside it.
const MORE: [&str; 3] = ["KAFKA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"];
const PREFIX: &str = "-Dcom.sun.management.jmxremote.";

/// `ports` are the variables that open it, and `published` says whether a port of the container is reached from beyond
/// the machine.
pub(super) fn fact(
    variables: &[Variable],
    ports: &[&str],
    published: impl Fn(&str) -> Option<bool>,
) -> Option<(Fact, i64)> {
    let value = |name: &str| {
        let mut all = variables.iter().rev();
        let found = all.find(|variable| &*variable.name.text == name);
        found.map(|variable| variable.value.as_ref().map(|value| &*value.text))
    };
    // A variable without a value is taken from elsewhere.
    let known = |name: &str| match value(name) {
        Some(None) => None,
        Some(Some(text)) if text.contains('$') => None,
        Some(Some(text)) => Some(Some(text)),
        None => Some(None),
    };
    let own = known(OPTIONS)?;
    let mut options = own.unwrap_or_default().to_owned();
    for name in MORE {
        options.push(' ');
        options.push_str(known(name)?.unwrap_or_default());
    }
    let last = |name: &str| {
        let words = options.split_whitespace().rev();
        let mut values = words.filter_map(|word| word.strip_prefix(PREFIX)?.strip_prefix(name));
        values.find_map(|rest| rest.strip_prefix('='))
    };
    let mut port = None;
    for name in ports {
        port = port.or(known(name)?);
    }
    let by_script = port.is_some();
    let port = port.or_else(|| last("port"))?;
    let asks = match last("authenticate") {
        Some(word) => word != "false",
        // Only the script's own options let everybody in.
        None => own.is_some() || !by_script,
    };
    Some((Fact::JmxOpen, i64::from(!asks && published(port)?)))
}

/// What Compose's `ports` say of a port of the container: `9101:9101`, `127.0.0.1:9101:9101`, `9101`. Nothing where an
/// entry is not known.
pub(super) fn published<'t>(entries: impl Iterator<Item = &'t str>, port: &str) -> Option<bool> {
    let mut is_published = false;
    for entry in entries {
        if entry.contains('$') {
            return None;
        }
        let entry = entry.split('/').next().unwrap_or(entry);
        let (host, inner) = entry.rsplit_once(':').unwrap_or(("", entry));
        let is_meant = match (inner.split_once('-'), port.parse::<u16>()) {
            (Some((first, last)), Ok(port)) => {
                let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
                (first..=last).contains(&port)
            }
            _ => inner.trim() == port,
        };
        let is_local =
            host.starts_with("127.") || host.starts_with("localhost:") || host.starts_with("[::1]");
        is_published |= is_meant && !is_local;
    }
    Some(is_published)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_published_on_all_addresses_or_on_the_machine_alone() {
        for (entries, expected) in [
            (&["9092:9092", "9101:9101"][..], Some(true)),
            (&["9101"], Some(true)),
            (&["19101:9101/tcp"], Some(true)),
            (&["9100-9105:9100-9105"], Some(true)),
            (&["127.0.0.1:9101:9101"], Some(false)),
            (&["9101:9092"], Some(false)),
            (&["9092:9092"], Some(false)),
            (&["${JMX}:9101"], None),
            (&[], Some(false)),
        ] {
            let all = entries.iter().copied();
            assert_eq!(published(all, "9101"), expected, "{entries:?}");
        }
    }
}
