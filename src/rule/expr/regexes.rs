//! Patterns of `matches`: checked when the expression is compiled, built when first needed.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::limits::{MAX_REGEX_BYTES, MAX_REGEX_DEPTH};

/// Builds a pattern within the limits.
pub(super) fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .size_limit(MAX_REGEX_BYTES)
        .nest_limit(MAX_REGEX_DEPTH)
        .build()
}

type Cells = Box<[OnceLock<Option<Regex>>]>;

/// The built patterns of one program. Empty until the first `matches` is evaluated, so that a
/// static program costs nothing at start-up.
#[derive(Clone, Debug)]
pub(super) struct Regexes(OnceLock<Cells>);

impl Regexes {
    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The pattern at `index` of `count`. `None` only if it does not build, which the compiler has
    /// ruled out.
    pub(super) fn get(&self, index: usize, count: usize, pattern: &str) -> Option<&Regex> {
        self.0
            .get_or_init(|| (0..count).map(|_| OnceLock::new()).collect())
            .get(index)?
            .get_or_init(|| build(pattern).ok())
            .as_ref()
    }
}
