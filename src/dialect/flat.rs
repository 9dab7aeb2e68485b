//! Settings of frameworks: one flat list of dotted names, the same from property files and from YAML.

use std::sync::Arc;

use super::secrets;
use crate::source::Span;
use crate::syntax::properties::{Document, Text};
use crate::syntax::tree::{Member, Node, Scalar, Tree, Value};

/// One setting by its whole name.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    /// The whole name as the framework sees it: `spring.kafka.properties[max.poll.records]`.
    pub(super) name: String,
    /// What of it stands in one place: all of it in a property file, its last part in YAML.
    pub(super) at: Scalar,
    /// The value; items of a list are joined by commas.
    pub(super) value: Scalar,
    /// The document of the file that it stands in.
    pub(super) document: usize,
}

/// A file with more settings is made to be expensive, by references to references.
const MOST: usize = 1 << 17;

/// All settings of a property file. Where documents end is Spring's word; others have no documents.
pub(super) fn of_properties(document: &Document<'_>, raw: &[u8]) -> Vec<Flat> {
    let mut out: Vec<Flat> = Vec::with_capacity(document.entries.len());
    let mut separators = Separators::new(raw);
    let mut comments = document.comments.iter().peekable();
    for entry in &document.entries {
        while let Some(comment) = comments.next_if(|c| c.start < entry.line.start) {
            separators.comment(*comment);
        }
        let number = separators.entry();
        let (name, index) = without_index(&entry.key.text);
        let value = scalar(&entry.value);
        match out.last_mut() {
            // `servers[0]=a`, `servers[1]=b`
            Some(last) if index > Some(0) && last.name == name && last.document == number => {
                last.value.text = format!("{},{}", last.value.text, value.text).into();
                last.value.map = None;
            }
            _ => out.push(Flat {
                name: name.to_owned(),
                at: scalar(&entry.key),
                value,
                document: number,
            }),
        }
    }
    out
}

/// Settings of a text that stands inside of another file, with their places there.
pub(super) fn embed(flats: &mut [Flat], text: &Scalar) {
    let place = |inner: &mut Scalar| {
        let outer = text.part(inner.span.range());
        inner.span = outer.span;
        inner.map = None;
    };
    for flat in flats {
        place(&mut flat.at);
        place(&mut flat.value);
    }
}

/// Finds the documents of a property file as Spring Boot's `OriginTrackedPropertiesLoader` does.
struct Separators<'r> {
    raw: &'r [u8],
    number: usize,
    /// The last document that has settings, where the present one has none yet.
    before: Option<usize>,
    is_empty: bool,
    /// The mark of the comment right before, if there is one.
    mark: Option<u8>,
}

impl<'r> Separators<'r> {
    fn new(raw: &'r [u8]) -> Self {
        Separators {
            raw,
            number: 0,
            before: None,
            is_empty: true,
            mark: None,
        }
    }

    fn comment(&mut self, span: Span) {
        let text = self.raw.get(span.range()).unwrap_or_default();
        let Some((mark, rest)) = text.split_first() else {
            return;
        };
        let at_start = span.start == 0
            || self
                .raw
                .get(span.start as usize - 1)
                .is_some_and(|b| matches!(b, b'\n' | b'\r'));
        let line = rest.strip_prefix(b"---").filter(|_| at_start);
        if self.mark != Some(*mark) && line.is_some_and(|rest| rest.trim_ascii().is_empty()) {
            if !self.is_empty {
                self.before = Some(self.number);
            }
            self.number += 1;
            self.is_empty = true;
            return;
        }
        // A comment right after the separator takes it back.
        if let Some(before) = self.before.filter(|_| self.is_empty) {
            self.number = before;
            self.is_empty = false;
        }
        self.mark = Some(*mark);
    }

    fn entry(&mut self) -> usize {
        self.mark = None;
        self.is_empty = false;
        self.number
    }
}

/// A name without the index of a list at its end.
fn without_index(name: &str) -> (&str, Option<usize>) {
    let cut = || {
        let (head, index) = name.strip_suffix(']')?.rsplit_once('[')?;
        Some((head, index.parse().ok()?))
    };
    match cut() {
        Some((head, index)) => (head, Some(index)),
        None => (name, None),
    }
}

fn scalar(text: &Text<'_>) -> Scalar {
    Scalar {
        text: text.text.as_ref().into(),
        span: text.trimmed(),
        map: text.map.clone(),
        quoted: true,
    }
}

/// All settings of a YAML file, named as Spring's `YamlProcessor` and its likes name them.
pub(super) fn of_tree(tree: &Tree) -> Vec<Flat> {
    let mut out = Vec::new();
    let mut left = MOST;
    for (number, document) in tree.documents.iter().enumerate() {
        flatten(document, "", number, &mut left, &mut out);
    }
    out
}

fn flatten(node: &Node, path: &str, document: usize, left: &mut usize, out: &mut Vec<Flat>) {
    for member in node.members() {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let part = &*member.name.text;
        let name = match path.is_empty() || part.starts_with('[') {
            true => format!("{path}{part}"),
            false => format!("{path}.{part}"),
        };
        match &member.node.value {
            Value::Map(_) => flatten(&member.node, &name, document, left, out),
            Value::List(items) => list(member, &name, items, document, left, out),
            Value::Null => out.push(Flat {
                name,
                at: member.name.clone(),
                value: nothing(&member.node),
                document,
            }),
            Value::Scalar(scalar) => out.push(Flat {
                name,
                at: member.name.clone(),
                value: plain(scalar),
                document,
            }),
        }
    }
}

fn list(
    member: &Member,
    name: &str,
    items: &[Arc<Node>],
    document: usize,
    left: &mut usize,
    out: &mut Vec<Flat>,
) {
    let texts: Vec<&Scalar> = items.iter().filter_map(|item| item.scalar()).collect();
    if let ([first, .., last] | [first @ last], true) = (&*texts, texts.len() == items.len()) {
        let joined: Vec<&str> = texts.iter().map(|scalar| &*scalar.text).collect();
        out.push(Flat {
            name: name.to_owned(),
            at: member.name.clone(),
            value: Scalar {
                text: joined.join(",").into(),
                span: Span::new(first.span.start, last.span.end.max(first.span.end)),
                map: None,
                quoted: true,
            },
            document,
        });
        return;
    }
    for (index, item) in items.iter().enumerate() {
        flatten(item, &format!("{name}[{index}]"), document, left, out);
    }
}

fn nothing(node: &Node) -> Scalar {
    Scalar {
        text: "".into(),
        span: Span::new(node.span.end, node.span.end),
        map: None,
        quoted: true,
    }
}

/// A scalar as YAML 1.1 reads it, which is what these frameworks use: `yes` is `true`, `1_000` is `1000`.
fn plain(scalar: &Scalar) -> Scalar {
    let text = &*scalar.text;
    let read = match text {
        _ if scalar.quoted => None,
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "True" | "TRUE" => Some("true".to_owned()),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" | "False" | "FALSE" => Some("false".to_owned()),
        _ => number(text),
    };
    Scalar {
        text: read.map_or_else(|| scalar.text.clone(), Into::into),
        ..scalar.clone()
    }
}

/// A whole number that is not written as Java would write it.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) if text.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text),
    };
    let first = digits.bytes().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let digits = digits.replace('_', "");
    let value = match digits.strip_prefix("0x") {
        Some(hex) => i64::from_str_radix(hex, 16),
        None if digits.len() > 1 && first == b'0' => i64::from_str_radix(&digits[1..], 8),
        None => digits.parse(),
    };
    value.ok().map(|value| format!("{sign}{value}"))
}

/// The parts of a name; what stands in brackets is one part, whatever it holds.
pub(super) fn parts(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (part, after) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((inside, after)) => (inside, after),
            None => {
                // A bracket that nobody closes is a letter like others.
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let end = rest[first..]
                    .find(['.', '['])
                    .map_or(rest.len(), |end| end + first);
                rest.split_at(if rest.starts_with('.') { 0 } else { end })
            }
        };
        parts.push(part);
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    parts
}

/// The places of all values that nobody may see, Kafka's or not: reports show the lines around a finding.
pub(super) fn secret_spans(flats: &[Flat]) -> Vec<Span> {
    flats
        .iter()
        .filter(|flat| {
            secrets::is_secret_name(&flat.name) || secrets::shows_secret(&flat.value.text)
        })
        .map(|flat| flat.value.span)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{properties, yaml};

    fn shown(flats: &[Flat]) -> Vec<String> {
        flats
            .iter()
            .map(|f| format!("{} {}={}", f.document, f.name, f.value.text))
            .collect()
    }

    #[test]
    fn both_syntaxes_give_the_same_names() {
        let text = "a.b=1\na.servers[0]=x:1\na.servers[1]=y:1\na.map[k.l]=v\n#---\na.b=2\n";
        let of_text = of_properties(&properties::parse(text.as_bytes()), text.as_bytes());
        let yaml = "a:\n  b: 1\n  servers: [x:1, y:1]\n  map:\n    '[k.l]': v\n---\na.b: 2\n";
        assert_eq!(shown(&of_text), shown(&of_tree(&yaml::parse(yaml))));
        assert_eq!(
            shown(&of_text),
            [
                "0 a.b=1",
                "0 a.servers=x:1,y:1",
                "0 a.map[k.l]=v",
                "1 a.b=2"
            ]
        );
        assert_eq!(parts("a.map[k.l]"), ["a", "map", "k.l"]);
        assert_eq!(parts("a[0].b"), ["a", "0", "b"]);
        assert_eq!(parts("a[x"), ["a", "[x"]);
        assert_eq!(parts("..é.[é"), ["", "", "é", "[é"]);
    }

    #[test]
    fn separators_are_those_that_spring_takes() {
        let documents = |text: &str| -> Vec<usize> {
            of_properties(&properties::parse(text.as_bytes()), text.as_bytes())
                .iter()
                .map(|f| f.document)
                .collect()
        };
        assert_eq!(documents("a=1\n#---\nb=2\n!--- \nc=3\n"), [0, 1, 2]);
        for one in [
            "a=1\n #---\nb=2\n",
            "a=1\n#--- x\nb=2\n",
            "a=1\n# note\n#---\nb=2\n",
            "a=1\n#---\n# note\nb=2\n",
        ] {
            assert_eq!(documents(one), [0, 0], "{one:?}");
        }
    }

    #[test]
    fn plain_scalars_are_those_of_yaml_1_1() {
        let yaml = "a: yes\nb: 1_000\nc: '1_000'\nd: 010\ne:\nf: 1.5\ng: -1\nh: 0x10\ni: 1:30\n";
        let tree = yaml::parse(yaml);
        let texts: Vec<String> = of_tree(&tree)
            .iter()
            .map(|f| f.value.text.to_string())
            .collect();
        assert_eq!(
            texts,
            ["true", "1000", "1_000", "8", "", "1.5", "-1", "16", "1:30"]
        );
    }

    #[test]
    fn references_to_references_end() {
        let mut yaml = "a0: &a0 {x: 1}\n".to_owned();
        for n in 1..40 {
            let below = n - 1;
            yaml.push_str(&format!("a{n}: &a{n} {{x: *a{below}, y: *a{below}}}\n"));
        }
        assert!(of_tree(&yaml::parse(&yaml)).len() <= MOST);
    }
}
