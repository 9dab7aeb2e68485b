//! A summary of a job, or a comment on a pull request, as GitHub and GitLab show Markdown. What stands in files cannot
//! add markup, mention anybody or make links, and the whole stays below what a comment may hold.
use std::io;

use super::row::{self, Row};
use super::{Options, plan, rule_url, text};
use crate::diagnostic::{Report, Severity};

/// Bytes of the whole; GitHub takes 65,536 characters of a comment.
const MOST: usize = 60_000;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let s = &report.summary;
    let mut page = String::from("## kafka-lint\n\n");
    if let Some(gate) = &report.gate {
        page.push_str(&format!(
            "**{}** for {}: {} changed, {} unchanged\n\n",
            gate.decision.name(),
            escaped(&gate.cluster),
            gate.changes.len(),
            gate.unchanged
        ));
        // Both halves find room: what changes, and what speaks against it.
        page.push_str(&plan::markdown(report, gate, MOST / 2));
        page.push('\n');
    }
    page.push_str(&match s.errors + s.warnings + s.infos {
        0 => "No problems found.\n\n".to_owned(),
        _ => format!(
            "{}, {}, {}\n\n",
            text::count(s.errors, "error"),
            text::count(s.warnings, "warning"),
            text::count(s.infos, "info")
        ),
    });
    if !s.complete {
        page.push_str("The result is incomplete.\n\n");
    }
    let rows = row::worst_first(report);
    let mut shown = 0;
    for (at, row) in rows.iter().enumerate() {
        let entry = entry(row, options);
        if page.len() + entry.len() > MOST {
            break;
        }
        page.push_str(&entry);
        shown = at + 1;
    }
    if shown < rows.len() {
        page.push_str(&format!("\nand {} more\n", rows.len() - shown));
    }
    page.push_str(&format!(
        "\n<sub>{}, {}; {} suppressed</sub>\n",
        text::count(s.files, "file"),
        text::count(s.entities, "entity"),
        s.suppressed
    ));
    out.write_all(page.as_bytes())
}

fn entry(row: &Row<'_>, options: &Options) -> String {
    let (view, (line, _)) = (&row.view, row.start());
    let mark = match view.diagnostic.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Info => "ℹ️",
    };
    let place = match row.at {
        Some(_) => format!("{}:{line}", row.path),
        None => match &view.diagnostic.live {
            Some(live) => format!("{} {}", live.cluster, live.resource),
            None => row.path.clone(),
        },
    };
    let url = rule_url(view.rule, options);
    let code = match url.is_empty() {
        true => view.rule.code.to_owned(),
        false => format!(
            "<a href=\"{}\">{}</a>",
            super::xml::escaped(&url),
            view.rule.code
        ),
    };
    format!(
        "<details><summary>{mark} {code} {} · {}</summary>\n\n{}\n\n{}\n\n</details>\n",
        view.rule.slug,
        escaped(&place),
        with_code(&view.message),
        with_code(&view.help),
    )
}

/// The same, with what stands between backticks as code.
pub(super) fn with_code(plain: &str) -> String {
    let parts = plain.split('`').enumerate();
    let last = plain.matches('`').count();
    let parts = parts.map(|(at, part)| match at % 2 == 1 && at < last {
        true => format!("<code>{}</code>", escaped(part)),
        false if at == last && at % 2 == 1 => format!("&#96;{}", escaped(part)),
        false => escaped(part),
    });
    parts.collect()
}

/// Text that Markdown shows as it is.
pub(super) fn escaped(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 16);
    for c in text::clean(plain).chars() {
        match c {
            // References instead of backslashes: these hold within HTML as well.
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '<' | '>' | '#' | '+'
            | '!' | '|' | '~' | '&' | '@' | ':' | '"' | '\'' | '$' => {
                out.push_str(&format!("&#{};", c as u32));
            }
            c => out.push(c),
        }
    }
    // Without its dots it is no address that a viewer makes a link of.
    out.replace("www.", "www&#46;")
}
