//! What the JSON contract says beyond shapes, and what `write` promises.
use std::io;

use serde_json::{Value, json};

use super::super::testing::*;
use super::super::{Format, Options, write};
use super::looks::full;
use crate::diagnostic::{Applicability, Fix, Report, SourceEdit};

fn document(report: &Report, options: &Options) -> Value {
    serde_json::from_str(&render(report, Format::Json, options)).unwrap()
}

fn with_fixes() -> Options {
    Options {
        fixes_wanted: true,
        ..Options::default()
    }
}

#[test]
fn formats_have_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("xml"), None);
}

#[test]
fn fixes_are_there_only_when_asked_for() {
    let plain = document(&full(), &Options::default());
    let asked = document(&full(), &with_fixes());
    for (plain, asked) in plain["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .zip(asked["diagnostics"].as_array().unwrap())
    {
        assert!(plain.get("fixes").is_none());
        assert!(asked["fixes"].is_array());
    }
}

#[test]
fn inputs_that_are_not_kafkas_are_listed_only_when_verbose() {
    let count = |verbose| {
        let options = Options {
            verbose,
            ..Options::default()
        };
        document(&full(), &options)["inputs"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((count(false), count(true)), (2, 3));
}

#[test]
fn help_url_and_version_are_never_missing() {
    let mut report = empty();
    report.clusters.push(cluster("prod", "3.9", ""));
    let mut bare = finding("TOP001", "num.partitions", "9", None);
    bare.help = None;
    bare.kafka_version = None;
    push(&mut report, bare.clone());
    let mut placed = (*topic("orders")).clone();
    placed.cluster = "prod".to_owned();
    bare.entity = Some(placed.into());
    push(&mut report, bare);
    let first = &document(&report, &Options::default())["diagnostics"];
    assert_eq!(first[0]["help"], "The rule's own help.");
    assert_eq!(first[0]["url"], "https://kafka.apache.org/documentation/");
    assert_eq!(first[0]["kafka_version"], "4.3");
    assert_eq!(first[1]["kafka_version"], "3.9");
    let options = Options {
        rule_pages: Some("https://example.org/rules/".to_owned()),
        ..Options::default()
    };
    let pages = document(&report, &options);
    assert_eq!(
        pages["diagnostics"][0]["url"],
        "https://example.org/rules/TOP001"
    );
}

#[test]
fn edits_are_bytes_of_the_file_and_text_of_its_encoding() {
    let mut report = empty();
    let latin1 = add_file(&mut report, "latin1", b"a=\xe9\xe9 1\n".as_slice(), &[]);
    let marked = add_file(&mut report, "bom", "\u{feff}a=1\n", &[]);
    for source in [latin1, marked] {
        let place = at(&report, source, "1");
        let mut mended = finding("TOP001", "a", "1", Some(place));
        let text = if source == latin1 {
            b"\xfc".to_vec()
        } else {
            "ü".as_bytes().to_vec()
        };
        mended.fixes.push(Fix {
            title: "Write it".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![SourceEdit {
                place,
                text,
                secret: false,
            }],
        });
        push(&mut report, mended);
    }
    let document = document(&report, &with_fixes());
    let edit = |i: usize| &document["diagnostics"][i]["fixes"][0]["edits"][0];
    assert_eq!(
        *edit(0),
        json!({"path": "latin1", "start": 5, "end": 6, "text": "ü"})
    );
    assert_eq!(
        *edit(1),
        json!({"path": "bom", "start": 5, "end": 6, "text": "ü"})
    );
}

#[test]
fn each_finding_is_a_line_of_the_document() {
    let text = render(&full(), Format::Json, &Options::default());
    let lines = text
        .lines()
        .filter(|line| line.starts_with("{\"code\":") && line.contains("fingerprint"));
    assert_eq!(lines.count(), full().diagnostics.len());
}

/// Takes so many bytes, then fails as a full disk does.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    for format in Format::ALL {
        let length = render(&full(), format, &Options::default()).len();
        for room in [0, 100, length - 1] {
            let result = write(&full(), format, &Options::default(), &mut Full(room));
            let error = result.expect_err("the output is cut");
            assert_eq!(
                error.kind(),
                io::ErrorKind::StorageFull,
                "{format:?} {room}"
            );
        }
        assert!(write(&full(), format, &Options::default(), &mut Full(length)).is_ok());
    }
}
