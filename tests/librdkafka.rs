//! Against librdkafka itself: a published build is asked, and what it says to a value is what has to be said here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::BTreeMap;
use std::process::Command;

use kafka_lint::catalog::{self, Component};
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, Selection};
use kafka_lint::source::MemorySources;
use kafka_lint::syntax::properties;

/// What is left out, by a word of the validator, and why.
const LEFT_OUT: [(&str, &str); 3] = [
    ("opaque:patterns", "regular expressions of the C library"),
    (
        "opaque:plugins",
        "it loads what it is given: the machine's to say",
    ),
    ("opaque:refuses", "another build of the library takes it"),
];

/// Left out by their names: what the build at hand can do is its to say, an empty version of brokers is
/// taken for none only by the code that parses it, and the library's own tests hook into the last one.
const BY_NAME: [&str; 3] = [
    "builtin.features",
    "broker.version.fallback",
    "ut_handle_ProduceResponse",
];

fn tool(args: &[&str]) -> Option<String> {
    let tool = support::root().join("tools/librdkafka-facts/librdkafka-facts");
    match Command::new(tool).args(args).output() {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap()),
        Ok(output) => {
            support::skip(
                "asking librdkafka",
                &String::from_utf8_lossy(&output.stderr),
            );
            None
        }
        Err(error) => {
            support::skip("asking librdkafka", &error.to_string());
            None
        }
    }
}

fn unescape(text: &str) -> String {
    text.replace("\\t", "\t")
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\\\", "\\")
}

/// Whether we say that the library refuses a setting.
fn refused(key: &str, value: &str, ignore: &[&str]) -> bool {
    let document = properties::parse(b"");
    let insertion = properties::insert(&document, b"", key, value).unwrap();
    let mut sources = MemorySources::default();
    sources.add("x.properties", insertion.text);
    let project = Project {
        given: Layer {
            profile: Some(Profile::Production.into()),
            selection: Selection {
                select: ["KFK001", "KFK002", "KFK003", "KFK005"]
                    .map(str::to_owned)
                    .to_vec(),
                ignore: ignore.iter().map(|code| (*code).to_owned()).collect(),
                ..Selection::default()
            },
            ..Layer::default()
        },
        read_as: Some(ReadAs::Librdkafka),
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    assert_eq!(report.summary.entities, 2);
    // A version is only assumed, so what older ones take is not called rejected.
    !report.diagnostics.is_empty()
}

#[test]
fn refuses_what_librdkafka_refuses_and_nothing_else() {
    let newest = catalog::newest_read(Component::Librdkafka).to_string();
    let Some(library) = tool(&["fetch", &newest]) else {
        return;
    };
    let Some(answers) = tool(&["probe", library.trim()]) else {
        return;
    };
    let definitions: BTreeMap<&str, catalog::Definition> = catalog::definitions(
        Component::Librdkafka,
        catalog::newest_read(Component::Librdkafka),
    )
    .map(|d| (catalog::key_name(d.key), d))
    .collect();
    let (mut agreed, mut left_out, mut counts) = (0_u32, 0_u32, [0_u32; 2]);
    let mut wrong = Vec::new();
    for line in answers.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<String> = line.split('\t').map(unescape).collect();
        let [key, value, verdict, message] = columns.as_slice() else {
            panic!("{line}");
        };
        let told = definitions
            .get(key.as_str())
            .is_some_and(|d| LEFT_OUT.iter().any(|(word, _)| d.validator.contains(word)));
        // A property file cannot hold every text, and unset is none.
        if told || BY_NAME.iter().any(|name| key.contains(name)) || value.contains('\0') {
            left_out += 1;
            continue;
        }
        let theirs = verdict != "ok";
        counts[usize::from(theirs)] += 1;
        if refused(key, value, &[]) == theirs {
            agreed += 1;
        } else {
            wrong.push(format!(
                "{key}={value:?}: librdkafka says {verdict}: {message}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {agreed} differ\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
    let cases = counts[0] + counts[1];
    assert!(
        cases > 5_000 && counts[0] * 5 >= cases && counts[1] * 5 >= cases,
        "{counts:?}"
    );
    for (key, value, code) in [
        ("enable.idempotence", "maybe", "KFK001"),
        ("linger.ms", "-1", "KFK002"),
        ("compression.codec", "brotli", "KFK003"),
        ("no.such.property", "1", "KFK005"),
    ] {
        assert!(
            refused(key, value, &[]) && !refused(key, value, &[code]),
            "{code} is not what refuses {key}"
        );
    }
    eprintln!("librdkafka {newest}: {agreed} cases agreed, {left_out} left out");
}
