//! Several exercises in one program: whoever is in it is told the same as alone, and whoever could tell the difference
//! is not in it.

mod common;

use common::{Reference, work};
use judge::report::{ExerciseReport, State};
use run::common::Common;
use run::compile::{Build, Built, Compiler, Habit, Purpose};
use run::kit::{Kit, Which};
use run::probe::Holds;
use run::session::{Drawing, Session, Sitting};
use run::stage::Stage;
use run::submission::StudentFile;
use run::work::Work;

const NAMES: [&str; 3] = ["gibbs", "latent", "intuition"];

/// What a student changes in the reference of one of them.
type Change = (&'static str, &'static str, &'static str);

/// Everything that a submission comes to: each exercise in company as far as may be, and alone.
struct Both {
    together: Vec<ExerciseReport>,
    alone: Vec<ExerciseReport>,
    /// Those that share a program.
    shared: Vec<&'static str>,
}

fn both(work: &Work, references: &[Reference], changes: &[Change]) -> Both {
    let files: Vec<Vec<StudentFile>> =
        NAMES.iter().zip(references).map(|(name, one)| changed(name, one, changes)).collect();
    let exercises: Vec<_> =
        NAMES.iter().zip(references).map(|(name, one)| one.course.exercise(name).expect("the exercise")).collect();
    let submission: Vec<_> = exercises.iter().copied().zip(files.iter().map(Vec::as_slice)).collect();
    let compiler = Compiler { work, habit: Habit::Once };
    let common = Common::of(compiler, &submission);
    let graded = |build: &dyn Build| {
        let each = submission.iter().zip(references).map(|((exercise, files), one)| {
            let drawing = Drawing::Never;
            let sitting = Sitting { exercise, files, snapshots: &one.snapshots, drawing, pictures: None };
            Session { build, ..Session::usual(&compiler, 7) }.sit(&sitting).expect("a report")
        });
        each.collect()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let is_shared = |(exercise, files): &(&judge::course::Exercise, &[StudentFile])| {
        let stage = Stage::new(&folder.path().join(&exercise.name), &exercise.name, files).expect("a stage");
        let built = common.probe(&stage, exercise, Purpose::Grade);
        matches!(built, Ok(Built::Program { program, .. }) if program.holds == Holds::Several)
    };
    let shared = NAMES.iter().zip(&submission).filter(|(_, one)| is_shared(one)).map(|(name, _)| *name).collect();
    Both { together: graded(&common), alone: graded(&compiler), shared }
}

fn changed(name: &str, reference: &Reference, changes: &[Change]) -> Vec<StudentFile> {
    let mut files = reference.files.clone();
    let main = files.iter_mut().find(|file| file.path == "src/lib.rs").expect("a main file");
    for (_, from, to) in changes.iter().filter(|(exercise, _, _)| *exercise == name) {
        assert!(main.text.contains(from), "{name}: {from}");
        main.text = main.text.replacen(from, to, 1);
    }
    files
}

#[test]
fn in_company_everybody_is_told_the_same_as_alone() {
    let work = work();
    let references = NAMES.map(Reference::of);
    let all = NAMES.to_vec();
    // what is changed, and who still shares a program
    let rows: [(&str, &[Change], Vec<&str>); 12] = [
        ("nothing", &[], all.clone()),
        ("a wrong function", &[("gibbs", "log_sum_exp(&exponents);", "log_sum_exp(&exponents) + 1.0;")], all.clone()),
        (
            "a panic",
            &[("gibbs", "pub fn entropy(", "pub fn entropy(e: &Array1<f64>, b: f64) -> f64 { e[99] * b }\nfn unused(")],
            all.clone(),
        ),
        ("a warning", &[("latent", "use probe", "fn f() { let unused = 1; }\nuse probe")], all.clone()),
        ("no file that can be read", &[("gibbs", "use probe", "fn ( use probe")], vec!["latent", "intuition"]),
        ("a wrong type", &[("gibbs", "use probe", "fn f() -> f64 { \"1\" }\nuse probe")], vec!["latent", "intuition"]),
        (
            "a borrow",
            &[("latent", "use probe", "fn f() -> &'static f64 { &1f64.sin() }\nuse probe")],
            vec!["gibbs", "intuition"],
        ),
        (
            "another signature",
            &[("gibbs", "pub fn entropy(", "pub fn entropy(_: f32) {}\nfn unused(")],
            vec!["latent", "intuition"],
        ),
        (
            "unsafe code",
            &[("gibbs", "use probe", "fn f() { unsafe { std::hint::unreachable_unchecked() } }\nuse probe")],
            vec!["latent", "intuition"],
        ),
        (
            "a lint raised and broken",
            &[("latent", "use probe", "#![deny(unused_variables)]\nfn f() { let unused = 1; }\nuse probe")],
            vec!["gibbs", "intuition"],
        ),
        // who waits for a panic has another program than who does not
        (
            "one is not finished",
            &[("gibbs", "pub fn entropy(", "pub fn entropy(_: &Array1<f64>, _: f64) -> f64 { todo!() }\nfn unused(")],
            vec!["latent", "intuition"],
        ),
        // it compiles in company, and not alone
        (
            "a neighbour's function",
            &[("gibbs", "use probe", "fn f() { crate::latent::infer; }\nuse probe")],
            vec!["latent", "intuition"],
        ),
    ];
    for (what, changes, expected) in rows {
        let Both { together, alone, shared } = both(&work, &references, changes);
        assert_eq!(shared, expected, "{what}");
        for (in_company, by_itself) in together.iter().zip(&alone) {
            assert!(by_itself.state != State::GraderError, "{what}: {by_itself:?}");
            assert_eq!(in_company, by_itself, "{what}");
        }
        let full = together.iter().filter(|report| report.points == report.max).count();
        assert!(full >= 2 && (what == "nothing") <= (full == 3), "{what}: {full}");
    }
}

/// Two exercises whose types make each other's expressions ambiguous compile alone, and so they are judged.
#[test]
fn an_error_that_only_company_makes_costs_nobody_anything() {
    let references = NAMES.map(Reference::of);
    let addition = "pub struct Own;\nimpl std::ops::Add<Own> for f64 { type Output = f64; fn add(self, _: Own) -> f64 { self } }\nuse probe";
    let open = "pub fn f() -> f64 { 1.0 + 2f32.into() }\nuse probe";
    let Both { together, alone, .. } =
        both(&work(), &references, &[("gibbs", "use probe", addition), ("latent", "use probe", open)]);
    assert_eq!(together, alone);
    assert!(together.iter().all(|report| report.points == report.max), "{together:?}");
}

#[test]
fn without_a_compiler_that_works_each_is_the_graders_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let toolchain =
        run::toolchain::Toolchain { rustc: folder.path().join("nothing"), ..run::toolchain::Toolchain::own() };
    let references = NAMES.map(Reference::of);
    Kit::open(&work(), Which::Probe).expect("a kit");
    let Both { together, shared, .. } = both(&work().with(toolchain), &references, &[]);
    assert!(shared.is_empty() && together.iter().all(|report| report.state == State::GraderError));
}
