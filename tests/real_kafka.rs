//! `scripts/kafka` starts a real Kafka that clients can use, and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use support::cluster::{Cluster, text};

/// The brokers that a node knows, with their racks, by Kafka's own protocol: Metadata, version 1, without topics.
fn brokers(address: &str) -> Vec<(i32, String)> {
    let mut stream = TcpStream::connect(address).unwrap();
    // API 3, version 1, correlation 7, no client id, no topics.
    let request = [0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, 7, 0xFF, 0xFF, 0, 0, 0, 0];
    stream.write_all(&request).unwrap();
    let mut bytes = |count: usize| {
        let mut bytes = vec![0; count];
        stream.read_exact(&mut bytes).unwrap();
        bytes
    };
    let mut int = |size: usize| {
        bytes(size)
            .iter()
            .fold(0i32, |number, byte| number << 8 | i32::from(*byte))
    };
    let (_size, correlation, count) = (int(4), int(4), int(4));
    assert_eq!(correlation, 7);
    let string = |int: &mut dyn FnMut(usize) -> i32| -> String {
        let length = int(2);
        (0..length)
            .map(|_| char::from(u8::try_from(int(1)).unwrap()))
            .collect()
    };
    (0..count)
        .map(|_| {
            let id = int(4);
            let _host = string(&mut int);
            let _port = int(4);
            (id, string(&mut int))
        })
        .collect()
}

/// Every node knows all brokers, each in a rack of its own.
fn assert_ready(cluster: &Cluster, nodes: i32) {
    let all: Vec<_> = (1..=nodes).map(|id| (id, format!("rack-{id}"))).collect();
    assert_eq!(cluster.addresses().len(), all.len());
    for address in cluster.addresses() {
        let mut known = brokers(address);
        known.sort();
        assert_eq!(known, all, "{address}");
    }
    let file = std::fs::read_to_string(cluster.told("client")).unwrap();
    assert!(file.contains(cluster.told("bootstrap.servers")), "{file}");
    let status = cluster.script("status", &[]);
    assert!(status.status.success());
    assert!(text(&status.stdout).ends_with(cluster.all_told()));
}

#[test]
fn starts_and_stops_the_newest_with_three_nodes() {
    let Some(cluster) = Cluster::start("4.4.0", &[], 3) else {
        return;
    };
    assert_ready(&cluster, 3);
    // A second one in its place would take the first one's data away.
    let again = cluster.script("start", &[]);
    assert!(text(&again.stderr).contains("runs already"));
    cluster.stop();
}

#[test]
fn starts_and_stops_the_last_with_zookeeper() {
    for options in [&["--zookeeper"][..], &[]] {
        let Some(cluster) = Cluster::start("3.9.2", options, 1) else {
            return;
        };
        assert_ready(&cluster, 1);
        cluster.stop();
    }
}

#[test]
fn lets_users_do_what_they_may() {
    let Some(cluster) = Cluster::start("4.3.1", &["--secure"], 1) else {
        return;
    };
    let create = |user: &str| {
        let output = cluster.script(
            "run",
            &[
                "org.apache.kafka.tools.TopicCommand",
                "--bootstrap-server",
                cluster.told("bootstrap.servers"),
                "--command-config",
                cluster.told(user),
                "--create",
                "--topic",
                user,
            ],
        );
        text(&output.stdout) + &text(&output.stderr)
    };
    assert!(create("admin").contains("Created topic admin"));
    assert!(create("alice").contains("Authorization failed"));
    let files = [cluster.told("admin"), cluster.told("alice")];
    let secrets = files.map(|file| mode(Path::new(file)));
    assert_eq!(secrets, [0o600, 0o600]);
    cluster.stop();
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[test]
fn says_what_is_wrong_with_what_it_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let script = |arguments: &[&str]| {
        let output = Command::new(support::root().join("scripts/kafka"))
            .args(arguments)
            .arg("--dir")
            .arg(dir.path())
            .env("JAVA_HOME", dir.path())
            .output()
            .unwrap();
        (output.status.code().unwrap(), text(&output.stderr))
    };
    for (arguments, code, words) in [
        (&["start"][..], 1, "there is no Java"),
        (&["start", "--version", "four"], 2, "no release of Kafka"),
        (&["start", "--nodes", "0"], 2, "1 to 9"),
        (&["start", "--port", "65535"], 2, "no 2 ports"),
        (&["start", "--what"], 2, "no option --what"),
        (&["fly"], 2, "no command fly"),
        (&["run", "--name", "x"], 1, "no cluster"),
    ] {
        let (status, said) = script(arguments);
        assert_eq!(status, code, "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let files = std::fs::read_dir(dir.path()).unwrap();
    assert_eq!(files.count(), 0, "it left files behind");
}
