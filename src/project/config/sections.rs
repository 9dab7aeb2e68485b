//! The sections of kafka-lint.toml, each a table of its keys. A new key is a row, a new section a table and a
//! row in [`TOP`].

use std::collections::BTreeSet;

use super::quantity;
use super::reader::{Item, Key, Reader, listed};
use super::{
    ClusterSection, Config, GateSection, OverrideSection, RulesSection, SuppressSection,
    WorkloadSection,
};
use crate::diagnostic::{Confidence, Severity};
use crate::model::EntityKind;
use crate::project::selection;
use crate::project::{FailOn, Layer, Platform, Profile, Workload};

pub(super) const TOP: [Key<Config>; 17] = [
    Key {
        name: "platform",
        example: "platform = \"confluent\"",
        read: |config, reader, item| {
            platform(&mut config.top, reader, item);
            reader.platform = config.top.platform;
        },
    },
    Key {
        name: "kafka-version",
        example: "kafka-version = \"3.9\"",
        read: |config, reader, item| version(&mut config.top, reader, item),
    },
    Key {
        name: "profile",
        example: "profile = \"production\"",
        read: |config, reader, item| profile(&mut config.top, reader, item),
    },
    Key {
        name: "select",
        example: "select = [\"durability\", \"KFK001\"]",
        read: |config, reader, item| select(&mut config.top, reader, item),
    },
    Key {
        name: "extend-select",
        example: "extend-select = [\"KFK014\"]",
        read: |config, reader, item| extend_select(&mut config.top, reader, item),
    },
    Key {
        name: "ignore",
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |config, reader, item| ignore(&mut config.top, reader, item),
    },
    Key {
        name: "min-confidence",
        example: "min-confidence = \"high\"",
        read: |config, reader, item| {
            let names = Confidence::ALL.iter().map(|c| c.name());
            config.top.min_confidence = reader.named(item, names, Confidence::from_name);
        },
    },
    Key {
        name: "fail-on",
        example: "fail-on = \"warning\"",
        read: |config, reader, item| {
            config.top.fail_on = reader.named(item, FailOn::names(), FailOn::from_name);
        },
    },
    Key {
        name: "baseline",
        example: "baseline = \"kafka-lint-baseline.tsv\"",
        read: |config, reader, item| config.baseline = reader.text(item).map(str::to_owned),
    },
    Key {
        name: "severity",
        example: "severity = { DUR002 = \"warning\" }",
        read: |config, reader, item| severity(&mut config.top, reader, item),
    },
    Key {
        name: "params",
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |config, reader, item| params(&mut config.top, reader, item),
    },
    Key {
        name: "cluster",
        example: "[[cluster]]",
        read: |config, reader, item| {
            config.clusters = reader.tables(item, &CLUSTER, &["name", "include|bootstrap-server"]);
            let mut names = BTreeSet::new();
            for cluster in &config.clusters {
                let (span, name) = (cluster.place.0, &cluster.name);
                if !names.insert(name.as_str()) && !name.is_empty() {
                    let say = || ("another cluster has this name".to_owned(), None);
                    reader.problem(span, say);
                }
            }
        },
    },
    Key {
        name: "override",
        example: "[[override]]",
        read: |config, reader, item| {
            config.overrides = reader.tables(item, &OVERRIDE, &["paths"]);
        },
    },
    Key {
        name: "workload",
        example: "[[workload]]",
        read: |config, reader, item| {
            config.workloads = reader.tables(item, &WORKLOAD, &["topics", "purpose"]);
        },
    },
    Key {
        name: "suppress",
        example: "[[suppress]]",
        read: |config, reader, item| {
            let required = ["paths", "rules", "reason"];
            config.suppressions = reader.tables(item, &SUPPRESS, &required);
        },
    },
    Key {
        name: "gate",
        example: "[gate]",
        read: |config, reader, item| reader.section(item, &GATE, &mut config.gate),
    },
    Key {
        name: "rules",
        example: "[rules]",
        read: |_, reader, item| reader.section(item, &RULES, &mut RulesSection::default()),
    },
];

pub(super) const RULES: [Key<RulesSection>; 1] = [Key {
    name: "paths",
    example: "paths = [\"kafka-lint-rules\"]",
    read: |rules, reader, item| {
        let paths = reader.texts(item).into_iter();
        rules.paths = paths.map(|(path, span)| (path.to_owned(), span)).collect();
    },
}];

/// What the files may have all of, by the words for it.
const COMPLETE: [(&str, EntityKind); 1] = [("topics", EntityKind::Topic)];

pub(super) const GATE: [Key<GateSection>; 1] = [Key {
    name: "complete",
    example: "complete = [\"topics\"]",
    read: |gate, reader, item| {
        for (word, span) in reader.texts(item) {
            match COMPLETE.iter().find(|(name, _)| *name == word) {
                Some((_, kind)) => gate.complete.push(*kind),
                None => reader.problem(span, || {
                    let names = COMPLETE.iter().map(|(name, _)| *name);
                    let help = format!("it may be {}", listed(names));
                    (
                        format!("`{word}` is nothing that files have all of"),
                        Some(help),
                    )
                }),
            }
        }
    },
}];

pub(super) const CLUSTER: [Key<ClusterSection>; 8] = [
    Key {
        name: "name",
        example: "name = \"orders\"",
        read: cluster_name,
    },
    Key {
        name: "include",
        example: "include = [\"prod/**\"]",
        read: |cluster, reader, item| cluster.include = reader.globs(item),
    },
    Key {
        name: "platform",
        example: "platform = \"msk\"",
        read: |cluster, reader, item| platform(&mut cluster.layer, reader, item),
    },
    Key {
        name: "kafka-version",
        example: "kafka-version = \"3.9\"",
        read: |cluster, reader, item| version(&mut cluster.layer, reader, item),
    },
    Key {
        name: "profile",
        example: "profile = \"development\"",
        read: |cluster, reader, item| profile(&mut cluster.layer, reader, item),
    },
    Key {
        name: "bootstrap-server",
        example: "bootstrap-server = \"kafka:9092\"",
        read: |cluster, reader, item| {
            cluster.bootstrap_server = reader.text(item).map(str::to_owned);
        },
    },
    Key {
        name: "command-config",
        example: "command-config = \"client.properties\"",
        read: |cluster, reader, item| {
            cluster.command_config = reader.text(item).map(str::to_owned);
        },
    },
    Key {
        name: "brokers",
        example: "brokers = 3",
        read: |cluster, reader, item| cluster.brokers = reader.count(item),
    },
];

pub(super) const OVERRIDE: [Key<OverrideSection>; 7] = [
    Key {
        name: "paths",
        example: "paths = [\"legacy/**\"]",
        read: |section, reader, item| section.paths = reader.globs(item),
    },
    Key {
        name: "kafka-version",
        example: "kafka-version = \"3.9\"",
        read: |section, reader, item| version(&mut section.layer, reader, item),
    },
    Key {
        name: "select",
        example: "select = [\"durability\", \"KFK001\"]",
        read: |section, reader, item| select(&mut section.layer, reader, item),
    },
    Key {
        name: "extend-select",
        example: "extend-select = [\"KFK014\"]",
        read: |section, reader, item| extend_select(&mut section.layer, reader, item),
    },
    Key {
        name: "ignore",
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |section, reader, item| ignore(&mut section.layer, reader, item),
    },
    Key {
        name: "severity",
        example: "severity = { DUR002 = \"warning\" }",
        read: |section, reader, item| severity(&mut section.layer, reader, item),
    },
    Key {
        name: "params",
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |section, reader, item| params(&mut section.layer, reader, item),
    },
];

pub(super) const WORKLOAD: [Key<WorkloadSection>; 2] = [
    Key {
        name: "topics",
        example: "topics = [\"orders.*\"]",
        read: |workload, reader, item| workload.topics = reader.globs(item),
    },
    Key {
        name: "purpose",
        example: "purpose = \"event-store\"",
        read: |workload, reader, item| {
            let names = Workload::all().map(Workload::name);
            workload.purpose = reader.named(item, names, Workload::from_name);
        },
    },
];

pub(super) const SUPPRESS: [Key<SuppressSection>; 6] = [
    Key {
        name: "paths",
        example: "paths = [\"connectors/*.json\"]",
        read: |section, reader, item| section.paths = reader.globs(item),
    },
    Key {
        name: "rules",
        example: "rules = [\"DUR001\"]",
        read: |section, reader, item| {
            for (word, span) in reader.texts(item) {
                let rule = reader.rule(word, span);
                section.rules.extend(rule.map(|rule| (rule.code, span)));
            }
        },
    },
    Key {
        name: "reason",
        example: "reason = \"measurements, of which some may be lost\"",
        read: |section, reader, item| {
            let Some(reason) = reader.text(item) else {
                return;
            };
            let span = reader.span(item);
            if reason.trim().is_empty() {
                let say = || ("a suppression needs a reason".to_owned(), None);
                reader.problem(span, say);
            }
            section.reason = (reason.trim().to_owned(), span);
        },
    },
    Key {
        name: "until",
        example: "until = 2027-01-31",
        read: |section, reader, item| {
            section.until = reader.date(item).map(|date| (date, reader.span(item)));
        },
    },
    Key {
        name: "key",
        example: "key = \"min.insync.replicas\"",
        read: |section, reader, item| section.key = reader.text(item).map(str::to_owned),
    },
    Key {
        name: "entity",
        example: "entity = [\"metrics.*\"]",
        read: |section, reader, item| section.entity = Some(reader.globs(item)),
    },
];

fn platform(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let names = Platform::all().map(Platform::name);
    layer.platform = reader.named(item, names, Platform::from_name);
}

fn version(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    layer.kafka_version = reader.version(layer, item);
}

fn profile(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let names = Profile::ALL.iter().map(|p| p.name());
    layer.profile = reader.named(item, names, Profile::from_name);
}

fn select(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    layer.selection.select = reader.selectors(item);
}

fn extend_select(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    layer.selection.extend_select = reader.selectors(item);
}

fn ignore(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    // `severity = "off"` is kept with these as well.
    layer.selection.ignore.extend(reader.selectors(item));
}

/// What `[severity]` may say of a rule: its severity, or that it does not run.
fn severity_or_off(name: &str) -> Option<Option<Severity>> {
    match name {
        "off" => Some(None),
        name => Severity::from_name(name).map(Some),
    }
}

fn severity(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let mut named = Vec::new();
    for (word, span, item) in reader.entries(item) {
        let Some(rule) = reader.rule(word, span) else {
            continue;
        };
        if once(&mut named, rule.code, reader, span) {
            let names = Severity::ALL.iter().map(|s| s.name()).chain(["off"]);
            match reader.named(item, names, severity_or_off) {
                Some(Some(severity)) => {
                    layer.severity.insert(rule.code, severity);
                }
                Some(None) => layer.selection.ignore.push(rule.code.to_owned()),
                None => {}
            }
        }
    }
}

fn params(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let mut named = Vec::new();
    for (word, span, item) in reader.entries(item) {
        let Some(rule) = reader.rule(word, span) else {
            continue;
        };
        if !once(&mut named, rule.code, reader, span) {
            continue;
        }
        let known = reader.known.params;
        let own: Vec<_> = known.iter().filter(|p| p.code == rule.code).collect();
        for (name, span, item) in reader.entries(item) {
            let Some(param) = own.iter().find(|p| p.name == name) else {
                let code = rule.code;
                reader.problem(span, || {
                    let names = || own.iter().map(|p| p.name);
                    let help = match (own.is_empty(), selection::nearest(name, names())) {
                        (true, _) => format!("{code} has no parameters"),
                        (false, Some(nearest)) => format!("did you mean `{nearest}`?"),
                        (false, None) => format!("it has {}", listed(names())),
                    };
                    (format!("{code} has no parameter `{name}`"), Some(help))
                });
                continue;
            };
            if let Some(value) = threshold(reader, item, param.unit) {
                layer.params.insert((param.code, param.name), value);
            }
        }
    }
}

/// A number of what a parameter counts: bare, or with a unit as a text.
fn threshold(reader: &mut Reader<'_>, item: &Item<'_>, unit: &str) -> Option<i64> {
    let toml::de::DeValue::String(text) = item.get_ref() else {
        return reader.count(item);
    };
    let read = quantity::read(text, unit);
    if let Err(why) = &read {
        reader.problem(reader.span(item), || {
            let help = format!("write {}", quantity::example(unit));
            (format!("this {why}"), Some(help))
        });
    }
    read.ok()
}

/// Whether a rule was not named yet; it has a code and a slug, and TOML does not know that they are one.
fn once(
    named: &mut Vec<&'static str>,
    code: &'static str,
    reader: &mut Reader<'_>,
    span: crate::source::Span,
) -> bool {
    let first = !named.contains(&code);
    match first {
        true => named.push(code),
        false => reader.problem(span, || {
            (format!("{code} is named twice, by code and by slug"), None)
        }),
    }
    first
}

fn cluster_name(cluster: &mut ClusterSection, reader: &mut Reader<'_>, item: &Item<'_>) {
    let Some(name) = reader.text(item) else {
        return;
    };
    let span = reader.span(item);
    if name.trim().is_empty() || name == "default" {
        reader.problem(span, || {
            let help = "`default` is the cluster of whatever belongs to none".to_owned();
            ("a cluster needs a name of its own".to_owned(), Some(help))
        });
    }
    cluster.name = name.to_owned();
    cluster.place = (span, reader.line(span));
}
