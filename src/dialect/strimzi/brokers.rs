//! `Kafka` and `KafkaNodePool`: the nodes of a cluster. All of them have the `config` of the `Kafka` resource.

use std::sync::Arc;

use super::filter::BROKER;
use super::{GROUP, config, draft, is_v1, labelled, scope};
use crate::dialect::intake::{Draft, Intake};
use crate::dialect::kubernetes::{Resource, count, stated_version};
use crate::model::{EntityKind, Fact, Layer, Variant};
use crate::source::Span;
use crate::syntax::tree::Node;

/// What the operator writes on every node without telling anybody the value beforehand.
const OF_NODES: &[&str] = &[
    "listeners",
    "advertised.listeners",
    "listener.security.protocol.map",
    "inter.broker.listener.name",
    "log.dirs",
];

/// The same where the metadata is kept by controllers.
const OF_CONTROLLERS: &[&str] = &["node.id", "metadata.log.dir"];

/// The same where it is kept in ZooKeeper.
const OF_ZOOKEEPER: &[&str] = &["broker.id", "zookeeper.connect"];

/// What it writes with a value that is always the same.
const FIXED: &[(&str, &str)] = &[
    ("sasl.enabled.mechanisms", ""),
    ("ssl.endpoint.identification.algorithm", "HTTPS"),
];

const STANDARD_AUTHORIZER: &str = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
const ACL_AUTHORIZER: &str = "kafka.security.authorizer.AclAuthorizer";

/// A node pool of a file.
struct Pool<'n> {
    replicas: &'n Node,
    roles: Variant,
    storage: Option<&'n Node>,
}

pub(super) fn read_cluster(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(kafka) = resource.spec(&["kafka"]) else {
        return;
    };
    let listeners: Vec<String> = kafka
        .get("listeners")
        .iter()
        .flat_map(|listeners| listeners.items())
        .filter_map(|l| {
            Some(format!(
                "{}-{}",
                l.text_at(&["name"])?,
                l.text_at(&["port"])?
            ))
        })
        .collect();
    let documents = intake.documents().to_vec();
    let pools = pools_of(resource, &documents);
    let mut draft = draft(resource, EntityKind::Broker);
    draft.scope = Some(scope(resource.namespace, resource.name));
    draft.version =
        stated_version(kafka.at(&["version"]), "apache", "version", intake).or_else(|| {
            let node = kafka.at(&["metadataVersion"]);
            stated_version(node, "apache", "metadataVersion", intake)
        });
    draft.open = open(resource, kafka);
    draft.variant = Some(roles_of(&pools));
    draft.replicas = brokers(resource, kafka, &pools);
    draft.settings = config(
        kafka.at(&["config"]),
        &BROKER,
        is_v1(resource),
        &listeners,
        intake,
    );
    let at = resource.spec_member(&["kafka", "config"]);
    let at = at.or_else(|| resource.spec_member(&["kafka"]));
    let at = at.map_or(draft.header, |member| member.name.span);
    let default = intake.derived("min.insync.replicas", "1", at, Layer::Image);
    draft.settings.push(default);
    add_own_settings(resource, kafka, &pools, at, &mut draft, intake);
    let storages = match pools.is_empty() {
        true => vec![kafka.at(&["storage"])],
        false => pools.iter().map(|pool| pool.storage).collect(),
    };
    add_storage(&storages, &mut draft, intake);
    intake.add(draft);
}

/// A pool of a cluster that is described elsewhere: it tells how many nodes there are, and no setting.
pub(super) fn read_pool(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(pool) = pool(resource) else { return };
    let Some(cluster) = resource.label("strimzi.io/cluster") else {
        return;
    };
    let is_here = intake.documents().iter().any(|document| {
        Resource::of(document, GROUP).is_some_and(|r| {
            r.kind == "Kafka" && r.name == cluster && r.namespace == resource.namespace
        })
    });
    if is_here {
        return;
    }
    let mut draft = draft(resource, EntityKind::Broker);
    draft.name = Some(format!("{cluster}-{}", resource.name));
    draft.scope = labelled(resource);
    draft.variant = Some(pool.roles);
    draft.replicas = count(pool.replicas);
    add_storage(&[pool.storage], &mut draft, intake);
    draft.open = Some(format!(
        "the settings of a node pool stand in the Kafka resource `{cluster}`"
    ));
    intake.add(draft);
}

/// What the operator writes over whatever the file says.
fn add_own_settings(
    resource: &Resource<'_>,
    kafka: &Node,
    pools: &[Pool<'_>],
    at: Span,
    draft: &mut Draft,
    intake: &Intake<'_>,
) {
    let mut impose = |key: &str, value: Option<&str>, at: Span| {
        draft.settings.push(intake.imposed(key, value, at));
    };
    for key in OF_NODES {
        impose(key, None, at);
    }
    for (key, value) in FIXED {
        impose(key, Some(value), at);
    }
    let kraft = is_kraft(resource);
    if kraft {
        OF_CONTROLLERS.iter().for_each(|key| impose(key, None, at));
        impose("controller.listener.names", Some("CONTROLPLANE-9090"), at);
        impose("process.roles", roles(pools), at);
        let voting = pools.iter().find(|p| p.roles.is_controller());
        let voting = voting.map_or(at, |pool| pool.replicas.span);
        impose("controller.quorum.voters", None, voting);
    } else {
        OF_ZOOKEEPER.iter().for_each(|key| impose(key, None, at));
    }
    if let Some(rack) = kafka.get("rack") {
        impose("broker.rack", None, rack.span);
    }
    if let Some(quotas) = kafka.get("quotas") {
        impose("client.quota.callback.class", None, quotas.span);
    }
    if let Some(authorization) = kafka.get("authorization") {
        let class = match authorization.text_at(&["type"]) {
            Some("simple") if kraft => Some(STANDARD_AUTHORIZER),
            Some("simple") => Some(ACL_AUTHORIZER),
            Some("custom") => authorization.text_at(&["authorizerClass"]),
            _ => None,
        };
        let at = authorization.at(&["type"]).map_or(at, |node| node.span);
        impose("authorizer.class.name", class, at);
        impose("super.users", None, at);
    }
    if kafka.get("tieredStorage").is_some() {
        draft.open.get_or_insert_with(|| {
            "the operator adds the settings of the tiered storage".to_owned()
        });
    }
    if let Some(voters) = voters(pools) {
        draft.facts.push((Fact::Voters, voters));
    }
}

/// States whether data outlives a pod. Where it does not, that stands at the storage's type.
fn add_storage(storages: &[Option<&Node>], draft: &mut Draft, intake: &Intake<'_>) {
    let mut types: Vec<Option<&Node>> = Vec::new();
    for storage in storages {
        let own = storage.and_then(|storage| storage.at(&["type"]));
        match own.and_then(Node::text) {
            Some("jbod") => {
                let volumes = storage.and_then(|storage| storage.at(&["volumes"]));
                let volumes = volumes.map_or(&[][..], Node::items);
                types.extend(volumes.iter().map(|volume| volume.at(&["type"])));
            }
            _ => types.push(own),
        }
    }
    let is = |node: &&Node, text: &str| node.text() == Some(text);
    if let Some(ephemeral) = types.iter().flatten().find(|node| is(node, "ephemeral")) {
        draft.facts.push((Fact::DataInVolume, 0));
        let dirs = intake.imposed("log.dirs", None, ephemeral.span);
        draft.settings.push(dirs);
    } else if types
        .iter()
        .all(|t| t.is_some_and(|node| is(&node, "persistent-claim")))
    {
        draft.facts.push((Fact::DataInVolume, 1));
    }
}

/// A resource without its listeners, or without anything that configures brokers, is a part of one: a patch
/// that something lays over the rest.
fn open(resource: &Resource<'_>, kafka: &Node) -> Option<String> {
    let complete = kafka.get("listeners").is_some()
        && (kafka.get("config").is_some()
            || resource.spec(&["entityOperator"]).is_some()
            || resource.spec(&["zookeeper"]).is_some());
    (!complete).then(|| "the resource is a part of one whose rest stands elsewhere".to_owned())
}

fn is_kraft(resource: &Resource<'_>) -> bool {
    resource.annotation("strimzi.io/kraft") == Some("enabled")
        || resource.spec(&["zookeeper"]).is_none()
}

fn pool<'n>(resource: &Resource<'n>) -> Option<Pool<'n>> {
    let roles = resource.spec(&["roles"])?.items();
    let has = |role| roles.iter().any(|item| item.text() == Some(role));
    Some(Pool {
        replicas: resource.spec(&["replicas"])?,
        storage: resource.spec(&["storage"]),
        roles: match (has("broker"), has("controller")) {
            (true, true) => Variant::Both,
            (true, false) => Variant::Broker,
            (false, true) => Variant::Controller,
            (false, false) => return None,
        },
    })
}

/// The pools of a cluster in the same file.
fn pools_of<'n>(cluster: &Resource<'_>, documents: &'n [Arc<Node>]) -> Vec<Pool<'n>> {
    documents
        .iter()
        .filter_map(|document| Resource::of(document, GROUP))
        .filter(|r| r.kind == "KafkaNodePool" && r.namespace == cluster.namespace)
        .filter(|r| r.label("strimzi.io/cluster") == Some(cluster.name))
        .filter_map(|r| pool(&r))
        .collect()
}

/// What the nodes with the broker role are: both where each of them is a controller as well.
fn roles_of(pools: &[Pool<'_>]) -> Variant {
    let mut brokers = pools
        .iter()
        .filter(|pool| pool.roles.is_broker())
        .peekable();
    match brokers.peek().is_some() && brokers.all(|pool| pool.roles == Variant::Both) {
        true => Variant::Both,
        false => Variant::Broker,
    }
}

fn roles(pools: &[Pool<'_>]) -> Option<&'static str> {
    if pools.is_empty() {
        return None;
    }
    Some(match roles_of(pools) {
        Variant::Both => "broker,controller",
        _ => "broker",
    })
}

/// How many brokers this file tells of. Those of pools in other files count there.
fn brokers(resource: &Resource<'_>, kafka: &Node, pools: &[Pool<'_>]) -> Option<u32> {
    if !pools.is_empty() {
        let brokers = pools.iter().filter(|pool| pool.roles.is_broker());
        return brokers.map(|pool| count(pool.replicas)).sum();
    }
    match kafka.get("replicas") {
        Some(replicas) if resource.annotation("strimzi.io/node-pools") != Some("enabled") => {
            count(replicas)
        }
        _ => Some(0),
    }
}

/// How many controllers vote, where the file tells of all nodes.
fn voters(pools: &[Pool<'_>]) -> Option<i64> {
    let controllers = pools.iter().filter(|pool| pool.roles.is_controller());
    let voters: u32 = controllers
        .map(|pool| count(pool.replicas))
        .sum::<Option<u32>>()?;
    (voters > 0).then_some(i64::from(voters))
}
