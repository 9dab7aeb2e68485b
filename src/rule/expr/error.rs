//! What can be wrong with an expression, and with evaluating it.

use std::fmt;
use std::ops::Range;

/// Why an expression was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// The bytes of the expression that are at fault; always on character borders.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl CompileError {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (bytes {}..{})",
            self.message, self.span.start, self.span.end
        )?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CompileError {}

/// Why an evaluation was given up. None of these says anything about the entity: the rule has no
/// outcome on it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvalError {
    /// More than [`MAX_STEPS`](super::limits::MAX_STEPS) steps.
    Steps,
    /// A list of more than [`MAX_LIST`](super::limits::MAX_LIST) elements.
    ListTooLong {
        /// How many elements it has.
        len: usize,
    },
    /// The scope gave a value of another type than the schema promised.
    Type {
        /// Where the value is used, in the expression.
        span: Range<usize>,
    },
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps => write!(
                f,
                "the expression takes more than {} steps",
                super::limits::MAX_STEPS
            ),
            Self::ListTooLong { len } => write!(
                f,
                "a list has {len} elements; at most {} are looked at",
                super::limits::MAX_LIST
            ),
            Self::Type { span } => write!(
                f,
                "a value used at bytes {}..{} is not of the type it was declared with",
                span.start, span.end
            ),
        }
    }
}

impl std::error::Error for EvalError {}
