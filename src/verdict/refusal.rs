//! A value that Kafka's own definition of the key refuses.

use super::validator::{self, Violation};
use super::{Ruling, shown, subject};
use crate::catalog::{self, Definition, KeyId, Release, ValueType};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Confidence, Severity};
use crate::model::{Entity, EntityKind, Setting};
use crate::resolve::component;
use crate::resolve::value::{self, TypeFault};

/// Why one definition refuses a text.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Type(TypeFault),
    Value(Violation),
}

pub(super) fn judge(
    entity: &Entity,
    setting: &Setting,
    key: KeyId,
    by: &JudgedBy,
) -> Option<Ruling> {
    let text = setting.value.known()?;
    let definition = catalog::definition(component(entity.kind), key, by.release)?;
    let fault = fault(&definition, text)?;
    let since = refused_since(entity, key, text, by);
    let rejected = by.known && since.is_none();
    let (code, refusal) = match &fault {
        Fault::Type(_) => ("KFK001", "type"),
        Fault::Value(Violation::Below(_) | Violation::Above(_) | Violation::Outside(_)) => {
            ("KFK002", "range")
        }
        Fault::Value(_) => ("KFK003", "enum"),
    };
    let value = shown(setting);
    let name = setting.written_name();
    let written = if value.is_empty() {
        format!("`{name}` is empty")
    } else {
        format!("`{name}` is `{value}`")
    };
    let from = since.map_or(String::new(), |r| format!(" from {} on", minor(r)));
    Some(Ruling {
        code,
        severity: Severity::Error,
        confidence: Confidence::High,
        rejected,
        refusal: Some(refusal),
        message: format!(
            "{written}, {}; Kafka {}{from}",
            what(&fault, &definition),
            consequence(entity.kind)
        ),
        help: Some(instead(&definition)),
        subject: subject(setting),
        place: if setting.value_place.span.is_empty() {
            setting.name_place
        } else {
            setting.value_place
        },
        related: None,
        intent: None,
    })
}

fn fault(definition: &Definition, text: &str) -> Option<Fault> {
    match value::parse(definition.value_type, text) {
        Err(fault) => Some(Fault::Type(fault)),
        Ok(typed) => validator::violation(definition, &typed).map(Fault::Value),
    }
}

/// For an assumed version: the first release that refuses, where an older one that also fits does not.
fn refused_since(entity: &Entity, key: KeyId, text: &str, by: &JudgedBy) -> Option<Release> {
    let from = by.fits_from?;
    let mut accepted_before = false;
    let mut since = None;
    for (first, last, definition) in catalog::history(component(entity.kind), key) {
        if last.is_some_and(|last| last < from) || first > by.release {
            continue;
        }
        if fault(&definition, text).is_some() {
            since.get_or_insert(first);
        } else {
            accepted_before = true;
            since = None;
        }
    }
    if accepted_before { since } else { None }
}

fn what(fault: &Fault, definition: &Definition) -> String {
    match fault {
        Fault::Type(TypeFault::NotBoolean) => "neither `true` nor `false`".to_owned(),
        Fault::Type(TypeFault::NotInteger) => "not a whole number".to_owned(),
        Fault::Type(TypeFault::TooLarge) => format!(
            "more than a {} can hold",
            match definition.value_type {
                ValueType::Short => "16-bit number",
                ValueType::Int => "32-bit number",
                _ => "64-bit number",
            }
        ),
        Fault::Type(TypeFault::NotDouble) => "not a number".to_owned(),
        Fault::Value(violation) => violation.to_string(),
    }
}

fn consequence(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Broker => "does not start with it",
        EntityKind::Topic => "refuses to create or change the topic",
        EntityKind::Producer => "refuses to create the producer",
        EntityKind::Consumer => "refuses to create the consumer",
    }
}

fn instead(definition: &Definition) -> String {
    let mut words = match definition.value_type {
        ValueType::Boolean => "write `true` or `false`".to_owned(),
        ValueType::Short | ValueType::Int | ValueType::Long => {
            "write a whole number without a unit".to_owned()
        }
        ValueType::Double => "write a number".to_owned(),
        _ => String::new(),
    };
    if let Some(allowed) = validator::allowed(definition) {
        if words.is_empty() {
            words = format!("write {allowed}");
        } else {
            words.push_str(", ");
            words.push_str(&allowed);
        }
    }
    if let catalog::Default::Text(default) = definition.default
        && !default.is_empty()
    {
        if words.is_empty() {
            words = "take the key out".to_owned();
        }
        words.push_str(&format!("; Kafka's default is `{default}`"));
    }
    if words.is_empty() {
        words = "write a value that Kafka takes".to_owned();
    }
    words
}
