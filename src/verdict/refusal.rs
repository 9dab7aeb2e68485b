//! A value that Kafka's own definition of the key refuses.

use super::validator::{self, Violation};
use super::{Ruling, shown, subject};
use crate::catalog::{self, Component, Definition, KeyId, Release, ValueType};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Confidence, Severity};
use crate::model::{Entity, EntityKind, Setting};
use crate::resolve::value::{self, TypeFault};

/// Why one definition refuses a text.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Type(TypeFault),
    Value(Violation),
}

/// Judges a setting by the definition that one component has of a key: the setting's own, or the one behind
/// its prefix.
pub(super) fn judge(
    entity: &Entity,
    setting: &Setting,
    component: Component,
    key: KeyId,
    by: &JudgedBy,
) -> Option<Ruling> {
    let text = setting.value.known()?;
    if !is_read(entity, setting, component, by.release) {
        return None;
    }
    let definition = catalog::definition(component, key, by.release)?;
    if definition.refused || definition.value_type == ValueType::Pointer {
        return Some(super::names::refused_by_librdkafka(setting, &definition));
    }
    let fault = fault(component, &definition, text)?;
    let since = refused_since(by, |release| {
        // A release without the key does not count, as it does not read the value.
        catalog::definition(component, key, release)
            .is_none_or(|definition| self::fault(component, &definition, text).is_some())
            // Older releases may say it in their code.
            || super::conditions::refuses(entity, component, setting.key.name(), release)
    });
    let rejected = by.known && since.is_none();
    let (code, refusal) = match &fault {
        Fault::Type(_) => ("KFK001", "type"),
        Fault::Value(Violation::Below(_) | Violation::Above(_) | Violation::Outside(_)) => {
            ("KFK002", "range")
        }
        Fault::Value(_) => ("KFK003", "enum"),
    };
    let value = shown(setting);
    let name = setting.written_name();
    let written = if value.is_empty() {
        format!("`{name}` is empty")
    } else {
        format!("`{name}` is `{value}`")
    };
    let from = since.map_or(String::new(), |r| format!(" from {} on", minor(r)));
    let who = by.product();
    Some(Ruling {
        code,
        severity: Severity::Error,
        confidence: Confidence::High,
        rejected,
        refusal: Some(refusal),
        message: format!(
            "{written}, {}; {who} {}{from}",
            what(&fault, &definition),
            consequence(component)
        ),
        help: Some(instead(&definition)),
        subject: subject(setting),
        place: setting.place(),
        related: None,
        intent: None,
    })
}

/// Whether Kafka comes to read a key behind a prefix: those of a listener that is not there and of a remote
/// log metadata manager that is not used are never parsed (`SocketServer`, `BrokerServer`).
fn is_read(entity: &Entity, setting: &Setting, component: Component, release: Release) -> bool {
    match component {
        _ if entity.kind == EntityKind::Streams => {
            super::conditions::is_given(entity, setting.key.name(), component, release)
        }
        _ if entity.kind == EntityKind::MirrorMaker && component != Component::MirrorMaker => {
            super::mirror::is_read(entity, setting.key.name(), component)
        }
        // A worker reads them when it opens a listener that needs them.
        Component::ConnectDistributed | Component::ConnectStandalone => {
            let listeners = match setting.key.name() {
                name if name.starts_with("listeners.https.") => "listeners",
                name if name.starts_with("admin.listeners.https.") => "admin.listeners",
                _ => return true,
            };
            let urls = entity.text(listeners).unwrap_or_default();
            value::list(urls.trim())
                .iter()
                .any(|url| url.to_lowercase().starts_with("https://"))
        }
        Component::RemoteLogMetadata => entity
            .text("remote.log.storage.system.enable")
            .is_some_and(|text| text.eq_ignore_ascii_case("true")),
        Component::Broker => match setting.key.name().strip_prefix("listener.name.") {
            None => true,
            Some(rest) => {
                let name = rest.split('.').next().unwrap_or(rest);
                let listeners = entity.text("listeners").unwrap_or_default();
                listeners
                    .split(',')
                    .filter_map(|listener| listener.split_once("://"))
                    .any(|(listener, _)| listener.trim().eq_ignore_ascii_case(name))
            }
        },
        _ => true,
    }
}

fn fault(component: Component, definition: &Definition, text: &str) -> Option<Fault> {
    // A name that an integer has besides its numbers is the whole value.
    let is_name = validator::names(definition).any(|name| name.eq_ignore_ascii_case(text));
    match value::parse_for(component, definition.value_type, text) {
        _ if is_name => None,
        Err(fault) => Some(Fault::Type(fault)),
        Ok(typed) => validator::violation(component, definition, &typed).map(Fault::Value),
    }
}

/// Whether the definition that a release has of a key refuses its value.
pub(super) fn refuses_alone(
    entity: &Entity,
    setting: &Setting,
    component: Component,
    release: Release,
) -> bool {
    let definition = entity
        .components()
        .contains(&component)
        .then(|| catalog::definition(component, setting.key.id()?, release))
        .flatten();
    definition
        .zip(setting.value.known())
        .is_some_and(|(definition, text)| fault(component, &definition, text).is_some())
}

/// For an assumed version: the first release from which on all refuse, where an older one that also fits does
/// not.
pub(super) fn refused_since(by: &JudgedBy, refuses: impl Fn(Release) -> bool) -> Option<Release> {
    let from = by.fits_from?;
    let mut accepted_before = false;
    let mut since = None;
    let releases = match by.librdkafka {
        true => catalog::releases_of(Component::Librdkafka),
        false => catalog::releases_of(Component::Broker),
    };
    for release in releases.iter().filter(|r| (from..=by.release).contains(*r)) {
        if refuses(*release) {
            since.get_or_insert(*release);
        } else {
            accepted_before = true;
            since = None;
        }
    }
    if accepted_before { since } else { None }
}

fn what(fault: &Fault, definition: &Definition) -> String {
    match fault {
        Fault::Type(TypeFault::NotBoolean) => "neither `true` nor `false`".to_owned(),
        Fault::Type(TypeFault::NotInteger) => "not a whole number".to_owned(),
        Fault::Type(TypeFault::TooLarge) => format!(
            "more than a {} can hold",
            match definition.value_type {
                ValueType::Short => "16-bit number",
                ValueType::Int => "32-bit number",
                _ => "64-bit number",
            }
        ),
        Fault::Type(TypeFault::NotDouble) => "not a number".to_owned(),
        Fault::Value(violation) => violation.to_string(),
    }
}

/// What a component does with a value that it refuses.
pub(super) fn consequence(component: Component) -> &'static str {
    match component {
        Component::Broker | Component::RemoteLogMetadata => "does not start with it",
        Component::Topic => "refuses to create or change the topic",
        Component::Group => "refuses to change the group",
        Component::ClientMetrics => "refuses the subscription",
        Component::Quota => "refuses the quota",
        Component::Producer => "refuses to create the producer",
        Component::Consumer => "refuses to create the consumer",
        Component::ShareConsumer => "refuses to create the share consumer",
        Component::Admin => "refuses to create the admin client",
        Component::Streams => "refuses to create the Streams application",
        Component::ConnectDistributed | Component::ConnectStandalone => {
            "Connect does not start with it"
        }
        Component::SourceConnector | Component::SinkConnector => {
            "Connect refuses to create the connector"
        }
        Component::MirrorMaker
        | Component::MirrorSource
        | Component::MirrorCheckpoint
        | Component::MirrorHeartbeat => "MirrorMaker does not start with it",
        Component::Librdkafka => "refuses to create the client",
    }
}

fn instead(definition: &Definition) -> String {
    let mut words = match definition.value_type {
        ValueType::Boolean => "write `true` or `false`".to_owned(),
        ValueType::Short | ValueType::Int | ValueType::Long => {
            "write a whole number without a unit".to_owned()
        }
        ValueType::Double => "write a number".to_owned(),
        _ => String::new(),
    };
    if let Some(allowed) = validator::allowed(definition) {
        if words.is_empty() {
            words = format!("write {allowed}");
        } else {
            words.push_str(", ");
            words.push_str(&allowed);
        }
    }
    if let catalog::Default::Text(default) = definition.default
        && !default.is_empty()
    {
        if words.is_empty() {
            words = "take the key out".to_owned();
        }
        words.push_str(&format!("; Kafka's default is `{default}`"));
    }
    if words.is_empty() {
        words = "write a value that Kafka takes".to_owned();
    }
    words
}
