//! `kafka-lint baseline`, and reading baselines for other commands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::args::{BaselineAction, BaselineArgs};
use super::files::{self, Files};
use super::{Failure, check, configs, to_stdout, write};
use crate::pipeline;
use crate::project::{Baseline, BaselineEntry, Config, Project};
use crate::triage::Exit;

/// A larger file is none.
const LARGEST: u64 = 64 << 20;

pub(super) fn run(args: &BaselineArgs) -> Result<Exit, Failure> {
    let path = &args.baseline;
    let old = match path.symlink_metadata() {
        Ok(_) => Some(read(path)?),
        Err(_) => None,
    };
    let (old, is_there) = match (args.action, old) {
        (BaselineAction::Create, Some(_)) if !args.force => {
            return Err(Failure::usage(format!(
                "{} is there already; `baseline update` adds to it, --force writes it anew",
                path.display()
            )));
        }
        (BaselineAction::Create, old) => (Baseline::default(), old.is_some()),
        (_, Some(old)) => (old, true),
        (BaselineAction::Update, None) => (Baseline::default(), false),
        (_, None) => {
            return Err(Failure::usage(format!(
                "{} is not there; `kafka-lint baseline create` makes it",
                path.display()
            )));
        }
    };
    if let BaselineAction::Show = args.action {
        return show(&old);
    }
    let mut files = Files::find(&args.paths)?;
    let configs = configs::find(
        &mut files,
        &args.paths,
        &args.run.config,
        args.run.judge.platform,
    )?;
    let selection = check::selection(&args.run.select)?;
    let mut project = check::judged(&args.run.judge, configs)?;
    project.given.selection = selection;
    project.given.min_confidence = args.run.select.min_confidence;
    project.today = check::today();
    project.baseline = Some(old.clone());
    let report = pipeline::lint(&files, &project);
    let (found, judged) = (pipeline::baseline_of(&report), pipeline::judged(&report));
    // What this run did not look at is neither of no use nor lost.
    let kept = old
        .entries
        .iter()
        .filter(|entry| !judged.contains(entry.path.as_str()));
    let mut entries: BTreeSet<BaselineEntry> = kept.cloned().collect();
    let added = match args.action {
        BaselineAction::Prune => found.entries.intersection(&old.entries).cloned().collect(),
        _ => found.entries,
    };
    entries.extend(added);
    let new = Baseline { entries };
    let (is_new, was) = (
        |e: &&BaselineEntry| !old.has(e.fingerprint),
        old.entries.len(),
    );
    let more = new.entries.iter().filter(is_new).count();
    let gone = was + more - new.entries.len();
    let text = new.text();
    let written = match is_there {
        true => files::read(path, true, LARGEST)
            .map_err(|error| error.to_string())
            .and_then(|bytes| write::replace(path, &bytes, text.as_bytes())),
        false => write::create(path, text.as_bytes()),
    };
    written.map_err(|why| Failure {
        exit: Exit::Incomplete,
        message: format!("{} is not written: {why}", path.display()),
    })?;
    check::say(&format!(
        "{}: {} entries, {more} new, {gone} gone",
        path.display(),
        new.entries.len()
    ));
    Ok(Exit::Clean)
}

/// How many entries each rule has, and which.
fn show(baseline: &Baseline) -> Result<Exit, Failure> {
    let mut rules: BTreeMap<&str, Vec<&BaselineEntry>> = BTreeMap::new();
    for entry in &baseline.entries {
        rules.entry(&entry.code).or_default().push(entry);
    }
    to_stdout(|out| {
        for (code, entries) in &rules {
            writeln!(out, "{code} {}", entries.len())?;
            for entry in entries {
                writeln!(out, "  {}  {} {}", entry.path, entry.entity, entry.key)?;
            }
        }
        writeln!(out, "{} entries", baseline.entries.len())
    })?;
    Ok(Exit::Clean)
}

/// Tells the project the baseline of the command line, else those that the files kafka-lint.toml name.
pub(super) fn find(given: Option<&Path>, project: &mut Project) -> Result<(), Failure> {
    let named = project.configs.iter().filter_map(of_config);
    let paths: Vec<_> = match given {
        Some(path) => vec![path.to_owned()],
        None => named.collect(),
    };
    let mut all: Option<Baseline> = None;
    for path in paths {
        let read = read(&path)?;
        all.get_or_insert_default().entries.extend(read.entries);
    }
    project.baseline = all;
    Ok(())
}

fn of_config(config: &Config) -> Option<std::path::PathBuf> {
    let folder = Path::new(&config.path).parent().unwrap_or(Path::new(""));
    config.baseline.as_ref().map(|path| folder.join(path))
}

fn read(path: &Path) -> Result<Baseline, Failure> {
    let bytes = files::read(path, true, LARGEST)
        .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    let text = String::from_utf8_lossy(&bytes);
    Baseline::parse(&text)
        .map_err(|(line, why)| Failure::usage(format!("{}:{line}: {why}", path.display())))
}
