//! `kafka-lint audit` and `kafka-lint snapshot`.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::args::{AuditArgs, SnapshotArgs};
use super::capture::{Target, capture};
use super::files::Files;
use super::running::{self, Found, Wanted};
use super::{Failure, baseline, check, terminal, to_stdout};
use crate::diagnostic::{Report, Suppression};
use crate::live::PERMISSIONS;
use crate::pipeline;
use crate::project::Project;
use crate::report;
use crate::source::Governed;
use crate::triage::{self, Exit};

/// The rule on brokers that are not there.
const GONE: &str = "LIV005";

pub(super) fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    if args.permissions {
        return permissions();
    }
    let outputs = check::outputs(&args.report.output)?;
    let Found {
        mut files,
        configs,
        unreached,
    } = running::find(&Wanted {
        paths: &args.paths,
        connection: &args.connection,
        clusters: &args.cluster,
        all: args.all_clusters,
        snapshot: args.snapshot.as_deref(),
        config: &args.run.config,
        platform: args.run.judge.platform,
        quiet: args.report.quiet,
    })?;
    let outputs = check::all_outputs(outputs, &configs)?;
    let selection = check::selection(&args.run.select)?;
    let mut project = check::judged(&args.run.judge, configs)?;
    check::report_by(
        &mut project,
        &args.report,
        &args.run.select,
        selection,
        &outputs,
    );
    baseline::find(args.report.baseline.as_deref(), &mut project)?;
    let mut report = pipeline::lint(&files, &project);
    running::note(&mut report, unreached);
    // What mends a file is `check`'s to write.
    report.diagnostics.iter_mut().for_each(|d| d.intent = None);
    expect_down(&mut report, &args.expect_down);
    if let Some(since) = &args.since {
        let terms = files.input(0).config.clone();
        keep_new(&mut report, since, terms, &project)?;
    }
    let style = terminal::stdout_style(args.report.color);
    let options = check::options(&args.report, false, style);
    to_stdout(|out| report::write(&report, args.report.format, &options, out))?;
    let unwritten = check::write_outputs(&report, outputs, &args.report, false);
    check::tell_timing(&args.report);
    Ok(check::exit(&args.report, &project, &report, unwritten))
}

/// What is down on purpose is no finding, and said.
fn expect_down(report: &mut Report, expected: &[i32]) {
    if expected.is_empty() {
        return;
    }
    let ids: Vec<String> = expected.iter().map(i32::to_string).collect();
    for diagnostic in &mut report.diagnostics {
        let entity = diagnostic.entity.as_ref();
        let name = entity.and_then(|entity| entity.name.as_ref());
        if report.descriptors[usize::from(diagnostic.rule.0)].code == GONE
            && name.is_some_and(|name| ids.contains(name))
        {
            diagnostic.suppressed = Some(Suppression {
                by: "config",
                reason: Some("--expect-down".to_owned()),
                until: None,
            });
        }
    }
    triage::count(&report.diagnostics, &mut report.summary);
    let ids = ids.join(", ");
    report.notes.push(format!(
        "--expect-down: that broker {ids} is away is no finding"
    ));
}

pub(super) fn snapshot(args: &SnapshotArgs) -> Result<Exit, Failure> {
    let snapshot = capture(&Target::given(&args.connection), false)?;
    match &args.output {
        None => to_stdout(|out| snapshot.write(&mut BufWriter::new(out)))?,
        Some(path) => {
            let written = File::create(path).and_then(|file| {
                let mut out = BufWriter::new(file);
                snapshot.write(&mut out)?;
                out.flush()
            });
            written.map_err(|error| Failure::output(&error, &path.display().to_string()))?;
        }
    }
    for unread in &snapshot.unread {
        check::say(&format!(
            "{} could not be read: {}",
            unread.what, unread.why
        ));
    }
    let complete = snapshot.unread.is_empty() || args.allow_incomplete;
    Ok(Exit::of(false, complete))
}

/// Commands that grant what a full audit needs.
fn permissions() -> Result<Exit, Failure> {
    to_stdout(|out| {
        writeln!(
            out,
            "# What a full audit reads with, and nothing else; put your principal for User:kafka-lint."
        )?;
        for permission in &PERMISSIONS {
            writeln!(out, "# {}", permission.what)?;
            writeln!(
                out,
                "kafka-acls --bootstrap-server HOST:PORT --command-config admin.properties --add --allow-principal User:kafka-lint {}",
                permission.options
            )?;
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}

/// Leaves what an older snapshot, judged by the same terms, does not have already.
fn keep_new(
    report: &mut Report,
    since: &Path,
    terms: Option<Governed>,
    project: &Project,
) -> Result<(), Failure> {
    let mut files = Files::default();
    running::add_snapshot(&mut files, since)?;
    files.input(0).config = terms;
    let before = pipeline::lint(&files, project);
    let [then, now] = [&before, &*report].map(|report| {
        let fingerprints = report.diagnostics.iter().map(|d| d.fingerprint);
        fingerprints.collect::<HashSet<u128>>()
    });
    let all = before.diagnostics.iter();
    let gone = all.filter(|d| d.suppressed.is_none() && !now.contains(&d.fingerprint));
    let gone: Vec<String> = gone
        .map(|d| {
            let code = before.descriptor(d.rule).code;
            let of = d.entity.as_ref();
            let of = of.map_or(String::new(), |e| {
                format!(" of {} {}", e.kind, e.name.as_deref().unwrap_or(""))
            });
            format!("{code}{of}")
        })
        .collect();
    report
        .diagnostics
        .retain(|d| !then.contains(&d.fingerprint));
    triage::count(&report.diagnostics, &mut report.summary);
    report.notes.push(match gone.len() {
        0 => format!("nothing that {} has is gone", since.display()),
        count => format!(
            "{count} findings of {} are gone: {}",
            since.display(),
            gone.join(", ")
        ),
    });
    Ok(())
}
