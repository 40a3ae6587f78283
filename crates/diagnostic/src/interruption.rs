//! Work that can be ended from outside, such as by Ctrl-C.
//!
//! Who starts long work hands it a flag; loops that may run long pass a [`point`], which unwinds with [`Interrupted`]
//! once the flag is set. Verdicts need no state for that: there is no answer, and nothing that was begun is kept.
//! Without a flag nothing happens.
//!
//! ```
//! use std::panic::{AssertUnwindSafe, catch_unwind};
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicBool, Ordering};
//! use std::time::Duration;
//! use wronski_diagnostic::interruption::{self, Interrupted};
//!
//! let flag = Arc::new(AtomicBool::new(false));
//! let handed = Arc::clone(&flag);
//! let worker = std::thread::spawn(move || {
//!     catch_unwind(AssertUnwindSafe(|| interruption::by(handed, || loop { interruption::point() })))
//! });
//! std::thread::sleep(Duration::from_millis(10));
//! flag.store(true, Ordering::Relaxed);
//! let ended = worker.join().expect("no panic");
//! assert!(ended.is_err_and(|why: Box<dyn std::any::Any + Send>| why.is::<Interrupted>()));
//! ```

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// Is there a flag? Apart from it, since a place without a destructor is read in a moment.
    static FLAGGED: Cell<bool> = const { Cell::new(false) };
    static FLAG: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// What work unwinds with that was ended. Whoever catches panics to make messages of them has to pass it on
/// ([`pass_on`]); the thread of the work ends with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// Work that ends soon after the flag is set, by unwinding with [`Interrupted`]. The flag counts on this thread, and
/// on those that inherit it by [`current`]; what was before counts again afterwards.
pub fn by<T>(flag: Arc<AtomicBool>, work: impl FnOnce() -> T) -> T {
    with(Some(flag), work)
}

/// Work that is never ended: what others wait for, such as a value that is made once for all.
pub fn never<T>(work: impl FnOnce() -> T) -> T {
    with(None, work)
}

/// Work on a thread that inherits the flag of the one that started it ([`current`]).
pub fn inherited<T>(flag: Option<Arc<AtomicBool>>, work: impl FnOnce() -> T) -> T {
    with(flag, work)
}

/// The flag of the work on this thread.
pub fn current() -> Option<Arc<AtomicBool>> {
    FLAG.with_borrow(Clone::clone)
}

/// Passes on what a thread or a function unwound with, if it is [`Interrupted`]; returns it otherwise.
pub fn pass_on(why: Box<dyn Any + Send>) -> Box<dyn Any + Send> {
    if why.is::<Interrupted>() {
        resume_unwind(why);
    }
    why
}

/// Ends the work here if its flag is set. Without a flag it costs about a nanosecond.
#[inline]
pub fn point() {
    if FLAGGED.get() {
        look();
    }
}

#[cold]
fn look() {
    let set = FLAG.with_borrow(|flag| flag.as_ref().is_some_and(|f| f.load(Ordering::Relaxed)));
    // Destructors that work while they unwind would abort the process.
    if set && !std::thread::panicking() {
        // No hook: it is no fault that somebody should hear of.
        resume_unwind(Box::new(Interrupted));
    }
}

fn with<T>(flag: Option<Arc<AtomicBool>>, work: impl FnOnce() -> T) -> T {
    let _before = Before(replace(flag));
    work()
}

fn replace(flag: Option<Arc<AtomicBool>>) -> Option<Arc<AtomicBool>> {
    FLAGGED.set(flag.is_some());
    FLAG.replace(flag)
}

/// The flag that counts again at the end, also when unwinding.
struct Before(Option<Arc<AtomicBool>>);

impl Drop for Before {
    fn drop(&mut self) {
        drop(replace(self.0.take()));
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn flag(set: bool) -> Arc<AtomicBool> {
        Arc::new(AtomicBool::new(set))
    }

    fn is_interrupted(work: impl FnOnce()) -> bool {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(()) => false,
            Err(why) => why.is::<Interrupted>() || panic!("another panic"),
        }
    }

    #[test]
    fn without_a_flag_nothing_happens() {
        assert!(current().is_none());
        point();
        assert!(!is_interrupted(point));
        // An unset flag, and one that is set for another thread.
        by(flag(false), point);
        let other = flag(true);
        std::thread::scope(|s| {
            s.spawn(|| assert!(by(Arc::clone(&other), || is_interrupted(point))));
            assert!(!is_interrupted(point));
        });
    }

    #[test]
    fn a_flag_ends_the_work_at_the_next_point() {
        let f = flag(false);
        let mut rounds = 0;
        assert!(is_interrupted(|| by(Arc::clone(&f), || {
            loop {
                point();
                rounds += 1;
                f.store(rounds == 5, Ordering::Relaxed);
            }
        })));
        assert_eq!(rounds, 5);
        assert!(current().is_none());
        point();
    }

    #[test]
    fn flags_are_nested_and_restored() {
        let (outer, inner) = (flag(false), flag(true));
        by(Arc::clone(&outer), || {
            let is_outer = || current().is_some_and(|f| Arc::ptr_eq(&f, &outer));
            assert!(is_outer());
            // After unwinding, and after an ordinary end.
            assert!(is_interrupted(|| by(Arc::clone(&inner), point)));
            assert!(is_outer());
            assert_eq!(by(Arc::clone(&inner), || 7), 7);
            assert!(is_outer());
            point();
            // The inner flag alone counts.
            outer.store(true, Ordering::Relaxed);
            by(flag(false), point);
            never(|| {
                assert!(current().is_none());
                point();
            });
            assert!(is_outer() && is_interrupted(point));
        });
        assert!(current().is_none());
        // Restored after another panic too; the hook is silenced by unwinding without it.
        let other = || by(flag(false), || resume_unwind(Box::new("other")));
        let why = catch_unwind(AssertUnwindSafe(other)).expect_err("a panic");
        assert!(!pass_on(why).is::<Interrupted>());
        assert!(current().is_none());
    }

    #[test]
    fn threads_inherit_and_pass_on() {
        let ended = is_interrupted(|| {
            by(flag(true), || {
                let mine = current();
                std::thread::scope(|s| {
                    let other = s.spawn(|| inherited(mine, point));
                    drop(pass_on(other.join().expect_err("interrupted")));
                    unreachable!("it was passed on");
                });
            });
        });
        assert!(ended);
        assert!(current().is_none());
    }

    #[test]
    fn destructors_are_not_interrupted_while_they_unwind() {
        struct Works;
        impl Drop for Works {
            fn drop(&mut self) {
                point();
            }
        }
        assert!(is_interrupted(|| by(flag(true), || {
            let _works = Works;
            point();
        })));
    }
}
