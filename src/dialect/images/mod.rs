//! Container images that run Kafka: what their variables mean, and what they set without being told.
mod table;

use crate::catalog;
use crate::model::EntityKind;
use table::{FOREIGN, GUESSES, IMAGES};

/// How an image makes Kafka's key of a variable's name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Names {
    /// `_` is a dot, `__` an underscore, `___` a dash.
    Doubling,
    /// Every `_` is a dot.
    Dots,
}

/// One image.
#[derive(Debug)]
pub(super) struct Image {
    /// The end of the repository's name.
    repository: &'static [&'static str],
    pub(super) kind: EntityKind,
    /// What the variables begin with.
    prefix: &'static str,
    names: Names,
    /// Variables with the prefix that are not Kafka's, without it.
    excluded: &'static [&'static str],
    /// Variables without the prefix that are Kafka's, each with its key.
    aliases: &'static [(&'static str, &'static str)],
    /// Variables that hold a command whose output is a key's value, each with the key.
    commands: &'static [(&'static str, &'static str)],
    /// Whose version numbers the tag has; nothing where the tag says nothing of Kafka's version.
    pub(super) versions: Option<&'static str>,
    /// What stands in the image's own file.
    own: &'static [(&'static str, &'static str)],
    /// Whether the image's own file is dropped as soon as one variable is set.
    own_is_dropped: bool,
    /// Where a file is mounted that takes the place of the variables, or joins them.
    pub(super) mounts: &'static [&'static str],
    /// Variables that lead to a key whose value stands in a file of the container, each with its key.
    files: &'static [(&'static str, &'static str)],
    /// What the image writes over whatever it is told.
    pub(super) forced: &'static [(&'static str, &'static str)],
    /// The folders that the image itself keeps in volumes.
    pub(super) volumes: &'static [&'static str],
    /// Whether it is a program by itself, without a JVM.
    pub(super) is_native: bool,
    /// Whether it does not start where `PORT` is set, with its prefix.
    refuses_port: bool,
    /// Whether the image makes `listeners` of `advertised.listeners` where only these are set.
    pub(super) makes_listeners: bool,
    /// The version of the tags without numbers, for an image that gets no new ones.
    pub(super) last_version: Option<&'static str>,
    /// Why more may be set than can be seen, for an image that is known by its variables only.
    pub(super) guessed: Option<&'static str>,
}

impl Image {
    /// The variables that open JMX: that of Kafka's own script, and that which the images of Apache and Confluent make
    /// it of.
    pub(super) fn jmx_ports(&self) -> &'static [&'static str] {
        let makes_it = |name: &&str| name.starts_with("confluentinc/") || *name == "apache/kafka";
        match self.repository.iter().any(makes_it) {
            true => &["JMX_PORT", "KAFKA_JMX_PORT"],
            false => &["JMX_PORT"],
        }
    }
}

/// What starts the process in one of the images, as a part of a command.
const STARTS: &[&str] = &[
    "/docker/run",
    "/docker/launch",
    "kafka-server-start",
    "connect-distributed",
    "start-kafka",
    "run.sh",
    "entrypoint",
    "kafka.Kafka",
    "schema-registry-start",
];

/// Whether a command of one's own still starts what the image is for.
pub(super) fn starts(command: &str) -> bool {
    STARTS.iter().any(|start| command.contains(start))
}

/// The image for a repository's name, which may be unknown, and the variables that it is given.
pub(super) fn find_or_guess<'v>(
    repository: &str,
    variables: impl Iterator<Item = &'v str> + Clone,
) -> Option<&'static Image> {
    if let Some(image) = find(repository) {
        return Some(image);
    }
    if FOREIGN.iter().any(|name| repository.contains(name)) {
        return None;
    }
    let guess = GUESSES.iter().find(|(names, image)| {
        let is_set = |name: &&&str| {
            variables
                .clone()
                .any(|variable| variable.strip_prefix(image.prefix) == Some(**name))
        };
        names.iter().filter(is_set).count() >= 2
    });
    guess.map(|(_, image)| image)
}

/// An image as a file names it: the repository and the tag.
pub(super) fn parse(image: &str) -> (&str, Option<&str>) {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        // A colon before a slash stands before a port.
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (image, None),
    }
}

/// The image with a repository's name, whatever registry it comes from.
pub(super) fn find(repository: &str) -> Option<&'static Image> {
    IMAGES.iter().find(|image| {
        image.repository.iter().any(|known| {
            repository
                .strip_suffix(known)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    })
}

/// The version in a tag: `3.9.1`, `7.6.0-1-ubi8`, `4.0.0-debian-12-r10`.
pub(super) fn version_of_tag(tag: &str) -> Option<&str> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    // Scala's version in front of Kafka's.
    let tag = ["2.11-", "2.12-", "2.13-"]
        .iter()
        .find_map(|scala| tag.strip_prefix(scala))
        .unwrap_or(tag);
    let end = tag
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(tag.len());
    let version = tag[..end].trim_end_matches('.');
    let parts = version.split('.').count();
    (version.contains('.') && parts <= 3).then_some(version)
}

impl Image {
    /// The variable at which the image does not start.
    pub(super) fn refused_port(&self) -> Option<String> {
        self.refuses_port.then(|| format!("{}PORT", self.prefix))
    }

    /// Kafka's key for a variable; nothing where the image does not take it for one.
    pub(super) fn key(&self, variable: &str) -> Option<String> {
        if let Some((_, key)) = self.aliases.iter().find(|(name, _)| *name == variable) {
            return Some((*key).to_owned());
        }
        if self.files.iter().any(|(name, _)| *name == variable) {
            return None;
        }
        let rest = variable
            .strip_prefix(self.prefix)
            .filter(|r| !r.is_empty())?;
        let excluded = self
            .excluded
            .iter()
            .any(|name| match name.strip_suffix('*') {
                Some(head) => rest.starts_with(head),
                None => *name == rest,
            });
        if excluded {
            return None;
        }
        let key = match self.names {
            Names::Dots => dots(rest),
            Names::Doubling => doubling(rest),
        };
        // Of an image that is not known nobody can say what a name is that Kafka does not have.
        let is_known = || catalog::key_id(&key).is_some() || key.starts_with("listener.name.");
        (self.guessed.is_none() || is_known()).then_some(key)
    }

    /// Kafka's key for a variable that names a file of the container which the value stands in.
    pub(super) fn key_of_file(&self, variable: &str) -> Option<&'static str> {
        let mut files = self.files.iter();
        files
            .find(|(name, _)| *name == variable)
            .map(|(_, key)| *key)
    }

    /// Whether a variable is another name for one with the prefix.
    pub(super) fn is_alias(&self, variable: &str) -> bool {
        self.aliases.iter().any(|(name, _)| *name == variable)
            || self.key_of_command(variable).is_some()
    }

    /// The key whose value is the output of the command in a variable.
    pub(super) fn key_of_command(&self, variable: &str) -> Option<&'static str> {
        let row = self.commands.iter().find(|(name, _)| *name == variable)?;
        Some(row.1)
    }

    /// What the image has without being told, once so many variables are set.
    pub(super) fn own(&self, variables: usize) -> &'static [(&'static str, &'static str)] {
        match self.own_is_dropped && variables > 0 {
            true => &[],
            false => self.own,
        }
    }
}

fn dots(rest: &str) -> String {
    match rest {
        "ZOOKEEPER_CLIENTCNXNSOCKET" => "zookeeper.clientCnxnSocket".to_owned(),
        _ => rest
            .to_ascii_lowercase()
            .replace('_', ".")
            .replace("sasl.ssl", "sasl_ssl")
            .replace("sasl.plaintext", "sasl_plaintext"),
    }
}

fn doubling(rest: &str) -> String {
    match rest {
        "ZOOKEEPER_CLIENT_CNXN_SOCKET" => "zookeeper.clientCnxnSocket".to_owned(),
        _ => rest
            .to_ascii_lowercase()
            .replace("___", "-")
            .replace("__", "\u{0}")
            .replace('_', ".")
            .replace('\u{0}', "_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables_become_keys() {
        for (image, variable, expected) in [
            (
                "apache/kafka",
                "KAFKA_MIN_INSYNC_REPLICAS",
                Some("min.insync.replicas"),
            ),
            (
                "docker.io/apache/kafka",
                "KAFKA_LISTENER_NAME_SASL__SSL_PLAIN_SASL_JAAS_CONFIG",
                Some("listener.name.sasl_ssl.plain.sasl.jaas.config"),
            ),
            ("confluentinc/cp-kafka", "KAFKA_A___B", Some("a-b")),
            ("confluentinc/cp-kafka", "KAFKA_HEAP_OPTS", None),
            ("confluentinc/cp-kafka", "CLUSTER_ID", None),
            ("bitnami/kafka", "KAFKA_CFG_LOG_DIRS", Some("log.dirs")),
            ("bitnami/kafka", "KAFKA_LISTENERS", Some("listeners")),
            ("bitnami/kafka", "KAFKA_RETENTION", None),
            (
                "bitnami/kafka",
                "KAFKA_CFG_LISTENER_NAME_SASL_SSL_SSL_CLIENT_AUTH",
                Some("listener.name.sasl_ssl.ssl.client.auth"),
            ),
            ("quay.io/debezium/connect", "GROUP_ID", Some("group.id")),
            (
                "confluentinc/cp-kafka-connect",
                "CONNECT_PRODUCER_ACKS",
                Some("producer.acks"),
            ),
        ] {
            let key = find(image).and_then(|image| image.key(variable));
            assert_eq!(key.as_deref(), expected, "{image} {variable}");
        }
    }

    #[test]
    fn images_and_versions_are_told_from_others() {
        assert!(find("provectuslabs/kafka-ui").is_none());
        assert!(find("danielqsj/kafka-exporter").is_none());
        assert!(find("notapache/kafka").is_none());
        assert!(find("localhost:5000/apache/kafka").is_some());
        assert_eq!(
            parse("localhost:5000/apache/kafka:3.9.1"),
            ("localhost:5000/apache/kafka", Some("3.9.1"))
        );
        assert_eq!(
            parse("localhost:5000/apache/kafka"),
            ("localhost:5000/apache/kafka", None)
        );
        assert_eq!(version_of_tag("4.0.0-debian-12-r10"), Some("4.0.0"));
        assert_eq!(version_of_tag("7.6.0-1-ubi8"), Some("7.6.0"));
        assert_eq!(version_of_tag("latest"), None);
        assert_eq!(version_of_tag("2.13-2.8.1"), Some("2.8.1"));
    }

    #[test]
    fn unknown_images_are_told_by_variables_that_only_one_program_has() {
        let guess = |repository: &str, names: &[&str]| {
            let image = find_or_guess(repository, names.iter().copied())?;
            Some((image.kind, image.prefix))
        };
        let broker = ["KAFKA_PROCESS_ROLES", "KAFKA_LISTENERS", "KAFKA_TYPO"];
        assert_eq!(
            guess("${IMAGE}", &broker),
            Some((EntityKind::Broker, "KAFKA_"))
        );
        assert_eq!(
            guess("", &["KAFKA_CFG_PROCESS_ROLES", "KAFKA_CFG_NODE_ID"]),
            Some((EntityKind::Broker, "KAFKA_CFG_"))
        );
        assert_eq!(
            guess(
                "own/connect",
                &["CONNECT_GROUP_ID", "CONNECT_BOOTSTRAP_SERVERS"]
            ),
            Some((EntityKind::ConnectDistributed, "CONNECT_"))
        );
        assert_eq!(guess("quay.io/strimzi/kafka", &broker), None);
        assert_eq!(
            guess("docker.redpanda.com/redpandadata/redpanda", &broker),
            None
        );
        assert_eq!(
            guess("some/ui", &["KAFKA_BROKERS", "KAFKA_LISTENERS"]),
            None
        );
        let unknown = find_or_guess("${IMAGE}", broker.into_iter()).unwrap();
        assert_eq!(unknown.key("KAFKA_TYPO"), None);
        assert_eq!(unknown.key("KAFKA_LISTENERS").as_deref(), Some("listeners"));
    }
}
