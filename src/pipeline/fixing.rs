//! Applying fixes to a run's sources, round by round, until nothing is left to apply.

use std::collections::BTreeMap;

use super::findings::own;
use crate::diagnostic::{Diagnostic, Report};
use crate::fix;
use crate::project::{FixMode, Project};
use crate::source::{Input, Place, ReadError, Sources};
use crate::syntax::properties;

/// More rounds than this mean that fixes undo each other.
const ROUNDS: usize = 10;

/// What fixing came to.
#[derive(Debug)]
pub struct Fixed {
    /// What remains.
    pub report: Report,
    /// New bytes by input.
    pub files: BTreeMap<usize, Vec<u8>>,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Sources with some inputs replaced.
struct Overlay<'s> {
    below: &'s dyn Sources,
    files: BTreeMap<usize, Vec<u8>>,
}

impl Sources for Overlay<'_> {
    fn inputs(&self) -> &[Input] {
        self.below.inputs()
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        match self.files.get(&index) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.below.read(index),
        }
    }

    fn read_beside(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.below.read_beside(path)
    }
}

/// Works out the fixes of all findings that a mode takes. One that does not prove itself becomes a finding.
pub fn attach(report: &mut Report, project: &Project, mode: FixMode) {
    let mut dropped: Vec<Diagnostic> = Vec::new();
    for diagnostic in &mut report.diagnostics {
        let Some(place) = diagnostic.place else {
            continue;
        };
        let intent = diagnostic.intent.as_ref();
        // Somebody has said that it is to stay as it is.
        let wanted = diagnostic.suppressed.is_none()
            && intent.is_some_and(|intent| fix::is_wanted(intent, mode));
        let Some(source) = report
            .sources
            .get(place.source.0 as usize)
            .and_then(Option::as_ref)
        else {
            continue;
        };
        if !wanted {
            continue;
        }
        match fix::plan(source, diagnostic, project.read_as) {
            Ok(fix) => diagnostic.fixes = fix.into_iter().collect(),
            Err(fix::Dropped(why)) => dropped.extend(note(place, diagnostic, &why)),
        }
    }
    if !dropped.is_empty() {
        let inputs: Vec<Input> = report.inputs.iter().map(|i| i.input.clone()).collect();
        report.summary.infos += dropped.len() as u32;
        report.diagnostics.append(&mut dropped);
        crate::triage::settle(&mut report.diagnostics, &inputs);
    }
}

fn note(place: Place, diagnostic: &Diagnostic, why: &str) -> Option<Diagnostic> {
    let code = crate::rule::rule(diagnostic.rule).descriptor.code;
    own(
        "LNT007",
        format!("the fix of {code} is not applied: {why}"),
        Some(place),
    )
}

/// Lints, applies, and lints again, until a round has nothing to apply.
///
/// # Errors
/// When the fixes do not come to an end; nothing is to be written then.
pub fn fix(sources: &dyn Sources, project: &Project, mode: FixMode) -> Result<Fixed, String> {
    let mut overlay = Overlay {
        below: sources,
        files: BTreeMap::new(),
    };
    let mut applied = 0;
    for _ in 0..ROUNDS {
        let mut report = super::lint(&overlay, project);
        attach(&mut report, project, mode);
        let mut by_file: BTreeMap<usize, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in &report.diagnostics {
            if let (Some(place), false) = (diagnostic.place, diagnostic.fixes.is_empty()) {
                by_file
                    .entry(place.source.0 as usize)
                    .or_default()
                    .push(diagnostic);
            }
        }
        let mut changed = false;
        // Files that are no inputs are read only.
        by_file.retain(|index, _| *index < sources.inputs().len());
        for (index, diagnostics) in by_file {
            let (edits, count) = fix::disjoint(diagnostics.iter().flat_map(|d| &d.fixes));
            let Some(source) = &report.sources[index] else {
                continue;
            };
            let bytes = properties::apply(source.raw(), &edits).map_err(|e| e.to_string())?;
            if bytes != source.raw() {
                overlay.files.insert(index, bytes);
                applied += count;
                changed = true;
            }
        }
        if !changed {
            return Ok(Fixed {
                report,
                files: overlay.files,
                applied,
            });
        }
    }
    Err(format!(
        "the fixes did not come to an end after {ROUNDS} rounds; nothing was written, please report this"
    ))
}
