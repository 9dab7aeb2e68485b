//! Suppressions over a whole run: where they stand, which findings they let be, and which were needed.

use std::collections::HashMap;
use std::sync::Arc;

use super::findings::{Findings, own};
use super::{File, Run};
use crate::diagnostic::{Applicability, Change, Diagnostic, FixIntent, RuleId, Status};
use crate::dialect;
use crate::model::{Entity, EntityRef, Setting, Written};
use crate::project::config::{FILE_NAME, SuppressSection};
use crate::project::{Project, ReadAs};
use crate::rule::{self, Check};
use crate::source::{Governed, Input, InputKind, Place, SourceFile, SourceId, Span};
use crate::triage::suppress::{Reach, Remark, Suppressions};

/// A rule that may have something to say on an entity that is not told.
pub(super) type Unsaid = (RuleId, Arc<EntityRef>);

/// The files of a project that have sections about suppressions, as sources of a run: findings about these
/// sections stand there.
pub(super) fn sources(project: &Project) -> Vec<(Input, File)> {
    let configs = project.configs.iter().enumerate();
    configs
        .filter(|(_, config)| !config.suppressions.is_empty())
        .map(|(index, config)| {
            let mut source = SourceFile::new(&*config.path, config.raw.to_vec());
            // A reason may tell too much.
            dialect::read(&mut source, SourceId(0), true, Some(ReadAs::Client));
            let input = Input {
                path: config.path.clone(),
                identity: config.identity.clone(),
                kind: InputKind::File,
                named: false,
                config: Some(Governed {
                    index,
                    path: FILE_NAME.to_owned(),
                    cluster: None,
                }),
            };
            (
                input,
                File::without_entities(Some(source), Status::NotKafka),
            )
        })
        .collect()
}

/// Marks the findings that are suppressed, and adds what there is to say of the suppressions. Says whether
/// there is anything.
pub(super) fn suppress(
    files: &[File],
    inputs: &[Input],
    run: &Run<'_>,
    judged: &mut [Findings<'_>],
) -> bool {
    let today = run.project.today;
    let mut whole = Judged {
        files,
        inputs,
        run,
        unsaid: Vec::new(),
        incomplete: Vec::new(),
        idle: HashMap::new(),
    };
    let mut suppressions = whole.suppressions();
    if suppressions.is_empty() {
        return false;
    }
    let all = judged.iter_mut().flat_map(|f| &mut f.diagnostics);
    suppressions.apply(all, today, &|source| whole.governed(source));
    whole.incomplete = judged.iter().map(|f| !f.complete).collect();
    whole.unsaid = judged.iter().map(unsaid).collect();
    let remarks = suppressions.finish(today, |reach, id| whole.ran(reach, id));
    let mut said = vec![false; files.len()];
    for remark in remarks {
        let index = remark.place.source.0 as usize;
        let finding = whole.finding(remark);
        said[index] |= finding.is_some();
        judged[index].diagnostics.extend(finding);
    }
    for (index, findings) in judged.iter_mut().enumerate().filter(|(i, _)| said[*i]) {
        findings.finish(run.terms.of(index), inputs);
    }
    said.contains(&true)
}

/// What the rules have not said on the entities of a file: what they could not decide, and what is not shown.
fn unsaid(findings: &Findings<'_>) -> HashMap<RuleId, Vec<Arc<EntityRef>>> {
    let undecided = findings.undecided.iter();
    let undecided = undecided.map(|u| (u.rule, Arc::clone(&u.entity)));
    let superseded = findings.diagnostics.iter().flat_map(|diagnostic| {
        let codes = rule::rule(diagnostic.rule).supersedes.iter();
        codes.filter_map(|code| Some((rule::find(code)?.0, diagnostic.entity.clone()?)))
    });
    let hidden = findings.unsaid.iter().cloned();
    let mut unsaid: HashMap<RuleId, Vec<Arc<EntityRef>>> = HashMap::new();
    for (id, entity) in undecided.chain(superseded).chain(hidden) {
        unsaid.entry(id).or_default().push(entity);
    }
    unsaid
}

/// Where a rule was not run, or could not say all.
#[derive(Default)]
struct Idle {
    /// The entities, by file and index.
    entities: Vec<(usize, usize)>,
    /// Where anything of them stands, sorted.
    places: Vec<Place>,
}

/// A run once its findings are known.
struct Judged<'j> {
    files: &'j [File],
    inputs: &'j [Input],
    run: &'j Run<'j>,
    /// What was not said, by file.
    unsaid: Vec<HashMap<RuleId, Vec<Arc<EntityRef>>>>,
    /// Files in which not everything was judged.
    incomplete: Vec<bool>,
    /// Worked out for the rules that are asked about.
    idle: HashMap<RuleId, Idle>,
}

impl<'j> Judged<'j> {
    /// All suppressions of the run.
    fn suppressions(&self) -> Suppressions<'j> {
        let mut suppressions = Suppressions::default();
        for (index, file) in self.files.iter().enumerate() {
            let id = SourceId(index as u32);
            let Some(source) = &file.source else { continue };
            for comment in &file.comments {
                suppressions.add_comment(id, source, comment);
            }
            let (config, sections) = self.sections(index).unwrap_or_default();
            for section in sections {
                suppressions.add_section(config, section, id, source);
            }
        }
        suppressions
    }

    /// The sections of a source that is a configuration.
    fn sections(&self, index: usize) -> Option<(usize, &'j [SuppressSection])> {
        let governed = self.inputs[index].config.as_ref()?;
        let config = self.run.project.configs.get(governed.index)?;
        let is_one =
            self.inputs[index].path == config.path && self.files[index].status == Status::NotKafka;
        is_one.then_some((governed.index, config.suppressions.as_slice()))
    }

    /// The configuration that governs a source, and the path of the source from its folder.
    fn governed(&self, source: SourceId) -> Option<(usize, String)> {
        let input = &self.inputs[source.0 as usize];
        let governed = input.config.as_ref()?;
        let config = self.run.project.configs.get(governed.index)?;
        // A file that another one points to is governed as that one is, but its path is its own.
        let folder = config
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let own = match folder {
            "" => Some(input.path.as_str()),
            folder => input
                .path
                .strip_prefix(folder)
                .and_then(|p| p.strip_prefix('/')),
        };
        let path = match self.files[source.0 as usize].entities.is_empty() {
            true => own.unwrap_or(&governed.path),
            false => &governed.path,
        };
        Some((governed.index, path.to_owned()))
    }

    /// Whether a rule was run, with all that it needs to know, wherever a suppression holds.
    fn ran(&mut self, reach: Reach<'_>, id: RuleId) -> bool {
        if !self.idle.contains_key(&id) {
            let idle = self.idle(id);
            self.idle.insert(id, idle);
        }
        let idle = &self.idle[&id];
        match reach {
            Reach::Nothing => true,
            Reach::Within(source, span) => {
                let terms = self.run.terms.of(source.0 as usize);
                let start = Place {
                    source,
                    span: Span::new(span.start, 0),
                };
                let next = idle.places.partition_point(|place| *place < start);
                let first = idle.places.get(next).filter(|place| place.source == source);
                terms.selects(&rule::rule(id).descriptor)
                    && first.is_none_or(|place| place.span.start >= span.end)
            }
            Reach::Section(config, section) => {
                let named = |file: usize| {
                    let governed = self.governed(SourceId(file as u32));
                    governed.is_some_and(|(index, path)| {
                        index == config && section.paths.is_match(&path)
                    })
                };
                let meant = |entity: &Entity| match &section.entity {
                    None => true,
                    Some(names) => entity.name.as_deref().is_some_and(|n| names.is_match(n)),
                };
                let mut entities = idle.entities.iter();
                // Where only a part of the files is linted, the others may need it.
                self.run.project.configs[config].is_whole
                    && !entities
                        .any(|(file, at)| meant(&self.files[*file].entities[*at]) && named(*file))
                    && !(0..self.files.len()).any(|file| self.incomplete[file] && named(file))
            }
        }
    }

    fn idle(&self, id: RuleId) -> Idle {
        let mut idle = Idle::default();
        for (file, read) in self.files.iter().enumerate() {
            let off = self.incomplete[file]
                || !self.run.terms.of(file).selects(&rule::rule(id).descriptor);
            for (at, entity) in read.entities.iter().enumerate() {
                if off || !self.ran_on(file, at, id) {
                    idle.entities.push((file, at));
                    let settings = entity.settings.iter();
                    let places = settings.flat_map(|s| [s.name_place, s.value_place]);
                    idle.places.extend(places.chain([entity.header]));
                }
            }
        }
        idle.places.sort_unstable();
        idle
    }

    /// Whether a rule was run on an entity that it is about, and said all.
    fn ran_on(&self, file: usize, at: usize, id: RuleId) -> bool {
        let (entity, placement) = (
            &self.files[file].entities[at],
            &self.run.plan.placements[file][at],
        );
        let rule = rule::rule(id);
        if let Some(entities) = self.unsaid[file].get(&id)
            && entities.contains(&entity.reference(&self.run.plan.clusters[placement.cluster].name))
        {
            return false;
        }
        match rule.check {
            // It is about versions, not about what is written.
            Check::Stage if rule.descriptor.category.prefix == "UPG" => false,
            // Kafka's word on a setting may depend on any other.
            Check::Stage => {
                let is_unknown = |s: &Setting| matches!(s.value, Written::Unknown(_));
                entity.open.is_none() && !entity.settings.iter().any(is_unknown)
            }
            _ => {
                let docket = self
                    .run
                    .dockets
                    .get(entity, placement, self.run.terms.of(file));
                rule.takes(entity.kind, entity.variant) == Some(false)
                    || docket.is_some_and(|docket| docket.has(id))
            }
        }
    }

    fn finding(&self, remark: Remark) -> Option<Diagnostic> {
        let source = remark.place.source.0 as usize;
        let terms = self.run.terms.of(source);
        let (_, rule) = rule::find(remark.code)?;
        if !terms.selects(&rule.descriptor) {
            return None;
        }
        let found = own(remark.code, remark.message, Some(remark.place))?;
        // What is no input is read only.
        let removal = remark.removal.filter(|_| source < self.run.inputs);
        Some(Diagnostic {
            help: remark.help.or(found.help),
            intent: removal.map(|span| FixIntent {
                key: String::new(),
                change: Change::RemoveText(Place {
                    span,
                    ..remark.place
                }),
                applicability: Applicability::Safe,
            }),
            ..found
        })
    }
}
