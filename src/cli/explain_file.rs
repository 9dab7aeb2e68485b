//! `kafka-lint explain --file`: how a file was understood.

use std::io::{self, Write};
use std::path::Path;

use super::args::ExplainArgs;
use super::files::Files;
use super::{Failure, check, configs, to_stdout};
use crate::diagnostic::Status;
use crate::pipeline::{self, Understood};
use crate::triage::Exit;

pub(super) fn run(path: &Path, args: &ExplainArgs) -> Result<Exit, Failure> {
    let paths = [path.to_owned()];
    let mut files = Files::find(&paths)?;
    let configs = configs::find(&mut files, &paths, &args.config, args.judge.platform)?;
    let project = check::judged(&args.judge, configs)?;
    let understood = pipeline::understand(&files, &project);
    to_stdout(|out| {
        for file in &understood {
            write(file, out)?;
        }
        Ok(())
    })?;
    let read = understood.iter().any(|f| f.status == Status::Linted);
    Ok(Exit::of(false, read))
}

fn write(file: &Understood, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}", file.path, file.what)?;
    if let Some(config) = &file.config {
        writeln!(out, "governed by {config}")?;
    }
    for entity in &file.entities {
        writeln!(out, "\n{}", entity.title)?;
        writeln!(
            out,
            "  cluster  {} ({})",
            entity.cluster, entity.placed_because
        )?;
        writeln!(
            out,
            "  version  {} ({})",
            entity.version, entity.version_because
        )?;
        writeln!(out, "  profile  {}", entity.profile)?;
        if let Some(workload) = entity.workload {
            writeln!(out, "  workload {workload}")?;
        }
        let width = entity
            .rows
            .iter()
            .map(|r| r.key.len())
            .max()
            .unwrap_or(0)
            .min(50);
        for row in &entity.rows {
            writeln!(
                out,
                "  {:<width$}  {}  ({})",
                row.key,
                row.value.as_deref().unwrap_or("-"),
                row.origin
            )?;
        }
    }
    Ok(())
}
