//! One exercise, built: the program, and conversations with it.

use crate::compile::{Build, Built, Purpose};
use crate::contain::Contain;
use crate::runner::{Conversation, Extra, Program};
use crate::stage::Stage;
use crate::submission::StudentFile;
use judge::course::{Exercise, SHORTEST_LIMIT, Snapshot, StoredPictures};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::property::Call;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Of the panics of one function so many are repeated to learn the student's line.
const TRACED: usize = 40;

/// One exercise to be built, run and judged against some snapshots.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// Which exercise.
    pub exercise: &'a Exercise,
    /// The student's files for it.
    pub files: &'a [StudentFile],
    /// What is expected.
    pub snapshots: &'a BTreeMap<String, Snapshot>,
    /// Who says what is expected of drawn inputs.
    pub drawing: Drawing<'a>,
    /// What the reference draws, where pictures are asked for.
    pub pictures: Option<&'a StoredPictures>,
}

/// Who says what is expected of drawn inputs.
#[derive(Clone, Copy, Debug)]
pub enum Drawing<'a> {
    /// The reference, of which these are the files.
    Reference(&'a [StudentFile]),
    /// The reference is not here; drawn cases are added when the work is handed in.
    Later,
    /// Nobody: there are no drawn cases.
    Never,
}

/// Whether a report has pictures: they take calls of their own, which the usual loop does not wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// It has.
    Drawn,
    /// Nobody asked for them.
    Left,
}

/// One exercise, built.
pub struct Bench<'a> {
    sitting: &'a Sitting<'a>,
    build: &'a dyn Build,
    /// How its programs are contained.
    pub contain: &'a dyn Contain,
    folder: PathBuf,
    /// What came of building it.
    pub built: Built,
    /// The same program, which also tells where panics come from; built when one is asked for.
    traced: OnceCell<Option<Program>>,
}

impl<'a> Bench<'a> {
    /// Builds it in a folder.
    pub fn new(
        build: &'a dyn Build,
        contain: &'a dyn Contain,
        sitting: &'a Sitting<'a>,
        folder: PathBuf,
    ) -> Result<Bench<'a>> {
        let stage = Stage::new(&folder.join("grade"), &sitting.exercise.name, sitting.files)?;
        let built = build.probe(&stage, sitting.exercise, Purpose::Grade)?;
        Ok(Bench { sitting, build, contain, folder, built, traced: OnceCell::new() })
    }

    /// Another conversation with the program.
    pub fn conversation(&self, program: &Program) -> Result<Conversation<'a>> {
        Ok(Conversation::new(&self.empty()?, self.contain, program, Extra::None))
    }

    /// A folder with nothing in it, for programs to run in.
    pub fn empty(&self) -> Result<PathBuf> {
        let folder = self.folder.join("run");
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    /// How long a call of a function may take, in seconds of CPU time.
    pub fn limit(&self, function: &str) -> f64 {
        self.sitting.snapshots.get(function).map_or(SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds)
    }

    /// A panic inside a library is repeated where it tells the student's own line: the first few of each function.
    pub fn place_panics(&self, calls: &[Call], fates: &mut [Fate]) -> Result<()> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let placeless = |(_, (_, fate)): &(usize, (&Call, &Fate))| matches!(fate, Fate::Panicked { line: None, .. });
        let mut asked: Vec<usize> = vec![];
        for (index, (call, _)) in calls.iter().zip(fates.iter()).enumerate().filter(placeless) {
            let count = counts.entry(&call.function).or_default();
            *count += 1;
            if *count <= TRACED {
                asked.push(index);
            }
        }
        if asked.is_empty() {
            return Ok(());
        }
        let program = match self.traced.get() {
            Some(known) => known,
            None => {
                let stage = Stage::new(&self.folder.join("trace"), &self.sitting.exercise.name, self.sitting.files)?;
                let built = match self.build.probe(&stage, self.sitting.exercise, Purpose::Trace)? {
                    Built::Program { program, .. } => Some(program),
                    _ => None,
                };
                self.traced.get_or_init(|| built)
            }
        };
        let Some(program) = program else { return Ok(()) };
        let again: Vec<Call> = asked.iter().filter_map(|&index| calls.get(index).cloned()).collect();
        let limit = |function: &str| self.limit(function);
        let empty = self.empty()?;
        let answers = Conversation::new(&empty, self.contain, program, Extra::Trace).answer(&again, &limit)?;
        for (index, answer) in asked.into_iter().zip(answers) {
            if let (Some(fate), traced @ Fate::Panicked { line: Some(_), .. }) = (fates.get_mut(index), answer.fate) {
                *fate = traced;
            }
        }
        Ok(())
    }
}
