//! Docker Compose: services that run an image of Kafka's, their `environment` as map or list.
//!
//! An override file (`compose.override.yaml`) is read by itself and not laid over the file beside it: it is there
//! for the machine of a developer, and whoever deploys names the files to be used. What it holds is a part of a
//! service, so that a key which is not written there is unknown.

use std::collections::HashSet;
use std::sync::Arc;

use super::container;
use super::images;
use super::intake::{Draft, Fill, Intake};
use super::secrets;
use super::service::{Chain, File};
use super::spring;
use super::volumes;
use crate::model::Scope;
use crate::source::{Place, Span};
use crate::syntax::tree::{Member, Node};
use crate::syntax::{env, yaml};

/// The dialect's name in reports.
pub(super) const NAME: &str = "compose";

/// The file beside a compose file whose variables Compose fills in.
const VARIABLES: &str = ".env";

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let path: Arc<str> = intake.path().into();
    let includes = document.get("include").is_some() && is_named_compose(&path);
    let services = match document.get("services") {
        Some(services) => Some(&**services),
        None if includes => None,
        None if is_first_format(document, &path) => Some(document),
        None => return false,
    };
    if memchr::memchr(b'$', intake.raw_bytes()).is_some() {
        learn(&path, VARIABLES, intake);
    }
    let name = document.text_at(&["name"]).unwrap_or_default();
    let scope = Arc::new(Scope {
        id: format!("compose:{path}"),
        name: intake
            .fill(Fill::Compose, name)
            .known()
            .unwrap_or_default()
            .to_owned(),
        because: format!("the services of {path} are one cluster"),
    });
    let mut project = Project {
        scope,
        taken: false,
        files: HashSet::from([Arc::clone(&path)]),
    };
    let whole = Part {
        file: File {
            id: intake.id(),
            path,
        },
        included_at: None,
        open: is_override(intake.path()).then(|| "the file is laid over another".to_owned()),
    };
    if let Some(services) = services {
        project.read_services(services, &whole, intake);
    }
    project.read_included(document, &whole, intake);
    if project.taken {
        intake.refuses_doubles = Some("Docker Compose");
    }
    project.taken
}

fn is_named_compose(path: &str) -> bool {
    path.rsplit('/').next().unwrap_or(path).contains("compose")
}

/// Whether a file has the name of those that Compose lays over the one beside them.
fn is_override(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains("compose.override.")
}

/// Takes in the variables of a file that fills others in. What is known already stays, and what may be a secret
/// is not to be known.
fn learn(path: &str, file: &str, intake: &mut Intake<'_>) {
    let Some(found) = intake.around.file(path, file) else {
        return;
    };
    let before: HashSet<Box<str>> = intake.variables.keys().cloned().collect();
    for variable in env::parse(&found.text) {
        let Some(value) = variable.value else {
            continue;
        };
        intake.hide_at(Place {
            source: found.id,
            span: value.span,
        });
        let name = variable.name.text;
        if before.contains(&name) {
            continue;
        }
        let by = match variable.literal {
            true => Fill::Nobody,
            false => Fill::Compose,
        };
        let is_secret =
            secrets::is_secret_name(&name.replace('_', ".")) || secrets::shows_secret(&value.text);
        let filled = intake.fill(by, &value.text);
        let known = filled.known().filter(|_| !is_secret).map(Into::into);
        intake.variables.insert(name, known);
    }
}

/// A file of a project: the one that is read, or one that it includes.
struct Part {
    file: File,
    /// Where it is included.
    included_at: Option<Span>,
    /// Why its services may have more than stands there.
    open: Option<String>,
}

/// All services that are one cluster.
struct Project {
    scope: Arc<Scope>,
    /// Whether a service is Kafka's.
    taken: bool,
    /// The files that are read.
    files: HashSet<Arc<str>>,
}

impl Project {
    fn read_services(&mut self, services: &Node, part: &Part, intake: &mut Intake<'_>) {
        for service in services.members() {
            self.taken |= read_service(service, services, part, &self.scope, intake).is_some();
        }
    }

    /// Reads the files that a document includes, save those that are linted by themselves.
    fn read_included(&mut self, document: &Node, part: &Part, intake: &mut Intake<'_>) {
        let entries = document.get("include").into_iter().flat_map(|i| i.items());
        for entry in entries {
            let paths = entry.get("path").unwrap_or(entry);
            let mut files = texts(paths);
            let Some(first) = files.next() else { continue };
            let Some(found) = intake.around.file(&part.file.path, first) else {
                continue;
            };
            if found.linted || !self.files.insert(Arc::clone(&found.path)) {
                continue;
            }
            let elsewhere = entry.get("project_directory").is_some();
            let open = match files.next() {
                Some(over) => Some(format!("{over} is laid over the file")),
                None if elsewhere => Some("the project lies in another folder".to_owned()),
                None => part.open.clone(),
            };
            let included = Part {
                file: File {
                    id: found.id,
                    path: Arc::clone(&found.path),
                },
                included_at: Some(part.included_at.unwrap_or(entry.span)),
                open,
            };
            let outer = intake.variables.clone();
            match entry.get("env_file") {
                Some(files) => texts(files).for_each(|file| learn(&part.file.path, file, intake)),
                None => learn(&found.path, VARIABLES, intake),
            }
            let tree = yaml::parse(&found.text);
            if let Some(document) = tree.documents.first() {
                if let Some(services) = document.get("services") {
                    self.read_services(services, &included, intake);
                }
                self.read_included(document, &included, intake);
            }
            intake.variables = outer;
        }
    }
}

/// One text or a list of them.
fn texts(node: &Node) -> impl Iterator<Item = &str> {
    let items = node.items().iter().filter_map(|item| item.text());
    node.text().into_iter().chain(items)
}

/// Whether a file is in the format of old, whose services stand at the top: its name says compose, and each
/// thing in it is one that runs.
fn is_first_format(document: &Node, path: &str) -> bool {
    let runs = |node: &Node| node.text_at(&["image"]).is_some() || node.get("build").is_some();
    is_named_compose(path)
        && !document.members().is_empty()
        && document.members().iter().all(|member| runs(&member.node))
}

fn read_service(
    service: &Member,
    services: &Node,
    part: &Part,
    scope: &Arc<Scope>,
    intake: &mut Intake<'_>,
) -> Option<()> {
    let header = part.included_at.unwrap_or(service.name.span);
    let mut chain = Chain::of(service, services, &part.file, intake);
    let command = chain.command();
    // What runs something else in the image, to make topics or to try it out, is no broker.
    if command.as_ref().is_some_and(|text| !images::starts(text)) {
        return None;
    }
    let name = chain.text("image");
    let span = match &name {
        Some(name) if name.source == intake.id() => name.scalar.span,
        _ => header,
    };
    let variables = chain.variables(intake);
    let scalar = name.as_ref().map(|name| &name.scalar);
    let Some(runs) = container::runs_with(scalar, span, Fill::Compose, &variables, intake) else {
        return spring::read_environment(&variables, Fill::Compose, intake).then_some(());
    };
    let settings = runs.settings(&variables, Fill::Compose, command.is_some(), intake)?;
    chain.hide_bystanders(runs.image, intake);
    let mut draft = Draft::new(NAME, runs.image.kind, header);
    draft.scope = Some(Arc::clone(scope));
    draft.name = Some(service.name.text.to_string());
    draft.open = chain.open(runs.image).or_else(|| part.open.clone());
    draft.replicas = chain.replicas(intake);
    // Compose hands the volumes that an image makes by itself from a container to the next one.
    let own = runs.image.volumes;
    let mounts = chain.mounts(intake);
    let data = volumes::fact(
        runs.image,
        &settings,
        draft.open.is_some(),
        mounts.as_deref(),
        own,
    );
    draft.facts.extend(data);
    draft.settings = settings;
    draft.facts.extend(runs.facts());
    draft
        .facts
        .extend(runs.heap(&variables, chain.memory_limit()));
    draft
        .facts
        .extend(runs.jmx(&variables, |port| chain.publishes(port)));
    draft.version = runs.version;
    intake.add(draft);
    Some(())
}
