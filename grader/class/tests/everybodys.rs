//! Where strangers are kept off files by being another user alone, a class is graded only if what is secret is nobody's
//! but the grader's.
#![cfg(target_os = "linux")]

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;
mod machine;

use common::{PROGRAM, Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, course, solved, with_body};
use machine::{is_root, old_kernel, under, with_open_toolchain};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

/// Grades the class on a kernel without Landlock: its status, and all that it says. `None` where this machine cannot play one.
fn graded(class: &Workspace, target: &std::path::Path) -> Option<(i32, String)> {
    let root = class.root.path().to_str().expect("text");
    let script = "cd \"$1\" && shift && exec \"$@\"";
    let words = ["sh", "-c", script, "sh", root, PROGRAM, "grade", HANDED_IN, "--assignment", "homework"];
    let mut command = with_open_toolchain(&words);
    command.env("CARGO_TARGET_DIR", target);
    let (text, output) = under(Some(old_kernel()), &mut command);
    let said = text + &String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(status) if !said.contains("unshare") && !said.contains("mount:") => Some((status, flat(&said))),
        _ => {
            println!(
                "left out: a place where everybody can reach the compiler, which this machine does not allow: {said}"
            );
            None
        }
    }
}

#[test]
fn a_gradebook_that_everybody_can_get_at_is_refused_before_anything_is_graded() {
    if !is_root() {
        println!("left out: to make strangers another user, because this is not root");
        return;
    }
    let class = course(&["latent"]);
    solved(&class, "0042");
    let seed = class.path(GRADEBOOK).join("seed");
    let theft = format!("    let stolen = include_str!({seed:?});\n    energies.len() as f64 * stolen.len() as f64");
    with_body(&class, "0043", "latent", "infer", &theft);
    let mode = |path: &str, mode: u32| {
        fs::set_permissions(class.path(path), Permissions::from_mode(mode)).expect("a mode");
    };
    for path in ["", "fixtures", "solutions", HANDED_IN] {
        mode(path, 0o755);
    }
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    class.stdout(&["open"]);
    // what programs are linked with is built where cargo finds all that it needs
    class.stdout(&["grade", "--trusted", HANDED_IN, "--gradebook", "another"]);
    let refused = |secret: &str| {
        let Some((status, said)) = graded(&class, target) else { return false };
        if said.contains("whose level is L1") {
            println!("left out: {said}");
            return false;
        }
        assert!(status == 2 && said.contains("at level L2") && said.contains("chmod go= PATH"), "{said}");
        assert!(said.contains(&format!("{secret} is that")), "{said}");
        assert!(!class.path(GRADEBOOK).join("results").exists());
        true
    };
    for secret in ["fixtures", "solutions", GRADEBOOK] {
        mode(GRADEBOOK, if secret == GRADEBOOK { 0o777 } else { 0o755 });
        if !refused(secret) {
            return;
        }
        mode(secret, 0o700);
    }
    assert!(refused(HANDED_IN));
    mode(HANDED_IN, 0o700);
    let (status, said) = graded(&class, target).expect("it was possible before");
    assert_eq!(status, 0, "{said}");
    let grades = class.read(&format!("{GRADEBOOK}/grades.csv"));
    assert!(grades.contains("0042,,,graded,100,"), "{grades}");
    let report = class.read(&format!("{GRADEBOOK}/staff/0043/report.txt"));
    assert!(report.contains("couldn't read"), "{report}");
    assert!(!report.contains(class.read(&format!("{GRADEBOOK}/seed")).trim()));
}
