//! `kafka-lint rules`.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{ListFormat, RulesArgs};
use super::{Failure, check, configs, own, to_stdout};
use crate::diagnostic::Descriptor;
use crate::rule;
use crate::triage::Exit;

pub(super) fn run(args: &RulesArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.new {
        return own::new(path);
    }
    configs::of_here(&args.config)?;
    if args.test {
        return own::test(&args.select);
    }
    let selection = check::selection(&args.select)?;
    let rules: Vec<Descriptor> = rule::descriptors()
        .into_iter()
        .filter(|r| selection.contains(r))
        .collect();
    to_stdout(|out| match args.format {
        ListFormat::Human => human(&rules, out),
        ListFormat::Json => json(&rules, out),
        ListFormat::Markdown => markdown(&rules, out),
    })?;
    Ok(Exit::Clean)
}

fn human(rules: &[Descriptor], out: &mut dyn Write) -> io::Result<()> {
    let mut category = "";
    for rule in rules {
        if rule.category.name != category {
            let gap = if category.is_empty() { "" } else { "\n" };
            category = rule.category.name;
            writeln!(
                out,
                "{gap}{} ({}): {}",
                category, rule.category.prefix, rule.category.about
            )?;
        }
        let fix = rule.fixable.map_or("", |_| " [fix]");
        writeln!(
            out,
            "  {} {:<8} {}{fix}",
            rule.code,
            rule.severity.name(),
            rule.slug
        )?;
        writeln!(out, "                  {}", rule.title)?;
    }
    writeln!(
        out,
        "\n{} rules; `kafka-lint explain CODE` says more.",
        rules.len()
    )
}

/// One rule in JSON.
#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    slug: &'a str,
    title: &'a str,
    category: &'a str,
    severity: &'a str,
    confidence: &'a str,
    applies_to: &'a [&'a str],
    key: Option<&'a str>,
    kafka: &'a str,
    suppressible: bool,
    fix: Option<&'a str>,
    why: &'a str,
    how_to_fix: &'a str,
    exceptions: &'a str,
    references: &'a [&'a str],
}

fn json(rules: &[Descriptor], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = rules
        .iter()
        .map(|rule| Row {
            code: rule.code,
            slug: rule.slug,
            title: rule.title,
            category: rule.category.name,
            severity: rule.severity.name(),
            confidence: rule.confidence.name(),
            applies_to: rule.applies_to,
            key: rule.key,
            kafka: rule.kafka,
            suppressible: rule.suppressible,
            fix: rule.fixable.map(|f| f.name()),
            why: rule.why,
            how_to_fix: rule.fix,
            exceptions: rule.exceptions,
            references: rule.references,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
}

fn markdown(rules: &[Descriptor], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Rules\n")?;
    writeln!(
        out,
        "| Code | Name | Severity | Looks at | Fix |\n|---|---|---|---|---|"
    )?;
    for rule in rules {
        writeln!(
            out,
            "| [{0}](#{1}) | {2} | {3} | {4} | {5} |",
            rule.code,
            rule.code.to_lowercase(),
            rule.slug,
            rule.severity.name(),
            rule.applies_to.join(", "),
            rule.fixable.map_or("", |f| f.name()),
        )?;
    }
    for rule in rules {
        writeln!(
            out,
            "\n## {}\n\n**{}** — {}\n",
            rule.code, rule.slug, rule.title
        )?;
        writeln!(out, "{}\n\n**Fix.** {}", rule.why, rule.fix)?;
        if !rule.exceptions.is_empty() {
            writeln!(out, "\n**Exceptions.** {}", rule.exceptions)?;
        }
        if !rule.references.is_empty() {
            writeln!(out)?;
        }
        for reference in rule.references {
            writeln!(out, "- <{reference}>")?;
        }
    }
    Ok(())
}
