//! YAML, read as events, so that an alias costs nothing until somebody looks behind it.
mod map;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle};

use super::tree::{Fault, Member, Node, Scalar, Tree, Value};
use crate::source::Span;

/// So many values are read of one file; more are no configuration.
const LARGEST: usize = 2_000_000;

/// What the largest file may cost in names that mappings take over from others.
const MOST_MERGED: usize = 200_000;

/// Reads YAML text. A document that cannot be read is a fault, and the next one is read.
pub fn parse(text: &str) -> Tree {
    let options = granit_parser::options! {
        // A file with a long comment in the middle is not an attack.
        max_buffered_comment_events: 1_000_000,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: 65_536,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        text,
        tree: Tree::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        read: 0,
        merged: 0,
    };
    loop {
        match parser.next() {
            None => break,
            Some(Ok((Event::StreamEnd, _))) => break,
            Some(Ok((event, span))) => {
                if let Err(why) = builder.take(event, bytes(&span, text)) {
                    let span = bytes(&span, text);
                    builder.tree.faults.push(Fault { why, span });
                    break;
                }
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len()) as u32;
                builder.abandon(Fault {
                    why: words(&error),
                    span: Span::new(at, at),
                });
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
    builder.tree
}

fn words(error: &granit_parser::ScanError) -> String {
    let text = error.to_string();
    // The place is told by the finding itself.
    let end = [" at byte ", " at char "]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    text[..end.unwrap_or(text.len())].to_owned()
}

fn bytes(span: &granit_parser::Span, text: &str) -> Span {
    let at =
        |marker: &granit_parser::Marker| marker.byte_offset().unwrap_or(0).min(text.len()) as u32;
    let start = at(&span.start);
    Span::new(start, at(&span.end).max(start))
}

/// A list or mapping that is not at its end yet.
enum Open {
    List {
        start: u32,
        anchor: usize,
        items: Vec<Arc<Node>>,
    },
    Map {
        start: u32,
        anchor: usize,
        members: Vec<Member>,
        name: Option<Scalar>,
    },
}

struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    open: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
    read: usize,
    merged: usize,
}

impl Builder<'_> {
    fn abandon(&mut self, fault: Fault) {
        self.tree.faults.push(fault);
        // What stands above the fault is read all the same: lists and mappings end where it begins.
        let at = self.tree.faults.last().map_or(0, |f| f.span.start);
        while !self.open.is_empty() {
            if self.close(at).is_err() {
                break;
            }
        }
        self.anchors.clear();
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        match event {
            Event::DocumentStart(..) => self.anchors.clear(),
            Event::Comment(..) => self.tree.comments.push(span),
            Event::Alias(id) => match self.anchors.get(&id).cloned() {
                Some(node) => self.put(node, None)?,
                // An alias inside of what it names.
                None => self.put(null(span), None)?,
            },
            Event::UnresolvedAlias(_) => self.put(null(span), None)?,
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(&text, style, span);
                self.remember(anchor, &node);
                self.put(node, Some(style))?;
            }
            Event::SequenceStart(_, anchor, _) => self.open.push(Open::List {
                start: span.start,
                anchor,
                items: Vec::new(),
            }),
            Event::MappingStart(_, anchor, _) => self.open.push(Open::Map {
                start: span.start,
                anchor,
                members: Vec::new(),
                name: None,
            }),
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end)?,
            _ => {}
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Arc<Node>) {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(node));
        }
    }

    fn close(&mut self, end: u32) -> Result<(), String> {
        let (start, anchor, value) = match self.open.pop() {
            Some(Open::List {
                start,
                anchor,
                items,
            }) => (start, anchor, Value::List(items)),
            Some(Open::Map {
                start,
                anchor,
                members,
                ..
            }) => (start, anchor, Value::Map(self.merge(members)?)),
            None => return Ok(()),
        };
        let node = Arc::new(Node {
            span: Span::new(start, end.max(start)),
            value,
        });
        self.remember(anchor, &node);
        self.put(node, None)
    }

    /// Adds a value to what is open; a document without an open list or mapping is that value.
    fn put(&mut self, node: Arc<Node>, style: Option<ScalarStyle>) -> Result<(), String> {
        self.read += 1;
        if self.read > LARGEST {
            return Err(format!("the file holds more than {LARGEST} values"));
        }
        match self.open.last_mut() {
            None => self.tree.documents.push(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { members, name, .. }) => match name.take() {
                None => {
                    *name = Some(match &node.value {
                        Value::Scalar(scalar) => scalar.clone(),
                        // `? [a, b]` and `{{ x }}`: a name that no dialect looks for.
                        _ => Scalar {
                            text: "".into(),
                            span: node.span,
                            map: None,
                            quoted: style.is_some_and(|s| s != ScalarStyle::Plain),
                        },
                    });
                }
                Some(name) => members.push(Member {
                    name,
                    node,
                    merged: false,
                }),
            },
        }
        Ok(())
    }

    /// Puts in what `<<` takes over; a name of the mapping itself goes before it, and an earlier mapping of a
    /// list before a later one.
    fn merge(&mut self, members: Vec<Member>) -> Result<Vec<Member>, String> {
        let is_merge = |m: &Member| !m.name.quoted && &*m.name.text == "<<";
        let mut seen: HashMap<Box<str>, Span> = HashMap::with_capacity(members.len());
        for member in members.iter().filter(|m| !is_merge(m)) {
            if member.name.text.is_empty() {
                continue;
            }
            if let Some(earlier) = seen.insert(member.name.text.clone(), member.name.span) {
                self.tree.duplicates.push((earlier, member.name.span));
            }
        }
        if !members.iter().any(is_merge) {
            return Ok(members);
        }
        let mut out = Vec::with_capacity(members.len());
        for member in members {
            if !is_merge(&member) {
                out.push(member);
                continue;
            }
            let from: Vec<Arc<Node>> = match &member.node.value {
                Value::List(items) => items.clone(),
                _ => vec![Arc::clone(&member.node)],
            };
            for other in from.iter().flat_map(|node| node.members()) {
                self.merged += 1;
                if self.merged > MOST_MERGED {
                    return Err("its mappings take over too much from each other".to_owned());
                }
                if !seen.contains_key(&other.name.text) {
                    seen.insert(other.name.text.clone(), other.name.span);
                    out.push(Member {
                        merged: true,
                        ..other.clone()
                    });
                }
            }
        }
        Ok(out)
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Arc<Node> {
        let raw = self.text;
        let plain = style == ScalarStyle::Plain;
        if plain && (span.is_empty() || matches!(text, "~" | "null" | "Null" | "NULL" | "")) {
            return null(span);
        }
        let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        let inside = match quoted && span.end - span.start >= 2 {
            true => Span::new(span.start + 1, span.end - 1),
            false => span,
        };
        let map = match raw.get(inside.range()) {
            Some(bytes) if bytes == text => None,
            _ => Some(map::map(raw, inside, text, style)),
        };
        Arc::new(Node {
            span,
            value: Value::Scalar(Scalar {
                text: text.into(),
                span: inside,
                map,
                quoted: !plain,
            }),
        })
    }
}

fn null(span: Span) -> Arc<Node> {
    Arc::new(Node {
        span,
        value: Value::Null,
    })
}
