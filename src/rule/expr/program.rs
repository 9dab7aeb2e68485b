//! The compiled form: one flat table of nodes, which a static can hold and an evaluator walks.

use std::borrow::Cow;
use std::ops::Range;

use super::regexes::Regexes;

/// One operand or operator. Indices point into the program's tables: `u16` at another node, at a
/// key, fact, parameter, text or pattern, `first` and `len` at a run of node indices.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is one construct of the language")]
pub enum Node {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(u16),
    List {
        first: u16,
        len: u16,
    },
    Setting(u16),
    Fact(u16),
    Param(u16),
    Local(u8),
    IsSet(u16),
    Explicit(u16),
    Origin(u16),
    Not(u16),
    Negate(u16),
    And {
        first: u16,
        len: u16,
    },
    Or {
        first: u16,
        len: u16,
    },
    Compare {
        op: CompareOp,
        left: u16,
        right: u16,
    },
    Arith {
        op: ArithOp,
        left: u16,
        right: u16,
    },
    In {
        item: u16,
        list: u16,
    },
    Choose {
        test: u16,
        then: u16,
        other: u16,
    },
    Search {
        op: TextOp,
        text: u16,
        part: u16,
    },
    Matches {
        text: u16,
        pattern: u16,
    },
    LowerAscii(u16),
    Size(u16),
    ToDouble(u16),
    Exists {
        list: u16,
        body: u16,
        local: u8,
    },
    All {
        list: u16,
        body: u16,
        local: u8,
    },
}

/// A comparison of two values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the operators")]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Arithmetic on two integers or two doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the operators")]
pub enum ArithOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A search of one string for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the methods")]
pub enum TextOp {
    StartsWith,
    EndsWith,
    Contains,
}

/// Whose setting an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The judged entity's: `cfg['key']`.
    Own,
    /// What all brokers of its cluster have in common: `broker['key']`.
    Brokers,
    /// What the thing has that runs under the entity's name: `was['key']`.
    Running,
}

impl Whose {
    /// Each with its name in the language.
    pub(super) const ALL: [(Whose, &'static str); 3] = [
        (Whose::Own, "cfg"),
        (Whose::Brokers, "broker"),
        (Whose::Running, "was"),
    ];
}

/// A table of strings that is either part of the binary or owned.
#[derive(Clone, Debug)]
pub(super) enum Names<'a> {
    Borrowed(&'a [&'a str]),
    Owned(Vec<String>),
}

impl Names<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Borrowed(all) => all.len(),
            Self::Owned(all) => all.len(),
        }
    }

    /// The name at `index`, which the compiler made.
    pub(super) fn get(&self, index: usize) -> &str {
        let found = match self {
            Self::Borrowed(all) => all.get(index).copied(),
            Self::Owned(all) => all.get(index).map(String::as_str),
        };
        found.unwrap_or("")
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl PartialEq for Names<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// A compiled expression. It reads settings, facts and parameters by their place in [`keys`],
/// [`facts`] and [`params`], so that a host looks each name up once and not at every evaluation.
///
/// [`keys`]: Program::keys
/// [`facts`]: Program::facts
/// [`params`]: Program::params
#[derive(Clone, Debug)]
pub struct Program<'a> {
    pub(super) source: Cow<'a, str>,
    pub(super) root: u16,
    pub(super) nodes: Cow<'a, [Node]>,
    /// Operands of the nodes that have a run of them.
    pub(super) runs: Cow<'a, [u16]>,
    /// Where each node stands in the source.
    pub(super) spans: Cow<'a, [(u16, u16)]>,
    pub(super) texts: Names<'a>,
    pub(super) patterns: Names<'a>,
    pub(super) keys: Names<'a>,
    /// Whose setting each of the keys is.
    pub(super) whose: Cow<'a, [Whose]>,
    pub(super) facts: Names<'a>,
    pub(super) params: Names<'a>,
    pub(super) regexes: Regexes,
}

/// What a generated static is made of; see [`Program::emit`].
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "mirrors the private fields of Program")]
pub struct Parts<'a> {
    pub source: &'a str,
    pub root: u16,
    pub nodes: &'a [Node],
    pub runs: &'a [u16],
    pub spans: &'a [(u16, u16)],
    pub texts: &'a [&'a str],
    pub patterns: &'a [&'a str],
    pub keys: &'a [&'a str],
    pub whose: &'a [Whose],
    pub facts: &'a [&'a str],
    pub params: &'a [&'a str],
}

impl<'a> Program<'a> {
    /// A program over tables that the compiler made; they are not checked again.
    #[doc(hidden)]
    pub const fn from_parts(parts: Parts<'a>) -> Self {
        Self {
            source: Cow::Borrowed(parts.source),
            root: parts.root,
            nodes: Cow::Borrowed(parts.nodes),
            runs: Cow::Borrowed(parts.runs),
            spans: Cow::Borrowed(parts.spans),
            texts: Names::Borrowed(parts.texts),
            patterns: Names::Borrowed(parts.patterns),
            keys: Names::Borrowed(parts.keys),
            whose: Cow::Borrowed(parts.whose),
            facts: Names::Borrowed(parts.facts),
            params: Names::Borrowed(parts.params),
            regexes: Regexes::new(),
        }
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Kafka keys it reads and whose they are, each once, in order of first use. An index given to
    /// [`Scope`](super::Scope) is a place in this list.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = (Whose, &str)> {
        self.whose.iter().copied().zip(self.keys.iter())
    }

    /// Facts it reads, like [`keys`](Self::keys).
    pub fn facts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.facts.iter()
    }

    /// Parameters it reads, like [`keys`](Self::keys).
    pub fn params(&self) -> impl ExactSizeIterator<Item = &str> {
        self.params.iter()
    }

    /// Place of a node in the source.
    pub(super) fn span(&self, id: u16) -> Range<usize> {
        self.spans
            .get(usize::from(id))
            .map_or(0..0, |(start, end)| usize::from(*start)..usize::from(*end))
    }

    pub(super) fn node(&self, id: u16) -> Node {
        // Only a hand-made table can point outside itself.
        self.nodes
            .get(usize::from(id))
            .copied()
            .unwrap_or(Node::Bool(false))
    }

    pub(super) fn run(&self, first: u16, len: u16) -> &[u16] {
        let first = usize::from(first);
        self.runs
            .get(first..first + usize::from(len))
            .unwrap_or(&[])
    }
}

/// Equal in what they compute and say; whether patterns have been built does not count.
impl PartialEq for Program<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
            && self.root == other.root
            && self.nodes == other.nodes
            && self.runs == other.runs
            && self.spans == other.spans
            && self.texts == other.texts
            && self.patterns == other.patterns
            && self.keys == other.keys
            && self.whose == other.whose
            && self.facts == other.facts
            && self.params == other.params
    }
}
