//! Which property of Spring Boot is which key of Kafka: `KafkaProperties` of Spring Boot 2.7 to 4.1.

use crate::model::EntityKind;

/// How a property's text becomes Kafka's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// As it is.
    Text,
    /// A class: as it is, and nothing where it is empty.
    Class,
    /// A whole number.
    Whole,
    /// `true`, `on`, `yes`, `1` and their opposites.
    Flag,
    /// A `Duration`: milliseconds without a unit.
    Duration,
    /// A `DataSize`: bytes without a unit.
    Size,
    /// `read-committed`, in any spelling.
    Isolation,
    /// A `Resource`: only `file:` tells a path.
    Resource,
}

impl Type {
    /// What a text of the type is, for people; nothing where any text may be one, or where the file does not
    /// tell.
    pub(super) const fn title(self) -> Option<&'static str> {
        match self {
            Type::Text | Type::Class | Type::Resource => None,
            Type::Whole => Some("a whole number"),
            Type::Flag => Some("true or false"),
            Type::Duration => Some("a duration, such as `500ms` or `10s`"),
            Type::Size => Some("a size, such as `16384` or `64KB`"),
            Type::Isolation => Some("`read-committed` or `read-uncommitted`"),
        }
    }
}

/// One property below its group.
pub(super) struct Property {
    pub(super) name: &'static str,
    /// Kafka's key; empty where it is a setting of Spring's own.
    pub(super) key: &'static str,
    pub(super) read: Type,
}

const fn row(name: &'static str, key: &'static str, read: Type) -> Property {
    Property { name, key, read }
}

/// A property that no client sees.
const fn own(name: &'static str) -> Property {
    row(name, "", Type::Text)
}

/// What every group and the root have.
pub(super) const COMMON: &[Property] = &[
    row("client-id", "client.id", Type::Text),
    row("security.protocol", "security.protocol", Type::Text),
    row("ssl.bundle", BUNDLE, Type::Text),
    row("ssl.key-password", "ssl.key.password", Type::Text),
    row(
        "ssl.key-store-certificate-chain",
        "ssl.keystore.certificate.chain",
        Type::Text,
    ),
    row("ssl.key-store-key", "ssl.keystore.key", Type::Text),
    row(
        "ssl.key-store-location",
        "ssl.keystore.location",
        Type::Resource,
    ),
    row(
        "ssl.key-store-password",
        "ssl.keystore.password",
        Type::Text,
    ),
    row("ssl.key-store-type", "ssl.keystore.type", Type::Text),
    row(
        "ssl.trust-store-certificates",
        "ssl.truststore.certificates",
        Type::Text,
    ),
    row(
        "ssl.trust-store-location",
        "ssl.truststore.location",
        Type::Resource,
    ),
    row(
        "ssl.trust-store-password",
        "ssl.truststore.password",
        Type::Text,
    ),
    row("ssl.trust-store-type", "ssl.truststore.type", Type::Text),
    row("ssl.protocol", "ssl.protocol", Type::Text),
];

/// The key that a bundle of certificates sets; Spring Boot writes no other `ssl.` key of that group then.
pub(super) const BUNDLE: &str = "ssl.engine.factory.class";

/// What the root has besides; an admin client has no servers of its own.
pub(super) const ROOT: &[Property] = &[BOOTSTRAP];

const BOOTSTRAP: Property = row("bootstrap-servers", "bootstrap.servers", Type::Text);

const CONSUMER: &[Property] = &[
    BOOTSTRAP,
    row(
        "auto-commit-interval",
        "auto.commit.interval.ms",
        Type::Duration,
    ),
    row("auto-offset-reset", "auto.offset.reset", Type::Text),
    row("enable-auto-commit", "enable.auto.commit", Type::Flag),
    row("fetch-max-wait", "fetch.max.wait.ms", Type::Duration),
    row("fetch-min-size", "fetch.min.bytes", Type::Size),
    row("group-id", "group.id", Type::Text),
    row(
        "heartbeat-interval",
        "heartbeat.interval.ms",
        Type::Duration,
    ),
    row("isolation-level", "isolation.level", Type::Isolation),
    row("key-deserializer", "key.deserializer", Type::Class),
    row("value-deserializer", "value.deserializer", Type::Class),
    row("max-poll-records", "max.poll.records", Type::Whole),
    row("max-poll-interval", "max.poll.interval.ms", Type::Duration),
];

const PRODUCER: &[Property] = &[
    BOOTSTRAP,
    row("acks", "acks", Type::Text),
    row("batch-size", "batch.size", Type::Size),
    row("buffer-memory", "buffer.memory", Type::Size),
    row("compression-type", "compression.type", Type::Text),
    row("key-serializer", "key.serializer", Type::Class),
    row("value-serializer", "value.serializer", Type::Class),
    row("retries", "retries", Type::Whole),
    // spring-kafka adds a suffix for each producer.
    row("transaction-id-prefix", "transactional.id", Type::Text),
];

const ADMIN: &[Property] = &[
    own("fail-fast"),
    own("modify-topic-configs"),
    own("auto-create"),
    own("close-timeout"),
    own("operation-timeout"),
];

const STREAMS: &[Property] = &[
    BOOTSTRAP,
    row("application-id", "application.id", Type::Text),
    row(
        "cache-max-size-buffering",
        "cache.max.bytes.buffering",
        Type::Size,
    ),
    row(
        "state-store-cache-max-size",
        "statestore.cache.max.bytes",
        Type::Size,
    ),
    row("replication-factor", "replication.factor", Type::Whole),
    row("state-dir", "state.dir", Type::Text),
    own("auto-startup"),
    own("cleanup.on-startup"),
    own("cleanup.on-shutdown"),
    own("leave-group-on-close"),
];

/// A client that Spring Boot configures.
pub(super) struct Role {
    pub(super) kind: EntityKind,
    /// The group of its properties.
    pub(super) group: &'static str,
    /// Another group whose presence means that the client exists.
    pub(super) sign: &'static str,
    pub(super) properties: &'static [Property],
    /// What Spring Boot writes over whatever the root says, unless the group says otherwise.
    pub(super) always: &'static [(&'static str, &'static str)],
    /// What spring-kafka sets where nobody does.
    pub(super) unless_set: &'static [(&'static str, &'static str)],
}

const STRING_SERIALIZER: &str = "org.apache.kafka.common.serialization.StringSerializer";
const STRING_DESERIALIZER: &str = "org.apache.kafka.common.serialization.StringDeserializer";

pub(super) static ROLES: [Role; 4] = [
    Role {
        kind: EntityKind::Producer,
        group: "producer",
        sign: "template",
        properties: PRODUCER,
        always: &[
            ("key.serializer", STRING_SERIALIZER),
            ("value.serializer", STRING_SERIALIZER),
        ],
        unless_set: &[],
    },
    Role {
        kind: EntityKind::Consumer,
        group: "consumer",
        sign: "listener",
        properties: CONSUMER,
        always: &[
            ("isolation.level", "read_uncommitted"),
            ("key.deserializer", STRING_DESERIALIZER),
            ("value.deserializer", STRING_DESERIALIZER),
        ],
        // KafkaMessageListenerContainer.determineAutoCommit
        unless_set: &[("enable.auto.commit", "false")],
    },
    Role {
        kind: EntityKind::Admin,
        group: "admin",
        sign: "admin",
        properties: ADMIN,
        always: &[],
        unless_set: &[],
    },
    Role {
        kind: EntityKind::Streams,
        group: "streams",
        sign: "streams",
        properties: STREAMS,
        always: &[],
        unless_set: &[],
    },
];

/// A property's text as Kafka gets it: nothing where Spring leaves the key unset, `Err` where its text is no
/// value of its type or cannot be known from the file.
pub(super) fn convert(read: Type, text: &str) -> Result<Option<String>, ()> {
    let trimmed = text.trim();
    if trimmed.is_empty() && read != Type::Text {
        return Ok(None);
    }
    let converted = match read {
        Type::Text => Some(text.to_owned()),
        Type::Class => Some(trimmed.to_owned()),
        Type::Whole => trimmed.parse::<i32>().ok().map(|n| n.to_string()),
        Type::Flag => flag(trimmed).map(str::to_owned),
        Type::Duration => millis(trimmed).map(|n| n.to_string()),
        Type::Size => bytes(trimmed).map(|n| n.to_string()),
        Type::Isolation => match () {
            () if same(trimmed, "read-committed") => Some("read_committed".to_owned()),
            () if same(trimmed, "read-uncommitted") => Some("read_uncommitted".to_owned()),
            () => None,
        },
        Type::Resource => trimmed.strip_prefix("file:").map(|path| {
            let path = path.strip_prefix("//").unwrap_or(path);
            path.to_owned()
        }),
    };
    converted.map(Some).ok_or(())
}

fn flag(text: &str) -> Option<&'static str> {
    match &*text.to_ascii_lowercase() {
        "true" | "on" | "yes" | "1" => Some("true"),
        "false" | "off" | "no" | "0" => Some("false"),
        _ => None,
    }
}

/// A text of digits with at most two letters behind them.
fn number_with_unit(text: &str) -> Option<(i64, &str)> {
    let at = text
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let unit = &text[at..];
    let plain = unit.len() <= 2 && unit.bytes().all(|b| b.is_ascii_alphabetic());
    Some((text[..at].parse().ok()?, unit)).filter(|_| plain)
}

/// Milliseconds, as Spring's `DurationStyle` reads a text.
fn millis(text: &str) -> Option<i64> {
    if text.trim_start_matches(['+', '-']).starts_with(['P', 'p']) {
        return iso_millis(text);
    }
    let (number, unit) = number_with_unit(text)?;
    let (multiply, divide) = match &*unit.to_ascii_lowercase() {
        "ns" => (1, 1_000_000),
        "us" => (1, 1_000),
        "" | "ms" => (1, 1),
        "s" => (1_000, 1),
        "m" => (60_000, 1),
        "h" => (3_600_000, 1),
        "d" => (86_400_000, 1),
        _ => return None,
    };
    Some(number.checked_mul(multiply)?.div_euclid(divide))
}

/// `PT1M30S`, `P1DT2H`, `PT0.5S`, as `java.time.Duration.parse` reads them; signs inside are left out.
fn iso_millis(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (days, time) = match rest.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (rest.strip_prefix('P')?, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let mut total = match days {
        "" => 0,
        days => days
            .strip_suffix('D')?
            .parse::<i64>()
            .ok()?
            .checked_mul(86_400_000)?,
    };
    let mut rest = time;
    for (unit, factor) in [('H', 3_600_000), ('M', 60_000), ('S', 1_000)] {
        let Some((number, after)) = rest.split_once(unit) else {
            continue;
        };
        let part = match number.split_once('.') {
            Some((whole, fraction)) if unit == 'S' && fraction.len() <= 9 => {
                let thousandths = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
                whole
                    .parse::<i64>()
                    .ok()?
                    .checked_mul(1_000)?
                    .checked_add(thousandths)?
            }
            _ => number.parse::<i64>().ok()?.checked_mul(factor)?,
        };
        total = total.checked_add(part)?;
        rest = after;
    }
    rest.is_empty().then_some(total * sign)
}

/// Bytes, as Spring's `DataSize` reads a text.
fn bytes(text: &str) -> Option<i64> {
    let (number, unit) = number_with_unit(text)?;
    let power = match unit {
        "" | "B" => 0,
        "KB" => 10,
        "MB" => 20,
        "GB" => 30,
        "TB" => 40,
        _ => return None,
    };
    number.checked_mul(1 << power)
}

/// Whether two names are one to Spring: case, dashes and underscores do not count.
pub(super) fn same(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> + '_ {
        text.bytes()
            .filter(|b| b.is_ascii_alphanumeric() || *b == b'.')
            .map(|b| b.to_ascii_lowercase())
    }
    letters(a).eq(letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_kafkas() {
        for (read, text, expected) in [
            (Type::Duration, "500", Ok(Some("500"))),
            (Type::Duration, "3s", Ok(Some("3000"))),
            (Type::Duration, "5M", Ok(Some("300000"))),
            (Type::Duration, "1500us", Ok(Some("1"))),
            (Type::Duration, "PT1M30S", Ok(Some("90000"))),
            (Type::Duration, "pt0.25s", Ok(Some("250"))),
            (Type::Duration, "P1DT1H", Ok(Some("90000000"))),
            (Type::Duration, "PT", Err(())),
            (Type::Duration, "3 s", Err(())),
            (Type::Duration, "3sec", Err(())),
            (Type::Duration, " ", Ok(None)),
            (Type::Size, "64KB", Ok(Some("65536"))),
            (Type::Size, "64kb", Err(())),
            (Type::Size, "16384", Ok(Some("16384"))),
            (Type::Size, "9999999TB", Err(())),
            (Type::Flag, "Off", Ok(Some("false"))),
            (Type::Flag, "maybe", Err(())),
            (
                Type::Isolation,
                "READ_COMMITTED",
                Ok(Some("read_committed")),
            ),
            (
                Type::Isolation,
                "readUncommitted",
                Ok(Some("read_uncommitted")),
            ),
            (Type::Resource, "file:///etc/k.p12", Ok(Some("/etc/k.p12"))),
            (Type::Resource, "classpath:k.p12", Err(())),
            (Type::Text, "", Ok(Some(""))),
            (Type::Class, "", Ok(None)),
            (Type::Whole, "minus-one", Err(())),
            (Type::Whole, " 5 ", Ok(Some("5"))),
        ] {
            let converted = convert(read, text);
            assert_eq!(
                converted,
                expected.map(|t| t.map(str::to_owned)),
                "{read:?} {text}"
            );
        }
        assert!(same("autoOffset_Reset", "auto-offset-reset"));
        assert!(!same("auto.offset-reset", "auto-offset-reset"));
    }

    #[test]
    fn every_key_is_kafkas() {
        for role in &ROLES {
            let components = crate::model::components(role.kind, None);
            let keys = COMMON.iter().chain(role.properties).map(|p| p.key);
            let keys = keys.chain(
                role.always
                    .iter()
                    .chain(role.unless_set)
                    .map(|(key, _)| *key),
            );
            for key in keys.filter(|key| !key.is_empty()) {
                let id = crate::catalog::key_id(key);
                assert!(
                    id.is_some_and(|id| components
                        .iter()
                        .any(|c| crate::catalog::history(*c, id).next().is_some())),
                    "{} {key}",
                    role.group
                );
            }
        }
    }
}
