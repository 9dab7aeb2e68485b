//! How to reach a cluster: what Kafka's own tools take, in librdkafka's words.

use std::fmt::Write as _;

use crate::catalog::{self, Component};
use crate::syntax::{jaas, properties};

/// How to reach a cluster.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    /// Addresses to start from, `host:port,…`.
    pub bootstrap: String,
    /// librdkafka's settings. Some are secrets, so this has no `Debug`.
    settings: Vec<(String, String)>,
    /// What was not understood, for people.
    pub notes: Vec<String>,
}

/// A property of Kafka's clients that an audit cannot use as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// The property, or the option of librdkafka.
    pub key: String,
    /// Why, as the end of a sentence.
    pub why: String,
    /// What to write instead.
    pub help: String,
}

/// Properties that librdkafka takes as they are.
const SAME: [&str; 9] = [
    "sasl.mechanism",
    "security.protocol",
    "client.dns.lookup",
    "metadata.max.age.ms",
    "reconnect.backoff.ms",
    "reconnect.backoff.max.ms",
    "retry.backoff.ms",
    "socket.connection.setup.timeout.ms",
    "connections.max.idle.ms",
];

/// Properties that have another name there.
const RENAMED: [(&str, &str); 6] = [
    ("ssl.truststore.certificates", "ssl.ca.pem"),
    ("ssl.keystore.certificate.chain", "ssl.certificate.pem"),
    ("ssl.keystore.key", "ssl.key.pem"),
    ("ssl.key.password", "ssl.key.password"),
    ("send.buffer.bytes", "socket.send.buffer.bytes"),
    ("receive.buffer.bytes", "socket.receive.buffer.bytes"),
];

/// Properties that are read together, below.
const TOGETHER: [&str; 9] = [
    "bootstrap.servers",
    "sasl.jaas.config",
    "ssl.truststore.location",
    "ssl.truststore.type",
    "ssl.truststore.password",
    "ssl.keystore.location",
    "ssl.keystore.type",
    "ssl.keystore.password",
    "ssl.endpoint.identification.algorithm",
];

/// The mechanisms of SASL that this build can speak.
const MECHANISMS: [&str; 4] = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

impl Connection {
    /// Reads a property file as `--command-config` of Kafka's tools takes it; `bootstrap` goes over what it says, and
    /// `extra` are settings of librdkafka's that go over everything.
    ///
    /// # Errors
    /// Every property that cannot be used, or that there is no address to start from.
    pub fn new(
        bootstrap: Option<&str>,
        properties: &[u8],
        extra: &[(String, String)],
    ) -> Result<Connection, Vec<Unusable>> {
        let document = properties::parse(properties);
        let entries = document.entries.iter();
        let given = Given(
            entries
                .map(|entry| (entry.key.text.as_ref(), entry.value.text.trim()))
                .collect(),
        );
        let mut translation = Translation::default();
        for (key, value) in &given.0 {
            translation.one(key, value);
        }
        translation.trust(&given);
        translation.identity(&given);
        translation.login(&given);
        let bootstrap = bootstrap.or_else(|| given.get("bootstrap.servers"));
        let Translation {
            mut settings,
            mut unusable,
            notes,
        } = translation;
        let Some(bootstrap) = bootstrap.filter(|text| !text.is_empty()) else {
            unusable.push(Unusable {
                key: "bootstrap.servers".to_owned(),
                why: "is not given, so there is no broker to start from".to_owned(),
                help: "give --bootstrap-server HOST:PORT".to_owned(),
            });
            return Err(unusable);
        };
        if !unusable.is_empty() {
            return Err(unusable);
        }
        settings.push(("bootstrap.servers".to_owned(), bootstrap.to_owned()));
        settings.extend_from_slice(extra);
        Ok(Connection {
            bootstrap: bootstrap.to_owned(),
            settings,
            notes,
        })
    }

    /// Whether somebody wants to see what librdkafka does.
    pub(super) fn asks_for_log(&self) -> bool {
        self.settings.iter().any(|(key, _)| key == "debug")
    }

    /// librdkafka's settings.
    pub(super) fn settings(&self) -> &[(String, String)] {
        &self.settings
    }
}

/// Properties as they are written; the last one of a name counts.
struct Given<'d>(Vec<(&'d str, &'d str)>);

impl<'d> Given<'d> {
    fn get(&self, key: &str) -> Option<&'d str> {
        let mut named = self.0.iter().rev().filter(|(k, _)| *k == key);
        named.next().map(|(_, value)| *value)
    }

    fn is(&self, key: &str, value: &str) -> bool {
        self.get(key).is_some_and(|v| v.eq_ignore_ascii_case(value))
    }
}

#[derive(Default)]
struct Translation {
    settings: Vec<(String, String)>,
    unusable: Vec<Unusable>,
    notes: Vec<String>,
}

impl Translation {
    fn set(&mut self, key: &str, value: &str) {
        self.settings.push((key.to_owned(), value.to_owned()));
    }

    fn refuse(&mut self, key: &str, why: &str, help: &str) {
        self.unusable.push(Unusable {
            key: key.to_owned(),
            why: why.to_owned(),
            help: help.to_owned(),
        });
    }

    fn one(&mut self, key: &str, value: &str) {
        if value.contains("${") {
            let help = "write the value itself, into a file that only you can read";
            self.refuse(key, "is filled in by something that is not at hand", help);
        } else if SAME.contains(&key) {
            self.set(key, value);
        } else if let Some((_, name)) = RENAMED.iter().find(|(java, _)| *java == key) {
            // Kafka takes PEM on one line with `\n` for its ends.
            self.set(name, &value.replace("\\n", "\n"));
        } else if !TOGETHER.contains(&key) && !is_of_a_client(key) {
            let mut note = format!("`{key}` is no property of Kafka's clients and is left out");
            let _ = write!(note, "; -X {key}=… passes it on to librdkafka");
            self.notes.push(note);
        }
    }

    /// Whom the client trusts.
    fn trust(&mut self, given: &Given<'_>) {
        if given.get("ssl.endpoint.identification.algorithm") == Some("") {
            self.set("ssl.endpoint.identification.algorithm", "none");
        }
        let Some(location) = given.get("ssl.truststore.location") else {
            return;
        };
        if given.is("ssl.truststore.type", "PEM") {
            self.set("ssl.ca.location", location);
        } else if given.is("ssl.truststore.type", "PKCS12") {
            self.refuse(
                "ssl.truststore.location",
                "is a trust store of type PKCS12, which librdkafka does not read",
                &format!(
                    "openssl pkcs12 -in {location} -nokeys -out ca.pem, then ssl.truststore.type=PEM and ssl.truststore.location=ca.pem"
                ),
            );
        } else {
            self.refuse(
                "ssl.truststore.location",
                "is a trust store of type JKS, which librdkafka does not read",
                &format!(
                    "keytool -list -rfc -keystore {location} > ca.pem, then ssl.truststore.type=PEM and ssl.truststore.location=ca.pem"
                ),
            );
        }
    }

    /// Who the client is, by certificate.
    fn identity(&mut self, given: &Given<'_>) {
        let Some(location) = given.get("ssl.keystore.location") else {
            return;
        };
        if given.is("ssl.keystore.type", "PEM") {
            // Kafka's PEM store holds both.
            self.set("ssl.certificate.location", location);
            self.set("ssl.key.location", location);
        } else if given.is("ssl.keystore.type", "PKCS12") {
            self.set("ssl.keystore.location", location);
            if let Some(password) = given.get("ssl.keystore.password") {
                self.set("ssl.keystore.password", password);
            }
        } else {
            self.refuse(
                "ssl.keystore.location",
                "is a key store of type JKS, which librdkafka does not read",
                &format!(
                    "keytool -importkeystore -srckeystore {location} -destkeystore client.p12 -deststoretype PKCS12, then ssl.keystore.type=PKCS12 and ssl.keystore.location=client.p12"
                ),
            );
        }
    }

    /// Who the client is, by login.
    fn login(&mut self, given: &Given<'_>) {
        let sasl = given
            .get("security.protocol")
            .is_some_and(|protocol| protocol.to_ascii_uppercase().starts_with("SASL"));
        if !sasl {
            return;
        }
        let mechanism = given.get("sasl.mechanism").unwrap_or("GSSAPI");
        if !MECHANISMS.contains(&mechanism) {
            let why = match given.get("sasl.mechanism") {
                None => "is not given, which means GSSAPI, and this build does not speak Kerberos"
                    .to_owned(),
                Some(name) => format!("is {name}, which this build does not speak"),
            };
            let help = format!("use one of {}", MECHANISMS.join(", "));
            self.refuse("sasl.mechanism", &why, &help);
            return;
        }
        let key = "sasl.jaas.config";
        let Some(text) = given.get(key) else {
            let help = "write the login module with username and password into it";
            self.refuse(key, "is not given, so there is no login", help);
            return;
        };
        let module = match jaas::read(text) {
            Ok(module) => module,
            Err(why) => {
                let help = "write `CLASS required username=\"…\" password=\"…\";`";
                self.refuse(key, why, help);
                return;
            }
        };
        if mechanism == "OAUTHBEARER" {
            let Some(principal) = module.option("unsecuredLoginStringClaim_sub") else {
                let help = "audit with a user of SCRAM, PLAIN or a client certificate";
                self.refuse(
                    key,
                    "asks for a token from an endpoint, which this build cannot fetch",
                    help,
                );
                return;
            };
            self.set("enable.sasl.oauthbearer.unsecure.jwt", "true");
            self.set("sasl.oauthbearer.config", &format!("principal={principal}"));
            return;
        }
        match (module.option("username"), module.option("password")) {
            (Some(user), Some(password)) => {
                self.set("sasl.username", user);
                self.set("sasl.password", password);
            }
            _ => {
                let help = "write `CLASS required username=\"…\" password=\"…\";`";
                self.refuse(key, "has no username and password", help);
            }
        }
    }
}

/// Whether some client of Kafka's has the property; an audit has no use for it.
fn is_of_a_client(key: &str) -> bool {
    let clients = [Component::Admin, Component::Producer, Component::Consumer];
    catalog::key_id(key).is_some_and(|id| {
        clients
            .iter()
            .any(|client| catalog::history(*client, id).next().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(properties: &str) -> Vec<(String, String)> {
        let connection = Connection::new(Some("a:1"), properties.as_bytes(), &[]);
        let mut settings = connection.unwrap_or_else(|e| panic!("{e:?}")).settings;
        settings.sort();
        settings
    }

    fn refused(properties: &str) -> Vec<(String, String)> {
        let connection = Connection::new(Some("a:1"), properties.as_bytes(), &[]);
        let unusable = connection.err().unwrap();
        unusable.into_iter().map(|u| (u.key, u.why)).collect()
    }

    #[test]
    fn a_login_and_a_trust_store_of_pem_are_translated() {
        let text = "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n \
            username=\"admin\" password=\"a\\\\\"b\";\n\
            ssl.truststore.type=PEM\nssl.truststore.location=tls/ca.pem\n\
            ssl.endpoint.identification.algorithm=\nacks=all\nlinger.ms=5\n";
        let wanted = [
            ("bootstrap.servers", "a:1"),
            ("sasl.mechanism", "SCRAM-SHA-512"),
            ("sasl.password", "a\"b"),
            ("sasl.username", "admin"),
            ("security.protocol", "SASL_SSL"),
            ("ssl.ca.location", "tls/ca.pem"),
            ("ssl.endpoint.identification.algorithm", "none"),
        ];
        let wanted = wanted.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(settings(text), wanted);
    }

    #[test]
    fn certificates_may_stand_in_files_or_in_the_properties() {
        let text = "security.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.location=c.pem\n\
            ssl.truststore.certificates=-----BEGIN\\\\nX\n";
        let settings = settings(text);
        let get = |key: &str| {
            let found = settings.iter().find(|(k, _)| k == key);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(get("ssl.ca.pem"), Some("-----BEGIN\nX"));
        assert_eq!(get("ssl.certificate.location"), Some("c.pem"));
        assert_eq!(get("ssl.key.location"), Some("c.pem"));
    }

    #[test]
    fn what_cannot_be_used_is_said_with_what_to_do() {
        let all = refused(
            "ssl.truststore.location=t.jks\nssl.keystore.location=k.jks\nssl.key.password=${file:a:b}\n\
             security.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM\n",
        );
        let keys: Vec<&str> = all.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "ssl.key.password",
                "ssl.truststore.location",
                "ssl.keystore.location",
                "sasl.mechanism"
            ]
        );
        let no_login = refused("security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n");
        assert_eq!(no_login[0].0, "sasl.jaas.config");
        let plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
        let broken = refused(&format!(
            "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config={plain} required\n"
        ));
        assert_eq!(broken[0].1, "does not end with a semicolon");
        assert!(Connection::new(None, b"", &[]).is_err());
    }

    #[test]
    fn a_property_of_nobody_is_noted() {
        let text = b"bootstrap.servers=b:2\nsecurty.protocol=SSL\n";
        let connection = Connection::new(None, text, &[]).ok().unwrap();
        assert_eq!(connection.bootstrap, "b:2");
        assert_eq!(connection.notes.len(), 1);
        assert!(connection.notes[0].contains("`securty.protocol`"));
    }
}
