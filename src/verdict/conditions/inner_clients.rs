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
const CLIENTS: [(Component, EntityKind, &[&str]); 4] = [
    (Component::Producer, EntityKind::Producer, &["producer."]),
    (
        Component::Consumer,
        EntityKind::Consumer,
        &["consumer.", "main.consumer."],
    ),
    (
        Component::Consumer,
        EntityKind::Consumer,
        &["consumer.", RESTORE],
    ),
    (Component::Admin, EntityKind::Admin, &["admin."]),
];

/// Consumers that restore stores have no group.
const RESTORE: &str = "restore.consumer.";

/// Streams judges it behind prefixes as well.
const IN_FLIGHT: &str = "idempotence-with-too-many-in-flight";

/// The prefix of a key in a Streams application's file that names a client, or nothing.
fn prefix(name: &str) -> &'static str {
    const PREFIXES: [&str; 6] = [
        "main.consumer.",
        RESTORE,
        "global.consumer.",
        "consumer.",
        "producer.",
        "admin.",
    ];
    let found = PREFIXES.iter().find(|prefix| name.starts_with(*prefix));
    found.map_or("", |prefix| prefix)
}

/// Whether Streams gives a key to one of the clients that it makes; `component` is whose key it is.
pub(in crate::verdict) fn is_given(
    entity: &Entity,
    name: &str,
    component: Component,
    release: Release,
) -> bool {
    let clients = [
        (Component::Producer, "producer."),
        (Component::Consumer, "consumer."),
        (Component::Admin, "admin."),
    ];
    if !clients.iter().any(|(client, _)| *client == component) {
        return true;
    }
    let threads = entity
        .text("num.stream.threads")
        .and_then(|text| text.trim().parse::<i32>().ok());
    let exactly_once = entity
        .text("processing.guarantee")
        .is_some_and(|text| text.starts_with("exactly_once"));
    let prefix = prefix(name);
    let key = &name[prefix.len()..];
    let is_read = |client| {
        // Producers and consumers belong to threads.
        (client == Component::Admin || threads.is_none_or(|threads| threads >= 1))
            && !is_overridden(client, prefix, key, exactly_once, release)
    };
    if !prefix.is_empty() {
        return is_read(component);
    }
    let defines = |client| {
        catalog::key_id(key)
            .and_then(|id| catalog::definition(client, id, release))
            .is_some()
    };
    // What stands behind a client's prefix takes the place of the bare key.
    clients.iter().any(|(client, prefix)| {
        defines(*client)
            && is_read(*client)
            && entity.get_named(&format!("{prefix}{key}")).is_none()
    })
}

/// What Streams decides, whatever is written: `NON_CONFIGURABLE_CONSUMER_DEFAULT_CONFIGS` and, under
/// exactly-once, those for its end. What stands behind the prefix of one kind of consumers is put over most of that.
fn is_overridden(
    component: Component,
    prefix: &str,
    key: &str,
    exactly_once: bool,
    release: Release,
) -> bool {
    let from = |minor| (release.major, release.minor) >= minor;
    let is_last = prefix.ends_with(".consumer.");
    let restores = prefix == RESTORE;
    match (component, key) {
        (_, "bootstrap.resolve.timeout.ms") => from((4, 4)),
        (Component::Consumer, "enable.auto.commit") => !is_last || from((4, 2)),
        (Component::Consumer, "group.protocol") => from((4, 0)) && !is_last || from((4, 2)),
        (Component::Consumer, "allow.auto.create.topics") => {
            from((4, 2)) || prefix == "main.consumer."
        }
        // The assignor of Streams' own is put over it for the consumers of its threads.
        (Component::Consumer, "partition.assignment.strategy") => prefix == "main.consumer.",
        (Component::Consumer, "isolation.level") => exactly_once && !is_last,
        (Component::Consumer, "auto.offset.reset" | "group.id" | "group.instance.id") => restores,
        (Component::Consumer, "bootstrap.servers") => prefix == "consumer.",
        (Component::Producer, "bootstrap.servers") => prefix == "producer.",
        (Component::Producer, "enable.idempotence" | "transactional.id") => exactly_once,
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
    let restores = prefixes.contains(&RESTORE);
    let mut imposed = vec![("linger.ms", "100")];
    match restores {
        true => imposed.push(("auto.offset.reset", "none")),
        false => imposed.extend([
            ("group.id", "a"),
            ("partition.assignment.strategy", "StreamsPartitionAssignor"),
        ]),
    }
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
            let prefix = rank.checked_sub(1).map_or("", |at| prefixes[at]);
            let read =
                |key: &&str| !is_overridden(component, prefix, key, exactly_once, view.release);
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
    // The consumers of Streams' own protocol leave these to the brokers.
    let protocol = view
        .other("group.protocol")
        .ok()
        .flatten()
        .unwrap_or_default();
    if !restores && view.from(4, 1) && protocol.eq_ignore_ascii_case("streams") {
        given.retain(|key, _| {
            !["session.timeout.ms", "heartbeat.interval.ms"].contains(&key.as_str())
        });
    }
    if restores {
        given.retain(|key, _| {
            !["auto.offset.reset", "group.id", "group.instance.id"].contains(&key.as_str())
        });
    }
    let Some(model) = view.settings().next() else {
        return given;
    };
    for (key, value) in imposed {
        let forced =
            is_overridden(component, "", key, exactly_once, view.release) || key == "group.id";
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
