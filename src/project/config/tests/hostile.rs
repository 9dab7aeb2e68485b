//! Files that were written to do harm.

use super::super::*;
use super::parse_on;

#[test]
fn a_hostile_file_is_refused_soon() {
    let start = std::time::Instant::now();
    let deep = "[".repeat(100_000);
    let nested = format!("select = {deep}");
    let many: String = (0..60_000).map(|i| format!("k{i} = 1\n")).collect();
    let words = format!("select = [{}]", "\"durabilitx\",".repeat(70_000));
    let globs = format!(
        "[[override]]\npaths = [{}]",
        "\"**/*a*b*c*/**\",".repeat(60_000)
    );
    let tables = "[[cluster]]\n".repeat(80_000);
    let list = "\"**/*a*b*c*{a,b}/**\",".repeat(900);
    let lists = format!("[[override]]\npaths = [{list}]\n").repeat(50);
    for text in [&deep, &nested, &many, &words, &globs, &tables, &lists] {
        let found = parse_on(text.as_bytes(), None).unwrap_err();
        assert!(found.shown.len() <= Problems::MOST);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let found = parse_on(many.as_bytes(), None).unwrap_err();
    assert_eq!(found.shown.len() + found.more, 60_000);
}

proptest::proptest! {
    /// Pieces of configurations, right and wrong, in any order, cut anywhere.
    #[test]
    fn no_text_makes_it_panic_or_point_elsewhere(
        pieces in proptest::collection::vec(
            proptest::sample::select(PIECES.to_vec()), 0..12),
        junk in proptest::collection::vec(proptest::num::u8::ANY, 0..6),
        cut in 0usize..400,
    ) {
        let mut bytes = pieces.concat().into_bytes();
        let at = cut.min(bytes.len());
        bytes.splice(at..at, junk);
        if let Err(found) = parse_on(&bytes, None) {
            proptest::prop_assert!(!found.is_empty());
            for problem in &found.shown {
                let span = problem.span;
                proptest::prop_assert!(span.start <= span.end && span.end as usize <= bytes.len());
            }
        }
    }
}

const PIECES: [&str; 22] = [
    "\u{feff}",
    "kafka-version = \"7.9\"\n",
    "kafka-version = \"6.255\"\n",
    "platform = \"confluent\"\r\n",
    "platform = 1979-05-27\n",
    "select = [\"DUR\", \"ä\"]\n",
    "ignore = [[[]]]\n",
    "fail-on = { a = 1 }\n",
    "[severity]\nDUR001 = \"off\"\n",
    "[severity.DUR001]\n",
    "severity = [1]\n",
    "[params.CON001]\nminimum = \"9999999999999d\"\n",
    "[params]\nDUR001.minimum = 0xffffffffffffffffffff\n",
    "[params]\nDUR001.minimum = nan\n",
    "[[cluster]]\nname = \"\"\ninclude = [\"**/{a,[b\"]\n",
    "[[cluster]]\nname = 'default'\n",
    "[[cluster.name]]\n",
    "cluster = [1, {}]\n",
    "[[override]]\npaths = [\"[!\u{10ffff}]\", \"\"]\n",
    "[[workload]]\ntopics = [\"a\", 1.5]\npurpose = \"\"\n",
    "'' = 1\n",
    "\"\\u0000\" = \"\"\"\n\"\"\"\n",
];
