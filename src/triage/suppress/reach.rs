//! Which suppressions hold for a finding. What is asked costs as much as blocks are nested, not as much as
//! there are suppressions.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Reach;
use crate::diagnostic::{Diagnostic, RuleId};
use crate::project::config::SuppressSection;
use crate::source::{SourceId, Span};

/// A rule in the list of a suppression, by the indices of both.
pub(super) type At = (usize, usize);

/// A span for which suppressions hold.
struct Scope {
    span: Span,
    /// The smallest one around it.
    around: Option<usize>,
    /// Those that are not over come first.
    names: Vec<At>,
    /// Whether all of them were given for some finding.
    given: bool,
}

struct Section<'p> {
    config: usize,
    section: &'p SuppressSection,
    name: At,
}

/// All suppressions, by what they hold for.
#[derive(Default)]
pub(super) struct Scopes<'p> {
    /// In the order of their beginnings.
    spans: HashMap<(SourceId, RuleId), Vec<Scope>>,
    sections: HashMap<RuleId, Vec<Section<'p>>>,
    /// Whether the paths of a section are those of a source, by the index of its suppression.
    named: HashMap<(SourceId, usize), bool>,
}

impl<'p> Scopes<'p> {
    /// Of those that hold for the same, the earlier ones go first.
    pub(super) fn new(all: impl Iterator<Item = (Reach<'p>, RuleId, At)>) -> Self {
        let mut scopes = Scopes::default();
        for (reach, rule, name) in all {
            match reach {
                Reach::Nothing => {}
                Reach::Within(source, span) => {
                    let spans = scopes.spans.entry((source, rule)).or_default();
                    spans.push(Scope {
                        span,
                        around: None,
                        names: vec![name],
                        given: false,
                    });
                }
                Reach::Section(config, section) => {
                    scopes.sections.entry(rule).or_default().push(Section {
                        config,
                        section,
                        name,
                    });
                }
            }
        }
        scopes.spans.values_mut().for_each(nest);
        scopes
    }

    /// The suppressions that hold for a finding: comments from the nearest outwards, then sections. Of comments
    /// that hold for the same only the first is given again and again.
    pub(super) fn holding(
        &mut self,
        diagnostic: &Diagnostic,
        governed: &dyn Fn(SourceId) -> Option<(usize, String)>,
    ) -> Vec<At> {
        let Some(place) = diagnostic.place else {
            return Vec::new();
        };
        let mut holding = Vec::new();
        if let Some(scopes) = self.spans.get_mut(&(place.source, diagnostic.rule)) {
            let behind = scopes.partition_point(|scope| scope.span.start <= place.span.start);
            let mut next = behind.checked_sub(1);
            while let Some(scope) = next.map(|at| &mut scopes[at]) {
                if place.span.end <= scope.span.end {
                    let new = match scope.given {
                        true => &scope.names[..1],
                        false => &scope.names[..],
                    };
                    holding.extend_from_slice(new);
                    scope.given = true;
                }
                next = scope.around;
            }
        }
        for section in self.sections.get(&diagnostic.rule).into_iter().flatten() {
            let (entry, _) = section.name;
            let named = self.named.entry((place.source, entry)).or_insert_with(|| {
                let governed = governed(place.source);
                governed.is_some_and(|(config, path)| {
                    config == section.config && section.section.paths.is_match(&path)
                })
            });
            if *named && is_about(section.section, diagnostic) {
                holding.push(section.name);
            }
        }
        holding
    }
}

/// Sorts spans, makes equal ones one, and finds the one around each.
fn nest(scopes: &mut Vec<Scope>) {
    scopes.sort_by_key(|scope| (scope.span.start, Reverse(scope.span.end)));
    scopes.dedup_by(|later, kept| {
        let same = later.span == kept.span;
        if same {
            kept.names.append(&mut later.names);
        }
        same
    });
    let mut open: Vec<usize> = Vec::new();
    for at in 0..scopes.len() {
        let end = scopes[at].span.end;
        while open
            .last()
            .is_some_and(|outer| scopes[*outer].span.end < end)
        {
            open.pop();
        }
        scopes[at].around = open.last().copied();
        open.push(at);
    }
}

/// Whether a section's key and entity are those of a finding.
fn is_about(section: &SuppressSection, diagnostic: &Diagnostic) -> bool {
    let subject = &diagnostic.subject;
    let of_key = |key: &str| {
        let names = [&subject.key, &subject.written_as];
        names.into_iter().flatten().any(|name| name == key)
    };
    let entity = diagnostic.entity.as_ref().and_then(|e| e.name.as_deref());
    section.key.as_deref().is_none_or(of_key)
        && section
            .entity
            .as_ref()
            .is_none_or(|names| entity.is_some_and(|name| names.is_match(name)))
}
