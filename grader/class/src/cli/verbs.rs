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
    flags: &[&ASSIGNMENT, &GRADEBOOK, &ROSTER, &TRUSTED],
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
    words: "STUDENT…",
    least: 1,
    most: usize::MAX,
    needs: "takes ids of students, or `failed`",
    flags: &[&TRUSTED, &ASSIGNMENT, &GRADEBOOK],
    help: "grade these students again, and nobody else",
    more: "`failed` are all for whom the grader was disturbed, or whose work could not be read.",
    examples: &["only failed", "only 0042 0043"],
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
