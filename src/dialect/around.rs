//! The files around the one that is read. A dialect opens nothing: it asks, and is read again once the files
//! are there.

use std::sync::{Arc, OnceLock};

use super::terraform::Module;
use crate::source::{Place, SourceId};

/// A file that another one points to.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The display path.
    pub path: Arc<str>,
    /// Its place among the sources.
    pub id: SourceId,
    /// What it holds.
    pub text: Arc<str>,
    /// Whether it is linted by itself as well.
    pub linted: bool,
}

/// The files of one folder that have one ending.
#[derive(Debug, Default)]
pub struct Folder {
    /// The files.
    pub files: Vec<Neighbour>,
    /// What they define together, worked out once for all files that ask.
    pub(super) module: OnceLock<Module>,
}

impl Folder {
    /// A folder with these files.
    pub fn new(files: Vec<Neighbour>) -> Self {
        Folder {
            files,
            module: OnceLock::new(),
        }
    }
}

/// Something that a file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// A file by its path, as display paths are.
    File(String),
    /// All files of the file's own folder that have this ending and that are linted as well.
    Beside(&'static str),
}

/// What a dialect knows of the files around.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The files that were asked for before and are there.
    pub files: Vec<Neighbour>,
    /// The folder that was asked for before.
    pub folder: Option<Arc<Folder>>,
    /// What was asked for and was not there.
    pub wants: Vec<Want>,
    /// Places in other files that nobody may see.
    pub hidden: Vec<Place>,
}

impl Around {
    /// A file that `path` points to by `reference`; asked for where it is not there yet.
    pub(super) fn file(&mut self, path: &str, reference: &str) -> Option<Neighbour> {
        let wanted = join(path, reference)?;
        if let Some(found) = self.files.iter().find(|file| *file.path == *wanted) {
            return Some(found.clone());
        }
        self.want(Want::File(wanted));
        None
    }

    /// Asks for the files beside the one that is read, where they are not there yet.
    pub(super) fn ask_beside(&mut self, ending: &'static str) {
        if self.folder.is_none() {
            self.want(Want::Beside(ending));
        }
    }

    fn want(&mut self, want: Want) {
        if !self.wants.contains(&want) {
            self.wants.push(want);
        }
    }
}

/// The path that a reference in a file means; nothing for one that is absolute or filled in elsewhere.
fn join(path: &str, reference: &str) -> Option<String> {
    let foreign = reference.is_empty()
        || reference.starts_with(['/', '~'])
        || reference.contains(['$', '\\', ':', '\0']);
    if foreign {
        return None;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(reference.split('/')) {
        match part {
            "." => {}
            "" if !parts.is_empty() || !folder.starts_with('/') => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_file() {
        for (path, reference, expected) in [
            ("compose.yaml", ".env", Some(".env")),
            ("a/compose.yaml", "./kafka.env", Some("a/kafka.env")),
            ("a/b/compose.yaml", "../common.yaml", Some("a/common.yaml")),
            ("../x/compose.yaml", "../y.env", Some("../y.env")),
            ("/srv/compose.yaml", "y.env", Some("/srv/y.env")),
            ("a/compose.yaml", "/etc/passwd", None),
            ("a/compose.yaml", "${ENV}.env", None),
        ] {
            assert_eq!(
                join(path, reference).as_deref(),
                expected,
                "{path} {reference}"
            );
        }
    }
}
