//! Ways of writing one configuration, and how they are held against each other.
use std::collections::BTreeSet;
use std::fmt::Write as _;

use kafka_lint::model::{EntityKind, ValueSource};
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, VersionSpec};
use kafka_lint::source::MemorySources;

/// Kafka's keys with their values.
pub type Settings = &'static [(&'static str, &'static str)];

/// One way of writing a configuration.
pub struct Way {
    /// The file's name.
    pub path: &'static str,
    /// What it holds.
    pub text: String,
    /// How the findings differ from those of the plainest way; whatever is not named here must not differ.
    pub differs: &'static [Differs],
}

/// A difference. One that is named and does not show is a failure as well.
#[derive(Debug)]
pub enum Differs {
    /// The reader of the file drops the key and never hands it to Kafka: KFK017 instead of all else about it.
    Drops(&'static str),
    /// The file has no place for the key.
    CannotSay(&'static str),
    /// A finding by code and key that is not there.
    Lacks(&'static str, &'static str),
    /// A finding that only this way has.
    Adds(&'static str, &'static str),
}

/// Code, kind of entity, key, and whether Kafka refuses.
type Found = BTreeSet<(String, String, String, bool)>;

/// What is made of one file.
pub struct Read {
    /// What is found.
    found: Found,
    /// The keys and values that are written, sorted.
    written: Vec<(String, String)>,
}

/// Reads and lints one file, with no other around; entities of other kinds than `kind` are left out.
pub fn read(path: &str, text: &str, read_as: Option<ReadAs>, kind: EntityKind) -> Read {
    let mut sources = MemorySources::default();
    sources.add(path, text.as_bytes());
    let project = Project {
        given: Layer {
            kafka_version: Some(VersionSpec::parse("3.9.1").unwrap()),
            profile: Some(Profile::Production.into()),
            ..Layer::default()
        },
        read_as,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    let of_kind = report
        .diagnostics
        .iter()
        .filter(|d| d.entity.as_ref().is_none_or(|e| e.kind == kind));
    let found = of_kind.map(|d| {
        (
            report.descriptor(d.rule).code.to_owned(),
            d.entity
                .as_ref()
                .map_or_else(String::new, |e| e.kind.name().to_owned()),
            d.subject.key.clone().unwrap_or_default(),
            d.rejected_by_kafka,
        )
    });
    let entities = pipeline::entities(&sources, &project);
    let mut written: Vec<(String, String)> = entities
        .iter()
        .filter(|(entity, _)| entity.kind == kind)
        .flat_map(|(entity, _)| &entity.settings)
        .filter(|s| [ValueSource::Explicit, ValueSource::Static].contains(&s.source))
        .map(|s| {
            let value = s.value.known().unwrap_or_default().trim();
            (s.key.name().to_owned(), value.to_owned())
        })
        .collect();
    written.sort();
    Read {
        found: found.collect(),
        written,
    }
}

/// Holds every way against the plainest one, which has all of `settings` and at least so many findings.
pub fn compare(plainest: &Read, settings: Settings, least: usize, kind: EntityKind, ways: &[Way]) {
    assert_eq!(plainest.written.len(), settings.len());
    assert!(plainest.found.len() >= least, "{:#?}", plainest.found);
    let mut wrong = String::new();
    for way in ways {
        let this = read(way.path, &way.text, None, kind);
        if let Err(why) = hold(plainest, &this, way.differs) {
            let _ = writeln!(wrong, "{}:\n{why}\n{}", way.path, way.text);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn hold(plainest: &Read, this: &Read, table: &[Differs]) -> Result<(), String> {
    let mut expected = plainest.found.clone();
    let mut found = this.found.clone();
    let mut written = plainest.written.clone();
    let mut idle = Vec::new();
    for differs in table {
        let (before, there) = (expected.len(), found.len());
        let said = written.len();
        match differs {
            Differs::Drops(key) => {
                expected.retain(|(_, _, k, _)| k != key);
                found.retain(|(code, _, k, _)| code != "KFK017" || k != key);
                written.retain(|(k, _)| k != key);
                if found.len() == there {
                    idle.push(differs);
                }
                continue;
            }
            Differs::CannotSay(key) => {
                expected.retain(|(_, _, k, _)| k != key);
                written.retain(|(k, _)| k != key);
            }
            Differs::Lacks(code, key) => {
                expected.retain(|(c, _, k, _)| (&**c, &**k) != (code, key))
            }
            Differs::Adds(code, key) => found.retain(|(c, _, k, _)| (&**c, &**k) != (code, key)),
        }
        if (expected.len(), found.len(), written.len()) == (before, there, said) {
            idle.push(differs);
        }
    }
    let more: Vec<_> = found.difference(&expected).collect();
    let less: Vec<_> = expected.difference(&found).collect();
    let unread: Vec<_> = written
        .iter()
        .filter(|w| !this.written.contains(w))
        .collect();
    let unwritten: Vec<_> = this
        .written
        .iter()
        .filter(|w| !written.contains(w))
        .collect();
    match more.is_empty() && less.is_empty() && idle.is_empty() && written == this.written {
        true => Ok(()),
        false => Err(format!(
            "found here only {more:#?}\nnot found here {less:#?}\nread here only {unwritten:?}\nnot read here {unread:?}\nnamed for nothing {idle:#?}"
        )),
    }
}

/// One line for each setting.
pub fn lines(settings: Settings, line: impl Fn(&str, &str) -> String) -> String {
    settings
        .iter()
        .fold(String::new(), |mut out, (key, value)| {
            let _ = writeln!(out, "{}", line(key, value));
            out
        })
}

/// A property file.
pub fn properties(settings: Settings) -> String {
    lines(settings, |key, value| format!("{key}={value}"))
}

/// A mapping of YAML, indented.
pub fn mapping(settings: Settings, by: usize) -> String {
    lines(settings, |key, value| {
        format!("{}{key}: '{value}'", " ".repeat(by))
    })
}

/// A mapping of Terraform's.
pub fn hcl(settings: Settings) -> String {
    lines(settings, |key, value| format!("    {key:?} = {value:?}"))
}

/// Text with each line indented.
pub fn indented(text: &str, by: usize) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}{line}", " ".repeat(by));
        out
    })
}
