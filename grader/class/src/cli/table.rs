//! The instructors' tables of commands and flags: the help, the errors and the parser read them. A new command is one
//! entry here, and what it asks for is one struct in `command`.

use super::command::{self, Command};
use grader::cli::{Flag, HELP, SEED, Status, Table, Takes, VERSION, Verb};

/// What instructors can type.
pub static INSTRUCTORS: Table<Command> = Table {
    program: "class",
    about: "Grades a class, and keeps the fixtures of the course.",
    short: "cargo class",
    long: "cargo run -q -p class --",
    verbs: &[&GRADE, &PLAN, &SHARD, &MERGE, &UPDATE, &CHECK, &AUDIT, &NEW, &STUBS, &DOCTOR],
    flags: &[
        &ASSIGNMENT,
        &GRADEBOOK,
        &ROSTER,
        &TRUSTED,
        &WORKERS,
        &SHARDS,
        &SIZE,
        &SUBMISSIONS,
        &INCOMPLETE,
        &MIXED,
        &SEED,
        &ACCEPT,
        &HELP,
        &VERSION,
    ],
    elsewhere: None,
    statuses: &[Status::Done, Status::Unsatisfied, Status::Failed, Status::Disturbed, Status::Again],
};

pub static GRADE: Verb<Command> = Verb {
    name: "grade",
    words: "SUBMISSIONS",
    least: 1,
    most: 1,
    needs: "takes the folder of what was handed in",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &ROSTER, &TRUSTED, &WORKERS],
    help: "grade a class: one folder or archive per student",
    more: "Names are ids, or as Canvas, Moodle and Brightspace name their downloads. Interrupted, the same command goes on: what is graded once is never graded again.",
    examples: &["grade handed-in --assignment homework", "grade handed-in"],
    build: command::Grade::read,
};

pub static PLAN: Verb<Command> = Verb {
    name: "plan",
    words: "SUBMISSIONS",
    least: 1,
    most: 1,
    needs: "takes the folder of what was handed in",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &ROSTER, &SHARDS, &SIZE],
    help: "divide the work on a class, for many machines",
    more: "Nothing is graded: the plan is kept in the gradebook, on a disk that all machines share. Then `class shard` for every shard, and `class merge`.",
    examples: &["plan handed-in --shards 50", "plan handed-in"],
    build: command::Plan::read,
};

pub static SHARD: Verb<Command> = Verb {
    name: "shard",
    words: "K",
    least: 1,
    most: 1,
    needs: "takes the number of a shard, from 0 up",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &SUBMISSIONS, &TRUSTED, &WORKERS],
    help: "grade what is not graded yet of one shard",
    more: "In any order, as often as one likes, several at once. Student code is built and run below TMPDIR, which should be on a disk of this machine.",
    examples: &["shard 3 --gradebook gradebook/homework", "shard 3"],
    build: command::Shard::read,
};

pub static MERGE: Verb<Command> = Verb {
    name: "merge",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no names",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &INCOMPLETE, &MIXED],
    help: "make the gradebook of what all shards found",
    more: "It is the one that `class grade` makes on one machine. Refused, with what is missing, while a shard is not whole.",
    examples: &["merge --gradebook gradebook/homework", "merge"],
    build: command::Merge::read,
};

pub static UPDATE: Verb<Command> = Verb {
    name: "fixtures update",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[&ACCEPT],
    help: "recompute expected values, show what changes",
    more: "The values are those of solutions/. Shown is all that changes a score, with old and new, and the scores of stored submissions; every law is tried on the reference. Without --accept nothing is written.",
    examples: &["fixtures update gibbs --accept", "fixtures update"],
    build: command::Update::read,
};

pub static CHECK: Verb<Command> = Verb {
    name: "fixtures check",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[&SEED],
    help: "is the course in order for students?",
    more: "Stubs score 0, the reference everything, laws hold and could be broken, nothing is missing, links lead somewhere.",
    examples: &["fixtures check gibbs nll", "fixtures check", "fixtures check --seed 3"],
    build: command::Check::read,
};

pub static AUDIT: Verb<Command> = Verb {
    name: "fixtures audit",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[&SEED],
    help: "which check catches which known wrong answer",
    more: "",
    examples: &["fixtures audit gibbs", "fixtures audit"],
    build: command::Audit::read,
};

pub static NEW: Verb<Command> = Verb {
    name: "fixtures new",
    words: "EXERCISE",
    least: 1,
    most: 1,
    needs: "needs one name",
    flags: &[],
    help: "everything that a new exercise needs",
    more: "A small exercise that is in order: change it from there.",
    examples: &["fixtures new boltzmann"],
    build: command::New::read,
};

pub static STUBS: Verb<Command> = Verb {
    name: "fixtures stubs",
    words: "[EXERCISE…]",
    least: 0,
    most: usize::MAX,
    needs: "takes names of exercises",
    flags: &[],
    help: "write the empty answers.toml and derivations",
    more: "What is in order stays as it is; in exercises/ only what nobody has touched is written.",
    examples: &["fixtures stubs nll", "fixtures stubs"],
    build: command::Stubs::read,
};

pub static DOCTOR: Verb<Command> = Verb {
    name: "doctor",
    words: "",
    least: 0,
    most: 0,
    needs: "takes nothing",
    flags: &[],
    help: "how well this machine contains code of strangers",
    more: "Tries to get out of the jail that submissions run in, and says what held and what to do. The exit status is 0 where strangers can be graded here, and 1 where not.",
    examples: &["doctor"],
    build: command::doctor,
};

pub static ACCEPT: Flag =
    Flag { name: "accept", short: None, takes: Takes::Nothing, help: "write what changes", against: None };

pub static ASSIGNMENT: Flag = Flag {
    name: "assignment",
    short: None,
    takes: Takes::Text("NAME"),
    help: "which assignment was handed in",
    against: None,
};

pub static GRADEBOOK: Flag = Flag {
    name: "gradebook",
    short: None,
    takes: Takes::Path("DIR"),
    help: "the folder of the gradebook, instead of gradebook/NAME in the checkout",
    against: None,
};

pub static ROSTER: Flag = Flag {
    name: "roster",
    short: None,
    takes: Takes::Path("FILE"),
    help: "the class as a CSV table with an id, and a name and section if there are any; kept for later",
    against: None,
};

pub static TRUSTED: Flag = Flag {
    name: "trusted",
    short: None,
    takes: Takes::Nothing,
    help: "the code is one's own: run it without the jail that strangers get",
    against: None,
};

pub static WORKERS: Flag = Flag {
    name: "workers",
    short: None,
    takes: Takes::Whole("N", 4096),
    help: "how many submissions are graded at a time, instead of one for each core",
    against: None,
};

pub static SHARDS: Flag = Flag {
    name: "shards",
    short: None,
    takes: Takes::Whole("N", 1_000_000),
    help: "so many shards, or fewer where there is less to do",
    against: Some(&SIZE),
};

pub static SIZE: Flag = Flag {
    name: "size",
    short: None,
    takes: Takes::Whole("N", 1_000_000),
    help: "so many submissions in every shard; 20 unless one of the two is given",
    against: None,
};

pub static SUBMISSIONS: Flag = Flag {
    name: "submissions",
    short: None,
    takes: Takes::Path("DIR"),
    help: "where what was handed in lies on this machine, if elsewhere than the plan says",
    against: None,
};

pub static INCOMPLETE: Flag = Flag {
    name: "incomplete",
    short: None,
    takes: Takes::Nothing,
    help: "even where something is not graded: its points stay open",
    against: None,
};

pub static MIXED: Flag = Flag {
    name: "mixed",
    short: None,
    takes: Takes::Nothing,
    help: "even where course, grader or hand-ins are not those of the plan",
    against: None,
};
