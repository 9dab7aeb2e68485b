//! Frameworks that bring their own names for Kafka's keys, in property files and in YAML: the file as a whole
//! is theirs, for its documents belong together.

use std::collections::HashMap;

use super::around::Around;
use super::flat::{self, Flat};
use super::intake::Intake;
use super::{Reading, micronaut, names, quarkus, secrets, spring};
use crate::catalog;
use crate::model::{EntityKind, components};
use crate::source::{SourceFile, SourceId, Span};
use crate::syntax::properties::{self, Document};
use crate::syntax::tree::{Scalar, Tree};
use crate::syntax::yaml;

/// A framework.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Framework {
    /// Spring Boot and Spring Cloud Stream.
    Spring,
    /// Quarkus and SmallRye.
    Quarkus,
    /// Micronaut.
    Micronaut,
}

struct Row {
    framework: Framework,
    /// The dialect's name in reports.
    name: &'static str,
    /// The name for people.
    title: &'static str,
    /// One of these stands somewhere in every YAML file of the dialect.
    marks: &'static [&'static str],
    read: fn(&[Flat], &mut Intake<'_>) -> bool,
}

const FRAMEWORKS: &[Row] = &[
    Row {
        framework: Framework::Spring,
        name: spring::NAME,
        title: "Spring Boot",
        marks: spring::MARKS,
        read: spring::read,
    },
    Row {
        framework: Framework::Quarkus,
        name: quarkus::NAME,
        title: "Quarkus",
        marks: quarkus::MARKS,
        read: quarkus::read,
    },
    Row {
        framework: Framework::Micronaut,
        name: micronaut::NAME,
        title: "Micronaut",
        marks: micronaut::MARKS,
        read: micronaut::read,
    },
];

/// The name of a dialect for people.
pub(super) fn title(name: &str) -> Option<&'static str> {
    let row = FRAMEWORKS.iter().find(|row| row.name == name)?;
    Some(row.title)
}

/// The frameworks whose YAML a text can be.
pub(super) fn of_text(text: &str) -> Vec<Framework> {
    let has = |row: &&Row| row.marks.iter().any(|mark| text.contains(mark));
    let rows = FRAMEWORKS.iter().filter(has);
    rows.map(|row| row.framework).collect()
}

/// Takes in a YAML file, if it is one of these frameworks'.
pub(super) fn read_tree(tree: &Tree, frameworks: &[Framework], intake: &mut Intake<'_>) -> bool {
    if frameworks.is_empty() {
        return false;
    }
    let mut flats = flat::of_tree(tree);
    resolve(&mut flats);
    let mut rows = FRAMEWORKS.iter();
    rows.any(|row| frameworks.contains(&row.framework) && (row.read)(&flats, intake))
}

/// Reads a property file that is a framework's.
pub(super) fn read_properties(
    framework: Framework,
    document: &Document<'_>,
    raw: &[u8],
    source: &mut SourceFile,
    id: SourceId,
) -> Reading {
    let mut flats = flat::of_properties(document, raw);
    resolve(&mut flats);
    let mut around = Around::default();
    let mut intake = Intake::new(source, id, Vec::new(), &mut around);
    let mut rows = FRAMEWORKS.iter().filter(|row| row.framework == framework);
    if !rows.any(|row| (row.read)(&flats, &mut intake)) {
        return Reading::NotKafka;
    }
    let tree = Tree {
        comments: document.comments.clone(),
        duplicates: duplicates(&flats),
        ..Tree::default()
    };
    let (entities, troubles) = intake.finish(&tree);
    match entities.is_empty() {
        true => Reading::NotKafka,
        false => Reading::Entities(entities, troubles),
    }
}

/// Takes in an application's file that stands inside of another one, such as a ConfigMap: Spring's or Quarkus's,
/// which lay it over what the application brings along.
pub(super) fn read_inside(name: &str, text: &Scalar, intake: &mut Intake<'_>) -> bool {
    let mut flats = match &*names::ending(name) {
        "yaml" | "yml" => flat::of_tree(&yaml::parse(&text.text)),
        "properties" => flat::of_properties(
            &properties::parse(text.text.as_bytes()),
            text.text.as_bytes(),
        ),
        _ => return false,
    };
    flat::embed(&mut flats, text);
    resolve(&mut flats);
    intake.laid_over = Some("the file is laid over the application's own");
    let mut rows = FRAMEWORKS
        .iter()
        .filter(|row| row.framework != Framework::Micronaut);
    let taken = rows.any(|row| (row.read)(&flats, intake));
    intake.laid_over = None;
    taken
}

/// The clients that frameworks make.
const CLIENTS: [EntityKind; 4] = [
    EntityKind::Producer,
    EntityKind::Consumer,
    EntityKind::Admin,
    EntityKind::Streams,
];

/// Whether a client reads a key, in any release.
pub(super) fn reads(kind: EntityKind, key: &str) -> bool {
    let mut components = components(kind, None).iter();
    catalog::key_id(key)
        .is_some_and(|id| components.any(|c| catalog::history(*c, id).next().is_some()))
}

/// Whether a key of all clients means anything to this one. What only another client reads goes to all of
/// them, and nobody minds; what none reads is a mistake in each.
pub(super) fn concerns(kind: EntityKind, key: &str) -> bool {
    reads(kind, key) || !CLIENTS.iter().any(|other| reads(*other, key))
}

/// Whose key it is, where only a producer or only a consumer reads it; Streams reads everybody's.
pub(super) fn owner(key: &str) -> Option<EntityKind> {
    let readers: Vec<EntityKind> = CLIENTS
        .into_iter()
        .filter(|kind| reads(*kind, key))
        .collect();
    match *readers {
        [kind] | [kind, EntityKind::Streams] => Some(kind),
        _ => None,
    }
}

/// Fills in `${name}` where the file itself says once what that is. A secret stays where it is.
fn resolve(flats: &mut [Flat]) {
    if !flats.iter().any(|flat| flat.value.text.contains("${")) {
        return;
    }
    let mut told: HashMap<&str, Option<&str>> = HashMap::with_capacity(flats.len());
    for flat in flats.iter() {
        let text = Some(&*flat.value.text)
            .filter(|text| !secrets::is_secret_name(&flat.name) && !secrets::shows_secret(text));
        told.entry(&flat.name)
            .and_modify(|t| *t = None)
            .or_insert(text);
    }
    let filled: Vec<Option<Box<str>>> = flats
        .iter()
        .map(|flat| {
            let inside = flat.value.text.strip_prefix("${")?.strip_suffix('}')?;
            Some((*told.get(inside)?)?.into())
        })
        .collect();
    for (flat, filled) in flats.iter_mut().zip(filled) {
        if let Some(filled) = filled {
            flat.value.text = filled;
            flat.value.map = None;
        }
    }
}

/// Names that one document has twice; the later one decides.
fn duplicates(flats: &[Flat]) -> Vec<(Span, Span)> {
    let mut last = HashMap::with_capacity(flats.len());
    let mut out = Vec::new();
    for flat in flats.iter().rev() {
        match last.get(&(flat.document, &*flat.name)) {
            Some(winner) => out.push((flat.at.span, *winner)),
            None => {
                last.insert((flat.document, &*flat.name), flat.at.span);
            }
        }
    }
    out
}
