//! How files were understood, for a person who asks.

use super::{File, Placed, placed};
use crate::cluster::{Placement, Plan};
use crate::diagnostic::Status;
use crate::model::{Entity, ValueSource, Written};
use crate::project::{Config, Project, Workload};
use crate::resolve::{Effective, Meaning};
use crate::source::{HIDDEN, Input, Sources};

/// One file as it was understood.
#[derive(Debug)]
pub struct Understood {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub status: Status,
    /// What it is, in words.
    pub what: String,
    /// The kafka-lint.toml that governs it.
    pub config: Option<String>,
    /// Its entities.
    pub entities: Vec<EntityView>,
}

/// One entity as it was understood.
#[derive(Debug)]
pub struct EntityView {
    /// Kind, name and roles.
    pub title: String,
    /// The cluster.
    pub cluster: String,
    /// Why that cluster.
    pub placed_because: String,
    /// The version that it is judged by, with what it is one of.
    pub version: String,
    /// Why that version.
    pub version_because: String,
    /// The profile that it is judged by.
    pub profile: String,
    /// What a topic is for, as kafka-lint.toml says.
    pub workload: Option<&'static str>,
    /// Its settings in the order of the file.
    pub rows: Vec<Row>,
}

/// One setting.
#[derive(Debug)]
pub struct Row {
    /// Kafka's key.
    pub key: String,
    /// The value, secrets hidden; `None` where it is not known.
    pub value: Option<String>,
    /// Where the value comes from, and what became of it.
    pub origin: String,
}

/// Reads everything that the sources hold and says how.
pub fn understand(sources: &dyn Sources, project: &Project) -> Vec<Understood> {
    let Placed {
        files,
        inputs,
        plan,
        ..
    } = placed(sources, project);
    files
        .iter()
        .enumerate()
        // What inputs point to is told with them.
        .take(sources.inputs().len())
        .map(|(index, file)| Understood {
            path: inputs[index].path.clone(),
            status: file.status,
            what: what(file),
            config: config(&inputs[index], project).map(|c| c.path.clone()),
            entities: file
                .entities
                .iter()
                .zip(&plan.placements[index])
                .map(|(entity, placement)| view(&files, index, entity, placement, &plan))
                .collect(),
        })
        .collect()
}

fn config<'p>(input: &Input, project: &'p Project) -> Option<&'p Config> {
    let governed = input.config.as_ref()?;
    project.configs.get(governed.index)
}

fn what(file: &File) -> String {
    match (file.status, &file.fault, file.format) {
        (_, Some((why, _)), _) => why.clone(),
        (Status::Unsupported, _, Some(format)) => format!("{format}, which is not read yet"),
        (Status::Linted, _, _) => match file.entities.first() {
            Some(entity) => crate::dialect::title(entity.dialect).to_owned(),
            None => "Kafka's, without settings".to_owned(),
        },
        _ => "not Kafka configuration".to_owned(),
    }
}

fn view(
    files: &[File],
    index: usize,
    entity: &Entity,
    placement: &Placement,
    plan: &Plan,
) -> EntityView {
    let cluster = &plan.clusters[placement.cluster];
    EntityView {
        title: entity.title(),
        cluster: cluster.name.clone(),
        placed_because: placement.reason.clone(),
        version: placement.by.full(),
        version_because: placement.by.why.to_string(),
        profile: match &cluster.development_because {
            Some(because) if cluster.profile == placement.profile => {
                format!("{} ({because})", cluster.profile)
            }
            _ => placement.profile.to_string(),
        },
        workload: placement.workload.map(Workload::name),
        rows: rows(files, index, entity, placement),
    }
}

fn rows(files: &[File], index: usize, entity: &Entity, placement: &Placement) -> Vec<Row> {
    let effective = Effective {
        entity,
        release: placement.by.release,
    };
    entity
        .settings
        .iter()
        .map(|setting| {
            let name = setting.key.name();
            let decides = entity.decides(setting);
            let at = setting.name_place.source.0 as usize;
            let source = files[at].source.as_ref();
            let line = source.map_or(0, |s| s.position(setting.name_place.span.start).line);
            let mut origin = match setting.source {
                ValueSource::Image => format!("set because of line {line}, by what reads it"),
                _ => format!("line {line}"),
            };
            if at != index {
                let path = source.map_or("", |s| s.path());
                origin.push_str(&format!(" of {path}"));
            }
            match (&setting.value, decides, effective.meaning(name)) {
                (_, false, _) if setting.source == ValueSource::Image => {
                    origin.push_str("; no effect, the file says otherwise");
                }
                (_, false, _) => origin.push_str(", written again: no effect"),
                (Written::Unknown(_), _, _) => {
                    origin.push_str(", not known: it is filled in elsewhere")
                }
                (_, _, Meaning::Inner { component, .. }) => {
                    origin.push_str(", for the keys of ");
                    origin.push_str(component.owner());
                }
                (_, _, Meaning::Plugin) => origin.push_str(", passed on to a plug-in"),
                (_, _, Meaning::InnerUnknown { .. } | Meaning::Undefined)
                    if !entity.components().is_empty() =>
                {
                    origin.push_str(", not a key that Kafka reads here");
                }
                _ => {}
            }
            Row {
                key: name.to_owned(),
                value: Some(if setting.secret {
                    HIDDEN.to_owned()
                } else {
                    setting.value.as_written().escape_debug().to_string()
                }),
                origin,
            }
        })
        .collect()
}
