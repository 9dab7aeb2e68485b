//! What an entity is in particular and how it is called, from its own keys.

use super::acl;
use crate::model::{Entity, EntityKind, Variant};

/// Adds the variant and the name where the dialect does not know them otherwise.
pub(super) fn complete(entity: &mut Entity) {
    if entity.variant.is_none() {
        entity.variant = match entity.kind {
            EntityKind::Broker => Some(roles(entity)),
            EntityKind::Connector => Some(direction(entity)),
            _ => None,
        };
    }
    if entity.kind == EntityKind::Acl {
        acl::complete(entity);
    }
    if entity.name.is_none() {
        entity.name = names_of(entity.kind)
            .iter()
            .find_map(|key| entity.text(key))
            .map(Into::into);
    }
}

/// The keys that name an entity of a kind, the first one first.
const fn names_of(kind: EntityKind) -> &'static [&'static str] {
    match kind {
        EntityKind::Broker => &["node.id", "broker.id"],
        EntityKind::Producer
        | EntityKind::Consumer
        | EntityKind::ShareConsumer
        | EntityKind::Admin => &["client.id"],
        EntityKind::Streams => &["application.id"],
        EntityKind::ConnectDistributed => &["group.id"],
        EntityKind::Connector => &["name"],
        _ => &[],
    }
}

/// The direction of a connector: only a sink reads topics, and nearly every class says it in its name.
fn direction(entity: &Entity) -> Variant {
    let class = entity.text("connector.class").unwrap_or_default();
    let class = class.rsplit('.').next().unwrap_or(class);
    match (class.contains("Sink"), class.contains("Source")) {
        (true, false) => Variant::Sink,
        (false, true) => Variant::Source,
        _ if entity.sets("topics") || entity.sets("topics.regex") => Variant::Sink,
        _ => Variant::Unknown,
    }
}

/// The roles of a node from `process.roles`; without it the node is a broker of a ZooKeeper cluster.
fn roles(entity: &Entity) -> Variant {
    if entity.is_unknown("process.roles") {
        return Variant::Unknown;
    }
    let Some(text) = entity.text("process.roles").filter(|t| !t.is_empty()) else {
        return Variant::Broker;
    };
    let has = |role| text.split(',').any(|part| part.trim() == role);
    match (has("broker"), has("controller")) {
        (true, true) => Variant::Both,
        (false, true) => Variant::Controller,
        _ => Variant::Broker,
    }
}
