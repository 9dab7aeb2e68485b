//! Terraform's values as far as one folder tells them: literals, `var` with a default or a value in
//! `terraform.tfvars`, `local`, `each`, and a few
//! functions. Everything else is unknown.

use std::cell::Cell;
use std::collections::HashMap;

use super::super::intake::FILLED;
use crate::source::{SourceId, Span, TextMap};
use crate::syntax::hcl::{Body, Expr, Kind, Part};
use crate::syntax::tree::Scalar;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// `null`, or nothing at that name.
    Null,
    /// It comes from elsewhere. The span is where it is used.
    Unknown(SourceId, Span),
    /// A text, a number or a truth value.
    Scalar(SourceId, Scalar),
    /// Values in order.
    List(Vec<Value>),
    /// Names with values; `open` where there may be more.
    Map { entries: Vec<Entry>, open: bool },
}

/// A name with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) source: SourceId,
    pub(super) name: Scalar,
    pub(super) value: Value,
}

/// What the files of a folder define together.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Module {
    variables: HashMap<Box<str>, (SourceId, Expr)>,
    locals: HashMap<Box<str>, (SourceId, Expr)>,
}

impl Module {
    /// Adds the values that a file gives to variables, which go before their defaults.
    pub(super) fn tell(&mut self, source: SourceId, body: Body) {
        let values = body.attributes.into_iter();
        self.variables
            .extend(values.map(|value| (value.name.text, (source, value.value))));
    }

    /// Adds what one file defines.
    pub(super) fn add(&mut self, source: SourceId, body: &Body) {
        for block in body.blocks("variable") {
            let default = block.body.get("default");
            if let (Some(name), Some(default)) = (block.labels.first(), default) {
                let value = (source, default.value.clone());
                self.variables.insert(name.text.clone(), value);
            }
        }
        for attribute in body.blocks("locals").flat_map(|b| &b.body.attributes) {
            let value = (source, attribute.value.clone());
            self.locals.insert(attribute.name.text.clone(), value);
        }
    }
}

/// Works values out.
pub(super) struct Evaluator<'m> {
    module: &'m Module,
    /// Values of variables that are told beside the module.
    told: Module,
    /// Steps that are left: values may name each other again and again.
    steps: Cell<u32>,
    each: Option<(Value, Value)>,
    /// Whether a variable or a local was not there.
    lacks: Cell<bool>,
}

const MOST_STEPS: u32 = 1_000_000;
const DEEPEST: u32 = 32;

impl<'m> Evaluator<'m> {
    pub(super) fn new(module: &'m Module, told: Module) -> Self {
        Evaluator {
            module,
            told,
            steps: Cell::new(MOST_STEPS),
            each: None,
            lacks: Cell::new(false),
        }
    }

    /// Whether something is defined in another file, if anywhere.
    pub(super) fn lacks_something(&self) -> bool {
        self.lacks.get()
    }

    /// Within one round of `for_each`.
    pub(super) fn each(&mut self, each: Option<(Value, Value)>) {
        self.each = each;
    }

    /// The value of an expression of a file.
    pub(super) fn value(&self, source: SourceId, expr: &Expr) -> Value {
        self.eval(source, expr, 0)
    }

    fn eval(&self, source: SourceId, expr: &Expr, depth: u32) -> Value {
        let unknown = Value::Unknown(source, expr.span);
        let left = self.steps.get();
        if left == 0 || depth > DEEPEST {
            return unknown;
        }
        self.steps.set(left - 1);
        let depth = depth + 1;
        match &expr.kind {
            Kind::Null => Value::Null,
            Kind::Scalar(scalar) => Value::Scalar(source, scalar.clone()),
            Kind::List(items) => {
                let items = items.iter().map(|item| self.eval(source, item, depth));
                Value::List(items.collect())
            }
            Kind::Map(members) => self.map(source, members, depth),
            Kind::Template(parts) => self.template(source, expr.span, parts, depth),
            Kind::Path(steps) => self.path(steps, unknown, depth),
            Kind::Call {
                name,
                arguments,
                expands: false,
            } => self.call(name, source, arguments, unknown, depth),
            Kind::Call { .. } | Kind::Other => unknown,
        }
    }

    fn map(&self, source: SourceId, members: &[(Expr, Expr)], depth: u32) -> Value {
        let mut entries = Vec::with_capacity(members.len());
        let mut open = false;
        for (name, value) in members {
            match self.eval(source, name, depth) {
                Value::Scalar(source_of_name, name) if !name.text.contains(FILLED) => {
                    entries.push(Entry {
                        source: source_of_name,
                        name,
                        value: self.eval(source, value, depth),
                    });
                }
                _ => open = true,
            }
        }
        Value::Map { entries, open }
    }

    fn template(&self, source: SourceId, span: Span, parts: &[Part], depth: u32) -> Value {
        if let [Part::Expr(only)] = parts {
            return self.eval(source, only, depth);
        }
        let mut text = String::new();
        let mut map = TextMap::default();
        let place = |part: &Part| match part {
            Part::Text(scalar) => scalar.span,
            Part::Expr(expr) => expr.span,
            Part::Other(span) => *span,
        };
        // Without the quotes.
        let start = parts.first().map_or(span.start, |part| place(part).start);
        let end = parts.last().map_or(span.end, |part| place(part).end);
        for part in parts {
            match part {
                Part::Text(scalar) => {
                    text.push_str(&scalar.text);
                    match &scalar.map {
                        None => map.push(scalar.text.len() as u32, scalar.span, true),
                        Some(inner) => map.append(inner),
                    }
                }
                Part::Expr(expr) => {
                    let value = match self.eval(source, expr, depth) {
                        Value::Scalar(_, scalar) => scalar.text,
                        _ => FILLED.to_string().into(),
                    };
                    map.push(value.len() as u32, expr.span, false);
                    text.push_str(&value);
                }
                Part::Other(span) => {
                    map.push(FILLED.len_utf8() as u32, *span, false);
                    text.push(FILLED);
                }
            }
        }
        Value::Scalar(
            source,
            Scalar {
                text: text.into(),
                span: Span::new(start, end.max(start)),
                map: Some(map),
                quoted: true,
            },
        )
    }

    fn variable(&self, name: &str) -> Option<&(SourceId, Expr)> {
        let told = self.told.variables.get(name);
        told.or_else(|| self.module.variables.get(name))
    }

    fn path(&self, steps: &[Option<Scalar>], unknown: Value, depth: u32) -> Value {
        let Some(steps) = steps.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else {
            return unknown;
        };
        let words: Vec<&str> = steps.iter().map(|step| &*step.text).collect();
        let (mut value, rest) = match words[..] {
            ["var", name, ref rest @ ..] => match self.variable(name) {
                Some((source, default)) => match self.eval(*source, default, depth) {
                    // `null` stands for "somebody says it".
                    Value::Null => return unknown,
                    value => (value, rest),
                },
                None => {
                    self.lacks.set(true);
                    return unknown;
                }
            },
            ["local", name, ref rest @ ..] => match self.module.locals.get(name) {
                Some((source, value)) => (self.eval(*source, value, depth), rest),
                None => {
                    self.lacks.set(true);
                    return unknown;
                }
            },
            ["each", which, ref rest @ ..] => match (&self.each, which) {
                (Some((key, _)), "key") => (key.clone(), rest),
                (Some((_, value)), "value") => (value.clone(), rest),
                _ => return unknown,
            },
            _ => return unknown,
        };
        for word in rest {
            value = match value {
                Value::Map { entries, open } => {
                    match entries.into_iter().rfind(|e| &*e.name.text == *word) {
                        Some(entry) => entry.value,
                        None if open => return unknown,
                        None => return Value::Null,
                    }
                }
                Value::List(items) => {
                    let at = word.parse::<usize>().ok();
                    match at.and_then(|at| items.into_iter().nth(at)) {
                        Some(item) => item,
                        None => return unknown,
                    }
                }
                _ => return unknown,
            };
        }
        value
    }

    fn call(
        &self,
        name: &str,
        source: SourceId,
        arguments: &[Expr],
        unknown: Value,
        depth: u32,
    ) -> Value {
        let mut values = arguments.iter().map(|a| self.eval(source, a, depth));
        match name {
            "merge" => merge(values),
            // What is written as text all the same.
            "tostring" | "tonumber" | "tobool" | "tomap" | "toset" | "tolist" | "jsonencode"
            | "trimspace" | "nonsensitive" => values.next().unwrap_or(unknown),
            // The first that is there; one that may be there decides nothing.
            "coalesce" | "try" => values
                .find(|value| !matches!(value, Value::Null))
                .unwrap_or(unknown),
            "lookup" => match (values.next(), values.next(), values.next()) {
                (Some(Value::Map { entries, open }), Some(Value::Scalar(_, key)), default) => {
                    match entries.into_iter().rfind(|e| e.name.text == key.text) {
                        Some(entry) => entry.value,
                        None if open => unknown,
                        None => default.unwrap_or(unknown),
                    }
                }
                _ => unknown,
            },
            _ => unknown,
        }
    }
}

/// Maps put together; of a name in several of them the last one decides.
fn merge(values: impl Iterator<Item = Value>) -> Value {
    let mut all: Vec<Entry> = Vec::new();
    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    let mut is_open = false;
    for value in values {
        match value {
            Value::Map { entries, open } => {
                is_open |= open;
                for entry in entries {
                    match places.get(&entry.name.text) {
                        Some(at) => all[*at] = entry,
                        None => {
                            places.insert(entry.name.text.clone(), all.len());
                            all.push(entry);
                        }
                    }
                }
            }
            Value::Null => {}
            _ => {
                // What comes from elsewhere may say otherwise of every name so far.
                is_open = true;
                for entry in &mut all {
                    entry.value = Value::Unknown(entry.source, entry.name.span);
                }
            }
        }
    }
    Value::Map {
        entries: all,
        open: is_open,
    }
}

impl Value {
    /// The text, if it is known.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Scalar(_, scalar) if !scalar.text.contains(FILLED) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The whole number, if it is known.
    pub(super) fn number(&self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }
}
