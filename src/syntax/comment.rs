//! Comments, and what each of them is for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::hcl::{self, Body, Expr, Kind, Part};
use super::tree::{Node, Scalar, Tree, Value};
use super::{env, properties};
use crate::source::{Span, TextMap};

/// So many things that end on one line are looked at.
const MOST_CLOSED: usize = 100;

/// A comment.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Where it stands, its marks included.
    pub span: Span,
    /// What it says, without its marks and the blanks around.
    pub text: Scalar,
    /// What it is for: the setting or block that follows a comment on a line of its own, else what the rest of
    /// its line says. Nothing where there is none.
    pub subject: Option<Span>,
    /// The document inside of the file that it stands in, with the name that the file gives it.
    pub document: Option<Span>,
}

/// What a syntax tells of a file.
#[derive(Default)]
struct Outline {
    comments: Vec<Span>,
    /// Whatever a comment can be for: settings, blocks, items.
    parts: Vec<Span>,
    /// Texts that may be files of their own, and what holds each.
    texts: Vec<(Span, Scalar)>,
}

impl Outline {
    /// Takes in a text that may be a file. A comment ends with its line, so one of a single line has none with a
    /// setting behind it.
    fn take_text(&mut self, holder: Span, text: &Scalar) {
        if text.text.contains('\n') {
            self.texts.push((holder, text.clone()));
        }
    }
}

/// The comments of a property file that hold a word.
pub fn of_properties(raw: &[u8], word: &str) -> Vec<Comment> {
    let document = properties::parse(raw);
    let entries = document.entries.iter();
    let outline = Outline {
        parts: entries
            .map(|e| Span::new(e.key.span.start, e.value.trimmed().end.max(e.key.span.end)))
            .collect(),
        comments: document.comments,
        texts: Vec::new(),
    };
    find(raw, outline, word)
}

/// The comments of an environment file that hold a word.
pub fn of_env(text: &str, word: &str) -> Vec<Comment> {
    let (variables, comments) = env::parse_with_comments(text);
    let parts = variables.iter().map(|variable| {
        let name = variable.name.span;
        let end = variable.value.as_ref().map_or(name.end, |v| v.span.end);
        Span::new(name.start, end.max(name.end))
    });
    let outline = Outline {
        parts: parts.collect(),
        comments,
        texts: Vec::new(),
    };
    find(text.as_bytes(), outline, word)
}

/// The comments of YAML and JSON that hold a word. `raw` is the file, of which the tree has the places.
pub fn of_tree(raw: &[u8], tree: &Tree, word: &str) -> Vec<Comment> {
    let mut outline = Outline {
        comments: tree.comments.clone(),
        ..Outline::default()
    };
    let mut ends = Ends {
        raw,
        comments: &tree.comments,
        known: HashMap::new(),
    };
    let mut left: Vec<&Arc<Node>> = tree.documents.iter().collect();
    for document in left.iter().filter(|document| is_block(raw, document)) {
        let end = ends.of(document.span);
        outline.parts.push(Span::new(document.span.start, end));
    }
    let mut seen = HashSet::new();
    while let Some(node) = left.pop() {
        if !seen.insert(Arc::as_ptr(node)) {
            continue;
        }
        let members = node.members().iter().filter(|member| !member.merged);
        let members = members.map(|member| (member.name.span, &member.node));
        let items = node.items().iter().map(|item| {
            let start = Span::new(item.span.start, item.span.start);
            (start, item)
        });
        for (name, value) in members.chain(items) {
            // What an alias stands for is written elsewhere.
            let here = value.span.start >= name.start && value.span.start >= node.span.start;
            let end = match here {
                true => ends.of(value.span).max(name.end),
                false => name.end,
            };
            let part = Span::new(name.start, end);
            if !part.is_empty() {
                outline.parts.push(part);
            }
            if let (Value::Scalar(text), true) = (&value.value, here) {
                outline.take_text(part, text);
            }
            left.push(value);
        }
    }
    find(raw, outline, word)
}

/// Whether a comment before a document is for all of it. One in brackets is a block like others. One without
/// begins with its first name, which the comment is for, unless it is an object of Kubernetes': nobody has
/// anything to say of its `apiVersion`.
fn is_block(raw: &[u8], document: &Node) -> bool {
    let first = raw.get(document.span.start as usize);
    let names = ["apiVersion", "kind"];
    matches!(first, Some(b'{' | b'[')) || names.iter().all(|name| document.get(name).is_some())
}

/// The comments of HCL that hold a word.
pub fn of_hcl(text: &str, body: &Body, word: &str) -> Vec<Comment> {
    let mut outline = Outline {
        comments: hcl::comments(text),
        ..Outline::default()
    };
    let mut bodies = vec![body];
    let mut values: Vec<(Span, &Expr)> = Vec::new();
    while let Some(body) = bodies.pop() {
        for block in &body.blocks {
            outline.parts.push(block.span);
            bodies.push(&block.body);
        }
        values.extend(body.attributes.iter().map(|attribute| {
            let part = Span::new(attribute.name.span.start, attribute.value.span.end);
            (part, &attribute.value)
        }));
        while let Some((part, value)) = values.pop() {
            outline.parts.push(part);
            match &value.kind {
                Kind::Map(members) => values.extend(
                    members
                        .iter()
                        .map(|(name, value)| (Span::new(name.span.start, value.span.end), value)),
                ),
                Kind::List(items)
                | Kind::Call {
                    arguments: items, ..
                } => values.extend(items.iter().map(|item| (item.span, item))),
                Kind::Scalar(text) => outline.take_text(part, text),
                Kind::Template(parts) => {
                    for inner in parts {
                        if let Part::Text(text) = inner {
                            outline.take_text(part, text);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    find(text.as_bytes(), outline, word)
}

fn find(raw: &[u8], outline: Outline, word: &str) -> Vec<Comment> {
    let holds = |bytes: &[u8]| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let Outline {
        mut comments,
        mut parts,
        texts,
    } = outline;
    comments.retain(|span| raw.get(span.range()).is_some_and(holds));
    comments.sort_unstable();
    // Of those that begin at one place the largest comes first.
    parts.sort_unstable_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
    let mut found = attach(raw, &comments, &parts);
    for (holder, text) in texts {
        if !holds(text.text.as_bytes()) {
            continue;
        }
        found.extend(inside(&text, word).into_iter().map(|comment| Comment {
            document: Some(holder),
            ..comment
        }));
    }
    found.sort_by_key(|comment| comment.span);
    found
}

/// The comments of a property file that stands inside of a text.
fn inside(text: &Scalar, word: &str) -> Vec<Comment> {
    let place = |span: Span| text.part(span.range()).span;
    of_properties(text.text.as_bytes(), word)
        .into_iter()
        .map(|comment| Comment {
            span: place(comment.span),
            text: text.part(comment.text.span.range()),
            subject: comment.subject.map(place),
            document: None,
        })
        .collect()
}

/// Finds what each comment is for, in one walk over both.
fn attach(raw: &[u8], comments: &[Span], parts: &[Span]) -> Vec<Comment> {
    let mut ends: Vec<Span> = parts.to_vec();
    ends.sort_unstable_by_key(|part| part.end);
    let mut open: Vec<Span> = Vec::new();
    let mut next = 0;
    let mut line = Line::default();
    let mut found = Vec::with_capacity(comments.len());
    for span in comments {
        while let Some(part) = parts.get(next).filter(|part| part.start < span.start) {
            open.retain(|outer| outer.end > part.start);
            open.push(*part);
            next += 1;
        }
        open.retain(|outer| outer.end > span.start);
        line.go_to(raw, span.start);
        let before = raw[line.start as usize..span.start as usize].trim_ascii_end();
        let subject = line.holds(&parts[..next]).or_else(|| {
            if before.ends_with(b"}") || before.ends_with(b"]") || before.ends_with(b"\"") {
                // The end of something that is longer than this line.
                let last = ends.partition_point(|part| part.end <= span.start);
                let closed = ends[..last].iter().rev().take(MOST_CLOSED);
                let closed = closed.take_while(|part| part.end > line.start);
                return closed.min_by_key(|part| part.start).copied();
            }
            let within = |part: &&Span| open.last().is_none_or(|outer| part.start < outer.end);
            parts.get(next).filter(within).copied()
        });
        found.push(Comment {
            span: *span,
            text: words(raw, *span),
            subject,
            document: None,
        });
    }
    found
}

/// The line of a comment, up to it.
#[derive(Default)]
struct Line {
    start: u32,
    /// The place up to which it was looked at.
    at: u32,
    /// What its parts that were looked at cover, and how many of all parts these are.
    held: Option<Span>,
    looked: usize,
}

impl Line {
    /// Goes on to a later place, on this line or another one.
    fn go_to(&mut self, raw: &[u8], place: u32) {
        let between = &raw[self.at as usize..place as usize];
        if let Some(end) = memchr::memrchr2(b'\n', b'\r', between) {
            self.start = self.at + end as u32 + 1;
            self.held = None;
        }
        self.at = place;
    }

    /// What the parts that begin on this line cover together.
    fn holds(&mut self, parts: &[Span]) -> Option<Span> {
        for part in &parts[self.looked..] {
            if part.start >= self.start {
                let held = self.held.unwrap_or(*part);
                self.held = Some(Span::new(held.start, held.end.max(part.end)));
            }
        }
        self.looked = parts.len();
        self.held
    }
}

/// What a comment says: `# x`, `! x`, `// x`, `/* x */`.
fn words(raw: &[u8], span: Span) -> Scalar {
    let bytes = &raw[span.range()];
    let (marks, bytes) = match bytes {
        [b'/', b'*', rest @ ..] => (2, rest.strip_suffix(b"*/").unwrap_or(rest)),
        [b'/', b'/', rest @ ..] => (2, rest),
        _ => {
            let more = bytes
                .iter()
                .take_while(|b| matches!(b, b'#' | b'!'))
                .count();
            (more, &bytes[more..])
        }
    };
    let blanks = bytes.len() - bytes.trim_ascii_start().len();
    let bytes = bytes.trim_ascii();
    let start = span.start + (marks + blanks) as u32;
    let span = Span::new(start, start + bytes.len() as u32);
    match std::str::from_utf8(bytes) {
        Ok(text) => Scalar {
            text: text.into(),
            span,
            map: None,
            quoted: false,
        },
        // Each byte is a character of ISO-8859-1.
        Err(_) => {
            let mut map = TextMap::default();
            for (at, byte) in (start..).zip(bytes) {
                let length = char::from(*byte).len_utf8() as u32;
                map.push(length, Span::new(at, at + 1), byte.is_ascii());
            }
            Scalar {
                text: bytes.iter().map(|b| char::from(*b)).collect(),
                span,
                map: Some(map),
                quoted: false,
            }
        }
    }
}

/// Where things end that the parser lets end where the next one begins.
struct Ends<'a> {
    raw: &'a [u8],
    comments: &'a [Span],
    known: HashMap<u32, u32>,
}

impl Ends<'_> {
    /// The end without the blanks and comments before it.
    fn of(&mut self, span: Span) -> u32 {
        if let Some(end) = self.known.get(&span.end) {
            return (*end).max(span.start);
        }
        let mut end = span.end.min(self.raw.len() as u32);
        loop {
            end = self.raw[..end as usize].trim_ascii_end().len() as u32;
            let at = self.comments.partition_point(|c| c.end < end);
            match self.comments.get(at) {
                Some(comment) if comment.end == end && !comment.is_empty() => end = comment.start,
                _ => break,
            }
        }
        self.known.insert(span.end, end);
        end.max(span.start)
    }
}
