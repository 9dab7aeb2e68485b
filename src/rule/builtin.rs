//! The rules that ship with the program, as the build script wrote them.

use std::sync::OnceLock;

use super::{Check, Expression, FixChange, FixTemplate, ParamDef, Piece, Rule, Wanted, expr};
use crate::catalog::{KeyId, Release, ValueType};
use crate::diagnostic::{Applicability, CATEGORIES, Confidence, Descriptor, RuleId, Severity};
use crate::model::{EntityKind, Fact, Variant};
use crate::project::Profile;
#[allow(unused_imports)] // used once a rule is for a platform or a workload
use crate::project::{Platform, Workload};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The descriptors of all rules, in the order of their codes.
pub fn descriptors() -> Vec<Descriptor> {
    RULES.iter().map(|rule| rule.descriptor).collect()
}

/// The settings of brokers that some rule reads, by key.
pub fn wanted_of_brokers() -> &'static [(KeyId, ValueType)] {
    static WANTED: OnceLock<Vec<(KeyId, ValueType)>> = OnceLock::new();
    WANTED.get_or_init(|| {
        let mut all: Vec<_> = RULES.iter().flat_map(|rule| rule.joins).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    })
}

/// The rule with a code.
pub fn find(code: &str) -> Option<(RuleId, &'static Rule)> {
    let at = RULES
        .binary_search_by(|rule| rule.descriptor.code.cmp(code))
        .ok()?;
    Some((RuleId(at as u16), &RULES[at]))
}
