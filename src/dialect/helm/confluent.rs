//! Confluent's `cp-helm-charts`: settings of a part stand in its `configurationOverrides`.

use super::draft;
use crate::dialect::intake::Intake;
use crate::dialect::kubernetes::{self, count};
use crate::dialect::recognise::{Recognised, recognise};
use crate::model::{EntityKind, Fact, Variant};
use crate::project::ReadAs;
use crate::source::Span;
use crate::syntax::tree::Node;

/// Parts of Confluent's charts, with what they are.
pub(super) const PARTS: &[(&str, EntityKind)] = &[
    ("cp-kafka", EntityKind::Broker),
    ("cp-kafka-connect", EntityKind::ConnectDistributed),
    ("cp-schema-registry", EntityKind::SchemaRegistry),
];

/// Overrides of one of Confluent's charts by itself: what it is, its keys tell.
pub(super) fn read_alone(values: &Node, name: &str, at: Span, intake: &mut Intake<'_>) -> bool {
    let Some(overrides) = values.get("configurationOverrides") else {
        return false;
    };
    let keys = overrides.members().iter().map(|member| &*member.name.text);
    let kind = match recognise("server.properties", keys) {
        Recognised::Kind(ReadAs::Broker) => EntityKind::Broker,
        // The chart's workers are always of a group.
        Recognised::Kind(ReadAs::ConnectDistributed | ReadAs::ConnectStandalone) => {
            EntityKind::ConnectDistributed
        }
        _ => return false,
    };
    read(values, kind, name, at, intake)
}

pub(super) fn read(
    values: &Node,
    kind: EntityKind,
    name: &str,
    at: Span,
    intake: &mut Intake<'_>,
) -> bool {
    let overrides = values.get("configurationOverrides");
    // A part that overrides nothing still tells how many there are, and of which version.
    let says = |name: &str| values.get(name).is_some();
    if overrides.is_none() && !(says("brokers") || says("replicaCount") || says("imageTag")) {
        return false;
    }
    let mut draft = draft(kind, at);
    draft.name = Some(name.to_owned());
    draft.settings = kubernetes::settings(overrides.map(|node| &**node), intake);
    let replicas = values.get("brokers").or_else(|| values.get("replicaCount"));
    draft.replicas = replicas.and_then(|node| count(node));
    draft.version =
        kubernetes::stated_version(values.at(&["imageTag"]), "confluent", "imageTag", intake);
    if kind == EntityKind::Broker {
        draft.variant = Some(Variant::Broker);
        let brokers = draft
            .replicas
            .map(|count| (Fact::Brokers, i64::from(count)));
        draft.facts.extend(brokers);
    }
    intake.add(draft);
    true
}
