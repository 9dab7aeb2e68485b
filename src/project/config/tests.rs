use super::*;
use crate::diagnostic::{CATEGORIES, Confidence, Severity};
use crate::project::{FailOn, Profile};
use crate::source::{MemorySources, Sources};

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
    assert_eq!(top.profile, Some(Profile::Development));
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
    assert_eq!(config.workload_of("orders.created"), Some("event-store"));
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

#[test]
fn a_hostile_file_is_refused_soon() {
    let start = std::time::Instant::now();
    let deep = "[".repeat(100_000);
    let nested = format!("select = {deep}");
    let many: String = (0..60_000).map(|i| format!("k{i} = 1\n")).collect();
    let words = format!("select = [{}]", "\"durabilitx\",".repeat(70_000));
    let globs = format!(
        "[[override]]\npaths = [{}]",
        "\"**/*a*b*c*/**\",".repeat(60_000)
    );
    let tables = "[[cluster]]\n".repeat(80_000);
    let list = "\"**/*a*b*c*{a,b}/**\",".repeat(900);
    let lists = format!("[[override]]\npaths = [{list}]\n").repeat(50);
    for text in [&deep, &nested, &many, &words, &globs, &tables, &lists] {
        let found = parse_on(text.as_bytes(), None).unwrap_err();
        assert!(found.shown.len() <= Problems::MOST);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let found = parse_on(many.as_bytes(), None).unwrap_err();
    assert_eq!(found.shown.len() + found.more, 60_000);
}

/// The keys of a section and a line that is right for each.
fn keys<T>(keys: &[reader::Key<T>]) -> Vec<(&'static str, &'static str)> {
    keys.iter().map(|k| (k.name, k.example)).collect()
}

#[test]
fn the_lines_that_messages_suggest_are_right() {
    let sections = [
        ("", keys(&sections::TOP)),
        ("[[cluster]]\n", keys(&sections::CLUSTER)),
        ("[[override]]\n", keys(&sections::OVERRIDE)),
        ("[[workload]]\n", keys(&sections::WORKLOAD)),
    ];
    let rules = crate::rule::descriptors();
    let known = Known {
        rules: &rules,
        params: &PARAMS,
        platform: None,
    };
    for (title, keys) in sections {
        let lines = keys.iter().filter(|(_, line)| !line.starts_with("[["));
        let lines: Vec<&str> = lines.map(|(_, line)| *line).collect();
        let text = format!("{title}{}\n", lines.join("\n"));
        // The version is written as its own platform writes it.
        let text = text.replace("confluent", "apache");
        let source = SourceFile::new("kafka-lint.toml", text.into_bytes());
        let parsed = Config::parse(&source, known);
        assert!(parsed.is_ok(), "{parsed:?}");
    }
}

#[test]
fn the_readme_shows_every_key() {
    let readme = include_str!("../../../README.md");
    let (_, after) = readme.split_once("```toml\n").unwrap();
    let (shown, _) = after.split_once("```").unwrap();
    let rules = crate::rule::descriptors();
    let known = Known {
        rules: &rules,
        params: &PARAMS,
        platform: None,
    };
    let source = SourceFile::new("kafka-lint.toml", shown.as_bytes().to_vec());
    let config = Config::parse(&source, known).unwrap();
    assert!(config.top.kafka_version.is_some() && config.clusters.len() > 1);
    let all = [
        keys(&sections::TOP),
        keys(&sections::CLUSTER),
        keys(&sections::OVERRIDE),
        keys(&sections::WORKLOAD),
    ];
    for (name, _) in all.concat() {
        assert!(shown.contains(name), "{name} is not shown");
    }
}

/// A run over named files, each governed by one of several configurations from its folder on.
fn run(configs: &[&str], files: &[(&str, usize, &str)]) -> (crate::project::Project, Inputs) {
    let project = crate::project::Project {
        configs: configs.iter().map(|text| parse(text)).collect(),
        ..crate::project::Project::default()
    };
    let mut sources = MemorySources::default();
    for (path, _, text) in files {
        sources.add(*path, text.as_bytes());
    }
    let mut inputs = sources.inputs().to_vec();
    for (input, (path, index, _)) in inputs.iter_mut().zip(files) {
        input.config = Some(crate::source::Governed {
            index: *index,
            path: (*path).to_owned(),
        });
    }
    (project, Inputs(inputs, sources))
}

struct Inputs(Vec<crate::source::Input>, MemorySources);

impl Sources for Inputs {
    fn inputs(&self) -> &[crate::source::Input] {
        &self.0
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, crate::source::ReadError> {
        self.1.read(index)
    }
}

const NODE: &str = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1:9093\n\
controller.listener.names=C\nlisteners=PLAINTEXT://k4:9092\n";

#[test]
fn a_configured_cluster_tells_its_brokers_and_takes_its_clients() {
    let section = "[[cluster]]\nname = \"orders\"\ninclude = [\"prod\"]\nbrokers = 6\nprofile = \"development\"\n";
    let (project, sources) = run(
        &[section, "kafka-version = \"3.9\""],
        &[
            ("prod/server.properties", 0, NODE),
            ("other/server.properties", 1, NODE),
            (
                "clients/consumer.properties",
                0,
                "bootstrap.servers=k4:9092\ngroup.id=a\n",
            ),
        ],
    );
    let brokers: Vec<Option<i64>> = crate::pipeline::entities(&sources, &project)
        .iter()
        .map(|(entity, _)| entity.facts.get(crate::model::Fact::Brokers))
        .collect();
    assert_eq!(brokers, [Some(6), None, None]);
    let understood = crate::pipeline::understand(&sources, &project);
    let told = understood.iter().map(|file| {
        let entity = &file.entities[0];
        format!("{} {}", entity.cluster, entity.version)
    });
    let newest = crate::cluster::minor(crate::catalog::newest());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            format!("orders Kafka {newest}"),
            // It is the same file by its keys, and of no cluster that a configuration names.
            "other Kafka 3.9".to_owned(),
            // Both advertise the address.
            format!("default Kafka {newest}"),
        ]
    );
    let (project, sources) = run(
        &[section],
        &[
            ("prod/server.properties", 0, NODE),
            (
                "clients/consumer.properties",
                0,
                "bootstrap.servers=k4:9092\ngroup.id=a\n",
            ),
        ],
    );
    let understood = crate::pipeline::understand(&sources, &project);
    let client = &understood[1].entities[0];
    assert_eq!(
        (client.cluster.as_str(), client.profile.as_str()),
        ("orders", "development")
    );
}

#[test]
fn the_first_layer_with_a_word_decides() {
    let config = parse(
        "select = [\"DUR\"]\n[[override]]\npaths = [\"a/**\"]\nextend-select = [\"CON001\"]\n\
         [[override]]\npaths = [\"a/b/**\"]\nignore = [\"CON\", \"DUR001\"]\n",
    );
    let selects = |given: Layer, path: &str| {
        let input = crate::source::Input {
            path: path.to_owned(),
            identity: path.to_owned(),
            kind: crate::source::InputKind::File,
            named: true,
            config: Some(crate::source::Governed {
                index: 0,
                path: path.to_owned(),
            }),
        };
        let project = crate::project::Project {
            given,
            configs: vec![config.clone()],
            ..crate::project::Project::default()
        };
        let terms = project.terms(std::iter::once(&input));
        let on = RULES.iter().filter(|rule| terms.of(0).selects(rule));
        on.map(|rule| rule.code).collect::<Vec<_>>()
    };
    let given = |select: &[&str], extend: &[&str], ignore: &[&str]| Layer {
        selection: crate::project::Selection {
            select: select.iter().map(|w| (*w).to_owned()).collect(),
            extend_select: extend.iter().map(|w| (*w).to_owned()).collect(),
            ignore: ignore.iter().map(|w| (*w).to_owned()).collect(),
        },
        ..Layer::default()
    };
    assert_eq!(selects(Layer::default(), "x"), ["DUR001", "DUR002"]);
    assert_eq!(
        selects(Layer::default(), "a/x"),
        ["CON001", "DUR001", "DUR002"]
    );
    assert_eq!(selects(Layer::default(), "a/b/x"), ["DUR002"]);
    assert_eq!(selects(given(&["CON"], &[], &[]), "x"), ["CON001"]);
    assert_eq!(
        selects(given(&[], &["CON"], &[]), "a/b/x"),
        ["CON001", "DUR002"]
    );
    assert_eq!(selects(given(&[], &[], &["DUR"]), "x"), [""; 0]);
}
