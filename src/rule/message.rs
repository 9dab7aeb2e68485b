//! Filling in a rule's message.

use super::{Context, Piece, Rule, Stated};
use crate::model::ValueSource;
use crate::resolve::Reading;

/// The message of a rule for the entity at hand.
pub(super) fn render(rule: &Rule, cx: &Context<'_>) -> String {
    let mut out = String::new();
    for piece in rule.message {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Value => {
                if let Some((key, value_type)) = rule.key {
                    out.push_str(&value(&cx.read(key, value_type)));
                }
            }
            Piece::Setting(wanted) => out.push_str(&value(&cx.get(*wanted))),
            Piece::Param(index) => out.push_str(&cx.param(*index).to_string()),
            Piece::Stated(Stated::Name) => {
                out.push_str(cx.entity().name.as_deref().unwrap_or_default())
            }
            Piece::Stated(Stated::Fact(fact)) => match cx.fact(*fact) {
                Some(number) => out.push_str(&number.to_string()),
                None => out.push_str("unknown"),
            },
        }
    }
    out
}

fn value(reading: &Reading<'_>) -> String {
    match (reading.shown(), reading.source) {
        (Some(text), ValueSource::Default) => format!("{} (the default)", quoted(&text)),
        (Some(text), _) => quoted(&text),
        (None, _) => "not set".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        "empty".to_owned()
    } else {
        format!("`{text}`")
    }
}
