//! For people: what applying files would do to a cluster, and what a gate says of it.
use std::fmt::{self, Write as _};

use super::human::text_width;
use super::locate::{Locator, path_of};
use super::paint::Paint;
use super::view::entity_name;
use super::{Style, markdown, text};
use crate::diagnostic::gate::{Action, Change, Decision, Effect, Gate, SettingChange, Side};
use crate::diagnostic::{Report, Severity};
use crate::model::ValueSource;
use crate::source::Place;

/// Characters of a value.
const LONG_VALUE: usize = 60;
/// Changes of one kind that are listed; whoever needs more reads JSON.
const MOST: usize = 200;
/// Partitions that are named where a restart has to wait.
const MOST_BLOCKING: usize = 10;

/// What would change, before the findings.
pub(super) fn push_changes(
    out: &mut String,
    report: &Report,
    gate: &Gate,
    style: Style,
) -> fmt::Result {
    let printer = Printer {
        report,
        paint: Paint(style.color),
        style,
    };
    let count = |action| gate.changes.iter().filter(|c| c.action == action).count();
    let [added, changed, removed] = [Action::Added, Action::Changed, Action::Removed].map(count);
    writeln!(
        out,
        "{} {added} added, {changed} changed, {removed} removed, {} unchanged",
        printer
            .paint
            .bold(&format!("{}:", text::clean(&gate.cluster))),
        gate.unchanged
    )?;
    if gate.not_compared > 0 {
        writeln!(
            out,
            "{} could not be compared: secret, filled in elsewhere, or not told by the cluster",
            text::count(gate.not_compared, "setting")
        )?;
    }
    out.push('\n');
    let mut locator = Locator::default();
    for change in gate.changes.iter().take(MOST) {
        printer.change(out, change, &mut locator)?;
    }
    if let Some(more) = gate
        .changes
        .len()
        .checked_sub(MOST)
        .filter(|more| *more > 0)
    {
        writeln!(out, "  and {more} more; --format json has all of them")?;
    }
    if !gate.changes.is_empty() {
        out.push('\n');
    }
    for restart in &gate.restarts {
        printer.restart(out, &restart.brokers, &restart.blocked_by)?;
    }
    if !gate.restarts.is_empty() {
        out.push('\n');
    }
    if let Some(way) = &gate.way {
        let title = format!("From Kafka {} to {}:", way.from, way.to);
        writeln!(out, "{}", printer.paint.bold(&text::clean(&title)))?;
        for (at, step) in way.steps.iter().enumerate() {
            write!(out, "  {}. ", at + 1)?;
            text::push_wrapped(out, &text::clean(step), 5, text_width(style));
            out.push('\n');
        }
        out.push('\n');
    }
    Ok(())
}

/// The last line.
pub(super) fn push_decision(
    out: &mut String,
    report: &Report,
    gate: &Gate,
    style: Style,
) -> fmt::Result {
    let paint = Paint(style.color);
    let codes = |severity| {
        let mut codes: Vec<&str> = report
            .at_least(severity)
            .filter(|d| d.severity == severity)
            .map(|d| report.descriptor(d.rule).code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes.join(", ")
    };
    let held_back = gate.restarts.iter().any(|r| !r.blocked_by.is_empty());
    let line = match gate.decision {
        Decision::Pass => paint.added("Decision: pass"),
        Decision::PassWithWarnings => paint.severity(
            Severity::Warning,
            &format!(
                "Decision: pass, with warnings: {}",
                codes(Severity::Warning)
            ),
        ),
        Decision::Blocked => {
            let mut why = codes(Severity::Error);
            if held_back {
                let gap = if why.is_empty() { "" } else { ", " };
                why.push_str(gap);
                why.push_str("brokers that must not restart now");
            }
            paint.severity(Severity::Error, &format!("Decision: blocked by {why}"))
        }
        Decision::Undecided => paint.severity(
            Severity::Warning,
            "Decision: undecided, as a part of what decides could not be read",
        ),
    };
    writeln!(out, "{line}")
}

/// What would change, and which brokers may restart, as tables of a comment on a pull request.
pub(super) fn markdown(report: &Report, gate: &Gate, most: usize) -> String {
    let mut page = String::new();
    let mut rows: Vec<String> = Vec::new();
    let mut locator = Locator::default();
    for change in &gate.changes {
        let at = |at| place(report, at, &mut locator);
        let place = change.place.map_or(String::new(), at);
        let head = |mark: &str| {
            let (name, place) = (title(change), place.as_str());
            let [name, place] = [name.as_str(), place].map(markdown::escaped);
            format!("| {mark} | {name}<br><sub>{place}</sub> |")
        };
        match change.action {
            Action::Added => rows.push(format!("{} is new | | | |", head("➕"))),
            Action::Removed => rows.push(format!("{} goes | | | |", head("➖"))),
            Action::Changed => rows.extend(change.settings.iter().map(|setting| {
                let reach = setting.reach.as_deref().unwrap_or_default();
                let cell = |text: &str| markdown::escaped(&text::clip(text, LONG_VALUE));
                format!(
                    "{} <code>{}</code> | {} | {} | {} {} |",
                    head("✏️"),
                    cell(&setting.key),
                    cell(&side(setting.from.as_ref())),
                    cell(&side(setting.to.as_ref())),
                    how(setting.effect),
                    markdown::escaped(reach),
                )
            })),
        }
    }
    if !rows.is_empty() {
        page.push_str("| | What | | Now | Then | Comes into effect |\n|---|---|---|---|---|---|\n");
    }
    for (at, row) in rows.iter().enumerate() {
        if page.len() + row.len() > most {
            page.push_str(&format!("\nand {} more\n", rows.len() - at));
            break;
        }
        page.push_str(row);
        page.push('\n');
    }
    for restart in &gate.restarts {
        let ids: Vec<String> = restart.brokers.iter().map(i64::to_string).collect();
        let may = match restart.blocked_by.as_slice() {
            [] => "may restart".to_owned(),
            why => format!(
                "**must not restart now**: {}",
                markdown::escaped(&why.join("; "))
            ),
        };
        page.push_str(&format!("\n* brokers {}: {may}", ids.join(", ")));
    }
    page.push('\n');
    if let Some(way) = &gate.way {
        let title = markdown::escaped(&format!("From Kafka {} to {}", way.from, way.to));
        page.push_str(&format!("\n**{title}**\n\n"));
        for (at, step) in way.steps.iter().enumerate() {
            page.push_str(&format!("{}. {}\n", at + 1, markdown::with_code(step)));
        }
    }
    page
}

/// Where something stands, as `path:line`.
fn place(report: &Report, at: Place, locator: &mut Locator) -> String {
    let path = text::clean(path_of(report, at));
    match locator.locate(report, at) {
        Some(found) => format!("{path}:{}", found.start.line),
        None => path.into_owned(),
    }
}

/// What a change is about.
fn title(change: &Change) -> String {
    match change.brokers.as_slice() {
        [] => entity_name(&change.entity),
        [one] => format!("broker {one}"),
        several => format!("brokers {}", several.join(", ")),
    }
}

/// How a change comes into effect.
fn how(effect: Effect) -> &'static str {
    match effect {
        Effect::AtOnce => "at once",
        Effect::Restart => "after a restart",
        Effect::SeveralRestarts => "by several rounds of restarts",
        Effect::None => "not at all: the cluster keeps another value, which decides",
    }
}

struct Printer<'a> {
    report: &'a Report,
    paint: Paint,
    style: Style,
}

impl Printer<'_> {
    fn change(&self, out: &mut String, change: &Change, locator: &mut Locator) -> fmt::Result {
        let name = text::clip(&title(change), LONG_VALUE).into_owned();
        let title = match change.action {
            Action::Added => self.paint.added(&format!("+ {name}")),
            Action::Changed => self.paint.bold(&format!("~ {name}")),
            Action::Removed => self.paint.removed(&format!("- {name}")),
        };
        let place = change.place.map_or(String::new(), |at| {
            format!("  {}", self.paint.dim(&place(self.report, at, locator)))
        });
        writeln!(out, "  {title}{place}")?;
        let longest = change.settings.iter().map(|s| s.key.chars().count()).max();
        for setting in &change.settings {
            self.setting(out, setting, longest.unwrap_or_default())?;
        }
        Ok(())
    }

    fn setting(&self, out: &mut String, change: &SettingChange, width: usize) -> fmt::Result {
        let arrow = if self.style.unicode { "→" } else { "->" };
        let from = side(change.from.as_ref());
        let to = side(change.to.as_ref());
        let how = match change.effect {
            Effect::AtOnce => String::new(),
            Effect::None => " no effect: the cluster keeps another value, which decides".to_owned(),
            effect => format!(" {}", how(effect)),
        };
        write!(
            out,
            "      {:width$}  {} {arrow} {}{}",
            text::clean(&change.key),
            self.paint.removed(&from),
            self.paint.added(&to),
            self.paint.dim(&how)
        )?;
        if let Some(reach) = &change.reach {
            write!(out, "{}", self.paint.dim(&format!("; {reach}")))?;
        }
        out.push('\n');
        Ok(())
    }

    fn restart(&self, out: &mut String, brokers: &[i64], blocked_by: &[String]) -> fmt::Result {
        let ids: Vec<String> = brokers.iter().map(i64::to_string).collect();
        let which = match ids.as_slice() {
            [one] => format!("broker {one}"),
            several => format!("brokers {} together", several.join(", ")),
        };
        if blocked_by.is_empty() {
            return writeln!(out, "  {which}: {}", self.paint.added("may restart"));
        }
        let must_wait = self.paint.severity(Severity::Error, "must not restart now");
        writeln!(out, "  {which}: {must_wait}")?;
        for why in blocked_by.iter().take(MOST_BLOCKING) {
            writeln!(out, "      {}", text::clean(why))?;
        }
        match blocked_by.len().checked_sub(MOST_BLOCKING) {
            Some(more) if more > 0 => writeln!(out, "      and {more} more"),
            _ => Ok(()),
        }
    }
}

fn side(side: Option<&Side>) -> String {
    let Some(side) = side else {
        return "nothing".to_owned();
    };
    let value = match side.value.as_deref() {
        Some("") => "\"\"".to_owned(),
        Some(value) => text::clip(value, LONG_VALUE).into_owned(),
        None => "not set".to_owned(),
    };
    match side.source {
        ValueSource::Default => format!("{value} (the default)"),
        ValueSource::Inherited => format!("{value} (from the brokers)"),
        _ => value,
    }
}
