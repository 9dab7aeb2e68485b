//! Why a cluster cannot be reached, and which key to mend: from librdkafka's words to Kafka's.

use super::answer::Failure;

/// Error codes of librdkafka's own.
pub(super) const TRANSPORT: i32 = -195;
pub(super) const TIMED_OUT: i32 = -185;
const RESOLVE: i32 = -193;
const AUTHENTICATION: i32 = -169;
const SSL: i32 = -181;
/// Any of them: the words alone tell.
const ANY: i32 = 0;

/// What is wrong with a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// What is wrong, in a sentence.
    pub what: String,
    /// What to do.
    pub help: String,
    /// Whether trying again cannot help.
    pub(super) is_final: bool,
}

struct Row {
    code: i32,
    /// A text that librdkafka's words hold; empty for any.
    holds: &'static str,
    what: &'static str,
    help: &'static str,
    is_final: bool,
}

const fn row(
    code: i32,
    holds: &'static str,
    what: &'static str,
    help: &'static str,
    is_final: bool,
) -> Row {
    Row {
        code,
        holds,
        what,
        help,
        is_final,
    }
}

/// The first row that fits says it. The texts are those of `rdkafka_transport.c`, `rdkafka_ssl.c`, `rdkafka_sasl*.c`
/// and `rdkafka_broker.c` of the librdkafka that is linked in.
const ROWS: [Row; 20] = [
    row(
        ANY,
        "not valid in current SASL state",
        "the listener takes no logins",
        "set `security.protocol` without SASL, or name the port of a listener with it",
        true,
    ),
    row(
        ANY,
        "connecting to a PLAINTEXT broker listener",
        "the listener does not speak TLS",
        "set `security.protocol` without SSL, or name the port of a listener with TLS",
        true,
    ),
    row(
        TIMED_OUT,
        "waiting for controller",
        "what answers there is no broker that knows of a controller",
        "name the port of a broker's listener for clients, not that of a controller; if it is one, the cluster has no controller",
        true,
    ),
    row(
        AUTHENTICATION,
        "nsupported SASL mechanism",
        "the listener does not take this mechanism of SASL",
        "set `sasl.mechanism` to one of `sasl.enabled.mechanisms` of the brokers",
        true,
    ),
    row(
        AUTHENTICATION,
        "not enabled",
        "the listener does not take this mechanism of SASL",
        "set `sasl.mechanism` to one of `sasl.enabled.mechanisms` of the brokers",
        true,
    ),
    row(
        AUTHENTICATION,
        "",
        "the brokers refuse the login",
        "check user and password in `sasl.jaas.config`, and that `sasl.mechanism` is the one the user was made for",
        true,
    ),
    row(
        SSL,
        "wrong version number",
        "the listener does not speak TLS",
        "set `security.protocol` without SSL, or name the port of a listener with TLS",
        true,
    ),
    row(
        SSL,
        "mismatch",
        "the broker's certificate is for another host name",
        "name the brokers as their certificate does, or have it issued for this name",
        true,
    ),
    row(
        SSL,
        "certificate verify failed",
        "the broker's certificate is not one that this client trusts",
        "set `ssl.truststore.location` to the certificate of the authority that signed it, and `ssl.truststore.type=PEM`",
        true,
    ),
    row(
        SSL,
        "certificate required",
        "the listener asks for a client certificate",
        "set `ssl.keystore.location` to certificate and key, and `ssl.keystore.type=PEM`",
        true,
    ),
    row(
        SSL,
        "bad certificate",
        "the broker does not accept the client's certificate",
        "set `ssl.keystore.location` to a certificate that the brokers' trust store knows",
        true,
    ),
    row(
        SSL,
        "",
        "no TLS connection comes about",
        "check `security.protocol`, `ssl.truststore.location` and the port",
        true,
    ),
    row(
        RESOLVE,
        "",
        "the host name is not known here",
        "check the name in --bootstrap-server, and that this machine resolves it",
        false,
    ),
    row(
        TRANSPORT,
        "Connection refused",
        "nothing listens there",
        "check host and port, and that the broker runs",
        false,
    ),
    row(
        TRANSPORT,
        "incorrect security.protocol",
        "the listener speaks another protocol",
        "set `security.protocol` as `listener.security.protocol.map` says for that port: SSL, SASL_PLAINTEXT or SASL_SSL",
        true,
    ),
    row(
        TRANSPORT,
        "connecting to a SSL listener",
        "the listener speaks another protocol",
        "set `security.protocol` as `listener.security.protocol.map` says for that port: SSL, SASL_PLAINTEXT or SASL_SSL",
        true,
    ),
    row(
        TRANSPORT,
        "in state APIVERSION_QUERY",
        "the listener speaks another protocol",
        "set `security.protocol` as `listener.security.protocol.map` says for that port: SSL, SASL_PLAINTEXT or SASL_SSL",
        false,
    ),
    row(
        TRANSPORT,
        "timed out",
        "nothing answers there",
        "check host and port, and that no firewall is in between",
        false,
    ),
    row(
        TIMED_OUT,
        "",
        "the cluster does not answer in time",
        "give it longer with --timeout, or check that the brokers are well",
        false,
    ),
    row(
        TRANSPORT,
        "",
        "the connection breaks down",
        "check host, port and `security.protocol`",
        false,
    ),
];

/// What a failure means; `None` where it says nothing of the connection.
pub(super) fn diagnose(failure: &Failure) -> Option<Unreachable> {
    let row = ROWS
        .iter()
        .find(|row| [failure.code, ANY].contains(&row.code) && failure.text.contains(row.holds))?;
    let (who, words) = parts(&failure.text);
    let words = plain(words);
    let mut what = match who {
        Some(who) => format!("{who}: {}", row.what),
        None => row.what.to_owned(),
    };
    if !words.is_empty() {
        what.push_str(&format!(" ({words})"));
    }
    Some(Unreachable {
        what,
        help: row.help.to_owned(),
        is_final: row.is_final,
    })
}

/// The address and the words of `sasl_ssl://localhost:9092/bootstrap: …`.
fn parts(text: &str) -> (Option<&str>, &str) {
    match text.split_once(": ") {
        Some((head, words)) if !head.contains(' ') => {
            let address = head.split_once("://").map_or(head, |(_, address)| address);
            let address = address.split_once('/').map_or(address, |(a, _)| a);
            (Some(address), words)
        }
        _ => (None, text),
    }
}

/// librdkafka's words without the state at the end.
fn plain(words: &str) -> &str {
    let end = words.find(" (after ").unwrap_or(words.len());
    words[..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_failure_means_is_said_with_the_key_to_mend() {
        for (code, text, what, key) in [
            (
                AUTHENTICATION,
                "sasl_ssl://localhost:19595/bootstrap: SASL authentication error: Authentication failed (after 5ms in state AUTH_REQ)",
                "localhost:19595: the brokers refuse the login (SASL authentication error: Authentication failed)",
                "sasl.jaas.config",
            ),
            (
                SSL,
                "ssl://a:1/bootstrap: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified (after 3ms in state SSL_HANDSHAKE)",
                "a:1: the broker's certificate is not one that this client trusts (SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified)",
                "ssl.truststore.location",
            ),
            (
                TRANSPORT,
                "127.0.0.1:9/bootstrap: Connect to ipv4#127.0.0.1:9 failed: Connection refused (after 0ms in state CONNECT)",
                "127.0.0.1:9: nothing listens there (Connect to ipv4#127.0.0.1:9 failed: Connection refused)",
                "port",
            ),
        ] {
            let told = diagnose(&Failure::of(code, Some(text.to_owned()))).unwrap();
            assert_eq!(told.what, what);
            assert!(told.help.contains(key), "{}", told.help);
        }
        assert_eq!(diagnose(&Failure::of(29, None)), None);
    }
}
