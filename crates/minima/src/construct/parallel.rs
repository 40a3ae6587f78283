//! Independent work on all cores, with results in order: the same whatever the number of cores.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use wronski_diagnostic::interruption;

/// Applies `f` to every item, on as many threads as there are cores.
pub fn in_parallel<A: Sync, B: Send>(items: &[A], f: impl Fn(&A) -> B + Sync) -> Vec<B> {
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(items.len());
    if threads < 2 {
        return items.iter().map(f).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, B)>> = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { break };
            let result = f(item);
            if let Ok(mut all) = done.lock() {
                all.push((i, result));
            }
        }
    };
    let flag = interruption::current();
    std::thread::scope(|scope| {
        let one = |_| scope.spawn(|| interruption::inherited(flag.clone(), work));
        let workers: Vec<_> = (0..threads).map(one).collect();
        for worker in workers {
            if let Err(why) = worker.join() {
                std::panic::resume_unwind(why);
            }
        }
    });
    let mut all = match done.into_inner() {
        Ok(all) => all,
        Err(poisoned) => poisoned.into_inner(),
    };
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, b)| b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use wronski_diagnostic::interruption::Interrupted;

    #[test]
    fn results_come_in_order() {
        let items: Vec<u64> = (0..100).collect();
        let squares = in_parallel(&items, |n| n * n);
        assert_eq!(squares, items.iter().map(|n| n * n).collect::<Vec<_>>());
        assert!(in_parallel(&[] as &[u64], |n| *n).is_empty());
    }

    #[test]
    fn an_interruption_reaches_all_threads_and_passes_through() {
        let flag = Arc::new(AtomicBool::new(false));
        let started = AtomicUsize::new(0);
        let work = || {
            in_parallel(&[1, 2, 3, 4], |_| {
                started.fetch_add(1, Ordering::Relaxed);
                flag.store(true, Ordering::Relaxed);
                loop {
                    interruption::point();
                }
            })
        };
        let work = || interruption::by(Arc::clone(&flag), work);
        let why = catch_unwind(AssertUnwindSafe(work)).expect_err("interrupted");
        assert!(why.is::<Interrupted>());
        assert!((1..=4).contains(&started.into_inner()));
        // Another panic keeps its message.
        let other = || in_parallel(&[1, 2], |_| std::panic::resume_unwind(Box::new("why")));
        let why = catch_unwind(AssertUnwindSafe(|| drop::<Vec<()>>(other()))).expect_err("a panic");
        assert_eq!(why.downcast_ref(), Some(&"why"));
    }
}
