//! Which rules have to be run on an entity at all.
//!
//! A rule sees nothing but the keys it reads, so on an entity that sets none of them its outcome is that of
//! an empty entity. That outcome is worked out once for each kind, roles, version and profile.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{Check, Context, Outcome, RULES, Rule, judge::run, rules};
use crate::catalog::{self, KeyId, Release};
use crate::cluster::Placement;
use crate::diagnostic::{RuleId, Severity};
use crate::model::{Entity, EntityKind, Variant};
use crate::project::{Platform, Profile, Terms, Workload};
use crate::source::{Place, SourceId, Span};

/// A set of rules.
#[derive(Clone, Debug, Default)]
struct RuleSet(Vec<u64>);

impl RuleSet {
    fn insert(&mut self, rule: usize) {
        let word = rule / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (rule % 64);
    }

    fn contains(&self, rule: usize) -> bool {
        self.0
            .get(rule / 64)
            .is_some_and(|word| word & (1 << (rule % 64)) != 0)
    }
}

/// The rules for one kind of entity at one version and profile.
#[derive(Debug)]
pub struct Docket {
    /// Rules that look at it and are not turned off, with the severity of their findings and thresholds.
    rules: Vec<Entry>,
    /// How many of the others pass on an empty entity.
    passing: u64,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: RuleId,
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) params: Vec<i64>,
    always: bool,
    passes_empty: bool,
}

/// What a docket is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Case {
    kind: EntityKind,
    variant: Option<Variant>,
    release: Release,
    profile: Profile,
    platform: Platform,
    workload: Option<Workload>,
    /// Which terms of the run.
    terms: usize,
}

impl Case {
    fn of(entity: &Entity, placement: &Placement, terms: &Terms<'_>) -> Self {
        Case {
            kind: entity.kind,
            variant: entity.variant,
            release: placement.by.release,
            profile: placement.profile,
            platform: placement.platform,
            workload: placement.workload,
            terms: terms.id,
        }
    }
}

/// The dockets of a run.
#[derive(Debug, Default)]
pub struct Dockets {
    dockets: BTreeMap<Case, Docket>,
    /// Whether what files declare is held against what runs.
    gate: bool,
}

/// The category of rules on a change; without a gate nothing changes.
const OF_CHANGES: &str = "GAT";

impl Dockets {
    /// Dockets of a run that is a gate or is none.
    pub fn new(gate: bool) -> Self {
        Dockets {
            gate,
            ..Dockets::default()
        }
    }

    /// Prepares the docket of an entity, if it is not there yet.
    pub fn prepare(&mut self, entity: &Entity, placement: &Placement, terms: &Terms<'_>) {
        let case = Case::of(entity, placement, terms);
        let gate = self.gate;
        let dockets = &mut self.dockets;
        dockets
            .entry(case)
            .or_insert_with(|| docket(case, terms, gate));
    }

    /// The docket of an entity.
    pub fn get(
        &self,
        entity: &Entity,
        placement: &Placement,
        terms: &Terms<'_>,
    ) -> Option<&Docket> {
        self.dockets.get(&Case::of(entity, placement, terms))
    }
}

fn docket(case: Case, terms: &Terms<'_>, gate: bool) -> Docket {
    let Case {
        kind,
        variant,
        release,
        ..
    } = case;
    let nothing = Entity::new(
        kind,
        variant,
        "",
        Place {
            source: SourceId(0),
            span: Span::new(0, 0),
        },
        Vec::new(),
    );
    let mut docket = Docket {
        rules: Vec::new(),
        passing: 0,
    };
    for (index, rule) in rules().into_iter().enumerate() {
        let elsewhere = !rule.platforms.is_empty() && !rule.platforms.contains(&case.platform);
        let for_others = !rule.workloads.is_empty()
            && !case.workload.is_some_and(|w| rule.workloads.contains(&w));
        let of_no_gate = !gate && rule.descriptor.category.prefix == OF_CHANGES;
        if elsewhere
            || for_others
            || of_no_gate
            || !rule.looks_at(kind, variant, release)
            || !terms.selects(&rule.descriptor)
        {
            continue;
        }
        let Some(severity) = rule.severity(case.profile) else {
            continue;
        };
        let params = thresholds(rule, terms);
        let outcome = run(rule, &Context::new(rule, &nothing, release, &params));
        // The table of readers is of the rules that ship; users have few.
        let always = rule.reads_around
            || index >= RULES.len()
            || matches!(outcome, Outcome::Fail(_))
            || (matches!(rule.check, Check::Native(_)) && rule.keys.is_empty());
        let passes_empty = outcome == Outcome::Pass;
        docket.passing += u64::from(passes_empty && !always);
        docket.rules.push(Entry {
            id: RuleId(index as u16),
            rule,
            severity,
            params,
            always,
            passes_empty: passes_empty && !always,
        });
    }
    docket
}

fn thresholds(rule: &Rule, terms: &Terms<'_>) -> Vec<i64> {
    rule.params
        .iter()
        .map(|param| {
            let given = terms.param(rule.descriptor.code, param.name);
            given.unwrap_or(param.default)
        })
        .collect()
}

impl Docket {
    /// Whether a rule looks at such entities and is not turned off.
    pub fn has(&self, rule: RuleId) -> bool {
        self.rules.iter().any(|entry| entry.id == rule)
    }

    /// The rules to run on an entity, and how many others pass without being run.
    /// With `all`, none is left out.
    pub(super) fn due<'d>(&'d self, entity: &Entity, all: bool) -> (Vec<&'d Entry>, u64) {
        if all || entity.open.is_some() {
            // An unset key is unknown here, so nothing can be taken over from an empty entity.
            return (self.rules.iter().collect(), 0);
        }
        let mut touched = RuleSet::default();
        for key in entity.keys() {
            for rule in readers(key) {
                touched.insert(*rule as usize);
            }
        }
        let mut due: Vec<&Entry> = Vec::new();
        let mut passing = self.passing;
        for entry in &self.rules {
            if entry.always || touched.contains(entry.id.0 as usize) {
                passing -= u64::from(entry.passes_empty);
                due.push(entry);
            }
        }
        (due, passing)
    }
}

/// The rules that read a key.
fn readers(key: KeyId) -> &'static [u16] {
    static READERS: OnceLock<Vec<Vec<u16>>> = OnceLock::new();
    let readers = READERS.get_or_init(|| {
        let mut readers = vec![Vec::new(); catalog::key_count()];
        for (index, rule) in RULES.iter().enumerate() {
            for key in rule.keys {
                readers[key.0 as usize].push(index as u16);
            }
        }
        readers
    });
    readers.get(key.0 as usize).map_or(&[], Vec::as_slice)
}
