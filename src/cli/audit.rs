//! `kafka-lint audit` and `kafka-lint snapshot`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::args::{AuditArgs, SnapshotArgs};
use super::capture::capture;
use super::files::{self, Files};
use super::{Failure, check, configs, terminal, to_stdout};
use crate::diagnostic::{Diagnostic, Report};
use crate::live::{PERMISSIONS, snapshot::Snapshot};
use crate::pipeline;
use crate::project::Project;
use crate::report;
use crate::source::InputKind;
use crate::triage::{self, Exit};

/// A larger document is none of a cluster.
const LARGEST: u64 = 1 << 30;

pub(super) fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    if args.permissions {
        return permissions();
    }
    let outputs = check::outputs(&args.report.output)?;
    let selection = check::selection(&args.select)?;
    let mut files = match args.paths.is_empty() {
        true => Files::default(),
        false => Files::find(&args.paths)?,
    };
    let quiet = args.report.quiet;
    match &args.snapshot {
        Some(path) => add_snapshot(&mut files, path)?,
        None => {
            let snapshot = capture(&args.connection, quiet)?;
            add_cluster(&mut files, &snapshot)?;
        }
    }
    let configs = configs::find(&mut files, &args.paths, &args.config, args.judge.platform)?;
    let mut project = check::judged(&args.judge, configs)?;
    check::report_by(
        &mut project,
        &args.report,
        &args.select,
        selection,
        &outputs,
    );
    let mut report = pipeline::lint(&files, &project);
    if let Some(since) = &args.since {
        keep_new(&mut report, since, &project)?;
    }
    let style = terminal::stdout_style(args.report.color);
    let options = check::options(&args.report, false, style);
    to_stdout(|out| report::write(&report, args.report.format, &options, out))?;
    let unwritten = check::write_outputs(&report, outputs, &args.report, false);
    Ok(check::exit(&args.report, &project, &report, unwritten))
}

pub(super) fn snapshot(args: &SnapshotArgs) -> Result<Exit, Failure> {
    let snapshot = capture(&args.connection, false)?;
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

fn add_cluster(files: &mut Files, snapshot: &Snapshot) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let written = snapshot.write(&mut bytes);
    written.map_err(|error| Failure::output(&error, "what was read"))?;
    let name = snapshot.cluster.bootstrap.split(',').next();
    let name = name.unwrap_or_default().to_owned();
    let identity = identity(snapshot.cluster.id.as_deref().unwrap_or(&name));
    files.add_cluster(InputKind::Cluster, name, identity, bytes);
    Ok(())
}

fn add_snapshot(files: &mut Files, path: &Path) -> Result<(), Failure> {
    let unreadable = |why: String| Failure {
        exit: Exit::Incomplete,
        message: format!("{}: {why}", path.display()),
    };
    let bytes = files::read(path, true, LARGEST).map_err(|error| unreadable(error.to_string()))?;
    let id = id_of(&bytes)
        .ok_or_else(|| unreadable("it is not what `kafka-lint snapshot` writes".to_owned()))?;
    let here = std::env::current_dir().unwrap_or_default();
    let shown = files::display(path, &here);
    let identity = identity(id.as_deref().unwrap_or(&shown));
    files.add_cluster(InputKind::Snapshot, shown, identity, bytes);
    Ok(())
}

/// Findings of a cluster and of what was written down of it have the same fingerprints.
fn identity(id: &str) -> String {
    format!("cluster:{id}")
}

/// The cluster's id, as far as one is told; nothing where it is no snapshot.
fn id_of(bytes: &[u8]) -> Option<Option<String>> {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(rename = "kafka-lint-snapshot")]
        version: u32,
        cluster: Cluster,
    }
    #[derive(serde::Deserialize)]
    struct Cluster {
        id: Option<String>,
    }
    let head: Head = serde_json::from_slice(bytes).ok()?;
    (head.version == crate::live::snapshot::VERSION).then_some(head.cluster.id)
}

/// Leaves what an older snapshot does not have already.
fn keep_new(report: &mut Report, since: &Path, project: &Project) -> Result<(), Failure> {
    let mut files = Files::default();
    add_snapshot(&mut files, since)?;
    let project = Project {
        configs: Vec::new(),
        ..project.clone()
    };
    let before = pipeline::lint(&files, &project);
    let known = |all: &[Diagnostic], d: &Diagnostic| {
        all.iter().any(|other| other.fingerprint == d.fingerprint)
    };
    let gone = before
        .diagnostics
        .iter()
        .filter(|d| !known(&report.diagnostics, d));
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
        .retain(|d| !known(&before.diagnostics, d));
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
