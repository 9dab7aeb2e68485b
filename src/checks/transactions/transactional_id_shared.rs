//! Two producers with one transactional id.

use crate::checks::namesakes;
use crate::rule::{Context, Outcome};

/// Fails where another producer of the cluster has the same `transactional.id`.
pub fn check(cx: &Context<'_>) -> Outcome {
    namesakes::alone(
        cx,
        "transactional.id",
        "each of the two fences the other off, and the transactions of whichever started first fail",
        |_| Ok(true),
    )
}
