//! What holds for every tree.
use kafka_lint::source::Span;
use kafka_lint::syntax::hcl::{Body, Expr, Kind, Part};
use kafka_lint::syntax::tree::{Node, Scalar, Tree, Value};

/// More values than this are looked at behind aliases only once in a while.
const MOST: usize = 10_000;

/// Checks a tree of YAML or JSON.
pub fn check(text: &str, tree: &Tree) {
    let mut left = MOST;
    for document in &tree.documents {
        node(text, document, &mut left);
    }
    for fault in &tree.faults {
        span(text, fault.span);
    }
    for comment in &tree.comments {
        span(text, *comment);
    }
}

fn node(text: &str, this: &Node, left: &mut usize) {
    if *left == 0 {
        return;
    }
    *left -= 1;
    span(text, this.span);
    match &this.value {
        Value::Null => {}
        Value::Scalar(found) => scalar(text, found),
        Value::List(items) => items.iter().for_each(|item| node(text, item, left)),
        Value::Map(members) => {
            for member in members {
                scalar(text, &member.name);
                node(text, &member.node, left);
            }
        }
    }
}

/// What holds for every text of a tree.
pub fn scalar(text: &str, this: &Scalar) {
    span(text, this.span);
    match &this.map {
        None => assert!(this.text.is_empty() || text[this.span.range()] == *this.text),
        Some(map) => assert_eq!(map.decoded_len() as usize, this.text.len()),
    }
}

/// A span lies inside of the text, on the borders of characters.
pub fn span(text: &str, span: Span) {
    assert!(span.start <= span.end);
    assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
}

/// Checks a tree of Terraform's language.
pub fn body(text: &str, this: &Body) {
    for attribute in &this.attributes {
        scalar(text, &attribute.name);
        expr(text, &attribute.value);
    }
    for block in &this.blocks {
        scalar(text, &block.name);
        block.labels.iter().for_each(|label| scalar(text, label));
        body(text, &block.body);
    }
}

fn expr(text: &str, this: &Expr) {
    span(text, this.span);
    match &this.kind {
        Kind::Scalar(found) => scalar(text, found),
        Kind::List(items)
        | Kind::Call {
            arguments: items, ..
        } => items.iter().for_each(|item| expr(text, item)),
        Kind::Map(members) => members.iter().for_each(|(name, value)| {
            expr(text, name);
            expr(text, value);
        }),
        Kind::Template(parts) => parts.iter().for_each(|part| match part {
            Part::Text(found) => scalar(text, found),
            Part::Expr(inner) => expr(text, inner),
            Part::Other(at) => span(text, *at),
        }),
        Kind::Path(steps) => steps.iter().flatten().for_each(|step| scalar(text, step)),
        Kind::Null | Kind::Other => {}
    }
}
