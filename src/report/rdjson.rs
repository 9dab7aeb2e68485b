//! Reviewdog's diagnostics with suggestions (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>).
use std::io;

use serde_json::{Value, json};

use super::array::value;
use super::locate::path_of;
use super::row;
use super::{Options, rule_url};
use crate::diagnostic::{Fix, Report, Severity, SourceEdit};
use crate::source::{HIDDEN, Place, SourceFile};

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"{\"source\":{\"name\":\"kafka-lint\"},\"diagnostics\":[")?;
    let mut separator: &[u8] = b"\n";
    for row in row::counting(report) {
        let diagnostic = row.view.diagnostic;
        let range = diagnostic.place.and_then(|place| range(report, place));
        let suggestions = diagnostic
            .fixes
            .iter()
            .filter_map(|fix| suggestion(report, fix));
        let mut location = json!({ "path": row.path });
        if let Some(range) = range {
            location["range"] = range;
        }
        let mut found = json!({
            "message": row.text(),
            "location": location,
            "severity": match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            "code": { "value": row.view.rule.code },
        });
        let url = rule_url(row.view.rule, options);
        if !url.is_empty() {
            found["code"]["url"] = json!(url);
        }
        let suggestions: Vec<Value> = suggestions.collect();
        if !suggestions.is_empty() {
            found["suggestions"] = Value::Array(suggestions);
        }
        out.write_all(separator)?;
        separator = b",\n";
        value(&found, out)?;
    }
    out.write_all(b"\n]}\n")
}

/// A fix of one edit; the format has no others.
fn suggestion(report: &Report, fix: &Fix) -> Option<Value> {
    let [edit] = fix.edits.as_slice() else {
        return None;
    };
    let source = report.source(edit.place)?;
    Some(json!({ "range": range(report, edit.place)?, "text": text(source, edit)? }))
}

/// What an edit writes; nothing where it holds a secret, which a reviewer would otherwise take for the value.
pub(super) fn text(source: &SourceFile, edit: &SourceEdit) -> Option<String> {
    let over_secret = source.hides(edit.place.span);
    let text = String::from_utf8(edit.text.clone()).ok()?;
    let shown = !(edit.secret || over_secret) || text.is_empty();
    (shown && !text.contains(HIDDEN)).then_some(text)
}

/// Lines, and columns in bytes of UTF-8 as this format counts them.
fn range(report: &Report, place: Place) -> Option<Value> {
    let source = report.source(place)?;
    debug_assert!(!path_of(report, place).is_empty());
    let position = |offset: u32| {
        let raw = source.raw();
        let offset = (offset as usize).min(raw.len());
        let line = source.position(offset as u32).line;
        let start = memchr::memrchr2(b'\n', b'\r', &raw[..offset]).map_or(0, |at| at + 1);
        let bom = usize::from(start == 0 && raw.starts_with(b"\xef\xbb\xbf")) * 3;
        json!({ "line": line, "column": (offset - start).saturating_sub(bom) + 1 })
    };
    Some(json!({ "start": position(place.span.start), "end": position(place.span.end) }))
}
