//! What a finding rests on, in words for people.
use std::fmt::Write as _;

use super::text;
use super::view::{entity_name, evidence_value, is_written};
use crate::diagnostic::{Diagnostic, Evidence, Report};
use crate::model::EntityRef;

/// Characters of a key or a value.
const LONG: usize = 60;
/// Characters of a path.
const LONG_PATH: usize = 200;

/// Whether a piece of evidence is what the finding is about anyway.
pub(super) fn is_subject(diagnostic: &Diagnostic, evidence: &Evidence) -> bool {
    let at_place = evidence.place == diagnostic.place;
    let same_key = diagnostic.subject.key.as_deref() == Some(&*evidence.key);
    let same_entity = is_own(diagnostic, evidence);
    evidence.place.is_some() && at_place && is_written(Some(evidence.value_source))
        || same_key && same_entity && (evidence.place.is_none() || at_place)
}

/// The key, and whose it is where that is not plain.
pub(super) fn owned_key(diagnostic: &Diagnostic, evidence: &Evidence) -> String {
    key_of(diagnostic.entity.as_deref(), evidence)
}

fn key_of(judged: Option<&EntityRef>, evidence: &Evidence) -> String {
    let key = text::clip(&evidence.key, LONG);
    if judged.is_none_or(|entity| *entity == *evidence.entity) {
        return format!("`{key}`");
    }
    let owner = entity_name(&evidence.entity);
    format!("`{key}` of {}", text::clip(&owner, LONG))
}

/// Key, value and where the value comes from, in a few words.
pub(super) fn describe(report: &Report, diagnostic: &Diagnostic, evidence: &Evidence) -> String {
    describe_of(report, diagnostic.entity.as_deref(), evidence)
}

/// The same for an entity that is judged.
pub(super) fn describe_of(
    report: &Report,
    judged: Option<&EntityRef>,
    evidence: &Evidence,
) -> String {
    let key = key_of(judged, evidence);
    let mut out = match evidence_value(report, evidence) {
        Some(value) => format!("{key} = {}", text::clip(value, LONG)),
        None => format!("{key} not set"),
    };
    match evidence
        .place
        .and_then(|place| Some((place, report.source(place)?)))
    {
        Some((place, file)) if is_written(Some(evidence.value_source)) => {
            let at = file.position(place.span.start);
            let path = text::clip(file.path(), LONG_PATH);
            let _ = write!(out, " at {path}:{}:{}", at.line, at.column);
        }
        _ if evidence.value.is_some() && !is_written(Some(evidence.value_source)) => {
            let _ = write!(out, " ({})", evidence.value_source.name());
        }
        _ => {}
    }
    out
}

/// Whether a piece of evidence was read from the entity that is judged.
fn is_own(diagnostic: &Diagnostic, evidence: &Evidence) -> bool {
    let judged = diagnostic.entity.as_ref();
    judged.is_none_or(|entity| *entity == evidence.entity)
}
