//! Numbers for Prometheus, as a text file that a node exporter collects
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>). There is one for each rule of a cluster, never one
//! for each finding.
use std::collections::BTreeMap;
use std::io;

use super::Options;
use crate::diagnostic::{Report, Severity};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for diagnostic in report.at_least(Severity::Info) {
        let of_entity = diagnostic.entity.as_ref().map(|e| e.cluster.as_str());
        let of_live = diagnostic.live.as_ref().map(|live| live.cluster.as_str());
        let cluster = of_entity.or(of_live).unwrap_or("");
        let rule = report.descriptor(diagnostic.rule);
        let key = (cluster, diagnostic.severity.name(), rule.code);
        *counts.entry(key).or_default() += 1;
    }
    head(
        out,
        "kafka_lint_findings",
        "Findings that count, by cluster, severity and rule.",
    )?;
    for ((cluster, severity, code), count) in &counts {
        writeln!(
            out,
            "kafka_lint_findings{{cluster=\"{}\",severity=\"{severity}\",code=\"{code}\"}} {count}",
            label(cluster)
        )?;
    }
    let s = &report.summary;
    head(
        out,
        "kafka_lint_severity",
        "Findings that count, by severity.",
    )?;
    for (severity, count) in [
        ("error", s.errors),
        ("warning", s.warnings),
        ("info", s.infos),
    ] {
        writeln!(
            out,
            "kafka_lint_severity{{severity=\"{severity}\"}} {count}"
        )?;
    }
    for (name, help, value) in [
        (
            "kafka_lint_suppressed",
            "Findings that are let be.",
            s.suppressed,
        ),
        (
            "kafka_lint_files",
            "Files and clusters that were judged.",
            s.files,
        ),
        (
            "kafka_lint_entities",
            "Brokers, topics, clients and others that were judged.",
            s.entities,
        ),
        (
            "kafka_lint_complete",
            "Whether everything asked for could be judged.",
            u32::from(s.complete),
        ),
    ] {
        head(out, name, help)?;
        writeln!(out, "{name} {value}")?;
    }
    Ok(())
}

fn head(out: &mut dyn io::Write, name: &str, help: &str) -> io::Result<()> {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge")
}

fn label(value: &str) -> String {
    let value = value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    super::text::clean(&value).into_owned()
}
