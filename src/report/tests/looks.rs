//! Snapshots of rendering, and what the first screen holds.
use super::super::testing::*;
use super::super::{Format, Options, Style};
use crate::diagnostic::{
    Applicability, Change, Fix, FixIntent, LivePlace, Passed, Report, Severity, SourceEdit, Status,
    Suppression, Undecided,
};
use crate::model::ValueSource;
use crate::source::{Place, Span};

const SERVER: &str = "\
process.roles=broker
node.id=1
log.retention.ms=-5

default.replication.factor=3
num.partitions=3
log.dirs=/var/lib/kafka
min.insync.replicas=1
auto.create.topics.enable=false
";

/// One of everything that a person may see.
pub(super) fn full() -> Report {
    let mut report = empty();
    report
        .clusters
        .push(cluster("prod", "3.9", "image tag in compose.yaml:12"));
    let server = add_file(&mut report, "kafka/server.properties", SERVER, &[]);
    let compose = add_file(
        &mut report,
        "compose.yaml",
        "services:\n  kafka:\n    environment:\n      KAFKA_NUM_PARTITIONS: 900\n",
        &[],
    );

    let mut refused = finding(
        "KFK003",
        "log.retention.ms",
        "-5",
        Some(at(&report, server, "-5")),
    );
    refused.rejected_by_kafka = true;
    refused.refusal = Some("range");
    refused.message = "`log.retention.ms` is -5: Kafka takes -1 or more".to_owned();
    refused.help = Some("write -1 to keep everything, or a time in milliseconds".to_owned());
    refused.entity = None;
    push(&mut report, refused);

    let mut low = finding("DUR002", "min.insync.replicas", "1", None);
    low.place = Some(Place {
        source: server,
        span: at(&report, server, "min.insync.replicas=1").span,
    });
    let value = low.place.unwrap().span.end;
    low.place = Some(Place {
        source: server,
        span: Span::new(value - 1, value),
    });
    low.message =
        "`min.insync.replicas` is 1: a write acknowledged with `acks=all` may live on one \
                   replica only, and is lost with it"
            .to_owned();
    low.help = Some("write 2; with three replicas one may fail and writes go on".to_owned());
    low.evidence = vec![
        evidence(
            "min.insync.replicas",
            Some("1"),
            ValueSource::Explicit,
            low.place,
        ),
        evidence(
            "default.replication.factor",
            Some("3"),
            ValueSource::Explicit,
            Some(Place {
                source: server,
                span: {
                    let key = at(&report, server, "factor=3").span;
                    Span::new(key.end - 1, key.end)
                },
            }),
        ),
        evidence(
            "unclean.leader.election.enable",
            Some("false"),
            ValueSource::Default,
            None,
        ),
    ];
    low.intent = Some(FixIntent {
        key: "min.insync.replicas".to_owned(),
        change: Change::Set("2".to_owned()),
        applicability: Applicability::Unsafe,
    });
    low.fixes = vec![Fix {
        title: "Set `min.insync.replicas` to 2".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![SourceEdit {
            place: low.place.unwrap(),
            text: b"2".to_vec(),
            secret: false,
        }],
    }];
    push(&mut report, low);

    let mut many = finding(
        "TOP001",
        "num.partitions",
        "900",
        Some(at(&report, compose, "900")),
    );
    many.subject.written_as = Some("KAFKA_NUM_PARTITIONS".to_owned());
    many.message =
        "`num.partitions` is 900: every topic that is created by itself gets so many".to_owned();
    many.help = None;
    many.kafka_version = Some("2.8".into());
    many.until = Some("3.9".to_owned());
    many.intent = Some(FixIntent {
        key: "num.partitions".to_owned(),
        change: Change::Unset,
        applicability: Applicability::Safe,
    });
    push(&mut report, many);

    let mut unset = finding("TOP001", "log.segment.bytes", "1073741824", None);
    unset.severity = Severity::Info;
    unset.place = Some(Place {
        source: server,
        span: Span::new(0, 0),
    });
    unset.subject.value_source = Some(ValueSource::Default);
    unset.message = "`log.segment.bytes` is not set: 1 GiB for each of 900 partitions".to_owned();
    push(&mut report, unset);

    let mut live = finding("TOP001", "retention.ms", "1", None);
    live.severity = Severity::Warning;
    live.live = Some(LivePlace {
        cluster: "prod".to_owned(),
        resource: "topic orders".to_owned(),
        broker: Some(2),
        source: ValueSource::DynamicTopic,
    });
    live.subject.value_source = Some(ValueSource::DynamicTopic);
    push(&mut report, live);

    let mut accepted = finding(
        "TOP001",
        "num.partitions",
        "3",
        Some(at(&report, server, "3")),
    );
    accepted.suppressed = Some(Suppression {
        by: "comment",
        reason: Some("agreed".to_owned()),
        until: Some("2027-01-01".to_owned()),
    });
    push(&mut report, accepted);

    report.undecided.push(Undecided {
        rule: rule("DUR002"),
        entity: topic("payments"),
        reason: "the replication factor is not known".to_owned(),
    });
    report
        .notes
        .push("values.yaml is a Helm chart, which is not read yet".to_owned());
    add_input(&mut report, "README.md", Status::NotKafka);
    report.summary.passed = 41;
    report
}

#[test]
fn human_without_color() {
    insta::assert_snapshot!(human(&full()));
}

#[test]
fn human_in_color() {
    insta::assert_snapshot!(render(&full(), Format::Human, &in_color()));
}

#[test]
fn human_in_ascii_on_a_narrow_terminal() {
    let options = Options {
        style: Style {
            unicode: false,
            links: false,
            width: 60,
            color: false,
        },
        verbose: true,
        ..Options::default()
    };
    let text = render(&full(), Format::Human, &options);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn concise() {
    insta::assert_snapshot!(render(&full(), Format::Concise, &Options::default()));
}

#[test]
fn json() {
    let options = Options {
        fixes_wanted: true,
        tool_version: "1.2.3".to_owned(),
        ..Options::default()
    };
    insta::assert_snapshot!(render(&full(), Format::Json, &options));
}

/// A run that was asked for a checklist.
pub(super) fn checked() -> Report {
    let mut report = full();
    report.passed = Some(vec![Passed {
        rule: rule("TOP001"),
        entity: topic("payments"),
        evidence: vec![evidence(
            "min.insync.replicas",
            Some("2"),
            ValueSource::Default,
            None,
        )],
    }]);
    report
}

#[test]
fn checklist() {
    insta::assert_snapshot!(render(&checked(), Format::Checklist, &Options::default()));
}

/// The codes that a human report heads its findings with.
fn headed(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.starts_with("error ") || line.starts_with("warning "))
        .filter_map(|line| line.split(' ').nth(1))
        .collect()
}

/// `count` findings of one rule, each on a line of its own file or of one file.
fn many(report: &mut Report, code: &str, count: usize, one_file: bool) {
    let text = "num.partitions=900\n".repeat(count);
    let mut source = None;
    for i in 0..count {
        let file = match source {
            Some(file) if one_file => file,
            _ => add_file(
                report,
                &format!("{code}-{i}.properties"),
                text.as_bytes(),
                &[],
            ),
        };
        source = Some(file);
        let start = 19 * i as u32 + 15;
        let place = Place {
            source: file,
            span: Span::new(start, start + 3),
        };
        push(report, finding(code, "num.partitions", "900", Some(place)));
    }
}

#[test]
fn the_worst_come_first_and_what_fits_is_shown_whole() {
    let mut report = empty();
    many(&mut report, "TOP001", 5, true);
    many(&mut report, "DUR002", 5, true);
    let text = human(&report);
    assert_eq!(headed(&text), [["DUR002"; 5], ["TOP001"; 5]].concat());
    assert!(!text.contains("not shown"), "{text}");
}

#[test]
fn a_crowded_first_screen_holds_few_of_each_rule_and_counts_the_rest() {
    let mut report = empty();
    many(&mut report, "TOP001", 40, false);
    many(&mut report, "DUR002", 12, true);
    let text = human(&report);
    assert_eq!(
        headed(&text),
        [vec!["DUR002"; 3], vec!["TOP001"; 12]].concat()
    );
    assert!(
        text.contains("… and 37 findings not shown (28 TOP001 and 9 DUR002)"),
        "{text}"
    );
}

#[test]
fn verbose_shows_ten_of_a_rule_in_a_file_and_says_how_many_more() {
    let mut report = empty();
    many(&mut report, "TOP001", 40, false);
    many(&mut report, "DUR002", 12, true);
    let options = Options {
        verbose: true,
        ..Options::default()
    };
    let text = render(&report, Format::Human, &options);
    assert_eq!(
        headed(&text),
        [vec!["DUR002"; 10], vec!["TOP001"; 40]].concat()
    );
    assert!(
        text.contains("… and 2 more of DUR002 in this file"),
        "{text}"
    );
    let lines = render(&report, Format::Concise, &options);
    assert_eq!(lines.lines().count(), 53);
}

#[test]
fn suppressed_findings_are_counted_not_shown() {
    let mut report = empty();
    many(&mut report, "DUR002", 1, true);
    report.summary.errors = 0;
    report.summary.suppressed = 1;
    report.diagnostics[0].suppressed = Some(Suppression {
        by: "baseline",
        reason: None,
        until: None,
    });
    let text = human(&report);
    assert!(headed(&text).is_empty());
    assert!(
        text.starts_with("No problems found. 1 suppressed."),
        "{text}"
    );
    let lines = render(&report, Format::Concise, &Options::default());
    assert_eq!(
        lines,
        "0 errors, 0 warnings, 0 infos, 1 suppressed; 1 file, 1 entity\n"
    );
}

#[test]
fn human_when_all_is_well() {
    let mut report = empty();
    add_file(&mut report, "server.properties", SERVER, &[]);
    report.summary.passed = 57;
    insta::assert_snapshot!(human(&report));
}

#[test]
fn human_when_nothing_is_recognised() {
    let mut report = empty();
    add_input(&mut report, "README.md", Status::NotKafka);
    add_input(&mut report, "values.yaml", Status::Unsupported);
    report.inputs[1].format = Some("Helm values");
    report.summary.complete = false;
    insta::assert_snapshot!(human(&report));
}

#[test]
fn human_when_incomplete() {
    let mut report = empty();
    add_file(&mut report, "server.properties", SERVER, &[]);
    for i in 0..7 {
        add_input(&mut report, &format!("broken-{i}.yaml"), Status::Unparsable);
    }
    report.summary.complete = false;
    insta::assert_snapshot!(human(&report));
}

#[test]
fn human_with_many_clusters() {
    let mut report = empty();
    add_file(&mut report, "server.properties", SERVER, &[]);
    for i in 0..9 {
        report
            .clusters
            .push(cluster(&format!("eu-{i}"), "3.9", "--kafka-version"));
    }
    insta::assert_snapshot!(human(&report));
}
