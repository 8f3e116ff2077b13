//! Builds, runs and judges exercises side by side: none waits for another's loop, and what goes wrong with one is
//! its own trouble.

use crate::bench::{Bench, Room};
pub use crate::bench::{Drawing, Sitting};
use crate::compile::{Build, Built, Compiler, Dropped};
use crate::contain::{Contain, Tenant};
use crate::kit::{Kit, Which};
use crate::oracle::Oracle;
use crate::runner::Extra;
use crate::submission::StudentFile;
use crate::work::{Scratch, Work};
use judge::course::Exercise;
use judge::error::{Error, Result};
use judge::fate::{Fate, NotBuilt};
use judge::property::Call;
use judge::report::{Diagnostic, ExerciseReport, Level, State};
use judge::{Hearing, Hearings, Standing, Truth, examine, illustrate, not_built};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Who knows them.
    pub inputs: Inputs,
}

/// Who knows which inputs are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// Whoever wants to: one's own work on one's own machine.
    Open,
    /// Nobody who hands in: what was asked of a program must not come back in what students are shown.
    Secret,
}

impl<'a> Session<'a> {
    /// The usual road: a compiler of our own, contained as on one's own machine.
    pub fn usual(compiler: &'a Compiler<'a>, seed: u64) -> Session<'a> {
        let (work, contain) = (compiler.work, &*compiler.work.contain);
        Session { work, build: compiler, contain, seed, inputs: Inputs::Open }
    }

    /// The same for work that others hand in.
    pub fn handed_in(compiler: &'a Compiler<'a>, seed: u64) -> Session<'a> {
        Session { inputs: Inputs::Secret, ..Session::usual(compiler, seed) }
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

    /// Builds an exercise in a folder of this name.
    fn bench(&self, sitting: &'a Sitting<'a>, scratch: &Scratch, name: &str, tenant: Tenant) -> Result<Bench<'a>> {
        let (folder, confine) = (scratch.folder.join(name), Arc::clone(&self.work.contain));
        Bench::new(Room { build: self.build, contain: self.contain, confine, tenant, folder }, sitting)
    }

    /// One exercise; whatever goes wrong becomes its report.
    fn sit_in(&self, sitting: &Sitting<'_>, scratch: &Scratch) -> ExerciseReport {
        let report = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let bench = self.bench(sitting, scratch, &sitting.exercise.name, scratch.student())?;
            Ok::<_, Error>(judge_one(self, sitting, &bench, scratch))
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
        let bench = self.bench(sitting, &scratch, &sitting.exercise.name, scratch.student())?;
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
        let mut conversation = bench.conversation(program, Extra::Print)?;
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

/// An exercise that could not be judged, for no fault of the student's.
fn disturbed(sitting: &Sitting<'_>, cause: &str, seed: u64) -> ExerciseReport {
    let cause = format!("{}.", cause.trim_end_matches('.'));
    without_program(sitting.exercise, sitting.files, Standing::Disturbed { cause }, seed)
}

/// The report of an exercise whose functions cannot be called.
pub fn without_program(exercise: &Exercise, files: &[StudentFile], standing: Standing, seed: u64) -> ExerciseReport {
    let nobody = Hearings::Joint(&mut |_| Ok(vec![]));
    examine(exercise, files, standing, &BTreeMap::new(), seed, nobody, Truth::Never)
}

fn judge_one(session: &Session<'_>, sitting: &Sitting<'_>, bench: &Bench<'_>, scratch: &Scratch) -> ExerciseReport {
    let Sitting { exercise, files, snapshots, drawing, pictures } = *sitting;
    let seed = session.seed;
    let standing = match &bench.built {
        Built::Program { program, dropped, errors, warnings } => {
            let why = |(name, why): (&String, &Dropped)| (name.clone(), lacks(sitting, name, why));
            let dropped: BTreeMap<String, NotBuilt> = dropped.iter().map(why).collect();
            let lacking = dropped.clone();
            let standing = Standing::Runs { dropped, errors: errors.clone(), warnings: warnings.clone() };
            let mut conversations = BTreeMap::new();
            let mut hear = |hearing: Hearing, calls: &[Call]| {
                let conversation = match conversations.entry(hearing) {
                    Entry::Occupied(open) => open.into_mut(),
                    Entry::Vacant(none) => none.insert(bench.conversation(program, Extra::None)?),
                };
                let mut fates = conversation.ask(calls, &|function| bench.limit(function))?;
                bench.place_panics(calls, &mut fates)?;
                Ok(fates)
            };
            let examined = |truth: Truth<'_>| {
                let report = match session.inputs {
                    Inputs::Open => {
                        let joint = Hearings::Joint(&mut |calls| hear(Hearing::Public, calls));
                        examine(exercise, files, standing, snapshots, seed, joint, truth)
                    }
                    Inputs::Secret => {
                        let apart = Hearings::Apart { hear: &mut hear, seed };
                        examine(exercise, files, standing, snapshots, seed, apart, truth)
                    }
                };
                match pictures {
                    Some(stored) if report.state != State::GraderError => {
                        // of fixed inputs, which everybody may know
                        let mut ask = |calls: &[Call]| hear(Hearing::Public, calls);
                        let drawn = illustrate(report, exercise, stored, &lacking, &mut ask);
                        drawn.unwrap_or_else(|error| disturbed(sitting, &error.to_string(), seed))
                    }
                    _ => report,
                }
            };
            return match drawing {
                Drawing::Never => examined(Truth::Never),
                Drawing::Later => examined(Truth::Later),
                Drawing::Reference(files) => {
                    let own = Sitting { files, drawing: Drawing::Never, pictures: None, ..*sitting };
                    // no exercise has a name like this
                    let name = format!("{}-reference", exercise.name);
                    let build = || session.bench(&own, scratch, &name, scratch.reference());
                    let mut oracle = Oracle::new(session.work, &own, seed, &build);
                    let report = examined(Truth::Reference(&mut |calls| oracle.ask(calls)));
                    if !session.work.interrupt.is_wished() {
                        oracle.remember();
                    }
                    report
                }
            };
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
