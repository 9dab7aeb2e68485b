//! What an audit and a gate look at: files, and clusters that run or were written down.

use std::path::{Path, PathBuf};

use super::args::{ConfigArgs, ConnectionArgs};
use super::capture::{Target, capture};
use super::files::{self, Files};
use super::{Failure, configs};
use crate::diagnostic::Report;
use crate::live::snapshot::Snapshot;
use crate::project::{Config, Platform};
use crate::source::{Governed, Input, InputKind};
use crate::triage::Exit;

/// A larger document is none of a cluster.
const LARGEST: u64 = 1 << 30;

/// What the command line asks for.
pub(super) struct Wanted<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) connection: &'a ConnectionArgs,
    /// Clusters by their names in kafka-lint.toml.
    pub(super) clusters: &'a [String],
    /// Whether all of these are meant.
    pub(super) all: bool,
    /// A cluster that was written down.
    pub(super) snapshot: Option<&'a Path>,
    pub(super) config: &'a ConfigArgs,
    pub(super) platform: Option<Platform>,
    pub(super) quiet: bool,
}

/// What there is of it.
pub(super) struct Found {
    /// The clusters, in the order in which they were read, and the files after them.
    pub(super) files: Files,
    pub(super) configs: Vec<Config>,
    /// What is wrong with clusters that cannot be reached.
    pub(super) unreached: Vec<String>,
}

/// Reads clusters, and finds files and what holds for them.
pub(super) fn find(wanted: &Wanted<'_>) -> Result<Found, Failure> {
    let mut files = match wanted.paths.is_empty() {
        true => Files::default(),
        false => Files::find(wanted.paths)?,
    };
    let mut named = named(wanted)?;
    let unreached = match wanted.snapshot {
        Some(path) => add_snapshot(&mut files, path).map(|()| Vec::new())?,
        None => read(wanted, &mut named, &mut files)?,
    };
    let configs = configs::find(&mut files, wanted.paths, wanted.config, wanted.platform)?;
    for (index, named) in named.iter().enumerate() {
        named.govern(files.input(index), &configs);
    }
    Ok(Found {
        files,
        configs,
        unreached,
    })
}

/// Says in the report what could not be reached.
pub(super) fn note(report: &mut Report, unreached: Vec<String>) {
    for message in unreached {
        report.summary.complete = false;
        report.notes.push(message.replace("\n  help: ", "; "));
    }
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
fn named(wanted: &Wanted<'_>) -> Result<Vec<Named>, Failure> {
    if wanted.clusters.is_empty() && !wanted.all {
        return Ok(Vec::new());
    }
    let here = [PathBuf::from(".")];
    let configs = configs::find(&mut Files::default(), &here, wanted.config, wanted.platform)?;
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
    let unknown = wanted.clusters.iter().find(|name| !names.contains(name));
    if known.is_empty() || unknown.is_some() {
        let help = match names.is_empty() {
            true => "no [[cluster]] of kafka-lint.toml has a `bootstrap-server`".to_owned(),
            false => format!("kafka-lint.toml says how to reach {}", names.join(", ")),
        };
        let asked = unknown.map_or("--all-clusters".to_owned(), |name| {
            format!("--cluster {name}")
        });
        return Err(Failure::usage(format!("{asked}: {help}")));
    }
    known.retain(|named| wanted.all || wanted.clusters.contains(&name(named)));
    Ok(known)
}

/// Reads the cluster of the command line, or those of kafka-lint.toml side by side. Gives what is wrong with those
/// that cannot be reached, and takes them out.
///
/// # Errors
/// When none can be reached.
fn read(
    wanted: &Wanted<'_>,
    named: &mut Vec<Named>,
    files: &mut Files,
) -> Result<Vec<String>, Failure> {
    let connection = wanted.connection;
    let targets: Vec<Target<'_>> = match named.as_slice() {
        [] => vec![Target::given(connection)],
        several => several
            .iter()
            .filter_map(|named| Target::configured(connection, &named.config, named.section))
            .collect(),
    };
    let quiet = wanted.quiet || targets.len() > 1;
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

pub(super) fn add_snapshot(files: &mut Files, path: &Path) -> Result<(), Failure> {
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
