//! The rules that ship with the program, as the build script wrote them.

use super::{
    Check, Expression, FixChange, FixTemplate, ParamDef, Piece, Rule, Stated, Wanted, expr,
};
use crate::catalog::{KeyId, Release, ValueType};
use crate::diagnostic::{Applicability, CATEGORIES, Confidence, Descriptor, Severity};
use crate::model::{EntityKind, Fact, Variant};
use crate::project::Profile;
#[allow(unused_imports)] // used once a rule is for a platform or a workload
use crate::project::{Platform, Workload};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
