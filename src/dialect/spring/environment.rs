//! Spring Boot's settings in the variables of a container, as its `SystemEnvironmentPropertyMapper` reads them:
//! `SPRING_KAFKA_PRODUCER_ACKS`. They go before the application's own files, which are not at hand.

use super::table::{COMMON, ROLES, ROOT};
use super::{Version, boot, unreadable};
use crate::dialect::container::Variable;
use crate::dialect::flat::{self, Flat};
use crate::dialect::intake::{FILLED, Fill, Intake};
use crate::model::Written;
use crate::syntax::tree::Scalar;

const HEAD: &str = "SPRING_KAFKA_";

/// Takes in the clients that a container's variables configure, if they do; `fill` says who fills values in before
/// the container starts. Variables of other files are left to these.
pub(in crate::dialect) fn read_environment(
    variables: &[Variable],
    fill: Fill,
    intake: &mut Intake<'_>,
) -> bool {
    let here = intake.id();
    let own = variables
        .iter()
        .filter(|variable| variable.source.is_none_or(|source| source == here));
    let flats: Vec<Flat> = own
        .filter_map(|variable| {
            Some(Flat {
                name: property(&variable.name.text)?,
                at: variable.name.clone(),
                value: filled(variable, fill, intake),
                document: 0,
            })
        })
        .collect();
    if flats.is_empty() {
        return false;
    }
    for span in flat::secret_spans(&flats) {
        intake.hide(span);
    }
    unreadable(&flats, intake);
    let version = Version {
        flats: flats.iter().collect(),
        others: Vec::new(),
        open: Some("the application's own files say more".to_owned()),
    };
    boot::read(&version, &[], intake);
    true
}

/// The value as the container gets it.
fn filled(variable: &Variable, fill: Fill, intake: &Intake<'_>) -> Scalar {
    let Some(value) = &variable.value else {
        return Scalar {
            text: FILLED.to_string().into(),
            ..variable.name.clone()
        };
    };
    let text = match intake.fill(variable.fill.unwrap_or(fill), &value.text) {
        Written::Text(text) => text,
        Written::Unknown(_) => FILLED.to_string().into(),
    };
    Scalar {
        text,
        ..value.clone()
    }
}

/// The property that a variable is: a dash is left out of the name, or written as `_` as all dots are. What follows
/// `PROPERTIES_` is a key of Kafka's.
fn property(variable: &str) -> Option<String> {
    let rest = variable.strip_prefix(HEAD)?;
    let role = ROLES.iter().find_map(|role| {
        let head = format!("{}_", role.group.to_ascii_uppercase());
        Some((role, rest.strip_prefix(head.as_str())?))
    });
    let (group, own, rest) = match role {
        Some((role, rest)) => (format!("{}.", role.group), role.properties, rest),
        None => (String::new(), ROOT, rest),
    };
    let is = |name: &str| {
        let dotted = name.replace('.', "_").to_ascii_uppercase();
        dotted.replace('-', "") == rest || dotted.replace('-', "_") == rest
    };
    let mut known = own.iter().chain(COMMON).map(|property| property.name);
    let name = match known.find(|name| is(name)) {
        Some(name) => name.to_owned(),
        None => rest.to_ascii_lowercase().replace('_', "."),
    };
    Some(format!("spring.kafka.{group}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_properties() {
        for (variable, expected) in [
            (
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                Some("spring.kafka.bootstrap-servers"),
            ),
            (
                "SPRING_KAFKA_BOOTSTRAPSERVERS",
                Some("spring.kafka.bootstrap-servers"),
            ),
            (
                "SPRING_KAFKA_PRODUCER_ACKS",
                Some("spring.kafka.producer.acks"),
            ),
            (
                "SPRING_KAFKA_CONSUMER_AUTO_OFFSET_RESET",
                Some("spring.kafka.consumer.auto-offset-reset"),
            ),
            (
                "SPRING_KAFKA_SSL_KEY_STORE_LOCATION",
                Some("spring.kafka.ssl.key-store-location"),
            ),
            (
                "SPRING_KAFKA_PROPERTIES_MAX_BLOCK_MS",
                Some("spring.kafka.properties.max.block.ms"),
            ),
            (
                "SPRING_KAFKA_CONSUMER_PROPERTIES_CHECK_CRCS",
                Some("spring.kafka.consumer.properties.check.crcs"),
            ),
            ("KAFKA_BOOTSTRAP_SERVERS", None),
            ("spring_kafka_producer_acks", None),
        ] {
            assert_eq!(property(variable).as_deref(), expected, "{variable}");
        }
    }
}
