//! Every standing of an exercise, and what is written beside the functions in each of them.

use super::*;
use crate::error::Error;
use crate::fate::{Ending, FateWord};
use crate::foreign::clean;
use crate::number::Value;
use crate::report::{Code, Evidence, Level, Verdict};
use crate::sample::{exercise, right, snapshots};
use crate::source::MAIN;

fn file(path: &str, text: &str) -> StudentFile {
    StudentFile { path: path.into(), text: text.into() }
}

/// Answers that are right, a derivation that is not begun.
fn files() -> Vec<StudentFile> {
    let answers = "[choices]\nwhich = \"a\"\n[texts]\nwhy = \"Because it is in the middle.\"\n";
    vec![file(ANSWERS, answers), file(MAIN, "pub fn grad() {}\n\npub fn loss() {}\n")]
}

fn examined(files: &[StudentFile], standing: Standing, reply: impl Fn(&Call) -> Fate) -> ExerciseReport {
    let exercise = exercise();
    let mut ask = |calls: &[Call]| Ok(calls.iter().map(&reply).collect());
    examine(&exercise, files, standing, &snapshots(&exercise), 7, Hearings::Joint(&mut ask), crate::Truth::Never)
}

fn error(message: &str) -> Diagnostic {
    Diagnostic::new(Level::Error, Some(Code::new("E0308")), message)
}

#[test]
fn every_standing_has_its_state_and_what_is_written_counts_in_all_of_them() {
    let errors = vec![error("mismatched types").at(MAIN, Some(3), Some(5))];
    for (standing, state, remarks) in [
        (Standing::Missing, State::Missing, vec![]),
        (
            Standing::Refused(FileRemark::Absent { path: "tiny/src/lib.rs".into() }),
            State::Refused,
            vec![Remark::Refused { file: FileRemark::Absent { path: "tiny/src/lib.rs".into() } }],
        ),
        (Standing::NotCompiled { errors }, State::NotCompiled, vec![Remark::NotCompiled]),
        (
            Standing::CompileOvertime { seconds: 60 },
            State::CompileOvertime,
            vec![Remark::CompileOvertime { seconds: 60 }],
        ),
        (
            Standing::Disturbed { cause: "No space left on device.".into() },
            State::GraderError,
            vec![Remark::Disturbed { cause: "No space left on device.".into() }],
        ),
    ] {
        let report = examined(&files(), standing, |call| panic!("{call:?} was made"));
        assert_eq!((report.state, &report.remarks), (state, &remarks));
        // the choice alone: nothing of the functions was judged
        assert_eq!((report.points, report.max), (2, 24), "{state:?}");
        let judged: Vec<_> = report.functions.iter().map(|entry| !entry.checks.is_empty()).collect();
        assert_eq!(judged, [false, false, true, true, true], "{state:?}");
        assert_eq!(report.errors.len(), usize::from(state == State::NotCompiled));
        let remembered = !matches!(state, State::CompileOvertime | State::GraderError);
        assert_eq!(report.repeatable(), remembered, "{state:?}");
    }
}

#[test]
fn a_program_is_judged_with_the_lines_of_its_functions() {
    let report = examined(&files(), Standing::whole(), right);
    assert_eq!((report.state, report.points), (State::Graded, 18));
    let lines: Vec<_> = report.functions.iter().map(|entry| (entry.name.as_str(), entry.line)).collect();
    let wanted =
        [("loss", Some(3)), ("grad", Some(1)), ("derivation_loss", None), ("which", Some(2)), ("why", Some(4))];
    assert_eq!(lines, wanted);
    assert!(report.repeatable());
}

#[test]
fn an_exercise_is_not_started_where_nothing_is_written_anywhere() {
    let empty = |call: &Call| panic!("{call:?}");
    let none = examined(&[], Standing::whole(), |_| Fate::Unfinished);
    assert_eq!((none.state, none.points), (State::NotStarted, 0));
    assert_eq!(examined(&files(), Standing::whole(), |_| Fate::Unfinished).state, State::Graded);
    assert_eq!(examined(&[], Standing::Missing, empty).state, State::Missing);
}

#[test]
fn a_function_that_is_left_out_costs_itself_alone_and_is_never_called() {
    let exercise = exercise();
    let diagnostic = Box::new(error("mismatched types"));
    let own = files();
    let of = |code: &str| {
        let error = Diagnostic { code: Some(Code::new(code)), ..error("cannot find it") };
        crate::not_built(&exercise, &own, "loss", &error)
    };
    assert!(matches!(of("E0425"), NotBuilt::Missing { rustc, .. } if rustc == "cannot find it [E0425]"));
    assert!(matches!(of("E0603"), NotBuilt::Private { .. }));
    let NotBuilt::Signature { asked, yours, .. } = of("E0308") else { panic!("a signature") };
    assert_eq!((asked.as_str(), yours.as_deref()), ("fn loss(v: &Array1<f64>) -> f64", Some("fn loss()")));
    for why in [of("E0425"), of("E0603"), of("E0308"), NotBuilt::DoesNotCompile { diagnostic }] {
        let dropped = BTreeMap::from([("loss".to_owned(), why.clone())]);
        let report = examined(&own, Standing::Runs { dropped, errors: vec![], warnings: vec![] }, |call| {
            assert_ne!(call.function, "loss");
            right(call)
        });
        let [loss, grad, ..] = &report.functions[..] else { panic!("two functions") };
        assert_eq!((loss.points, grad.points, report.state), (0, 7, State::Graded));
        assert_eq!(loss.checks[0].evidence[0].ending(), Some(&Ending::NotBuilt(why)));
    }
}

#[test]
fn a_machine_that_fails_while_calls_are_made_costs_nothing_and_says_so() {
    let exercise = exercise();
    let mut ask = |_: &[Call]| Err(Error::usage("the disk is full", "free some space"));
    let report = examine(
        &exercise,
        &files(),
        Standing::whole(),
        &snapshots(&exercise),
        7,
        Hearings::Joint(&mut ask),
        crate::Truth::Never,
    );
    assert_eq!((report.state, report.points), (State::GraderError, 2));
    assert_eq!(report.remarks, [Remark::Disturbed { cause: "the disk is full: free some space.".into() }]);
    assert!(!report.repeatable());
}

#[test]
fn what_load_decides_is_not_to_be_remembered() {
    for (fate, repeatable) in [
        (Fate::Overtime { seconds: 2.0 }, false),
        (Fate::Killed(crate::fate::Death::Abort), false),
        (Fate::Misuse { message: "lost".into() }, false),
        (Fate::Panicked { message: "no".into(), line: None }, true),
        (Fate::Unfinished, true),
    ] {
        // a wrong value first: the limit must not get lost behind it
        let report = examined(&files(), Standing::whole(), |call| match call.args[0].numbers().len() {
            1 => Fate::Value(Value::Number(9.0)),
            _ => fate.clone(),
        });
        assert_eq!(report.repeatable(), repeatable, "{fate:?}");
    }
}

#[test]
fn many_diagnostics_are_kept_in_part_and_counted() {
    let flood = |level| vec![Diagnostic::new(level, None, "unused").rendered(&"x".repeat(9_000)); 12_500];
    let report = examined(&[], Standing::NotCompiled { errors: flood(Level::Error) }, right);
    assert_eq!((report.errors.len(), report.more_errors), (20, 12_480));
    let standing =
        Standing::Runs { dropped: BTreeMap::new(), errors: flood(Level::Error), warnings: flood(Level::Warning) };
    let report = examined(&[], standing, right);
    assert_eq!((report.warnings.len(), report.more_warnings), (20, 12_480));
    assert!(serde_json::to_string(&report).expect("JSON").len() < 40_000);
}

#[test]
fn an_unread_answer_is_remarked_once_and_costs_itself_alone() {
    let files = [file(ANSWERS, "[choices]\nwhich = \"a"), file(MAIN, "")];
    let report = examined(&files, Standing::whole(), right);
    assert_eq!(report.remarks.len(), 1);
    let unread: Vec<_> =
        report.functions.iter().filter(|entry| entry.unread()).map(|entry| entry.name.as_str()).collect();
    assert_eq!((unread, report.points), (vec!["which"], 16));
    assert_eq!(report.functions[3].checks[0].fate, FateWord::Unread);
}

#[test]
fn nothing_that_others_wrote_can_steer_a_terminal() {
    let hostile = "a\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{85}z";
    let files = [
        file(
            ANSWERS,
            &format!("[choices]\nwhich = '{hostile}'\n[texts]\nwhy = '{hostile} and so on and on'\n")
                .replace('\u{1b}', "")
                .replace(['\u{7}', '\u{85}', '\u{9b}'], ""),
        ),
        file("derivation_loss.txt", &format!("-(1/b) * log(P(y))\n{hostile}({hostile})\nF({hostile}) ! {hostile}")),
        file(MAIN, &format!("pub fn loss(x: {hostile}) {{}}")),
    ];
    let diagnostic =
        Diagnostic::new(Level::Error, Some(Code::new(hostile)), hostile).rendered(hostile).at(hostile, None, None);
    let not_built = crate::not_built(&exercise(), &files, "loss", &diagnostic);
    let dropped = BTreeMap::from([("loss".to_owned(), not_built)]);
    let warnings = vec![diagnostic.clone()];
    let runs = Standing::Runs { dropped, errors: vec![], warnings };
    let panics = |_: &Call| Fate::Panicked { message: hostile.into(), line: None };
    let words = |_: &Call| Fate::Value(Value::Text(hostile.into()));
    for (standing, reply) in [
        (runs, &panics as &dyn Fn(&Call) -> Fate),
        (Standing::whole(), &words),
        (Standing::Refused(FileRemark::Absent { path: hostile.into() }), &panics),
        (Standing::Disturbed { cause: hostile.into() }, &panics),
        (Standing::NotCompiled { errors: vec![diagnostic] }, &panics),
    ] {
        let report = examined(&files, standing, reply);
        let value = serde_json::to_value(&report).expect("JSON");
        texts(&value, &mut |text| assert_eq!(clean(text, usize::MAX), text, "{text:?}"));
        assert!(!report.functions[2].checks[0].evidence.is_empty());
    }
}

fn texts(json: &serde_json::Value, look: &mut dyn FnMut(&str)) {
    match json {
        serde_json::Value::String(text) => look(text),
        serde_json::Value::Array(list) => list.iter().for_each(|inner| texts(inner, look)),
        serde_json::Value::Object(object) => object.values().for_each(|inner| texts(inner, look)),
        _ => {}
    }
}

#[test]
fn a_derivation_names_the_first_line_that_is_not_right() {
    let text = "# mine\n-(1/b) * log(P(y))\n\nF(y)\n";
    let report = examined(&[file("derivation_loss.txt", text)], Standing::Missing, right);
    let entry = &report.functions[2];
    assert_eq!((entry.line, entry.file.as_str(), entry.points), (Some(4), "derivation_loss.txt", 0));
    let verdicts: Vec<_> = entry.checks[0].evidence.iter().map(Evidence::verdict).collect();
    assert_eq!(verdicts, [Verdict::Right, Verdict::Wrong]);
}
