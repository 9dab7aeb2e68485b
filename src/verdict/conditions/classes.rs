//! Kafka's own classes by their names: one that the release does not have, or that is nothing that the key takes.
//! Nobody else's class is judged.

use std::sync::OnceLock;

use super::endpoints;
use super::jaas;
use super::roles::Roles;
use super::view::{Unknown, View};
use super::{CLASS, Condition, Fault, Judged, asked};
use crate::catalog::{self, Class, Component, KeyId, ValueType};
use crate::cluster::minor;
use crate::resolve::value;

use Component::{
    Admin, Broker, ConnectDistributed, ConnectStandalone, Consumer, Producer, ShareConsumer,
    SinkConnector, SourceConnector, Streams,
};

const fn row(component: Component) -> Condition {
    asked(
        component,
        "class-not-there",
        CLASS,
        "ConfigDef.parseType, AbstractConfig.getConfiguredInstances, Utils.newInstance",
        not_there,
    )
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(Broker),
    row(Producer),
    row(Consumer),
    row(ShareConsumer),
    row(Admin),
    row(Streams),
    row(ConnectDistributed),
    row(ConnectStandalone),
    row(SourceConnector),
    row(SinkConnector),
];

/// A key whose classes are made when the component is, and what they have to be then. Of any other key of the
/// type CLASS the class only has to be there.
struct Made {
    component: Component,
    key: &'static str,
    kind: &'static str,
}

const fn made(component: Component, key: &'static str, kind: &'static str) -> Made {
    Made {
        component,
        key,
        kind,
    }
}

const REPORTERS: &str = "metric.reporters";

const MADE: &[Made] = &[
    made(Producer, "key.serializer", "serializer"),
    made(Producer, "value.serializer", "serializer"),
    made(Producer, "partitioner.class", "partitioner"),
    made(Producer, "interceptor.classes", "producer-interceptor"),
    made(Producer, REPORTERS, "metrics-reporter"),
    made(Consumer, "key.deserializer", "deserializer"),
    made(Consumer, "value.deserializer", "deserializer"),
    made(Consumer, "interceptor.classes", "consumer-interceptor"),
    made(Consumer, "partition.assignment.strategy", "assignor"),
    made(Consumer, REPORTERS, "metrics-reporter"),
    made(ShareConsumer, "key.deserializer", "deserializer"),
    made(ShareConsumer, "value.deserializer", "deserializer"),
    made(ShareConsumer, REPORTERS, "metrics-reporter"),
    made(Admin, REPORTERS, "metrics-reporter"),
    made(Streams, REPORTERS, "metrics-reporter"),
    made(Broker, "authorizer.class.name", "authorizer"),
    made(Broker, "client.quota.callback.class", "quota-callback"),
    made(Broker, "replica.selector.class", "replica-selector"),
    made(Broker, REPORTERS, "metrics-reporter"),
    made(Broker, "kafka.metrics.reporters", "kafka-metrics-reporter"),
    made(SourceConnector, "key.converter", "converter"),
    made(SourceConnector, "value.converter", "converter"),
    made(SourceConnector, "header.converter", "header-converter"),
    made(SinkConnector, "key.converter", "converter"),
    made(SinkConnector, "value.converter", "converter"),
    made(SinkConnector, "header.converter", "header-converter"),
];

/// A class that a key names.
struct Name<'a> {
    key: String,
    class: &'a str,
    kind: Option<&'static str>,
}

fn not_there(view: &View<'_>) -> Judged {
    for name in names(view)? {
        if let Some(fault) = judge(view, &name) {
            return Ok(Some(fault));
        }
    }
    for login in jaas::logins(view)? {
        let Ok(module) = login.module() else {
            continue;
        };
        let name = Name {
            key: login.key,
            class: &module.class,
            kind: Some("login-module"),
        };
        if let Some(fault) = judge(view, &name) {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// All names that can be known.
fn names<'a>(view: &View<'a>) -> Result<Vec<Name<'a>>, Unknown> {
    let mut names = Vec::new();
    let mut add = |key: &str, text: Option<&'a str>, list: bool, kind| {
        let items = match text {
            Some(text) if list => value::list(text),
            text => text.into_iter().collect(),
        };
        names.extend(items.into_iter().map(|class| Name {
            key: key.to_owned(),
            class,
            kind,
        }));
    };
    let own = MADE.iter().filter(|made| made.component == view.component);
    for Made { key, kind, .. } in own.clone().filter(|made| is_made(view, made)) {
        let list = view.value_type(key) == Some(ValueType::List);
        add(key, written(view, key), list, Some(*kind));
    }
    for key in class_keys(view.component) {
        let key = catalog::key_name(*key);
        let is_class = view.value_type(key) == Some(ValueType::Class);
        if is_class && !own.clone().any(|made| made.key == key) {
            add(key, written(view, key), false, None);
        }
    }
    match view.component {
        Broker => {
            for channel in endpoints::channels(view)? {
                let listener = channel.listener.to_lowercase();
                let mut prefixes = vec![format!("listener.name.{listener}.")];
                for mechanism in jaas::mechanisms(view, &channel)? {
                    prefixes.push(format!(
                        "listener.name.{listener}.{}.",
                        mechanism.to_lowercase()
                    ));
                }
                for prefix in prefixes {
                    for key in class_keys(Broker) {
                        let key = catalog::key_name(*key);
                        if view.value_type(key) == Some(ValueType::Class) {
                            let name = format!("{prefix}{key}");
                            add(&name, view.other(&name).ok().flatten(), false, None);
                        }
                    }
                }
            }
        }
        SourceConnector | SinkConnector => {
            for (key, kind) in [
                ("transforms", "transformation"),
                ("predicates", "predicate"),
            ] {
                for alias in view.list(key).ok().flatten().unwrap_or_default() {
                    let name = format!("{key}.{alias}.type");
                    add(&name, view.other(&name).ok().flatten(), false, Some(kind));
                }
            }
        }
        _ => {}
    }
    Ok(names)
}

/// What a file says, where it can be known.
fn written<'a>(view: &View<'a>, key: &str) -> Option<&'a str> {
    view.setting(key)?;
    view.raw(key).ok().flatten()
}

/// Whether the component comes to make the classes.
fn is_made(view: &View<'_>, made: &Made) -> bool {
    match made.key {
        "partition.assignment.strategy" => view
            .text("group.protocol")
            .is_ok_and(|protocol| protocol.is_none_or(|p| !p.eq_ignore_ascii_case("consumer"))),
        // Before 3.7 only the tasks make them.
        "key.converter" | "value.converter" | "header.converter" => view.from(3, 7),
        "replica.selector.class" => Roles::of(view).is_ok_and(Roles::broker),
        _ => true,
    }
}

/// The keys that some release gives the type CLASS.
fn class_keys(component: Component) -> &'static [KeyId] {
    static KEYS: [OnceLock<Vec<KeyId>>; Component::ALL.len()] =
        [const { OnceLock::new() }; Component::ALL.len()];
    KEYS[component as usize].get_or_init(|| {
        (0..catalog::key_count() as u16)
            .map(KeyId)
            .filter(|key| {
                catalog::history(component, *key).any(|(_, _, d)| d.value_type == ValueType::Class)
            })
            .collect()
    })
}

fn judge(view: &View<'_>, name: &Name<'_>) -> Option<Fault> {
    let Name { key, class, kind } = name;
    let ours = class.starts_with("org.apache.kafka.") || class.starts_with("kafka.");
    if !ours {
        return None;
    }
    let wrong = match catalog::class(class, view.release) {
        Some(found) if kind.is_none_or(|kind| found.is(kind)) => return None,
        Some(_) => format!("`{key}` names `{class}`, which is no class for this key"),
        None => match catalog::class_life(class) {
            Some((_, Some(last))) if last < view.release => format!(
                "`{key}` names `{class}`, which was removed after Kafka {}",
                minor(last)
            ),
            Some((first, _)) if first > view.release => format!(
                "`{key}` names `{class}`, which came with Kafka {}",
                minor(first)
            ),
            _ if is_missing(view, class) => {
                format!("`{key}` names `{class}`, and Kafka has no class of that name")
            }
            _ => return None,
        },
    };
    let help = match instead(view, class, *kind) {
        Some(right) => format!("write `{}`", right.name),
        None => format!("name another class, or take `{key}` out"),
    };
    Some(Fault::new(&[key], wrong, help))
}

/// Whether a class that no release has is missed for sure. Connect finds classes in folders of plug-ins as well,
/// so there only a misspelling is.
fn is_missing(view: &View<'_>, class: &str) -> bool {
    let misspelt = || instead(view, class, None).is_some();
    let plugins = matches!(
        view.component,
        ConnectDistributed | ConnectStandalone | SourceConnector | SinkConnector
    );
    let package = class.rsplit_once('.').map_or("", |(package, _)| package);
    match !class.contains('$') && catalog::has_package(package) {
        true => !plugins || misspelt(),
        // Anybody may have a package `kafka`.
        false => class.starts_with("org.apache.") && misspelt(),
    }
}

/// The class that was meant: of the same name elsewhere, or of nearly the same name; else the only one there is.
fn instead(view: &View<'_>, class: &str, kind: Option<&str>) -> Option<Class> {
    let simple = |name: &str| {
        name.rsplit(['.', '$'])
            .next()
            .unwrap_or_default()
            .to_lowercase()
    };
    let fits = |c: &Class| kind.is_none_or(|kind| c.is(kind));
    let wanted = simple(class);
    let near = catalog::classes(view.release)
        .filter(fits)
        .map(|c| (strsim::osa_distance(&simple(c.name), &wanted), c))
        .filter(|(distance, _)| *distance <= wanted.len() / 8)
        .min_by_key(|(distance, c)| (*distance, strsim::osa_distance(c.name, class)));
    let near = near.map(|(_, c)| c);
    near.or_else(|| {
        let mut all = catalog::classes(view.release).filter(|c| kind.is_some() && fits(c));
        all.next().filter(|_| all.next().is_none())
    })
}
