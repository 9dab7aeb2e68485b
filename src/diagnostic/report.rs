use std::sync::Arc;

use super::{Descriptor, Diagnostic, Evidence, RuleId, Severity};
use crate::model::EntityRef;
use crate::source::{Input, SourceFile};

/// What became of an input.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was read and judged.
    Linted,
    /// It is not Kafka's.
    NotKafka,
    /// It is Kafka's, in a format that is not read yet.
    Unsupported,
    /// Its bytes could not be had.
    Unreadable,
    /// Its bytes make no sense in its format.
    Unparsable,
    /// Judging it failed.
    Failed,
}

impl Status {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Linted => "linted",
            Status::NotKafka => "not-kafka",
            Status::Unsupported => "unsupported",
            Status::Unreadable => "unreadable",
            Status::Unparsable => "unparsable",
            Status::Failed => "failed",
        }
    }
}

/// One input after the run.
#[derive(Debug)]
pub struct InputReport {
    /// The input.
    pub input: Input,
    /// What became of it.
    pub status: Status,
    /// The dialect that read it.
    pub dialect: Option<&'static str>,
    /// Entities found in it.
    pub entities: u32,
    /// Settings found in it.
    pub settings: u32,
    /// For a format that is not read yet: its name.
    pub format: Option<&'static str>,
}

/// A cluster as the run understood it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterReport {
    /// Its name.
    pub name: String,
    /// The version that it was judged by.
    pub kafka_version: Arc<str>,
    /// Where the version comes from, for people.
    pub version_source: Arc<str>,
    /// The platform.
    pub platform: String,
    /// The profile.
    pub profile: String,
    /// How many entities belong to it.
    pub entities: u32,
}

/// A rule that could not decide, and why.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// The rule.
    pub rule: RuleId,
    /// The entity.
    pub entity: Arc<EntityRef>,
    /// What is missing.
    pub reason: String,
}

/// A rule that an entity passes.
#[derive(Clone, Debug)]
pub struct Passed {
    /// The rule.
    pub rule: RuleId,
    /// The entity.
    pub entity: Arc<EntityRef>,
    /// What the rule has read.
    pub evidence: Vec<Evidence>,
}

/// Counts of a run.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files and other inputs that were judged.
    pub files: u32,
    /// Entities judged.
    pub entities: u32,
    /// Findings by severity, suppressed ones left out.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Infos.
    pub infos: u32,
    /// Suppressed findings.
    pub suppressed: u32,
    /// Outcomes that were a pass.
    pub passed: u64,
    /// Whether everything asked for could be judged.
    pub complete: bool,
}

/// Everything that a run found; what every report is made from.
#[derive(Debug)]
pub struct Report {
    /// The rules of the run, sorted by code.
    pub descriptors: Vec<Descriptor>,
    /// The clusters, `default` first.
    pub clusters: Vec<ClusterReport>,
    /// The inputs, in order.
    pub inputs: Vec<InputReport>,
    /// Sources by input; kept where a finding needs them.
    pub sources: Vec<Option<SourceFile>>,
    /// The findings, in their final order.
    pub diagnostics: Vec<Diagnostic>,
    /// Rules that could not decide.
    pub undecided: Vec<Undecided>,
    /// Rules that passed, where a report asked for them.
    pub passed: Option<Vec<Passed>>,
    /// Remarks about the run as a whole, for people.
    pub notes: Vec<String>,
    /// What an upgrade means for each file, where the run is about one.
    pub upgrade: Option<Upgrade>,
    /// What a gate says, where the run is one.
    pub gate: Option<super::gate::Gate>,
    /// The counts.
    pub summary: Summary,
}

/// What an upgrade means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The version that it starts from.
    pub from: String,
    /// The version that it ends at.
    pub to: String,
    /// The files that it means anything for, in order.
    pub files: Vec<UpgradeOfFile>,
}

/// What an upgrade means for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeOfFile {
    /// Its path.
    pub path: String,
    /// Keys that it sets and that are removed on the way.
    pub removed: u32,
    /// Keys that it leaves out and whose defaults change.
    pub changed_defaults: u32,
    /// Settings that are refused from some version on, and were not before.
    pub newly_refused: u32,
}

impl Report {
    /// The rule of a finding.
    pub fn descriptor(&self, rule: RuleId) -> &Descriptor {
        &self.descriptors[rule.0 as usize]
    }

    /// The findings that count, those at a severity or above.
    pub fn at_least(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(move |d| d.suppressed.is_none() && d.severity >= severity)
    }

    /// The source that a finding lies in.
    pub fn source(&self, place: crate::source::Place) -> Option<&SourceFile> {
        self.sources.get(place.source.0 as usize)?.as_ref()
    }
}
