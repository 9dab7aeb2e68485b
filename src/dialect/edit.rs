//! From a fix's intent to bytes, in the dialect that read the file.

use super::{Reading, document, properties};
use crate::diagnostic::{Change, FixIntent};
use crate::model::ValueSource;
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
    if !document::is_one(source.path()) {
        return properties::edit(source.raw(), intent, place);
    }
    let mut copy = SourceFile::new(source.path(), source.raw().to_vec());
    let entities = match super::read(&mut copy, SourceId(0), true, read_as) {
        Reading::Entities(entities, _) => entities,
        _ => return Err("the file cannot be read again".to_owned()),
    };
    if entities
        .iter()
        .all(|entity| entity.dialect == properties::NAME)
    {
        return properties::edit(source.raw(), intent, place);
    }
    let Change::Set(value) = &intent.change else {
        return Err(
            "in this format only values are changed, lines are neither added nor taken out"
                .to_owned(),
        );
    };
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
    let span = setting.value_place.span;
    if setting.value.known().is_none() || source.raw()[span.range()].contains(&b'$') {
        return Err("the value is filled in by something else".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.:/,-".contains(c);
    if span.is_empty() || value.is_empty() || !value.chars().all(plain) {
        return Err("the value would have to be quoted".to_owned());
    }
    Ok(vec![Edit {
        span,
        text: value.clone().into_bytes(),
    }])
}
