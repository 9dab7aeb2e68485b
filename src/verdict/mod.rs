//! What Kafka itself refuses, and what it ignores in silence. Knows the catalogue, no rule.
mod blanks;
mod chains;
mod conditions;
mod librdkafka;
mod mirror;
mod names;
mod nearest;
mod refusal;
mod troubles;
mod upgrade;
mod validator;

use crate::catalog::{self, Definition};
use crate::cluster::JudgedBy;
use crate::diagnostic::{Confidence, FixIntent, Severity, Subject};
use crate::model::{Entity, EntityKind, Setting};
use crate::resolve::{Effective, Meaning, value};
use crate::source::Place;

pub use conditions::{Conditions, Refusal, refusals};
pub use names::Siblings;
pub use nearest::Nearest;
pub use troubles::judge_trouble;
pub use upgrade::judge_upgrade;
pub use validator::allowed;

/// A finding of this stage; the code names the rule that describes it.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The rule's code.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether Kafka refuses.
    pub rejected: bool,
    /// The row of the verdict table.
    pub refusal: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The key and value.
    pub subject: Subject,
    /// Where.
    pub place: Place,
    /// A second place, with a word on what it is.
    pub related: Option<(Place, &'static str)>,
    /// What mends it.
    pub intent: Option<FixIntent>,
}

/// What is worked out once for all entities of a run.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The keys that are nearest to misspelt ones.
    pub nearest: Nearest,
    /// The conditions over several keys that an entity can break.
    pub conditions: Conditions,
}

/// Judges every setting of an entity by itself, and against those that it competes with. Only a `pedantic`
/// judge speaks of values that are Kafka's default.
pub fn judge(
    entity: &Entity,
    by: &JudgedBy,
    siblings: &Siblings<'_>,
    prepared: &Prepared,
    pedantic: bool,
) -> Vec<Ruling> {
    // What is not Kafka's has no definitions here.
    if entity.components().is_empty() {
        return Vec::new();
    }
    let effective = Effective {
        entity,
        release: by.release,
    };
    let nearest = &prepared.nearest;
    let mut rulings = Vec::new();
    for setting in entity.settings.iter().filter(|s| s.is_stated()) {
        // An earlier duplicate is never parsed.
        let decides = entity.decides(setting) && is_read(entity, setting.key.name());
        if decides {
            rulings.extend(blanks::judge(setting, by));
        }
        match effective.meaning(setting.key.name()) {
            Meaning::Own(component, definition) if decides => {
                rulings.extend(names::judge_deprecated(setting, component, &definition, by));
                // MirrorMaker gives a key to each connector that has it; Streams and Connect keep their own.
                let readers = match entity.kind {
                    EntityKind::MirrorMaker => entity.components(),
                    _ => std::slice::from_ref(&component),
                };
                let mut judged = readers.iter();
                rulings.extend(
                    judged.find_map(|c| refusal::judge(entity, setting, *c, definition.key, by)),
                );
                if pedantic {
                    rulings.extend(default_value(setting, &definition));
                }
            }
            Meaning::Inner {
                component,
                definition,
            } if decides => {
                // What MirrorMaker is told of a cluster, its clients read and a worker as well.
                let worker = (entity.kind == EntityKind::MirrorMaker)
                    .then_some(catalog::Component::ConnectDistributed);
                let mut readers = std::iter::once(component).chain(worker);
                rulings.extend(
                    readers.find_map(|c| refusal::judge(entity, setting, c, definition.key, by)),
                );
            }
            Meaning::Own(..) | Meaning::Inner { .. } | Meaning::Plugin => {}
            Meaning::InnerUnknown {
                prefix,
                rest,
                expected,
            } => {
                rulings.extend(names::judge_behind_prefix(
                    entity, setting, prefix, rest, expected, by, nearest,
                ));
            }
            Meaning::Undefined => {
                rulings.extend(names::judge(entity, setting, by, siblings, nearest));
            }
        }
    }
    rulings.extend(chains::judge(entity, by));
    rulings.extend(conditions::judge(entity, by, &prepared.conditions));
    rulings
}

/// Whether some client reads a key as it is written. Streams tells its other consumers where to start itself, so what
/// the main consumer has of its own leaves the wider word unread; and it makes an id of its own for each thread.
fn is_read(entity: &Entity, key: &str) -> bool {
    if entity.kind == EntityKind::Streams && key.ends_with("group.instance.id") {
        return false;
    }
    const RESETS: [&str; 3] = [
        "auto.offset.reset",
        "consumer.auto.offset.reset",
        "main.consumer.auto.offset.reset",
    ];
    let place = RESETS.iter().position(|reset| *reset == key);
    match place.filter(|_| entity.kind == EntityKind::Streams) {
        Some(at) => !RESETS[at + 1..]
            .iter()
            .any(|narrower| entity.sets(narrower)),
        None => true,
    }
}

/// A value that Kafka has without the line.
fn default_value(setting: &Setting, definition: &Definition) -> Option<Ruling> {
    let catalog::Default::Text(default) = definition.default else {
        return None;
    };
    let text = setting.value.known()?;
    let parsed = |text| value::parse(definition.value_type, text).ok();
    (parsed(text)? == parsed(default)?).then(|| Ruling {
        code: "KFK014",
        severity: Severity::Info,
        confidence: Confidence::High,
        rejected: false,
        refusal: None,
        message: format!(
            "`{}` is `{}`, which is Kafka's default",
            setting.written_name(),
            shown(setting)
        ),
        help: Some("take the line out, or keep it as a decision".to_owned()),
        subject: subject(setting),
        place: setting.place(),
        related: None,
        intent: None,
    })
}

/// The subject of a finding about a setting, its value hidden where it is a secret.
fn subject(setting: &Setting) -> Subject {
    Subject {
        key: Some(setting.key.name().to_owned()),
        written_as: setting.written_as.as_deref().map(str::to_owned),
        value: Some(shown(setting).to_owned()),
        value_source: Some(setting.source),
        secret: setting.secret,
    }
}

/// The value as anybody may see it.
fn shown(setting: &Setting) -> &str {
    if setting.secret {
        crate::source::HIDDEN
    } else {
        setting.value.as_written().trim()
    }
}
