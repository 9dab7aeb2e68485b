//! What Kafka itself refuses, and what it ignores in silence. Knows the catalogue, no rule.
mod names;
mod nearest;
mod refusal;
mod troubles;
mod validator;

use crate::cluster::JudgedBy;
use crate::diagnostic::{Confidence, FixIntent, Severity, Subject};
use crate::model::{Entity, Setting};
use crate::resolve::Effective;
use crate::source::Place;

pub use names::{Siblings, is_plugin_key};
pub use nearest::Nearest;
pub use troubles::judge_trouble;
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

/// Judges every setting of an entity by itself.
pub fn judge(
    entity: &Entity,
    by: &JudgedBy,
    siblings: &Siblings<'_>,
    nearest: &Nearest,
) -> Vec<Ruling> {
    let effective = Effective {
        entity,
        release: by.release,
    };
    let mut rulings = Vec::new();
    for (index, setting) in entity.settings.iter().enumerate() {
        match setting.key.id() {
            Some(id) => match effective.definition(id) {
                Some(_) if decides(entity, setting, index) => {
                    rulings.extend(refusal::judge(entity, setting, id, by));
                }
                Some(_) => {}
                None => rulings.extend(names::judge_undefined(entity, setting, id, by, siblings)),
            },
            None => rulings.extend(names::judge_unknown(entity, setting, by, nearest)),
        }
    }
    rulings
}

/// Whether a setting is the one that Kafka uses; an earlier duplicate is never parsed.
fn decides(entity: &Entity, setting: &Setting, index: usize) -> bool {
    setting
        .key
        .id()
        .and_then(|id| entity.get(id))
        .is_some_and(|winner| std::ptr::eq(winner, &entity.settings[index]))
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
