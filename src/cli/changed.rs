//! `check --changed-since`: what a branch adds. The files as they were where the branch began are judged as well, and
//! what was found there already is left out. So a finding is new if anything made it so: a line that was added or
//! changed, one that was taken out, or a topic that others still name.
//!
//! Git is asked only for what it stores. Nothing that a repository configures is run: no hook, no filter, no program
//! that shows differences.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use super::args::CheckArgs;
use super::files::{self, Files};
use super::{Failure, configs};
use crate::diagnostic::Report;
use crate::pipeline;
use crate::project::Project;
use crate::triage::suppress;

/// Where CI tells the branch that a change is for: GitHub, GitLab, Bitbucket, Azure Pipelines, Jenkins, Buildkite.
const BRANCHES: [&str; 6] = [
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
];

/// The word for the branch that CI tells.
pub(super) const AUTO: &str = "auto";

/// A repository, and the commit to compare with.
pub(super) struct Since {
    root: PathBuf,
    commit: String,
    /// As the user calls it.
    name: String,
}

impl Since {
    /// The commit where the branch began that the working directory's one is for.
    ///
    /// # Errors
    /// When there is no repository, no such commit, or it was not fetched; with what to do.
    pub(super) fn find(word: &str) -> Result<Self, Failure> {
        let root = git(Path::new("."), &["rev-parse", "--show-toplevel"]).map_err(|why| {
            Failure::usage(format!(
                "--changed-since: this is no repository of Git's: {why}"
            ))
        })?;
        let root = PathBuf::from(root);
        let name = match word {
            AUTO => BRANCHES
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
                .map(|name| name.trim_start_matches("refs/heads/").to_owned())
                .ok_or_else(|| {
                    Failure::usage(
                        "--changed-since auto: no variable of a CI says which branch the change is for; name it: --changed-since origin/main",
                    )
                })?,
            word => word.to_owned(),
        };
        let candidates = match word {
            AUTO => vec![format!("origin/{name}"), name.clone()],
            _ => vec![name.clone()],
        };
        let is_commit = |reference: &String| {
            // What begins so would be an option of Git's.
            if reference.starts_with('-') {
                return None;
            }
            let wanted = format!("{reference}^{{commit}}");
            git(&root, &["rev-parse", "--verify", "--quiet", &wanted]).ok()
        };
        let shallow = git(&root, &["rev-parse", "--is-shallow-repository"]);
        let fetch = match shallow.as_deref() {
            Ok("true") => {
                "\n  help: only the newest commits are here: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` for GitLab"
            }
            _ => "\n  help: `git fetch origin` brings the branches of others",
        };
        let Some(there) = candidates.iter().find_map(is_commit) else {
            return Err(Failure::usage(format!(
                "--changed-since: there is no commit {name}{fetch}"
            )));
        };
        let commit = git(&root, &["merge-base", &there, "HEAD"]).map_err(|_| {
            Failure::usage(format!(
                "--changed-since: {name} and HEAD have no commit in common here{fetch}"
            ))
        })?;
        Ok(Since { root, commit, name })
    }

    /// Leaves what is new in a report, and says how much is not.
    ///
    /// # Errors
    /// When the files as they were cannot be had.
    pub(super) fn keep_new(
        &self,
        report: &mut Report,
        args: &CheckArgs,
        project: &Project,
    ) -> Result<(), Failure> {
        let before = self.before(args, project)?;
        let known: HashSet<u128> = before.diagnostics.iter().map(|d| d.fingerprint).collect();
        let count = report.diagnostics.len();
        let is_own = |code: &str, prefix: &str| prefix == "LNT" && !suppress::CODES.contains(&code);
        let descriptors = std::mem::take(&mut report.descriptors);
        report.diagnostics.retain(|d| {
            let rule = &descriptors[d.rule.0 as usize];
            // What could not be judged is told whenever it was so.
            is_own(rule.code, rule.category.prefix) || !known.contains(&d.fingerprint)
        });
        report.descriptors = descriptors;
        crate::triage::count(&report.diagnostics, &mut report.summary);
        let hidden = count - report.diagnostics.len();
        if hidden > 0 {
            report.notes.push(format!(
                "{hidden} findings that were there at {} are not shown",
                self.name
            ));
        }
        Ok(())
    }

    /// The report on the files as they were.
    fn before(&self, args: &CheckArgs, project: &Project) -> Result<Report, Failure> {
        let failed = |error: std::io::Error| Failure::output(&error, "the files as they were");
        let folder = tempfile::tempdir().map_err(failed)?;
        self.write_files(folder.path())?;
        let here = std::env::current_dir().map_err(failed)?;
        let root = self.root.canonicalize().map_err(failed)?;
        let below = here.canonicalize().map_err(failed)?;
        let below = below
            .strip_prefix(&root)
            .unwrap_or(Path::new(""))
            .to_owned();
        let then = folder.path().join(&below);
        // Where a repository begins decides how files are named in fingerprints.
        fs::create_dir_all(folder.path().join(".git")).map_err(failed)?;
        fs::create_dir_all(&then).map_err(failed)?;
        std::env::set_current_dir(&then).map_err(failed)?;
        let report = lint(args, project, &root, &here);
        std::env::set_current_dir(&here).map_err(failed)?;
        report
    }

    /// Writes the files that may matter as the commit has them; those that were renamed since under their new names.
    fn write_files(&self, folder: &Path) -> Result<(), Failure> {
        let told = |why: String| Failure::usage(format!("--changed-since: {why}"));
        let tree =
            git_bytes(&self.root, &["ls-tree", "-r", "-z", &self.commit], &[]).map_err(told)?;
        let renamed = self.renamed()?;
        let mut wanted: Vec<(String, PathBuf)> = Vec::new();
        for entry in tree
            .split(|byte| *byte == 0)
            .filter(|entry| !entry.is_empty())
        {
            let entry = String::from_utf8_lossy(entry);
            let Some((about, path)) = entry.split_once('\t') else {
                continue;
            };
            let mut about = about.split(' ');
            // A link may lead anywhere.
            let (Some("100644" | "100755"), Some("blob"), Some(id)) =
                (about.next(), about.next(), about.next())
            else {
                continue;
            };
            let path = renamed
                .iter()
                .find(|(old, _)| *old == path)
                .map_or(path, |(_, new)| new);
            let path = PathBuf::from(path);
            if files::may_matter(&path) && is_inside(&path) {
                wanted.push((id.to_owned(), path));
            }
        }
        let ids: Vec<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
        let ids = ids.join("\n") + "\n";
        let all = git_bytes(&self.root, &["cat-file", "--batch"], ids.as_bytes()).map_err(told)?;
        let mut rest = all.as_slice();
        for (_, path) in wanted {
            let Some((bytes, after)) = blob(rest) else {
                break;
            };
            rest = after;
            let path = folder.join(path);
            let written = path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, bytes));
            written.map_err(|error| Failure::output(&error, "the files as they were"))?;
        }
        Ok(())
    }

    /// Old and new names of files that were renamed since.
    fn renamed(&self) -> Result<Vec<(String, String)>, Failure> {
        let arguments = [
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--name-status",
            "--find-renames",
            "--diff-filter=R",
            "-z",
            &self.commit,
            "--",
        ];
        let told = |why| Failure::usage(format!("--changed-since: {why}"));
        let all = git_bytes(&self.root, &arguments, &[]).map_err(told)?;
        let fields: Vec<String> = all
            .split(|byte| *byte == 0)
            .map(|field| String::from_utf8_lossy(field).into_owned())
            .collect();
        // The kind, the old name, the new one.
        let renamed = fields
            .chunks_exact(3)
            .map(|entry| (entry[1].clone(), entry[2].clone()));
        Ok(renamed.collect())
    }
}

/// The report on what the working directory holds, by the terms of the run.
fn lint(args: &CheckArgs, project: &Project, root: &Path, here: &Path) -> Result<Report, Failure> {
    let then = |path: &PathBuf| {
        let inside = path.strip_prefix(root).map(|below| {
            // From the working directory up to the root of the repository, and down again.
            let up = here
                .strip_prefix(root)
                .map_or(0, |below| below.components().count());
            Path::new(&"../".repeat(up)).join(below)
        });
        inside.unwrap_or_else(|_| path.clone())
    };
    let paths: Vec<PathBuf> = args
        .paths
        .iter()
        .map(then)
        .filter(|path| path.exists())
        .collect();
    let mut files = Files::find(&paths)?;
    let configs = configs::find_then(
        &mut files,
        &paths,
        &args.run.config,
        args.run.judge.platform,
    )?;
    let project = Project {
        configs,
        ..project.clone()
    };
    Ok(pipeline::lint(&files, &project))
}

/// One answer of `cat-file --batch`: a line with the length, the bytes, a line end.
fn blob(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', answer)?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let length: usize = head.rsplit(' ').next()?.parse().ok()?;
    let bytes = answer.get(end + 1..end + 1 + length)?;
    Some((bytes, answer.get(end + 2 + length..)?))
}

/// Whether a path that a commit names stays below the folder that it is written to.
fn is_inside(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_)))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let bytes = git_bytes(folder, arguments, &[])?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// What Git answers.
fn git_bytes(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, String> {
    const CALM: [&str; 8] = [
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.quotePath=false",
        "--no-pager",
        "--no-optional-locks",
    ];
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(CALM)
        .args(arguments)
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Git may answer before it has read everything.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("it failed");
    Err(said.trim_start_matches("fatal: ").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_apart() {
        let (first, rest) = blob(b"abc blob 3\nx\ny\ndef blob 0\n\n").unwrap();
        assert_eq!(first, b"x\ny");
        assert_eq!(blob(rest), Some((&b""[..], &b""[..])));
        assert_eq!(blob(b"abc missing\n"), None);
        assert_eq!(blob(b"abc blob 30\nx"), None);
    }

    #[test]
    fn paths_stay_inside() {
        assert!(is_inside(Path::new("a/b.tf")));
        for path in ["../a", "/etc/passwd", "a/../../b"] {
            assert!(!is_inside(Path::new(path)), "{path}");
        }
    }
}
