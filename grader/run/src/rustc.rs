//! One call of the compiler on a student's file, and what it says.

use crate::contain::{self, Cell, End, Inmate};
use crate::interrupt::Interrupt;
use crate::kit::{Kit, last_words};
use crate::stage::Stage;
use crate::toolchain::{self, Toolchain, externs, flag};
use judge::advice::advice;
use judge::error::{Error, Result};
use judge::foreign::clean;
use judge::report::{Advice, Code, Diagnostic, Level};
use serde_json::Value as Json;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Compiler output beyond this is not read: nobody does, and a flood must not fill the memory.
const MOST_OUTPUT: u64 = 32 * 1024 * 1024;
/// Messages of one call that are kept.
pub(crate) const MOST_MESSAGES: usize = 200;
/// Between the last word of the compiler and its end, between two looks.
const LAST_MOMENT: Duration = Duration::from_micros(200);
/// However busy the machine is, nobody waits longer for the compiler.
const MOST_WALL: Duration = Duration::from_secs(900);

/// What to compile, and how.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The compiler.
    pub toolchain: &'a Toolchain,
    /// Every path in messages begins in its folder.
    pub stage: &'a Stage,
    /// The file, from that folder.
    pub file: String,
    /// What becomes of it.
    pub makes: Makes,
    /// Where that goes.
    pub output: OsString,
    /// Crates besides those of the kit.
    pub externs: Vec<(String, OsString)>,
    /// Flags of this call alone.
    pub flags: Vec<OsString>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makes {
    /// A program.
    Program,
    /// A library.
    Library,
}

/// What the compiler made of a call.
#[derive(Debug)]
pub enum Made {
    /// What it should.
    Output {
        /// Its warnings.
        warnings: Vec<Message>,
    },
    /// Errors.
    Errors {
        /// In order.
        errors: Vec<Message>,
        /// And warnings.
        warnings: Vec<Message>,
    },
    /// It used up its CPU time.
    Overtime,
    /// It broke off in the middle of its work, which may be due to the file.
    Broke {
        /// How, in a sentence about the file without its full stop.
        over: String,
        /// What there is to say where it is not due to the file.
        cause: String,
    },
    /// A library of the kit is gone, damaged, or was built by another compiler.
    Damaged {
        /// What it said.
        cause: String,
    },
    /// It did not get so far as to say what is wrong with the file: the machine, or the toolchain.
    Disturbed {
        /// What it said instead.
        cause: String,
    },
}

/// A message of the compiler, as far as we use it.
#[derive(Clone, Debug)]
pub struct Message {
    /// Is it an error?
    pub error: bool,
    /// `E0308`, or the name of a lint.
    pub code: Option<String>,
    /// The first line.
    pub text: String,
    /// What it is about, the primary places first.
    pub spans: Vec<Span>,
    /// As the compiler prints it.
    pub rendered: String,
}

/// A place that a message is about; one inside a macro is where the macro is called, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From the folder of the call, with `/`.
    pub file: String,
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// The place itself, and not one that explains it.
    pub primary: bool,
}

/// The flags that every call shares; a test holds them against what cargo would say.
pub fn shared_flags() -> [&'static str; 8] {
    [
        "--edition=2024",
        "-Copt-level=0",
        "-Cdebug-assertions=on",
        "-Coverflow-checks=on",
        "-Cstrip=symbols",
        "-Dunsafe_code",
        "-Adead_code",
        "--error-format=json",
    ]
}

/// A call as it is made.
pub fn command(kit: &Kit, call: &Call<'_>) -> Command {
    let stage = call.stage;
    let mut command = call.toolchain.compiler(&stage.folder, &stage.temporary);
    let name = Path::new(&call.file).parent().and_then(|folder| folder.to_str()).unwrap_or("program");
    let name = name.split('/').next().filter(|name| !name.is_empty()).unwrap_or("submission").replace('-', "_");
    let kind = match call.makes {
        Makes::Program => ["--crate-name", &format!("{name}_probe"), "--crate-type=bin"].map(str::to_owned),
        Makes::Library => ["--crate-name", &name, "--crate-type=rlib"].map(str::to_owned),
    };
    command.args(kind).args(shared_flags()).arg(&call.file).arg("-o").arg(&call.output);
    command.arg("-L").arg(flag("dependency=", &kit.dependencies));
    command.args(externs(&kit.externs)).args(externs(&call.externs));
    command.args(&call.flags);
    let mut reads = vec![stage.folder.as_path(), toolchain::home(), kit.dependencies.as_path()];
    reads.extend(kit.externs.iter().map(|(_, path)| path.as_path()));
    let cell = Cell { inmate: Inmate::Compiler, tenant: stage.tenant, reads, writes: Some(&stage.made) };
    let mut command = stage.contain.enclose(command, &cell).command;
    command.stdin(Stdio::null());
    command
}

/// Calls the compiler.
pub fn compile(kit: &Kit, call: &Call<'_>) -> Result<Made> {
    compile_until(kit, call, &Interrupt::default())
}

/// The same, and ends it as soon as nobody wants to know any more.
pub fn compile_until(kit: &Kit, call: &Call<'_>, interrupt: &Interrupt) -> Result<Made> {
    if interrupt.is_wished() {
        return Err(Error::Interrupted);
    }
    let mut command = command(kit, call);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| Error::machine("the compiler could not be started", error))?;
    let stderr = child.stderr.take();
    let (speaks, silence) = mpsc::channel::<()>();
    let reader = std::thread::spawn(move || {
        let _speaks = speaks;
        let mut messages = vec![];
        let mut rest = String::new();
        let lines = stderr.into_iter().flat_map(|stderr| BufReader::new(stderr.take(MOST_OUTPUT)).split(b'\n'));
        for line in lines.map_while(std::io::Result::ok) {
            match serde_json::from_slice(&line).ok().as_ref().map(message) {
                Some(Some(message)) if messages.len() < MOST_MESSAGES || message.error => messages.push(message),
                Some(_) => {}
                None => rest = rest + &String::from_utf8_lossy(&line) + "\n",
            }
        }
        (messages, rest)
    });
    let deadline = Instant::now() + MOST_WALL;
    let mut pause = Duration::from_micros(500);
    let status = loop {
        match contain::over(&mut child).map_err(|error| Error::machine("the compiler got lost", error))? {
            Some(status) => break Some(status),
            None if Instant::now() > deadline || interrupt.is_wished() => break None,
            // who has nothing more to say is about to end
            None if silence.recv_timeout(pause) == Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(LAST_MOMENT);
            }
            None => pause = (pause * 2).min(Duration::from_millis(4)),
        }
    };
    if status.is_none() {
        contain::end(&mut child);
    }
    let (messages, rest) = reader.join().unwrap_or_default();
    if interrupt.is_wished() {
        return Err(Error::Interrupted);
    }
    let (errors, warnings): (Vec<_>, Vec<_>) = messages.into_iter().partition(|message| message.error);
    let limits = call.stage.contain.limits(Inmate::Compiler);
    let disturbed = |what: &str| Made::Disturbed { cause: cause(what, &errors, &rest) };
    Ok(match status.map(contain::ended) {
        Some(End::Exit(0)) => Made::Output { warnings },
        Some(_) if errors.iter().any(Message::blames_library) => Made::Damaged { cause: cause("", &errors, &rest) },
        Some(End::Exit(_)) if !errors.is_empty() => Made::Errors { errors, warnings },
        Some(End::Exit(status)) => disturbed(&format!("the compiler ended with status {status}")),
        Some(End::Cpu) => Made::Overtime,
        Some(End::Signal(9)) => disturbed("the compiler was killed; was there too little memory?"),
        Some(End::FileSize | End::Abort | End::Fault) if contain::is_bounded_closer(limits) => {
            disturbed("the compiler may not use as much memory, or write as large a file, as it has to")
        }
        Some(End::FileSize) => {
            let over = format!("what the compiler makes of it is larger than {} MiB", limits.file);
            Made::Broke { over, cause: "the compiler may not write as large a file as it has to".into() }
        }
        Some(End::Abort | End::Fault) => {
            let memory = ["memory allocation of", "out of memory", "bad_alloc"].iter().any(|word| rest.contains(word));
            let over = match memory {
                true => format!("the compiler needs more than {} MiB of memory for it", limits.memory),
                false => "the compiler breaks off at it; is something nested very deeply".into(),
            };
            Made::Broke { over, cause: cause("the compiler itself ended badly", &errors, &rest) }
        }
        Some(_) => disturbed("the compiler itself ended badly"),
        None => disturbed(&format!("the compiler did not come to an end within {} s", MOST_WALL.as_secs())),
    })
}

/// Why the compiler did not do its work, in a few words.
pub fn cause(what: &str, errors: &[Message], rest: &str) -> String {
    let said: String = errors.iter().map(|error| format!("error: {} {}\n", error.text, error.rendered)).collect();
    let said = said + rest;
    if said.contains("No space left on device") {
        return "no space is left on the device".into();
    }
    match (errors.first(), rest.trim()) {
        (Some(error), _) => clean(&error.text, 200),
        (None, "") => what.to_owned(),
        (None, rest) => format!("{what} ({})", last_words(rest)),
    }
}

/// `None` for a message that only counts others.
fn message(json: &Json) -> Option<Message> {
    let text = json["message"].as_str()?.lines().next().unwrap_or_default();
    if text.starts_with("aborting due to")
        || json["level"] == "failure-note"
        || text.starts_with("For more information")
    {
        return None;
    }
    let level = json["level"].as_str().unwrap_or_default();
    let mut spans = vec![];
    for span in json["spans"].as_array().into_iter().flatten() {
        unfold(span, span["is_primary"] == true, &mut spans);
    }
    spans.sort_by_key(|span| !span.primary);
    Some(Message {
        error: level.starts_with("error"),
        code: json["code"]["code"].as_str().map(str::to_owned),
        text: hush(text),
        spans,
        rendered: hush(json["rendered"].as_str().unwrap_or_default()),
    })
}

/// Why a file could not be read tells whether there is one, which is nobody's business.
fn hush(text: &str) -> String {
    let hushed = |line: &str| {
        let (what, why) = line.rsplit_once(": ").filter(|(what, _)| what.contains("couldn't read "))?;
        why.contains("(os error").then(|| format!("{what}: only files of the exercise can be read"))
    };
    let lines = text.split('\n').map(|line| hushed(line).unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

/// A span, and the calls of macros that it lies in.
fn unfold(span: &Json, primary: bool, spans: &mut Vec<Span>) {
    let mut span = span;
    while span.is_object() {
        if let (Some(file), Some(line), Some(column)) =
            (span["file_name"].as_str(), span["line_start"].as_u64(), span["column_start"].as_u64())
        {
            spans.push(Span { file: file.replace('\\', "/"), line, column, primary });
        }
        span = &span["expansion"]["span"];
    }
}

impl Message {
    /// Is a library at fault? Only for those of the kit: a student's file names no others that are there.
    fn blames_library(&self) -> bool {
        let code = self.code.as_deref().unwrap_or_default();
        let named = || ["ndarray", "probe", "reader"].iter().any(|name| self.text.contains(&format!("`{name}`")));
        ["E0460", "E0461", "E0462", "E0514", "E0519", "E0786"].contains(&code)
            || code == "E0463" && named()
            || self.spans.is_empty() && named()
    }

    /// Does the compiler refuse the file for a lint that the file itself made so strict? What is unsafe and what
    /// never ends stays refused.
    pub fn is_lint(&self) -> bool {
        let code = self.code.as_deref().unwrap_or("E");
        !code.starts_with('E') && !["unsafe_code", "long_running_const_eval"].contains(&code)
    }

    /// Its first place in this folder's sources, primary ones first.
    pub fn place(&self, prefix: &str) -> Option<&Span> {
        self.spans.iter().find(|span| span.file.starts_with(prefix))
    }

    /// For the report. The student does not see the folder of the exercise.
    pub fn diagnostic(&self, exercise: &str) -> Diagnostic {
        let level = if self.error { Level::Error } else { Level::Warning };
        let prefix = format!("{exercise}/");
        let said = Diagnostic::new(level, self.code.as_deref().map(Code::new), &self.text);
        let rendered = self.rendered.replace(&prefix, "");
        let mut said = said.rendered(&rendered);
        said.advice = advice(self.code.as_deref(), &self.text, &rendered, None)
            .map(|advice| Advice { says: advice.text, section: advice.section.heading().to_owned() });
        match self.place(&format!("{exercise}/src/")) {
            Some(place) => said.at(place.file.trim_start_matches(&prefix), number(place.line), number(place.column)),
            None => said,
        }
    }
}

fn number(number: u64) -> Option<usize> {
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn span(file: &str, line: u64, primary: bool) -> Json {
        json!({ "file_name": file, "line_start": line, "column_start": 5, "is_primary": primary, "expansion": null })
    }

    #[test]
    fn a_message_names_the_students_line_also_through_a_macro() {
        let mut inner = span("/rustc/library/core/src/macros.rs", 10, true);
        inner["expansion"] = json!({ "span": span("gibbs/src/lib.rs", 7, false) });
        let json = json!({ "message": "mismatched types\nmore", "level": "error", "code": {"code": "E0308"},
            "spans": [span("gibbs/src/lib.rs", 3, false), inner], "rendered": "error in gibbs/src/lib.rs:7\u{7}" });
        let message = message(&json).expect("a message");
        let diagnostic = message.diagnostic("gibbs");
        assert_eq!((diagnostic.file.as_deref(), diagnostic.line), (Some("src/lib.rs"), Some(7)));
        assert!(diagnostic.message == "mismatched types" && diagnostic.is("E0308"));
        assert_eq!(diagnostic.rendered, "error in src/lib.rs:7");
    }

    #[test]
    fn what_only_counts_other_messages_is_none() {
        for text in
            ["aborting due to 2 previous errors", "For more information about this error, try `rustc --explain E0308`."]
        {
            assert!(message(&json!({ "message": text, "level": "error", "spans": [] })).is_none());
        }
    }

    #[test]
    fn a_lint_is_told_from_an_error() {
        let coded = |code: Option<&str>| {
            let json = json!({ "message": "m", "level": "error", "code": code.map(|code| json!({"code": code})), "spans": [] });
            message(&json).expect("a message").is_lint()
        };
        assert!(coded(Some("unused_variables")) && coded(Some("arithmetic_overflow")));
        assert!(!coded(Some("E0308")) && !coded(None) && !coded(Some("unsafe_code")));
    }

    #[test]
    fn an_error_does_not_tell_whether_there_is_a_file() {
        let said = |why: &str| hush(&format!("error: couldn't read `/x`: {why}\n  --> src/lib.rs:1:1\n"));
        let there = said("Permission denied (os error 13)");
        assert_eq!(there, said("No such file or directory (os error 2)"));
        assert!(there.ends_with("only files of the exercise can be read\n  --> src/lib.rs:1:1\n"), "{there}");
        assert_eq!(hush("mismatched `x`: y (os error 2)"), "mismatched `x`: y (os error 2)");
    }

    #[test]
    fn a_full_disk_is_named() {
        let full = Message {
            error: true,
            code: None,
            text: "linking with `cc` failed".into(),
            spans: vec![],
            rendered: "ld: final link failed: No space left on device".into(),
        };
        assert_eq!(cause("x", &[full], ""), "no space is left on the device");
        assert_eq!(cause("the compiler was killed", &[], ""), "the compiler was killed");
    }
}
