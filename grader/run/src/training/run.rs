//! Builds the trainer around a student's functions, runs it, and says what came of it.

use super::build::{self, BuiltTrainer};
use super::{Outcome, Picture, Plan, Progress, Trained, memory};
use crate::runner::{self, Followed, Program};
use crate::session::{Sitting, not_built};
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::{Scratch, Work};
use judge::course::Exercise;
use judge::error::{Error, Result};
use judge::fate::Fate;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
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
            Outcome::Failed { why, limit } => return Ok(Outcome::Failed { why, limit }),
        };
        let start = if plan.cold { "cold" } else { "warm" };
        let args = ["train".as_ref(), plan.loss.name().as_ref(), start.as_ref()];
        let outcome = run::<Trained>(&program, &args, None, &empty(&scratch)?, "trained", progress)?;
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
            Outcome::Failed { why, limit } => return Ok(Outcome::Failed { why, limit }),
        };
        let weights = format!("{}\n", Json::from(trained.weights.clone()));
        let args = ["read".as_ref(), word.as_ref()];
        run(&program, &args, Some(&weights), &empty(&scratch)?, "read", &mut |_| {})
    }

    fn build(&self, scratch: &Scratch) -> Result<Outcome<Program>> {
        let stage = Stage::new(&scratch.folder.join("train"), &self.exercise.name, self.files)?;
        let why = match build::build(self.work, &stage, &self.exercise.name)? {
            BuiltTrainer::Program(program) => return Ok(Outcome::Done(program)),
            BuiltTrainer::Failed(error) => {
                let line = error.line.map(|line| format!(" on line {line}")).unwrap_or_default();
                format!("The file does not compile{line}: {}.", error.message)
            }
            BuiltTrainer::Misfit { function, error } => {
                let sitting = Sitting { exercise: self.exercise, files: self.files, snapshots: &BTreeMap::new() };
                not_built(&sitting, function, &error)
            }
            BuiltTrainer::Overtime { seconds } => {
                return Ok(Outcome::Failed { why: format!("It does not compile within {seconds} s."), limit: true });
            }
            BuiltTrainer::Disturbed { cause } => return Err(Error::disturbed(&cause)),
        };
        Ok(Outcome::Failed { why, limit: false })
    }
}

/// A folder with nothing in it, for a program to run in.
fn empty(scratch: &Scratch) -> Result<PathBuf> {
    let folder = scratch.folder.join("run");
    fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
    Ok(folder)
}

/// Runs the program to its end; what it made is in its last message, under `key`.
fn run<T: DeserializeOwned>(
    program: &Program,
    args: &[&OsStr],
    first: Option<&str>,
    folder: &Path,
    key: &str,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome<T>> {
    let mut story = Story { exercise: program.exercise.clone(), ..Story::default() };
    let mut made = None;
    let followed = runner::follow(program, args, first, folder, LIMIT, &mut |message| {
        story.note(message, progress);
        if let Some(result) = message.get(key) {
            made = T::deserialize(result).ok();
        }
    })?;
    Ok(match (story.fault.take(), made, followed) {
        (Some(why), ..) => Outcome::Failed { why, limit: false },
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
    fault: Option<String>,
}

impl Story {
    fn note(&mut self, message: &Json, progress: &mut dyn FnMut(&Progress)) {
        if let Some(function) = message["enter"].as_str() {
            self.inside = Some(judge::foreign::clean(function, 60));
        } else if message.get("leave").is_some() {
            self.inside = None;
        } else if let Some(fault) = message.get("fault") {
            let function = fault["function"].as_str().unwrap_or_default();
            let what = match fault["misfit"].as_str() {
                Some(what) => format!("`{function}` cannot be trained with: {what}."),
                None => format!(
                    "It stops in `{function}`. {}",
                    runner::panicked(&Panic::from_json(&fault["panic"]), &self.exercise).explain()
                ),
            };
            self.fault = Some(judge::foreign::clean(&what, 1_000));
        } else if let Ok(step) = serde_json::from_value::<Progress>(message.clone()) {
            progress(&step);
            self.last = Some(step);
        }
    }

    /// The end of a program that did not come to its end by itself.
    fn end<T>(self, fate: Fate) -> Outcome<T> {
        let limit = !matches!(fate, Fate::Quit { .. });
        let place = self.last.as_ref().map(|at| format!(" at step {} of {}", at.step, at.of)).unwrap_or_default();
        let why = match (self.inside, &fate, self.last.and_then(|at| at.slowest)) {
            (Some(function), ..) => format!("It stops in `{function}`. {}", fate.explain()),
            (None, Fate::Overtime { seconds }, Some(slowest)) => format!(
                "It was stopped{place}, after {seconds} s. Most of them went into `{slowest}`: does it do the same work more than once?"
            ),
            (None, ..) => format!("It ended{place}. {}", fate.explain()),
        };
        Outcome::Failed { why, limit }
    }
}
