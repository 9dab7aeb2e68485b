use std::cell::RefCell;

use super::super::{EvalError, List, Missing, Scope, Tri, Value, Whose};
use super::world::{Held, World};

fn check(rows: &[(&str, Tri)]) {
    let world = World::example();
    for (source, expected) in rows {
        assert_eq!(world.eval(source), *expected, "{source}");
    }
}

const T: Tri = Tri::True;
const F: Tri = Tri::False;
const UNKNOWN: Tri = Tri::NoData(Missing::Unknown);
const UNSET: Tri = Tri::NoData(Missing::Unset);
const UNDEFINED: Tri = Tri::NoData(Missing::Undefined);

#[test]
fn the_expressions_of_the_rules() {
    check(&[
        ("replication_factor >= 3", T),
        ("cfg['min.insync.replicas'] < 2", T),
        (
            "cfg['acks'] in ['0','1'] && explicit('enable.idempotence')",
            F,
        ),
        (
            "cfg['log.retention.ms'] != -1 && cfg['log.retention.ms'] < 7d",
            T,
        ),
        ("!('broker.rack' in cfg)", T),
        (
            "cfg['listeners'].exists(l, l.startsWith('PLAINTEXT://'))",
            T,
        ),
        (
            "cfg['log.dirs'].exists(d, d == '/tmp' || d.startsWith('/tmp/'))",
            T,
        ),
        ("cfg['log.dirs'].all(d, d.startsWith('/tmp/'))", F),
        ("params.min_bytes > cfg['buffer.memory']", F),
        ("cfg['client.id'].matches('^[a-z]+$')", F),
        ("cfg['client.id'].matches(r'-\\d$')", T),
        (
            "size(cfg['log.dirs']) > 1 && cfg['log.dirs'].size() == 2",
            T,
        ),
        ("cfg['client.id'].lowerAscii() == 'orders-1'", T),
        ("origin('acks') == 'file'", T),
        ("cfg['acks'] in params.allowed", T),
        ("(internal ? 1 : 2) == 2", T),
        ("cfg['log.dirs'] == ['/tmp/kafka', '/data/1']", T),
        ("cfg['log.dirs'] != ['/tmp/kafka']", T),
        ("double(replication_factor) / 2.0 == 1.5", T),
        ("[1, 2].exists(n, cfg['min.insync.replicas'] == n)", T),
        (
            "cfg['log.dirs'].exists(d, cfg['listeners'].exists(l, d == l))",
            F,
        ),
    ]);
}

#[test]
fn units_are_milliseconds_and_bytes() {
    check(&[
        ("500ms == 500 && 30s == 30000 && 5m == 300000", T),
        ("2h == 7200000 && 7d == 604800000", T),
        ("16KiB == 16384 && 1MiB == 1048576 && 2GiB == 2147483648", T),
        ("1kB == 1000 && 1MB == 1000000 && 1GB == 1000000000", T),
        ("-1d == -86400000", T),
    ]);
}

#[test]
fn operators_bind_as_in_cel() {
    check(&[
        ("1 + 2 * 3 == 7", T),
        ("10 - 4 - 3 == 3", T),
        ("-7 / 2 == -3 && -7 % 2 == -1", T),
        ("true || false && false", T),
        ("!false && false", F),
        ("true ? false : true ? true : false", F),
        ("1.5e1 == 15.0 && 2.0 * 3.0 - 1.0 == 5.0", T),
        ("-9223372036854775808 < 9223372036854775807", T),
        ("'\\x41\\u00e9\\101\\n' == \"A\u{e9}A\\n\"", T),
        ("size('\u{e9}\u{1f600}') == 2", T),
        ("'a' < 'b' && 'Z' < 'a'", T),
        ("true // a remark\n && true", T),
    ]);
}

#[test]
fn a_missing_value_decides_nothing() {
    check(&[
        ("broker_count > 1", UNKNOWN),
        ("cfg['broker.rack'] == 'a'", UNSET),
        ("'sasl.mechanism' in cfg", UNKNOWN),
        ("broker_count > 1 || true", T),
        ("true || broker_count > 1", T),
        ("broker_count > 1 && false", F),
        ("false && broker_count > 1", F),
        ("broker_count > 1 || false", UNKNOWN),
        ("broker_count > 1 && true", UNKNOWN),
        ("!(broker_count > 1)", UNKNOWN),
        ("(broker_count > 1 ? 1 : 2) > 0", UNKNOWN),
        ("(broker_count > 1 || true) ? true : false", T),
        ("cfg['broker.rack'] == 'a' || broker_count > 1", UNSET),
        ("broker_count > 1 || cfg['broker.rack'] == 'a'", UNKNOWN),
        (
            "['a', 'b'].exists(x, x == 'b' || cfg['broker.rack'] == x)",
            T,
        ),
        ("['a', 'b'].all(x, x == 'b' && cfg['broker.rack'] == x)", F),
        ("['a', 'b'].exists(x, cfg['broker.rack'] == x)", UNSET),
        ("cfg['broker.rack'] in ['a']", UNSET),
        ("cfg['broker.rack'].startsWith('a')", UNSET),
        ("cfg['broker.rack'].matches('a')", UNSET),
        ("size(cfg['broker.rack']) == 0", UNSET),
    ]);
}

#[test]
fn arithmetic_without_a_result_is_no_data() {
    check(&[
        ("9223372036854775807 + 1 > 0", UNDEFINED),
        ("-9223372036854775808 - 1 > 0", UNDEFINED),
        ("replication_factor / 0 > 0", UNDEFINED),
        ("replication_factor % 0 > 0", UNDEFINED),
        ("-9223372036854775808 / -1 > 0", UNDEFINED),
        ("-(0 - 9223372036854775807 - 1) > 0", UNDEFINED),
        ("1 / 0 == 1 || true", T),
        ("1.0 / 0.0 > 1e300", T),
        ("0.0 / 0.0 < 1.0", UNDEFINED),
        ("0.0 / 0.0 == 1.0", F),
    ]);
}

#[test]
fn a_list_may_be_split_from_text() {
    let strings = |text| {
        let mut all = Vec::new();
        for item in List::split(text).iter() {
            match item {
                Value::Str(item) => all.push(item),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(all.len(), List::split(text).len(), "{text:?}");
        all
    };
    assert!(strings("  ").is_empty());
    assert_eq!(strings(" a , b,c "), ["a", "b", "c"]);
    assert_eq!(strings("a,,"), ["a", "", ""]);
}

/// Records the reads, and has every fact be what it is told.
struct Recorder {
    value: Held,
    reads: RefCell<Vec<usize>>,
}

impl Scope for Recorder {
    fn setting(&self, key: usize) -> Value<'_> {
        self.reads.borrow_mut().push(key);
        self.value.as_value()
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
        self.value.as_value()
    }

    fn param(&self, _: usize) -> Value<'_> {
        self.value.as_value()
    }
}

#[test]
fn reads_stop_where_the_outcome_is_certain() {
    let world = World::example();
    let program = world.compile("cfg['min.insync.replicas'] == 1 || cfg['buffer.memory'] == 1");
    let keys: Vec<_> = program.keys().collect();
    let own = ["min.insync.replicas", "buffer.memory"].map(|key| (Whose::Own, key));
    assert_eq!(keys, own);
    for (value, reads) in [
        (Held::Int(1), vec![0]),
        (Held::Int(2), vec![0, 1]),
        (Held::Missing(Missing::Unknown), vec![0, 1]),
    ] {
        let scope = Recorder {
            value,
            reads: RefCell::default(),
        };
        program.eval(&scope).unwrap();
        assert_eq!(scope.reads.into_inner(), reads);
    }
}

#[test]
fn both_sides_of_a_comparison_are_read() {
    let world = World::example();
    let program = world.compile("cfg['min.insync.replicas'] < cfg['buffer.memory']");
    let scope = Recorder {
        value: Held::Missing(Missing::Unset),
        reads: RefCell::default(),
    };
    assert_eq!(program.eval(&scope), Ok(UNSET));
    assert_eq!(scope.reads.into_inner(), [0, 1]);
}

#[test]
fn a_scope_that_breaks_the_schema_is_an_error() {
    let world = World::example();
    let program = world.compile("true && replication_factor > 1");
    let scope = Recorder {
        value: Held::Str("3".to_owned()),
        reads: RefCell::default(),
    };
    assert_eq!(program.eval(&scope), Err(EvalError::Type { span: 8..26 }));
}

#[test]
fn programs_and_values_cross_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&World::example().compile("true"));
}
