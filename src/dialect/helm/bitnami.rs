//! Bitnami's chart: flat values until 23, a text of properties until 31, mappings since.

use super::draft;
use crate::dialect::images;
use crate::dialect::intake::{Fill, Intake};
use crate::dialect::kubernetes::{self, count};
use crate::dialect::recognise::{Recognised, recognise};
use crate::model::{EntityKind, Fact, Setting, StatedVersion, Variant};
use crate::project::ReadAs;
use crate::source::Span;
use crate::syntax::tree::{Member, Node, Value};

/// Values of Bitnami's chart until 23, each with its key.
const FLAT: &[(&str, &str)] = &[
    ("deleteTopicEnable", "delete.topic.enable"),
    ("autoCreateTopicsEnable", "auto.create.topics.enable"),
    ("logFlushIntervalMessages", "log.flush.interval.messages"),
    ("logFlushIntervalMs", "log.flush.interval.ms"),
    ("logRetentionBytes", "log.retention.bytes"),
    (
        "logRetentionCheckIntervalMs",
        "log.retention.check.interval.ms",
    ),
    ("logRetentionHours", "log.retention.hours"),
    ("logSegmentBytes", "log.segment.bytes"),
    ("logsDirs", "log.dirs"),
    ("maxMessageBytes", "message.max.bytes"),
    ("defaultReplicationFactor", "default.replication.factor"),
    (
        "offsetsTopicReplicationFactor",
        "offsets.topic.replication.factor",
    ),
    (
        "transactionStateLogReplicationFactor",
        "transaction.state.log.replication.factor",
    ),
    ("transactionStateLogMinIsr", "transaction.state.log.min.isr"),
    ("numIoThreads", "num.io.threads"),
    ("numNetworkThreads", "num.network.threads"),
    ("numPartitions", "num.partitions"),
    (
        "numRecoveryThreadsPerDataDir",
        "num.recovery.threads.per.data.dir",
    ),
    ("socketReceiveBufferBytes", "socket.receive.buffer.bytes"),
    ("socketRequestMaxBytes", "socket.request.max.bytes"),
    ("socketSendBufferBytes", "socket.send.buffer.bytes"),
    (
        "zookeeperConnectionTimeoutMs",
        "zookeeper.connection.timeout.ms",
    ),
    ("authorizerClassName", "authorizer.class.name"),
    (
        "allowEveryoneIfNoAclFound",
        "allow.everyone.if.no.acl.found",
    ),
    ("superUsers", "super.users"),
];

/// Where properties stand, as a text or as a mapping.
const PROPERTIES: [&str; 4] = [
    "config",
    "extraConfig",
    "extraConfigYaml",
    "overrideConfiguration",
];

/// Values that only a chart of Kafka's has beside its properties.
pub(super) const COMPANIONS: &[&str] = &[
    "broker",
    "controller",
    "externalAccess",
    "heapOpts",
    "interBrokerProtocolVersion",
    "kraft",
    "listeners",
    "provisioning",
    "zookeeper",
];

/// Whether these are the values of Bitnami's chart: its image, or settings of brokers where it has them.
pub(super) fn is_one(values: &Node, intake: &Intake<'_>) -> bool {
    if !COMPANIONS.iter().any(|name| values.get(name).is_some())
        && values.get("replicaCount").is_none()
    {
        return false;
    }
    let image = values.text_at(&["image", "repository"]);
    let named = image
        .and_then(images::find)
        .is_some_and(|image| image.kind == EntityKind::Broker && image.versions == Some("apache"));
    let flat = FLAT
        .iter()
        .filter(|(name, _)| values.get(name).is_some_and(|node| node.scalar().is_some()));
    named || flat.count() >= 2 || {
        let roles = ["controller", "broker"].map(|role| values.at(&[role]));
        let places = roles.into_iter().flatten().chain([values]);
        places.into_iter().any(|place| {
            let settings = properties(place, intake);
            let keys = settings.iter().map(|setting| setting.key.name());
            matches!(
                recognise("server.properties", keys),
                Recognised::Kind(ReadAs::Broker)
            )
        })
    }
}

pub(super) fn read(values: &Node, name: &str, header: Span, intake: &mut Intake<'_>) {
    let mut common = flat(values, intake);
    common.extend(properties(values, intake));
    let version = version(values, intake);
    let mut roles: Vec<(Option<&Member>, Variant)> = Vec::new();
    for (role, variant) in [("controller", Variant::Both), ("broker", Variant::Broker)] {
        let Some(member) = values.member(role) else {
            continue;
        };
        let only = member.node.text_at(&["controllerOnly"]) == Some("true");
        let has_own = !properties(&member.node, intake).is_empty()
            || member.node.get("replicaCount").and_then(|n| n.number()) > Some(0);
        if has_own {
            roles.push((
                Some(member),
                if only { Variant::Controller } else { variant },
            ));
        }
    }
    if roles.is_empty() {
        roles.push((None, Variant::Broker));
    }
    let brokers = brokers(values);
    for (member, variant) in roles {
        let mut draft = draft(EntityKind::Broker, header);
        draft
            .facts
            .extend(brokers.map(|count| (Fact::Brokers, count)));
        draft.variant = Some(variant);
        draft.settings.clone_from(&common);
        draft.name = Some(name.to_owned());
        let mut replicas = values.at(&["replicaCount"]);
        if let Some(member) = member {
            draft.header = member.name.span;
            draft.name = Some(format!("{name}-{}", member.name.text));
            draft.settings.extend(properties(&member.node, intake));
            replicas = member.node.at(&["replicaCount"]);
        }
        draft.replicas = replicas.and_then(count);
        draft.version.clone_from(&version);
        if !draft.settings.is_empty() {
            intake.add(draft);
        }
    }
    read_topics(values, intake);
}

/// How many brokers the release has, where both groups of nodes say how many they are: what one leaves out is the
/// chart's or another file's to say.
fn brokers(values: &Node) -> Option<i64> {
    let of = |role: &str| values.at(&[role, "replicaCount"])?.number();
    let only = values.text_at(&["controller", "controllerOnly"]) == Some("true");
    let (controllers, brokers) = (of("controller")?, of("broker")?);
    let count = if only { brokers } else { controllers + brokers };
    (count > 0).then_some(count)
}

/// The chart writes a leading `_` away, which keeps Helm from writing large numbers with an exponent.
fn flat(values: &Node, intake: &Intake<'_>) -> Vec<Setting> {
    FLAT.iter()
        .filter_map(|(name, key)| {
            let member = values.member(name)?;
            let scalar = member.node.scalar()?;
            let Some(rest) = scalar.text.strip_prefix('_') else {
                return kubernetes::setting(key, member, intake);
            };
            let from = scalar.text.len() - rest.len();
            let value = scalar.part(from..scalar.text.len());
            Some(intake.written(key, &member.name, &value, Fill::Unknown))
        })
        .collect()
}

fn properties(place: &Node, intake: &Intake<'_>) -> Vec<Setting> {
    let mut out = Vec::new();
    for name in PROPERTIES {
        let Some(node) = place.get(name) else {
            continue;
        };
        match &node.value {
            Value::Scalar(text) => out.extend(intake.properties(text, Fill::Unknown)),
            Value::Map(_) => out.extend(kubernetes::settings(Some(node), intake)),
            _ => {}
        }
    }
    out
}

fn version(values: &Node, intake: &Intake<'_>) -> Option<StatedVersion> {
    let image = values.get("image")?;
    let repository = image.text_at(&["repository"]).unwrap_or("bitnami/kafka");
    let platform = images::find(repository)?.versions?;
    kubernetes::stated_version(image.at(&["tag"]), platform, "image.tag", intake)
}

fn read_topics(values: &Node, intake: &mut Intake<'_>) {
    let Some(provisioning) = values.at(&["provisioning"]) else {
        return;
    };
    if provisioning.text_at(&["enabled"]) == Some("false") {
        return;
    }
    let topics = provisioning
        .get("topics")
        .into_iter()
        .flat_map(|t| t.items());
    for topic in topics {
        let Some(name) = topic.at(&["name"]).and_then(Node::scalar) else {
            continue;
        };
        let mut draft = draft(EntityKind::Topic, name.span);
        draft.name = Some(name.text.to_string());
        for (field, default, fact) in [
            ("partitions", "numPartitions", Fact::Partitions),
            (
                "replicationFactor",
                "replicationFactor",
                Fact::ReplicationFactor,
            ),
        ] {
            let number = topic.get(field).or_else(|| provisioning.get(default));
            let number = number.and_then(|node| node.number()).filter(|n| *n > 0);
            draft.facts.extend(number.map(|n| (fact, n)));
        }
        draft.settings = kubernetes::settings(topic.at(&["config"]), intake);
        intake.add(draft);
    }
}
