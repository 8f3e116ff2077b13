//! Runs programs of student code to their end. Every call gets a fate, whatever the program does.

use crate::contain::{Contain, End, Inmate, Limits, Said};
use crate::patience::Excess;
use crate::probe::{Holds, Panics, Program};
use crate::process::{Heard, Printed, Process};
use judge::error::{Error, Result};
use judge::fate::{Because, Breach, Death, Fate, NotBuilt};
use judge::foreign::clean;
use judge::number::{Value, argument};
use judge::property::Call;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use wire::{Hello, Outcome, Panic, Reply};

/// After this many deaths a function is not called again.
const MOST_DEATHS: u32 = 3;
/// All calls of one function together may take this many times the limit of one.
const BUDGET: f64 = 4.0;
/// How long a program may take to say its first word: it has done nothing yet.
const START: Duration = Duration::from_secs(30);
/// A call that prints more than this and does not end is told to print without end.
const FLOOD: u64 = 4;
const MEBIBYTE: u64 = 1024 * 1024;
/// Between two looks at what a function has computed in all its calls.
const SAMPLE: Duration = Duration::from_millis(200);

/// One answered call.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What became of it.
    pub fate: Fate,
    /// How long it took, in seconds of CPU time, where that was asked for.
    pub seconds: Option<f64>,
    /// What was printed last, where that was asked for.
    pub printed: Option<Printed>,
}

/// What is asked of a program besides its replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// Nothing.
    None,
    /// How long each call takes.
    Time,
    /// Where in the student's file each panic comes from.
    Trace,
    /// What is printed.
    Print,
}

/// A program that is asked again and again: as long as it answers it is not started anew.
pub struct Conversation<'a> {
    folder: PathBuf,
    contain: &'a dyn Contain,
    program: Program,
    extra: Extra,
    process: Option<Running>,
    id: u64,
    tallies: BTreeMap<String, Tally>,
}

/// What is known of one function.
#[derive(Default)]
struct Tally {
    deaths: u32,
    computed: Duration,
    /// Why it is not called any more.
    stopped: Option<Because>,
}

/// A process, and up to when its time has been accounted for.
struct Running {
    process: Process,
    accounted: Duration,
    sampled: Instant,
}

impl std::ops::Deref for Running {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl<'a> Conversation<'a> {
    /// Starts nothing yet. In the folder, where programs run, there is nothing else.
    pub fn new(folder: &Path, contain: &'a dyn Contain, program: &Program, extra: Extra) -> Conversation<'a> {
        let (folder, program) = (folder.to_owned(), program.clone());
        Conversation { folder, contain, program, extra, process: None, id: 0, tallies: BTreeMap::new() }
    }

    /// Makes the calls, one program after another, and returns one fate per call.
    ///
    /// `limit` gives the seconds of CPU time that one call of a function may take.
    pub fn ask(&mut self, calls: &[Call], limit: &dyn Fn(&str) -> f64) -> Result<Vec<Fate>> {
        Ok(self.answer(calls, limit)?.into_iter().map(|answer| answer.fate).collect())
    }

    /// The same, with more about every call.
    pub fn answer(&mut self, calls: &[Call], limit: &dyn Fn(&str) -> f64) -> Result<Vec<Answer>> {
        self.tallies.clear();
        let mut answers = vec![];
        for call in calls {
            let tally = self.tallies.entry(call.function.clone()).or_default();
            answers.push(match &tally.stopped {
                Some(because) => Answer { fate: Fate::NotCalled(*because), seconds: None, printed: None },
                None => self.call(call, limit(&call.function))?,
            });
        }
        Ok(answers)
    }

    fn call(&mut self, call: &Call, seconds: f64) -> Result<Answer> {
        let mut running = match self.process.take() {
            Some(running) => running,
            None => match self.start()? {
                Ok(running) => running,
                Err(fate) => {
                    self.note_death(call, &fate);
                    return Ok(Answer { fate, seconds: None, printed: None });
                }
            },
        };
        // nobody can reply to a call whose number cannot be known
        self.id = self.id.wrapping_add(1 + u64::from(fastrand::u32(..))) & (u64::MAX >> 12);
        let args = call.args.iter().map(argument).collect();
        let line = wire::Call { id: self.id, function: call.function.clone(), args }.to_line();
        let before = running.printed_bytes();
        running.process.say(&line);
        let heard = running.process.hear(Duration::from_secs_f64(seconds));
        let fate = match heard {
            Heard::Line(line) => match Reply::from_line(&line) {
                Some(reply) if reply.id == self.id && !running.chatters() => {
                    let ends = matches!(reply.outcome, Outcome::Panic(_)) && self.program.panics == Panics::End;
                    let mut answer = Answer { fate: self.fate(reply.outcome), seconds: reply.seconds, printed: None };
                    if self.extra == Extra::Print {
                        answer.printed = Some(running.process.last_words());
                    } else if !ends {
                        self.account(call, &mut running, seconds);
                        self.process = Some(running);
                    }
                    // where a panic ends the program the end that follows such a reply is part of it
                    return Ok(answer);
                }
                Some(_) => Fate::Protocol(Breach::OtherCall),
                None => Fate::Protocol(Breach::NoReply),
            },
            Heard::TooLong => Fate::Killed(Death::Reply { mebibytes: 16 }),
            Heard::Ended(end) => death(end, &running.printed().text(), self.contain.limits(Inmate::Program)),
            Heard::Stopped(Excess::Interrupted) => return Err(Error::Interrupted),
            Heard::Stopped(Excess::Machine { seconds }) => {
                return Err(Error::Cargo {
                    what: format!(
                        "`{}` neither computed nor slept for {seconds} s, so the machine is in trouble",
                        call.function
                    ),
                    fix: "run again when it has less to do".into(),
                });
            }
            Heard::Stopped(Excess::Printing { mebibytes }) => Fate::Killed(Death::Output { mebibytes }),
            Heard::Stopped(Excess::Computing { seconds } | Excess::Sleeping { seconds }) => {
                let flood = running.printed_bytes() - before > FLOOD * MEBIBYTE;
                let flood = flood.then_some(Fate::Killed(Death::Output { mebibytes: FLOOD }));
                flood.unwrap_or(Fate::Overtime { seconds })
            }
        };
        self.note_death(call, &fate);
        let printed = (self.extra == Extra::Print).then(|| running.process.last_words());
        Ok(Answer { fate, seconds: None, printed })
    }

    /// Counts an end of the program.
    fn note_death(&mut self, call: &Call, fate: &Fate) {
        let tally = self.tallies.entry(call.function.clone()).or_default();
        tally.deaths += 1;
        tally.stopped = match fate {
            Fate::Overtime { .. } | Fate::Killed(Death::Output { .. }) => Some(Because::Overtime),
            _ if tally.deaths >= MOST_DEATHS => Some(Because::Deaths),
            _ => None,
        };
    }

    /// Adds what the function computed; many short calls may not take for ever either.
    fn account(&mut self, call: &Call, running: &mut Running, seconds: f64) {
        if running.sampled.elapsed() < SAMPLE {
            return;
        }
        running.sampled = Instant::now();
        let Some(computed) = running.computed() else { return };
        let tally = self.tallies.entry(call.function.clone()).or_default();
        tally.computed += computed.saturating_sub(running.accounted);
        running.accounted = computed;
        if tally.computed.as_secs_f64() > BUDGET * seconds {
            tally.stopped = Some(Because::Overtime);
        }
    }

    /// Starts the program, or says what its first word was instead. Nobody pays for one bad start.
    fn start(&self) -> Result<std::result::Result<Running, Fate>> {
        let Program { executable, sources, tenant, .. } = &self.program;
        let exercise = match self.program.holds {
            Holds::One => None,
            Holds::Several => Some(format!("{}{}", wire::OF, self.program.exercise)),
        };
        let extra = match self.extra {
            Extra::None | Extra::Print => None,
            Extra::Time => Some(wire::TIME),
            Extra::Trace => Some(wire::TRACE),
        };
        let arguments: Vec<&OsStr> = exercise.as_deref().into_iter().chain(extra).map(OsStr::new).collect();
        let mut fate = None;
        for _ in 0..2 {
            let mut process = Process::start(executable, *tenant, &arguments, &self.folder, self.contain)?;
            fate = greet(&mut process, sources)?;
            if fate.is_none() {
                return Ok(Ok(Running { process, accounted: Duration::ZERO, sampled: Instant::now() }));
            }
        }
        Ok(Err(fate.unwrap_or(Fate::Protocol(Breach::Start))))
    }

    fn fate(&self, outcome: Outcome) -> Fate {
        match outcome {
            Outcome::Value(value) => match Value::from_json(&value) {
                Some(value) => Fate::Value(value),
                None => Fate::Protocol(Breach::NoValue),
            },
            Outcome::Panic(panic) => panicked(&panic, &self.program.exercise),
            // arguments are checked before they are sent, so no program of ours says this
            Outcome::Misfit(_) => Fate::Protocol(Breach::NoValue),
        }
    }
}

/// Hears a program's first word: it must have been built from the files that are graded.
///
/// A program of strangers is announced by the jail that it runs in. Until then everything is the grader's; after that
/// only code of the file itself can have said something else, and that is its fate.
fn greet(process: &mut Process, sources: &str) -> Result<Option<Fate>> {
    let trouble = |what: String| Error::Cargo { what, fix: "run again; if it stays, tell the course staff".into() };
    let jailed = |why: &str| trouble(format!("a program could not be contained ({})", clean(why, 200)));
    let word = process.word.take();
    if let Some(word) = &word {
        match process.hear(START) {
            Heard::Line(line) => match Said::from_line(&line, word) {
                Some(Said::Ready) => {}
                Some(Said::Failed(why)) => return Err(jailed(&why)),
                None => return Err(jailed("something else spoke first")),
            },
            Heard::Ended(end) => return Err(jailed(&format!("{end:?}; {}", last_line(process)))),
            Heard::Stopped(Excess::Interrupted) => return Err(Error::Interrupted),
            Heard::TooLong | Heard::Stopped(_) => return Err(jailed("it takes too long")),
        }
    }
    let theirs = |fate: Fate, what: String| if word.is_some() { Ok(Some(fate)) } else { Err(trouble(what)) };
    let breach = Fate::Protocol(Breach::Start);
    match process.hear(START) {
        Heard::Line(line) => match Hello::from_line(&line) {
            Some(hello) if hello.sources == sources => Ok(None),
            Some(_) => theirs(breach, "the program that was started was built from other files".into()),
            None => match word.as_ref().and_then(|word| Said::from_line(&line, word)) {
                Some(Said::Failed(why)) => Err(jailed(&why)),
                Some(Said::Ready) | None => {
                    theirs(breach, "the program that was started is not the one that was built".into())
                }
            },
        },
        // what kills without a reason is the machine
        Heard::Ended(End::Signal(9)) => Err(trouble("a program was killed before its first word".into())),
        Heard::Ended(end) => {
            theirs(breach, format!("a program ended before its first word ({end:?}; {})", last_line(process)))
        }
        Heard::Stopped(Excess::Interrupted) => Err(Error::Interrupted),
        Heard::Stopped(Excess::Machine { .. }) => Err(trouble("a program did not say its first word".into())),
        Heard::TooLong | Heard::Stopped(_) => theirs(breach, "a program did not say its first word".into()),
    }
}

/// What a program printed last.
fn last_line(process: &Process) -> String {
    let text = process.printed().text();
    clean(text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing"), 200)
}

/// What the student's code is told of an end.
fn death(end: End, printed: &str, limits: Limits) -> Fate {
    match end {
        End::Exit(status) => Fate::Quit { status },
        End::FileSize => Fate::Killed(Death::File { mebibytes: limits.file }),
        End::Cpu => Fate::Overtime { seconds: limits.cpu as f64 },
        // the standard library says why it aborts; what a student prints there can only change these words
        End::Abort if printed.contains("has overflowed its stack") => Fate::Killed(Death::StackOverflow),
        End::Abort if printed.contains("memory allocation of") => {
            Fate::Killed(Death::Memory { mebibytes: limits.memory })
        }
        End::Abort => Fate::Killed(Death::Abort),
        End::Fault => Fate::Killed(Death::StackOverflow),
        End::Forbidden => Fate::Killed(Death::Forbidden),
        End::Signal(signal) => Fate::Killed(Death::Signal { number: signal }),
    }
}

/// What a panic is. `exercise` is the folder by which the compiler names the student's files.
pub fn panicked(panic: &Panic, exercise: &str) -> Fate {
    let message = panic.message.as_str();
    if message.starts_with("not yet implemented") || message.starts_with("not implemented") {
        return Fate::Unfinished;
    }
    if let Some(function) = message.strip_prefix(wire::LEFT_OUT) {
        return Fate::NotBuilt(NotBuilt::Needs { function: clean(function, 60) });
    }
    let own = |file: &str| {
        let file = file.replace('\\', "/");
        file.trim_start_matches("./").strip_prefix(exercise).is_some_and(|rest| rest.starts_with("/src/"))
    };
    let place = panic.place.iter().chain(&panic.trace).find(|place| own(&place.file));
    Fate::Panicked { message: message.to_owned(), line: place.map(|place| place.line) }
}

/// How a program that was followed came to its end.
pub enum Followed {
    /// By itself, with status 0.
    Done,
    /// In another way.
    Ended(Fate),
}

/// Follows a program that runs by itself for at most some seconds of CPU time: every line that it says and that is
/// JSON is handed on.
pub fn follow(
    folder: &Path,
    contain: &dyn Contain,
    program: &Program,
    args: &[&OsStr],
    first: Option<&str>,
    seconds: f64,
    each: &mut dyn FnMut(&Json),
) -> Result<Followed> {
    let mut process = Process::start(&program.executable, program.tenant, args, folder, contain)?;
    if let Some(fate) = greet(&mut process, &program.sources)? {
        return Ok(Followed::Ended(fate));
    }
    if let Some(line) = first {
        process.say(line);
    }
    loop {
        let left = seconds - process.computed().unwrap_or_default().as_secs_f64();
        match process.hear(Duration::from_secs_f64(left.max(0.0))) {
            Heard::Line(line) => {
                if let Ok(message) = serde_json::from_slice(&line) {
                    each(&message);
                }
            }
            Heard::TooLong => return Ok(Followed::Ended(Fate::Killed(Death::Reply { mebibytes: 16 }))),
            Heard::Ended(End::Exit(0)) => return Ok(Followed::Done),
            Heard::Ended(end) => {
                return Ok(Followed::Ended(death(end, &process.printed().text(), contain.limits(Inmate::Program))));
            }
            Heard::Stopped(Excess::Printing { mebibytes }) => {
                return Ok(Followed::Ended(Fate::Killed(Death::Output { mebibytes })));
            }
            Heard::Stopped(Excess::Interrupted) => return Err(Error::Interrupted),
            Heard::Stopped(Excess::Computing { .. } | Excess::Sleeping { .. } | Excess::Machine { .. }) => {
                return Ok(Followed::Ended(Fate::Overtime { seconds }));
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::contain::Tenant;
    use std::os::unix::fs::PermissionsExt;

    /// A program that says these lines, one to each call, and then what `ends` does.
    fn program(folder: &Path, hello: &str, replies: &str, ends: &str) -> Program {
        let executable = folder.join("program");
        // the socket of the conversation is the standard input of the shell, both ways
        let script = format!("#!/bin/bash\necho '{{\"hello\":\"{hello}\"}}' >&0\n{replies}\n{ends}\n");
        std::fs::write(&executable, script).expect("a script");
        std::fs::set_permissions(&executable, std::fs::Permissions::from_mode(0o755)).expect("a program");
        let (sources, exercise, tenant) = ("ab".into(), "gibbs".into(), Tenant::default());
        Program { executable, sources, exercise, holds: Holds::One, panics: Panics::Unwind, tenant }
    }

    fn calls(names: &[&str]) -> Vec<Call> {
        names.iter().map(|name| Call { function: (*name).into(), args: vec![] }).collect()
    }

    const ECHO: &str = "while read -r line; do id=${line#*\\\"id\\\":}; id=${id%%[,\\}]*}; echo \"{\\\"id\\\":$id,\\\"value\\\":7}\" >&0; done";

    fn fates(hello: &str, replies: &str, ends: &str, names: &[&str]) -> Result<Vec<Fate>> {
        let folder = tempfile::tempdir().expect("a folder");
        Conversation::new(
            folder.path(),
            &crate::contain::Own,
            &program(folder.path(), hello, replies, ends),
            Extra::None,
        )
        .ask(&calls(names), &|_| 1.0)
    }

    #[test]
    fn every_call_gets_its_reply() {
        let fates = fates("ab", ECHO, "", &["f", "g", "f"]).expect("fates");
        assert_eq!(fates, vec![Fate::Value(Value::Number(7.0)); 3]);
    }

    #[test]
    fn a_program_of_other_files_is_an_error_of_ours() {
        let error = fates("cd", ECHO, "", &["f"]).expect_err("an error").to_string();
        assert!(error.contains("built from other files"), "{error}");
        let error = fates("ab\"}' >&0; exit 3; echo '{\"x\":\"", "", "", &["f"]);
        assert!(error.is_ok(), "an end after the first word is the function's: {error:?}");
        let error = fates("\"; exit 4 #", "", "", &["f"]).expect_err("an error").to_string();
        assert!(error.contains("is not the one that was built") || error.contains("first word"), "{error}");
    }

    #[test]
    fn an_end_is_the_fate_of_the_call_that_was_made() {
        let fates = fates("ab", "read -r line", "exit 70", &["f", "g"]).expect("fates");
        assert_eq!(fates, vec![Fate::Quit { status: 70 }, Fate::Quit { status: 70 }]);
        let fates = self::fates("ab", "read -r line", "kill -ABRT $$", &["f"]).expect("fates");
        assert_eq!(fates, vec![Fate::Killed(Death::Abort)]);
    }

    #[test]
    fn after_three_deaths_a_function_is_not_called_again() {
        let fates = fates("ab", "read -r line", "exit 0", &["f", "f", "f", "f", "g"]).expect("fates");
        let quit = Fate::Quit { status: 0 };
        let expected = [quit.clone(), quit.clone(), quit.clone(), Fate::NotCalled(Because::Deaths), quit];
        assert_eq!(fates, expected);
    }

    #[test]
    fn a_loop_is_waited_for_once() {
        let fates = fates("ab", "read -r line", "while :; do :; done", &["f", "f"]).expect("fates");
        assert_eq!(fates, [Fate::Overtime { seconds: 1.0 }, Fate::NotCalled(Because::Overtime)]);
    }

    #[test]
    fn what_is_no_reply_is_a_breach() {
        let says = |line: &str| fates("ab", "read -r line", &format!("echo '{line}' >&0; sleep 9"), &["f"]);
        let of = |line: &str| says(line).expect("fates").remove(0);
        assert_eq!(of("nonsense"), Fate::Protocol(Breach::NoReply));
        assert_eq!(of(r#"{"id":1,"value":3}"#), Fate::Protocol(Breach::OtherCall));
    }

    #[test]
    fn a_panic_is_placed_in_the_students_file_and_nowhere_else() {
        let place = |file: &str| wire::Place { file: file.into(), line: 7 };
        let panic = |file: &str, trace: &[&str]| Panic {
            message: "m".into(),
            place: Some(place(file)),
            trace: trace.iter().map(|file| place(file)).collect(),
        };
        let line = |panic: &Panic| match panicked(panic, "gibbs") {
            Fate::Panicked { line, .. } => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line(&panic("gibbs/src/lib.rs", &[])), Some(7));
        assert_eq!(line(&panic("gibbs\\src\\lib.rs", &[])), Some(7));
        assert_eq!(line(&panic("/home/x/ndarray/src/lib.rs", &[])), None);
        assert_eq!(line(&panic("/x/ndarray/src/lib.rs", &["./gibbs/src/lib.rs"])), Some(7));
        assert_eq!(line(&panic("gibbs_extra/src/lib.rs", &[])), None);
        let todo = Panic { message: "not yet implemented: soon".into(), ..Panic::default() };
        assert_eq!(panicked(&todo, "gibbs"), Fate::Unfinished);
    }
}
