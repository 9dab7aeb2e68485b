//! Keys that Kafka of a version does not read, or will not for long.

use super::{Nearest, Ruling, subject};
use crate::catalog::{self, Component, Definition, KeyId, Release};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Applicability, Change, Confidence, FixIntent, Severity};
use crate::model::{Entity, EntityKind, Setting, Written};

/// The other entities of the same file; a key of theirs is no mistake.
#[derive(Copy, Clone, Debug)]
pub struct Siblings<'a>(pub &'a [Entity]);

/// A key that means nothing to the entity at this version.
pub(super) fn judge(
    entity: &Entity,
    setting: &Setting,
    by: &JudgedBy,
    siblings: &Siblings<'_>,
    nearest: &Nearest,
) -> Option<Ruling> {
    match setting.key.id() {
        Some(id) => {
            let is_siblings = siblings.0.iter().any(|s| {
                s.components()
                    .iter()
                    .any(|c| catalog::definition(*c, id, by.release).is_some())
            });
            if is_siblings {
                return None;
            }
            let own = entity.components();
            of_another_version(setting, own, own, id, by)
                .or_else(|| of_another_component(entity, setting, id, by))
                .or_else(|| unknown(entity, setting, by, nearest))
        }
        None => unknown(entity, setting, by, nearest),
    }
}

/// A key behind a prefix that none of the components has that the prefix is for.
pub(super) fn judge_behind_prefix(
    entity: &Entity,
    setting: &Setting,
    prefix: &str,
    rest: &str,
    expected: &'static [Component],
    by: &JudgedBy,
    nearest: &Nearest,
) -> Option<Ruling> {
    // Whoever reads the file decides; a topic's key behind a prefix of Connect's is not refused here.
    let own = entity.components();
    if let Some(id) = catalog::key_id(rest)
        && let Some(ruling) = of_another_version(setting, expected, own, id, by)
    {
        return Some(ruling);
    }
    let right = expected
        .iter()
        .find_map(|c| nearest.find(*c, by.release, rest))
        .map(catalog::key_name);
    if right.is_none() && !refuses(own) {
        // A plug-in behind the same prefix reads keys of its own, so only a misspelling is sure.
        return None;
    }
    let mut ruling = unread(setting, own);
    ruling.message = format!(
        "behind `{prefix}` stands no key `{rest}` of {}; {} the line",
        owners(expected),
        match refuses(own) {
            true => format!("{} refuses", by.product()),
            false => "nothing reads".to_owned(),
        }
    );
    match right {
        Some(right) if right != rest => {
            let right = format!("{prefix}{right}");
            ruling.help = Some(format!("did you mean `{}`?", setting.write_as(&right)));
            ruling.intent = Some(rename(setting, right));
        }
        Some(right) => ruling.help = Some(format!("write `{right}` without the prefix")),
        None => ruling.help = Some("take the line out".to_owned()),
    }
    Some(ruling)
}

/// A key that these components have in another release.
fn of_another_version(
    setting: &Setting,
    components: &[Component],
    reading: &'static [Component],
    key: KeyId,
    by: &JudgedBy,
) -> Option<Ruling> {
    let name = setting.written_name();
    let lives = |component: &Component| catalog::history(*component, key).collect::<Vec<_>>();
    let lives: Vec<_> = components.iter().flat_map(lives).collect();
    let last: Option<Release> = lives
        .iter()
        .filter_map(|(_, last, _)| *last)
        .filter(|last| *last < by.release)
        .max();
    let first = lives.iter().map(|(first, _, _)| *first).min()?;
    let mut ruling = unread(setting, reading);
    if let Some(last) = last {
        if !refuses(reading) {
            ruling.code = "KFK007";
        }
        ruling.message = format!(
            "`{name}` was removed after {} {}; {} {} it",
            by.product(),
            minor(last),
            by.full(),
            reaction(reading)
        );
        ruling.help = Some("take the key out".to_owned());
        ruling.intent = Some(FixIntent {
            key: setting.key.name().to_owned(),
            change: Change::Unset,
            applicability: Applicability::Unsafe,
        });
    } else if first > by.release {
        if !refuses(reading) {
            ruling.code = "KFK011";
        }
        ruling.message = format!(
            "`{name}` is there from {} {} on; {} {} it",
            by.product(),
            minor(first),
            by.full(),
            reaction(reading)
        );
        ruling.help = Some("take the key out, or upgrade first".to_owned());
    } else {
        return None;
    }
    Some(ruling)
}

/// A key that something else has.
fn of_another_component(
    entity: &Entity,
    setting: &Setting,
    key: KeyId,
    by: &JudgedBy,
) -> Option<Ruling> {
    let own = entity.components();
    // librdkafka has releases of its own; there the newest counts.
    let has = |component: Component| {
        let release = match component {
            Component::Librdkafka => catalog::newest_read(component),
            _ => by.kafka(),
        };
        catalog::definition(component, key, release).is_some_and(|d| !d.internal)
    };
    let owner = OWNERS
        .iter()
        .find(|(component, _)| !own.contains(component) && has(*component));
    let (owner, file) = owner?;
    let mut ruling = unread(setting, own);
    if !refuses(own) {
        ruling.code = "KFK010";
    }
    ruling.message = format!(
        "`{}` is a key of {}; {} {} it",
        setting.written_name(),
        owner.owner(),
        a_kind(entity),
        reaction(own)
    );
    let broker_key = (entity.kind == EntityKind::Broker)
        .then(|| catalog::synonyms(Component::Topic, key, by.release).next())
        .flatten();
    ruling.help = Some(match broker_key {
        Some((broker_key, _)) => {
            format!("on a broker the key is `{}`", catalog::key_name(broker_key))
        }
        None => format!("move it to {file}"),
    });
    // Connectors, workers and applications hand their whole file to code that may know the key.
    if passes_on(entity.kind) {
        ruling.confidence = Confidence::Context;
    }
    Some(ruling)
}

/// Whose key it is where several have it, and where it belongs.
const OWNERS: [(Component, &str); 13] = [
    (Component::Topic, "the topic's configuration"),
    (Component::Broker, "the brokers' server.properties"),
    (Component::Producer, "the producer's configuration"),
    (Component::Consumer, "the consumer's configuration"),
    (Component::Admin, "the admin client's configuration"),
    (
        Component::Streams,
        "the Streams application's configuration",
    ),
    (
        Component::ConnectDistributed,
        "the Connect workers' configuration",
    ),
    (
        Component::ConnectStandalone,
        "the Connect worker's configuration",
    ),
    (
        Component::SourceConnector,
        "the source connector's configuration",
    ),
    (
        Component::SinkConnector,
        "the sink connector's configuration",
    ),
    (Component::MirrorSource, "MirrorMaker's configuration"),
    (Component::Group, "the group's configuration"),
    (
        Component::Librdkafka,
        "a client that is built on librdkafka",
    ),
];

/// A key that no component defines.
fn unknown(entity: &Entity, setting: &Setting, by: &JudgedBy, nearest: &Nearest) -> Option<Ruling> {
    let name = setting.key.name();
    let own = entity.components();
    if name.is_empty() && !refuses(own)
        || METRICS_KEYS.contains(&name) && entity.kind == EntityKind::Broker
    {
        return None;
    }
    let suggestion = own
        .iter()
        .find_map(|component| nearest.find(*component, by.release, name))
        // `topic` is a connector's own word, not a misspelt `topics`.
        .filter(|id| !passes_on(entity.kind) || catalog::key_name(*id).contains('.'));
    let mut ruling = unread(setting, own);
    ruling.message = format!(
        "{} knows no key `{}` and {} the line",
        a_kind(entity),
        setting.written_name(),
        reaction(own)
    );
    match suggestion {
        Some(id) => {
            let right = catalog::key_name(id);
            ruling.help = Some(format!("did you mean `{}`?", setting.write_as(right)));
            // Two settings for one key would follow, and which one decides is not ours to choose.
            if entity.get(id).is_none() {
                ruling.intent = Some(rename(setting, right.to_owned()));
            }
        }
        None if refuses(own) => ruling.help = Some("take the line out".to_owned()),
        None => {
            ruling.confidence = if entity.kind == EntityKind::Broker && !loads_plugins(entity) {
                Confidence::Medium
            } else {
                // Serializers, interceptors, connectors and the application itself read keys of their own.
                Confidence::Context
            };
            ruling.help = Some("take the line out, unless a plug-in reads it".to_owned());
        }
    }
    Some(ruling)
}

/// A key that a later version takes away, as Kafka's documentation says.
pub(super) fn judge_deprecated(
    setting: &Setting,
    component: Component,
    definition: &Definition,
    by: &JudgedBy,
) -> Option<Ruling> {
    if !definition.deprecated {
        return None;
    }
    let id = setting.key.id()?;
    let since = catalog::history(component, id)
        .filter(|(first, _, _)| *first <= by.release)
        .filter(|(_, _, d)| d.deprecated)
        .map(|(first, _, _)| first)
        .next()?;
    let removed = catalog::history(component, id)
        .filter_map(|(_, last, _)| last)
        .max()
        .filter(|last| *last >= by.release)
        .filter(|_| catalog::definition(component, id, catalog::newest_read(component)).is_none());
    let name = setting.written_name();
    let fate = match removed {
        Some(last) => format!("; {} {} is the last that has it", by.product(), minor(last)),
        None => String::new(),
    };
    let target = catalog::synonyms(component, id, by.release)
        .next()
        .filter(|_| component == Component::Librdkafka);
    Some(Ruling {
        code: "KFK012",
        severity: Severity::Info,
        message: format!(
            "`{name}` is deprecated since {} {} or earlier{fate}",
            by.product(),
            minor(since)
        ),
        help: Some(match target {
            Some((target, _)) => format!("write `{}`", catalog::key_name(target)),
            None => format!(
                "`kafka-lint explain {name}` shows its history; Kafka's documentation says what takes its place"
            ),
        }),
        ..unread(setting, &[])
    })
}

/// A key that librdkafka has and takes no text for: one of Kafka's own clients that it knows only to turn it
/// down, or one that the program sets by a call.
pub(super) fn refused_by_librdkafka(setting: &Setting, definition: &Definition) -> Ruling {
    let what = match definition.refused {
        true => "is a key of Kafka's own clients",
        false => "is set by the program, by a call",
    };
    Ruling {
        message: format!("`{}` {what}; librdkafka refuses it", setting.written_name()),
        help: Some(
            "take the line out; librdkafka's documentation says what takes its place".to_owned(),
        ),
        ..unread(setting, &[Component::Librdkafka])
    }
}

/// A ruling on a key that is not read; some refuse it, most say nothing.
fn unread(setting: &Setting, reading: &[Component]) -> Ruling {
    let refused = refuses(reading);
    Ruling {
        code: if refused { "KFK005" } else { "KFK004" },
        severity: if refused {
            Severity::Error
        } else {
            Severity::Warning
        },
        confidence: Confidence::High,
        rejected: refused,
        refusal: refused.then_some("unknown-key"),
        message: String::new(),
        help: None,
        subject: subject(setting),
        place: setting.name_place,
        related: None,
        intent: None,
    }
}

fn rename(setting: &Setting, to: String) -> FixIntent {
    FixIntent {
        key: setting.key.name().to_owned(),
        change: Change::Rename(to),
        applicability: Applicability::Unsafe,
    }
}

fn refuses(components: &[Component]) -> bool {
    components.iter().any(|c| c.refuses_unknown_keys())
}

fn reaction(components: &[Component]) -> &'static str {
    if refuses(components) {
        "refuses"
    } else {
        "ignores"
    }
}

fn owners(components: &[Component]) -> String {
    let names: Vec<&str> = components.iter().take(2).map(|c| c.owner()).collect();
    names.join(" or ")
}

/// The entity with its article, for the middle of a sentence.
fn a_kind(entity: &Entity) -> String {
    match entity.kind {
        EntityKind::Admin => "an admin client".to_owned(),
        EntityKind::Streams => "a Streams application".to_owned(),
        EntityKind::ConnectDistributed | EntityKind::ConnectStandalone => {
            "a Connect worker".to_owned()
        }
        EntityKind::MirrorMaker => "MirrorMaker".to_owned(),
        EntityKind::ShareConsumer => "a share consumer".to_owned(),
        kind => format!("a {kind}"),
    }
}

/// Whether a kind hands its whole file on to code that is not Kafka's.
const fn passes_on(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Connector
            | EntityKind::ConnectDistributed
            | EntityKind::ConnectStandalone
            | EntityKind::MirrorMaker
            | EntityKind::Streams
    )
}

/// Keys of a broker that the metrics library beneath it reads and that Kafka's definitions do not list.
const METRICS_KEYS: [&str; 4] = [
    "kafka.metrics.reporters",
    "kafka.metrics.polling.interval.secs",
    "kafka.csv.metrics.dir",
    "kafka.csv.metrics.reporter.enabled",
];

/// Whether a broker is told to load code that is not Kafka's, which may read any key.
fn loads_plugins(entity: &Entity) -> bool {
    entity.settings.iter().any(|setting| {
        let name = setting.key.name();
        let loads = name.ends_with(".class")
            || name.ends_with(".class.name")
            || name.ends_with(".classes")
            || name.ends_with("reporters")
            || name.ends_with(".providers");
        loads
            && match &setting.value {
                Written::Unknown(_) => true,
                Written::Text(text) => text.split(',').map(str::trim).any(|class| {
                    !(class.is_empty()
                        || class.starts_with("kafka.")
                        || class.starts_with("org.apache.kafka."))
                }),
            }
    })
}
