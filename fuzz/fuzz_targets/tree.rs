//! What holds for every tree.
use kafka_lint::source::Span;
use kafka_lint::syntax::tree::{Node, Scalar, Tree, Value};

/// More values than this are looked at behind aliases only once in a while.
const MOST: usize = 10_000;

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

fn scalar(text: &str, this: &Scalar) {
    span(text, this.span);
    match &this.map {
        None => assert!(this.text.is_empty() || text[this.span.range()] == *this.text),
        Some(map) => assert_eq!(map.decoded_len() as usize, this.text.len()),
    }
}

fn span(text: &str, span: Span) {
    assert!(span.start <= span.end);
    assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
}
