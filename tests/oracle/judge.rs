//! What we say to a case, and how it compares with what Kafka says.

use std::collections::{BTreeMap, BTreeSet};

use kafka_lint::catalog::Component;
use kafka_lint::pipeline;
use kafka_lint::project::{Layer, Profile, Project, ReadAs, Selection, VersionSpec};
use kafka_lint::source::MemorySources;
use kafka_lint::verdict;

use crate::exclusions::{EXCLUSIONS, LATER, Later, REASONS};
use crate::generate::Case;
use crate::kafka::Answer;

/// A refusal of ours.
#[derive(Clone, Debug)]
pub(crate) struct Ours {
    pub(crate) id: String,
    pub(crate) key: Option<String>,
    /// The sentence, which names all keys that it is about.
    pub(crate) message: String,
}

/// A refusal by whose configuration and what: `topic`, `compaction-lags-cross`.
pub(crate) type Id = (Component, String);

/// What we refuse in a case, one refusal or more, one of them left out where a test asks for it.
pub(crate) fn ours(case: &Case, version: &str, without: Option<&Id>) -> Vec<Ours> {
    let mut sources = MemorySources::default();
    sources.add("x.properties", case.text().as_bytes());
    let project = Project {
        given: Layer {
            kafka_version: Some(VersionSpec::parse(version).unwrap()),
            profile: Some(Profile::Production.into()),
            selection: Selection {
                select: vec!["KFK".to_owned()],
                ..Selection::default()
            },
            ..Layer::default()
        },
        read_as: Some(ReadAs::from_name(case.component.name()).unwrap()),
        without: without.map(|(_, id)| id.clone()),
        threads: 1,
        ..Project::default()
    };
    let report = pipeline::lint(&sources, &project);
    assert!(report.summary.entities > 0, "{}", case.text());
    report
        .diagnostics
        .into_iter()
        .filter(|d| d.rejected_by_kafka)
        // What shows only when a node starts is `tests/starts.rs`'.
        .filter(|d| !verdict::refusals().any(|r| r.at_start && Some(r.id) == d.refusal))
        .map(|d| Ours {
            id: d.refusal.unwrap_or("").to_owned(),
            key: d.subject.key,
            message: d.message,
        })
        .collect()
}

/// How often who refused.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) cases: u32,
    pub(crate) refused: u32,
    pub(crate) agreed: u32,
    pub(crate) we_alone: u32,
    pub(crate) kafka_alone: u32,
    pub(crate) excluded: u32,
}

/// How a case came out.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Agreed(Vec<Ours>),
    Differs(Vec<Ours>),
    /// Both refuse, and not for the same reason.
    Otherwise(Vec<Ours>),
    Excluded(&'static str),
}

/// Compares one case. Where one key was changed, both have to refuse for the same reason.
pub(crate) fn compare(case: &Case, version: &str, answer: &Answer) -> Outcome {
    let ours = ours(case, version, None);
    let said = match answer {
        Answer::Accepted if ours.is_empty() => return Outcome::Agreed(ours),
        Answer::Accepted => {
            let of = |our: &Ours| {
                let key = our.key.as_deref()?;
                LATER.iter().find(|later| (later.holds)(case, key))
            };
            let later: Option<Vec<&Later>> = ours.iter().map(of).collect();
            return match later.as_deref() {
                Some([first, ..]) => Outcome::Excluded(first.name),
                _ => Outcome::Differs(ours),
            };
        }
        Answer::Refused(said) => said,
    };
    if !ours.is_empty() {
        let same = case.changed.len() != 1 || ours.iter().any(|our| is_same(our, said));
        return match same {
            true => Outcome::Agreed(ours),
            false => Outcome::Otherwise(ours),
        };
    }
    let exclusion = EXCLUSIONS.iter().find(|e| (e.holds)(case, said));
    exclusion.map_or(Outcome::Differs(ours), |e| Outcome::Excluded(e.name))
}

/// Whether Kafka's words are about what a refusal of ours is about.
fn is_same(our: &Ours, said: &str) -> bool {
    let of_its_key = our.key.as_deref().is_some_and(|key| said.contains(key));
    // Kafka leaves the prefix out that stands before a key.
    let bare = || {
        let key = our.key.as_deref().unwrap_or_default();
        let mut rest = key.match_indices('.').map(|(dot, _)| &key[dot + 1..]);
        rest.any(|bare| match bare.contains('.') {
            true => said.contains(bare),
            false => said.contains(&format!("configuration {bare}:")),
        })
    };
    let of_its_words = || {
        let mut quoted = our.message.split('`').skip(1).step_by(2);
        quoted.any(|word| word.contains('.') && said.contains(word))
    };
    let reviewed = || {
        REASONS
            .iter()
            .any(|(words, ids)| said.contains(words) && ids.contains(&our.id.as_str()))
    };
    of_its_key || bare() || of_its_words() || reviewed()
}

/// What a version's run found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) table: BTreeMap<Component, Counts>,
    pub(crate) wrong: Vec<String>,
    /// The numbers of the cases that differ.
    pub(crate) differing: Vec<usize>,
    pub(crate) excluded: BTreeMap<(&'static str, Component), u32>,
    /// Refusals that were agreed on, each with the numbers of the cases.
    pub(crate) agreed: BTreeMap<Id, Vec<usize>>,
}

pub(crate) fn compare_all(version: &str, cases: &[Case], answers: &[Option<Answer>]) -> Found {
    let mut found = Found::default();
    for (number, (case, answer)) in cases.iter().zip(answers).enumerate() {
        let Some(answer) = answer else { continue };
        let counts = found.table.entry(case.component).or_default();
        counts.cases += 1;
        counts.refused += u32::from(*answer != Answer::Accepted);
        let (what, ours) = match compare(case, version, answer) {
            Outcome::Agreed(ours) => {
                counts.agreed += 1;
                let ids: BTreeSet<String> = ours.into_iter().map(|our| our.id).collect();
                for id in ids {
                    let numbers = found.agreed.entry((case.component, id)).or_default();
                    numbers.push(number);
                }
                continue;
            }
            Outcome::Excluded(name) => {
                counts.excluded += 1;
                let count = found.excluded.entry((name, case.component));
                *count.or_default() += 1;
                continue;
            }
            Outcome::Differs(ours) if ours.is_empty() => {
                counts.kafka_alone += 1;
                ("", ours)
            }
            Outcome::Differs(ours) => {
                counts.we_alone += 1;
                ("", ours)
            }
            Outcome::Otherwise(ours) => ("for another reason: ", ours),
        };
        let ids: Vec<&str> = ours.iter().map(|our| our.id.as_str()).collect();
        found.differing.push(number);
        found.wrong.push(format!(
            "{version} {}: {what}Kafka {}, we say {ids:?}\n{}",
            case.component.name(),
            match answer {
                Answer::Accepted => "accepts",
                Answer::Refused(said) => said,
            },
            case.describe()
        ));
    }
    found
}

/// A minor release.
pub(crate) type Minor = (u8, u8);

/// The refusals of the table of conditions, with the first and the last minor that have them.
pub(crate) fn refusals() -> Vec<(Id, Minor, Minor)> {
    verdict::refusals()
        .filter(|row| !row.at_start)
        .map(|row| ((row.component, row.id.to_owned()), row.from, row.to))
        .collect()
}
