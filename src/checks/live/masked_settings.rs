//! What a broker's file says and a value kept in the cluster masks.

use crate::model::{Entity, Setting, ValueSource};
use crate::resolve::value;
use crate::rule::{Context, Failure, Outcome};

/// Fails where a value of a running broker's file is masked by another one, at the first of them.
pub fn check(cx: &Context<'_>) -> Outcome {
    let entity = cx.entity();
    let mut masked: Vec<(&Setting, &Setting)> = Vec::new();
    let mut unknown = false;
    for setting in &entity.settings {
        let Some(by) = masking(entity, setting) else {
            continue;
        };
        match (setting.value.known(), by.value.known()) {
            (Some(file), Some(cluster)) if value::list(file) == value::list(cluster) => {}
            (Some(_), Some(_)) => masked.push((setting, by)),
            _ => {
                cx.text(setting.key.name());
                unknown = true;
            }
        }
    }
    let Some(((setting, by), others)) = masked.split_first() else {
        return match unknown {
            true => Outcome::NoData("one of the two values is not known"),
            false => Outcome::Pass,
        };
    };
    let name = setting.key.name();
    cx.text(name);
    let mut message = format!(
        "`{name}` is `{}` in the broker's file and `{}` in the cluster, which decides: the file's line has no effect.",
        setting.shown(),
        by.shown()
    );
    let others: Vec<String> = others
        .iter()
        .map(|(setting, _)| format!("`{}`", setting.key.name()))
        .collect();
    if !others.is_empty() {
        message.push_str(&format!(" So it is with {}.", others.join(", ")));
    }
    Outcome::Fail(Failure {
        key: setting.key.id(),
        message: Some(message),
        ..Failure::default()
    })
}

/// The setting that decides instead of one of the file's.
fn masking<'e>(entity: &'e Entity, setting: &Setting) -> Option<&'e Setting> {
    if setting.source != ValueSource::Static || entity.decides(setting) {
        return None;
    }
    entity.get(setting.key.id()?)
}
