//! `spring.kafka.…`: a producer, a consumer, an admin client and a Streams application.

use super::table::{BUNDLE, COMMON, Property, ROLES, ROOT, Role, convert, same};
use super::{NAME, Version, header, map_key, setting, typed};
use crate::dialect::fill::{Fill, fill};
use crate::dialect::flat::{Flat, parts};
use crate::dialect::framework::{concerns, owner};
use crate::dialect::intake::{Draft, Intake};
use crate::model::{EntityKind, Key, Layer, Setting, Written};

/// One setting as Spring Boot binds it.
struct Bound<'f> {
    flat: &'f Flat,
    /// The client that it is for; nothing for all.
    role: Option<&'static Role>,
    part: Part,
}

enum Part {
    Typed(&'static Property),
    /// `properties.…`, with Kafka's key.
    Map(String),
}

impl Bound<'_> {
    /// Its place in the order in which Spring Boot writes; later wins.
    fn order(&self) -> (bool, bool) {
        (self.role.is_some(), matches!(self.part, Part::Map(_)))
    }

    fn key(&self) -> &str {
        match &self.part {
            Part::Typed(property) => property.key,
            Part::Map(key) => key,
        }
    }
}

fn bind(flat: &Flat) -> Option<Bound<'_>> {
    let rest = flat.name.strip_prefix("spring.kafka.")?;
    let parts = parts(rest);
    let (first, inner) = parts.split_first()?;
    let role = ROLES.iter().find(|role| same(role.group, first));
    let inner = match role {
        Some(_) => inner,
        None => &parts,
    };
    let part = match inner.split_first()? {
        (map, key) if same(map, "properties") && !key.is_empty() => {
            Part::Map(map_key(key, &flat.name))
        }
        _ => {
            let name = inner.join(".");
            let own = role.map_or(ROOT, |role| role.properties);
            let mut known = own.iter().chain(COMMON);
            Part::Typed(known.find(|property| same(property.name, &name))?)
        }
    };
    Some(Bound { flat, role, part })
}

/// What a property's text should be and is not; Spring Boot does not start with it.
pub(super) fn unreadable(flat: &Flat) -> Option<&'static str> {
    let Part::Typed(property) = bind(flat)?.part else {
        return None;
    };
    let written = fill(Fill::Spring, &flat.value.text);
    let text = written.known().filter(|_| !property.key.is_empty())?;
    convert(property.read, text).err()?;
    property.read.title()
}

/// The name of the property that a misspelt one is meant for, in the spelling of the file's last part.
pub(super) fn misspelt(flat: &Flat) -> Option<String> {
    let rest = flat.name.strip_prefix("spring.kafka.")?;
    let parts = parts(rest);
    let role = ROLES
        .iter()
        .find(|role| parts.first().is_some_and(|first| same(role.group, first)));
    let name = match (role, &*parts) {
        (Some(_), [_, name]) | (None, [name]) => *name,
        _ => return None,
    };
    if bind(flat).is_some() {
        return None;
    }
    let kebab = kebab(name);
    let own = role.map_or(ROOT, |role| role.properties);
    let names = own.iter().chain(COMMON).map(|property| property.name);
    let mut near: Vec<&str> = names
        .filter(|known| known.len() > 5 && strsim::osa_distance(known, &kebab) <= 2)
        .collect();
    near.dedup();
    let [right] = *near else {
        return None;
    };
    // In a property file the whole name stands in one place.
    let head = flat.at.text.strip_suffix(name)?;
    Some(format!("{head}{right}"))
}

fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        match c {
            '_' => out.push('-'),
            'A'..='Z' if !out.is_empty() && !out.ends_with('-') => {
                out.push('-');
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// Takes in the clients of one version of the file, save those kinds that a binder made of the same settings.
pub(super) fn read(version: &Version<'_>, bound_kinds: &[EntityKind], intake: &mut Intake<'_>) {
    let bound: Vec<Bound<'_>> = version.flats.iter().filter_map(|flat| bind(flat)).collect();
    let others: Vec<Bound<'_>> = version
        .others
        .iter()
        .filter_map(|flat| bind(flat))
        .collect();
    for role in roles(version, &bound) {
        if !bound_kinds.contains(&role.kind) {
            let draft = draft(role, version, &bound, &others, intake);
            intake.add(draft);
        }
    }
}

/// The clients that the file speaks of. Where it speaks of clients as such, its keys tell which; where they
/// do not either, it is for a producer and a consumer.
fn roles(version: &Version<'_>, bound: &[Bound<'_>]) -> Vec<&'static Role> {
    let speaks_of = |group: &str| {
        let mut names = version.flats.iter().chain(&version.others);
        names.any(|flat| {
            let rest = flat.name.strip_prefix("spring.kafka.");
            rest.and_then(|rest| parts(rest).first().copied())
                .is_some_and(|first| same(first, group))
        })
    };
    let has_own_key = |role: &Role| {
        bound.iter().any(|bound| match &bound.part {
            Part::Map(key) => owner(key) == Some(role.kind),
            Part::Typed(_) => false,
        })
    };
    let found: Vec<&Role> = ROLES
        .iter()
        .filter(|role| speaks_of(role.group) || speaks_of(role.sign) || has_own_key(role))
        .collect();
    match found.is_empty() && (!bound.is_empty() || !version.others.is_empty()) {
        true => ROLES[..2].iter().collect(),
        false => found,
    }
}

/// Keys of which the typed property decides in some releases of Spring Boot and the map in others: the map
/// does not count for servers from 3.1 on, nor for the protocol from 3.5 on.
const BY_RELEASE: [&str; 2] = ["bootstrap.servers", "security.protocol"];

fn draft(
    role: &'static Role,
    version: &Version<'_>,
    bound: &[Bound<'_>],
    others: &[Bound<'_>],
    intake: &Intake<'_>,
) -> Draft {
    let heads = [role.group, role.sign, ""].map(|group| match group {
        "" => "spring.kafka.".to_owned(),
        group => format!("spring.kafka.{group}."),
    });
    let own = header(&version.flats, &heads[..2]);
    let header = match own.is_empty() {
        true => header(&version.flats, &heads[2..]),
        false => own,
    };
    let mut draft = Draft::new(NAME, role.kind, header);
    draft.open.clone_from(&version.open);
    draft.settings = settings(role, bound, intake);
    for setting in &mut draft.settings {
        let key = setting.key.name();
        if others.iter().any(|b| b.is_for(role) && b.key() == key) {
            setting.value = Written::Unknown(setting.value.as_written().into());
        }
    }
    if role.kind == EntityKind::Streams && !sets(&draft.settings, "application.id") {
        draft.settings.push(application_id(version, header, intake));
    }
    let file = |key: &str| sets(&draft.settings, key);
    let own = |key: &str| {
        bound
            .iter()
            .any(|b| b.role.is_some_and(|r| r.kind == role.kind) && b.key() == key)
    };
    let mut derived: Vec<Setting> = Vec::new();
    // What other files may set is not to be called unset.
    if version.open.is_none() {
        let always = role.always.iter().filter(|(key, _)| !own(key));
        derived
            .extend(always.map(|(key, value)| intake.derived(key, value, header, Layer::Operator)));
        let unless_set = role.unless_set.iter().filter(|(key, _)| !file(key));
        derived.extend(
            unless_set.map(|(key, value)| intake.derived(key, value, header, Layer::Image)),
        );
        if !file("bootstrap.servers") {
            derived.push(intake.derived(
                "bootstrap.servers",
                "localhost:9092",
                header,
                Layer::Image,
            ));
        }
    }
    if file("transactional.id") && !file("enable.idempotence") {
        derived.push(intake.derived("enable.idempotence", "true", header, Layer::Image));
    }
    draft.settings.extend(derived);
    draft
}

impl Bound<'_> {
    fn is_for(&self, role: &Role) -> bool {
        match (self.role, &self.part) {
            (Some(own), _) => own.kind == role.kind,
            (None, Part::Map(key)) => concerns(role.kind, key),
            (None, Part::Typed(_)) => true,
        }
    }
}

/// The settings of a client in the order in which Spring Boot writes them.
fn settings(role: &Role, bound: &[Bound<'_>], intake: &Intake<'_>) -> Vec<Setting> {
    let mut mine: Vec<&Bound<'_>> = bound.iter().filter(|b| b.is_for(role)).collect();
    mine.sort_by_key(|b| b.order());
    let has_bundle = |of_role: bool| {
        mine.iter().any(|b| {
            b.role.is_some() == of_role && matches!(b.part, Part::Typed(p) if p.key == BUNDLE)
        })
    };
    let bundles = [has_bundle(false), has_bundle(true)];
    let typed_keys: Vec<&str> = mine
        .iter()
        .filter(|b| matches!(b.part, Part::Typed(_)))
        .map(|b| b.key())
        .collect();
    let mut out = Vec::with_capacity(mine.len());
    for bound in &mine {
        let made = match &bound.part {
            Part::Typed(property) if property.key.is_empty() => continue,
            Part::Typed(property) if property.key == BUNDLE => {
                // The class has another package in Spring Boot 4.
                Some(intake.unknown(BUNDLE, &bound.flat.at))
            }
            Part::Typed(property)
                if property.key.starts_with("ssl.")
                    && bundles[usize::from(bound.role.is_some())] =>
            {
                continue;
            }
            Part::Typed(property) => typed(property.key, property.read, bound.flat, intake),
            Part::Map(key) => {
                let mut setting = setting(key, bound.flat, intake);
                let by_release = BY_RELEASE[0] == key
                    || BY_RELEASE.contains(&&**key) && typed_keys.contains(&&**key);
                if by_release {
                    setting.value = Written::Unknown(setting.value.as_written().into());
                }
                Some(setting)
            }
        };
        out.extend(made);
    }
    out
}

/// The settings that Spring Boot gives to a binder's clients of a kind, without what it always sets.
pub(super) fn for_binder(
    version: &Version<'_>,
    kind: EntityKind,
    intake: &Intake<'_>,
) -> Vec<Setting> {
    let bound: Vec<Bound<'_>> = version.flats.iter().filter_map(|flat| bind(flat)).collect();
    let role = ROLES.iter().find(|role| role.kind == kind);
    role.map_or_else(Vec::new, |role| settings(role, &bound, intake))
}

fn sets(settings: &[Setting], key: &str) -> bool {
    let key = Key::new(key);
    settings.iter().any(|setting| setting.key == key)
}

/// The application's name stands in where the id is not written; where it is not written either, it comes
/// from elsewhere, for Streams does not start without one.
fn application_id(
    version: &Version<'_>,
    header: crate::source::Span,
    intake: &Intake<'_>,
) -> Setting {
    let mut names = version.flats.iter().rev();
    match names.find(|flat| same(&flat.name, "spring.application.name")) {
        Some(flat) => setting("application.id", flat, intake),
        None => {
            let mut setting = intake.derived("application.id", "", header, Layer::Image);
            setting.value = Written::Unknown("".into());
            setting
        }
    }
}
