use std::fmt;

use crate::diagnostic::{Category, Descriptor};

/// Which rules run, by code, slug or category (its prefix or its name).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; all when empty.
    pub select: Vec<String>,
    /// These too.
    pub extend_select: Vec<String>,
    /// Not these; the more exact word wins, and `ignore` wins a draw.
    pub ignore: Vec<String>,
}

/// A word in a selection that names no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The word.
    pub word: String,
    /// The nearest code, slug or category.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' is no code, slug or category of a rule", self.word)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean '{nearest}'?"),
            None => write!(f, "; `kafka-lint rules` lists them"),
        }
    }
}

impl Selection {
    /// Whether a rule runs, where nothing but this selection says so.
    pub fn contains(&self, rule: &Descriptor) -> bool {
        self.says(rule).unwrap_or(!rule.off_by_default)
    }

    /// Whether a rule runs; `None` where the selection has no word on it.
    pub fn says(&self, rule: &Descriptor) -> Option<bool> {
        let best = |words: &[String]| words.iter().filter_map(|w| exactness(w, rule)).max();
        let wanted = best(&self.select)
            .max(best(&self.extend_select))
            .filter(|exact| !rule.off_by_default || *exact == 2);
        let unwanted = best(&self.ignore);
        let silent = self.select.is_empty() && wanted.is_none() && unwanted.is_none();
        (!silent).then_some(wanted > unwanted)
    }

    /// Whether a rule was asked for by name, which also shows findings that depend on context.
    pub fn names(&self, rule: &Descriptor) -> bool {
        self.select
            .iter()
            .chain(&self.extend_select)
            .any(|w| exactness(w, rule) == Some(2))
    }

    /// Refuses words that name no rule.
    ///
    /// # Errors
    /// The first such word, with the nearest name.
    pub fn check(&self, rules: &[Descriptor]) -> Result<(), UnknownSelector> {
        let words = self
            .select
            .iter()
            .chain(&self.extend_select)
            .chain(&self.ignore);
        match words.into_iter().find(|word| !names_any(word, rules)) {
            Some(word) => Err(UnknownSelector::new(word, rules)),
            None => Ok(()),
        }
    }
}

impl UnknownSelector {
    /// A word that names no rule, with the nearest one that does.
    pub fn new(word: &str, rules: &[Descriptor]) -> Self {
        let names = rules
            .iter()
            .flat_map(|r| [r.code, r.slug, r.category.name, r.category.prefix]);
        UnknownSelector {
            word: word.to_owned(),
            nearest: nearest(word, names).map(str::to_owned),
        }
    }
}

/// The name that a misspelt word is most likely meant for.
pub(super) fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = word.to_lowercase();
    names
        .map(|n| (strsim::jaro_winkler(&wanted, &n.to_lowercase()), n))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, n)| n)
}

/// Whether a word is the code, slug or category of a rule, or a category without rules.
pub(super) fn names_any(word: &str, rules: &[Descriptor]) -> bool {
    rules.iter().any(|rule| exactness(word, rule).is_some())
        || crate::diagnostic::CATEGORIES
            .iter()
            .chain([&Category::OWN])
            .any(|c| is_category(word, c))
}

/// 2 for a code or slug, 1 for a category, nothing where the word does not name the rule.
fn exactness(word: &str, rule: &Descriptor) -> Option<u8> {
    if word.eq_ignore_ascii_case(rule.code) || word == rule.slug {
        Some(2)
    } else if is_category(word, rule.category) {
        Some(1)
    } else {
        None
    }
}

fn is_category(word: &str, category: &Category) -> bool {
    word.eq_ignore_ascii_case(category.prefix) || word == category.name
}
