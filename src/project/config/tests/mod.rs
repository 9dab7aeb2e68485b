mod docs;
mod hostile;
mod judged;

use super::*;
use crate::diagnostic::{CATEGORIES, Confidence, Severity};
use crate::project::{FailOn, Profile, ProfileName};

const fn rule(code: &'static str, slug: &'static str, category: usize) -> Descriptor {
    Descriptor {
        code,
        slug,
        title: "",
        category: &CATEGORIES[category],
        severity: Severity::Error,
        confidence: Confidence::High,
        applies_to: &[],
        key: None,
        why: "",
        fix: "",
        exceptions: "",
        references: &[],
        kafka: "",
        off_by_default: false,
        suppressible: true,
        fixable: None,
    }
}

const RULES: [Descriptor; 3] = [
    rule("CON001", "offsets-retention-too-short", 9),
    rule("DUR001", "offsets-topic-replication-too-low", 1),
    rule("DUR002", "min-insync-replicas-too-low", 1),
];

const PARAMS: [KnownParam; 2] = [
    KnownParam {
        code: "CON001",
        name: "minimum",
        unit: "minutes",
    },
    KnownParam {
        code: "DUR001",
        name: "minimum",
        unit: "replicas",
    },
];

fn parse_on(text: &[u8], platform: Option<Platform>) -> Result<Config, Problems> {
    let source = SourceFile::new("kafka-lint.toml", text.to_vec());
    let known = Known {
        rules: &RULES,
        params: &PARAMS,
        platform,
    };
    Config::parse(&source, known)
}

fn parse(text: &str) -> Config {
    parse_on(text.as_bytes(), None).unwrap()
}

/// The text that each problem points at, the message, and the help.
fn problems(text: &str) -> Vec<String> {
    let problems = parse_on(text.as_bytes(), None).unwrap_err();
    let told = problems.shown.iter().map(|p| {
        let at = &text[p.span.range()];
        let help = p.help.as_deref().unwrap_or("-");
        format!("{at} | {} | {help}", p.message)
    });
    told.collect()
}

#[test]
fn every_section_is_read() {
    let config = parse(
        r#"
        platform = "confluent"
        kafka-version = "7.9"
        profile = "development"
        select = ["durability", "con001"]
        extend-select = ["DUR002"]
        ignore = ["DUR"]
        min-confidence = "high"
        fail-on = "never"

        [severity]
        CON001 = "off"
        min-insync-replicas-too-low = "info"

        [params]
        CON001.minimum = "14d"
        offsets-topic-replication-too-low = { minimum = 5 }

        [[cluster]]
        name = "orders"
        include = ["prod"]
        platform = "apache"
        kafka-version = "3.9"
        profile = "production"
        brokers = 6

        [[override]]
        paths = ["legacy/**"]
        kafka-version = "7.0"
        severity = { DUR001 = "warning" }

        [[workload]]
        topics = ["orders.*"]
        purpose = "event-store"
        "#,
    );
    let version = |layer: &Layer| {
        let spec = layer.kafka_version.clone().unwrap();
        (spec.text, spec.source)
    };
    let top = &config.top;
    assert_eq!(
        version(top),
        (
            "3.9".to_owned(),
            "kafka-lint.toml:3: Confluent Platform 7.9 is Kafka 3.9".to_owned()
        )
    );
    let development = ProfileName::Known(Profile::Development);
    assert_eq!(top.profile, Some(development));
    assert_eq!(top.selection.select, ["durability", "con001"]);
    assert_eq!(top.selection.extend_select, ["DUR002"]);
    assert_eq!(top.selection.ignore, ["DUR", "CON001"]);
    assert_eq!(top.min_confidence, Some(Confidence::High));
    assert_eq!(top.fail_on, Some(FailOn::Never));
    assert_eq!(top.severity.get("DUR002"), Some(&Severity::Info));
    assert_eq!(top.params.get(&("CON001", "minimum")), Some(&20_160));
    assert_eq!(top.params.get(&("DUR001", "minimum")), Some(&5));
    let cluster = &config.clusters[0];
    assert_eq!(
        (cluster.name.as_str(), cluster.brokers),
        ("orders", Some(6))
    );
    assert_eq!(
        version(&cluster.layer),
        ("3.9".to_owned(), "kafka-lint.toml:23".to_owned())
    );
    let legacy = &config.overrides[0].layer;
    assert_eq!(version(legacy).0, "3.0");
    assert_eq!(legacy.severity.get("DUR001"), Some(&Severity::Warning));
    assert_eq!(config.cluster_of("prod/a/server.properties"), Some(0));
    assert_eq!(config.cluster_of("stage/server.properties"), None);
    assert_eq!(config.overrides_of("legacy/x"), [0]);
    assert_eq!(
        config.workload_of("orders.created"),
        Some(Workload::EventStore)
    );
    assert_eq!(config.workload_of("payments"), None);
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "\u{feff}", "# nothing\r\n", "\u{feff}# nothing"] {
        let config = parse(text);
        assert!(config.clusters.is_empty() && config.top.kafka_version.is_none());
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken() {
    let text =
        "\u{feff}profile = \"production\"\r\nkafka-version = \"3.9\"\r\nfail-on = \"eror\"\r\n";
    let found = parse_on(text.as_bytes(), None).unwrap_err();
    let span = found.shown[0].span;
    assert_eq!(&text[span.range()], "\"eror\"");
    let source = SourceFile::new("kafka-lint.toml", text.as_bytes().to_vec());
    let at = source.position(span.start);
    assert_eq!((at.line, at.column), (3, 11));
    let good = text.replace("eror", "error");
    let config = parse(&good);
    let source = config.top.kafka_version.unwrap().source;
    assert_eq!(source, "kafka-lint.toml:2");
}

#[test]
fn the_platform_of_the_command_line_reads_versions() {
    let text = b"kafka-version = \"3.7.x\"\n";
    assert!(parse_on(text, None).is_err());
    assert!(parse_on(text, Some(Platform::Msk)).is_ok());
}

#[test]
fn everything_wrong_is_told_where_it_stands_with_what_to_write() {
    insta::assert_snapshot!(
        problems(
            r#"
selct = ["DUR"]
ignore = "DUR"
extend-select = ["DUR01", 7]
fail-on = "warn"
profile = "prod"
platform = "aws"
kafka-version = 4.3
min-confidence = true

[severity]
DUR = "error"
DUR001 = "wanring"
offsets-topic-replication-too-low = "off"

[params.DUR001]
minimum = "7d"
maximum = 3
[params.DUR002]
minimum = 2
[params.CON001]
minimum = "90s"

[[cluster]]
nam = "a"
"#
        )
        .join("\n")
    );
    insta::assert_snapshot!(
        problems(
            r#"
kafka-version = "3.9..4.3"
severity = "off"

[[cluster]]
name = "a"
include = ["{a"]
brokers = -1

[[cluster]]
name = "a"
include = ["/etc"]

[[cluster]]
name = "default"
include = ["b"]
kafka-version = "four"

[[override]]
ignore = ["DUR"]
profile = "production"

[[workload]]
topics = ["a"]
purpose = "metric"
"#
        )
        .join("\n")
    );
}

#[test]
fn what_is_no_toml_is_told_where_it_stops_being_it() {
    assert!(problems("workload = \"metrics\"\n")[0].contains("takes a section of its own"));
    let told = |text: &str| problems(text).concat();
    assert!(told("select = [\n").contains("this is no TOML"));
    assert!(told("a = 1\na = 2\n").starts_with("a | this is no TOML: duplicate key"));
    let latin = parse_on(b"profile = \"pr\xF6d\"\n", None).unwrap_err();
    assert_eq!(latin.shown[0].span, Span::new(13, 14));
}
