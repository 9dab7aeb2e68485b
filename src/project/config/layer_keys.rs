//! Keys that stand in several sections: what a layer says of how files are judged.

use super::quantity;
use super::reader::{Item, Key, Reader, Takes, listed};
use super::{ClusterSection, Config, OverrideSection, ProfileSection};
use crate::diagnostic::Severity;
use crate::project::selection;
use crate::project::{Layer, Platform, Profile, ProfileName};

/// A section that has a word on how files are judged.
pub(super) trait HasLayer {
    fn layer(&mut self) -> &mut Layer;
}

impl HasLayer for Config {
    fn layer(&mut self) -> &mut Layer {
        &mut self.top
    }
}

impl HasLayer for ClusterSection {
    fn layer(&mut self) -> &mut Layer {
        &mut self.layer
    }
}

impl HasLayer for OverrideSection {
    fn layer(&mut self) -> &mut Layer {
        &mut self.layer
    }
}

impl HasLayer for ProfileSection {
    fn layer(&mut self) -> &mut Layer {
        &mut self.layer
    }
}

pub(super) const fn version<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "kafka-version",
        about,
        takes: Takes::Text,
        example: "kafka-version = \"3.9\"",
        read: |section, reader, item| {
            let layer = section.layer();
            layer.kafka_version = reader.version(layer, item);
        },
    }
}

pub(super) const fn select<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "select",
        about,
        takes: Takes::Texts,
        example: "select = [\"durability\", \"KFK001\"]",
        read: |section, reader, item| section.layer().selection.select = reader.selectors(item),
    }
}

pub(super) const fn extend_select<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "extend-select",
        about,
        takes: Takes::Texts,
        example: "extend-select = [\"KFK014\"]",
        read: |section, reader, item| {
            section.layer().selection.extend_select = reader.selectors(item);
        },
    }
}

pub(super) const fn ignore<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "ignore",
        about,
        takes: Takes::Texts,
        example: "ignore = [\"topics-created-by-accident\"]",
        read: |section, reader, item| {
            // `severity = "off"` is kept with these as well.
            section
                .layer()
                .selection
                .ignore
                .extend(reader.selectors(item));
        },
    }
}

pub(super) const fn severity<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "severity",
        about,
        takes: Takes::Severities,
        example: "severity = { DUR002 = \"warning\" }",
        read: |section, reader, item| read_severity(section.layer(), reader, item),
    }
}

pub(super) const fn params<T: HasLayer>(about: &'static str) -> Key<T> {
    Key {
        name: "params",
        about,
        takes: Takes::Params,
        example: "params = { DUR001 = { minimum = 3 } }",
        read: |section, reader, item| read_params(section.layer(), reader, item),
    }
}

pub(super) fn read_platform(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
    let names = Platform::all().map(Platform::name);
    layer.platform = reader.named(item, names, Platform::from_name);
}

pub(super) fn read_profile(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
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

/// What `[severity]` may say of a rule: its severity, or that it does not run.
fn severity_or_off(name: &str) -> Option<Option<Severity>> {
    match name {
        "off" => Some(None),
        name => Severity::from_name(name).map(Some),
    }
}

fn read_severity(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
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

fn read_params(layer: &mut Layer, reader: &mut Reader<'_>, item: &Item<'_>) {
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
