//! The heap of a JVM against the memory that its container may use.

use super::container::Variable;
use crate::model::Fact;

/// The variables that the images' start scripts hand to the JVM.
const OPTIONS: [&str; 5] = [
    "KAFKA_HEAP_OPTS",
    "KAFKA_OPTS",
    "KAFKA_JVM_PERFORMANCE_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
];

/// The heap in percent of the limit, as far as variables and limit tell it.
pub(super) fn fact(variables: &[Variable], limit: Option<&str>) -> Option<(Fact, i64)> {
    let options = variables
        .iter()
        .filter(|variable| OPTIONS.contains(&&*variable.name.text))
        .filter_map(|variable| variable.value.as_ref());
    let options: Vec<&str> = options.map(|value| &*value.text).collect();
    Some((Fact::HeapShare, share(&options.join(" "), limit)?))
}

/// The heap that options of a JVM ask for, in percent of a limit. Of several the last one counts; a heap in bytes goes
/// before one in percent (`Arguments::set_heap_size` of HotSpot).
pub(super) fn share(options: &str, limit: Option<&str>) -> Option<i64> {
    let last = |prefix: &str| {
        let words = options.split_whitespace().rev();
        let mut values = words.filter_map(|word| word.strip_prefix(prefix));
        values.next()
    };
    let most = last("-Xmx").or_else(|| last("-XX:MaxHeapSize="));
    match most {
        Some(heap) => {
            let (heap, limit) = (of_java(heap)?, of_limit(limit?)?);
            (limit > 0).then(|| (heap * 100 / limit) as i64)
        }
        None => {
            // Percent of the limit, whatever that is.
            let percent = last("-XX:MaxRAMPercentage=")?;
            limit?;
            percent.split('.').next()?.parse().ok()
        }
    }
}

/// `4g`, `512M`, `1073741824`: the JVM counts in powers of 1024.
fn of_java(text: &str) -> Option<u128> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: u128 = match &text[digits.len()..] {
        "" => 1,
        "k" | "K" => 1 << 10,
        "m" | "M" => 1 << 20,
        "g" | "G" => 1 << 30,
        "t" | "T" => 1 << 40,
        _ => return None,
    };
    Some(digits.parse::<u128>().ok()? * factor)
}

/// The quantities of Kubernetes, `4Gi`, `4G`, and those of Compose, `4g`, `512mb`, which count in powers of 1024.
fn of_limit(text: &str) -> Option<u128> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor: u128 = match &text[digits.len()..] {
        "" | "b" => 1,
        "Ki" | "k" | "kb" => 1 << 10,
        "Mi" | "m" | "mb" => 1 << 20,
        "Gi" | "g" | "gb" => 1 << 30,
        "Ti" => 1 << 40,
        "K" => 1_000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        _ => return None,
    };
    let number: f64 = digits.parse().ok()?;
    (0.0..1e15)
        .contains(&number)
        .then_some((number * factor as f64) as u128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heap_and_limit_are_read_in_their_own_units() {
        for (options, limit, percent) in [
            ("-Xms1g -Xmx1g", Some("2Gi"), Some(50)),
            ("-Xmx2g -Xmx1024m", Some("2g"), Some(50)),
            ("-Xmx4G", Some("4096Mi"), Some(100)),
            ("-Xmx1g", Some("1G"), Some(107)),
            ("-Xmx512m", Some("1.5Gi"), Some(33)),
            ("-XX:MaxHeapSize=1073741824", Some("1Gi"), Some(100)),
            ("-XX:MaxRAMPercentage=100.0", Some("1Gi"), Some(100)),
            ("-XX:MaxRAMPercentage=100", None, None),
            ("-Xmx1g", None, None),
            ("-Xmx$HEAP", Some("1Gi"), None),
            ("-Xmx1g", Some("${LIMIT}"), None),
            ("", Some("1Gi"), None),
            ("-Xmx1g", Some("0"), None),
        ] {
            assert_eq!(share(options, limit), percent, "{options} of {limit:?}");
        }
    }
}
