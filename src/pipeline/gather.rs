//! Reading all inputs, and the files that they point to.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::{File, read, suppressing, work};
use crate::diagnostic::Status;
use crate::dialect::{self, Around, Folder, Neighbour, Want};
use crate::project::Project;
use crate::source::{Input, InputKind, Place, SourceFile, SourceId, Sources};
use crate::triage::suppress;

/// A file whose neighbours point to others, and these to others again, is read so often at most.
const ROUNDS: usize = 8;

/// All that was read: files by source, and their inputs. Files that are no inputs of the run come last.
pub(super) struct Gathered<'s> {
    pub(super) files: Vec<File>,
    pub(super) inputs: Cow<'s, [Input]>,
}

/// Reads every input; then again those that ask for files around them, with these at hand.
pub(super) fn gather<'s>(sources: &'s dyn Sources, project: &Project) -> Gathered<'s> {
    let count = sources.inputs().len();
    let files = work::over(count, project.threads, |index| {
        read(sources, index, project, &mut Around::default())
    });
    let mut gathered = Gathered {
        files,
        inputs: Cow::Borrowed(sources.inputs()),
    };
    let asking: Vec<usize> = (0..count)
        .filter(|index| !gathered.files[*index].wants.is_empty())
        .collect();
    if !asking.is_empty() {
        let mut finder = Finder::new(sources);
        for index in asking {
            finder.satisfy(index, &mut gathered, project);
        }
        for file in finder.found.values().flatten() {
            let file = &mut gathered.files[file.id.0 as usize];
            if let (Some(source), true) = (&mut file.source, file.entities.is_empty())
                && !project.no_suppress
            {
                file.comments = dialect::comments(source, None, None, suppress::WORD);
            }
        }
        // At last: a file that is read again knows nothing of what was hidden in it before.
        for place in finder.hidden {
            if let Some(source) = &mut gathered.files[place.source.0 as usize].source {
                source.hide(place.span);
            }
        }
    }
    // Where nothing is recognised, nothing is suppressed either.
    if !project.no_suppress && gathered.files.iter().any(|f| f.status == Status::Linted) {
        for (input, file) in suppressing::sources(project) {
            gathered.inputs.to_mut().push(input);
            gathered.files.push(file);
        }
    }
    gathered
}

/// Finds what files ask for; each file and each folder once.
struct Finder<'s> {
    sources: &'s dyn Sources,
    by_path: HashMap<&'s str, usize>,
    by_folder: HashMap<&'s str, Vec<usize>>,
    found: HashMap<String, Option<Neighbour>>,
    folders: HashMap<(String, &'static str), Arc<Folder>>,
    /// Places in other files than the one that says so, which nobody may see.
    hidden: Vec<Place>,
}

impl<'s> Finder<'s> {
    fn new(sources: &'s dyn Sources) -> Self {
        let mut by_path = HashMap::new();
        let mut by_folder: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, input) in sources.inputs().iter().enumerate() {
            by_path.insert(input.path.as_str(), index);
            by_folder
                .entry(folder_of(&input.path))
                .or_default()
                .push(index);
        }
        Finder {
            sources,
            by_path,
            by_folder,
            found: HashMap::new(),
            folders: HashMap::new(),
            hidden: Vec::new(),
        }
    }

    fn satisfy(&mut self, index: usize, gathered: &mut Gathered<'_>, project: &Project) {
        let mut around = Around::default();
        for _ in 0..ROUNDS {
            let wants = std::mem::take(&mut gathered.files[index].wants);
            let mut more = false;
            for want in wants {
                match want {
                    Want::File(path) => {
                        let known = around.files.iter().any(|file| *file.path == *path);
                        if let Some(file) = self.file(&path, index, gathered).filter(|_| !known) {
                            around.files.push(file);
                            more = true;
                        }
                    }
                    Want::Beside(ending) if around.folder.is_none() => {
                        let path = self.sources.inputs()[index].path.clone();
                        around.folder = Some(self.folder(&path, ending));
                        more = true;
                    }
                    Want::Beside(_) => {}
                }
            }
            if !more {
                break;
            }
            around.wants.clear();
            around.hidden.clear();
            gathered.files[index] = read(self.sources, index, project, &mut around);
        }
        if gathered.files[index].status == Status::Linted {
            let inputs = self.sources.inputs().len();
            let found = around.files.iter().map(|file| file.id.0 as usize);
            for found in found.filter(|found| *found >= inputs) {
                gathered.files[found].status = Status::Linted;
            }
        }
        self.hidden.append(&mut around.hidden);
    }

    /// A file by its path, which is a source from here on. `asker` is the input that asks for it first.
    fn file(&mut self, path: &str, asker: usize, gathered: &mut Gathered<'_>) -> Option<Neighbour> {
        if let Some(known) = self.found.get(path) {
            return known.clone();
        }
        let input = self.by_path.get(path).copied();
        let bytes = match input {
            Some(index) => self.sources.read(index),
            None => self.sources.read_beside(path),
        };
        let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let found = text.map(|text| {
            let index = input.unwrap_or(gathered.files.len());
            if input.is_none() {
                let asker = &self.sources.inputs()[asker];
                let root = asker.identity.strip_suffix(&*asker.path).unwrap_or("");
                gathered.inputs.to_mut().push(Input {
                    path: path.to_owned(),
                    identity: format!("{root}{path}"),
                    kind: InputKind::File,
                    named: false,
                    // What holds for the file that points to it holds for it.
                    config: asker.config.clone(),
                });
                // What comes of the one that asks says whether it was any use.
                gathered
                    .files
                    .push(File::without_entities(None, Status::NotKafka));
            }
            // A setting may lie there, whatever the file is by itself.
            let source = &mut gathered.files[index].source;
            source.get_or_insert_with(|| SourceFile::new(path, text.clone().into_bytes()));
            Neighbour {
                path: path.into(),
                id: SourceId(index as u32),
                text: text.into(),
                linted: input.is_some(),
            }
        });
        self.found.insert(path.to_owned(), found.clone());
        found
    }

    /// The inputs with an ending in the folder of a file.
    fn folder(&mut self, path: &str, ending: &'static str) -> Arc<Folder> {
        let folder = folder_of(path).to_owned();
        if let Some(known) = self.folders.get(&(folder.clone(), ending)) {
            return Arc::clone(known);
        }
        let inputs = self.sources.inputs();
        let members = self.by_folder.get(folder.as_str());
        let files = members
            .into_iter()
            .flatten()
            .map(|index| (*index, &inputs[*index]))
            .filter(|(_, input)| {
                let end = input.path.rsplit_once('.').map(|(_, end)| end);
                end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
            })
            .filter_map(|(index, input)| {
                let text = String::from_utf8(self.sources.read(index).ok()?).ok()?;
                Some(Neighbour {
                    path: input.path.as_str().into(),
                    id: SourceId(index as u32),
                    text: text.into(),
                    linted: true,
                })
            })
            .collect();
        let found = Arc::new(Folder::new(files));
        self.folders.insert((folder, ending), Arc::clone(&found));
        found
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
