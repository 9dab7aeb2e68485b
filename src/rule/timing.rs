//! How long rules take, where somebody asks: a measure of the program, which no result depends on.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Rule;
use crate::diagnostic::RuleId;

/// By rule: nanoseconds, and how often it ran.
static SPENT: OnceLock<Vec<(AtomicU64, AtomicU64)>> = OnceLock::new();

/// From now on the time of rules is taken.
pub fn start() {
    SPENT.get_or_init(|| super::rules().iter().map(|_| Default::default()).collect());
}

/// Takes the time of a rule's run.
pub(super) fn timed<T>(rule: RuleId, run: impl FnOnce() -> T) -> T {
    let Some((nanos, runs)) = SPENT.get().and_then(|all| all.get(usize::from(rule.0))) else {
        return run();
    };
    let begun = Instant::now();
    let result = run();
    let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
    nanos.fetch_add(took, Ordering::Relaxed);
    runs.fetch_add(1, Ordering::Relaxed);
    result
}

/// What each rule that ran took, over all threads, and how often it ran; the slowest first.
pub fn spent() -> Vec<(&'static Rule, Duration, u64)> {
    let all = SPENT.get().into_iter().flatten();
    let mut spent: Vec<_> = super::rules()
        .into_iter()
        .zip(all)
        .map(|(rule, (nanos, runs))| {
            let took = Duration::from_nanos(nanos.load(Ordering::Relaxed));
            (rule, took, runs.load(Ordering::Relaxed))
        })
        .filter(|(_, _, runs)| *runs > 0)
        .collect();
    spent.sort_by_key(|(_, took, _)| std::cmp::Reverse(*took));
    spent
}
