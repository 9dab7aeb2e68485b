/// What a unit counts, and how many milliseconds or bytes it is.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Unit {
    Time(i64),
    Size(i64),
}

/// Units in kafka-lint.toml: those of the language of rules.
const UNITS: [(&str, Unit); 11] = [
    ("ms", Unit::Time(1)),
    ("s", Unit::Time(1_000)),
    ("m", Unit::Time(60_000)),
    ("h", Unit::Time(3_600_000)),
    ("d", Unit::Time(86_400_000)),
    ("KiB", Unit::Size(1 << 10)),
    ("MiB", Unit::Size(1 << 20)),
    ("GiB", Unit::Size(1 << 30)),
    ("kB", Unit::Size(1_000)),
    ("MB", Unit::Size(1_000_000)),
    ("GB", Unit::Size(1_000_000_000)),
];

/// The units in which the parameters of rules count; any other is a bare number of things.
const COUNTED_IN: [(&str, Unit); 6] = [
    ("milliseconds", Unit::Time(1)),
    ("seconds", Unit::Time(1_000)),
    ("minutes", Unit::Time(60_000)),
    ("hours", Unit::Time(3_600_000)),
    ("days", Unit::Time(86_400_000)),
    ("bytes", Unit::Size(1)),
];

fn counted_in(unit: &str) -> Option<Unit> {
    let row = COUNTED_IN.iter().find(|(name, _)| *name == unit);
    row.map(|(_, unit)| *unit)
}

/// Reads `7d` or `1MiB` as a number of what a parameter counts.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn read(text: &str, unit: &str) -> Result<i64, String> {
    let Some(wanted) = counted_in(unit) else {
        return Err(format!("is a number of {unit} and is written bare"));
    };
    let digits = text.find(|c: char| !c.is_ascii_digit());
    let (number, suffix) = text.split_at(digits.unwrap_or(text.len()));
    let Ok(number) = number.parse::<i64>() else {
        return Err(format!("is a number of {unit}, with or without a unit"));
    };
    let given = UNITS.iter().find(|(name, _)| *name == suffix.trim_start());
    let (has, counts) = match (given, wanted) {
        (Some((_, Unit::Time(has))), Unit::Time(counts))
        | (Some((_, Unit::Size(has))), Unit::Size(counts)) => (*has, counts),
        _ => {
            return Err(format!(
                "is a number of {unit}, and '{suffix}' is no unit of that"
            ));
        }
    };
    let Some(all) = number.checked_mul(has) else {
        return Err("is too large".to_owned());
    };
    match all % counts {
        0 => Ok(all / counts),
        _ => Err(format!("is a whole number of {unit}, and {text} is none")),
    }
}

/// How such a number is written.
pub(super) fn example(unit: &str) -> &'static str {
    match counted_in(unit) {
        Some(Unit::Time(_)) => "\"7d\"",
        Some(Unit::Size(_)) => "\"16MiB\"",
        None => "3",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_turned_into_what_a_parameter_counts() {
        assert_eq!(read("7d", "minutes"), Ok(10_080));
        assert_eq!(read("7 d", "milliseconds"), Ok(604_800_000));
        assert_eq!(read("1MiB", "bytes"), Ok(1_048_576));
        assert_eq!(read("1MB", "bytes"), Ok(1_000_000));
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        for (text, unit) in [
            ("7d", "bytes"),
            ("7d", "replicas"),
            ("1MiB", "minutes"),
            ("7", "minutes"),
            ("30s", "minutes"),
            ("9223372036854775807d", "minutes"),
            ("99999999999999999999d", "minutes"),
            ("", "minutes"),
            ("d", "minutes"),
            ("-7d", "minutes"),
            ("1.5h", "minutes"),
            ("7D", "minutes"),
            ("1mib", "bytes"),
        ] {
            assert!(read(text, unit).is_err(), "{text} {unit}");
        }
    }
}
