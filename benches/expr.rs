//! Speed of the rule expression engine: `cargo bench --no-default-features --bench expr`.

use divan::{Bencher, black_box};
use kafka_lint::rule::expr::{List, Program, Schema, Scope, Tri, Type, Value, Whose, compile};

fn main() {
    divan::main();
}

const EXPRESSIONS: [&str; 7] = [
    "replicas >= 3",
    "cfg['int'] != -1 && cfg['int'] < 7d",
    "cfg['string'] in ['0', '1'] && explicit('int')",
    "!('string' in cfg) || params.least > cfg['int']",
    "cfg['list'].exists(l, l.startsWith('PLAINTEXT://'))",
    "cfg['string'].matches('^[a-z]+$')",
    "unknown || cfg['int'] * 2 > 10 && !unknown",
];

struct Names;

impl Schema for Names {
    fn setting(&self, _: Whose, key: &str) -> Option<Type> {
        match key {
            "int" => Some(Type::Int),
            "string" => Some(Type::String),
            "list" => Some(Type::List),
            _ => None,
        }
    }

    fn fact(&self, name: &str) -> Option<Type> {
        match name {
            "replicas" => Some(Type::Int),
            "unknown" => Some(Type::Bool),
            _ => None,
        }
    }

    fn param(&self, _: &str) -> Option<Type> {
        Some(Type::Int)
    }
}

/// The values a program reads, in the order of its lists.
struct Bound {
    settings: Vec<Value<'static>>,
    facts: Vec<Value<'static>>,
}

impl Bound {
    fn new(program: &Program<'_>) -> Self {
        Self {
            settings: program
                .keys()
                .map(|(_, key)| match key {
                    "int" => Value::Int(86_400_000),
                    "string" => Value::Str("all"),
                    _ => Value::List(List::slices(&["SSL://:9093", "PLAINTEXT://:9092"])),
                })
                .collect(),
            facts: program
                .facts()
                .map(|name| match name {
                    "replicas" => Value::Int(3),
                    _ => Value::Missing(kafka_lint::rule::expr::Missing::Unknown),
                })
                .collect(),
        }
    }
}

impl Scope for Bound {
    fn setting(&self, key: usize) -> Value<'_> {
        self.settings[key]
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

    fn fact(&self, fact: usize) -> Value<'_> {
        self.facts[fact]
    }

    fn param(&self, _: usize) -> Value<'_> {
        Value::Int(1 << 20)
    }
}

#[divan::bench(args = EXPRESSIONS)]
fn evaluate(bencher: Bencher<'_, '_>, source: &str) {
    let program = compile(source, &Names).unwrap_or_else(|error| panic!("{source}: {error}"));
    let scope = Bound::new(&program);
    bencher.bench_local(|| black_box(&program).eval(black_box(&scope)));
}

#[divan::bench(args = EXPRESSIONS)]
fn compile_one(source: &str) -> bool {
    compile(black_box(source), &Names).is_ok()
}
