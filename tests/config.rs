//! kafka-lint.toml as its user meets it: which one counts, who has the last word, and what is said of a broken one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A broker about which one warning, TOP001, and no error is said.
const BROKER: &str = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1.example.com:9093\n\
controller.listener.names=CONTROLLER\nlisteners=SSL://kafka4.example.com:9092\nsecurity.inter.broker.protocol=SSL\n\
listener.security.protocol.map=SSL:SSL,CONTROLLER:SSL\nssl.client.auth=required\n\
ssl.keystore.type=PEM\nssl.keystore.location=/etc/kafka/node.pem\nlog.dirs=/var/lib/kafka/data\n\
default.replication.factor=3\nmin.insync.replicas=2\nauto.create.topics.enable=true\n";
const CONSUMER: &str = "bootstrap.servers=kafka4.example.com:9092\ngroup.id=orders\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(folder)
        .args(args)
        .env_clear()
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program was killed")
}

fn error(output: &Output) -> String {
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = run(folder, &[&["check", "--format", "json"], args].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!("{e}: {}", String::from_utf8_lossy(&output.stderr));
    });
    assert!(report["summary"]["entities"].as_u64().unwrap() > 0);
    report
}

/// Path, code and severity of each finding about files.
fn findings(report: &Value) -> Vec<String> {
    let all = report["diagnostics"].as_array().unwrap().iter();
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    all.map(|d| {
        let parts = [&d["location"]["path"], &d["code"], &d["severity"]];
        parts.map(text).join(" ")
    })
    .collect()
}

/// Name, version, where that comes from, platform and profile of each cluster.
fn clusters(report: &Value) -> Vec<String> {
    let all = report["clusters"].as_array().unwrap().iter();
    let keys = [
        "name",
        "kafka_version",
        "version_source",
        "platform",
        "profile",
    ];
    all.map(|c| keys.map(|k| c[k].as_str().unwrap()).join(" | "))
        .collect()
}

/// Whether each file has the warning TOP001.
fn warned(folder: &Path, args: &[&str]) -> Vec<String> {
    let told = findings(&json(folder, args));
    let warnings = told
        .iter()
        .filter_map(|f| f.strip_suffix(" TOP001 warning"));
    warnings.map(str::to_owned).collect()
}

#[test]
fn the_nearest_file_up_to_the_repository_counts() {
    let tree = folder(&[
        ("kafka-lint.toml", "ignore = [\"TOP001\"]"),
        ("outer/server.properties", BROKER),
        ("repo/.git/HEAD", ""),
        ("repo/server.properties", BROKER),
        ("repo/a/kafka-lint.toml", "ignore = [\"TOP\"]"),
        ("repo/a/server.properties", BROKER),
        ("repo/a/deep/er/server.properties", BROKER),
        ("repo/a/own/kafka-lint.toml", ""),
        ("repo/a/own/server.properties", BROKER),
    ]);
    let here = tree.path();
    let expected = ["repo/a/own/server.properties", "repo/server.properties"];
    assert_eq!(warned(here, &["outer", "repo"]), expected);
    assert_eq!(
        warned(&here.join("repo/a/deep"), &["."]),
        [""; 0],
        "the file of a folder above"
    );
    assert_eq!(
        warned(&here.join("repo/a/deep"), &["../own"]).len(),
        1,
        "the input counts, not the working directory"
    );
    let all = warned(here, &["--no-config", "outer", "repo"]);
    assert_eq!(all.len(), 5, "{all:?}");
    let one = ["--config", "repo/a/kafka-lint.toml", "outer", "repo"];
    assert_eq!(warned(here, &one), [""; 0]);
}

#[test]
fn standard_input_is_governed_by_the_working_directory() {
    let tree = folder(&[("kafka-lint.toml", "ignore = [\"TOP001\"]")]);
    for (args, expected) in [(&["-"][..], 0), (&["-", "--no-config"], 1)] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
            .current_dir(tree.path())
            .args(["check", "--fail-on", "warning"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut input, BROKER.as_bytes()).unwrap();
        drop(input);
        assert_eq!(child.wait().unwrap().code(), Some(expected), "{args:?}");
    }
}

#[test]
fn the_command_line_has_the_last_word() {
    let tree = folder(&[
        (
            "kafka-lint.toml",
            "ignore = [\"TOP001\"]\nfail-on = \"warning\"\nkafka-version = \"3.9\"\nplatform = \"confluent\"\n\
             profile = \"development\"\n[severity]\nTOP001 = \"error\"\n",
        ),
        ("server.properties", BROKER),
    ]);
    let check = |args: &[&str]| code(&run(tree.path(), &[&["check"], args].concat()));
    assert_eq!(check(&[]), 0);
    assert_eq!(check(&["--no-config"]), 0);
    assert_eq!(check(&["--no-config", "--fail-on", "warning"]), 1);
    assert_eq!(
        check(&["--extend-select", "TOP001", "--profile", "production"]),
        1
    );
    assert_eq!(
        check(&[
            "--extend-select",
            "TOP001",
            "--profile",
            "production",
            "--fail-on",
            "never"
        ]),
        0
    );
    let told = |args: &[&str]| clusters(&json(tree.path(), args)).remove(0);
    assert_eq!(
        told(&[]),
        "default | 3.9 | kafka-lint.toml:3 | confluent | development"
    );
    assert_eq!(
        told(&[
            "--kafka-version",
            "4.0",
            "--platform",
            "apache",
            "--profile",
            "production"
        ]),
        "default | 4.0 | given by --kafka-version | apache | production"
    );
    assert_eq!(
        told(&["--kafka-version", "7.8"]),
        "default | 3.8 | given by --kafka-version: Confluent Platform 7.8 is Kafka 3.8 | confluent | development",
        "the platform of the file says how the command line's version is written"
    );
    assert_eq!(
        told(&["--kafka-version", "3.8..4.0"]).split(" | ").nth(1),
        Some("3.8..4.0")
    );
}

#[test]
fn severities_thresholds_and_selections_are_applied() {
    let tree = folder(&[
        (
            "kafka-lint.toml",
            "[severity]\ntopics-created-by-accident = \"error\"\n[params.DUR005]\nminimum = 4\n\
             [[override]]\npaths = [\"old\"]\nignore = [\"DUR\"]\nseverity = { TOP001 = \"info\" }\n\
             [[override]]\npaths = [\"old/b/**\"]\nextend-select = [\"DUR005\"]\nseverity = { TOP001 = \"off\" }\n",
        ),
        ("new/server.properties", BROKER),
        ("old/a/server.properties", BROKER),
        ("old/b/server.properties", BROKER),
    ]);
    let plain = findings(&json(
        tree.path(),
        &["--no-config", "--select", "TOP001,DUR005"],
    ));
    assert_eq!(
        plain,
        [
            "new/server.properties TOP001 warning",
            "old/a/server.properties TOP001 warning",
            "old/b/server.properties TOP001 warning"
        ]
    );
    let mut told = findings(&json(tree.path(), &[]));
    told.retain(|f| f.contains("TOP001") || f.contains("DUR005"));
    assert_eq!(
        told,
        [
            "new/server.properties DUR005 warning",
            "new/server.properties TOP001 error",
            "old/a/server.properties TOP001 info",
            "old/b/server.properties DUR005 warning"
        ]
    );
    let exit = |args: &[&str]| code(&run(tree.path(), &[&["check"], args].concat()));
    assert_eq!(exit(&["old/a"]), 0);
    assert_eq!(exit(&["new"]), 1);
}

#[test]
fn clusters_take_their_files_versions_and_brokers() {
    let other = BROKER.replace("node.id=4", "node.id=5");
    let tree = folder(&[
        (
            "kafka-lint.toml",
            "kafka-version = \"4.0\"\n\n[[cluster]]\nname = \"orders\"\ninclude = [\"prod\"]\nkafka-version = \"3.9\"\n\
             platform = \"msk\"\nbrokers = 2\n\n[[cluster]]\nname = \"toys\"\ninclude = [\"toys\"]\nprofile = \"development\"\n\
             [[override]]\npaths = [\"prod/last\"]\nkafka-version = \"3.8\"\n",
        ),
        ("prod/first/server.properties", BROKER),
        ("prod/last/server.properties", &other),
        ("toys/server.properties", BROKER),
        ("clients/consumer.properties", CONSUMER),
    ]);
    let report = json(tree.path(), &[]);
    assert_eq!(
        clusters(&report),
        [
            "default | 4.0 | kafka-lint.toml:1 | apache | production",
            "orders | 3.9 | kafka-lint.toml:6 | msk | production",
            "toys | 4.0 | kafka-lint.toml:1 | apache | development"
        ]
    );
    let explain = |path: &str| {
        let output = run(tree.path(), &["explain", "--file", path]);
        let text = String::from_utf8(output.stdout).unwrap();
        let head = text.lines().take_while(|l| !l.starts_with("  process"));
        head.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(
        [
            explain("prod/last/server.properties"),
            explain("toys/server.properties"),
        ]
        .join("\n\n")
    );
    // Three copies of each topic, and two brokers to keep them.
    let of = |name: &str| {
        let all = report["diagnostics"].as_array().unwrap().iter();
        all.filter(|d| d["entity"]["cluster"] == name)
            .map(|d| d["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        of("orders").contains(&"TOP001".to_owned()),
        "{:?}",
        of("orders")
    );
    assert!(
        !of("toys").contains(&"TOP001".to_owned()),
        "{:?}",
        of("toys")
    );
}

#[test]
fn a_version_that_the_catalogue_lacks_is_told_of_its_file() {
    let tree = folder(&[
        ("kafka-lint.toml", "kafka-version = \"9.9\"\n"),
        ("server.properties", BROKER),
    ]);
    let told = findings(&json(tree.path(), &[]));
    assert!(told.contains(&"- LNT005 warning".to_owned()), "{told:?}");
}

#[test]
fn fingerprints_are_the_same_wherever_the_run_starts() {
    let tree = folder(&[
        ("a/kafka-lint.toml", ""),
        ("a/conf/server.properties", BROKER),
        ("a/conf/kafka-lint.toml", "fail-on = \"never\""),
    ]);
    let prints = |folder: &str, args: &[&str]| {
        let report = json(&tree.path().join(folder), args);
        let all = report["diagnostics"].as_array().unwrap();
        let prints = all.iter().map(|d| d["fingerprint"].as_str().unwrap());
        prints.map(str::to_owned).collect::<Vec<_>>()
    };
    let expected = prints("a", &[]);
    assert!(!expected.is_empty());
    assert_eq!(prints("", &["a/conf"]), expected);
    assert_eq!(prints("a/conf", &[]), expected);
    assert_eq!(
        prints("", &["--config", "a/kafka-lint.toml"]),
        expected,
        "the folder of the file that is given"
    );
    assert_ne!(prints("a/conf", &["--config", "kafka-lint.toml"]), expected);
}

#[test]
fn a_broken_file_ends_the_run_and_says_what_to_write() {
    let tree = folder(&[
        (
            "kafka-lint.toml",
            "# Our rules.\nignore = [\"DUR01\", \"topics-created-by-accdent\"]\nfail_on = \"warning\"\n\n[severity]\nDUR002 = \"warn\"\n",
        ),
        ("server.properties", BROKER),
        ("b/kafka-lint.toml", "kafka-version = 4.3\n"),
        ("b/server.properties", BROKER),
        ("c/.keep", ""),
        ("c/kafka-lint.toml", "select = [\n\"DUR\"\n\nignore = []\n"),
    ]);
    let output = run(tree.path(), &["check"]);
    assert_eq!(code(&output), 2);
    insta::assert_snapshot!(error(&output));
    let output = run(&tree.path().join("c"), &["check"]);
    assert_eq!(code(&output), 2, "there is nothing to lint, and still");
    insta::assert_snapshot!(error(&output));
    let output = run(tree.path(), &["explain", "--file", "b/server.properties"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("b/kafka-lint.toml:1:17"));
    assert_eq!(code(&run(tree.path(), &["check", "--no-config"])), 0);
    assert_eq!(code(&run(tree.path(), &["rules", "--no-config"])), 0);
}

#[test]
fn a_file_that_is_none_is_told_without_its_secrets() {
    let tree = folder(&[
        (
            "client.properties",
            "bootstrap.servers=a:1\nssl.key.password=planted\nsasl.jaas.config=x required password=\"planted\";\n",
        ),
        (
            "a/kafka-lint.toml",
            "ssl.key.password = \"planted\"\n\"sasl.jaas.config\" = \"planted\"\n",
        ),
        ("server.properties", BROKER),
    ]);
    let secrets = run(tree.path(), &["check", "--config", "client.properties"]);
    assert_eq!(code(&secrets), 2);
    assert!(error(&secrets).contains("client.properties:3:"));
    let keys = run(tree.path(), &["check", "--config", "a/kafka-lint.toml"]);
    assert_eq!(code(&keys), 2);
    assert!(error(&keys).contains("[hidden]"));
    for text in [error(&secrets), error(&keys)] {
        assert!(!text.contains("planted"), "{text}");
    }
    let absent = run(tree.path(), &["check", "--config", "absent.toml"]);
    assert_eq!(code(&absent), 2);
    assert_eq!(
        error(&absent),
        "kafka-lint: absent.toml cannot be read: no such file or directory\n"
    );
    let both = run(tree.path(), &["check", "--config", "a", "--no-config"]);
    assert_eq!(code(&both), 2);
}

#[test]
fn a_hostile_file_is_refused_at_once() {
    let nested = "[".repeat(100_000);
    let in_list = format!("select = {}", "[".repeat(100_000));
    let large = format!("# {}\n", "x".repeat(50 << 20));
    for text in [&nested, &in_list, &large] {
        let tree = folder(&[("kafka-lint.toml", text), ("server.properties", BROKER)]);
        let start = Instant::now();
        let output = run(tree.path(), &["check"]);
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(code(&output), 2);
        assert!(error(&output).len() < 2_000, "{}", error(&output));
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_readable_file_is_told() {
    let tree = folder(&[("server.properties", BROKER)]);
    let path = tree.path().join("kafka-lint.toml");
    std::os::unix::fs::symlink("nowhere", &path).unwrap();
    let output = run(tree.path(), &["check"]);
    assert_eq!(code(&output), 2);
    std::fs::remove_file(&path).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    let output = run(tree.path(), &["check"]);
    assert_eq!(code(&output), 2);
    assert!(error(&output).contains("it is not a regular file"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert_eq!(code(&run(tree.path(), &["check"])), 0, "a folder is none");
}

/// A connector that loses records, in a format without comments.
const CONNECTOR: &str = "{\"name\": \"clicks\", \"config\": {\"connector.class\": \"com.example.Sink\", \
\"topics\": \"clicks\", \"errors.tolerance\": \"all\"}}\n";

#[test]
fn what_has_no_comments_is_suppressed_here() {
    let config = |more: &str| {
        format!(
            "select = [\"CNT006\", \"linter\"]\n[[suppress]]\npaths = [\"connectors/*.json\"]\nrules = [\"records-dropped-silently\"]\n\
reason = \"clicks\"\n{more}"
        )
    };
    let told = |more: &str, args: &[&str]| {
        let config = config(more);
        let folder = folder(&[
            ("kafka-lint.toml", &config),
            ("connectors/a.json", CONNECTOR),
            ("server.properties", BROKER),
        ]);
        let args = [args, &["--today", "2027-01-31"]].concat();
        let report = json(folder.path(), &args);
        let suppressed = &report["summary"]["suppressed"];
        format!("{} {suppressed}", findings(&report).join(" "))
    };
    let shown = "connectors/a.json CNT006 error";
    let table: &[(&str, &[&str], String)] = &[
        ("", &[], format!("{shown} 1")),
        ("until = 2027-01-31\n", &[], format!("{shown} 1")),
        ("until = \"2027-01-31\"\n", &[], format!("{shown} 1")),
        ("key = \"errors.tolerance\"\n", &[], format!("{shown} 1")),
        ("entity = [\"cl*\"]\n", &[], format!("{shown} 1")),
        (
            "until = 2027-01-30\n",
            &[],
            format!("{shown} kafka-lint.toml LNT012 warning 0"),
        ),
        (
            "key = \"topics\"\n",
            &[],
            format!("{shown} kafka-lint.toml LNT011 warning 0"),
        ),
        (
            "entity = [\"orders\"]\n",
            &[],
            format!("{shown} kafka-lint.toml LNT011 warning 0"),
        ),
        ("", &["--no-suppress"], format!("{shown} 0")),
        // Where a part of the files is linted, nothing is known of the others.
        ("key = \"topics\"\n", &["connectors"], format!("{shown} 0")),
        ("", &["server.properties"], " 0".to_owned()),
        ("", &["--ignore", "CNT006"], " 0".to_owned()),
        (
            "[[suppress]]\npaths = [\"gone\"]\nrules = [\"CNT006\"]\nreason = \"x\"\n",
            &[],
            format!("{shown} kafka-lint.toml LNT011 warning 1"),
        ),
        (
            "[[suppress]]\npaths = [\"gone\"]\nrules = [\"LNT001\"]\nreason = \"x\"\n",
            &[],
            format!("{shown} kafka-lint.toml LNT013 warning 1"),
        ),
        // What is found there is judged by what stands there.
        (
            "key = \"topics\"\n[severity]\nLNT011 = \"info\"\n",
            &[],
            format!("{shown} kafka-lint.toml LNT011 info 0"),
        ),
        (
            "key = \"topics\"\n[severity]\nLNT011 = \"off\"\n",
            &[],
            format!("{shown} 0"),
        ),
    ];
    for (more, args, expected) in table {
        assert_eq!(told(more, args), *expected, "{more}{args:?}");
    }
}

#[test]
fn what_suppresses_and_where_is_told() {
    let config = "[[suppress]]\npaths = [\"*.json\"]\nrules = [\"CNT006\"]\nreason = \"clicks, password=hunter2\"\nuntil = 2027-01-31\n\
[[suppress]]\npaths = [\"*.json\"]\nrules = [\"CNT006\", \"TOP001\"]\nreason = \"clicks\"\n";
    let folder = folder(&[
        ("a/kafka-lint.toml", config),
        ("a/a.json", CONNECTOR),
        ("a/server.properties", BROKER),
    ]);
    let report = json(folder.path(), &["a", "--today", "2027-02-01"]);
    let all = report["diagnostics"].as_array().unwrap();
    let of = |code: &str| -> Vec<&Value> { all.iter().filter(|d| d["code"] == code).collect() };
    // The second section holds where the first one is over.
    let suppressed = serde_json::json!({"by": "config", "reason": "clicks", "until": null});
    assert_eq!(of("CNT006")[0]["suppressed"], suppressed);
    assert_eq!(of("TOP001")[0]["suppressed"], Value::Null);
    let place = |d: &Value| {
        let l = &d["location"];
        format!(
            "{}:{}:{}",
            l["path"].as_str().unwrap(),
            l["line"],
            l["column"]
        )
    };
    assert_eq!(place(of("LNT012")[0]), "a/kafka-lint.toml:5:9");
    // TOP001 has nothing to do with a connector.
    assert_eq!(place(of("LNT011")[0]), "a/kafka-lint.toml:8:20");
    assert_ne!(
        of("LNT011")[0]["fingerprint"],
        of("LNT012")[0]["fingerprint"]
    );
    let before = json(folder.path(), &["a", "--today", "2027-01-01"]);
    let by: Vec<&Value> = before["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["suppressed"]["reason"])
        .collect();
    assert!(by.contains(&&Value::from("[hidden]")), "{by:?}");
    for args in [&["check", "a"][..], &["check", "a", "--format", "concise"]] {
        let output = run(folder.path(), args);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            text.contains("kafka-lint.toml")
                && text.contains("1 suppressed")
                && !text.contains("hunter2"),
            "{text}"
        );
    }
}

#[test]
fn a_section_about_suppressions_says_all_that_it_has_to() {
    let config = "[[suppress]]\npaths = [\"a\"]\nrules = [\"DUR01\", \"durability\"]\nreason = \" \"\nuntil = 2027-01-31T10:00:00Z\n\
[[suppress]]\nkey = 1\n";
    let folder = folder(&[("kafka-lint.toml", config), ("server.properties", BROKER)]);
    let output = run(folder.path(), &["check"]);
    assert_eq!(code(&output), 2);
    let error = error(&output);
    for part in [
        "did you mean 'DUR01",
        "'durability' is a category",
        "a suppression needs a reason",
        "`until` is no day",
        "write until = 2027-01-31",
        "this [[suppress]] has no `paths`",
        "this [[suppress]] has no `rules`",
        "this [[suppress]] has no `reason`",
        "`key` takes a text, and this is a number",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
}
