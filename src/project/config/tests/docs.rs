//! What the messages and the README show.

use super::super::*;
use super::PARAMS;

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
        ("[[suppress]]\n", keys(&sections::SUPPRESS)),
        ("[gate]\n", keys(&sections::GATE)),
        ("[rules]\n", keys(&sections::RULES)),
        ("[[owners]]\n", keys(&sections::OWNERS)),
        ("[profiles.strict]\n", keys(&sections::PROFILE)),
    ];
    let rules = crate::rule::descriptors();
    let known = Known {
        rules: &rules,
        params: &PARAMS,
        platform: None,
    };
    for (title, keys) in sections {
        let lines = keys.iter().filter(|(_, line)| !line.starts_with('['));
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
    let readme = include_str!("../../../../README.md");
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
        keys(&sections::SUPPRESS),
        keys(&sections::GATE),
        keys(&sections::RULES),
        keys(&sections::OWNERS),
        keys(&sections::PROFILE),
    ];
    for (name, _) in all.concat() {
        assert!(shown.contains(name), "{name} is not shown");
    }
}
