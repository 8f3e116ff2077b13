//! Runs programs of student code to their end. Every call gets a fate, whatever the program does.

use crate::process::Process;
use crate::sandbox::End;
use judge::error::{Error, Result};
use judge::fate::{Because, Fate};
use judge::number::Value;
use judge::property::Call;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// After this many deaths a function is not called again.
const MOST_DEATHS: u32 = 3;
/// All calls of one function together may take this many times the limit of one.
const BUDGET: f64 = 4.0;

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
            Some(Fate::Overtime { .. }) => Because::Overtime,
            _ if *died >= MOST_DEATHS => Because::Deaths,
            _ => continue,
        };
        for i in open.into_iter().filter(|&i| calls[i].function == function) {
            fates[i].get_or_insert(Fate::NotCalled(because));
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
    let (calls_path, replies_path) = (scratch.join("calls"), scratch.join("replies"));
    let mut text = String::new();
    for &i in open {
        let args: Json = calls[i].args.iter().map(judge::course::argument).collect();
        text += &format!("{}\n", json!({ "id": i, "function": calls[i].function, "args": args }));
    }
    fs::write(&calls_path, text).map_err(Error::file("write", &calls_path))?;
    let args = [calls_path.as_os_str(), replies_path.as_os_str()];
    let mut process = Process::start(program, &args, scratch, &replies_path)?;

    let mut began = Instant::now();
    let mut running: Option<usize> = None;
    let ended: Option<Fate> = loop {
        let (lines, over) = process.look()?;
        for line in lines {
            match read_line(&line) {
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
        if let Some(end) = over {
            if let Some(error) = process.broken(end).filter(|_| running.is_none()) {
                return Err(error);
            }
            break (end != End::Exit(0) || open.iter().any(|&i| fates[i].is_none())).then(|| process.death(end));
        }
        let overtime = || {
            let function = running.map_or("", |id| calls[id].function.as_str());
            let seconds = limit(function);
            let elapsed = began.elapsed().as_secs_f64();
            let whole = spent.get(function).copied().unwrap_or_default() + elapsed;
            (elapsed > seconds || whole > BUDGET * seconds).then_some(Fate::Overtime { seconds })
        };
        let fate = process.flood().or_else(overtime);
        if fate.is_some() {
            break fate;
        }
        process.rest();
    };
    let Some(fate) = ended else { return Ok(None) };
    // the call that was running is to blame; failing that, the one that should have come next
    let blamed = running.or_else(|| open.iter().copied().find(|&i| fates[i].is_none()));
    if let Some(blamed) = blamed {
        fates[blamed].get_or_insert(fate);
    }
    Ok(blamed)
}

/// Follows a program that runs by itself for at most some seconds: every line that it writes to `replies` and
/// that is JSON is handed on. Returns how it ended, unless that was well.
pub fn follow(
    program: &Path,
    args: &[&OsStr],
    scratch: &Path,
    replies: &Path,
    seconds: f64,
    each: &mut dyn FnMut(&Json),
) -> Result<Option<Fate>> {
    let began = Instant::now();
    let mut process = Process::start(program, args, scratch, replies)?;
    loop {
        let (lines, over) = process.look()?;
        for line in lines.iter().filter_map(|line| serde_json::from_slice(line).ok()) {
            each(&line);
        }
        if let Some(end) = over {
            return match process.broken(end) {
                Some(error) => Err(error),
                None => Ok((end != End::Exit(0)).then(|| process.death(end))),
            };
        }
        let late = began.elapsed().as_secs_f64() > seconds;
        if let Some(fate) = process.flood().or(late.then_some(Fate::Overtime { seconds })) {
            return Ok(Some(fate));
        }
        process.rest();
    }
}

enum Line {
    Start(usize),
    Reply(usize, Fate),
    Garbled,
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
        Fate::Misuse { message }
    };
    Line::Reply(id, fate)
}

/// What a panic is, from the message, file and line that one of our programs noted.
pub fn panicked(panic: &Json) -> Fate {
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
    Fate::Panicked { message: message.to_owned(), line: panic["line"].as_u64().filter(|_| own) }
}
