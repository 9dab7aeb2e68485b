//! `KafkaConnect`, `KafkaConnector` and `KafkaBridge`: what connects to a cluster.

use super::filter::{BRIDGE, BRIDGE_CONSUMER, CONNECT, CONNECTOR, Filter};
use super::{behind, config, draft, fields, is_v1};
use crate::dialect::intake::{Fill, Intake};
use crate::dialect::kubernetes::{Resource, count, stated_version};
use crate::model::{EntityKind, Layer, Setting};
use crate::source::Span;
use crate::syntax::tree::Node;

/// Fields of a worker, each with its key.
pub(super) const WORKER_FIELDS: &[(&str, &str)] = &[
    ("bootstrapServers", "bootstrap.servers"),
    ("groupId", "group.id"),
    ("configStorageTopic", "config.storage.topic"),
    ("offsetStorageTopic", "offset.storage.topic"),
    ("statusStorageTopic", "status.storage.topic"),
];

/// What a worker has without being told.
const WORKER_DEFAULTS: &[(&str, &str)] = &[
    (
        "key.converter",
        "org.apache.kafka.connect.json.JsonConverter",
    ),
    (
        "value.converter",
        "org.apache.kafka.connect.json.JsonConverter",
    ),
];

/// The same before the names had fields of their own.
const OLD_WORKER_DEFAULTS: &[(&str, &str)] = &[
    ("group.id", "connect-cluster"),
    ("offset.storage.topic", "connect-cluster-offsets"),
    ("config.storage.topic", "connect-cluster-configs"),
    ("status.storage.topic", "connect-cluster-status"),
];

/// Prefixes of a worker's clients; its own settings have none.
const WORKER_CLIENTS: &[&str] = &["", "producer.", "consumer.", "admin."];

/// What an authentication is called, with its mechanism.
const MECHANISMS: &[(&str, &str)] = &[
    ("plain", "PLAIN"),
    ("scram-sha-256", "SCRAM-SHA-256"),
    ("scram-sha-512", "SCRAM-SHA-512"),
    ("oauth", "OAUTHBEARER"),
];

pub(super) fn read_connect(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(spec) = resource.spec(&[]) else {
        return;
    };
    let mut draft = draft(resource, EntityKind::ConnectDistributed);
    draft.settings = config(spec.at(&["config"]), &CONNECT, is_v1(resource), &[], intake);
    draft.settings.extend(fields(spec, WORKER_FIELDS, intake));
    let at = draft.header;
    let old = OLD_WORKER_DEFAULTS.iter().filter(|_| !is_v1(resource));
    let defaults = WORKER_DEFAULTS.iter().chain(old);
    draft
        .settings
        .extend(defaults.map(|(key, value)| intake.derived(key, value, at, Layer::Image)));
    add_worker_settings(spec, at, &mut draft.settings, intake);
    draft.scope = behind(spec.text_at(&["bootstrapServers"]), resource.namespace);
    draft.version = stated_version(spec.at(&["version"]), "apache", "version", intake);
    draft.replicas = spec.get("replicas").and_then(|node| count(node));
    draft.open = spec
        .get("bootstrapServers")
        .is_none()
        .then(|| "the resource is a part of one whose rest stands elsewhere".to_owned());
    intake.add(draft);
}

/// What the operator writes for the workers of Connect and MirrorMaker 2.
pub(super) fn add_worker_settings(
    spec: &Node,
    at: Span,
    settings: &mut Vec<Setting>,
    intake: &Intake<'_>,
) {
    settings.push(intake.imposed("plugin.path", Some("/opt/kafka/plugins"), at));
    settings.push(intake.imposed("rest.advertised.host.name", None, at));
    settings.extend(connection(spec, WORKER_CLIENTS, at, intake));
}

pub(super) fn read_connector(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(spec) = resource.spec(&[]) else {
        return;
    };
    let mut draft = draft(resource, EntityKind::Connector);
    if let Some(name) = resource
        .node
        .at(&["metadata"])
        .and_then(|metadata| metadata.member("name"))
    {
        draft
            .settings
            .extend(intake.setting("name", &name.name, &name.node, Fill::Unknown));
    }
    let table = [("class", "connector.class"), ("tasksMax", "tasks.max")];
    draft.settings.extend(fields(spec, &table, intake));
    let written = config(
        spec.at(&["config"]),
        &CONNECTOR,
        is_v1(resource),
        &[],
        intake,
    );
    draft.settings.extend(written);
    if spec.get("class").is_none() {
        draft.open = Some("the resource is a part of one whose rest stands elsewhere".to_owned());
    }
    intake.add(draft);
}

pub(super) fn read_bridge(resource: &Resource<'_>, intake: &mut Intake<'_>) {
    let Some(spec) = resource.spec(&[]) else {
        return;
    };
    let kinds: [(&str, EntityKind, &Filter); 3] = [
        ("producer", EntityKind::Producer, &BRIDGE),
        ("consumer", EntityKind::Consumer, &BRIDGE_CONSUMER),
        ("adminClient", EntityKind::Admin, &BRIDGE),
    ];
    for (field, kind, filter) in kinds {
        let Some(member) = spec.member(field) else {
            continue;
        };
        let at = member.name.span;
        let mut draft = draft(resource, kind);
        draft.header = at;
        draft.settings = config(member.node.at(&["config"]), filter, false, &[], intake);
        let table = [("bootstrapServers", "bootstrap.servers")];
        draft.settings.extend(fields(spec, &table, intake));
        draft.settings.extend(connection(spec, &[""], at, intake));
        if kind == EntityKind::Consumer {
            draft.settings.push(intake.imposed("group.id", None, at));
        }
        draft.scope = behind(spec.text_at(&["bootstrapServers"]), resource.namespace);
        intake.add(draft);
    }
}

/// How clients connect, as `tls` and `authentication` say, for each of several prefixes.
pub(super) fn connection(
    node: &Node,
    prefixes: &[&str],
    at: Span,
    intake: &Intake<'_>,
) -> Vec<Setting> {
    let tls = node.get("tls");
    let authentication = node.get("authentication");
    let kind = authentication.and_then(|a| a.text_at(&["type"]));
    let mechanism = MECHANISMS
        .iter()
        .find(|(name, _)| kind == Some(name))
        .map(|(_, mechanism)| *mechanism);
    let sasl =
        mechanism.is_some() || authentication.and_then(|a| a.text_at(&["sasl"])) == Some("true");
    let protocol = match (sasl, tls.is_some()) {
        (false, false) => "PLAINTEXT",
        (false, true) => "SSL",
        (true, false) => "SASL_PLAINTEXT",
        (true, true) => "SASL_SSL",
    };
    let mut own: Vec<(&str, Option<&str>)> = vec![("security.protocol", Some(protocol))];
    if tls.is_some_and(|tls| tls.get("trustedCertificates").is_some()) {
        own.push(("ssl.truststore.type", Some("PEM")));
        own.push(("ssl.truststore.certificates", None));
    }
    if kind == Some("tls") {
        own.push(("ssl.keystore.type", Some("PEM")));
        own.push(("ssl.keystore.certificate.chain", None));
        own.push(("ssl.keystore.key", None));
    }
    if sasl {
        own.push(("sasl.mechanism", mechanism));
        own.push(("sasl.jaas.config", None));
    }
    if mechanism == Some("OAUTHBEARER") || kind == Some("custom") {
        own.push(("sasl.login.callback.handler.class", None));
    }
    let mut out = Vec::new();
    for prefix in prefixes {
        for (key, value) in &own {
            out.push(intake.imposed(&format!("{prefix}{key}"), *value, at));
        }
    }
    out
}
