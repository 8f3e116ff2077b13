//! The commands of students, each with exactly what it can be told.

use super::flag::SEED;
use super::given::Given;
use super::students::{self, HINT};
use judge::error::{Error, Result};
use run::grade::Pictures;
use run::training::{Loss, Plan};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Letters of the longest word that `read` draws: more do not fit a terminal.
const LONGEST: usize = 12;

/// One command, ready to be carried out.
#[derive(Debug)]
pub enum Command {
    Grade(Grade),
    List(List),
    Hint(Hint),
    Call(Call),
    Show(Show),
    Reset(Reset),
    Train(Train),
    Read(Read),
    Page(Page),
    Pack(Pack),
    Book(Book),
    Watch(Watch),
    Explain(Explain),
    Progress(Progress),
}

/// `grader [EXERCISE [FUNCTION…]]`
#[derive(Debug)]
pub struct Grade {
    /// Names of exercises, functions and questions; none for everything.
    pub names: Vec<String>,
    pub assignment: Option<String>,
    pub submission: Option<PathBuf>,
    pub format: Format,
    pub output: Option<PathBuf>,
    pub fail_under: Option<u32>,
    pub seed: Option<u64>,
    /// Whether to train; `None` leaves it to the course.
    pub training: Option<bool>,
    /// Whether the report has pictures of the functions.
    pub pictures: Pictures,
}

/// `grader list`
#[derive(Debug)]
pub struct List {
    pub assignment: Option<String>,
}

/// `grader hint EXERCISE [FUNCTION [N]]`
#[derive(Debug)]
pub struct Hint {
    /// An exercise, and a function or question where one is named.
    pub names: Vec<String>,
    /// Which hint, where a number is given.
    pub which: Option<NonZeroUsize>,
}

/// `grader call EXERCISE FUNCTION ARGUMENTS`
#[derive(Debug)]
pub struct Call {
    /// An exercise and a function; the function may also stand before its arguments.
    pub names: Vec<String>,
    pub arguments: String,
    pub submission: Option<PathBuf>,
}

/// `grader show EXERCISE [FUNCTION]`
#[derive(Debug)]
pub struct Show {
    /// An exercise, and a function where one is named.
    pub names: Vec<String>,
    pub submission: Option<PathBuf>,
    pub format: Format,
}

/// `grader reset EXERCISE`
#[derive(Debug)]
pub struct Reset {
    pub exercise: String,
    pub submission: Option<PathBuf>,
}

/// `grader train`
#[derive(Debug)]
pub struct Train {
    pub plan: Plan,
    pub submission: Option<PathBuf>,
}

/// `grader read WORD`
#[derive(Debug)]
pub struct Read {
    pub word: String,
    pub plan: Plan,
    pub submission: Option<PathBuf>,
}

/// `grader page [EXERCISE…]`
#[derive(Debug)]
pub struct Page {
    /// Names of exercises; none for everything.
    pub names: Vec<String>,
    pub submission: Option<PathBuf>,
    pub output: Option<PathBuf>,
    pub seed: Option<u64>,
    /// Show it at once.
    pub open: bool,
}

/// `grader pack`
#[derive(Debug)]
pub struct Pack {
    /// Whose work is to be packed.
    pub id: Option<String>,
    /// An archive to be read back instead.
    pub check: Option<PathBuf>,
    pub assignment: Option<String>,
    pub submission: Option<PathBuf>,
}

/// `grader book DIR`
#[derive(Debug)]
pub struct Book {
    pub folder: PathBuf,
}

/// `grader watch [EXERCISE]`
#[derive(Debug)]
pub struct Watch {
    /// One exercise; none for all.
    pub exercise: Option<String>,
    pub seed: Option<u64>,
}

/// `grader explain EXERCISE FUNCTION`
#[derive(Debug)]
pub struct Explain {
    /// An exercise and a function or question of it.
    pub names: Vec<String>,
}

/// `grader progress [EXERCISE]`
#[derive(Debug)]
pub struct Progress {
    /// One exercise; none for all.
    pub exercise: Option<String>,
    /// Forget all of it instead.
    pub forget: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Terminal,
    Json,
    Rustc,
    Markdown,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Terminal, Format::Json, Format::Rustc, Format::Markdown];

    /// Its name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Format::Terminal => "terminal",
            Format::Json => "json",
            Format::Rustc => "rustc",
            Format::Markdown => "markdown",
        }
    }
}

impl Grade {
    pub fn read(given: &Given) -> Result<Command> {
        let (yes, no) = (given.has(&students::TRAINING), given.has(&students::NO_TRAINING));
        Ok(Command::Grade(Grade {
            names: given.words.clone(),
            assignment: given.text(&students::ASSIGNMENT),
            submission: given.path(&students::SUBMISSION),
            format: given.one_of(&students::FORMAT, &Format::ALL, Format::name).unwrap_or_default(),
            // `-` is where a report goes without it
            output: given.path(&students::OUTPUT).filter(|output| output.as_os_str() != "-"),
            fail_under: given.whole(&students::FAIL_UNDER).and_then(|least| u32::try_from(least).ok()),
            seed: given.whole(&SEED),
            training: (yes || no).then_some(yes),
            pictures: Pictures::Left,
        }))
    }
}

impl List {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::List(List { assignment: given.text(&students::ASSIGNMENT) }))
    }
}

impl Hint {
    pub fn read(given: &Given) -> Result<Command> {
        let mut names = given.words.clone();
        // `gibbs::entropy 2` has its number in the second place
        let number = names.pop_if(|last| last.starts_with(|c: char| c.is_ascii_digit() || "+-−".contains(c)));
        let Some(number) = number else {
            return match names.as_slice() {
                [.., third] if names.len() == 3 => Err(not_counted(third)),
                _ => Ok(Command::Hint(Hint { names, which: None })),
            };
        };
        if names.is_empty() {
            return Err(Error::usage(format!("{HINT} {}", HINT.needs), format!("write `{}`", HINT.usage())));
        }
        let which = Some(number.parse().map_err(|_| not_counted(&number))?);
        Ok(Command::Hint(Hint { names, which }))
    }
}

fn not_counted(number: &str) -> Error {
    Error::usage(format!("`{number}` is not the number of a hint"), "hints are counted from 1")
}

impl Call {
    pub fn read(given: &Given) -> Result<Command> {
        let (names, arguments) = match given.words.split_last() {
            Some((arguments, names)) => (names.to_vec(), arguments.clone()),
            None => (vec![], String::new()),
        };
        Ok(Command::Call(Call { names, arguments, submission: given.path(&students::SUBMISSION) }))
    }
}

impl Show {
    pub fn read(given: &Given) -> Result<Command> {
        let (names, submission) = (given.words.clone(), given.path(&students::SUBMISSION));
        let format = given.one_of(&students::FORMAT, &Format::ALL, Format::name).unwrap_or_default();
        Ok(Command::Show(Show { names, submission, format }))
    }
}

impl Reset {
    pub fn read(given: &Given) -> Result<Command> {
        let exercise = given.words.concat();
        Ok(Command::Reset(Reset { exercise, submission: given.path(&students::SUBMISSION) }))
    }
}

impl Train {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Train(Train { plan: plan(given), submission: given.path(&students::SUBMISSION) }))
    }
}

impl Read {
    pub fn read(given: &Given) -> Result<Command> {
        let word = readable(&given.words.concat())?;
        Ok(Command::Read(Read { word, plan: plan(given), submission: given.path(&students::SUBMISSION) }))
    }
}

impl Page {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Page(Page {
            names: given.words.clone(),
            submission: given.path(&students::SUBMISSION),
            output: given.path(&students::OUTPUT),
            seed: given.whole(&SEED),
            open: given.has(&students::OPEN),
        }))
    }
}

impl Pack {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Pack(Pack {
            id: given.text(&students::ID),
            check: given.path(&students::CHECK),
            assignment: given.text(&students::ASSIGNMENT),
            submission: given.path(&students::SUBMISSION),
        }))
    }
}

impl Book {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Book(Book { folder: given.words.concat().into() }))
    }
}

impl Watch {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Watch(Watch { exercise: given.words.first().cloned(), seed: given.whole(&SEED) }))
    }
}

impl Explain {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Explain(Explain { names: given.words.clone() }))
    }
}

impl Progress {
    pub fn read(given: &Given) -> Result<Command> {
        Ok(Command::Progress(Progress { exercise: given.words.first().cloned(), forget: given.has(&students::FORGET) }))
    }
}

fn plan(given: &Given) -> Plan {
    let loss = given.one_of(&students::LOSS, &Loss::ALL, Loss::name).unwrap_or_default();
    Plan { loss, cold: given.has(&students::COLD) }
}

/// A word that can be drawn.
fn readable(word: &str) -> Result<String> {
    let letters = word.chars().count();
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) && (1..=LONGEST).contains(&letters) {
        return Ok(word.to_owned());
    }
    let what = if (1..=LONGEST).contains(&letters) { "has other letters than a to z" } else { "has the wrong length" };
    Err(Error::usage(format!("the word `{word}` {what}"), format!("write 1 to {LONGEST} letters from a to z")))
}
