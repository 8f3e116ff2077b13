//! How long a call may take: the one place that says what counts against it.
//!
//! What a student's code computes counts, as CPU time; and so does a sleep of its own will, and printing without end. Waiting for a busy
//! machine counts for nobody. Behind both stands a wall limit that no student's code reaches without one of them:
//! whoever meets it met a machine in trouble.

use crate::contain::Usage;
use std::time::Duration;

/// A call may sleep this long.
const MOST_SLEEP: Duration = Duration::from_secs(10);
/// However busy the machine is, nobody waits longer.
const MOST_WALL: Duration = Duration::from_secs(900);
/// What a call prints is cut and costs nothing; a call that prints more than this is taken for one that never ends.
pub const MOST_PRINTED: u64 = 256;
/// Where the system does not tell the CPU time, wall time stands for it, this many times as long.
const UNTOLD: u32 = 10;

/// Why nobody waits any longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Excess {
    /// It has computed longer than it may.
    Computing {
        /// The limit, in seconds.
        seconds: f64,
    },
    /// It sleeps.
    Sleeping {
        /// The limit, in seconds.
        seconds: f64,
    },
    /// It prints and prints.
    Printing {
        /// The limit.
        mebibytes: u64,
    },
    /// None of these: the machine does not get on.
    Machine {
        /// The limit, in seconds.
        seconds: f64,
    },
    /// Nobody wants to know any more.
    Interrupted,
}

/// Follows one call from look to look.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    most: Duration,
    /// CPU time of the program at the first look.
    start: Option<Duration>,
    last: Duration,
    asleep: Duration,
    wall: Duration,
}

impl Patience {
    /// For a call that may compute this long.
    pub fn new(most: Duration) -> Patience {
        Patience { most, start: None, last: Duration::ZERO, asleep: Duration::ZERO, wall: Duration::ZERO }
    }

    /// One look, `since` after the one before.
    pub fn look(&mut self, usage: Option<Usage>, since: Duration) -> Option<Excess> {
        self.wall += since;
        match usage {
            Some(usage) => {
                let start = *self.start.get_or_insert(usage.cpu);
                if usage.asleep && usage.cpu == self.last {
                    self.asleep += since;
                }
                self.last = usage.cpu;
                let computed = usage.cpu.saturating_sub(start);
                if computed > self.most {
                    return Some(Excess::Computing { seconds: self.most.as_secs_f64() });
                }
            }
            None if self.wall > self.most * UNTOLD => {
                return Some(Excess::Computing { seconds: self.most.as_secs_f64() });
            }
            None => {}
        }
        if self.asleep > MOST_SLEEP {
            return Some(Excess::Sleeping { seconds: MOST_SLEEP.as_secs_f64() });
        }
        (self.wall > MOST_WALL).then(|| Excess::Machine { seconds: MOST_WALL.as_secs_f64() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(usage: impl Fn(u64) -> Option<Usage>, seconds: u64) -> Option<(u64, Excess)> {
        let mut patience = Patience::new(Duration::from_secs(2));
        (0..seconds).find_map(|second| Some((second, patience.look(usage(second), Duration::from_secs(1))?)))
    }

    #[test]
    fn a_worker_is_stopped_by_what_it_computed() {
        let busy = |second| Some(Usage { cpu: Duration::from_secs(second), asleep: false });
        assert_eq!(looks(busy, 100), Some((3, Excess::Computing { seconds: 2.0 })));
    }

    #[test]
    fn on_a_machine_twenty_times_too_busy_it_takes_twenty_times_as_long() {
        let starved = |second| Some(Usage { cpu: Duration::from_millis(50 * second), asleep: false });
        assert_eq!(looks(starved, 40), None);
        assert!(matches!(looks(starved, 60), Some((41, Excess::Computing { .. }))));
    }

    #[test]
    fn a_sleeper_is_stopped_and_one_who_waits_for_the_machine_is_not() {
        let asleep = |_| Some(Usage { cpu: Duration::ZERO, asleep: true });
        assert!(matches!(looks(asleep, 100), Some((_, Excess::Sleeping { .. }))));
        let starved = |_| Some(Usage { cpu: Duration::ZERO, asleep: false });
        assert_eq!(looks(starved, 800), None);
        assert!(matches!(looks(starved, 1000), Some((_, Excess::Machine { .. }))));
    }

    #[test]
    fn where_nothing_is_told_wall_time_stands_for_it() {
        assert!(matches!(looks(|_| None, 100), Some((20, Excess::Computing { .. }))));
    }
}
