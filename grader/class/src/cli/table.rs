//! The instructors' tables of commands and flags: the help, the errors and the parser read them. A new command is one
//! entry here, and what it asks for is one struct in `command`.

use super::about_class::{FORMAT, SIMILARITY, STATS};
use super::command::{self, Command};
use super::in_shards::{INCOMPLETE, MERGE, MIXED, PLAN, SHARD, SHARDS, SIZE, SUBMISSIONS, WORKERS};
use super::verbs::*;
use grader::cli::{Flag, HELP, SEED, Status, Table, Takes, VERSION, Verb};

/// What instructors can type.
pub static INSTRUCTORS: Table<Command> = Table {
    program: "class",
    about: "Hands a course out, grades a class, and keeps the fixtures of the course.",
    short: "cargo class",
    long: "cargo run -q -p class --",
    verbs: &[
        &RELEASE,
        &OPEN,
        &GRADE,
        &STATUS,
        &SHOW,
        &ONLY,
        &VERIFY,
        &MARK,
        &WAIVE,
        &EXTEND,
        &TEXTS,
        &EXPORT,
        &SIMILARITY,
        &STATS,
        &REGRADE,
        &PLAN,
        &SHARD,
        &MERGE,
        &UPDATE,
        &CHECK,
        &AUDIT,
        &NEW,
        &STUBS,
        &DOCTOR,
    ],
    flags: &[
        &OLD,
        &ASSIGNMENT,
        &GRADEBOOK,
        &ROSTER,
        &TIMES,
        &TRUSTED,
        &STAFF,
        &FORMAT,
        &COMMENT,
        &PREVIEW,
        &APPLY,
        &WHERE,
        &AS,
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
    statuses: &[Status::Done, Status::Unsatisfied, Status::Failed, Status::Disturbed, Status::Again, Status::Stopped],
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

pub static RELEASE: Verb<Command> = Verb {
    name: "release",
    words: "DIR",
    least: 1,
    most: 1,
    needs: "needs one folder",
    flags: &[&OLD],
    help: "a course to hand out, without its answers",
    more: "A student's workspace, without solutions/, bodies, keys and the instructors' package. It proves itself first: no answer is found in it, it builds, untouched it earns 0, the reference in its place everything, its tests pass. With --update a course that was handed out is brought up to date: what students wrote stays.",
    examples: &["release ../handed-out", "release --update ../handed-out"],
    build: command::Release::read,
};

pub static OLD: Flag = Flag {
    name: "update",
    short: None,
    takes: Takes::Nothing,
    help: "DIR was handed out: bring it up to date",
    against: None,
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
