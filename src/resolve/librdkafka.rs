//! Texts as librdkafka's types, read as its `rd_kafka_conf_set` reads them; `tools/librdkafka-facts` says how
//! that was found out.

use super::value::{TypeFault, Typed};
use crate::catalog::ValueType;

/// Reads the value of a key as librdkafka would, names of numbers included.
pub(super) fn read<'t>(
    key: &str,
    value_type: ValueType,
    text: &'t str,
) -> Result<Typed<'t>, TypeFault> {
    match key {
        "acks" | "request.required.acks" if text.eq_ignore_ascii_case("all") => {
            Ok(Typed::Integer(-1))
        }
        _ => parse(value_type, text),
    }
}

/// Reads a text as librdkafka would.
pub(super) fn parse(value_type: ValueType, text: &str) -> Result<Typed<'_>, TypeFault> {
    match value_type {
        ValueType::Boolean => boolean(text).ok_or(TypeFault::NotBoolean),
        ValueType::Short | ValueType::Int | ValueType::Long => integer(text),
        ValueType::Double => double(text).map(Typed::Double).ok_or(TypeFault::NotDouble),
        ValueType::List => Ok(Typed::List(flags(text))),
        _ => Ok(Typed::Text(match text.trim_start_matches(is_blank) {
            // Blanks alone are not the same as nothing.
            "" => text,
            trimmed => trimmed,
        })),
    }
}

/// C's `isspace`.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

fn boolean(text: &str) -> Option<Typed<'static>> {
    let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(["true", "t", "1"]) {
        Some(Typed::Boolean(true))
    } else if is(["false", "f", "0"]) {
        Some(Typed::Boolean(false))
    } else {
        None
    }
}

/// `strtol` with base 0, cut to 32 bits: blanks before it, a sign, hexadecimal and octal are read, and what
/// follows the digits is not looked at.
fn integer(text: &str) -> Result<Typed<'static>, TypeFault> {
    let (negative, digits) = sign(text.trim_start_matches(is_blank));
    let (radix, digits) = match hexadecimal(digits) {
        Some(rest) => (16, rest),
        None if digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    let end = digits
        .find(|c: char| !c.is_digit(radix))
        .unwrap_or(digits.len());
    if end == 0 {
        return Err(TypeFault::NotInteger);
    }
    let long = match (i64::from_str_radix(&digits[..end], radix), negative) {
        (Ok(number), false) => number,
        (Ok(number), true) => -number,
        (Err(_), false) => i64::MAX,
        (Err(_), true) => i64::MIN,
    };
    #[expect(clippy::cast_possible_truncation, reason = "as the library does")]
    let int = long as i32;
    Ok(Typed::Integer(i64::from(int)))
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    }
}

fn hexadecimal(digits: &str) -> Option<&str> {
    digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()))
}

/// `strtod`, as far as anybody writes it: the longest number at the start.
fn double(text: &str) -> Option<f64> {
    let text = text.trim_start_matches(is_blank);
    let (negative, digits) = sign(text);
    let sign = if negative { -1.0 } else { 1.0 };
    if let Some(rest) = hexadecimal(digits) {
        let end = rest
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(rest.len());
        return u64::from_str_radix(&rest[..end], 16)
            .ok()
            .map(|number| sign * number as f64);
    }
    let lower = digits.to_ascii_lowercase();
    if lower.starts_with("nan") {
        return Some(f64::NAN);
    }
    if lower.starts_with("inf") {
        return Some(sign * f64::INFINITY);
    }
    // A number is at most so long; what follows does not count.
    let longest = digits
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-')))
        .unwrap_or(digits.len());
    (1..=longest)
        .rev()
        .filter_map(|end| digits[..end].parse::<f64>().ok())
        .next()
        .map(|number| sign * number)
}

/// Names between commas, blanks before each dropped; empty ones are skipped, but nothing at all is no list.
fn flags(text: &str) -> Vec<&str> {
    if text.is_empty() {
        return vec![text];
    }
    text.split(',')
        .map(|part| part.trim_start_matches(is_blank))
        .filter(|part| !part.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_c_reads_them() {
        for (text, number) in [
            ("5x", 5),
            (" 7", 7),
            ("0x10", 16),
            ("010", 8),
            ("08", 0),
            ("1e3", 1),
            ("-1", -1),
            ("4294967297", 1),
            ("99999999999999999999", -1),
            ("-99999999999999999999", 0),
        ] {
            assert_eq!(integer(text), Ok(Typed::Integer(number)), "{text}");
        }
        for text in ["", "x", "-", " "] {
            assert_eq!(integer(text), Err(TypeFault::NotInteger), "{text}");
        }
        assert_eq!(double(".5x"), Some(0.5));
        assert_eq!(double("1e3ms"), Some(1000.0));
        assert_eq!(double("x"), None);
    }
}
