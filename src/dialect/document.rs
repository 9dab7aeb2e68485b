//! Files of YAML and JSON: which dialect takes which document.

use std::sync::Arc;

use super::around::Around;
use super::framework::Framework;
use super::intake::{FILLED, Intake};
use super::{
    Reading, compose, config_map, confluent, connector_json, framework, helm, kubernetes, names,
    snapshot, strimzi, workload,
};
use crate::project::ReadAs;
use crate::source::{SourceFile, SourceId};
use crate::syntax::tree::{Node, Tree};
use crate::syntax::{json, yaml};

/// A dialect looks at a document and takes in what it finds, or says that the document is not its own.
struct TreeDialect {
    /// The name in reports.
    name: &'static str,
    /// The name for people.
    title: &'static str,
    /// One of these stands somewhere in every file of the dialect.
    marks: &'static [&'static str],
    /// How to read a document.
    read: fn(&Node, &mut Intake<'_>) -> bool,
    /// The ways of reading that the user can ask for and that it can serve.
    read_as: &'static [ReadAs],
    /// Whether a document that it takes is Kafka's even where it has no settings.
    always_kafkas: bool,
}

/// All dialects; of one document the first that takes it has it.
const DIALECTS: &[TreeDialect] = &[
    TreeDialect {
        name: snapshot::NAME,
        title: "running cluster",
        marks: &[crate::live::snapshot::MARK],
        read: snapshot::read,
        read_as: &[],
        always_kafkas: true,
    },
    TreeDialect {
        name: compose::NAME,
        title: "Docker Compose",
        marks: &["services:", "\"services\"", "image:", "build:", "include:"],
        read: compose::read,
        read_as: &[],
        always_kafkas: false,
    },
    TreeDialect {
        name: config_map::NAME,
        title: "Kubernetes ConfigMap",
        marks: &["ConfigMap"],
        read: config_map::read,
        read_as: &[],
        always_kafkas: false,
    },
    TreeDialect {
        name: strimzi::NAME,
        title: "Strimzi",
        marks: &["kafka.strimzi.io"],
        read: strimzi::read,
        read_as: &[],
        always_kafkas: true,
    },
    TreeDialect {
        name: confluent::NAME,
        title: "Confluent for Kubernetes",
        marks: &["platform.confluent.io"],
        read: confluent::read,
        read_as: &[],
        always_kafkas: true,
    },
    TreeDialect {
        name: workload::NAME,
        title: "Kubernetes workload",
        marks: &["containers:", "\"containers\""],
        read: workload::read,
        read_as: &[],
        always_kafkas: false,
    },
    TreeDialect {
        name: helm::NAME,
        title: "Helm values",
        marks: helm::MARKS,
        read: helm::read,
        read_as: &[],
        always_kafkas: false,
    },
    TreeDialect {
        name: connector_json::NAME,
        title: "connector",
        marks: &["connector.class"],
        read: connector_json::read,
        read_as: &[
            ReadAs::Connector,
            ReadAs::SourceConnector,
            ReadAs::SinkConnector,
        ],
        always_kafkas: false,
    },
];

/// The name of a dialect for people.
pub(super) fn title(name: &str) -> Option<&'static str> {
    let dialect = DIALECTS.iter().find(|dialect| dialect.name == name)?;
    Some(dialect.title)
}

#[derive(Copy, Clone)]
enum Syntax {
    Yaml,
    Json,
}

fn syntax(path: &str) -> Option<Syntax> {
    match &*names::ending(path) {
        "yaml" | "yml" => Some(Syntax::Yaml),
        "json" | "jsonc" => Some(Syntax::Json),
        _ => None,
    }
}

/// Whether a user's word on how to read a file leaves it to the dialects here.
fn serves(read_as: Option<ReadAs>) -> bool {
    read_as.is_none_or(|way| DIALECTS.iter().any(|d| d.read_as.contains(&way)))
}

/// The values of a file of YAML or JSON; nothing where it is neither.
pub(super) fn tree(path: &str, text: &str, read_as: Option<ReadAs>) -> Option<Tree> {
    let syntax = syntax(path).filter(|_| serves(read_as))?;
    let template = blank_templates(text);
    let text = template.as_ref().map_or(text, |t| &t.text);
    Some(match syntax {
        Syntax::Yaml => yaml::parse(text),
        Syntax::Json => json::parse(text),
    })
}

/// Reads a file of YAML or JSON; nothing where it is neither.
pub(super) fn read(
    source: &mut SourceFile,
    id: SourceId,
    named: bool,
    read_as: Option<ReadAs>,
    around: &mut Around,
) -> Option<Reading> {
    // A cluster has no path whose ending tells, and is never read as something else.
    let is_snapshot = snapshot::is_one(source.raw());
    let read_as = read_as.filter(|_| !is_snapshot);
    let syntax = match is_snapshot {
        true => Syntax::Json,
        false => syntax(source.path()).filter(|_| serves(read_as))?,
    };
    let text = match super::text_of(source, named) {
        Ok(text) => text,
        Err(reading) => return Some(reading),
    };
    if !mentions_kafka(text) {
        return Some(Reading::NotKafka);
    }
    let dialects: Vec<&TreeDialect> = DIALECTS
        .iter()
        .filter(|d| d.marks.iter().any(|mark| text.contains(mark)))
        .filter(|d| read_as.is_none_or(|way| d.read_as.contains(&way)))
        .collect();
    let frameworks = match read_as {
        None => framework::of_text(text),
        Some(_) => Vec::new(),
    };
    if dialects.is_empty() && frameworks.is_empty() {
        return Some(Reading::NotKafka);
    }
    let template = blank_templates(text);
    let text = template.as_ref().map_or(text, |t| &t.text);
    let tree = match syntax {
        Syntax::Yaml => yaml::parse(text),
        Syntax::Json => json::parse(text),
    };
    let readers = (&*dialects, &*frameworks);
    let documents = kubernetes::single(&tree.documents);
    let intake = Intake::new(source, id, documents.clone(), around);
    Some(take(
        &tree,
        &documents,
        readers,
        intake,
        named,
        template.as_ref(),
    ))
}

fn take(
    tree: &Tree,
    documents: &[Arc<Node>],
    (dialects, frameworks): (&[&TreeDialect], &[Framework]),
    mut intake: Intake<'_>,
    named: bool,
    template: Option<&Template>,
) -> Reading {
    let mut taken = framework::read_tree(tree, frameworks, &mut intake);
    let mut kafkas = false;
    for document in documents {
        if let Some(dialect) = dialects.iter().find(|d| (d.read)(document, &mut intake)) {
            taken = true;
            kafkas |= dialect.always_kafkas;
        }
    }
    let (mut entities, troubles) = intake.finish(tree);
    if template.is_some_and(|t| t.brings_lines) {
        for entity in entities.iter_mut().filter(|e| e.open.is_none()) {
            entity.open = Some("the file is a template that brings more lines".into());
        }
    }
    match tree.faults.first() {
        _ if !entities.is_empty() => Reading::Entities(entities, troubles),
        // A template is text that becomes YAML later; that it is none yet is no fault.
        Some(_) if template.is_some() => Reading::Unsupported {
            format: "a template",
        },
        Some(fault) if named || taken => Reading::Unparsable {
            why: fault.why.clone(),
            span: fault.span,
        },
        None if kafkas => Reading::Entities(entities, troubles),
        _ => Reading::NotKafka,
    }
}

/// Whether a file can be about Kafka at all; nothing is parsed where it cannot.
fn mentions_kafka(text: &str) -> bool {
    [
        "kafka",
        "Kafka",
        "KAFKA",
        "connector.class",
        "bootstrap.servers",
        "replication.factor",
        "KRaftController",
    ]
    .iter()
    .any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
}

/// The text of a template as it is parsed.
struct Template {
    text: String,
    /// Whether an expression stands for lines of its own, and not only for a value or a condition.
    brings_lines: bool,
}

/// The text with every expression of a template in it replaced by characters that stand for "filled in
/// elsewhere", at the same length; nothing where there is none. A line that holds nothing but expressions is
/// left blank: it stands between lines of YAML and is none.
fn blank_templates(text: &str) -> Option<Template> {
    if !text.contains("{{") && !text.contains("{%") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut brings_lines = false;
    while let Some(Expression { at, end, inside }) = expression(rest) {
        out.push_str(&rest[..at]);
        let before = out.rsplit('\n').next().unwrap_or_default();
        let after = rest[end..].split('\n').next().unwrap_or_default();
        let alone = before.trim().is_empty() && only_expressions(after);
        brings_lines |= alone && !is_control(inside);
        for c in rest[at..end].chars() {
            match c {
                '\n' | '\r' => out.push(c),
                _ if alone => out.push_str(&" ".repeat(c.len_utf8())),
                _ => {}
            }
        }
        if !alone {
            let breaks = rest[at..end].matches(['\n', '\r']).count();
            let bytes = end - at - breaks;
            // An expression over several lines inside of a value cannot keep its length and its lines.
            if breaks > 0 {
                return None;
            }
            out.push_str(&FILLED.to_string().repeat(bytes / 3));
            out.push_str(&"_".repeat(bytes % 3));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(Template {
        text: out,
        brings_lines,
    })
}

/// Whether an expression only decides about lines that stand in the file, or is a comment or a variable.
fn is_control(inside: &str) -> bool {
    let inside = inside.trim_start_matches('-').trim_start();
    let word = inside
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    matches!(
        word,
        "if" | "else" | "elif" | "end" | "endif" | "with" | "set" | "define" | "block"
    ) || inside.starts_with(['/', '#', '$'])
}

/// An expression of a template, its brackets included.
struct Expression<'t> {
    at: usize,
    end: usize,
    inside: &'t str,
}

/// The first expression of a text that is closed.
fn expression(text: &str) -> Option<Expression<'_>> {
    let opened = |open: &str, close| Some((text.find(open)?, close));
    let (at, close) = [opened("{{", "}}"), opened("{%", "%}")]
        .into_iter()
        .flatten()
        .min()?;
    let from = at + 2;
    let length = text[from..].find(close)?;
    Some(Expression {
        at,
        end: from + length + 2,
        inside: &text[from..from + length],
    })
}

fn only_expressions(text: &str) -> bool {
    let mut rest = text.trim();
    while let Some(found) = expression(rest).filter(|found| found.at == 0) {
        rest = rest[found.end..].trim_start();
    }
    rest.is_empty() || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_keep_every_byte_in_its_place() {
        let text = "{{- if .x }}\na: {{ .Values.käse }} # c\n{{ end }} {{/* c */}}\nb: pre-{{x}}\n";
        let template = blank_templates(text).unwrap();
        assert!(!template.brings_lines);
        assert_eq!(template.text.len(), text.len());
        let tree = yaml::parse(&template.text);
        assert_eq!(tree.faults, []);
        let root = &tree.documents[0];
        let value = root
            .get("a")
            .and_then(|node| node.scalar().cloned())
            .unwrap();
        assert!(value.text.contains(FILLED));
        assert_eq!(&text[value.span.range()], "{{ .Values.käse }}");
        assert!(root.text_at(&["b"]).unwrap().starts_with("pre-"));
        assert!(blank_templates("a: {b: 1}").is_none());
        for text in [
            "a:\n  {{- toYaml .Values.a | nindent 2 }}\n",
            "{% for x in y %}\nb: 1\n",
        ] {
            assert!(blank_templates(text).unwrap().brings_lines, "{text}");
        }
    }
}
