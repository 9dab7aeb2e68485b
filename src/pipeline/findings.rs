//! From what the stages found to diagnostics.

use std::sync::Arc;

use super::suppressing::Unsaid;
use super::{File, Run};
use crate::cluster::{DEFAULT, Members, Placement};
use crate::diagnostic::{
    Confidence, Diagnostic, Evidence, LivePlace, Passed, RuleId, Status, Subject, Undecided,
};
use crate::dialect::{self, Trouble, TroubleKind};
use crate::model::{Entity, EntityKind, EntityRef, ValueSource};
use crate::project::Terms;
use crate::rule;
use crate::source::{Input, InputKind, Place, SourceFile, SourceId, Span};
use crate::triage;
use crate::verdict::{self, Ruling, Siblings};

/// What was found in one file.
pub(super) struct Findings<'p> {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) undecided: Vec<Undecided>,
    pub(super) passed: u64,
    pub(super) kept: Vec<Passed>,
    pub(super) complete: bool,
    /// What would have been said, were it surer, or Kafka's own word not there.
    pub(super) unsaid: Vec<Unsaid>,
    terms: &'p Terms<'p>,
    source: SourceId,
    /// Whether the input is a running cluster, or what was read of one.
    live: bool,
}

/// What was found on one entity.
pub(super) struct Judged {
    rulings: Vec<Ruling>,
    /// Rules whose rulings are not shown.
    unsaid: Vec<RuleId>,
    judgement: rule::Judgement,
    reference: Arc<EntityRef>,
    version: Arc<str>,
}

pub(super) fn judge_entity(
    entity: &Entity,
    placement: &Placement,
    file: &File,
    run: &Run<'_>,
    members: Option<&Members<'_>>,
    terms: &Terms<'_>,
) -> Judged {
    let cluster = &run.plan.clusters[placement.cluster];
    let reference = entity.reference(&cluster.name);
    let siblings = Siblings(&file.entities);
    let pedantic = rule::find("KFK014").is_some_and(|(_, rule)| terms.selects(&rule.descriptor));
    let mut rulings = verdict::judge(entity, &placement.by, &siblings, run.prepared, pedantic);
    if let Some(from) = run.project.upgrade_from {
        rulings.extend(verdict::judge_upgrade(entity, from, &placement.by));
    }
    let mut unsaid = Vec::new();
    rulings.retain(|ruling| {
        let without = run.project.without.as_deref();
        let Some((id, rule)) = rule::find(ruling.code) else {
            return false;
        };
        let shown = triage::is_shown(ruling.confidence, &rule.descriptor, terms);
        if !shown {
            unsaid.push(id);
        }
        shown && (ruling.refusal.is_none() || ruling.refusal != without)
    });
    let mut judgement = run
        .dockets
        .get(entity, placement, terms)
        .map(|docket| {
            let keep = run.project.keep_passed;
            rule::judge(
                entity,
                &reference,
                placement.by.release,
                docket,
                members,
                keep,
            )
        })
        .unwrap_or_default();
    // A fix that the dialect would not write is none.
    let offer = |intent: &mut Option<_>| {
        *intent = intent.take().filter(|i| dialect::is_offered(entity, i));
    };
    rulings.iter_mut().for_each(|r| offer(&mut r.intent));
    judgement
        .findings
        .iter_mut()
        .for_each(|f| offer(&mut f.intent));
    Judged {
        rulings,
        unsaid,
        judgement,
        reference,
        version: placement.by.text.clone(),
    }
}

impl<'p> Findings<'p> {
    pub(super) fn new(terms: &'p Terms<'p>, source: SourceId, kind: InputKind) -> Self {
        Findings {
            diagnostics: Vec::new(),
            undecided: Vec::new(),
            passed: 0,
            kept: Vec::new(),
            complete: true,
            unsaid: Vec::new(),
            terms,
            source,
            live: kind.is_of_cluster(),
        }
    }

    /// Bounds them, and gives them their severities, order and fingerprints.
    pub(super) fn finish(&mut self, terms: &Terms<'_>, inputs: &[Input]) {
        for (rule, count) in triage::cap(&mut self.diagnostics) {
            self.add_cap(rule, count);
        }
        triage::weigh(&mut self.diagnostics, terms);
        triage::settle(&mut self.diagnostics, inputs);
    }

    pub(super) fn append(&mut self, judged: Judged) {
        let Judged {
            rulings,
            unsaid,
            judgement,
            reference,
            version,
        } = judged;
        let mut unsaid: Vec<Unsaid> = unsaid
            .into_iter()
            .map(|id| (id, Arc::clone(&reference)))
            .collect();
        // Where Kafka refuses a value, no other rule has anything to say about it.
        let refused: Vec<Option<String>> = rulings
            .iter()
            .filter(|r| r.refusal.is_some())
            .map(|r| r.subject.key.clone())
            .collect();
        for ruling in rulings {
            let live = self.live_place(Some(&reference), ruling.subject.value_source);
            self.add_ruling(ruling, Some(&reference), Some(&version), live);
        }
        for finding in judgement.findings {
            let descriptor = &rule::rule(finding.rule).descriptor;
            if refused.contains(&finding.subject.key)
                || !triage::is_shown(finding.confidence, descriptor, self.terms)
            {
                unsaid.push((finding.rule, Arc::clone(&reference)));
                continue;
            }
            let live = self.live_place(Some(&reference), finding.subject.value_source);
            self.diagnostics.push(Diagnostic {
                severity: finding.severity,
                confidence: finding.confidence,
                help: Some(finding.help),
                entity: Some(Arc::clone(&reference)),
                subject: finding.subject,
                kafka_version: Some(Arc::clone(&version)),
                evidence: finding.evidence,
                intent: finding.intent,
                live,
                ..blank(finding.rule, finding.message, Some(finding.place))
            });
        }
        self.unsaid.append(&mut unsaid);
        self.passed += judgement.passed;
        let kept = judgement.kept.into_iter().map(|(rule, evidence)| Passed {
            rule,
            entity: Arc::clone(&reference),
            evidence,
        });
        self.kept.extend(kept);
        self.undecided.extend(
            judgement
                .undecided
                .into_iter()
                .map(|(rule, reason)| Undecided {
                    rule,
                    entity: Arc::clone(&reference),
                    reason: reason.to_owned(),
                }),
        );
    }

    pub(super) fn add_trouble(
        &mut self,
        trouble: &Trouble,
        source: &SourceFile,
        entities: &[Entity],
        clusters: &dyn Fn(usize) -> String,
    ) {
        let ruling = verdict::judge_trouble(trouble, source, self.source);
        if let TroubleKind::Unread { what, .. } = &trouble.kind {
            // It is about what is not there, so about none of the entities.
            self.complete = false;
            let live = self.live.then(|| LivePlace {
                cluster: match entities {
                    [] => DEFAULT.to_owned(),
                    _ => clusters(0),
                },
                resource: what.clone(),
                broker: None,
                source: ValueSource::Unset,
            });
            self.add_ruling(ruling, None, None, live);
            return;
        }
        let entity =
            around(trouble.span, entities).map(|(at, entity)| entity.reference(&clusters(at)));
        let live = self.live_place(entity.as_ref(), ruling.subject.value_source);
        self.add_ruling(ruling, entity.as_ref(), None, live);
    }

    fn add_ruling(
        &mut self,
        ruling: Ruling,
        entity: Option<&Arc<EntityRef>>,
        version: Option<&Arc<str>>,
        live: Option<LivePlace>,
    ) {
        let Some((id, rule)) = rule::find(ruling.code) else {
            return;
        };
        if !self.terms.selects(&rule.descriptor) {
            return;
        }
        // What is about no key has read none.
        let about = entity.zip(ruling.subject.key.clone());
        let evidence = about.map_or_else(Vec::new, |(entity, key)| {
            let own = Evidence {
                entity: Arc::clone(entity),
                key,
                value: ruling.subject.value.clone(),
                value_source: ruling.subject.value_source.unwrap_or(ValueSource::Explicit),
                place: Some(ruling.place),
            };
            let related = ruling.related.map(|(place, _)| Evidence {
                place: Some(place),
                ..own.clone()
            });
            std::iter::once(own).chain(related).collect()
        });
        self.diagnostics.push(Diagnostic {
            severity: ruling.severity,
            confidence: ruling.confidence,
            rejected_by_kafka: ruling.rejected,
            refusal: ruling.refusal.filter(|_| ruling.rejected),
            help: ruling.help,
            entity: entity.map(Arc::clone),
            subject: ruling.subject,
            kafka_version: version.map(Arc::clone),
            evidence,
            intent: ruling.intent,
            live,
            ..blank(id, ruling.message, Some(ruling.place))
        });
    }

    /// Where something is in a running cluster.
    fn live_place(
        &self,
        entity: Option<&Arc<EntityRef>>,
        source: Option<ValueSource>,
    ) -> Option<LivePlace> {
        let entity = entity.filter(|_| self.live)?;
        let name = entity.name.as_deref();
        Some(LivePlace {
            cluster: entity.cluster.clone(),
            resource: match name {
                Some(name) => format!("{} {name}", entity.kind),
                None => entity.kind.to_string(),
            },
            broker: name
                .filter(|_| entity.kind == EntityKind::Broker)
                .and_then(|id| id.parse().ok()),
            source: source.unwrap_or(ValueSource::Unset),
        })
    }

    /// The places that reports may show.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let of_findings = self.diagnostics.iter().flat_map(|diagnostic| {
            let evidence = diagnostic.evidence.iter().filter_map(|e| e.place);
            diagnostic.place.into_iter().chain(evidence)
        });
        let of_passed = self.kept.iter().flat_map(|passed| &passed.evidence);
        of_findings.chain(of_passed.filter_map(|e| e.place))
    }

    /// An input that could not be judged.
    pub(super) fn add_fault(&mut self, status: Status, why: &str, span: Span) {
        let (code, message) = match status {
            Status::Unparsable => ("LNT002", why.to_owned()),
            Status::Failed => (
                "LNT003",
                format!("linting this file failed, the others were linted: {why}"),
            ),
            _ => ("LNT001", format!("the file cannot be read: {why}")),
        };
        let place = Place {
            source: self.source,
            span,
        };
        self.complete = false;
        self.diagnostics.extend(own(code, message, Some(place)));
    }

    /// Findings that were left out.
    pub(super) fn add_cap(&mut self, rule: RuleId, count: usize) {
        let code = rule::rule(rule).descriptor.code;
        let place = Place {
            source: self.source,
            span: Span::new(0, 0),
        };
        self.complete = false;
        self.diagnostics.extend(own(
            "LNT004",
            format!("{count} more findings of {code} in this file were left out"),
            Some(place),
        ));
    }
}

/// The entity that a place most likely belongs to: the first of those that begin last before it.
fn around(span: Span, entities: &[Entity]) -> Option<(usize, &Entity)> {
    let start = |entity: &Entity| entity.header.span.start;
    let before = entities.iter().filter(|e| start(e) <= span.start);
    let last = before.map(start).max();
    let mut found = entities.iter().enumerate();
    match last {
        Some(last) => found.find(|(_, e)| start(e) == last),
        None => found.next(),
    }
}

/// A finding of the linter's own.
pub(super) fn own(code: &str, message: String, place: Option<Place>) -> Option<Diagnostic> {
    let (id, rule) = rule::find(code)?;
    Some(Diagnostic {
        help: Some(rule.descriptor.fix.to_owned()).filter(|help| !help.is_empty()),
        ..blank(id, message, place)
    })
}

fn blank(rule: RuleId, message: String, place: Option<Place>) -> Diagnostic {
    let descriptor = &rule::rule(rule).descriptor;
    Diagnostic {
        rule,
        severity: descriptor.severity,
        confidence: Confidence::High,
        rejected_by_kafka: false,
        refusal: None,
        message,
        help: None,
        entity: None,
        subject: Subject::default(),
        kafka_version: None,
        until: None,
        place,
        live: None,
        evidence: Vec::new(),
        intent: None,
        fixes: Vec::new(),
        fingerprint: 0,
        suppressed: None,
        owner: None,
    }
}
