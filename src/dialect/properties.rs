//! Java property files: server.properties, producer.properties and the like.

use super::recognise::{Recognised, recognise};
use super::{Reading, Trouble, TroubleKind, framework, identity, names, secrets, unknown};
use crate::diagnostic::{Change, FixIntent};
use crate::model::{Entity, EntityKind, Key, Layer, Setting, ValueSource, Variant, Written};
use crate::project::ReadAs;
use crate::source::{Place, SourceFile, SourceId, Span};
use crate::syntax::properties::{
    Document, Edit, Entry, ProblemKind, insert, parse, remove, rename_key, set_value,
};

/// The dialect's name in reports.
pub const NAME: &str = "properties";

pub(super) fn read(
    source: &mut SourceFile,
    id: SourceId,
    named: bool,
    read_as: Option<ReadAs>,
) -> Reading {
    if read_as.is_none()
        && !names::is_properties(source.path())
        && let Some(format) = names::other_format(source.path())
    {
        return if named {
            Reading::Unsupported { format }
        } else {
            Reading::NotKafka
        };
    }
    let raw = source.raw().to_vec();
    let document = parse(&raw);
    if let Some(problem) = document
        .problems
        .iter()
        .find(|p| matches!(p.kind, ProblemKind::Utf16))
    {
        if !(read_as.is_some() || named || super::is_named_like_kafka(source.path())) {
            return Reading::NotKafka;
        }
        return Reading::Unparsable {
            why: "the file is UTF-16; Kafka reads property files byte by byte, so save it as UTF-8"
                .to_owned(),
            span: problem.span,
        };
    }
    let kind = match read_as {
        Some(kind) => kind,
        None => match recognise(
            source.path(),
            document.entries.iter().map(|e| e.key.text.as_ref()),
        ) {
            Recognised::Kind(kind) => kind,
            Recognised::Framework(framework) => {
                return framework::read_properties(framework, &document, &raw, source, id);
            }
            Recognised::Unsupported(format) => return Reading::Unsupported { format },
            Recognised::NotKafka => return Reading::NotKafka,
        },
    };
    let (settings, template) = settings(&document, id);
    let hidden = hidden_spans(&document, &raw, &settings);
    let troubles = troubles(&document);
    for span in hidden {
        source.hide(span);
    }
    let header = Place {
        source: id,
        span: Span::new(0, 0),
    };
    let entities = kind
        .entities()
        .iter()
        .map(|(kind, variant)| {
            let mut entity = entity(*kind, *variant, header, settings.clone(), template);
            if read_as.is_none() && is_part(&entity) {
                entity.open = Some("the file is a part of a worker's configuration".into());
            }
            entity
        })
        .collect();
    Reading::Entities(entities, troubles)
}

fn entity(
    kind: EntityKind,
    variant: Option<Variant>,
    header: Place,
    settings: Vec<Setting>,
    template: bool,
) -> Entity {
    let mut entity = Entity::new(kind, variant, NAME, header, settings);
    if template {
        entity.open = Some("the file is a template".into());
    }
    identity::complete(&mut entity);
    entity
}

/// Whether a worker's file leaves so much out that the rest has to come from elsewhere, as for programs that
/// bring a worker along and take what it connects to from other files.
fn is_part(entity: &Entity) -> bool {
    matches!(
        entity.kind,
        EntityKind::ConnectDistributed | EntityKind::ConnectStandalone
    ) && !entity.sets("bootstrap.servers")
        && !entity.sets("key.converter")
}

fn settings(document: &Document<'_>, id: SourceId) -> (Vec<Setting>, bool) {
    let mut template = false;
    let mut settings = Vec::with_capacity(document.entries.len());
    for entry in &document.entries {
        if unknown::is_template_line(&entry.key.text) {
            template = true;
            continue;
        }
        settings.push(setting(entry, id));
    }
    (settings, template)
}

fn setting(entry: &Entry<'_>, id: SourceId) -> Setting {
    let key = Key::new(&entry.key.text);
    let text = entry.value.text.as_ref();
    let value = if unknown::is_filled_in_elsewhere(text) {
        Written::Unknown(text.into())
    } else {
        Written::Text(text.into())
    };
    let secret = secrets::is_secret_key(&key) || secrets::shows_secret(text);
    Setting {
        key,
        written_as: None,
        value,
        name_place: Place {
            source: id,
            span: entry.key.span,
        },
        value_place: Place {
            source: id,
            span: entry.value.trimmed(),
        },
        layer: Layer::File,
        source: ValueSource::Explicit,
        secret,
    }
}

fn hidden_spans(document: &Document<'_>, raw: &[u8], settings: &[Setting]) -> Vec<Span> {
    let values = settings
        .iter()
        .filter(|s| s.secret)
        .map(|s| s.value_place.span);
    let comments = document.comments.iter().filter_map(|span| {
        let text = String::from_utf8_lossy(&raw[span.start as usize..span.end as usize]);
        secrets::secret_in_comment(&text).map(|at| Span::new(span.start + at as u32, span.end))
    });
    values.chain(comments).collect()
}

fn troubles(document: &Document<'_>) -> Vec<Trouble> {
    let mut troubles: Vec<Trouble> = document
        .problems
        .iter()
        .filter(|p| matches!(p.kind, ProblemKind::MalformedEscape))
        .map(|p| Trouble {
            kind: TroubleKind::MalformedEscape,
            span: p.span,
        })
        .collect();
    if document.bom {
        troubles.push(Trouble {
            kind: TroubleKind::ByteOrderMark {
                loses_key: document.entries.first().is_some_and(|e| e.line.start == 3),
            },
            span: Span::new(0, 3),
        });
    }
    let mut last = std::collections::HashMap::with_capacity(document.entries.len());
    for entry in document.entries.iter().rev() {
        if unknown::is_template_line(&entry.key.text) {
            continue;
        }
        match last.get(entry.key.text.as_ref()) {
            None => {
                last.insert(entry.key.text.as_ref(), entry.key.span);
            }
            Some(winner) => troubles.push(Trouble {
                kind: TroubleKind::Duplicate { winner: *winner },
                span: entry.key.span,
            }),
        }
    }
    troubles
}

/// A fix's intent as byte edits. `place` is where the finding points; it picks the setting where a key is
/// written more than once.
///
/// # Errors
/// Why the dialect will not write this, for people.
pub fn edit(raw: &[u8], intent: &FixIntent, place: Span) -> Result<Vec<Edit>, String> {
    let document = parse(raw);
    let last = document
        .entries
        .iter()
        .rev()
        .find(|e| e.key.text == intent.key);
    let entry = || last.ok_or_else(|| format!("`{}` is not written in the file", intent.key));
    let edit = match &intent.change {
        Change::Set(value) => match last {
            Some(entry) => set_value(entry, value),
            None => insert(&document, raw, &intent.key, value),
        }
        .map_err(|declined| declined.to_string())?,
        Change::Unset => {
            // All of them: an earlier one would decide where only the last one goes.
            return Ok(document
                .entries
                .iter()
                .filter(|e| e.key.text == intent.key)
                .map(remove)
                .collect());
        }
        Change::Rename(to) => rename_key(
            document
                .entries
                .iter()
                .find(|e| e.key.span == place)
                .map_or_else(entry, Ok)?,
            to,
        ),
        Change::RemoveText(at) => Edit {
            span: at.span,
            text: Vec::new(),
        },
        Change::RemoveAt(at) => remove(
            document
                .entries
                .iter()
                .find(|e| e.key.span == at.span)
                .ok_or("the setting is no longer there")?,
        ),
    };
    Ok(vec![edit])
}
