//! One running program of student code: started contained, its lines as they come, its end.

use crate::sandbox::{self, End, PROBE_LIMITS};
use judge::error::{Error, Result};
use judge::fate::{Death, Fate};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The exit status of our own programs for a failure that is not the student's.
const BROKEN: i32 = 70;
const MOST_REPLIES: u64 = 16 * 1024 * 1024;
const SHORTEST_PAUSE: Duration = Duration::from_micros(200);
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// A program on its way. When this goes away, the program and all that it started end.
pub struct Process {
    child: Child,
    program: PathBuf,
    log: PathBuf,
    replies: Replies,
    pause: Duration,
}

impl Process {
    /// Starts a program in a folder of its own, without our environment. What it prints goes to the file
    /// `log` there; what it has to say it appends, line by line, to `replies`.
    pub fn start(program: &Path, args: &[&OsStr], scratch: &Path, replies: &Path) -> Result<Process> {
        let log_path = scratch.join("log");
        // held open from before the start: a program that removes the file removes nothing of ours
        let replies = Replies::create(replies)?;
        let log = File::create(&log_path).map_err(Error::file("create", &log_path))?;
        let mut command = Command::new(program);
        command.args(args).current_dir(scratch).env_clear();
        for name in ["SystemRoot", "SYSTEMROOT"] {
            // without it Windows starts nothing
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        command.stdout(log.try_clone().map_err(Error::file("open", &log_path))?).stderr(log);
        sandbox::own_group(&mut command);
        let child = command.spawn().map_err(Error::file("start", program))?;
        sandbox::limit(&child, PROBE_LIMITS);
        Ok(Process { child, program: program.to_owned(), log: log_path, replies, pause: SHORTEST_PAUSE })
    }

    /// The lines that have come since the last time, and the end of the program if it is over.
    pub fn look(&mut self) -> Result<(Vec<Vec<u8>>, Option<End>)> {
        let over = self.child.try_wait().map_err(Error::file("wait for", &self.program))?;
        let lines = self.replies.lines();
        if !lines.is_empty() {
            self.pause = SHORTEST_PAUSE;
        }
        Ok((lines, over.map(sandbox::end)))
    }

    /// Waits a little, and longer the longer nothing comes.
    pub fn rest(&mut self) {
        std::thread::sleep(self.pause);
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    /// Has it written more than it may?
    pub fn flood(&self) -> Option<Fate> {
        let printed = fs::metadata(&self.log).map_or(0, |meta| meta.len());
        if printed > PROBE_LIMITS.output * 1024 * 1024 {
            Some(Fate::Killed(Death::Output { mebibytes: PROBE_LIMITS.output }))
        } else if self.replies.size > MOST_REPLIES {
            Some(Fate::Killed(Death::Reply { mebibytes: MOST_REPLIES / (1024 * 1024) }))
        } else {
            None
        }
    }

    /// What the student's code is told of an end.
    pub fn death(&self, end: End) -> Fate {
        let text = log_tail(&self.log);
        let memory = || Fate::Killed(Death::Memory { mebibytes: PROBE_LIMITS.memory });
        match end {
            End::Exit(status) => Fate::Quit { status },
            End::FileSize => Fate::Killed(Death::Output { mebibytes: PROBE_LIMITS.output }),
            // the standard library says why it aborts; what a student prints there can only change these words
            End::Abort if text.contains("has overflowed its stack") => Fate::Killed(Death::StackOverflow),
            End::Abort if text.contains("memory allocation of") => memory(),
            End::Abort => Fate::Killed(Death::Abort),
            End::Fault => Fate::Killed(Death::StackOverflow),
            End::Signal(signal) => Fate::Killed(Death::Signal { number: signal }),
        }
    }

    /// The error that an end is, where it is no student's doing.
    pub fn broken(&self, end: End) -> Option<Error> {
        if end != End::Exit(BROKEN) {
            return None;
        }
        let log = log_tail(&self.log);
        let message = log.lines().last().unwrap_or("no message");
        let what = format!("the program {} failed by itself ({message})", self.program.display());
        let fix = "run `cargo clean` and try again; if it stays, tell the course staff";
        Some(Error::Cargo { what, fix: fix.into() })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        sandbox::kill_group(&mut self.child);
    }
}

/// What the program printed last.
pub fn log_tail(path: &Path) -> String {
    const TAIL: u64 = 16 * 1024;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
        let mut bytes = vec![];
        file.take(TAIL).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    String::from_utf8_lossy(&read().unwrap_or_default()).into_owned()
}

/// The growing file of replies.
struct Replies {
    file: File,
    rest: Vec<u8>,
    size: u64,
}

impl Replies {
    fn create(path: &Path) -> Result<Replies> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path);
        Ok(Replies { file: file.map_err(Error::file("create", path))?, rest: vec![], size: 0 })
    }

    /// The lines that have come since the last time.
    fn lines(&mut self) -> Vec<Vec<u8>> {
        let room = (MOST_REPLIES + 1).saturating_sub(self.size);
        let read = (&mut self.file).take(room).read_to_end(&mut self.rest).unwrap_or_default();
        self.size += read as u64;
        let Some(end) = self.rest.iter().rposition(|&byte| byte == b'\n') else { return vec![] };
        let complete: Vec<u8> = self.rest.drain(..=end).collect();
        complete.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(<[u8]>::to_vec).collect()
    }
}
