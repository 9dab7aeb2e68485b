//! Files and folders as sources.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::Failure;
use crate::source::{Input, InputKind, ReadError, Sources};

/// A larger file is no configuration.
const LARGEST: u64 = 64 << 20;

/// The endings of files that are looked into when a folder is walked.
const ENDINGS: [&str; 7] = ["properties", "yaml", "yml", "json", "jsonc", "tf", "tofu"];

/// More endings of files that others point to, and of this program's own.
const BESIDE: [&str; 5] = ["toml", "env", "tfvars", "conf", "cfg"];

/// Whether a file may be read, be it that another one points to it.
pub(super) fn may_matter(path: &Path) -> bool {
    let known = || ENDINGS.iter().chain(&BESIDE);
    match path.extension() {
        Some(ending) => known().any(|known| ending.eq_ignore_ascii_case(known)),
        // `.env`, and files that somebody keeps variables in.
        None => true,
    }
}

/// A larger file that another one points to is no configuration.
const LARGEST_BESIDE: u64 = 1 << 20;

/// The path of standard input in reports.
const STDIN: &str = "<stdin>";

/// Files on disk and standard input.
#[derive(Debug, Default)]
pub(super) struct Files {
    inputs: Vec<Input>,
    places: Vec<Place>,
}

#[derive(Debug)]
enum Place {
    Path(PathBuf),
    /// Standard input and clusters are read once; fixing rounds and reports read them again.
    Held(Vec<u8>),
    /// It was named and cannot be had, or the walk failed on it.
    Missing(String),
}

impl Files {
    /// Finds the files; folders are walked, ignored and hidden ones left out.
    pub(super) fn find(paths: &[PathBuf]) -> Result<Self, Failure> {
        let here = std::env::current_dir().unwrap_or_default();
        // By path, so that a file that is given twice is read once, and named if it was ever named.
        let mut found: BTreeMap<String, (bool, Place)> = BTreeMap::new();
        for path in paths {
            if path.as_os_str() == "-" {
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .take(LARGEST + 1)
                    .read_to_end(&mut bytes)
                    .map_err(|e| Failure::usage(format!("cannot read standard input: {e}")))?;
                let place = match bytes.len() as u64 > LARGEST {
                    true => Place::Missing(too_large(LARGEST).to_string()),
                    false => Place::Held(bytes),
                };
                found.insert(STDIN.to_owned(), (true, place));
            } else if path.is_dir() {
                walk(path, &here, &mut found);
            } else {
                let place = match path.symlink_metadata() {
                    Ok(_) => Place::Path(path.clone()),
                    Err(error) => Place::Missing(plain(&error)),
                };
                found.insert(display(path, &here), (true, place));
            }
        }
        let mut files = Files {
            inputs: Vec::with_capacity(found.len()),
            places: Vec::with_capacity(found.len()),
        };
        for (path, (named, place)) in found {
            let kind = match path == STDIN {
                true => InputKind::Stdin,
                false => InputKind::File,
            };
            files.inputs.push(Input {
                identity: path.clone(),
                path,
                kind,
                named,
                config: None,
            });
            files.places.push(place);
        }
        Ok(files)
    }

    /// Adds a cluster as the first input; `identity` names it in fingerprints.
    pub(super) fn add_cluster(
        &mut self,
        kind: InputKind,
        path: String,
        identity: String,
        bytes: Vec<u8>,
    ) {
        let input = Input {
            path,
            identity,
            kind,
            named: true,
            config: None,
        };
        self.inputs.insert(0, input);
        self.places.insert(0, Place::Held(bytes));
    }

    /// How many inputs there are.
    pub(super) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// An input, to be told its identity and configuration.
    pub(super) fn input(&mut self, index: usize) -> &mut Input {
        &mut self.inputs[index]
    }

    /// Where an input is on disk.
    pub(super) fn path(&self, index: usize) -> Option<&Path> {
        match &self.places[index] {
            Place::Path(path) => Some(path),
            _ => None,
        }
    }
}

impl Sources for Files {
    fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        match &self.places[index] {
            Place::Path(path) => read(path, self.inputs[index].named, LARGEST),
            Place::Held(bytes) => Ok(bytes.clone()),
            Place::Missing(why) => Err(ReadError(why.clone())),
        }
    }

    fn read_beside(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let path = Path::new(path);
        let metadata = path
            .symlink_metadata()
            .map_err(|error| ReadError(plain(&error)))?;
        // A file of a pull request must not lead to one that is none of its business.
        if !metadata.is_file() {
            return Err(ReadError("it is not a regular file".to_owned()));
        }
        read(path, false, LARGEST_BESIDE)
    }
}

fn walk(folder: &Path, here: &Path, found: &mut BTreeMap<String, (bool, Place)>) {
    let mut builder = WalkBuilder::new(folder);
    builder.require_git(false);
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // A folder that cannot be listed may hold anything, so it must be said.
                let path =
                    path_of(&error).map_or_else(|| display(folder, here), |p| display(p, here));
                let why = error.io_error().map_or_else(|| error.to_string(), plain);
                found.entry(path).or_insert((true, Place::Missing(why)));
                continue;
            }
        };
        // The walk knows the type already; only a link has to be followed.
        let is_file = entry
            .file_type()
            .is_some_and(|t| t.is_file() || (t.is_symlink() && !entry.path().is_dir()));
        let may_be_read = entry
            .path()
            .extension()
            .is_some_and(|e| ENDINGS.iter().any(|ending| e.eq_ignore_ascii_case(ending)));
        if is_file && may_be_read {
            let path = entry.into_path();
            found
                .entry(display(&path, here))
                .or_insert((false, Place::Path(path)));
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// The bytes of a file, at most so many.
pub(super) fn read(path: &Path, named: bool, largest: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |e: std::io::Error| ReadError(plain(&e));
    // A pipe without a writer would hang the run; the shell's own `<(…)` has one. The walk only gives files.
    let pipes = path.starts_with("/dev/fd") || path.starts_with("/proc");
    if named && !pipes {
        let metadata = path.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(ReadError("it is a folder".to_owned()));
        }
        if !metadata.is_file() {
            return Err(ReadError("it is not a regular file".to_owned()));
        }
    }
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let mut bytes = Vec::with_capacity(metadata.len().min(largest) as usize + 1);
    file.take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > largest {
        return Err(too_large(largest));
    }
    Ok(bytes)
}

fn too_large(largest: u64) -> ReadError {
    ReadError(format!("it is larger than {} MiB", largest >> 20))
}

/// The system's words without its error number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text.to_lowercase(),
    }
}

/// A path as reports show it: relative to the working directory where it lies below it, with `/`.
pub(super) fn display(path: &Path, here: &Path) -> String {
    let path = path.strip_prefix(here).unwrap_or(path);
    let text = path.to_string_lossy().replace('\\', "/");
    let mut text = text.as_str();
    while let Some(rest) = text.strip_prefix("./") {
        text = rest.trim_start_matches('/');
    }
    text.to_owned()
}

/// A path from the root of the file system on, without `.` and `..`.
pub(super) fn absolute(path: &Path, here: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// An absolute path as seen from a folder, with `/`.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let shared = folder
        .ancestors()
        .find(|above| path.starts_with(above))
        .unwrap_or(folder);
    let up = folder.strip_prefix(shared);
    let up = up.map_or(0, |rest| rest.components().count());
    let down = path.strip_prefix(shared).unwrap_or(path);
    display(&Path::new(&"../".repeat(up)).join(down), folder)
}
