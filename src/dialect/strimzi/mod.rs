//! Strimzi's resources (`kafka.strimzi.io`): clusters, topics, users, Connect, MirrorMaker 2, the bridge.
//!
//! What the operator writes itself comes from its `KafkaBrokerConfigurationBuilder`,
//! `KafkaConnectConfigurationBuilder` and `KafkaMirrorMaker2Connectors`, Strimzi 0.36 to 1.2.
mod brokers;
mod clients;
mod filter;
mod mirrors;
mod objects;

use std::sync::Arc;

use self::filter::Filter;
use super::intake::{Draft, Fill, Intake};
use super::kubernetes::{self, Resource};
use crate::model::{EntityKind, Scope, Setting};
use crate::syntax::tree::Node;

/// The dialect's name in reports.
pub(super) const NAME: &str = "strimzi";

const GROUP: &str = "kafka.strimzi.io";

/// Reads one resource.
type Read = fn(&Resource<'_>, &mut Intake<'_>);

/// How each kind of resource is read; the others have no settings of Kafka's.
const KINDS: &[(&str, Read)] = &[
    ("Kafka", brokers::read_cluster),
    ("KafkaNodePool", brokers::read_pool),
    ("KafkaTopic", objects::read_topic),
    ("KafkaUser", objects::read_user),
    ("KafkaConnect", clients::read_connect),
    ("KafkaConnector", clients::read_connector),
    ("KafkaMirrorMaker2", mirrors::read),
    ("KafkaBridge", clients::read_bridge),
];

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let Some(resource) = Resource::of(document, GROUP) else {
        return false;
    };
    if let Some((_, read)) = KINDS.iter().find(|(kind, _)| *kind == resource.kind) {
        read(&resource, intake);
    }
    true
}

fn draft(resource: &Resource<'_>, kind: EntityKind) -> Draft {
    let mut draft = Draft::new(NAME, kind, resource.header());
    draft.name = Some(resource.name.to_owned()).filter(|name| !name.is_empty());
    draft
}

/// What the resources of one Kafka cluster have in common.
fn scope(namespace: &str, cluster: &str) -> Arc<Scope> {
    Arc::new(Scope {
        id: format!("strimzi:{namespace}/{cluster}"),
        name: cluster.to_owned(),
        because: format!("Strimzi's resources for `{cluster}` are one cluster"),
    })
}

/// The cluster that a resource says it is for.
fn labelled(resource: &Resource<'_>) -> Option<Arc<Scope>> {
    let cluster = resource.label("strimzi.io/cluster")?;
    Some(scope(resource.namespace, cluster))
}

/// The cluster behind an address such as `orders-kafka-bootstrap.shop.svc:9093`.
fn behind(bootstrap: Option<&str>, namespace: &str) -> Option<Arc<Scope>> {
    let (host, _) = bootstrap?.split_once(':')?;
    let mut parts = host.split('.');
    let cluster = parts.next()?.strip_suffix("-kafka-bootstrap")?;
    Some(scope(parts.next().unwrap_or(namespace), cluster))
}

/// The settings of a `config` that reach Kafka; the others are noted.
fn config(
    config: Option<&Node>,
    filter: &Filter,
    v1: bool,
    listeners: &[String],
    intake: &mut Intake<'_>,
) -> Vec<Setting> {
    let mut out = Vec::new();
    for member in config.iter().flat_map(|config| config.members()) {
        let key = &*member.name.text;
        let Some(setting) = kubernetes::setting(key, member, intake) else {
            continue;
        };
        match filter.instead(key, v1, listeners) {
            Some(instead) => intake.not_passed_on(&setting, "Strimzi", instead),
            None => out.push(setting),
        }
    }
    out
}

/// Fields of a node that become keys.
fn fields(node: &Node, table: &[(&str, &str)], intake: &Intake<'_>) -> Vec<Setting> {
    table
        .iter()
        .filter_map(|(field, key)| {
            let member = node.member(field)?;
            intake.setting(key, &member.name, &member.node, Fill::Unknown)
        })
        .collect()
}

fn is_v1(resource: &Resource<'_>) -> bool {
    resource.version == "v1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_their_cluster() {
        for (address, expected) in [
            ("orders-kafka-bootstrap:9092", Some("strimzi:shop/orders")),
            (
                "orders-kafka-bootstrap.other.svc.cluster.local:9093",
                Some("strimzi:other/orders"),
            ),
            ("kafka.example.com:9092", None),
            ("orders-kafka-bootstrap", None),
        ] {
            let scope = behind(Some(address), "shop");
            assert_eq!(scope.as_ref().map(|s| s.id.as_str()), expected, "{address}");
        }
    }
}
