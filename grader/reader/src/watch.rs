//! Which call is running: told to whoever started the program, so that an end in the middle of it has a name.

use crate::messages::Messages;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A call that takes longer is told while it runs.
const LONG: Duration = Duration::from_secs(1);

/// Follows the calls, one at a time.
#[derive(Debug)]
pub struct Watch {
    running: Arc<Mutex<Option<Call>>>,
    messages: Arc<Messages>,
}

#[derive(Debug)]
struct Call {
    function: &'static str,
    since: Instant,
    told: bool,
}

impl Watch {
    /// Starts to follow.
    pub fn start(messages: Arc<Messages>) -> Watch {
        let watch = Watch { running: Arc::default(), messages };
        let (running, messages) = (Arc::clone(&watch.running), Arc::clone(&watch.messages));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(LONG / 2);
                let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(call) = running.as_mut().filter(|call| !call.told && call.since.elapsed() > LONG) {
                    call.told = true;
                    messages.write(&json!({ "enter": call.function }));
                }
            }
        });
        watch
    }

    /// A call begins. Telling each would take longer than most of them; the first ones of a function are told.
    pub fn enter(&self, function: &'static str, told: bool) {
        if told {
            self.messages.write(&json!({ "enter": function }));
        }
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Call { function, since: Instant::now(), told });
    }

    /// The call is over; returns how long it took.
    pub fn leave(&self) -> Duration {
        let call = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(call) = call else { return Duration::ZERO };
        if call.told {
            self.messages.write(&json!({ "leave": call.function }));
        }
        call.since.elapsed()
    }
}
