//! The wait after an edit, and the wait after none.

use crate::follower::Follower;
use crate::peer;
use run::kit::{Kit, Which};
use run::program::{Libraries, Offer, Reach, probe};
use run::rustc::{self, Call, Makes};
use run::shared;
use run::stage::Stage;
use run::submission::StudentFile;
use run::toolchain;
use run::work::Work;
use std::collections::BTreeSet;
use std::process::Command;
use stopwatch::checkout::{Checkout, Source};
use stopwatch::lap::{Contender, Record, in_turn};
use stopwatch::table;

/// The student's file.
const FILE: &str = "exercises/gibbs/src/lib.rs";
/// A stage of the grader's kind, in the clone.
const STAGE: &str = "target/stage";
/// What the grader aims at for all that is neither cargo nor rustc.
const SHARE: &str = "<= 0.1 s";

/// Measures both, all commands in turn.
pub fn run(checkout: &Checkout, rounds: usize) {
    let text = checkout.read("solutions/gibbs/src/lib.rs");
    let own = Source::new(checkout.path(FILE), text.clone(), "weights / total");
    let staged = Source::new(checkout.path(STAGE).join("gibbs/src/lib.rs"), text.clone(), "weights / total");
    let compiler = Compiler::open(checkout, &text);
    let tests = peer::cargo_test(checkout);
    let python = peer::pytest(checkout);
    let linked = peer::linked(checkout);

    let student = || checkout.cargo("", &["run", "-q", "-p", "grader"]);
    let bare = || checkout.cargo("", &["build", "-q", "-p", "gibbs"]);
    let direct = || checkout.grader();
    let inner = || compiler.command();

    let mut contenders = vec![
        Contender::new("cargo run -q -p grader", "", || own.edit(), student),
        Contender::new("bare cargo build -p gibbs", "<= 1.5", || own.edit(), bare),
        Contender::new("bare cargo build of it and a program", "", || linked.edit(), || peer::build_linked(checkout)),
        Contender::new("cargo test", "<= 0.5", || tests.edit(), || peer::run_cargo_test(checkout, &[])),
        Contender::new(
            "cargo test, debug = 0 as here",
            "<= 0.5",
            || tests.edit(),
            || peer::run_cargo_test(checkout, &["--profile", "lean"]),
        ),
    ];
    if let Some(python) = &python {
        contenders.push(Contender::new("pytest", "<= 0.5", || python.edit(), || peer::run_pytest(checkout)));
    }
    contenders.extend([
        Contender::new("the grader called directly", "", || own.edit(), direct),
        Contender::new("the compiler's call inside it", "", || staged.edit(), inner),
    ]);
    // begun anew each time: it would grade what the others edit
    let follow = || Follower::of(checkout, "gibbs").lap(|| own.edit());
    contenders.push(Contender::timed("grader watch, from the save to the line", "", follow));
    let edited = contenders.len();
    contenders.extend([
        Contender::new("cargo run -q -p grader", "<= 0.3 more", || {}, student),
        // what was edited last has not been built here yet
        Contender::new("bare cargo build -p gibbs", "", || drop(bare().output()), bare),
        Contender::new("the grader called directly", SHARE, || {}, direct),
    ]);

    let records = in_turn(&contenders, rounds);
    let (edited, unchanged) = records.split_at(edited);
    table::head("one function edited, until the verdict", ["wall s", "CPU s", "grader /", "target"]);
    for record in edited {
        let ratio = edited[0].against(record, |grader, other| grader / other);
        table::row(record.name, record.lap(), format!("{ratio:.2}"), record.target);
    }
    if let [.., direct, inner, watch] = edited {
        let share = direct.against(inner, |whole, build| whole - build);
        table::line("  so the grader's own share is", [format!("{share:.3}"), "".into(), "".into(), SHARE.into()]);
        let beside = |name, other: &Record, target: &str| {
            let ratio = watch.against(other, |watch, other| watch / other);
            table::line(name, [format!("{ratio:.2}"), "".into(), "".into(), target.into()]);
        };
        beside("  grader watch / the compiler's call", inner, "");
        if let [_, _, linked, ..] = edited {
            beside("  grader watch / the build with its link", linked, "<= 1.5");
        }
        if let Some(pytest) = edited.iter().find(|record| record.name == "pytest") {
            beside("  grader watch / pytest", pytest, "<= 0.5");
        }
    }
    if python.is_none() {
        println!("pytest takes part after `python3 -m pip install numpy pytest`");
    }

    table::head("nothing changed, everything graded", ["wall s", "CPU s", "more s", "target"]);
    let [student, bare, direct] = unchanged else { return };
    for record in [bare, student, direct] {
        let more = record.against(bare, |grader, bare| grader - bare);
        table::row(record.name, record.lap(), format!("{more:.3}"), record.target);
    }
}

/// The call of the compiler that the grader makes after an edit, for a stage that stays.
struct Compiler {
    work: Work,
    kit: Kit,
    stage: Stage,
}

impl Compiler {
    fn open(checkout: &Checkout, text: &str) -> Compiler {
        let exercise = checkout.course.exercise("gibbs").unwrap_or_else(|error| panic!("{error}"));
        let work = Work::open(&checkout.path("")).unwrap_or_else(|error| panic!("{error}"));
        let kit = Kit::open(&work, Which::Probe).unwrap_or_else(|error| panic!("{error}"));
        let files = [StudentFile { path: "src/lib.rs".into(), text: text.to_owned() }];
        let stage = Stage::new(&checkout.path(STAGE), "gibbs", &files).unwrap_or_else(|error| panic!("{error}"));
        let offer = Offer {
            reach: Reach::Module,
            sources: String::new(),
            ends: kit.shared.is_none(),
            libraries: if kit.shared.is_some() { Libraries::Loaded } else { Libraries::Inside },
            dropped: BTreeSet::new(),
            beside: &[],
            inside: &[],
        };
        stage.program(&probe(exercise, &offer)).unwrap_or_else(|error| panic!("{error}"));
        Compiler { work, kit, stage }
    }

    fn command(&self) -> Command {
        let incremental = toolchain::flag("-Cincremental=", self.stage.temporary.join("incremental"));
        let made = match &self.kit.shared {
            Some(library) => shared::flags(library),
            None => vec!["-Cpanic=abort".into()],
        };
        let call = Call {
            toolchain: &self.work.toolchain,
            stage: &self.stage,
            file: "gibbs/main.rs".into(),
            makes: Makes::Program,
            output: self.stage.executable().into(),
            externs: vec![],
            flags: [vec![incremental], made].concat(),
        };
        rustc::command(&self.kit, &call)
    }
}
