//! `kafka-lint check --show-settings`: what holds for a file, and who says so.

use std::fmt::Write as _;
use std::path::Path;

use super::args::CheckArgs;
use super::files::Files;
use super::{Failure, check, configs, to_stdout};
use crate::project::{Layer, Origin, ProfileName, Terms};
use crate::rule;
use crate::source::Sources;
use crate::triage::Exit;

/// A row: what, its value, and who says so.
type Row = (&'static str, String, String);

pub(super) fn show(path: &Path, args: &CheckArgs) -> Result<Exit, Failure> {
    let paths = [path.to_owned()];
    let mut files = Files::find(&paths)?;
    let configs = configs::find(
        &mut files,
        &paths,
        &args.run.config,
        args.run.judge.platform,
    )?;
    let outputs = check::all_outputs(check::outputs(&args.report.output)?, &configs)?;
    let selection = check::selection(&args.run.select)?;
    let mut project = check::judged(&args.run.judge, configs)?;
    project.given.selection = selection;
    project.given.min_confidence = args.run.select.min_confidence;
    project.given.fail_on = args.report.fail_on;
    let terms = project.terms(files.inputs().iter());
    let mut text = String::new();
    for (index, input) in files.inputs().iter().enumerate() {
        let terms = terms.of(index);
        // Writing to a string does not fail.
        let _ = match terms.config {
            Some(config) => writeln!(text, "{} is governed by {}", input.path, config.path),
            None => writeln!(text, "{} is governed by no kafka-lint.toml", input.path),
        };
        let mut rows = rows(terms);
        for (format, path) in &outputs {
            rows.push(("output", format!("{}={path}", format.name()), String::new()));
        }
        push(&mut text, &rows);
    }
    if files.inputs().is_empty() {
        return Err(Failure::usage(format!(
            "{} holds no file that is read",
            path.display()
        )));
    }
    to_stdout(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// The rows with their columns below each other.
fn push(text: &mut String, rows: &[Row]) {
    let width = |of: fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or_default().min(60);
    let (name, value) = (width(|r| r.0.len()), width(|r| r.1.chars().count()));
    for (what, said, who) in rows {
        let line = format!("  {what:<name$}  {said:<value$}  {who}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn rows(terms: &Terms<'_>) -> Vec<Row> {
    const DEFAULT: &str = "by default";
    let mut rows: Vec<Row> = Vec::new();
    let first = |word: fn(&Layer) -> Option<String>| {
        let found = terms
            .layers()
            .find_map(|(who, layer)| Some((word(layer)?, who)));
        found.map(|(value, who)| (value, told(who, terms)))
    };
    let or = |found: Option<(String, String)>, default: &str| {
        found.unwrap_or_else(|| (default.to_owned(), DEFAULT.to_owned()))
    };
    if let Some((config, section)) = terms.cluster {
        let name = config.clusters[section].name.clone();
        rows.push(("cluster", name, config.path.clone()));
    }
    let version = first(|layer| layer.kafka_version.as_ref().map(|v| v.text.clone()));
    let (version, who) = or(version, "as the files say");
    rows.push(("kafka-version", version, who));
    let platform = first(|layer| layer.platform.map(|p| p.name().to_owned()));
    let (platform, who) = or(platform, "as the files say");
    rows.push(("platform", platform, who));
    let profile = first(|layer| {
        layer.profile.as_ref().map(|profile| match profile {
            ProfileName::Known(profile) => profile.name().to_owned(),
            ProfileName::Own(name) => name.clone(),
        })
    });
    let (mut profile, who) = or(profile, "as the files say");
    if let Some(own) = terms.own_profile {
        let _ = write!(profile, " (extends {})", own.extends);
    }
    rows.push(("profile", profile, who));
    let confidence = first(|layer| layer.min_confidence.map(|c| c.name().to_owned()));
    let (confidence, who) = or(confidence, terms.min_confidence().name());
    rows.push(("min-confidence", confidence, who));
    let fail_on = first(|layer| layer.fail_on.map(|f| f.name().to_owned()));
    let (fail_on, who) = or(fail_on, "error");
    rows.push(("fail-on", fail_on, who));
    let rules = rule::descriptors();
    let on = rules.iter().filter(|rule| terms.selects(rule)).count();
    rows.push((
        "rules",
        format!("{on} of {} run", rules.len()),
        String::new(),
    ));
    for (who, layer) in terms.layers() {
        let selection = &layer.selection;
        for (what, words) in [
            ("select", &selection.select),
            ("extend-select", &selection.extend_select),
            ("ignore", &selection.ignore),
        ] {
            if !words.is_empty() {
                rows.push((what, words.join(", "), told(who, terms)));
            }
        }
        for (code, severity) in &layer.severity {
            rows.push(("severity", format!("{code} = {severity}"), told(who, terms)));
        }
        for ((code, name), value) in &layer.params {
            rows.push((
                "params",
                format!("{code}.{name} = {value}"),
                told(who, terms),
            ));
        }
    }
    if let Some(config) = terms.config {
        let own = config.own_rules.join(", ");
        let baseline = config.baseline.clone();
        for (what, value) in [
            ("rules.paths", Some(own).filter(|own| !own.is_empty())),
            ("baseline", baseline),
        ] {
            rows.extend(value.map(|value| (what, value, config.path.clone())));
        }
    }
    rows
}

/// Who that is.
fn told(who: Origin<'_>, terms: &Terms<'_>) -> String {
    let path = terms.config.map_or("", |config| config.path.as_str());
    match who {
        Origin::CommandLine => "the command line".to_owned(),
        Origin::Override(index) => format!("[[override]] {} of {path}", index + 1),
        Origin::Cluster(name) => format!("[[cluster]] {name} of {path}"),
        Origin::File => path.to_owned(),
        Origin::Profile(name) => format!("[profiles.{name}] of {path}"),
    }
}
