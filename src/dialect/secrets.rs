//! Which values nobody may see.

use crate::catalog::{self, Component, ValueType};
use crate::model::Key;
use crate::source::Span;
use crate::syntax::tree::{Node, Scalar, Value};

/// Parts of a key that say that its value is a secret, for keys that Kafka does not define.
const SECRET_WORDS: [&str; 12] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "jaas",
    "private.key",
    "api.key",
    "apikey",
    "user.info",
    "keystore.key",
];

/// Whether a key holds a secret: Kafka says so by its type PASSWORD, or its name does where Kafka says nothing.
pub(super) fn is_secret_key(key: &Key) -> bool {
    let Key::Known(id) = key else {
        return is_secret_name(key.name());
    };
    let mut kafka_says = false;
    for component in Component::ALL {
        for (_, _, definition) in catalog::history(component, *id) {
            if definition.value_type == ValueType::Password {
                return true;
            }
            // librdkafka has no type for it, and a key with a prefix is in no table.
            kafka_says |= component != Component::Librdkafka;
        }
    }
    !kafka_says && is_secret_name(key.name())
}

/// Whether a name that Kafka does not define says that its value is a secret.
///
/// `listener.name.x.ssl.keystore.password` is such a name too, so prefixes need no list.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    (SECRET_WORDS.iter().any(|word| name.contains(word)) || is_misspelt_secret(&name))
        && !name.ends_with(".location")
        && !name.ends_with(".url")
        && !name.ends_with(".class")
        && !name.ends_with(".source")
}

/// Whether a part of a name is a misspelt word for a secret: `ssl.keystore.pasword` is one as well.
fn is_misspelt_secret(name: &str) -> bool {
    name.split(['.', '-', '_'])
        .filter(|part| part.len() < 20)
        .any(|part| {
            strsim::osa_distance(part, "password") <= 2 || strsim::osa_distance(part, "secret") <= 1
        })
}

/// Whether a value of any key shows a secret: user info in a URL, or a JAAS text.
pub(super) fn shows_secret(value: &str) -> bool {
    let in_url = value.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', ',', '?', ' ']).next().unwrap_or(rest);
        authority
            .rsplit_once('@')
            .is_some_and(|(user, _)| user.contains(':'))
    });
    in_url || (value.contains("password") && value.contains('='))
}

/// The part of a comment that may hold a secret: what follows the name in `#ssl.key.password=x`.
pub(super) fn secret_in_comment(comment: &str) -> Option<usize> {
    let (head, _) = comment.split_once(['=', ':'])?;
    let name = head.trim_start_matches(['#', '!', ' ', '\t']).trim();
    let plain = !name.is_empty() && !name.contains(char::is_whitespace);
    let secret = plain && is_secret_name(name);
    (secret || shows_secret(&comment[head.len() + 1..])).then_some(head.len() + 1)
}

/// Values of one mapping or list that are secrets by the names beside them, whoever reads them: `NAME: value`,
/// `- NAME=value`, and `name: NAME` with `value: value`.
pub(super) fn bystanders(node: &Node) -> Vec<Span> {
    let is_secret = |name: &str, value: &Scalar| {
        is_secret_name(&name.replace('_', ".")) || shows_secret(&value.text)
    };
    match &node.value {
        Value::Map(members) => {
            let scalars = members
                .iter()
                .filter_map(|member| Some((&*member.name.text, member.node.scalar()?)));
            let pair = node.text_at(&["name"]).zip(node.get("value"));
            let pair = pair.and_then(|(name, value)| Some((name, value.scalar()?)));
            scalars
                .chain(pair)
                .filter(|(name, value)| is_secret(name, value))
                .map(|(_, value)| value.span)
                .collect()
        }
        Value::List(items) => items
            .iter()
            .filter_map(|item| item.scalar())
            .filter(|item| match item.text.split_once('=') {
                Some((name, _)) => is_secret(name, item),
                None => shows_secret(&item.text),
            })
            .map(|item| item.span)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kafka_and_names_tell_secrets() {
        for key in [
            "ssl.keystore.password",
            "sasl.jaas.config",
            "listener.name.external.scram-sha-512.sasl.jaas.config",
            "basic.auth.user.info",
            "confluent.license.token",
            "ssl.keystore.key",
            "ssl.keystore.pasword",
            "ssl.keystore.passwrod",
            "client.sercet",
        ] {
            assert!(is_secret_key(&Key::new(key)), "{key}");
        }
        for key in [
            "acks",
            "delegation.token.expiry.time.ms",
            "sasl.oauthbearer.token.endpoint.url",
            "basic.auth.credentials.source",
            "listener.name.x.ssl.keystore.location",
            "group.id",
        ] {
            assert!(!is_secret_key(&Key::new(key)), "{key}");
        }
    }

    #[test]
    fn values_and_comments_tell_secrets() {
        assert!(shows_secret("http://user:pw@proxy:8080/x"));
        assert!(shows_secret("x required username=\"a\" password=\"b\";"));
        assert!(!shows_secret("SASL_SSL://broker-1:9092,PLAINTEXT://b:1"));
        assert_eq!(secret_in_comment("# ssl.key.password = x"), Some(20));
        assert_eq!(secret_in_comment("# The password is: see the wiki"), None);
        assert_eq!(secret_in_comment("#log.dirs=/tmp"), None);
    }
}
