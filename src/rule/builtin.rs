//! The rules that ship with the program, as the build script wrote them.

use super::{Check, Expression, FixChange, FixTemplate, ParamDef, Piece, Rule, expr};
use crate::catalog::{KeyId, Release, ValueType};
use crate::diagnostic::{Applicability, CATEGORIES, Confidence, Descriptor, RuleId, Severity};
use crate::model::{EntityKind, Fact, Variant};
#[allow(unused_imports)] // used once a rule is for a platform
use crate::project::Platform;
use crate::project::Profile;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The descriptors of all rules, in the order of their codes.
pub fn descriptors() -> Vec<Descriptor> {
    RULES.iter().map(|rule| rule.descriptor).collect()
}

/// The rule with a code.
pub fn find(code: &str) -> Option<(RuleId, &'static Rule)> {
    let at = RULES
        .binary_search_by(|rule| rule.descriptor.code.cmp(code))
        .ok()?;
    Some((RuleId(at as u16), &RULES[at]))
}
