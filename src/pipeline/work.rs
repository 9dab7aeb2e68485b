//! Doing one thing for every input, on several threads where that is worth it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

/// Fewer inputs than this are done on the caller's thread: starting a thread costs more.
const FEW: usize = 8;

/// The results of `work` for `0..count`, in order.
pub(super) fn over<T: Send>(
    count: usize,
    threads: usize,
    work: impl Fn(usize) -> T + Sync + Send,
) -> Vec<T> {
    if count < FEW || threads == 1 {
        return (0..count).map(work).collect();
    }
    let threads = if threads == 0 { suggested() } else { threads };
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| {
            (0..count)
                .into_par_iter()
                .with_min_len(16)
                .map(work)
                .collect()
        }),
        // No threads to be had: slower, but right.
        Err(_) => (0..count).map(work).collect(),
    }
}

/// More threads than cores, since reading from a cold disk waits; measured, not more than eight.
fn suggested() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores * 4).clamp(2, 8).max(cores)
}

/// Runs something that must not take the run down with it; a panic becomes its message.
pub(super) fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        words.unwrap_or_else(|| "it panicked".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        let expected: Vec<usize> = (0..1000).map(|i| i * 2).collect();
        for threads in [0, 1, 2, 8] {
            assert_eq!(over(1000, threads, |i| i * 2), expected);
        }
    }

    #[test]
    fn a_panic_is_a_message() {
        assert_eq!(isolated(|| 1), Ok(1));
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let broken = isolated(|| -> u8 { panic!("at line {}", 7) });
        std::panic::set_hook(hook);
        assert_eq!(broken, Err("at line 7".to_owned()));
    }
}
