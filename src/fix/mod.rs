//! Fixes: from an intent to bytes, and the proof that the bytes do what was meant and nothing else.
mod proof;

use crate::diagnostic::{Change, Diagnostic, Fix, FixIntent, SourceEdit};
use crate::dialect;
use crate::project::{FixMode, ReadAs};
use crate::source::{SourceFile, Span};
use crate::syntax::properties::Edit;

/// A fix that did not become one, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped(pub String);

/// Works out the bytes of a finding's fix and proves them.
///
/// # Errors
/// Why there is none, for people.
pub fn plan(
    source: &SourceFile,
    diagnostic: &Diagnostic,
    read_as: Option<ReadAs>,
) -> Result<Option<Fix>, Dropped> {
    let (Some(intent), Some(place)) = (&diagnostic.intent, diagnostic.place) else {
        return Ok(None);
    };
    let edits = match &intent.change {
        // No dialect has a word on what says nothing to Kafka.
        Change::RemoveText(at) => vec![Edit {
            span: at.span,
            text: Vec::new(),
        }],
        _ => dialect::edit(source, intent, place.span, read_as).map_err(Dropped)?,
    };
    proof::prove(source, intent, place.span, &edits, read_as).map_err(Dropped)?;
    let edits = edits
        .into_iter()
        .map(|edit| SourceEdit {
            place: crate::source::Place {
                source: place.source,
                span: edit.span,
            },
            text: edit.text,
            secret: diagnostic.subject.secret,
        })
        .collect();
    Ok(Some(Fix {
        title: title(intent),
        applicability: intent.applicability,
        edits,
    }))
}

/// Whether a mode takes a finding's fix.
pub fn is_wanted(intent: &FixIntent, mode: FixMode) -> bool {
    match mode {
        FixMode::Off => false,
        FixMode::Safe => intent.applicability == crate::diagnostic::Applicability::Safe,
        FixMode::Unsafe => true,
    }
}

fn title(intent: &FixIntent) -> String {
    let key = &intent.key;
    match &intent.change {
        Change::Set(value) => format!("write `{key}={value}`"),
        Change::Unset => format!("take `{key}` out"),
        Change::Rename(to) => format!("write `{to}` for `{key}`"),
        Change::RemoveText(_) => "take the suppression out".to_owned(),
        Change::RemoveAt(_) => format!("take this `{key}` out; another one decides"),
    }
}

/// Of several fixes of one file those that touch no bytes of each other, as bytes; the others come next round.
pub fn disjoint<'f>(fixes: impl Iterator<Item = &'f Fix>) -> (Vec<Edit>, usize) {
    let mut taken: Vec<Edit> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        let edits: Vec<Edit> = fix
            .edits
            .iter()
            .map(|e| Edit {
                span: e.place.span,
                text: e.text.clone(),
            })
            .collect();
        let clash = edits
            .iter()
            .any(|new| taken.iter().any(|old| touches(old.span, new.span)));
        if !clash {
            taken.extend(edits);
            count += 1;
        }
    }
    (taken, count)
}

/// Two insertions at one place have no order, so they count as touching too.
fn touches(a: Span, b: Span) -> bool {
    a.start == b.start || (a.start < b.end && b.start < a.end)
}
