//! The expression language of rules: typed, bounded, three-valued.
//!
//! A rule's `when` and `fail` are [`compile`]d against a [`Schema`] (which settings, facts and
//! parameters exist, and of which type) into a [`Program`], and evaluated against a [`Scope`]
//! (their values on one entity) to a [`Tri`]. The language is a subset of CEL with units on
//! integers; `docs/expressions.md` is its reference.
//!
//! The built-in rules are compiled by the build script, which includes this folder by path, so
//! nothing here may depend on the rest of the crate: only on `std` and `regex`.
//!
//! Expressions come from pull requests. Whatever the text, compiling and evaluating it is bounded
//! by the constants in [`limits`], and neither panics.

mod ast;
mod call;
mod check;
mod emit;
mod error;
mod eval;
mod lexer;
pub mod limits;
mod mutate;
mod parser;
mod program;
mod regexes;
mod suggest;
mod types;
mod value;

#[cfg(test)]
mod tests;

pub use error::{CompileError, EvalError};
pub use eval::Scope;
pub use mutate::{Mutant, mutants};
#[doc(hidden)]
pub use program::{ArithOp, CompareOp, Node, Parts, TextOp};
pub use program::{Program, Whose};
pub use suggest::Nearest;
pub use types::{NameKind, Schema, Type};
pub use value::{List, Missing, Tri, Value};

/// Compiles a condition: parses `source`, checks every name and type against `schema`, and returns
/// a program that reads nothing but what the schema knows.
///
/// # Errors
///
/// The first thing wrong with the text, with its place in it.
pub fn compile(source: &str, schema: &dyn Schema) -> Result<Program<'static>, CompileError> {
    let ast = parser::parse(source)?;
    check::check(source, &ast, schema)
}
