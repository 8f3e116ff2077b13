//! Builds the trainer around a student's functions, runs it, and says what came of it.

use super::{Outcome, Picture, Plan, Progress, Trained, memory};
use crate::compile::{self, BuiltReader};
use crate::runner;
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::{Scratch, Slot, Work};
use judge::course::{Course, Exercise};
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

/// How long one run may take: some thirty times what the reference needs.
const LIMIT: f64 = 60.0;

/// A student's functions, and where to train with them.
#[derive(Clone, Copy, Debug)]
pub struct Trainer<'a> {
    /// The course.
    pub course: &'a Course,
    /// Where to build and to remember.
    pub work: &'a Work,
    /// In which staged workspace.
    pub slot: Slot,
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
        let weights = scratch.folder.join("weights");
        let start = if plan.cold { "cold" } else { "warm" };
        let args = ["train".as_ref(), weights.as_os_str(), plan.loss.name().as_ref(), start.as_ref()];
        let mut outcome = run::<Trained>(&program, &args, &scratch.folder, "trained", progress)?;
        if let Outcome::Done(trained) = &mut outcome {
            let text = fs::read_to_string(&weights).map_err(Error::file("read", &weights))?;
            trained.weights = serde_json::from_str(&text).unwrap_or_default();
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
        let weights = scratch.folder.join("weights");
        let text = Json::from(trained.weights.clone()).to_string();
        fs::write(&weights, text).map_err(Error::file("write", &weights))?;
        run(&program, &["read".as_ref(), weights.as_os_str(), word.as_ref()], &scratch.folder, "read", &mut |_| {})
    }

    fn build(&self, scratch: &Scratch) -> Result<Outcome<PathBuf>> {
        let _lock = self.work.lock()?;
        let stage = Stage::open(self.work, self.slot, self.course)?;
        stage.lay(self.exercise, self.files)?;
        let why = match compile::build_reader(self.work, &stage, self.exercise, &scratch.folder)? {
            BuiltReader::Program(program) => return Ok(Outcome::Done(program)),
            BuiltReader::Failed(error) => Trouble::NotCompiled { line: error.line, message: error.message },
            BuiltReader::Misfit { function, error } => Trouble::NotBuilt {
                function: function.into(),
                why: not_built(self.exercise, self.files, function, &error),
            },
            BuiltReader::Overtime { seconds } => Trouble::CompileOvertime { seconds },
        };
        Ok(Outcome::Failed(why))
    }
}

/// Runs the program to its end; what it made is in its last message, under `key`.
fn run<T: DeserializeOwned>(
    program: &Path,
    args: &[&OsStr],
    scratch: &Path,
    key: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome<T>> {
    let messages = scratch.join("messages");
    let (mode, rest) = args.split_first().map_or((OsStr::new(""), args), |(mode, rest)| (*mode, rest));
    let args: Vec<&OsStr> = [&[mode, messages.as_os_str()], rest].concat();
    let mut story = Story::default();
    let mut made = None;
    let fate = runner::follow(program, &args, scratch, &messages, LIMIT, &mut |message| {
        story.note(message, progress);
        if let Some(result) = message.get(key) {
            made = T::deserialize(result).ok();
        }
    })?;
    Ok(match (story.fault.take(), made) {
        (Some(why), _) => Outcome::Failed(why),
        (None, Some(made)) => Outcome::Done(made),
        (None, None) => story.end(fate.unwrap_or(Fate::Quit { status: 0 })),
    })
}

/// What the messages have told so far.
#[derive(Default)]
struct Story {
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
            self.fault = match (fault["misfit"].as_str(), runner::panicked(&fault["panic"]).ending()) {
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
