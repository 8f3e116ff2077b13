//! From a student's files to a program. A student's file is at fault only where an error of the compiler has a
//! place in it, and then only after it was compiled as what it is for its author, a crate of its own; everything
//! else that keeps a program from being made is an error of the grader's, which names its cause.
//!
//! 1. File and program together, in one call of the compiler. Where that succeeds, that is all.
//! 2. Otherwise the file alone, as a crate. A lint that the file itself raised to an error is lowered again. What
//!    does not compile is left out, as long as the rest can be told from it.
//! 3. Then the program around it. A function that is missing, private or of another signature is left out there.
//!    Where the compiler refused something, and no function that is asked for is left, nothing of the file compiles.
//! 4. Where a library of the kit is at fault, all is tried once more with a new kit.

use crate::contain::{Contain, Inmate};
use crate::kit::{Kit, Which};
use crate::left_out::{LeftOut, Place, leave_out};
use crate::probe::{Holds, Panics, Program};
use crate::program::{self, Body, Libraries, Offer, Reach, offered_on};
use crate::rustc::{self, Call, Made, Makes, Message};
use crate::shared;
use crate::stage::Stage;
use crate::toolchain;
use crate::work::{Slot, Work};
use judge::course::Exercise;
use judge::digest::Digest;
use judge::error::Result;
use judge::report::{Diagnostic, Level};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Several would take more CPU time, and no less wall time.
const ONE_UNIT: &str = "-Ccodegen-units=1";
/// After so many attempts to leave something out a file is not worth another.
const MOST_ATTEMPTS: usize = 12;

/// What became of a student's files.
#[derive(Clone, Debug)]
pub enum Built {
    /// A program, perhaps without some of the functions.
    Program {
        /// It lives as long as the scratch folder.
        program: Program,
        /// Functions that cannot be called, each with the compiler's message.
        dropped: BTreeMap<String, Dropped>,
        /// What the compiler refused in the student's files, where that could be left out.
        errors: Vec<Diagnostic>,
        /// What it warned of.
        warnings: Vec<Diagnostic>,
    },
    /// Nothing of it compiles.
    Failed {
        /// The compiler's errors, in order.
        errors: Vec<Diagnostic>,
    },
    /// The compiler was still computing at its limit.
    Overtime {
        /// The limit.
        seconds: u64,
    },
    /// A library of the kit is gone or damaged.
    Damaged {
        /// What the compiler said.
        cause: String,
    },
    /// No fault of the student's.
    Disturbed {
        /// Why, in a sentence without its full stop.
        cause: String,
        /// The file and line of ours that the compiler refuses, where it is that.
        place: Option<(String, u64)>,
    },
}

/// Why a function cannot be called.
#[derive(Clone, Debug, PartialEq)]
pub enum Dropped {
    /// It is missing, private, or of another signature.
    Misfit(Diagnostic),
    /// It does not compile.
    Refused(Diagnostic),
}

/// Makes programs of student code. Where the functions come from, and what is built around them, is the caller's.
#[derive(Clone, Copy, Debug)]
pub struct Compiler<'a> {
    /// Where kits are, and what the compiler remembers.
    pub work: &'a Work,
    /// Whose files these are, which decides what is worth remembering.
    pub habit: Habit,
}

/// What is worth remembering between two compilations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// The same file comes again with one function changed.
    Edited,
    /// Every file comes once.
    Once,
}

/// How programs are made of student code: a seam, because a class is built otherwise than one student's file.
pub trait Build: Sync {
    /// Builds the probe program of an exercise in a stage of its own.
    fn probe(&self, stage: &Stage, exercise: &Exercise, purpose: Purpose<'_>) -> Result<Built>;
}

impl Slot {
    /// What is worth remembering of such files.
    pub fn habit(self) -> Habit {
        match self {
            Slot::Exercises => Habit::Edited,
            Slot::Submission | Slot::Reference => Habit::Once,
        }
    }
}

impl Build for Compiler<'_> {
    fn probe(&self, stage: &Stage, exercise: &Exercise, purpose: Purpose<'_>) -> Result<Built> {
        let kit = Kit::open(self.work, Which::Probe)?;
        let attempt = |kit: &Kit| Attempt { compiler: self, kit, stage, exercise, purpose }.run();
        match attempt(&kit)? {
            Built::Damaged { .. } => match attempt(&Kit::renew(self.work, Which::Probe)?)? {
                Built::Damaged { cause } => Ok(Built::Disturbed { cause, place: None }),
                built => Ok(built),
            },
            built => Ok(built),
        }
    }
}

/// What a probe program is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// Calls to a student's functions.
    Grade,
    /// The same, and every panic tells where it came from.
    Trace,
    /// The reference, with other bodies beside it.
    Beside(&'a [Body]),
}

/// One attempt to build a probe program.
struct Attempt<'a> {
    compiler: &'a Compiler<'a>,
    kit: &'a Kit,
    stage: &'a Stage,
    exercise: &'a Exercise,
    purpose: Purpose<'a>,
}

/// The student's crate, as far as it compiles.
struct Library {
    path: OsString,
    refused: BTreeMap<String, Diagnostic>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Message>,
}

/// How far the student's crate came.
enum Alone {
    Compiled(Library),
    Not(Built),
}

impl Attempt<'_> {
    fn run(&self) -> Result<Built> {
        if !self.is_reference()
            && self.stage.nature.may_be_module
            && let Some(built) = self.together()?
        {
            return Ok(built);
        }
        match self.alone()? {
            Alone::Not(built) => Ok(built),
            // the reference must compile whole
            Alone::Compiled(Library { errors, .. }) if self.is_reference() && !errors.is_empty() => {
                Ok(Built::Failed { errors })
            }
            Alone::Compiled(library) => self.around(library),
        }
    }

    fn is_reference(&self) -> bool {
        matches!(self.purpose, Purpose::Beside(_))
    }

    /// What a second compilation of nearly the same file gains by is kept for the loop of one student alone.
    fn flags(&self) -> Vec<OsString> {
        let mut flags = self.usual_flags();
        if self.purpose != Purpose::Trace {
            // a program that tells places reads itself, and so it is made as anywhere else
            flags.extend(self.stage.contain.flags().iter().map(OsString::from));
        }
        if self.stage.nature.names_unsafe {
            // what is forbidden nobody can allow again; for the others it is only denied, because macros of ndarray
            // allow it for themselves
            flags.push("-Funsafe_code".into());
        }
        flags
    }

    fn usual_flags(&self) -> Vec<OsString> {
        match (self.purpose, self.compiler.habit) {
            (Purpose::Trace, _) => {
                // places are named as in the compiler's messages, from the stage's folder
                let mut remap = toolchain::flag("--remap-path-prefix=", &self.stage.folder);
                remap.push("=.");
                let plain = [ONE_UNIT, "-Cdebuginfo=line-tables-only", "-Cstrip=none"];
                plain.into_iter().map(OsString::from).chain([remap]).collect()
            }
            (Purpose::Grade, Habit::Edited) => {
                vec![toolchain::flag("-Cincremental=", self.compiler.work.incremental(&self.exercise.name))]
            }
            (Purpose::Grade | Purpose::Beside(_), _) => vec![ONE_UNIT.into()],
        }
    }

    /// Student's file and program in one call; `None` where that fails, whatever the reason.
    fn together(&self) -> Result<Option<Built>> {
        let shared = self.shared();
        let panics = match (self.purpose, &shared) {
            // the standard library that is loaded unwinds
            (Purpose::Trace, _) | (_, Some(_)) => Panics::Unwind,
            _ => self.stage.nature.panics,
        };
        let sources = self.sources(&BTreeSet::new(), panics);
        let offer = Offer {
            reach: Reach::Module,
            sources,
            ends: panics == Panics::End,
            libraries: if shared.is_some() { Libraries::Loaded } else { Libraries::Inside },
            dropped: BTreeSet::new(),
            beside: &[],
            inside: &[],
        };
        self.stage.program(&program::probe(self.exercise, &offer))?;
        let mut flags = self.flags();
        flags.extend(panics.flag());
        flags.extend(shared.into_iter().flat_map(shared::flags));
        let executable = self.stage.executable();
        let call = self.call("main.rs", Makes::Program, executable.clone().into(), flags);
        Ok(match self.compile(&call)? {
            Made::Output { warnings } if !warnings.iter().any(is_unsafe) => Some(Built::Program {
                program: self.program(executable, offer.sources, panics),
                dropped: BTreeMap::new(),
                errors: vec![],
                warnings: own(&self.exercise.name, &warnings),
            }),
            Made::Damaged { cause } => Some(Built::Damaged { cause }),
            _ => None,
        })
    }

    /// The library that the program loads, where the same file comes again and again: it is the linker's work that is
    /// saved.
    fn shared(&self) -> Option<&Path> {
        match (self.purpose, self.compiler.habit) {
            (Purpose::Grade, Habit::Edited) => self.kit.shared.as_deref(),
            _ => None,
        }
    }

    /// The student's file as a crate of its own; what does not compile is left out.
    fn alone(&self) -> Result<Alone> {
        let output = self.stage.library();
        let (mut refused, mut errors) = (BTreeMap::new(), vec![]);
        let mut flags = self.flags();
        let mut left = 0;
        for _ in 0..MOST_ATTEMPTS {
            let call = self.call("src/lib.rs", Makes::Library, output.clone().into(), flags.clone());
            let (found, warnings) = match self.compile(&call)? {
                Made::Output { warnings } => {
                    let (unsafe_code, warnings): (Vec<_>, Vec<_>) = warnings.into_iter().partition(is_unsafe);
                    if unsafe_code.is_empty() {
                        let path = output.into();
                        return Ok(Alone::Compiled(Library { path, refused, errors, warnings }));
                    }
                    (unsafe_code, warnings)
                }
                Made::Errors { errors, warnings } => (errors, warnings),
                Made::Overtime => {
                    let seconds = self.stage.contain.limits(Inmate::Compiler).cpu;
                    return Ok(Alone::Not(Built::Overtime { seconds }));
                }
                Made::Broke { over, cause } => return Ok(Alone::Not(self.blame(over, cause)?)),
                Made::Damaged { cause } => return Ok(Alone::Not(Built::Damaged { cause })),
                Made::Disturbed { cause } => return Ok(Alone::Not(Built::Disturbed { cause, place: None })),
            };
            drop(warnings);
            let prefix = format!("{}/src/", self.exercise.name);
            let placed: Vec<&Message> = found.iter().filter(|error| error.place(&prefix).is_some()).collect();
            if placed.is_empty() {
                let cause = rustc::cause("the compiler refuses it", &found, "");
                return Ok(Alone::Not(Built::Disturbed { cause, place: None }));
            }
            if left == 0 && found.iter().all(Message::is_lint) {
                // warnings cost nothing, also where the file itself calls them errors
                left += 1;
                flags.push("--cap-lints=warn".into());
                continue;
            }
            let diagnostics: Vec<Diagnostic> =
                placed.iter().map(|error| error.diagnostic(&self.exercise.name)).collect();
            if errors.is_empty() {
                errors = diagnostics;
            }
            let Some(more) = self.leave_out(&placed)? else {
                return Ok(Alone::Not(Built::Failed { errors }));
            };
            for (function, diagnostic) in more {
                refused.entry(function).or_insert(diagnostic);
            }
        }
        Ok(Alone::Not(Built::Failed { errors }))
    }

    /// Leaves out what these errors stand in; `None` where nothing can be left out.
    fn leave_out(&self, errors: &[&Message]) -> Result<Option<Vec<(String, Diagnostic)>>> {
        let mut functions = vec![];
        let mut progress = false;
        let prefix = format!("{}/", self.exercise.name);
        let mut files: BTreeMap<&str, Vec<(&Message, Place)>> = BTreeMap::new();
        for error in errors {
            if let Some(place) = error.place(&format!("{prefix}src/")) {
                files.entry(place.file.as_str()).or_default().push((error, (place.line, place.column)));
            }
        }
        for (file, found) in files {
            let places: Vec<_> = found.iter().map(|(_, place)| *place).collect();
            let path = file.trim_start_matches(&prefix);
            let Some(text) = self.stage.read(path) else { continue };
            let Some(LeftOut { text, functions: named }) = leave_out(&text, &places) else { continue };
            progress = true;
            self.stage.write(path, &text)?;
            functions.extend(named.into_iter().filter_map(|(number, name)| {
                let (error, _) = found.get(number)?;
                Some((name, error.diagnostic(&self.exercise.name)))
            }));
        }
        Ok(progress.then_some(functions))
    }

    /// The program around the student's crate; functions that do not fit are left out there.
    fn around(&self, library: Library) -> Result<Built> {
        let mut misfits: BTreeMap<String, Diagnostic> = BTreeMap::new();
        let beside = match self.purpose {
            Purpose::Beside(bodies) => bodies,
            Purpose::Grade | Purpose::Trace => &[],
        };
        self.stage.bodies(self.exercise, beside)?;
        loop {
            let dropped: BTreeSet<String> = misfits.keys().chain(library.refused.keys()).cloned().collect();
            let none_left = self.exercise.functions.iter().all(|function| dropped.contains(&function.name));
            // without an error the file compiles, only not as it is asked for
            if none_left && !library.errors.is_empty() {
                return Ok(Built::Failed { errors: library.errors });
            }
            let sources = self.sources(&dropped, Panics::Unwind);
            let offer = Offer {
                reach: Reach::Crate,
                sources,
                ends: false,
                libraries: Libraries::Inside,
                dropped,
                beside,
                inside: &[],
            };
            self.stage.program(&program::probe(self.exercise, &offer))?;
            let executable = self.stage.executable();
            let mut call = self.call("main.rs", Makes::Program, executable.clone().into(), self.flags());
            call.externs = vec![(self.exercise.name.clone(), library.path.clone())];
            let errors = match self.compile(&call)? {
                Made::Output { .. } => {
                    let refused = library.refused.into_iter().map(|(name, why)| (name, Dropped::Refused(why)));
                    let misfits = misfits.into_iter().map(|(name, why)| (name, Dropped::Misfit(why)));
                    return Ok(Built::Program {
                        program: self.program(executable, offer.sources, Panics::Unwind),
                        dropped: misfits.chain(refused).collect(),
                        errors: library.errors,
                        warnings: own(&self.exercise.name, &library.warnings),
                    });
                }
                Made::Errors { errors, .. } => errors,
                Made::Overtime => {
                    let cause = "our program around the file does not compile in time".into();
                    return Ok(Built::Disturbed { cause, place: None });
                }
                Made::Damaged { cause } => return Ok(Built::Damaged { cause }),
                Made::Broke { cause, .. } | Made::Disturbed { cause } => {
                    return Ok(Built::Disturbed { cause, place: None });
                }
            };
            let before = misfits.len();
            let main = format!("{}/main.rs", self.exercise.name);
            for error in &errors {
                let lines = error.spans.iter().filter(|span| span.file == main).map(|span| span.line);
                if let Some(function) = lines.into_iter().find_map(|line| offered_on(self.exercise, line)) {
                    misfits.entry(function.to_owned()).or_insert_with(|| error.diagnostic(&self.exercise.name));
                }
            }
            if misfits.len() == before {
                return Ok(ours(&errors));
            }
        }
    }

    /// The compiler broke off at the student's file. Whose fault that is shows at a file that has nothing to break off
    /// at.
    fn blame(&self, over: String, cause: String) -> Result<Built> {
        self.stage.write("control.rs", "pub fn nothing() {}\n")?;
        let output = self.stage.made.join("libcontrol.rlib");
        let call = self.call("control.rs", Makes::Library, output.into(), vec![ONE_UNIT.into()]);
        Ok(match self.compile(&call)? {
            Made::Output { .. } => Built::Failed { errors: vec![Diagnostic::new(Level::Error, None, &over)] },
            _ => Built::Disturbed { cause, place: None },
        })
    }

    fn compile(&self, call: &Call<'_>) -> Result<Made> {
        rustc::compile_until(self.kit, call, &self.compiler.work.interrupt)
    }

    fn call(&self, file: &str, makes: Makes, output: OsString, flags: Vec<OsString>) -> Call<'_> {
        Call {
            toolchain: &self.compiler.work.toolchain,
            stage: self.stage,
            file: format!("{}/{file}", self.exercise.name),
            makes,
            output,
            externs: vec![],
            flags,
        }
    }

    fn program(&self, executable: PathBuf, sources: String, panics: Panics) -> Program {
        let (exercise, tenant) = (self.exercise.name.clone(), self.stage.tenant);
        Program { executable, sources, exercise, holds: Holds::One, panics, tenant }
    }

    fn sources(&self, dropped: &BTreeSet<String>, panics: Panics) -> String {
        sources(self.kit, self.exercise, dropped, panics, self.stage.nature.digest)
    }
}

/// The digest of everything that the program of an exercise is made from. `files` is that of the student's.
pub(crate) fn sources(
    kit: &Kit,
    exercise: &Exercise,
    dropped: &BTreeSet<String>,
    panics: Panics,
    files: [u8; 32],
) -> String {
    let mut digest = Digest::new();
    digest.field(&kit.key).field(format!("{panics:?}")).field(files);
    for function in &exercise.functions {
        digest.field(&function.name).field(&function.signature.text);
    }
    for function in dropped {
        digest.field(function);
    }
    digest.finish_hex()
}

/// The flags for files that come once, in a program of which nothing is left out.
pub(crate) fn once(contain: &dyn Contain, panics: Panics) -> Vec<OsString> {
    let contained = contain.flags().iter().map(OsString::from);
    [ONE_UNIT.into()].into_iter().chain(contained).chain(panics.flag()).collect()
}

/// Messages that are about the student's files.
pub(crate) fn own(exercise: &str, messages: &[Message]) -> Vec<Diagnostic> {
    let prefix = format!("{exercise}/src/");
    let own = messages.iter().filter(|message| message.place(&prefix).is_some());
    own.map(|message| message.diagnostic(exercise)).collect()
}

/// What is wrong with what we put around a student's file.
fn ours(errors: &[Message]) -> Built {
    let place = errors.first().and_then(|error| error.spans.first()).map(|span| (span.file.clone(), span.line));
    Built::Disturbed { cause: rustc::cause("our program around the file does not compile", errors, ""), place }
}

/// With lints lowered, unsafe code is a warning; it is refused all the same.
pub(crate) fn is_unsafe(message: &Message) -> bool {
    message.code.as_deref() == Some("unsafe_code")
}
