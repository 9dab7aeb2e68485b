//! Reading a section by its table of keys. Whatever does not fit becomes a problem with its place, and
//! reading goes on.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Known;
use super::globs::Globs;
use super::sections::Section;
use crate::diagnostic::{Descriptor, Problems};
use crate::project::selection::{self, UnknownSelector};
use crate::project::{Date, Layer, Platform, VersionSpec};
use crate::source::{SourceFile, Span};

/// A value with its place.
pub(super) type Item<'v> = Spanned<DeValue<'v>>;

/// A list, or tables of one name, may be so long: matching costs that much for every file.
const LONGEST_LIST: usize = 1_000;

/// What a key takes, as far as an editor can be told.
#[derive(Copy, Clone)]
pub(super) enum Takes {
    Text,
    Texts,
    Count,
    Date,
    /// One of some words.
    OneOf(fn() -> Vec<&'static str>),
    /// Some of them.
    ManyOf(fn() -> Vec<&'static str>),
    /// A severity for each of some rules.
    Severities,
    /// For each of some rules, a threshold for each of some names.
    Params,
    /// A section.
    One(Section),
    /// Sections of one name.
    Several(Section),
    /// Sections with names of their own.
    Named(Section),
}

/// A key of a section.
pub(super) struct Key<T> {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) takes: Takes,
    /// A line that is right.
    pub(super) example: &'static str,
    /// Puts the value into the section.
    pub(super) read: fn(&mut T, &mut Reader<'_>, &Item<'_>),
}

pub(super) struct Reader<'s> {
    source: &'s SourceFile,
    /// Where the TOML starts in the file.
    base: u32,
    pub(super) known: Known<'s>,
    /// The platform of the section around the one that is read.
    pub(super) platform: Option<Platform>,
    /// Profiles of the user's own, by their names.
    pub(super) profiles: Vec<String>,
    pub(super) problems: Problems,
    /// The key that is read, and a line that is right for it.
    key: (&'static str, &'static str),
    /// Patterns so far.
    patterns: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(
        source: &'s SourceFile,
        base: u32,
        known: Known<'s>,
        problems: Problems,
    ) -> Self {
        Reader {
            source,
            base,
            known,
            platform: None,
            profiles: Vec::new(),
            problems,
            key: ("", ""),
            patterns: 0,
        }
    }

    /// Reads a table into a section. The keys are read in the order of `keys`, not in that of the file.
    pub(super) fn table<T>(
        &mut self,
        table: &DeTable<'_>,
        keys: &[Key<T>],
        section: &str,
        into: &mut T,
    ) {
        for key in keys {
            if let Some((_, item)) = table.iter().find(|(k, _)| k.get_ref() == key.name) {
                self.key = (key.name, key.example);
                (key.read)(into, self, item);
            }
        }
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !keys.iter().any(|k| k.name == name) {
                let names = || keys.iter().map(|k| k.name);
                self.problem(self.span(key), || {
                    let nearest = selection::nearest(name, names());
                    let help = match nearest {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("it has {}", listed(names())),
                    };
                    (format!("{section} has no key `{name}`"), Some(help))
                });
            }
        }
    }

    /// Reads the tables of one name, `[[cluster]]`, into a list.
    pub(super) fn tables<T: Default>(
        &mut self,
        item: &Item<'_>,
        keys: &[Key<T>],
        required: &[&str],
    ) -> Vec<T> {
        let (name, example) = self.key;
        let DeValue::Array(array) = item.get_ref() else {
            self.wrong_type(item, "a section of its own");
            return Vec::new();
        };
        self.limit(item, array.len());
        let mut sections = Vec::new();
        for item in array.iter().take(LONGEST_LIST) {
            self.key = (name, example);
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_type(item, "a section of its own");
                continue;
            };
            let title = format!("[[{name}]]");
            let mut section = T::default();
            self.table(table, keys, &title, &mut section);
            for one_of in required {
                // Of several with `|` between them one is enough; the first is the usual one.
                let key = &one_of.split('|').next().unwrap_or(one_of);
                let is_there = |name: &str| table.iter().any(|(k, _)| k.get_ref() == name);
                if !one_of.split('|').any(is_there) {
                    let right = keys.iter().find(|k| k.name == *key).map(|k| k.example);
                    self.problem(self.span(item), || {
                        let help = format!("write {}", right.unwrap_or(key));
                        (format!("this {title} has no `{key}`"), Some(help))
                    });
                }
            }
            sections.push(section);
        }
        sections
    }

    /// A section that is there once.
    pub(super) fn section<T>(&mut self, item: &Item<'_>, keys: &[Key<T>], section: &mut T) {
        let (name, _) = self.key;
        self.named_section(item, keys, &format!("[{name}]"), section);
    }

    /// A section with its title.
    pub(super) fn named_section<T>(
        &mut self,
        item: &Item<'_>,
        keys: &[Key<T>],
        title: &str,
        section: &mut T,
    ) {
        match item.get_ref() {
            DeValue::Table(table) => self.table(table, keys, title, section),
            _ => self.wrong_type(item, "a section of its own"),
        }
    }

    /// The entries of a table whose keys are no fixed names.
    pub(super) fn entries<'v>(&mut self, item: &'v Item<'_>) -> Vec<(&'v str, Span, &'v Item<'v>)> {
        let DeValue::Table(table) = item.get_ref() else {
            self.wrong_type(item, "a table");
            return Vec::new();
        };
        let entries = table.iter();
        entries
            .map(|(key, value)| (key.get_ref().as_ref(), self.span(key), value))
            .collect()
    }

    pub(super) fn text<'v>(&mut self, item: &'v Item<'_>) -> Option<&'v str> {
        match item.get_ref() {
            DeValue::String(text) => Some(text),
            _ => {
                self.wrong_type(item, "a text");
                None
            }
        }
    }

    pub(super) fn texts<'v>(&mut self, item: &'v Item<'_>) -> Vec<(&'v str, Span)> {
        let DeValue::Array(array) = item.get_ref() else {
            self.wrong_type(item, "a list of texts");
            return Vec::new();
        };
        self.limit(item, array.len());
        let mut texts = Vec::new();
        for item in array.iter().take(LONGEST_LIST) {
            if let Some(text) = self.text(item) {
                texts.push((text, self.span(item)));
            }
        }
        texts
    }

    /// A number of things; there is no negative one.
    pub(super) fn count(&mut self, item: &Item<'_>) -> Option<i64> {
        let DeValue::Integer(number) = item.get_ref() else {
            self.wrong_type(item, "a whole number");
            return None;
        };
        let read = i64::from_str_radix(number.as_str(), number.radix());
        match read {
            Ok(number) if number >= 0 => Some(number),
            _ => {
                let (key, example) = self.key;
                self.problem(self.span(item), || {
                    let help = format!("write {example}");
                    (
                        format!("`{key}` is a whole number, and none below 0"),
                        Some(help),
                    )
                });
                None
            }
        }
    }

    /// A day, as a date of TOML's or as a text.
    pub(super) fn date(&mut self, item: &Item<'_>) -> Option<Date> {
        let read = match item.get_ref() {
            DeValue::Datetime(date) => Date::parse(&date.to_string()),
            DeValue::String(text) => Date::parse(text),
            _ => {
                self.wrong_type(item, "a date");
                return None;
            }
        };
        if read.is_none() {
            let (key, example) = self.key;
            self.problem(self.span(item), || {
                let help = format!("write {example}");
                (format!("`{key}` is no day"), Some(help))
            });
        }
        read
    }

    /// One of several names.
    pub(super) fn named<T>(
        &mut self,
        item: &Item<'_>,
        names: impl Iterator<Item = &'static str>,
        find: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(item)?;
        let found = find(text);
        if found.is_none() {
            let names: Vec<&str> = names.collect();
            let key = self.key.0;
            self.problem(self.span(item), || {
                let nearest = selection::nearest(text, names.iter().copied());
                let help = match nearest {
                    Some(nearest) => format!("did you mean \"{nearest}\"?"),
                    None => format!("write one of {}", listed(names.iter().copied())),
                };
                (format!("`{key}` cannot be '{}'", short(text)), Some(help))
            });
        }
        found
    }

    /// Codes, slugs and categories of rules.
    pub(super) fn selectors(&mut self, item: &Item<'_>) -> Vec<String> {
        let rules = self.known.rules;
        let mut words = Vec::new();
        for (word, span) in self.texts(item) {
            match selection::names_any(word, rules) {
                true => words.push(word.to_owned()),
                false => self.problem(span, || unknown_rule(word, rules)),
            }
        }
        words
    }

    /// The rule that a key names by its code or slug.
    pub(super) fn rule(&mut self, word: &str, span: Span) -> Option<&'s Descriptor> {
        let rules = self.known.rules;
        let found = rules.iter().find(|rule| rule.is_called(word));
        if found.is_none() {
            self.problem(span, || match selection::names_any(word, rules) {
                true => {
                    let help = "name its rules one by one; `kafka-lint rules` lists them";
                    (
                        format!("'{word}' is a category, and this is for single rules"),
                        Some(help.to_owned()),
                    )
                }
                false => unknown_rule(word, rules),
            });
        }
        found
    }

    /// A version of Kafka in the words of the platform that holds here.
    pub(super) fn version(&mut self, layer: &Layer, item: &Item<'_>) -> Option<VersionSpec> {
        let text = self.text(item)?;
        let platform = self.known.platform.or(layer.platform).or(self.platform);
        let span = self.span(item);
        let source = format!("{}:{}", self.source.path(), self.line(span));
        let spec = VersionSpec::parse_on(text, platform.unwrap_or_default(), &source);
        if spec.is_err() {
            self.problem(span, || match text.contains("..") {
                true => (
                    "a file is judged by one version".to_owned(),
                    Some("give a range with --kafka-version".to_owned()),
                ),
                false => (
                    format!("'{}' is not a version of Kafka", short(text)),
                    Some(
                        "write a minor such as \"4.3\", a release such as \"3.9.1\", or a metadata version such as \"4.0-IV2\""
                            .to_owned(),
                    ),
                ),
            });
        }
        spec.ok()
    }

    /// Patterns of paths or names.
    pub(super) fn globs(&mut self, item: &Item<'_>) -> Globs {
        let texts = self.texts(item);
        let patterns: Vec<&str> = texts.iter().map(|(text, _)| *text).collect();
        self.patterns += patterns.len();
        if self.patterns > LONGEST_LIST {
            self.problem(self.span(item), || {
                (format!("a file may have {LONGEST_LIST} patterns"), None)
            });
            return Globs::default();
        }
        Globs::new(&patterns).unwrap_or_else(|(index, why)| {
            let span = texts.get(index).map_or(self.span(item), |(_, span)| *span);
            self.problem(span, || {
                (format!("this pattern cannot be used: {why}"), None)
            });
            Globs::default()
        })
    }

    pub(super) fn problem(&mut self, span: Span, say: impl FnOnce() -> (String, Option<String>)) {
        self.problems.add(span, say);
    }

    fn wrong_type(&mut self, item: &Item<'_>, wanted: &str) {
        let (key, example) = self.key;
        self.problem(self.span(item), || {
            let given = match item.get_ref() {
                DeValue::String(_) => "a text",
                DeValue::Integer(_) | DeValue::Float(_) => "a number",
                DeValue::Boolean(_) => "true or false",
                DeValue::Datetime(_) => "a date",
                DeValue::Array(_) => "a list",
                DeValue::Table(_) => "a table",
            };
            let help = match item.get_ref() {
                // Versions look like numbers.
                DeValue::Float(number) if wanted == "a text" => {
                    format!("write it in quotes: \"{}\"", short(number.as_str()))
                }
                _ => format!("write {example}"),
            };
            (
                format!("`{key}` takes {wanted}, and this is {given}"),
                Some(help),
            )
        });
    }

    fn limit(&mut self, item: &Item<'_>, length: usize) {
        if length > LONGEST_LIST {
            let key = self.key.0;
            self.problem(self.span(item), || {
                (
                    format!("`{key}` may have {LONGEST_LIST} entries, and this has {length}"),
                    None,
                )
            });
        }
    }

    pub(super) fn span<T>(&self, spanned: &Spanned<T>) -> Span {
        let span = spanned.span();
        Span::new(self.base + span.start as u32, self.base + span.end as u32)
    }

    pub(super) fn line(&self, span: Span) -> u32 {
        self.source.position(span.start).line
    }
}

fn unknown_rule(word: &str, rules: &[Descriptor]) -> (String, Option<String>) {
    let unknown = UnknownSelector::new(word, rules);
    let help = match unknown.nearest {
        Some(nearest) => format!("did you mean '{nearest}'?"),
        None => "`kafka-lint rules` lists them".to_owned(),
    };
    (
        format!("'{}' is no code, slug or category of a rule", short(word)),
        Some(help),
    )
}

/// So much of a text that a message can quote it.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// `a`, `b` and `c`, in backticks.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
