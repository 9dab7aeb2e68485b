use std::cell::Cell;

use proptest::prelude::*;

use super::super::{Missing, Tri};
use super::generate::{conditions, runner, with_holes, worlds};

/// Filling in a missing value never changes an outcome that was decided without it, whatever the
/// value: this is what entitles a rule to an outcome over unknown values.
#[test]
fn a_decided_outcome_stays_when_values_become_known() {
    let (decided, missing) = (Cell::new(0), Cell::new(0));
    runner(4_000)
        .run(
            &(conditions(), worlds(), any::<u32>()),
            |(source, world, holes)| {
                let program = world.compile(&source);
                let full = world.run(&program);
                let holed_world = with_holes(world, holes);
                // `in cfg` and `in broker` read a hole as an answer, not as a missing value.
                let source_asks_presence =
                    source.contains("in cfg") || source.contains("in broker");
                let holed = holed_world.run(&program);
                match holed {
                    Tri::NoData(_) => missing.set(missing.get() + 1),
                    _ if source_asks_presence => {}
                    decision => {
                        decided.set(decided.get() + 1);
                        prop_assert_eq!(full, decision, "{}", source);
                    }
                }
                Ok(())
            },
        )
        .unwrap();
    // Neither side of the test may be empty.
    assert!(decided.get() > 500, "{} decided", decided.get());
    assert!(missing.get() > 500, "{} missing", missing.get());
}

#[test]
fn the_laws_of_the_logic() {
    let pairs = (conditions(), conditions(), worlds(), any::<u32>());
    runner(2_000)
        .run(&pairs, |(a, b, world, holes)| {
            let world = with_holes(world, holes);
            // Which value is missing may differ; that one is missing may not.
            let eval = |source: String| match world.eval(&source) {
                Tri::NoData(_) => Tri::NoData(Missing::Unknown),
                decided => decided,
            };
            prop_assert_eq!(eval(format!("{a} && {b}")), eval(format!("{b} && {a}")));
            prop_assert_eq!(eval(format!("{a} || {b}")), eval(format!("{b} || {a}")));
            prop_assert_eq!(
                eval(format!("!({a} && {b})")),
                eval(format!("!{a} || !{b}"))
            );
            prop_assert_eq!(eval(format!("!!{a}")), eval(a.clone()));
            prop_assert_eq!(eval(format!("{a} && {a}")), eval(a.clone()));
            prop_assert_eq!(eval(format!("{a} && ({a} || {b})")), eval(a));
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_values_give_the_same_outcome_reason_included() {
    runner(500)
        .run(
            &(conditions(), worlds(), any::<u32>()),
            |(source, world, holes)| {
                let world = with_holes(world, holes);
                prop_assert_eq!(world.eval(&source), world.eval(&source));
                Ok(())
            },
        )
        .unwrap();
}
