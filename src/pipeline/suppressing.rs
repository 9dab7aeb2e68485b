//! Suppressions over a whole run: where they stand, which findings they let be, and which were needed.

use std::collections::HashSet;
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
use crate::triage;
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
                }),
            };
            (
                input,
                File::without_entities(Some(source), Status::NotKafka),
            )
        })
        .collect()
}

/// Marks the findings that are suppressed, and gives what there is to say of the suppressions.
pub(super) fn suppress(
    files: &[File],
    inputs: &[Input],
    run: &Run<'_>,
    judged: &mut [Findings<'_>],
) -> Vec<Diagnostic> {
    let today = run.project.today;
    let mut whole = Judged {
        files,
        inputs,
        run,
        unsaid: Vec::new(),
        incomplete: Vec::new(),
    };
    let mut suppressions = whole.suppressions();
    if suppressions.is_empty() {
        return Vec::new();
    }
    for findings in judged {
        suppressions.apply(&mut findings.diagnostics, today, &|source| {
            whole.governed(source)
        });
        whole.incomplete.push(!findings.complete);
        whole.unsaid.push(unsaid(findings));
    }
    let remarks = suppressions.finish(today, &|reach, id| whole.ran(reach, id));
    let findings = remarks.into_iter().filter_map(|r| whole.finding(r));
    findings.collect()
}

/// What the rules have not said on the entities of a file: what they could not decide, and what is not shown.
fn unsaid(findings: &Findings<'_>) -> HashSet<Unsaid> {
    let undecided = findings.undecided.iter();
    let undecided = undecided.map(|u| (u.rule, Arc::clone(&u.entity)));
    let superseded = findings.diagnostics.iter().flat_map(|diagnostic| {
        let codes = rule::rule(diagnostic.rule).supersedes.iter();
        codes.filter_map(|code| Some((rule::find(code)?.0, diagnostic.entity.clone()?)))
    });
    let hidden = findings.unsaid.iter().cloned();
    undecided.chain(superseded).chain(hidden).collect()
}

/// A run once its findings are known.
struct Judged<'j> {
    files: &'j [File],
    inputs: &'j [Input],
    run: &'j Run<'j>,
    /// What was not said, by file.
    unsaid: Vec<HashSet<Unsaid>>,
    /// Files in which not everything was judged.
    incomplete: Vec<bool>,
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
    fn ran(&self, reach: Reach<'_>, id: RuleId) -> bool {
        match reach {
            Reach::Nothing => true,
            Reach::Within(source, span) => {
                let own = source.0 as usize;
                let place = Place { source, span };
                match self.files[own].entities.is_empty() {
                    false => self.ran_on(own, id, &|entity| touches(entity, place)),
                    // Others point to it.
                    true => (0..self.files.len()).all(|file| self.ran_on(file, id, &|_| true)),
                }
            }
            Reach::Section(config, section) => {
                let named = |entity: &Entity| match &section.entity {
                    None => true,
                    Some(names) => entity.name.as_deref().is_some_and(|n| names.is_match(n)),
                };
                // Where only a part of the files is linted, the others may need it.
                self.run.project.configs[config].is_whole
                    && (0..self.files.len())
                        .filter(|file| {
                            let governed = self.governed(SourceId(*file as u32));
                            governed.is_some_and(|(index, path)| {
                                index == config && section.paths.is_match(&path)
                            })
                        })
                        .all(|file| self.ran_on(file, id, &named))
            }
        }
    }

    /// Whether a rule was run on those entities of a file that it is about and that are asked for.
    fn ran_on(&self, file: usize, id: RuleId, asked: &dyn Fn(&Entity) -> bool) -> bool {
        let (terms, plan) = (self.run.terms.of(file), self.run.plan);
        let rule = rule::rule(id);
        if self.incomplete[file] || !terms.selects(&rule.descriptor) {
            return false;
        }
        let entities = self.files[file].entities.iter().zip(&plan.placements[file]);
        entities
            .filter(|(entity, _)| asked(entity))
            .all(|(entity, placement)| {
                let reference = entity.reference(&plan.clusters[placement.cluster].name);
                if self.unsaid[file].contains(&(id, reference)) {
                    return false;
                }
                match rule.check {
                    Check::Stage if rule.descriptor.category.prefix == "UPG" => false,
                    Check::Stage => {
                        let is_unknown = |s: &Setting| matches!(s.value, Written::Unknown(_));
                        entity.open.is_none() && !entity.settings.iter().any(is_unknown)
                    }
                    _ => {
                        rule.takes(entity.kind, entity.variant) == Some(false)
                            || self
                                .run
                                .dockets
                                .get(entity, placement, terms)
                                .is_some_and(|docket| docket.has(id))
                    }
                }
            })
    }

    fn finding(&self, remark: Remark) -> Option<Diagnostic> {
        let source = remark.place.source.0 as usize;
        let terms = self.run.terms.of(source);
        let (_, rule) = rule::find(remark.code)?;
        if !terms.selects(&rule.descriptor) {
            return None;
        }
        let found = own(remark.code, remark.message, Some(remark.place))?;
        let mut found = [Diagnostic {
            help: remark.help.or(found.help),
            intent: remark.removal.map(|span| FixIntent {
                key: String::new(),
                change: Change::RemoveText(Place {
                    span,
                    ..remark.place
                }),
                applicability: Applicability::Safe,
            }),
            ..found
        }];
        triage::weigh(&mut found, terms);
        found.into_iter().next()
    }
}

/// Whether something of an entity stands in a place.
fn touches(entity: &Entity, place: Place) -> bool {
    let within = |inner: Place| {
        let Span { start, end } = inner.span;
        inner.source == place.source && place.span.start <= start && end <= place.span.end
    };
    let mut settings = entity.settings.iter();
    within(entity.header) || settings.any(|s| within(s.name_place) || within(s.value_place))
}
