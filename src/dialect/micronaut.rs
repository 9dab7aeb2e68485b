//! Micronaut: `kafka.…` for all clients, `kafka.consumers.<group>.…` and `kafka.producers.<id>.…` for one.
//!
//! Groups, offset strategies and acknowledgements come from annotations of the program
//! (`KafkaConsumerProcessor`, `KafkaClientIntroductionAdvice`), so no client is known to its end.

use std::collections::BTreeMap;

use super::flat::{self, Flat, parts};
use super::framework::{concerns, reads};
use super::intake::{Draft, Fill, Intake};
use crate::model::{EntityKind, Setting, Written};
use crate::source::Span;

/// The dialect's name in reports.
pub(super) const NAME: &str = "micronaut";

/// Texts of which one stands in every YAML file of the dialect.
pub(super) const MARKS: &[&str] = &["micronaut", "consumers", "producers"];

const GROUPS: [(EntityKind, &str); 2] = [
    (EntityKind::Consumer, "consumers"),
    (EntityKind::Producer, "producers"),
];

/// What follows `kafka.` and is no key of a client.
const OWN: [&str; 9] = [
    "consumers",
    "producers",
    "streams",
    "embedded",
    "enabled",
    "health",
    "health-timeout",
    "metrics",
    "default-listener-exception-handler",
];

/// Takes in what a file says of Kafka; whether it says anything. `kafka.…` alone may be anybody's.
pub(super) fn read(flats: &[Flat], intake: &mut Intake<'_>) -> bool {
    let lines: Vec<(Vec<&str>, &Flat)> = flats
        .iter()
        .filter_map(|flat| Some((parts(flat.name.strip_prefix("kafka.")?), flat)))
        .filter(|(parts, _)| !parts.is_empty())
        .collect();
    let is_group = |parts: &[&str]| GROUPS.iter().any(|(_, group)| parts[0] == *group);
    let servers = |parts: &[&str]| *parts == ["bootstrap", "servers"];
    let is_micronaut = flats.iter().any(|flat| flat.name.starts_with("micronaut."))
        && lines.iter().any(|(parts, _)| servers(parts));
    if !is_micronaut && !lines.iter().any(|(p, _)| is_group(p) && p.len() > 2) {
        return false;
    }
    for span in flat::secret_spans(flats) {
        intake.hide(span);
    }
    let mut named = false;
    for (kind, group) in GROUPS {
        let mut clients: BTreeMap<&str, Vec<Setting>> = BTreeMap::new();
        for (parts, flat) in &lines {
            if let [head, name, key @ ..] = &**parts
                && *head == group
                && !key.is_empty()
            {
                let setting = setting(&key.join("."), flat, intake);
                clients.entry(name).or_default().push(setting);
            }
        }
        for (name, settings) in clients {
            named = true;
            add(kind, Some(name), settings, &lines, intake);
        }
    }
    if !named {
        for (kind, _) in GROUPS {
            add(kind, None, Vec::new(), &lines, intake);
        }
    }
    true
}

fn add(
    kind: EntityKind,
    name: Option<&str>,
    own: Vec<Setting>,
    lines: &[(Vec<&str>, &Flat)],
    intake: &mut Intake<'_>,
) {
    let of_all = lines.iter().filter(|(parts, _)| !OWN.contains(&parts[0]));
    let mut settings: Vec<Setting> = of_all
        .map(|(parts, flat)| (parts.join("."), flat))
        .filter(|(key, _)| concerns(kind, key) && (key.contains('.') || reads(kind, key)))
        .map(|(key, flat)| setting(&key, flat, intake))
        .collect();
    let first = own.first().or(settings.first());
    let header = first.map_or(Span::new(0, 0), |setting| setting.name_place.span);
    settings.extend(own);
    let mut draft = Draft::new(NAME, kind, header);
    draft.name = name.map(str::to_owned);
    draft.open = Some("annotations of the program say more".to_owned());
    draft.settings = settings;
    intake.add(draft);
}

/// Micronaut's `${name:default}` takes a colon in the default only between backticks.
fn setting(key: &str, flat: &Flat, intake: &Intake<'_>) -> Setting {
    let mut setting = intake.written(key, &flat.at, &flat.value, Fill::Spring);
    if let (true, Written::Text(text)) = (flat.value.text.contains("${"), &setting.value) {
        setting.value = match text.contains('`') || !text.contains(':') {
            true => Written::Text(text.replace('`', "").into()),
            false => Written::Unknown(flat.value.text.clone()),
        };
    }
    setting
}
