//! The clients that a Streams application makes of its configuration when it starts: each has to take what
//! Streams gives it.

use std::collections::BTreeMap;

use super::view::{Unknown, View};
use super::{CONTRADICT, Condition, Fault, Judged, asked};
use crate::catalog::{self, Component, Release};
use crate::model::{Entity, EntityKind, Key, Setting, Written};

pub(super) const CONDITIONS: &[Condition] = &[asked(
    Component::Streams,
    "inner-client-refused",
    CONTRADICT,
    "StreamsConfig.getMainConsumerConfigs, getProducerConfigs, getAdminConfigs",
    refused,
)];

/// The clients, with their prefixes, the strongest last.
const CLIENTS: [(Component, EntityKind, &[&str]); 3] = [
    (Component::Producer, EntityKind::Producer, &["producer."]),
    (
        Component::Consumer,
        EntityKind::Consumer,
        &["consumer.", "main.consumer."],
    ),
    (Component::Admin, EntityKind::Admin, &["admin."]),
];

/// Streams judges it behind prefixes as well.
const IN_FLIGHT: &str = "idempotence-with-too-many-in-flight";

/// What Streams decides, whatever is written: `NON_CONFIGURABLE_CONSUMER_DEFAULT_CONFIGS` and, under
/// exactly-once, those for its end.
pub(in crate::verdict) fn is_overridden(
    component: Component,
    key: &str,
    exactly_once: bool,
    release: Release,
) -> bool {
    match (component, key) {
        (Component::Consumer, "enable.auto.commit") => true,
        (Component::Consumer, "group.protocol") => release.major >= 4,
        (Component::Consumer, "allow.auto.create.topics") => {
            (release.major, release.minor) >= (4, 2)
        }
        (Component::Consumer, "isolation.level")
        | (Component::Producer, "enable.idempotence" | "transactional.id") => exactly_once,
        _ => false,
    }
}

fn refused(view: &View<'_>) -> Judged {
    if view.entity.open.is_some() {
        return Err(Unknown);
    }
    let guarantee = view.text("processing.guarantee")?.unwrap_or_default();
    let threads = view.number("num.stream.threads")?.unwrap_or(1);
    for (component, kind, prefixes) in CLIENTS {
        // The first form of exactly-once makes its producers later.
        let later = component == Component::Producer && guarantee == "exactly_once";
        if component != Component::Admin && (threads < 1 || later) {
            continue;
        }
        let given = given(
            view,
            component,
            prefixes,
            guarantee.starts_with("exactly_once"),
        );
        let settings = given.values().map(|(_, setting)| setting.clone()).collect();
        let inner = Entity::new(
            kind,
            None,
            view.entity.dialect,
            view.entity.header,
            settings,
        );
        let inner_view = View {
            entity: &inner,
            component,
            release: view.release,
            reads: None,
        };
        // What stands at the top and is judged there is said once.
        let is_own =
            |id: &str| super::conditions().any(|c| c.component == view.component && c.id == id);
        let at_the_top = |fault: &Fault| {
            let first = fault.keys.first();
            first.is_none_or(|key| given.get(key.as_str()).is_none_or(|(name, _)| name == key))
        };
        let fault = super::conditions()
            .filter(|c| c.component == component && c.id != IN_FLIGHT)
            .filter_map(|c| Some((c.id, c.judge(&inner_view)?)))
            .find(|(id, fault)| !(is_own(id) && at_the_top(fault)));
        let Some((_, fault)) = fault else { continue };
        return Ok(Some(renamed(fault, &given)));
    }
    Ok(None)
}

/// What a client gets, by its keys, each with the name that stands in the file.
fn given(
    view: &View<'_>,
    component: Component,
    prefixes: &[&str],
    exactly_once: bool,
) -> BTreeMap<String, (String, Setting)> {
    let defined = |key: &str| {
        catalog::key_id(key)
            .and_then(|id| catalog::definition(component, id, view.release))
            .is_some()
    };
    let mut given = BTreeMap::new();
    let mut imposed = vec![
        ("linger.ms", "100"),
        ("group.id", "a"),
        ("partition.assignment.strategy", "StreamsPartitionAssignor"),
    ];
    if exactly_once {
        imposed.extend([
            ("enable.idempotence", "true"),
            ("transactional.id", "a"),
            ("delivery.timeout.ms", "2147483647"),
        ]);
    }
    for rank in 0..=prefixes.len() {
        for setting in view.settings() {
            let name = setting.key.name();
            let key = match rank {
                0 => Some(name).filter(|name| defined(name)),
                rank => name.strip_prefix(prefixes[rank - 1]),
            };
            // Producers have the application's servers.
            let servers = rank > 0 && component == Component::Producer;
            let read = |key: &&str| {
                let passed_over = servers && *key == "bootstrap.servers";
                let counts = rank == 2 && *key == "group.protocol";
                !passed_over
                    && (counts || !is_overridden(component, key, exactly_once, view.release))
            };
            let Some(key) = key.filter(read) else {
                continue;
            };
            let mut setting = setting.clone();
            setting.key = Key::new(key);
            if key == "group.instance.id"
                && let Written::Text(text) = &setting.value
            {
                // Each thread has its own.
                setting.value = Written::Text(format!("{text}-1").into());
            }
            given.insert(key.to_owned(), (name.to_owned(), setting));
        }
    }
    let Some(model) = view.settings().next() else {
        return given;
    };
    for (key, value) in imposed {
        let forced = is_overridden(component, key, exactly_once, view.release) || key == "group.id";
        if defined(key) && (forced || !given.contains_key(key)) {
            let mut setting = model.clone();
            setting.key = Key::new(key);
            setting.value = Written::Text(value.into());
            given.insert(key.to_owned(), (key.to_owned(), setting));
        }
    }
    given
}

/// The fault with the names that stand in the file.
fn renamed(mut fault: Fault, given: &BTreeMap<String, (String, Setting)>) -> Fault {
    for key in &mut fault.keys {
        if let Some((name, _)) = given.get(key.as_str()).filter(|(name, _)| name != key) {
            let (bare, full) = (format!("`{key}`"), format!("`{name}`"));
            fault.wrong = fault.wrong.replace(&bare, &full);
            fault.help = fault.help.replace(&bare, &full);
            key.clone_from(name);
        }
    }
    fault
}
