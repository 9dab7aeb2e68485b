//! A running cluster as `kafka-lint snapshot` writes it down; its names are those of `live::snapshot`.

mod defaults;
mod state;
mod version;

use std::sync::Arc;

use super::TroubleKind;
use super::intake::{Draft, Fill, Intake};
use crate::live::snapshot::MARK;
use crate::model::{
    Entity, EntityKind, Fact, Key, Layer, Scope, Setting, StatedVersion, ValueSource, Variant,
    Written,
};
use crate::source::Span;
use crate::syntax::tree::{Member, Node, Scalar};
use defaults::TopicDefaults;
use state::Cluster;

/// The dialect's name in reports.
pub(super) const NAME: &str = "snapshot";

/// Whether bytes are such a document: its first field says so.
pub(super) fn is_one(raw: &[u8]) -> bool {
    let first = &raw[..raw.len().min(MARK.len() + 16)];
    first.trim_ascii_start().starts_with(b"{")
        && memchr::memmem::find(first, MARK.as_bytes()).is_some()
}

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    if document.get(MARK).is_none() {
        return false;
    }
    let cluster = Cluster::new(document);
    let common = Common {
        scope: scope(document, intake),
        version: stated_version(document),
    };
    for broker in list(document, "brokers") {
        add_broker(broker, &cluster, &common, intake);
    }
    let defaults = TopicDefaults::new(document, intake);
    for topic in list(document, "topics") {
        let inherited = defaults.of(topic);
        let draft = topic_of(topic, &cluster, inherited.map(|i| &**i), intake);
        let inherited = inherited.filter(|_| draft.open.is_none());
        add(draft, &common, inherited.cloned(), intake);
    }
    for group in list(document, "groups") {
        let mut draft = named(group, EntityKind::Group);
        draft.open = Some("settings of groups are not read".to_owned());
        draft.facts = state::of_group(group);
        add(draft, &common, None, intake);
    }
    for acl in list(document, "acls") {
        let mut draft = Draft::new(NAME, EntityKind::Acl, head(acl));
        let parts = acl.members().iter();
        let parts =
            parts.filter_map(|m| intake.setting(&m.name.text, &m.name, &m.node, Fill::Nobody));
        draft.settings = parts.collect();
        add(draft, &common, None, intake);
    }
    for unread in list(document, "unread") {
        let text = |name| unread.text_at(&[name]).unwrap_or_default().to_owned();
        let kind = TroubleKind::Unread {
            what: text("what"),
            why: text("why"),
            help: text("help"),
        };
        intake.trouble(kind, head(unread));
    }
    true
}

/// What all entities of the document have in common.
struct Common {
    scope: Arc<Scope>,
    version: Option<StatedVersion>,
}

fn scope(document: &Node, intake: &Intake<'_>) -> Arc<Scope> {
    let bootstrap = document
        .text_at(&["cluster", "bootstrap"])
        .unwrap_or_default();
    let name = bootstrap.split(',').next().unwrap_or_default().trim();
    let id = document
        .text_at(&["cluster", "id"])
        .unwrap_or(intake.path());
    Arc::new(Scope {
        id: format!("{NAME}:{id}"),
        name: name.to_owned(),
        because: format!("it is a running cluster, {id}"),
    })
}

/// The release whose keys the brokers have: no answer says it, but every one lists all keys that it knows.
fn stated_version(document: &Node) -> Option<StatedVersion> {
    let mut told =
        list(document, "brokers").filter_map(|broker| Some((broker, broker.get("settings")?)));
    let (broker, settings) = told.next()?;
    let release = version::of(settings.members().iter().map(|m| &*m.name.text))?;
    let id = broker.text_at(&["id"]).unwrap_or_default();
    Some(StatedVersion {
        text: format!("{}.{}", release.major, release.minor),
        platform: "apache",
        source: format!("the settings that broker {id} knows"),
    })
}

fn list<'n>(document: &'n Node, name: &str) -> impl Iterator<Item = &'n Node> {
    let items = document.get(name).map_or(&[][..], |list| list.items());
    items.iter().map(|item| &**item)
}

/// The first character of an object, which stands for the whole of it.
fn head(node: &Node) -> Span {
    match node.get("name").or_else(|| node.get("id")) {
        Some(name) => name.scalar().map_or(name.span, |scalar| scalar.span),
        None => Span::new(node.span.start, node.span.start + 1),
    }
}

fn named(node: &Node, kind: EntityKind) -> Draft {
    let mut draft = Draft::new(NAME, kind, head(node));
    let name = node.text_at(&["name"]).or_else(|| node.text_at(&["id"]));
    draft.name = name.map(str::to_owned);
    draft
}

fn add(mut draft: Draft, common: &Common, inherited: Option<Arc<Entity>>, intake: &mut Intake<'_>) {
    draft.scope = Some(Arc::clone(&common.scope));
    draft.version.clone_from(&common.version);
    draft.inherited = inherited;
    intake.add(draft);
}

fn add_broker(broker: &Node, cluster: &Cluster<'_>, common: &Common, intake: &mut Intake<'_>) {
    let mut draft = named(broker, EntityKind::Broker);
    draft.facts = cluster.of_broker(broker);
    match broker.get("settings") {
        Some(settings) => draft.settings = all(settings, intake),
        None => {
            // A node that clients see is one that hosts partitions.
            draft.variant = Some(Variant::Broker);
            draft.open = Some("its settings could not be read".to_owned());
        }
    }
    // A node with a `node.id` gives itself an equal `broker.id`, which nobody wrote.
    if draft.settings.iter().any(|s| s.key.name() == "node.id") {
        draft.settings.retain(|s| s.key.name() != "broker.id");
    }
    draft.replicas = Some(1);
    add(draft, common, None, intake);
}

fn topic_of(
    topic: &Node,
    cluster: &Cluster<'_>,
    inherited: Option<&Entity>,
    intake: &Intake<'_>,
) -> Draft {
    let mut draft = named(topic, EntityKind::Topic);
    match topic.get("settings") {
        Some(settings) => draft.settings = all(settings, intake),
        None => draft.open = Some("its settings could not be read".to_owned()),
    }
    let min_isr = match draft.open {
        Some(_) => None,
        None => state::min_isr(&draft.settings, inherited),
    };
    draft.facts = cluster.of_topic(topic, min_isr);
    draft.partitions = state::partitions(topic);
    draft
}

/// Settings with what they mask.
fn all(settings: &Node, intake: &Intake<'_>) -> Vec<Setting> {
    let mut out = Vec::with_capacity(settings.members().len());
    for member in settings.members() {
        // What a weaker layer calls by the same name stands below.
        for masked in list(&member.node, "masks").filter(|masked| masked.get("key").is_none()) {
            out.extend(setting(member, masked, intake));
        }
        out.extend(setting(member, &member.node, intake));
    }
    out
}

fn setting(member: &Member, told: &Node, intake: &Intake<'_>) -> Option<Setting> {
    let key: &Scalar = &member.name;
    let (layer, source) = source(told.text_at(&["source"])?)?;
    let hidden = told.text_at(&["hidden"]) == Some("true");
    let mut setting = match (told.get("value"), hidden) {
        (Some(value), false) => intake.setting(&key.text, key, value, Fill::Unknown)?,
        // A secret that is not set is told as one that is; by default none is.
        (_, true) if source != ValueSource::Default => {
            let mut setting = intake.unknown(&key.text, key);
            setting.value = Written::Unknown("".into());
            setting
        }
        _ => return None,
    };
    setting.key = Key::new(&key.text);
    setting.layer = layer;
    setting.source = source;
    Some(setting)
}

/// The layers by their names in the document.
fn source(name: &str) -> Option<(Layer, ValueSource)> {
    const SOURCES: [(Layer, ValueSource); 5] = [
        (Layer::DynamicTopic, ValueSource::DynamicTopic),
        (Layer::DynamicBroker, ValueSource::DynamicBroker),
        (Layer::DynamicCluster, ValueSource::DynamicCluster),
        (Layer::File, ValueSource::Static),
        (Layer::Image, ValueSource::Default),
    ];
    SOURCES
        .into_iter()
        .find(|(_, source)| source.name() == name)
}

/// A fact and its value.
type Stated = (Fact, i64);
