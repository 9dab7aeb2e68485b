//! `kafka-lint audit` and `kafka-lint snapshot`.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::args::{AuditArgs, SnapshotArgs};
use super::capture::{Target, capture};
use super::files::{self, Files};
use super::{Failure, check, configs, terminal, to_stdout};
use crate::diagnostic::{Report, Suppression};
use crate::live::{PERMISSIONS, snapshot::Snapshot};
use crate::pipeline;
use crate::project::{Config, Project};
use crate::report;
use crate::source::{Governed, Input, InputKind};
use crate::triage::{self, Exit};

/// The rule on brokers that are not there.
const GONE: &str = "LIV005";

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
    let mut named = named(args)?;
    let unreached = match &args.snapshot {
        Some(path) => add_snapshot(&mut files, path).map(|()| Vec::new())?,
        None => read(args, &mut named, &mut files)?,
    };
    let configs = configs::find(&mut files, &args.paths, &args.config, args.judge.platform)?;
    // Clusters come first, in the order in which they were read.
    for (index, named) in named.iter().enumerate() {
        named.govern(files.input(index), &configs);
    }
    let mut project = check::judged(&args.judge, configs)?;
    check::report_by(
        &mut project,
        &args.report,
        &args.select,
        selection,
        &outputs,
    );
    let mut report = pipeline::lint(&files, &project);
    for message in unreached {
        report.summary.complete = false;
        report.notes.push(message.replace("\n  help: ", "; "));
    }
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
    Ok(check::exit(&args.report, &project, &report, unwritten))
}

/// A cluster of kafka-lint.toml that was asked for by name.
struct Named {
    config: Config,
    section: usize,
}

impl Named {
    /// Tells the input which cluster it is.
    fn govern(&self, input: &mut Input, configs: &[Config]) {
        let same = |config: &Config| config.path == self.config.path;
        input.config = configs.iter().position(same).map(|index| Governed {
            index,
            path: input.path.clone(),
            cluster: Some(self.section),
        });
    }
}

/// The clusters that `--cluster` and `--all-clusters` ask for.
fn named(args: &AuditArgs) -> Result<Vec<Named>, Failure> {
    if args.cluster.is_empty() && !args.all_clusters {
        return Ok(Vec::new());
    }
    let here = [PathBuf::from(".")];
    let platform = args.judge.platform;
    let configs = configs::find(&mut Files::default(), &here, &args.config, platform)?;
    let mut known: Vec<Named> = Vec::new();
    for config in &configs {
        let sections = config.clusters.iter().enumerate();
        let with_address = sections.filter(|(_, c)| c.bootstrap_server.is_some());
        known.extend(with_address.map(|(section, _)| Named {
            config: config.clone(),
            section,
        }));
    }
    let name = |named: &Named| named.config.clusters[named.section].name.clone();
    let names: Vec<String> = known.iter().map(name).collect();
    let unknown = args.cluster.iter().find(|wanted| !names.contains(wanted));
    if known.is_empty() || unknown.is_some() {
        let help = match names.is_empty() {
            true => "no [[cluster]] of kafka-lint.toml has a `bootstrap-server`".to_owned(),
            false => format!("kafka-lint.toml says how to reach {}", names.join(", ")),
        };
        let wanted = unknown.map_or("--all-clusters".to_owned(), |name| {
            format!("--cluster {name}")
        });
        return Err(Failure::usage(format!("{wanted}: {help}")));
    }
    known.retain(|named| args.all_clusters || args.cluster.contains(&name(named)));
    Ok(known)
}

/// Reads the cluster of the command line, or those of kafka-lint.toml side by side. Gives what is wrong with those
/// that cannot be reached, and takes them out.
///
/// # Errors
/// When none can be reached.
fn read(
    args: &AuditArgs,
    named: &mut Vec<Named>,
    files: &mut Files,
) -> Result<Vec<String>, Failure> {
    let connection = &args.connection;
    let targets: Vec<Target<'_>> = match named.as_slice() {
        [] => vec![Target::given(connection)],
        several => several
            .iter()
            .filter_map(|named| Target::configured(connection, &named.config, named.section))
            .collect(),
    };
    let quiet = args.report.quiet || targets.len() > 1;
    let read: Vec<Result<Snapshot, Failure>> = std::thread::scope(|scope| {
        let threads: Vec<_> = targets
            .iter()
            .map(|target| scope.spawn(move || capture(target, quiet)))
            .collect();
        threads.into_iter().map(joined).collect()
    });
    drop(targets);
    let mut reached = read.iter().map(Result::is_ok);
    named.retain(|_| reached.next().unwrap_or_default());
    let (mut snapshots, mut failures) = (Vec::new(), Vec::new());
    for outcome in read {
        match outcome {
            Ok(snapshot) => snapshots.push(snapshot),
            Err(failure) => failures.push(failure),
        }
    }
    if snapshots.is_empty() {
        return Err(failures.swap_remove(0));
    }
    for snapshot in snapshots.iter().rev() {
        add_cluster(files, snapshot)?;
    }
    Ok(failures
        .into_iter()
        .map(|failure| failure.message)
        .collect())
}

fn joined<T>(thread: std::thread::ScopedJoinHandle<'_, Result<T, Failure>>) -> Result<T, Failure> {
    thread.join().unwrap_or_else(|_| {
        Err(Failure {
            exit: Exit::Incomplete,
            message: "reading a cluster failed".to_owned(),
        })
    })
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

/// Leaves what an older snapshot, judged by the same terms, does not have already.
fn keep_new(
    report: &mut Report,
    since: &Path,
    terms: Option<Governed>,
    project: &Project,
) -> Result<(), Failure> {
    let mut files = Files::default();
    add_snapshot(&mut files, since)?;
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
