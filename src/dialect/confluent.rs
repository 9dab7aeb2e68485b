//! Confluent for Kubernetes (`platform.confluent.io`): clusters, topics and connectors.
//!
//! The operator works out settings of its own for each component and takes `configOverrides` over them, so that a
//! key which is not written is never known to have Kafka's default.

use std::sync::Arc;

use super::container;
use super::intake::{Draft, Fill, Intake};
use super::kubernetes::{self, Resource, count};
use crate::model::{EntityKind, Fact, Scope, Variant};
use crate::source::Span;
use crate::syntax::tree::Node;

/// The dialect's name in reports.
pub(super) const NAME: &str = "confluent-for-kubernetes";

const GROUP: &str = "platform.confluent.io";

/// Kinds of components, with what they are.
const COMPONENTS: &[(&str, EntityKind, Option<Variant>)] = &[
    ("Kafka", EntityKind::Broker, Some(Variant::Broker)),
    (
        "KRaftController",
        EntityKind::Broker,
        Some(Variant::Controller),
    ),
    ("Connect", EntityKind::ConnectDistributed, None),
    ("SchemaRegistry", EntityKind::SchemaRegistry, None),
];

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let Some(resource) = Resource::of(document, GROUP) else {
        return false;
    };
    match resource.kind {
        "KafkaTopic" => read_topic(&resource, intake),
        "Connector" => read_connector(&resource, intake),
        kind => {
            if let Some((_, kind, variant)) = COMPONENTS.iter().find(|(k, _, _)| *k == kind) {
                read_component(&resource, *kind, *variant, intake);
            }
        }
    }
    true
}

fn read_component(
    resource: &Resource<'_>,
    kind: EntityKind,
    variant: Option<Variant>,
    intake: &mut Intake<'_>,
) {
    let mut draft = draft(resource, kind);
    draft.variant = variant;
    draft.open = Some("the operator works out settings of its own".to_owned());
    let lines = resource.spec(&["configOverrides", "server"]);
    for line in lines.iter().flat_map(|lines| lines.items()) {
        if let Some(text) = line.scalar() {
            draft
                .settings
                .extend(intake.properties(text, Fill::Unknown));
        }
    }
    let replicas = resource.spec(&["replicas"]);
    draft.replicas = replicas.and_then(count);
    draft.version = resource
        .spec(&["image", "application"])
        .and_then(Node::scalar)
        .and_then(|image| container::runs(image, Fill::Unknown, intake)?.version);
    if kind == EntityKind::Broker {
        draft.scope = Some(match variant {
            Some(Variant::Controller) => scope_of_controllers(resource, intake),
            _ => scope(resource.namespace, resource.name),
        });
    }
    if variant == Some(Variant::Controller)
        && let Some((voters, at)) = voters(resource, intake)
    {
        let voting = intake.imposed("controller.quorum.voters", None, at);
        draft.settings.push(voting);
        draft.facts.push((Fact::Voters, voters));
    }
    intake.add(draft);
}

fn read_topic(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let mut draft = draft(resource, EntityKind::Topic);
    for (field, fact) in [
        ("partitionCount", Fact::Partitions),
        ("replicas", Fact::ReplicationFactor),
    ] {
        let number = resource.spec(&[field]).and_then(Node::number);
        draft
            .facts
            .extend(number.filter(|n| *n > 0).map(|n| (fact, n)));
    }
    draft.settings = kubernetes::settings(resource.spec(&["configs"]), intake);
    let named = resource.spec(&["kafkaClusterRef"]).and_then(|reference| {
        let namespace = reference.text_at(&["namespace"]);
        let name = reference.text_at(&["name"])?;
        Some(scope(namespace.unwrap_or(resource.namespace), name))
    });
    draft.scope = named.or_else(|| only_cluster(resource, intake));
    intake.add(draft);
}

fn read_connector(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let mut draft = draft(resource, EntityKind::Connector);
    let table = [
        ("class", "connector.class"),
        ("taskMax", "tasks.max"),
        ("name", "name"),
    ];
    for (field, key) in table {
        if let Some(member) = resource.spec_member(&[field]) {
            draft
                .settings
                .extend(kubernetes::setting(key, member, intake));
        }
    }
    if resource.spec(&["name"]).is_none()
        && let Some(name) = resource
            .node
            .at(&["metadata"])
            .and_then(|metadata| metadata.member("name"))
    {
        draft
            .settings
            .extend(kubernetes::setting("name", name, intake));
    }
    draft
        .settings
        .extend(kubernetes::settings(resource.spec(&["configs"]), intake));
    intake.add(draft);
}

fn draft(resource: &Resource<'_>, kind: EntityKind) -> Draft {
    let mut draft = Draft::new(NAME, kind, resource.header());
    let name = resource.spec(&["name"]).and_then(Node::text);
    let name = name.unwrap_or(resource.name);
    draft.name = Some(name.to_owned()).filter(|name| !name.is_empty());
    draft
}

fn scope(namespace: &str, cluster: &str) -> Arc<Scope> {
    Arc::new(Scope {
        id: format!("confluent:{namespace}/{cluster}"),
        name: cluster.to_owned(),
        because: format!("the resources for Kafka `{cluster}` are one cluster"),
    })
}

/// The brokers of the same file that name these controllers.
fn brokers_of<'n>(controllers: &Resource<'_>, documents: &'n [Arc<Node>]) -> Option<Resource<'n>> {
    documents.iter().find_map(|document| {
        let kafka = Resource::of(document, GROUP).filter(|r| r.kind == "Kafka")?;
        let named = kafka.spec(&["dependencies", "kRaftController", "clusterRef"])?;
        let namespace = named.text_at(&["namespace"]).unwrap_or(kafka.namespace);
        let is_it = named.text_at(&["name"]) == Some(controllers.name)
            && namespace == controllers.namespace;
        is_it.then_some(kafka)
    })
}

fn scope_of_controllers(controllers: &Resource<'_>, intake: &Intake<'_>) -> Arc<Scope> {
    match brokers_of(controllers, intake.documents()) {
        Some(kafka) => scope(kafka.namespace, kafka.name),
        None => scope(controllers.namespace, controllers.name),
    }
}

/// How many controllers vote, and what says it: the list of all of them, or the number of replicas where the
/// brokers stand in the same file. One resource of several regions is only a part of the quorum.
fn voters(controllers: &Resource<'_>, intake: &Intake<'_>) -> Option<(i64, Span)> {
    if let Some(list) = controllers.spec_member(&["controllerQuorumVoters"]) {
        return Some((list.node.items().len() as i64, list.name.span));
    }
    brokers_of(controllers, intake.documents())?;
    let replicas = controllers.spec(&["replicas"])?;
    Some((i64::from(count(replicas)?), replicas.span))
}

/// The operator takes the cluster of the topic's namespace where the topic names none.
fn only_cluster(resource: &Resource<'_>, intake: &Intake<'_>) -> Option<Arc<Scope>> {
    let mut clusters = intake
        .documents()
        .iter()
        .filter_map(|document| Resource::of(document, GROUP))
        .filter(|r| r.kind == "Kafka" && r.namespace == resource.namespace);
    let cluster = clusters.next()?;
    clusters
        .next()
        .is_none()
        .then(|| scope(cluster.namespace, cluster.name))
}
