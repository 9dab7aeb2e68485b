//! Spring Boot: `application.properties` and `application.yaml` and what Spring makes of them for Kafka's
//! clients, Spring Cloud Stream's binder included.
mod boot;
mod environment;
mod stream;
mod table;

use super::TroubleKind;
use super::flat::{self, Flat};
use super::intake::{Fill, Intake};
use crate::model::{Setting, Written};
use crate::source::Span;

pub(super) use environment::read_environment;

/// The dialect's name in reports.
pub(super) const NAME: &str = "spring";

/// Texts of which one stands in every YAML file of the dialect.
pub(super) const MARKS: &[&str] = &["spring:", "spring.kafka", "spring.cloud"];

/// Takes in what a file says of Kafka; whether it says anything.
pub(super) fn read(flats: &[Flat], intake: &mut Intake<'_>) -> bool {
    let kafkas = ["spring.kafka.", "spring.cloud.stream.kafka."];
    if !flats
        .iter()
        .any(|flat| kafkas.iter().any(|head| flat.name.starts_with(head)))
    {
        return false;
    }
    for span in flat::secret_spans(flats) {
        intake.hide(span);
    }
    for flat in flats {
        if let Some(right) = boot::misspelt(flat) {
            let reader = "Spring Boot";
            intake.trouble(TroubleKind::Misspelt { right, reader }, flat.at.span);
        }
    }
    unreadable(flats, intake);
    let conditions = conditions(flats);
    for version in versions(flats, &conditions, elsewhere(flats, intake)) {
        let bound = stream::read(&version, intake);
        boot::read(&version, &bound, intake);
    }
    true
}

/// Tells of values that Spring Boot cannot read.
fn unreadable(flats: &[Flat], intake: &mut Intake<'_>) {
    for flat in flats {
        if let Some(expected) = boot::unreadable(flat) {
            let kind = TroubleKind::Unreadable {
                name: flat.at.text.to_string(),
                expected,
                reader: "Spring Boot",
            };
            intake.trouble(kind, flat.value.span);
        }
    }
}

/// What the application has when some profiles are active and others are not.
struct Version<'f> {
    /// The settings that hold, a later one of a name over an earlier one.
    flats: Vec<&'f Flat>,
    /// Settings that other profiles set.
    others: Vec<&'f Flat>,
    /// Why settings may come from elsewhere.
    open: Option<String>,
}

/// On what the documents of a file depend, by document.
fn conditions(flats: &[Flat]) -> Vec<Option<&str>> {
    // The second is that of Spring Boot before 2.4.
    const NAMES: [&str; 3] = [
        "spring.config.activate.on-profile",
        "spring.profiles",
        "spring.config.activate.on-cloud-platform",
    ];
    let count = flats.last().map_or(0, |flat| flat.document + 1);
    let mut out = vec![None; count];
    for flat in flats {
        if NAMES.iter().any(|name| table::same(&flat.name, name)) {
            out[flat.document] = Some(&*flat.value.text);
        }
    }
    out
}

/// The file without any profile, then with each that it names. Where profiles say more of Kafka, nobody
/// knows that the file without one is ever used, so what they set is not known there.
fn versions<'f>(
    flats: &'f [Flat],
    conditions: &[Option<&'f str>],
    elsewhere: Option<String>,
) -> Vec<Version<'f>> {
    let of = |wanted: Option<&str>| -> Vec<&'f Flat> {
        let holds = |flat: &&Flat| {
            let condition = conditions[flat.document];
            condition.is_none() || condition == wanted
        };
        flats.iter().filter(holds).collect()
    };
    let others: Vec<&Flat> = flats
        .iter()
        .filter(|flat| conditions[flat.document].is_some())
        .filter(|flat| is_kafkas(flat))
        .collect();
    let because = || Some("profiles of the file say more".to_owned());
    let mut out = vec![Version {
        flats: of(None),
        open: elsewhere
            .clone()
            .or_else(|| because().filter(|_| !others.is_empty())),
        others: others.clone(),
    }];
    let mut named: Vec<&str> = others
        .iter()
        .filter_map(|flat| conditions[flat.document])
        .collect();
    named.dedup();
    let mut seen = std::collections::BTreeSet::new();
    named.retain(|name| seen.insert(*name));
    out.extend(named.into_iter().map(|profile| Version {
        flats: of(Some(profile)),
        others: Vec::new(),
        open: elsewhere.clone(),
    }));
    out
}

fn is_kafkas(flat: &Flat) -> bool {
    ["spring.kafka.", "spring.cloud.stream."]
        .iter()
        .any(|head| flat.name.starts_with(head))
}

/// Why files that are not at hand say more, where the file or its name tells.
fn elsewhere(flats: &[Flat], intake: &Intake<'_>) -> Option<String> {
    if intake.laid_over.is_some() {
        return intake.laid_over.map(str::to_owned);
    }
    let path = intake.path();
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    if let Some(profile) = stem.strip_prefix("application-") {
        return Some(format!(
            "the file is that of profile {profile}, which is laid over others"
        ));
    }
    const NAMES: [&str; 5] = [
        "spring.config.import",
        "spring.profiles.active",
        "spring.profiles.include",
        "spring.profiles.group",
        "spring.cloud.config.",
    ];
    let flat = flats
        .iter()
        .find(|flat| NAMES.iter().any(|name| flat.name.starts_with(name)))?;
    Some(format!("`{}` names files that may say more", flat.name))
}

/// Where a group begins: a finding about what is not written points there.
fn header(flats: &[&Flat], heads: &[String]) -> Span {
    flats
        .iter()
        .find(|flat| {
            heads
                .iter()
                .any(|head| flat.name.starts_with(head.as_str()))
        })
        .map_or(Span::new(0, 0), |flat| flat.at.span)
}

/// A setting whose text Spring hands on as it is.
fn setting(key: &str, flat: &Flat, intake: &Intake<'_>) -> Setting {
    typed(key, table::Type::Text, flat, intake)
        .unwrap_or_else(|| intake.written(key, &flat.at, &flat.value, Fill::Spring))
}

/// A setting whose text Spring converts; nothing where it leaves the key unset.
fn typed(key: &str, read: table::Type, flat: &Flat, intake: &Intake<'_>) -> Option<Setting> {
    let mut setting = intake.written(key, &flat.at, &flat.value, Fill::Spring);
    let Written::Text(text) = &setting.value else {
        return Some(setting);
    };
    let encrypted = text.starts_with("ENC(") || text.starts_with("{cipher}");
    setting.value = match table::convert(read, text) {
        Ok(None) => return None,
        Ok(Some(text)) if !encrypted => Written::Text(text.into()),
        _ => Written::Unknown(text.clone()),
    };
    Some(setting)
}

/// What is behind a map's name: the text of a key in brackets as it is, that of others with letters, digits,
/// dashes and dots alone.
fn map_key(parts: &[&str], name: &str) -> String {
    if name.ends_with(']') {
        return parts.join(".");
    }
    parts
        .join(".")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect()
}
