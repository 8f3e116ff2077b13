//! How far a run is, on a terminal alone.

use crate::marking::Tally;
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// One line that is written over again and again.
pub struct Progress {
    start: Instant,
    shown: bool,
    all: usize,
    done: AtomicUsize,
}

impl Progress {
    /// Begins now, with so many submissions before it.
    pub fn new(all: usize) -> Progress {
        let shown = std::io::stderr().is_terminal();
        Progress { start: Instant::now(), shown, all, done: AtomicUsize::new(0) }
    }

    /// Says how far it is.
    pub fn tell(&self, tally: &Tally) {
        self.done.fetch_max(tally.done, Ordering::Relaxed);
        if !self.shown {
            return;
        }
        let mut line = format!("{} of {} submissions", tally.done, tally.submissions);
        if tally.disturbed > 0 {
            line += &format!(", {} errors", tally.disturbed);
        }
        // what was known took no time, and says nothing of what is left
        if tally.graded > 0 && tally.done < tally.submissions {
            let each = self.start.elapsed().as_secs_f64() / tally.done as f64;
            let left = each * (tally.submissions - tally.done) as f64;
            line += &format!(", about {} left", duration(left));
        }
        // a terminal that went away is no reason to stop
        let _ = write!(std::io::stderr(), "\r\u{1b}[K{line}");
    }

    /// Takes the line away.
    pub fn end(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

impl Progress {
    /// The last words of a run that somebody ended.
    pub fn stopped(&self) {
        self.end();
        let done = self.done.load(Ordering::Relaxed);
        let _ = writeln!(
            std::io::stderr(),
            "Stopped: {done} of {} submissions are done. No result is lost: the same command goes on.",
            self.all
        );
    }
}

fn duration(seconds: f64) -> String {
    match seconds.ceil() as u64 {
        seconds @ 0..90 => format!("{seconds} s"),
        seconds @ 90..5400 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}
