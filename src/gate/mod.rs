//! What applying files would do to a cluster that runs.
//!
//! A thing that files declare is joined with the one that runs under its name: `Entity::runs` is what is there, and
//! the entity itself becomes what will be there. So the verdict and all rules judge the result, and the rules on
//! changes (`GAT`) read both sides, `cfg['…']` and `was['…']`.
mod compare;
mod overlay;
mod restart;
mod upgrade;

pub use compare::{changes, reach};
pub use overlay::{Running, Target};
pub use restart::{order, restarts};
pub use upgrade::{From, Way, way};
