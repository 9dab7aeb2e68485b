//! Values as an expression sees them, and the three truth values.

use super::program::{Node, Program};

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// There is one, but it cannot be known here: a placeholder, a secret, an open entity.
    Unknown,
    /// It is not set and has no default; or the fact is absent.
    Unset,
    /// The expression has none: an integer overflow, a division of integers by zero,
    /// or an order with what is not a number (`0.0 / 0.0`).
    Undefined,
}

/// Outcome of a condition in Kleene's logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tri {
    /// It does not hold, whatever the missing values are.
    False,
    /// It holds, whatever the missing values are.
    True,
    /// It depends on a value that is missing; of several, the first that was read.
    NoData(Missing),
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Tri {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            missing @ Self::NoData(_) => missing,
        }
    }
}

/// A value that the host hands to an expression. Borrowed, so that reading one costs nothing.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A boolean.
    Bool(bool),
    /// An integer; durations in milliseconds and sizes in bytes, unless the key says otherwise.
    Int(i64),
    /// A double.
    Double(f64),
    /// A string, normalised as Kafka does: trimmed, enums in their own case.
    Str(&'a str),
    /// A list.
    List(List<'a>),
    /// None, and why.
    Missing(Missing),
}

/// A borrowed list of strings, in whichever form the host holds it.
#[derive(Clone, Copy, Debug)]
pub struct List<'a>(Form<'a>);

#[derive(Clone, Copy, Debug)]
enum Form<'a> {
    Slices(&'a [&'a str]),
    Strings(&'a [String]),
    Split(&'a str),
    /// A list written in the expression, of any scalar type.
    Literal(&'a Program<'a>, u16, u16),
}

impl<'a> List<'a> {
    /// Over borrowed strings.
    pub const fn slices(items: &'a [&'a str]) -> Self {
        Self(Form::Slices(items))
    }

    /// Over owned strings.
    pub const fn strings(items: &'a [String]) -> Self {
        Self(Form::Strings(items))
    }

    /// Over the text of a setting of Kafka's type LIST: split at commas, blanks around each
    /// element dropped, empty elements kept; blank text is the empty list.
    pub fn split(text: &'a str) -> Self {
        Self(Form::Split(text.trim()))
    }

    pub(super) const fn literal(program: &'a Program<'a>, first: u16, len: u16) -> Self {
        Self(Form::Literal(program, first, len))
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        match self.0 {
            Form::Slices(items) => items.len(),
            Form::Strings(items) => items.len(),
            Form::Split("") => 0,
            Form::Split(text) => 1 + text.bytes().filter(|b| *b == b',').count(),
            Form::Literal(_, _, len) => usize::from(len),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements, in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let (form, mut at) = (self.0, 0);
        let mut rest = match form {
            Form::Split("") => None,
            Form::Split(text) => Some(text),
            _ => None,
        };
        std::iter::from_fn(move || {
            let here = at;
            at += 1;
            match form {
                Form::Slices(items) => items.get(here).map(|item| Value::Str(item)),
                Form::Strings(items) => items.get(here).map(|item| Value::Str(item)),
                Form::Split(_) => {
                    let text = rest?;
                    let (item, tail) = match text.split_once(',') {
                        Some((item, tail)) => (item, Some(tail)),
                        None => (text, None),
                    };
                    rest = tail;
                    Some(Value::Str(item.trim()))
                }
                Form::Literal(program, first, len) => {
                    let id = program.run(first, len).get(here)?;
                    Some(literal(program, *id))
                }
            }
        })
    }
}

/// The value of a node that the checker knows to be a scalar literal.
fn literal<'a>(program: &'a Program<'a>, id: u16) -> Value<'a> {
    match program.node(id) {
        Node::Bool(value) => Value::Bool(value),
        Node::Int(value) => Value::Int(value),
        Node::Double(value) => Value::Double(value),
        Node::Text(index) => Value::Str(program.texts.get(usize::from(index))),
        _ => Value::Missing(Missing::Undefined),
    }
}
