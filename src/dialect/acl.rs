//! Access rules, from what `kafka-acls --list` prints and from Terraform: their parts, and what these come to.
//!
//! What the parts mean is in `StandardAuthorizer` and `AclAuthorizer`: `User:*` stands for every user, `*` for
//! every host, and as a literal name for every resource of its type.

use crate::model::{Entity, Fact};

/// The names of an access rule's parts in settings.
pub(super) const PRINCIPAL: &str = "principal";
pub(super) const HOST: &str = "host";
pub(super) const OPERATION: &str = "operation";
pub(super) const PERMISSION: &str = "permission";
pub(super) const RESOURCE_TYPE: &str = "resource.type";
pub(super) const RESOURCE_NAME: &str = "resource.name";
pub(super) const PATTERN_TYPE: &str = "pattern.type";

/// Operations of Kafka's `AclOperation` that change something, and those that do not. That of idempotent
/// producers lets nobody write what he may not write anyway.
const CHANGING: [&str; 8] = [
    "ALL",
    "ALTER",
    "ALTERCONFIGS",
    "CLUSTERACTION",
    "CREATE",
    "DELETE",
    "TWOPHASECOMMIT",
    "WRITE",
];
const HARMLESS: [&str; 6] = [
    "CREATETOKENS",
    "DESCRIBE",
    "DESCRIBECONFIGS",
    "DESCRIBETOKENS",
    "IDEMPOTENTWRITE",
    "READ",
];

/// Gives an access rule its name and its facts, as far as its parts are known.
pub(super) fn complete(entity: &mut Entity) {
    let part = |name: &str| entity.text(name);
    let operation = part(OPERATION).map(word);
    let permission = part(PERMISSION).map(word);
    let resource_type = part(RESOURCE_TYPE).map(word);
    let pattern_type = pattern(entity);
    let facts = [
        (
            Fact::AclAllows,
            one_of(permission.as_deref(), &["ALLOW"], &["DENY"]),
        ),
        (
            Fact::AclForEveryone,
            both(
                part(PRINCIPAL).map(|principal| principal == "User:*"),
                part(HOST).map(|host| host == "*"),
            ),
        ),
        (
            Fact::AclOnEverything,
            match resource_type.as_deref() {
                Some("CLUSTER") => Some(true),
                Some("TOPIC") => both(
                    part(RESOURCE_NAME).map(|name| name == "*"),
                    pattern_type.map(|pattern| pattern == "LITERAL"),
                ),
                Some(_) => Some(false),
                None => None,
            },
        ),
        (
            Fact::AclChanges,
            one_of(operation.as_deref(), &CHANGING, &HARMLESS),
        ),
    ];
    let name = part(PRINCIPAL)
        .zip(part(RESOURCE_NAME))
        .zip(operation.zip(permission).zip(resource_type));
    let name = name.map(|((principal, name), ((operation, permission), kind))| {
        format!("{permission} {operation} on {kind} {name} for {principal}")
    });
    if entity.name.is_none() {
        entity.name = name.map(Into::into);
    }
    for (fact, holds) in facts {
        if let Some(holds) = holds {
            entity.facts.set(fact, i64::from(holds));
        }
    }
}

/// What tells one access rule from another: principal, host, operation, permission, and the type, name and pattern of
/// the resource, in one spelling. Nothing where a part is not known.
pub fn identity(entity: &Entity) -> Option<[String; 7]> {
    let part = |name: &str| entity.text(name).map(str::trim);
    Some([
        part(PRINCIPAL)?.to_owned(),
        part(HOST)?.to_owned(),
        word(part(OPERATION)?),
        word(part(PERMISSION)?),
        word(part(RESOURCE_TYPE)?),
        part(RESOURCE_NAME)?.to_owned(),
        pattern(entity)?,
    ])
}

/// How the resource's name is meant, in Kafka's word; literally where nothing is written.
fn pattern(entity: &Entity) -> Option<String> {
    if !entity.sets(PATTERN_TYPE) {
        return Some("LITERAL".to_owned());
    }
    // Strimzi has a word of its own for one of them.
    Some(match word(entity.text(PATTERN_TYPE)?.trim()).as_str() {
        "PREFIX" => "PREFIXED".to_owned(),
        other => other.to_owned(),
    })
}

/// A word of one of Kafka's lists, in the spelling that all tools' spellings come to: `AlterConfigs` and
/// `ALTER_CONFIGS` are one.
fn word(text: &str) -> String {
    text.replace('_', "").to_ascii_uppercase()
}

fn one_of(word: Option<&str>, yes: &[&str], no: &[&str]) -> Option<bool> {
    let word = word?;
    match (yes.contains(&word), no.contains(&word)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// Whether both hold, as far as it can be known.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}
