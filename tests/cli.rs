//! The program as its user runs it: exit codes, output, files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SOUND: &str = "fixtures/shop/sound";
const MISTAKES: &str = "fixtures/shop/mistakes";

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kafka-lint"));
    command
        .current_dir(folder)
        .args(args)
        .env_clear()
        .env("COLUMNS", "100");
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).stdin(Stdio::null()).output().unwrap()
}

fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = command(folder, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program was killed")
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// A broker that one warning and no error is said about.
const WARNED: &[u8] = b"process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1.example.com:9093\n\
controller.listener.names=CONTROLLER\nlisteners=SSL://kafka4.example.com:9092\nsecurity.inter.broker.protocol=SSL\n\
listener.security.protocol.map=SSL:SSL,CONTROLLER:SSL\nssl.client.auth=required\n\
ssl.keystore.type=PEM\nssl.keystore.location=/etc/kafka/node.pem\nlog.dirs=/var/lib/kafka/data\n\
default.replication.factor=3\nmin.insync.replicas=2\nauto.create.topics.enable=true\n";

#[test]
fn exit_codes() {
    let empty = folder(&[]);
    let foreign = folder(&[("messages.properties", b"a=b\n")]);
    let spring = folder(&[(
        "application.properties",
        b"spring.kafka.bootstrap-servers=a:1\nspring.kafka.producer.acks=all\n",
    )]);
    let ksql = folder(&[(
        "ksql-server.properties",
        b"ksql.service.id=shop\nbootstrap.servers=a:1\n",
    )]);
    let warned = folder(&[("server.properties", WARNED)]);
    let broken = folder(&[
        ("server.properties", b"\xFF\xFEp\0r\0"),
        ("b/server.properties", WARNED),
    ]);
    let wrong = folder(&[
        ("server.properties", b"\xFF\xFEp\0r\0"),
        ("producer.properties", b"bootstrap.servers=a:1\nacks=2\n"),
    ]);
    let escape = folder(&[(
        "producer.properties",
        b"bootstrap.servers=a:1\nclient.id=\\u12\n",
    )]);
    let allowed = |comment: &str| {
        let text = String::from_utf8_lossy(WARNED)
            .replace("auto.create", &format!("# {comment}\nauto.create"));
        folder(&[("server.properties", text.as_bytes())])
    };
    let meant = allowed("kafka-lint: allow(TOP001) until 2027-01-31: so it is meant");
    let wrong_comment = allowed("kafka-lint: allow(TOP001, DUR002): so it is meant");
    let refused = folder(&[(
        "producer.properties",
        b"bootstrap.servers=a:1\n# kafka-lint: allow(KFK003): the client reads it otherwise\nacks=2\n",
    )]);
    let root = support::root();
    let table: &[(&Path, &[&str], i32)] = &[
        (
            meant.path(),
            &["check", "--fail-on", "info", "--today", "2027-01-31"],
            0,
        ),
        (
            meant.path(),
            &[
                "check",
                "--fail-on",
                "info",
                "--today",
                "2027-01-31",
                "--no-suppress",
            ],
            1,
        ),
        (
            meant.path(),
            &["check", "--fail-on", "info", "--today", "2027-02-01"],
            1,
        ),
        (meant.path(), &["check", "--today", "2027-02-30"], 2),
        (wrong_comment.path(), &["check"], 0),
        (wrong_comment.path(), &["check", "--fail-on", "warning"], 1),
        (
            wrong_comment.path(),
            &["check", "--fail-on", "warning", "--ignore", "LNT011"],
            0,
        ),
        (refused.path(), &["check"], 0),
        (refused.path(), &["check", "--no-suppress"], 1),
        (root, &["check", SOUND], 0),
        (root, &["check", MISTAKES], 1),
        (root, &["check", MISTAKES, "--fail-on", "never"], 0),
        (root, &["check", MISTAKES, "--format", "json"], 1),
        (root, &["check", MISTAKES, "--format", "concise"], 1),
        (root, &["check", MISTAKES, "--select", "TXN"], 0),
        (root, &["check", MISTAKES, "--diff"], 1),
        (
            root,
            &[
                "check",
                MISTAKES,
                "--diff",
                "--unsafe",
                "--fail-on",
                "never",
            ],
            0,
        ),
        (warned.path(), &["check"], 0),
        (warned.path(), &["check", "--fail-on", "warning"], 1),
        (
            warned.path(),
            &["check", "--fail-on", "warning", "--ignore", "TOP001"],
            0,
        ),
        (
            warned.path(),
            &["check", "--fail-on", "info", "server.properties", "."],
            1,
        ),
        (empty.path(), &["check"], 3),
        (empty.path(), &["check", "--allow-empty"], 0),
        (foreign.path(), &["check"], 3),
        (foreign.path(), &["check", "messages.properties"], 3),
        (foreign.path(), &["check", "--allow-empty"], 0),
        (spring.path(), &["check", "application.properties"], 0),
        (ksql.path(), &["check", "ksql-server.properties"], 3),
        (
            ksql.path(),
            &["check", "ksql-server.properties", "--as", "client"],
            0,
        ),
        (warned.path(), &["check", "absent.properties"], 3),
        (warned.path(), &["check", ".", "absent.properties"], 3),
        (
            warned.path(),
            &["check", ".", "absent.properties", "--allow-incomplete"],
            0,
        ),
        (
            warned.path(),
            &["check", ".", "absent.properties", "--fail-on", "warning"],
            1,
        ),
        (broken.path(), &["check"], 3),
        (broken.path(), &["check", "--allow-empty"], 3),
        (broken.path(), &["check", "--allow-incomplete"], 0),
        (wrong.path(), &["check"], 1),
        (wrong.path(), &["check", "--allow-incomplete"], 1),
        (escape.path(), &["check"], 1),
        (
            warned.path(),
            &["check", "--output", "json=no/such/folder/x"],
            3,
        ),
        (warned.path(), &["check", "--kafka-version", "9.9"], 0),
        (root, &["check", "--kafka-version", "four"], 2),
        (root, &["check", "--kafka-version", "4.3..3.9"], 2),
        (root, &["check", "--kafka-version", "3.9..4.3", "--fix"], 2),
        (root, &["check", SOUND, "--kafka-version", "3.9..4.3"], 0),
        (root, &["check", MISTAKES, "--kafka-version", "3.9..4.3"], 1),
        (
            root,
            &[
                "check",
                SOUND,
                "--kafka-version",
                "7.9",
                "--platform",
                "confluent",
            ],
            0,
        ),
        (root, &["check", SOUND, "--kafka-version", "3.9.x.kraft"], 2),
        (root, &["check", "--platform", "heroku"], 2),
        (root, &["check", "--select", "DUR999"], 2),
        (root, &["check", "--ignore", "durabilty"], 2),
        (root, &["check", "--profile", "staging"], 2),
        (root, &["check", "--as", "zookeeper"], 2),
        (root, &["check", "--format", "xml"], 2),
        (root, &["check", "--output", "json"], 2),
        (root, &["check", "--unsafe"], 2),
        (root, &["check", "--fix", "--diff"], 2),
        (root, &["check", "--fix", "-"], 2),
        (root, &["check", "--no-such-flag"], 2),
        (root, &[], 2),
        (root, &["--version"], 0),
        (root, &["check", "--help"], 0),
        (root, &["rules"], 0),
        (
            root,
            &["rules", "--format", "json", "--select", "security"],
            0,
        ),
        (root, &["explain", "DUR002"], 0),
        (root, &["explain", "acks"], 0),
        (root, &["explain", "producer.override.acks"], 0),
        (root, &["explain", "queue.buffering.max.ms"], 0),
        (root, &["explain", "min.insync.replica"], 2),
        (
            root,
            &[
                "explain",
                "--file",
                "fixtures/shop/sound/broker-1.properties",
            ],
            0,
        ),
        (root, &["explain", "--file", "README.md"], 3),
    ];
    let mut wrong = Vec::new();
    for (folder, args, expected) in table {
        let output = run(folder, args);
        if code(&output) != *expected {
            wrong.push(format!(
                "{args:?}: {} instead of {expected}\n{}",
                code(&output),
                text(&output.stderr)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn usage_errors_say_what_to_do() {
    for (args, words) in [
        (
            &["check", "--ignore", "durabilty"][..],
            "did you mean 'durability'?",
        ),
        (
            &["check", "--kafka-version", "v4"],
            "write a minor such as 4.3",
        ),
        (
            &["explain", "min.insync.replica"],
            "did you mean 'min.insync.replicas'?",
        ),
        (&["check", "--unsafe"], "--unsafe goes with --fix"),
        (
            &["check", "--output", "xml=a"],
            "the formats are human, concise, json",
        ),
    ] {
        let stderr = text(&run(support::root(), args).stderr);
        assert!(stderr.contains(words), "{args:?}: {stderr}");
    }
}

#[test]
fn bad_input_is_said_and_the_rest_is_linted() {
    let many: Vec<u8> = (0..1_000_000)
        .flat_map(|i| format!("key.{i}=v\n").into_bytes())
        .collect();
    let mut long = b"bootstrap.servers=a:1\nacks=1\nclient.id=".to_vec();
    long.extend(std::iter::repeat_n(b'x', 10 << 20));
    let folder = folder(&[
        (
            "good/producer.properties",
            b"bootstrap.servers=a:1\nacks=1\n",
        ),
        (
            "latin/producer.properties",
            b"bootstrap.servers=a:1\nacks=1\nclient.id=caf\xE9\n",
        ),
        (
            "nul/producer.properties",
            b"bootstrap.servers=a:1\nacks=1\nclient.id=a\0b\n",
        ),
        ("long/producer.properties", &long),
        ("many/server.properties", &many),
        ("utf16/server.properties", b"\xFE\xFF\0p\0r"),
        ("empty/server.properties", b""),
    ]);
    let path = folder.path();
    std::os::unix::fs::symlink("loop.properties", path.join("loop.properties")).unwrap();
    std::os::unix::fs::symlink("../..", path.join("good/up")).unwrap();
    std::os::unix::fs::symlink("server.properties", path.join("good/server.properties")).unwrap();
    let args = [
        "check",
        ".",
        "absent.properties",
        "--format",
        "concise",
        "--threads",
        "2",
    ];
    let started = std::time::Instant::now();
    // The cap on memory is the shell's, so that a run that grows without end fails here and not the machine.
    let limited = format!(
        "ulimit -v 3000000; exec {} {}",
        env!("CARGO_BIN_EXE_kafka-lint"),
        args.join(" ")
    );
    let output = Command::new("sh")
        .args(["-c", &limited])
        .current_dir(path)
        .env_clear()
        .output()
        .unwrap();
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    let stdout = text(&output.stdout);
    let lines: Vec<&str> = stdout.lines().collect();
    let says = |file: &str, word: &str| {
        lines
            .iter()
            .any(|l| l.starts_with(file) && l.contains(word))
    };
    for file in ["good", "latin", "nul", "long"] {
        assert!(
            says(&format!("{file}/producer.properties:2:6"), "DUR007"),
            "{file}\n{stdout}"
        );
    }
    assert!(
        says("absent.properties", "LNT001") && stdout.contains("no such file"),
        "{stdout}"
    );
    assert!(says("good/server.properties", "LNT001"), "{stdout}");
    assert!(says("utf16/server.properties", "LNT002"), "{stdout}");
    assert!(
        lines.iter().all(|l| l.len() < 2_000),
        "a line of the input got through whole"
    );
    assert!(
        !stdout.contains("loop.properties"),
        "a link that goes nowhere and is not named like Kafka's"
    );
    assert_eq!(code(&output), 3, "{stdout}");
}

#[test]
fn standard_input_is_read() {
    let output = run_with(
        support::root(),
        &["check", "-", "--as", "producer", "--format", "concise"],
        b"acks=2\n",
    );
    assert_eq!(code(&output), 1);
    assert!(
        text(&output.stdout).starts_with("<stdin>:1:6: error KFK003"),
        "{}",
        text(&output.stdout)
    );
    let by_content = run_with(
        support::root(),
        &["check", "-", "--format", "concise"],
        b"process.roles=broker\nnode.id=x\n",
    );
    assert!(text(&by_content.stdout).contains("<stdin>:2:9: error KFK001"));
}

#[test]
fn one_two_and_eight_threads_say_the_same() {
    let mut files = Vec::new();
    for i in 0..60 {
        let text = format!(
            "bootstrap.servers=a:1\nacks=1\nlinger.ms={}\nretires={i}\n",
            if i % 3 == 0 { "x" } else { "1" }
        );
        files.push((
            format!("{}/{i}/producer.properties", i % 7),
            text.into_bytes(),
        ));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(p, b)| (p.as_str(), b.as_slice()))
        .collect();
    let folder = folder(&files);
    for format in ["human", "concise", "json"] {
        let one = run(
            folder.path(),
            &["check", ".", "--format", format, "--threads", "1"],
        )
        .stdout;
        for threads in ["2", "8"] {
            let other = run(
                folder.path(),
                &["check", ".", "--format", format, "--threads", threads],
            )
            .stdout;
            // The command is repeated in the summary; only the number in it may differ.
            let plain =
                |bytes: &[u8]| text(bytes).replace(&format!("--threads {threads}"), "--threads 1");
            assert_eq!(plain(&one), plain(&other), "{format}");
        }
        assert!(one.len() > 1_000);
    }
    let forward = run(folder.path(), &["check", "1", "2", "3", "--format", "json"]).stdout;
    let backward = run(
        folder.path(),
        &["check", "3", "1", "2", "1/1", "--format", "json"],
    )
    .stdout;
    assert_eq!(text(&forward), text(&backward));
}

#[test]
fn json_of_real_runs_fits_the_schema() {
    let schema =
        std::fs::read_to_string(support::root().join("docs/kafka-lint-json-v1.schema.json"))
            .unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let empty = folder(&[]);
    let root = support::root();
    for (folder, args) in [
        (root, &["check", MISTAKES, "--format", "json"][..]),
        (
            root,
            &[
                "check",
                MISTAKES,
                "--format",
                "json",
                "--with-fixes",
                "--unsafe",
                "--verbose",
            ],
        ),
        (
            root,
            &[
                "check",
                "fixtures",
                "--format",
                "json",
                "--verbose",
                "--min-confidence",
                "context",
            ],
        ),
        (root, &["check", "absent", "--format", "json"]),
        (
            root,
            &[
                "audit",
                "--snapshot",
                "fixtures/cluster/mistakes.json",
                "--format",
                "json",
            ],
        ),
        (
            root,
            &["check", SOUND, "--format", "json", "--kafka-version", "2.0"],
        ),
        (empty.path(), &["check", "--format", "json"]),
    ] {
        let document: serde_json::Value =
            serde_json::from_slice(&run(folder, args).stdout).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&document)
            .map(|e| format!("{} {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{args:?}: {errors:#?}");
        assert_eq!(document["version"], 1);
    }
}

/// What was read of a cluster before is judged without one.
#[test]
fn a_snapshot_is_judged_and_held_against_an_older_one() {
    let root = support::root();
    let audit = |arguments: &[&str]| {
        let mut all = vec!["audit", "--no-config", "--format", "json"];
        all.extend(arguments);
        let output = run(root, &all);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (report, output.status.code())
    };
    let (sound, mistakes) = (
        "fixtures/cluster/sound.json",
        "fixtures/cluster/mistakes.json",
    );
    let (report, exit) = audit(&["--snapshot", sound]);
    assert_eq!(exit, Some(0));
    assert_eq!(report["inputs"][0]["kind"], "snapshot");
    assert_eq!(report["summary"]["entities"], 7);
    let (report, exit) = audit(&["--snapshot", mistakes]);
    assert_eq!(exit, Some(1));
    let first = &report["diagnostics"][0];
    assert_eq!(first["live"]["resource"], "broker 1");
    assert_eq!(first["live"]["source"], "dynamic-broker");
    assert_eq!(first["location"]["path"], mistakes);
    let all = report["diagnostics"].as_array().unwrap().len();
    // The fingerprints are the cluster's, not the file's.
    let (report, _) = audit(&["--snapshot", mistakes, "--since", sound]);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), all);
    let (report, exit) = audit(&["--snapshot", mistakes, "--since", mistakes]);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 0);
    assert_eq!(exit, Some(0));
    // Both are judged by the same terms: what they leave out is not gone.
    let terms = folder(&[("kafka-lint.toml", b"ignore = [\"LIV005\"]\n")]);
    let terms = terms.path().join("kafka-lint.toml");
    let gone = |more: &[&str]| {
        let all = ["audit", "--snapshot", sound, "--since", mistakes];
        let output = run(root, &[&all[..], more].concat());
        text(&output.stdout).contains("LIV005")
    };
    assert!(gone(&["--no-config"]));
    assert!(!gone(&["--config", terms.to_str().unwrap()]));
    // That it is away on purpose is no finding.
    let (report, _) = audit(&["--snapshot", mistakes, "--expect-down", "3"]);
    assert_eq!(report["summary"]["suppressed"], 1);
    for (arguments, code) in [
        (&["audit", "--snapshot", "README.md"][..], 3),
        (&["audit", "--snapshot", "absent.json"], 3),
        (&["audit", "--since", sound], 2),
        (&["audit", "--cluster", "prod", "--no-config"], 2),
        (&["audit", "--permissions"], 0),
    ] {
        let output = run(root, arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn no_secret_is_ever_shown() {
    let root = support::root();
    let secrets = ["not-so-secret", "open-sesame"];
    let file = "fixtures/shop/mistakes/server.properties";
    for args in [
        &["check", MISTAKES][..],
        &[
            "check",
            MISTAKES,
            "--verbose",
            "--min-confidence",
            "context",
        ],
        &["check", MISTAKES, "--format", "concise"],
        &[
            "check",
            MISTAKES,
            "--format",
            "json",
            "--with-fixes",
            "--unsafe",
            "--verbose",
        ],
        &["check", MISTAKES, "--diff", "--unsafe"],
        &["explain", "--file", file],
        &[
            "explain",
            "--file",
            "fixtures/shop/mistakes/orders-producer.properties",
        ],
    ] {
        let output = run(root, args);
        let all = text(&output.stdout) + &text(&output.stderr);
        for secret in secrets {
            assert!(!all.contains(secret), "{args:?} shows {secret}");
        }
        assert!(!all.is_empty());
    }
    // A secret may stand in a misspelt key, a comment, a URL, and on a line that is pointed at.
    let folder = folder(&[(
        "producer.properties",
        b"bootstrap.servers=a:1\n#ssl.key.password=hunter1\nssl.keystore.pasword=hunter2\nacks=hunter3 \nproxy=http://u:hunter4@h\nssl.key.password=hunter5\nssl.key.password=\\\n  hunter6\n",
    )]);
    for format in ["human", "concise", "json"] {
        let all = text(
            &run(
                folder.path(),
                &[
                    "check",
                    "--format",
                    format,
                    "--verbose",
                    "--min-confidence",
                    "context",
                    "--with-fixes",
                    "--unsafe",
                ],
            )
            .stdout,
        );
        for number in [1, 2, 4, 5, 6] {
            assert!(
                !all.contains(&format!("hunter{number}")),
                "{format} shows hunter{number}\n{all}"
            );
        }
        assert!(all.contains("hunter3"), "what is no secret is shown\n{all}");
    }
}

#[test]
fn fixes_are_written_and_nothing_else_is() {
    let before = b"# top\r\nbootstrap.servers = a:1\r\nacks = 1\r\nenable.idempotence = false\r\nretires = 3\r\nlinger.ms = 5\r\nlinger.ms = 7";
    let folder = folder(&[("producer.properties", before), ("other.txt", b"x")]);
    let file = folder.path().join("producer.properties");
    let diff = run(folder.path(), &["check", "--diff", "--unsafe"]);
    assert_eq!(std::fs::read(&file).unwrap(), before, "--diff wrote");
    let diff = text(&diff.stdout);
    assert!(
        diff.contains("-retires = 3") && diff.contains("+retries = 3"),
        "{diff}"
    );
    let safe = run(folder.path(), &["check", "--fix"]);
    let after = text(&std::fs::read(&file).unwrap());
    assert_eq!(
        after,
        "# top\r\nbootstrap.servers = a:1\r\nacks = 1\r\nenable.idempotence = false\r\nretires = 3\r\nlinger.ms = 7"
    );
    assert!(
        text(&safe.stderr).contains("applied 1 fix in 1 file"),
        "{}",
        text(&safe.stderr)
    );
    run(folder.path(), &["check", "--fix", "--unsafe"]);
    let after = text(&std::fs::read(&file).unwrap());
    assert!(
        after.contains("acks = all\r\n") && after.contains("retries = 3\r\n"),
        "{after}"
    );
    let again = run(folder.path(), &["check", "--fix", "--unsafe"]);
    assert!(
        text(&again.stderr).contains("applied 0 fixes"),
        "{}",
        text(&again.stderr)
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "a temporary file was left"
    );
}

#[test]
fn a_file_that_cannot_be_fixed_is_said_and_left() {
    let folder = folder(&[(
        "producer.properties",
        b"bootstrap.servers=a:1\nlinger.ms=5\nlinger.ms=7\n",
    )]);
    let file = folder.path().join("producer.properties");
    let mut permissions = file.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let output = run(folder.path(), &["check", "--fix"]);
    assert_eq!(code(&output), 3);
    assert!(
        text(&output.stderr).contains("is not fixed: the file is read-only"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn the_development_profile_is_said_and_can_be_overruled() {
    let sample = b"process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@localhost:9093\ncontroller.listener.names=CONTROLLER\n\
listeners=PLAINTEXT://:9092,CONTROLLER://:9093\nadvertised.listeners=PLAINTEXT://localhost:9092\noffsets.topic.replication.factor=1\n";
    let folder = folder(&[("server.properties", sample)]);
    let judged = run(folder.path(), &["check"]);
    assert_eq!(code(&judged), 0, "{}", text(&judged.stdout));
    let all = text(&judged.stdout) + &text(&judged.stderr);
    assert!(
        all.contains("looks like a development set-up") && all.contains("--profile production"),
        "{all}"
    );
    let strict = run(
        folder.path(),
        &["check", "--profile", "production", "--format", "concise"],
    );
    assert_eq!(code(&strict), 1);
    assert!(text(&strict.stdout).contains("DUR001"));
}

/// `scripts/picture` draws it; this holds it to what the program says now.
#[test]
fn the_picture_of_the_readme_is_the_real_output() {
    let drawn = std::fs::read_to_string(support::root().join("docs/output.svg")).unwrap();
    let markup = regex::Regex::new("<[^>]*>").unwrap();
    let lines: Vec<String> = drawn
        .lines()
        .filter(|line| line.starts_with("<text"))
        .map(|line| {
            let text = markup.replace_all(line, "");
            text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
        .collect();
    let command = lines[0].strip_prefix("$ kafka-lint ").unwrap();
    let args: Vec<&str> = command.split(' ').collect();
    let output = run(support::root(), &args);
    let real = text(&output.stdout);
    assert!(real.lines().count() > 20);
    assert_eq!(
        lines[2..].join("\n"),
        real.trim_end(),
        "run scripts/picture > docs/output.svg"
    );
}

/// A program that brings a Connect worker along takes the addresses from another file; a whole worker does not.
#[test]
fn a_part_of_a_workers_file_misses_nothing() {
    let topics = "offset.storage.topic=o\nconfig.storage.topic=c\nstatus.storage.topic=s\n";
    let part = folder(&[("replication.properties", topics.as_bytes())]);
    let whole = format!("{topics}key.converter=x.Y\nvalue.converter=x.Y\ngroup.id=g\n");
    let whole = folder(&[("replication.properties", whole.as_bytes())]);
    let count = |folder: &TempDir| {
        let output = run(
            folder.path(),
            &["check", "--format", "concise", "--select", "KFK"],
        );
        assert!(
            text(&output.stdout).contains("1 file"),
            "{}",
            text(&output.stdout)
        );
        text(&output.stdout).matches("KFK021").count()
    };
    assert_eq!((count(&part), count(&whole)), (0, 1));
}

#[test]
fn a_checklist_tells_the_state_of_every_rule() {
    let tree = tempfile::tempdir().unwrap();
    let json = tree.path().join("report.json");
    let json = json.to_str().unwrap();
    let output = run(
        support::root(),
        &[
            "check",
            "fixtures/shop",
            "--format",
            "checklist",
            "--output",
            &format!("json={json}"),
        ],
    );
    let shown = text(&output.stdout);
    for line in [
        "  fail           DUR006 unclean-leader-election",
        "  pass           STO002 log-cleaner-disabled",
        "  not applicable CNT011 positions-on-temporary-filesystem",
    ] {
        assert!(shown.contains(line), "{line} in\n{shown}");
    }
    assert!(!shown.contains("open-sesame") && !shown.contains("not-so-secret"));
    let document: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    let items = document["checklist"].as_array().unwrap();
    let state = |code: &str| {
        let item = items.iter().find(|item| item["code"] == code).unwrap();
        (
            item["state"].as_str().unwrap().to_owned(),
            item["failed"].as_u64().unwrap(),
        )
    };
    assert_eq!(state("DUR006"), ("fail".to_owned(), 1));
    assert_eq!(state("STO002"), ("pass".to_owned(), 0));
    let failed: u64 = items
        .iter()
        .map(|item| item["failed"].as_u64().unwrap())
        .sum();
    assert_eq!(
        failed,
        document["diagnostics"].as_array().unwrap().len() as u64
    );
}

#[test]
fn shells_and_manuals_know_the_command_line() {
    let root = support::root();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(root, &["completions", shell]);
        assert_eq!(code(&output), 0);
        assert!(text(&output.stdout).contains("kafka-version"), "{shell}");
    }
    // Whoever looks for exit codes finds them where a command is explained.
    for page in [&["check", "--help"][..], &["man", "check"], &["man"]] {
        let output = run(root, page);
        assert_eq!(code(&output), 0, "{page:?}");
        assert!(
            text(&output.stdout).contains("Exit code: 0 nothing"),
            "{page:?}"
        );
    }
    let output = run(root, &["man", "lint"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("the commands are check, audit"));
}

#[test]
fn init_writes_a_configuration_that_changes_nothing() {
    let folder = folder(&[
        ("compose.yaml", include_bytes!("../fixtures/compose/mistakes/compose.yaml")),
        ("orders.tf", b"resource \"kafka_topic\" \"a\" {\n  name = \"orders\"\n  partitions = 6\n  replication_factor = 3\n}\n"),
    ]);
    let here = folder.path();
    let found = || {
        let output = run(here, &["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["diagnostics"].clone()
    };
    let before = found();
    assert!(!before.as_array().unwrap().is_empty());
    let printed = text(&run(here, &["init", "--stdout"]).stdout);
    assert!(!here.join("kafka-lint.toml").exists());
    assert_eq!(code(&run(here, &["init"])), 0);
    let written = std::fs::read_to_string(here.join("kafka-lint.toml")).unwrap();
    assert_eq!(written, printed);
    for part in [
        "[[cluster]]",
        "purpose = \"order-processing\"",
        "baseline =",
    ] {
        assert!(written.contains(part), "{written}");
    }
    assert_eq!(found(), before);
    // Each line that is a comment may be taken for a setting.
    let decided: Vec<&str> = written
        .lines()
        .map(|line| {
            match line
                .strip_prefix("# ")
                .filter(|l| l.starts_with('[') || l.contains(" = "))
            {
                Some(setting) => setting,
                None => line,
            }
        })
        .filter(|line| !line.starts_with("baseline"))
        .collect();
    std::fs::write(here.join("kafka-lint.toml"), decided.join("\n")).unwrap();
    let output = run(here, &["check"]);
    assert_ne!(
        code(&output),
        2,
        "{}{}",
        decided.join("\n"),
        text(&output.stderr)
    );
    // What is there is nobody's to overwrite.
    let output = run(here, &["init"]);
    assert!(code(&output) == 2 && text(&output.stderr).contains("--stdout"));
}
