//! What YAML and JSON have in common: values in values, each with its place.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Span, TextMap};

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The documents that could be read, in order.
    pub documents: Vec<Arc<Node>>,
    /// What could not be read: why, and where.
    pub faults: Vec<Fault>,
    /// Comments, from their mark to the end of the line.
    pub comments: Vec<Span>,
    /// Names that one mapping has twice: the earlier one, and the one that comes later.
    pub duplicates: Vec<(Span, Span)>,
}

/// A document that could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, for people.
    pub why: String,
    /// Where.
    pub span: Span,
}

/// One value.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing: `null`, `~`, or no text at all.
    Null,
    /// A text, a number or a truth value, all as text.
    Scalar(Scalar),
    /// Values in order.
    List(Vec<Arc<Node>>),
    /// Names with values in order, doubles included.
    Map(Vec<Member>),
}

/// A name with its value.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name.
    pub name: Scalar,
    /// The value.
    pub node: Arc<Node>,
    /// Whether it was merged in from another mapping (`<<`).
    pub merged: bool,
}

/// A decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub text: Box<str>,
    /// Where it stands, without quotes.
    pub span: Span,
    /// Where its parts stand; `None` where the text is the bytes as they stand.
    pub map: Option<TextMap>,
    /// Whether it has quotes or is a block, so that it is a text whatever it looks like.
    pub quoted: bool,
}

impl Scalar {
    /// A part of the text as a text of its own: `KEY` of `KEY=value`.
    pub fn part(&self, range: Range<usize>) -> Scalar {
        let (start, end) = (range.start as u32, range.end as u32);
        let span = match &self.map {
            None => Span::new(self.span.start + start, self.span.start + end),
            Some(map) => map.to_raw(start..end).unwrap_or(self.span),
        };
        let exact = self
            .map
            .as_ref()
            .is_none_or(|map| map.is_identity(start..end));
        Scalar {
            text: self.text[range].into(),
            span,
            map: (!exact).then(|| {
                let mut map = TextMap::default();
                map.push(end - start, span, false);
                map
            }),
            quoted: self.quoted,
        }
    }
}

impl Node {
    /// The value of a name; the last one where there are several.
    pub fn get(&self, name: &str) -> Option<&Arc<Node>> {
        self.member(name).map(|member| &member.node)
    }

    /// A name and its value; the last one where there are several.
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().rev().find(|m| &*m.name.text == name)
    }

    /// The value at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        let mut node = self;
        for name in path {
            node = node.get(name)?;
        }
        Some(node)
    }

    /// Names and values; none where it is no mapping.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Map(members) => members,
            _ => &[],
        }
    }

    /// Values in order; none where it is no list.
    pub fn items(&self) -> &[Arc<Node>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        self.scalar().map(|scalar| &*scalar.text)
    }

    /// The text at the end of a path of names.
    pub fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.text()
    }

    /// The whole number, if it is one.
    pub fn number(&self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }

    /// Whether it is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}
