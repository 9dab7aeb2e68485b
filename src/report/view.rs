//! A finding as all formats show it: rule and texts together, no secret left in any of them.
use std::borrow::Cow;

use crate::diagnostic::{Applicability, Descriptor, Diagnostic, Evidence, Report};
use crate::model::{EntityRef, ValueSource};
use crate::source::{HIDDEN, Place};

/// A finding with its texts ready to be shown.
pub(super) struct View<'a> {
    pub(super) diagnostic: &'a Diagnostic,
    pub(super) rule: &'a Descriptor,
    pub(super) message: Cow<'a, str>,
    /// What to write instead, else the rule's own advice; may be empty.
    pub(super) help: Cow<'a, str>,
    pub(super) value: Option<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(report: &'a Report, diagnostic: &'a Diagnostic) -> Self {
        let rule = report.descriptor(diagnostic.rule);
        let hidden = secrets_told(report, diagnostic);
        let value = diagnostic.subject.value.as_deref();
        View {
            diagnostic,
            rule,
            message: scrub(&diagnostic.message, &hidden),
            help: scrub(diagnostic.help.as_deref().unwrap_or(rule.fix), &hidden),
            value: if is_subject_hidden(report, diagnostic) {
                value.map(|_| HIDDEN)
            } else {
                value
            },
        }
    }
}

/// What mends the finding: the fix at hand, or else what the rule proposes.
pub(super) fn applicability(diagnostic: &Diagnostic) -> Option<Applicability> {
    let fixes = diagnostic.fixes.iter().map(|fix| fix.applicability);
    let intent = diagnostic.intent.as_ref().map(|i| i.applicability);
    fixes.min().or(intent)
}

/// The value of a piece of evidence, hidden where it is written as a secret.
pub(super) fn evidence_value<'a>(report: &Report, evidence: &'a Evidence) -> Option<&'a str> {
    let value = evidence.value.as_deref()?;
    Some(
        if is_hidden(report, evidence.place, Some(evidence.value_source)) {
            HIDDEN
        } else {
            value
        },
    )
}

/// Values that came along although they are secret. Whoever makes a finding replaces them; this is
/// the second lock on that door, because a message that quotes one cannot be called back.
fn secrets_told<'a>(report: &Report, diagnostic: &'a Diagnostic) -> Vec<&'a str> {
    let own = diagnostic
        .subject
        .value
        .as_deref()
        .filter(|_| is_subject_hidden(report, diagnostic));
    let read = diagnostic.evidence.iter().filter_map(|evidence| {
        let value = evidence.value.as_deref()?;
        is_hidden(report, evidence.place, Some(evidence.value_source)).then_some(value)
    });
    let mut told: Vec<&str> = own
        .into_iter()
        .chain(read)
        .filter(|v| !v.is_empty() && *v != HIDDEN)
        .collect();
    // Longest first, so that no rest of a longer secret is left by a shorter one within it.
    told.sort_by_key(|v| std::cmp::Reverse(v.len()));
    told
}

fn is_subject_hidden(report: &Report, diagnostic: &Diagnostic) -> bool {
    let subject = &diagnostic.subject;
    subject.secret || is_hidden(report, diagnostic.place, subject.value_source)
}

/// Whether a value stands written at a secret place. A default does not, even if the place that
/// stands for it, the entity's header, spans a secret.
fn is_hidden(report: &Report, place: Option<Place>, from: Option<ValueSource>) -> bool {
    is_written(from)
        && place.is_some_and(|place| {
            report
                .source(place)
                .is_some_and(|source| source.hides(place.span))
        })
}

/// Whether a value from there is written in a file.
pub(super) fn is_written(from: Option<ValueSource>) -> bool {
    matches!(from, Some(ValueSource::Explicit | ValueSource::Image))
}

fn scrub<'a>(text: &'a str, secrets: &[&str]) -> Cow<'a, str> {
    let mut out = Cow::Borrowed(text);
    for secret in secrets {
        if out.contains(secret) {
            out = Cow::Owned(out.replace(secret, HIDDEN));
        }
    }
    out
}

/// An entity for people: `topic orders`, `broker`.
pub(super) fn entity_name(entity: &EntityRef) -> String {
    match &entity.name {
        Some(name) => format!("{} {name}", entity.kind),
        None => entity.kind.name().to_owned(),
    }
}
