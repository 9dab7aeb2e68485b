//! `kafka-lint check`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::args::{CheckArgs, JudgeArgs, ReportArgs, SelectArgs};
use super::changed::Since;
use super::files::Files;
use super::{Failure, baseline, configs, settings, terminal, to_stdout, write};
use crate::diagnostic::{Descriptor, Report, Status};
use crate::dialect;
use crate::pipeline;
use crate::project::{
    AllTerms, BY_FLAG, Config, Date, FixMode, Layer, Platform, Profile, ProfileName, Project,
    Selection, Terms, VersionRange, VersionSpec,
};
use crate::report::{self, Format, Options, Style};
use crate::rule;
use crate::source::{InputKind, SourceFile, SourceId, Sources};
use crate::triage::{self, Exit};

pub(super) fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.show_settings {
        return settings::show(path, args);
    }
    let outputs = outputs(&args.report.output)?;
    check_usage(args)?;
    let since = args.changed_since.as_deref().map(Since::find).transpose()?;
    let mut files = Files::find(&args.paths)?;
    let configs = configs::find(
        &mut files,
        &args.paths,
        &args.run.config,
        args.run.judge.platform,
    )?;
    let outputs = all_outputs(outputs, &configs)?;
    let selection = selection(&args.run.select)?;
    let range = range(args, platform_of_versions(&args.run.judge, &configs))?;
    let mut project = match &range {
        Some(range) => judged_by(&args.run.judge, configs, Some(range.to.clone()))?,
        None => judged(&args.run.judge, configs)?,
    };
    report_by(
        &mut project,
        &args.report,
        &args.run.select,
        selection,
        &outputs,
    );
    baseline::find(args.report.baseline.as_deref(), &mut project)?;
    let style = terminal::stdout_style(args.report.color);
    let mode = match args.unsafe_fixes {
        true => FixMode::Unsafe,
        false => FixMode::Safe,
    };
    let mut unwritten = false;
    let what = format!("checking {}", counted(files.len(), "file", "files"));
    let wanted = !args.report.quiet;
    let report = if args.fix {
        let fix = || pipeline::fix(&files, &project, mode);
        let fixed = terminal::working(wanted, &what, fix).map_err(incomplete)?;
        unwritten = apply(&files, &fixed, args.report.quiet);
        fixed.report
    } else {
        let mut report = terminal::working(wanted, &what, || match &range {
            Some(range) => pipeline::lint_range(&files, &project, range),
            None => pipeline::lint(&files, &project),
        });
        if let Some(since) = &since {
            since.keep_new(&mut report, args, &project)?;
        }
        let mut formats = outputs.iter().map(|(format, _)| *format);
        let shown = args.report.format.shows_fixes() || formats.any(Format::shows_fixes);
        // What mends a file for one version may break it for another.
        if args.with_fixes || (shown && range.is_none()) {
            pipeline::attach(&mut report, &project, mode);
        }
        report
    };
    if args.diff {
        show_diff(&files, &project, mode, style)?;
    } else {
        let options = options(&args.report, args.with_fixes, style);
        to_stdout(|out| report::write(&report, args.report.format, &options, out))?;
    }
    unwritten |= write_outputs(&report, outputs, &args.report, args.with_fixes);
    tell_timing(&args.report);
    let exit = exit(&args.report, &project, &report, unwritten);
    // The process ends here; giving back what a large run holds would only take time.
    std::mem::forget(report);
    Ok(exit)
}

/// Tells the project what is to be shown, and what counts.
pub(super) fn report_by(
    project: &mut Project,
    args: &ReportArgs,
    select: &SelectArgs,
    selection: Selection,
    outputs: &[(Format, String)],
) {
    if args.timing {
        rule::timing::start();
    }
    project.threads = args.threads;
    project.no_suppress = args.no_suppress;
    project.today = args.today.or_else(today);
    project.given.selection = selection;
    project.given.min_confidence = select.min_confidence;
    project.given.fail_on = args.fail_on;
    let mut formats = outputs.iter().map(|(format, _)| *format);
    project.keep_passed = args.format.shows_passed() || formats.any(Format::shows_passed);
}

/// The outputs of the command line, and those of the kafka-lint.toml that governs the working directory.
pub(super) fn all_outputs(
    mut given: Vec<(Format, String)>,
    configs: &[Config],
) -> Result<Vec<(Format, String)>, Failure> {
    for config in configs.iter().filter(|config| config.is_here) {
        let folder = Path::new(&config.path).parent().unwrap_or(Path::new(""));
        let words: Vec<String> = config.outputs.iter().map(|(o, _)| o.clone()).collect();
        let named = outputs(&words).map_err(|failure| Failure {
            message: failure
                .message
                .replacen("--output", &format!("{}: output", config.path), 1),
            ..failure
        })?;
        for (format, path) in named {
            given.push((format, folder.join(path).to_string_lossy().into_owned()));
        }
    }
    Ok(given)
}

/// Writes the reports that go to files; says whether one could not be written.
pub(super) fn write_outputs(
    report: &Report,
    outputs: Vec<(Format, String)>,
    args: &ReportArgs,
    with_fixes: bool,
) -> bool {
    let mut unwritten = false;
    for (format, path) in outputs {
        let options = options(args, with_fixes, Style::default());
        let written = File::create(&path)
            .and_then(|mut file| report::write(report, format, &options, &mut file));
        if let Err(error) = written {
            say(&format!("cannot write {path}: {error}"));
            unwritten = true;
        }
    }
    unwritten
}

/// Today in UTC, so that a run comes to the same everywhere.
pub(super) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Date::of_unix_time(since.as_secs()))
}

pub(super) fn options(args: &ReportArgs, with_fixes: bool, style: Style) -> Options {
    Options {
        style,
        verbose: args.verbose,
        group_by: args.group_by,
        statistics: args.statistics,
        fixes_wanted: with_fixes,
        command: command_line(),
        ..Options::default()
    }
}

/// This run's command line, to which a reader can add ` --fix`.
fn command_line() -> String {
    // What a reader adds replaces these.
    const LEFT_OUT: [&str; 9] = [
        "--fix",
        "--diff",
        "--unsafe",
        "--with-fixes",
        "--verbose",
        "-v",
        "--quiet",
        "--statistics",
        "--timing",
    ];
    let kept = std::env::args()
        .skip(1)
        .filter(|arg| !LEFT_OUT.contains(&arg.as_str()));
    let quoted = kept.map(|arg| {
        let plain = arg
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./=,:+@".contains(c));
        if plain && !arg.is_empty() {
            arg
        } else {
            format!("'{}'", arg.replace('\'', r"'\''"))
        }
    });
    std::iter::once("kafka-lint".to_owned())
        .chain(quoted)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The versions that an upgrade crosses, where the run is about one.
fn range(args: &CheckArgs, platform: Platform) -> Result<Option<VersionRange>, Failure> {
    let text = args.run.judge.kafka_version.as_deref().unwrap_or_default();
    if !text.contains("..") {
        return Ok(None);
    }
    if args.changed_since.is_some() {
        return Err(Failure::usage(
            "--changed-since compares what one version says; give --kafka-version one",
        ));
    }
    if args.fix || args.diff || args.with_fixes {
        return Err(Failure::usage(
            "fixes are for one version; give --kafka-version the one to write for",
        ));
    }
    VersionRange::parse(text, platform)
        .map(Some)
        .map_err(Failure::usage)
}

fn check_usage(args: &CheckArgs) -> Result<(), Failure> {
    if args.unsafe_fixes && !(args.fix || args.diff || args.with_fixes) {
        return Err(Failure::usage(
            "--unsafe goes with --fix, --diff or --with-fixes",
        ));
    }
    if args.fix && args.paths.iter().any(|p| p.as_os_str() == "-") {
        return Err(Failure::usage(
            "--fix cannot write to standard input; --diff shows the changes",
        ));
    }
    Ok(())
}

/// A project with what decides how files are read and judged.
pub(super) fn judged(args: &JudgeArgs, configs: Vec<Config>) -> Result<Project, Failure> {
    let platform = platform_of_versions(args, &configs);
    let kafka_version = args
        .kafka_version
        .as_deref()
        .map(|text| VersionSpec::parse_on(text, platform, BY_FLAG))
        .transpose()
        .map_err(Failure::usage)?;
    judged_by(args, configs, kafka_version)
}

/// Refuses a profile that nobody has described.
fn check_profile(profile: &ProfileName, configs: &[Config]) -> Result<(), Failure> {
    let ProfileName::Own(name) = profile else {
        return Ok(());
    };
    if configs
        .iter()
        .any(|config| config.profile(profile).is_some())
    {
        return Ok(());
    }
    let own = || configs.iter().flat_map(|config| &config.profiles);
    let known = Profile::ALL.iter().map(|p| p.name());
    let names: Vec<&str> = known.chain(own().map(|p| p.name.as_str())).collect();
    Err(Failure::usage(format!(
        "--profile {name}: there are {}",
        names.join(", ")
    )))
}

fn judged_by(
    args: &JudgeArgs,
    configs: Vec<Config>,
    kafka_version: Option<VersionSpec>,
) -> Result<Project, Failure> {
    let profile = args.profile.as_deref().map(ProfileName::of);
    if let Some(profile) = &profile {
        check_profile(profile, &configs)?;
    }
    Ok(Project {
        given: Layer {
            kafka_version,
            platform: args.platform,
            profile,
            ..Layer::default()
        },
        configs,
        read_as: args.read_as,
        one_cluster: args.one_cluster,
        ..Project::default()
    })
}

/// The platform in whose words the command line gives a version: its own, or the one of all configurations.
fn platform_of_versions(args: &JudgeArgs, configs: &[Config]) -> Platform {
    let mut configured = configs.iter().map(|config| config.top.platform);
    let first = configured.next().flatten();
    let agreed = first.filter(|_| configured.all(|other| other == first));
    args.platform.or(agreed).unwrap_or_default()
}

/// The rules that a person selects.
pub(super) fn selection(args: &SelectArgs) -> Result<Selection, Failure> {
    let selection = Selection {
        select: args.select.clone(),
        extend_select: args.extend_select.clone(),
        ignore: args.ignore.clone(),
    };
    selection
        .check(&rule::descriptors())
        .map_err(Failure::usage)?;
    Ok(selection)
}

pub(super) fn outputs(given: &[String]) -> Result<Vec<(Format, String)>, Failure> {
    given
        .iter()
        .map(|output| {
            let (format, path) = output
                .split_once('=')
                .filter(|(_, path)| !path.is_empty())
                .ok_or_else(|| Failure::usage(format!("--output {output}: write FORMAT=PATH")))?;
            let known = Format::from_name(format).ok_or_else(|| {
                let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
                Failure::usage(format!(
                    "--output {output}: the formats are {}",
                    names.join(", ")
                ))
            })?;
            Ok((known, path.to_owned()))
        })
        .collect()
}

/// Says which rules took the most time.
pub(super) fn tell_timing(args: &ReportArgs) {
    /// So many rules are named.
    const SLOWEST: usize = 15;
    if !args.timing {
        return;
    }
    let spent = rule::timing::spent();
    let all: Duration = spent.iter().map(|(_, took, _)| *took).sum();
    let millis = |took: Duration| took.as_secs_f64() * 1e3;
    let mut lines = format!("rules took {:.1} ms over all threads", millis(all));
    for (rule, took, runs) in spent.iter().take(SLOWEST) {
        let Descriptor { code, slug, .. } = rule.descriptor;
        // Writing to a string does not fail.
        let _ = write!(
            lines,
            "\n{:>9.2} ms {runs:>8} runs  {code} {slug}",
            millis(*took)
        );
    }
    say(&lines);
}

/// Writes the fixed files; says whether one could not be written.
fn apply(files: &Files, fixed: &pipeline::Fixed, quiet: bool) -> bool {
    let mut failed = false;
    let mut written = 0;
    for (index, bytes) in &fixed.files {
        let name = &files.inputs()[*index].path;
        let result = match (files.path(*index), files.read(*index)) {
            (Some(path), Ok(read)) => write::replace(path, &read, bytes),
            _ => Err("it is no file".to_owned()),
        };
        match result {
            Ok(()) => written += 1,
            Err(why) => {
                say(&format!("{name} is not fixed: {why}"));
                failed = true;
            }
        }
    }
    if !quiet && !failed {
        say(&format!(
            "applied {} in {}",
            counted(fixed.applied, "fix", "fixes"),
            counted(written, "file", "files")
        ));
    }
    failed
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn show_diff(files: &Files, project: &Project, mode: FixMode, style: Style) -> Result<(), Failure> {
    let fixed = pipeline::fix(files, project, mode).map_err(incomplete)?;
    to_stdout(|out| {
        for (index, bytes) in &fixed.files {
            let Ok(old) = files.read(*index) else {
                continue;
            };
            let path = &files.inputs()[*index].path;
            let old = with_secrets_hidden(path, old, project);
            let new = with_secrets_hidden(path, bytes.clone(), project);
            report::diff::write(&old, &new, style.color, out)?;
        }
        Ok(())
    })?;
    say(&format!(
        "{} would be applied in {}",
        counted(fixed.applied, "fix", "fixes"),
        counted(fixed.files.len(), "file", "files")
    ));
    Ok(())
}

/// A source whose secrets are registered, as reading it does.
fn with_secrets_hidden(path: &str, bytes: Vec<u8>, project: &Project) -> SourceFile {
    let mut source = SourceFile::new(path, bytes);
    dialect::read(&mut source, SourceId(0), true, project.read_as);
    source
}

pub(super) fn exit(args: &ReportArgs, project: &Project, report: &Report, unwritten: bool) -> Exit {
    let terms = project.terms(report.inputs.iter().map(|i| &i.input));
    let fails = report.diagnostics.iter().any(|d| {
        let terms = match (d.place, &d.live) {
            (Some(place), _) => terms.of(place.source.0 as usize),
            (None, Some(live)) => of_cluster(&live.cluster, report, &terms),
            (None, None) => terms.of_the_run(),
        };
        triage::fails(d, report.descriptor(d.rule), terms)
    });
    let is = |status: &[Status]| report.inputs.iter().any(|i| status.contains(&i.status));
    let faulty = is(&[Status::Unreadable, Status::Unparsable, Status::Failed]);
    let empty = !faulty && !is(&[Status::Linted]);
    let complete = report.summary.complete || (empty && args.allow_empty);
    Exit::of(fails, (complete || args.allow_incomplete) && !unwritten)
}

/// What holds for a running cluster: a finding about it has no place in a file.
fn of_cluster<'t>(name: &str, report: &Report, terms: &'t AllTerms<'t>) -> &'t Terms<'t> {
    let inputs = report.inputs.iter().enumerate();
    let clusters = inputs.filter(|(_, i)| i.input.kind == InputKind::Cluster);
    let all: Vec<&Terms<'_>> = clusters.map(|(index, _)| terms.of(index)).collect();
    let is_named = |terms: &&&Terms<'_>| {
        let section = terms
            .cluster
            .map(|(config, section)| &config.clusters[section]);
        section.is_some_and(|section| section.name == name)
    };
    let found = all.iter().find(is_named).or(all.first());
    found.copied().unwrap_or(terms.of_the_run())
}

fn incomplete(message: String) -> Failure {
    Failure {
        exit: Exit::Incomplete,
        message,
    }
}

pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "kafka-lint: {text}");
}
