//! Docker Compose: services that run an image of Kafka's, their `environment` as map or list.

use std::sync::Arc;

use super::container;
use super::images::{self, Image};
use super::intake::{Draft, Fill, Intake};
use super::service::Chain;
use crate::model::{EntityKind, Fact, Scope, Setting};
use crate::syntax::tree::{Member, Node};

/// The dialect's name in reports.
pub(super) const NAME: &str = "compose";

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let path = intake.path();
    let services = match document.get("services") {
        Some(services) => services,
        None if is_first_format(document, path) => document,
        None => return false,
    };
    let scope = Arc::new(Scope {
        id: format!("compose:{path}"),
        name: document.text_at(&["name"]).unwrap_or_default().to_owned(),
        because: format!("the services of {path} are one cluster"),
    });
    let mut taken = false;
    for service in services.members() {
        taken |= read_service(service, services, &scope, intake).is_some();
    }
    if taken {
        intake.refuses_doubles = Some("Docker Compose");
    }
    taken
}

/// Whether a file is in the format of old, whose services stand at the top: its name says compose, and each
/// thing in it is one that runs.
fn is_first_format(document: &Node, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let runs = |node: &Node| node.text_at(&["image"]).is_some() || node.get("build").is_some();
    name.contains("compose")
        && !document.members().is_empty()
        && document.members().iter().all(|member| runs(&member.node))
}

fn read_service(
    service: &Member,
    services: &Node,
    scope: &Arc<Scope>,
    intake: &mut Intake<'_>,
) -> Option<()> {
    let mut chain = Chain::of(service, services, intake);
    let command = chain.command();
    // What runs something else in the image, to make topics or to try it out, is no broker.
    if command.as_ref().is_some_and(|text| !images::starts(text)) {
        return None;
    }
    let name = chain.text("image");
    let span = match &name {
        Some(name) if name.source == intake.id() => name.scalar.span,
        _ => service.name.span,
    };
    let variables = chain.variables(intake);
    let scalar = name.as_ref().map(|name| &name.scalar);
    let runs = container::runs_with(scalar, span, Fill::Compose, &variables, intake)?;
    let settings = runs.settings(&variables, Fill::Compose, command.is_some(), intake)?;
    chain.hide_bystanders(runs.image, intake);
    let mut draft = Draft::new(NAME, runs.image.kind, service.name.span);
    draft.scope = Some(Arc::clone(scope));
    draft.name = Some(service.name.text.to_string());
    draft.open = chain.open(runs.image);
    draft.replicas = Some(chain.replicas());
    if runs.image.kind == EntityKind::Broker
        && let Some(kept) = keeps_data(&chain, runs.image, &settings, draft.open.is_some())
    {
        draft.facts.push((Fact::DataInVolume, i64::from(kept)));
    }
    draft.settings = settings;
    draft.version = runs.version;
    intake.add(draft);
    Some(())
}

/// Whether all folders of the data lie in volumes; nothing where that cannot be told.
fn keeps_data(chain: &Chain, image: &Image, settings: &[Setting], open: bool) -> Option<bool> {
    let deciding = |key: &str| {
        let of_key = settings.iter().filter(|s| s.key.name() == key);
        of_key.max_by_key(|setting| setting.layer)
    };
    let folders = match deciding("log.dirs").or_else(|| deciding("log.dir")) {
        Some(setting) => setting.value.known()?,
        None if open || image.guessed.is_some() => return None,
        None => "/tmp/kafka-logs",
    };
    let mounts = chain.mounts()?;
    let within = |folder: &str, mount: &str| {
        let mount = mount.trim_end_matches('/');
        let rest = folder.strip_prefix(mount);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let kept = folders.split(',').map(str::trim).all(|folder| {
        mounts.iter().any(|mount| within(folder, mount))
            || image.volumes.iter().any(|volume| within(folder, volume))
    });
    match kept || image.guessed.is_none() {
        true => Some(kept),
        // The image may have volumes of its own.
        false => None,
    }
}
