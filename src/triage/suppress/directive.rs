//! What a comment says to kafka-lint: `kafka-lint: allow(CODE, …) until 2027-01-31: reason`.
//!
//! `allow`, since the rules' names read well after it. `allow-file` for a whole file: ruff, too, has the file in
//! the word (`file-ignore`), where eslint goes by the place of the comment, which an edit changes in silence; it
//! begins with `allow`, so that one search finds both. Not an annotation as kube-linter's, since it is to work
//! where the text is no YAML, and with brackets, a date and a reason, which zizmor's comments do not ask for.

use std::ops::Range;

use crate::project::Date;

/// What begins a comment that is for kafka-lint.
pub const WORD: &str = "kafka-lint:";

/// A comment's words, with their places in its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    /// Whether it is for the whole file.
    pub(super) of_file: bool,
    /// The rules that it names.
    pub(super) rules: Vec<Range<usize>>,
    /// The last day on which it holds.
    pub(super) until: Option<Date>,
    /// Why; nothing where it does not say.
    pub(super) reason: Option<Range<usize>>,
}

/// Reads a comment. Nothing where it is not for kafka-lint.
///
/// # Errors
/// What is wrong with it, as the end of a sentence.
pub(super) fn parse(text: &str) -> Option<Result<Directive, &'static str>> {
    if text.starts_with(WORD) {
        return Some(read(text));
    }
    let speaks = text
        .split(WORD)
        .skip(1)
        .any(|said| said.trim_start().starts_with("allow"));
    speaks.then_some(Err("it has to begin its comment"))
}

fn read(text: &str) -> Result<Directive, &'static str> {
    let at = |rest: &str| text.len() - rest.len();
    let said = text[WORD.len()..].trim_start();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let rest = said.trim_start_matches(is_word);
    let of_file = match &said[..said.len() - rest.len()] {
        "allow" => false,
        "allow-file" => true,
        _ => return Err("it says neither `allow` nor `allow-file`"),
    };
    let rest = rest
        .trim_start()
        .strip_prefix('(')
        .ok_or("the rules have to stand in brackets")?;
    let (list, behind) = rest.split_once(')').ok_or("its bracket is not closed")?;
    let mut rules = Vec::new();
    let mut from = at(rest);
    for word in list.split(',') {
        let start = from + (word.len() - word.trim_start().len());
        let word_alone = word.trim();
        if !word_alone.is_empty() {
            rules.push(start..start + word_alone.len());
        }
        from += word.len() + 1;
    }
    if rules.is_empty() {
        return Err("it names no rule");
    }
    let mut rest = behind.trim_start();
    let mut until = None;
    if let Some(date) = rest.strip_prefix("until") {
        let date = date.trim_start();
        let end = date.find(|c: char| c == ':' || c.is_whitespace());
        let (day, behind) = date.split_at(end.unwrap_or(date.len()));
        until = Some(Date::parse(day).ok_or("what follows `until` is no date like 2027-01-31")?);
        rest = behind.trim_start();
    }
    let reason = match rest.strip_prefix(':') {
        Some(reason) => reason.trim(),
        None if rest.is_empty() => "",
        None => return Err("the reason has to follow a colon"),
    };
    let start = at(rest) + rest.find(reason).unwrap_or_default();
    Ok(Directive {
        of_file,
        rules,
        until,
        reason: (!reason.is_empty()).then(|| start..start + reason.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(read) = parse(text) else {
            return "not ours".to_owned();
        };
        match read {
            Err(why) => why.to_owned(),
            Ok(directive) => {
                let rules: Vec<&str> = directive.rules.iter().map(|r| &text[r.clone()]).collect();
                let until = directive.until.map_or(String::new(), |d| format!(" {d}"));
                let reason = directive.reason.map_or("-", |range| &text[range]);
                let of = if directive.of_file { "file " } else { "" };
                format!("{of}{}{until} {reason}", rules.join("+"))
            }
        }
    }

    #[test]
    fn comments_are_read() {
        let table = [
            ("kafka-lint: allow(DUR001): why: so", "DUR001 why: so"),
            ("kafka-lint:allow (DUR001 ,slug-b,):x", "DUR001+slug-b x"),
            ("kafka-lint: allow(A) until 2027-01-31: :", "A 2027-01-31 :"),
            (
                "kafka-lint: allow(A) until  2027-01-31 :b",
                "A 2027-01-31 b",
            ),
            ("kafka-lint: allow-file(A): a\n  b", "file A a\n  b"),
            ("kafka-lint: allow(A)", "A -"),
            ("kafka-lint: allow(A) until 2027-01-31", "A 2027-01-31 -"),
            ("kafka-lint: allow(A): ", "A -"),
            ("kafka-lint: allow(é): ü", "é ü"),
            ("kafka-lint is run here", "not ours"),
            ("see kafka-lint: the docs", "not ours"),
            (
                "for now kafka-lint: allow(A): b",
                "it has to begin its comment",
            ),
            (
                "kafka-lint: disable(A): b",
                "it says neither `allow` nor `allow-file`",
            ),
            ("kafka-lint:", "it says neither `allow` nor `allow-file`"),
            (
                "kafka-lint: allowed(A): b",
                "it says neither `allow` nor `allow-file`",
            ),
            (
                "kafka-lint: allow A: b",
                "the rules have to stand in brackets",
            ),
            ("kafka-lint: allow(A: b", "its bracket is not closed"),
            ("kafka-lint: allow( , ): b", "it names no rule"),
            (
                "kafka-lint: allow(A) because b",
                "the reason has to follow a colon",
            ),
            (
                "kafka-lint: allow(A) until 2027-01-31 b",
                "the reason has to follow a colon",
            ),
            (
                "kafka-lint: allow(A) until 2027-02-30: b",
                "what follows `until` is no date like 2027-01-31",
            ),
            (
                "kafka-lint: allow(A) until: b",
                "what follows `until` is no date like 2027-01-31",
            ),
            (
                "kafka-lint: allow(A) until",
                "what follows `until` is no date like 2027-01-31",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
