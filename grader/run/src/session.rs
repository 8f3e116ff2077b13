//! Builds, runs and judges exercises side by side: none waits for another's loop, and what goes wrong with one is
//! its own trouble.

use crate::compile::{Build, Built, Compiler, Dropped, Purpose};
use crate::contain::{Contain, Own};
use crate::kit::{Kit, Which};
use crate::runner::{Conversation, Extra, Program};
use crate::stage::Stage;
use crate::submission::StudentFile;
use crate::work::{Scratch, Work};
use judge::course::{Exercise, SHORTEST_LIMIT, Snapshot};
use judge::error::{Error, Result};
use judge::fate::{Fate, NotBuilt};
use judge::property::Call;
use judge::report::{Diagnostic, ExerciseReport, Level};
use judge::{Standing, examine, not_built};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

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
}

/// What all sittings of one grading run share.
#[derive(Clone, Copy)]
pub struct Session<'a> {
    /// Where to work.
    pub work: &'a Work,
    /// How programs are made of student code.
    pub build: &'a dyn Build,
    /// How programs of student code are contained.
    pub contain: &'a dyn Contain,
    /// From which inputs of properties are drawn.
    pub seed: u64,
}

impl<'a> Session<'a> {
    /// The usual road: a compiler of our own, contained as on one's own machine.
    pub fn usual(compiler: &'a Compiler<'a>, seed: u64) -> Session<'a> {
        Session { work: compiler.work, build: compiler, contain: &Own, seed }
    }

    /// Builds, runs and judges one exercise; nothing is remembered.
    pub fn sit(&self, sitting: &Sitting<'_>) -> Result<ExerciseReport> {
        let mut reports = self.sit_all(&[*sitting])?;
        reports.pop().ok_or_else(|| Error::usage("no exercise was graded", "name one"))
    }

    /// As many at a time as there are processors.
    pub fn sit_all(&self, sittings: &[Sitting<'_>]) -> Result<Vec<ExerciseReport>> {
        if sittings.is_empty() {
            return Ok(vec![]);
        }
        // what all need is built before any of them, and by one alone
        Kit::open(self.work, Which::Probe)?;
        let scratch = self.work.scratch()?;
        let next = AtomicUsize::new(0);
        let reports: Mutex<Vec<Option<ExerciseReport>>> = Mutex::new(vec![None; sittings.len()]);
        let work = || {
            while let Some((index, sitting)) = take(&next, sittings) {
                let report = self.sit_in(sitting, &scratch);
                reports.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(report);
            }
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from).max(2).min(sittings.len());
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
        });
        let reports = reports.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(reports
            .into_iter()
            .zip(sittings)
            .map(|(report, sitting)| {
                report.unwrap_or_else(|| disturbed(sitting, "The grader lost track of it", self.seed))
            })
            .collect())
    }

    /// One exercise; whatever goes wrong becomes its report.
    fn sit_in(&self, sitting: &Sitting<'_>, scratch: &Scratch) -> ExerciseReport {
        let report = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let bench = Bench::new(self, sitting, scratch)?;
            Ok::<_, Error>(judge_one(sitting, &bench, self.seed))
        }));
        match report {
            Ok(Ok(report)) => report,
            Ok(Err(error)) => disturbed(sitting, &error.to_string(), self.seed),
            Err(_) => disturbed(sitting, "The grader panicked; please tell the course staff", self.seed),
        }
    }

    /// Makes one call to a student's function; also returns what the program printed.
    pub fn call(&self, sitting: &Sitting<'_>, call: Call) -> Result<(Fate, String)> {
        let scratch = self.work.scratch()?;
        let bench = Bench::new(self, sitting, &scratch)?;
        let (program, dropped) = match &bench.built {
            Built::Program { program, dropped, .. } => (program, dropped.get(&call.function)),
            Built::Failed { errors } => {
                let unknown = || Diagnostic::new(Level::Error, None, "it does not compile");
                let diagnostic = Box::new(errors.first().cloned().unwrap_or_else(unknown));
                return Ok((Fate::NotBuilt(NotBuilt::DoesNotCompile { diagnostic }), String::new()));
            }
            Built::Overtime { seconds } => {
                return Err(Error::Cargo {
                    what: format!("it does not compile within {seconds} s"),
                    fix: "look for a loop in a `const`".into(),
                });
            }
            Built::Disturbed { cause, .. } | Built::Damaged { cause } => return Err(Error::disturbed(cause)),
        };
        if let Some(why) = dropped {
            return Ok((Fate::NotBuilt(lacks(sitting, &call.function, why)), String::new()));
        }
        let limit = |function: &str| bench.limit(function);
        let empty = bench.empty()?;
        let mut conversation = Conversation::new(&empty, bench.contain, program, Extra::Print);
        let Some(answer) = conversation.answer(&[call], &limit)?.pop() else {
            return Ok((Fate::Misuse { message: "a reply was lost".into() }, String::new()));
        };
        Ok((answer.fate, answer.printed.map(|printed| printed.text()).unwrap_or_default()))
    }
}

fn take<'a, T>(next: &AtomicUsize, list: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    list.get(index).map(|one| (index, one))
}

/// One exercise, built.
struct Bench<'a> {
    sitting: &'a Sitting<'a>,
    build: &'a dyn Build,
    contain: &'a dyn Contain,
    folder: PathBuf,
    built: Built,
    /// The same program, which also tells where panics come from; built when one is asked for.
    traced: OnceCell<Option<Program>>,
}

impl<'a> Bench<'a> {
    fn new(session: &Session<'a>, sitting: &'a Sitting<'a>, scratch: &Scratch) -> Result<Bench<'a>> {
        let folder = scratch.folder.join(&sitting.exercise.name);
        let stage = Stage::new(&folder.join("grade"), &sitting.exercise.name, sitting.files)?;
        let built = session.build.probe(&stage, sitting.exercise, Purpose::Grade)?;
        Ok(Bench { sitting, build: session.build, contain: session.contain, folder, built, traced: OnceCell::new() })
    }

    /// A folder with nothing in it, for programs to run in.
    fn empty(&self) -> Result<PathBuf> {
        let folder = self.folder.join("run");
        std::fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    fn limit(&self, function: &str) -> f64 {
        self.sitting.snapshots.get(function).map_or(SHORTEST_LIMIT, |snapshot| snapshot.limit_seconds)
    }

    /// A panic inside a library is repeated where it tells the student's own line: the first few of each function.
    fn place_panics(&self, calls: &[Call], fates: &mut [Fate]) -> Result<()> {
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

/// An exercise that could not be judged, for no fault of the student's.
fn disturbed(sitting: &Sitting<'_>, cause: &str, seed: u64) -> ExerciseReport {
    let cause = format!("{}.", cause.trim_end_matches('.'));
    without_program(sitting.exercise, sitting.files, Standing::Disturbed { cause }, seed)
}

/// The report of an exercise whose functions cannot be called.
pub fn without_program(exercise: &Exercise, files: &[StudentFile], standing: Standing, seed: u64) -> ExerciseReport {
    examine(exercise, files, standing, &BTreeMap::new(), seed, &mut |_| Ok(vec![]))
}

fn judge_one(sitting: &Sitting<'_>, bench: &Bench<'_>, seed: u64) -> ExerciseReport {
    let Sitting { exercise, files, snapshots } = *sitting;
    let standing = match &bench.built {
        Built::Program { program, dropped, errors, warnings } => {
            let why = |(name, why): (&String, &Dropped)| (name.clone(), lacks(sitting, name, why));
            let dropped = dropped.iter().map(why).collect();
            let standing = Standing::Runs { dropped, errors: errors.clone(), warnings: warnings.clone() };
            let mut conversation = None;
            return examine(exercise, files, standing, snapshots, seed, &mut |calls| {
                let empty = bench.empty()?;
                let new = || Conversation::new(&empty, bench.contain, program, Extra::None);
                let mut fates = conversation.get_or_insert_with(new).ask(calls, &|function| bench.limit(function))?;
                bench.place_panics(calls, &mut fates)?;
                Ok(fates)
            });
        }
        Built::Failed { errors } => Standing::NotCompiled { errors: errors.clone() },
        Built::Overtime { seconds } => Standing::CompileOvertime { seconds: *seconds },
        Built::Disturbed { cause, .. } | Built::Damaged { cause } => return disturbed(sitting, cause, seed),
    };
    without_program(exercise, files, standing, seed)
}

/// Why a function cannot be called.
fn lacks(sitting: &Sitting<'_>, function: &str, why: &Dropped) -> NotBuilt {
    match why {
        Dropped::Misfit(diagnostic) => not_built(sitting.exercise, sitting.files, function, diagnostic),
        Dropped::Refused(diagnostic) => NotBuilt::DoesNotCompile { diagnostic: Box::new(diagnostic.clone()) },
    }
}
