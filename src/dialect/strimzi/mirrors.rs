//! `KafkaMirrorMaker2`: workers of Connect at the target, and connectors for each source. The connectors of one
//! source are read as one MirrorMaker with one flow.

use super::clients::{WORKER_FIELDS, add_worker_settings};
use super::filter::{CONNECT, CONNECTOR};
use super::{behind, config, draft, fields, is_v1};
use crate::dialect::intake::Intake;
use crate::dialect::kubernetes::{Resource, count, stated_version};
use crate::model::{EntityKind, Layer};
use crate::syntax::tree::Node;

/// What the workers have without being told.
const DEFAULTS: &[(&str, &str)] = &[
    (
        "key.converter",
        "org.apache.kafka.connect.converters.ByteArrayConverter",
    ),
    (
        "value.converter",
        "org.apache.kafka.connect.converters.ByteArrayConverter",
    ),
    (
        "header.converter",
        "org.apache.kafka.connect.converters.ByteArrayConverter",
    ),
];

/// The same for the names, where they have no fields of their own.
const OLD_DEFAULTS: &[(&str, &str)] = &[
    ("group.id", "mirrormaker2-cluster"),
    ("offset.storage.topic", "mirrormaker2-cluster-offsets"),
    ("config.storage.topic", "mirrormaker2-cluster-configs"),
    ("status.storage.topic", "mirrormaker2-cluster-status"),
];

/// Fields of a mirror, each with its key.
const MIRROR_FIELDS: &[(&str, &str)] = &[
    ("topicsPattern", "topics"),
    ("topicsExcludePattern", "topics.exclude"),
    ("groupsPattern", "groups"),
    ("groupsExcludePattern", "groups.exclude"),
];

const CONNECTORS: [&str; 3] = [
    "sourceConnector",
    "checkpointConnector",
    "heartbeatConnector",
];

pub(super) fn read(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(spec) = resource.spec(&[]) else {
        return;
    };
    // Before `v1`, clusters stand in a list and have names, by which the mirrors know them.
    let named = |alias: Option<&str>| {
        let clusters = spec.get("clusters").into_iter().flat_map(|c| c.items());
        let mut clusters = clusters.map(|cluster| &**cluster);
        clusters.find(|cluster| alias.is_some() && cluster.text_at(&["alias"]) == alias)
    };
    let target = spec
        .at(&["target"])
        .or_else(|| named(spec.text_at(&["connectCluster"])));
    if let Some(target) = target {
        read_workers(resource, spec, target, intake);
    }
    let mirrors = spec.get("mirrors").into_iter().flat_map(|m| m.items());
    for mirror in mirrors {
        let source = mirror
            .at(&["source"])
            .or_else(|| named(mirror.text_at(&["sourceCluster"])));
        let target = named(mirror.text_at(&["targetCluster"])).or(target);
        read_mirror(resource, mirror, source, target, intake);
    }
}

fn read_workers(resource: &Resource<'_>, spec: &Node, target: &Node, intake: &mut Intake<'_>) {
    let mut draft = draft(resource, EntityKind::ConnectDistributed);
    let at = draft.header;
    draft.settings = config(
        target.at(&["config"]),
        &CONNECT,
        is_v1(resource),
        &[],
        intake,
    );
    draft.settings.extend(fields(target, WORKER_FIELDS, intake));
    let old = OLD_DEFAULTS.iter().filter(|_| !is_v1(resource));
    let defaults = DEFAULTS.iter().chain(old);
    draft
        .settings
        .extend(defaults.map(|(key, value)| intake.derived(key, value, at, Layer::Image)));
    add_worker_settings(target, at, &mut draft.settings, intake);
    draft.scope = behind(target.text_at(&["bootstrapServers"]), resource.namespace);
    draft.version = stated_version(spec.at(&["version"]), "apache", "version", intake);
    draft.replicas = spec.get("replicas").and_then(|node| count(node));
    intake.add(draft);
}

fn read_mirror(
    resource: &Resource<'_>,
    mirror: &Node,
    source: Option<&Node>,
    target: Option<&Node>,
    intake: &mut Intake<'_>,
) {
    let alias = |node: Option<&Node>, field: &str, or: &str| {
        let own = node.and_then(|node| node.text_at(&["alias"]));
        own.or_else(|| mirror.text_at(&[field]))
            .unwrap_or(or)
            .to_owned()
    };
    let from = alias(source, "sourceCluster", "source");
    let to = alias(target, "targetCluster", "target");
    let mut draft = draft(resource, EntityKind::MirrorMaker);
    draft.name = Some(format!("{from}->{to}"));
    draft.header = source
        .and_then(|node| node.at(&["alias"]))
        .or_else(|| mirror.at(&["sourceCluster"]))
        .map_or(draft.header, |node| node.span);
    for connector in CONNECTORS {
        let Some(connector) = mirror.at(&[connector]) else {
            continue;
        };
        let written = config(
            connector.at(&["config"]),
            &CONNECTOR,
            is_v1(resource),
            &[],
            intake,
        );
        draft.settings.extend(written);
        let table = [("tasksMax", "tasks.max")];
        draft.settings.extend(fields(connector, &table, intake));
    }
    draft.settings.extend(fields(mirror, MIRROR_FIELDS, intake));
    let at = draft.header;
    let mut told = vec![
        ("clusters".to_owned(), Some(format!("{from},{to}"))),
        (format!("{from}->{to}.enabled"), Some("true".to_owned())),
    ];
    for (alias, node) in [(&from, source), (&to, target)] {
        let servers = node.and_then(|node| node.text_at(&["bootstrapServers"]));
        let key = format!("{alias}.bootstrap.servers");
        told.push((key, servers.map(str::to_owned)));
    }
    for (key, value) in told {
        draft
            .settings
            .push(intake.imposed(&key, value.as_deref(), at));
    }
    draft.version = resource
        .spec(&["version"])
        .and_then(|node| stated_version(Some(node), "apache", "version", intake));
    intake.add(draft);
}
