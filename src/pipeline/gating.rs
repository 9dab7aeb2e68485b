//! The gate: what files declare is held against what runs before anything is judged, and the report says what would
//! change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{File, access};
use crate::catalog::Release;
use crate::cluster::Plan;
use crate::diagnostic::gate::{Action, Change, Decision, Gate, Restart, SettingChange};
use crate::diagnostic::{Diagnostic, Report, Severity, Suppression};
use crate::dialect::{self, Reading};
use crate::gate::{Running, Target, changes, order, reach, restarts};
use crate::model::{Entity, EntityKind, Fact};
use crate::project::{Accepted, Project};
use crate::source::{Input, InputKind, Place, SourceFile, SourceId};
use crate::triage::suppress;

/// The dialect of what a cluster tells of itself.
pub(super) const OF_CLUSTERS: &str = "snapshot";

/// What of a running cluster speaks against changing it now: partitions without a leader, below their minimum or
/// without some of their replicas, brokers that are away; and a new topic with more replicas than there are brokers.
const ALSO: [&str; 6] = ["LIV001", "LIV002", "LIV003", "LIV004", "LIV005", "TOP006"];

/// What was found before anything was judged.
pub(super) struct Gating {
    running: Running,
    cluster: String,
    release: Release,
    changes: Vec<Change>,
    unchanged: u32,
    not_compared: u32,
    is_another: bool,
}

/// Makes what files declare what will run, and finds what that changes; nothing where no cluster is at hand.
pub(super) fn overlay(files: &mut [File], plan: &Plan, project: &Project) -> Option<Gating> {
    let terms = project.gate.as_ref()?;
    let live = files.iter().position(|file| is_cluster(&file.entities))?;
    let seat = plan.placements[live].first()?;
    let running = Running::of(files[live].entities.iter());
    let mut gating = Gating {
        cluster: plan.clusters[seat.cluster].name.clone(),
        release: seat.by.release,
        changes: Vec::new(),
        unchanged: 0,
        not_compared: 0,
        is_another: false,
        running,
    };
    let belongs =
        |file: usize, at: usize| file != live && plan.placements[file][at].cluster == seat.cluster;
    let declared = files.iter().enumerate().flat_map(|(file, read)| {
        let own = read.entities.iter().enumerate();
        own.filter(move |(at, _)| belongs(file, *at))
            .map(|(_, entity)| entity)
    });
    if gating.running.is_another(declared) {
        gating.is_another = true;
        return Some(gating);
    }
    let mut named: BTreeSet<Box<str>> = BTreeSet::new();
    let mut rules = access::Rules::of(&files[live].entities);
    for (file, read) in files.iter_mut().enumerate() {
        let own = read.entities.iter_mut().enumerate();
        for (at, entity) in own.filter(|(at, _)| belongs(file, *at)) {
            if entity.kind == EntityKind::Topic {
                named.extend(entity.name.clone());
            }
            rules.declare(entity, &gating.cluster);
            gating.add(entity, plan.placements[file][at].by.release);
        }
    }
    let configured = project
        .configs
        .iter()
        .flat_map(|config| &config.gate.complete);
    let complete: Vec<EntityKind> = terms.complete.iter().chain(configured).copied().collect();
    if complete.contains(&EntityKind::Topic) {
        gating.remove_topics(&mut files[live].entities, &named);
    }
    rules.remove_others(
        &mut files[live].entities,
        complete.contains(&EntityKind::Acl),
        &gating.cluster,
    );
    gating.changes.extend(rules.changes);
    gating.unchanged += rules.unchanged;
    gating.not_compared += rules.unknown;
    Some(gating)
}

fn is_cluster(entities: &[Entity]) -> bool {
    entities
        .first()
        .is_some_and(|entity| entity.dialect == OF_CLUSTERS)
}

/// Examples of rules give what runs as text.
pub(super) fn overlay_example(entity: &mut Entity, text: &str, project: &Project) {
    let mut source = SourceFile::new("runs.properties", text.as_bytes().to_vec());
    let Reading::Entities(read, _) = dialect::read(&mut source, SourceId(0), true, project.read_as)
    else {
        return;
    };
    let Some(mut running) = read.into_iter().find(|other| other.kind == entity.kind) else {
        return;
    };
    for setting in &mut running.settings {
        (setting.name_place, setting.value_place) = (entity.header, entity.header);
    }
    *entity = Running::default().applied(entity, Some(&Arc::new(running)));
    for (name, value) in &project.facts {
        if let Some(row) = crate::model::FACTS.iter().find(|row| row.name == name) {
            entity.facts.set(row.fact, *value);
        }
    }
}

impl Gating {
    /// The places of what is to change.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.changes.iter().flat_map(|change| {
            let settings = change.settings.iter().filter_map(|setting| setting.place);
            change.place.into_iter().chain(settings)
        })
    }

    /// Makes a declared thing what will run, and notes what that changes.
    fn add(&mut self, entity: &mut Entity, release: Release) {
        let reference = entity.reference(&self.cluster);
        match self.running.target(entity) {
            Target::Other => {}
            Target::New => {
                *entity = self.running.applied(entity, None);
                self.changes.push(Change {
                    entity: reference,
                    action: Action::Added,
                    place: Some(entity.header),
                    brokers: Vec::new(),
                    settings: Vec::new(),
                });
            }
            Target::Runs(all) => {
                let declared = entity.clone();
                // Brokers of one description mostly change alike.
                let mut groups: Vec<(Vec<SettingChange>, Vec<String>)> = Vec::new();
                for (index, running) in all.iter().enumerate() {
                    let after = self.running.applied(&declared, Some(running));
                    let (mut found, unknown) = changes(&after, running, release);
                    if index == 0 {
                        self.not_compared += unknown;
                        *entity = after;
                    }
                    for change in found
                        .iter_mut()
                        .filter(|_| entity.kind == EntityKind::Broker)
                    {
                        let topics = self.running.topics.values().map(|topic| &**topic);
                        change.reach = reach(&change.key, topics, release);
                    }
                    let name = running.name.as_deref().unwrap_or_default().to_owned();
                    match groups.iter_mut().find(|(settings, _)| *settings == found) {
                        Some((_, names)) => names.push(name),
                        None => groups.push((found, vec![name])),
                    }
                }
                let is_broker = entity.kind == EntityKind::Broker;
                for (settings, names) in groups {
                    if settings.is_empty() {
                        self.unchanged += 1;
                        continue;
                    }
                    self.changes.push(Change {
                        entity: Arc::clone(&reference),
                        action: Action::Changed,
                        place: Some(entity.header),
                        brokers: if is_broker { names } else { Vec::new() },
                        settings,
                    });
                }
            }
        }
    }

    /// Notes the topics that run and that files which have all of them leave out. Topics that Kafka and its clients
    /// make for themselves are in nobody's files.
    fn remove_topics(&mut self, live: &mut [Entity], named: &BTreeSet<Box<str>>) {
        for topic in live.iter_mut().filter(|e| e.kind == EntityKind::Topic) {
            let Some(name) = topic.name.clone() else {
                continue;
            };
            if named.contains(&name) || is_made_by_itself(&name) {
                continue;
            }
            topic.facts.set(Fact::Undeclared, 1);
            self.changes.push(Change {
                entity: topic.reference(&self.cluster),
                action: Action::Removed,
                place: None,
                brokers: Vec::new(),
                settings: Vec::new(),
            });
        }
    }

    /// Leaves the findings that a gate decides by, and says what it comes to.
    pub(super) fn conclude(mut self, report: &mut Report, project: &Project, all: &[Input]) {
        let of_cluster = |d: &Diagnostic| {
            let kind = d.place.map(|place| all[place.source.0 as usize].kind);
            kind.is_none_or(InputKind::is_of_cluster)
        };
        report.diagnostics.retain(|d| {
            let rule = crate::rule::rule(d.rule).descriptor;
            match rule.category.prefix {
                "GAT" => true,
                "LNT" => !suppress::CODES.contains(&rule.code),
                _ => ALSO.contains(&rule.code) || (d.rejected_by_kafka && !of_cluster(d)),
            }
        });
        let terms = project.gate.as_ref();
        for accepted in terms.iter().flat_map(|gate| &gate.accepted) {
            accept(accepted, &mut report.diagnostics);
        }
        crate::triage::count(&report.diagnostics, &mut report.summary);
        if self.is_another {
            report.summary.complete = false;
            report.notes.push(format!(
                "the files are about another cluster than {}: none of the brokers that they name is there",
                self.cluster
            ));
        }
        let word = terms.and_then(|gate| gate.restart.as_deref());
        let restarts = match word.map(|word| order(&self.running, word)) {
            Some(Ok(sets)) => restarts(&self.running, &sets, self.release),
            Some(Err(why)) => {
                report.summary.complete = false;
                report.notes.push(format!("--restart: {why}"));
                Vec::new()
            }
            None => Vec::new(),
        };
        let decision = decide(report, &restarts);
        self.changes.sort_by(|a, b| a.entity.cmp(&b.entity));
        report.gate = Some(Gate {
            cluster: self.cluster,
            decision,
            changes: self.changes,
            unchanged: self.unchanged,
            not_compared: self.not_compared,
            restarts,
            way: None,
        });
    }
}

/// What it comes to.
pub(super) fn decide(report: &Report, restarts: &[Restart]) -> Decision {
    let counts = |severity| report.at_least(severity).next().is_some();
    let held_back = restarts.iter().any(|r| !r.blocked_by.is_empty());
    match () {
        () if counts(Severity::Error) || held_back => Decision::Blocked,
        () if !report.summary.complete => Decision::Undecided,
        () if counts(Severity::Warning) => Decision::PassWithWarnings,
        () => Decision::Pass,
    }
}

/// Lets findings pass, and keeps them in the report.
pub(super) fn accept(accepted: &Accepted, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        let code = crate::rule::rule(diagnostic.rule).descriptor.code;
        let name = diagnostic.entity.as_ref().and_then(|e| e.name.as_ref());
        if code == accepted.code && (accepted.name.is_none() || accepted.name.as_ref() == name) {
            diagnostic.suppressed.get_or_insert(Suppression {
                by: "config",
                reason: Some("--accept".to_owned()),
                until: None,
            });
        }
    }
}

/// Topics of Kafka's own, of Streams and of Connect.
fn is_made_by_itself(name: &str) -> bool {
    name.starts_with("__")
        || name.ends_with("-changelog")
        || name.ends_with("-repartition")
        || [
            "connect-configs",
            "connect-offsets",
            "connect-status",
            "_schemas",
        ]
        .contains(&name)
}
