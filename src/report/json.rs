//! JSON, version 1: the report as the contract's types, written while they are made.
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::array;
use super::dto::v1;
use super::json_lines::Lines;
use super::locate::{Locator, path_of};
use super::view::{View, evidence_value};
use super::{Options, checklist, rule_url};
use crate::diagnostic::{Diagnostic, Evidence, Fix, Report, RuleId, SourceEdit, Status, gate};
use crate::model::EntityRef;
use crate::source::{HIDDEN, InputKind, Place};

// Generic, because a serializer writes many small pieces and each would be a virtual call.
pub(super) fn write<W: io::Write>(
    report: &Report,
    options: &Options,
    out: &mut W,
) -> io::Result<()> {
    let document = Document::new(report, options);
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Lines::default());
    document.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// The findings and the counts, each on a line that is a document of its own.
pub(super) fn write_lines<W: io::Write>(
    report: &Report,
    options: &Options,
    out: &mut W,
) -> io::Result<()> {
    let document = Document::new(report, options);
    for diagnostic in &report.diagnostics {
        array::value(&Finding(&document, diagnostic), out)?;
        out.write_all(b"\n")?;
    }
    array::value(&serde_json::json!({ "summary": document.summary() }), out)?;
    out.write_all(b"\n")
}

/// The whole document. Each list is an iterator, so that only one element exists at a time.
struct Document<'a> {
    report: &'a Report,
    options: &'a Options,
    versions: HashMap<&'a str, &'a str>,
    locator: RefCell<Locator>,
}

/// A list that is made while it is written.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.report;
        let mut out = serializer.serialize_struct("Document", 10)?;
        out.serialize_field("version", &v1::VERSION)?;
        out.serialize_field(
            "tool",
            &v1::Tool {
                name: "kafka-lint",
                version: &self.options.tool_version,
            },
        )?;
        out.serialize_field("clusters", &Each(|| self.clusters()))?;
        out.serialize_field("inputs", &Each(|| self.inputs()))?;
        out.serialize_field(
            "diagnostics",
            &Each(|| report.diagnostics.iter().map(|d| Finding(self, d))),
        )?;
        out.serialize_field("skipped", &Each(|| self.skipped()))?;
        out.serialize_field("summary", &self.summary())?;
        match self.upgrade() {
            Some(upgrade) => out.serialize_field("upgrade", &upgrade)?,
            None => out.skip_field("upgrade")?,
        }
        match self.gate() {
            Some(gate) => out.serialize_field("gate", &gate)?,
            None => out.skip_field("gate")?,
        }
        match &report.passed {
            Some(_) => out.serialize_field("checklist", &self.checklist())?,
            None => out.skip_field("checklist")?,
        }
        out.end()
    }
}

/// A finding on its way out.
struct Finding<'a>(&'a Document<'a>, &'a Diagnostic);

impl Serialize for Finding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Finding(document, diagnostic) = self;
        let view = View::new(document.report, diagnostic);
        document.diagnostic(&view).serialize(serializer)
    }
}

impl<'a> Document<'a> {
    fn new(report: &'a Report, options: &'a Options) -> Self {
        let clusters = report.clusters.iter();
        Document {
            report,
            options,
            versions: clusters
                .map(|c| (c.name.as_str(), &*c.kafka_version))
                .collect(),
            locator: RefCell::new(Locator::default()),
        }
    }

    fn summary(&self) -> v1::Summary {
        let s = &self.report.summary;
        v1::Summary {
            files: s.files,
            entities: s.entities,
            errors: s.errors,
            warnings: s.warnings,
            infos: s.infos,
            suppressed: s.suppressed,
            complete: s.complete,
        }
    }

    fn gate(&self) -> Option<v1::Gate<'a>> {
        let gate = self.report.gate.as_ref()?;
        let restart = |restart: &'a gate::Restart| v1::Restart {
            brokers: &restart.brokers,
            blocked_by: &restart.blocked_by,
        };
        Some(v1::Gate {
            cluster: &gate.cluster,
            decision: gate.decision.name(),
            changes: gate.changes.iter().map(|c| self.change(c)).collect(),
            unchanged: gate.unchanged,
            not_compared: gate.not_compared,
            restarts: gate.restarts.iter().map(restart).collect(),
            upgrade: gate.way.as_ref().map(|way| v1::UpgradeWay {
                from: &way.from,
                to: &way.to,
                steps: &way.steps,
            }),
        })
    }

    fn change(&self, change: &'a gate::Change) -> v1::Change<'a> {
        let setting = |setting: &'a gate::SettingChange| v1::SettingChange {
            key: &setting.key,
            from: setting.from.as_ref().map(side),
            to: setting.to.as_ref().map(side),
            effect: setting.effect.name(),
            reach: setting.reach.as_deref(),
            location: setting.place.and_then(|place| self.location(place)),
        };
        v1::Change {
            entity: entity(&change.entity),
            action: change.action.name(),
            location: change.place.and_then(|place| self.location(place)),
            brokers: &change.brokers,
            settings: change.settings.iter().map(setting).collect(),
        }
    }

    fn checklist(&self) -> Vec<v1::ChecklistItem<'a>> {
        let items = checklist::items(self.report).into_iter();
        let item = |(rule, item): (RuleId, checklist::Item<'a>)| {
            let rule = self.report.descriptor(rule);
            let read = item.passed.iter().flat_map(|passed| &passed.evidence);
            v1::ChecklistItem {
                code: rule.code,
                slug: rule.slug,
                category: rule.category.name,
                state: item.state().name(),
                failed: item.failed.len(),
                passed: item.passed.len(),
                no_data: item.undecided.len(),
                evidence: read.map(|e| self.evidence(e)).collect(),
            }
        };
        items.map(item).collect()
    }

    fn evidence(&self, evidence: &'a Evidence) -> v1::Evidence<'a> {
        v1::Evidence {
            entity: entity(&evidence.entity),
            key: &evidence.key,
            value: evidence_value(self.report, evidence),
            value_source: evidence.value_source.name(),
            location: evidence.place.and_then(|place| self.location(place)),
        }
    }

    fn upgrade(&self) -> Option<v1::Upgrade<'a>> {
        let upgrade = self.report.upgrade.as_ref()?;
        Some(v1::Upgrade {
            from: &upgrade.from,
            to: &upgrade.to,
            files: upgrade
                .files
                .iter()
                .map(|file| v1::UpgradeOfFile {
                    path: &file.path,
                    removed: file.removed,
                    changed_defaults: file.changed_defaults,
                    newly_refused: file.newly_refused,
                })
                .collect(),
        })
    }

    fn clusters(&self) -> impl Iterator<Item = v1::Cluster<'a>> {
        self.report.clusters.iter().map(|c| v1::Cluster {
            name: &c.name,
            kafka_version: &c.kafka_version,
            version_source: &c.version_source,
            platform: &c.platform,
            profile: &c.profile,
        })
    }

    fn inputs(&self) -> impl Iterator<Item = v1::Input<'a>> {
        let verbose = self.options.verbose;
        self.report
            .inputs
            .iter()
            .filter(move |i| verbose || i.status != Status::NotKafka)
            .map(|i| v1::Input {
                kind: match i.input.kind {
                    InputKind::File => "file",
                    InputKind::Stdin => "stdin",
                    InputKind::Cluster => "cluster",
                    InputKind::Snapshot => "snapshot",
                },
                path: &i.input.path,
                dialect: i.dialect,
                entities: i.entities,
                status: i.status.name(),
                format: i.format,
            })
    }

    fn skipped(&self) -> impl Iterator<Item = v1::Skipped<'a>> {
        let report = self.report;
        report.undecided.iter().map(|u| v1::Skipped {
            code: report.descriptor(u.rule).code,
            reason: &u.reason,
            entity: entity(&u.entity),
        })
    }

    fn diagnostic<'v>(&'v self, view: &'v View<'v>) -> v1::Diagnostic<'v> {
        let (d, rule) = (view.diagnostic, view.rule);
        v1::Diagnostic {
            code: rule.code,
            slug: rule.slug,
            category: rule.category.name,
            severity: d.severity.name(),
            confidence: d.confidence.name(),
            rejected_by_kafka: d.rejected_by_kafka,
            refusal: d.refusal,
            message: &view.message,
            help: &view.help,
            url: rule_url(rule, self.options),
            entity: d.entity.as_deref().map(entity),
            key: d.subject.key.as_deref(),
            written_as: d.subject.written_as.as_deref(),
            value: view.value,
            value_source: d.subject.value_source.map(|s| s.name()),
            kafka_version: self.kafka_version(d),
            until: d.until.as_deref(),
            location: d.place.and_then(|place| self.location(place)),
            live: d.live.as_ref().map(|live| v1::Live {
                cluster: &live.cluster,
                resource: &live.resource,
                broker: live.broker,
                source: live.source.name(),
            }),
            evidence: d.evidence.iter().map(|e| self.evidence(e)).collect(),
            fixes: self
                .options
                .fixes_wanted
                .then(|| d.fixes.iter().map(|fix| self.fix(fix)).collect()),
            owner: d.owner.as_deref(),
            fingerprint: format!("{:032x}", d.fingerprint),
            suppressed: d.suppressed.as_ref().map(|s| v1::Suppressed {
                by: s.by,
                reason: s.reason.as_deref(),
                until: s.until.as_deref(),
            }),
        }
    }

    /// The finding's version, else that of its cluster, else that of the first one.
    fn kafka_version<'v>(&'v self, d: &'v Diagnostic) -> &'v str {
        let of_cluster = || {
            let entity = d.entity.as_ref()?;
            self.versions.get(entity.cluster.as_str()).copied()
        };
        let of_run = || self.report.clusters.first().map(|c| &*c.kafka_version);
        d.kafka_version
            .as_deref()
            .or_else(of_cluster)
            .or_else(of_run)
            .unwrap_or("")
    }

    fn location(&self, place: Place) -> Option<v1::Location<'a>> {
        let at = self.locator.borrow_mut().locate(self.report, place)?;
        Some(v1::Location {
            path: at.path,
            line: at.start.line,
            column: at.start.column,
            end_line: at.end.line,
            end_column: at.end.column,
        })
    }

    fn fix<'v>(&'v self, fix: &'v Fix) -> v1::Fix<'v> {
        v1::Fix {
            title: &fix.title,
            applicability: fix.applicability.name(),
            edits: fix.edits.iter().map(|edit| self.edit(edit)).collect(),
        }
    }

    fn edit<'v>(&'v self, edit: &'v SourceEdit) -> v1::Edit<'v> {
        let source = self.report.source(edit.place);
        let over_secret = source.is_some_and(|s| s.hides(edit.place.span));
        v1::Edit {
            path: path_of(self.report, edit.place),
            start: edit.place.span.start,
            end: edit.place.span.end,
            text: if (edit.secret || over_secret) && !edit.text.is_empty() {
                Cow::Borrowed(HIDDEN)
            } else if source.is_some_and(|s| !s.is_utf8()) {
                Cow::Owned(edit.text.iter().map(|b| char::from(*b)).collect())
            } else {
                String::from_utf8_lossy(&edit.text)
            },
        }
    }
}

fn entity(entity: &EntityRef) -> v1::Entity<'_> {
    v1::Entity {
        kind: entity.kind.name(),
        name: entity.name.as_deref(),
        cluster: Some(&entity.cluster),
    }
}

fn side(side: &gate::Side) -> v1::Side<'_> {
    v1::Side {
        value: side.value.as_deref(),
        value_source: side.source.name(),
    }
}
