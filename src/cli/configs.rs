//! Finding and reading kafka-lint.toml.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::ConfigArgs;
use super::files::{self, Files};
use super::terminal;
use crate::dialect;
use crate::project::Platform;
use crate::project::ReadAs;
use crate::project::config::{Config, FILE_NAME, Known, KnownParam};
use crate::report;
use crate::rule;
use crate::source::{Governed, SourceFile, SourceId};
use crate::triage::Exit;

/// A larger file is no configuration of the tool's.
const LARGEST: u64 = 1 << 20;

/// What the folders above an input say.
#[derive(Clone, Default)]
struct Home {
    /// The nearest kafka-lint.toml.
    config: Option<PathBuf>,
    /// The folder of the outermost one. Fingerprints are relative to it: those of one repository with several
    /// configurations must not meet.
    outermost: Option<PathBuf>,
    /// The root of the repository.
    repository: Option<PathBuf>,
}

/// Looks for the configurations of all inputs, tells each input its own, and names the inputs for fingerprints.
///
/// From the folder of an input upwards to the root of its repository the nearest kafka-lint.toml counts.
///
/// # Errors
/// When one cannot be read or is broken; all of them are told.
pub(super) fn find(
    files: &mut Files,
    paths: &[PathBuf],
    args: &ConfigArgs,
    platform: Option<Platform>,
) -> Result<Vec<Config>, Failure> {
    let here = std::env::current_dir().unwrap_or_default();
    let mut finder = Finder {
        here: &here,
        platform,
        homes: BTreeMap::new(),
        read: BTreeMap::new(),
        configs: Vec::new(),
        broken: Vec::new(),
        search: !args.no_config,
    };
    let given = args.config.as_ref().map(|path| {
        let (given, path) = (path, files::absolute(path, &here));
        // Read by the name that was given: `link/../x` is elsewhere than it looks.
        let index = finder.parse(given, files::display(given, &here));
        finder.read.insert(path.clone(), index);
        Home {
            outermost: path.parent().map(Path::to_owned),
            config: Some(path),
            repository: None,
        }
    });
    // A broken configuration is told even where there is nothing to lint.
    let folders = paths.iter().filter(|path| path.is_dir());
    let folders: Vec<PathBuf> = folders.map(|path| files::absolute(path, &here)).collect();
    for folder in folders.iter().filter(|_| given.is_none()) {
        let home = finder.home(folder);
        home.config.map(|config| finder.index(&config));
    }
    for index in 0..files.len() {
        let path = files.path(index).map(|path| files::absolute(path, &here));
        let folder = path.as_ref().map_or(Some(here.as_path()), |p| p.parent());
        let home = match &given {
            Some(home) => home.clone(),
            None => finder.home(folder.unwrap_or(&here)),
        };
        let root = home.outermost.or(home.repository);
        let root = root.as_deref().unwrap_or(&here);
        let input = files.input(index);
        if let Some(path) = &path {
            input.identity = files::relative(path, root);
        }
        input.config = home.config.and_then(|config| {
            let index = finder.index(&config)?;
            finder.configs[index].identity = files::relative(&config, root);
            Some(Governed {
                index,
                path: match &path {
                    Some(path) => files::relative(path, config.parent()?),
                    None => input.path.clone(),
                },
                cluster: None,
            })
        });
    }
    for (path, index) in &finder.read {
        if let Some(index) = index {
            finder.configs[*index].is_whole = folders
                .iter()
                .any(|folder| path.parent().is_some_and(|own| own.starts_with(folder)));
        }
    }
    match finder.broken.is_empty() {
        true => Ok(finder.configs),
        false => Err(Failure {
            exit: Exit::Usage,
            message: finder.broken.join("\n").trim_end().to_owned(),
        }),
    }
}

struct Finder<'h> {
    here: &'h Path,
    platform: Option<Platform>,
    homes: BTreeMap<PathBuf, Home>,
    /// The index of each file that was read, where it is sound.
    read: BTreeMap<PathBuf, Option<usize>>,
    configs: Vec<Config>,
    /// What is wrong with those that are broken.
    broken: Vec<String>,
    search: bool,
}

impl Finder<'_> {
    fn home(&mut self, folder: &Path) -> Home {
        if let Some(home) = self.homes.get(folder) {
            return home.clone();
        }
        let path = folder.join(FILE_NAME);
        // A link that leads nowhere is there, and broken.
        let is_there = self.search && path.symlink_metadata().is_ok_and(|m| !m.is_dir());
        let mut home = match folder.parent() {
            _ if folder.join(".git").exists() => Home {
                repository: Some(folder.to_owned()),
                ..Home::default()
            },
            Some(above) => self.home(above),
            None => Home::default(),
        };
        if is_there {
            home.outermost.get_or_insert_with(|| folder.to_owned());
            home.config = Some(path);
        }
        self.homes.insert(folder.to_owned(), home.clone());
        home
    }

    /// The index of a configuration, which is read when it is first asked for.
    fn index(&mut self, path: &Path) -> Option<usize> {
        if let Some(index) = self.read.get(path) {
            return *index;
        }
        let index = self.parse(path, files::relative(path, self.here));
        self.read.insert(path.to_owned(), index);
        index
    }

    fn parse(&mut self, path: &Path, name: String) -> Option<usize> {
        let bytes = match files::read(path, true, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.broken.push(format!("{name} cannot be read: {error}"));
                return None;
            }
        };
        let mut source = SourceFile::new(name, bytes);
        let rules = rule::descriptors();
        let params: Vec<KnownParam> = rule::RULES
            .iter()
            .flat_map(|rule| rule.params.iter().map(|p| (rule.descriptor.code, p)))
            .map(|(code, param)| KnownParam {
                code,
                name: param.name,
                unit: param.unit,
            })
            .collect();
        let known = Known {
            rules: &rules,
            params: &params,
            platform: self.platform,
        };
        match Config::parse(&source, known) {
            Ok(config) => {
                self.configs.push(config);
                Some(self.configs.len() - 1)
            }
            Err(problems) => {
                // Whoever gives a file of Kafka's by mistake must not find its secrets in a build log.
                dialect::read(&mut source, SourceId(0), true, Some(ReadAs::Client));
                let mut text = Vec::new();
                let style = terminal::stderr_style();
                // Writing to memory does not fail.
                let _ = report::problem::write(&source, &problems, style, &mut text);
                self.broken.push(format!(
                    "{} is broken\n\n{}",
                    source.path(),
                    String::from_utf8_lossy(&text)
                ));
                None
            }
        }
    }
}
