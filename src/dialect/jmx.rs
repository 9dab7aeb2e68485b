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
