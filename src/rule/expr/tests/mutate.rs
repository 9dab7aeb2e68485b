use super::super::{Tri, mutants};
use super::world::World;

#[test]
fn each_kind_of_mutant() {
    let world = World::example();
    let program = world.compile("replication_factor >= 3 && (internal || explicit('acks'))");
    let all = mutants(&program);
    let outcomes: Vec<_> = all
        .iter()
        .map(|mutant| (mutant.description.as_str(), world.run(&mutant.program)))
        .collect();
    assert_eq!(
        outcomes,
        [
            ("the whole made true", Tri::True),
            ("the whole made false", Tri::False),
            ("`3` made 4", Tri::False),
            ("`3` made 2", Tri::True),
            ("`replication_factor >= 3`: `>=` made `>`", Tri::False),
            ("`internal` dropped", Tri::True),
            ("`explicit('acks')` dropped", Tri::False),
            ("`replication_factor >= 3` dropped", Tri::True),
            ("`internal || explicit('acks')` dropped", Tri::True),
        ]
    );
}

#[test]
fn every_mutant_differs_from_the_original() {
    let world = World::example();
    for source in [
        "true",
        "cfg['log.cleaner.min.cleanable.ratio'] < 0.5 || 1 in [1, -2]",
        "size('a') <= 9223372036854775807 && 1d > 1",
        "internal ? 1 < 2 : 3 > 4",
    ] {
        let program = world.compile(source);
        let all = mutants(&program);
        assert!(!all.is_empty());
        for mutant in all {
            assert_ne!(mutant.program, program, "{source}: {}", mutant.description);
            assert_eq!(mutant.program.source(), source);
        }
    }
}
