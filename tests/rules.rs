//! Every example of every rule file is a test, and so is what follows from them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use kafka_lint::diagnostic::{Diagnostic, Report};
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::rule::expr::mutants;
use kafka_lint::rule::format::{Example, RuleFile};
use kafka_lint::rule::{self, Check, Context, Expression, Outcome, Rule};
use kafka_lint::source::{MemorySources, Sources};
use support::rule_files;

/// An example as sources and a project.
fn prepared(example: &Example, only: Option<&str>) -> (MemorySources, Project) {
    pipeline::example(example, only).unwrap()
}

fn lint(example: &Example, only: Option<&str>, also: Option<&str>) -> Report {
    let (sources, mut project) = prepared(example, only);
    project
        .given
        .selection
        .extend_select
        .extend(also.map(str::to_owned));
    let report = pipeline::lint(&sources, &project);
    assert!(report.summary.entities > 0, "nothing was recognised");
    report
}

fn code<'r>(report: &'r Report, diagnostic: &Diagnostic) -> &'r str {
    report.descriptor(diagnostic.rule).code
}

/// Runs a check on every rule and tells all failures, not the first.
fn each(check: impl Fn(&RuleFile)) {
    let mut failed = Vec::new();
    for (path, file) in rule_files() {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&file)));
        if outcome.is_err() {
            failed.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(failed.is_empty(), "failed: {failed:#?}");
}

/// Rules whose findings cannot be shown by one readable file, or not by one version.
const WITHOUT_EXAMPLES: [&str; 11] = [
    "GAT022", "LNT001", "LNT002", "LNT003", "LNT004", "LNT005", "LNT006", "LNT007", "LNT012",
    "LNT014", "UPG001",
];

/// A descriptor has its category by number, as the build script counts them.
#[test]
fn every_rule_is_of_the_category_of_its_code() {
    for descriptor in rule::descriptors() {
        assert!(
            descriptor.code.starts_with(descriptor.category.prefix),
            "{}",
            descriptor.code
        );
    }
}

#[test]
fn bad_examples_fail_once_at_the_text() {
    each(|file| {
        assert!(
            !file.bad.is_empty() || WITHOUT_EXAMPLES.contains(&file.code.as_str()),
            "no bad example"
        );
        for example in &file.bad {
            // A rule that is off by default runs where it is asked for.
            let named = file.default.as_ref().map(|_| file.code.as_str());
            let report = lint(example, None, named);
            let codes: Vec<&str> = report
                .diagnostics
                .iter()
                .map(|d| code(&report, d))
                .collect();
            let own: Vec<&Diagnostic> = report
                .diagnostics
                .iter()
                .filter(|d| code(&report, d) == file.code)
                .collect();
            assert_eq!(own.len(), 1, "{}: {codes:?}\n{}", file.code, example.text);
            assert_eq!(
                pipeline::pointed_at(&report, own[0]).unwrap(),
                example.at,
                "{}\n{}",
                file.code,
                example.text
            );
            let others: BTreeSet<&str> =
                codes.iter().copied().filter(|c| *c != file.code).collect();
            let also: BTreeSet<&str> = example.also.iter().map(String::as_str).collect();
            assert_eq!(others, also, "{}: also\n{}", file.code, example.text);
            assert!(!own[0].message.contains('{'), "{}", own[0].message);
        }
    });
}

#[test]
fn good_examples_pass() {
    each(|file| {
        for example in &file.good {
            let report = lint(example, Some(&file.code), None);
            let messages: Vec<&str> = report
                .diagnostics
                .iter()
                .map(|d| d.message.as_str())
                .collect();
            assert!(
                messages.is_empty(),
                "{}: {messages:?}\n{}",
                file.code,
                example.text
            );
            if file.check.stage.is_none() {
                let reasons: Vec<&str> =
                    report.undecided.iter().map(|u| u.reason.as_str()).collect();
                assert!(
                    reasons.is_empty(),
                    "{}: {reasons:?}\n{}",
                    file.code,
                    example.text
                );
                let (passed, entities) = (report.summary.passed, report.summary.entities);
                // What is joined with is not always what is judged.
                let all = passed == u64::from(entities) || file.scope == "cluster" && passed > 0;
                assert!(all, "{}: skipped\n{}", file.code, example.text);
            }
        }
        if file.check.stage.is_none() {
            assert!(!file.good.is_empty(), "{}: no good example", file.code);
        }
    });
}

#[test]
fn skip_examples_are_skipped_only_by_when() {
    each(|file| {
        assert_eq!(
            file.check.when.is_some(),
            !file.skip.is_empty(),
            "{}: `when` and [[skip]] go together",
            file.code
        );
        for example in &file.skip {
            let report = lint(example, Some(&file.code), None);
            assert!(
                report.diagnostics.is_empty() && report.undecided.is_empty(),
                "{}\n{}",
                file.code,
                example.text
            );
            assert_eq!(
                report.summary.passed, 0,
                "{}: it passes\n{}",
                file.code, example.text
            );
            let (_, rule) = rule::find(&file.code).unwrap();
            let bare = Rule {
                when: None,
                ..copy(rule)
            };
            for outcome in outcomes_of(&bare, example) {
                assert!(
                    matches!(outcome, Outcome::Fail(_)),
                    "{}: without `when` it is {outcome:?}\n{}",
                    file.code,
                    example.text
                );
            }
        }
    });
}

/// What an example says: each setting, line of a file, fact and circumstance.
fn statements(example: &Example) -> BTreeMap<String, String> {
    let mut statements: BTreeMap<String, String> = BTreeMap::new();
    let is_key = |name: &str| {
        let part = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        !name.is_empty() && name.chars().all(part)
    };
    let runs = example.runs.iter().cloned();
    let runs = runs.map(|text| ("what runs".to_owned(), text));
    for (path, text) in pipeline::files_of(example).into_iter().chain(runs) {
        for (at, line) in text.lines().enumerate() {
            match line.split_once('=').filter(|(key, _)| is_key(key.trim())) {
                Some((key, value)) => {
                    statements.insert(format!("{path} {}", key.trim()), value.trim().to_owned())
                }
                None => statements.insert(format!("{path} {at}"), line.to_owned()),
            };
        }
    }
    for (fact, value) in &example.facts {
        statements.insert(format!("fact {fact}"), value.to_string());
    }
    for (name, value) in [
        ("kafka", &example.kafka),
        ("profile", &example.profile),
        ("workload", &example.workload),
    ] {
        if let Some(value) = value {
            statements.insert(format!("given {name}"), value.clone());
        }
    }
    statements.insert("as".to_owned(), example.as_kind.clone());
    statements
}

#[test]
fn some_good_example_differs_from_a_bad_one_in_one_statement() {
    each(|file| {
        if file.check.stage.is_some() {
            return;
        }
        let near = file.good.iter().any(|good| {
            let good = statements(good);
            file.bad.iter().any(|bad| {
                let bad = statements(bad);
                let keys: BTreeSet<&String> = good.keys().chain(bad.keys()).collect();
                keys.iter()
                    .filter(|k| good.get(**k) != bad.get(**k))
                    .count()
                    == 1
            })
        });
        assert!(near, "{}: no good example is next to a bad one", file.code);
    });
}

#[test]
fn an_unknown_value_is_no_data_or_does_not_matter() {
    each(|file| {
        if file.check.stage.is_some() {
            return;
        }
        for example in &file.bad {
            let report = lint(example, Some(&file.code), None);
            let places: BTreeSet<_> = report.diagnostics[0]
                .evidence
                .iter()
                .filter_map(|e| e.place)
                // What runs stands in no file of an example.
                .filter(|place| !place.span.is_empty())
                .collect();
            for place in places {
                let mut files = pipeline::files_of(example);
                let names: Vec<String> = files.keys().cloned().collect();
                let path = &names[place.source.0 as usize];
                let mut text = files[path].clone().into_bytes();
                // An empty value is pointed at by its name.
                let range = match text.get(place.span.end as usize) {
                    Some(b'=') => place.span.end as usize + 1..place.span.end as usize + 1,
                    _ => place.span.range(),
                };
                text.splice(range, *b"${X}");
                let text = String::from_utf8(text).unwrap();
                files.insert(path.clone(), text.clone());
                let unknown = Example {
                    text,
                    files,
                    ..example.clone()
                };
                let after = lint(&unknown, Some(&file.code), None);
                let same = after.diagnostics.len() == 1;
                assert!(
                    same || !after.undecided.is_empty(),
                    "{}: neither a finding nor no data\n{}",
                    file.code,
                    unknown.text
                );
            }
        }
    });
}

#[test]
fn fixes_do_what_the_examples_say() {
    each(|file| {
        for example in file.bad.iter().filter(|e| e.fixed.is_some()) {
            let (sources, project) = prepared(example, Some(&file.code));
            let fixed =
                pipeline::fix(&sources, &project, kafka_lint::project::FixMode::Unsafe).unwrap();
            let text = fixed
                .files
                .get(&0)
                .cloned()
                .unwrap_or_else(|| sources.read(0).unwrap());
            assert_eq!(
                String::from_utf8_lossy(&text),
                example.fixed.as_deref().unwrap(),
                "{}",
                file.code
            );
            assert!(
                fixed.report.diagnostics.is_empty(),
                "{}: still there after the fix",
                file.code
            );
        }
        if file.fix.is_some() {
            assert!(
                file.bad.iter().any(|e| e.fixed.is_some()),
                "{}: the fix has no example",
                file.code
            );
        }
    });
}

/// A rule again, so that a part of it can be replaced.
fn copy(rule: &Rule) -> Rule {
    let expression = |e: &Expression| Expression {
        program: e.program.clone(),
        keys: e.keys,
        stated: e.stated,
        params: e.params,
    };
    Rule {
        when: rule.when.as_ref().map(expression),
        check: match &rule.check {
            Check::Fail(fail) => Check::Fail(expression(fail)),
            Check::Native(native) => Check::Native(*native),
            Check::Stage => Check::Stage,
        },
        ..*rule
    }
}

/// What a rule makes of the entities of an example that it looks at.
fn outcomes_of(rule: &Rule, example: &Example) -> Vec<Outcome> {
    let params: Vec<i64> = rule.params.iter().map(|p| p.default).collect();
    let (sources, project) = prepared(example, None);
    let outcomes = pipeline::show(&sources, &project, |seen| {
        let (entity, release) = (seen.entity, seen.by.release);
        let looked_at = rule.looks_at(entity.kind, entity.variant, release);
        looked_at.then(|| {
            let cx = Context::new(rule, entity, release, &params).among(seen.members);
            rule::run(rule, &cx)
        })
    });
    outcomes.into_iter().flatten().collect()
}

/// What a rule makes of all its examples.
fn outcomes(rule: &Rule, file: &RuleFile) -> Vec<String> {
    let examples = file.bad.iter().chain(&file.good).chain(&file.skip);
    examples
        .flat_map(|example| outcomes_of(rule, example))
        .map(|outcome| match outcome {
            Outcome::Fail(_) => "fail".to_owned(),
            other => format!("{other:?}"),
        })
        .collect()
}

/// Mutants that no example can tell, and why.
const EQUIVALENT: [(&str, &str); 0] = [];

#[test]
fn every_mutant_of_an_expression_is_caught_by_an_example() {
    let mut tried = 0;
    let mut survivors = Vec::new();
    for (_, file) in rule_files() {
        let (_, rule) = rule::find(&file.code).unwrap();
        let Check::Fail(fail) = &rule.check else {
            continue;
        };
        let expected = outcomes(rule, &file);
        let mutate = |e: &Expression| -> Vec<(String, Expression)> {
            mutants(&e.program)
                .into_iter()
                .map(|m| {
                    (
                        m.description,
                        Expression {
                            program: m.program,
                            keys: e.keys,
                            stated: e.stated,
                            params: e.params,
                        },
                    )
                })
                .collect()
        };
        let mut mutated: Vec<(String, Rule)> = Vec::new();
        for (what, fail) in mutate(fail) {
            mutated.push((
                format!("fail: {what}"),
                Rule {
                    check: Check::Fail(fail),
                    ..copy(rule)
                },
            ));
        }
        if let Some(when) = &rule.when {
            mutated.push((
                "no when".to_owned(),
                Rule {
                    when: None,
                    ..copy(rule)
                },
            ));
            for (what, when) in mutate(when) {
                mutated.push((
                    format!("when: {what}"),
                    Rule {
                        when: Some(when),
                        ..copy(rule)
                    },
                ));
            }
        }
        for index in 0..rule.params.len() {
            for step in [-1, 1] {
                let mut params = rule.params.to_vec();
                params[index].default += step;
                let moved = Rule {
                    params: params.leak(),
                    ..copy(rule)
                };
                mutated.push((format!("{} {step:+}", rule.params[index].name), moved));
            }
        }
        for (what, mutant) in mutated {
            tried += 1;
            if outcomes(&mutant, &file) == expected
                && !EQUIVALENT.contains(&(file.code.as_str(), what.as_str()))
            {
                survivors.push(format!("{}: {what}", file.code));
            }
        }
    }
    assert!(tried > 50, "{tried} mutants");
    assert!(
        survivors.is_empty(),
        "no example tells these {} of {tried} mutants: {survivors:#?}",
        survivors.len()
    );
}
