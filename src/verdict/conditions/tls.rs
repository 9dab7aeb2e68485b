//! Keys and certificates as far as they can be judged without their files: what may not stand together, and the
//! texts of PEM.

use std::sync::OnceLock;

use regex::Regex;

use super::asked as row;
use super::endpoints;
use super::view::{Read, Unknown, View};
use super::{CONTRADICT, Condition, Fault, Judged, LISTENER, UNUSABLE};
use crate::catalog::Component;

const STORES: &str = "DefaultSslEngineFactory.createKeystore, createTruststore";
const PEM: &str = "DefaultSslEngineFactory.PemStore";

const fn stores_of(component: Component) -> Condition {
    row(component, "stores-contradict", CONTRADICT, STORES, |view| {
        of_all(view, stores)
    })
}

const fn pem_of(component: Component) -> Condition {
    row(component, "pem-not-readable", UNUSABLE, PEM, |view| {
        of_all(view, pem)
    })
}

const fn provider_of(component: Component) -> Condition {
    row(
        component,
        "tls-provider-empty",
        UNUSABLE,
        "DefaultSslEngineFactory.createSSLContext, SSLContext.getInstance",
        |view| of_all(view, no_provider),
    )
}

use Component::{Admin, Broker, Consumer, Producer, ShareConsumer};

pub(super) const CONDITIONS: &[Condition] = &[
    stores_of(Broker),
    stores_of(Producer),
    stores_of(Consumer),
    stores_of(ShareConsumer),
    stores_of(Admin),
    pem_of(Broker),
    pem_of(Producer),
    pem_of(Consumer),
    pem_of(ShareConsumer),
    pem_of(Admin),
    provider_of(Broker),
    provider_of(Producer),
    provider_of(Consumer),
    provider_of(ShareConsumer),
    provider_of(Admin),
    row(
        Broker,
        "brokers-listener-without-certificate",
        LISTENER,
        "SslFactory.configure, SslEngineValidator",
        no_certificate,
    ),
];

/// The TLS settings of one channel: a listener's own ones stand before those of the node.
pub(super) struct Settings<'v, 'a> {
    view: &'v View<'a>,
    prefix: Option<String>,
}

impl<'v, 'a> Settings<'v, 'a> {
    pub(super) fn of_listener(view: &'v View<'a>, listener: &str) -> Self {
        let prefix = Some(format!("listener.name.{}.", listener.to_lowercase()));
        Settings { view, prefix }
    }

    fn own(&self, key: &str) -> Option<String> {
        Some(format!("{}{key}", self.prefix.as_ref()?))
    }

    pub(super) fn text(&self, key: &str) -> Read<&'a str> {
        match self.own(key) {
            Some(own) => match self.view.other(&own)? {
                Some(text) => Ok(Some(text)),
                None => self.view.raw(key),
            },
            None => self.view.raw(key),
        }
    }

    /// The name under which a key is written.
    fn name(&self, key: &str) -> String {
        self.own(key)
            .filter(|own| self.view.setting(own).is_some())
            .unwrap_or_else(|| key.to_owned())
    }

    pub(super) fn fault(&self, keys: &[&str], wrong: &str, help: &str) -> Option<Fault> {
        let names: Vec<String> = keys.iter().map(|key| self.name(key)).collect();
        let mut wrong = wrong.to_owned();
        for (key, name) in keys.iter().zip(&names) {
            wrong = wrong.replace(&format!("`{key}`"), &format!("`{name}`"));
        }
        Some(Fault {
            keys: names,
            wrong,
            help: help.to_owned(),
        })
    }
}

/// What a condition says of the first channel with TLS that breaks it.
fn of_all(view: &View<'_>, ask: fn(&Settings<'_, '_>) -> Judged) -> Judged {
    let judge = |settings: Settings<'_, '_>| {
        // Somebody else's code reads the keys.
        match settings.text(FACTORY)? {
            Some(_) => Ok(None),
            None => ask(&settings),
        }
    };
    if view.component != Broker {
        let secure = view
            .text("security.protocol")?
            .is_some_and(|protocol| protocol.to_uppercase().ends_with("SSL"));
        return match secure && super::jaas::connects_at_once(view)? {
            true => judge(Settings { view, prefix: None }),
            false => Ok(None),
        };
    }
    for channel in endpoints::channels(view)? {
        if channel.protocol.ends_with("SSL")
            && let Some(fault) = judge(Settings::of_listener(view, &channel.listener))?
        {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

const FACTORY: &str = "ssl.engine.factory.class";
const PROVIDER: &str = "ssl.provider";
const LOCATION: &str = "ssl.keystore.location";
const PASSWORD: &str = "ssl.keystore.password";
const KEY_PASSWORD: &str = "ssl.key.password";
const TYPE: &str = "ssl.keystore.type";
const KEY: &str = "ssl.keystore.key";
const CHAIN: &str = "ssl.keystore.certificate.chain";
const TRUST_LOCATION: &str = "ssl.truststore.location";
const TRUST_PASSWORD: &str = "ssl.truststore.password";
const TRUST_TYPE: &str = "ssl.truststore.type";
const TRUSTED: &str = "ssl.truststore.certificates";

fn no_provider(tls: &Settings<'_, '_>) -> Judged {
    let empty = tls.text(PROVIDER)? == Some("");
    let fault = || {
        tls.fault(
            &[PROVIDER],
            &format!("`{PROVIDER}` is empty, and names no provider of the JVM"),
            &format!("take `{PROVIDER}` out, for the JVM's own choice"),
        )
    };
    Ok(empty.then(fault).flatten())
}

fn stores(tls: &Settings<'_, '_>) -> Judged {
    let has = |key: &str| Ok::<bool, Unknown>(tls.text(key)?.is_some());
    let is_pem = |key: &str| Ok::<bool, Unknown>(tls.text(key)? == Some("PEM"));
    let broken = if has(KEY)? {
        if !is_pem(TYPE)? {
            Some((
                [KEY, TYPE],
                "`ssl.keystore.key` is set, and `ssl.keystore.type` is not `PEM`",
            ))
        } else if !has(CHAIN)? {
            Some((
                [KEY, CHAIN],
                "`ssl.keystore.key` is set without `ssl.keystore.certificate.chain`",
            ))
        } else if has(LOCATION)? {
            Some((
                [LOCATION, KEY],
                "`ssl.keystore.location` is set and `ssl.keystore.key` as well",
            ))
        } else if has(PASSWORD)? {
            Some((
                [PASSWORD, KEY],
                "`ssl.keystore.password` is set, and a key of type `PEM` has only `ssl.key.password`",
            ))
        } else {
            None
        }
    } else if has(CHAIN)? {
        Some((
            [CHAIN, KEY],
            "`ssl.keystore.certificate.chain` is set without `ssl.keystore.key`",
        ))
    } else {
        match (has(LOCATION)?, has(PASSWORD)?) {
            (true, true) if is_pem(TYPE)? => Some((
                [PASSWORD, TYPE],
                "`ssl.keystore.password` is set, and a key store of type `PEM` has only `ssl.key.password`",
            )),
            // Before 3.3 the key in a file has to be encrypted.
            (true, false) if is_pem(TYPE)? && !tls.view.from(3, 3) && !has(KEY_PASSWORD)? => {
                Some((
                    [LOCATION, KEY_PASSWORD],
                    "`ssl.keystore.location` of type `PEM` is set without `ssl.key.password`",
                ))
            }
            (true, false) if !is_pem(TYPE)? => Some((
                [LOCATION, PASSWORD],
                "`ssl.keystore.location` is set without `ssl.keystore.password`",
            )),
            (false, true) => Some((
                [PASSWORD, LOCATION],
                "`ssl.keystore.password` is set without `ssl.keystore.location`",
            )),
            _ => None,
        }
    };
    let broken = match broken {
        Some(broken) => Some(broken),
        None if has(TRUSTED)? => {
            if !is_pem(TRUST_TYPE)? {
                Some((
                    [TRUSTED, TRUST_TYPE],
                    "`ssl.truststore.certificates` is set, and `ssl.truststore.type` is not `PEM`",
                ))
            } else if has(TRUST_LOCATION)? {
                Some((
                    [TRUST_LOCATION, TRUSTED],
                    "`ssl.truststore.location` is set and `ssl.truststore.certificates` as well",
                ))
            } else if has(TRUST_PASSWORD)? {
                Some((
                    [TRUST_PASSWORD, TRUSTED],
                    "`ssl.truststore.password` is set, and certificates of type `PEM` have none",
                ))
            } else {
                None
            }
        }
        None => match (has(TRUST_LOCATION)?, has(TRUST_PASSWORD)?) {
            (true, true) if is_pem(TRUST_TYPE)? => Some((
                [TRUST_PASSWORD, TRUST_TYPE],
                "`ssl.truststore.password` is set, and a trust store of type `PEM` has none",
            )),
            (false, true) => Some((
                [TRUST_PASSWORD, TRUST_LOCATION],
                "`ssl.truststore.password` is set without `ssl.truststore.location`",
            )),
            _ => None,
        },
    };
    Ok(broken.and_then(|(keys, wrong)| {
        let help = match keys {
            [KEY | TRUSTED, TYPE | TRUST_TYPE] => format!("set `{}=PEM`", tls.name(keys[1])),
            [KEY | CHAIN, _]
            | [LOCATION, PASSWORD | KEY_PASSWORD]
            | [_, LOCATION | TRUST_LOCATION] => {
                format!("set `{}`, or take `{}` out", keys[1], tls.name(keys[0]))
            }
            [first, _] => format!("take `{}` out", tls.name(first)),
        };
        tls.fault(&keys, wrong, &help)
    }))
}

/// Whether a text holds a part of that name as `PemParser` finds it.
fn has_part(text: &str, pattern: &'static OnceLock<Option<Regex>>, name: &str) -> bool {
    let pattern = pattern.get_or_init(|| {
        // Java's blanks and its dot.
        let blank = r"[ \t\n\x0B\f\r]";
        let any = r"[^\n\r\u{85}\u{2028}\u{2029}]";
        let name = name.replace(' ', &format!("{blank}+"));
        let line = |word: &str| format!("-+{word}{blank}*{any}*{name}[^-]*-+{blank}+");
        let parameters = format!(r"(?:{blank}*[^\r\n]*:[^\r\n]*[\r\n]+)*");
        let base64 = r"[a-zA-Z0-9/+= \t\n\x0B\f\r]*";
        Regex::new(&format!(
            "{}{parameters}{base64}{}",
            line("BEGIN"),
            line("END")
        ))
        .ok()
    });
    // A pattern that cannot be had says nothing.
    pattern
        .as_ref()
        .is_none_or(|pattern| pattern.is_match(&format!("{text}\n")))
}

fn pem(tls: &Settings<'_, '_>) -> Judged {
    static CERTIFICATE: OnceLock<Option<Regex>> = OnceLock::new();
    static PRIVATE_KEY: OnceLock<Option<Regex>> = OnceLock::new();
    // What may not stand together is said already.
    if stores(tls)?.is_some() {
        return Ok(None);
    }
    let parts = [
        (KEY, "PRIVATE KEY", &PRIVATE_KEY, "private key"),
        (CHAIN, "CERTIFICATE", &CERTIFICATE, "certificate"),
        (TRUSTED, "CERTIFICATE", &CERTIFICATE, "certificate"),
    ];
    for (key, name, pattern, what) in parts {
        let Some(text) = tls.text(key)? else {
            continue;
        };
        if !has_part(text, pattern, name) {
            let lines = match text.contains("BEGIN") {
                true => " with its BEGIN and END on lines of their own",
                false => "",
            };
            return Ok(tls.fault(
                &[key],
                &format!("`{key}` holds no {what} in PEM{lines}"),
                "write the text of the PEM file, each line ending with `\\n\\` and the next one below it",
            ));
        }
    }
    Ok(None)
}

/// What brokers offer each other is tried when they start.
fn no_certificate(view: &View<'_>) -> Judged {
    for channel in endpoints::channels(view)? {
        if !(channel.between_brokers && channel.protocol.ends_with("SSL")) {
            continue;
        }
        let tls = Settings::of_listener(view, &channel.listener);
        let has = |key: &str| Ok::<bool, Unknown>(tls.text(key)?.is_some());
        if has(FACTORY)? || has(LOCATION)? || has(KEY)? || stores(&tls)?.is_some() {
            continue;
        }
        return Ok(Some(Fault::new(
            &["listeners", LOCATION],
            format!(
                "brokers talk to each other through the listener `{}` with TLS, and it has no certificate",
                channel.listener
            ),
            format!("set `{LOCATION}` and `{PASSWORD}`, or `{KEY}` and `{CHAIN}`"),
        )));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_parts_of_pem_as_kafka_does() {
        static CERTIFICATE: OnceLock<Option<Regex>> = OnceLock::new();
        static KEY: OnceLock<Option<Regex>> = OnceLock::new();
        for (text, found) in [
            (
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                true,
            ),
            (
                "-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----",
                true,
            ),
            (
                "x\n-----BEGIN TRUSTED CERTIFICATE-----\nMIIB\n-----END TRUSTED CERTIFICATE-----",
                true,
            ),
            (
                "-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----",
                false,
            ),
            ("-----BEGIN CERTIFICATE-----\nMIIB\n", false),
            (
                "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
                false,
            ),
            ("", false),
        ] {
            assert_eq!(has_part(text, &CERTIFICATE, "CERTIFICATE"), found, "{text}");
        }
        let key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nA: b\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----";
        assert!(has_part(key, &KEY, "PRIVATE KEY"));
        assert!(CERTIFICATE.get().unwrap().is_some() && KEY.get().unwrap().is_some());
    }
}
