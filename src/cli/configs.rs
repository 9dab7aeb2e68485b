//! Finding and reading kafka-lint.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::ConfigArgs;
use super::files::{self, Files};
use super::terminal;
use crate::diagnostic::{Descriptor, Problems};
use crate::dialect;
use crate::project::Platform;
use crate::project::ReadAs;
use crate::project::config::{Config, FILE_NAME, Known, KnownParam};
use crate::report;
use crate::rule::{self, Rule};
use crate::source::{Governed, SourceFile, SourceId};
use crate::triage::Exit;

/// A larger file is no configuration of the tool's.
const LARGEST: u64 = 1 << 20;

/// A larger file is no rule.
const LARGEST_RULE: u64 = 256 << 10;
/// So many rules of one's own, and no more.
const MOST_RULES: usize = 1_000;

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
    look(files, paths, args, platform, false)
}

/// As [`find`], in an older state of a repository that was looked at before: rules of the user's own that have
/// changed since are those of now.
pub(super) fn find_then(
    files: &mut Files,
    paths: &[PathBuf],
    args: &ConfigArgs,
    platform: Option<Platform>,
) -> Result<Vec<Config>, Failure> {
    look(files, paths, args, platform, true)
}

/// The configuration of the working directory, for commands that lint nothing but speak of rules.
pub(super) fn of_here(args: &ConfigArgs) -> Result<Vec<Config>, Failure> {
    find(&mut Files::default(), &[PathBuf::from(".")], args, None)
}

fn look(
    files: &mut Files,
    paths: &[PathBuf],
    args: &ConfigArgs,
    platform: Option<Platform>,
    then: bool,
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
        then,
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
    let of_here = given.unwrap_or_else(|| finder.home(&here)).config;
    for (path, index) in &finder.read {
        if let Some(index) = index {
            finder.configs[*index].is_here = of_here.as_ref() == Some(path);
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
    /// Whether all this is an older state of the repository.
    then: bool,
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
        let own = self.own_rules(path, &source)?;
        let own = || own.iter().map(|rule| &**rule);
        let all: Vec<&Rule> = rule::RULES.iter().chain(own()).collect();
        let rules: Vec<Descriptor> = all.iter().map(|rule| rule.descriptor).collect();
        let params: Vec<KnownParam> = all
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
                self.refuse(&source, &problems);
                None
            }
        }
    }

    /// Tells what is wrong with a file.
    fn refuse(&mut self, source: &SourceFile, problems: &Problems) {
        let mut text = Vec::new();
        let style = terminal::stderr_style();
        // Writing to memory does not fail.
        let _ = report::problem::write(source, problems, style, &mut text);
        self.broken.push(format!(
            "{} is broken\n\n{}",
            source.path(),
            String::from_utf8_lossy(&text)
        ));
    }

    /// The rules of the user's own that a configuration names; nothing where one of them is broken.
    fn own_rules(&mut self, config: &Path, source: &SourceFile) -> Option<Vec<&'static Rule>> {
        let folder = files::absolute(config, self.here);
        let folder = folder.parent().unwrap_or(self.here);
        // What a pull request names must not show what lies elsewhere on the machine.
        let root = self.home(folder).repository;
        let root = root.as_deref().unwrap_or(folder).canonicalize();
        // An older state is a copy without the repository around it, and was looked at when it was new.
        let is_copy = self.then;
        let is_inside = |path: &Path| match (&root, path.canonicalize()) {
            (Ok(root), Ok(path)) => is_copy || path.starts_with(root),
            _ => false,
        };
        let mut found: BTreeSet<PathBuf> = BTreeSet::new();
        let mut problems = Problems::default();
        for (named, span) in Config::rule_paths(source).paths {
            match rule_files(&folder.join(&named)) {
                Ok(files) if !files.iter().all(|file| is_inside(file)) => {
                    problems.add(span, || {
                        let help = "keep rules below the root of the repository";
                        (
                            "this leads out of the repository".to_owned(),
                            Some(help.to_owned()),
                        )
                    })
                }
                Ok(files) if files.is_empty() => problems.add(span, || {
                    let help =
                        "a rule is a file that ends in .toml; `kafka-lint rules --new` writes one";
                    ("there is no rule".to_owned(), Some(help.to_owned()))
                }),
                Ok(files) => found.extend(files),
                Err(error) => problems.add(span, || {
                    let why = files::plain(&error);
                    (format!("this cannot be read: {why}"), None)
                }),
            }
            if found.len() > MOST_RULES {
                problems.add(span, || {
                    (format!("there are more than {MOST_RULES} rules"), None)
                });
                break;
            }
        }
        if !problems.is_empty() {
            self.refuse(source, &problems);
            return None;
        }
        let before = self.broken.len();
        let rules: Vec<&Rule> = found
            .iter()
            .filter_map(|path| self.own_rule(path))
            .collect();
        (self.broken.len() == before).then_some(rules)
    }

    fn own_rule(&mut self, path: &Path) -> Option<&'static Rule> {
        let name = files::relative(&files::absolute(path, self.here), self.here);
        let bytes = match files::read(path, true, LARGEST_RULE) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.broken.push(format!("{name} cannot be read: {error}"));
                return None;
            }
        };
        let source = SourceFile::new(name, bytes);
        match rule::read_own(&source) {
            Ok(rule) => match rule::add_own(source.path(), source.raw(), rule, self.then) {
                Ok(rule) => Some(rule),
                Err(why) => {
                    self.broken
                        .push(format!("{} cannot be used: {why}", source.path()));
                    None
                }
            },
            Err(problems) => {
                self.refuse(&source, &problems);
                None
            }
        }
    }
}

/// The rule files that a path names: itself, or all below it.
fn rule_files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.metadata()?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    // Links are not followed, so that the walk ends.
    let walk = ignore::WalkBuilder::new(path)
        .standard_filters(false)
        .hidden(true)
        .build();
    let mut found = Vec::new();
    for entry in walk {
        let path = entry.map_err(std::io::Error::other)?.into_path();
        let is_rule = path.extension().is_some_and(|ending| ending == "toml");
        if is_rule && path.is_file() && found.len() <= MOST_RULES {
            found.push(path);
        }
    }
    Ok(found)
}
