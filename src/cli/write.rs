//! Writing fixed files.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Replaces a file's bytes all at once: a reader sees the old file or the new one, never half of one.
///
/// # Errors
/// When the file has changed since it was read, is read-only, or cannot be written.
pub(super) fn replace(path: &Path, read: &[u8], new: &[u8]) -> Result<(), String> {
    // A link stays a link; what it points to is replaced.
    let target = path.canonicalize().map_err(|e| e.to_string())?;
    let metadata = target.metadata().map_err(|e| e.to_string())?;
    if metadata.permissions().readonly() {
        return Err("the file is read-only".to_owned());
    }
    if fs::read(&target).map_err(|e| e.to_string())? != read {
        return Err("the file has changed since it was read".to_owned());
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.kafka-lint-{}", std::process::id()));
    let written = write_new(&temporary, new)
        .and_then(|()| fs::set_permissions(&temporary, metadata.permissions()))
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|e| e.to_string())
}

/// Makes a new file all at once.
///
/// # Errors
/// When it is there already, or cannot be written.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write_new(path, bytes).map_err(|error| error.to_string())
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
