//! Values for charts that install Kafka: Bitnami's `kafka`, and Confluent's `cp-helm-charts`.
//!
//! Values are laid over those of the chart and of other files, so that a key which is not written is unknown.
//! Sources: the charts' `values.yaml` and templates, Bitnami's 18 to 32.
mod bitnami;
mod confluent;

use super::intake::{Draft, Intake};
use crate::model::EntityKind;
use crate::source::Span;
use crate::syntax::tree::Node;

/// The dialect's name in reports.
pub(super) const NAME: &str = "helm";

/// One of these stands in all values that hold settings of Kafka's.
pub(super) const MARKS: &[&str] = &[
    "overrideConfiguration",
    "extraConfig",
    "onfigurationOverrides",
    "controller:",
    "broker:",
    "eplicationFactor",
    "logRetention",
    "provisioning:",
    "cp-kafka",
];

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    // A chart that stands for itself, or one of several parts of another.
    let first = document.members().first().map(|member| member.name.span);
    let mut taken = first.is_some_and(|at| read_values(document, "kafka", at, intake));
    for member in document.members() {
        let (name, at) = (&*member.name.text, member.name.span);
        if let Some((_, kind)) = confluent::PARTS.iter().find(|(part, _)| *part == name) {
            taken |= confluent::read(&member.node, *kind, name, at, intake);
        } else if !bitnami::COMPANIONS.contains(&name) {
            taken |= read_values(&member.node, name, at, intake);
        }
    }
    taken
}

fn read_values(values: &Node, name: &str, at: Span, intake: &mut Intake<'_>) -> bool {
    if bitnami::is_one(values, intake) {
        bitnami::read(values, name, at, intake);
        return true;
    }
    confluent::read_alone(values, name, at, intake)
}

fn draft(kind: EntityKind, header: Span) -> Draft {
    let mut draft = Draft::new(NAME, kind, header);
    draft.open = match kind {
        EntityKind::Topic => None,
        _ => Some("the chart and other values may bring more keys".to_owned()),
    };
    draft
}
