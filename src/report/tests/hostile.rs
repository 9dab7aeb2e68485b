//! Whatever bytes a file holds, reports stay harmless, short and right about places.
use miette::SourceCode;
use serde_json::Value;

use super::super::snippet::{Mark, Snippet};
use super::super::testing::*;
use super::super::{Format, Options, text};
use crate::diagnostic::Report;
use crate::model::ValueSource;
use crate::source::{Place, SourceFile, SourceId, Span};

/// A report with one finding at a span of a file with these bytes.
fn one(bytes: &[u8], span: Span) -> Report {
    let mut report = empty();
    let source = add_file(&mut report, "f.properties", bytes, &[]);
    push(
        &mut report,
        finding("DUR002", "a", "1", Some(Place { source, span })),
    );
    report
}

/// The human report of a part of a text.
fn human_of(bytes: &[u8], part: &[u8]) -> String {
    human(&one(bytes, find(bytes, 0, part).unwrap()))
}

/// The text at a location, found the way a reader of the JSON would: from lines and columns.
fn text_at(bytes: &[u8], location: &Value) -> String {
    let decoded: String = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    };
    let text = decoded.replace("\r\n", "\n").replace('\r', "\n");
    let offset = |line: &Value, column: &Value| {
        let (line, column) = (line.as_u64().unwrap(), column.as_u64().unwrap());
        let before: usize = text
            .split('\n')
            .take(line as usize - 1)
            .map(|l| l.chars().count() + 1)
            .sum();
        before + column as usize - 1
    };
    let from = offset(&location["line"], &location["column"]);
    let to = offset(&location["end_line"], &location["end_column"]);
    text.chars().skip(from).take(to - from).collect()
}

#[test]
fn the_text_at_each_location_is_the_written_value() {
    let files: [&[u8]; 6] = [
        b"a=one\nb=two three\n\nc=4",
        "\u{feff}a=\u{e9}\u{e9}n\r\nb=\u{6f22}\u{5b57}\r\nc=\u{1f980}x".as_bytes(),
        b"a=caf\xe9\nb=\xfc\xfc\nc=3\n",
        b"a=1\rb=2\rc=3\r",
        "\tkey\t=\tvalue\u{202e}\n  \u{1b}[31m = red\n".as_bytes(),
        "\u{feff}".as_bytes(),
    ];
    let mut checked = 0;
    for bytes in files {
        // Every span within a line, in order and then backwards: near ones are found from the last.
        let mut spans: Vec<Span> = Vec::new();
        let is_border =
            |i: usize| std::str::from_utf8(bytes).map_or(true, |text| text.is_char_boundary(i));
        let first = if bytes.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        for start in (first..bytes.len()).filter(|i| is_border(*i)) {
            for end in (start + 1..=bytes.len()).filter(|i| is_border(*i)) {
                if !bytes[start..end].iter().any(|b| matches!(b, b'\r' | b'\n')) {
                    spans.push(Span::new(start as u32, end as u32));
                }
            }
        }
        let backwards: Vec<Span> = spans.iter().rev().copied().collect();
        spans.extend(backwards);
        let mut report = empty();
        let source = add_file(&mut report, "f", bytes, &[]);
        for span in &spans {
            push(
                &mut report,
                finding(
                    "DUR002",
                    "a",
                    "1",
                    Some(Place {
                        source,
                        span: *span,
                    }),
                ),
            );
        }
        let json = render(&report, Format::Json, &Options::default());
        let document: Value = serde_json::from_str(&json).unwrap();
        let file = SourceFile::new("f", bytes.to_vec());
        for (found, span) in document["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .zip(&spans)
        {
            assert_eq!(text_at(bytes, &found["location"]), file.masked(*span));
            checked += 1;
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn no_output_can_steer_a_terminal() {
    let evil = "\x1b]0;title\x07\x1b[2J\u{9b}31m\u{202e}\u{2066}\u{200b}\x08\u{7f}\u{e0041}";
    let bytes = format!("a={evil}\n# {evil}\nb=2\n");
    let mut report = empty();
    let source = add_file(
        &mut report,
        &format!("dir/{evil}\n.properties"),
        bytes.as_bytes(),
        &[],
    );
    let place = at(&report, source, "2\n");
    let mut hostile = finding("DUR002", evil, evil, Some(place));
    hostile.help = Some(evil.to_owned());
    hostile.kafka_version = Some(evil.into());
    hostile.rejected_by_kafka = true;
    hostile.subject.written_as = Some(evil.to_owned());
    hostile.evidence = vec![
        evidence(
            evil,
            Some(evil),
            ValueSource::Explicit,
            Some(at(&report, source, "a=")),
        ),
        evidence(evil, Some(evil), ValueSource::Default, None),
    ];
    push(&mut report, hostile);
    let mut unset = finding(
        "DUR002",
        evil,
        evil,
        Some(Place {
            source,
            span: Span::new(0, 0),
        }),
    );
    unset.subject.value_source = Some(ValueSource::Unset);
    unset.entity = Some(topic(evil));
    push(&mut report, unset);
    report.notes.push(evil.to_owned());
    report.clusters.push(cluster(evil, evil, evil));
    report.undecided.push(crate::diagnostic::Undecided {
        rule: rule("DUR002"),
        entity: topic(evil),
        reason: evil.to_owned(),
    });
    add_input(&mut report, evil, crate::diagnostic::Status::Unparsable);
    report.summary.complete = false;
    for format in Format::ALL {
        for verbose in [false, true] {
            let options = Options {
                verbose,
                command: format!("kafka-lint check {evil}"),
                ..Options::default()
            };
            let out = render(&report, format, &options);
            let bad: Vec<char> = out
                .chars()
                .filter(|c| *c != '\n' && text::is_hostile(*c))
                .collect();
            assert!(bad.is_empty(), "{format:?}: {bad:?}\n{out}");
        }
    }
    report.diagnostics[0].message = "\x7f".to_owned();
    assert!(render(&report, Format::Json, &Options::default()).contains("\"\\u007f\""));
    // JSON readers still get the very text.
    let json = render(&report, Format::Json, &Options::default());
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["diagnostics"][0]["value"], evil);
}

#[test]
fn a_line_of_ten_megabytes_prints_as_a_few_columns() {
    let mut bytes = vec![b'x'; 10 << 20];
    bytes[0] = b'a';
    bytes[1] = b'=';
    for at in [2, 5 << 20, (10 << 20) - 5] {
        bytes[at..at + 5].copy_from_slice(b"VALUE");
        let text = human(&one(&bytes, Span::new(at as u32, at as u32 + 5)));
        bytes[at..at + 5].copy_from_slice(b"xxxxx");
        assert!(text.contains("VALUE"), "{at}");
        assert!(text.contains(&format!("f.properties:1:{}]", at + 1)));
        let widest = text.lines().map(|l| l.chars().count()).max();
        assert!(widest <= Some(120), "{widest:?}");
    }
    let whole = human(&one(&bytes, Span::new(2, bytes.len() as u32)));
    assert!(whole.len() < 2000, "{}", whole.len());
}

#[test]
fn a_long_line_is_never_cut_within_a_character() {
    let text = format!(
        "{}VALUE{}",
        "\u{1f980}".repeat(1000),
        "\u{1f980}".repeat(1000)
    );
    for shift in 0..4 {
        let bytes = format!("{}{text}{}\n", "x".repeat(shift), "x".repeat(shift));
        let text = human_of(bytes.as_bytes(), b"VALUE");
        assert!(text.contains("\u{1f980}VALUE\u{1f980}"), "{text}");
        assert!(!text.contains('\u{fffd}'), "{text}");
    }
}

#[test]
fn lines_that_are_not_shown_are_never_skipped_silently() {
    let text = format!("a=1\n{}b=2\n", "# filler\n".repeat(50));
    let file = SourceFile::new("f", text.clone().into_bytes());
    let mark = |part: &[u8]| Mark {
        span: find(text.as_bytes(), 0, part).unwrap(),
        text: None,
        primary: true,
    };
    let snippet = Snippet::new(&file, vec![mark(b"a=1"), mark(b"b=2")], 80, "…");
    let [first, second] = [&snippet.labels[0], &snippet.labels[1]].map(|l| *l.inner());
    assert!(snippet.read_span(&first, 1, 1).is_ok());
    let hull = second.offset() + second.len() - first.offset();
    let hull = miette::SourceSpan::new(first.offset().into(), hull);
    assert!(snippet.read_span(&hull, 1, 1).is_err());
}

#[test]
fn marks_stand_under_what_they_mark() {
    // Width 1 each, so the columns of text and mark can be compared.
    for (bytes, part) in [
        (
            b"a=1\nkey = value # end\nb=2".as_slice(),
            b"value".as_slice(),
        ),
        ("\u{feff}a=\u{e9}\u{e9}value\r\n".as_bytes(), b"value"),
        (b"\xe9\xe9=value\n", b"value"),
        (b"\tkey:\tvalue\n", b"value"),
        ("a=\u{1b}[1mvalue\n".as_bytes(), b"value"),
    ] {
        let text = human_of(bytes, part);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines
            .iter()
            .position(|l| l.contains("value") && l.contains('│'))
            .unwrap();
        let marked: String = lines[at]
            .chars()
            .zip(lines[at + 1].chars().chain(std::iter::repeat(' ')))
            .filter(|(_, mark)| matches!(mark, '─' | '┬'))
            .map(|(c, _)| c)
            .collect();
        assert_eq!(marked, "value", "{text}");
    }
}

#[test]
fn odd_spans_render() {
    let bytes = b"a=1\nb=\nc=3";
    for span in [
        Span::new(6, 6),
        Span::new(10, 10),
        Span::new(0, 10),
        Span::new(3, 4),
        Span::new(10, 4000),
        Span::new(9, 2),
        Span::new(4000, 5000),
    ] {
        let text = human(&one(bytes, span));
        assert!(text.contains("╭─[f.properties:"), "{span:?}\n{text}");
        assert!(!text.contains("Failed"), "{span:?}\n{text}");
    }
    for bytes in [
        b"".as_slice(),
        b"\n",
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b"\xef\xbb",
    ] {
        for start in 0..=bytes.len() as u32 {
            let text = everything(&one(bytes, Span::new(start, start + 1)));
            assert!(
                text.contains("DUR002") && !text.contains("Failed"),
                "{bytes:?}\n{text}"
            );
        }
    }
}

#[test]
fn a_span_of_some_lines_is_drawn_and_of_many_is_cut() {
    let few = human_of(b"x=1\na=1,\\\n  2,\\\n  3\nb=2\n", b"1,\\\n  2,\\\n  3");
    let many = [b"a=".as_slice(), &b"1,\\\n".repeat(100), b"1\n"].concat();
    let many = human(&one(&many, Span::new(2, many.len() as u32 - 1)));
    assert!(many.lines().count() < 20, "{many}");
    insta::assert_snapshot!(few + "\n=====\n" + &many);
}

#[test]
fn related_places_far_away_get_a_snippet_of_their_own() {
    let mut report = empty();
    let text = format!("a=1\n{}b=2\n", "# filler\n".repeat(50));
    let source = add_file(&mut report, "f.properties", text.as_bytes(), &[]);
    let mut far = finding("DUR002", "b", "2", Some(at(&report, source, "2\n")));
    let other = at(&report, source, "1\n");
    far.evidence
        .push(evidence("a", Some("1"), ValueSource::Explicit, Some(other)));
    let elsewhere = add_file(&mut report, "other.properties", "c=3\n", &[]);
    let third = at(&report, elsewhere, "3");
    far.evidence
        .push(evidence("c", Some("3"), ValueSource::Explicit, Some(third)));
    let mut foreign = evidence("b", Some("7"), ValueSource::DynamicTopic, None);
    foreign.entity = topic("payments");
    far.evidence.push(foreign);
    far.evidence
        .push(evidence("b", Some("2"), ValueSource::Explicit, far.place));
    push(&mut report, far);
    let text = human(&report);
    assert!(
        text.contains("`b` of topic payments = 7 (dynamic-topic)"),
        "{text}"
    );
    assert!(!text.contains("`b` = 2"), "said by the line itself: {text}");
    assert!(
        text.contains("f.properties:1:3]") && text.contains("f.properties:52:3]"),
        "{text}"
    );
    assert!(text.contains("`c` = 3 at other.properties:1:3"), "{text}");
    assert!(text.matches("filler").count() == 2, "{text}");
}

#[test]
fn a_finding_whose_source_was_not_kept_still_names_its_file() {
    let mut report = one(b"a=1\n", Span::new(2, 3));
    report.sources[0] = None;
    assert!(human(&report).contains("--> f.properties"));
    let line = render(&report, Format::Concise, &Options::default());
    assert!(line.starts_with("f.properties: error DUR002"), "{line}");
}

#[test]
fn an_unset_key_shows_its_file_and_no_line() {
    let mut report = one(b"first.line=1\n", Span::new(0, 0));
    report.diagnostics[0].subject.value_source = Some(ValueSource::Unset);
    let text = human(&report);
    assert!(text.contains("--> f.properties (topic orders)"), "{text}");
    assert!(!text.contains("first.line"), "{text}");
    assert_eq!(report.diagnostics[0].place.unwrap().source, SourceId(0));
}
