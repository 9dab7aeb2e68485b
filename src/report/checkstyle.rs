//! Checkstyle's XML, which many tools read.
use std::io;

use super::Options;
use super::row::{self, Row};
use super::xml::escaped;
use crate::diagnostic::Report;

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">"
    )?;
    let mut file: Option<String> = None;
    for row in row::counting(report) {
        if file.as_ref() != Some(&row.path) {
            if file.is_some() {
                writeln!(out, "  </file>")?;
            }
            writeln!(out, "  <file name=\"{}\">", escaped(&row.path))?;
            file = Some(row.path.clone());
        }
        add(&row, out)?;
    }
    if file.is_some() {
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn add(row: &Row<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let (line, column) = row.start();
    writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"{}\" message=\"{}\" source=\"kafka-lint.{}\"/>",
        row.view.diagnostic.severity,
        escaped(&row.text()),
        row.view.rule.code,
    )
}
