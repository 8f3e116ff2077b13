//! Runs that are ended by Ctrl-C or a signal, wherever they stand: nothing that they started outlives them, and the same
//! command goes on to the bytes of a run that nobody disturbed.
#![cfg(target_os = "linux")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{PROGRAM, Workspace};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, kept_seed, solved, with_body};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A small class, and a folder of its own for what is built and run.
struct Class {
    workspace: Workspace,
    own: tempfile::TempDir,
}

impl Class {
    /// Of one honest student, and one whose program is at work for long enough to be met.
    fn new() -> Class {
        let workspace = course(&["latent"]);
        solved(&workspace, "0042");
        with_body(&workspace, "0043", "latent", "infer", "    loop {\n        std::hint::black_box(energies);\n    }");
        let own = tempfile::tempdir().expect("a folder");
        let kit = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader");
        fs::create_dir_all(own.path().join("target/grader")).expect("a folder");
        fs::create_dir_all(own.path().join("tmp")).expect("a folder");
        // the way for tenants of the jail
        for folder in [own.path().to_owned(), own.path().join("tmp")] {
            fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o711)).expect("a way");
        }
        // the kit of all tests, which is there after the first run
        workspace.stdout(&["grade", "--trusted", HANDED_IN]);
        for part in ["build", "kit"] {
            symlink(kit.join(part), own.path().join("target/grader").join(part)).expect("a link");
        }
        Class { workspace, own }
    }

    fn begin(&self, args: &[&str]) -> Child {
        let mut command = Command::new(PROGRAM);
        command.args(args).current_dir(self.workspace.root.path()).process_group(0);
        command.env("CARGO_TARGET_DIR", self.own.path().join("target")).env("TMPDIR", self.own.path().join("tmp"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a grader")
    }

    /// Processes that work for this class: their program or one of their arguments lies in its folder.
    fn at_work(&self, beside: u32) -> Vec<(u32, String)> {
        let folder = self.own.path().canonicalize().expect("a folder");
        let entries = fs::read_dir("/proc").expect("/proc").flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let seen = pids.filter(|pid| *pid != beside).filter_map(|pid| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            let program = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
            let ours = program.starts_with(&folder) || line.contains(&folder.display().to_string());
            ours.then(|| (pid, format!("{} {line}", program.display())))
        });
        seen.collect()
    }

    /// Folders of runs that are still there.
    fn stages(&self) -> Vec<PathBuf> {
        let jailed = fs::read_dir(self.own.path().join("tmp")).expect("a folder").flatten().map(|entry| entry.path());
        let runs = jailed.chain([self.own.path().join("target/grader/run")]);
        let entries = runs.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    }
}

/// Waits for something that comes sooner or later, however busy the machine is; false where the grader is done before.
fn met(grader: &mut Child, happens: impl Fn() -> bool) -> bool {
    while grader.try_wait().expect("its state").is_none() {
        if happens() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    false
}

/// A point in a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Point {
    Compiling,
    Running,
    Kept,
    Begun,
}

/// Ends runs at every point, and goes on.
fn ended_and_continued(class: &Class, signal: &str, words: &[&str]) {
    let grade = [&["grade"], words, &[HANDED_IN]].concat();
    let book = class.workspace.path(GRADEBOOK);
    let run = class.begin(&grade).wait_with_output().expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let whole = bytes(&book);
    for point in [Point::Compiling, Point::Running, Point::Kept, Point::Begun] {
        kept_seed(&class.workspace);
        let mut grader = class.begin(&grade);
        let id = grader.id();
        // how well strangers are contained is tried before, in other folders
        let of = |kind: Point| {
            let here = class.at_work(id).into_iter().filter(|(_, line)| line.contains("/latent/"));
            here.map(|(_, line)| line.contains("--crate-name")).any(|compiles| compiles == (kind == Point::Compiling))
        };
        let there = met(&mut grader, || match point {
            Point::Compiling | Point::Running => of(point),
            Point::Kept => fs::read_dir(book.join("results/latent")).is_ok_and(|mut files| files.next().is_some()),
            Point::Begun => book.join(".submissions").exists(),
        });
        assert!(there, "{point:?} is not met");
        // Ctrl-C in a terminal reaches the whole group
        let sent = Command::new("kill").args([&format!("-{signal}"), "--", &format!("-{id}")]).status();
        assert!(sent.expect("kill").success());
        let output = grader.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&output.stderr);
        if signal != "KILL" && point != Point::Begun {
            assert_eq!(output.status.code(), Some(130), "{point:?}: {said}");
            assert!(said.contains("Stopped: ") && said.contains(" of 2 submissions are done."), "{said}");
            assert!(said.contains("No result is lost: the same command goes on."), "{said}");
            assert_eq!(class.stages(), Vec::<PathBuf>::new(), "{point:?}");
        }
        // what is told to end with the grader does so as soon as the system comes to it
        let mut left = class.at_work(id);
        for _ in 0..3_000 {
            if left.is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
            left = class.at_work(id);
        }
        assert_eq!(left, vec![], "{point:?}");
        for (name, found) in bytes(&book) {
            assert!(name.ends_with(".part") || whole.get(&name) == Some(&found), "{point:?}: {name}");
        }
        let again = class.begin(&grade).wait_with_output().expect("a run");
        assert!(again.status.success(), "{point:?}: {}", String::from_utf8_lossy(&again.stderr));
        assert_eq!(differ(&whole, &bytes(&book)), Vec::<String>::new(), "{point:?}");
        assert_eq!(class.stages(), Vec::<PathBuf>::new(), "{point:?}: what a killed run left is swept");
    }
}

#[test]
fn one_s_own_code_is_stopped_at_any_point() {
    let class = Class::new();
    for signal in ["INT", "TERM"] {
        ended_and_continued(&class, signal, &["--trusted"]);
    }
}

#[test]
fn strangers_are_stopped_at_any_point() {
    let class = Class::new();
    if !class.workspace.program(&["doctor"]).output().expect("a run").status.success() {
        println!("left out: code of strangers is not graded on this machine");
        return;
    }
    for signal in ["INT", "KILL"] {
        ended_and_continued(&class, signal, &[]);
    }
}
