//! One schema and one entity that all tests, and the examples of the documentation, speak of.

use std::collections::BTreeMap;

use super::super::{
    List, Missing, NameKind, Program, Schema, Scope, Tri, Type, Value, Whose, compile,
};

/// An owned [`Value`].
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(String),
    List(Vec<String>),
    Missing(Missing),
}

impl Held {
    pub(super) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Double(value) => Value::Double(*value),
            Self::Str(value) => Value::Str(value),
            Self::List(value) => Value::List(List::strings(value)),
            Self::Missing(why) => Value::Missing(*why),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) ty: Type,
    pub(super) value: Held,
    pub(super) explicit: Tri,
    pub(super) origin: &'static str,
}

/// Names, types and values together.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) settings: BTreeMap<&'static str, Setting>,
    pub(super) brokers: BTreeMap<&'static str, Setting>,
    pub(super) facts: BTreeMap<&'static str, (Type, Held)>,
    pub(super) params: BTreeMap<&'static str, (Type, Held)>,
}

pub(super) fn text(value: &str) -> Held {
    Held::Str(value.to_owned())
}

pub(super) fn list(items: &[&str]) -> Held {
    Held::List(items.iter().map(|item| (*item).to_owned()).collect())
}

impl World {
    /// The entity of `docs/expressions.md`.
    pub(super) fn example() -> Self {
        let unknown = || Held::Missing(Missing::Unknown);
        let unset = || Held::Missing(Missing::Unset);
        let mut world = Self::default();
        for (key, ty, value, explicit, origin) in [
            ("acks", Type::String, text("1"), true, "file"),
            (
                "enable.idempotence",
                Type::Bool,
                Held::Bool(true),
                false,
                "default",
            ),
            ("min.insync.replicas", Type::Int, Held::Int(1), true, "file"),
            (
                "log.retention.ms",
                Type::Int,
                Held::Int(86_400_000),
                true,
                "file",
            ),
            (
                "buffer.memory",
                Type::Int,
                Held::Int(33_554_432),
                false,
                "default",
            ),
            (
                "log.cleaner.min.cleanable.ratio",
                Type::Double,
                Held::Double(0.5),
                false,
                "default",
            ),
            (
                "log.dirs",
                Type::List,
                list(&["/tmp/kafka", "/data/1"]),
                true,
                "file",
            ),
            (
                "listeners",
                Type::List,
                list(&["PLAINTEXT://:9092", "SSL://:9093"]),
                true,
                "file",
            ),
            ("client.id", Type::String, text("Orders-1"), true, "file"),
            ("broker.rack", Type::String, unset(), false, "default"),
            ("sasl.mechanism", Type::String, unknown(), true, "file"),
        ] {
            world.settings.insert(
                key,
                Setting {
                    ty,
                    value,
                    explicit: explicit.into(),
                    origin,
                },
            );
        }
        for (key, ty, value) in [
            ("min.insync.replicas", Type::Int, Held::Int(2)),
            ("message.max.bytes", Type::Int, Held::Int(1_048_588)),
            ("broker.rack", Type::String, unset()),
            ("log.retention.ms", Type::Int, unknown()),
        ] {
            world.brokers.insert(
                key,
                Setting {
                    ty,
                    value,
                    explicit: Tri::True,
                    origin: "file",
                },
            );
        }
        world
            .facts
            .insert("replication_factor", (Type::Int, Held::Int(3)));
        world.facts.insert("broker_count", (Type::Int, unknown()));
        world
            .facts
            .insert("internal", (Type::Bool, Held::Bool(false)));
        world.facts.insert("name", (Type::String, text("orders")));
        world
            .params
            .insert("min_bytes", (Type::Int, Held::Int(1_048_576)));
        world
            .params
            .insert("allowed", (Type::List, list(&["all", "1"])));
        world
    }

    pub(super) fn of(&self, whose: Whose) -> &BTreeMap<&'static str, Setting> {
        match whose {
            Whose::Own => &self.settings,
            Whose::Brokers | Whose::Running => &self.brokers,
        }
    }

    pub(super) fn compile(&self, source: &str) -> Program<'static> {
        compile(source, self).unwrap_or_else(|error| panic!("{source}: {error}"))
    }

    pub(super) fn eval(&self, source: &str) -> Tri {
        let program = self.compile(source);
        self.run(&program)
    }

    pub(super) fn run(&self, program: &Program<'_>) -> Tri {
        program.eval(&self.bind(program)).unwrap()
    }

    /// A scope for one program, as a host makes it: names looked up once.
    pub(super) fn bind(&self, program: &Program<'_>) -> Bound<'_> {
        Bound {
            settings: program
                .keys()
                .map(|(whose, key)| &self.of(whose)[key])
                .collect(),
            facts: program.facts().map(|name| &self.facts[name].1).collect(),
            params: program.params().map(|name| &self.params[name].1).collect(),
        }
    }
}

impl Schema for World {
    fn setting(&self, whose: Whose, key: &str) -> Option<Type> {
        self.of(whose).get(key).map(|setting| setting.ty)
    }

    fn fact(&self, name: &str) -> Option<Type> {
        self.facts.get(name).map(|(ty, _)| *ty)
    }

    fn param(&self, name: &str) -> Option<Type> {
        self.params.get(name).map(|(ty, _)| *ty)
    }

    fn visit_names(&self, kind: NameKind, visit: &mut dyn FnMut(&str)) {
        match kind {
            NameKind::Setting(whose) => self.of(whose).keys().for_each(|name| visit(name)),
            NameKind::Fact => self.facts.keys().for_each(|name| visit(name)),
            NameKind::Param => self.params.keys().for_each(|name| visit(name)),
        }
    }
}

pub(super) struct Bound<'w> {
    settings: Vec<&'w Setting>,
    facts: Vec<&'w Held>,
    params: Vec<&'w Held>,
}

impl Scope for Bound<'_> {
    fn setting(&self, key: usize) -> Value<'_> {
        self.settings[key].value.as_value()
    }

    fn is_set(&self, key: usize) -> Tri {
        match self.settings[key].value {
            Held::Missing(Missing::Unset) => Tri::False,
            Held::Missing(why) => Tri::NoData(why),
            _ => Tri::True,
        }
    }

    fn explicit(&self, key: usize) -> Tri {
        self.settings[key].explicit
    }

    fn origin(&self, key: usize) -> Value<'_> {
        Value::Str(self.settings[key].origin)
    }

    fn fact(&self, fact: usize) -> Value<'_> {
        self.facts[fact].as_value()
    }

    fn param(&self, param: usize) -> Value<'_> {
        self.params[param].as_value()
    }
}
