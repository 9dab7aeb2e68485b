//! kafka-lint.toml: what it may hold, and reading it. One table of keys for each section.
mod globs;
mod layer_keys;
mod quantity;
mod reader;
mod schema;
mod sections;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use toml::de::DeTable;

use super::{Date, Layer, Platform, Profile, ProfileName, Workload};
use crate::diagnostic::{Descriptor, Problems};
use crate::model::EntityKind;
use crate::source::{SourceFile, Span};
pub use globs::Globs;
use reader::Reader;
pub use schema::schema;

/// The name of the file that is looked for.
pub const FILE_NAME: &str = "kafka-lint.toml";

/// A kafka-lint.toml.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Its path, as reports show it.
    pub path: String,
    /// What holds for every file that it governs.
    pub top: Layer,
    /// `[[cluster]]`, in the order of the file; the first one that includes a path counts.
    pub clusters: Vec<ClusterSection>,
    /// `[[override]]`, in the order of the file; the last word on something counts.
    pub overrides: Vec<OverrideSection>,
    /// `[[workload]]`, in the order of the file; the first one that names a topic counts.
    pub workloads: Vec<WorkloadSection>,
    /// `[[suppress]]`, in the order of the file.
    pub suppressions: Vec<SuppressSection>,
    /// The file of findings that do not count, from the folder of this configuration on.
    pub baseline: Option<String>,
    /// `[gate]`.
    pub gate: GateSection,
    /// `[profiles]`: measures of the user's own.
    pub profiles: Vec<ProfileSection>,
    /// Reports that are written to files, as `FORMAT=PATH`, each with its place.
    pub outputs: Vec<(String, Span)>,
    /// `[[owners]]`, in the order of the file; the first one that fits counts.
    pub owners: Vec<OwnerSection>,
    /// Whether it governs the working directory.
    pub is_here: bool,
    /// The codes of the user's own rules that `[rules]` names.
    pub own_rules: Vec<&'static str>,
    /// The path that fingerprints are made from.
    pub identity: String,
    /// Whether the run lints all that is below its folder, so that what it finds is all there is.
    pub is_whole: bool,
    /// The bytes of the file, to show lines of it.
    pub raw: Arc<[u8]>,
}

/// A cluster and the files that belong to it.
#[derive(Clone, Debug, Default)]
pub struct ClusterSection {
    /// Its name in reports.
    pub name: String,
    /// The files that belong to it.
    pub include: Globs,
    /// How many brokers it has.
    pub brokers: Option<i64>,
    /// Where it runs: brokers to start from.
    pub bootstrap_server: Option<String>,
    /// The property file to reach it with, from the folder of this configuration on.
    pub command_config: Option<String>,
    /// Version, platform and profile of its files.
    pub layer: Layer,
    /// Where its name stands, and the line of that.
    pub place: (Span, u32),
}

/// What holds for some paths alone.
#[derive(Clone, Debug, Default)]
pub struct OverrideSection {
    /// The paths.
    pub paths: Globs,
    /// What holds for them.
    pub layer: Layer,
}

/// What topics are for.
#[derive(Clone, Debug, Default)]
pub struct WorkloadSection {
    /// Patterns of the topics' names.
    pub topics: Globs,
    /// What they are for.
    pub purpose: Option<Workload>,
}

/// What a gate may take for granted.
#[derive(Clone, Debug, Default)]
pub struct GateSection {
    /// Kinds of which the files have all.
    pub complete: Vec<EntityKind>,
}

/// Findings that do not count.
#[derive(Clone, Debug, Default)]
pub struct SuppressSection {
    /// The files.
    pub paths: Globs,
    /// The codes of the rules, each with its place.
    pub rules: Vec<(&'static str, Span)>,
    /// The key that they are about, where only that is meant: Kafka's name or the one that is written.
    pub key: Option<String>,
    /// Patterns of the names of entities, where only these are meant.
    pub entity: Option<Globs>,
    /// Why, with its place.
    pub reason: (String, Span),
    /// The last day on which it holds, with its place.
    pub until: Option<(Date, Span)>,
}

/// A measure of the user's own.
#[derive(Clone, Debug)]
pub struct ProfileSection {
    /// Its name.
    pub name: String,
    /// The measure that it is like, but for what it says.
    pub extends: Profile,
    /// What it says.
    pub layer: Layer,
}

impl Default for ProfileSection {
    fn default() -> Self {
        ProfileSection {
            name: String::new(),
            extends: Profile::Production,
            layer: Layer::default(),
        }
    }
}

/// Who minds what.
#[derive(Clone, Debug, Default)]
pub struct OwnerSection {
    /// A team or a person.
    pub name: String,
    /// Files.
    pub paths: Option<Globs>,
    /// Patterns of the names of topics, groups, connectors and the like.
    pub entity: Option<Globs>,
}

/// Where rules of the user's own are.
#[derive(Clone, Debug, Default)]
pub struct RulesSection {
    /// Files, and folders with all that is in them, from the folder of this configuration on; each with its place.
    pub paths: Vec<(String, Span)>,
}

/// A rule's parameter as far as a configuration has to know it.
#[derive(Copy, Clone, Debug)]
pub struct KnownParam {
    /// The code of the rule.
    pub code: &'static str,
    /// The name.
    pub name: &'static str,
    /// What its number counts.
    pub unit: &'static str,
}

/// What a configuration may speak of.
#[derive(Copy, Clone, Debug)]
pub struct Known<'k> {
    /// The rules, those of the user's own after the others.
    pub rules: &'k [Descriptor],
    /// Their parameters.
    pub params: &'k [KnownParam],
    /// The platform that the command line gives: it says how versions are written.
    pub platform: Option<Platform>,
}

impl Config {
    /// Reads a kafka-lint.toml.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub fn parse(source: &SourceFile, known: Known<'_>) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let raw = source.raw();
        let (plain, base) = Problems::text_of(raw)?;
        let table = match DeTable::parse(plain) {
            Ok(table) => table,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let span = Span::new(base + span.start as u32, base + span.end as u32);
                problems.add(span, || {
                    (format!("this is no TOML: {}", error.message()), None)
                });
                return Err(problems);
            }
        };
        let mut config = Config {
            path: source.path().to_owned(),
            identity: source.path().to_owned(),
            raw: raw.into(),
            own_rules: known
                .rules
                .iter()
                .filter(|r| r.is_own())
                .map(|r| r.code)
                .collect(),
            ..Config::default()
        };
        let mut reader = Reader::new(source, base, known, problems);
        reader.table(table.get_ref(), &sections::TOP, FILE_NAME, &mut config);
        match reader.problems.is_empty() {
            true => Ok(config),
            false => Err(reader.problems),
        }
    }

    /// Where `[rules]` says that the user's own rules are, which have to be known before the rest can be read; what
    /// is wrong with it is for [`Config::parse`] to tell.
    pub fn rule_paths(source: &SourceFile) -> RulesSection {
        let (plain, base) = Problems::text_of(source.raw()).unwrap_or_default();
        let mut section = RulesSection::default();
        if let Ok(table) = DeTable::parse(plain)
            && let Some(rules) = table.get_ref().get("rules")
        {
            let known = Known {
                rules: &[],
                params: &[],
                platform: None,
            };
            let mut reader = Reader::new(source, base, known, Problems::default());
            reader.section(rules, &sections::RULES, &mut section);
        }
        section
    }

    /// The index of the `[[cluster]]` that includes a path, which is relative to the folder of this file.
    pub fn cluster_of(&self, path: &str) -> Option<usize> {
        self.clusters.iter().position(|c| c.include.is_match(path))
    }

    /// The indices of the overrides for a path, in the order of the file.
    pub fn overrides_of(&self, path: &str) -> Vec<usize> {
        let all = self.overrides.iter().enumerate();
        all.filter(|(_, o)| o.paths.is_match(path))
            .map(|(index, _)| index)
            .collect()
    }

    /// The profile of the user's own that a name means.
    pub fn profile(&self, name: &ProfileName) -> Option<&ProfileSection> {
        match name {
            ProfileName::Own(name) => self.profiles.iter().find(|p| p.name == *name),
            ProfileName::Known(_) => None,
        }
    }

    /// Who minds a thing of that name in a file.
    pub fn owner_of(&self, path: &str, name: Option<&str>) -> Option<&str> {
        let fits = |owner: &&OwnerSection| {
            let entity = owner.entity.as_ref();
            owner
                .paths
                .as_ref()
                .is_none_or(|paths| paths.is_match(path))
                && entity.is_none_or(|e| name.is_some_and(|name| e.is_match(name)))
        };
        self.owners
            .iter()
            .find(fits)
            .map(|owner| owner.name.as_str())
    }

    /// What a topic is for.
    pub fn workload_of(&self, topic: &str) -> Option<Workload> {
        let section = self.workloads.iter().find(|w| w.topics.is_match(topic));
        section.and_then(|w| w.purpose)
    }
}
