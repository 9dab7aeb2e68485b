//! Quarkus and SmallRye Reactive Messaging: `kafka.…` for all clients, `mp.messaging.…` for the client of each
//! channel, `kafka-streams.…` for the application of Streams.

use std::collections::BTreeMap;

use super::flat::{self, Flat, parts};
use super::framework::{concerns, reads};
use super::intake::{Draft, Fill, Intake};
use crate::model::{EntityKind, Layer, Setting, Written};
use crate::source::Span;

/// The dialect's name in reports.
pub(super) const NAME: &str = "quarkus";

/// Texts of which one stands in every YAML file of the dialect.
pub(super) const MARKS: &[&str] = &["quarkus", "messaging:", "mp.messaging", "kafka-streams"];

/// One direction of channels.
struct Direction {
    kind: EntityKind,
    head: &'static str,
    /// What the connector sets where nobody does: `KafkaConnector`, `ReactiveKafkaConsumer`,
    /// `ReactiveKafkaProducer`.
    own: &'static [(&'static str, &'static str)],
    /// Keys that Quarkus finds for itself: the serializer from the program's types, the group from its name.
    found: &'static [&'static str],
    client_id: &'static str,
}

static DIRECTIONS: [Direction; 2] = [
    Direction {
        kind: EntityKind::Consumer,
        head: "mp.messaging.incoming.",
        own: &[
            ("enable.auto.commit", "false"),
            ("reconnect.backoff.max.ms", "10000"),
            (
                "key.deserializer",
                "org.apache.kafka.common.serialization.StringDeserializer",
            ),
        ],
        found: &["value.deserializer", "group.id", "bootstrap.servers"],
        client_id: "kafka-consumer-",
    },
    Direction {
        kind: EntityKind::Producer,
        head: "mp.messaging.outgoing.",
        own: &[
            ("acks", "1"),
            ("reconnect.backoff.max.ms", "10000"),
            (
                "key.serializer",
                "org.apache.kafka.common.serialization.StringSerializer",
            ),
        ],
        found: &["value.serializer", "bootstrap.servers"],
        client_id: "kafka-producer-",
    },
];

const CONNECTOR: &str = "mp.messaging.connector.smallrye-kafka.";
const STREAMS: &str = "kafka-streams.";
const TYPED_STREAMS: &str = "quarkus.kafka-streams.";

/// Takes in what a file says of Kafka; whether it says anything.
pub(super) fn read(flats: &[Flat], intake: &mut Intake<'_>) -> bool {
    let heads = ["mp.messaging.", STREAMS, TYPED_STREAMS];
    let lines = in_production(flats);
    if !lines
        .iter()
        .any(|line| heads.iter().any(|head| line.name.starts_with(head)))
    {
        return false;
    }
    for span in flat::secret_spans(flats) {
        intake.hide(span);
    }
    let open = elsewhere(&lines, intake);
    for direction in &DIRECTIONS {
        for (channel, its) in channels(direction, &lines) {
            let mut draft = draft(direction, channel, &its, &lines, &open, intake);
            draft.name = Some(channel.to_owned());
            intake.add(draft);
        }
    }
    if lines
        .iter()
        .any(|l| l.name.starts_with(STREAMS) || l.name.starts_with(TYPED_STREAMS))
    {
        let draft = streams(&lines, &open, intake);
        intake.add(draft);
    }
    true
}

/// A setting without the profile before its name.
struct Line<'f> {
    name: &'f str,
    flat: &'f Flat,
}

/// The settings that hold in production, which is what runs unless another profile is asked for: those
/// without a profile, then those of `prod`.
fn in_production(flats: &[Flat]) -> Vec<Line<'_>> {
    let mut plain = Vec::with_capacity(flats.len());
    let mut prod = Vec::new();
    for flat in flats {
        let Some(rest) = flat.name.strip_prefix('%') else {
            plain.push(Line {
                name: &flat.name,
                flat,
            });
            continue;
        };
        let split = match rest.strip_prefix('{') {
            Some(many) => many.split_once("}."),
            None => rest.split_once('.'),
        };
        if let Some((profiles, name)) = split
            && profiles.split(',').any(|profile| profile.trim() == "prod")
        {
            prod.push(Line { name, flat });
        }
    }
    plain.extend(prod);
    plain
}

fn elsewhere(lines: &[Line<'_>], intake: &Intake<'_>) -> Option<String> {
    if intake.laid_over.is_some() {
        return intake.laid_over.map(str::to_owned);
    }
    let path = intake.path();
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some((profile, _)) = name
        .strip_prefix("application-")
        .and_then(|rest| rest.split_once('.'))
    {
        return Some(format!(
            "the file is that of profile {profile}, which is laid over another"
        ));
    }
    let line = lines
        .iter()
        .find(|line| line.name == "quarkus.config.locations")?;
    Some(format!("`{}` names files that may say more", line.name))
}

/// The settings of a channel, each with what follows the channel's name.
type Channel<'f> = Vec<(&'f str, &'f Flat)>;

/// The channels of Kafka. One that names no connector is Kafka's where another one or a key of all clients
/// says that Kafka's connector is there.
fn channels<'f>(direction: &Direction, lines: &[Line<'f>]) -> BTreeMap<&'f str, Channel<'f>> {
    let mut out: BTreeMap<&str, Channel<'f>> = BTreeMap::new();
    let mut named = false;
    let mut foreign = false;
    for line in lines {
        if line.name.starts_with("mp.messaging.") && line.name.ends_with(".connector") {
            let is_kafka = &*line.flat.value.text == "smallrye-kafka";
            named |= is_kafka;
            foreign |= !is_kafka;
        }
        let Some(rest) = line.name.strip_prefix(direction.head) else {
            continue;
        };
        let split = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once("\"."),
            None => rest.split_once('.'),
        };
        if let Some((channel, key)) = split {
            out.entry(channel).or_default().push((key, line.flat));
        }
    }
    let of_all = |line: &Line<'_>| line.name.starts_with("kafka.");
    let likely = !foreign && (named || lines.iter().any(of_all));
    out.retain(|_, its| {
        let connector = its.iter().rev().find(|(key, _)| *key == "connector");
        match connector {
            Some((_, flat)) => &*flat.value.text == "smallrye-kafka",
            None => likely,
        }
    });
    out
}

fn draft(
    direction: &Direction,
    channel: &str,
    its: &Channel<'_>,
    lines: &[Line<'_>],
    open: &Option<String>,
    intake: &Intake<'_>,
) -> Draft {
    let header = its.first().map_or(Span::new(0, 0), |(_, f)| f.at.span);
    let mut draft = Draft::new(NAME, direction.kind, header);
    let map = its.iter().any(|(key, _)| *key == "kafka-configuration");
    draft.open = open.clone().or_else(|| {
        map.then(|| "`kafka-configuration` names a map of the program that may say more".to_owned())
    });
    let mut settings = of_all_clients(direction.kind, lines, intake);
    for line in lines {
        if let Some(key) = line.name.strip_prefix(CONNECTOR) {
            settings.extend(setting(direction.kind, key, line.flat, intake));
        }
    }
    for (key, flat) in its {
        settings.extend(setting(direction.kind, key, flat, intake));
    }
    if direction.kind == EntityKind::Consumer && !sets(&settings, "group.id") {
        settings.extend(of_application("group.id", lines, intake));
    }
    if draft.open.is_none() {
        let client_id = format!("{}{channel}", direction.client_id);
        let own = direction.own.iter().copied();
        let own = own.chain([("client.id", &*client_id)]);
        let derived: Vec<Setting> = own
            .filter(|(key, _)| !sets(&settings, key))
            .map(|(key, value)| intake.derived(key, value, header, Layer::Image))
            .collect();
        settings.extend(derived);
        for key in direction.found {
            if !sets(&settings, key) {
                settings.push(unknown(key, header, intake));
            }
        }
    }
    draft.settings = settings;
    draft
}

/// `kafka.…`, in small letters and with dots.
fn of_all_clients(kind: EntityKind, lines: &[Line<'_>], intake: &Intake<'_>) -> Vec<Setting> {
    let keys = lines.iter().filter_map(|line| {
        let key = line.name.strip_prefix("kafka.")?;
        Some((key.to_ascii_lowercase().replace('_', "."), line.flat))
    });
    keys.filter(|(key, _)| concerns(kind, key))
        .filter_map(|(key, flat)| setting(kind, &key, flat, intake))
        .collect()
}

/// A setting of Kafka's; names with dashes and words alone are the connector's own attributes.
fn setting(kind: EntityKind, key: &str, flat: &Flat, intake: &Intake<'_>) -> Option<Setting> {
    let kafkas = reads(kind, key) || key.contains('.') && !key.contains('-');
    kafkas.then(|| intake.written(key, &flat.at, &flat.value, Fill::Spring))
}

fn sets(settings: &[Setting], key: &str) -> bool {
    settings.iter().any(|setting| setting.key.name() == key)
}

fn unknown(key: &str, header: Span, intake: &Intake<'_>) -> Setting {
    let mut setting = intake.derived(key, "", header, Layer::Image);
    setting.value = Written::Unknown("".into());
    setting
}

/// The application's name, which stands in for a group or an id.
fn of_application(key: &str, lines: &[Line<'_>], intake: &Intake<'_>) -> Option<Setting> {
    let mut lines = lines.iter().rev();
    let line = lines.find(|line| line.name == "quarkus.application.name")?;
    Some(intake.written(key, &line.flat.at, &line.flat.value, Fill::Spring))
}

fn streams(lines: &[Line<'_>], open: &Option<String>, intake: &Intake<'_>) -> Draft {
    let kind = EntityKind::Streams;
    let heads = [STREAMS, TYPED_STREAMS];
    let mut ours = lines
        .iter()
        .filter(|line| heads.iter().any(|head| line.name.starts_with(head)));
    let header = ours.next().map_or(Span::new(0, 0), |l| l.flat.at.span);
    let mut draft = Draft::new(NAME, kind, header);
    draft.open.clone_from(open);
    let mut settings = of_all_clients(kind, lines, intake);
    for line in lines {
        if let Some(key) = line.name.strip_prefix(STREAMS) {
            settings.extend(setting(kind, key, line.flat, intake));
        }
    }
    // Properties with a type win, whatever the order in the file.
    for line in lines {
        if let Some(name) = line.name.strip_prefix(TYPED_STREAMS) {
            let key = parts(name).join(".").replace('-', ".");
            if reads(kind, &key) {
                settings.push(intake.written(&key, &line.flat.at, &line.flat.value, Fill::Spring));
            }
        }
    }
    if !sets(&settings, "application.id") {
        settings.extend(of_application("application.id", lines, intake));
    }
    for key in ["application.id", "bootstrap.servers"] {
        if !sets(&settings, key) {
            settings.push(unknown(key, header, intake));
        }
    }
    // Quarkus writes an empty text where a block of TLS says nothing of the host's name.
    const HOST: &str = "ssl.endpoint.identification.algorithm";
    let has_tls = settings.iter().any(|s| s.key.name().starts_with("ssl."));
    if has_tls && !sets(&settings, HOST) {
        settings.push(unknown(HOST, header, intake));
    }
    draft.settings = settings;
    draft
}
