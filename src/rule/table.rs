//! All rules of the process: those that ship with the program, and after them those of its users.
//!
//! A run reads the rules of its users before it judges anything, and none goes again, so an id means the same rule to
//! the end. Which of them hold for a file is for its kafka-lint.toml to say.

use std::sync::RwLock;

use super::{RULES, Rule};
use crate::catalog::{KeyId, ValueType};
use crate::diagnostic::{Descriptor, RuleId};

/// A rule of a user's, with the bytes that it was read from.
struct Own {
    path: String,
    bytes: Vec<u8>,
    rule: &'static Rule,
}

static OWN: RwLock<Vec<Own>> = RwLock::new(Vec::new());

fn own<T>(look: impl FnOnce(&[Own]) -> T) -> T {
    // A list that only grows is whole whatever became of the thread that held it.
    look(
        &OWN.read()
            .unwrap_or_else(std::sync::PoisonError::into_inner),
    )
}

/// Adds a rule of a user's, which `path` and `bytes` are the file of; the same file gives the same rule. With `then`,
/// the file is one of an older state of the repository, and the rule that has its code now stands for it.
///
/// # Errors
/// Where another rule has its code or name, or it silences what it may not.
pub fn add(path: &str, bytes: &[u8], rule: Rule, then: bool) -> Result<&'static Rule, String> {
    let mut all = OWN
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let Descriptor { code, slug, .. } = rule.descriptor;
    if RULES.iter().any(|r| r.descriptor.slug == slug) {
        return Err(format!("a rule of the program's own is called `{slug}`"));
    }
    for silenced in rule.supersedes {
        let ours = RULES.iter().find(|r| r.descriptor.code == *silenced);
        match ours.map(|r| r.descriptor.suppressible) {
            Some(true) => {}
            Some(false) => return Err(format!("nobody may silence {silenced}, as it supersedes")),
            None => {
                return Err(format!(
                    "it supersedes {silenced}, which is no rule of the program's"
                ));
            }
        }
    }
    let same = |own: &&Own| own.rule.descriptor.code == code || own.rule.descriptor.slug == slug;
    match all.iter().find(same) {
        Some(own) if own.bytes == bytes || then => Ok(own.rule),
        Some(own) => Err(format!("{} has this code or name already", own.path)),
        None => {
            let rule: &'static Rule = Box::leak(Box::new(rule));
            all.push(Own {
                path: path.to_owned(),
                bytes: bytes.to_owned(),
                rule,
            });
            Ok(rule)
        }
    }
}

/// The rules of users, each with the path and the bytes of its file.
pub fn own_rules() -> Vec<(String, Vec<u8>, &'static Rule)> {
    let of = |own: &Own| (own.path.clone(), own.bytes.clone(), own.rule);
    own(|all| all.iter().map(of).collect())
}

/// All rules, by their ids.
pub fn rules() -> Vec<&'static Rule> {
    let ours = RULES.iter();
    own(|own| ours.chain(own.iter().map(|own| own.rule)).collect())
}

/// The descriptors of all rules, by their ids.
pub fn descriptors() -> Vec<Descriptor> {
    rules().iter().map(|rule| rule.descriptor).collect()
}

/// The settings of brokers that some rule reads, by key.
pub fn wanted_of_brokers() -> Vec<(KeyId, ValueType)> {
    let rules = rules();
    let mut all: Vec<_> = rules.iter().flat_map(|rule| rule.joins).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The rule with a code.
pub fn find(code: &str) -> Option<(RuleId, &'static Rule)> {
    let by_code = |rule: &Rule| rule.descriptor.code.cmp(code);
    if let Ok(at) = RULES.binary_search_by(by_code) {
        return Some((RuleId(at as u16), &RULES[at]));
    }
    own(|own| {
        let at = own
            .iter()
            .position(|own| own.rule.descriptor.code == code)?;
        Some((RuleId((RULES.len() + at) as u16), own[at].rule))
    })
}

/// The rule with a code or a name that somebody writes.
pub fn called(word: &str) -> Option<(RuleId, &'static Rule)> {
    let rules = rules();
    let at = rules
        .iter()
        .position(|rule| rule.descriptor.is_called(word))?;
    Some((RuleId(at as u16), rules[at]))
}

/// The rule at an id.
pub fn rule(id: RuleId) -> &'static Rule {
    let at = usize::from(id.0);
    match RULES.get(at) {
        Some(rule) => rule,
        None => own(|own| own[at - RULES.len()].rule),
    }
}
