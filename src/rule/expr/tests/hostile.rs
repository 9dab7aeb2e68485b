//! Texts made to exhaust. Each is tried on a thread with a small stack; time is bounded by the
//! limits, which the tests reach and pass by one.

use super::super::limits::{MAX_DEPTH, MAX_LIST, MAX_NODES, MAX_PATTERN, MAX_SOURCE};
use super::super::{CompileError, EvalError, List, Missing, Program, Scope, Tri, Value, compile};
use super::world::World;

/// Compiles on half of the stack that threads get, in an unoptimised build, where frames are large.
fn try_compile(source: String) -> Result<Program<'static>, CompileError> {
    std::thread::Builder::new()
        .stack_size(1024 * 1024)
        .spawn(move || {
            let world = World::example();
            let program = compile(&source, &world)?;
            // Evaluating must fit the same stack.
            let _ = world.run(&program);
            Ok(program)
        })
        .unwrap()
        .join()
        .unwrap()
}

fn message(source: String) -> String {
    match try_compile(source) {
        Err(error) => error.message,
        Ok(program) => panic!("{} compiles", program.source()),
    }
}

/// Openings, a middle and closings, `n` deep.
fn nested(open: &str, middle: &str, close: &str, n: usize) -> String {
    format!("{}{middle}{}", open.repeat(n), close.repeat(n))
}

#[test]
fn nesting_is_bounded_in_every_form() {
    let forms = [
        ("!", "true", ""),
        ("(", "true", ")"),
        ("-", "replication_factor", " == 1"),
        ("true ? true : ", "true", ""),
        ("(true ? true : ", "true", ")"),
        ("true && (", "true", ")"),
        ("1 + (", "1", ")"),
        ("[", "1", "]"),
        ("size(", "'a'", ")"),
        ("cfg[", "1", "]"),
        ("'a' in ", "cfg", ""),
        ("", "cfg", "[0]"),
        ("", "cfg", ".a"),
        ("", "'a'", ".lowerAscii()"),
        ("", "1", " + 1"),
        ("", "1", " == 1"),
        ("['a'].exists(a, ", "true", ")"),
        ("!(-", "1", ")"),
    ];
    for (open, middle, close) in forms {
        for n in [MAX_DEPTH + 1, 200] {
            let source = nested(open, middle, close, n);
            if source.len() > MAX_SOURCE {
                continue;
            }
            let message = message(source.clone());
            assert!(message.contains("nested deeper"), "{source}: {message}");
        }
        let message = message(nested(open, middle, close, 20_000));
        assert!(message.contains("bytes long"), "{message}");
    }
}

#[test]
fn unclosed_openings_are_bounded() {
    for open in [
        "(", "[", "!", "-", "cfg[", "size(", "a.b(", "true ? ", "1 + ",
    ] {
        let source = open.repeat(MAX_SOURCE / open.len());
        assert!(try_compile(source).is_err(), "{open}");
    }
}

#[test]
fn the_deepest_that_is_allowed_is_evaluated() {
    let program = try_compile(nested("!", "true", "", MAX_DEPTH - 1)).unwrap();
    assert_eq!(World::example().run(&program), Tri::False);
    try_compile(nested("(", "true", ")", MAX_DEPTH - 1)).unwrap();
    try_compile(nested("true ? true : ", "true", "", MAX_DEPTH - 1)).unwrap();
    try_compile(format!("1{} > 0", " + 1".repeat(MAX_DEPTH - 2))).unwrap();
}

#[test]
fn a_chain_is_one_level_and_its_length_is_bounded() {
    let chain = |n: usize| format!("true{}", "||true".repeat(n - 1));
    // The chain itself is a node too.
    try_compile(chain(MAX_NODES - 1)).unwrap();
    assert!(message(chain(MAX_NODES)).contains("more than 500"));
}

#[test]
fn source_length_is_bounded() {
    let padded = |n: usize| format!("true{}", " ".repeat(n - 4));
    try_compile(padded(MAX_SOURCE)).unwrap();
    assert!(message(padded(MAX_SOURCE + 1)).contains("bytes long"));
}

#[test]
fn patterns_are_bounded() {
    let pattern = |text: &str| format!("'a'.matches(r'{text}')");
    assert!(message(pattern("[\\w]{500}x")).contains("when compiled"));
    assert!(message(pattern(&"a".repeat(MAX_PATTERN + 1))).contains("bytes long"));
    assert!(message(pattern(&nested("(", "a", ")", 60))).contains("bad pattern"));
    try_compile(pattern(&"a".repeat(MAX_PATTERN))).unwrap();
    try_compile(pattern("^\\w+([.-]\\w+)*@\\w+\\.[a-z]{2,8}$")).unwrap();
}

/// Every setting is the same list.
struct Lists<'a>(List<'a>);

impl Scope for Lists<'_> {
    fn setting(&self, _: usize) -> Value<'_> {
        Value::List(self.0)
    }

    fn is_set(&self, _: usize) -> Tri {
        Tri::True
    }

    fn explicit(&self, _: usize) -> Tri {
        Tri::True
    }

    fn origin(&self, _: usize) -> Value<'_> {
        Value::Str("file")
    }

    fn fact(&self, _: usize) -> Value<'_> {
        Value::Missing(Missing::Unknown)
    }

    fn param(&self, _: usize) -> Value<'_> {
        Value::Missing(Missing::Unknown)
    }
}

#[test]
fn evaluation_is_bounded() {
    let world = World::example();
    let nested = world
        .compile("cfg['log.dirs'].exists(a, cfg['listeners'].exists(b, a == 'x' && b == 'y'))");
    let few = vec!["a".to_owned(); 100];
    let many = vec!["a".to_owned(); MAX_LIST];
    let too_many = vec!["a".to_owned(); MAX_LIST + 1];
    let eval = |program: &Program<'_>, items: &[String]| program.eval(&Lists(List::strings(items)));
    assert_eq!(eval(&nested, &few), Ok(Tri::False));
    assert_eq!(eval(&nested, &many), Err(EvalError::Steps));
    let too_long = Err(EvalError::ListTooLong { len: MAX_LIST + 1 });
    assert_eq!(eval(&nested, &too_many), too_long);
    for source in [
        "'x' in cfg['log.dirs']",
        "cfg['log.dirs'] == cfg['listeners']",
        "size(cfg['log.dirs']) > 1",
        "cfg['log.dirs'].all(d, d == 'a')",
    ] {
        let program = world.compile(source);
        assert!(eval(&program, &many).is_ok(), "{source}");
        assert_eq!(eval(&program, &too_many), too_long, "{source}");
    }
}

#[test]
fn long_texts_are_paid_for() {
    let world = World::example();
    let long = ["a".repeat(200_000), "b".repeat(200_000)];
    let matching = world.compile("cfg['log.dirs'].exists(d, d.matches('^(a|aa)+$'))");
    let scope = Lists(List::strings(&long));
    assert_eq!(matching.eval(&scope), Err(EvalError::Steps));
    let searching = world.compile("cfg['log.dirs'].exists(d, d.contains('x'))");
    assert_eq!(searching.eval(&scope), Ok(Tri::False));
    let huge = vec!["a".repeat(200_000); 100];
    let scope = Lists(List::strings(&huge));
    assert_eq!(searching.eval(&scope), Err(EvalError::Steps));
}

proptest::proptest! {
    #[test]
    fn any_text_compiles_or_is_refused_at_a_place_inside_it(source in ".{0,60}") {
        check_span(&source)?;
    }

    #[test]
    fn any_tokens_compile_or_are_refused_at_a_place_inside_it(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "cfg", "[", "]", "'acks'", "(", ")", "&&", "||", "!", "-", "1", "7d", "1.5", "in",
            "true", "?", ":", "==", "<", "internal", "params", ".", "min_bytes", "size", "exists",
            "x", ",", "'\u{e9}", "r'a'", "'log.dirs'", "lowerAscii", "//", "\n",
        ]), 0..30)
    ) {
        check_span(&parts.join(" "))?;
    }
}

fn check_span(source: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    if let Err(error) = compile(source, &World::example()) {
        proptest::prop_assert!(source.get(error.span.clone()).is_some(), "{error}");
    }
    Ok(())
}
