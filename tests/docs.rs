//! The pages of docs/rules are written from the rules: `UPDATE_DOCS=1 cargo test --no-default-features --test docs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kafka_lint::rule::format::{Example, RuleFile};
use kafka_lint::rule::{self, Rule};

/// The facts of a rule, a row each.
fn table(rule: &Rule, file: &RuleFile) -> String {
    let about = &rule.descriptor;
    let mut rows = vec![
        ("Severity", severity(file)),
        ("Confidence", about.confidence.name().to_owned()),
    ];
    if !about.applies_to.is_empty() {
        let of_cluster = match file.scope.as_str() {
            "cluster" => ", with the other entities of the cluster",
            _ => "",
        };
        rows.push((
            "Looks at",
            format!("{}{of_cluster}", about.applies_to.join(", ")),
        ));
    }
    rows.extend(about.key.map(|key| ("Key", format!("`{key}`"))));
    if !about.kafka.is_empty() {
        rows.push(("Kafka", format!("`{}`", about.kafka)));
    }
    if !file.platforms.is_empty() {
        rows.push(("Platforms", file.platforms.join(", ")));
    }
    if !file.workloads.is_empty() {
        rows.push(("Workloads", file.workloads.join(", ")));
    }
    for param in rule.params {
        let unit = match param.unit {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        rows.push((
            "Parameter",
            format!(
                "`{}` = {}{unit}: {}",
                param.name, param.default, param.about
            ),
        ));
    }
    if let Some(fixable) = about.fixable {
        rows.push(("Fix", fixable.name().to_owned()));
    }
    if about.off_by_default {
        rows.push(("Runs", "only where it is selected by its name".to_owned()));
    }
    if !file.supersedes.is_empty() {
        let others: Vec<String> = file.supersedes.iter().map(|c| link(c)).collect();
        rows.push(("Instead of", others.join(", ")));
    }
    let mut out = "| | |\n|---|---|\n".to_owned();
    for (name, value) in rows {
        let _ = writeln!(out, "| {name} | {} |", value.replace('|', "\\|"));
    }
    out
}

fn severity(file: &RuleFile) -> String {
    let others = file.profiles.iter();
    let others: Vec<String> = others.map(|(p, effect)| format!("{p}: {effect}")).collect();
    match others.is_empty() {
        true => file.severity.clone(),
        false => format!("{} ({})", file.severity, others.join(", ")),
    }
}

fn link(code: &str) -> String {
    format!("[{code}]({code}.md)")
}

fn example(heading: &str, example: &Example, out: &mut String) {
    let _ = writeln!(out, "\n## {heading}\n");
    let mut given: Vec<String> = Vec::new();
    if !example.as_kind.is_empty() && example.files.is_empty() {
        given.push(format!("read as {}", example.as_kind));
    }
    let circumstances = [
        ("Kafka", &example.kafka),
        ("profile", &example.profile),
        ("platform", &example.platform),
        ("workload", &example.workload),
    ];
    for (name, value) in circumstances {
        given.extend(value.as_ref().map(|value| format!("{name} {value}")));
    }
    for (fact, value) in &example.facts {
        given.push(format!("`{fact}` is {value}"));
    }
    if !given.is_empty() {
        let _ = writeln!(out, "{}:\n", capital(&given.join(", ")));
    }
    let mut block = |text: &str| {
        let _ = writeln!(out, "```\n{}\n```", text.trim());
    };
    match example.files.is_empty() {
        true => block(&example.text),
        false => {
            for (path, text) in &example.files {
                block(&format!("# {path}\n{}", text.trim()));
            }
        }
    }
    if !example.because.is_empty() {
        let _ = writeln!(out, "\n{}.", capital(&example.because));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

fn page(rule: &Rule, file: &RuleFile) -> String {
    let about = &rule.descriptor;
    let mut out = format!(
        "<!-- Written from the rule: tests/docs.rs says how. -->\n# {}: {}\n\n**{}**\n\n{}",
        about.code,
        about.slug,
        about.title,
        table(rule, file)
    );
    let parts = [
        ("Why", about.why),
        ("What to write", about.fix),
        ("Exceptions", about.exceptions),
    ];
    for (heading, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "\n## {heading}\n\n{text}");
    }
    if let Some(bad) = file.bad.first() {
        example("Found in", bad, &mut out);
    }
    if let Some(good) = file.good.first() {
        example("Not found in", good, &mut out);
    }
    if !about.references.is_empty() {
        out.push_str("\n## References\n\n");
    }
    for reference in about.references {
        let _ = writeln!(out, "* <{reference}>");
    }
    out
}

fn index(files: &BTreeMap<String, RuleFile>) -> String {
    let mut out = "<!-- Written from the rules: tests/docs.rs says how. -->\n# Rules\n".to_owned();
    let mut category = "";
    for rule in &rule::RULES {
        let about = &rule.descriptor;
        if about.category.name != category {
            category = about.category.name;
            let _ = write!(
                out,
                "\n## {} ({}): {}\n\n| | Name | Severity | Says |\n|---|---|---|---|\n",
                capital(category),
                about.category.prefix,
                about.category.about
            );
        }
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            link(about.code),
            about.slug,
            severity(&files[about.code]),
            about.title
        );
    }
    out
}

#[test]
fn every_rule_has_its_page_and_no_page_is_stale() {
    let files = support::rule_files().into_iter();
    let files: BTreeMap<String, RuleFile> =
        files.map(|(_, file)| (file.code.clone(), file)).collect();
    let mut pages: BTreeMap<String, String> = rule::RULES
        .iter()
        .map(|rule| {
            let code = rule.descriptor.code;
            (format!("{code}.md"), page(rule, &files[code]))
        })
        .collect();
    pages.insert("README.md".to_owned(), index(&files));
    let folder = support::root().join("docs/rules");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        found.insert(name, std::fs::read_to_string(&path).unwrap());
    }
    let stale: Vec<&String> = pages
        .keys()
        .chain(found.keys())
        .filter(|name| pages.get(*name) != found.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "stale, missing or without a rule: {stale:?}; UPDATE_DOCS=1 writes them anew"
    );
}

#[test]
fn the_schema_of_the_configuration_is_the_one_that_is_read() {
    let path = support::root().join("docs/kafka-lint-toml.schema.json");
    let schema = kafka_lint::project::config::schema();
    let text = format!("{schema:#}\n");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        text,
        "UPDATE_DOCS=1 writes it anew"
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    let readme = std::fs::read_to_string(support::root().join("README.md")).unwrap();
    let (_, after) = readme.split_once("```toml\n").unwrap();
    let (shown, _) = after.split_once("```").unwrap();
    let config: toml::Table = toml::from_str(shown).unwrap();
    let config = plain(&toml::Value::Table(config));
    let wrong: Vec<String> = validator
        .iter_errors(&config)
        .map(|e| e.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for broken in [
        serde_json::json!({ "selct": [] }),
        serde_json::json!({ "platform": "mks" }),
        serde_json::json!({ "cluster": [{ "include": ["a"] }] }),
        serde_json::json!({ "severity": { "DUR001": "warn" } }),
        serde_json::json!({ "profiles": { "a": { "extends": "x" } } }),
    ] {
        assert!(!validator.is_valid(&broken), "{broken}");
    }
}

/// TOML as JSON; a date is a text.
fn plain(value: &toml::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.iter().map(plain).collect(),
        toml::Value::Table(table) => {
            let entries = table.iter().map(|(key, value)| (key.clone(), plain(value)));
            Value::Object(entries.collect())
        }
        other => serde_json::to_value(other).unwrap(),
    }
}
