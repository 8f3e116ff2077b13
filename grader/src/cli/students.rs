//! The students' tables of commands and flags: the help, the errors and the parser read them. A new command is one
//! entry here, and what it asks for is one struct in `command`; so is a new flag, which its commands list.

use super::command::{self, Command, Format};
use super::flag::{Flag, HELP, SEED, Takes, VERSION};
use super::status::Status;
use super::table::{Elsewhere, Table};
use super::verb::Verb;
use run::training::Loss;

/// What students can type.
pub static STUDENTS: Table<Command> = Table {
    program: "grader",
    about: "Grades the exercises and says what is wrong, why, and what to do next.",
    short: "cargo grade",
    long: "cargo run -q -p grader --",
    verbs: &[
        &GRADE, &LIST, &HINT, &EXPLAIN, &CALL, &SHOW, &RESET, &TRAIN, &READ, &PAGE, &BOOK, &WATCH, &PROGRESS, &PACK,
    ],
    flags: &[
        &ASSIGNMENT,
        &SUBMISSION,
        &FORMAT,
        &OUTPUT,
        &ID,
        &CHECK,
        &FORGET,
        &OPEN,
        &FAIL_UNDER,
        &SEED,
        &TRAINING,
        &NO_TRAINING,
        &LOSS,
        &COLD,
        &HELP,
        &VERSION,
    ],
    elsewhere: Some(Elsewhere {
        word: "fixtures",
        whose: "instructors",
        program: "cargo run -p class --",
        folder: "class",
    }),
    statuses: &[Status::Done, Status::Unsatisfied, Status::Failed, Status::Disturbed],
};

pub static GRADE: Verb<Command> = Verb {
    name: "",
    words: "[EXERCISE [FUNCTION…]]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[&ASSIGNMENT, &SUBMISSION, &FORMAT, &OUTPUT, &FAIL_UNDER, &SEED, &TRAINING, &NO_TRAINING],
    help: "grade everything, one exercise, some functions",
    more: "An exercise that is named is shown in more detail, and a function or question behind it in full. Several exercises may be named, or one and some of its functions. `gibbs::entropy`, `gibbs/entropy` and `exercises/gibbs/src/lib.rs` are understood as well.",
    examples: &[
        "gibbs entropy",
        "",
        "gibbs nll",
        "gibbs::entropy",
        "--assignment midterm",
        "--fail-under 80",
        "--submission solutions --format json --output report.json",
    ],
    build: command::Grade::read,
};

pub static LIST: Verb<Command> = Verb {
    name: "list",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    flags: &[&ASSIGNMENT],
    help: "what is asked for, with signatures and points",
    more: "",
    examples: &["list --assignment midterm", "list"],
    build: command::List::read,
};

pub static HINT: Verb<Command> = Verb {
    name: "hint",
    words: "EXERCISE [FUNCTION [N]]",
    least: 1,
    most: 3,
    needs: "needs an exercise",
    flags: &[],
    help: "a hint; with 2, 3, … a stronger one",
    more: "There are hints for functions, derivations and questions; without a name these are listed.",
    examples: &["hint gibbs entropy 2", "hint gibbs entropy", "hint gibbs::entropy", "hint gibbs"],
    build: command::Hint::read,
};

pub static EXPLAIN: Verb<Command> = Verb {
    name: "explain",
    words: "EXERCISE FUNCTION",
    least: 1,
    most: 2,
    needs: "needs an exercise and a function",
    flags: &[],
    help: "all about one: task, verdict, picture, hint",
    more: "What is asked, what the handout says of it, what was found in your file, and the next hint where something is missing.",
    examples: &["explain gibbs entropy", "explain gibbs::entropy"],
    build: command::Explain::read,
};

pub static CALL: Verb<Command> = Verb {
    name: "call",
    words: "EXERCISE FUNCTION ARGS",
    least: 2,
    most: 3,
    needs: "needs an exercise, a function and arguments",
    flags: &[&SUBMISSION],
    help: "run one function, see what it prints and returns",
    more: "Arguments are written as reports print them, with or without their names, or as a JSON list; quote them for the shell. `∞`, `−∞`, `inf`, `-inf` and `nan` are numbers.",
    examples: &[
        "call gibbs gibbs '[1, 2, 3], 0.5'",
        "call gibbs gibbs '[[1, 2, 3], 0.5]'",
        "call gibbs 'gibbs(energies = [1, −∞], beta = 2)'",
        "call gibbs::log_sum_exp '[1, 2, inf]'",
    ],
    build: command::Call::read,
};

pub static SHOW: Verb<Command> = Verb {
    name: "show",
    words: "EXERCISE [FUNCTION]",
    least: 1,
    most: 2,
    needs: "needs an exercise",
    flags: &[&SUBMISSION, &PICTURED],
    help: "draw your functions beside the reference's",
    more: "Dots and bars are the reference's, × yours where it leaves it, and a sentence says the same in words. With `--format json` the report of the exercise, with its pictures as data.",
    examples: &["show gibbs gibbs", "show gibbs", "show gibbs::gibbs"],
    build: command::Show::read,
};

pub static RESET: Verb<Command> = Verb {
    name: "reset",
    words: "EXERCISE",
    least: 1,
    most: 1,
    needs: "needs one exercise",
    flags: &[&SUBMISSION],
    help: "bring the empty exercise back, keep your files",
    more: "What you wrote is kept beside the empty files.",
    examples: &["reset gibbs"],
    build: command::Reset::read,
};

pub static TRAIN: Verb<Command> = Verb {
    name: "train",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    flags: &[&SUBMISSION, &LOSS, &COLD],
    help: "train a reader with your functions of `ocr`",
    more: "A small network learns to read words, by nothing but your functions.",
    examples: &["train", "train --loss perceptron --cold"],
    build: command::Train::read,
};

pub static READ: Verb<Command> = Verb {
    name: "read",
    words: "WORD",
    least: 1,
    most: 1,
    needs: "needs one word",
    flags: &[&SUBMISSION, &LOSS, &COLD],
    help: "let it read a word: energies and the best path",
    more: "A word has 1 to 12 letters from a to z. What is not trained yet is trained first.",
    examples: &["read hello", "read hello --loss soft"],
    build: command::Read::read,
};

pub static PAGE: Verb<Command> = Verb {
    name: "page",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[&SUBMISSION, &OUTPUT, &OPEN, &SEED],
    help: "grade, and write the report as a page",
    more: "One HTML file that needs nothing else: points, what was asked, what is wrong and why, hints to unfold. Without --output it lies below target/grader. The first page takes a moment, because what writes it is compiled then.",
    examples: &["page --open", "page", "page gibbs nll", "page --output report.html"],
    build: command::Page::read,
};

pub static PROGRESS: Verb<Command> = Verb {
    name: "progress",
    words: "[EXERCISE]",
    least: 0,
    most: 1,
    needs: "takes one exercise, or none for all",
    flags: &[&FORGET],
    help: "your points over time",
    more: "A row for every assignment and exercise, drawn and in words; with an exercise every step of it. Points are kept as you grade your own exercises, below target/grader: they are on this machine alone, and in nothing that you hand in. `--forget` deletes them.",
    examples: &["progress gibbs", "progress", "progress --forget"],
    build: command::Progress::read,
};

pub static PACK: Verb<Command> = Verb {
    name: "pack",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    flags: &[&ID, &ASSIGNMENT, &SUBMISSION, &CHECK],
    help: "grade, and write the zip that you hand in",
    more: "It holds your files of one assignment and a manifest, and has the right name; it lies in the current folder. What is not written yet is named first. The same work gives the same bytes. `--check` reads an archive back: what is in it, whether it is what was packed, what would not be read. The first time takes a moment, because what packs is compiled then.",
    examples: &["pack --id s1234567", "pack --id s1234567 --assignment homework", "pack --check s1234567_homework.zip"],
    build: command::Pack::read,
};

pub static BOOK: Verb<Command> = Verb {
    name: "book",
    words: "DIR",
    least: 1,
    most: 1,
    needs: "needs one folder",
    flags: &[],
    help: "write handouts and questions as a small site",
    more: "A page per exercise and one on ndarray, with links and formulas, for reading offline or on any web server. The folder is made; what else lies in it has to be a book, too.",
    examples: &["book handouts"],
    build: command::Book::read,
};

pub static WATCH: Verb<Command> = Verb {
    name: "watch",
    words: "[EXERCISE]",
    least: 0,
    most: 1,
    needs: "takes one exercise, or none for all",
    flags: &[&SEED],
    help: "grade on every save, tell what changed",
    more: "It goes on until Ctrl-C, or `q` and Enter. In a terminal, `h` and Enter is a hint, `n` what to do next, `l` the whole report, `p` a page.",
    examples: &["watch", "watch gibbs"],
    build: command::Watch::read,
};

pub static ASSIGNMENT: Flag =
    Flag { name: "assignment", short: None, takes: Takes::Text("NAME"), help: "one assignment", against: None };

pub static SUBMISSION: Flag = Flag {
    name: "submission",
    short: None,
    takes: Takes::Path("DIR"),
    help: "another folder than exercises/",
    against: None,
};

pub static FORMAT: Flag = Flag {
    name: "format",
    short: None,
    takes: Takes::OneOf(|| Format::ALL.map(Format::name).to_vec()),
    help: "how the report is written",
    against: None,
};

/// The same where there are pictures.
pub static PICTURED: Flag = Flag {
    takes: Takes::OneOf(|| [Format::Terminal, Format::Json].map(Format::name).to_vec()),
    help: "how the pictures are written",
    ..FORMAT
};

pub static OUTPUT: Flag = Flag {
    name: "output",
    short: None,
    takes: Takes::Path("FILE"),
    help: "write the report to a file; - is standard output",
    against: None,
};

pub static ID: Flag =
    Flag { name: "id", short: None, takes: Takes::Text("ID"), help: "whose work it is", against: None };

pub static CHECK: Flag =
    Flag { name: "check", short: None, takes: Takes::Path("ZIP"), help: "read an archive back", against: Some(&ID) };

pub static FORGET: Flag =
    Flag { name: "forget", short: None, takes: Takes::Nothing, help: "delete what was kept", against: None };

pub static OPEN: Flag =
    Flag { name: "open", short: None, takes: Takes::Nothing, help: "show the page in a browser", against: None };

pub static FAIL_UNDER: Flag = Flag {
    name: "fail-under",
    short: None,
    takes: Takes::Whole("N", u32::MAX as u64),
    help: "exit with status 1 below N points",
    against: None,
};

pub static TRAINING: Flag = Flag {
    name: "training",
    short: None,
    takes: Takes::Nothing,
    help: "train a reader at the end in any case",
    against: None,
};

pub static NO_TRAINING: Flag = Flag {
    name: "no-training",
    short: None,
    takes: Takes::Nothing,
    help: "do not train one",
    against: Some(&TRAINING),
};

pub static LOSS: Flag = Flag {
    name: "loss",
    short: None,
    takes: Takes::OneOf(|| Loss::ALL.map(Loss::name).to_vec()),
    help: "what is minimised",
    against: None,
};

pub static COLD: Flag = Flag {
    name: "cold",
    short: None,
    takes: Takes::Nothing,
    help: "start with words, not with single letters",
    against: None,
};
