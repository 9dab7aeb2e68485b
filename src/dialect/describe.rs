//! What Kafka's own tools print, kept in a file: `kafka-topics --describe`, `kafka-configs --describe` with and
//! without `--all`, `kafka-acls --list`. Written by `TopicCommand`, `ConfigCommand` and `AclCommand`; the lines are
//! the same from 2.8 to 4.4.

use std::collections::HashMap;
use std::sync::Arc;

use super::acl;
use super::around::Around;
use super::intake::{Draft, Fill, Intake};
use super::{Reading, names};
use crate::catalog::{self, Component, Default as OfKafka};
use crate::model::{EntityKind, Fact, Key, Layer, Scope, Setting, ValueSource, Variant, Written};
use crate::source::{SourceFile, SourceId, Span};
use crate::syntax::tree::{Scalar, Tree};

/// The dialect's name in reports.
pub(super) const NAME: &str = "describe";

/// The name for people.
pub(super) const TITLE: &str = "output of Kafka's tools";

/// Texts of which one stands in every output.
const MARKS: [&str; 3] = [
    "PartitionCount:",
    " configs for ",
    "Current ACLs for resource",
];

/// Reads a file of output; nothing where it is none.
pub(super) fn read(source: &mut SourceFile, id: SourceId) -> Option<Reading> {
    if names::is_properties(source.path()) || !source.is_utf8() {
        return None;
    }
    let has = |mark: &&str| memchr::memmem::find(source.raw(), mark.as_bytes()).is_some();
    if !MARKS.iter().any(has) {
        return None;
    }
    let text = String::from_utf8(source.raw().to_vec()).ok()?;
    let scope = Arc::new(Scope {
        id: format!("{NAME}:{}", source.path()),
        name: String::new(),
        because: format!("what {} describes is one cluster", source.path()),
    });
    let mut around = Around::default();
    let mut intake = Intake::new(source, id, Vec::new(), &mut around);
    let mut output = Output::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end_matches(['\n', '\r']);
        output.line(&Line { text: plain, at }, &intake);
        at += line.len();
    }
    for mut described in output.all {
        described.add_defaults(&intake);
        described.drop_own_id();
        described.draft.scope = Some(Arc::clone(&scope));
        intake.add(described.draft);
    }
    let (entities, troubles) = intake.finish(&Tree::default());
    (!entities.is_empty()).then_some(Reading::Entities(entities, troubles))
}

/// A line and where it begins.
struct Line<'t> {
    text: &'t str,
    at: usize,
}

impl Line<'_> {
    fn part(&self, from: usize, to: usize) -> Scalar {
        let place = |offset: usize| (self.at + offset) as u32;
        Scalar {
            text: self.text[from..to].into(),
            span: Span::new(place(from), place(to)),
            map: None,
            quoted: true,
        }
    }

    /// What stands between two texts, without blanks around it.
    fn between(&self, before: &str, after: &str) -> Option<Scalar> {
        let from = self.text.find(before)? + before.len();
        let length = match after {
            "" => self.text.len() - from,
            after => self.text[from..].find(after)?,
        };
        Some(self.trimmed(from, from + length))
    }

    /// The fields of an object as Kafka prints it: `Name(a=1, b=2)`. A value may hold what stands before the next
    /// field, so they are looked for from the end. Nothing where one is not there.
    fn fields(
        &self,
        object: &Scalar,
        open: &str,
        names: &[(&str, &str)],
        intake: &Intake<'_>,
    ) -> Vec<Setting> {
        let from = object.span.start as usize - self.at + open.len();
        let inside = object
            .text
            .strip_prefix(open)
            .and_then(|t| t.strip_suffix(')'));
        let Some(inside) = inside else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(names.len());
        let mut end = inside.len();
        for (at, (name, part)) in names.iter().enumerate().rev() {
            let start = match at {
                0 => inside.starts_with(name).then_some(0),
                _ => inside[..end].rfind(&format!(", {name}=")).map(|at| at + 2),
            };
            let Some(start) = start.filter(|start| start + name.len() < end) else {
                return Vec::new();
            };
            let equals = start + name.len();
            out.push(intake.written(
                part,
                &self.part(from + start, from + equals),
                &self.part(from + equals + 1, from + end),
                Fill::Nobody,
            ));
            end = start.saturating_sub(2);
        }
        out.reverse();
        out
    }

    fn trimmed(&self, from: usize, to: usize) -> Scalar {
        let inside = &self.text[from..to];
        let start = from + (inside.len() - inside.trim_start().len());
        self.part(start, start + inside.trim().len())
    }
}

/// All that was described so far; the last one is what the next lines are about.
#[derive(Default)]
struct Output {
    all: Vec<Described>,
    /// Where each one is, as one thing is described in several places.
    known: HashMap<(EntityKind, Box<str>), usize>,
    current: Option<usize>,
    /// What the access rules that follow are about.
    resource: Vec<Setting>,
}

struct Described {
    draft: Draft,
    /// Whether all of its keys were printed, not only those that the cluster keeps.
    whole: bool,
}

/// The first words of the sections of `ConfigCommand`, and whether all keys follow.
const SECTIONS: [(&str, bool); 2] = [("Dynamic configs for ", false), ("All configs for ", true)];

/// What stands before the resource of access rules, and before their principal.
const ACLS: &str = "Current ACLs for resource `";
const PRINCIPAL: &str = "(principal=";

/// The fields of Kafka's `ResourcePattern` and `AccessControlEntry`, each with the part that it is.
const RESOURCE: &[(&str, &str)] = &[
    ("resourceType", acl::RESOURCE_TYPE),
    ("name", acl::RESOURCE_NAME),
    ("patternType", acl::PATTERN_TYPE),
];
const ENTRY: &[(&str, &str)] = &[
    ("principal", acl::PRINCIPAL),
    ("host", acl::HOST),
    ("operation", acl::OPERATION),
    ("permissionType", acl::PERMISSION),
];

/// The words for kinds there.
const KINDS: [(&str, EntityKind); 4] = [
    ("topic ", EntityKind::Topic),
    ("broker ", EntityKind::Broker),
    ("group ", EntityKind::Group),
    ("client-metric ", EntityKind::ClientMetrics),
];

const OF_ALL_BROKERS: &str = "Default configs for brokers in the cluster are:";

impl Output {
    fn line(&mut self, line: &Line<'_>, intake: &Intake<'_>) {
        if line.text.starts_with("  ") && line.text.contains(" synonyms={") {
            if let Some(current) = self.current {
                self.all[current].setting(line, intake);
            }
            return;
        }
        if line.text.contains("PartitionCount:") {
            self.topic(line, intake);
        } else if line.text.contains(" configs for ") {
            self.current = None;
            self.section(line);
            self.quota(line, intake);
        } else if let Some(resource) = line.between(ACLS, "`") {
            self.current = None;
            self.resource = line.fields(&resource, "ResourcePattern(", RESOURCE, intake);
        } else if line.text.trim_start().starts_with(PRINCIPAL) {
            self.acl(line, intake);
        }
    }

    /// The thing of a kind and name, new or described before.
    fn find(&mut self, kind: EntityKind, name: &Scalar) -> &mut Described {
        let all = &mut self.all;
        let entry = self.known.entry((kind, name.text.clone()));
        let index = *entry.or_insert_with(|| {
            let mut draft = Draft::new(NAME, kind, name.span);
            draft.name = Some(name.text.to_string());
            all.push(Described {
                draft,
                whole: false,
            });
            all.len() - 1
        });
        self.current = Some(index);
        &mut self.all[index]
    }

    /// `Topic: orders  TopicId: …  PartitionCount: 3  ReplicationFactor: 3  Configs: a=b,c=d`.
    fn topic(&mut self, line: &Line<'_>, intake: &Intake<'_>) {
        let name = line
            .between("Topic:", "TopicId:")
            .or_else(|| line.between("Topic:", "PartitionCount:"));
        let partitions = line.between("PartitionCount:", "ReplicationFactor:");
        let (Some(name), Some(partitions)) = (name.filter(|n| !n.text.is_empty()), partitions)
        else {
            return;
        };
        let rest = line.between("ReplicationFactor:", "Configs:");
        let replicas = rest.or_else(|| line.between("ReplicationFactor:", ""));
        let configs = line
            .between("Configs:", "MarkedForDeletion:")
            .or_else(|| line.between("Configs:", ""));
        let topic = self.find(EntityKind::Topic, &name);
        let facts = [
            (Fact::Partitions, Some(partitions)),
            (Fact::ReplicationFactor, replicas),
        ];
        for (fact, number) in facts {
            let number = number.and_then(|scalar| scalar.text.parse().ok());
            topic
                .draft
                .facts
                .extend(number.map(|number| (fact, number)));
        }
        if let Some(configs) = configs {
            let from = configs.span.start as usize - line.at;
            let pairs = pairs(&configs.text, ",", |key| {
                catalog::key_id(key)
                    .is_some_and(|id| catalog::history(Component::Topic, id).next().is_some())
            });
            for (start, end) in pairs {
                topic.pair(line, from + start, from + end, intake);
            }
        }
        self.current = None;
    }

    /// `(principal=User:orders, host=*, operation=WRITE, permissionType=ALLOW)`, below its resource.
    fn acl(&mut self, line: &Line<'_>, intake: &Intake<'_>) {
        let whole = line.trimmed(0, line.text.len());
        let mut draft = Draft::new(NAME, EntityKind::Acl, whole.span);
        draft.settings.clone_from(&self.resource);
        draft
            .settings
            .extend(line.fields(&whole, "(", ENTRY, intake));
        self.all.push(Described { draft, whole: true });
    }

    fn section(&mut self, line: &Line<'_>) {
        let told = SECTIONS.iter().find_map(|(words, whole)| {
            let from = line.text.find(words)? + words.len();
            Some((from, *whole))
        });
        if let Some((from, whole)) = told {
            let rest = &line.text[from..];
            let kind = KINDS.iter().find(|(word, _)| rest.starts_with(word));
            let (Some((word, kind)), Some(end)) = (kind, rest.rfind(" are:")) else {
                return;
            };
            let name = line.trimmed(from + word.len(), from + end.max(word.len()));
            let described = self.find(*kind, &name);
            described.whole |= whole;
            described.say_what_is_missing();
        } else if let Some(at) = line.text.find(OF_ALL_BROKERS) {
            let name = line.part(at, at + "Default".len());
            let described = self.find(EntityKind::Broker, &name);
            described.say_what_is_missing();
        }
    }

    /// `Quota configs for user-principal 'alice' are producer_byte_rate=1024.0, request_percentage=50.0`.
    fn quota(&mut self, line: &Line<'_>, intake: &Intake<'_>) {
        let Some(name) = line.between("Quota configs for ", " are ") else {
            return;
        };
        let Some(configs) = line.between(" are ", "") else {
            return;
        };
        let from = configs.span.start as usize - line.at;
        let quota = self.find(EntityKind::Quota, &name);
        for (start, end) in pairs(&configs.text, ", ", |_| true) {
            quota.pair(line, from + start, from + end, intake);
        }
        self.current = None;
    }
}

/// Where the pairs of a text begin and end. A part that is no pair with a key belongs to the value before:
/// `cleanup.policy=compact,delete,retention.ms=1`.
fn pairs(text: &str, separator: &str, is_key: impl Fn(&str) -> bool) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for part in text.split(separator) {
        let end = at + part.len();
        let starts = part.split_once('=').is_some_and(|(key, _)| is_key(key));
        match out.last_mut() {
            Some(last) if !starts => last.1 = end,
            _ if starts => out.push((at, end)),
            _ => {}
        }
        at = end + separator.len();
    }
    out
}

/// Where a value comes from, as `DescribeConfigsResponse` names it.
fn source(name: &str) -> Option<(Layer, ValueSource)> {
    Some(match name {
        "DYNAMIC_TOPIC_CONFIG" | "DYNAMIC_GROUP_CONFIG" | "DYNAMIC_CLIENT_METRICS_CONFIG" => {
            (Layer::DynamicTopic, ValueSource::DynamicTopic)
        }
        "DYNAMIC_BROKER_CONFIG" => (Layer::DynamicBroker, ValueSource::DynamicBroker),
        "DYNAMIC_DEFAULT_BROKER_CONFIG" => (Layer::DynamicCluster, ValueSource::DynamicCluster),
        "STATIC_BROKER_CONFIG" => (Layer::File, ValueSource::Static),
        _ => return None,
    })
}

impl Described {
    /// `  key=value sensitive=false synonyms={SOURCE:key=value, …}`; the first synonym is the one that decides.
    fn setting(&mut self, line: &Line<'_>, intake: &Intake<'_>) {
        let text = line.text;
        let from = text.len() - text.trim_start().len();
        let (Some(end), Some(equals)) = (text.rfind(" sensitive="), text.find('=')) else {
            return;
        };
        if equals >= end {
            return;
        }
        let is_secret = text[end..].starts_with(" sensitive=true");
        let synonym = text.find("synonyms={").map(|at| &text[at + 10..]);
        let origin = synonym
            .and_then(|s| s.split_once(':'))
            .map(|(name, _)| name);
        let stated = origin.and_then(source);
        let own = |source: ValueSource| match self.draft.kind {
            // What a topic or group has from its brokers was not said of it.
            EntityKind::Topic | EntityKind::Group => source == ValueSource::DynamicTopic,
            _ => true,
        };
        let (layer, source) = match stated {
            Some((layer, source)) if own(source) => (layer, source),
            Some(_) => (Layer::Image, ValueSource::Inherited),
            None => (Layer::Image, ValueSource::Default),
        };
        let mut setting = self.make(line, from, equals, end, intake);
        if &line.text[equals + 1..end] == "null" {
            // A secret is shown as null; where it has no source, it is none.
            if !is_secret || stated.is_none() {
                return;
            }
            setting.value = Written::Unknown("".into());
        }
        setting.layer = layer;
        setting.source = source;
        self.draft.settings.push(setting);
    }

    fn pair(&mut self, line: &Line<'_>, start: usize, end: usize, intake: &Intake<'_>) {
        let Some(equals) = line.text[start..end].find('=') else {
            return;
        };
        let mut setting = self.make(line, start, start + equals, end, intake);
        setting.layer = Layer::DynamicTopic;
        setting.source = ValueSource::DynamicTopic;
        self.draft.settings.push(setting);
    }

    fn make(
        &self,
        line: &Line<'_>,
        start: usize,
        equals: usize,
        end: usize,
        intake: &Intake<'_>,
    ) -> Setting {
        let name = line.part(start, equals);
        intake.written(
            &name.text,
            &name,
            &line.part(equals + 1, end),
            Fill::Unknown,
        )
    }

    /// What was not printed may be anything: output is cut, and nulls are left out.
    fn say_what_is_missing(&mut self) {
        let kind = self.draft.kind;
        self.draft.open = match (kind, self.whole) {
            (EntityKind::Broker, true) => Some("what was not printed is not known"),
            (EntityKind::Broker | EntityKind::Group, false) => {
                Some("only what the cluster keeps was printed; --all prints the rest")
            }
            _ => None,
        }
        .map(str::to_owned);
        self.draft.variant = (kind == EntityKind::Broker && !self.whole).then_some(Variant::Broker);
    }

    /// A node with a `node.id` gives itself an equal `broker.id`, which nobody wrote.
    fn drop_own_id(&mut self) {
        let has = |name| self.draft.settings.iter().any(|s| s.key.name() == name);
        if self.draft.kind == EntityKind::Broker && has("node.id") {
            self.draft.settings.retain(|s| s.key.name() != "broker.id");
        }
    }

    /// `kafka-topics` prints all that is not Kafka's default. Which default that is says the release, so only
    /// those are known that no release ever changed.
    fn add_defaults(&mut self, intake: &Intake<'_>) {
        if self.whole || self.draft.facts.is_empty() {
            return;
        }
        let header = self.draft.header;
        let newest = catalog::newest_read(Component::Topic);
        for definition in catalog::definitions(Component::Topic, newest) {
            let mut defaults =
                catalog::history(Component::Topic, definition.key).map(|(_, _, d)| d.default);
            let Some(OfKafka::Text(text)) = defaults.next() else {
                continue;
            };
            let key = Key::Known(definition.key);
            let is_set = self.draft.settings.iter().any(|s| s.key == key);
            if is_set || defaults.any(|other| other != OfKafka::Text(text)) {
                continue;
            }
            let mut setting = intake.derived(key.name(), text, header, Layer::Image);
            setting.source = ValueSource::Default;
            self.draft.settings.push(setting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_belong_to_values_unless_a_key_follows() {
        let text =
            "cleanup.policy=compact,delete,leader.replication.throttled.replicas=0:1,0:2,x=1";
        let is_key = |key: &str| key.contains('.');
        let found: Vec<&str> = pairs(text, ",", is_key)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .collect();
        assert_eq!(
            found,
            [
                "cleanup.policy=compact,delete",
                "leader.replication.throttled.replicas=0:1,0:2,x=1"
            ]
        );
        assert_eq!(pairs("", ",", is_key), []);
    }
}
