use super::super::Program;
use super::world::World;

/// One for each kind of node, and strings that need escaping.
const SOURCES: [&str; 6] = [
    "replication_factor >= 3 && cfg['min.insync.replicas'] < 2",
    "!(cfg['acks'] in ['0', '1']) || explicit('acks') && origin('acks') == 'fi\"l\\n\\\\e\u{e9}'",
    "cfg['log.dirs'].exists(d, cfg['listeners'].all(l, d.startsWith(l) || d.contains('x')))",
    "'broker.rack' in cfg ? -params.min_bytes + 7d > 1 : 'A'.lowerAscii().endsWith('a')",
    "cfg['client.id'].matches('^[a-z]+$') || 'b'.matches('b') || size(cfg['log.dirs']) == 2",
    "double(replication_factor) * 1.5e300 > -9223372036854775808.0 \
     && -9223372036854775808 < 1 && internal == true",
];

/// What the build script writes, kept under version control so that the compiler of the tests
/// reads it as it would read the build script's file.
static EMITTED: [Program<'static>; 6] = include!("emitted.in");

fn emitted() -> String {
    let world = World::example();
    let all = SOURCES.map(|source| world.compile(source).emit("super::super"));
    format!("[\n{}\n]\n", all.join(",\n"))
}

#[test]
fn the_text_is_the_one_that_was_compiled() {
    let text = emitted();
    if std::env::var_os("UPDATE_EMITTED").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/rule/expr/tests/emitted.in"
        );
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(
        text,
        include_str!("emitted.in"),
        "run once with UPDATE_EMITTED=1, then again"
    );
}

#[test]
fn statics_equal_what_is_compiled_at_run_time() {
    let world = World::example();
    for (source, fixed) in SOURCES.iter().zip(&EMITTED) {
        let compiled = world.compile(source);
        assert_eq!(*fixed, compiled, "{source}");
        assert_eq!(world.run(fixed), world.run(&compiled), "{source}");
        assert_eq!(fixed.source(), *source);
    }
}
