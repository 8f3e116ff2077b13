//! The call loop: reads a file of calls, writes a file of replies, one line each, unbuffered.
//!
//! A `start` mark precedes every reply, so that after a death the grader knows which call to blame.
//! Standard output and error belong to the student and mean nothing here.

use crate::item::{Arguments, Item, Misuse};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use wire::{BROKEN, describe_panic};

thread_local! {
    static LAST_PANIC: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Runs the probe program: `PROGRAM CALLS REPLIES`.
///
/// `CALLS` holds one JSON object per line, `{"id": 0, "function": "gibbs", "args": [[1, 2], 0.5]}`.
/// `REPLIES` is appended to: `{"start": 0}`, then one of `{"id": 0, "value": …}`,
/// `{"id": 0, "panic": {"message": …, "file": …, "line": …}}`, `{"id": 0, "misuse": …}`.
pub fn serve(items: &[Item]) -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        eprintln!("{info}");
        LAST_PANIC.set(Some(describe_panic(info)));
    }));
    match run(items) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("probe: {message}");
            ExitCode::from(BROKEN)
        }
    }
}

fn run(items: &[Item]) -> Result<(), String> {
    let mut paths = std::env::args_os().skip(1);
    let (Some(calls), Some(replies)) = (paths.next(), paths.next()) else {
        return Err("usage: PROGRAM CALLS REPLIES".into());
    };
    let calls = fs::read_to_string(calls).map_err(|e| format!("cannot read the calls: {e}"))?;
    let mut replies = OpenOptions::new()
        .create(true)
        .append(true)
        .open(replies)
        .map_err(|e| format!("cannot open the replies: {e}"))?;
    for line in calls.lines() {
        let call: Value = serde_json::from_str(line).map_err(|e| format!("bad call: {e}"))?;
        let id = call["id"].clone();
        write(&mut replies, &json!({ "start": id }))?;
        let mut reply = answer(items, &call);
        reply["id"] = id;
        write(&mut replies, &reply)?;
    }
    Ok(())
}

fn write(replies: &mut File, line: &Value) -> Result<(), String> {
    let text = format!("{line}\n");
    replies.write_all(text.as_bytes()).map_err(|e| format!("cannot write a reply: {e}"))
}

fn answer(items: &[Item], call: &Value) -> Value {
    let name = call["function"].as_str().unwrap_or_default();
    let Some(item) = items.iter().find(|item| item.name == name) else {
        return json!({ "misuse": format!("there is no function `{name}` here") });
    };
    let mut arguments = Arguments::new(call["args"].as_array().cloned().unwrap_or_default());
    LAST_PANIC.set(None);
    match catch_unwind(AssertUnwindSafe(|| (item.call)(&mut arguments))) {
        Ok(Ok(value)) => json!({ "value": value }),
        Ok(Err(Misuse(message))) => json!({ "misuse": message }),
        Err(_) => json!({ "panic": LAST_PANIC.take() }),
    }
}
