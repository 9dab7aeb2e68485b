//! Against Kafka itself, whole starts: nodes are started with real files and with mutants that the configuration
//! object takes, and the verdict has to say of each whether it starts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
#[path = "starts/faults.rs"]
mod faults;
#[path = "oracle/generate.rs"]
#[allow(dead_code)]
mod generate;
#[path = "oracle/kafka.rs"]
#[allow(dead_code)]
mod kafka;
#[path = "starts/machine.rs"]
mod machine;
#[path = "starts/node.rs"]
mod node;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kafka_lint::catalog::Component;
use kafka_lint::model::EntityKind;
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, Selection, VersionSpec};
use kafka_lint::source::MemorySources;
use kafka_lint::verdict;

use machine::EXCLUSIONS;
use node::{Answer, Case, start};

/// The last with ZooKeeper and the newest; `KAFKA_LINT_STARTS_VERSIONS` names others.
const VERSIONS: [&str; 2] = ["3.9.2", "4.4.0"];

/// Mutants of each version, and how many of them at least have ZooKeeper where there is one;
/// `KAFKA_LINT_STARTS` says otherwise.
const MUTANTS: usize = 40;

const SEED: u64 = 20_260_725;

fn project(version: &str) -> Project {
    Project {
        given: Layer {
            kafka_version: Some(VersionSpec::parse(version).unwrap()),
            profile: Some(Profile::Production.into()),
            selection: Selection {
                select: vec!["KFK".to_owned()],
                ..Selection::default()
            },
            ..Layer::default()
        },
        threads: 1,
        ..Project::default()
    }
}

/// The refusals that we see, with their ids.
fn ours(case: &Case, version: &str) -> Vec<(String, String)> {
    let mut sources = MemorySources::default();
    sources.add("server.properties", case.text.as_bytes());
    let project = Project {
        read_as: Some(ReadAs::Broker),
        ..project(version)
    };
    let report = pipeline::lint(&sources, &project);
    report
        .diagnostics
        .iter()
        .filter(|d| d.rejected_by_kafka)
        .map(|d| (d.refusal.unwrap_or("").to_owned(), d.message.clone()))
        .collect()
}

/// What a run found.
#[derive(Default)]
struct Found {
    starts: u32,
    refused: u32,
    agreed: u32,
    we_alone: u32,
    kafka_alone: u32,
    excluded: BTreeMap<&'static str, u32>,
    wrong: Vec<String>,
    /// Refusals that alone agreed with Kafka's: without them there would be a disagreement.
    alone: BTreeSet<String>,
}

fn compare(version: &str, cases: &[Case], answers: &[Answer]) -> Found {
    let mut found = Found::default();
    for (case, answer) in cases.iter().zip(answers) {
        found.starts += 1;
        let refused = answer.verdict != "started";
        found.refused += u32::from(refused);
        let ours = ours(case, version);
        if refused != ours.is_empty() {
            found.agreed += 1;
            if let [(id, _)] = ours.as_slice() {
                found.alone.insert(id.clone());
            }
        } else if let Some(exclusion) = EXCLUSIONS
            .iter()
            .find(|exclusion| refused && (exclusion.holds)(case, answer))
        {
            *found.excluded.entry(exclusion.name).or_default() += 1;
        } else {
            if refused {
                found.kafka_alone += 1;
            } else {
                found.we_alone += 1;
            }
            found.wrong.push(format!(
                "{version} {}\n  Kafka {} {}\n  we say {ours:?}\n  rewritten: {}",
                case.name, answer.verdict, answer.message, answer.rewritten
            ));
        }
    }
    found
}

fn report(what: &str, version: &str, found: &Found) {
    let Found {
        starts,
        refused,
        agreed,
        we_alone,
        kafka_alone,
        excluded,
        ..
    } = found;
    let all: u32 = excluded.values().sum();
    eprintln!(
        "{version:6} {what:10} starts {starts:5} refused {refused:5} agreed {agreed:5} we alone {we_alone:3} Kafka alone {kafka_alone:3} excluded {all:3}"
    );
    for (name, count) in excluded {
        let why = EXCLUSIONS.iter().find(|e| e.name == *name).unwrap().why;
        eprintln!("{version:6} {what:10} {count} excluded, {name}: {why}");
    }
}

fn versions() -> Vec<String> {
    match std::env::var("KAFKA_LINT_STARTS_VERSIONS") {
        Ok(versions) => versions.split(',').map(str::to_owned).collect(),
        Err(_) => VERSIONS.map(str::to_owned).to_vec(),
    }
}

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// Starts the cases of each version at the same time, and fails where somebody differs.
/// Gives the refusals that alone agreed with Kafka's; `None` where Kafka cannot be had.
fn hold(
    what: &'static str,
    cases: impl Fn(&str) -> Option<Vec<Case>> + Copy + Send + 'static,
) -> Option<BTreeSet<String>> {
    let runs: Vec<_> = versions()
        .into_iter()
        .map(|version| {
            std::thread::spawn(move || {
                let cases = cases(&version)?;
                let answers = start(&version, &cases)?;
                let found = compare(&version, &cases, &answers);
                // As soon as it is known: a long run of an old version takes hours.
                report(what, &version, &found);
                Some(found)
            })
        })
        .collect();
    let mut wrong = Vec::new();
    let mut alone = BTreeSet::new();
    for run in runs {
        let found = run.join().unwrap()?;
        alone.extend(found.alone.iter().cloned());
        // Starts that all succeed, or are all left out, would show nothing.
        let excluded: u32 = found.excluded.values().sum();
        assert!(found.refused > 0 && found.refused < found.starts && excluded * 4 < found.starts);
        wrong.extend(found.wrong);
    }
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong[..wrong.len().min(100)].join("\n")
    );
    Some(alone)
}

/// Files of nodes below a folder, recognised as anybody's files are.
fn nodes_below(folder: &Path) -> Vec<Case> {
    let mut folders = vec![folder.to_owned()];
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "properties") {
                files.insert(path);
            }
        }
    }
    let is_node = |path: &PathBuf| {
        let mut sources = MemorySources::default();
        sources.add(path.to_str().unwrap(), std::fs::read(path).unwrap());
        pipeline::entities(&sources, &project("4.4.0"))
            .iter()
            .any(|(entity, _)| entity.kind == EntityKind::Broker)
    };
    files
        .into_iter()
        .filter(is_node)
        .map(|path| Case {
            name: path.display().to_string(),
            text: String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned(),
        })
        .collect()
}

#[test]
fn says_of_real_files_whether_a_node_starts() {
    hold("files", |_| {
        let mut cases = nodes_below(&support::root().join("fixtures"));
        assert!(cases.len() >= 7, "{}", cases.len());
        match std::env::var("KAFKA_LINT_CORPUS") {
            Ok(folder) => cases.extend(nodes_below(Path::new(&folder))),
            Err(_) => eprintln!("KAFKA_LINT_CORPUS names no folder of more files"),
        }
        Some(cases)
    });
}

#[test]
fn says_of_faults_that_show_late_whether_a_node_starts() {
    let alone = hold("faults", |version| {
        let has_zookeeper = version < "4";
        let bases = [("", faults::COMBINED)]
            .into_iter()
            .chain(has_zookeeper.then_some(("ZooKeeper, ", faults::ZOOKEEPER)));
        let cases = bases.flat_map(|(name, base)| {
            faults::FAULTS
                .iter()
                // Controllers' listeners are not for brokers with ZooKeeper.
                .filter(move |fault| name.is_empty() || !fault.contains("CONTROLLER"))
                .map(move |fault| Case {
                    name: format!("{name}{}", fault.replace('\n', ", ")),
                    text: faults::with(base, fault),
                })
        });
        Some(cases.collect())
    });
    let Some(alone) = alone else { return };
    if std::env::var("KAFKA_LINT_STARTS_VERSIONS").is_ok() {
        return;
    }
    // Without one of them, the comparison would have failed.
    let silent: Vec<&str> = verdict::refusals()
        .filter(|refusal| refusal.at_start && !alone.contains(refusal.id))
        .map(|refusal| refusal.id)
        .collect();
    assert!(silent.is_empty(), "no fault would miss {silent:?}");
}

/// Mutants that the configuration object takes, those with ZooKeeper first.
fn mutants(version: &str) -> Option<Vec<Case>> {
    let count = setting("KAFKA_LINT_STARTS", MUTANTS);
    let seed = u64::try_from(setting(
        "KAFKA_LINT_STARTS_SEED",
        usize::try_from(SEED).unwrap(),
    ))
    .unwrap();
    let mut random = support::Random(seed);
    let definitions = kafka::Definitions::of_version(version)?;
    let budget = 500 + 8 * count;
    let mut cases = generate::cases(Component::Broker, &definitions, version, seed, budget);
    cases.retain(|case| fits_a_machine(&case.describe()));
    let mut answers = kafka::ask(version, &cases)?.into_iter();
    cases.retain(|_| answers.next().unwrap() == Some(kafka::Answer::Accepted));
    for i in (1..cases.len()).rev() {
        cases.swap(i, random.below(i + 1));
    }
    let (with, without): (Vec<_>, Vec<_>) = cases
        .into_iter()
        .partition(|case| !case.sets("process.roles"));
    let zookeeper = with.len().min(count.max(50) / 2);
    let chosen = with
        .iter()
        .take(zookeeper)
        .chain(without.iter().take(count));
    Some(
        chosen
            .map(|case| Case {
                name: case.describe().trim_end().replace('\n', ","),
                text: case.text(),
            })
            .collect(),
    )
}

/// Kafka would make as many threads and take as much memory as it is told, and the machine could not.
fn fits_a_machine(changed: &str) -> bool {
    changed.lines().all(|line| {
        let (key, value) = line.trim().split_once('=').unwrap_or((line, ""));
        let sized = [
            "thread",
            "buffer",
            "size",
            "bytes",
            "partitions",
            "num",
            "max",
        ];
        !sized.iter().any(|word| key.contains(word))
            || value
                .trim()
                .parse::<f64>()
                .map_or(true, |number| number < 2e8)
                && !(key.contains("thread") && value.trim().parse::<f64>().is_ok_and(|n| n > 64.0))
    })
}

#[test]
fn says_of_mutants_that_the_configuration_object_takes_whether_a_node_starts() {
    hold("mutants", mutants);
}

/// Each of them alone ends the start, the last two after the configuration was taken.
const TEN_FAULTS: [&str; 10] = [
    "num.io.threads=0",
    "log.retention.hours=48h",
    "log.cleanup.policy=remove",
    "min.insync.replicas=0",
    "inter.broker.listener.name=INTERNAL",
    "broker.id=2",
    "compression.type=brotli",
    "unclean.leader.election.enable=yes",
    "socket.receive.buffer.bytes=0",
    "metrics.recording.level=WARN",
];

#[test]
fn shows_ten_faults_in_one_run_where_kafka_shows_the_first() {
    for version in versions() {
        let case = |faults: &[&str]| Case {
            name: faults.join(", "),
            text: faults::with(faults::COMBINED, &faults.join("\n")),
        };
        let alone = TEN_FAULTS.iter().map(|fault| case(&[fault]));
        let cases: Vec<Case> = [case(&TEN_FAULTS)].into_iter().chain(alone).collect();
        let Some(answers) = start(&version, &cases) else {
            return;
        };
        for (case, answer) in cases.iter().zip(&answers) {
            assert_eq!(answer.verdict, "refused", "{version} {}", case.name);
        }
        let named: Vec<&Answer> = answers[1..]
            .iter()
            .filter(|alone| alone.message == answers[0].message)
            .collect();
        assert_eq!(named.len(), 1, "Kafka says {}", answers[0].message);
        let all = ours(&cases[0], &version);
        assert_eq!(all.len(), TEN_FAULTS.len(), "{version} {all:#?}");
        for fault in TEN_FAULTS {
            let key = format!("`{}`", fault.split('=').next().unwrap());
            let count = all.iter().filter(|(_, said)| said.contains(&key)).count();
            assert_eq!(count, 1, "{version} {key} {all:#?}");
        }
        eprintln!(
            "{version:6} Kafka shows 1 of {}: {}",
            TEN_FAULTS.len(),
            answers[0].message
        );
    }
}
