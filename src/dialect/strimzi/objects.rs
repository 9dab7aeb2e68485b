//! `KafkaTopic` and `KafkaUser`: what the brokers keep.

use super::filter::Filter;
use super::{draft, fields, labelled};
use crate::dialect::intake::Intake;
use crate::dialect::kubernetes::Resource;
use crate::model::{EntityKind, Fact};

/// Limits of a user, each with the brokers' name for it.
const QUOTAS: &[(&str, &str)] = &[
    ("producerByteRate", "producer_byte_rate"),
    ("consumerByteRate", "consumer_byte_rate"),
    ("requestPercentage", "request_percentage"),
    ("controllerMutationRate", "controller_mutation_rate"),
];

pub(super) fn read_topic(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let mut draft = draft(resource, EntityKind::Topic);
    if let Some(name) = resource.spec(&["topicName"]).and_then(|node| node.text()) {
        draft.name = Some(name.to_owned());
    }
    draft.scope = labelled(resource);
    for (field, fact) in [
        ("partitions", Fact::Partitions),
        ("replicas", Fact::ReplicationFactor),
    ] {
        // -1 leaves the number to the brokers.
        let number = resource.spec(&[field]).and_then(|node| node.number());
        draft
            .facts
            .extend(number.filter(|n| *n > 0).map(|n| (fact, n)));
    }
    draft.settings = super::config(
        resource.spec(&["config"]),
        &Filter::NONE,
        false,
        &[],
        intake,
    );
    intake.add(draft);
}

pub(super) fn read_user(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(quotas) = resource.spec(&["quotas"]) else {
        return;
    };
    let mut draft = draft(resource, EntityKind::Quota);
    draft.scope = labelled(resource);
    draft.settings = fields(quotas, QUOTAS, intake);
    intake.add(draft);
}
