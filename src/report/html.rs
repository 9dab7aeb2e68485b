//! One page by itself: the findings, to be searched and narrowed down, and the checklist. It loads nothing, reads
//! without scripts, follows the reader's choice of light or dark, and prints.
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::checklist::{self, State};
use super::evidence;
use super::row::{self, Row};
use super::xml::escaped;
use super::{Options, rule_url, text};
use crate::diagnostic::{Report, Severity};
use crate::source::{SourceFile, Span};

const STYLE: &str = include_str!("html.css");
const SCRIPT: &str = include_str!("html.js");

/// Findings of one rule that are on the page; a reader does not look through more, and JSON has all.
const MOST_PER_RULE: usize = 200;
/// Bytes of a line that are shown.
const LONG_LINE: usize = 400;
/// Other settings that are told with a finding.
const MOST_EVIDENCE: usize = 8;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let s = &report.summary;
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>kafka-lint: {}, {}</title>\n<style>\n{STYLE}</style></head><body>\n<header><h1>kafka-lint</h1>\n<ul class=\"counts\">",
        text::count(s.errors, "error"),
        text::count(s.warnings, "warning"),
    )?;
    for (class, count, word) in [
        ("error", s.errors, "error"),
        ("warning", s.warnings, "warning"),
        ("info", s.infos, "info"),
        ("soft", s.suppressed, "suppressed finding"),
        ("soft", s.files, "file"),
        ("soft", s.entities, "entity"),
    ] {
        write!(
            out,
            "<li class=\"{class}\">{}</li>",
            text::count(count, word)
        )?;
    }
    writeln!(out, "</ul>")?;
    if !s.complete {
        writeln!(out, "<p class=\"warning\">The result is incomplete.</p>")?;
    }
    if let Some(gate) = &report.gate {
        writeln!(
            out,
            "<p>Gate for {}: <strong>{}</strong></p>",
            escaped(&gate.cluster),
            gate.decision.name()
        )?;
    }
    for cluster in &report.clusters {
        writeln!(
            out,
            "<p class=\"soft\">Cluster {}: Kafka {} ({}), platform {}, profile {}</p>",
            escaped(&cluster.name),
            escaped(&cluster.kafka_version),
            escaped(&cluster.version_source),
            escaped(&cluster.platform),
            escaped(&cluster.profile),
        )?;
    }
    writeln!(out, "</header><main>\n<h2>Findings</h2>")?;
    let rows = row::worst_first(report);
    filters(&rows, out)?;
    if rows.is_empty() {
        writeln!(out, "<p class=\"pass\">No problems found.</p>")?;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let count = counts.entry(row.view.rule.code).or_default();
        *count += 1;
        if *count <= MOST_PER_RULE {
            finding(report, row, options, out)?;
        }
    }
    for (code, count) in counts {
        if let Some(more) = count.checked_sub(MOST_PER_RULE).filter(|more| *more > 0) {
            writeln!(out, "<p class=\"soft\">and {more} more of {code}</p>")?;
        }
    }
    if report.passed.is_some() {
        list(report, out)?;
    }
    writeln!(out, "</main>\n<script>\n{SCRIPT}</script></body></html>")
}

/// The form, which the script shows.
fn filters(rows: &[Row<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    write!(
        out,
        "<form hidden role=\"search\"><label>Search<input type=\"search\" name=\"search\"></label>"
    )?;
    let of = |pick: fn(&Row<'_>) -> String| rows.iter().map(pick).collect::<BTreeSet<String>>();
    for (label, name, values) in [
        (
            "Severity",
            "severity",
            of(|r| r.view.diagnostic.severity.to_string()),
        ),
        (
            "Category",
            "category",
            of(|r| r.view.rule.category.name.to_owned()),
        ),
        ("Cluster", "cluster", of(cluster)),
    ] {
        write!(
            out,
            "<label>{label}<select name=\"{name}\"><option value=\"\">all</option>"
        )?;
        for value in values {
            write!(out, "<option>{}</option>", escaped(&value))?;
        }
        write!(out, "</select></label>")?;
    }
    writeln!(
        out,
        "</form><p id=\"shown\" class=\"soft\" role=\"status\"></p>"
    )
}

fn cluster(row: &Row<'_>) -> String {
    let entity = row.view.diagnostic.entity.as_ref();
    entity.map_or(String::new(), |entity| entity.cluster.clone())
}

fn finding(
    report: &Report,
    row: &Row<'_>,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (view, diagnostic) = (&row.view, row.view.diagnostic);
    let severity = diagnostic.severity;
    let (line, column) = row.start();
    let place = match (&row.at, &diagnostic.live) {
        (Some(_), _) => format!("{}:{line}:{column}", row.path),
        (None, Some(live)) => format!("{}, {}", live.cluster, live.resource),
        (None, None) => row.path.clone(),
    };
    let open = if severity == Severity::Error {
        " open"
    } else {
        ""
    };
    writeln!(
        out,
        "<details class=\"finding {severity}\" data-severity=\"{severity}\" data-category=\"{}\" data-cluster=\"{}\"{open}>\
         <summary><b class=\"{severity}\">{severity}</b> {} {} <span class=\"soft\">{}</span></summary><div>",
        view.rule.category.name,
        escaped(&cluster(row)),
        view.rule.code,
        view.rule.slug,
        escaped(&place),
    )?;
    writeln!(out, "<p>{}</p>", with_code(&view.message))?;
    let source = diagnostic
        .place
        .and_then(|place| Some((report.source(place)?, place.span)));
    if let Some((source, span)) = source {
        writeln!(
            out,
            "<pre>{line} │ {}</pre>",
            escaped(&shown_line(source, span))
        )?;
    }
    let given: Vec<String> = diagnostic
        .evidence
        .iter()
        .filter(|e| !evidence::is_subject(diagnostic, e))
        .take(MOST_EVIDENCE)
        .map(|e| with_code(&evidence::describe(report, diagnostic, e)))
        .collect();
    if !given.is_empty() {
        writeln!(out, "<p class=\"soft\">given: {}</p>", given.join(", "))?;
    }
    if !view.help.is_empty() {
        writeln!(out, "<p>{}</p>", with_code(&view.help))?;
    }
    let url = rule_url(view.rule, options);
    if !url.is_empty() {
        let (url, code) = (escaped(&url), view.rule.code);
        write!(
            out,
            "<p><a href=\"{url}\" rel=\"noreferrer\">more about {code}</a></p>"
        )?;
    }
    writeln!(out, "</div></details>")
}

/// The line that a finding begins on, secrets replaced.
fn shown_line(source: &SourceFile, span: Span) -> String {
    let raw = source.raw();
    let at = (span.start as usize).min(raw.len());
    let start = memchr::memrchr2(b'\n', b'\r', &raw[..at]).map_or(0, |at| at + 1);
    let end = memchr::memchr2(b'\n', b'\r', &raw[at..]).map_or(raw.len(), |end| at + end);
    let line = source.masked(Span::new(start as u32, end as u32));
    text::clip(&line, LONG_LINE).into_owned()
}

/// Text whose parts between backticks are code.
fn with_code(plain: &str) -> String {
    let plain = text::clean(plain);
    let mut out = String::new();
    let mut rest = plain.as_ref();
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else {
            break;
        };
        out.push_str(&escaped(before));
        out.push_str(&format!("<code>{}</code>", escaped(code)));
        rest = after;
    }
    out.push_str(&escaped(rest));
    out
}

/// The checklist by category.
fn list(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<h2>Checklist</h2>")?;
    let mut category = "";
    for (rule, item) in checklist::items(report) {
        let rule = report.descriptor(rule);
        if rule.category.name != category {
            if !category.is_empty() {
                writeln!(out, "</tbody></table>")?;
            }
            category = rule.category.name;
            writeln!(
                out,
                "<h3>{}</h3><table><thead><tr><th>Rule<th>State<th>What</thead><tbody>",
                escaped(rule.category.about)
            )?;
        }
        let state = item.state();
        let class = match state {
            State::Fail => "error",
            State::NoData => "warning",
            State::Pass => "pass",
            State::NotApplicable => "soft",
        };
        let counts = match state {
            State::Fail => format!(" ({})", item.failed.len()),
            State::NoData => format!(" ({})", item.undecided.len()),
            State::Pass => format!(" ({})", item.passed.len()),
            State::NotApplicable => String::new(),
        };
        writeln!(
            out,
            "<tr><td>{}<td class=\"{class}\">{}{counts}<td>{}",
            rule.code,
            state.name(),
            with_code(rule.title)
        )?;
    }
    if !category.is_empty() {
        writeln!(out, "</tbody></table>")?;
    }
    Ok(())
}
