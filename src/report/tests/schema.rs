//! The committed schema describes what is written, and refuses what is not the contract.
use serde_json::{Value, json};

use super::super::testing::*;
use super::super::{Format, Options};
use super::looks::{checked, full};

const SCHEMA: &str = include_str!("../../../docs/kafka-lint-json-v1.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn document(fixes_wanted: bool, verbose: bool) -> Value {
    let options = Options {
        fixes_wanted,
        verbose,
        ..Options::default()
    };
    serde_json::from_str(&render(&full(), Format::Json, &options)).unwrap()
}

/// The schema with every object closed: it finds fields that the schema does not describe.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(fields) => {
            for (_, field) in fields.iter_mut() {
                *field = closed(field.take());
            }
            if fields.contains_key("required") {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = closed(item.take());
            }
        }
        _ => {}
    }
    schema
}

fn problems(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    validator
        .iter_errors(document)
        .map(|e| format!("{} at {}", e, e.instance_path()))
        .collect()
}

#[test]
fn the_schema_is_a_valid_one() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
}

#[test]
fn outputs_are_valid_and_hold_nothing_undescribed() {
    let mut empty_document = render(&empty(), Format::Json, &Options::default());
    assert!(empty_document.ends_with("}\n"));
    empty_document.pop();
    let documents = [
        document(false, false),
        document(true, false),
        document(true, true),
        serde_json::from_str(&empty_document).unwrap(),
        serde_json::from_str(&render(&checked(), Format::Json, &Options::default())).unwrap(),
    ];
    for document in documents {
        assert_eq!(problems(&closed(schema()), &document), [""; 0]);
    }
}

#[test]
fn further_fields_are_allowed() {
    let mut document = document(true, true);
    document["later"] = json!({"word": "x"});
    document["diagnostics"][0]["owner"] = json!("team-a");
    assert_eq!(problems(&schema(), &document), [""; 0]);
}

/// The pointers of all values of a document.
fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let at = format!("{at}/{name}");
                pointers(field, &at, into);
                into.push(at);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                pointers(item, &format!("{at}/{i}"), into);
            }
        }
        _ => {}
    }
}

fn is_optional(pointer: &str) -> bool {
    // Absent unless asked for; absent unless the format is not read yet.
    pointer.ends_with("/fixes") || pointer.ends_with("/format")
}

#[test]
fn every_field_is_required_and_typed() {
    let document = document(true, true);
    let schema = schema();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut all = Vec::new();
    pointers(&document, "", &mut all);
    assert!(all.len() > 150, "{}", all.len());
    for pointer in all {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut without = document.clone();
        without
            .pointer_mut(parent)
            .and_then(Value::as_object_mut)
            .unwrap()
            .remove(name);
        assert_eq!(
            validator.is_valid(&without),
            is_optional(&pointer),
            "{pointer} removed"
        );

        // No field of the contract takes a fraction.
        let mut mistyped = document.clone();
        *mistyped.pointer_mut(&pointer).unwrap() = json!(0.5);
        assert!(!validator.is_valid(&mistyped), "{pointer} mistyped");
    }
}

#[test]
fn wrong_values_are_refused() {
    let broken = [
        ("/version", json!(2)),
        ("/tool/name", json!("other")),
        ("/inputs/0/kind", json!("folder")),
        ("/inputs/0/status", json!("ok")),
        ("/inputs/0/entities", json!(-1)),
        ("/diagnostics/0/code", json!("DUR2")),
        ("/diagnostics/0/slug", json!("Value Out")),
        ("/diagnostics/0/category", json!("other")),
        ("/diagnostics/0/severity", json!("fatal")),
        ("/diagnostics/0/confidence", json!("sure")),
        ("/diagnostics/0/message", json!("")),
        ("/diagnostics/0/value_source", json!("guess")),
        ("/diagnostics/0/location/line", json!(0)),
        ("/diagnostics/0/location/column", json!(0)),
        ("/diagnostics/0/fingerprint", json!("2a")),
        (
            "/diagnostics/0/fingerprint",
            json!("0000000000000000000000000000002A"),
        ),
        // A refusal without a rejection.
        ("/diagnostics/1/refusal", json!("range")),
        ("/diagnostics/1/fixes/0/applicability", json!("maybe")),
        ("/diagnostics/1/fixes/0/edits/0/start", json!(-1)),
        ("/diagnostics/1/evidence/0/entity", json!(null)),
        ("/diagnostics/5/suppressed/by", json!("mood")),
        ("/diagnostics/5/suppressed/until", json!("soon")),
        ("/skipped/0/entity", json!(null)),
        ("/summary/errors", json!("2")),
        ("/summary/complete", json!(1)),
    ];
    let whole = document(true, true);
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    assert!(validator.is_valid(&whole));
    for (pointer, value) in broken {
        let mut document = whole.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&document), "{pointer}");
    }
}
