//! Reports made by hand.
use std::sync::Arc;

use super::{Format, Options, Style, write};
use crate::diagnostic::{
    Applicability, Category, ClusterReport, Confidence, Descriptor, Diagnostic, Evidence,
    InputReport, Report, RuleId, Severity, Status, Subject, Summary,
};
use crate::model::{EntityKind, EntityRef, ValueSource};
use crate::source::{Input, InputKind, Place, SourceFile, SourceId, Span};

/// The rules of every report here.
pub(super) const RULES: [(&str, &str, Severity); 3] = [
    ("DUR002", "min-insync-replicas-too-low", Severity::Error),
    ("KFK003", "value-out-of-range", Severity::Error),
    ("TOP001", "too-many-partitions", Severity::Warning),
];

pub(super) fn rule(code: &str) -> RuleId {
    let at = RULES.iter().position(|(c, _, _)| *c == code);
    RuleId(at.unwrap() as u16)
}

fn descriptor(code: &'static str, slug: &'static str, severity: Severity) -> Descriptor {
    Descriptor {
        code,
        slug,
        title: "A title",
        category: Category::of_code(code).unwrap(),
        severity,
        confidence: Confidence::High,
        applies_to: &["topic"],
        key: None,
        why: "Why.",
        fix: "The rule's own help.",
        exceptions: "",
        references: &["https://kafka.apache.org/documentation/"],
        kafka: "",
        off_by_default: false,
        suppressible: true,
        fixable: Some(Applicability::Unsafe),
    }
}

/// A report without anything in it, complete.
pub(super) fn empty() -> Report {
    Report {
        descriptors: RULES
            .into_iter()
            .map(|(code, slug, severity)| descriptor(code, slug, severity))
            .collect(),
        clusters: vec![cluster("default", "4.3", "newest known")],
        inputs: Vec::new(),
        sources: Vec::new(),
        diagnostics: Vec::new(),
        undecided: Vec::new(),
        passed: None,
        upgrade: None,
        gate: None,
        notes: Vec::new(),
        summary: Summary {
            complete: true,
            ..Summary::default()
        },
    }
}

pub(super) fn cluster(name: &str, version: &str, source: &str) -> ClusterReport {
    ClusterReport {
        entities: 1,
        name: name.to_owned(),
        kafka_version: version.into(),
        version_source: source.into(),
        platform: "apache".to_owned(),
        profile: "production".to_owned(),
    }
}

/// Adds a file; each part of `secrets` is hidden wherever it occurs.
pub(super) fn add_file(
    report: &mut Report,
    path: &str,
    bytes: impl Into<Vec<u8>>,
    secrets: &[&str],
) -> SourceId {
    let bytes = bytes.into();
    let mut file = SourceFile::new(path, bytes.clone());
    for secret in secrets {
        let mut from = 0;
        while let Some(span) = find(&bytes, from, secret.as_bytes()) {
            file.hide(span);
            from = span.end;
        }
    }
    add_input(report, path, Status::Linted);
    report.summary.files += 1;
    report.summary.entities += 1;
    *report.sources.last_mut().unwrap() = Some(file);
    let input = report.inputs.last_mut().unwrap();
    input.dialect = Some("properties");
    input.entities = 1;
    input.settings = 3;
    SourceId(report.sources.len() as u32 - 1)
}

/// Adds an input without text.
pub(super) fn add_input(report: &mut Report, path: &str, status: Status) {
    report.inputs.push(InputReport {
        input: Input {
            path: path.to_owned(),
            identity: String::new(),
            kind: InputKind::File,
            named: true,
            config: None,
        },
        status,
        dialect: None,
        entities: 0,
        settings: 0,
        format: None,
    });
    report.sources.push(None);
}

/// The first occurrence of a part at or after an offset.
pub(super) fn find(bytes: &[u8], from: u32, part: &[u8]) -> Option<Span> {
    let tail = &bytes[from as usize..];
    let at = tail.windows(part.len()).position(|w| w == part)? as u32 + from;
    Some(Span::new(at, at + part.len() as u32))
}

/// The place of the first occurrence of a part in a source.
pub(super) fn at(report: &Report, source: SourceId, part: &str) -> Place {
    let file = report.sources[source.0 as usize].as_ref().unwrap();
    let span = find(file.raw(), 0, part.as_bytes()).unwrap();
    Place { source, span }
}

pub(super) fn topic(name: &str) -> Arc<EntityRef> {
    Arc::new(EntityRef {
        kind: EntityKind::Topic,
        name: Some(name.to_owned()),
        cluster: "default".to_owned(),
    })
}

/// A finding about a written value.
pub(super) fn finding(code: &str, key: &str, value: &str, place: Option<Place>) -> Diagnostic {
    let (_, _, severity) = RULES[rule(code).0 as usize];
    Diagnostic {
        rule: rule(code),
        severity,
        confidence: Confidence::High,
        rejected_by_kafka: false,
        refusal: None,
        message: format!("`{key}` is {value}: an acknowledged write may be on one replica only"),
        help: Some(format!("write `{key}=2`")),
        entity: Some(topic("orders")),
        subject: Subject {
            key: Some(key.to_owned()),
            written_as: None,
            value: Some(value.to_owned()),
            value_source: Some(ValueSource::Explicit),
            secret: false,
        },
        kafka_version: Some("4.3".into()),
        until: None,
        place,
        live: None,
        evidence: Vec::new(),
        intent: None,
        fixes: Vec::new(),
        fingerprint: 0x2a,
        suppressed: None,
        owner: None,
    }
}

pub(super) fn evidence(
    key: &str,
    value: Option<&str>,
    from: ValueSource,
    place: Option<Place>,
) -> Evidence {
    Evidence {
        entity: topic("orders"),
        key: key.to_owned(),
        value: value.map(str::to_owned),
        value_source: from,
        place,
    }
}

/// Adds a finding and counts it.
pub(super) fn push(report: &mut Report, diagnostic: Diagnostic) {
    let summary = &mut report.summary;
    match (&diagnostic.suppressed, diagnostic.severity) {
        (Some(_), _) => summary.suppressed += 1,
        (None, Severity::Error) => summary.errors += 1,
        (None, Severity::Warning) => summary.warnings += 1,
        (None, Severity::Info) => summary.infos += 1,
    }
    report.diagnostics.push(diagnostic);
}

/// The report in a format.
pub(super) fn render(report: &Report, format: Format, options: &Options) -> String {
    let mut out = Vec::new();
    write(report, format, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) fn human(report: &Report) -> String {
    render(report, Format::Human, &Options::default())
}

pub(super) fn in_color() -> Options {
    Options {
        style: Style {
            color: true,
            ..Style::default()
        },
        ..Options::default()
    }
}

/// Every format, with and without colour, brief and verbose, with fixes: one text to search.
pub(super) fn everything(report: &Report) -> String {
    let mut all = String::new();
    for format in Format::ALL {
        for verbose in [false, true] {
            for color in [false, true] {
                let options = Options {
                    verbose,
                    fixes_wanted: true,
                    style: Style {
                        color,
                        ..Style::default()
                    },
                    ..Options::default()
                };
                all.push_str(&render(report, format, &options));
            }
        }
    }
    all
}
