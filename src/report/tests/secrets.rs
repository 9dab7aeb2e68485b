//! No output of any kind shows a secret, wherever in a finding or near it one stands.
use super::super::diff;
use super::super::testing::*;
use crate::diagnostic::{Applicability, Fix, Report, SourceEdit};
use crate::model::ValueSource;
use crate::source::{HIDDEN, Place, SourceFile, Span};

const SECRETS: [&str; 4] = [
    "hunter2-value",
    "hunter2-near",
    "hunter2-folded",
    "hunter2-jaas",
];

const TEXT: &str = "\
ssl.keystore.password=hunter2-near
ssl.key.password=hunter2-value
sasl.jaas.config=Login required \\
  username=\"kafka\" \\
  password=\"hunter2-jaas\" \\
  other=\"hunter2-folded\";
acks=1
";

fn planted(text: &str) -> (Report, crate::source::SourceId) {
    let mut report = empty();
    let source = add_file(&mut report, "client.properties", text, &SECRETS);
    (report, source)
}

fn assert_kept(all: &str) {
    assert!(!all.contains("hunter2"), "{all}");
}

#[test]
fn of_the_value_and_its_neighbours() {
    let (mut report, source) = planted(TEXT);
    let place = at(&report, source, "hunter2-value");
    push(
        &mut report,
        finding("DUR002", "ssl.key.password", HIDDEN, Some(place)),
    );
    let all = everything(&report);
    assert!(all.contains("ssl.keystore.password=[hidden]"), "{all}");
    assert_kept(&all);
}

#[test]
fn of_a_continuation_and_of_a_label_within_one() {
    let (mut report, source) = planted(TEXT);
    let whole = {
        let file = report.sources[source.0 as usize].as_ref().unwrap();
        let start = find(file.raw(), 0, b"Login").unwrap().start;
        Span::new(start, find(file.raw(), 0, b";").unwrap().end)
    };
    let inside = at(&report, source, "ter2-ja");
    for span in [
        whole,
        inside.span,
        Span::new(inside.span.end, inside.span.end),
    ] {
        push(
            &mut report,
            finding(
                "DUR002",
                "sasl.jaas.config",
                HIDDEN,
                Some(Place { source, span }),
            ),
        );
    }
    let all = everything(&report);
    assert!(all.contains("password=\"[hidden]\""), "{all}");
    assert!(
        !all.contains("[hidden][hidden]"),
        "one secret, shown once: {all}"
    );
    assert_kept(&all);
}

#[test]
fn of_values_messages_and_help_that_nobody_replaced() {
    let (mut report, source) = planted(TEXT);
    let near = at(&report, source, "hunter2-near");
    let place = at(&report, source, "hunter2-value");
    let mut told = finding("DUR002", "ssl.key.password", "hunter2-value", Some(place));
    told.message = "hunter2-value equals hunter2-near".to_owned();
    told.help = Some("do not write hunter2-near".to_owned());
    told.evidence.push(evidence(
        "ssl.keystore.password",
        Some("hunter2-near"),
        ValueSource::Explicit,
        Some(near),
    ));
    push(&mut report, told);
    let mut marked = finding("DUR002", "x.password", "hunter2-live", None);
    marked.subject.secret = true;
    push(&mut report, marked);
    assert_kept(&everything(&report));
}

#[test]
fn of_edits() {
    let (mut report, source) = planted(TEXT);
    let place = at(&report, source, "hunter2-value");
    let acks = at(&report, source, "acks=1");
    let edit = |place, secret| SourceEdit {
        place,
        text: b"hunter2-new".to_vec(),
        secret,
    };
    let mut mended = finding("DUR002", "acks", "1", Some(acks));
    mended.fixes.push(Fix {
        title: "Write it".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![edit(acks, true), edit(place, false)],
    });
    push(&mut report, mended);
    assert_kept(&everything(&report));
}

#[test]
fn of_a_long_line_cut_within_one() {
    let text = format!("a={}{}{}\n", "x".repeat(3000), SECRETS[0], "y".repeat(3000));
    let (mut report, source) = planted(&text);
    let secret = at(&report, source, SECRETS[0]).span;
    for start in secret.start - 500..secret.end + 500 {
        let place = Place {
            source,
            span: Span::new(start, start + 1),
        };
        push(&mut report, finding("DUR002", "a", "x", Some(place)));
    }
    // Parts of the secret count as well.
    let all = everything(&report);
    for part in ["hunter", "2-value", "ter2", "nter"] {
        assert!(!all.contains(part), "{part}");
    }
}

#[test]
fn of_a_long_secret_that_brings_the_cut_of_a_line_into_sight() {
    for length in 330..370 {
        let (crabs, secret) = ("\u{1f980}".repeat(200), "s".repeat(length));
        let text = format!("{crabs}{secret}VALUE{secret}{crabs}\n");
        let mut report = empty();
        let source = add_file(&mut report, "f", text.as_bytes(), &[&secret]);
        let place = at(&report, source, "VALUE");
        push(&mut report, finding("DUR002", "a", "x", Some(place)));
        let text = human(&report);
        assert!(text.contains("[hidden]VALUE[hidden]"), "{text}");
        assert!(
            !text.contains("sss") && !text.contains('\u{fffd}'),
            "{text}"
        );
    }
}

#[test]
fn of_a_default_that_points_at_a_header_over_secrets() {
    let (mut report, source) = planted(TEXT);
    let span = Span::new(0, TEXT.len() as u32);
    let mut unset = finding("DUR002", "linger.ms", "5", Some(Place { source, span }));
    unset.subject.value_source = Some(ValueSource::Default);
    push(&mut report, unset);
    let all = everything(&report);
    assert!(
        all.contains("`linger.ms` is 5"),
        "a default is no secret: {all}"
    );
    assert_kept(&all);
}

fn file(text: &str, secrets: &[&str]) -> SourceFile {
    let mut report = empty();
    add_file(&mut report, "kafka/client.properties", text, secrets);
    report.sources.pop().unwrap().unwrap()
}

fn diffed(old: &SourceFile, new: &SourceFile, color: bool) -> String {
    let mut out = Vec::new();
    diff::write(old, new, color, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn of_a_diff_even_where_the_new_text_was_not_searched() {
    let old = file(TEXT, &SECRETS);
    let text = TEXT
        .replace("ssl.key.password=", "ssl.key.password = ")
        .replace("acks=1", "acks=all");
    for secrets in [&SECRETS[..], &[]] {
        for color in [false, true] {
            let diff = diffed(&old, &file(&text, secrets), color);
            assert!(diff.contains("+ssl.key.password = [hidden]"), "{diff}");
            assert_kept(&diff);
        }
    }
    insta::assert_snapshot!(diffed(&old, &file(&text, &SECRETS), false));
}

#[test]
fn of_a_diff_in_another_encoding() {
    let file = |bytes: &[u8]| SourceFile::new("f", bytes.to_vec());
    let mut old = file(b"a.password=geh\xfcim\n");
    old.hide(Span::new(11, 17));
    let diff = diffed(&old, &file(b"a.password = geh\xfcim\n"), false);
    assert!(
        diff.ends_with("-a.password=[hidden]\n+a.password = [hidden]\n"),
        "{diff}"
    );
}

#[test]
fn diffs_are_what_patch_reads() {
    let old = file("a=1\r\nb=2\r\nc=3\r\nd=4\r\ne=5\r\nf=6", &[]);
    let new = file("a=1\r\nb=2\r\nc=9\r\nd=4\r\ne=5\r\nf=6\n", &[]);
    assert_eq!(
        diffed(&old, &new, false),
        "--- a/kafka/client.properties\n+++ b/kafka/client.properties\n@@ -1,6 +1,6 @@\n \
         a=1\r\n b=2\r\n-c=3\r\n+c=9\r\n d=4\r\n e=5\r\n-f=6\n\\ No newline at end of file\n+f=6\n"
    );
    let none = file("", &[]);
    assert!(diffed(&none, &file("a=1\n", &[]), false).contains("@@ -0,0 +1 @@\n+a=1\n"));
    assert_eq!(diffed(&old, &old, false), "");
    let hostile = diffed(&none, &file("a=\x1b[2J\u{202e}\n", &[]), false);
    assert!(hostile.contains("+a=\\x1b[2J\\u{202e}\n"), "{hostile}");
}
