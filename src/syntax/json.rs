//! JSON, and JSON with comments.

use std::collections::HashMap;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::tree::{Fault, Member, Node, Scalar, Tree, Value};
use crate::source::{Span, TextMap};

/// Reads JSON text, comments and commas at the end allowed.
pub fn parse(text: &str) -> Tree {
    let mut tree = Tree::default();
    let collect = CollectOptions {
        comments: CommentCollectionStrategy::Separate,
        tokens: false,
    };
    match parse_to_ast(text, &collect, &ParseOptions::default()) {
        Ok(parsed) => {
            let comments = parsed.comments.iter().flat_map(|map| map.values());
            tree.comments = comments
                .flat_map(|list| list.iter())
                .map(|comment| span(comment.range()))
                .collect();
            tree.comments.sort();
            tree.comments.dedup();
            if let Some(value) = parsed.value {
                let node = node(text, &value, &mut tree);
                tree.documents.push(node);
            }
        }
        Err(error) => {
            let at = error.range().start.min(text.len()) as u32;
            tree.faults.push(Fault {
                why: error.kind().to_string(),
                span: Span::new(at, at),
            });
        }
    }
    tree
}

fn span(range: jsonc_parser::common::Range) -> Span {
    Span::new(range.start as u32, range.end as u32)
}

fn node(raw: &str, value: &ast::Value<'_>, tree: &mut Tree) -> Arc<Node> {
    let whole = span(value.range());
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::StringLit(lit) => Value::Scalar(quoted(raw, &lit.value, whole)),
        ast::Value::NumberLit(lit) => Value::Scalar(bare(lit.value, whole)),
        ast::Value::BooleanLit(lit) => {
            Value::Scalar(bare(if lit.value { "true" } else { "false" }, whole))
        }
        ast::Value::Array(array) => Value::List(
            array
                .elements
                .iter()
                .map(|element| node(raw, element, tree))
                .collect(),
        ),
        ast::Value::Object(object) => {
            let mut seen: HashMap<Box<str>, Span> = HashMap::new();
            let mut members = Vec::with_capacity(object.properties.len());
            for property in &object.properties {
                let at = span(property.name.range());
                let name = match &property.name {
                    ast::ObjectPropName::String(lit) => quoted(raw, &lit.value, at),
                    ast::ObjectPropName::Word(word) => bare(word.value, at),
                };
                if let Some(earlier) = seen.insert(name.text.clone(), name.span) {
                    tree.duplicates.push((earlier, name.span));
                }
                members.push(Member {
                    name,
                    node: node(raw, &property.value, tree),
                    merged: false,
                });
            }
            Value::Map(members)
        }
    };
    Arc::new(Node { span: whole, value })
}

fn bare(text: &str, span: Span) -> Scalar {
    Scalar {
        text: text.into(),
        span,
        map: None,
        quoted: false,
    }
}

fn quoted(raw: &str, text: &str, whole: Span) -> Scalar {
    let inside = match whole.end - whole.start >= 2 {
        true => Span::new(whole.start + 1, whole.end - 1),
        false => whole,
    };
    let bytes = raw.get(inside.range()).unwrap_or_default();
    Scalar {
        text: text.into(),
        span: inside,
        map: (bytes != text).then(|| escapes(bytes, text, inside)),
        quoted: true,
    }
}

/// Where the parts of a text with escapes stand.
fn escapes(bytes: &str, text: &str, inside: Span) -> TextMap {
    let mut map = TextMap::default();
    let mut rest = bytes.char_indices().peekable();
    let mut decoded = text.chars();
    let at = |offset: usize| inside.start + offset as u32;
    while let Some((start, c)) = rest.next() {
        let Some(result) = decoded.next() else { break };
        if c == '\\' && matches!(rest.next(), Some((_, 'u'))) {
            // A character outside the first plane is written as two escapes.
            let digits = if result.len_utf8() == 4 { 10 } else { 4 };
            rest.by_ref().take(digits).for_each(drop);
        }
        let end = rest.peek().map_or(bytes.len(), |(offset, _)| *offset);
        let span = Span::new(at(start), at(end));
        map.push(result.len_utf8() as u32, span, c != '\\');
    }
    if map.decoded_len() as usize != text.len() {
        let mut whole = TextMap::default();
        whole.push(text.len() as u32, inside, false);
        return whole;
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_escapes_stand_where_they_are_said_to() {
        let raw = "{\"a\": \"x=1\\ny\\u00e9=\\ud83d\\ude00!\", // c\n \"n\": [1, true, null], \"a\": \"z\",}";
        let tree = parse(raw);
        assert_eq!(tree.faults, []);
        let root = &tree.documents[0];
        assert_eq!(root.text_at(&["a"]), Some("z"));
        assert_eq!(tree.duplicates.len(), 1);
        assert_eq!(tree.comments.len(), 1);
        let scalar = root.members()[0].node.scalar().unwrap();
        assert_eq!(&*scalar.text, "x=1\nyé=😀!");
        let map = scalar.map.as_ref().unwrap();
        let text = |range: std::ops::Range<u32>| &raw[map.to_raw(range).unwrap().range()];
        assert_eq!(text(0..3), "x=1");
        assert_eq!(text(4..7), "y\\u00e9");
        assert_eq!(text(8..12), "\\ud83d\\ude00");
        assert_eq!(text(12..13), "!");
        assert_eq!(root.get("n").unwrap().items().len(), 3);
    }

    #[test]
    fn broken_and_deep_files_are_faults() {
        for raw in ["{", "{\"a\": }", &"[".repeat(100_000), "{\"a\" 1}"] {
            assert_eq!(parse(raw).faults.len(), 1);
        }
    }
}
