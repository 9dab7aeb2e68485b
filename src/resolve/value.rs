//! Texts as Kafka's types, read as `org.apache.kafka.common.config.ConfigDef.parseType` reads them.

use crate::catalog::{Component, ValueType};

/// A value of one of Kafka's types.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed<'a> {
    /// BOOLEAN.
    Boolean(bool),
    /// SHORT, INT and LONG.
    Integer(i64),
    /// DOUBLE.
    Double(f64),
    /// STRING, CLASS and PASSWORD.
    Text(&'a str),
    /// LIST.
    List(Vec<&'a str>),
}

/// Why a text is not of a type.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TypeFault {
    /// Neither `true` nor `false`.
    NotBoolean,
    /// Not a whole number.
    NotInteger,
    /// A whole number that does not fit.
    TooLarge,
    /// Not a number.
    NotDouble,
}

/// Reads a text as a component would.
///
/// # Errors
/// When the component refuses the text for that type.
pub fn parse_for(
    component: Component,
    value_type: ValueType,
    text: &str,
) -> Result<Typed<'_>, TypeFault> {
    match component {
        Component::Librdkafka => super::librdkafka::parse(value_type, text),
        // `kafka-configs` reads every quota as a number with a fraction, and the controller judges that.
        Component::Quota => parse(ValueType::Double, text),
        _ => parse(value_type, text),
    }
}

/// Reads a text as Kafka would.
///
/// # Errors
/// When Kafka refuses the text for that type.
pub fn parse(value_type: ValueType, text: &str) -> Result<Typed<'_>, TypeFault> {
    let trimmed = trim(text);
    match value_type {
        ValueType::Boolean => {
            if trimmed.eq_ignore_ascii_case("true") {
                Ok(Typed::Boolean(true))
            } else if trimmed.eq_ignore_ascii_case("false") {
                Ok(Typed::Boolean(false))
            } else {
                Err(TypeFault::NotBoolean)
            }
        }
        ValueType::Short => integer(trimmed, i64::from(i16::MIN), i64::from(i16::MAX)),
        ValueType::Int => integer(trimmed, i64::from(i32::MIN), i64::from(i32::MAX)),
        ValueType::Long => integer(trimmed, i64::MIN, i64::MAX),
        ValueType::Double => java_double(trimmed)
            .ok_or(TypeFault::NotDouble)
            .map(Typed::Double),
        ValueType::String | ValueType::Class | ValueType::Password | ValueType::Pointer => {
            Ok(Typed::Text(trimmed))
        }
        ValueType::List => Ok(Typed::List(list(trimmed))),
    }
}

/// `String.trim` takes off every character up to the blank, control characters included.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c <= ' ')
}

/// The items of a LIST; an empty text is an empty list.
pub fn list(text: &str) -> Vec<&str> {
    let text = trim(text);
    if text.is_empty() {
        return Vec::new();
    }
    text.split(',').map(str::trim).collect()
}

fn integer(text: &str, min: i64, max: i64) -> Result<Typed<'static>, TypeFault> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(TypeFault::NotInteger);
    }
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Typed::Integer(number)),
        _ => Err(TypeFault::TooLarge),
    }
}

/// `Double.parseDouble` also takes a suffix `d` or `f`, `NaN`, `Infinity` and no hexadecimal integers.
fn java_double(text: &str) -> Option<f64> {
    let body = match text.strip_suffix(['d', 'D', 'f', 'F']) {
        Some(body) if body.ends_with(|c: char| c.is_ascii_digit() || c == '.') => body,
        _ => text,
    };
    let unsigned = body.strip_prefix(['+', '-']).unwrap_or(body);
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => {
            return Some(if body.starts_with('-') {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        _ => {}
    }
    let plain = unsigned
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if plain { body.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_as_java_reads_them() {
        assert_eq!(parse(ValueType::Int, " +5 "), Ok(Typed::Integer(5)));
        assert_eq!(parse(ValueType::Int, "-1"), Ok(Typed::Integer(-1)));
        assert_eq!(
            parse(ValueType::Int, "2147483648"),
            Err(TypeFault::TooLarge)
        );
        assert_eq!(parse(ValueType::Short, "40000"), Err(TypeFault::TooLarge));
        for text in ["", "1.0", "1_000", "0x10", "--1", "1 000", "５"] {
            assert!(parse(ValueType::Long, text).is_err(), "{text}");
        }
    }

    #[test]
    fn doubles_as_java_reads_them() {
        for (text, number) in [
            ("0.5", 0.5),
            ("1e3", 1000.0),
            ("1d", 1.0),
            (".5f", 0.5),
            ("-3", -3.0),
        ] {
            assert_eq!(
                parse(ValueType::Double, text),
                Ok(Typed::Double(number)),
                "{text}"
            );
        }
        for text in ["", "inf", "nan", "1,5", "d", "0x", "1dd"] {
            assert!(parse(ValueType::Double, text).is_err(), "{text}");
        }
        assert!(matches!(parse(ValueType::Double, "NaN"), Ok(Typed::Double(d)) if d.is_nan()));
    }

    #[test]
    fn lists_and_booleans() {
        assert_eq!(
            parse(ValueType::List, " a , b,,c"),
            Ok(Typed::List(vec!["a", "b", "", "c"]))
        );
        assert_eq!(parse(ValueType::List, "  "), Ok(Typed::List(vec![])));
        assert_eq!(parse(ValueType::Boolean, "TRUE"), Ok(Typed::Boolean(true)));
        assert_eq!(parse(ValueType::Boolean, "yes"), Err(TypeFault::NotBoolean));
    }
}
