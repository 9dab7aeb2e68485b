//! What is wrong with a file as a property file, as Kafka's reader sees it.

use super::Ruling;
use crate::diagnostic::{Applicability, Change, Confidence, FixIntent, Severity, Subject};
use crate::dialect::{Trouble, TroubleKind};
use crate::source::{Place, SourceFile, SourceId};

/// Judges a trouble that a dialect saw.
pub fn judge_trouble(trouble: &Trouble, source: &SourceFile, id: SourceId) -> Ruling {
    let span = trouble.span;
    let place = Place { source: id, span };
    let text = source.masked(span).into_owned();
    let ruling = |code, severity, rejected, refusal, message: String, help: &str| Ruling {
        code,
        severity,
        confidence: Confidence::High,
        rejected,
        refusal,
        message,
        help: Some(help.to_owned()),
        subject: Subject::default(),
        place,
        related: None,
        intent: None,
    };
    match &trouble.kind {
        TroubleKind::MalformedEscape => ruling(
            "KFK008",
            Severity::Error,
            true,
            Some("malformed-escape"),
            format!("`{text}` is not four hexadecimal digits after `\\u`; Java cannot read the file, and Kafka does not start with it"),
            "write `\\\\` for a backslash",
        ),
        TroubleKind::ByteOrderMark { loses_key } => ruling(
            "KFK009",
            if *loses_key { Severity::Error } else { Severity::Warning },
            false,
            None,
            if *loses_key {
                "the file begins with a byte order mark, which Java takes for a part of the first key: Kafka does not read that setting"
            } else {
                "the file begins with a byte order mark, which Java takes for text; a setting on the first line would be lost"
            }
            .to_owned(),
            "save the file as UTF-8 without a byte order mark",
        ),
        TroubleKind::NotPassedOn { by, instead } => Ruling {
            subject: Subject {
                key: Some(text.clone()),
                ..Subject::default()
            },
            ..ruling(
                "KFK017",
                Severity::Warning,
                false,
                None,
                format!("`{text}` has no effect: {by} does not pass it on to Kafka"),
                instead,
            )
        },
        TroubleKind::Unread { what, why, help } => ruling(
            "LNT014",
            Severity::Warning,
            false,
            None,
            format!("{what} could not be read: {why}"),
            help,
        ),
        TroubleKind::Misspelt { right, reader } => Ruling {
            subject: Subject {
                key: Some(text.clone()),
                written_as: Some(text.clone()),
                ..Subject::default()
            },
            help: Some(format!("did you mean `{right}`?")),
            ..ruling(
                "KFK004",
                Severity::Warning,
                false,
                None,
                format!("{reader} knows no property `{text}` and ignores it"),
                "",
            )
        },
        TroubleKind::Unreadable {
            name,
            expected,
            reader,
        } => Ruling {
            subject: Subject {
                key: Some(name.clone()),
                written_as: Some(name.clone()),
                value: Some(text.clone()),
                ..Subject::default()
            },
            ..ruling(
                "KFK001",
                Severity::Error,
                false,
                None,
                format!(
                    "`{name}` is `{text}`, not {expected}; {reader} does not start the application"
                ),
                "write it as the framework reads it",
            )
        },
        TroubleKind::DuplicateRefused { first, by } => {
            let line = source.position(first.start).line;
            Ruling {
                subject: Subject {
                    key: Some(text.clone()),
                    ..Subject::default()
                },
                related: Some((
                    Place {
                        source: id,
                        span: *first,
                    },
                    "the first one",
                )),
                ..ruling(
                    "KFK006",
                    Severity::Error,
                    false,
                    None,
                    format!("`{text}` is written on line {line} already; {by} refuses the whole file"),
                    "keep one of the two",
                )
            }
        }
        TroubleKind::Duplicate { winner } => {
            let line = source.position(winner.start).line;
            Ruling {
                subject: Subject {
                    key: Some(text.clone()),
                    ..Subject::default()
                },
                related: Some((
                    Place {
                        source: id,
                        span: *winner,
                    },
                    "this one decides",
                )),
                intent: Some(FixIntent {
                    key: text.clone(),
                    change: Change::RemoveAt(place),
                    applicability: Applicability::Safe,
                }),
                ..ruling(
                    "KFK006",
                    Severity::Warning,
                    false,
                    None,
                    format!("`{text}` is written again on line {line}; Kafka uses the last one and this line has no effect"),
                    "keep one of the two",
                )
            }
        }
    }
}
