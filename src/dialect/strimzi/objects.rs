//! `KafkaTopic` and `KafkaUser`: what the brokers keep.

use super::filter::Filter;
use super::{NAME, draft, fields, labelled};
use crate::dialect::acl;
use crate::dialect::intake::{Draft, Fill, Intake};
use crate::dialect::kubernetes::Resource;
use crate::model::{EntityKind, Fact};
use crate::syntax::tree::{Node, Scalar};

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

/// Parts of an access rule, each with its path in the resource and what it is where nothing is written.
const PARTS: [(&str, &[&str], Option<&str>); 5] = [
    (acl::HOST, &["host"], Some("*")),
    (acl::PERMISSION, &["type"], Some("allow")),
    (acl::RESOURCE_TYPE, &["resource", "type"], None),
    (acl::RESOURCE_NAME, &["resource", "name"], None),
    (
        acl::PATTERN_TYPE,
        &["resource", "patternType"],
        Some("literal"),
    ),
];

pub(super) fn read_user(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    if let Some(quotas) = resource.spec(&["quotas"]) {
        let mut draft = draft(resource, EntityKind::Quota);
        draft.scope = labelled(resource);
        draft.settings = fields(quotas, QUOTAS, intake);
        intake.add(draft);
    }
    let rules = resource.spec(&["authorization", "acls"]).into_iter();
    for rule in rules.flat_map(|rules| rules.items()) {
        // `operation` is the older field, of one.
        let one = rule.member("operation").map(|one| (&one.name, &*one.node));
        let several = rule.member("operations").into_iter();
        let several = several.flat_map(|m| m.node.items().iter().map(|item| (&m.name, &**item)));
        for (name, operation) in several.chain(one) {
            read_rule(resource, rule, name, operation, intake);
        }
    }
}

/// One operation of an access rule. The operator makes a rule of each.
fn read_rule(
    resource: &Resource<'_>,
    rule: &Node,
    name: &Scalar,
    operation: &Node,
    intake: &mut Intake<'_>,
) {
    let Some(written) = operation.scalar() else {
        return;
    };
    let mut draft = Draft::new(NAME, EntityKind::Acl, written.span);
    draft.scope = labelled(resource);
    let mut settings = vec![
        intake.written(acl::OPERATION, name, written, Fill::Unknown),
        intake.imposed(
            acl::PRINCIPAL,
            principal(resource).as_deref(),
            resource.header(),
        ),
    ];
    for (part, path, default) in PARTS {
        let (field, above) = path.split_last().unwrap_or((&"", &[]));
        let member = rule.at(above).and_then(|node| node.member(field));
        let given = member.and_then(|m| intake.setting(part, &m.name, &m.node, Fill::Unknown));
        let own = || default.map(|value| intake.imposed(part, Some(value), written.span));
        settings.extend(given.or_else(own));
    }
    // The cluster is one, and has no name to write.
    if rule.text_at(&["resource", "type"]) == Some("cluster") {
        let name = Some("kafka-cluster");
        settings.push(intake.imposed(acl::RESOURCE_NAME, name, written.span));
    }
    draft.settings = settings;
    intake.add(draft);
}

/// Who the user is to the brokers (Strimzi's `KafkaUserModel`): with a certificate its subject, with a password the
/// name. Nothing where that is not known.
fn principal(resource: &Resource<'_>) -> Option<String> {
    let name = Some(resource.name).filter(|name| !name.is_empty())?;
    match resource.spec(&["authentication", "type"])?.text()? {
        "tls" | "tls-external" => Some(format!("User:CN={name}")),
        "scram-sha-512" => Some(format!("User:{name}")),
        _ => None,
    }
}
