//! What all resources of Kubernetes have in common.

use std::sync::Arc;

use super::intake::{FILLED, Fill, Intake};
use crate::model::{Setting, StatedVersion};
use crate::source::Span;
use crate::syntax::tree::{Member, Node, Scalar, Value};

/// A resource: something with `apiVersion`, `kind` and `metadata`.
#[derive(Copy, Clone)]
pub(super) struct Resource<'n> {
    pub(super) node: &'n Node,
    pub(super) kind: &'n str,
    /// The version of its API: `v1`, `v1beta2`.
    pub(super) version: &'n str,
    pub(super) name: &'n str,
    /// Empty where the file leaves it to the command that applies it.
    pub(super) namespace: &'n str,
}

impl<'n> Resource<'n> {
    /// The resource in a document; nothing where it is none of this group. The core group is empty.
    pub(super) fn of(node: &'n Node, group: &str) -> Option<Self> {
        let api = node.text_at(&["apiVersion"])?;
        let (own_group, version) = api.rsplit_once('/').unwrap_or(("", api));
        if own_group != group {
            return None;
        }
        Some(Resource {
            node,
            kind: node.text_at(&["kind"])?,
            version,
            name: node.text_at(&["metadata", "name"]).unwrap_or_default(),
            namespace: node.text_at(&["metadata", "namespace"]).unwrap_or_default(),
        })
    }

    /// Where a finding about something that is not written points: at its name, else at its kind.
    pub(super) fn header(&self) -> Span {
        let name = self.node.at(&["metadata", "name"]);
        let at = name
            .or_else(|| self.node.at(&["kind"]))
            .unwrap_or(self.node);
        at.scalar().map_or(at.span, |scalar| scalar.span)
    }

    pub(super) fn label(&self, name: &str) -> Option<&'n str> {
        self.node.text_at(&["metadata", "labels", name])
    }

    pub(super) fn annotation(&self, name: &str) -> Option<&'n str> {
        self.node.text_at(&["metadata", "annotations", name])
    }

    /// A node below `spec`.
    pub(super) fn spec(&self, path: &[&str]) -> Option<&'n Node> {
        self.node.get("spec")?.at(path)
    }

    /// A name and its value below `spec`.
    pub(super) fn spec_member(&self, path: &[&str]) -> Option<&'n Member> {
        let (last, path) = path.split_last()?;
        self.spec(path)?.member(last)
    }
}

/// Documents with each `List` taken apart.
pub(super) fn single(documents: &[Arc<Node>]) -> Vec<Arc<Node>> {
    let mut out = Vec::with_capacity(documents.len());
    for document in documents {
        let items = document.get("items").filter(|_| {
            document
                .text_at(&["kind"])
                .is_some_and(|kind| kind.ends_with("List"))
        });
        match items {
            Some(items) => out.extend(items.items().iter().cloned()),
            None => out.push(Arc::clone(document)),
        }
    }
    out
}

/// A number of processes.
pub(super) fn count(node: &Node) -> Option<u32> {
    u32::try_from(node.number()?).ok()
}

/// A version as a field of a resource states it.
pub(super) fn stated_version(
    node: Option<&Node>,
    platform: &'static str,
    field: &str,
    intake: &Intake<'_>,
) -> Option<StatedVersion> {
    let scalar = node?.scalar()?;
    let text = super::images::version_of_tag(&scalar.text)?.to_owned();
    Some(StatedVersion {
        text,
        platform,
        source: format!("`{field}` in {}", intake.line_of(scalar.span)),
    })
}

/// A member of a mapping of keys to any values as a setting; nothing where it is none.
pub(super) fn setting(key: &str, member: &Member, intake: &Intake<'_>) -> Option<Setting> {
    if member.name.text.contains(FILLED) {
        return None;
    }
    match &member.node.value {
        Value::Scalar(scalar) => {
            Some(intake.written(key, &member.name, &plain(scalar), Fill::Unknown))
        }
        _ => None,
    }
}

/// The settings of a mapping of keys to any values.
pub(super) fn settings(node: Option<&Node>, intake: &Intake<'_>) -> Vec<Setting> {
    let members = node.iter().flat_map(|node| node.members());
    members
        .filter_map(|member| setting(&member.name.text, member, intake))
        .collect()
}

/// The text that a value becomes on its way through the API. Kubernetes reads YAML 1.1, where `yes` is true
/// and `1_000` a number, and hands values on as JSON, which writes `1e6` as 1000000.
fn plain(scalar: &Scalar) -> Scalar {
    let read = match scalar.quoted {
        true => None,
        false => read_as_yaml_1_1(&scalar.text),
    };
    match read {
        Some(text) if *text != *scalar.text => Scalar {
            text: text.into(),
            ..scalar.clone()
        },
        _ => scalar.clone(),
    }
}

fn read_as_yaml_1_1(text: &str) -> Option<String> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "True" | "TRUE" => {
            return Some("true".to_owned());
        }
        "no" | "No" | "NO" | "off" | "Off" | "OFF" | "False" | "FALSE" => {
            return Some("false".to_owned());
        }
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')) {
        return None;
    }
    let digits = text.replace('_', "");
    if let Ok(number) = digits.parse::<i64>() {
        // A number that begins with 0 is octal.
        let unsigned = digits.trim_start_matches(['-', '+']);
        return (unsigned == "0" || !unsigned.starts_with('0')).then(|| number.to_string());
    }
    let number: f64 = digits.parse().ok()?;
    // Beyond that, numbers are written in another way.
    (number.fract() == 0.0 && number.abs() < 1e15).then(|| format!("{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_kubernetes_reads_them() {
        for (text, expected) in [
            ("yes", Some("true")),
            ("Off", Some("false")),
            ("604_800_000", Some("604800000")),
            ("1e6", Some("1000000")),
            ("1.073741824e+09", Some("1073741824")),
            ("-1", Some("-1")),
            ("0.5", None),
            ("0644", None),
            ("3.9-IV0", None),
            ("kafka", None),
            ("1h", None),
        ] {
            assert_eq!(read_as_yaml_1_1(text).as_deref(), expected, "{text}");
        }
    }
}
