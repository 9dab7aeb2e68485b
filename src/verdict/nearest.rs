//! Did you mean: the defined key that is nearest to a misspelt one.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::catalog::{self, Component, KeyId, Release};

/// Remembers answers over the files of a run: the same misspelling stands in many of them.
#[derive(Debug, Default)]
pub struct Nearest(Mutex<HashMap<(Component, Release, String), Option<KeyId>>>);

/// So many answers are remembered; a file of a million random keys must not fill the memory.
const REMEMBERED: usize = 10_000;

/// A name longer than this is no misspelling of a key.
const LONGEST: usize = 80;

impl Nearest {
    /// The nearest key of a component, if one is near enough to be meant.
    pub fn find(&self, component: Component, release: Release, name: &str) -> Option<KeyId> {
        if name.len() > LONGEST {
            return None;
        }
        let question = (component, release, name.to_owned());
        if let Ok(known) = self.0.lock()
            && let Some(answer) = known.get(&question)
        {
            return *answer;
        }
        let answer = search(component, release, name);
        if let Ok(mut known) = self.0.lock()
            && known.len() < REMEMBERED
        {
            known.insert(question, answer);
        }
        answer
    }
}

fn search(component: Component, release: Release, name: &str) -> Option<KeyId> {
    let wanted = plain(name);
    let allowed = match wanted.len() {
        0..=3 => return None,
        4..=7 => 1,
        8..=15 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, KeyId)> = None;
    for definition in catalog::definitions(component, release) {
        if definition.internal {
            continue;
        }
        let candidate = catalog::key_name(definition.key);
        let within = best.map_or(allowed, |(distance, _)| distance.saturating_sub(1));
        if candidate.len().abs_diff(wanted.len()) > within {
            continue;
        }
        let distance = strsim::osa_distance(candidate, &wanted);
        if distance <= within {
            best = Some((distance, definition.key));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, key)| key)
}

/// Lower case, with dots for the separators of other notations: `log_retentionMs` is `log.retention.ms`.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before_lower = false;
    for c in name.chars() {
        match c {
            '_' | '-' => out.push('.'),
            c if c.is_ascii_uppercase() => {
                if before_lower {
                    out.push('.');
                }
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c),
        }
        before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(component: Component, name: &str) -> Option<&'static str> {
        Nearest::default()
            .find(component, catalog::newest(), name)
            .map(catalog::key_name)
    }

    #[test]
    fn misspellings_are_found() {
        for (name, key) in [
            ("default.replecation.factor", "default.replication.factor"),
            ("min.insync.replica", "min.insync.replicas"),
            ("log_retention_ms", "log.retention.ms"),
            ("logRetentionMs", "log.retention.ms"),
            ("advertised.listener", "advertised.listeners"),
            ("Log.Dirs", "log.dirs"),
        ] {
            assert_eq!(near(Component::Broker, name), Some(key), "{name}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for name in [
            "output.topic.name",
            "schema.registry.url",
            "foo",
            "a",
            &"x".repeat(500),
        ] {
            assert_eq!(near(Component::Producer, name), None, "{name}");
        }
    }
}
