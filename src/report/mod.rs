//! Every way to write a [`Report`]: one file per format.
//!
//! A format knows neither the catalogue nor the rules: what it says of a rule it takes from the
//! rule's descriptor. Text of a source comes only from `SourceFile::masked`, and whatever goes to
//! people passes `text::clean`, so that no file can steer a terminal.
pub mod diff;
pub mod dto;
pub mod problem;

mod array;
mod azure;
mod checklist;
mod checkstyle;
mod concise;
mod drawing;
mod evidence;
mod github;
mod gitlab;
mod groups;
mod html;
mod human;
mod json;
mod json_lines;
mod junit;
mod locate;
mod markdown;
mod paint;
mod plan;
mod prometheus;
mod rdjson;
mod row;
mod sarif;
mod select;
mod snippet;
mod summary;
mod text;
mod view;
mod xml;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;

use crate::diagnostic::{Descriptor, Report};

/// A format for a report.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person: snippets, help, a summary.
    Human,
    /// One line per finding.
    Concise,
    /// The machine contract, version 1.
    Json,
    /// The findings of the machine contract, one document a line.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub's workflows.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// A summary of a job, or a comment on a pull request.
    Markdown,
    /// One page for a browser.
    Html,
    /// Issues of Azure Pipelines.
    Azure,
    /// Numbers for Prometheus.
    Prometheus,
    /// Every rule with its state and what shows it, by category.
    Checklist,
    /// The same as a document.
    ChecklistMarkdown,
}

impl Format {
    /// Every format with its name on the command line, in the order of the enum.
    const TABLE: [(Format, &'static str); 16] = [
        (Format::Human, "human"),
        (Format::Concise, "concise"),
        (Format::Json, "json"),
        (Format::JsonLines, "jsonl"),
        (Format::Sarif, "sarif"),
        (Format::Github, "github"),
        (Format::Gitlab, "gitlab"),
        (Format::Junit, "junit"),
        (Format::Checkstyle, "checkstyle"),
        (Format::Rdjson, "rdjson"),
        (Format::Markdown, "markdown"),
        (Format::Html, "html"),
        (Format::Azure, "azure"),
        (Format::Prometheus, "prometheus"),
        (Format::Checklist, "checklist"),
        (Format::ChecklistMarkdown, "checklist-markdown"),
    ];

    /// Every format.
    pub const ALL: [Format; 16] = {
        let mut all = [Format::Human; 16];
        let mut at = 0;
        while at < all.len() {
            all[at] = Format::TABLE[at].0;
            at += 1;
        }
        all
    };

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        Format::TABLE[self as usize].1
    }

    /// Whether it tells of rules that passed, so that they have to be kept.
    pub fn shows_passed(self) -> bool {
        matches!(
            self,
            Format::Checklist | Format::ChecklistMarkdown | Format::Html
        )
    }

    /// Whether it has the fixes in it, so that they have to be worked out.
    pub fn shows_fixes(self) -> bool {
        matches!(self, Format::Sarif | Format::Rdjson)
    }

    /// The format with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// How text for people looks; the caller finds out what the terminal can do.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// Whether to write links, which a terminal shows as the text that they stand behind.
    pub links: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Style {
    fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}

impl Default for Style {
    /// What is right for a file or a pipe: no colour, 100 columns.
    fn default() -> Self {
        Style {
            color: false,
            unicode: true,
            links: false,
            width: 100,
        }
    }
}

/// What findings are shown together.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Those of one file or cluster.
    File,
    /// Those of one rule.
    Rule,
    /// Those of the entities of one cluster.
    Cluster,
    /// Those that one team or person minds.
    Owner,
}

impl GroupBy {
    /// Each with its name on the command line.
    pub const ALL: [(GroupBy, &'static str); 4] = [
        (GroupBy::File, "file"),
        (GroupBy::Rule, "rule"),
        (GroupBy::Cluster, "cluster"),
        (GroupBy::Owner, "owner"),
    ];

    /// The one with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = GroupBy::ALL.iter().find(|(_, n)| *n == name);
        row.map(|(group, _)| *group)
    }
}

/// What a report should hold, beside the findings.
#[derive(Clone, Debug)]
pub struct Options {
    /// How text for people looks.
    pub style: Style,
    /// Whether to show every finding, and inputs that are not Kafka's.
    pub verbose: bool,
    /// For a person: what findings are shown together.
    pub group_by: Option<GroupBy>,
    /// For a person: how often each rule finds something, instead of the findings.
    pub statistics: bool,
    /// Whether JSON carries `fixes`.
    pub fixes_wanted: bool,
    /// The version of the tool.
    pub tool_version: String,
    /// The command line of this run, to which ` --fix` can be appended.
    pub command: String,
    /// The address under which a rule's page is found by appending its code; without one a
    /// finding's `url` is the first reference of its rule.
    pub rule_pages: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            style: Style::default(),
            verbose: false,
            group_by: None,
            statistics: false,
            fixes_wanted: false,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            command: "kafka-lint check".to_owned(),
            rule_pages: None,
        }
    }
}

/// Writes a report in a format.
///
/// The bytes depend on the arguments alone: no clock, environment or global state is read.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(
    report: &Report,
    format: Format,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    // The formats write in small pieces; one buffer here spares every caller a system call each.
    let mut out = io::BufWriter::with_capacity(64 * 1024, out);
    match format {
        Format::Human => human::write(report, options, &mut out)?,
        Format::Concise => concise::write(report, options, &mut out)?,
        Format::Json => json::write(report, options, &mut out)?,
        Format::JsonLines => json::write_lines(report, options, &mut out)?,
        Format::Sarif => sarif::write(report, options, &mut out)?,
        Format::Github => github::write(report, options, &mut out)?,
        Format::Gitlab => gitlab::write(report, options, &mut out)?,
        Format::Junit => junit::write(report, options, &mut out)?,
        Format::Checkstyle => checkstyle::write(report, options, &mut out)?,
        Format::Rdjson => rdjson::write(report, options, &mut out)?,
        Format::Markdown => markdown::write(report, options, &mut out)?,
        Format::Html => html::write(report, options, &mut out)?,
        Format::Azure => azure::write(report, options, &mut out)?,
        Format::Prometheus => prometheus::write(report, options, &mut out)?,
        Format::Checklist => checklist::write(report, options, &mut out)?,
        Format::ChecklistMarkdown => checklist::write_markdown(report, options, &mut out)?,
    }
    io::Write::flush(&mut out)
}

/// Where somebody reads more about a rule.
fn rule_url<'r>(rule: &'r Descriptor, options: &Options) -> Cow<'r, str> {
    match &options.rule_pages {
        Some(pages) if !rule.is_own() => Cow::Owned(format!("{pages}{}", rule.code)),
        _ => Cow::Borrowed(rule.references.first().copied().unwrap_or("")),
    }
}
