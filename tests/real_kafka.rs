//! `scripts/kafka` starts a real Kafka that clients can use, and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU16, Ordering};

/// A cluster in a folder of its own; gone when it goes out of scope, whatever happened.
struct Cluster {
    dir: PathBuf,
    told: String,
}

impl Cluster {
    /// Starts one, or says loudly why not.
    fn start(version: &str, options: &[&str], nodes: u16) -> Option<Cluster> {
        if Command::new("java").arg("-version").output().is_err() {
            support::skip("starting Kafka", "there is no java");
            return None;
        }
        let dir = tempfile::tempdir().unwrap().keep();
        let mut cluster = Cluster {
            dir,
            told: String::new(),
        };
        let port = free_ports(2 * nodes).to_string();
        let nodes = nodes.to_string();
        let mut arguments = vec!["--version", version, "--nodes", &nodes, "--port", &port];
        arguments.extend(options);
        let output = cluster.script("start", &arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        cluster.told = text(&output.stdout);
        Some(cluster)
    }

    fn script(&self, command: &str, arguments: &[&str]) -> Output {
        Command::new(support::root().join("scripts/kafka"))
            .arg(command)
            .arg("--dir")
            .arg(&self.dir)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What `start` said of something.
    fn told(&self, name: &str) -> &str {
        self.told
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_else(|| panic!("no {name} in {}", self.told))
    }

    fn addresses(&self) -> Vec<&str> {
        self.told("bootstrap.servers").split(',').collect()
    }

    /// Stops it and looks for what may have stayed.
    fn stop(self) {
        let stopped = self.script("stop", &[]);
        assert!(stopped.status.success(), "{}", text(&stopped.stderr));
        assert!(!self.dir.exists(), "the folder is still there");
        for address in self.addresses() {
            assert!(TcpStream::connect(address).is_err(), "{address} is open");
        }
        // Again is no error.
        assert!(self.script("stop", &[]).status.success());
        assert_eq!(self.script("status", &[]).status.code(), Some(3));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.script("stop", &[]);
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first of so many ports in a row that nobody listens at, and that no other test is given.
fn free_ports(count: u16) -> u16 {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    let mut random = support::Random(u64::from(std::process::id()));
    let start = u16::try_from(random.below(600)).unwrap();
    (0..600)
        .map(|_| 20_000 + 20 * ((start + GIVEN.fetch_add(1, Ordering::Relaxed)) % 600))
        .find(|first| (0..count).all(|i| TcpListener::bind(("127.0.0.1", first + i)).is_ok()))
        .expect("a row of free ports")
}

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
    assert!(text(&status.stdout).ends_with(&cluster.told));
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
