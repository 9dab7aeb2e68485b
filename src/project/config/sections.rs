//! The sections of kafka-lint.toml, each a table of its keys. A new key is a row, a new section a table and a
//! row in [`TOP`].

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::quantity;
use super::reader::{Item, Key, Reader, Takes, listed};
use super::{
    ClusterSection, Config, GateSection, OverrideSection, OwnerSection, ProfileSection,
    RulesSection, SuppressSection, WorkloadSection,
};
use crate::diagnostic::{Confidence, Severity};
use crate::model::EntityKind;
use crate::project::selection;
use crate::project::{FailOn, Layer, Platform, Profile, ProfileName, Workload};

pub(super) const TOP: [Key<Config>; 20] = [
    Key {
        name: "platform",
        about: "Whose Kafka it is, as for --platform.",
        takes: Takes::OneOf(platforms),
        example: "platform = \"confluent\"",
        read: |config, reader, item| {
            platform(&mut config.top, reader, item);
            reader.platform = config.top.platform;
        },
    },
    Key {
        name: "kafka-version",
        about: "The version of Kafka that the files are for, in the words of the platform.",
        takes: Takes::Text,
        example: "kafka-version = \"3.9\"",
        read: |config, reader, item| version(&mut config.top, reader, item),
    },
    // Before what names one.
    Key {
        name: "profiles",
        about: "Measures of your own, by their names.",
        takes: Takes::Named(Section::Profile),
        example: "[profiles.NAME]",
        read: |config, reader, item| config.profiles = profiles(reader, item),
    },
    Key {
        name: "profile",
        about: "The measure: production, development, or one of [profiles].",
        takes: Takes::Text,
        example: "profile = \"production\"",
        read: |config, reader, item| profile(&mut config.top, reader, item),
    },
    Key {
        name: "select",
        about: "Only these rules run: codes, names and categories.",
        takes: Takes::Texts,
        example: "select = [\"durability\", \"KFK001\"]",
        read: |config, reader, item| select(&mut config.top, reader, item),
    },
    Key {
        name: "extend-select",
        about: "These rules too, such as those that are off by default.",
        takes: Takes::Texts,
        example: "extend-select = [\"KFK014\"]",
        read: |config, reader, item| extend_select(&mut config.top, reader, item),
    },
    Key {
        name: "ignore",
        about: "These rules do not run.",
        takes: Takes::Texts,
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |config, reader, item| ignore(&mut config.top, reader, item),
    },
    Key {
        name: "min-confidence",
        about: "Findings that are less sure are not shown.",
        takes: Takes::OneOf(confidences),
        example: "min-confidence = \"high\"",
        read: |config, reader, item| {
            let names = Confidence::ALL.iter().map(|c| c.name());
            config.top.min_confidence = reader.named(item, names, Confidence::from_name);
        },
    },
    Key {
        name: "fail-on",
        about: "From which severity on the exit code is 1.",
        takes: Takes::OneOf(fail_on),
        example: "fail-on = \"warning\"",
        read: |config, reader, item| {
            config.top.fail_on = reader.named(item, FailOn::names(), FailOn::from_name);
        },
    },
    Key {
        name: "baseline",
        about: "The file of findings that do not count, as `kafka-lint baseline` writes it.",
        takes: Takes::Text,
        example: "baseline = \"kafka-lint-baseline.tsv\"",
        read: |config, reader, item| config.baseline = reader.text(item).map(str::to_owned),
    },
    Key {
        name: "output",
        about: "Reports that are written to files, as FORMAT=PATH below this folder.",
        takes: Takes::Texts,
        example: "output = [\"sarif=kafka-lint.sarif\"]",
        read: |config, reader, item| {
            for (output, span) in reader.texts(item) {
                let path = output.split_once('=').map(|(_, path)| Path::new(path));
                let is_inside = |path: &Path| {
                    !path.as_os_str().is_empty()
                        && path
                            .components()
                            .all(|part| matches!(part, Component::Normal(_)))
                };
                match path.is_some_and(is_inside) {
                    true => config.outputs.push((output.to_owned(), span)),
                    // A pull request must not write where it likes.
                    false => reader.problem(span, || {
                        let help = "write FORMAT=PATH, with a path below this file's folder";
                        ("this is no output".to_owned(), Some(help.to_owned()))
                    }),
                }
            }
        },
    },
    Key {
        name: "severity",
        about: "Severities of single rules, by code or name.",
        takes: Takes::Severities,
        example: "severity = { DUR002 = \"warning\" }",
        read: |config, reader, item| severity(&mut config.top, reader, item),
    },
    Key {
        name: "params",
        about: "Thresholds of rules, by code or name.",
        takes: Takes::Params,
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |config, reader, item| params(&mut config.top, reader, item),
    },
    Key {
        name: "cluster",
        about: "Which files belong together, and what is known of the cluster.",
        takes: Takes::Several(Section::Cluster),
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
        about: "What holds for some paths alone; a later one goes before an earlier one.",
        takes: Takes::Several(Section::Override),
        example: "[[override]]",
        read: |config, reader, item| {
            config.overrides = reader.tables(item, &OVERRIDE, &["paths"]);
        },
    },
    Key {
        name: "workload",
        about: "What topics are for.",
        takes: Takes::Several(Section::Workload),
        example: "[[workload]]",
        read: |config, reader, item| {
            config.workloads = reader.tables(item, &WORKLOAD, &["topics", "purpose"]);
        },
    },
    Key {
        name: "suppress",
        about: "Findings that are let be, in formats without comments.",
        takes: Takes::Several(Section::Suppress),
        example: "[[suppress]]",
        read: |config, reader, item| {
            let required = ["paths", "rules", "reason"];
            config.suppressions = reader.tables(item, &SUPPRESS, &required);
        },
    },
    Key {
        name: "owners",
        about: "Who minds what; the first one that fits counts.",
        takes: Takes::Several(Section::Owners),
        example: "[[owners]]",
        read: |config, reader, item| {
            config.owners = reader.tables(item, &OWNERS, &["name", "paths|entity"]);
        },
    },
    Key {
        name: "gate",
        about: "For `kafka-lint gate`.",
        takes: Takes::One(Section::Gate),
        example: "[gate]",
        read: |config, reader, item| reader.section(item, &GATE, &mut config.gate),
    },
    Key {
        name: "rules",
        about: "Rules of your own.",
        takes: Takes::One(Section::Rules),
        example: "[rules]",
        read: |_, reader, item| reader.section(item, &RULES, &mut RulesSection::default()),
    },
];

pub(super) const RULES: [Key<RulesSection>; 1] = [Key {
    name: "paths",
    about: "Files, and folders with all that is in them.",
    takes: Takes::Texts,
    example: "paths = [\"kafka-lint-rules\"]",
    read: |rules, reader, item| {
        let paths = reader.texts(item).into_iter();
        rules.paths = paths.map(|(path, span)| (path.to_owned(), span)).collect();
    },
}];

/// The sections below the top.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Section {
    Cluster,
    Override,
    Workload,
    Suppress,
    Owners,
    Profile,
    Gate,
    Rules,
}

fn platforms() -> Vec<&'static str> {
    Platform::all().map(Platform::name).collect()
}

fn profiles_known() -> Vec<&'static str> {
    Profile::ALL.iter().map(|p| p.name()).collect()
}

fn confidences() -> Vec<&'static str> {
    Confidence::ALL.iter().map(|c| c.name()).collect()
}

fn fail_on() -> Vec<&'static str> {
    FailOn::names().collect()
}

fn workloads() -> Vec<&'static str> {
    Workload::all().map(Workload::name).collect()
}

fn complete() -> Vec<&'static str> {
    COMPLETE.iter().map(|(name, _)| *name).collect()
}

/// What the files may have all of, by the words for it.
const COMPLETE: [(&str, EntityKind); 2] =
    [("topics", EntityKind::Topic), ("acls", EntityKind::Acl)];

pub(super) const GATE: [Key<GateSection>; 1] = [Key {
    name: "complete",
    about: "What the files have all of, so that what they leave out is to go.",
    takes: Takes::ManyOf(complete),
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
        about: "Its name in reports.",
        takes: Takes::Text,
        example: "name = \"orders\"",
        read: cluster_name,
    },
    Key {
        name: "include",
        about: "Patterns of the paths of its files.",
        takes: Takes::Texts,
        example: "include = [\"prod/**\"]",
        read: |cluster, reader, item| cluster.include = reader.globs(item),
    },
    Key {
        name: "platform",
        about: "Whose Kafka it is.",
        takes: Takes::OneOf(platforms),
        example: "platform = \"msk\"",
        read: |cluster, reader, item| platform(&mut cluster.layer, reader, item),
    },
    Key {
        name: "kafka-version",
        about: "The version of Kafka.",
        takes: Takes::Text,
        example: "kafka-version = \"3.9\"",
        read: |cluster, reader, item| version(&mut cluster.layer, reader, item),
    },
    Key {
        name: "profile",
        about: "The measure.",
        takes: Takes::Text,
        example: "profile = \"development\"",
        read: |cluster, reader, item| profile(&mut cluster.layer, reader, item),
    },
    Key {
        name: "bootstrap-server",
        about: "Brokers to start from, for audit and gate.",
        takes: Takes::Text,
        example: "bootstrap-server = \"kafka:9092\"",
        read: |cluster, reader, item| {
            cluster.bootstrap_server = reader.text(item).map(str::to_owned);
        },
    },
    Key {
        name: "command-config",
        about: "The property file of an admin client to reach it with.",
        takes: Takes::Text,
        example: "command-config = \"client.properties\"",
        read: |cluster, reader, item| {
            cluster.command_config = reader.text(item).map(str::to_owned);
        },
    },
    Key {
        name: "brokers",
        about: "How many brokers it has.",
        takes: Takes::Count,
        example: "brokers = 3",
        read: |cluster, reader, item| cluster.brokers = reader.count(item),
    },
];

pub(super) const OVERRIDE: [Key<OverrideSection>; 7] = [
    Key {
        name: "paths",
        about: "Patterns of paths.",
        takes: Takes::Texts,
        example: "paths = [\"legacy/**\"]",
        read: |section, reader, item| section.paths = reader.globs(item),
    },
    Key {
        name: "kafka-version",
        about: "The version of Kafka.",
        takes: Takes::Text,
        example: "kafka-version = \"3.9\"",
        read: |section, reader, item| version(&mut section.layer, reader, item),
    },
    Key {
        name: "select",
        about: "Only these rules run.",
        takes: Takes::Texts,
        example: "select = [\"durability\", \"KFK001\"]",
        read: |section, reader, item| select(&mut section.layer, reader, item),
    },
    Key {
        name: "extend-select",
        about: "These rules too.",
        takes: Takes::Texts,
        example: "extend-select = [\"KFK014\"]",
        read: |section, reader, item| extend_select(&mut section.layer, reader, item),
    },
    Key {
        name: "ignore",
        about: "These rules do not run.",
        takes: Takes::Texts,
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |section, reader, item| ignore(&mut section.layer, reader, item),
    },
    Key {
        name: "severity",
        about: "Severities of single rules.",
        takes: Takes::Severities,
        example: "severity = { DUR002 = \"warning\" }",
        read: |section, reader, item| severity(&mut section.layer, reader, item),
    },
    Key {
        name: "params",
        about: "Thresholds of rules.",
        takes: Takes::Params,
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |section, reader, item| params(&mut section.layer, reader, item),
    },
];

pub(super) const WORKLOAD: [Key<WorkloadSection>; 2] = [
    Key {
        name: "topics",
        about: "Patterns of names of topics.",
        takes: Takes::Texts,
        example: "topics = [\"orders.*\"]",
        read: |workload, reader, item| workload.topics = reader.globs(item),
    },
    Key {
        name: "purpose",
        about: "What they are for.",
        takes: Takes::OneOf(workloads),
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
        about: "Patterns of paths.",
        takes: Takes::Texts,
        example: "paths = [\"connectors/*.json\"]",
        read: |section, reader, item| section.paths = reader.globs(item),
    },
    Key {
        name: "rules",
        about: "Codes or names of rules.",
        takes: Takes::Texts,
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
        about: "Why.",
        takes: Takes::Text,
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
        about: "The last day on which it holds.",
        takes: Takes::Date,
        example: "until = 2027-01-31",
        read: |section, reader, item| {
            section.until = reader.date(item).map(|date| (date, reader.span(item)));
        },
    },
    Key {
        name: "key",
        about: "The key that the findings are about.",
        takes: Takes::Text,
        example: "key = \"min.insync.replicas\"",
        read: |section, reader, item| section.key = reader.text(item).map(str::to_owned),
    },
    Key {
        name: "entity",
        about: "Patterns of the names of topics, connectors, clients and the like.",
        takes: Takes::Texts,
        example: "entity = [\"metrics.*\"]",
        read: |section, reader, item| section.entity = Some(reader.globs(item)),
    },
];

pub(super) const OWNERS: [Key<OwnerSection>; 3] = [
    Key {
        name: "name",
        about: "A team or a person.",
        takes: Takes::Text,
        example: "name = \"team-orders\"",
        read: |owner, reader, item| {
            owner.name = reader.text(item).unwrap_or_default().to_owned();
        },
    },
    Key {
        name: "paths",
        about: "Patterns of paths.",
        takes: Takes::Texts,
        example: "paths = [\"orders/**\"]",
        read: |owner, reader, item| owner.paths = Some(reader.globs(item)),
    },
    Key {
        name: "entity",
        about: "Patterns of the names of topics, groups, connectors and the like.",
        takes: Takes::Texts,
        example: "entity = [\"orders.*\"]",
        read: |owner, reader, item| owner.entity = Some(reader.globs(item)),
    },
];

pub(super) const PROFILE: [Key<ProfileSection>; 6] = [
    Key {
        name: "extends",
        about: "The measure that it is like, but for what it says.",
        takes: Takes::OneOf(profiles_known),
        example: "extends = \"production\"",
        read: |profile, reader, item| {
            let names = Profile::ALL.iter().map(|p| p.name());
            let extends = reader.named(item, names, Profile::from_name);
            profile.extends = extends.unwrap_or(profile.extends);
        },
    },
    Key {
        name: "select",
        about: "Only these rules run.",
        takes: Takes::Texts,
        example: "select = [\"durability\", \"KFK001\"]",
        read: |profile, reader, item| select(&mut profile.layer, reader, item),
    },
    Key {
        name: "extend-select",
        about: "These rules too.",
        takes: Takes::Texts,
        example: "extend-select = [\"KFK014\"]",
        read: |profile, reader, item| extend_select(&mut profile.layer, reader, item),
    },
    Key {
        name: "ignore",
        about: "These rules do not run.",
        takes: Takes::Texts,
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |profile, reader, item| ignore(&mut profile.layer, reader, item),
    },
    Key {
        name: "severity",
        about: "Severities of single rules.",
        takes: Takes::Severities,
        example: "severity = { DUR002 = \"warning\" }",
        read: |profile, reader, item| severity(&mut profile.layer, reader, item),
    },
    Key {
        name: "params",
        about: "Thresholds of rules.",
        takes: Takes::Params,
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |profile, reader, item| params(&mut profile.layer, reader, item),
    },
];

/// `[profiles.NAME]`, each a section of its own.
fn profiles(reader: &mut Reader<'_>, item: &Item<'_>) -> Vec<ProfileSection> {
    let mut profiles = Vec::new();
    for (name, span, item) in reader.entries(item) {
        if Profile::from_name(name).is_some() {
            let help = "give it a name of its own, and say what it `extends`".to_owned();
            reader.problem(span, || {
                (
                    format!("`{name}` is a profile of the program's own"),
                    Some(help),
                )
            });
        }
        let mut profile = ProfileSection {
            name: name.to_owned(),
            ..ProfileSection::default()
        };
        reader.named_section(item, &PROFILE, &format!("[profiles.{name}]"), &mut profile);
        profiles.push(profile);
    }
    reader.profiles = profiles
        .iter()
        .map(|profile| profile.name.clone())
        .collect();
    profiles
}

fn platform(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let names = Platform::all().map(Platform::name);
    layer.platform = reader.named(item, names, Platform::from_name);
}

fn version(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    layer.kafka_version = reader.version(layer, item);
}

fn profile(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let Some(word) = reader.text(item) else {
        return;
    };
    let profile = ProfileName::of(word);
    match &profile {
        ProfileName::Own(name) if !reader.profiles.contains(name) => {
            let names = Profile::ALL.iter().map(|p| p.name());
            // What is wrong with the word is said as of any other.
            reader.named(item, names, Profile::from_name);
        }
        _ => layer.profile = Some(profile),
    }
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
