//! The loop that follows the hand, through the real binary: files are saved, lines are read.

mod common;

use common::{PROGRAM, Workspace};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Nobody waits so long; whoever does has waited in vain.
const DEADLINE: Duration = Duration::from_secs(300);

/// `grader watch`, piped.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn of(workspace: &Workspace, args: &[&str]) -> Watch {
        let mut command = Command::new(PROGRAM);
        command.current_dir(workspace.root.path()).args(["watch", "--seed", "7"]).args(args);
        command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env_remove("COLUMNS");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a run");
        let out = child.stdout.take().expect("its output");
        let (tell, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        Watch { child, lines }
    }

    /// The next line.
    fn line(&self) -> String {
        let line = self.lines.recv_timeout(DEADLINE).expect("a line");
        assert!(!line.contains('\u{1b}'), "{line:?}");
        line
    }

    /// The lines up to one that begins like this.
    fn until(&self, begins: &str) -> String {
        let mut text = String::new();
        loop {
            let line = self.line();
            text += &format!("{line}\n");
            if line.starts_with(begins) {
                return text;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn on_a_save_what_changed_is_told_and_the_rest_in_a_line() {
    let workspace = Workspace::of(&["gibbs", "nll"]);
    let watch = Watch::of(&workspace, &[]);
    let first = watch.until("Next");
    assert!(first.starts_with("Watching 2 exercises: 0 of 100 points."), "{first}");

    workspace.body("gibbs", "log_sum_exp", "    values.mapv(f64::exp).sum().ln()");
    insta::assert_snapshot!("begun", watch.until("Next"));
    let reference = workspace.read("solutions/gibbs/src/lib.rs");
    let (_, body) = reference.split_once("pub fn log_sum_exp(values: &Array1<f64>) -> f64 {\n").expect("the function");
    let (body, _) = body.split_once("\n}\n").expect("its end");
    workspace.body("gibbs", "log_sum_exp", body);
    insta::assert_snapshot!("stable", watch.until("Next"));

    // another file in the place of the old one, as some editors write
    let path = workspace.path("exercises/gibbs/src/lib.rs");
    let beside = workspace.path("exercises/gibbs/src/.lib.rs.new");
    let whole = fs::read_to_string(&path).expect("the file");
    fs::write(&beside, whole.replace("values[top] + others", "others")).expect("a file");
    fs::rename(&beside, &path).expect("renamed");
    let lost = watch.until("Next");
    assert!(lost.contains("→ 0: the cases are no longer right"), "{lost}");
}

#[test]
fn a_file_that_does_not_compile_is_answered_in_a_line_and_an_empty_one_waited_for() {
    let workspace = Workspace::solved(&["gibbs"]);
    let watch = Watch::of(&workspace, &["gibbs"]);
    assert!(watch.until("Everything").starts_with("Watching exercises/gibbs: 47 of 47 points."));
    let path = "exercises/gibbs/src/lib.rs";
    let whole = workspace.read(path);
    workspace.write(path, &format!("{whole}\npub fn mine() -> f64 {{\n    \"one\"\n}}\n"));
    let line = whole.lines().count() + 3;
    let told = watch.until("exercises/");
    assert!(told.ends_with(&format!("{path}:{line}:5: mismatched types [E0308]\n")), "{told}");
    watch.until("gibbs 47 of 47");
    // a file that is being written is empty for a moment
    workspace.write(path, "");
    workspace.write(path, &format!("{whole}\n// mended\n"));
    assert!(watch.line().starts_with("gibbs 47 of 47, nothing changed"));
}

#[test]
fn a_save_interrupts_a_run_of_which_nothing_is_told() {
    let workspace = Workspace::solved(&["gibbs"]);
    let watch = Watch::of(&workspace, &["gibbs"]);
    watch.until("Everything is right");
    let whole = workspace.read("exercises/gibbs/src/lib.rs");
    let begun = workspace.path("begun");
    // it is called, says so, and sleeps
    let body = format!(
        "    std::fs::write({begun:?}, \"\").unwrap();\n    std::thread::sleep(std::time::Duration::from_secs(1000));\n    values[0]"
    );
    workspace.body("gibbs", "log_sum_exp", &body);
    let deadline = std::time::Instant::now() + DEADLINE;
    while !begun.exists() && std::time::Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    workspace.write("exercises/gibbs/src/lib.rs", &format!("{whole}\n// another\n"));
    let mut told = String::new();
    while !told.contains("gibbs 47 of 47") {
        told += &watch.line();
    }
    assert!(told.starts_with("gibbs 47 of 47, nothing changed"), "{told}");
}

#[test]
fn what_cannot_be_watched_is_said() {
    let workspace = Workspace::of(&["gibbs"]);
    assert!(workspace.error(&["watch", "gibs"]).contains("did you mean `gibbs`"));
    assert!(workspace.error(&["watch", "gibbs", "nll"]).contains("`watch` takes one exercise, or none for all"));
}

#[cfg(target_os = "linux")]
#[test]
fn in_a_terminal_keys_are_answered_and_q_ends_it() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::io::Write;
    let workspace = Workspace::of(&["gibbs"]);
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("a terminal");
    let name = ptsname(&terminal, vec![]).expect("a name").into_string().expect("a name");
    let screen = || fs::File::options().read(true).write(true).open(&name).expect("a screen");
    let mut command = Command::new(PROGRAM);
    command.current_dir(workspace.root.path()).args(["watch", "gibbs", "--seed", "7"]);
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")).env("NO_COLOR", "1").env("COLUMNS", "100");
    command.stdin(screen()).stdout(screen()).stderr(Stdio::null());
    let mut child = command.spawn().expect("a run");
    drop(command);
    let mut keyboard = fs::File::from(terminal);
    let screen = keyboard.try_clone().expect("a screen");
    let (tell, lines) = mpsc::channel();
    std::thread::spawn(move || {
        // a terminal that nobody holds any more ends with an error
        for line in BufReader::new(screen).lines().map_while(Result::ok) {
            let _ = tell.send(line);
        }
    });
    let until = |what: &str| {
        let mut seen = String::new();
        while !seen.contains(what) {
            seen += &(lines.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("no {what}: {seen}")) + "\n");
        }
        assert!(!seen.contains("\u{1b}[2J"), "the screen was cleared: {seen:?}");
    };
    until("Keys, each with Enter: h a hint");
    for (key, answer) in [
        ("h\n", "log_sum_exp, hint 1 of"),
        ("h\n", "log_sum_exp, hint 2 of"),
        ("n\n", "the theory"),
        ("l\n", "0 / 47"),
        ("?\n", "Keys, each"),
    ] {
        keyboard.write_all(key.as_bytes()).expect("typed");
        until(answer);
    }
    keyboard.write_all(b"q\n").expect("typed");
    assert!(child.wait().expect("an end").success());
}

/// Does this process ignore Ctrl-C, as what a script starts in the background does?
#[cfg(target_os = "linux")]
fn interrupts_are_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    ignored.is_some_and(|signals| signals & 0b10 != 0)
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_the_loop_and_the_student_s_program_with_it() {
    use rustix::process::{Pid, Signal, kill_process, test_kill_process};
    if interrupts_are_ignored() {
        println!("left out: whoever started this test has Ctrl-C ignored, and so does whatever it starts");
        return;
    }
    let workspace = Workspace::solved(&["gibbs"]);
    let mut watch = Watch::of(&workspace, &["gibbs"]);
    watch.until("Everything is right");
    let own = workspace.path("own");
    // it is called, says who it is, and loops
    let body = format!(
        "    std::fs::write({own:?}, std::process::id().to_string()).unwrap();\n    loop {{\n        std::hint::spin_loop()\n    }}"
    );
    workspace.body("gibbs", "log_sum_exp", &body);
    let deadline = std::time::Instant::now() + DEADLINE;
    let pid = |text: String| text.parse().ok().and_then(Pid::from_raw);
    let student = loop {
        if let Some(pid) = fs::read_to_string(&own).ok().and_then(pid) {
            break pid;
        }
        assert!(std::time::Instant::now() < deadline, "the function is never called");
        std::thread::sleep(Duration::from_millis(5));
    };
    let grader = pid(watch.child.id().to_string()).expect("a process");
    kill_process(grader, Signal::INT).expect("Ctrl-C");
    assert!(!watch.child.wait().expect("an end").success());
    while test_kill_process(student).is_ok() {
        assert!(std::time::Instant::now() < deadline, "the student's program survives");
        std::thread::sleep(Duration::from_millis(5));
    }
}
