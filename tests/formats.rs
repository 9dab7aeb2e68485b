//! What other tools read: every format of one run is well-formed, says the same, and points at the same text.
#![allow(clippy::unwrap_used, clippy::expect_used)]
mod support;

use std::process::Command;

use serde_json::Value;

const ALL: [&str; 4] = [
    "fixtures/shop/mistakes",
    "fixtures/platform",
    "fixtures/compose/mistakes",
    "fixtures/cluster/mistakes.json",
];

fn run(path: &str, format: &str) -> String {
    let command = match path.ends_with(".json") {
        true => &["audit", "--snapshot"][..],
        false => &["check"],
    };
    let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
        .current_dir(support::root())
        .args(command)
        .args([path, "--format", format])
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.code() < Some(2), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(path: &str, format: &str) -> Value {
    serde_json::from_str(&run(path, format)).unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().unwrap()
}

/// The findings that count.
fn counting(document: &Value) -> Vec<&Value> {
    let all = list(document, "diagnostics").iter();
    all.filter(|d| d["suppressed"].is_null()).collect()
}

#[test]
fn sarif_is_sarif_and_says_what_json_says() {
    for path in ALL {
        let (document, log) = (json(path, "json"), json(path, "sarif"));
        // The types of the standard take it, and know all of it.
        let typed: serde_sarif::sarif::Sarif = serde_json::from_value(log.clone()).unwrap();
        assert_eq!(serde_json::to_value(&typed).unwrap(), log, "{path}");
        let run = &log["runs"][0];
        let rules = list(&run["tool"]["driver"], "rules");
        let results = list(run, "results");
        let diagnostics = list(&document, "diagnostics");
        assert_eq!(results.len(), diagnostics.len(), "{path}");
        for (result, diagnostic) in results.iter().zip(diagnostics) {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], diagnostic["code"]);
            assert_eq!(result["ruleId"], diagnostic["code"]);
            assert_eq!(
                result["partialFingerprints"]["kafkaLint/v1"],
                diagnostic["fingerprint"]
            );
            assert_eq!(
                result["suppressions"].is_null(),
                diagnostic["suppressed"].is_null()
            );
            let physical = &result["locations"][0]["physicalLocation"];
            let location = &diagnostic["location"];
            assert_eq!(physical.is_null(), location.is_null());
            if location.is_null() {
                continue;
            }
            assert_eq!(physical["artifactLocation"]["uri"], location["path"]);
            for (theirs, ours) in [
                ("startLine", "line"),
                ("startColumn", "column"),
                ("endLine", "end_line"),
                ("endColumn", "end_column"),
            ] {
                assert_eq!(
                    physical["region"][theirs], location[ours],
                    "{path} {diagnostic}"
                );
            }
        }
    }
}

/// The value of a finding stands where SARIF says.
#[test]
fn regions_read_back_give_the_text() {
    let (document, log) = (json(ALL[0], "json"), json(ALL[0], "sarif"));
    let mut read = 0;
    for (result, diagnostic) in list(&log["runs"][0], "results")
        .iter()
        .zip(list(&document, "diagnostics"))
    {
        let physical = &result["locations"][0]["physicalLocation"];
        let (Some(uri), Some(value)) = (
            physical["artifactLocation"]["uri"].as_str(),
            diagnostic["value"].as_str(),
        ) else {
            continue;
        };
        let number = |name: &str| physical["region"][name].as_u64().unwrap() as usize;
        if number("startLine") != number("endLine") || diagnostic["value_source"] != "explicit" {
            continue;
        }
        let file = std::fs::read_to_string(support::root().join(uri)).unwrap();
        let line: Vec<char> = file
            .lines()
            .nth(number("startLine") - 1)
            .unwrap()
            .chars()
            .collect();
        let text: String = line[number("startColumn") - 1..number("endColumn") - 1]
            .iter()
            .collect();
        let key = diagnostic["key"].as_str().unwrap();
        assert!(
            value.contains(&text) || text == key,
            "{uri}: {text} is not {value}"
        );
        read += 1;
    }
    assert!(read > 20, "{read}");
}

#[test]
fn xml_is_well_formed_and_has_every_finding() {
    for path in ALL {
        let document = json(path, "json");
        let (count, all) = (
            counting(&document).len(),
            list(&document, "diagnostics").len(),
        );
        let junit = run(path, "junit");
        let junit = roxmltree::Document::parse(&junit).unwrap();
        let named = |document: &roxmltree::Document<'_>, name: &str| {
            document
                .descendants()
                .filter(|node| node.has_tag_name(name))
                .count()
        };
        let infos = counting(&document)
            .iter()
            .filter(|d| d["severity"] == "info")
            .count();
        assert_eq!(named(&junit, "failure"), count - infos, "{path}");
        assert_eq!(named(&junit, "skipped"), all - count, "{path}");
        let suites = junit.root_element();
        let told: usize = suites.attribute("tests").unwrap().parse().unwrap();
        assert_eq!(named(&junit, "testcase"), told, "{path}");
        let checkstyle = run(path, "checkstyle");
        let checkstyle = roxmltree::Document::parse(&checkstyle).unwrap();
        assert_eq!(named(&checkstyle, "error"), count, "{path}");
    }
}

#[test]
fn lists_of_other_tools_have_every_finding() {
    for path in ALL {
        let document = json(path, "json");
        let counting = counting(&document);
        let gitlab = json(path, "gitlab");
        let gitlab = gitlab.as_array().unwrap();
        assert_eq!(gitlab.len(), counting.len());
        let mut fingerprints: Vec<&str> = gitlab
            .iter()
            .map(|found| found["fingerprint"].as_str().unwrap())
            .collect();
        fingerprints.sort_unstable();
        fingerprints.dedup();
        assert_eq!(fingerprints.len(), counting.len(), "each has its own");
        for found in gitlab {
            assert!(!found["location"]["path"].as_str().unwrap().is_empty());
            assert!(found["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
        let rdjson = json(path, "rdjson");
        assert_eq!(list(&rdjson, "diagnostics").len(), counting.len());
        let lines = run(path, "jsonl");
        let lines: Vec<Value> = lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let (summary, findings) = lines.split_last().unwrap();
        assert_eq!(summary["summary"], document["summary"]);
        assert_eq!(findings, list(&document, "diagnostics"));
        let commands = run(path, "github");
        let is_command = |line: &&str| line.starts_with("::");
        assert_eq!(commands.lines().filter(is_command).count(), counting.len());
        let of_errors = commands
            .lines()
            .take_while(|line| line.starts_with("::error"));
        let errors = counting.iter().filter(|d| d["severity"] == "error").count();
        assert_eq!(of_errors.count(), errors, "the worst come first");
        let issues = run(path, "azure");
        assert_eq!(issues.lines().count(), counting.len());
        let page = run(path, "markdown");
        assert_eq!(page.matches("<details>").count(), counting.len());
        let html = run(path, "html");
        assert_eq!(html.matches("<details ").count(), counting.len());
        let numbers = run(path, "prometheus");
        let sum: u64 = numbers
            .lines()
            .filter(|line| line.starts_with("kafka_lint_findings{"))
            .map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap())
            .sum();
        assert_eq!(sum, counting.len() as u64);
    }
}

#[test]
fn several_are_written_in_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let to = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let run = |outputs: &[String]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kafka-lint"));
        command
            .current_dir(support::root())
            .args(["check", ALL[0], "--format", "concise"]);
        outputs.iter().for_each(|output| {
            command.args(["--output", output]);
        });
        command.output().unwrap()
    };
    let outputs = ["sarif=k.sarif", "junit=k.xml", "markdown=k.md"].map(|output| {
        let (format, name) = output.split_once('=').unwrap();
        format!("{format}={}", to(name))
    });
    let output = run(&outputs);
    assert_eq!(output.status.code(), Some(1));
    for name in ["k.sarif", "k.xml", "k.md"] {
        assert!(
            std::fs::metadata(folder.path().join(name)).unwrap().len() > 1000,
            "{name}"
        );
    }
    // One that cannot be written keeps none of the others from it.
    std::fs::remove_file(folder.path().join("k.xml")).unwrap();
    let output = run(&[
        format!("sarif={}", to("no/such/k.sarif")),
        format!("junit={}", to("k.xml")),
    ]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"));
    assert!(folder.path().join("k.xml").exists());
}

/// What stands in a file steers no tool that reads a report of it.
#[test]
fn hostile_files_steer_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "x\u{1b}[31m%0A::error::owned ##vso[task.setvariable]]]><script src=//x |`@everyone` https://evil.example [a](b)";
    let text = format!("bootstrap.servers=a:1,b:2\nacks={evil}\ncompression.type={evil}\n");
    std::fs::write(folder.path().join("producer.properties"), text).unwrap();
    let run = |format: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kafka-lint"))
            .current_dir(folder.path())
            .args([
                "check",
                "producer.properties",
                "--as",
                "producer",
                "--format",
                format,
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for format in [
        "github",
        "azure",
        "markdown",
        "html",
        "junit",
        "checkstyle",
        "sarif",
        "gitlab",
        "rdjson",
        "jsonl",
    ] {
        let shown = run(format);
        assert!(shown.contains("acks"), "{format}: {shown}");
        assert!(!shown.contains('\u{1b}'), "{format}");
    }
    let commands = run("github");
    let allowed = ["::error ", "::warning ", "::notice ", "kafka-lint: "];
    assert!(
        commands
            .lines()
            .all(|l| allowed.iter().any(|a| l.starts_with(a))),
        "{commands}"
    );
    assert!(commands.contains("%250A::error::owned"), "{commands}");
    let issues = run("azure");
    assert!(
        issues
            .lines()
            .all(|line| line.starts_with("##vso[task.logissue ")),
        "{issues}"
    );
    let page = run("html");
    assert!(!page.contains("<script src") && page.contains("&lt;script src"));
    let page = run("markdown");
    for part in ["<script", "@everyone", "https://evil", "[a](b)"] {
        assert!(!page.contains(part), "{part}: {page}");
    }
    roxmltree::Document::parse(&run("junit")).unwrap();
    roxmltree::Document::parse(&run("checkstyle")).unwrap();
}
