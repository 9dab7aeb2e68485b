//! The examples of the reference are run, its table of bounds is read.

use super::super::{Missing, Tri, compile, limits};
use super::world::World;

const PAGE: &str = include_str!("../../../../docs/expressions.md");

/// Lines `expression // expected` of the blocks with this mark.
fn examples(mark: &str) -> Vec<(&'static str, &'static str)> {
    let opening = format!("```{mark}\n");
    PAGE.split(&opening)
        .skip(1)
        .flat_map(|after| after.split("```").next().unwrap().lines())
        .map(|line| {
            let (source, expected) = line.rsplit_once(" // ").unwrap();
            (source.trim(), expected.trim())
        })
        .collect()
}

#[test]
fn examples_give_what_the_page_says() {
    let world = World::example();
    let examples = examples("expr");
    assert!(examples.len() >= 40, "{} examples", examples.len());
    for (source, expected) in examples {
        let outcome = match world.eval(source) {
            Tri::True => "true",
            Tri::False => "false",
            Tri::NoData(Missing::Unknown) => "no data: unknown",
            Tri::NoData(Missing::Unset) => "no data: unset",
            Tri::NoData(Missing::Undefined) => "no data: undefined",
        };
        assert_eq!(outcome, expected, "{source}");
    }
}

#[test]
fn refused_examples_give_the_message_of_the_page() {
    let world = World::example();
    let examples = examples("expr-error");
    assert!(examples.len() >= 5);
    for (source, expected) in examples {
        assert_eq!(
            compile(source, &world).unwrap_err().message,
            expected,
            "{source}"
        );
    }
}

#[test]
fn the_page_states_the_bounds() {
    for row in [
        format!("| source | {} bytes |", limits::MAX_SOURCE),
        format!("| {} levels;", limits::MAX_DEPTH),
        format!("| operands and operators | {} |", limits::MAX_NODES),
        format!("inside each other | {} |", limits::MAX_MACROS),
        format!(
            "| pattern | {} bytes, {} bytes when compiled |",
            limits::MAX_PATTERN,
            limits::MAX_REGEX_BYTES
        ),
        format!("| steps of one evaluation | {} |", limits::MAX_STEPS),
        format!("looked into | {} |", limits::MAX_LIST),
        format!("{} bytes of other text a step", limits::BYTES_PER_STEP),
    ] {
        assert!(PAGE.contains(&row), "{row}");
    }
}
