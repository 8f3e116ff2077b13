//! The instructors' tables of commands on a class, and of their flags.

use super::command::Command;
use super::on_class;
use grader::cli::{Flag, Takes, Verb};

pub static OPEN: Verb<Command> = Verb {
    name: "open",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no word",
    flags: &[&ASSIGNMENT, &GRADEBOOK],
    help: "draw the class's seed, and print the digest to publish with the assignment",
    more: "Published before anybody hands in, the digest proves later that inputs were drawn for nobody. `verify` repeats every grade from the seed.",
    examples: &["open --assignment homework", "open"],
    build: on_class::open,
};

pub static GRADE: Verb<Command> = Verb {
    name: "grade",
    words: "SUBMISSIONS",
    least: 1,
    most: 1,
    needs: "takes the folder of what was handed in",
    flags: &[&ASSIGNMENT, &GRADEBOOK, &ROSTER, &TIMES, &TRUSTED],
    help: "grade a class: one folder or archive per student",
    more: "Names are ids, or as Canvas, Moodle and Brightspace name their downloads. Interrupted, the same command goes on: what is graded once is never graded again.",
    examples: &["grade handed-in --assignment homework", "grade handed-in"],
    build: on_class::grade,
};

pub static STATUS: Verb<Command> = Verb {
    name: "status",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no word",
    flags: &[&ASSIGNMENT, &GRADEBOOK],
    help: "who is graded, and what waits for whom",
    more: "",
    examples: &["status --assignment homework", "status"],
    build: on_class::status,
};

pub static SHOW: Verb<Command> = Verb {
    name: "show",
    words: "STUDENT",
    least: 1,
    most: 1,
    needs: "takes the id of one student",
    flags: &[&STAFF, &ASSIGNMENT, &GRADEBOOK],
    help: "one student's report",
    more: "As the student is told; with --staff everything, drawn inputs among it.",
    examples: &["show 0042 --staff", "show 0042"],
    build: on_class::show,
};

pub static ONLY: Verb<Command> = Verb {
    name: "only",
    words: "WHO…",
    least: 1,
    most: usize::MAX,
    needs: "takes ids of students, or a word for a group such as `failed`",
    flags: &[&TRUSTED, &ASSIGNMENT, &GRADEBOOK],
    help: "grade these students again, and nobody else",
    more: "`failed` are all for whom the grader was disturbed, or whose work could not be read. Every fate that a report shows is such a word: of the whole work `grader-error`, `unreadable`, `nothing`; of an exercise `missing`, `refused`, `not-started`, `not-compiled`, `compile-overtime`; of a function or answer `not-built`, `panicked`, `unfinished`, `overtime`, `killed`, `quit`, `protocol`, `not-called`, `unsteady`, `unread`.",
    examples: &["only failed", "only 0042 0043", "only not-compiled"],
    build: on_class::only,
};

pub static VERIFY: Verb<Command> = Verb {
    name: "verify",
    words: "GRADEBOOK",
    least: 1,
    most: 1,
    needs: "takes the folder of a gradebook",
    flags: &[&TRUSTED],
    help: "grade everything again from the seed, and compare every byte",
    more: "Also says whether fixtures, reference and grader are those that were fixed by `open`.",
    examples: &["verify gradebook/homework"],
    build: on_class::verify,
};

pub static MARK: Verb<Command> = Verb {
    name: "mark",
    words: "STUDENT ITEM POINTS",
    least: 3,
    most: 3,
    needs: "takes a student, a question or function (or `bonus`), and points",
    flags: &[&COMMENT, &AS, &ASSIGNMENT, &GRADEBOOK],
    help: "give points by hand",
    more: "For a text, the points that a person gives; for anything else, in the place of the machine's. `bonus` is beyond the sheet. The last mark counts, and every one is kept.",
    examples: &["mark 0042 smoothness 2", "mark 0042 intuition::smoothness 2 --comment 'as in the lecture'"],
    build: on_class::mark,
};

pub static WAIVE: Verb<Command> = Verb {
    name: "waive",
    words: "STUDENT COST",
    least: 2,
    most: 2,
    needs: "takes a student and `format`, `not-executable` or `late`",
    flags: &[&COMMENT, &AS, &ASSIGNMENT, &GRADEBOOK],
    help: "take nothing off for format, not-executable or late",
    more: "",
    examples: &["waive 0042 late --comment ill", "waive 0042 format"],
    build: on_class::waive,
};

pub static EXTEND: Verb<Command> = Verb {
    name: "extend",
    words: "STUDENT UNTIL",
    least: 2,
    most: 2,
    needs: "takes a student and a time",
    flags: &[&COMMENT, &AS, &ASSIGNMENT, &GRADEBOOK],
    help: "another deadline for one student",
    more: "A date means its end on the course's clock; `2026-02-24T18:00` and `2026-02-24T18:00-05:00` are instants.",
    examples: &["extend 0042 2026-02-27 --comment ill", "extend 0042 2026-02-27"],
    build: on_class::extend,
};

pub static TEXTS: Verb<Command> = Verb {
    name: "texts",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no word",
    flags: &[&AS, &ASSIGNMENT, &GRADEBOOK],
    help: "read the answers that wait for a person, question by question",
    more: "All answers to one question follow each other, without names, below the rubric. Each mark is kept at once.",
    examples: &["texts --as anna", "texts"],
    build: on_class::texts,
};

pub static EXPORT: Verb<Command> = Verb {
    name: "export",
    words: "csv|checks|json",
    least: 1,
    most: 1,
    needs: "takes `csv`, `checks` or `json`",
    flags: &[&ASSIGNMENT, &GRADEBOOK],
    help: "a table for spreadsheets, pandas and R",
    more: "`csv` has a row a student, `checks` a row a check, `json` everything. Ids are text, and no cell is a formula.",
    examples: &["export csv", "export checks"],
    build: on_class::export,
};

pub static REGRADE: Verb<Command> = Verb {
    name: "regrade",
    words: "",
    least: 0,
    most: 0,
    needs: "takes no word",
    flags: &[&PREVIEW, &APPLY, &WHERE, &TRUSTED, &ASSIGNMENT, &GRADEBOOK],
    help: "after a change of the course: whose grade changes, by which check",
    more: "Without --apply nothing changes. What people did stays as it is.",
    examples: &["regrade --where 'sum over z'", "regrade", "regrade --apply"],
    build: on_class::regrade,
};

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

pub static STAFF: Flag = Flag {
    name: "staff",
    short: None,
    takes: Takes::Nothing,
    help: "everything, and not only what the student is told",
    against: None,
};

pub static TIMES: Flag = Flag {
    name: "times",
    short: None,
    takes: Takes::Path("FILE"),
    help: "when work was handed in, as a CSV table with `id` and `time`; kept for later",
    against: None,
};

pub static COMMENT: Flag =
    Flag { name: "comment", short: None, takes: Takes::Text("TEXT"), help: "why; the student reads it", against: None };

pub static AS: Flag = Flag {
    name: "as",
    short: None,
    takes: Takes::Text("NAME"),
    help: "who you are, where the system does not know",
    against: None,
};

pub static PREVIEW: Flag = Flag {
    name: "preview",
    short: None,
    takes: Takes::Nothing,
    help: "only show what would change, as without any of both",
    against: Some(&APPLY),
};

pub static APPLY: Flag = Flag {
    name: "apply",
    short: None,
    takes: Takes::Nothing,
    help: "let the new results count",
    against: Some(&PREVIEW),
};

pub static WHERE: Flag = Flag {
    name: "where",
    short: None,
    takes: Takes::Text("TEXT"),
    help: "only students in whose report this stands: a message, a diagnosis",
    against: None,
};
