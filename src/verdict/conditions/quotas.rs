//! Quotas of users, clients and addresses. The tool that sets them reads every value as a number with a
//! fraction; the controller says which it takes.

use super::view::View;
use super::{Condition, Fault, Judged, UNUSABLE, asked};
use crate::catalog::{self, Component, ValueType};
use crate::resolve::value::{self, Typed};

pub(super) const CONDITIONS: &[Condition] = &[asked(
    Component::Quota,
    "quota-not-usable",
    UNUSABLE,
    "ClientQuotaControlManager.validateQuotaKeyValue",
    unusable,
)];

/// How far from a whole number one may be.
const EPSILON: f64 = 1e-6;

fn unusable(view: &View<'_>) -> Judged {
    for definition in catalog::definitions(Component::Quota, view.release) {
        let key = catalog::key_name(definition.key);
        let Some(text) = view.setting(key).and_then(|setting| setting.value.known()) else {
            continue;
        };
        let Ok(Typed::Double(number)) = value::parse(ValueType::Double, text) else {
            continue;
        };
        let whole = definition.value_type != ValueType::Double;
        let wrong = if view.from(3, 5) {
            newer(view, definition.value_type, number)
        } else if whole && older_rounds(number) {
            Some("no whole number".to_owned())
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is `{}`, {wrong}", text.trim()),
                match whole {
                    true => "write a whole number above 0, or take the line out",
                    false => "write a number above 0, or take the line out",
                },
            )));
        }
    }
    Ok(None)
}

fn newer(view: &View<'_>, value_type: ValueType, number: f64) -> Option<String> {
    let most = match value_type {
        ValueType::Int => f64::from(i32::MAX),
        ValueType::Long => i64::MAX as f64,
        _ => f64::INFINITY,
    };
    if view.from(4, 4) && !number.is_finite() {
        Some("no finite number".to_owned())
    } else if number <= 0.0 {
        Some("not more than 0".to_owned())
    } else if number > most {
        Some(format!("more than {most}"))
    } else if value_type != ValueType::Double && (number % 1.0).abs() > EPSILON {
        Some("no whole number".to_owned())
    } else {
        None
    }
}

/// Up to 3.4: what a conversion to a 64-bit number takes off, downwards from above and upwards from below 0.
fn older_rounds(number: f64) -> bool {
    ((number + EPSILON) as i64 as f64 - number).abs() > EPSILON
}
