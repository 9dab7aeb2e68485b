//! Remarks about a run as a whole.

use super::findings::own;
use crate::cluster::Plan;
use crate::diagnostic::{Diagnostic, InputReport, Status, Summary};
use crate::project::{AllTerms, Project};

/// What a person wants to know about how the result came about.
pub(super) fn notes(plan: &Plan, inputs: &[InputReport], project: &Project) -> Vec<String> {
    let mut notes = Vec::new();
    for cluster in &plan.clusters {
        if let Some(because) = &cluster.development_because {
            notes.push(format!(
                "cluster {} looks like a development set-up ({because}) and is judged as one; --profile production judges it as production",
                cluster.name
            ));
        }
    }
    for input in inputs {
        match (input.status, input.format) {
            (Status::Unsupported, Some(format)) if input.input.named => notes.push(format!(
                "{} is a {format} file, which is not read yet; --as client judges its plain client keys alone",
                input.input.path,
            )),
            (Status::NotKafka, _) if input.input.named && project.read_as.is_none() => {
                notes.push(format!(
                    "{} does not look like Kafka configuration; --as broker, topic, producer, consumer … reads it anyway",
                    input.input.path
                ));
            }
            _ => {}
        }
    }
    let unsupported = inputs
        .iter()
        .filter(|i| i.status == Status::Unsupported && !i.input.named)
        .count();
    if unsupported > 0 {
        notes.push(format!(
            "{unsupported} {} of Kafka's in a format that is not read yet; --verbose lists them",
            if unsupported == 1 {
                "file is"
            } else {
                "files are"
            }
        ));
    }
    notes
}

/// Findings that no single file has.
pub(super) fn findings(
    inputs: &[InputReport],
    terms: &AllTerms<'_>,
    summary: &mut Summary,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for spec in terms.versions().into_iter().filter(|spec| !spec.known) {
        diagnostics.extend(own(
            "LNT005",
            format!(
                "Kafka {} is not in the catalogue; judged by {}, and nothing is called rejected",
                spec.text, spec.release
            ),
            None,
        ));
    }
    let recognised = inputs.iter().any(|i| i.status == Status::Linted);
    let faulty = inputs.iter().any(|i| {
        matches!(
            i.status,
            Status::Unreadable | Status::Unparsable | Status::Failed
        )
    });
    if !recognised && !faulty {
        summary.complete = false;
        let message = if inputs.is_empty() {
            "there is no file to lint here".to_owned()
        } else {
            format!(
                "none of the {} files here is Kafka configuration that this version reads",
                inputs.len()
            )
        };
        diagnostics.extend(own("LNT006", message, None));
    }
    diagnostics
}
