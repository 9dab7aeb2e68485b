//! Suppressions: which comment holds for what in each syntax, and what is said of those that are of no use.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use kafka_lint::diagnostic::{Diagnostic, Report};
use kafka_lint::pipeline;
use kafka_lint::project::{Date, Layer, Profile, Project, ReadAs, Selection, VersionRange};
use kafka_lint::source::{MemorySources, Place};
use kafka_lint::triage::suppress;
use support::Random;

/// The rules that the tables below are about, and those about suppressions.
fn project(select: &[&str]) -> Project {
    let words = select.iter().chain(&suppress::CODES);
    Project {
        given: Layer {
            profile: Some(Profile::Production.into()),
            selection: Selection {
                select: words.map(|word| (*word).to_owned()).collect(),
                ..Selection::default()
            },
            ..Layer::default()
        },
        today: Date::parse("2026-06-15"),
        ..Project::default()
    }
}

fn report(files: &[(&str, &str)], project: &Project) -> Report {
    let mut sources = MemorySources::default();
    for (path, text) in files {
        sources.add(*path, text.as_bytes());
    }
    pipeline::lint(&sources, project)
}

fn code(report: &Report, diagnostic: &Diagnostic) -> &'static str {
    report.descriptor(diagnostic.rule).code
}

fn line(report: &Report, place: Place) -> u32 {
    report
        .source(place)
        .unwrap()
        .position(place.span.start)
        .line
}

/// `CODE line`, or `(CODE line)` where it is suppressed.
fn told(report: &Report) -> Vec<String> {
    let all = report.diagnostics.iter();
    all.map(|d| {
        let shown = format!("{} {}", code(report, d), line(report, d.place.unwrap()));
        match d.suppressed {
            Some(_) => format!("({shown})"),
            None => shown,
        }
    })
    .collect()
}

/// Asserts what a file comes to. `@` stands for `kafka-lint: allow`, `R` for the reason.
fn holds(path: &str, select: &[&str], text: &str, expected: &[&str]) {
    let text = text
        .replace('@', "kafka-lint: allow")
        .replace(": R", ": so it is meant");
    let report = report(&[(path, &text)], &project(select));
    assert!(
        report.summary.entities > 0,
        "{path}: nothing was read\n{text}"
    );
    assert_eq!(told(&report), expected, "{path}\n{text}");
    // Without the comments the same is found, and nothing is suppressed.
    let bare = Project {
        no_suppress: true,
        ..project(select)
    };
    let all = self::report(&[(path, &text)], &bare);
    let expected: Vec<String> = expected
        .iter()
        .filter(|told| !told.starts_with("LNT"))
        .map(|told| told.trim_matches(['(', ')']).to_owned())
        .collect();
    assert_eq!(self::told(&all), expected, "{path}\n{text}");
    assert_eq!(all.summary.suppressed, 0);
}

const TOP: &[&str] = &["TOP001"];

/// A broker as a property file, without the setting that TOP001 is about: it is 8 lines long.
const BROKER: &str = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1.example.com:9093\n\
controller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://kafka4.example.com:9092\nlog.dirs=/var/lib/kafka/data\n\
default.replication.factor=3\nmin.insync.replicas=2\n";
const AUTO: &str = "auto.create.topics.enable=true\n";

#[test]
fn property_files() {
    let table: &[(&str, &[&str])] = &[
        ("# @(TOP001): R\nAUTO", &["(TOP001 10)"]),
        ("! @(topics-created-by-accident): R\nAUTO", &["(TOP001 10)"]),
        (
            "  #@( top001 , ) until 2026-06-15:R\nAUTO",
            &["(TOP001 10)"],
        ),
        // Other comments, and blank lines, may stand between.
        ("# @(TOP001): R\n\n# more\nAUTO", &["(TOP001 12)"]),
        ("# @(TOP001): R\n# @(DUR005): R\nAUTO", &["(TOP001 11)"]),
        // For the next setting alone.
        (
            "# @(TOP001): R\nnum.partitions=6\nAUTO",
            &["LNT011 9", "TOP001 11"],
        ),
        // What follows a value belongs to it, and is no truth value.
        (
            "num.partitions=6\nauto.create.topics.enable=true # @(TOP001): R\n",
            &[],
        ),
        ("AUTO# @(TOP001): R\n", &["TOP001 9", "LNT011 10"]),
        // A continued line is no comment.
        ("log.dir=/a,\\\n# @(TOP001): R\nAUTO", &["TOP001 11"]),
        (
            "# @-file(TOP001): R\nnum.partitions=6\nAUTO",
            &["(TOP001 11)"],
        ),
        ("AUTO# @-file(TOP001): R\n", &["(TOP001 9)"]),
        ("# @-file(TOP001): R\nAUTOAUTO", &["(TOP001 11)"]),
        // Nothing is set, so the finding stands at the start of the file.
        (
            "# @(TOP001): R\nnum.partitions=6\n",
            &["TOP001 1", "LNT011 9"],
        ),
        ("# @-file(TOP001): R\nnum.partitions=6\n", &["(TOP001 1)"]),
        // Two that hold are both of use.
        (
            "# @-file(TOP001): R\n# @(TOP001): R\nAUTO",
            &["(TOP001 11)"],
        ),
        ("# kafka-lint is great\nAUTO", &["TOP001 10"]),
    ];
    for (text, expected) in table {
        let text = format!("{BROKER}{}", text.replace("AUTO", AUTO));
        holds("server.properties", TOP, &text, expected);
        holds(
            "server.properties",
            TOP,
            &text.replace('\n', "\r\n"),
            expected,
        );
        holds(
            "server.properties",
            TOP,
            &text.replace('\n', "\r"),
            expected,
        );
        holds(
            "server.properties",
            TOP,
            &format!("\u{feff}{text}"),
            expected,
        );
    }
}

#[test]
fn yaml() {
    let services = |kafka: &str, environment: &str, setting: &str, end: &str| {
        format!(
            "services:\n{kafka}  kafka:\n    image: apache/kafka:4.0.0\n{environment}      KAFKA_NODE_ID: 4\n      \
KAFKA_PROCESS_ROLES: broker\n{setting}      KAFKA_LOG_DIRS: /data\n{end}"
        )
    };
    let block = "    environment:\n";
    let auto = "      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'true'";
    let plain = &format!("{auto}\n");
    let own = &format!("      # @(TOP001): R\n{auto}\n");
    let trailing = &format!("{auto} # @(TOP001): R\n");
    let elsewhere = &format!("{auto}\n      # @(TOP001): R\n");
    let table: &[(String, &[&str])] = &[
        (services("", block, own, ""), &["(TOP001 8)"]),
        (services("", block, trailing, ""), &["(TOP001 7)"]),
        (
            services("", block, elsewhere, ""),
            &["TOP001 7", "LNT011 8"],
        ),
        (
            services("", "    # @(TOP001): R\n    environment:\n", plain, ""),
            &["(TOP001 8)"],
        ),
        (
            services("", "    environment: # @(TOP001): R\n", plain, ""),
            &["(TOP001 7)"],
        ),
        (
            services("  # @(TOP001): R\n", block, plain, ""),
            &["(TOP001 8)"],
        ),
        (
            services("# @-file(TOP001): R\n", block, plain, ""),
            &["(TOP001 8)"],
        ),
        (
            services("", block, plain, "# @-file(TOP001): R\n"),
            &["(TOP001 7)"],
        ),
        (
            services("", block, plain, "# @(TOP001): R\n"),
            &["TOP001 7", "LNT011 9"],
        ),
        // In a text it is no comment.
        (
            services(
                "",
                block,
                &format!("{auto}\n      X: '# @(TOP001): R'\n"),
                "",
            ),
            &["TOP001 7"],
        ),
        // Not the block before.
        (
            services("", block, plain, "# @(TOP001): R\nvolumes: {}\n"),
            &["TOP001 7", "LNT011 9"],
        ),
        // Unset keys are told at the head of the service.
        (services("", block, "", ""), &["TOP001 2"]),
        (
            services("  # @(TOP001): R\n", block, "", ""),
            &["(TOP001 3)"],
        ),
        (
            services("", "    # @(TOP001): R\n    environment:\n", "", ""),
            &["TOP001 2", "LNT011 4"],
        ),
        // Documents stand by themselves.
        (
            format!(
                "a: 1\n# @(TOP001): R\n---\n{}",
                services("", block, plain, "")
            ),
            &["(TOP001 10)"],
        ),
    ];
    for (text, expected) in table {
        holds("compose.yaml", TOP, text, expected);
        holds("compose.yaml", TOP, &text.replace('\n', "\r\n"), expected);
    }
    let topics = |before: &str, second: &str| {
        let topic = |name: &str| {
            format!(
                "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata: {{name: {name}}}\nspec:\n  replicas: 3\n  config:\n    \
min.insync.replicas: 1\n"
            )
        };
        format!("{before}{}---\n{second}{}", topic("a"), topic("b"))
    };
    let dur = &["DUR002"];
    holds(
        "topics.yaml",
        dur,
        &topics("# @(DUR002): R\n", ""),
        &["(DUR002 8)", "DUR002 16"],
    );
    holds(
        "topics.yaml",
        dur,
        &topics("", "# @(DUR002): R\n"),
        &["DUR002 7", "(DUR002 16)"],
    );
    let list = "services:\n  kafka:\n    image: apache/kafka:4.0.0\n    environment:\n      - KAFKA_NODE_ID=4\n      \
# @(TOP001): R\n      - KAFKA_AUTO_CREATE_TOPICS_ENABLE=true\n      - KAFKA_PROCESS_ROLES=broker # @(TOP001): R\n";
    holds("compose.yaml", TOP, list, &["(TOP001 7)", "LNT011 8"]);
    let flow = "services: {kafka: {image: 'apache/kafka:4.0.0',\n  # @(TOP001): R\n  environment: {KAFKA_NODE_ID: 4,\n    \
KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'true'} # @(DUR005): R\n}}\n";
    holds("compose.yaml", TOP, flow, &["(TOP001 4)"]);
    let pairs = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      \
- name: kafka\n        image: apache/kafka:4.0.0\n        env:\n        - name: KAFKA_NODE_ID\n          value: '4'\n        \
# @(TOP001): R\n        - name: KAFKA_AUTO_CREATE_TOPICS_ENABLE\n          value: 'true'\n";
    holds("deployment.yaml", TOP, pairs, &["(TOP001 15)"]);
}

#[test]
fn files_inside_of_files() {
    let map = |inside: &str, outside: &str| {
        let lines: String = BROKER.lines().map(|line| format!("    {line}\n")).collect();
        format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n{outside}  server.properties: |\n{lines}{inside}"
        )
    };
    let auto = "    auto.create.topics.enable=true\n";
    let table: &[(String, &[&str])] = &[
        (
            map(&format!("    # @(TOP001): R\n{auto}"), ""),
            &["(TOP001 16)"],
        ),
        (
            map(&format!("{auto}    # @(TOP001): R\n"), ""),
            &["TOP001 15", "LNT011 16"],
        ),
        (map(auto, "  # @(TOP001): R\n"), &["(TOP001 16)"]),
        (map(auto, "# @-file(TOP001): R\n"), &["(TOP001 16)"]),
        (map("    # @-file(TOP001): R\n", ""), &["(TOP001 6)"]),
        // A file inside is a file of its own.
        (
            map(
                auto,
                "  other.properties: |\n    # @-file(TOP001): R\n    a=b\n",
            ),
            &["LNT011 7", "TOP001 18"],
        ),
    ];
    for (text, expected) in table {
        holds("config.yaml", TOP, text, expected);
        holds("config.yaml", TOP, &text.replace('\n', "\r\n"), expected);
    }
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\n\"server.properties\": \"process.roles=broker\\nnode.id=4\\n\
# @(TOP001): R\\nauto.create.topics.enable=true\\n\"}}";
    holds("config.json", TOP, json, &["(TOP001 2)"]);
    let msk = |inside: &str, outside: &str| {
        format!(
            "resource \"aws_msk_configuration\" \"a\" {{\n  name = \"a\"\n{outside}  server_properties = <<EOT\n{inside}\
auto.create.topics.enable = true\nEOT\n}}\n"
        )
    };
    holds("msk.tf", TOP, &msk("# @(TOP001): R\n", ""), &["(TOP001 5)"]);
    holds(
        "msk.tf",
        TOP,
        &msk("! @-file(TOP001): R\n", ""),
        &["(TOP001 5)"],
    );
    holds(
        "msk.tf",
        TOP,
        &msk("", "  // @(TOP001): R\n"),
        &["(TOP001 5)"],
    );
    holds(
        "msk.tf",
        TOP,
        &msk("a=${\"# @(TOP001): R\"}\n", ""),
        &["TOP001 5"],
    );
}

#[test]
fn hcl() {
    let topic = |before: &str, config: &str, setting: &str| {
        format!(
            "{before}resource \"kafka_topic\" \"orders\" {{\n  name = \"orders\"\n  replication_factor = 3\n  partitions = 6\n\
  config = {{{config}\n{setting}  }}\n}}\n"
        )
    };
    let bare = "    \"min.insync.replicas\" = \"1\"\n";
    let table: &[(String, &[&str])] = &[
        (topic("", "", bare), &["DUR002 6"]),
        (topic("# @(DUR002): R\n", "", bare), &["(DUR002 7)"]),
        (topic("", " # @(DUR002): R", bare), &["(DUR002 6)"]),
        (
            topic("", "", &format!("    # @(DUR002): R\n{bare}")),
            &["(DUR002 7)"],
        ),
        (
            topic("", "", &format!("    // @(DUR002): R\n{bare}")),
            &["(DUR002 7)"],
        ),
        (
            topic(
                "",
                "",
                &format!("    /* @(DUR002): R\n  of more words */\n{bare}"),
            ),
            &["(DUR002 8)"],
        ),
        (
            topic(
                "",
                "",
                "    \"min.insync.replicas\" = \"1\" // @(DUR002): R\n",
            ),
            &["(DUR002 6)"],
        ),
        (
            topic(
                "",
                "",
                "    \"min.insync.replicas\" = \"1\" /* @(DUR002): R */\n",
            ),
            &["(DUR002 6)"],
        ),
        // Nothing follows in its block.
        (
            topic("", "", &format!("{bare}    # @(DUR002): R\n")),
            &["DUR002 6", "LNT011 7"],
        ),
        (topic("// @-file(DUR002): R\n", "", bare), &["(DUR002 7)"]),
        (
            topic("# @(DUR002): R\nlocals {\n}\n", "", bare),
            &["LNT011 1", "DUR002 9"],
        ),
        (
            topic("locals {\n  a = \"# @(DUR002): R\"\n}\n", "", bare),
            &["DUR002 9"],
        ),
    ];
    for (text, expected) in table {
        holds("topics.tf", &["DUR002"], text, expected);
        holds(
            "topics.tf",
            &["DUR002"],
            &text.replace('\n', "\r\n"),
            expected,
        );
    }
}

#[test]
fn json_with_comments() {
    let connector = |before: &str, config: &str, setting: &str| {
        format!(
            "{before}{{\n\"name\": \"clicks\",\n\"config\": {{{config}\n\"connector.class\": \"com.example.Sink\",\n\
\"topics\": \"clicks\",\n{setting}\n}}\n}}\n"
        )
    };
    let bare = "\"errors.tolerance\": \"all\"";
    let table: &[(String, &[&str])] = &[
        (connector("", "", bare), &["CNT006 6"]),
        (connector("// @(CNT006): R\n", "", bare), &["(CNT006 7)"]),
        (connector("", " // @(CNT006): R", bare), &["(CNT006 6)"]),
        (
            connector("", "", &format!("// @(CNT006): R\n{bare}")),
            &["(CNT006 7)"],
        ),
        (
            connector("", "", &format!("/* @(CNT006): R */ {bare}")),
            &["(CNT006 6)"],
        ),
        (
            connector("", "", &format!("{bare} // @(CNT006): R")),
            &["(CNT006 6)"],
        ),
        (
            connector("", "", &format!("{bare}\n// @(CNT006): R")),
            &["CNT006 6", "LNT011 7"],
        ),
        (
            connector("/* @-file(CNT006): R */\n", "", bare),
            &["(CNT006 7)"],
        ),
    ];
    for (text, expected) in table {
        holds("clicks.jsonc", &["CNT006"], text, expected);
    }
}

#[test]
fn environment_files_and_others_that_a_file_points_to() {
    let compose = "services:\n  kafka:\n    image: apache/kafka:4.0.0\n    env_file: kafka.env\n";
    let env = |own: &str, trailing: &str| {
        let reason = ": so it is meant";
        format!(
            "KAFKA_NODE_ID=4\nKAFKA_PROCESS_ROLES=broker\n{own}KAFKA_AUTO_CREATE_TOPICS_ENABLE=true{trailing}\n"
        )
        .replace(": R", reason)
    };
    let table = [
        (env("", ""), "TOP001 3"),
        (env("# kafka-lint: allow(TOP001): R\n", ""), "(TOP001 4)"),
        (env("", " # kafka-lint: allow(TOP001): R"), "(TOP001 3)"),
        (
            env("# kafka-lint: allow-file(TOP001): R\n", ""),
            "(TOP001 4)",
        ),
        (env("# kafka-lint: allow(DUR005): R\n", ""), "TOP001 4"),
        (
            env("# kafka-lint: allow(TOP001): R\nA=1\n", ""),
            "LNT011 3 TOP001 5",
        ),
    ];
    for (text, expected) in table {
        let mut sources = MemorySources::default();
        sources.add("compose.yaml", compose);
        sources.add_beside("kafka.env", text.as_bytes());
        let report = pipeline::lint(&sources, &project(TOP));
        assert_eq!(told(&report).join(" "), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_suppression_is_told() {
    let with = |comment: &str| format!("{BROKER}{comment}\n{AUTO}");
    let message = |text: &str| {
        let report = report(&[("server.properties", &with(text))], &project(TOP));
        let found = report.diagnostics.iter();
        let mut found = found.filter(|d| code(&report, d).starts_with("LNT"));
        let first = found.next().map(|d| {
            let shown = report
                .source(d.place.unwrap())
                .unwrap()
                .masked(d.place.unwrap().span);
            format!(
                "{} at {shown}: {} | {}",
                code(&report, d),
                d.message,
                d.help.as_deref().unwrap_or("")
            )
        });
        assert_eq!(found.count(), 0, "{text}");
        first.unwrap_or_default()
    };
    let table = [
        (
            "# kafka-lint: allow TOP001: x",
            "LNT008 at kafka-lint: allow TOP001: x: this suppresses nothing: the rules have to stand in brackets | Write",
        ),
        (
            "# kafka-lint: allow(TOP001) until 2026-6-1: x",
            "LNT008 at kafka-lint: allow(TOP001) until 2026-6-1: x: this suppresses nothing: what follows `until` is no date",
        ),
        (
            "# kafka-lint: allow(TOP001)",
            "LNT009 at kafka-lint: allow(TOP001): this suppression gives no reason",
        ),
        (
            "# kafka-lint: allow(TOP001, TOP01): x",
            "LNT010 at TOP01: `TOP01` is no code or name of a rule | did you mean `TOP0",
        ),
        (
            "# kafka-lint: allow(TOP001, durability): x",
            "LNT010 at durability: `durability` is no code or name of a rule | it is a category",
        ),
        (
            "# kafka-lint: allow(TOP001, LNT011): x",
            "LNT013 at LNT011: LNT011 cannot be suppressed | Delete",
        ),
        (
            "# kafka-lint: allow(TOP001) until 2026-06-14: x",
            "LNT012 at kafka-lint: allow(TOP001) until 2026-06-14: x: this suppression held until 2026-06-14",
        ),
        ("# kafka-lint: allow(TOP001) until 2026-06-15: x", ""),
    ];
    for (text, expected) in table {
        let message = message(text);
        assert!(message.starts_with(expected), "{text}: {message}");
        assert_eq!(message.is_empty(), expected.is_empty(), "{text}: {message}");
    }
    let of = |comment: &str, project: &Project| {
        told(&report(&[("server.properties", &with(comment))], project))
    };
    let project = project(TOP);
    // Its time is over, and there is nothing left to suppress either.
    let over = "# kafka-lint: allow(TOP001) until 2026-06-14: x\nnum.partitions=6";
    assert_eq!(of(over, &project), ["LNT011 9", "TOP001 11"]);
    // Nobody knows what day it is.
    let timeless = Project {
        today: None,
        ..project
    };
    assert_eq!(
        of("# kafka-lint: allow(TOP001) until 2001-01-01: x", &timeless),
        ["(TOP001 10)"]
    );
}

#[test]
fn what_could_not_be_found_is_not_unused() {
    let unused = |text: &str, project: &Project| {
        let report = report(&[("server.properties", text)], project);
        assert!(report.summary.entities > 0);
        let told = told(&report);
        told.iter().any(|t| t.starts_with("LNT011"))
    };
    let with =
        |rule: &str, setting: &str| format!("{BROKER}# kafka-lint: allow({rule}): x\n{setting}\n");
    let sound = with("TOP001", "auto.create.topics.enable=false");
    assert!(unused(&sound, &project(TOP)));
    // The rule is off: by selection, by profile, by version.
    assert!(!unused(&sound, &project(&["DUR005"])));
    let offsets = with("DUR001", "offsets.topic.replication.factor=3");
    assert!(unused(&offsets, &project(&["DUR001"])));
    let mut development = project(&["DUR001"]);
    development.given.profile = Some(Profile::Development.into());
    assert!(!unused(&offsets, &development));
    // What it would look at is not known.
    assert!(!unused(
        &with("TOP001", "auto.create.topics.enable=${AUTO}"),
        &project(TOP)
    ));
    assert!(!unused(
        &with("KFK002", "log.segment.bytes=${SIZE}"),
        &project(&["KFK002"])
    ));
    assert!(unused(
        &with("KFK002", "log.segment.bytes=1073741824"),
        &project(&["KFK002"])
    ));
    // Kafka's own word goes before it.
    let refused = with("DUR001", "offsets.topic.replication.factor=0");
    assert!(!unused(&refused, &project(&["DUR001", "KFK002"])));
    // It is found, but not surely enough to be shown.
    let acks = |value: &str| {
        format!("bootstrap.servers=a:1\n# kafka-lint: allow(DUR007): x\nacks={value}\n")
    };
    let unused_in = |text: &str, project: &Project| {
        let report = report(&[("producer.properties", text)], project);
        told(&report).contains(&"LNT011 2".to_owned())
    };
    let mut surely = project(&["durability"]);
    assert!(!unused_in(&acks("1"), &surely) && unused_in(&acks("all"), &surely));
    surely.given.min_confidence = Some(kafka_lint::diagnostic::Confidence::High);
    assert!(!unused_in(&acks("1"), &surely) && unused_in(&acks("all"), &surely));
    // Those that look at suppressions are off.
    let mut silent = project(TOP);
    silent.given.selection.ignore.push("LNT011".to_owned());
    assert!(!unused(&sound, &silent));
}

#[test]
fn an_upgrade_needs_what_any_of_its_versions_needs() {
    let range = VersionRange::parse("3.9..4.3", kafka_lint::project::Platform::Apache).unwrap();
    let text = format!(
        "{BROKER}# kafka-lint: allow(KFK007): goes with the upgrade\ninter.broker.protocol.version=3.9\n\
# kafka-lint: allow(TOP001): of no use in any\nauto.create.topics.enable=false\n"
    );
    let mut sources = MemorySources::default();
    sources.add("server.properties", text.as_bytes());
    let report = pipeline::lint_range(&sources, &project(&["KFK007", "TOP001"]), &range);
    assert_eq!(told(&report), ["(KFK007 10)", "LNT011 11"]);
    assert_eq!(report.upgrade.unwrap().files, []);
    assert_eq!((report.summary.suppressed, report.summary.warnings), (1, 1));
}

#[test]
fn fixes_take_out_what_is_of_no_use_and_leave_what_is_meant() {
    let fixed = |path: &str, text: &str, read_as: Option<ReadAs>| {
        let mut sources = MemorySources::default();
        sources.add(path, text.as_bytes());
        let project = Project {
            read_as,
            ..project(&["TOP001", "DUR005", "DUR007", "PRO001"])
        };
        let fixed =
            pipeline::fix(&sources, &project, kafka_lint::project::FixMode::Unsafe).unwrap();
        fixed
            .files
            .get(&0)
            .map(|bytes| String::from_utf8(bytes.clone()).unwrap())
    };
    // An unsafe fix is there, and is not made.
    let meant = format!("{BROKER}# kafka-lint: allow(TOP001): x\n{AUTO}");
    assert_eq!(fixed("server.properties", &meant, None), None);
    let off = "auto.create.topics.enable=false\n";
    for (comment, rest) in [
        ("# kafka-lint: allow(TOP001): x\n", ""),
        ("  ! kafka-lint: allow(TOP001, DUR005): x\n", ""),
        ("# kafka-lint: allow(TOP001, LNT001): x\n", ""),
        (
            "# before\n# kafka-lint: allow-file(TOP001): x\n\n# behind\n",
            "# before\n\n# behind\n",
        ),
    ] {
        let text = format!("{BROKER}{comment}{off}");
        assert_eq!(
            fixed("server.properties", &text, None),
            Some(format!("{BROKER}{rest}{off}"))
        );
    }
    for (list, rest) in [
        ("TOP001, DUR007", "DUR007"),
        ("DUR007,TOP001", "DUR007"),
        ("TOP001 , DUR007, PRO001, DUR005", "DUR007"),
    ] {
        let producer =
            |list: &str| format!("bootstrap.servers=a:1\n# kafka-lint: allow({list}): x\nacks=1\n");
        let text = producer(list);
        assert_eq!(
            fixed("producer.properties", &text, None),
            Some(producer(rest)),
            "{list}"
        );
    }
    let compose = |trailing: &str, own: &str| {
        format!(
            "services:\n  kafka:\n    image: apache/kafka:4.0.0\n    environment:\n      KAFKA_NODE_ID: 4{trailing}\n{own}      \
KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false'\n      KAFKA_DEFAULT_REPLICATION_FACTOR: 3\n"
        )
    };
    let comment = "# kafka-lint: allow(TOP001): x";
    let text = compose(&format!("  {comment}"), &format!("      {comment}\n"));
    let expected = Some(compose("", ""));
    assert_eq!(fixed("compose.yaml", &text, None), expected);
}

#[test]
fn a_reason_shows_no_secret() {
    for reason in [
        "password=hunter2 is for tests",
        "password: hunter2",
        "see http://user:hunter2@wiki.example.com",
        "KafkaServer { password=\"hunter2\" }",
    ] {
        let text = format!(
            "{BROKER}# kafka-lint: allow(TOP001): {reason}\n{AUTO}# kafka-lint: allow(X): {reason}\nnum.partitions=6\n"
        );
        let yaml = format!(
            "services:\n  kafka:\n    image: apache/kafka:4.0.0\n    environment:\n      KAFKA_NODE_ID: 4\n      \
# kafka-lint: allow(TOP001): {reason}\n      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'true'\n      # kafka-lint: allow(X): {reason}\n      KAFKA_B: 1\n"
        );
        let hcl = format!(
            "resource \"aws_msk_configuration\" \"a\" {{\n # kafka-lint: allow(TOP001, X): {reason}\n server_properties = \"auto.create.topics.enable=true\"\n}}\n"
        );
        for (path, text) in [
            ("server.properties", &text),
            ("compose.yaml", &yaml),
            ("a.tf", &hcl),
        ] {
            let report = report(&[(path, text)], &project(TOP));
            assert_eq!(report.summary.suppressed, 1, "{path}");
            let mut out = Vec::new();
            for format in kafka_lint::report::Format::ALL {
                let options = kafka_lint::report::Options {
                    verbose: true,
                    ..Default::default()
                };
                kafka_lint::report::write(&report, format, &options, &mut out).unwrap();
            }
            let out = String::from_utf8(out).unwrap();
            assert!(
                out.contains("[hidden]") && !out.contains("hunter2"),
                "{path}: {reason}\n{out}"
            );
        }
    }
}

/// What a comment costs does not grow with how many others there are.
#[test]
fn hostile_comments_are_looked_at_in_time() {
    let all = {
        let mut all = project(&[]);
        all.given.selection = Selection::default();
        all
    };
    const MANY: usize = 6_000;
    let yaml = |body: &str| {
        format!("services:\n  kafka:\n    image: apache/kafka:4.0.0\n    environment:\n{body}")
    };
    let cases = [
        // Each for its own setting, and of no use.
        (
            "server.properties",
            format!(
                "{BROKER}{}",
                "# kafka-lint: allow(TOP001): x\nnum.partitions=6\n".repeat(MANY)
            ),
        ),
        // All for one.
        (
            "server.properties",
            format!(
                "{BROKER}{}{AUTO}",
                "# kafka-lint: allow(TOP001): x\n".repeat(MANY)
            ),
        ),
        // For all of many findings.
        (
            "server.properties",
            format!(
                "{BROKER}{}{}",
                "# kafka-lint: allow-file(KFK006): x\n".repeat(MANY),
                "num.partitions=6\n".repeat(MANY)
            ),
        ),
        // Words that are nothing.
        (
            "server.properties",
            (0..MANY).fold(BROKER.to_owned(), |text, n| {
                text + &format!("# kafka-lint: allow(TOP{n}x): x\n")
            }),
        ),
        (
            "server.properties",
            format!(
                "{BROKER}# kafka-lint: allow({}): x\n{AUTO}",
                "TOP001,".repeat(MANY)
            ),
        ),
        (
            "server.properties",
            format!("{BROKER}# {}\n{AUTO}", "kafka-lint: ".repeat(MANY)),
        ),
        // One line.
        (
            "a.json",
            format!(
                "{{\"connector.class\": \"a.B\", \"topics\": \"a\", {}\"b\": 1}}",
                "\"a\": {/* kafka-lint: allow(CNT006): x */}, ".repeat(MANY)
            ),
        ),
        (
            "compose.yaml",
            yaml(&"      A: 1 # kafka-lint: allow(TOP001): x\n".repeat(MANY)),
        ),
        (
            "compose.yaml",
            yaml(&format!(
                "      A: |\n{}",
                "        # kafka-lint: allow(TOP001): x\n        num.partitions=6\n".repeat(MANY)
            )),
        ),
        (
            "a.tf",
            format!(
                "resource \"kafka_topic\" \"a\" {{\n name = \"a\"\n}}\nx {{\n{}}}\n",
                (0..MANY).fold(String::new(), |text, n| {
                    text + &format!("b{n} = 1 # kafka-lint: allow(DUR002): x\n")
                })
            ),
        ),
    ];
    for (path, text) in cases {
        let start = std::time::Instant::now();
        let report = report(&[(path, &text)], &all);
        let took = start.elapsed();
        assert!(report.summary.entities > 0, "{path}");
        assert!(took.as_secs() < 30, "{path}: {took:?}\n{}", &text[..300]);
    }
}

/// Whatever stands around a comment: places lie inside of the file, on borders of characters, and what a fix
/// takes out is a comment.
#[test]
fn whatever_stands_around_comments_is_read() {
    let pieces = [
        "# kafka-lint: allow(TOP001): x",
        "// kafka-lint: allow(TOP001, é): x",
        "/* kafka-lint: allow-file(TOP001): x */",
        "! kafka-lint: allow(",
        "kafka-lint: allow",
        "\n",
        "\n",
        "\n  ",
        "\r\n",
        "\r",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ":",
        ": ",
        "- ",
        "|\n",
        "=",
        ",",
        "<<EOT\n",
        "\nEOT\n",
        "${",
        "{{ x }}",
        "é",
        "\\",
        "*/",
        "a",
        "kafka",
        "services:\n  a:\n    image: apache/kafka:4.0.0\n",
        "    environment:\n      KAFKA_NODE_ID: 1\n",
        "resource \"kafka_topic\" \"a\" {\n name = \"a\"\n",
        "\"connector.class\": \"a.B\"",
        "num.partitions=6\n",
        "acks=1\n",
        "&a ",
        "*a",
        "---\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  server.properties: |\n    node.id=1\n    ",
    ];
    let mut random = Random(11);
    let mut all = project(&[]);
    all.given.selection = Selection::default();
    let (mut said, mut fixed) = (0, 0);
    for round in 0..800 {
        let count = 1 + random.below(14);
        let head = [
            "",
            "services:\n  a:\n    image: apache/kafka:4.0.0\n    environment:\n      A: b\n",
            "resource \"kafka_topic\" \"a\" {\n name = \"a\"\n}\n",
            "{\"connector.class\": \"a.B\",",
        ];
        let at = round % 4;
        let mut text = head[at].to_owned();
        for _ in 0..count {
            // Comments are the first of them.
            let among = if random.below(3) == 0 {
                &pieces[..5]
            } else {
                &pieces[..]
            };
            text.push_str(random.pick::<&str>(among));
        }
        let path = ["server.properties", "compose.yaml", "a.tf", "a.json"][at];
        let report = report(&[(path, &text)], &all);
        for diagnostic in &report.diagnostics {
            let Some(place) = diagnostic.place else {
                continue;
            };
            assert!(
                text.get(place.span.range()).is_some(),
                "{text:?} {diagnostic:?}"
            );
            said += usize::from(suppress::CODES.contains(&code(&report, diagnostic)));
        }
        let mut sources = MemorySources::default();
        sources.add(path, text.as_bytes());
        let mode = kafka_lint::project::FixMode::Safe;
        let only = project(&["TOP001"]);
        let after = pipeline::fix(&sources, &only, mode).unwrap();
        if let Some(bytes) = after.files.get(&0) {
            let kept = String::from_utf8(bytes.clone()).unwrap();
            assert!(
                kept.len() < text.len() && text.contains("allow"),
                "{text:?} {kept:?}"
            );
            fixed += 1;
        }
    }
    assert!(said > 50 && fixed > 20, "{said} {fixed}");
}

/// Whatever a comment says, it takes away no finding of a rule that it does not name, and adds none.
#[test]
fn a_suppression_touches_no_finding_of_another_rule() {
    let plain = "broker.id.generation.enable=maybe\nauto.create.topics.enable=true\nmin.insync.replicas=1\n\
default.replication.factor=1\nunclean.leader.election.enable=true\nlog.dirs=/tmp/kafka\nnum.partitons=3\nlog.retention.ms=-7\n";
    let lines: Vec<&str> = plain.lines().collect();
    let codes = [
        "TOP001", "DUR002", "DUR004", "STO001", "KFK001", "KFK002", "KFK003", "DUR005",
    ];
    let mut all = project(&[]);
    all.given.selection = Selection::default();
    let mut random = Random(7);
    let mut suppressed = 0;
    for _ in 0..300 {
        let mut text = String::new();
        let mut named: Vec<&str> = Vec::new();
        for line in &lines {
            if random.below(3) == 0 {
                let list = [*random.pick(&codes), *random.pick(&codes)];
                let word = random.pick(&["allow", "allow-file", "alow"]);
                let until = random.pick(&["", " until 2026-06-14", " until 2026-06-16"]);
                let reason = random.pick(&[": x", "", ": kafka-lint: allow(all): y"]);
                text.push_str(&format!(
                    "# kafka-lint: {word}({}){until}{reason}\n",
                    list.join(",")
                ));
                named.extend(list);
            }
            text.push_str(line);
            text.push('\n');
        }
        let with = report(&[("server.properties", &text)], &all);
        let bare = Project {
            no_suppress: true,
            ..all.clone()
        };
        let without = report(&[("server.properties", &text)], &bare);
        let own = |report: &Report| -> Vec<(String, u128)> {
            let found = report.diagnostics.iter();
            let found = found.filter(|d| !code(report, d).starts_with("LNT"));
            found.map(|d| (d.message.clone(), d.fingerprint)).collect()
        };
        assert_eq!(own(&with), own(&without), "{text}");
        assert!(own(&without).len() >= 6);
        for diagnostic in with.diagnostics.iter().filter(|d| d.suppressed.is_some()) {
            assert!(named.contains(&code(&with, diagnostic)), "{text}");
            suppressed += 1;
        }
    }
    assert!(suppressed > 100, "{suppressed}");
}
