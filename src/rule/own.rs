//! Rules of a user's own: the same files as the program's, read when a run begins.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::draft::{
    Author, Code, Draft, DraftChange, DraftCheck, DraftError, DraftPiece, Keys, Read, draft,
};
use super::format::RuleFile;
use super::{Check, Expression, FixChange, FixTemplate, ParamDef, Piece, Rule, Wanted};
use crate::catalog::{self, Component, KeyId, Release, ValueType};
use crate::diagnostic::{Applicability, Category, Descriptor, Problems};
use crate::source::{SourceFile, Span};

/// Reads a rule file of a user's. The rule lives as long as the process.
///
/// # Errors
/// All that is wrong with it, each with its place.
pub fn read(source: &SourceFile) -> Result<Rule, Problems> {
    let mut problems = Problems::default();
    let (plain, base) = Problems::text_of(source.raw())?;
    let base = base as usize;
    let span = |range: std::ops::Range<usize>| {
        Span::new((base + range.start) as u32, (base + range.end) as u32)
    };
    let file: RuleFile = match toml::from_str(plain) {
        Ok(file) => file,
        Err(error) => {
            let at = span(error.span().unwrap_or(0..0));
            problems.add(at, || (error.message().to_owned(), None));
            return Err(problems);
        }
    };
    draft(&file, &OfCatalog, Author::User)
        .map(|draft| rule(&file, draft))
        .map_err(|errors| {
            for error in errors {
                problems.add(span(place(plain, &error)), || (error.message, error.help));
            }
            problems
        })
}

/// Where a fault of a field stands in the file.
fn place(text: &str, error: &DraftError) -> std::ops::Range<usize> {
    let Ok(table) = DeTable::parse(text) else {
        return 0..0;
    };
    let mut at = table.span();
    let mut inside = Some(table.get_ref());
    let mut value = None;
    for part in error.field.split('.') {
        let found = inside.and_then(|t| t.iter().find(|(key, _)| key.get_ref() == part));
        let Some((key, item)) = found else {
            // A field that is not there: the section that should have it, or the start of the file.
            return match at.start {
                0 => 0..text.find('\n').unwrap_or(text.len()),
                _ => at,
            };
        };
        at = match item.get_ref() {
            DeValue::Table(_) => key.span(),
            _ => item.span(),
        };
        inside = item.get_ref().as_table();
        value = Some(item);
    }
    within(text, value, error).unwrap_or(at)
}

/// The part of a text that is at fault, where the file has the text as it is, without escapes.
fn within(
    text: &str,
    value: Option<&Spanned<DeValue<'_>>>,
    error: &DraftError,
) -> Option<std::ops::Range<usize>> {
    let (part, value) = (error.span.as_ref()?, value?);
    let decoded = value.get_ref().as_str()?;
    let around = value.span();
    let start = around.start + text.get(around.clone())?.find(decoded)?;
    // What is missing at the end of an expression stands nowhere; its end is where it is looked for.
    let end = part.end.max(part.start + 1).min(decoded.len());
    Some(start + part.start.min(end)..start + end)
}

/// Kafka's keys, as the program's own tables have them.
struct OfCatalog;

impl Keys for OfCatalog {
    fn id(&self, key: &str, is_prefixed: bool) -> Option<u16> {
        let known = catalog::key_id(key);
        known
            .or_else(|| is_prefixed.then(|| catalog::add_key(key))?)
            .map(|id| id.0)
    }

    fn value_type(&self, component: Component, key: &str) -> Option<ValueType> {
        let id = catalog::key_id(key)?;
        let last = catalog::history(component, id).last();
        last.map(|(_, _, definition)| definition.value_type)
    }

    fn visit(&self, component: Component, visit: &mut dyn FnMut(&str)) {
        let newest = catalog::newest_read(component);
        for definition in catalog::definitions(component, newest) {
            visit(catalog::key_name(definition.key));
        }
    }
}

/// A list that lives as long as the process.
fn leaked<T, U>(all: impl IntoIterator<Item = T>, each: impl Fn(T) -> U) -> &'static [U] {
    all.into_iter().map(each).collect::<Vec<U>>().leak()
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn rule(file: &RuleFile, draft: Draft) -> Rule {
    let release = |bound: Option<[u8; 3]>| {
        bound.map(|[major, minor, patch]| Release {
            major,
            minor,
            patch,
        })
    };
    let fix = draft.fix.map(|fix| FixTemplate {
        key: text(&fix.key),
        change: match fix.change {
            DraftChange::Set(value) => FixChange::Set(text(&value)),
            DraftChange::Unset => FixChange::Unset,
            DraftChange::Rename(to) => FixChange::Rename(text(&to)),
        },
        applicability: match fix.is_safe {
            true => Applicability::Safe,
            false => Applicability::Unsafe,
        },
    });
    Rule {
        descriptor: Descriptor {
            code: text(&file.code),
            slug: text(&file.slug),
            title: text(&file.title),
            category: &Category::OWN,
            severity: draft.severity,
            confidence: draft.confidence,
            applies_to: leaked(&file.applies_to, |name| text(name)),
            key: file.key.as_deref().map(text),
            why: text(file.docs.why.trim()),
            fix: text(file.docs.fix.trim()),
            exceptions: text(file.docs.exceptions.trim()),
            references: leaked(&file.docs.references, |reference| text(reference)),
            kafka: text(&file.kafka),
            off_by_default: file.default.is_some(),
            suppressible: file.suppressible,
            fixable: fix.map(|fix| fix.applicability),
        },
        applies: leaked(draft.applies, |row| row),
        from: release(draft.from),
        before: release(draft.before),
        platforms: leaked(draft.platforms, |platform| platform),
        profiles: leaked(draft.profiles, |row| row),
        supersedes: leaked(&file.supersedes, |code| text(code)),
        key: draft.key.as_ref().map(typed),
        message: leaked(draft.message, piece),
        params: leaked(
            file.params.iter().zip(draft.params),
            |((name, param), default)| ParamDef {
                name: text(name),
                default,
                unit: text(&param.unit),
                about: text(&param.about),
            },
        ),
        when: draft.when.map(expression),
        check: match draft.check {
            DraftCheck::Fail(fail) => Check::Fail(expression(fail)),
            // The draft of a user's rule has neither.
            DraftCheck::Native(_) | DraftCheck::Stage => Check::Stage,
        },
        fix,
        keys: leaked(draft.keys, KeyId),
        joins: leaked(&draft.joins, typed),
        workloads: leaked(draft.workloads, |workload| workload),
        reads_around: draft.reads_around,
    }
}

fn expression(code: Code) -> Expression {
    Expression {
        program: code.program,
        keys: leaked(&code.keys, wanted),
        stated: leaked(code.stated, |stated| stated),
        params: leaked(code.params, |index| index),
    }
}

fn piece(piece: DraftPiece) -> Piece {
    match piece {
        DraftPiece::Text(words) => Piece::Text(text(&words)),
        DraftPiece::Value => Piece::Value,
        DraftPiece::Setting(read) => Piece::Setting(wanted(&read)),
        DraftPiece::Param(index) => Piece::Param(index),
        DraftPiece::Stated(stated) => Piece::Stated(stated),
    }
}

fn wanted(read: &Read) -> Wanted {
    Wanted {
        whose: read.whose,
        key: KeyId(read.id),
        value_type: read.value_type,
    }
}

fn typed(read: &Read) -> (KeyId, ValueType) {
    (KeyId(read.id), read.value_type)
}
