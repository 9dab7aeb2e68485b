//! What the words in a rule file stand for.

use super::DraftError;
use super::expr::Whose;
use super::format::Param;
use crate::diagnostic::Severity;

/// `cfg['key']`, `broker['key']` or `was['key']` in a message.
pub(super) fn setting(text: &str) -> Option<(Whose, &str)> {
    let (map, rest) = text.split_once("['")?;
    let key = rest.strip_suffix("']")?;
    match map {
        "cfg" => Some((Whose::Own, key)),
        "broker" => Some((Whose::Brokers, key)),
        "was" => Some((Whose::Running, key)),
        _ => None,
    }
}

pub(super) fn severities() -> [(Severity, &'static str); 3] {
    Severity::ALL.map(|severity| (severity, severity.name()))
}

/// What a word stands for, by all the values that there are with their names.
pub(super) fn named<T>(
    field: &'static str,
    word: &str,
    all: impl IntoIterator<Item = (T, &'static str)>,
) -> Result<T, DraftError> {
    let mut names = Vec::new();
    for (value, name) in all {
        if name == word {
            return Ok(value);
        }
        names.push(name);
    }
    let error = DraftError::new(field, format!("it cannot be \"{word}\""));
    Err(error.help(format!("write one of {}", names.join(", "))))
}

/// A whole number; `unit` says of what.
pub(super) fn default(param: &Param) -> Result<i64, DraftError> {
    match &param.default {
        toml::Value::Integer(number) => Ok(*number),
        _ => Err(DraftError::new(
            "params",
            "the default of a parameter is a whole number",
        )),
    }
}

/// The first release that something holds for, and the first one that it no longer does.
pub(super) type Bounds = (Option<[u8; 3]>, Option<[u8; 3]>);

/// `>=3.0, <4.0` as the two bounds.
pub(super) fn versions(text: &str) -> Result<Bounds, DraftError> {
    let mut bounds = (None, None);
    for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (bound, version) = match (part.strip_prefix(">="), part.strip_prefix('<')) {
            (Some(version), _) => (&mut bounds.0, version),
            (None, Some(version)) => (&mut bounds.1, version),
            _ => {
                let error = DraftError::new("kafka", format!("`{part}` is neither >=V nor <V"));
                return Err(error.help("write it like \">=3.0, <4.0\""));
            }
        };
        let mut numbers = version.trim().split('.').map(|n| n.parse::<u8>().ok());
        let (Some(Some(major)), Some(Some(minor)), patch) =
            (numbers.next(), numbers.next(), numbers.next())
        else {
            return Err(DraftError::new(
                "kafka",
                format!("`{version}` is no version"),
            ));
        };
        *bound = Some([major, minor, patch.flatten().unwrap_or(0)]);
    }
    Ok(bounds)
}
