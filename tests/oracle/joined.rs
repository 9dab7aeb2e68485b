//! Keys that Kafka checks against each other, with values to choose from.

use kafka_lint::catalog::Component;

/// Keys of a component and the values of each. No values: the numbers around the defaults of the whole group.
/// `-` takes the key out.
pub(super) struct Joined {
    pub(super) component: Component,
    pub(super) keys: &'static [(&'static str, &'static [&'static str])],
}

pub(super) const NUMBERS: &[&str] = &[];

macro_rules! joined {
    ($($component:ident: { $($key:literal: $values:expr),* $(,)? }),* $(,)?) => {
        &[$(Joined { component: Component::$component, keys: &[$(($key, $values)),*] }),*]
    };
}
pub(super) use joined;
