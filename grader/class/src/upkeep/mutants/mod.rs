//! Does every small change of the reference show? Mutants are made of each function and tried in its place, all other
//! functions being the reference's; one that no check catches is listed in `audit.toml` with the reason why it is the
//! same function, or a check is missing.

mod program;
mod trial;

use super::audit_file::AuditFile;
use super::reference::{REFERENCE_LIMIT, reference};
use super::vacuous::Unbroken;
use judge::course::{Course, Exercise, Function, Snapshot};
use judge::error::{Error, Result};
use judge::judge::DrawnCase;
use judge::property::Call;
use program::{Built, Candidate, TOGETHER, build, candidates};
use run::submission::Submission;
use run::work::Work;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use trial::{Check, Court, Seen, Sort, Suspect, Voice};

/// Constants that a check may be broken by.
const CONSTANTS: [f64; 3] = [0.0, 1.0, 2.5];

/// What became of the mutants of one exercise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hunt {
    /// The exercise.
    pub exercise: String,
    /// How many were made.
    pub made: usize,
    /// How many the compiler refuses.
    pub refused: usize,
    /// Those that a check catches, by the first: cases, laws, extreme inputs, drawn ones.
    pub caught: [usize; 4],
    /// Those that `audit.toml` says to be the same function.
    pub listed: usize,
    /// Those that no check catches: the item, and the change.
    pub survivors: Vec<(String, String)>,
    /// What `audit.toml` says and is not so, in sentences.
    pub stale: Vec<String>,
    /// Checks that nothing breaks: the function, and the check.
    pub unbroken: Vec<(String, String)>,
}

impl Hunt {
    /// Everything is caught or listed.
    pub fn passes(&self) -> bool {
        self.survivors.is_empty() && self.stale.is_empty() && self.unbroken.is_empty()
    }
}

/// Hunts the mutants of some exercises, as many at a time as there are processors. `unbroken` are the checks that the
/// known wrong bodies leave.
pub fn hunt(course: &Course, work: &Work, names: &[&str], seed: u64, unbroken: &Unbroken) -> Result<Vec<Hunt>> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, Result<Hunt>>> = Mutex::default();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, name)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, names.get(at)?)))
                {
                    let found = hunt_one(course, work, name, seed, unbroken);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(at, found);
                }
            });
        }
    });
    let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let lost = names.len() - done.len();
    if lost > 0 {
        return Err(Error::disturbed("the grader panicked"));
    }
    done.into_values().collect()
}

fn hunt_one(course: &Course, work: &Work, name: &str, seed: u64, unbroken: &Unbroken) -> Result<Hunt> {
    let exercise = course.exercise(name)?;
    let files = reference(&Submission::open(&course.root.join("solutions"))?, exercise)?;
    let snapshots = exercise.snapshots()?;
    let own = unbroken.iter().filter(|(exercise, ..)| exercise == name);
    let open = own.map(|(_, function, check)| (function.clone(), check.clone())).collect();
    let (drawn, survivors, hunt) = (BTreeMap::new(), vec![], Hunt::default());
    let mut tally = Tally { exercise, snapshots: &snapshots, drawn, open, survivors, hunt };
    tally.hunt.exercise = name.to_owned();
    let mut court = Court::new(exercise, seed);
    let scratch = work.scratch()?;
    let all = candidates(exercise, &files);
    tally.hunt.made = all.len();
    let names: Vec<(String, String)> =
        all.iter().map(|one| (one.mutant.item.clone(), one.mutant.mutation.clone())).collect();
    for (number, some) in all.chunks(TOGETHER).enumerate() {
        let folder = scratch.folder.join(format!("{name}-{number}"));
        let mut built = build(work, &folder, exercise, &files, some.to_vec())?;
        tally.hunt.refused += built.refused;
        if number == 0 {
            let functions: Vec<&Function> = exercise.functions.iter().collect();
            let mut ask = |calls: &[Call]| built.conversation.ask(calls, &|_| REFERENCE_LIMIT);
            tally.drawn = judge::judge::drawn(exercise, &functions, seed, &mut ask)?;
        }
        tally.try_all(&mut court, &mut built)?;
        if number == 0 {
            tally.try_constants(&mut court, &mut built)?;
        }
        // a program and its modules are not small
        drop(built);
        std::fs::remove_dir_all(&folder).map_err(Error::file("remove", &folder))?;
    }
    tally.settle(&AuditFile::load(exercise)?, &names);
    Ok(tally.hunt)
}

/// What is known while mutants are tried.
struct Tally<'a> {
    exercise: &'a Exercise,
    snapshots: &'a BTreeMap<String, Snapshot>,
    /// What the reference replies to drawn inputs.
    drawn: BTreeMap<&'a str, Vec<DrawnCase<'a>>>,
    /// Function and check: those that nothing has broken yet.
    open: BTreeSet<(String, String)>,
    survivors: Vec<(String, String)>,
    hunt: Hunt,
}

impl Tally<'_> {
    fn try_all(&mut self, court: &mut Court<'_>, built: &mut Built) -> Result<()> {
        for candidate in &built.mutants {
            let Candidate { mutant, functions, .. } = candidate;
            let mut caught = None;
            for name in functions {
                let function = self.exercise.function(name)?;
                let offered = candidate.offered(name);
                let mut suspect = Suspect::new(function, Voice::Offered(&offered));
                let by = self.try_one(court, &mut built.conversation, &mut suspect, function, caught.is_some())?;
                caught = caught.or(by);
            }
            match caught {
                Some(sort) => self.hunt.caught[sort as usize] += 1,
                None => self.survivors.push((mutant.item.clone(), mutant.mutation.clone())),
            }
        }
        Ok(())
    }

    /// The first check that catches a suspect. Once it is caught only checks that nothing has broken are asked.
    fn try_one(
        &mut self,
        court: &mut Court<'_>,
        conversation: &mut run::runner::Conversation<'_>,
        suspect: &mut Suspect<'_>,
        function: &Function,
        caught: bool,
    ) -> Result<Option<Sort>> {
        let Some(snapshot) = self.snapshots.get(&function.name) else { return Ok(None) };
        let drawn = self.drawn.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut first = None;
        for check in Check::all(function, snapshot, drawn) {
            let key = (function.name.clone(), check.name().to_owned());
            if (caught || first.is_some()) && !self.open.contains(&key) {
                continue;
            }
            let seen = court.look(conversation, suspect, check)?;
            if seen == Seen::Differs || seen == Seen::Fails && check.is_extreme() {
                self.open.remove(&key);
            }
            if seen != Seen::Right {
                first = first.or(Some(check.sort()));
            }
        }
        Ok(first)
    }

    fn try_constants(&mut self, court: &mut Court<'_>, built: &mut Built) -> Result<()> {
        for function in &self.exercise.functions {
            for number in CONSTANTS {
                let mut suspect = Suspect::new(function, Voice::Constant(number));
                self.try_one(court, &mut built.conversation, &mut suspect, function, true)?;
            }
        }
        Ok(())
    }

    /// Holds what was found against what is listed.
    fn settle(&mut self, file: &AuditFile, made: &[(String, String)]) {
        let mut listed = BTreeSet::new();
        for same in &file.mutants {
            for (mutation, place) in &same.mutations {
                let one = (same.item.clone(), mutation.clone());
                let wrong = if self.survivors.contains(&one) {
                    self.hunt.listed += 1;
                    None
                } else if made.contains(&one) {
                    Some("a check catches it")
                } else {
                    Some("it is not made any more")
                };
                let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
                self.hunt.stale.extend(wrong.map(|wrong| {
                    format!("{}{line}: {} {mutation}: {wrong}; take it out", file.path.display(), same.item)
                }));
                listed.insert(one);
            }
        }
        let survivors = std::mem::take(&mut self.survivors);
        self.hunt.survivors = survivors.into_iter().filter(|one| !listed.contains(one)).collect();
        let mut stays = BTreeSet::new();
        for one in &file.unbroken {
            let key = (one.function.clone(), one.check.clone());
            if !self.open.contains(&key) {
                let line = one.place.line.map_or_else(String::new, |line| format!(":{line}"));
                let known = self.exercise.function(&one.function).is_ok_and(|function| {
                    function.cases.iter().any(|case| case.name == one.check)
                        || function.properties.iter().any(|property| property.name == one.check)
                        || function.drawn.iter().any(|drawn| drawn.name == one.check)
                });
                let wrong = if known { "something breaks it" } else { "there is no such check" };
                self.hunt.stale.push(format!(
                    "{}{line}: `{}` of {}: {wrong}; take it out",
                    file.path.display(),
                    one.check,
                    one.function
                ));
            }
            stays.insert(key);
        }
        self.hunt.unbroken = self.open.iter().filter(|one| !stays.contains(*one)).cloned().collect();
    }
}

/// What was found, exercise by exercise.
pub fn to_text(hunts: &[Hunt]) -> String {
    let mut text = String::from("\nMutants of the reference, made by machine.\n\n");
    text += "                      made  refused  by cases  by laws  by extremes  by draws  the same  survive\n";
    let row = |name: &str, hunt: &Hunt| {
        let [cases, laws, extremes, drawn] = hunt.caught;
        format!(
            "  {name:<18} {:>7}  {:>7}  {cases:>8}  {laws:>7}  {extremes:>11}  {drawn:>8}  {:>8}  {:>7}\n",
            hunt.made,
            hunt.refused,
            hunt.listed,
            hunt.survivors.len()
        )
    };
    let mut all = Hunt::default();
    for hunt in hunts {
        text += &row(&hunt.exercise, hunt);
        all.made += hunt.made;
        all.refused += hunt.refused;
        all.listed += hunt.listed;
        all.caught = [0, 1, 2, 3].map(|sort| all.caught[sort] + hunt.caught[sort]);
        all.survivors.extend(hunt.survivors.iter().cloned());
    }
    text += &row("all", &all);
    for hunt in hunts {
        for (item, mutation) in &hunt.survivors {
            text += &format!("{}: {item}: {mutation}  SURVIVES\n", hunt.exercise);
        }
    }
    for hunt in hunts {
        for (function, check) in &hunt.unbroken {
            text += &format!("{}: {function}: nothing breaks `{check}`\n", hunt.exercise);
        }
    }
    for line in hunts.iter().flat_map(|hunt| &hunt.stale) {
        text += &format!("{line}\n");
    }
    text
}
