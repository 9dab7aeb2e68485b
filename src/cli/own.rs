//! `kafka-lint rules --new` and `--test`: rules of a user's own.

use std::io::{self, Write};
use std::path::Path;

use super::args::SelectArgs;
use super::{Failure, check, to_stdout, write};
use crate::diagnostic::{CATEGORIES, Diagnostic};
use crate::pipeline;
use crate::rule;
use crate::rule::format::{Example, RuleFile};
use crate::source::SourceFile;
use crate::triage::Exit;

/// Writes a rule to begin with.
pub(super) fn new(path: &Path) -> Result<Exit, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".toml").unwrap_or(&name);
    let wrong = |why: &str| Failure::usage(format!("--new {}: {why}", path.display()));
    let (code, slug) = name
        .split_once('-')
        .filter(|(code, _)| code.len() == 6)
        .ok_or_else(|| wrong("name it as in rules/ACM001-topics-keep-too-long"))?;
    let text = template(code, slug);
    // What a template of this name would be refused for is said now, not with the first run.
    let source = SourceFile::new(format!("{name}.toml"), text.clone().into_bytes());
    if let Err(problems) = rule::read_own(&source) {
        let first = problems.shown.first();
        return Err(wrong(
            first.map_or("it is no name", |problem| &problem.message),
        ));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let path = folder.join(format!("{name}.toml"));
    let unwritten = |why: String| Failure {
        exit: Exit::Incomplete,
        message: format!("{} is not written: {why}", path.display()),
    };
    std::fs::create_dir_all(folder).map_err(|error| unwritten(error.to_string()))?;
    write::create(&path, text.as_bytes()).map_err(unwritten)?;
    check::say(&format!(
        "{} is written; with its folder in kafka-lint.toml, `[rules] paths = [\"{}\"]`, it runs, and `kafka-lint rules --test` tries its examples",
        path.display(),
        folder.display().to_string().replace('\\', "/"),
    ));
    Ok(Exit::Clean)
}

/// A rule that says what each field is for, and does something that can be tried at once.
fn template(code: &str, slug: &str) -> String {
    let words = slug.replace('-', " ");
    let title = words[..words.len().min(1)].to_uppercase() + words.get(1..).unwrap_or_default();
    let taken: Vec<&str> = CATEGORIES.iter().map(|category| category.prefix).collect();
    format!(
        r#"# A rule of your own. `kafka-lint rules --test` tries its examples, `kafka-lint explain {code}` shows it.
# The code begins with three letters of your own; those of the program are {taken}.
code = "{code}"
slug = "{slug}"
title = "{title}"
# error: data loss, outage, open door; warning: hurts under failure or load; info: worth knowing.
severity = "warning"
# high, medium, or context for what a file alone cannot tell.
confidence = "high"
# What it looks at: broker, controller, topic, producer, consumer, streams, connect-distributed, source-connector, …
applies-to = ["topic"]
# The key that findings point at.
key = "retention.ms"
# The versions of Kafka that it holds for; without it, all.
# kafka = ">=3.0, <5.0"
# {{value}}, {{name}}, {{cfg['another.key']}} and {{params.most}} are filled in.
message = "the topic keeps records for {{value}} ms, which is more than the {{params.most}} ms that are allowed"

# Numbers that kafka-lint.toml may change: `params = {{ {code} = {{ most = "30d" }} }}`.
[params.most]
default = 2592000000
unit = "milliseconds"
about = "how long a topic may keep records"

# The language of conditions: docs/expressions.md. `name` is the name of the topic; units may be written, as in 7d.
[check]
# Where this is false, the rule says nothing.
when = "explicit('retention.ms')"
# Where this is true, there is a finding; -1 is for ever.
fail = "cfg['retention.ms'] == -1 || cfg['retention.ms'] > params.most"

[docs]
why = "Say what happens where nobody minds this."
fix = "Say what to write instead."
exceptions = "Say when it is right to do otherwise."
references = []

# Examples, which `rules --test` tries: a finding at the text `at`,
[[bad]]
as = "topic"
text = "retention.ms=9999999999\n"
at = "9999999999"

# none,
[[good]]
as = "topic"
text = "retention.ms=604800000\n"

# and nothing to say.
[[skip]]
as = "topic"
text = "cleanup.policy=compact\n"
"#,
        taken = taken.join(", "),
    )
}

/// Tries the examples of the rules that are selected.
pub(super) fn test(select: &SelectArgs) -> Result<Exit, Failure> {
    let selection = check::selection(select)?;
    let mut all = rule::own_rules();
    all.retain(|(_, _, rule)| selection.contains(&rule.descriptor));
    if all.is_empty() {
        return Err(Failure::usage(
            "there are no rules of your own; `[rules] paths` of kafka-lint.toml says where they are, and `kafka-lint rules --new` writes one",
        ));
    }
    let mut failed = 0;
    let (mut bad, mut good, mut skip) = (0, 0, 0);
    let mut lines = Vec::new();
    for (path, bytes, _) in &all {
        let text = String::from_utf8_lossy(bytes);
        let file = RuleFile::parse(text.trim_start_matches('\u{feff}')).map_err(Failure::usage)?;
        let (before, kinds) = (failed, [&file.bad, &file.good, &file.skip]);
        for (kind, examples) in ["bad", "good", "skip"].into_iter().zip(kinds) {
            for (at, example) in examples.iter().enumerate() {
                if let Err(why) = holds(&file, kind, example) {
                    failed += 1;
                    lines.push(format!("{path}: [[{kind}]] {}: {why}", at + 1));
                }
            }
        }
        (bad, good, skip) = (
            bad + file.bad.len(),
            good + file.good.len(),
            skip + file.skip.len(),
        );
        if file.bad.is_empty() || file.good.is_empty() {
            failed += 1;
            lines.push(format!("{path}: it needs a [[bad]] and a [[good]] example"));
        } else if failed == before {
            lines.push(format!("{path}: {} {} ok", file.code, file.slug));
        }
    }
    to_stdout(|out| summary(&lines, (bad, good, skip), failed, out))?;
    Ok(match failed {
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

fn summary(
    lines: &[String],
    (bad, good, skip): (usize, usize, usize),
    failed: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{line}")?;
    }
    writeln!(
        out,
        "{} examples ({bad} bad, {good} good, {skip} skip), {failed} failed",
        bad + good + skip
    )
}

/// Whether an example does what it says.
fn holds(file: &RuleFile, kind: &str, example: &Example) -> Result<(), String> {
    let (sources, project) = pipeline::example(example, Some(&file.code))?;
    let report = pipeline::lint(&sources, &project);
    if report.summary.entities == 0 {
        return Err("the text is not recognised; `as` says what it is".to_owned());
    }
    let code = |d: &&Diagnostic| report.descriptor(d.rule).code == file.code;
    let found: Vec<&Diagnostic> = report.diagnostics.iter().filter(code).collect();
    let undecided = report.undecided.first();
    match (kind, found.first(), undecided) {
        ("bad", Some(_), _) => {
            let text = |d: &&Diagnostic| pipeline::pointed_at(&report, d).unwrap_or_default();
            let texts: Vec<String> = found.iter().map(text).collect();
            match example.at.is_empty() || texts.contains(&example.at) {
                true => Ok(()),
                false => Err(format!(
                    "the finding points at `{}`, not at `{}`",
                    texts[0], example.at
                )),
            }
        }
        (_, Some(finding), _) => Err(format!("there is a finding: {}", finding.message)),
        (_, None, Some(undecided)) => Err(format!("it is undecided: {}", undecided.reason)),
        ("bad", None, None) if report.summary.passed == 0 => Err(
            "there is no finding, as `when` is false, or as it looks at something else".to_owned(),
        ),
        ("bad", None, None) => Err("there is no finding".to_owned()),
        ("good", None, None) if report.summary.passed == 0 => {
            Err("it is not judged, as `when` is false, or as it looks at something else".to_owned())
        }
        ("skip", None, None) if report.summary.passed > 0 => {
            Err("it is judged, and passes".to_owned())
        }
        _ => Ok(()),
    }
}
