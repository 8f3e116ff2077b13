//! Builds the trainer around a student's functions, runs it, and says what came of it.

use super::build::{self, BuiltTrainer};
use super::{Outcome, Picture, Plan, Progress, Trained, memory};
use crate::contain::{Contain, Use};
use crate::probe::Program;
use crate::runner::{self, Followed};
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::{Scratch, Work};
use judge::course::Exercise;
use judge::error::{Error, Result};
use judge::fate::{Ending, Fate};
use judge::foreign;
use judge::not_built;
use judge::report::{Step, Trouble};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::Panic;

/// How many seconds of CPU time one run may take: some thirty times what the reference needs.
const LIMIT: f64 = 60.0;

/// A student's functions, and where to train with them.
#[derive(Clone, Copy, Debug)]
pub struct Trainer<'a> {
    /// Where to build and to remember.
    pub work: &'a Work,
    /// The exercise with the functions.
    pub exercise: &'a Exercise,
    /// The student's files for it.
    pub files: &'a [StudentFile],
}

impl Trainer<'_> {
    /// The network of this plan, if it was trained before.
    pub fn recall(&self, plan: Plan) -> Result<Option<Trained>> {
        Ok(memory::recall(self.work, &self.exercise.name, &memory::key(self.files, plan)?))
    }

    /// Trains, and remembers the network.
    pub fn train(&self, plan: Plan, progress: &mut dyn FnMut(&Progress)) -> Result<Outcome<Trained>> {
        let scratch = self.work.scratch()?;
        let program = match self.build(&scratch)? {
            Outcome::Done(program) => program,
            Outcome::Failed(why) => return Ok(Outcome::Failed(why)),
        };
        let start = if plan.cold { "cold" } else { "warm" };
        let args = ["train".as_ref(), plan.loss.name().as_ref(), start.as_ref()];
        let outcome =
            run::<Trained>(&*self.work.contain, &program, &args, None, &self.empty(&scratch)?, "trained", progress)?;
        if let Outcome::Done(trained) = &outcome {
            memory::remember(self.work, &self.exercise.name, &memory::key(self.files, plan)?, trained);
        }
        Ok(outcome)
    }

    /// Draws a word and lets a network read it.
    pub fn read(&self, trained: &Trained, word: &str) -> Result<Outcome<Picture>> {
        let scratch = self.work.scratch()?;
        let program = match self.build(&scratch)? {
            Outcome::Done(program) => program,
            Outcome::Failed(why) => return Ok(Outcome::Failed(why)),
        };
        let weights = format!("{}\n", Json::from(trained.weights.clone()));
        let args = ["read".as_ref(), word.as_ref()];
        run(&*self.work.contain, &program, &args, Some(&weights), &self.empty(&scratch)?, "read", &mut |_| {})
    }

    /// A folder with nothing in it, for a program to run in.
    fn empty(&self, scratch: &Scratch) -> Result<PathBuf> {
        let folder = scratch.folder.join("run");
        fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        self.work.contain.allot(&folder, Use::Passage)?;
        Ok(folder)
    }

    fn build(&self, scratch: &Scratch) -> Result<Outcome<Program>> {
        let contain = Arc::clone(&self.work.contain);
        let (folder, name) = (scratch.folder.join("train"), &self.exercise.name);
        let stage = Stage::of(&folder, name, self.files, contain, scratch.student())?;
        let why = match build::build(self.work, &stage, &self.exercise.name)? {
            BuiltTrainer::Program(program) => return Ok(Outcome::Done(program)),
            BuiltTrainer::Failed(error) => Trouble::NotCompiled { line: error.line, message: error.message },
            BuiltTrainer::Misfit { function, error } => Trouble::NotBuilt {
                function: function.into(),
                why: not_built(self.exercise, self.files, function, &error),
            },
            BuiltTrainer::Overtime { seconds } => Trouble::CompileOvertime { seconds },
            BuiltTrainer::Disturbed { cause } => return Err(Error::disturbed(&cause)),
        };
        Ok(Outcome::Failed(why))
    }
}

/// Runs the program to its end; what it made is in its last message, under `key`.
fn run<T: DeserializeOwned>(
    contain: &dyn Contain,
    program: &Program,
    args: &[&OsStr],
    first: Option<&str>,
    folder: &Path,
    key: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome<T>> {
    let mut story = Story { exercise: program.exercise.clone(), ..Story::default() };
    let mut made = None;
    let followed = runner::follow(folder, contain, program, args, first, LIMIT, &mut |message| {
        story.note(message, progress);
        if let Some(result) = message.get(key) {
            made = T::deserialize(result).ok();
        }
    })?;
    Ok(match (story.fault.take(), made, followed) {
        (Some(why), ..) => Outcome::Failed(why),
        (None, Some(made), _) => Outcome::Done(made),
        (None, None, Followed::Done) => story.end(Fate::Quit { status: 0 }),
        (None, None, Followed::Ended(fate)) => story.end(fate),
    })
}

/// What the messages have told so far.
#[derive(Default)]
struct Story {
    /// By which the compiler names the student's files.
    exercise: String,
    /// The function whose call is running.
    inside: Option<String>,
    last: Option<Progress>,
    fault: Option<Trouble>,
}

impl Story {
    fn note(&mut self, message: &Json, progress: &mut dyn FnMut(&Progress)) {
        if let Some(function) = message["enter"].as_str() {
            self.inside = Some(foreign::line(function, 60));
        } else if message.get("leave").is_some() {
            self.inside = None;
        } else if let Some(fault) = message.get("fault") {
            let function = foreign::line(fault["function"].as_str().unwrap_or_default(), 60);
            self.fault = match (
                fault["misfit"].as_str(),
                runner::panicked(&Panic::from_json(&fault["panic"]), &self.exercise).ending(),
            ) {
                (Some(what), _) => Some(Trouble::Unfit { function, what: foreign::line(what, 500) }),
                (None, ending) => ending.map(|ending| Trouble::Within { function, ending }),
            };
        } else if let Ok(step) = serde_json::from_value::<Progress>(message.clone()) {
            progress(&step);
            self.last = Some(step);
        }
    }

    /// The end of a program that did not come to its end by itself.
    fn end<T>(self, fate: Fate) -> Outcome<T> {
        let at = self.last.as_ref().map(|at| Step { step: at.step, of: at.of });
        let slowest = self.last.and_then(|at| at.slowest).map(|slowest| foreign::line(&slowest, 60));
        let why = match (self.inside, fate.ending(), slowest) {
            (Some(function), Some(ending), _) => Trouble::Within { function, ending },
            (None, Some(Ending::Overtime { seconds }), Some(slowest)) => Trouble::Slow { seconds, at, slowest },
            (None, Some(ending), _) => Trouble::Elsewhere { at, ending },
            // a program that only returned has said nothing
            (_, None, _) => Trouble::Elsewhere { at, ending: Ending::Quit { status: 0 } },
        };
        Outcome::Failed(why)
    }
}
