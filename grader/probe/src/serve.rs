//! The call loop: hears a call, makes it, says its reply.

use crate::item::{Arguments, Item, Misuse};
use serde_json::Value;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use wire::{BROKEN, Call, Channel, Hello, Outcome, Panic, Reply};

/// What the hook of a panic needs to know.
#[derive(Default)]
struct Running {
    /// The call that is being made.
    call: Option<u64>,
    /// What panicked last.
    panic: Option<Panic>,
}

/// What a panic does to the program; the compiler's flag decides, and the generated program says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// It ends the call.
    Unwind,
    /// It ends the program.
    End,
}

/// Runs the probe program. `sources` is the digest of the files that it was built from.
///
/// Where a panic ends the program its reply is said by the hook, before the end.
pub fn serve(sources: &str, panics: Panics, items: &[Item]) -> ExitCode {
    watch_over_parent();
    match run(sources, panics, items) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("probe: {error}");
            ExitCode::from(BROKEN)
        }
    }
}

/// An exercise of a program that holds several.
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// The digest of the files that it was built from.
    pub sources: &'a str,
    /// Its functions.
    pub items: &'a [Item],
}

/// Runs a program that holds several exercises: the one that its arguments name is served.
pub fn serve_part(panics: Panics, parts: &[Part<'_>]) -> ExitCode {
    let named = std::env::args().skip(1).find_map(|arg| arg.strip_prefix(wire::OF).map(str::to_owned));
    match parts.iter().find(|part| named.as_deref() == Some(part.name)) {
        Some(part) => serve(part.sources, panics, part.items),
        None => {
            eprintln!("probe: no exercise of this program is named");
            ExitCode::from(BROKEN)
        }
    }
}

fn run(sources: &str, panics: Panics, items: &[Item]) -> std::io::Result<()> {
    let asked = |word: &str| std::env::args().skip(1).any(|arg| arg == word);
    let (trace, timed) = (asked(wire::TRACE), asked(wire::TIME));
    let mut channel = Channel::open()?;
    let running: Arc<Mutex<Running>> = Arc::default();
    let (noted, mouth) = (Arc::clone(&running), channel.mouth()?);
    wire::note_panics(trace, move |panic| {
        let mut running = noted.lock().unwrap_or_else(PoisonError::into_inner);
        if let (true, Some(id)) = (panics == Panics::End, running.call) {
            let reply = Reply { id, outcome: Outcome::Panic(panic), seconds: None };
            // whoever does not hear it sees the end that follows
            let _ = (&mouth).write_all(reply.to_line().as_bytes());
        } else {
            running.panic = Some(panic);
        }
    });
    let set = |call| *running.lock().unwrap_or_else(PoisonError::into_inner) = Running { call, panic: None };
    let noted = || running.lock().unwrap_or_else(PoisonError::into_inner).panic.take();
    channel.say(&Hello { sources: sources.to_owned() }.to_line())?;
    while let Some(line) = channel.hear()? {
        let Some(Call { id, function, args }) = Call::from_line(&line) else {
            return Err(std::io::Error::other("this is no call"));
        };
        set(Some(id));
        let start = cpu_seconds().filter(|_| timed);
        let outcome = answer(items, &function, args).unwrap_or_else(|| Outcome::Panic(noted().unwrap_or_default()));
        let seconds = start.and_then(|start| Some(cpu_seconds()? - start));
        set(None);
        channel.say(&Reply { id, outcome, seconds }.to_line())?;
    }
    Ok(())
}

/// `None` where the function panicked.
fn answer(items: &[Item], function: &str, args: Vec<Value>) -> Option<Outcome> {
    let Some(item) = items.iter().find(|item| item.name == function) else {
        return Some(Outcome::Misfit(format!("there is no function `{function}` here")));
    };
    let mut arguments = Arguments::new(args);
    match catch_unwind(AssertUnwindSafe(|| (item.call)(&mut arguments))) {
        Ok(Ok(value)) => Some(Outcome::Value(value)),
        Ok(Err(Misuse(message))) => Some(Outcome::Misfit(message)),
        Err(_) => None,
    }
}

/// The CPU time of this thread, where the system tells.
fn cpu_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds as f64 * 1e-9)
}

/// A program whose grader has died ends by itself: not every system does that for it.
fn watch_over_parent() {
    #[cfg(all(unix, not(target_os = "linux")))]
    {
        let parent = std::os::unix::process::parent_id();
        let watch = move || {
            loop {
                std::thread::sleep(std::time::Duration::from_secs(1));
                if std::os::unix::process::parent_id() != parent {
                    std::process::abort();
                }
            }
        };
        // without the thread the program still ends with its conversation
        let _ = std::thread::Builder::new().stack_size(64 * 1024).spawn(watch);
    }
}
