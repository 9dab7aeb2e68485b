//! Issues of Azure Pipelines, the worst first
//! (<https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>).
use std::io;

use super::row;
use super::{Options, text};
use crate::diagnostic::{Report, Severity};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    for row in row::worst_first(report) {
        let (line, column) = row.start();
        let message = row.view.message.as_ref();
        let kind = match row.view.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            // There is no command for less.
            Severity::Info => {
                let (path, code) = (text::clean(&row.path), row.view.rule.code);
                writeln!(
                    out,
                    "{path}:{line}:{column}: info {code} {}",
                    text::clean(message)
                )?;
                continue;
            }
        };
        write!(out, "##vso[task.logissue type={kind}")?;
        if row.at.is_some() {
            write!(
                out,
                ";sourcepath={};linenumber={line};columnnumber={column}",
                property(&row.path)
            )?;
        }
        writeln!(out, ";code={}]{}", row.view.rule.code, data(message))?;
    }
    Ok(())
}

fn data(value: &str) -> String {
    let value = value.replace('%', "%AZP25");
    let value = value.replace('\r', "%0D").replace('\n', "%0A");
    text::clean(&value).into_owned()
}

fn property(value: &str) -> String {
    data(value).replace(';', "%3B").replace(']', "%5D")
}
