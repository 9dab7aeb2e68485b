//! Well-typed expressions over the example's names, and values for these.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::{Missing, Type, compile};
use super::world::{Held, World};

/// Strategies of one depth, one for each type; whatever they give can stand as an operand.
#[derive(Clone)]
struct Level {
    bools: BoxedStrategy<String>,
    ints: BoxedStrategy<String>,
    doubles: BoxedStrategy<String>,
    strings: BoxedStrategy<String>,
}

fn leaf(all: &[&str]) -> BoxedStrategy<String> {
    let all: Vec<_> = all.iter().map(|text| (*text).to_owned()).collect();
    proptest::sample::select(all).boxed()
}

const STRINGS: [&str; 6] = ["", "a", "A-1", "all", "/tmp/x", "\u{e9}\u{1f600}"];

fn lists() -> BoxedStrategy<String> {
    leaf(&[
        "cfg['log.dirs']",
        "cfg['listeners']",
        "params.allowed",
        "['a', '', 'all']",
        "[]",
    ])
}

fn leaves() -> Level {
    let quoted: Vec<_> = STRINGS.iter().map(|text| format!("'{text}'")).collect();
    Level {
        bools: leaf(&[
            "true",
            "false",
            "internal",
            "cfg['enable.idempotence']",
            "explicit('acks')",
            "explicit('log.dirs')",
            "('acks' in cfg)",
            "('broker.rack' in broker)",
        ]),
        ints: prop_oneof![
            leaf(&[
                "0",
                "1",
                "-1",
                "2",
                "9223372036854775807",
                "-9223372036854775808",
                "cfg['min.insync.replicas']",
                "cfg['buffer.memory']",
                "broker['min.insync.replicas']",
                "broker['message.max.bytes']",
                "replication_factor",
                "broker_count",
                "params.min_bytes",
                "size(cfg['log.dirs'])",
                "cfg['client.id'].size()",
            ]),
            (-9i64..9).prop_map(|value| value.to_string()),
        ]
        .boxed(),
        doubles: leaf(&[
            "0.0",
            "-0.5",
            "1.5",
            "1e300",
            "cfg['log.cleaner.min.cleanable.ratio']",
            "double(replication_factor)",
        ]),
        strings: prop_oneof![
            proptest::sample::select(quoted),
            leaf(&[
                "cfg['acks']",
                "cfg['client.id']",
                "cfg['sasl.mechanism']",
                "cfg['broker.rack']",
                "broker['broker.rack']",
                "origin('acks')",
                "cfg['client.id'].lowerAscii()",
            ]),
        ]
        .boxed(),
    }
}

/// Fills each `$` of a template with one of the operands.
fn fill(templates: &[&str], operand: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    (
        leaf(templates),
        proptest::collection::vec(operand.clone(), 4),
    )
        .prop_map(|(template, operands)| {
            let mut operands = operands.into_iter();
            template
                .chars()
                .map(|c| match c {
                    '$' => operands.next().unwrap(),
                    c => c.to_string(),
                })
                .collect()
        })
        .boxed()
}

const COMPARISONS: [&str; 6] = [
    "($ == $)", "($ != $)", "($ < $)", "($ <= $)", "($ > $)", "($ >= $)",
];

fn deeper(below: &Level) -> Level {
    let choose = |of: &BoxedStrategy<String>| {
        (below.bools.clone(), of.clone(), of.clone())
            .prop_map(|(test, a, b)| format!("({test} ? {a} : {b})"))
            .boxed()
    };
    // The variable stands among the operands of the body.
    let body = prop_oneof![Just("x".to_owned()), below.strings.clone()].boxed();
    let body = fill(
        &[
            "$ == $",
            "x.startsWith($)",
            "x.contains($) || $ == $",
            "x in [] || !($ < $)",
        ],
        &body,
    );
    let macros = (lists(), leaf(&["exists", "all"]), body)
        .prop_map(|(list, name, body)| format!("{list}.{name}(x, {body})"));
    let nested = (
        lists(),
        lists(),
        leaf(&["exists", "all"]),
        below.bools.clone(),
    )
        .prop_map(|(outer, inner, name, body)| {
            format!("{outer}.{name}(x, {inner}.exists(y, x < y || {body}))")
        });
    let within =
        (below.strings.clone(), lists()).prop_map(|(item, list)| format!("({item} in {list})"));
    Level {
        bools: prop_oneof![
            2 => fill(&["!$", "($ && $)", "($ || $)", "($ == $)", "($ != $)"], &below.bools),
            // Without brackets, so that precedence is compared too.
            2 => fill(
                &["($ && $ || $ && $)", "($ || $ && $ || $)", "(!$ && $ || !$)", "($ ? $ : $ || $)"],
                &below.bools,
            ),
            3 => fill(&COMPARISONS, &below.ints),
            1 => fill(&["($ + $ * $ < $)", "($ - $ - $ == $)", "($ / $ * $ >= $)", "(-($) % $ != $)"], &below.ints),
            1 => fill(&COMPARISONS, &below.doubles),
            2 => fill(&COMPARISONS, &below.strings),
            2 => fill(
                &[
                    "$.startsWith($)", "$.endsWith($)", "$.contains($)", "$.matches('^[a-z/]+\\\\z')",
                    "$.matches('[A-Z]|\\\\d')",
                ],
                &below.strings,
            ),
            1 => fill(&["($ in [0, 1, -1])", "[1, 2].exists(x, x == $)", "[0, 1].all(x, x < $)"], &below.ints),
            1 => (lists(), lists(), leaf(&["==", "!="])).prop_map(|(a, b, op)| format!("({a} {op} {b})")),
            2 => within,
            2 => macros,
            1 => nested,
            1 => choose(&below.bools),
        ]
        .boxed(),
        ints: prop_oneof![
            3 => below.ints.clone(),
            2 => fill(&["($ + $)", "($ - $)", "($ * $)", "($ / $)", "($ % $)", "(-($))"], &below.ints),
            1 => fill(&["size($)", "$.size()"], &below.strings),
            1 => choose(&below.ints),
        ]
        .boxed(),
        doubles: prop_oneof![
            3 => below.doubles.clone(),
            2 => fill(&["($ + $)", "($ - $)", "($ * $)", "($ / $)", "(-($))"], &below.doubles),
            1 => choose(&below.doubles),
        ]
        .boxed(),
        strings: prop_oneof![
            3 => below.strings.clone(),
            1 => fill(&["$.lowerAscii()"], &below.strings),
            1 => choose(&below.strings),
        ]
        .boxed(),
    }
}

/// Conditions up to three levels deep.
pub(super) fn conditions() -> BoxedStrategy<String> {
    let level = deeper(&deeper(&deeper(&leaves())));
    let world = World::example();
    // Only the bounds may refuse what is generated; any other error fails the test that uses it.
    level
        .bools
        .prop_filter("within the bounds", move |source| {
            !compile(source, &world).is_err_and(|error| {
                error.message.starts_with("at most") || error.message.contains("more than 500")
            })
        })
        .boxed()
}

fn value(ty: Type) -> BoxedStrategy<Held> {
    let string = proptest::sample::select(STRINGS.to_vec());
    match ty {
        Type::Bool => any::<bool>().prop_map(Held::Bool).boxed(),
        Type::Int => prop_oneof![
            4 => (-3i64..4).prop_map(Held::Int),
            1 => proptest::sample::select(vec![i64::MIN, i64::MAX]).prop_map(Held::Int),
        ]
        .boxed(),
        Type::Double => proptest::sample::select(vec![0.0, 0.5, -1.5, 1e300])
            .prop_map(Held::Double)
            .boxed(),
        Type::String => string.prop_map(super::world::text).boxed(),
        Type::List => proptest::collection::vec(string, 0..4)
            .prop_map(|items| super::world::list(&items))
            .boxed(),
    }
}

/// The example's names, each with a value of its type.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    let world = World::example();
    let settings = world.settings.values().chain(world.brokers.values());
    let types: Vec<_> = settings.map(|setting| setting.ty).collect();
    let count = types.len();
    let others: Vec<_> = world
        .facts
        .values()
        .chain(world.params.values())
        .map(|(ty, _)| *ty)
        .collect();
    let values: Vec<_> = types.iter().chain(&others).map(|ty| value(*ty)).collect();
    let explicit = proptest::collection::vec(any::<bool>(), count);
    (values, explicit).prop_map(move |(values, explicit)| {
        let mut world = world.clone();
        let mut values = values.into_iter();
        let settings = world
            .settings
            .values_mut()
            .chain(world.brokers.values_mut());
        for (setting, explicit) in settings.zip(explicit) {
            setting.value = values.next().unwrap();
            setting.explicit = explicit.into();
        }
        for (_, value) in world.facts.values_mut().chain(world.params.values_mut()) {
            *value = values.next().unwrap();
        }
        world
    })
}

/// The world with some values taken away, a third of them.
pub(super) fn with_holes(mut world: World, holes: u32) -> World {
    let random = Cell::new(holes | 1);
    let next = || {
        random.set(
            random
                .get()
                .wrapping_mul(1_664_525)
                .wrapping_add(1_013_904_223),
        );
        random.get() >> 16
    };
    let values = world
        .settings
        .values_mut()
        .chain(world.brokers.values_mut())
        .map(|setting| &mut setting.value);
    let facts = world.facts.values_mut().chain(world.params.values_mut());
    for value in values.chain(facts.map(|(_, value)| value)) {
        match next() % 6 {
            0 => *value = Held::Missing(Missing::Unknown),
            1 => *value = Held::Missing(Missing::Unset),
            _ => {}
        }
    }
    world
}

/// The same cases on every run.
pub(super) fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}
