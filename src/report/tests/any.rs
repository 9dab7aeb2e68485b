//! Any bytes, any spans, any secrets: no panic, no control character, no secret.
use proptest::prelude::*;

use super::super::testing::*;
use super::super::{Format, Options, Style, diff, text};
use crate::model::ValueSource;
use crate::source::{Place, SourceFile, SourceId, Span};

/// Bytes that matter: line ends, tabs, escapes, a byte order mark, all lengths of characters.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => "[a-z=. ]{1,12}".prop_map(String::into_bytes),
        2 => prop::sample::select(vec!["\n", "\r\n", "\r", "\t", "\x1b[", "\u{feff}", "é", "漢", "🦀", "\u{202e}"])
            .prop_map(|s| s.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..4),
        1 => Just(vec![b'x'; 400]),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn spans() -> impl Strategy<Value = Vec<(u16, u16)>> {
    prop::collection::vec((0..600u16, prop_oneof![0..30u16, 0..600u16]), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn renders(bytes in bytes(), spans in spans(), width in 0..250usize, unicode: bool, verbose: bool) {
        let mut report = empty();
        let source = add_file(&mut report, "f", bytes, &[]);
        let places: Vec<Place> = spans
            .iter()
            .map(|(start, length)| Place {
                source,
                span: Span::new(u32::from(*start), u32::from(start + length)),
            })
            .collect();
        let mut found = finding("DUR002", "a", "1", Some(places[0]));
        for place in &places {
            found.evidence.push(evidence("b", Some("2"), ValueSource::Explicit, Some(*place)));
        }
        push(&mut report, found);
        let options = Options {
            style: Style { color: false, unicode, links: false, width },
            verbose,
            ..Options::default()
        };
        for format in Format::ALL {
            let out = render(&report, format, &options);
            prop_assert!(!out.contains("Failed to read"), "{}", out);
            prop_assert!(!out.chars().any(|c| c != '\n' && text::is_hostile(c)), "{:?}", out);
        }
    }

    #[test]
    fn keeps_secrets(
        before in bytes(),
        after in bytes(),
        secret in "[A-Z]{8,40}",
        at in 0..60u32,
        length in 0..60u32,
    ) {
        let bytes = [&before[..], secret.as_bytes(), &after[..]].concat();
        let start = before.len() as u32;
        let place = Span::new((start + at).saturating_sub(30), start + at + length);
        let mut report = empty();
        add_file(&mut report, "f", bytes.clone(), &[&secret]);
        let found = finding("TOP001", "a", "1", Some(Place { source: SourceId(0), span: place }));
        push(&mut report, found);
        let plain = Options::default();
        let out = Format::ALL.map(|format| render(&report, format, &plain)).concat();
        let old = report.sources.remove(0).unwrap();
        let new = SourceFile::new("f", [&bytes[..], b"\nmore=1\n"].concat());
        let mut changes = Vec::new();
        diff::write(&old, &new, false, &mut changes).unwrap();
        let out = out + &String::from_utf8(changes).unwrap();
        // Any part of it counts; nothing else in a report has four capitals in a row, but for the formats' own words.
        let own = ["SRCROOT", "ERROR", "WARNING", "INFO", "HELP", "TYPE", "HTML", "DOCTYPE"];
        let out = own.iter().fold(out, |out, word| out.replace(word, ""));
        for part in (0..secret.len() - 3).map(|i| &secret[i..i + 4]) {
            prop_assert!(!out.contains(part), "{}\n{}", part, out);
        }
    }
}
