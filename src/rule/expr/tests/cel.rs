//! Where no value is missing, the `cel` crate and this engine say the same.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use ::cel::{Context, Env, Value as CelValue, extensions};
use proptest::prelude::*;

use super::super::{Missing, Tri, Whose};
use super::generate::{conditions, runner, worlds};
use super::world::{Held, World};

fn to_cel(value: &Held) -> CelValue {
    match value {
        Held::Bool(value) => CelValue::from(*value),
        Held::Int(value) => CelValue::Int(*value),
        Held::Double(value) => CelValue::Float(*value),
        Held::Str(value) => CelValue::from(value.as_str()),
        Held::List(items) => CelValue::from(
            items
                .iter()
                .map(|i| CelValue::from(i.as_str()))
                .collect::<Vec<_>>(),
        ),
        Held::Missing(why) => panic!("{why:?} has no counterpart"),
    }
}

fn context(env: &Arc<Env>, world: &World) -> Context<'static, 'static> {
    let mut context = Context::with_env(Arc::clone(env));
    for (whose, map) in Whose::ALL {
        let settings: HashMap<String, CelValue> = world
            .of(whose)
            .iter()
            .map(|(key, setting)| ((*key).to_owned(), to_cel(&setting.value)))
            .collect();
        context.add_variable_from_value(map, settings);
    }
    let params: HashMap<String, CelValue> = world
        .params
        .iter()
        .map(|(name, (_, value))| ((*name).to_owned(), to_cel(value)))
        .collect();
    context.add_variable_from_value("params", params);
    for (name, (_, value)) in &world.facts {
        context.add_variable_from_value(*name, to_cel(value));
    }
    let settings = world.settings.clone();
    context
        .add_function("explicit", move |key: Arc<String>| {
            settings[key.as_str()].explicit == Tri::True
        })
        .unwrap();
    let settings = world.settings.clone();
    context
        .add_function("origin", move |key: Arc<String>| {
            settings[key.as_str()].origin.to_owned()
        })
        .unwrap();
    context
}

#[test]
fn cel_agrees() {
    let mut env = Env::stdlib();
    env.add_extension(extensions::strings).unwrap();
    let env = Arc::new(env);
    let counts = [const { Cell::new(0) }; 3];
    runner(5_000)
        .run(&(conditions(), worlds()), |(source, world)| {
            let ours = world.eval(&source);
            let theirs = env
                .compile(&source)
                .unwrap()
                .execute(&context(&env, &world));
            // An arithmetic error there is an undefined value here.
            let theirs = match theirs {
                Ok(CelValue::Bool(value)) => Tri::from(value),
                Ok(other) => panic!("{source} gives {other:?}"),
                Err(_) => Tri::NoData(Missing::Undefined),
            };
            let place = match ours {
                Tri::False => 0,
                Tri::True => 1,
                Tri::NoData(_) => 2,
            };
            counts[place].set(counts[place].get() + 1);
            prop_assert_eq!(ours, theirs, "{}", source);
            Ok(())
        })
        .unwrap();
    // Agreement on one outcome only would say little.
    let counts = counts.map(|count| count.get());
    assert!(
        counts[0] > 1_000 && counts[1] > 1_000 && counts[2] > 50,
        "{counts:?}"
    );
}
