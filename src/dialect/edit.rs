//! From a fix's intent to bytes, in the dialect that read the file.

use super::{Reading, properties};
use crate::diagnostic::{Change, FixIntent};
use crate::model::{Entity, ValueSource};
use crate::project::ReadAs;
use crate::source::{Place, SourceFile, SourceId, Span};
use crate::syntax::properties::Edit;

/// A fix's intent as byte edits. `place` is where the finding points.
///
/// # Errors
/// Why the dialect will not write this, for people.
pub fn edit(
    source: &SourceFile,
    intent: &FixIntent,
    place: Span,
    read_as: Option<ReadAs>,
) -> Result<Vec<Edit>, String> {
    let mut copy = SourceFile::new(source.path(), source.raw().to_vec());
    let entities = match super::read(&mut copy, SourceId(0), true, read_as) {
        Reading::Entities(entities, _) => entities,
        _ => return Err("the file cannot be read again".to_owned()),
    };
    if entities.iter().all(|e| e.dialect == properties::NAME) {
        return properties::edit(source.raw(), intent, place);
    }
    if !writes(&intent.change) {
        return Err(
            "in this format only what is written is changed, no line is added or taken out"
                .to_owned(),
        );
    }
    let place = Place {
        source: SourceId(0),
        span: place,
    };
    let setting = entities
        .iter()
        .filter(|entity| entity.covers(place))
        .find_map(|entity| entity.get_named(&intent.key))
        .filter(|setting| setting.source == ValueSource::Explicit)
        .ok_or("in this format only what is written is changed, and the key is not")?;
    let (span, text) = match &intent.change {
        Change::Rename(to) => (setting.name_place.span, setting.write_as(to)),
        Change::Set(value) => (setting.value_place.span, value.clone()),
        Change::Unset | Change::RemoveAt(_) | Change::RemoveText(_) => return Ok(Vec::new()),
    };
    if setting.value.known().is_none() || source.raw()[span.range()].contains(&b'$') {
        return Err("the value is filled in by something else".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.:/,-".contains(c);
    if span.is_empty() || text.is_empty() || !text.chars().all(plain) {
        return Err("the value would have to be quoted".to_owned());
    }
    Ok(vec![Edit {
        span,
        text: text.into_bytes(),
    }])
}

/// Whether a dialect of YAML or JSON makes such a change at all.
fn writes(change: &Change) -> bool {
    matches!(change, Change::Set(_) | Change::Rename(_))
}

/// Whether the dialect of an entity can be expected to write a change.
pub fn is_offered(entity: &Entity, intent: &FixIntent) -> bool {
    entity.dialect == properties::NAME
        || writes(&intent.change)
            && entity
                .get_named(&intent.key)
                .is_some_and(|setting| setting.source == ValueSource::Explicit)
}
