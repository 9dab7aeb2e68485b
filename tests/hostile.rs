//! Spoilt files of every dialect under the names of every dialect: what `fuzz/checks.rs` says of any bytes holds for
//! them. The same numbers are drawn on every machine; `KAFKA_LINT_HOSTILE` says how many rounds there are, for a
//! long run.
#![allow(clippy::unwrap_used, clippy::print_stderr, dead_code, unreachable_pub)]
use std::path::{Path, PathBuf};

#[path = "../fuzz/checks.rs"]
mod checks;
mod support;

use support::Random;

/// Rounds over all fixtures.
const ROUNDS: usize = 6;

/// Pieces that mean something to one of the readers, and some that mean nothing to any.
const PIECES: [&[u8]; 40] = [
    b"\n",
    b"\r",
    b"\t",
    b"  ",
    b":",
    b": ",
    b"- ",
    b"=",
    b"#",
    b"\"",
    b"'",
    b"\\",
    b"\\u00",
    b"\\\n",
    b"{",
    b"}",
    b"[",
    b"]",
    b"{{ .Values.x }}",
    b"{%",
    b"${",
    b"${A:-",
    b"$$",
    b"&a ",
    b"*a",
    b"<<: *a",
    b"|\n",
    b">-\n",
    b"---\n",
    b"<<EOT\n",
    b"!!binary ",
    b"/*",
    b"\0",
    b"\xff",
    b"\xc3",
    "\u{feff}".as_bytes(),
    "\u{2028}".as_bytes(),
    "ü".as_bytes(),
    "😀".as_bytes(),
    b"9999999999999999999999",
];

fn fixtures(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => fixtures(&path, out),
            false => out.push(path),
        }
    }
}

/// The files with their names.
fn all() -> Vec<(String, Vec<u8>)> {
    let mut paths = Vec::new();
    fixtures(&support::root().join("fixtures"), &mut paths);
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read(&path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// The bytes with one to four mistakes in them.
fn spoil(bytes: &[u8], others: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(out.len() + 1);
        let end = (at + random.below(40)).min(out.len());
        match random.below(8) {
            0 => out.truncate(at),
            1 | 2 => drop(out.drain(at..end)),
            3 => {
                let twice = out[at..end].to_vec();
                out.splice(at..at, twice);
            }
            4 => {
                let (_, other) = random.pick(others);
                let from = random.below(other.len());
                let to = (from + random.below(200)).min(other.len());
                out.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let piece = *random.pick(&PIECES);
                out.splice(at..at, piece.iter().copied());
            }
        }
    }
    out
}

fn rounds() -> usize {
    let rounds = std::env::var("KAFKA_LINT_HOSTILE").ok();
    rounds.and_then(|text| text.parse().ok()).unwrap_or(ROUNDS)
}

/// What was read and written over, all in all.
#[derive(Default, Debug)]
struct Counts {
    settings: usize,
    written_over: usize,
}

impl Counts {
    fn add(&mut self, (settings, written_over): (usize, bool)) {
        self.settings += settings;
        self.written_over += usize::from(written_over);
    }
}

#[test]
fn whole_files_are_read_and_a_value_may_be_written_over_itself() {
    let mut counts = Counts::default();
    for (name, bytes) in all() {
        counts.add(checks::lint(&name, &bytes));
    }
    assert!(
        counts.settings > 800 && counts.written_over > 40,
        "{counts:?}"
    );
}

#[test]
fn spoilt_files_of_every_dialect_are_read_without_a_panic() {
    let files = all();
    let mut random = Random(20_261_125);
    let mut counts = Counts::default();
    for round in 0..rounds() {
        for (name, bytes) in &files {
            let spoilt = spoil(bytes, &files, &mut random);
            // Every other time as what the file is, else as what it is not.
            let name = match round % 2 {
                0 => name.as_str(),
                _ => random.pick(&checks::NAMES),
            };
            counts.add(checks::lint(name, &spoilt));
        }
    }
    assert!(
        counts.settings > 1_000 && counts.written_over > 50,
        "{counts:?}"
    );
}

#[test]
fn spoilt_texts_give_trees_whose_places_lie_inside() {
    let files = all();
    let mut random = Random(20_261_126);
    for _ in 0..rounds() {
        for (_, bytes) in &files {
            let spoilt = spoil(bytes, &files, &mut random);
            checks::properties(&spoilt);
            checks::config(&spoilt);
            let text = String::from_utf8_lossy(&spoilt);
            checks::yaml(&text);
            checks::json(&text);
            checks::hcl(&text);
            checks::env(&text);
        }
    }
}

/// What a fuzzer has found.
#[test]
fn texts_that_went_wrong_once_do_no_more() {
    // The reader of HCL stops in the middle of a character.
    checks::hcl("o=[z\u{3fb}\u{fffd}");
    checks::hcl("o=[z\u{3fb}");
}
