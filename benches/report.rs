//! How fast reports are written: 10,000 findings in each format.
use std::sync::Arc;

use divan::{Bencher, black_box};
use kafka_lint::diagnostic::{
    CATEGORIES, Confidence, Descriptor, Diagnostic, Evidence, InputReport, Report, RuleId,
    Severity, Status, Subject, Summary,
};
use kafka_lint::model::{EntityKind, EntityRef, ValueSource};
use kafka_lint::report::{Format, Options, Style, write};
use kafka_lint::source::{Input, InputKind, Place, SourceFile, SourceId, Span};

const FINDINGS: u32 = 10_000;

fn main() {
    divan::main();
}

fn finding(rule: u16, source: u32, span: Span, entity: &Arc<EntityRef>) -> Diagnostic {
    let place = Some(Place {
        source: SourceId(source),
        span,
    });
    let key = "min.insync.replicas".to_owned();
    Diagnostic {
        rule: RuleId(rule),
        severity: Severity::Warning,
        confidence: Confidence::High,
        rejected_by_kafka: false,
        refusal: None,
        message: "`min.insync.replicas` is 1: a write acknowledged with `acks=all` may be on one \
                  replica only"
            .to_owned(),
        help: Some("write `min.insync.replicas=2`".to_owned()),
        entity: Some(entity.clone()),
        subject: Subject {
            key: Some(key.clone()),
            written_as: None,
            value: Some("1".to_owned()),
            value_source: Some(ValueSource::Explicit),
            secret: false,
        },
        kafka_version: Some("4.3".into()),
        until: None,
        place,
        live: None,
        evidence: vec![Evidence {
            entity: entity.clone(),
            key,
            value: Some("1".to_owned()),
            value_source: ValueSource::Explicit,
            place,
        }],
        intent: None,
        fixes: Vec::new(),
        fingerprint: u128::from(source) << 64 | u128::from(span.start),
        suppressed: None,
        owner: None,
    }
}

/// Findings spread over so many rules, each on its line of the files, or all on one line.
fn report(files: u32, rules: u16, end: u8) -> Report {
    let entity = Arc::new(EntityRef {
        kind: EntityKind::Topic,
        name: Some("orders".to_owned()),
        cluster: "default".to_owned(),
    });
    let per_file = FINDINGS / files;
    let mut line = b"min.insync.replicas=1".to_vec();
    line.push(end);
    let mut report = Report {
        descriptors: (0..rules)
            .map(|_| Descriptor {
                code: "DUR002",
                slug: "min-insync-replicas-too-low",
                title: "",
                category: &CATEGORIES[1],
                severity: Severity::Warning,
                confidence: Confidence::High,
                applies_to: &[],
                key: None,
                why: "",
                fix: "",
                exceptions: "",
                references: &[],
                kafka: "",
                off_by_default: false,
                suppressible: true,
                fixable: None,
            })
            .collect(),
        clusters: Vec::new(),
        inputs: Vec::new(),
        sources: Vec::new(),
        diagnostics: Vec::new(),
        undecided: Vec::new(),
        passed: None,
        upgrade: None,
        gate: None,
        notes: Vec::new(),
        summary: Summary {
            files,
            warnings: FINDINGS,
            complete: true,
            ..Summary::default()
        },
    };
    for source in 0..files {
        let path = format!("kafka/server-{source}.properties");
        report.inputs.push(InputReport {
            input: Input {
                identity: String::new(),
                path: path.clone(),
                kind: InputKind::File,
                named: false,
                config: None,
            },
            status: Status::Linted,
            dialect: Some("properties"),
            entities: 1,
            settings: per_file,
            format: None,
        });
        let text = line.repeat(per_file as usize);
        report.sources.push(Some(SourceFile::new(path, text)));
        for i in 0..per_file {
            let start = i * line.len() as u32 + 20;
            let rule = (i % u32::from(rules)) as u16;
            let span = Span::new(start, start + 1);
            report
                .diagnostics
                .push(finding(rule, source, span, &entity));
        }
    }
    report
}

const CASES: [(&str, u32, u16, u8); 3] = [
    ("one file", 1, 1000, b'\n'),
    ("1,000 files", 1000, 10, b'\n'),
    ("one line", 1, 1000, b' '),
];

fn bench(bencher: Bencher<'_, '_>, case: &str, format: Format, verbose: bool) {
    let (_, files, rules, end) = CASES.into_iter().find(|c| c.0 == case).unwrap_or(CASES[0]);
    let report = report(files, rules, end);
    let options = Options {
        verbose,
        style: Style {
            color: true,
            ..Style::default()
        },
        ..Options::default()
    };
    bencher.bench_local(|| {
        let mut out = Vec::new();
        let written = write(black_box(&report), format, &options, &mut out);
        assert!(written.is_ok());
        out
    });
}

#[divan::bench(args = CASES.map(|c| c.0))]
fn human_verbose(bencher: Bencher<'_, '_>, case: &str) {
    bench(bencher, case, Format::Human, true);
}

#[divan::bench(args = CASES.map(|c| c.0))]
fn human_first_screen(bencher: Bencher<'_, '_>, case: &str) {
    bench(bencher, case, Format::Human, false);
}

#[divan::bench(args = CASES.map(|c| c.0))]
fn concise(bencher: Bencher<'_, '_>, case: &str) {
    bench(bencher, case, Format::Concise, false);
}

#[divan::bench(args = CASES.map(|c| c.0))]
fn json(bencher: Bencher<'_, '_>, case: &str) {
    bench(bencher, case, Format::Json, false);
}
