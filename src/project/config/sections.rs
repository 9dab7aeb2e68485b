//! The sections of kafka-lint.toml, each a table of its keys. A new key is a row, a new section a table and a
//! row in [`TOP`].

use std::collections::BTreeSet;
use std::path::{Component, Path};

use super::layer_keys;
use super::reader::{Item, Key, Reader, Takes, listed};
use super::{
    ClusterSection, Config, GateSection, OverrideSection, OwnerSection, ProfileSection,
    RulesSection, SuppressSection, WorkloadSection,
};
use crate::diagnostic::Confidence;
use crate::project::{FailOn, Gate, Platform, Profile, Workload};

pub(super) const TOP: [Key<Config>; 20] = [
    Key {
        name: "platform",
        about: "Whose Kafka it is, as for --platform.",
        takes: Takes::OneOf(platforms),
        example: "platform = \"confluent\"",
        read: |config, reader, item| {
            layer_keys::read_platform(&mut config.top, reader, item);
            reader.platform = config.top.platform;
        },
    },
    layer_keys::version(
        "The version of Kafka that the files are for, in the words of the platform.",
    ),
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
        read: |config, reader, item| layer_keys::read_profile(&mut config.top, reader, item),
    },
    layer_keys::select("Only these rules run: codes, names and categories."),
    layer_keys::extend_select("These rules too, such as those that are off by default."),
    layer_keys::ignore("These rules do not run."),
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
    layer_keys::severity("Severities of single rules, by code or name."),
    layer_keys::params("Thresholds of rules, by code or name."),
    Key {
        name: "cluster",
        about: "Which files belong together, and what is known of the cluster.",
        takes: Takes::Several(Section::Cluster),
        example: "[[cluster]]",
        read: |config, reader, item| {
            config.clusters = reader.tables(item, &CLUSTER, Section::Cluster.required());
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
            config.overrides = reader.tables(item, &OVERRIDE, Section::Override.required());
        },
    },
    Key {
        name: "workload",
        about: "What topics are for.",
        takes: Takes::Several(Section::Workload),
        example: "[[workload]]",
        read: |config, reader, item| {
            config.workloads = reader.tables(item, &WORKLOAD, Section::Workload.required());
        },
    },
    Key {
        name: "suppress",
        about: "Findings that are let be, in formats without comments.",
        takes: Takes::Several(Section::Suppress),
        example: "[[suppress]]",
        read: |config, reader, item| {
            let required = Section::Suppress.required();
            config.suppressions = reader.tables(item, &SUPPRESS, required);
        },
    },
    Key {
        name: "owners",
        about: "Who minds what; the first one that fits counts.",
        takes: Takes::Several(Section::Owners),
        example: "[[owners]]",
        read: |config, reader, item| {
            config.owners = reader.tables(item, &OWNERS, Section::Owners.required());
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

impl Section {
    /// The keys that it has to have; of several with `|` between them one is enough.
    pub(super) const fn required(self) -> &'static [&'static str] {
        match self {
            Section::Cluster => &["name", "include|bootstrap-server"],
            Section::Override => &["paths"],
            Section::Workload => &["topics", "purpose"],
            Section::Suppress => &["paths", "rules", "reason"],
            Section::Owners => &["name", "paths|entity"],
            Section::Profile | Section::Gate | Section::Rules => &[],
        }
    }
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
    Gate::COMPLETE.iter().map(|(name, _)| *name).collect()
}

pub(super) const GATE: [Key<GateSection>; 1] = [Key {
    name: "complete",
    about: "What the files have all of, so that what they leave out is to go.",
    takes: Takes::ManyOf(complete),
    example: "complete = [\"topics\"]",
    read: |gate, reader, item| {
        for (word, span) in reader.texts(item) {
            match Gate::complete_of(word) {
                Some(kind) => gate.complete.push(kind),
                None => reader.problem(span, || {
                    let help = format!("it may be {}", listed(complete().into_iter()));
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
        read: |cluster, reader, item| layer_keys::read_platform(&mut cluster.layer, reader, item),
    },
    layer_keys::version("The version of Kafka."),
    Key {
        name: "profile",
        about: "The measure.",
        takes: Takes::Text,
        example: "profile = \"development\"",
        read: |cluster, reader, item| layer_keys::read_profile(&mut cluster.layer, reader, item),
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
    layer_keys::version("The version of Kafka."),
    layer_keys::select("Only these rules run."),
    layer_keys::extend_select("These rules too."),
    layer_keys::ignore("These rules do not run."),
    layer_keys::severity("Severities of single rules."),
    layer_keys::params("Thresholds of rules."),
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
    layer_keys::select("Only these rules run."),
    layer_keys::extend_select("These rules too."),
    layer_keys::ignore("These rules do not run."),
    layer_keys::severity("Severities of single rules."),
    layer_keys::params("Thresholds of rules."),
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
