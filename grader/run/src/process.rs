//! One running program of student code: started bounded, a conversation line by line, its end.
//!
//! No file that student code can name is part of it. Calls and replies take one way, what the student prints takes
//! another and is drained whether anybody wants it or not.

use crate::contain::{self, Cell, Contain, Enclosed, End, Inmate, Tenant};
use crate::interrupt::Interrupt;
use crate::patience::{Excess, MOST_PRINTED, Patience};
use judge::error::{Error, Result};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, PipeReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A longer line is no reply.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;
/// Of what a program prints the last so many bytes are kept.
const KEPT: usize = 64 * 1024;
/// Between two looks at what a program uses.
const LOOK: Duration = Duration::from_millis(20);
/// Most replies come sooner than a sleeper is woken: for so long they are looked for without sleep.
#[cfg(unix)]
const SOON: Duration = Duration::from_micros(100);
/// After the end of a program its last words arrive within this time, or are missed.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A program on its way. When this goes away, the program and all that it started end.
pub struct Process {
    shared: Arc<Shared>,
    out: Box<dyn Write + Send>,
    lines: BufReader<Box<dyn Read + Send>>,
    log: Option<JoinHandle<()>>,
    watch: Option<JoinHandle<()>>,
    /// What is said before the program begins, where something says it.
    pub word: Option<String>,
}

/// What the conversation, the log and the watch share.
struct Shared {
    child: Mutex<Child>,
    printed: Mutex<Printed>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The call that is being waited for.
    call: Option<Patience>,
    /// What had been printed when the wait began.
    printed: u64,
    excess: Option<Excess>,
    over: bool,
}

/// What a program has printed.
#[derive(Clone, Debug, Default)]
pub struct Printed {
    /// The end of it.
    pub tail: Vec<u8>,
    /// All of it, in bytes.
    pub bytes: u64,
}

/// What comes of waiting for a line.
#[derive(Debug)]
pub enum Heard {
    /// A line, without its end.
    Line(Vec<u8>),
    /// A line that is longer than any reply.
    TooLong,
    /// The program ended by itself.
    Ended(End),
    /// It was ended, because nobody waits any longer.
    Stopped(Excess),
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Process {
    /// Starts a program in `folder`, without our environment.
    pub fn start(
        program: &Path,
        tenant: Tenant,
        args: &[&OsStr],
        folder: &Path,
        contain: &dyn Contain,
    ) -> Result<Process> {
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).env_clear().env("RUST_BACKTRACE", "0");
        for name in ["SystemRoot", "SYSTEMROOT"] {
            // without it Windows starts nothing
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        let failed = |what: &'static str| move |error| Error::machine(format!("{what} for a student's program"), error);
        let cell = Cell { inmate: Inmate::Program, tenant, reads: vec![], writes: None };
        let Enclosed { mut command, word } = contain.enclose(command, &cell);
        let (ours, printed) = connect(&mut command).map_err(failed("no connection could be made"))?;
        let child = command.spawn().map_err(|error| {
            Error::machine(format!("the program {} could not be started", program.display()), error)
        })?;
        // what the command still holds of the connection would keep it open for ever
        drop(command);
        let (lines, out) = ours.ends(&child).map_err(failed("no connection could be made"))?;
        let shared = Arc::new(Shared {
            child: Mutex::new(child),
            printed: Mutex::default(),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let interrupt = contain.interrupt();
        let (drained, watched) = (Arc::clone(&shared), Arc::clone(&shared));
        let mut process = Process { shared, out, lines: BufReader::new(lines), log: None, watch: None, word };
        let thread = |work: Box<dyn FnOnce() + Send>| std::thread::Builder::new().spawn(work);
        process.log = Some(thread(Box::new(move || drained.drain(printed))).map_err(failed("no thread could be had"))?);
        process.watch =
            Some(thread(Box::new(move || watched.watch(&interrupt))).map_err(failed("no thread could be had"))?);
        Ok(process)
    }

    /// Says one line. A program that has ended does not hear it; that shows when it is listened to.
    pub fn say(&mut self, line: &str) {
        let _ = self.out.write_all(line.as_bytes()).and_then(|()| self.out.flush());
    }

    /// Has it said something that nobody asked for?
    pub fn chatters(&self) -> bool {
        !self.lines.buffer().is_empty()
    }

    /// What it has computed so far, where the system tells.
    pub fn computed(&self) -> Option<Duration> {
        contain::usage(&hold(&self.shared.child)).map(|usage| usage.cpu)
    }

    /// Waits for a line, with this much patience.
    pub fn hear(&mut self, most: Duration) -> Heard {
        {
            // the watch looks by itself: to wake it for every call would take longer than most calls
            let printed = self.printed_bytes();
            let mut state = hold(&self.shared.state);
            state.call = Some(Patience::new(most));
            state.printed = printed;
        }
        let mut line = vec![];
        let read = (&mut self.lines).take(LONGEST_LINE).read_until(b'\n', &mut line);
        let excess = {
            let mut state = hold(&self.shared.state);
            state.call = None;
            state.excess.take()
        };
        match read {
            _ if line.ends_with(b"\n") => {
                line.pop();
                Heard::Line(line)
            }
            Ok(read) if read as u64 == LONGEST_LINE => Heard::TooLong,
            // the end of the conversation is the end of the program, or it comes to that now
            _ => match excess {
                Some(excess) => Heard::Stopped(excess),
                None => Heard::Ended(self.end()),
            },
        }
    }

    /// Closes the conversation and waits for the end of the program, which it has a moment for.
    fn end(&mut self) -> End {
        let deadline = Instant::now() + LAST_WORDS;
        let mut status: Option<ExitStatus> = None;
        while status.is_none() && Instant::now() < deadline {
            status = hold(&self.shared.child).try_wait().ok().flatten();
            if status.is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        let status = status.or_else(|| contain::end(&mut hold(&self.shared.child)));
        // the last words say why
        self.await_log(deadline);
        status.map_or(End::Exit(-1), contain::ended)
    }

    /// Ends it, and returns all that it has printed: what was printed before a reply is in the pipe before the reply.
    pub fn last_words(self) -> Printed {
        contain::end(&mut hold(&self.shared.child));
        self.await_log(Instant::now() + LAST_WORDS);
        self.printed()
    }

    fn await_log(&self, deadline: Instant) {
        while self.log.as_ref().is_some_and(|log| !log.is_finished()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// How much it has printed so far.
    pub fn printed_bytes(&self) -> u64 {
        hold(&self.shared.printed).bytes
    }

    /// What it has printed so far.
    pub fn printed(&self) -> Printed {
        hold(&self.shared.printed).clone()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        {
            hold(&self.shared.state).over = true;
            self.shared.changed.notify_all();
        }
        contain::end(&mut hold(&self.shared.child));
        if let Some(watch) = self.watch.take() {
            let _ = watch.join();
        }
        // the log ends with the last program that holds it, and none of ours waits for that
    }
}

impl Shared {
    fn drain(&self, mut from: PipeReader) {
        let mut buffer = [0; 8 * 1024];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let mut printed = hold(&self.printed);
            printed.bytes += read as u64;
            printed.tail.extend_from_slice(&buffer[..read]);
            if printed.tail.len() > 2 * KEPT {
                let surplus = printed.tail.len() - KEPT;
                printed.tail.drain(..surplus);
            }
        }
    }

    /// Looks now and then at what the program uses while a call is being waited for, and whether anybody waits at all.
    fn watch(&self, interrupt: &Interrupt) {
        let mut last = Instant::now();
        let mut state = hold(&self.state);
        while !state.over {
            state = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0;
            let since = last.elapsed();
            last += since;
            let printed = hold(&self.printed).bytes.saturating_sub(state.printed);
            let Some(call) = &mut state.call else { continue };
            let usage = contain::usage(&hold(&self.child));
            let flood = printed > MOST_PRINTED * 1024 * 1024;
            let flood = flood.then_some(Excess::Printing { mebibytes: MOST_PRINTED });
            let interrupted = interrupt.is_wished().then_some(Excess::Interrupted);
            if let Some(excess) = interrupted.or(flood).or_else(|| call.look(usage, since)) {
                state.excess = Some(excess);
                drop(state);
                contain::end(&mut hold(&self.child));
                return;
            }
        }
    }
}

impl Printed {
    /// The end of it as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.tail).into_owned()
    }
}

/// Our ends of a connection.
struct Ours {
    #[cfg(unix)]
    socket: std::os::unix::net::UnixStream,
    #[cfg(not(unix))]
    pipes: (PipeReader, std::io::PipeWriter),
}

type Ends = (Box<dyn Read + Send>, Box<dyn Write + Send>);

/// On Unix one socket carries both ways.
#[cfg(unix)]
fn connect(command: &mut Command) -> std::io::Result<(Ours, PipeReader)> {
    let (socket, theirs) = std::os::unix::net::UnixStream::pair()?;
    let (printed, out) = std::io::pipe()?;
    command.stdin(std::os::fd::OwnedFd::from(theirs)).stdout(out.try_clone()?).stderr(out);
    Ok((Ours { socket }, printed))
}

/// Elsewhere replies leave by the standard output.
#[cfg(not(unix))]
fn connect(command: &mut Command) -> std::io::Result<(Ours, PipeReader)> {
    let (theirs, calls) = std::io::pipe()?;
    let (replies, out) = std::io::pipe()?;
    let (printed, err) = std::io::pipe()?;
    command.stdin(theirs).stdout(out).stderr(err);
    Ok((Ours { pipes: (replies, calls) }, printed))
}

impl Ours {
    #[cfg(unix)]
    fn ends(self, _: &Child) -> std::io::Result<Ends> {
        let copy = self.socket.try_clone()?;
        Ok((Box::new(Ear(self.socket)), Box::new(copy)))
    }

    #[cfg(not(unix))]
    fn ends(self, _: &Child) -> std::io::Result<Ends> {
        Ok((Box::new(self.pipes.0), Box::new(self.pipes.1)))
    }
}

/// The end at which replies are heard.
#[cfg(unix)]
struct Ear(std::os::unix::net::UnixStream);

#[cfg(unix)]
impl Read for Ear {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let nothing = |read: &std::io::Result<usize>| {
            read.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
        };
        self.0.set_nonblocking(true)?;
        let start = Instant::now();
        let mut read = self.0.read(buffer);
        while nothing(&read) && start.elapsed() < SOON {
            // whoever has work goes first
            std::thread::yield_now();
            read = self.0.read(buffer);
        }
        self.0.set_nonblocking(false)?;
        if nothing(&read) { self.0.read(buffer) } else { read }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::contain::Own;

    fn shell(script: &str) -> Process {
        let folder = std::env::temp_dir();
        // with a socket for its input bash takes itself for a remote one, and reads its user's start-up file
        let args = ["--norc", "-c", script].map(AsRef::as_ref);
        Process::start(Path::new("/bin/bash"), Tenant::default(), &args, &folder, &Own).expect("a shell")
    }

    fn soon() -> Duration {
        Duration::from_secs(30)
    }

    #[test]
    fn lines_go_both_ways_and_prints_apart() {
        let mut process = shell("echo printed; read -r line; echo \"heard $line\" >&0");
        process.say("a word\n");
        assert!(matches!(process.hear(soon()), Heard::Line(line) if line == b"heard a word"));
        assert!(matches!(process.hear(soon()), Heard::Ended(End::Exit(0))));
        assert_eq!(process.printed().text(), "printed\n");
    }

    #[test]
    fn of_a_flood_the_end_is_kept_and_all_of_it_counted() {
        let mut process = shell("for i in {1..20000}; do echo 0123456789; done; echo last; echo done >&0; read -r x");
        assert!(matches!(process.hear(soon()), Heard::Line(line) if line == b"done"));
        let printed = process.last_words();
        assert_eq!(printed.bytes, 20_000 * 11 + 5);
        assert!(printed.tail.len() <= 2 * KEPT && printed.text().ends_with("0123456789\nlast\n"));
    }

    #[test]
    fn a_loop_is_stopped_and_what_it_computed_is_known() {
        let mut process = shell("while :; do :; done");
        let heard = process.hear(Duration::from_millis(200));
        assert!(matches!(heard, Heard::Stopped(Excess::Computing { seconds }) if seconds == 0.2), "{heard:?}");
    }

    #[test]
    fn a_program_that_nobody_waits_for_any_more_is_stopped() {
        let interrupt = Interrupt::default();
        let contain = crate::contain::Until { like: &Own, interrupt: &interrupt };
        let args = ["--norc", "-c", "echo hello >&0; while :; do :; done"].map(AsRef::as_ref);
        let mut process =
            Process::start(Path::new("/bin/bash"), Tenant::default(), &args, &std::env::temp_dir(), &contain)
                .expect("a shell");
        assert!(matches!(process.hear(soon()), Heard::Line(line) if line == b"hello"));
        interrupt.wish();
        // far more than it may compute would take minutes
        let heard = process.hear(Duration::from_secs(600));
        assert!(matches!(heard, Heard::Stopped(Excess::Interrupted)), "{heard:?}");
    }

    #[test]
    fn a_program_that_is_let_go_ends() {
        let process = shell("while :; do :; done");
        let id = hold(&process.shared.child).id();
        drop(process);
        assert!(!Path::new(&format!("/proc/{id}/stat")).exists());
    }
}
