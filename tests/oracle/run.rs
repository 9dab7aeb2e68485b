//! A run over versions, and the table of what it found.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kafka_lint::catalog::Component;

use crate::exclusions::{EXCLUSIONS, LATER};
use crate::generate::{self, Case};
use crate::judge::{self, Counts, Found, Id};
use crate::kafka::{self, Answer, Definitions};

/// The oldest, the last where only voters tell the controllers, the last with ZooKeeper, the last before lists
/// got strict, the newest with MirrorMaker, the newest.
const VERSIONS: [&str; 6] = ["2.8.2", "3.7.2", "3.9.2", "4.1.2", "4.3.1", "4.4.0"];

/// Cases of each component, over all versions.
const CASES: usize = 1800;

const SEED: u64 = 20_260_725;

/// Nodes have the most to be wrong.
const NODE_WEIGHT: usize = 5;

/// What a MirrorMaker before 3.6 costs is a search of the class path for each case.
const SLOW: usize = 12;

/// What is asked for, in the environment.
pub(crate) struct Settings {
    pub(crate) versions: Vec<String>,
    pub(crate) cases: usize,
    pub(crate) seed: u64,
    /// Whether answers are added to the recorded ones.
    pub(crate) record: bool,
}

impl Settings {
    pub(crate) fn of_environment() -> Self {
        let read = |name: &str| std::env::var(format!("KAFKA_LINT_ORACLE_{name}")).ok();
        let versions = match read("VERSIONS") {
            Some(versions) => versions.split(',').map(str::to_owned).collect(),
            None => VERSIONS.map(str::to_owned).to_vec(),
        };
        Settings {
            versions,
            cases: read("CASES").map_or(CASES, |text| text.parse().unwrap()),
            seed: read("SEED").map_or(SEED, |text| text.parse().unwrap()),
            record: read("RECORD").is_some(),
        }
    }
}

/// A version that was asked.
pub(crate) struct Asked {
    pub(crate) version: String,
    pub(crate) cases: Vec<Case>,
    pub(crate) answers: Vec<Option<Answer>>,
    pub(crate) found: Found,
}

/// All that was asked.
pub(crate) struct Run {
    pub(crate) versions: Vec<Asked>,
    agreed: BTreeMap<Id, Vec<(usize, usize)>>,
}

/// Asks all versions; `None` where one cannot be had, which is said.
pub(crate) fn run(settings: &Settings) -> Option<Run> {
    let definitions: Vec<Definitions> = each(&settings.versions, |version| {
        Definitions::of_version(version)
    })?;
    let judged: Vec<Component> = Component::ALL
        .into_iter()
        .filter(|component| is_judged(*component))
        .collect();
    let together: Vec<(&String, &Definitions)> =
        settings.versions.iter().zip(&definitions).collect();
    // How many versions share the cases of a component: those that are slow have few of their own.
    let having = |component| {
        let shares = |(version, definitions): &&(&String, &Definitions)| {
            definitions.of(component).next().is_some()
                && !(component == Component::MirrorMaker && is_slow(version))
        };
        together.iter().filter(shares).count().max(1)
    };
    let versions = each(&together, |(version, definitions)| {
        let mut cases = Vec::new();
        for component in &judged {
            if definitions.of(*component).next().is_none() {
                continue;
            }
            let weight = if *component == Component::Broker {
                NODE_WEIGHT
            } else {
                1
            };
            let mut budget = settings.cases * weight / having(*component);
            if *component == Component::MirrorMaker && is_slow(version) {
                budget = budget.min(SLOW);
            }
            cases.extend(generate::cases(
                *component,
                definitions,
                version,
                settings.seed,
                budget,
            ));
        }
        let answers = kafka::ask(version, &cases)?;
        let found = judge::compare_all(version, &cases, &answers);
        Some(Asked {
            version: (*version).clone(),
            cases,
            answers,
            found,
        })
    })?;
    let mut agreed: BTreeMap<Id, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, asked) in versions.iter().enumerate() {
        for (id, numbers) in &asked.found.agreed {
            let all = agreed.entry(id.clone()).or_default();
            all.extend(numbers.iter().map(|number| (at, *number)));
        }
    }
    Some(Run { versions, agreed })
}

/// MirrorMaker's connectors are judged as parts of its file, a remote log's as a part of a broker's.
fn is_judged(component: Component) -> bool {
    !matches!(
        component,
        Component::MirrorSource
            | Component::MirrorCheckpoint
            | Component::MirrorHeartbeat
            | Component::RemoteLogMetadata
            | Component::Librdkafka
    )
}

fn is_slow(version: &str) -> bool {
    version.starts_with("2.")
        || ["3.0", "3.1", "3.2", "3.3", "3.4", "3.5"]
            .iter()
            .any(|v| version.starts_with(v))
}

/// Does something for each item, as many at a time as there are processors. `None` where one of them gives none.
fn each<T: Sync, R: Send>(items: &[T], does: impl Fn(&T) -> Option<R> + Sync) -> Option<Vec<R>> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, Option<R>)>> = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let result = does(item);
                    results.lock().unwrap().push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap();
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

impl Run {
    pub(crate) fn wrong(&self) -> impl Iterator<Item = &str> {
        self.versions
            .iter()
            .flat_map(|asked| asked.found.wrong.iter().map(String::as_str))
    }

    pub(crate) fn has(&self, component: Component) -> bool {
        self.versions
            .iter()
            .any(|asked| asked.found.table.contains_key(&component))
    }

    /// Refusals that were agreed on, with where: the version and the case.
    pub(crate) fn agreed(&self) -> &BTreeMap<Id, Vec<(usize, usize)>> {
        &self.agreed
    }

    /// Whether some case is judged otherwise than Kafka did where a refusal is switched off.
    pub(crate) fn misses(&self, id: &Id) -> bool {
        self.agreed
            .get(id)
            .into_iter()
            .flatten()
            .any(|(at, number)| {
                let asked = &self.versions[*at];
                judge::ours(&asked.cases[*number], &asked.version, Some(id)).is_empty()
            })
    }

    /// The counts of each component over the versions.
    pub(crate) fn totals(&self) -> BTreeMap<Component, Counts> {
        let mut totals: BTreeMap<Component, Counts> = BTreeMap::new();
        for (component, counts) in self.versions.iter().flat_map(|asked| &asked.found.table) {
            let total = totals.entry(*component).or_default();
            total.cases += counts.cases;
            total.refused += counts.refused;
            total.agreed += counts.agreed;
            total.we_alone += counts.we_alone;
            total.kafka_alone += counts.kafka_alone;
            total.excluded += counts.excluded;
        }
        totals
    }

    /// The table.
    pub(crate) fn print(&self, settings: &Settings) {
        eprintln!(
            "seed {}, {} cases of each component",
            settings.seed, settings.cases
        );
        eprintln!(
            "component            version   cases refused  agreed we alone Kafka alone excluded"
        );
        let line = |component: Component, version: &str, counts: &Counts| {
            eprintln!(
                "{:20} {version:7} {:7} {:7} {:7} {:8} {:11} {:8}",
                component.name(),
                counts.cases,
                counts.refused,
                counts.agreed,
                counts.we_alone,
                counts.kafka_alone,
                counts.excluded
            );
        };
        for (component, total) in self.totals() {
            for asked in &self.versions {
                if let Some(counts) = asked.found.table.get(&component) {
                    line(component, &asked.version, counts);
                }
            }
            line(component, "all", &total);
        }
        let reasons = EXCLUSIONS.iter().map(|e| (e.name, e.why));
        for (name, why) in reasons.chain(LATER.iter().map(|l| (l.name, l.why))) {
            let mut counts: BTreeMap<Component, u32> = BTreeMap::new();
            for asked in &self.versions {
                for ((excluded, component), count) in &asked.found.excluded {
                    if *excluded == name {
                        *counts.entry(*component).or_default() += count;
                    }
                }
            }
            let counts: Vec<String> = counts
                .iter()
                .map(|(component, count)| format!("{} {count}", component.name()))
                .collect();
            eprintln!("excluded, {}: {}: {}", name, why, counts.join(", "));
        }
    }
}
