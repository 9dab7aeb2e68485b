//! The JSON Schema of kafka-lint.toml, for editors: written from the tables that read it.

use serde_json::{Map, Value, json};

use super::reader::{Key, Takes};
use super::sections::{self, Section};
use crate::diagnostic::Severity;

/// The schema.
pub fn schema() -> Value {
    let mut schema = section(&sections::TOP, &[]);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("kafka-lint.toml");
    schema
}

fn section<T>(keys: &[Key<T>], required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let mut value = value(key.takes);
            value["description"] = json!(key.about);
            (key.name.to_owned(), value)
        })
        .collect();
    let mut schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    // One of several is for the reader to ask for.
    let required: Vec<&str> = required
        .iter()
        .copied()
        .filter(|key| !key.contains('|'))
        .collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn value(takes: Takes) -> Value {
    match takes {
        Takes::Text => json!({ "type": "string" }),
        Takes::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Takes::Count => json!({ "type": "integer", "minimum": 0 }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::OneOf(words) => json!({ "enum": words() }),
        Takes::ManyOf(words) => json!({ "type": "array", "items": { "enum": words() } }),
        Takes::Severities => {
            let severities = Severity::ALL.iter().map(|s| s.name()).chain(["off"]);
            let words: Vec<&str> = severities.collect();
            json!({ "type": "object", "additionalProperties": { "enum": words } })
        }
        Takes::Params => json!({
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": { "type": ["integer", "string"] },
            },
        }),
        Takes::One(section) => of(section),
        Takes::Several(section) => json!({ "type": "array", "items": of(section) }),
        Takes::Named(section) => json!({ "type": "object", "additionalProperties": of(section) }),
    }
}

fn of(name: Section) -> Value {
    match name {
        Section::Cluster => section(&sections::CLUSTER, name.required()),
        Section::Override => section(&sections::OVERRIDE, name.required()),
        Section::Workload => section(&sections::WORKLOAD, name.required()),
        Section::Suppress => section(&sections::SUPPRESS, name.required()),
        Section::Owners => section(&sections::OWNERS, name.required()),
        Section::Profile => section(&sections::PROFILE, name.required()),
        Section::Gate => section(&sections::GATE, name.required()),
        Section::Rules => section(&sections::RULES, name.required()),
    }
}
