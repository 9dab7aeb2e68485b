//! The property parser against `java.util.Properties` itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use kafka_lint::syntax::properties::{Encoding, ProblemKind, parse};
use support::Random;

const DOCUMENTS: usize = 40_000;

const PIECES: [&[u8]; 44] = [
    b"\\",
    b"\\",
    b"\\",
    b"\n",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"\x0c",
    b"=",
    b":",
    b"#",
    b"!",
    b"u",
    b" ",
    b" ",
    b"a",
    b"b",
    b"key",
    b"value",
    b"\\u00e9",
    b"\\u0041",
    b"\\u12",
    b"\\uD83D",
    b"\\uDE00",
    b"0",
    b"9",
    b"f",
    b"\\\n",
    b"\\\r",
    b"\\\r\n",
    b"\\\\",
    b"\\=",
    b"\\ ",
    b"\\#",
    b"\\t",
    b"\0",
    "é".as_bytes(),
    "😀".as_bytes(),
    b"\xE9",
    b"\x85",
    "\u{2028}".as_bytes(),
    b"log.dirs=/tmp",
    b"acks = all",
];

fn generate(random: &mut Random) -> Vec<u8> {
    let length = random.below(28);
    (0..length)
        .flat_map(|_| random.pick(&PIECES).to_vec())
        .collect()
}

/// The cases that showed what a reader of the documentation would miss, and those that are long.
fn fixed() -> Vec<Vec<u8>> {
    let mut cases: Vec<Vec<u8>> = [
        &b""[..],
        b"\\",
        b"\\\n",
        b"\\\r",
        b"\\\r\n",
        b"\\\n#c\na=b",
        b"\\\n\n#c",
        b"a\\\n#b=c",
        b"a=\\\n",
        b"a=b\\",
        b"a\\=b=c",
        b"\\\\=a",
        b"\\\n \\\n =x",
        b" \\\n",
        b"\\\n ",
        b"#\\\na=b",
        b"!c\\\\\\\na=b",
        b"a=\\u004",
        b"a=\\u004g",
        b"\\u003d=x",
        b"a=\\ud83d\\ude00",
        b"a=\\ude00\\ud83d",
        b"a\x0c=\x0cb",
        b"\x0c#c",
        b"a = = = b",
        b":::",
        b"a\\\r\n\r\nb",
    ]
    .iter()
    .map(|c| c.to_vec())
    .collect();
    // Java reads 8192 characters at a time; what is special about its ends must not show.
    for shift in 8180..8200 {
        for tail in [&b"\\\nb"[..], b"\\\r\nb", b"\r\nb=c", b"\\"] {
            cases.push([b"a=", vec![b'x'; shift].as_slice(), tail].concat());
        }
    }
    cases
}

fn unhex(hex: &str) -> String {
    let bytes: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap())
        .collect();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn agrees_with_java_util_properties() {
    let source = support::root().join("tools/properties-oracle/PropertiesOracle.java");
    let Some(classes) = support::javac(&[source], "properties-oracle") else {
        return support::skip(
            "the comparison with java.util.Properties",
            "there is no javac",
        );
    };
    let seed = std::env::var("KAFKA_LINT_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(20_261_124);
    let mut random = Random(seed);
    let mut documents = fixed();
    documents.extend((0..DOCUMENTS).map(|_| generate(&mut random)));
    let mut java = Command::new("java")
        .args(["-XX:TieredStopAtLevel=1", "-cp"])
        .arg(&classes)
        .arg("PropertiesOracle")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = java.stdin.take().unwrap();
    let input: Vec<u8> = documents
        .iter()
        .flat_map(|d| {
            let mut framed = vec![u8::from(parse(d).encoding == Encoding::Utf8)];
            framed.extend((d.len() as u32).to_be_bytes());
            framed.extend(d);
            framed
        })
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = java.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let answers: Vec<&str> = std::str::from_utf8(&output.stdout)
        .unwrap()
        .lines()
        .collect();
    assert_eq!(answers.len(), documents.len());
    let (mut thrown, mut entries) = (0, 0);
    for (document, answer) in documents.iter().zip(answers) {
        let ours = parse(document);
        let throws = ours
            .problems
            .iter()
            .any(|p| p.kind == ProblemKind::MalformedEscape);
        let shown = String::from_utf8_lossy(document);
        assert_eq!(throws, answer == "throws", "seed {seed}: {shown:?}");
        if throws {
            thrown += 1;
            continue;
        }
        let theirs: Vec<(String, String)> = answer
            .split(' ')
            .skip(1)
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(k, v)| (unhex(k), unhex(v)))
            .collect();
        let ours: Vec<(String, String)> = ours
            .entries
            .iter()
            .map(|e| (e.key.text.to_string(), e.value.text.to_string()))
            .collect();
        entries += theirs.len();
        assert_eq!(ours, theirs, "seed {seed}: {shown:?}");
    }
    // A generator that makes nothing of interest would agree too.
    assert!(
        thrown > documents.len() / 100 && entries > documents.len() / 2,
        "{thrown} thrown, {entries} entries"
    );
    eprintln!(
        "{} documents, {entries} entries, {thrown} refused: no difference",
        documents.len()
    );
}
