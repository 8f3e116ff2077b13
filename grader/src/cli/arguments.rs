//! From raw arguments to a command. Reads no file and cannot fail on one.

use judge::course::{nearest, unknown};
use judge::error::{Error, Result};
use lexopt::{Arg, Parser, ValueExt};
use run::training::{Loss, Plan};
use std::path::PathBuf;

/// What `--help` prints.
pub const HELP: &str = "\
Grades the exercises and says what is wrong, why, and what to do next.

  cargo run -p grader                          grade everything
  cargo run -p grader -- gibbs                 grade one exercise, in more detail
  cargo run -p grader -- list                  exercises, functions and points
  cargo run -p grader -- hint gibbs entropy    a hint; add 2, 3, … for stronger ones
  cargo run -p grader -- call gibbs gibbs '[[1.0, 2.0], 0.5]'
                                               run one function and print its value
  cargo run -p grader -- reset gibbs           bring the empty exercise back
  cargo run -p grader -- train                 train a reader of words with your functions of `ocr`
  cargo run -p grader -- read hello            let it read a word, and see the energies and the best path

`cargo grade` is short for `cargo run -q -p grader --`.

Options
  --assignment NAME     grade the exercises of one assignment
  --submission DIR      grade another folder (default: exercises)
  --format terminal|json
  --output FILE         write the report to a file; `-` is standard output
  --seed N              draw the inputs of properties from this seed
  --fail-under N        exit with status 1 below N points
  --training, --no-training
                        train a reader at the end, or not (default: see fixtures/course.toml)
  --loss path|soft|perceptron|energy, --cold
                        for `train` and `read`: another loss, no single letters first

For instructors
  fixtures update [EXERCISE…] [--accept]   recompute expected values from solutions/, show what changes
  fixtures check [EXERCISE…]               stubs score 0, the reference everything, nothing is missing
  fixtures audit [EXERCISE…]               which check catches which known wrong answer

Exit status: 0 done, 1 done but below --fail-under or not in order, 2 could not be done.
";

/// One command, ready to be carried out.
#[derive(Debug)]
pub enum Command {
    Help,
    Version,
    Grade(Options),
    List(Options),
    Hint { exercise: String, function: Option<String>, which: usize, options: Options },
    Reset { exercise: String, options: Options },
    Call { exercise: String, function: String, args: String, options: Options },
    Train(Options),
    Read { word: String, options: Options },
    Update { exercises: Vec<String>, accept: bool },
    Check { exercises: Vec<String>, options: Options },
    Audit { exercises: Vec<String>, options: Options },
}

/// The options of all commands.
#[derive(Debug, Default)]
pub struct Options {
    /// Names given without a command.
    pub exercises: Vec<String>,
    pub assignment: Option<String>,
    pub submission: Option<PathBuf>,
    pub format: Format,
    pub output: Option<PathBuf>,
    pub seed: Option<u64>,
    pub fail_under: Option<u32>,
    /// Whether grading trains; `None` leaves it to the course.
    pub training: Option<bool>,
    /// How `train` and `read` train.
    pub plan: Plan,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Terminal,
    Json,
}

const FLAGS: [&str; 13] = [
    "assignment",
    "submission",
    "format",
    "output",
    "seed",
    "fail-under",
    "accept",
    "training",
    "no-training",
    "loss",
    "cold",
    "help",
    "version",
];
const WORDS: [&str; 7] = ["list", "hint", "reset", "call", "train", "read", "fixtures"];
/// Letters of the longest word that `read` draws: more do not fit a terminal.
const LONGEST: usize = 12;

/// Reads the arguments.
pub fn parse(mut parser: Parser) -> Result<Command> {
    let mut options = Options::default();
    let mut accept = false;
    let mut words: Vec<String> = vec![];
    while let Some(arg) = parser.next().map_err(unreadable)? {
        let flag = match arg {
            Arg::Value(word) => {
                words.push(word.string().map_err(unreadable)?);
                continue;
            }
            Arg::Short('h') => "help".to_owned(),
            Arg::Short('V') => "version".to_owned(),
            Arg::Short(flag) => return Err(Error::usage(format!("there is no option `-{flag}`"), "see `--help`")),
            Arg::Long(flag) => flag.to_owned(),
        };
        if !FLAGS.contains(&flag.as_str()) {
            let fix = nearest(&flag, FLAGS.into_iter())
                .map_or("see `--help`".to_owned(), |near| format!("did you mean `--{near}`"));
            return Err(Error::usage(format!("there is no option `--{flag}`"), fix));
        }
        match flag.as_str() {
            "help" => return Ok(Command::Help),
            "version" => return Ok(Command::Version),
            "accept" => accept = true,
            "training" => options.training = Some(true),
            "no-training" => options.training = Some(false),
            "cold" => options.plan.cold = true,
            _ => {
                let value = parser.value().map_err(|_| {
                    Error::usage(format!("`--{flag}` needs a value"), format!("write `--{flag} VALUE`"))
                })?;
                options.set(&flag, value.string().map_err(unreadable)?)?;
            }
        }
    }
    let command = words.first().cloned().unwrap_or_default();
    let rest = words.get(1..).unwrap_or_default().to_vec();
    if accept && !(command == "fixtures" && rest.first().is_some_and(|word| word == "update")) {
        return Err(Error::usage("`--accept` goes with `fixtures update` only", "leave it out"));
    }
    if options.plan != Plan::default() && !["train", "read"].contains(&command.as_str()) {
        return Err(Error::usage("`--loss` and `--cold` go with `train` and `read` only", "leave them out"));
    }
    match (command.as_str(), rest.as_slice()) {
        ("help", []) => Ok(Command::Help),
        ("list", []) => Ok(Command::List(options)),
        ("hint", [exercise]) => Ok(Command::Hint { exercise: exercise.clone(), function: None, which: 1, options }),
        ("hint", [exercise, function]) => {
            Ok(Command::Hint { exercise: exercise.clone(), function: Some(function.clone()), which: 1, options })
        }
        ("hint", [exercise, function, which]) => {
            let which = number("hint", which)?.max(1) as usize;
            Ok(Command::Hint { exercise: exercise.clone(), function: Some(function.clone()), which, options })
        }
        ("hint", _) => Err(Error::usage("`hint` needs an exercise", "write `hint EXERCISE [FUNCTION [NUMBER]]`")),
        ("reset", [exercise]) => Ok(Command::Reset { exercise: exercise.clone(), options }),
        ("reset", _) => Err(Error::usage("`reset` needs one exercise", "write `reset EXERCISE`")),
        ("call", [exercise, function, args]) => {
            Ok(Command::Call { exercise: exercise.clone(), function: function.clone(), args: args.clone(), options })
        }
        ("call", _) => Err(Error::usage(
            "`call` needs an exercise, a function and arguments",
            "write `call gibbs gibbs '[[1.0, 2.0], 0.5]'`",
        )),
        ("train", []) => Ok(Command::Train(options)),
        ("train", _) => Err(Error::usage("`train` takes no names", "write `train`")),
        ("read", [word]) => Ok(Command::Read { word: readable(word)?, options }),
        ("read", _) => Err(Error::usage("`read` needs one word", "write `read hello`")),
        ("fixtures", [verb, exercises @ ..]) => {
            let exercises = exercises.to_vec();
            match verb.as_str() {
                "update" => Ok(Command::Update { exercises, accept }),
                "check" => Ok(Command::Check { exercises, options }),
                "audit" => Ok(Command::Audit { exercises, options }),
                other => {
                    let near = nearest(other, ["update", "check", "audit"].into_iter());
                    let fix = near.map_or("write `fixtures update`, `check` or `audit`".to_owned(), |near| {
                        format!("did you mean `fixtures {near}`")
                    });
                    Err(Error::usage(format!("there is no `fixtures {other}`"), fix))
                }
            }
        }
        ("fixtures", []) => Err(Error::usage("`fixtures` needs a verb", "write `fixtures update`, `check` or `audit`")),
        ("list", _) => Err(Error::usage("`list` takes no names", "write `list`")),
        _ => {
            options.exercises = words;
            Ok(Command::Grade(options))
        }
    }
}

impl Options {
    fn set(&mut self, flag: &str, value: String) -> Result<()> {
        match flag {
            "assignment" => self.assignment = Some(value),
            "submission" => self.submission = Some(value.into()),
            "output" => self.output = Some(value.into()),
            "seed" => self.seed = Some(number(flag, &value)?),
            "loss" => self.plan.loss = loss(&value)?,
            "fail-under" => self.fail_under = Some(u32::try_from(number(flag, &value)?).unwrap_or(u32::MAX)),
            _ => {
                self.format = match value.as_str() {
                    "terminal" => Format::Terminal,
                    "json" => Format::Json,
                    other => {
                        return Err(Error::usage(
                            format!("there is no format called `{other}`"),
                            "write `--format terminal` or `--format json`",
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

fn loss(name: &str) -> Result<Loss> {
    let names = Loss::ALL.map(Loss::name);
    Loss::ALL.into_iter().find(|loss| loss.name() == name).ok_or_else(|| unknown("loss", name, names.into_iter()))
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

/// The words that are commands: a mistyped exercise may have been meant as one.
pub fn command_like(word: &str) -> Option<&'static str> {
    nearest(word, WORDS.into_iter())
}

fn number(flag: &str, text: &str) -> Result<u64> {
    text.parse().map_err(|_| {
        Error::usage(
            format!("`{text}` is not a whole number from 0 up"),
            format!("write `--{flag} N`").replace("--hint", "hint EXERCISE FUNCTION"),
        )
    })
}

fn unreadable(error: lexopt::Error) -> Error {
    Error::usage(error.to_string(), "see `--help`")
}
