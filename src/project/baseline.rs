//! The baseline: findings that were there when a team began, and that do not count.
//!
//! One finding is one line, and the lines are sorted, so that a merge of two branches is a merge of lines: the
//! fingerprint, which says which one it is, and beside it for people the code, the file, the thing and the key. No
//! value stands in it, so no secret does. Fields are divided by tabs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The first line: the version of the format.
const HEAD: &str = "# kafka-lint baseline 1";

/// A finding that does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file, as fingerprints name it.
    pub path: String,
    /// The code of the rule.
    pub code: String,
    /// Kind and name of the thing; for people.
    pub entity: String,
    /// The key; for people.
    pub key: String,
    /// Which finding it is.
    pub fingerprint: u128,
}

/// The findings that do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of the file.
    pub entries: BTreeSet<Entry>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// The line that is wrong, counted from 1, and why.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut baseline = Baseline::default();
        for (number, line) in (1..).zip(text.lines()) {
            let wrong = |why: &str| (number, why.to_owned());
            if number == 1 && line.trim_end() != HEAD {
                return Err(wrong(match line.starts_with("# kafka-lint baseline ") {
                    true => "it is of a newer version of kafka-lint",
                    false => "it is no baseline: the first line is not `# kafka-lint baseline 1`",
                }));
            }
            if ["<<<<<<<", "=======", ">>>>>>>"]
                .iter()
                .any(|mark| line.starts_with(mark))
            {
                return Err(wrong(
                    "a merge has left its marks: keep the lines of both sides and take the marks out",
                ));
            }
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut fields = line.split('\t').map(str::to_owned);
            let mut next = || fields.next();
            let entry = (|| {
                let digits = next()?;
                Some(Entry {
                    fingerprint: u128::from_str_radix(&digits, 16)
                        .ok()
                        .filter(|_| digits.len() == 32)?,
                    code: next()?,
                    path: next()?,
                    entity: next()?,
                    key: next().unwrap_or_default(),
                })
            })();
            let entry = entry.ok_or_else(|| {
                wrong("it is no entry: fingerprint, code, file, thing and key, with tabs between them")
            })?;
            baseline.entries.insert(entry);
        }
        Ok(baseline)
    }

    /// Whether it has a finding.
    pub fn has(&self, fingerprint: u128) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.fingerprint == fingerprint)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut out = format!("{HEAD}\n");
        for entry in &self.entries {
            let Entry {
                path,
                code,
                entity,
                key,
                fingerprint,
            } = entry;
            let fields = [code, path, entity, key].map(|field| one_line(field));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{fingerprint:032x}\t{}", fields.join("\t"));
        }
        out
    }
}

/// A field: what would end it or the line is left out.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, code: &str, fingerprint: u128) -> Entry {
        Entry {
            path: path.to_owned(),
            code: code.to_owned(),
            entity: "topic orders".to_owned(),
            key: "retention.ms".to_owned(),
            fingerprint,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let baseline = Baseline {
            entries: [
                entry("b.tf", "DUR002", 7),
                entry("a.tf", "TOP001", u128::MAX),
            ]
            .into(),
        };
        let text = baseline.text();
        assert_eq!(
            text,
            "# kafka-lint baseline 1\n\
             ffffffffffffffffffffffffffffffff\tTOP001\ta.tf\ttopic orders\tretention.ms\n\
             00000000000000000000000000000007\tDUR002\tb.tf\ttopic orders\tretention.ms\n"
        );
        assert_eq!(Baseline::parse(&text), Ok(baseline.clone()));
        assert_eq!(
            Baseline::parse(&text.replace('\n', "\r\n")).map(|b| b.entries.len()),
            Ok(2)
        );
        assert!(baseline.has(7) && !baseline.has(8));
        let odd = Baseline {
            entries: [entry("a\tb\nc", "X", 1)].into(),
        };
        assert_eq!(Baseline::parse(&odd.text()).map(|b| b.entries.len()), Ok(1));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, word) in [
            ("x", 1, "no baseline"),
            ("# kafka-lint baseline 2\n", 1, "newer"),
            ("# kafka-lint baseline 1\n\n<<<<<<< HEAD\n", 3, "merge"),
            ("# kafka-lint baseline 1\nabc\tX\ta\tb\tc\n", 2, "no entry"),
            (
                "# kafka-lint baseline 1\n00000000000000000000000000000007\tX\n",
                2,
                "no entry",
            ),
        ] {
            let (at, why) = Baseline::parse(text).unwrap_err();
            assert!(at == line && why.contains(word), "{text}: {at} {why}");
        }
        assert_eq!(Baseline::parse(""), Ok(Baseline::default()));
    }
}
