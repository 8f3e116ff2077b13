//! One exercise, built: the program, and conversations with it.

use crate::compile::{Build, Built, Purpose};
use crate::contain::{Contain, Tenant, Use};
use crate::probe::Program;
use crate::runner::{Conversation, Extra};
use crate::stage::Stage;
use crate::submission::StudentFile;
use judge::course::{Exercise, SHORTEST_LIMIT, Snapshot, StoredPictures};
use judge::error::{Error, Result};
use judge::fate::Fate;
use judge::property::Call;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

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

/// Where an exercise is built and run, and how.
#[derive(Clone)]
pub struct Room<'a> {
    /// How its programs are made.
    pub build: &'a dyn Build,
    /// How they are contained.
    pub contain: &'a dyn Contain,
    /// How the compiler is.
    pub confine: Arc<dyn Contain>,
    /// Whose they are.
    pub tenant: Tenant,
    /// A new folder.
    pub folder: PathBuf,
}

impl Room<'_> {
    /// A stage in this room.
    fn stage(&self, name: &str, sitting: &Sitting<'_>) -> Result<Stage> {
        std::fs::create_dir_all(&self.folder).map_err(Error::file("create", &self.folder))?;
        self.confine.allot(&self.folder, Use::Passage)?;
        let folder = self.folder.join(name);
        Stage::of(&folder, &sitting.exercise.name, sitting.files, Arc::clone(&self.confine), self.tenant)
    }
}

/// One exercise, built.
pub struct Bench<'a> {
    room: Room<'a>,
    sitting: &'a Sitting<'a>,
    /// What came of building it.
    pub built: Built,
    /// The same program, which also tells where panics come from; built when one is asked for.
    traced: OnceCell<Option<Program>>,
}

impl<'a> Bench<'a> {
    /// Builds it in a room.
    pub fn new(room: Room<'a>, sitting: &'a Sitting<'a>) -> Result<Bench<'a>> {
        let built = room.build.probe(&room.stage("grade", sitting)?, sitting.exercise, Purpose::Grade)?;
        Ok(Bench { room, sitting, built, traced: OnceCell::new() })
    }

    /// Another conversation with the program.
    pub fn conversation(&self, program: &Program, extra: Extra) -> Result<Conversation<'a>> {
        let folder = self.room.folder.join("run");
        // with nothing in it, for programs to run in
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        self.room.confine.allot(&folder, Use::Passage)?;
        Ok(Conversation::new(&folder, self.room.contain, program, extra))
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
                let stage = self.room.stage("trace", self.sitting)?;
                let built = match self.room.build.probe(&stage, self.sitting.exercise, Purpose::Trace)? {
                    Built::Program { program, .. } => Some(program),
                    _ => None,
                };
                self.traced.get_or_init(|| built)
            }
        };
        let Some(program) = program else { return Ok(()) };
        let again: Vec<Call> = asked.iter().filter_map(|&index| calls.get(index).cloned()).collect();
        let limit = |function: &str| self.limit(function);
        let answers = self.conversation(program, Extra::Trace)?.answer(&again, &limit)?;
        for (index, answer) in asked.into_iter().zip(answers) {
            // of the second run nothing counts but the place
            if let (Some(Fate::Panicked { line, .. }), Fate::Panicked { line: found @ Some(_), .. }) =
                (fates.get_mut(index), answer.fate)
            {
                *line = found;
            }
        }
        Ok(())
    }
}
