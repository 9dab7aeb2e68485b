//! `kafka-lint explain --file`: how a file was understood.

use std::io::{self, Write};
use std::path::Path;

use super::files::Files;
use super::{Failure, to_stdout};
use crate::diagnostic::Status;
use crate::pipeline::{self, Understood};
use crate::project::Project;
use crate::triage::Exit;

pub(super) fn run(path: &Path, project: &Project) -> Result<Exit, Failure> {
    let files = Files::find(&[path.to_owned()])?;
    let understood = pipeline::understand(&files, project);
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
