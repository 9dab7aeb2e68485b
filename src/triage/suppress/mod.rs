//! Suppressions: findings that a comment, or a section of kafka-lint.toml, lets be.
mod directive;
mod reach;

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{CATEGORIES, Category, Diagnostic, RuleId, Suppression};
use crate::project::config::SuppressSection;
use crate::project::{Date, UnknownSelector};
use crate::rule;
use crate::source::{HIDDEN, Place, SourceFile, SourceId, Span};
use crate::syntax::comment::Comment;
use crate::syntax::tree::Scalar;

pub use directive::WORD;
use reach::Scopes;

/// The codes of what is said about suppressions themselves. Unlike other findings of the linter's own they are
/// about what somebody wrote, and make a run fail.
pub const CODES: [&str; 6] = ["LNT008", "LNT009", "LNT010", "LNT011", "LNT012", "LNT013"];

/// The code of a suppression that suppresses nothing.
pub const UNUSED: &str = "LNT011";

/// The nearest rule is looked for for so many words; a file with more is not meant seriously.
const MOST_WORDS: usize = 100;

/// A line is looked at so far on either side of a comment, which is more than lines are long.
const LONGEST_LINE: usize = 4096;

/// What is said about a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The rule's code, one of [`CODES`].
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where the rule's own words are too general.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
    /// The bytes that can go.
    pub removal: Option<Span>,
}

/// What a suppression holds for.
#[derive(Copy, Clone, Debug)]
pub enum Reach<'p> {
    /// Findings inside of a span.
    Within(SourceId, Span),
    /// Nothing: there is no setting that the comment could be for.
    Nothing,
    /// The files and entities that a section names, under the configuration with an index.
    Section(usize, &'p SuppressSection),
}

/// A rule that a suppression names.
#[derive(Debug)]
struct Name {
    /// The rule; nothing where there is none of that name.
    rule: Option<RuleId>,
    place: Place,
    /// What to take out of the list.
    removal: Option<Span>,
    used: bool,
}

impl Name {
    /// The rule, where it may be suppressed.
    fn suppressible(&self) -> Option<RuleId> {
        self.rule
            .filter(|id| rule::rule(*id).descriptor.suppressible)
    }
}

#[derive(Debug)]
struct Entry<'p> {
    reach: Reach<'p>,
    names: Vec<Name>,
    reason: String,
    until: Option<(Date, Place)>,
    /// The whole comment.
    removal: Option<Span>,
}

impl Entry<'_> {
    fn is_over(&self, today: Option<Date>) -> bool {
        self.until
            .zip(today)
            .is_some_and(|((until, _), today)| until < today)
    }
}

/// The suppressions of a run.
#[derive(Debug, Default)]
pub struct Suppressions<'p> {
    entries: Vec<Entry<'p>>,
    remarks: Vec<Remark>,
    /// What to write instead of words that name no rule.
    instead: HashMap<Box<str>, Option<String>>,
}

impl<'p> Suppressions<'p> {
    /// Whether there is none, and nothing to say about any.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.remarks.is_empty()
    }

    /// Takes a comment in, if it speaks to kafka-lint.
    pub fn add_comment(&mut self, id: SourceId, source: &SourceFile, comment: &Comment) {
        let Some(read) = directive::parse(&comment.text.text) else {
            return;
        };
        let place = |span: Span| Place { source: id, span };
        let whole = place(comment.text.span);
        let say = |code, message: String| Remark {
            code,
            message,
            help: None,
            place: whole,
            removal: None,
        };
        let directive = match read {
            Ok(directive) => directive,
            Err(why) => {
                let message = format!("this suppresses nothing: {why}");
                self.remarks.push(say("LNT008", message));
                return;
            }
        };
        let Some(reason) = directive.reason else {
            let message = "this suppression gives no reason, so it suppresses nothing";
            self.remarks.push(say("LNT009", message.to_owned()));
            return;
        };
        let reach = match (directive.of_file, comment.document, comment.subject) {
            (true, Some(document), _) => Reach::Within(id, document),
            (true, None, _) => Reach::Within(id, Span::new(0, u32::MAX)),
            (false, _, Some(subject)) => Reach::Within(id, subject),
            (false, _, None) => Reach::Nothing,
        };
        let removals = list_removals(&directive.rules, &comment.text);
        let mut names = Vec::with_capacity(removals.len());
        for (range, removal) in directive.rules.into_iter().zip(removals) {
            let word = &comment.text.text[range.clone()];
            let (rule, place) = (called(word), place(comment.text.part(range.clone()).span));
            if rule.is_none() {
                let shown = source.masked(place.span);
                let help = self.instead_of(word);
                self.remarks.push(Remark {
                    message: format!("`{shown}` is no code or name of a rule"),
                    help,
                    place,
                    ..say("LNT010", String::new())
                });
            }
            names.push(Name {
                rule,
                place,
                removal,
                used: false,
            });
        }
        let said = comment.text.part(reason.clone()).span;
        self.entries.push(Entry {
            reach,
            names,
            reason: match source.hides(said) {
                true => HIDDEN.to_owned(),
                false => {
                    let words = comment.text.text[reason].split_whitespace();
                    words.collect::<Vec<_>>().join(" ")
                }
            },
            until: directive.until.map(|until| (until, whole)),
            removal: whole_removal(source.raw(), comment),
        });
    }

    /// What to write instead of a word that names no rule; worked out once, and for a number of words.
    fn instead_of(&mut self, word: &str) -> Option<String> {
        if let Some(known) = self.instead.get(word) {
            return known.clone();
        }
        if self.instead.len() >= MOST_WORDS {
            return None;
        }
        let instead = instead_of(word);
        self.instead.insert(word.into(), instead.clone());
        instead
    }

    /// Takes in a section of the configuration with an index, whose file is a source of the run.
    pub fn add_section(
        &mut self,
        config: usize,
        section: &'p SuppressSection,
        id: SourceId,
        source: &SourceFile,
    ) {
        let place = |span: Span| Place { source: id, span };
        self.entries.push(Entry {
            reach: Reach::Section(config, section),
            names: section
                .rules
                .iter()
                .map(|(code, span)| Name {
                    rule: called(code),
                    place: place(*span),
                    removal: None,
                    used: false,
                })
                .collect(),
            reason: match source.hides(section.reason.1) {
                true => HIDDEN.to_owned(),
                false => section.reason.0.clone(),
            },
            until: section.until.map(|(until, span)| (until, place(span))),
            removal: None,
        });
    }

    /// Marks the findings that are suppressed. `governed` gives the configuration that governs a source, and
    /// the path of the source from there.
    pub fn apply<'d>(
        &mut self,
        diagnostics: impl Iterator<Item = &'d mut Diagnostic>,
        today: Option<Date>,
        governed: &dyn Fn(SourceId) -> Option<(usize, String)>,
    ) {
        let of = |over: bool| {
            let entries = self.entries.iter().enumerate();
            let entries = entries.filter(move |(_, entry)| entry.is_over(today) == over);
            entries.flat_map(|(at, entry)| {
                let names = entry.names.iter().enumerate();
                names
                    .filter_map(move |(n, name)| Some((entry.reach, name.suppressible()?, (at, n))))
            })
        };
        let mut scopes = Scopes::new(of(false).chain(of(true)));
        for diagnostic in diagnostics {
            let holding = scopes.holding(diagnostic, governed);
            for (entry, name) in &holding {
                self.entries[*entry].names[*name].used = true;
            }
            let mut entries = holding.iter().map(|(entry, _)| &self.entries[*entry]);
            let first = entries.find(|entry| !entry.is_over(today));
            diagnostic.suppressed = first.map(|entry| Suppression {
                by: match entry.reach {
                    Reach::Section(..) => "config",
                    _ => "comment",
                },
                reason: Some(entry.reason.clone()),
                until: entry.until.map(|(until, _)| until.to_string()),
            });
        }
    }

    /// What there is to say once all findings are known. `ran` tells whether a rule was run, with all that it
    /// needs to know, wherever a suppression holds.
    pub fn finish(
        self,
        today: Option<Date>,
        mut ran: impl FnMut(Reach<'p>, RuleId) -> bool,
    ) -> Vec<Remark> {
        let mut remarks = self.remarks;
        for entry in &self.entries {
            let findings: Vec<_> = entry
                .names
                .iter()
                .map(|name| idle(entry, name, &mut ran))
                .collect();
            // A comment goes as a whole where nothing of its list stays.
            let whole = findings.iter().all(Option::is_some);
            for (name, (code, message)) in entry
                .names
                .iter()
                .zip(findings)
                .filter_map(|(n, f)| Some((n, f?)))
            {
                remarks.push(Remark {
                    code,
                    message,
                    help: None,
                    place: name.place,
                    removal: if whole { entry.removal } else { name.removal },
                });
            }
            if let Some((until, place)) = entry.until.filter(|_| entry.is_over(today))
                && entry.names.iter().any(|name| name.used)
            {
                remarks.push(Remark {
                    code: "LNT012",
                    message: format!(
                        "this suppression held until {until}; what it suppressed is reported again"
                    ),
                    help: None,
                    place,
                    removal: None,
                });
            }
        }
        remarks
    }
}

/// Why a name of a list is of no use, if it is of none.
fn idle<'p>(
    entry: &Entry<'p>,
    name: &Name,
    ran: &mut impl FnMut(Reach<'p>, RuleId) -> bool,
) -> Option<(&'static str, String)> {
    let id = name.rule?;
    let code = rule::rule(id).descriptor.code;
    if name.suppressible().is_none() {
        return Some(("LNT013", format!("{code} cannot be suppressed")));
    }
    if name.used {
        return None;
    }
    let message = match entry.reach {
        Reach::Nothing => {
            format!("no setting or block follows, of which this would suppress {code}")
        }
        reach if ran(reach, id) => format!("{code} finds nothing here that this would suppress"),
        _ => return None,
    };
    Some((UNUSED, message))
}

/// The rule with a code or a slug.
fn called(word: &str) -> Option<RuleId> {
    rule::called(word).map(|(id, _)| id)
}

/// What to write instead of a word that names no rule.
fn instead_of(word: &str) -> Option<String> {
    let is = |c: &&Category| c.prefix.eq_ignore_ascii_case(word) || c.name == word;
    if CATEGORIES.iter().any(|category| is(&category)) {
        return Some("it is a category; name its rules one by one, by code or name".to_owned());
    }
    let unknown = UnknownSelector::new(word, &rule::descriptors());
    unknown
        .nearest
        .map(|nearest| format!("did you mean `{nearest}`?"))
}

/// What to take out of a list for each of its words: up to the next one, or from the last one on.
fn list_removals(words: &[Range<usize>], text: &Scalar) -> Vec<Option<Span>> {
    let plain = |range: Range<usize>| {
        let part = text.part(range);
        part.map.is_none().then_some(part.span)
    };
    let of = |at: usize| match (words.get(at + 1), at.checked_sub(1)) {
        (Some(next), _) => plain(words[at].start..next.start),
        (None, Some(last)) => plain(words[last].end..words[at].end),
        (None, None) => None,
    };
    (0..words.len()).map(of).collect()
}

/// The bytes to take out with a comment: its lines, where it has them to itself. Nothing where it stands inside
/// of a text whose lines are not those of the file.
fn whole_removal(raw: &[u8], comment: &Comment) -> Option<Span> {
    let (start, end) = (comment.span.start as usize, comment.span.end as usize);
    let (first, last) = (
        start.saturating_sub(LONGEST_LINE),
        (end + LONGEST_LINE).min(raw.len()),
    );
    let line =
        memchr::memrchr2(b'\n', b'\r', &raw[first..start]).map_or(first, |at| first + at + 1);
    let stop = memchr::memchr2(b'\n', b'\r', &raw[end..last]).map_or(last, |at| end + at);
    let before = raw[line..start].trim_ascii_end();
    let behind = raw[end..stop].trim_ascii_start();
    let (from, to) = match (before.is_empty(), behind.is_empty()) {
        (true, true) => {
            let line_end = match &raw[stop..] {
                [b'\r', b'\n', ..] => 2,
                rest => rest.len().min(1),
            };
            (line, stop + line_end)
        }
        _ if comment.document.is_some() => return None,
        (false, true) => (line + before.len(), end),
        (_, false) => (start, stop - behind.len()),
    };
    Some(Span::new(from as u32, to as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::comment::of_properties;
    use crate::syntax::{comment, json};

    #[test]
    fn words_and_comments_go_whole() {
        let text = "a, b ,c";
        let scalar = Scalar {
            text: text.into(),
            span: Span::new(0, text.len() as u32),
            map: None,
            quoted: false,
        };
        let words = [0..1, 3..4, 6..7];
        let left = |at: usize| {
            let span = list_removals(&words, &scalar)[at].unwrap();
            format!(
                "{}{}",
                &text[..span.start as usize],
                &text[span.end as usize..]
            )
        };
        assert_eq!([left(0), left(1), left(2)], ["b ,c", "a, c", "a, b"]);
        assert_eq!(list_removals(&words[..1], &scalar), [None]);
        let cut = |text: &str, comment: &Comment| {
            let span = whole_removal(text.as_bytes(), comment)?;
            Some(format!(
                "{}{}",
                &text[..span.start as usize],
                &text[span.end as usize..]
            ))
        };
        for (text, rest) in [
            ("a=1\n  # x\nb=2\n", "a=1\nb=2\n"),
            ("# x\r\nb=2", "b=2"),
            ("a=1\r# x\rb=2", "a=1\rb=2"),
            ("a=1\n# x", "a=1\n"),
        ] {
            let found = of_properties(text.as_bytes(), "x");
            assert_eq!(cut(text, &found[0]).as_deref(), Some(rest), "{text:?}");
        }
        let text = "{\"a\": 1, // x\n/* x */ \"b\": 2, /* x\n */\n\"c\": \"#x\\nd=1\"}";
        let found = comment::of_tree(text.as_bytes(), &json::parse(text), "x");
        let rests: Vec<_> = found.iter().map(|c| cut(text, c)).collect();
        let without = |part: &str| Some(text.replacen(part, "", 1));
        assert_eq!(
            rests,
            [
                without(" // x"),
                without("/* x */ "),
                without(" /* x\n */"),
                None
            ]
        );
    }
}
