//! The report for a person at a terminal or in front of a build log.
use std::fmt::{self, Write as _};
use std::io;

use miette::GraphicalReportHandler;

use super::drawing::{self, Drawing};
use super::locate::{Locator, path_of, push_place};
use super::paint::Paint;
use super::select::{Selection, Shown};
use super::snippet::{Mark, Snippet};
use super::view::{View, applicability, entity_name, is_written};
use super::{Options, Style, evidence, groups, plan, rule_url, summary, text};
use crate::diagnostic::{Applicability, Diagnostic, Evidence, LivePlace, Report, Severity};
use crate::model::{EntityKind, ValueSource};

/// Characters of a message and of a value; whoever needs more reads JSON.
const LONG_TEXT: usize = 600;
const LONG_VALUE: usize = 60;
/// Other settings that are marked or listed with a finding.
const MOST_EVIDENCE: usize = 5;
/// Other things of which the same is said.
const MOST_ALSO: usize = 5;
/// Lines are cut here even on the widest terminal.
const WIDEST: usize = 200;
/// Text is wrapped here even on a wide terminal: longer lines are hard to read.
const WIDEST_TEXT: usize = 110;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn io::Write) -> io::Result<()> {
    let mut selection = Selection::new(report, options);
    let printer = Printer::new(report, options);
    let mut buffer = String::new();
    if let Some(gate) = &report.gate {
        let _ = plan::push_changes(&mut buffer, report, gate, options.style);
        out.write_all(buffer.as_bytes())?;
    }
    if options.statistics {
        buffer.clear();
        let _ = groups::push_statistics(&mut buffer, report, options);
        out.write_all(buffer.as_bytes())?;
        selection = Selection::default();
    }
    let mut group = None;
    if let Some(by) = options.group_by {
        groups::sort(report, by, &mut selection.shown);
    }
    for shown in &selection.shown {
        buffer.clear();
        let title = options
            .group_by
            .map(|by| groups::title(report, by, shown.diagnostic));
        if title != group {
            let _ = groups::push_title(&mut buffer, title.as_deref(), options.style);
            group = title;
        }
        // Only a string is written to; it does not fail.
        let _ = printer.finding(&mut buffer, shown);
        if shown.more_here > 0 && (options.verbose || options.group_by.is_some()) {
            let _ = printer.more_here(&mut buffer, shown.diagnostic, shown.more_here);
        }
        buffer.push('\n');
        out.write_all(buffer.as_bytes())?;
    }
    buffer.clear();
    let _ = summary::push(&mut buffer, report, options, &selection);
    if let Some(gate) = &report.gate {
        let _ = plan::push_decision(&mut buffer, report, gate, options.style);
    }
    out.write_all(buffer.as_bytes())
}

struct Printer<'a> {
    report: &'a Report,
    options: &'a Options,
    paint: Paint,
    miette: GraphicalReportHandler,
    several_versions: bool,
}

impl<'a> Printer<'a> {
    fn new(report: &'a Report, options: &'a Options) -> Self {
        let mut versions = report.clusters.iter().map(|c| &c.kafka_version);
        let first = versions.next();
        Printer {
            report,
            options,
            paint: Paint(options.style.color),
            miette: drawing::handler(options.style),
            several_versions: versions.any(|v| Some(v) != first),
        }
    }

    fn finding(&self, out: &mut String, shown: &Shown<'_>) -> fmt::Result {
        let diagnostic = shown.diagnostic;
        let view = View::new(self.report, diagnostic);
        self.headline(out, &view)?;
        let (snippet, elsewhere) = self.snippet(&view);
        let mut message = String::new();
        let text = text::clip(&view.message, LONG_TEXT);
        text::push_wrapped(&mut message, &text, 4, self.text_width());
        // miette indents the further lines itself.
        let message = message.replace("\n    ", "\n");
        self.miette.render_report(
            out,
            &Drawing {
                message,
                severity: diagnostic.severity,
                snippet: snippet.as_ref(),
            },
        )?;
        if snippet.is_none() {
            self.arrow(out, shown)?;
        } else if let Some(live) = &diagnostic.live {
            writeln!(out, "    --> {}", text::clean(&live_place(shown, live)))?;
        }
        if diagnostic.live.is_none() && !shown.also.is_empty() {
            self.paragraph(out, "also:", &self.others(&shown.also))?;
        }
        self.footer(out, &view, &elsewhere)
    }

    /// Things in files of which the same is said.
    fn others(&self, also: &[&Diagnostic]) -> String {
        let mut locator = Locator::default();
        let shown = also.iter().take(MOST_ALSO).map(|other| {
            let mut place = String::new();
            push_place(&mut place, self.report, other, &mut locator);
            let name = other
                .entity
                .as_ref()
                .map_or(String::new(), |e| entity_name(e));
            format!("{} ({place})", text::clip(&name, LONG_VALUE))
        });
        let mut parts: Vec<String> = shown.collect();
        parts.extend(more(also.len(), MOST_ALSO));
        text::join(&parts)
    }

    fn headline(&self, out: &mut String, view: &View<'_>) -> fmt::Result {
        let severity = view.diagnostic.severity;
        let head = self
            .paint
            .severity(severity, &format!("{severity} {}", view.rule.code));
        write!(
            out,
            "{} {}",
            text::link(
                &head,
                &rule_url(view.rule, self.options),
                self.options.style
            ),
            self.paint.bold(view.rule.slug)
        )?;
        if let Some(remark) = self.version_remark(view.diagnostic) {
            write!(out, " {}", self.paint.severity(severity, &remark))?;
        }
        if let Some(applicability) = applicability(view.diagnostic) {
            let flags = match applicability {
                Applicability::Safe => "[--fix]",
                Applicability::Unsafe => "[--fix --unsafe]",
            };
            write!(out, " {}", self.paint.dim(flags))?;
        }
        writeln!(out)
    }

    /// What the finding has to do with the version of Kafka, where that is not plain anyway.
    fn version_remark(&self, diagnostic: &Diagnostic) -> Option<String> {
        let version = diagnostic.kafka_version.as_deref().unwrap_or("");
        let version = text::clip(version, LONG_VALUE);
        let kafka = match version.as_ref() {
            "" => "Kafka".to_owned(),
            version => text::product(version),
        };
        let until = diagnostic.until.as_deref();
        // Of a range that is one version, the version says it.
        let until = until.filter(|until| diagnostic.kafka_version.as_deref() != Some(until));
        match (until, diagnostic.rejected_by_kafka) {
            (None, true) => Some(format!("({kafka} refuses this)")),
            (Some(until), true) => {
                let until = text::clip(until, LONG_VALUE);
                Some(format!("({kafka} to {until} refuse this)"))
            }
            (Some(until), false) => {
                let until = text::clip(until, LONG_VALUE);
                Some(format!("({kafka} to {until})"))
            }
            (None, false) => {
                let is_of_range = diagnostic.until.is_some();
                let tells = (self.several_versions || is_of_range) && !version.is_empty();
                tells.then(|| format!("({kafka})"))
            }
        }
    }

    /// The lines to show, and the evidence that is not on them.
    fn snippet<'d>(&self, view: &View<'d>) -> (Option<Snippet>, Vec<&'d Evidence>) {
        let diagnostic = view.diagnostic;
        let mut elsewhere: Vec<&Evidence> = Vec::new();
        let mut marks: Vec<Mark> = Vec::new();
        let main = diagnostic.place.filter(|place| {
            // An entity without a header of its own starts with its file; line 1 says nothing.
            !place.span.is_empty() || is_written(diagnostic.subject.value_source)
        });
        for evidence in &diagnostic.evidence {
            if evidence::is_subject(diagnostic, evidence) {
                continue;
            }
            match (main, evidence.place) {
                (Some(main), Some(place))
                    if main.source == place.source
                        && is_written(Some(evidence.value_source))
                        && marks.len() < MOST_EVIDENCE
                        && !marks.iter().any(|m| m.span == place.span) =>
                {
                    marks.push(Mark {
                        span: place.span,
                        text: Some(evidence::owned_key(diagnostic, evidence)),
                        primary: false,
                    });
                }
                _ => elsewhere.push(evidence),
            }
        }
        let file = main.and_then(|place| self.report.source(place));
        let (Some(main), Some(file)) = (main, file) else {
            return (None, elsewhere);
        };
        marks.insert(
            0,
            Mark {
                span: main.span,
                text: self.label(view, !marks.is_empty()),
                primary: true,
            },
        );
        // The number of the line and the frame need some ten columns.
        let width = self
            .options
            .style
            .width
            .min(WIDEST)
            .saturating_sub(10)
            .max(30);
        (
            Some(Snippet::new(
                file,
                marks,
                width,
                self.options.style.ellipsis(),
            )),
            elsewhere,
        )
    }

    /// A few words beside the place; none where the line alone says it.
    fn label(&self, view: &View<'_>, among_others: bool) -> Option<String> {
        let subject = &view.diagnostic.subject;
        let key = subject
            .key
            .as_deref()
            .map(|key| format!("`{}`", text::clip(key, LONG_VALUE)));
        let unset = matches!(
            subject.value_source,
            Some(ValueSource::Unset | ValueSource::Default | ValueSource::Inherited)
        );
        match key {
            Some(key) if unset => Some(format!("{key} is not set here")),
            Some(key) if subject.value_source == Some(ValueSource::Image) => {
                Some(format!("sets {key} by itself"))
            }
            Some(key) if subject.written_as.is_some() || among_others => Some(key),
            _ if view.value == Some("") => Some("empty".to_owned()),
            _ => view
                .diagnostic
                .entity
                .as_ref()
                .filter(|entity| entity.name.is_some())
                .map(|entity| text::clip(&entity_name(entity), LONG_VALUE).into_owned()),
        }
    }

    /// Where a finding is that no line shows.
    fn arrow(&self, out: &mut String, shown: &Shown<'_>) -> fmt::Result {
        let diagnostic = shown.diagnostic;
        let mut place = diagnostic.place.map_or(String::new(), |place| {
            path_of(self.report, place).to_owned()
        });
        if let Some(live) = &diagnostic.live {
            if !place.is_empty() {
                place.push_str(", ");
            }
            place.push_str(&live_place(shown, live));
        }
        if place.is_empty() {
            return Ok(());
        }
        if let Some(entity) = diagnostic.entity.as_ref().filter(|e| e.name.is_some())
            && diagnostic.live.is_none()
        {
            let _ = write!(place, " ({})", entity_name(entity));
        }
        writeln!(out, "    --> {}", text::clip(&place, WIDEST))
    }

    fn footer(&self, out: &mut String, view: &View<'_>, elsewhere: &[&Evidence]) -> fmt::Result {
        if !elsewhere.is_empty() {
            let mut parts: Vec<String> = elsewhere
                .iter()
                .take(MOST_EVIDENCE)
                .map(|evidence| evidence::describe(self.report, view.diagnostic, evidence))
                .collect();
            if elsewhere.len() > MOST_EVIDENCE {
                parts.push(format!("{} more", elsewhere.len() - MOST_EVIDENCE));
            }
            self.paragraph(out, "given:", &text::join(&parts))?;
        }
        if !view.help.is_empty() {
            self.paragraph(out, "help:", &text::clip(&view.help, LONG_TEXT))?;
        }
        Ok(())
    }

    fn paragraph(&self, out: &mut String, title: &str, body: &str) -> fmt::Result {
        let indent = title.len() + 3;
        write!(out, "  {} ", self.paint.severity(Severity::Info, title))?;
        text::push_wrapped(out, body, indent, self.text_width());
        writeln!(out)
    }

    fn more_here(&self, out: &mut String, diagnostic: &Diagnostic, more: u32) -> fmt::Result {
        let code = self.report.descriptor(diagnostic.rule).code;
        let here = match diagnostic.place {
            Some(_) => "in this file",
            None => "here",
        };
        let dots = self.options.style.ellipsis();
        let line = format!("  {dots} and {more} more of {code} {here}; --format json lists all");
        writeln!(out, "{}", self.paint.dim(&line))
    }

    fn text_width(&self) -> usize {
        text_width(self.options.style)
    }
}

/// Where something is in a running cluster, with those of which the same is said.
fn live_place(shown: &Shown<'_>, live: &LivePlace) -> String {
    let cluster = &live.cluster;
    let all = std::iter::once(shown.diagnostic).chain(shown.also.iter().copied());
    let mut entities = all.filter_map(|diagnostic| diagnostic.entity.as_deref());
    match entities.next().filter(|_| !shown.also.is_empty()) {
        None => {
            let mut place = format!("cluster {cluster}, {}", live.resource);
            let own = shown.diagnostic.entity.as_deref();
            if let Some(broker) = live
                .broker
                .filter(|_| own.is_none_or(|e| e.kind != EntityKind::Broker))
            {
                let _ = write!(place, ", as broker {broker} tells");
            }
            place
        }
        Some(first) => {
            let names = std::iter::once(first).chain(entities);
            let names = names.filter_map(|entity| entity.name.clone());
            let mut names: Vec<String> = names.take(MOST_ALSO + 1).collect();
            names.extend(more(shown.also.len(), MOST_ALSO));
            let kind = first.kind;
            format!("cluster {cluster}, {kind}s {}", text::join(&names))
        }
    }
}

/// `37 more` where there are more than are shown.
fn more(all: usize, shown: usize) -> Option<String> {
    (all > shown).then(|| format!("{} more", all - shown))
}

pub(super) fn text_width(style: Style) -> usize {
    style.width.clamp(40, WIDEST_TEXT)
}
