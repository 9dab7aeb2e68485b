//! From a block to an entity.

use std::sync::Arc;

use super::super::intake::{Draft, FILLED, Fill, Intake};
use super::NAME;
use super::resources::{Form, MSK_CLUSTER, MSK_EXPRESS, PARTS, Resource};
use super::value::{Entry, Evaluator, Value};
use crate::catalog;
use crate::model::{EntityKind, Fact, Scope, Setting, StatedVersion};
use crate::source::SourceId;
use crate::syntax::hcl::{Block, Body, Kind};
use crate::syntax::tree::Scalar;

/// Reads the resources of one file.
pub(super) struct Reader<'s, 'm> {
    pub(super) intake: Intake<'s>,
    pub(super) evaluator: Evaluator<'m>,
    pub(super) body: &'m Body,
    /// Whether the file has more than one cluster, so that its topics could be of either.
    pub(super) several_clusters: bool,
}

/// More copies of one resource than this say nothing new.
const MOST_ROUNDS: usize = 10_000;

impl Reader<'_, '_> {
    fn value(&self, body: &Body, name: &str) -> Value {
        match body.get(name) {
            Some(attribute) => self.evaluator.value(self.intake.id(), &attribute.value),
            None => Value::Null,
        }
    }

    /// Reads a resource once, or once for each of its `for_each`.
    pub(super) fn rounds(&mut self, block: &Block, resource: &'static Resource) {
        let id = self.intake.id();
        if self.value(&block.body, "count").number() == Some(0) {
            return;
        }
        let rounds = match self.value(&block.body, "for_each") {
            Value::Null => {
                self.read(block, resource);
                return;
            }
            Value::Map { entries, open } => {
                let mut rounds: Vec<_> = entries
                    .into_iter()
                    .map(|entry| (Value::Scalar(entry.source, entry.name), entry.value))
                    .collect();
                if open {
                    rounds.push(unknown_round(id, block));
                }
                rounds
            }
            Value::List(items) => items.into_iter().map(|i| (i.clone(), i)).collect(),
            _ => vec![unknown_round(id, block)],
        };
        for round in rounds.into_iter().take(MOST_ROUNDS) {
            self.evaluator.each(Some(round));
            self.read(block, resource);
        }
        self.evaluator.each(None);
    }

    fn read(&mut self, block: &Block, resource: &'static Resource) {
        let label = block.labels.last().unwrap_or(&block.name);
        let mut draft = Draft::new(NAME, resource.kind, label.span);
        let name = self.value(&block.body, resource.named_by);
        draft.name = match (name.text(), resource.kind) {
            (Some(name), _) => Some(name.to_owned()),
            (None, EntityKind::Broker) => Some(label.text.to_string()),
            (None, _) => None,
        };
        draft.open = resource.open.map(str::to_owned);
        self.facts(block, resource, &mut draft);
        draft.settings = self.settings(block, resource, &mut draft.open);
        if resource.kind == EntityKind::Connector {
            // The provider puts the name into the settings.
            let has_name = draft.settings.iter().any(|s| s.key.name() == "name");
            let name = block.body.get(resource.named_by).filter(|_| !has_name);
            let entry = name.map(|attribute| Entry {
                source: self.intake.id(),
                name: attribute.name.clone(),
                value: self.value(&block.body, resource.named_by),
            });
            draft
                .settings
                .extend(entry.and_then(|entry| self.setting(&entry, resource)));
        }
        let cluster = match resource.form {
            Form::Properties => self.cluster_of(block),
            _ => Some(block),
        };
        for (layer, key, value) in resource.own {
            let derived = self.intake.derived(key, value, label.span, *layer);
            draft.settings.push(derived);
        }
        if resource.platform == "msk" && cluster.is_some_and(|cluster| self.is_express(cluster)) {
            for (layer, key, value) in MSK_EXPRESS {
                let derived = self.intake.derived(key, value, label.span, *layer);
                draft.settings.push(derived);
            }
        }
        if resource.kind == EntityKind::Broker {
            let count = cluster.map(|c| self.value(&c.body, "number_of_broker_nodes"));
            let count = count.and_then(|count| count.number());
            draft.replicas = count.and_then(|n| u32::try_from(n).ok());
        }
        draft.version = self.version(block, resource, cluster);
        draft.scope = Some(Arc::new(self.scope(label, resource)));
        self.intake.add(draft);
    }

    fn scope(&self, label: &Scalar, resource: &Resource) -> Scope {
        let path = self.intake.path();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut id = format!("terraform:{folder}");
        if self.several_clusters && resource.kind == EntityKind::Broker {
            id = format!("{id}#{}", label.text);
        }
        Scope {
            id,
            name: folder.rsplit('/').next().unwrap_or_default().to_owned(),
            because: match folder {
                "" => "the resources of one module are one cluster".to_owned(),
                folder => format!("the resources of the module {folder} are one cluster"),
            },
        }
    }

    fn facts(&self, block: &Block, resource: &Resource, draft: &mut Draft) {
        if resource.kind != EntityKind::Topic {
            return;
        }
        let partitions = match self.value(&block.body, resource.partitions) {
            Value::Null => resource.default_partitions,
            value => value.number(),
        };
        let replicas = match resource.fixed_replicas {
            Some(fixed) => Some(fixed),
            // -1 leaves it to the brokers.
            None => self
                .value(&block.body, resource.replication)
                .number()
                .filter(|n| *n > 0),
        };
        let facts = [
            (Fact::Partitions, partitions),
            (Fact::ReplicationFactor, replicas),
        ];
        draft
            .facts
            .extend(facts.into_iter().filter_map(|(fact, n)| Some((fact, n?))));
    }

    /// The settings of a block; says in `open` where there may be more.
    fn settings(
        &self,
        block: &Block,
        resource: &Resource,
        open: &mut Option<String>,
    ) -> Vec<Setting> {
        let mut body = &block.body;
        for (at, name) in resource.settings.iter().enumerate() {
            if let Some(inner) = body.blocks(name).next() {
                body = &inner.body;
                continue;
            }
            if body
                .blocks("dynamic")
                .any(|b| b.labels.iter().any(|l| l.text == (*name).into()))
            {
                *open = Some("the settings come from elsewhere".to_owned());
                return Vec::new();
            }
            let value = self.value(body, name);
            return match at + 1 == resource.settings.len() {
                true => self.of_value(&value, resource, open),
                false => Vec::new(),
            };
        }
        let id = self.intake.id();
        let entries = body.attributes.iter().map(|attribute| Entry {
            source: id,
            name: attribute.name.clone(),
            value: self.evaluator.value(id, &attribute.value),
        });
        entries
            .filter_map(|entry| self.setting(&entry, resource))
            .collect()
    }

    fn of_value(
        &self,
        value: &Value,
        resource: &Resource,
        open: &mut Option<String>,
    ) -> Vec<Setting> {
        match value {
            Value::Map {
                entries,
                open: more,
            } => {
                if *more {
                    *open = Some("settings of a map from elsewhere join these".to_owned());
                }
                let entries = entries.iter();
                entries
                    .filter_map(|entry| self.setting(entry, resource))
                    .collect()
            }
            Value::Scalar(source, text) if resource.form == Form::Properties => {
                let settings = self.intake.properties(text, Fill::Unknown).into_iter();
                settings.map(|s| Intake::moved(s, *source)).collect()
            }
            Value::Null => Vec::new(),
            _ => {
                *open = Some("the settings come from elsewhere".to_owned());
                Vec::new()
            }
        }
    }

    fn setting(&self, entry: &Entry, resource: &Resource) -> Option<Setting> {
        let key = match resource.form {
            Form::Snake => entry.name.text.replace('_', "."),
            Form::Acl => {
                let mut parts = PARTS.iter();
                let (_, part) = parts.find(|(name, _)| *name == &*entry.name.text)?;
                (*part).to_owned()
            }
            Form::Keys | Form::Properties => entry.name.text.to_string(),
        };
        if resource.has_own_keys && catalog::key_id(&key).is_none() {
            return None;
        }
        let (source, span) = match &entry.value {
            Value::Scalar(source, scalar) if !scalar.text.contains(FILLED) => {
                let setting = self
                    .intake
                    .written(&key, &entry.name, scalar, Fill::Unknown);
                return Some(self.placed(setting, entry.source, *source));
            }
            Value::Scalar(source, scalar) => (*source, scalar.span),
            Value::Unknown(source, span) => (*source, *span),
            Value::List(_) => (entry.source, entry.name.span),
            Value::Null | Value::Map { .. } => return None,
        };
        let mut setting = self.intake.unknown(&key, &entry.name);
        setting.value_place.span = span;
        Some(self.placed(setting, entry.source, source))
    }

    fn placed(&self, mut setting: Setting, name: SourceId, value: SourceId) -> Setting {
        setting.name_place.source = name;
        setting.value_place.source = value;
        setting
    }

    /// The cluster of the file that a configuration of MSK is for, where one names it.
    fn cluster_of(&self, configuration: &Block) -> Option<&Block> {
        let name = &configuration.labels.last()?.text;
        let mut clusters = self.body.blocks("resource").filter(|block| {
            let is_cluster = block
                .labels
                .first()
                .is_some_and(|l| &*l.text == MSK_CLUSTER);
            is_cluster
                && block
                    .body
                    .blocks("configuration_info")
                    .any(|info| names(info, name))
        });
        let found = clusters.next();
        // Two clusters of one configuration have two numbers of brokers.
        found.filter(|_| clusters.next().is_none())
    }

    fn is_express(&self, cluster: &Block) -> bool {
        let in_group = |body: &Body| self.value(body, "instance_type");
        let groups = cluster.body.blocks("broker_node_group_info");
        let mut types = groups.map(|group| in_group(&group.body));
        let module = self.value(&cluster.body, "broker_node_instance_type");
        let is = |value: &Value| value.text().is_some_and(|t| t.starts_with("express."));
        is(&module) || types.any(|value| is(&value))
    }

    fn version(
        &self,
        block: &Block,
        resource: &Resource,
        cluster: Option<&Block>,
    ) -> Option<StatedVersion> {
        let mut body = &block.body;
        let mut path = resource.version;
        let of_cluster = cluster.filter(|c| c.body.get("kafka_version").is_some());
        if let Some(cluster) = of_cluster.filter(|_| resource.platform == "msk") {
            body = &cluster.body;
            path = &["kafka_version"];
        }
        let (last, blocks) = path.split_last()?;
        for name in blocks {
            body = &body.blocks(name).next()?.body;
        }
        let attribute = body.get(last)?;
        let text = match self.evaluator.value(self.intake.id(), &attribute.value) {
            // A configuration for several versions is for the oldest as well.
            Value::List(items) => items.iter().find_map(|item| item.text().map(str::to_owned)),
            value => value.text().map(str::to_owned),
        }?;
        let line = self.intake.line_of(attribute.name.span);
        Some(StatedVersion {
            text,
            platform: match resource.platform {
                "msk" if cluster.is_some_and(|c| self.is_express(c)) => "msk-express",
                platform => platform,
            },
            source: format!("`{last}` in {line}"),
        })
    }
}

/// Whether a block refers to a configuration.
fn names(info: &Block, configuration: &str) -> bool {
    let Some(arn) = info.body.get("arn") else {
        return false;
    };
    match &arn.value.kind {
        Kind::Path(steps) => {
            let step = |at: usize| steps.get(at).and_then(Option::as_ref).map(|s| &*s.text);
            step(0) == Some("aws_msk_configuration") && step(1) == Some(configuration)
        }
        _ => false,
    }
}

fn unknown_round(id: SourceId, block: &Block) -> (Value, Value) {
    let span = block.name.span;
    (Value::Unknown(id, span), Value::Unknown(id, span))
}
