//! Against Kafka itself, whole configurations: the classes that a component makes of its configuration when it
//! starts say whether they take it, and the verdict has to say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
#[path = "oracle/generate.rs"]
mod generate;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::Stdio;

use kafka_lint::pipeline;
use kafka_lint::project::{Profile, Project, ReadAs, Selection, VersionSpec};
use kafka_lint::source::MemorySources;
use kafka_lint::verdict;

use generate::Case;

/// The oldest, the last where only voters tell the controllers, the last with ZooKeeper, the last before lists got strict, the newest.
const VERSIONS: [&str; 5] = ["2.8.2", "3.7.2", "3.9.2", "4.1.2", "4.4.0"];

/// Cases of each version; `KAFKA_LINT_ORACLE_CASES` says otherwise.
const CASES: usize = 3600;

const SEED: u64 = 20_260_725;

/// What Kafka answers to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Accepted,
    Refused(String),
    /// This version does not have the component.
    Absent,
}

/// What cannot be judged from a file, each with its reason.
struct Exclusion {
    name: &'static str,
    why: &'static str,
    holds: fn(&Case, &str) -> bool,
}

/// They hold for single answers of Kafka, never for a key, a value or a component as a whole.
const EXCLUSIONS: &[Exclusion] = &[
    Exclusion {
        name: "login",
        why: "a JAAS configuration may come from the options of the JVM",
        holds: |_, said| {
            said.contains("JAAS configuration") || said.contains("JAAS or Kafka config")
        },
    },
    Exclusion {
        name: "class",
        why: "whether a class is there is the class path's to say",
        holds: |_, said| {
            // A client of 3.7 to 3.9 stumbles over what it has not made yet, and hides which class it was.
            said.contains("this.clientTelemetryReporter")
                || said.starts_with("ClassNotFoundException")
                || said.contains("Class cannot be found")
                || said.contains("could not be found")
        },
    },
    Exclusion {
        name: "JVM",
        why: "which algorithms there are is the JVM's to say",
        holds: |_, said| {
            said.contains("not supported by this JVM")
                || said.contains("Unable to create key generator")
                || said.contains("KeyGenerator not available")
                || said.contains("not available")
        },
    },
    Exclusion {
        name: "rack in code",
        why: "an application may set `client.rack` in code",
        holds: |case, said| {
            said.contains("client.rack must be provided") && !case.sets("client.rack")
        },
    },
    Exclusion {
        name: "topology",
        why: "whether an application can do without threads is its topology's to say",
        holds: |_, said| said.contains("Invalid topology"),
    },
    Exclusion {
        name: "servers in code",
        why: "an application may set `bootstrap.servers` in code",
        holds: |case, said| said.contains("bootstrap.servers") && !case.sets("bootstrap.servers"),
    },
    Exclusion {
        name: "topic creation",
        why: "the worker's `topic.creation.enable` says whether these keys are read",
        holds: |_, said| said.contains("topic.creation.default."),
    },
    Exclusion {
        name: "group in code",
        why: "an application may set `group.id` in code",
        holds: |case, said| {
            said.contains("when default group id (null) is used") && !case.sets("group.id")
        },
    },
    Exclusion {
        name: "a group's",
        why: "a group has from its brokers what it does not set, and which assignors there are",
        holds: |case, said| {
            case.component == "group"
                && (said.contains("is not a registered task assignor")
                    || said.contains("must be greater than")
                        && ["consumer", "share", "streams"].iter().any(|kind| {
                            case.sets(&format!("{kind}.heartbeat.interval.ms"))
                                != case.sets(&format!("{kind}.session.timeout.ms"))
                        }))
        },
    },
    Exclusion {
        name: "a topic's",
        why: "a topic has from its brokers what it does not set, and they are not at hand",
        holds: |case, said| {
            case.component == "topic"
                && (said.contains("local.retention.")
                    || said.contains("remote.copy.lag")
                    || said.contains("compaction.lag")
                    || said.contains("compacted")
                    || said.contains("cleanup.policy"))
                && [
                    "retention.ms",
                    "retention.bytes",
                    "local.retention.ms",
                    "local.retention.bytes",
                    "cleanup.policy",
                ]
                .iter()
                .any(|key| !case.sets(key))
        },
    },
];

/// Asks one Kafka for all cases; `None` where it cannot be had.
fn ask(version: &str, cases: &[Case]) -> Option<Vec<Answer>> {
    let mut child = support::kafka(version, &format!("kafka-oracle-{version}"))?
        .args(["KafkaFacts", "oracle"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let questions: String = cases
        .iter()
        .enumerate()
        .map(|(id, case)| format!("{id}\t{}\t{}\n", case.component, escape(&case.text())))
        .collect();
    let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(format!("# kafka {version}").as_str()),
        "another Kafka answered"
    );
    let answers: Vec<Answer> = lines
        .enumerate()
        .map(|(id, line)| {
            let mut columns = line.splitn(3, '\t');
            assert_eq!(columns.next(), Some(id.to_string().as_str()));
            match columns.next() {
                Some("accepted") => Answer::Accepted,
                Some("refused") => Answer::Refused(columns.next().unwrap().to_owned()),
                Some("absent") => Answer::Absent,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(answers.len(), cases.len());
    Some(answers)
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\r', "\\r")
        .replace('\n', "\\n")
}

/// The refusals that we see, one for each diagnostic.
fn ours(case: &Case, version: &str) -> Vec<String> {
    let mut sources = MemorySources::default();
    sources.add("x.properties", case.text().as_bytes());
    let project = Project {
        kafka_version: Some(VersionSpec::parse(version).unwrap()),
        profile: Some(Profile::Production),
        read_as: Some(ReadAs::from_name(&case.component).unwrap()),
        selection: Selection {
            select: vec!["KFK".to_owned()],
            ..Selection::default()
        },
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    report
        .diagnostics
        .iter()
        .filter(|d| d.rejected_by_kafka)
        .map(|d| d.refusal.unwrap_or("").to_owned())
        .collect()
}

/// How often who refused.
#[derive(Copy, Clone, Debug, Default)]
struct Counts {
    cases: u32,
    refused: u32,
    agreed: u32,
    we_alone: u32,
    kafka_alone: u32,
    excluded: u32,
}

/// What a version's run found.
#[derive(Default)]
struct Found {
    table: BTreeMap<String, Counts>,
    wrong: Vec<String>,
    excluded: BTreeMap<&'static str, u32>,
    /// Agreed refusals, and those of them that alone say so.
    agreed: BTreeSet<(String, String)>,
    alone: BTreeSet<(String, String)>,
}

fn compare(version: &str, cases: &[Case], answers: &[Answer]) -> Found {
    let mut found = Found::default();
    for (case, answer) in cases.iter().zip(answers) {
        let (refused, said) = match answer {
            Answer::Absent => continue,
            Answer::Accepted => (false, ""),
            Answer::Refused(said) => (true, said.as_str()),
        };
        let counts = found.table.entry(case.component.clone()).or_default();
        counts.cases += 1;
        counts.refused += u32::from(refused);
        let ours = ours(case, version);
        if refused != ours.is_empty() {
            counts.agreed += 1;
            let kinds: BTreeSet<&String> = ours.iter().collect();
            for id in &kinds {
                found.agreed.insert((case.component.clone(), (*id).clone()));
            }
            if let [only] = kinds.iter().collect::<Vec<_>>().as_slice() {
                found
                    .alone
                    .insert((case.component.clone(), (**only).clone()));
            }
            continue;
        }
        let excluded = EXCLUSIONS
            .iter()
            .find(|exclusion| refused && (exclusion.holds)(case, said));
        if let Some(exclusion) = excluded {
            counts.excluded += 1;
            *found.excluded.entry(exclusion.name).or_default() += 1;
            continue;
        }
        if refused {
            counts.kafka_alone += 1;
        } else {
            counts.we_alone += 1;
        }
        found.wrong.push(format!(
            "{version} {}: Kafka {}, we say {ours:?}\n{}",
            case.component,
            if refused { said } else { "accepts" },
            case.describe()
        ));
    }
    found
}

fn versions() -> Vec<String> {
    match std::env::var("KAFKA_LINT_ORACLE_VERSIONS") {
        Ok(versions) => versions.split(',').map(str::to_owned).collect(),
        Err(_) => VERSIONS.map(str::to_owned).to_vec(),
    }
}

#[test]
fn refuses_whole_configurations_as_kafka_does() {
    let budget = std::env::var("KAFKA_LINT_ORACLE_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(CASES);
    let seed = std::env::var("KAFKA_LINT_ORACLE_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(SEED);
    let runs: Vec<_> = versions()
        .into_iter()
        .map(|version| {
            std::thread::spawn(move || {
                let cases = generate::cases(&version, seed, budget);
                let answers = ask(&version, &cases)?;
                let found = compare(&version, &cases, &answers);
                Some((version, found))
            })
        })
        .collect();
    let mut wrong = Vec::new();
    let mut agreed: BTreeSet<(String, String)> = BTreeSet::new();
    let mut alone: BTreeSet<(String, String)> = BTreeSet::new();
    let mut skipped = false;
    eprintln!("seed {seed}, {budget} cases of each version");
    for run in runs {
        let Some((version, found)) = run.join().unwrap() else {
            skipped = true;
            continue;
        };
        for (component, counts) in &found.table {
            eprintln!(
                "{version:6} {component:20} cases {:5} refused {:5} agreed {:5} we alone {:3} Kafka alone {:3} excluded {:3}",
                counts.cases,
                counts.refused,
                counts.agreed,
                counts.we_alone,
                counts.kafka_alone,
                counts.excluded
            );
            assert!(counts.refused > 0 && counts.refused < counts.cases);
        }
        for (name, count) in &found.excluded {
            let why = EXCLUSIONS.iter().find(|e| e.name == *name).unwrap().why;
            eprintln!("{version:6} {count} excluded, {name}: {why}");
        }
        wrong.extend(found.wrong);
        agreed.extend(found.agreed);
        alone.extend(found.alone);
    }
    if skipped {
        return;
    }
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
    // Every refusal was seen, and seen where nothing else refuses: without it there would be a disagreement.
    let all: BTreeSet<(String, String)> = verdict::refusals()
        .map(|r| (r.component.name().to_owned(), r.id.to_owned()))
        .collect();
    let never: Vec<_> = all.difference(&agreed).collect();
    let silent: Vec<_> = all.difference(&alone).collect();
    assert!(never.is_empty(), "never agreed on: {never:#?}");
    assert!(silent.is_empty(), "no case would miss them: {silent:#?}");
}
