//! GitLab's code quality report (<https://docs.gitlab.com/ci/testing/code_quality/>).
use std::io;

use serde_json::json;

use super::Options;
use super::array::Array;
use super::row;
use crate::diagnostic::{Report, Severity};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut array = Array::open(out)?;
    for row in row::counting(report) {
        let diagnostic = row.view.diagnostic;
        let severity = match diagnostic.severity {
            _ if diagnostic.rejected_by_kafka => "blocker",
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "minor",
        };
        let end = row.at.as_ref().map_or(1, |at| at.end.line);
        array.add(&json!({
            "description": format!("{}: {}", row.view.rule.code, row.view.message),
            "check_name": row.view.rule.code,
            "content": { "body": row.view.help },
            "fingerprint": format!("{:032x}", diagnostic.fingerprint),
            "severity": severity,
            "location": {
                "path": row.path,
                "lines": { "begin": row.start().0, "end": end },
            },
        }))?;
    }
    array.close()
}
