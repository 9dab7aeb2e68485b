//! JUnit's XML: a suite for each file or cluster, a test case for each finding in it, and one that passes where there
//! is none. Errors and warnings fail; an info is a case that passes with what it says, a suppressed finding one that
//! is skipped.
use std::collections::BTreeMap;
use std::io;

use super::Options;
use super::row::{self, Row};
use super::xml::escaped;
use crate::diagnostic::{Report, Severity, Status};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<String, Vec<Row<'_>>> = BTreeMap::new();
    let judged = report.inputs.iter();
    for input in judged.filter(|input| input.status != Status::NotKafka) {
        suites.entry(input.input.path.clone()).or_default();
    }
    for row in row::all(report) {
        suites.entry(row.path.clone()).or_default().push(row);
    }
    let all: Vec<&Row<'_>> = suites.values().flatten().collect();
    let passing = suites.values().filter(|rows| rows.is_empty()).count();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kafka-lint\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
        all.len() + passing,
        failures(all.iter().copied()),
        skipped(all.iter().copied()),
    )?;
    for (path, rows) in &suites {
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
            escaped(path),
            rows.len().max(1),
            failures(rows.iter()),
            skipped(rows.iter()),
        )?;
        for row in rows {
            add(row, path, out)?;
        }
        if rows.is_empty() {
            writeln!(
                out,
                "    <testcase classname=\"{}\" name=\"no findings\"/>",
                escaped(path)
            )?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn failures<'r>(rows: impl Iterator<Item = &'r Row<'r>>) -> usize {
    rows.filter(|row| is_failure(row)).count()
}

fn skipped<'r>(rows: impl Iterator<Item = &'r Row<'r>>) -> usize {
    rows.filter(|row| row.view.diagnostic.suppressed.is_some())
        .count()
}

fn is_failure(row: &Row<'_>) -> bool {
    let diagnostic = row.view.diagnostic;
    diagnostic.suppressed.is_none() && diagnostic.severity > Severity::Info
}

fn add(row: &Row<'_>, path: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let diagnostic = row.view.diagnostic;
    let (line, column) = row.start();
    writeln!(
        out,
        "    <testcase classname=\"{}\" name=\"{} (line {line}, column {column})\">",
        escaped(path),
        escaped(&row.title()),
    )?;
    let message = escaped(&row.view.message);
    if let Some(suppression) = &diagnostic.suppressed {
        let why = suppression.reason.as_deref().unwrap_or(suppression.by);
        writeln!(
            out,
            "      <skipped message=\"suppressed: {}\"/>",
            escaped(why)
        )?;
    } else if is_failure(row) {
        writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{}\">{}:{line}:{column}: {}</failure>",
            diagnostic.severity,
            escaped(path),
            escaped(&row.text()),
        )?;
    } else {
        writeln!(
            out,
            "      <system-out>{}</system-out>",
            escaped(&row.text())
        )?;
    }
    writeln!(out, "    </testcase>")
}
