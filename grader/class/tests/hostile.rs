//! The corpus of hostile submissions in safe Rust: every one has its verdict, and nobody else notices. After each no
//! process is left, no file outside its stage has changed, no secret is in any text; the submission beside it and the
//! next one have full marks.
#![cfg(target_os = "linux")]

mod ground;
#[path = "hostile/row.rs"]
mod row;
#[path = "hostile/rows.rs"]
mod rows;

use ground::{FUNCTION, Ground, checkout, is_whole};
use jail::{Bounds, Level};
use judge::report::ExerciseReport;
use row::{Code, Row, Verdict, verdict};
use run::contain::Limits;
use run::session::Drawing;
use run::submission::StudentFile;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// In every file that nobody may read.
const TOKEN: &str = "f3a1c7-the-answer";
/// An honest end of the function.
const HONEST: &str = "let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max); if top.is_infinite() { return top; } let first = values.iter().position(|v| *v == top).unwrap_or(0); top + values.iter().enumerate().filter(|(k, _)| *k != first).map(|(_, v)| (v - top).exp()).sum::<f64>().ln_1p()";

/// What is planted for hostile code.
struct Bait {
    folder: tempfile::TempDir,
    tcp: TcpListener,
}

impl Bait {
    fn lay() -> Bait {
        let folder = tempfile::tempdir().expect("a folder");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("a folder of everybody's");
        let bait = Bait { folder, tcp: TcpListener::bind("127.0.0.1:0").expect("a socket") };
        for (name, mode) in [("secret", 0o600), ("victim", 0o666)] {
            fs::write(bait.path(name), TOKEN).expect("a file");
            fs::set_permissions(bait.path(name), Permissions::from_mode(mode)).expect("a file");
        }
        let made = std::process::Command::new("mkfifo").arg(bait.path("fifo")).status().expect("mkfifo");
        assert!(made.success());
        bait.tcp.set_nonblocking(true).expect("a socket");
        bait
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts places for words.
    fn fill(&self, ground: &Ground, code: &str) -> String {
        let text = |path: &Path| path.to_str().expect("text").to_owned();
        let say = "(|line: &str| { use std::io::Write; use std::os::fd::AsFd; let fd = std::io::stdin().as_fd().try_clone_to_owned().unwrap(); let _ = std::fs::File::from(fd).write_all(line.as_bytes()); })";
        let attempt = "(|| -> f64 { fn tried<T>(what: std::io::Result<T>) -> f64 { match what { Ok(_) => f64::NAN, Err(e) => panic!(\"{e}\") } } tried(WHAT) })()";
        let mut code = code.to_owned();
        if let Some(start) = code.find("TRY(") {
            let inner = code[start + 4..].strip_suffix(')').expect("the end of an attempt").to_owned();
            code = format!("{}{}", &code[..start], attempt.replace("WHAT", &inner));
        }
        code.replace("HONEST", HONEST)
            .replace("SAY", say)
            .replace("SECRET", &text(&self.path("secret")))
            .replace("VICTIM", &text(&self.path("victim")))
            .replace("FIFO", &text(&self.path("fifo")))
            .replace("FOLDER", &text(self.folder.path()))
            .replace("STAGES", &text(&ground.stages.path().join("stages")))
            .replace("CHECKOUT", &text(&checkout()))
            .replace("TCP", &self.tcp.local_addr().expect("an address").to_string())
    }

    /// Everything that was planted, as it is now.
    fn state(&self) -> Vec<(String, u32, u64, String)> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder").flatten();
        let mut found: Vec<_> = entries
            .map(|entry| {
                let (path, meta) = (entry.path(), entry.metadata().expect("a file"));
                let text = if meta.is_file() { fs::read_to_string(&path).expect("text") } else { String::new() };
                (path.display().to_string(), meta.mode(), meta.len(), text)
            })
            .collect();
        found.sort();
        found
    }
}

fn files(ground: &Ground, bait: &Bait, code: &Code) -> (Vec<StudentFile>, &'static str) {
    let fill = |code: &str| bait.fill(ground, code);
    match code {
        Code::Body(body) => (ground.with_body(FUNCTION, &fill(body)), FUNCTION),
        Code::BodyOf(function, body) => (ground.with_body(function, &fill(body)), function),
        Code::Before(text) => (ground.changed(|file| format!("{text}{file}")), FUNCTION),
        Code::After(text) => (ground.changed(|file| format!("{file}\n{}\n", fill(text))), FUNCTION),
        Code::Around(before, after) => (ground.changed(|file| format!("{before}{file}\n{after}\n")), FUNCTION),
        Code::Made(make) => (ground.changed(|file| format!("{file}\n{}\n", make())), FUNCTION),
    }
}

/// Processes that run a program of these stages, or are a tenant's.
fn survivors(ground: &Ground) -> Vec<PathBuf> {
    let stages = ground.stages.path().canonicalize().expect("a folder");
    let processes = fs::read_dir("/proc").expect("processes").flatten().map(|entry| entry.path());
    let programs = processes.filter_map(|path| fs::read_link(path.join("exe")).ok());
    programs.filter(|program| program.starts_with(&stages)).collect()
}

fn run(ground: &Ground, bait: &Bait, rows: &[Row]) {
    let honest = |when: &str, name: &str| {
        let report = ground.grade(&ground.honest, Drawing::Never);
        assert!(is_whole(&report), "{name}: the honest submission {when} it: {report:?}");
    };
    // another student's stage, which is in use for as long as somebody holds its lock
    let stages = ground.stages.path().join("stages");
    let other = stages.join("900/gibbs/grade/gibbs/src/lib.rs");
    fs::create_dir_all(other.parent().expect("a folder")).expect("a folder");
    fs::write(&other, format!("pub const S: &str = {TOKEN:?};")).expect("a file");
    let lock = fs::File::create(stages.join("900.lock")).expect("a lock");
    lock.lock().expect("a lock");
    let before = bait.state();
    let mut wrong = vec![];
    for Row(name, code, wanted) in rows {
        let (files, function) = files(ground, bait, code);
        let report = std::thread::scope(|scope| {
            scope.spawn(|| honest("beside", name));
            ground.grade(&files, Drawing::Never)
        });
        check(name, &report);
        assert_eq!(bait.state(), before, "{name}");
        assert_eq!(survivors(ground), Vec::<PathBuf>::new(), "{name}");
        assert!(bait.tcp.accept().is_err(), "{name}: somebody connected");
        assert!(!Path::new("/dev/shm/class-hostile").exists(), "{name}");
        honest("after", name);
        let found = verdict(&report, function);
        if !found.contains(wanted) {
            wrong.push(format!("{name}: {wanted:?} is wanted, not {found:?}: {report:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What holds for the report of anything hostile.
fn check(name: &str, report: &ExerciseReport) {
    let text = serde_json::to_string(report).expect("JSON");
    assert!(!text.contains(TOKEN), "{name}: {text}");
    assert!(text.len() < 400_000, "{name}: {} bytes", text.len());
    for sign in ["\\u001b", "\\u0007", "\u{202e}", "\u{7f}"] {
        assert!(!text.contains(sign), "{name}: {text}");
    }
}

#[test]
fn what_looks_for_files_while_it_is_compiled() {
    run(&Ground::of(Level::Bounded), &Bait::lay(), rows::READING);
}

#[test]
fn what_wants_to_be_more_than_a_library() {
    run(&Ground::of(Level::Bounded), &Bait::lay(), rows::LINKING);
}

#[test]
fn what_wants_the_grader_to_hear_something_else() {
    run(&Ground::of(Level::Bounded), &Bait::lay(), rows::FORGING);
}

#[test]
fn what_uses_up_the_machine() {
    run(&Ground::of(Level::Bounded), &Bait::lay(), rows::USING);
}

#[test]
fn what_wants_out_while_it_runs() {
    run(&Ground::of(Level::Bounded), &Bait::lay(), rows::ESCAPING);
}

/// Bombs for the compiler, within bounds that are soon reached.
#[test]
fn what_the_compiler_breaks_at() {
    let usual = Bounds::default();
    let compiler = Limits { memory: 1024, cpu: 4, ..usual.compiler };
    let bombs = [
        Row(
            "a constant without end",
            Code::After(
                "#[allow(long_running_const_eval)] pub const N: u64 = { let mut i = 0; while i < u64::MAX { i += 1; } i };",
            ),
            Verdict::CompileOvertime,
        ),
        Row(
            "brackets without end",
            Code::Made(|| format!("pub const N: i32 = {}1{};", "(".repeat(40_000), ")".repeat(40_000))),
            Verdict::Refused,
        ),
        Row(
            "a static of eight gigabytes",
            Code::After("pub static S: [u8; 1 << 33] = [1; 1 << 33];"),
            Verdict::Refused,
        ),
        Row(
            "a macro that doubles",
            Code::Around(
                "#![recursion_limit = \"1000000\"]\n",
                "macro_rules! d { ($($t:tt)*) => { d!($($t)* $($t)*); } } d!(1);",
            ),
            Verdict::Refused,
        ),
        Row(
            "a trait without end",
            Code::Around(
                "#![recursion_limit = \"1000000\"]\n",
                "pub trait T { const N: usize; } impl<A> T for Vec<A> where Vec<Vec<A>>: T { const N: usize = <Vec<Vec<A>> as T>::N; } pub fn n() -> usize { <Vec<u8> as T>::N }",
            ),
            Verdict::CompileOvertime,
        ),
        Row(
            "a type that doubles at every step",
            Code::Made(|| {
                let steps = "let f = (f, f); ".repeat(60);
                format!(
                    "pub fn doubled() -> usize {{ let f = (); {steps} let g = Some(move || f); format!(\"{{:?}}\", g.map(|g| g())).len() }}"
                )
            }),
            Verdict::CompileOvertime,
        ),
        Row(
            "types that double by a trait, and all at once",
            Code::Made(|| {
                let steps: String = (1..6).map(|n| format!("pub type A{}<T> = A{n}<A{n}<T>>; ", n + 1)).collect();
                format!(
                    "pub trait Grow {{ type Twice; }} impl<T> Grow for T {{ type Twice = (T, T); }} pub type A1<T> = <T as Grow>::Twice; {steps} pub fn grown() -> Option<A6<()>> {{ None }} pub fn called() -> &'static str {{ std::any::type_name_of_val(&grown()) }}"
                )
            }),
            Verdict::Refused,
        ),
        Row(
            "twenty thousand warnings",
            Code::Made(|| (0..20_000).map(|n| format!("pub fn w{n}() {{ let x = {n}; }}\n")).collect()),
            Verdict::Whole,
        ),
    ];
    run(&Ground::within(Level::Bounded, Bounds { compiler, ..usual }), &Bait::lay(), &bombs);
}

/// Whether a file is there does not show in what the compiler says of it.
#[test]
fn an_error_does_not_tell_whether_a_path_exists() {
    let (ground, bait) = (Ground::of(Level::Bounded), Bait::lay());
    let said = |path: &str, form: &str| {
        let code = form.replace("PATH", path);
        let report = ground.grade(&ground.changed(|file| format!("{file}\n{code}\n")), Drawing::Never);
        let text = serde_json::to_string(&report.errors).expect("JSON");
        assert!(!text.contains("[]"), "{report:?}");
        text.replace(path, "PATH")
    };
    let there = bait.path("secret").display().to_string();
    let other = bait.path("hidden").display().to_string();
    for form in [
        r#"pub const S: &str = include_str!("PATH");"#,
        r#"#[path = "PATH"] pub mod stolen;"#,
        r#"#[doc = include_str!("PATH")] pub fn f() {}"#,
        r#"pub mod shown { #![debugger_visualizer(natvis_file = "PATH")] }"#,
    ] {
        assert_eq!(said(&there, form), said(&other, form), "{form}");
    }
}

/// Nor does it show in what a program is told, where programs can be linked whole.
#[test]
fn a_program_cannot_tell_whether_a_path_exists() {
    let (ground, bait) = (Ground::of(Level::Bounded), Bait::lay());
    if ground.work.contain.flags().is_empty() {
        eprintln!("left out: programs cannot be linked whole here, which needs the C library as libc.a");
        return;
    }
    let said = |path: &str, what: &str| {
        let body = bait.fill(&ground, &format!("TRY({})", what.replace("PATH", path)));
        let report = ground.grade(&ground.with_body(FUNCTION, &body), Drawing::Never);
        assert_eq!(verdict(&report, FUNCTION)[0], Verdict::Panicked, "{report:?}");
        let function = report.functions.iter().find(|one| one.name == FUNCTION).expect("the function");
        serde_json::to_string(function).expect("JSON").replace(path, "PATH")
    };
    let there = bait.path("victim").display().to_string();
    let other = bait.path("hidden").display().to_string();
    for what in ["std::fs::read(\"PATH\")", "std::fs::metadata(\"PATH\")", "std::fs::read_link(\"PATH\")"] {
        assert_eq!(said(&there, what), said(&other, what), "{what}");
    }
}
