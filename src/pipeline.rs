//! The whole way on one screen: inputs → entities → clusters → verdict and rules → suppressions → report.
//!
//! [`lint`] is pure: it reads no clock, environment or folder, prints nothing and keeps no state.
mod access;
mod baselining;
mod examples;
mod facts;
mod findings;
mod fixing;
mod gather;
mod gating;
mod notes;
mod range;
mod suppressing;
mod understand;
mod upgrading;
mod work;

use std::borrow::Cow;

use crate::catalog::Release;
use crate::cluster::{self, JudgedBy, Members, Plan};
use crate::diagnostic::{
    ClusterReport, Diagnostic, InputReport, Report, Status, Summary, Undecided,
};
use crate::dialect::{self, Around, Reading, Trouble, Want};
use crate::model::Entity;
use crate::project::{AllTerms, Project};
use crate::rule::{self, Dockets};
use crate::source::{Input, InputKind, Place, ReadError, SourceFile, SourceId, Sources};
use crate::syntax::comment::Comment;
use crate::triage::{self, suppress};
use crate::verdict::Prepared;
use findings::Findings;
use gather::{Gathered, gather};

pub use baselining::{baseline_of, judged};
pub use examples::{example, files_of, pointed_at};
pub use fixing::{Fixed, attach, fix};
pub use range::lint_range;
pub use understand::{EntityView, Row, Understood, understand};
pub use upgrading::gate_upgrade;

/// Everything that the sources hold, each entity in its cluster and with its facts.
struct Placed<'s, 'p> {
    files: Vec<File>,
    inputs: Cow<'s, [Input]>,
    terms: AllTerms<'p>,
    plan: Plan,
}

fn placed<'s, 'p>(sources: &'s dyn Sources, project: &'p Project) -> Placed<'s, 'p> {
    let Gathered { mut files, inputs } = gather(sources, project);
    let terms = project.terms(inputs.iter());
    let entities: Vec<&[Entity]> = files.iter().map(|f| f.entities.as_slice()).collect();
    // A cluster's name enters fingerprints.
    let paths: Vec<&str> = inputs.iter().map(|i| i.identity.as_str()).collect();
    let plan = cluster::place(&entities, &paths, &terms, project.one_cluster);
    for (file, placements) in files.iter_mut().zip(&plan.placements) {
        for (entity, placement) in file.entities.iter_mut().zip(placements) {
            facts::state(entity, placement, &plan, project);
            if let Some(text) = &project.runs {
                gating::overlay_example(entity, text, project);
            }
        }
    }
    Placed {
        files,
        inputs,
        terms,
        plan,
    }
}

/// Lints everything that the sources hold.
pub fn lint(sources: &dyn Sources, project: &Project) -> Report {
    let Placed {
        mut files,
        inputs,
        terms,
        plan,
    } = placed(sources, project);
    let gating = gating::overlay(&mut files, &plan, project);
    let mut dockets = Dockets::new(project.gate.is_some());
    let mut prepared = Prepared::default();
    for (index, (file, placements)) in files.iter().zip(&plan.placements).enumerate() {
        for (entity, placement) in file.entities.iter().zip(placements) {
            dockets.prepare(entity, placement, terms.of(index));
            prepared.conditions.prepare(entity, placement.by.release);
        }
    }
    let run = Run {
        project,
        inputs: sources.inputs().len(),
        terms: &terms,
        plan: &plan,
        dockets: &dockets,
        prepared: &prepared,
    };
    let judged = {
        let members = members(&files, &plan);
        work::over(files.len(), project.threads, |index| {
            judge(&files[index], index, &run, &members, &inputs)
        })
    };
    let shown = gating.iter().flat_map(gating::Gating::places).collect();
    let mut report = report(&inputs, &run, files, judged, shown);
    if let Some(gating) = gating {
        gating.conclude(&mut report, project, &inputs);
    }
    report
}

/// An entity as the rules see it.
#[derive(Debug)]
pub struct Seen<'s> {
    /// The entity, its facts stated.
    pub entity: &'s Entity,
    /// The version that it is judged by.
    pub by: &'s JudgedBy,
    /// The entities of its cluster, where it has one.
    pub members: Option<&'s Members<'s>>,
}

/// Shows all entities of the sources as the rules see them.
pub fn show<R>(
    sources: &dyn Sources,
    project: &Project,
    look: impl FnMut(Seen<'_>) -> R,
) -> Vec<R> {
    let Placed { files, plan, .. } = placed(sources, project);
    let members = members(&files, &plan);
    let seats = files.iter().zip(&plan.placements);
    seats
        .flat_map(|(file, placements)| file.entities.iter().zip(placements))
        .map(|(entity, placement)| Seen {
            entity,
            by: &placement.by,
            members: members[placement.cluster].as_ref(),
        })
        .map(look)
        .collect()
}

/// The entities of all sources, facts stated, each with the version it is judged by.
pub fn entities(sources: &dyn Sources, project: &Project) -> Vec<(Entity, JudgedBy)> {
    show(sources, project, |seen| {
        (seen.entity.clone(), seen.by.clone())
    })
}

/// What one input turned out to be.
struct File {
    source: Option<SourceFile>,
    status: Status,
    entities: Vec<Entity>,
    troubles: Vec<Trouble>,
    format: Option<&'static str>,
    /// For an input that could not be judged: why, and where.
    fault: Option<(String, crate::source::Span)>,
    /// What it asks for around it.
    wants: Vec<Want>,
    /// The comments in it that speak to kafka-lint.
    comments: Vec<Comment>,
}

impl File {
    fn without_entities(source: Option<SourceFile>, status: Status) -> Self {
        File {
            source,
            status,
            entities: Vec::new(),
            troubles: Vec::new(),
            format: None,
            fault: None,
            wants: Vec::new(),
            comments: Vec::new(),
        }
    }

    fn fault(source: Option<SourceFile>, status: Status, why: String) -> Self {
        File {
            fault: Some((why, crate::source::Span::new(0, 0))),
            ..File::without_entities(source, status)
        }
    }
}

fn read(sources: &dyn Sources, index: usize, project: &Project, around: &mut Around) -> File {
    let input = &sources.inputs()[index];
    // What was named counts; what was found counts where its name says that it is Kafka's.
    let counts =
        input.named || project.read_as.is_some() || dialect::is_named_like_kafka(&input.path);
    let attempt = work::isolated(|| {
        let mut source = SourceFile::new(input.path.clone(), sources.read(index)?);
        let id = SourceId(index as u32);
        let reading = dialect::read_among(&mut source, id, input.named, project.read_as, around);
        let comments = match &reading {
            Reading::Entities(entities, _) if !project.no_suppress => {
                let dialect = entities.first().map(|e| e.dialect);
                dialect::comments(&mut source, dialect, project.read_as, suppress::WORD)
            }
            _ => Vec::new(),
        };
        Ok::<_, ReadError>((source, reading, comments))
    });
    let (source, reading, comments) = match attempt {
        Ok(Ok(done)) => done,
        Ok(Err(error)) if counts => {
            return File::fault(None, Status::Unreadable, error.to_string());
        }
        Ok(Err(_)) => return File::without_entities(None, Status::NotKafka),
        Err(panic) => return File::fault(None, Status::Failed, panic),
    };
    match reading {
        Reading::Entities(entities, troubles) => File {
            entities,
            troubles,
            wants: std::mem::take(&mut around.wants),
            comments,
            ..File::without_entities(Some(source), Status::Linted)
        },
        Reading::Unsupported { format } => File {
            format: Some(format),
            ..File::without_entities(None, Status::Unsupported)
        },
        Reading::Unparsable { why, span } => File {
            fault: Some((why, span)),
            ..File::without_entities(Some(source), Status::Unparsable)
        },
        Reading::NotKafka => File {
            wants: std::mem::take(&mut around.wants),
            ..File::without_entities(None, Status::NotKafka)
        },
    }
}

/// The entities of each cluster together; those of the first, `default`, have nothing in common.
fn members<'e>(files: &'e [File], plan: &'e Plan) -> Vec<Option<Members<'e>>> {
    let mut entities: Vec<Vec<(&Entity, Release)>> = vec![Vec::new(); plan.clusters.len()];
    for (file, placements) in files.iter().zip(&plan.placements) {
        for (entity, placement) in file.entities.iter().zip(placements) {
            if placement.cluster != 0 {
                entities[placement.cluster].push((entity, placement.by.release));
            }
        }
    }
    let wanted = rule::wanted_of_brokers();
    let clusters = plan.clusters.iter().zip(entities).enumerate();
    clusters
        .map(|(index, (cluster, of))| {
            (index != 0).then(|| Members::new(&cluster.name, of, &wanted))
        })
        .collect()
}

/// What is known of the whole run when its files are judged.
struct Run<'p> {
    project: &'p Project,
    /// How many of the sources are inputs.
    inputs: usize,
    terms: &'p AllTerms<'p>,
    plan: &'p Plan,
    dockets: &'p Dockets,
    prepared: &'p Prepared,
}

/// The findings of one file, in no particular order.
fn judge<'p>(
    file: &File,
    index: usize,
    run: &Run<'p>,
    members: &[Option<Members<'_>>],
    inputs: &[Input],
) -> Findings<'p> {
    let terms = run.terms.of(index);
    let mut findings = Findings::new(terms, SourceId(index as u32), inputs[index].kind);
    if let Some((why, span)) = &file.fault {
        findings.add_fault(file.status, why, *span);
    }
    let Some(source) = &file.source else {
        return findings;
    };
    let placements = &run.plan.placements[index];
    let cluster_of = |at: usize| run.plan.clusters[placements[at].cluster].name.clone();
    for trouble in &file.troubles {
        findings.add_trouble(trouble, source, &file.entities, &cluster_of);
    }
    for (entity, placement) in file.entities.iter().zip(placements) {
        let members = members[placement.cluster].as_ref();
        let attempt =
            work::isolated(|| findings::judge_entity(entity, placement, file, run, members, terms));
        match attempt {
            Ok(judged) => findings.append(judged),
            Err(panic) => findings.add_fault(Status::Failed, &panic, entity.header.span),
        }
    }
    findings.finish(terms, inputs);
    findings
}

/// `shown` are places of which reports tell beside the findings.
fn report(
    all: &[Input],
    run: &Run<'_>,
    files: Vec<File>,
    mut judged: Vec<Findings<'_>>,
    shown: Vec<Place>,
) -> Report {
    let (project, terms, plan) = (run.project, run.terms, run.plan);
    let mut summary = Summary {
        complete: true,
        ..Summary::default()
    };
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut undecided: Vec<Undecided> = Vec::new();
    let mut passed = project.keep_passed.then(Vec::new);
    let mut has_findings = vec![false; files.len()];
    for place in shown {
        has_findings[place.source.0 as usize] = true;
    }
    // What is said of suppressions may stand in files that are no inputs.
    let mut crosses = suppressing::suppress(&files, all, run, &mut judged);
    for (index, findings) in judged.into_iter().enumerate() {
        for place in findings.places() {
            has_findings[place.source.0 as usize] = true;
            crosses |= place.source.0 as usize != index;
        }
        summary.complete &= findings.complete;
        summary.passed += findings.passed;
        diagnostics.extend(findings.diagnostics);
        undecided.extend(findings.undecided);
        if let Some(passed) = &mut passed {
            passed.extend(findings.kept);
        }
    }
    let mut inputs = Vec::with_capacity(files.len());
    let mut kept = Vec::with_capacity(files.len());
    for (index, file) in files.into_iter().enumerate() {
        let linted = file.status == Status::Linted;
        summary.files += u32::from(linted);
        summary.entities += file.entities.len() as u32;
        inputs.push(InputReport {
            input: all[index].clone(),
            status: file.status,
            dialect: file.entities.first().map(|e| e.dialect).filter(|_| linted),
            entities: file.entities.len() as u32,
            settings: settings(&file.entities),
            format: file.format,
        });
        kept.push(file.source.filter(|_| has_findings[index]));
    }
    let mut notes = notes::notes(plan, &inputs, project);
    let mut of_the_run = notes::findings(&inputs, terms, &mut summary);
    triage::weigh(&mut of_the_run, terms.of_the_run());
    triage::settle(&mut of_the_run, all);
    if crosses {
        // What an entity takes over from another file stands there.
        triage::settle(&mut diagnostics, all);
        diagnostics.sort_by(|a, b| order(a, all).cmp(&order(b, all)));
    }
    diagnostics.append(&mut of_the_run);
    let linted: Vec<bool> = inputs.iter().map(|i| i.status == Status::Linted).collect();
    baselining::apply(&mut diagnostics, all, &linted, run, &mut notes);
    triage::count(&diagnostics, &mut summary);
    name_owners(&mut diagnostics, all, terms);
    forget_places(&mut diagnostics, all);
    Report {
        descriptors: rule::descriptors(),
        clusters: clusters(plan),
        inputs,
        sources: kept,
        diagnostics,
        undecided,
        passed,
        notes,
        upgrade: None,
        gate: None,
        summary,
    }
}

/// Says who minds what, as each file's kafka-lint.toml knows.
fn name_owners(diagnostics: &mut [Diagnostic], all: &[Input], terms: &AllTerms<'_>) {
    for diagnostic in diagnostics {
        let Some(place) = diagnostic.place else {
            continue;
        };
        let at = place.source.0 as usize;
        let governed = all.get(at).and_then(|input| input.config.as_ref());
        let name = diagnostic.entity.as_ref().and_then(|e| e.name.as_deref());
        let config = terms.of(at).config.zip(governed);
        let owner = config.and_then(|(config, governed)| config.owner_of(&governed.path, name));
        diagnostic.owner = owner.map(Into::into);
    }
}

/// A running cluster is no file: what was read of it is only the way by which it was judged.
fn forget_places(diagnostics: &mut [Diagnostic], all: &[Input]) {
    if all.iter().all(|input| input.kind != InputKind::Cluster) {
        return;
    }
    let is_live = |place: Place| all[place.source.0 as usize].kind == InputKind::Cluster;
    for diagnostic in diagnostics {
        diagnostic.place = diagnostic.place.filter(|place| !is_live(*place));
        for evidence in &mut diagnostic.evidence {
            evidence.place = evidence.place.filter(|place| !is_live(*place));
        }
    }
}

/// Findings of one file after each other.
fn order<'i>(diagnostic: &Diagnostic, all: &'i [Input]) -> Option<(&'i str, u32)> {
    let place = diagnostic.place?;
    Some((&all[place.source.0 as usize].path, place.span.start))
}

/// The settings of a file; those that several entities share count once.
fn settings(entities: &[Entity]) -> u32 {
    let settings = entities.iter().flat_map(|entity| &entity.settings);
    let mut places: Vec<_> = settings.map(|s| (s.name_place, s.value_place)).collect();
    // Nearly in order already, so this costs less than a set.
    places.sort_unstable();
    places.dedup();
    places.len() as u32
}

fn clusters(plan: &Plan) -> Vec<ClusterReport> {
    let mut placed = vec![0; plan.clusters.len()];
    for placement in plan.placements.iter().flatten() {
        placed[placement.cluster] += 1;
    }
    plan.clusters
        .iter()
        .zip(placed)
        .map(|(cluster, entities)| ClusterReport {
            entities,
            name: cluster.name.clone(),
            kafka_version: cluster.by.text.clone(),
            version_source: cluster.by.why.clone(),
            platform: cluster.platform.name().to_owned(),
            profile: cluster.profile.name().to_owned(),
        })
        .collect()
}
