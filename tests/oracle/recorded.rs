//! What Kafka once said, kept in `regressions.tsv`: our verdict is held to it without Java.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::generate::Case;
use crate::judge::{self, Id, Outcome};
use crate::kafka::{self, Answer};
use crate::run::{Run, Settings};
use crate::support;

const FILE: &str = "tests/oracle/regressions.tsv";

/// Cases of each refusal that are kept, of either verdict.
const EACH: usize = 2;

/// One answer of Kafka's.
struct Recorded {
    version: String,
    seed: String,
    answer: Answer,
    case: Case,
}

fn read() -> Vec<Recorded> {
    let text = std::fs::read_to_string(support::root().join(FILE)).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [component, version, seed, verdict, said, properties] = columns[..] else {
                panic!("{line}");
            };
            Recorded {
                version: version.to_owned(),
                seed: seed.to_owned(),
                answer: match verdict {
                    "accepted" => Answer::Accepted,
                    "refused" => Answer::Refused(said.to_owned()),
                    other => panic!("{other}"),
                },
                case: Case::of_text(kafka::component(component), &kafka::unescape(properties)),
            }
        })
        .collect()
}

fn line(recorded: &Recorded) -> String {
    let (verdict, said) = match &recorded.answer {
        Answer::Accepted => ("accepted", ""),
        Answer::Refused(said) => ("refused", said.as_str()),
    };
    [
        recorded.case.component.name(),
        &recorded.version,
        &recorded.seed,
        verdict,
        said,
        &kafka::escape(&recorded.case.text()),
    ]
    .join("\t")
}

/// Holds our verdict to every answer, and the answers to what they have to cover.
pub(crate) fn hold() {
    let all = read();
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    let mut accepted = 0;
    let mut wrong = String::new();
    for recorded in &all {
        let component = recorded.case.component;
        match judge::compare(&recorded.case, &recorded.version, &recorded.answer) {
            Outcome::Agreed(ours) => {
                accepted += usize::from(ours.is_empty());
                seen.extend(ours.into_iter().map(|our| (component, our.id)));
            }
            outcome => {
                writeln!(wrong, "{outcome:?}\n{}", line(recorded)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(
        accepted * 5 >= all.len() && accepted * 5 <= all.len() * 4,
        "{accepted} of {}",
        all.len()
    );
    let never: Vec<Id> = judge::refusals()
        .into_iter()
        .map(|(id, _, _)| id)
        .filter(|id| !seen.contains(id))
        .collect();
    assert!(never.is_empty(), "no answer is kept on {never:?}");
}

/// Adds what a run found: everything that differs, and for every refusal some cases that nothing else refuses
/// and some that set the same keys and are accepted, where the file has fewer.
pub(crate) fn append(run: &Run, settings: &Settings) {
    let mut all = read();
    // What turned out to be nobody's to say from a file is no regression.
    all.retain(|r| {
        let outcome = judge::compare(&r.case, &r.version, &r.answer);
        !matches!(outcome, Outcome::Excluded(_))
    });
    let mut kept: BTreeSet<String> = all
        .iter()
        .map(|r| format!("{}{}", r.version, r.case.text()))
        .collect();
    let mut counts: BTreeMap<(Id, bool), usize> = BTreeMap::new();
    for recorded in &all {
        for our in judge::ours(&recorded.case, &recorded.version, None) {
            *counts
                .entry(((recorded.case.component, our.id), true))
                .or_default() += 1;
        }
    }
    let mut add = |at: usize, number: usize| {
        let asked = &run.versions[at];
        let (Some(answer), case) = (&asked.answers[number], &asked.cases[number]) else {
            return false;
        };
        let new = kept.insert(format!("{}{}", asked.version, case.text()));
        if new {
            all.push(Recorded {
                version: asked.version.clone(),
                seed: settings.seed.to_string(),
                answer: answer.clone(),
                case: case.clone(),
            });
        }
        new
    };
    for (at, asked) in run.versions.iter().enumerate() {
        for number in &asked.found.differing {
            add(at, *number);
        }
    }
    for (id, places) in run.agreed() {
        let missing = EACH.saturating_sub(counts.get(&(id.clone(), true)).copied().unwrap_or(0));
        // The oldest and the newest that say so.
        let alone = |(at, number): &&(usize, usize)| {
            let asked = &run.versions[*at];
            judge::ours(&asked.cases[*number], &asked.version, Some(id)).is_empty()
        };
        let ends = match missing {
            0 => [None, None],
            _ => [places.iter().find(alone), places.iter().rev().find(alone)],
        };
        for (at, number) in ends.into_iter().flatten().take(missing) {
            if !add(*at, *number) {
                continue;
            }
            let keys = &run.versions[*at].cases[*number].changed;
            let near = run.versions[*at]
                .cases
                .iter()
                .enumerate()
                .find(|(other, case)| {
                    case.component == id.0
                        && run.versions[*at].answers[*other] == Some(Answer::Accepted)
                        && !run.versions[*at].found.differing.contains(other)
                        && keys.iter().all(|key| case.changed.contains(key))
                });
            if let Some((other, _)) = near {
                add(*at, other);
            }
        }
    }
    let mut lines: Vec<String> = all.iter().map(line).collect();
    lines.sort();
    let text = format!(
        "# component\tversion\tseed\tverdict\twhat Kafka said\tproperties\n{}\n",
        lines.join("\n")
    );
    std::fs::write(support::root().join(FILE), text).unwrap();
    eprintln!("{} answers are kept in {FILE}", lines.len());
}
