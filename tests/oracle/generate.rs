//! Sound configurations and what can be done to them: single keys around their bounds, several of those that
//! Kafka checks against each other, and both.
mod bases;
mod each;
mod joined;
mod joined_nodes;
mod joined_others;
mod startup;

use std::collections::BTreeSet;

use kafka_lint::catalog::Component;
use kafka_lint::project::VersionSpec;

use self::bases::{BASES, Base};
use self::each::EACH;
use self::joined::Joined;
use self::joined_nodes::NODES;
use self::joined_others::{OTHERS, SASL};
use crate::kafka::{Definitions, Key};
use crate::support::Random;

/// One configuration.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) component: Component,
    lines: Vec<(String, String)>,
    /// The keys that were set or taken out.
    pub(crate) changed: Vec<String>,
}

impl Case {
    /// The file.
    pub(crate) fn text(&self) -> String {
        self.lines
            .iter()
            .map(|(key, value)| {
                let value = value.replace('\\', "\\\\");
                let blank = if value.starts_with(' ') { "\\" } else { "" };
                format!("{key}={blank}{value}\n")
            })
            .collect()
    }

    /// What `text` wrote.
    pub(crate) fn of_text(component: Component, text: &str) -> Self {
        Case {
            component,
            lines: text
                .lines()
                .map(|line| {
                    let (key, value) = line.split_once('=').unwrap();
                    let value = match value.strip_prefix("\\ ") {
                        Some(rest) => format!(" {rest}"),
                        None => value.to_owned(),
                    };
                    (key.to_owned(), value.replace("\\\\", "\\"))
                })
                .collect(),
            changed: Vec::new(),
        }
    }

    pub(crate) fn sets(&self, key: &str) -> bool {
        self.lines.iter().any(|(k, _)| k == key)
    }

    /// What was done to the base.
    pub(crate) fn describe(&self) -> String {
        self.changed
            .iter()
            .map(|key| match self.lines.iter().find(|(k, _)| k == key) {
                Some((_, value)) => format!("    {key}={value}\n"),
                None => format!("    without {key}\n"),
            })
            .collect()
    }

    fn set(&mut self, key: &str, value: Option<&str>) {
        self.lines.retain(|(k, _)| k != key);
        if let Some(value) = value {
            self.lines.push((key.to_owned(), value.to_owned()));
        }
        self.changed.retain(|k| k != key);
        self.changed.push(key.to_owned());
    }
}

/// Clients that log in.
const CLIENTS: [Component; 4] = [
    Component::Producer,
    Component::Consumer,
    Component::ShareConsumer,
    Component::Admin,
];

/// What a component reads behind a prefix while it is made.
fn behind(component: Component) -> &'static [(&'static str, Component)] {
    match component {
        Component::Streams => &[
            ("producer.", Component::Producer),
            ("consumer.", Component::Consumer),
            ("main.consumer.", Component::Consumer),
            ("restore.consumer.", Component::Consumer),
            ("admin.", Component::Admin),
        ],
        Component::MirrorMaker => &[
            ("a->b.", Component::MirrorSource),
            ("a->b.", Component::MirrorCheckpoint),
            ("a->b.", Component::MirrorHeartbeat),
            ("", Component::MirrorSource),
            ("", Component::MirrorCheckpoint),
            ("a.", Component::Admin),
            ("b.", Component::ConnectDistributed),
        ],
        _ => &[],
    }
}

/// A component of a version, and how to make cases of it.
struct Maker<'a> {
    component: Component,
    bases: Vec<&'static Base>,
    groups: Vec<&'static Joined>,
    /// Its keys by their names in a file.
    keys: Vec<(String, &'a Key)>,
    random: Random,
}

/// How often each group of `startup` is tried.
const TRIES: usize = 40;

/// The cases of a component of a version.
pub(crate) fn cases(
    component: Component,
    definitions: &Definitions,
    version: &str,
    seed: u64,
    budget: usize,
) -> Vec<Case> {
    let release = VersionSpec::parse(version).unwrap().release;
    let minor = (release.major, release.minor);
    let own = definitions.of(component).map(|key| (String::new(), key));
    let inner = behind(component).iter().flat_map(|(prefix, component)| {
        let keys = definitions.of(*component);
        keys.map(|key| ((*prefix).to_owned(), key))
    });
    let mut maker = Maker {
        component,
        bases: BASES
            .iter()
            .filter(|base| base.component == component && (base.from..=base.to).contains(&minor))
            .collect(),
        groups: NODES
            .iter()
            .chain(OTHERS)
            .filter(|joined| joined.component == component)
            .collect(),
        keys: own
            .chain(inner)
            .filter(|(_, key)| key.value_type != "class")
            .map(|(prefix, key)| (format!("{prefix}{}", key.name), key))
            .collect(),
        random: Random(seed ^ ((component as u64) << 32) ^ (u64::from(minor.1) << 48)),
    };
    let mut cases: Vec<Case> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut add = |case: Case, limit: usize| {
        if cases.len() < limit && seen.insert(case.text()) {
            cases.push(case);
        }
        cases.len() < budget
    };
    for base in maker.bases.clone() {
        add(sound(base), budget);
    }
    // Every group of keys on every base first, as far as two thirds of the budget go, the rest at random.
    let mut all: Vec<Case> = Vec::new();
    for base in &maker.bases {
        all.extend(
            maker
                .groups
                .iter()
                .flat_map(|joined| every(base, joined.keys)),
        );
    }
    while !all.is_empty() {
        let at = maker.random.below(all.len());
        add(all.swap_remove(at), budget * 2 / 3);
    }
    for _ in 0..budget * 5 {
        if !add(maker.random_case(), budget) {
            break;
        }
    }
    for joined in EACH.iter().filter(|joined| joined.component == component) {
        for base in &maker.bases {
            let ways = every(base, joined.keys);
            assert!(!ways.is_empty(), "too many ways: {:?}", joined.keys);
            let ways = ways.into_iter();
            cases.extend(ways.filter(|case| seen.insert(case.text())));
        }
    }
    if component == Component::Group {
        let ways = maker.at_their_defaults(budget / 8).into_iter();
        cases.extend(ways.filter(|case| seen.insert(case.text())));
    }
    for group in startup::GROUPS {
        let base = &group.base;
        if base.component != component || !(base.from..=base.to).contains(&minor) {
            continue;
        }
        for _ in 0..TRIES {
            let mut case = sound(base);
            for (key, values) in group.keys {
                // Half of them stay as they are in the first of the values, so that one fault hides no other.
                let value = match maker.random.below(2) {
                    0 => values[0],
                    _ => *maker.random.pick(values),
                };
                case.set(key, Some(value).filter(|v| *v != "-"));
            }
            if seen.insert(case.text()) {
                cases.push(case);
            }
        }
    }
    cases
}

fn sound(base: &Base) -> Case {
    Case::of_text(base.component, base.text)
}

/// All ways to set the keys of a small group.
fn every(base: &Base, keys: &[(&'static str, &'static [&'static str])]) -> Vec<Case> {
    let ways: usize = keys.iter().map(|(_, values)| values.len()).product();
    if ways > 12 {
        return Vec::new();
    }
    (0..ways)
        .map(|mut way| {
            let mut case = sound(base);
            for (key, values) in keys {
                let value = values[way % values.len()];
                way /= values.len();
                case.set(key, Some(value).filter(|v| *v != "-"));
            }
            case
        })
        .collect()
}

impl Maker<'_> {
    /// Keys set to what they are without being set, three at a time: of a group's few keys chance seldom makes
    /// values that all fit, and a judge that refuses everything has to be seen.
    fn at_their_defaults(&self, most: usize) -> Vec<Case> {
        let known = self.keys.iter();
        let known: Vec<(&String, &String)> = known
            .filter_map(|(name, key)| Some((name, key.default.as_ref()?)))
            .collect();
        let mut cases = Vec::new();
        for base in &self.bases {
            for first in 0..known.len() {
                for second in 0..=first {
                    for third in 0..=second {
                        let mut case = sound(base);
                        for at in [first, second, third] {
                            case.set(known[at].0, Some(known[at].1));
                        }
                        cases.push(case);
                    }
                }
            }
        }
        cases.truncate(most);
        cases
    }

    fn random_case(&mut self) -> Case {
        let base = self.bases[self.random.below(self.bases.len())];
        let mut case = sound(base);
        match self.random.below(8) {
            0 | 1 => self.single(&mut case),
            2 => {
                self.single(&mut case);
                self.several(&mut case);
            }
            3 => {
                self.several(&mut case);
                self.several(&mut case);
            }
            _ => self.several(&mut case),
        }
        case
    }

    /// One key of the component's, at one of its bounds or beside it.
    fn single(&mut self, case: &mut Case) {
        let random = &mut self.random;
        let (name, key) = random.pick(&self.keys);
        let mut values: Vec<String> = [
            "",
            "0",
            "1",
            "-1",
            "-2",
            "abc",
            "true",
            "FALSE",
            "a,b",
            "a,,b",
            " 5 ",
            "1.5",
            "1e3",
            "0x10",
            "+7",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
        ]
        .map(str::to_owned)
        .to_vec();
        // Those that a sound file would have count for more.
        for _ in 0..3 {
            if let Some(default) = &key.default {
                values.push(default.clone());
                values.extend(around(default));
                // Groups have few keys, and few sound files otherwise.
                if self.component == Component::Group {
                    values.extend(near(default, random));
                }
            }
            for word in key.validator.split([':', ',', ';']) {
                values.push(word.to_owned());
                values.extend(around(word));
            }
        }
        let mut value = random.pick(&values).clone();
        // Kafka would make them, and the machine could not.
        if name == "num.stream.threads" && value.len() > 2 {
            value = "3".to_owned();
        }
        case.set(name, Some(&value));
    }

    /// Some keys of a group, or all.
    fn several(&mut self, case: &mut Case) {
        let Some(keys) = self.group() else {
            return self.single(case);
        };
        let random = &mut self.random;
        let numbers: Vec<String> = keys
            .iter()
            .filter_map(|(name, _)| {
                let (_, key) = self.keys.iter().find(|(n, _)| n == name)?;
                key.default.clone()
            })
            .flat_map(|default| {
                let mut values = around(&default);
                values.push(default);
                values
            })
            .collect();
        let whole = keys == SASL || random.below(4) == 0;
        let count = if whole {
            keys.len()
        } else {
            1 + random.below(3)
        };
        for _ in 0..count.min(keys.len()) * 2 {
            let (key, values) = random.pick(keys);
            let value = if values.is_empty() {
                if numbers.is_empty() {
                    continue;
                }
                random.pick(&numbers).clone()
            } else if random.below(5) == 0 {
                mixed(values, random)
            } else {
                (*random.pick(values)).to_owned()
            };
            case.set(key, Some(value.as_str()).filter(|v| *v != "-"));
        }
    }

    fn group(&mut self) -> Option<&'static [(&'static str, &'static [&'static str])]> {
        if CLIENTS.contains(&self.component) && self.random.below(6) == 0 {
            return Some(SASL);
        }
        (!self.groups.is_empty()).then(|| self.random.pick(&self.groups).keys)
    }
}

/// A list of the items that the values have; of numbers one that is near.
fn mixed(values: &[&str], random: &mut Random) -> String {
    let value = random.pick(values);
    if let Ok(number) = value.parse::<i64>() {
        let step = random.below(4) as i64 - 2;
        return number.saturating_add(step).to_string();
    }
    let items: Vec<&str> = values
        .iter()
        .filter(|value| **value != "-")
        .flat_map(|value| value.split(','))
        .collect();
    if items.is_empty() {
        return (*value).to_owned();
    }
    let separator = *random.pick(&[",", ",", ", ", " ,"]);
    let count = 1 + random.below(3);
    let some: Vec<&str> = (0..count).map(|_| *random.pick(&items)).collect();
    some.join(separator)
}

/// Some number of the same size.
fn near(number: &str, random: &mut Random) -> Option<String> {
    let number: i64 = number.parse().ok().filter(|number| *number > 1)?;
    let step = random.below(usize::try_from(number).ok()?) as i64;
    Some((number / 2).saturating_add(step).to_string())
}

fn around(number: &str) -> Vec<String> {
    match number.parse::<i64>() {
        Ok(number) => [number.saturating_sub(1), number.saturating_add(1)]
            .map(|n| n.to_string())
            .to_vec(),
        Err(_) => Vec::new(),
    }
}
