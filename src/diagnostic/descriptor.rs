use super::{Category, Confidence, Severity};

/// Index of a rule in the run's table of descriptors, which is sorted by code.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// All that a reader sees of a rule; reports know a rule only by this.
#[derive(Clone, Copy, Debug)]
pub struct Descriptor {
    /// The code, for example `DUR002`.
    pub code: &'static str,
    /// The name, for example `min-insync-replicas-too-low`.
    pub slug: &'static str,
    /// One line.
    pub title: &'static str,
    /// The category.
    pub category: &'static Category,
    /// The severity before any override.
    pub severity: Severity,
    /// The confidence of its usual findings.
    pub confidence: Confidence,
    /// What it looks at, for example `broker`, `topic`.
    pub applies_to: &'static [&'static str],
    /// The key that its findings point at.
    pub key: Option<&'static str>,
    /// Why it matters.
    pub why: &'static str,
    /// What to write instead.
    pub fix: &'static str,
    /// When it is right to do otherwise.
    pub exceptions: &'static str,
    /// Sources.
    pub references: &'static [&'static str],
    /// The versions of Kafka that it holds for, as written in the rule; empty for all.
    pub kafka: &'static str,
    /// Whether it runs only where it is asked for by name.
    pub off_by_default: bool,
    /// Whether a comment or kafka-lint.toml may suppress its findings.
    pub suppressible: bool,
    /// Whether the rule proposes an edit, and how safe that is.
    pub fixable: Option<super::Applicability>,
}

impl Descriptor {
    /// Whether it is a rule of a user's own.
    pub fn is_own(&self) -> bool {
        *self.category == Category::OWN
    }

    /// Whether a word that somebody writes is its code or its name.
    pub fn is_called(&self, word: &str) -> bool {
        self.code.eq_ignore_ascii_case(word) || self.slug == word
    }
}
