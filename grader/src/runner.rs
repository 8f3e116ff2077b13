//! Starts probe programs: the only place that does. Every call gets a fate, whatever the program does.

use crate::error::{Error, Result};
use crate::fate::{Death, Fate};
use crate::number::Value;
use crate::property::Call;
use crate::sandbox::{self, End, PROBE_LIMITS};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// After this many deaths a function is not called again.
const MOST_DEATHS: u32 = 3;
/// All calls of one function together may take this many times the limit of one.
const BUDGET: f64 = 4.0;
/// The probe's own exit status for a failure that is not the student's.
const BROKEN: i32 = 70;
const MOST_REPLIES: u64 = 16 * 1024 * 1024;

/// Makes the calls, one program after another, and returns one fate per call.
///
/// `limit` gives the seconds that one call of a function may take.
pub fn run(program: &Path, scratch: &Path, calls: &[Call], limit: &dyn Fn(&str) -> f64) -> Result<Vec<Fate>> {
    let mut fates: Vec<Option<Fate>> = vec![None; calls.len()];
    let mut deaths: BTreeMap<&str, u32> = BTreeMap::new();
    let mut spent: BTreeMap<&str, f64> = BTreeMap::new();
    loop {
        let open: Vec<usize> = (0..calls.len()).filter(|&i| fates[i].is_none()).collect();
        if open.is_empty() {
            return Ok(fates.into_iter().flatten().collect());
        }
        let blamed = turn(program, scratch, calls, &open, limit, &mut spent, &mut fates)?;
        let Some(blamed) = blamed else { continue };
        let function = calls[blamed].function.as_str();
        let died = deaths.entry(function).or_default();
        *died += 1;
        let because = match &fates[blamed] {
            Some(Fate::Overtime { .. }) => "an earlier call of this function ran into its time limit",
            _ if *died >= MOST_DEATHS => "earlier calls of this function ended the program",
            _ => continue,
        };
        for i in open.into_iter().filter(|&i| calls[i].function == function) {
            fates[i].get_or_insert_with(|| Fate::NotCalled { because: because.into() });
        }
    }
}

/// One start of the program, on the calls that are still open. Returns the call that ended it early.
fn turn<'a>(
    program: &Path,
    scratch: &Path,
    calls: &'a [Call],
    open: &[usize],
    limit: &dyn Fn(&str) -> f64,
    spent: &mut BTreeMap<&'a str, f64>,
    fates: &mut [Option<Fate>],
) -> Result<Option<usize>> {
    let (calls_path, replies_path, log_path) = (scratch.join("calls"), scratch.join("replies"), scratch.join("log"));
    let mut text = String::new();
    for &i in open {
        let args: Json = calls[i].args.iter().map(crate::course::argument).collect();
        text += &format!("{}\n", json!({ "id": i, "function": calls[i].function, "args": args }));
    }
    fs::write(&calls_path, text).map_err(Error::file("write", &calls_path))?;
    // held open from before the start: a program that removes the file removes nothing of ours
    let mut replies = Replies::create(&replies_path)?;
    let log = File::create(&log_path).map_err(Error::file("create", &log_path))?;
    let mut command = Command::new(program);
    command.arg(&calls_path).arg(&replies_path).current_dir(scratch).env_clear();
    for name in ["SystemRoot", "SYSTEMROOT"] {
        // without it Windows starts nothing
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    command.stdout(log.try_clone().map_err(Error::file("open", &log_path))?).stderr(log);
    sandbox::own_group(&mut command);
    let mut child = command.spawn().map_err(Error::file("start", program))?;
    sandbox::limit(&child, PROBE_LIMITS);

    let mut began = Instant::now();
    let mut running: Option<usize> = None;
    let mut pause = Duration::from_micros(200);
    let ended: Option<Fate> = loop {
        let over = child.try_wait().map_err(Error::file("wait for", program))?;
        for line in replies.lines()? {
            pause = Duration::from_micros(200);
            match line {
                Line::Start(id) if open.contains(&id) => {
                    running = Some(id);
                    began = Instant::now();
                }
                Line::Reply(id, fate) if running == Some(id) => {
                    *spent.entry(&calls[id].function).or_default() += began.elapsed().as_secs_f64();
                    fates[id] = Some(fate);
                    running = None;
                }
                // not in order: written by the student's code, and worth nothing
                Line::Start(_) | Line::Reply(..) | Line::Garbled => {}
            }
        }
        if let Some(status) = over {
            sandbox::kill_group(&mut child);
            let ended = sandbox::end(status);
            if ended == End::Exit(BROKEN) && running.is_none() {
                return Err(broken(program, &log_tail(&log_path)));
            }
            break (ended != End::Exit(0) || open.iter().any(|&i| fates[i].is_none())).then(|| death(ended, &log_path));
        }
        let printed = fs::metadata(&log_path).map_or(0, |meta| meta.len());
        let fate = if printed > PROBE_LIMITS.output * 1024 * 1024 {
            Some(Fate::Killed(Death::Output { mebibytes: PROBE_LIMITS.output }))
        } else if replies.size > MOST_REPLIES {
            Some(Fate::Killed(Death::Reply { mebibytes: MOST_REPLIES / (1024 * 1024) }))
        } else {
            let function = running.map_or("", |id| calls[id].function.as_str());
            let seconds = limit(function);
            let elapsed = began.elapsed().as_secs_f64();
            let whole = spent.get(function).copied().unwrap_or_default() + elapsed;
            (elapsed > seconds || whole > BUDGET * seconds).then_some(Fate::Overtime { seconds })
        };
        if fate.is_some() {
            sandbox::kill_group(&mut child);
            break fate;
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    };
    let Some(fate) = ended else { return Ok(None) };
    // the call that was running is to blame; failing that, the one that should have come next
    let blamed = running.or_else(|| open.iter().copied().find(|&i| fates[i].is_none()));
    if let Some(blamed) = blamed {
        fates[blamed].get_or_insert(fate);
    }
    Ok(blamed)
}

fn death(end: End, log: &Path) -> Fate {
    let text = log_tail(log);
    let memory = || Fate::Killed(Death::Memory { mebibytes: PROBE_LIMITS.memory });
    match end {
        End::Exit(status) => Fate::Quit { status },
        End::FileSize => Fate::Killed(Death::Output { mebibytes: PROBE_LIMITS.output }),
        // the standard library says why it aborts; what a student prints there can only change these words
        End::Abort if text.contains("has overflowed its stack") => Fate::Killed(Death::StackOverflow),
        End::Abort if text.contains("memory allocation of") => memory(),
        End::Abort => Fate::Killed(Death::Abort),
        End::Fault => Fate::Killed(Death::StackOverflow),
        End::Signal(signal) => Fate::Killed(Death::Signal(signal)),
    }
}

fn broken(program: &Path, log: &str) -> Error {
    let what =
        format!("the probe {} failed by itself ({})", program.display(), log.lines().last().unwrap_or("no message"));
    Error::Cargo { what, fix: "run `cargo clean` and try again; if it stays, tell the course staff".into() }
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

enum Line {
    Start(usize),
    Reply(usize, Fate),
    Garbled,
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
    fn lines(&mut self) -> Result<Vec<Line>> {
        let room = (MOST_REPLIES + 1).saturating_sub(self.size);
        let read = (&mut self.file).take(room).read_to_end(&mut self.rest).unwrap_or_default();
        self.size += read as u64;
        let Some(end) = self.rest.iter().rposition(|&byte| byte == b'\n') else { return Ok(vec![]) };
        let complete: Vec<u8> = self.rest.drain(..=end).collect();
        Ok(complete.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).map(read_line).collect())
    }
}

fn read_line(line: &[u8]) -> Line {
    let Ok(json) = serde_json::from_slice::<Json>(line) else { return Line::Garbled };
    let id = |key: &str| json[key].as_u64().and_then(|id| usize::try_from(id).ok());
    if let Some(id) = id("start") {
        return Line::Start(id);
    }
    let Some(id) = id("id") else { return Line::Garbled };
    let fate = if let Some(value) = json.get("value") {
        match Value::from_json(value) {
            Some(value) => Fate::Value(value),
            None => Fate::Misuse { message: "the reply is not a value".into() },
        }
    } else if let Some(panic) = json.get("panic") {
        panicked(panic)
    } else {
        let message = json["misuse"].as_str().unwrap_or("the reply has no value").to_owned();
        Fate::Misuse { message: crate::report::clean(&message, 500) }
    };
    Line::Reply(id, fate)
}

fn panicked(panic: &Json) -> Fate {
    let message = panic["message"].as_str().unwrap_or("a panic without a message");
    if message.starts_with("not yet implemented") || message.starts_with("not implemented") {
        return Fate::Unfinished;
    }
    let file = panic["file"].as_str().unwrap_or_default().replace('\\', "/");
    // a student's file is named relative to the staged workspace, a dependency's by its full path
    let own = !file.is_empty()
        && !file.starts_with('/')
        && !file.contains(":/")
        && file.contains("/src/")
        && !file.contains(".cargo");
    Fate::Panicked { message: crate::report::clean(message, 500), line: panic["line"].as_u64().filter(|_| own) }
}
