//! Findings, what they rest on, and the report that every output format is made from.
mod category;
mod descriptor;
mod finding;
mod fix;
pub mod gate;
mod problem;
mod report;
mod severity;
pub use category::{CATEGORIES, Category};
pub use descriptor::{Descriptor, RuleId};
pub use finding::{Diagnostic, Evidence, LivePlace, Subject, Suppression};
pub use fix::{Applicability, Change, Fix, FixIntent, SourceEdit};
pub use problem::{Problem, Problems};
pub use report::{
    ClusterReport, InputReport, Passed, Report, Status, Summary, Undecided, Upgrade, UpgradeOfFile,
};
pub use severity::{Confidence, Severity};
