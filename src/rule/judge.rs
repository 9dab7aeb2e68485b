//! Running rules on one entity.

use std::sync::Arc;

use super::expr::{self, List, Missing, Tri, Value};
use super::{
    Check, Context, Docket, Expression, Failure, FixChange, Outcome, Rule, Stated, message, timing,
};
use crate::catalog::{self, KeyId, Release, ValueType};
use crate::cluster::Members;
use crate::diagnostic::{Change, Confidence, Evidence, FixIntent, RuleId, Severity, Subject};
use crate::model::{Entity, EntityRef};
use crate::resolve::value::Typed;
use crate::resolve::{Datum, Reading};
use crate::source::Place;

/// What a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The severity under the profile.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The message.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The key and value.
    pub subject: Subject,
    /// Where.
    pub place: Place,
    /// What was read.
    pub evidence: Vec<Evidence>,
    /// What mends it.
    pub intent: Option<FixIntent>,
}

/// What the rules make of one entity.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Findings, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Rules that could not decide, and why.
    pub undecided: Vec<(RuleId, &'static str)>,
    /// How many rules passed.
    pub passed: u64,
    /// Those that passed with what they read, where they are kept.
    pub kept: Vec<(RuleId, Vec<Evidence>)>,
}

/// Runs the rules of a docket on an entity.
pub fn judge(
    entity: &Entity,
    reference: &Arc<EntityRef>,
    release: Release,
    docket: &Docket,
    members: Option<&Members<'_>>,
    keep_passed: bool,
) -> Judgement {
    let (due, passed) = docket.due(entity, keep_passed);
    let mut judgement = Judgement {
        passed,
        ..Judgement::default()
    };
    for entry in due {
        let cx = Context::new(entry.rule, entity, release, &entry.params).among(members);
        match timing::timed(entry.id, || run(entry.rule, &cx)) {
            Outcome::Pass => {
                judgement.passed += 1;
                if keep_passed {
                    judgement.kept.push((entry.id, cx.evidence(reference)));
                }
            }
            Outcome::Skipped => {}
            Outcome::NoData(reason) => judgement.undecided.push((entry.id, reason)),
            Outcome::Fail(failure) => {
                let evidence = cx.evidence(reference);
                judgement.findings.push(Finding {
                    rule: entry.id,
                    severity: entry.severity,
                    ..finding(entry.rule, &cx, failure, evidence)
                });
            }
        }
    }
    supersede(&mut judgement.findings);
    judgement
}

/// Runs one rule on what a context shows.
pub fn run(rule: &Rule, cx: &Context<'_>) -> Outcome {
    let entity = cx.entity();
    if rule.takes(entity.kind, entity.variant).is_none() {
        return Outcome::NoData(
            "the roles of the node, or the direction of the connector, are not known",
        );
    }
    if let Some(when) = &rule.when {
        match evaluate(when, cx) {
            Ok(true) => {}
            Ok(false) => return Outcome::Skipped,
            Err(reason) => return Outcome::NoData(reason),
        }
    }
    match &rule.check {
        Check::Fail(fail) => match evaluate(fail, cx) {
            Ok(true) => Outcome::Fail(Failure::default()),
            Ok(false) => Outcome::Pass,
            Err(reason) => Outcome::NoData(reason),
        },
        Check::Native(check) => check(cx),
        Check::Stage => Outcome::Skipped,
    }
}

fn finding(rule: &Rule, cx: &Context<'_>, failure: Failure, evidence: Vec<Evidence>) -> Finding {
    let key = failure.key.or(rule.key.map(|(key, _)| key));
    let value_type = rule
        .key
        .map_or(ValueType::String, |(_, value_type)| value_type);
    let reading = key.map(|key| (key, cx.read(key, value_type)));
    let place = match (&reading, failure.part) {
        (Some((key, reading)), part) => match (reading.setting, part) {
            (Some(setting), Some(part)) => Place {
                source: setting.value_place.source,
                span: cx.part_span(*key, part).unwrap_or(setting.value_place.span),
            },
            (Some(setting), None) => setting.place(),
            (None, _) => cx.entity().header,
        },
        (None, _) => cx.entity().header,
    };
    Finding {
        rule: RuleId(0),
        severity: rule.descriptor.severity,
        confidence: failure.confidence.unwrap_or(rule.descriptor.confidence),
        message: failure.message.unwrap_or_else(|| message::render(rule, cx)),
        help: rule.descriptor.fix.to_owned(),
        subject: reading.map_or_else(Subject::default, |(key, reading)| subject(key, &reading)),
        place,
        evidence,
        intent: rule.fix.map(|fix| FixIntent {
            key: fix.key.to_owned(),
            change: match fix.change {
                FixChange::Set(value) => Change::Set(value.to_owned()),
                FixChange::Unset => Change::Unset,
                FixChange::Rename(to) => Change::Rename(to.to_owned()),
            },
            applicability: fix.applicability,
        }),
    }
}

fn subject(key: KeyId, reading: &Reading<'_>) -> Subject {
    Subject {
        key: Some(catalog::key_name(key).to_owned()),
        written_as: reading
            .setting
            .and_then(|s| s.written_as.as_deref())
            .map(str::to_owned),
        value: reading.shown(),
        value_source: Some(reading.source),
        secret: reading.setting.is_some_and(|s| s.secret),
    }
}

/// Takes out findings that another one of the same entity and key makes needless.
fn supersede(findings: &mut Vec<Finding>) {
    let mut silenced: Vec<(&'static str, Option<String>)> = Vec::new();
    for finding in findings.iter() {
        for code in super::rule(finding.rule).supersedes {
            // A finding about any key that the better one has read.
            let read = finding.evidence.iter().map(|e| Some(e.key.clone()));
            let keys = read.chain([finding.subject.key.clone()]);
            silenced.extend(keys.map(|key| (*code, key)));
        }
    }
    if !silenced.is_empty() {
        findings.retain(|f| {
            let code = super::rule(f.rule).descriptor.code;
            !silenced
                .iter()
                .any(|(silent, key)| *silent == code && *key == f.subject.key)
        });
    }
}

fn evaluate(expression: &Expression, cx: &Context<'_>) -> Result<bool, &'static str> {
    let scope = Scope {
        expression,
        cx,
        reason: std::cell::Cell::new("a value that it needs is not known"),
    };
    match expression.program.eval(&scope) {
        Ok(Tri::True) => Ok(true),
        Ok(Tri::False) => Ok(false),
        Ok(Tri::NoData(_)) => Err(scope.reason.get()),
        Err(_) => Err("the expression ran over its limits"),
    }
}

/// What a program reads, through the recording accessor.
struct Scope<'s, 'a> {
    expression: &'s Expression,
    cx: &'s Context<'a>,
    reason: std::cell::Cell<&'static str>,
}

impl Scope<'_, '_> {
    fn missing(&self, why: &'static str) -> Value<'static> {
        self.reason.set(why);
        Value::Missing(Missing::Unknown)
    }
}

impl expr::Scope for Scope<'_, '_> {
    fn setting(&self, index: usize) -> Value<'_> {
        let Some(wanted) = self.expression.keys.get(index) else {
            return self.missing("the key is not in the catalogue");
        };
        let reading = self.cx.get(*wanted);
        match reading.datum {
            Datum::Known(typed) => value(&typed, reading.text.unwrap_or_default()),
            Datum::Unset => {
                self.reason
                    .set("a key that it needs is neither set nor given a default");
                Value::Missing(Missing::Unset)
            }
            Datum::Unknown(why) => self.missing(why),
        }
    }

    fn is_set(&self, index: usize) -> Tri {
        let Some(wanted) = self.expression.keys.get(index) else {
            return Tri::NoData(Missing::Unknown);
        };
        let reading = self.cx.get(*wanted);
        match reading.datum {
            _ if reading.setting.is_some() => Tri::True,
            Datum::Known(_) => Tri::True,
            Datum::Unset => Tri::False,
            Datum::Unknown(why) => {
                self.reason.set(why);
                Tri::NoData(Missing::Unknown)
            }
        }
    }

    fn explicit(&self, index: usize) -> Tri {
        let wanted = self.expression.keys.get(index);
        match wanted.map(|wanted| self.cx.is_explicit(wanted.key)) {
            Some(Some(true)) => Tri::True,
            Some(Some(false)) => Tri::False,
            _ => {
                self.reason.set("the key may be set elsewhere");
                Tri::NoData(Missing::Unknown)
            }
        }
    }

    fn origin(&self, index: usize) -> Value<'_> {
        match self.expression.keys.get(index) {
            Some(wanted) => Value::Str(self.cx.get(*wanted).source.name()),
            None => self.missing("the key is not in the catalogue"),
        }
    }

    fn fact(&self, index: usize) -> Value<'_> {
        match self.expression.stated.get(index) {
            Some(Stated::Name) => match self.cx.entity().name.as_deref() {
                None | Some("") => self.missing("the thing has no name"),
                Some(name) => Value::Str(name),
            },
            Some(Stated::Fact(fact)) => match self.cx.fact(*fact) {
                Some(number) => Value::Int(number),
                None => self.missing("a fact that it needs is not known"),
            },
            None => self.missing("the fact is not defined"),
        }
    }

    fn param(&self, index: usize) -> Value<'_> {
        match self.expression.params.get(index) {
            Some(param) => Value::Int(self.cx.param(*param)),
            None => self.missing("the parameter is not defined"),
        }
    }
}

/// A value for an expression; a list is split again by the expression as it walks over it.
fn value<'a>(typed: &Typed<'a>, text: &'a str) -> Value<'a> {
    match typed {
        Typed::Boolean(b) => Value::Bool(*b),
        Typed::Integer(i) => Value::Int(*i),
        Typed::Double(d) => Value::Double(*d),
        Typed::Text(text) => Value::Str(text),
        Typed::List(_) => Value::List(List::split(text)),
    }
}
