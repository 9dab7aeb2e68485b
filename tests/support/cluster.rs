//! A real Kafka for one test, by `scripts/kafka`.

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU16, Ordering};

/// A cluster in a folder of its own; gone when it goes out of scope, whatever happened.
pub struct Cluster {
    dir: PathBuf,
    told: String,
}

impl Cluster {
    /// Starts one, or says loudly why not.
    pub fn start(version: &str, options: &[&str], nodes: u16) -> Option<Cluster> {
        if Command::new("java").arg("-version").output().is_err() {
            super::skip("starting Kafka", "there is no java");
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

    pub fn script(&self, command: &str, arguments: &[&str]) -> Output {
        Command::new(super::root().join("scripts/kafka"))
            .arg(command)
            .arg("--dir")
            .arg(&self.dir)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// The options by which the script finds it.
    pub fn place(&self) -> [String; 2] {
        ["--dir".to_owned(), self.dir.to_str().unwrap().to_owned()]
    }

    /// Ends a node as a machine that goes does.
    pub fn kill(&self, node: u16) {
        let pid = self.dir.join(format!("node-{node}/pid"));
        let pid = std::fs::read_to_string(pid).unwrap();
        let status = Command::new("kill").args(["-9", pid.trim()]).status();
        assert!(status.unwrap().success());
    }

    /// All that `start` said.
    pub fn all_told(&self) -> &str {
        &self.told
    }

    /// What `start` said of something.
    pub fn told(&self, name: &str) -> &str {
        self.told
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .unwrap_or_else(|| panic!("no {name} in {}", self.told))
    }

    pub fn addresses(&self) -> Vec<&str> {
        self.told("bootstrap.servers").split(',').collect()
    }

    /// Stops it and looks for what may have stayed.
    pub fn stop(self) {
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

/// What a program wrote.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first of so many ports in a row that nobody listens at, and that no other test is given.
fn free_ports(count: u16) -> u16 {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    let mut random = super::Random(u64::from(std::process::id()));
    let start = u16::try_from(random.below(600)).unwrap();
    (0..600)
        .map(|_| 20_000 + 20 * ((start + GIVEN.fetch_add(1, Ordering::Relaxed)) % 600))
        .find(|first| (0..count).all(|i| TcpListener::bind(("127.0.0.1", first + i)).is_ok()))
        .expect("a row of free ports")
}
