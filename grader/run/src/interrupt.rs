//! The wish to end a grading run before its end. Whoever waits for the compiler or for a program looks at it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Belongs to one run, and is never taken back: a run that was interrupted stays so, and nothing of it is kept.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Nobody wants the run any longer.
    pub fn wish(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// What the wish is made by, for who can do no more than set it: the handler of a signal.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// Does nobody want it any longer?
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
