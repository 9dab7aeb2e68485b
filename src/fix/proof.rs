//! Nothing is written unless reading it again shows that the fix holds.

use crate::diagnostic::{Change, FixIntent};
use crate::dialect::{self, Reading};
use crate::model::Entity;
use crate::project::ReadAs;
use crate::source::{Place, SourceFile, SourceId, Span};
use crate::syntax::properties::{Edit, apply};

/// Reads the edited text again: the intended value must hold, and no other setting of any entity may differ.
pub(super) fn prove(
    source: &SourceFile,
    intent: &FixIntent,
    place: Span,
    edits: &[Edit],
    read_as: Option<ReadAs>,
) -> Result<(), String> {
    let after = apply(source.raw(), edits).map_err(|declined| declined.to_string())?;
    let before = entities(source.path(), source.raw().to_vec(), read_as);
    let after = entities(source.path(), after, read_as);
    let kinds =
        |entities: &[Entity]| -> Vec<_> { entities.iter().map(|e| (e.kind, e.variant)).collect() };
    if kinds(&before) != kinds(&after) {
        return Err("after the edit the file would be something else".to_owned());
    }
    let place = Place {
        source: SourceId(0),
        span: place,
    };
    for (before, after) in before.iter().zip(&after) {
        let expected = match before.covers(place) {
            true => expected(before, intent),
            false => settings(before),
        };
        if expected != settings(after) {
            return Err("after the edit the file would not say what was meant".to_owned());
        }
    }
    Ok(())
}

fn entities(path: &str, raw: Vec<u8>, read_as: Option<ReadAs>) -> Vec<Entity> {
    let mut source = SourceFile::new(path, raw);
    match dialect::read(&mut source, SourceId(0), true, read_as) {
        Reading::Entities(entities, _) => entities,
        _ => Vec::new(),
    }
}

/// Keys and texts, sorted by key; of one key the order of the file is kept.
fn settings(entity: &Entity) -> Vec<(String, String)> {
    let mut settings: Vec<(String, String)> = entity
        .settings
        .iter()
        .map(|s| (s.key.name().to_owned(), s.value.as_written().to_owned()))
        .collect();
    settings.sort_by(|a, b| a.0.cmp(&b.0));
    settings
}

/// What an entity says once the change is made, worked out on the model instead of the bytes.
fn expected(entity: &Entity, intent: &FixIntent) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::with_capacity(entity.settings.len() + 1);
    let last = entity
        .settings
        .iter()
        .rposition(|s| s.key.name() == intent.key);
    for (index, setting) in entity.settings.iter().enumerate() {
        let name = setting.key.name();
        let text = setting.value.as_written();
        let ours = name == intent.key;
        match &intent.change {
            Change::Set(value) if Some(index) == last => out.push((name.to_owned(), value.clone())),
            Change::Unset if ours => {}
            Change::Rename(to) if Some(index) == last => out.push((to.clone(), text.to_owned())),
            Change::RemoveAt(place) if ours && setting.name_place.span == place.span => {}
            _ => out.push((name.to_owned(), text.to_owned())),
        }
    }
    if let (Change::Set(value), None) = (&intent.change, last) {
        out.push((intent.key.clone(), value.clone()));
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}
