//! Ctrl-C, and the system's own wish that a run ends: it ends where it stands, in good order, and at once where it does not
//! come to that.

use judge::error::{Error, Result};
use run::interrupt::Interrupt;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown};

/// As a shell names a program that was ended by a signal.
const ENDED_BY: i32 = 128;

/// A run that a signal interrupts.
pub struct Stop {
    /// Is it?
    pub interrupt: Interrupt,
}

impl Stop {
    /// From here on, until this is dropped, a first signal is a wish. The second ends the process, as every one does
    /// when nobody listens: whatever is on the disk is whole at any moment.
    pub fn listen() -> Result<Stop> {
        let interrupt = Interrupt::default();
        for signal in [SIGINT, SIGTERM] {
            // whoever is registered first is called first: a wish that is there already is the second signal
            register_conditional_shutdown(signal, ENDED_BY + signal, interrupt.flag())
                .and_then(|_| register(signal, interrupt.flag()))
                .map_err(|error| Error::machine("the grader cannot listen to signals", error))?;
        }
        Ok(Stop { interrupt })
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.interrupt.wish();
    }
}
