//! What exists for an expression to read, and the types.

use std::fmt;

use super::program::Whose;

/// Type of a setting, a fact or a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// True or false.
    Bool,
    /// 64-bit signed integer.
    Int,
    /// 64-bit floating point.
    Double,
    /// Text.
    String,
    /// A list of strings.
    List,
}

/// The three kinds of names that an expression takes from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// Kafka keys.
    Setting(Whose),
    /// Facts.
    Fact,
    /// Parameters of the rule.
    Param,
}

/// What exists for an expression to read, and of which type.
pub trait Schema {
    /// Type of a Kafka key, or `None` if there is no such key.
    fn setting(&self, whose: Whose, key: &str) -> Option<Type>;
    /// Type of a fact.
    fn fact(&self, name: &str) -> Option<Type>;
    /// Type of a parameter.
    fn param(&self, name: &str) -> Option<Type>;
    /// Shows every name of a kind to `visit`, for did-you-mean. Asked only after an error; a
    /// schema that shows none gets errors without suggestions.
    fn visit_names(&self, _kind: NameKind, _visit: &mut dyn FnMut(&str)) {}
}

/// Type inside an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    Plain(Type),
    /// A literal list of something else than strings, good only right of `in` and for macros.
    ListOf(Type),
}

pub(super) const BOOL: Ty = Ty::Plain(Type::Bool);
pub(super) const INT: Ty = Ty::Plain(Type::Int);
pub(super) const DOUBLE: Ty = Ty::Plain(Type::Double);
pub(super) const STRING: Ty = Ty::Plain(Type::String);
pub(super) const LIST: Ty = Ty::Plain(Type::List);

impl Ty {
    /// Type of the elements, if this is a list.
    pub(super) fn element(self) -> Option<Ty> {
        match self {
            LIST => Some(STRING),
            Ty::ListOf(element) => Some(Ty::Plain(element)),
            Ty::Plain(_) => None,
        }
    }
}

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ty::Plain(Type::Bool) => "a bool",
            Ty::Plain(Type::Int) => "an int",
            Ty::Plain(Type::Double) => "a double",
            Ty::Plain(Type::String) => "a string",
            Ty::Plain(Type::List) | Ty::ListOf(Type::String | Type::List) => "a list of strings",
            Ty::ListOf(Type::Bool) => "a list of bools",
            Ty::ListOf(Type::Int) => "a list of ints",
            Ty::ListOf(Type::Double) => "a list of doubles",
        })
    }
}
