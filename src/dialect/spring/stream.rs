//! `spring.cloud.stream.…`: the clients that Spring Cloud Stream's binder for Kafka makes, one a binding.

use std::collections::BTreeMap;

use super::table::{Type, same};
use super::{NAME, Version, boot, header, map_key, setting, typed};
use crate::dialect::flat::{Flat, parts};
use crate::dialect::framework::reads;
use crate::dialect::intake::{Draft, Intake};
use crate::model::{EntityKind, Layer, Setting, Written};
use crate::source::Span;

/// One end of a binding: what it makes, and what the binder gives it.
struct End {
    kind: EntityKind,
    /// The group of a binding, and of the defaults of all bindings.
    group: &'static str,
    /// The end of a binding's name where a function gave it.
    direction: &'static str,
    /// The binder's map for all of this kind.
    map: &'static str,
    /// Properties with a key of their own, below what Boot and the binder say.
    low: &'static [(&'static str, &'static str, Type)],
    /// What the binder has without being told: `BindingUtils`, `KafkaMessageChannelBinder`.
    own: &'static [(&'static str, &'static str)],
    /// Keys that are taken out of what Boot and the binder say.
    removed: &'static [&'static str],
}

const BYTES_OUT: &str = "org.apache.kafka.common.serialization.ByteArraySerializer";
const BYTES_IN: &str = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

static ENDS: [End; 2] = [
    End {
        kind: EntityKind::Consumer,
        group: "consumer",
        direction: "-in-",
        map: "consumer-properties",
        low: &[],
        own: &[
            ("key.deserializer", BYTES_IN),
            ("value.deserializer", BYTES_IN),
            ("enable.auto.commit", "false"),
            ("auto.commit.interval.ms", "100"),
        ],
        removed: &["enable.auto.commit", "group.id"],
    },
    End {
        kind: EntityKind::Producer,
        group: "producer",
        direction: "-out-",
        map: "producer-properties",
        low: &[
            ("buffer-size", "batch.size", Type::Whole),
            ("batch-timeout", "linger.ms", Type::Whole),
            ("compression-type", "compression.type", Type::Class),
        ],
        own: &[
            ("key.serializer", BYTES_OUT),
            ("value.serializer", BYTES_OUT),
            ("batch.size", "16384"),
            ("linger.ms", "0"),
            ("compression.type", "none"),
        ],
        removed: &[],
    },
];

const BINDER: &str = "spring.cloud.stream.kafka.binder.";
const DEFAULTS: &str = "spring.cloud.stream.kafka.default.";
const OF_KAFKA: &str = "spring.cloud.stream.kafka.bindings.";
const OF_ALL: &str = "spring.cloud.stream.bindings.";
const STREAMS: &str = "spring.cloud.stream.kafka.streams.";

/// Takes in the binder's clients; gives their kinds.
pub(super) fn read(version: &Version<'_>, intake: &mut Intake<'_>) -> Vec<EntityKind> {
    let has = |head: &str| version.flats.iter().any(|flat| flat.name.starts_with(head));
    let mut kinds = Vec::new();
    if !has("spring.cloud.stream.kafka.") {
        return kinds;
    }
    let bindings = bindings(version, has(STREAMS));
    for end in &ENDS {
        let names = bindings
            .iter()
            .filter(|(_, ends)| ends.contains(&end.kind))
            .map(|(name, _)| *name);
        let mut made = 0;
        for name in names {
            let draft = draft(end, Some(name), version, intake);
            intake.add(draft);
            made += 1;
        }
        // A binder alone: the bindings come from the program's functions.
        if made == 0 && bindings.is_empty() && (has(BINDER) || has(DEFAULTS)) {
            let draft = draft(end, None, version, intake);
            intake.add(draft);
            made += 1;
        }
        if made > 0 {
            kinds.push(end.kind);
        }
    }
    if has(STREAMS) {
        let draft = streams(version, intake);
        intake.add(draft);
        kinds.push(EntityKind::Streams);
    }
    kinds
}

/// The bindings of Kafka's binder by name, with what each makes. Where the binder of Streams is there as
/// well, only those count that are Kafka's by name.
fn bindings<'f>(version: &Version<'f>, streams: bool) -> BTreeMap<&'f str, Vec<EntityKind>> {
    let mut out: BTreeMap<&str, Vec<EntityKind>> = BTreeMap::new();
    let mut foreign: Vec<&str> = Vec::new();
    let heads = match streams {
        true => &[OF_KAFKA][..],
        false => &[OF_KAFKA, OF_ALL],
    };
    let mut default_foreign = false;
    for flat in &version.flats {
        let is_kafka = flat.value.text.to_ascii_lowercase().contains("kafka");
        default_foreign |= same(&flat.name, "spring.cloud.stream.default-binder") && !is_kafka;
        let Some(rest) = heads.iter().find_map(|head| flat.name.strip_prefix(head)) else {
            continue;
        };
        let parts = parts(rest);
        let [name, group, ..] = *parts else {
            continue;
        };
        if same(group, "binder") && !is_kafka {
            foreign.push(name);
        }
        let kinds = out.entry(name).or_default();
        let told = ENDS
            .iter()
            .find(|end| same(group, end.group) || name.contains(end.direction));
        let kind = match told {
            Some(end) => end.kind,
            None if same(group, "group") => EntityKind::Consumer,
            None => continue,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    out.retain(|name, kinds| !kinds.is_empty() && !foreign.contains(name) && !default_foreign);
    out
}

fn draft(end: &End, name: Option<&str>, version: &Version<'_>, intake: &Intake<'_>) -> Draft {
    let heads: Vec<String> = match name {
        Some(name) => vec![format!("{OF_KAFKA}{name}."), format!("{OF_ALL}{name}.")],
        None => vec![BINDER.to_owned(), DEFAULTS.to_owned()],
    };
    let header = header(&version.flats, &heads);
    let mut draft = Draft::new(NAME, end.kind, header);
    draft.open.clone_from(&version.open);
    draft.name = name.map(str::to_owned);
    let kafkas: Vec<String> = name
        .map(|n| format!("{OF_KAFKA}{n}."))
        .into_iter()
        .collect();
    let own = |group: &str| -> Vec<&Flat> {
        let heads = std::iter::once(DEFAULTS).chain(kafkas.iter().map(String::as_str));
        heads
            .flat_map(|head| below(version, head))
            .filter(|(parts, _)| parts.len() > 1 && same(parts[0], end.group))
            .filter(|(parts, _)| same(parts[1], group))
            .map(|(_, flat)| flat)
            .collect()
    };
    let mut settings: Vec<Setting> = Vec::new();
    for (property, key, read) in end.low {
        settings.extend(
            own(property)
                .iter()
                .filter_map(|flat| typed(key, *read, flat, intake)),
        );
    }
    if end.kind == EntityKind::Producer {
        settings.extend(acks(version, header, intake));
    }
    settings.extend(boot::for_binder(version, end.kind, intake));
    settings
        .extend(maps(version, BINDER, "configuration", intake).filter(|s| is_read(end.kind, s)));
    settings.extend(maps(version, BINDER, end.map, intake));
    settings.retain(|s| !end.removed.contains(&s.key.name()));
    settings.extend(servers(version, intake));
    for head in std::iter::once(DEFAULTS.to_owned()).chain(kafkas.iter().cloned()) {
        let head = format!("{head}{}.", end.group);
        settings.extend(maps(version, &head, "configuration", intake));
    }
    if end.kind == EntityKind::Consumer {
        let offsets = own("start-offset");
        let offsets = offsets.iter();
        settings.extend(offsets.map(|flat| setting("auto.offset.reset", flat, intake)));
        settings.extend(group(name, version, header, intake));
    }
    if version.open.is_none() {
        let missing = |key: &str| !settings.iter().any(|s| s.key.name() == key);
        let mut derived: Vec<Setting> = end
            .own
            .iter()
            .filter(|(key, _)| missing(key))
            .map(|(key, value)| intake.derived(key, value, header, Layer::Image))
            .collect();
        if missing("bootstrap.servers") {
            derived.push(intake.derived(
                "bootstrap.servers",
                "localhost:9092",
                header,
                Layer::Image,
            ));
        }
        if end.kind == EntityKind::Consumer && missing("auto.offset.reset") {
            let named = settings.iter().any(|s| {
                s.key.name() == "group.id" && s.source == crate::model::ValueSource::Explicit
            });
            let reset = if named { "earliest" } else { "latest" };
            derived.push(intake.derived("auto.offset.reset", reset, header, Layer::Image));
        }
        settings.extend(derived);
    }
    draft.settings = settings;
    draft
}

/// The settings below a name, each with the parts that follow it.
fn below<'v, 'f>(
    version: &'v Version<'f>,
    head: &str,
) -> impl Iterator<Item = (Vec<&'f str>, &'f Flat)> + 'v {
    let head = head.to_owned();
    version.flats.iter().filter_map(move |flat| {
        let rest = flat.name.strip_prefix(&*head)?;
        Some((parts(rest), *flat))
    })
}

/// Kafka's keys in a map.
fn maps<'v>(
    version: &'v Version<'_>,
    head: &str,
    map: &'v str,
    intake: &'v Intake<'_>,
) -> impl Iterator<Item = Setting> + 'v {
    below(version, head)
        .filter(move |(parts, _)| parts.len() > 1 && same(parts[0], map))
        .map(move |(parts, flat)| setting(&map_key(&parts[1..], &flat.name), flat, intake))
}

/// The binder hands a key of its common map on only to clients that know it.
fn is_read(kind: EntityKind, setting: &Setting) -> bool {
    let key = setting.key.name();
    reads(kind, key) || key.starts_with("schema.registry")
}

/// `requiredAcks`, below everything else. Its default is `1` up to 5.0.1 of the binder and `all` from then on.
fn acks(version: &Version<'_>, header: Span, intake: &Intake<'_>) -> Vec<Setting> {
    let written: Vec<Setting> = below(version, BINDER)
        .filter(|(parts, _)| matches!(**parts, [name] if same(name, "required-acks")))
        .map(|(_, flat)| setting("acks", flat, intake))
        .collect();
    if !written.is_empty() {
        return written;
    }
    vec![unknown("acks", header, intake)]
}

/// The binder's servers go over Boot's unless they are its default.
fn servers<'v>(
    version: &'v Version<'_>,
    intake: &'v Intake<'_>,
) -> impl Iterator<Item = Setting> + 'v {
    let port = below(version, BINDER)
        .filter(|(parts, _)| matches!(**parts, [name] if same(name, "default-broker-port")))
        .map(|(_, flat)| flat.value.text.trim())
        .last()
        .unwrap_or("9092");
    below(version, BINDER)
        .filter(|(parts, _)| matches!(**parts, [name] if same(name, "brokers")))
        .filter(|(_, flat)| !matches!(&*flat.value.text, "localhost" | "localhost:9092"))
        .map(move |(_, flat)| {
            let mut setting = setting("bootstrap.servers", flat, intake);
            if let Written::Text(text) = &setting.value {
                let with_port = |host: &str| match host.trim() {
                    host if host.contains(':') => host.to_owned(),
                    host => format!("{host}:{port}"),
                };
                let all: Vec<String> = text.split(',').map(with_port).collect();
                setting.value = Written::Text(all.join(",").into());
            }
            setting
        })
}

/// The group of a binding; without one the binder makes a new name each time.
fn group(
    name: Option<&str>,
    version: &Version<'_>,
    header: Span,
    intake: &Intake<'_>,
) -> Vec<Setting> {
    let named = |name: &str| -> Vec<Setting> {
        below(version, &format!("{OF_ALL}{name}."))
            .filter(|(parts, _)| matches!(**parts, [part] if same(part, "group")))
            .map(|(_, flat)| setting("group.id", flat, intake))
            .collect()
    };
    let found = name.map(named).unwrap_or_default();
    match found.is_empty() {
        true => vec![unknown("group.id", header, intake)],
        false => found,
    }
}

fn unknown(key: &str, header: Span, intake: &Intake<'_>) -> Setting {
    let mut setting = intake.derived(key, "", header, Layer::Image);
    setting.value = Written::Unknown("".into());
    setting
}

/// The application that the binder of Streams makes. Several functions share what the binder says; each has
/// an id of its own.
fn streams(version: &Version<'_>, intake: &Intake<'_>) -> Draft {
    let binder = format!("{STREAMS}binder.");
    let header = header(&version.flats, &[STREAMS.to_owned()]);
    let mut draft = Draft::new(NAME, EntityKind::Streams, header);
    draft.open = version
        .open
        .clone()
        .or_else(|| Some("functions and bindings of the application may say more".to_owned()));
    let mut settings = boot::for_binder(version, EntityKind::Streams, intake);
    settings.extend(servers(version, intake));
    settings.extend(
        maps(version, BINDER, "configuration", intake).filter(|s| is_read(EntityKind::Streams, s)),
    );
    settings.extend(maps(version, &binder, "configuration", intake));
    let ids: Vec<&Flat> = below(version, STREAMS)
        .filter(|(parts, _)| {
            parts
                .last()
                .is_some_and(|last| same(last, "application-id"))
        })
        .map(|(_, flat)| flat)
        .collect();
    match *ids {
        [id] => settings.push(setting("application.id", id, intake)),
        _ => settings.push(unknown("application.id", header, intake)),
    }
    draft.settings = settings;
    draft
}
