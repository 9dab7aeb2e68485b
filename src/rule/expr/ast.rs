//! The tree that the parser hands to the checker: names not yet looked up, types not yet known.

use std::ops::Range;

use super::program::{ArithOp, CompareOp};

/// Place of an expression in [`Ast::nodes`].
pub(super) type Id = u16;

/// A parsed expression. Flat, so that dropping it never recurses.
#[derive(Debug, Default)]
pub(super) struct Ast {
    pub(super) nodes: Vec<AstNode>,
    pub(super) root: Id,
}

#[derive(Debug)]
pub(super) struct AstNode {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// Levels below this node, itself included.
    pub(super) height: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    List(Vec<Id>),
    Ident(String),
    /// `base.name`
    Select(Id, String, Range<usize>),
    /// `base[index]`
    Index(Id, Id),
    /// `name(args)`
    Call(String, Range<usize>, Vec<Id>),
    /// `base.name(args)`
    Method(Id, String, Range<usize>, Vec<Id>),
    Not(Id),
    Negate(Id),
    And(Vec<Id>),
    Or(Vec<Id>),
    Compare(CompareOp, Id, Id),
    Arith(ArithOp, Id, Id),
    In(Id, Id),
    Choose(Id, Id, Id),
}

impl Kind {
    /// The expressions directly below.
    pub(super) fn children(&self) -> Vec<Id> {
        match self {
            Self::Bool(_) | Self::Int(_) | Self::Double(_) | Self::Text(_) | Self::Ident(_) => {
                Vec::new()
            }
            Self::Select(a, ..) | Self::Not(a) | Self::Negate(a) => vec![*a],
            Self::Index(a, b) | Self::Compare(_, a, b) | Self::Arith(_, a, b) | Self::In(a, b) => {
                vec![*a, *b]
            }
            Self::Choose(a, b, c) => vec![*a, *b, *c],
            Self::List(all) | Self::Call(_, _, all) | Self::And(all) | Self::Or(all) => all.clone(),
            Self::Method(base, _, _, args) => {
                let mut all = vec![*base];
                all.extend(args);
                all
            }
        }
    }
}
