//! HCL: blocks with attributes, whose values are expressions that somebody has to work out.
mod comments;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey, TraversalOperator};
use hcl_edit::structure::{BlockLabel, Structure};
use hcl_edit::template::Element;

use super::tree::{Fault, Scalar};
use crate::source::{Span, TextMap};

pub use comments::comments;

/// What stands between two braces, or in a file.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Names with values.
    pub attributes: Vec<Attribute>,
    /// Blocks in order.
    pub blocks: Vec<Block>,
}

/// A name with a value.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name.
    pub name: Scalar,
    /// The value.
    pub value: Expr,
}

/// `resource "kafka_topic" "orders" { … }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// From the first word to the closing brace.
    pub span: Span,
    /// The first word.
    pub name: Scalar,
    /// The words behind it, quotes taken off.
    pub labels: Vec<Scalar>,
    /// What is inside.
    pub body: Body,
}

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands, quotes and brackets included.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null`.
    Null,
    /// A number, a truth value, or a text without anything to fill in.
    Scalar(Scalar),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{ a = 1 }`; a name may be worked out, too.
    Map(Vec<(Expr, Expr)>),
    /// A text with parts to fill in.
    Template(Vec<Part>),
    /// `var.a["b"].c`; nothing for a step that is no plain name or number.
    Path(Vec<Option<Scalar>>),
    /// `merge(a, b...)`.
    Call {
        /// The function.
        name: Box<str>,
        /// What it is given.
        arguments: Vec<Expr>,
        /// Whether the last of these is a list of arguments.
        expands: bool,
    },
    /// What nobody works out here: operators, conditions, loops.
    Other,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text.
    Text(Scalar),
    /// `${…}`.
    Expr(Expr),
    /// `%{…}`.
    Other(Span),
}

impl Body {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| &*a.name.text == name)
    }

    /// The blocks with a first word.
    pub fn blocks<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |b| &*b.name.text == name)
    }
}

/// Reads HCL text.
///
/// # Errors
/// Why it is none, and where.
pub fn parse(text: &str) -> Result<Body, Fault> {
    // The parser knows no byte order mark; a blank of the same length keeps every byte in its place.
    let blanked = text
        .strip_prefix('\u{feff}')
        .map(|rest| format!("   {rest}"));
    let text = blanked.as_deref().unwrap_or(text);
    match hcl_edit::parser::parse_body(text) {
        Ok(body) => Ok(Reader { text }.body(&body)),
        Err(error) => {
            // The parser counts bytes, and may stop in the middle of a character.
            let at = text.floor_char_boundary(error.location().offset()) as u32;
            Err(Fault {
                why: format!("this is no HCL: {}", error.message()),
                span: Span::new(at, at),
            })
        }
    }
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    fn body(&self, body: &hcl_edit::structure::Body) -> Body {
        let mut out = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => out.attributes.push(Attribute {
                    name: self.word(attribute.key.as_str(), attribute.key.span()),
                    value: self.expr(&attribute.value),
                }),
                Structure::Block(block) => out.blocks.push(Block {
                    span: self.span(block.span()),
                    name: self.word(block.ident.as_str(), block.ident.span()),
                    labels: block.labels.iter().map(|label| self.label(label)).collect(),
                    body: self.body(&block.body),
                }),
            }
        }
        out
    }

    fn label(&self, label: &BlockLabel) -> Scalar {
        match label {
            BlockLabel::Ident(name) => self.word(name.as_str(), name.span()),
            BlockLabel::String(text) => self.quoted(text.as_str(), text.span()),
        }
    }

    fn word(&self, text: &str, span: Option<std::ops::Range<usize>>) -> Scalar {
        Scalar {
            text: text.into(),
            span: self.span(span),
            map: None,
            quoted: false,
        }
    }

    /// A text in quotes; `span` has the quotes.
    fn quoted(&self, text: &str, span: Option<std::ops::Range<usize>>) -> Scalar {
        let whole = self.span(span);
        let inside = match whole.end - whole.start >= 2 {
            true => Span::new(whole.start + 1, whole.end - 1),
            false => whole,
        };
        let decoded = self.literal(Some(inside.range()), true);
        match *decoded.text == *text {
            true => decoded,
            // Read in a way that is not known here: one changed piece.
            false => Scalar {
                text: text.into(),
                span: inside,
                map: Some(whole_map(text, inside)),
                quoted: true,
            },
        }
    }

    fn span(&self, span: Option<std::ops::Range<usize>>) -> Span {
        let span = span.unwrap_or(0..0);
        let end = span.end.min(self.text.len());
        Span::new(span.start.min(end) as u32, end as u32)
    }

    fn expr(&self, expr: &Expression) -> Expr {
        let span = self.span(expr.span());
        let kind = match expr {
            Expression::Null(_) => Kind::Null,
            Expression::Bool(_) | Expression::Number(_) => {
                Kind::Scalar(self.word(&self.text[span.range()], expr.span()))
            }
            Expression::String(text) => Kind::Scalar(self.quoted(text.as_str(), text.span())),
            Expression::Array(items) => {
                Kind::List(items.iter().map(|item| self.expr(item)).collect())
            }
            Expression::Object(object) => Kind::Map(
                object
                    .iter()
                    .map(|(name, value)| (self.name(name), self.expr(value.expr())))
                    .collect(),
            ),
            Expression::StringTemplate(template) => {
                Kind::Template(self.parts(template.iter(), true))
            }
            Expression::HeredocTemplate(heredoc) => {
                let parts = self.parts(heredoc.template.iter(), false);
                match &parts[..] {
                    [Part::Text(text)] => Kind::Scalar(text.clone()),
                    _ => Kind::Template(parts),
                }
            }
            Expression::Parenthesis(inner) => return self.expr(inner.inner()),
            Expression::Variable(name) => {
                Kind::Path(vec![Some(self.word(name.as_str(), name.span()))])
            }
            Expression::Traversal(traversal) => match self.expr(&traversal.expr).kind {
                Kind::Path(mut steps) => {
                    steps.extend(traversal.operators.iter().map(|o| self.step(o)));
                    Kind::Path(steps)
                }
                _ => Kind::Other,
            },
            Expression::FuncCall(call) => Kind::Call {
                name: call.name.name.as_str().into(),
                arguments: call.args.iter().map(|a| self.expr(a)).collect(),
                expands: call.args.expand_final(),
            },
            _ => Kind::Other,
        };
        Expr { span, kind }
    }

    /// A name of a map: a bare word is itself there, not a variable.
    fn name(&self, name: &ObjectKey) -> Expr {
        match name {
            ObjectKey::Ident(word) => Expr {
                span: self.span(word.span()),
                kind: Kind::Scalar(self.word(word.as_str(), word.span())),
            },
            ObjectKey::Expression(expr) => self.expr(expr),
        }
    }

    fn step(&self, operator: &hcl_edit::Decorated<TraversalOperator>) -> Option<Scalar> {
        match operator.value() {
            TraversalOperator::GetAttr(name) => Some(self.word(name.as_str(), name.span())),
            TraversalOperator::Index(Expression::String(text)) => {
                Some(self.quoted(text.as_str(), text.span()))
            }
            TraversalOperator::Index(Expression::Number(number)) => {
                let span = self.span(number.span());
                Some(self.word(&self.text[span.range()], number.span()))
            }
            _ => None,
        }
    }

    fn parts<'e>(&self, elements: impl Iterator<Item = &'e Element>, escapes: bool) -> Vec<Part> {
        elements
            .map(|element| match element {
                Element::Literal(text) => Part::Text(self.literal(text.span(), escapes)),
                Element::Interpolation(inner) => Part::Expr(Expr {
                    span: self.span(inner.span()),
                    ..self.expr(&inner.expr)
                }),
                Element::Directive(directive) => Part::Other(self.span(directive.span())),
            })
            .collect()
    }

    /// The text of a template as it stands in the file: indented, for whoever reads it takes no notice.
    fn literal(&self, span: Option<std::ops::Range<usize>>, escapes: bool) -> Scalar {
        let span = self.span(span);
        let raw = &self.text[span.range()];
        let doubled = raw.contains("$${") || raw.contains("%%{");
        let escaped = escapes && raw.contains('\\');
        if !doubled && !escaped {
            return Scalar {
                text: raw.into(),
                span,
                map: None,
                quoted: true,
            };
        }
        let mut text = String::with_capacity(raw.len());
        let mut map = TextMap::default();
        let mut at = 0;
        while let Some(c) = raw[at..].chars().next() {
            let rest = &raw[at..];
            let (decoded, length) = match c {
                '$' if rest.starts_with("$${") => ("${".to_owned(), 3),
                '%' if rest.starts_with("%%{") => ("%{".to_owned(), 3),
                '\\' if escapes => escape(rest),
                c => (c.to_string(), c.len_utf8()),
            };
            let from = span.start + at as u32;
            let exact = length == decoded.len() && c != '\\';
            map.push(
                decoded.len() as u32,
                Span::new(from, from + length as u32),
                exact,
            );
            text.push_str(&decoded);
            at += length;
        }
        Scalar {
            text: text.into(),
            span,
            map: Some(map),
            quoted: true,
        }
    }
}

/// What an escape at the start of a text stands for, and its length.
fn escape(text: &str) -> (String, usize) {
    let second = text[1..].chars().next();
    let long = |digits: usize| {
        let code = text.get(2..2 + digits)?;
        let c = u32::from_str_radix(code, 16)
            .ok()
            .and_then(char::from_u32)?;
        Some((c.to_string(), 2 + digits))
    };
    let known = match second {
        Some('n') => Some(("\n".to_owned(), 2)),
        Some('r') => Some(("\r".to_owned(), 2)),
        Some('t') => Some(("\t".to_owned(), 2)),
        Some('u') => long(4),
        Some('U') => long(8),
        Some(c @ ('"' | '\\')) => Some((c.to_string(), 2)),
        _ => None,
    };
    known.unwrap_or(("\\".to_owned(), 1))
}

fn whole_map(text: &str, span: Span) -> TextMap {
    let mut map = TextMap::default();
    map.push(text.len() as u32, span, false);
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# Grüße
resource "kafka_topic" "orders" {
  name       = "orders-ü"
  partitions = 12
  config = {
    "retention.ms"   = 604800000
    cleanup_policy   = var.policy
    (local.key)      = true
  }
  other = merge(local.a, { x = "a\"b" }...)
  text  = "a-${var.x}-$${y}"
  props = <<-EOT
    min.insync.replicas = 2
    # ü
    a=${var.x}
  EOT
}
"#;

    fn scalar(expr: &Expr) -> &Scalar {
        match &expr.kind {
            Kind::Scalar(scalar) => scalar,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_keep_their_places() {
        let body = parse(TEXT).unwrap();
        let block = &body.blocks[0];
        let at = |scalar: &Scalar| &TEXT[scalar.span.range()];
        assert_eq!(at(&block.labels[1]), "orders");
        let name = scalar(&block.body.get("name").unwrap().value);
        assert_eq!((at(name), &*name.text), ("orders-ü", "orders-ü"));
        let number = scalar(&block.body.get("partitions").unwrap().value);
        assert_eq!((at(number), &*number.text), ("12", "12"));
        let Kind::Map(members) = &block.body.get("config").unwrap().value.kind else {
            panic!()
        };
        let names: Vec<_> = members.iter().map(|(name, _)| &name.kind).collect();
        assert!(matches!(names[0], Kind::Scalar(s) if at(s) == "retention.ms"));
        assert!(matches!(names[1], Kind::Scalar(s) if at(s) == "cleanup_policy"));
        assert!(matches!(names[2], Kind::Path(steps) if steps.len() == 2));
        assert!(matches!(&members[1].1.kind, Kind::Path(steps)
            if steps[1].as_ref().is_some_and(|s| at(s) == "policy")));
        let Kind::Call {
            name,
            arguments,
            expands,
        } = &block.body.get("other").unwrap().value.kind
        else {
            panic!()
        };
        assert_eq!((&**name, arguments.len(), *expands), ("merge", 2, true));
        let Kind::Map(inner) = &arguments[1].kind else {
            panic!()
        };
        let escaped = scalar(&inner[0].1);
        assert_eq!((at(escaped), &*escaped.text), ("a\\\"b", "a\"b"));
    }

    #[test]
    fn templates_are_parts_with_places() {
        let body = parse(TEXT).unwrap();
        let parts = |name: &str| match &body.blocks[0].body.get(name).unwrap().value.kind {
            Kind::Template(parts) => parts.clone(),
            other => panic!("{other:?}"),
        };
        let text = parts("text");
        assert!(matches!(&text[0], Part::Text(s) if &TEXT[s.span.range()] == "a-"));
        assert!(
            matches!(&text[1], Part::Expr(e) if &TEXT[e.span.range()] == "${var.x}"),
            "{text:?}"
        );
        assert!(matches!(&text[2], Part::Text(s) if &*s.text == "-${y}"));
        let heredoc = parts("props");
        let Part::Text(head) = &heredoc[0] else {
            panic!()
        };
        assert_eq!(&TEXT[head.span.range()], &*head.text);
        assert!(
            head.text.starts_with("    min.insync.replicas = 2\n"),
            "{:?}",
            head.text
        );
        assert!(head.text.ends_with("    a="));
    }

    #[test]
    fn hostile_text_is_a_fault() {
        let deep = format!("a = {}1{}", "[".repeat(50_000), "]".repeat(50_000));
        assert!(parse(&deep).is_err());
        assert!(parse("a = {").is_err());
        assert!(parse("\u{feff}a = 1").is_ok());
        let fault = parse("a = 1\nb = = 2\n").unwrap_err();
        assert!(fault.span.start >= 6);
    }
}
