//! Who has a word on how a file is judged: the command line, a path's override, a cluster, kafka-lint.toml.

use std::collections::BTreeMap;

use super::config::{Config, ProfileSection};
use super::{Platform, Profile, Selection, VersionSpec, Workload};
use crate::diagnostic::{Confidence, Descriptor, Severity};
use crate::source::Input;

/// From which severity on a finding makes the run fail.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// From this one on.
    From(Severity),
    /// Never.
    Never,
}

/// The names of severities, and of the one that is none.
const FAIL_ON: [(FailOn, &str); 4] = [
    (FailOn::From(Severity::Error), "error"),
    (FailOn::From(Severity::Warning), "warning"),
    (FailOn::From(Severity::Info), "info"),
    (FailOn::Never, "never"),
];

impl FailOn {
    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FAIL_ON.iter().map(|(_, name)| *name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let row = FAIL_ON.iter().find(|(value, _)| *value == self);
        row.map_or("never", |(_, name)| name)
    }

    /// The value with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = FAIL_ON.iter().find(|(_, n)| *n == name);
        row.map(|(value, _)| *value)
    }
}

/// A measure by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileName {
    /// One of the program's own.
    Known(Profile),
    /// One that `[profiles]` of kafka-lint.toml describes.
    Own(String),
}

impl ProfileName {
    /// The one that a word means.
    pub fn of(word: &str) -> Self {
        match Profile::from_name(word) {
            Some(profile) => ProfileName::Known(profile),
            None => ProfileName::Own(word.to_owned()),
        }
    }
}

impl From<Profile> for ProfileName {
    fn from(profile: Profile) -> Self {
        ProfileName::Known(profile)
    }
}

/// What one place says of how files are judged; nothing where it is silent.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The version of Kafka.
    pub kafka_version: Option<VersionSpec>,
    /// Whose Kafka it is.
    pub platform: Option<Platform>,
    /// The measure.
    pub profile: Option<ProfileName>,
    /// What every topic is for; kafka-lint.toml says it by their names.
    pub workload: Option<Workload>,
    /// The rules that run.
    pub selection: Selection,
    /// Severities that replace a rule's own, by code.
    pub severity: BTreeMap<&'static str, Severity>,
    /// Thresholds that replace a rule's own, by code and name.
    pub params: BTreeMap<(&'static str, &'static str), i64>,
    /// Findings below this are not shown.
    pub min_confidence: Option<Confidence>,
    /// Findings from this on make the run fail.
    pub fail_on: Option<FailOn>,
}

/// All that holds for a file: layers, of which the first one with a word on something decides it.
#[derive(Clone, Debug)]
pub struct Terms<'p> {
    /// Tells the terms of a run apart.
    pub id: usize,
    /// The `[[cluster]]` that includes the file: the configuration, and the index of the section in it.
    pub cluster: Option<(&'p Config, usize)>,
    /// The kafka-lint.toml that governs the file.
    pub config: Option<&'p Config>,
    /// The profile of the user's own that holds.
    pub own_profile: Option<&'p ProfileSection>,
    layers: Vec<(Origin<'p>, &'p Layer)>,
}

/// Who has a word.
#[derive(Copy, Clone, Debug)]
pub enum Origin<'p> {
    /// The command line.
    CommandLine,
    /// An `[[override]]`, by its place among them.
    Override(usize),
    /// A `[[cluster]]`, by its name.
    Cluster(&'p str),
    /// kafka-lint.toml itself.
    File,
    /// A profile of the user's own, by its name.
    Profile(&'p str),
}

/// The profile that the first layer with a word on profiles names.
fn profile<'p>(layers: &[(Origin<'_>, &'p Layer)]) -> Option<&'p ProfileName> {
    layers.iter().find_map(|(_, layer)| layer.profile.as_ref())
}

impl Terms<'_> {
    fn first<T>(&self, word: impl Fn(&Layer) -> Option<T>) -> Option<T> {
        self.layers.iter().find_map(|(_, layer)| word(layer))
    }

    /// Those with a word, the strongest first.
    pub fn layers(&self) -> impl Iterator<Item = (Origin<'_>, &Layer)> {
        self.layers.iter().copied()
    }

    /// The version of Kafka, where it is given.
    pub fn kafka_version(&self) -> Option<&VersionSpec> {
        let mut layers = self.layers.iter();
        layers.find_map(|(_, layer)| layer.kafka_version.as_ref())
    }

    /// Whose Kafka it is, where it is given.
    pub fn platform(&self) -> Option<Platform> {
        self.first(|layer| layer.platform)
    }

    /// The measure, where it is given.
    pub fn profile(&self) -> Option<Profile> {
        match profile(&self.layers)? {
            ProfileName::Known(profile) => Some(*profile),
            ProfileName::Own(_) => self.own_profile.map(|own| own.extends),
        }
    }

    /// What a topic is for.
    pub fn workload(&self, topic: Option<&str>) -> Option<Workload> {
        let by_name = || self.config?.workload_of(topic?);
        self.first(|layer| layer.workload).or_else(by_name)
    }

    /// Whether a rule runs.
    pub fn selects(&self, rule: &Descriptor) -> bool {
        // Rules of users' own hold where their kafka-lint.toml does, or where the command line names them.
        let is_here = |config: &Config| config.own_rules.contains(&rule.code);
        let given = self.layers.first();
        let is_given = || given.is_some_and(|(_, layer)| layer.selection.names(rule));
        if rule.is_own() && !self.config.is_some_and(is_here) && !is_given() {
            return false;
        }
        self.first(|layer| layer.selection.says(rule))
            .unwrap_or(!rule.off_by_default)
    }

    /// Whether a rule was asked for by name, which also shows findings that depend on context.
    pub fn names(&self, rule: &Descriptor) -> bool {
        self.first(|layer| {
            let says = layer.selection.says(rule)?;
            Some(says && layer.selection.names(rule))
        })
        .unwrap_or(false)
    }

    /// The severity that was given to a rule.
    pub fn severity(&self, code: &str) -> Option<Severity> {
        self.first(|layer| layer.severity.get(code).copied())
    }

    /// The threshold that was given to a rule.
    pub fn param(&self, code: &'static str, name: &'static str) -> Option<i64> {
        self.first(|layer| layer.params.get(&(code, name)).copied())
    }

    /// Findings below this are not shown.
    pub fn min_confidence(&self) -> Confidence {
        self.first(|layer| layer.min_confidence)
            .unwrap_or(Confidence::Medium)
    }

    /// Findings from this on make the run fail; `None` for never.
    pub fn fail_on(&self) -> Option<Severity> {
        match self.first(|layer| layer.fail_on) {
            Some(FailOn::From(severity)) => Some(severity),
            Some(FailOn::Never) => None,
            None => Some(Severity::Error),
        }
    }
}

/// The terms of a run, by input.
#[derive(Debug)]
pub struct AllTerms<'p> {
    distinct: Vec<Terms<'p>>,
    of_input: Vec<usize>,
}

impl<'p> AllTerms<'p> {
    /// Works out what holds for each input.
    pub fn new<'i>(
        given: &'p Layer,
        configs: &'p [Config],
        inputs: impl Iterator<Item = &'i Input>,
    ) -> Self {
        let mut all = AllTerms {
            distinct: vec![Terms {
                id: 0,
                cluster: None,
                config: None,
                own_profile: None,
                layers: vec![(Origin::CommandLine, given)],
            }],
            of_input: Vec::new(),
        };
        // Many files share their terms: what is worked out for a file is named by the sections that hold.
        let mut known: BTreeMap<(usize, Option<usize>, Vec<usize>), usize> = BTreeMap::new();
        for input in inputs {
            let governed = input.config.as_ref();
            let Some((at, config, governed)) =
                governed.and_then(|g| Some((g.index, configs.get(g.index)?, g)))
            else {
                all.of_input.push(0);
                continue;
            };
            let path = governed.path.as_str();
            let cluster = governed.cluster.or_else(|| config.cluster_of(path));
            let overrides = config.overrides_of(path);
            let id =
                *known
                    .entry((at, cluster, overrides))
                    .or_insert_with_key(|(_, _, overrides)| {
                        // A later override goes before an earlier one.
                        let mut layers = vec![(Origin::CommandLine, given)];
                        layers.extend(overrides.iter().rev().map(|index| {
                            (Origin::Override(*index), &config.overrides[*index].layer)
                        }));
                        layers.extend(cluster.map(|index| {
                            let section = &config.clusters[index];
                            (Origin::Cluster(&section.name), &section.layer)
                        }));
                        layers.push((Origin::File, &config.top));
                        // What a profile says holds where nothing else is said.
                        let own_profile = profile(&layers).and_then(|name| config.profile(name));
                        layers.extend(
                            own_profile.map(|own| (Origin::Profile(&own.name), &own.layer)),
                        );
                        let id = all.distinct.len();
                        all.distinct.push(Terms {
                            id,
                            cluster: cluster.map(|c| (config, c)),
                            config: Some(config),
                            own_profile,
                            layers,
                        });
                        id
                    });
            all.of_input.push(id);
        }
        all
    }

    /// What holds for an input.
    pub fn of(&self, input: usize) -> &Terms<'p> {
        let id = self.of_input.get(input).copied().unwrap_or_default();
        &self.distinct[id]
    }

    /// What holds where no file is concerned: the word of the command line.
    pub fn of_the_run(&self) -> &Terms<'p> {
        &self.distinct[0]
    }

    /// Every version that is given and judged by, each once.
    pub fn versions(&self) -> Vec<&VersionSpec> {
        let mut ids = self.of_input.clone();
        ids.push(0);
        ids.sort_unstable();
        ids.dedup();
        let mut versions: Vec<&VersionSpec> = Vec::new();
        for spec in ids
            .into_iter()
            .filter_map(|id| self.distinct[id].kafka_version())
        {
            if !versions.contains(&spec) {
                versions.push(spec);
            }
        }
        versions
    }
}
