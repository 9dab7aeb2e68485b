//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), as GitHub's code scanning and
//! others read it. Suppressed findings are in it, marked. Paths are relative to the working directory, which in CI is
//! the root of the repository, where code scanning looks for them.
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use serde_json::{Value, json};

use super::array::value;
use super::locate::{Location, Locator, path_of};
use super::rdjson::text;
use super::view::{View, evidence_value};
use super::{Options, rule_url};
use crate::diagnostic::{
    Confidence, Descriptor, Diagnostic, Evidence, Fix, Report, RuleId, Severity, Status,
};
use crate::source::Place;

/// The folder that paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// Other settings that are listed with a finding; viewers show no more.
const MOST_RELATED: usize = 10;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let rules: Vec<Value> = report
        .descriptors
        .iter()
        .map(|rule| descriptor(rule, options))
        .collect();
    let head = json!({
        "name": "kafka-lint",
        "semanticVersion": options.tool_version,
        "rules": rules,
    });
    out.write_all(
        b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n\"tool\":{\"driver\":",
    )?;
    value(&head, out)?;
    out.write_all(b"},\n\"columnKind\":\"unicodeCodePoints\",\n\"invocations\":[")?;
    value(&invocation(report), out)?;
    out.write_all(b"],\n\"results\":[")?;
    let mut writer = Writer {
        report,
        locator: Locator::default(),
        // The order of the rules is that of their codes.
        indices: (0..)
            .zip(&report.descriptors)
            .map(|(at, rule)| (rule.code, at))
            .collect(),
    };
    let mut separator: &[u8] = b"\n";
    for diagnostic in &report.diagnostics {
        out.write_all(separator)?;
        separator = b",\n";
        value(&writer.result(diagnostic), out)?;
    }
    out.write_all(b"\n]}]}\n")
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor(rule: &Descriptor, options: &Options) -> Value {
    let mut properties = json!({
        "tags": [rule.category.name],
        "precision": match rule.confidence {
            Confidence::High => "very-high",
            Confidence::Medium => "high",
            Confidence::Context => "medium",
        },
        "problem.severity": match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "recommendation",
        },
    });
    if rule.category.prefix == "SEC" {
        properties["security-severity"] = json!(match rule.severity {
            Severity::Error => "8.0",
            Severity::Warning => "5.0",
            Severity::Info => "2.0",
        });
    }
    let exceptions = match rule.exceptions {
        "" => String::new(),
        text => format!("\n\nExceptions: {text}"),
    };
    let help = format!("{}\n\n{}{exceptions}", rule.why, rule.fix);
    let mut described = json!({
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": if rule.why.is_empty() { rule.title } else { rule.why } },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": !rule.off_by_default },
        "properties": properties,
    });
    let url = rule_url(rule, options);
    if !url.is_empty() {
        described["helpUri"] = json!(url);
    }
    described
}

/// How the run went: what could not be judged is told here as well as among the results.
fn invocation(report: &Report) -> Value {
    let failed = [Status::Unreadable, Status::Unparsable, Status::Failed];
    let inputs = report
        .inputs
        .iter()
        .filter(|input| failed.contains(&input.status));
    let notifications: Vec<Value> = inputs
        .map(|input| {
            json!({
                "level": "error",
                "message": { "text": format!("{}: {}", input.input.path, input.status.name()) },
                "locations": [{ "physicalLocation": { "artifactLocation": artifact(&input.input.path) } }],
            })
        })
        .collect();
    json!({
        "executionSuccessful": report.summary.complete,
        "toolExecutionNotifications": notifications,
    })
}

struct Writer<'a> {
    report: &'a Report,
    locator: Locator,
    indices: HashMap<&'static str, usize>,
}

impl Writer<'_> {
    fn result(&mut self, diagnostic: &Diagnostic) -> Value {
        let view = View::new(self.report, diagnostic);
        let code = self.code(diagnostic.rule);
        let mut result = json!({
            "ruleId": code,
            "ruleIndex": self.indices.get(code),
            "level": level(diagnostic.severity),
            "message": { "text": message(&view) },
            "partialFingerprints": { "kafkaLint/v1": format!("{:032x}", diagnostic.fingerprint) },
        });
        let mut location = json!({});
        if let Some(physical) = diagnostic.place.and_then(|place| self.physical(place)) {
            location["physicalLocation"] = physical;
        }
        if let Some(live) = &diagnostic.live {
            location["logicalLocations"] = json!([{
                "name": live.resource,
                "fullyQualifiedName": format!("{}/{}", live.cluster, live.resource),
                "kind": "resource",
            }]);
        }
        result["locations"] = json!([location]);
        let related: Vec<Value> = diagnostic
            .evidence
            .iter()
            .filter(|evidence| evidence.place.is_some() && evidence.place != diagnostic.place)
            .take(MOST_RELATED)
            .enumerate()
            .filter_map(|(id, evidence)| self.related(id, evidence))
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        let fixes: Vec<Value> = diagnostic
            .fixes
            .iter()
            .filter_map(|fix| self.fix(fix))
            .collect();
        if !fixes.is_empty() {
            result["fixes"] = json!(fixes);
        }
        if let Some(suppression) = &diagnostic.suppressed {
            let kind = if suppression.by == "comment" {
                "inSource"
            } else {
                "external"
            };
            let mut told = json!({ "kind": kind, "status": "accepted" });
            if let Some(reason) = &suppression.reason {
                told["justification"] = json!(reason);
            }
            result["suppressions"] = json!([told]);
        }
        result
    }

    fn code(&self, rule: RuleId) -> &'static str {
        self.report.descriptor(rule).code
    }

    fn physical(&mut self, place: Place) -> Option<Value> {
        let mut physical = json!({ "artifactLocation": artifact(path_of(self.report, place)) });
        if let Some(at) = self.locator.locate(self.report, place) {
            physical["region"] = region(&at);
        }
        Some(physical)
    }

    fn related(&mut self, id: usize, evidence: &Evidence) -> Option<Value> {
        let text = match evidence_value(self.report, evidence) {
            Some(value) => format!("{} is {value}", evidence.key),
            None => evidence.key.clone(),
        };
        let physical = self.physical(evidence.place?)?;
        Some(json!({ "id": id, "message": { "text": text }, "physicalLocation": physical }))
    }

    fn fix(&mut self, fix: &Fix) -> Option<Value> {
        let mut changes = Vec::new();
        for edit in &fix.edits {
            let source = self.report.source(edit.place)?;
            let inserted = text(source, edit)?;
            let physical = self.physical(edit.place)?;
            changes.push(json!({
                "artifactLocation": physical["artifactLocation"],
                "replacements": [{
                    "deletedRegion": physical["region"],
                    "insertedContent": { "text": inserted },
                }],
            }));
        }
        Some(json!({ "description": { "text": fix.title }, "artifactChanges": changes }))
    }
}

fn message(view: &View<'_>) -> String {
    match view.help.as_ref() {
        "" => view.message.to_string(),
        help => format!("{}\n{help}", view.message),
    }
}

fn region(at: &Location<'_>) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.column,
        "endLine": at.end.line,
        "endColumn": at.end.column,
    })
}

/// A path as a URI: relative to the root, else of the file system.
fn artifact(path: &str) -> Value {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    match (path.starts_with('/'), is_drive) {
        (true, _) => json!({ "uri": format!("file://{}", encoded(path)) }),
        (_, true) => json!({ "uri": format!("file:///{}", encoded(path)) }),
        _ => json!({ "uri": encoded(path), "uriBaseId": ROOT }),
    }
}

/// Percent-encoded but for what stands in a path as it is.
fn encoded(path: &str) -> Cow<'_, str> {
    let kept = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    if path.bytes().all(kept) {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        match kept(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        for (path, uri, base) in [
            ("a/b.properties", "a/b.properties", Some(ROOT)),
            ("a b/ü%.tf", "a%20b/%C3%BC%25.tf", Some(ROOT)),
            ("../x.yaml", "../x.yaml", Some(ROOT)),
            ("/srv/a b", "file:///srv/a%20b", None),
            ("C:/kafka/x", "file:///C%3A/kafka/x", None),
            ("<stdin>", "%3Cstdin%3E", Some(ROOT)),
        ] {
            let found = artifact(path);
            assert_eq!(found["uri"], uri, "{path}");
            assert_eq!(found["uriBaseId"].as_str(), base, "{path}");
        }
    }
}
