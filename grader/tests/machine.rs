//! The real binary on machines that are not as they should be, and its end, however it comes.
#![cfg(unix)]

mod common;

use common::{Workspace, losses};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The grader in a workspace, as a command of the standard library.
fn grader(workspace: &Workspace, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
    command.current_dir(workspace.path("")).args(args).env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// A report with another seed than other tests', so that nothing of theirs is remembered.
fn seeded(workspace: &Workspace, seed: &str) -> serde_json::Value {
    report(&grader(workspace, &["--format", "json", "--seed", seed]).output().expect("a run"))
}

fn report(output: &std::process::Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn nothing_in_the_callers_environment_changes_what_is_built() {
    let workspace = Workspace::solved(&["gibbs"]);
    let mut command = grader(&workspace, &["--format", "json", "--seed", "11"]);
    for (name, value) in [
        ("RUSTC", "/bin/false"),
        ("RUSTC_WRAPPER", "/bin/false"),
        ("RUSTC_WORKSPACE_WRAPPER", "/bin/false"),
        ("CARGO_BUILD_RUSTC_WRAPPER", "/bin/false"),
        ("CARGO", "/bin/false"),
        ("RUSTFLAGS", "--cfg nonsense -D warnings -Z nothing"),
        ("CARGO_ENCODED_RUSTFLAGS", "-Cpanic=abort"),
        ("CARGO_PROFILE_DEV_PANIC", "abort"),
        ("CARGO_PROFILE_DEV_OPT_LEVEL", "3"),
        ("CARGO_BUILD_TARGET", "wasm32-unknown-unknown"),
        ("RUSTUP_TOOLCHAIN", "none-such"),
        ("RUSTC_BOOTSTRAP", "1"),
        ("LD_PRELOAD", ""),
        ("RUST_BACKTRACE", "full"),
    ] {
        command.env(name, value);
    }
    let output = command.output().expect("a run");
    assert_eq!(losses(&report(&output)), Vec::<String>::new());
}

/// A shell that bounds the size of files before it becomes the grader, as a quota or a full disk would.
fn bounded(workspace: &Workspace, kibibytes: u32, args: &str) -> std::process::Output {
    let grader = env!("CARGO_BIN_EXE_grader");
    let script = format!("ulimit -f {kibibytes}; exec '{grader}' {args}");
    Command::new("/bin/bash")
        .args(["-c", &script])
        .current_dir(workspace.path(""))
        .env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"))
        .output()
        .expect("a run")
}

#[test]
fn where_the_compiler_cannot_write_nobody_is_blamed_and_nothing_is_remembered() {
    let workspace = Workspace::solved(&["gibbs"]);
    // the kit is there: only what is made of the student's file does not fit
    assert_eq!(losses(&seeded(&workspace, "12")), Vec::<String>::new());
    let output = bounded(&workspace, 100, "--format json --seed 13");
    let disturbed = report(&output);
    assert_eq!(output.status.code(), Some(3), "{disturbed}");
    assert_eq!(disturbed["exercises"][0]["state"], "grader_error", "{disturbed}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("gibbs") && said.contains("file"), "{said}");
    let after = grader(&workspace, &["--format", "json", "--seed", "13"]).output().expect("a run");
    assert_eq!((after.status.code(), losses(&report(&after))), (Some(0), vec![]));
}

/// A target folder with the kit of all tests in it, and nothing else.
fn with_the_kit(target: &Path) {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader");
    fs::create_dir_all(target.join("grader")).expect("a folder");
    for part in ["build", "kit"] {
        std::os::unix::fs::symlink(own.join(part), target.join("grader").join(part)).expect("a link");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_costs_nobody_anything() {
    let workspace = Workspace::solved(&["latent"]);
    // the kit is there
    assert_eq!(losses(&seeded(&workspace, "20")), Vec::<String>::new());
    let disk = tempfile::tempdir().expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=300k", "tmpfs"]).arg(disk.path()).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("left out: no small disk can be mounted here");
        return;
    }
    with_the_kit(disk.path());
    let grade = || {
        let mut command = grader(&workspace, &["--format", "json", "--seed", "20"]);
        command.env("CARGO_TARGET_DIR", disk.path()).output().expect("a run")
    };
    let full = grade();
    let larger = Command::new("mount").args(["-o", "remount,size=100m"]).arg(disk.path()).status();
    let after = grade();
    let _ = Command::new("umount").arg(disk.path()).status();
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    assert_eq!(full.status.code(), Some(3), "{said}");
    assert!(said.contains("space"), "{said}");
    let disturbed = report(&full);
    assert_eq!(disturbed["exercises"][0]["state"], "grader_error", "{disturbed}");
    assert!(larger.is_ok_and(|status| status.success()));
    assert_eq!((after.status.code(), losses(&report(&after))), (Some(0), vec![]));
}

/// Processes whose program lies in this folder.
#[cfg(target_os = "linux")]
fn running_in(folder: &Path) -> Vec<String> {
    let exe = |pid: &str| fs::read_link(format!("/proc/{pid}/exe")).ok();
    let entries = fs::read_dir("/proc").expect("/proc").flatten();
    let pids = entries.filter_map(|entry| entry.file_name().into_string().ok());
    pids.filter(|pid| exe(pid).is_some_and(|exe| exe.starts_with(folder) && exe.to_string_lossy().contains("probe")))
        .collect()
}

/// Waits for something that comes sooner or later, however busy the machine is.
fn sooner_or_later(what: &str, happens: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if happens() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{what} does not happen");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_that_a_run_started_outlives_it_however_it_ends() {
    let workspace = Workspace::solved(&["latent"]);
    assert_eq!(losses(&seeded(&workspace, "21")), Vec::<String>::new());
    workspace.body("latent", "infer", "    loop {\n        std::hint::black_box(energies);\n    }");
    for signal in ["INT", "TERM", "HUP", "KILL"] {
        // a folder of its own, so that no other test's programs are seen
        let target = tempfile::tempdir().expect("a folder");
        with_the_kit(target.path());
        let mut grader: Child = grader(&workspace, &[])
            .env("CARGO_TARGET_DIR", target.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a grader");
        let folder = target.path().canonicalize().expect("a folder");
        sooner_or_later("a program of the student's", || !running_in(&folder).is_empty());
        let killed = Command::new("kill").args([&format!("-{signal}"), &grader.id().to_string()]).status();
        assert!(killed.expect("kill").success());
        let _ = grader.wait();
        sooner_or_later("the end of all programs", || running_in(&folder).is_empty());
    }
}

#[test]
fn what_a_killed_grader_left_is_swept_at_the_next_start() {
    let workspace = Workspace::solved(&["latent"]);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let runs = target.join("grader/run");
    fs::create_dir_all(runs.join("999999-0/latent")).expect("a folder");
    fs::write(runs.join("999999-0/latent/file"), "left").expect("a file");
    fs::write(runs.join("999999-0.lock"), "").expect("a lock");
    fs::create_dir_all(runs.join("999998-3")).expect("a folder without its lock");
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("precious"), "kept").expect("a file");
    let _ = fs::remove_file(runs.join("999997-1"));
    std::os::unix::fs::symlink(outside.path(), runs.join("999997-1")).expect("a link");
    assert_eq!(losses(&seeded(&workspace, "14")), Vec::<String>::new());
    for name in ["999999-0", "999999-0.lock", "999998-3", "999997-1"] {
        assert!(fs::symlink_metadata(runs.join(name)).is_err(), "{name} is still there");
    }
    assert_eq!(fs::read_to_string(outside.path().join("precious")).expect("the file"), "kept");
}

#[test]
fn two_gradings_at_once_in_one_checkout_both_come_to_an_end() {
    let workspace = Workspace::solved(&["gibbs", "latent"]);
    let start = |seed: &str| {
        let mut command = grader(&workspace, &["--format", "json", "--seed", seed]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a grader")
    };
    let both = [start("15"), start("16"), start("15")];
    for one in both {
        assert_eq!(losses(&report(&one.wait_with_output().expect("a report"))), Vec::<String>::new());
    }
}

#[test]
fn files_of_the_grader_replaced_by_links_and_fifos_are_neither_followed_nor_waited_for() {
    let workspace = Workspace::solved(&["latent"]);
    assert_eq!(losses(&seeded(&workspace, "17")), Vec::<String>::new());
    let target = tempfile::tempdir().expect("a folder");
    with_the_kit(target.path());
    let grade = || {
        let mut command = grader(&workspace, &["--format", "json", "--seed", "17"]);
        command.env("CARGO_TARGET_DIR", target.path()).output().expect("a run")
    };
    assert_eq!(losses(&report(&grade())), Vec::<String>::new());
    let own = target.path().join("grader");
    let precious = target.path().join("precious");
    fs::write(&precious, "kept").expect("a file");
    let cache = fs::read_dir(own.join("cache/latent")).expect("the memory").flatten().next().expect("an entry").path();
    fs::remove_file(&cache).expect("removed");
    assert!(Command::new("mkfifo").arg(&cache).status().expect("mkfifo").success());
    for name in ["lock", "seed", "run/.gate"] {
        let _ = fs::remove_file(own.join(name));
        std::os::unix::fs::symlink(&precious, own.join(name)).expect("a link");
    }
    assert_eq!(losses(&report(&grade())), Vec::<String>::new());
    assert_eq!(fs::read_to_string(&precious).expect("the file"), "kept");
}

#[test]
fn a_memory_that_somebody_edited_is_not_believed() {
    let workspace = Workspace::of(&["latent"]);
    let report = seeded(&workspace, "18");
    assert_eq!(report["exercises"][0]["points"], 0);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grader/cache/latent");
    for entry in fs::read_dir(folder).expect("the memory").flatten() {
        if let Ok(text) = fs::read_to_string(entry.path()) {
            let edited = text.replace("\"points\":0", "\"points\":9");
            let _ = fs::write(entry.path(), edited);
        }
    }
    assert_eq!(seeded(&workspace, "18")["exercises"][0]["points"], 0);
}

#[test]
fn a_checkout_may_lie_in_a_folder_of_any_name() {
    for name in ["Mu\u{308}ller", "a \"quoted\" 'name' \\ $HOME", "räum und ζeit", "-x", "a=b,c;d"] {
        let workspace = Workspace::solved(&["latent"]);
        let outer = tempfile::tempdir().expect("a folder");
        let root = outer.path().join(name);
        common::copy(&workspace.path(""), &root);
        let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
        let output = command
            .current_dir(&root)
            .args(["--format", "json", "--seed", "19"])
            .env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"))
            .output()
            .expect("a run");
        assert_eq!(losses(&report(&output)), Vec::<String>::new(), "{name}");
    }
}
