//! The end of the human report: what was looked at, what was found, what to do next.
use std::fmt::{self, Write as _};

use super::human::text_width;
use super::paint::Paint;
use super::select::Selection;
use super::view::{applicability, entity_name};
use super::{Options, text};
use crate::diagnostic::{Applicability, ClusterReport, InputReport, Report, Severity, Status};

/// Inputs, rules, clusters and remarks that are named before the rest is only counted.
const MOST_NAMED: usize = 5;

/// Lines of the summary are put together one by one, each wrapped.
struct Lines<'a> {
    out: &'a mut String,
    width: usize,
    paint: Paint,
}

impl Lines<'_> {
    fn line(&mut self, line: &str) {
        text::push_wrapped(self.out, line, 0, self.width);
        self.out.push('\n');
    }

    fn titled(&mut self, severity: Severity, title: &str, line: &str) {
        self.out.push_str(&self.paint.severity(severity, title));
        self.out.push(' ');
        text::push_wrapped(self.out, line, title.len() + 1, self.width);
        self.out.push('\n');
    }
}

pub(super) fn push(
    out: &mut String,
    report: &Report,
    options: &Options,
    selection: &Selection<'_>,
) -> fmt::Result {
    let mut lines = Lines {
        out,
        width: text_width(options.style),
        paint: Paint(options.style.color),
    };
    left_out(&mut lines, report, options, selection);
    notes(&mut lines, report);
    verdict(&mut lines, report);
    checked(&mut lines, report, options);
    incomplete(&mut lines, report);
    fixes(&mut lines, report, options);
    Ok(())
}

fn left_out(lines: &mut Lines<'_>, report: &Report, options: &Options, selection: &Selection<'_>) {
    let total: u32 = selection.left_out.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return;
    }
    let mut rules: Vec<String> = selection
        .left_out
        .iter()
        .take(MOST_NAMED)
        .map(|(rule, count)| format!("{count} {}", report.descriptor(*rule).code))
        .collect();
    let named: u32 = selection
        .left_out
        .iter()
        .take(MOST_NAMED)
        .map(|(_, count)| count)
        .sum();
    if total > named {
        rules.push(format!("{} others", total - named));
    }
    let how = if options.verbose {
        "--format concise lists every one"
    } else {
        "--verbose shows more, --format concise lists every one"
    };
    lines.line(&format!(
        "{} and {} not shown ({}); {how}",
        options.style.ellipsis(),
        text::count(total, "finding"),
        text::join(&rules)
    ));
    lines.out.push('\n');
}

fn notes(lines: &mut Lines<'_>, report: &Report) {
    for note in &report.notes {
        let note = text::clip(note, 600).into_owned();
        lines.titled(Severity::Info, "note:", &note);
    }
    if !report.notes.is_empty() {
        lines.out.push('\n');
    }
}

/// `1 cluster and 3 files`.
fn counted_inputs(report: &Report) -> String {
    let is_cluster = |i: &&InputReport| i.input.kind.is_of_cluster();
    let clusters = linted(report).filter(is_cluster).count() as u64;
    let files = u64::from(report.summary.files).saturating_sub(clusters);
    let parts = [(clusters, "cluster"), (files, "file")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(count, what)| text::count(*count, what))
        .collect();
    match parts.is_empty() {
        true => text::count(0u64, "file"),
        false => text::join(&parts),
    }
}

fn linted(report: &Report) -> impl Iterator<Item = &InputReport> {
    report.inputs.iter().filter(|i| i.status == Status::Linted)
}

fn verdict(lines: &mut Lines<'_>, report: &Report) {
    let summary = &report.summary;
    if linted(report).next().is_none() && report.diagnostics.is_empty() {
        let inputs = text::count(report.inputs.len() as u64, "file");
        let title = format!("No Kafka configuration recognised in {inputs}.");
        let title = lines.paint.severity(Severity::Warning, &title);
        let _ = writeln!(lines.out, "{title}");
        lines.line(
            "Name the files, and say what they are where their names do not: --as broker FILE.",
        );
        return;
    }
    let found: Vec<String> = [
        (Severity::Error, summary.errors),
        (Severity::Warning, summary.warnings),
        (Severity::Info, summary.infos),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(severity, count)| {
        let counted = text::count(count, severity.name());
        lines.paint.severity(severity, &counted)
    })
    .collect();
    let mut line = if found.is_empty() {
        lines.paint.bold("No problems found.")
    } else {
        format!("Found {}.", text::join(&found))
    };
    if summary.suppressed > 0 {
        let _ = write!(line, " {} suppressed.", summary.suppressed);
    }
    let _ = writeln!(lines.out, "{line}");
}

/// What was looked at, and by what measure: whoever reads "no problems" has to know of what.
fn checked(lines: &mut Lines<'_>, report: &Report, options: &Options) {
    let summary = &report.summary;
    if linted(report).next().is_none() {
        return;
    }
    let settings: u64 = linted(report).map(|i| u64::from(i.settings)).sum();
    let mut line = format!(
        "Checked {} with {} and {}",
        counted_inputs(report),
        text::count(summary.entities, "entity"),
        text::count(settings, "setting"),
    );
    if summary.passed > 0 {
        let _ = write!(line, "; {} passed", text::count(summary.passed, "check"));
    }
    if !report.undecided.is_empty() {
        let undecided = report.undecided.len() as u64;
        let _ = write!(
            line,
            "; {undecided} could not be decided{}",
            if options.verbose {
                ""
            } else {
                " (--verbose says why)"
            }
        );
    }
    line.push('.');
    lines.line(&line);
    if options.verbose {
        for undecided in report.undecided.iter().take(50) {
            let line = format!(
                "  {} on {}: {}",
                report.descriptor(undecided.rule).code,
                entity_name(&undecided.entity),
                undecided.reason
            );
            lines.line(&text::clip(&line, 200));
        }
    }
    clusters(lines, report, options.verbose);
    upgrade(lines, report);
}

/// The measure of each cluster; clusters with the same one share a line.
fn clusters(lines: &mut Lines<'_>, report: &Report, verbose: bool) {
    let mut groups: Vec<(&ClusterReport, Vec<String>)> = Vec::new();
    let used = report.clusters.iter().any(|cluster| cluster.entities > 0);
    for cluster in &report.clusters {
        if used && cluster.entities == 0 {
            continue;
        }
        let name = text::clip(&cluster.name, 60).into_owned();
        match groups
            .iter_mut()
            .find(|(first, _)| same_measure(first, cluster))
        {
            Some((_, names)) => names.push(name),
            None => groups.push((cluster, vec![name])),
        }
    }
    let most = if verbose { usize::MAX } else { MOST_NAMED };
    for (cluster, mut names) in groups.iter().take(most).cloned() {
        let mut line = format!("Judged as Kafka {}", text::clip(&cluster.kafka_version, 60));
        if !cluster.version_source.is_empty() {
            let _ = write!(line, " ({})", text::clip(&cluster.version_source, 200));
        }
        let _ = write!(
            line,
            ", platform {}, profile {}",
            text::clip(&cluster.platform, 60),
            text::clip(&cluster.profile, 60)
        );
        if groups.len() > 1 {
            let all = names.len();
            if all > most {
                names.truncate(most);
                names.push(format!("{} more", all - most));
            }
            let noun = if all == 1 { "cluster" } else { "clusters" };
            let _ = write!(line, ": {noun} {}", text::join(&names));
        }
        line.push('.');
        lines.line(&line);
    }
    if groups.len() > most {
        let rest = groups.len() - most;
        lines.line(&format!(
            "And {rest} more kinds of cluster; --verbose lists them."
        ));
    }
}

/// What an upgrade means, file by file.
fn upgrade(lines: &mut Lines<'_>, report: &Report) {
    let Some(upgrade) = &report.upgrade else {
        return;
    };
    let what = format!(
        "The upgrade from Kafka {} to {}",
        text::clip(&upgrade.from, 60),
        text::clip(&upgrade.to, 60)
    );
    if upgrade.files.is_empty() {
        lines.line(&format!(
            "{what} removes, refuses and changes nothing here."
        ));
        return;
    }
    lines.line(&format!("{what} means:"));
    for file in &upgrade.files {
        let counts = [
            (file.removed, "removed key"),
            (file.newly_refused, "newly refused setting"),
            (file.changed_defaults, "changed default"),
        ];
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| text::count(*count, noun))
            .collect();
        // One line for each file, so that it can be searched for.
        let path = text::clip(&file.path, 100);
        lines
            .out
            .push_str(&format!("  {path}: {}\n", text::join(&words)));
    }
}

fn same_measure(a: &ClusterReport, b: &ClusterReport) -> bool {
    a.kafka_version == b.kafka_version
        && a.version_source == b.version_source
        && a.platform == b.platform
        && a.profile == b.profile
}

fn incomplete(lines: &mut Lines<'_>, report: &Report) {
    let with = |statuses: &[Status]| -> Vec<String> {
        report
            .inputs
            .iter()
            .filter(|i| statuses.contains(&i.status))
            .map(|i| {
                let path = text::clip(&i.input.path, 100);
                match i.format {
                    Some(format) => format!("{path} ({format})"),
                    None => format!("{path} ({})", i.status.name()),
                }
            })
            .collect()
    };
    let unsupported = with(&[Status::Unsupported]);
    if !unsupported.is_empty() {
        lines.line(&format!("Not read yet: {}.", few(unsupported)));
    }
    if report.summary.complete {
        return;
    }
    let broken = with(&[Status::Unreadable, Status::Unparsable, Status::Failed]);
    if broken.is_empty() && linted(report).next().is_none() {
        return;
    }
    let what = if broken.is_empty() {
        "not everything could be judged".to_owned()
    } else {
        format!("not judged: {}", few(broken))
    };
    lines.titled(
        Severity::Error,
        "Incomplete:",
        &format!("{what}. What is reported holds, but there may be more."),
    );
}

fn few(mut parts: Vec<String>) -> String {
    if parts.len() > MOST_NAMED {
        let more = parts.len() - MOST_NAMED;
        parts.truncate(MOST_NAMED);
        parts.push(format!("{more} more"));
    }
    text::join(&parts)
}

fn fixes(lines: &mut Lines<'_>, report: &Report, options: &Options) {
    if report.upgrade.is_some() {
        // A fix is for one version.
        return;
    }
    let (mut safe, mut risky) = (0u32, 0u32);
    for diagnostic in report.diagnostics.iter().filter(|d| d.suppressed.is_none()) {
        match applicability(diagnostic) {
            Some(Applicability::Safe) => safe += 1,
            Some(Applicability::Unsafe) => risky += 1,
            None => {}
        }
    }
    // A command stands on a line of its own, whole, so that it can be copied.
    let command = text::clean(&options.command).into_owned();
    if safe > 0 {
        lines.line(&format!(
            "{} a safe fix (--diff shows it first):",
            have(safe, "")
        ));
        lines.out.push_str(&format!("  {command} --fix\n"));
    }
    if risky > 0 {
        let more = if safe > 0 { "more " } else { "" };
        lines.line(&format!(
            "{} a fix that changes behaviour (--diff shows it first):",
            have(risky, more)
        ));
        lines.out.push_str(&format!("  {command} --fix --unsafe\n"));
    }
}

fn have(n: u32, more: &str) -> String {
    let verb = if n == 1 { "has" } else { "have" };
    format!("{} {verb}", text::count(n, &format!("{more}finding")))
}
