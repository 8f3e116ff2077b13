//! A whole class is graded: every student has a report, whatever was handed in and whatever happens meanwhile.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, solved, untouched, with_body};
use std::fs;

/// Three students of a small course.
fn three() -> Workspace {
    let class = course(&["latent"]);
    solved(&class, "0042");
    untouched(&class, "0043");
    with_body(&class, "doejane_12_900_hw4", "latent", "infer", "    let _ = energies;\n    7");
    class
}

#[test]
fn a_class_is_graded_in_one_command_and_nothing_is_graded_twice() {
    let class = three();
    class.write(&format!("{HANDED_IN}/notes.txt"), "hello");
    fs::create_dir(class.path(&format!("{HANDED_IN}/0044"))).expect("a folder");
    // the same work under another name is the same unit
    solved(&class, "0045");
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN, "--assignment", "homework"]));
    assert!(text.contains("not graded notes.txt: neither a folder nor an archive"), "{text}");
    assert!(text.contains("unreadable 0044: there is no exercise in"), "{text}");
    assert!(text.contains("5 students: 3 exercises graded, 1 known already."), "{text}");
    let table = class.read(&format!("{GRADEBOOK}/grades.csv"));
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').take(5).collect()).collect();
    assert_eq!(rows[0], ["id", "name", "section", "state", "points"]);
    assert_eq!(rows[1], ["0042", "", "", "graded", "100"]);
    assert_eq!(rows[2], ["0043", "", "", "graded", "0"]);
    assert_eq!(rows[3], ["0044", "", "", "unreadable", "0"]);
    assert_eq!(rows[4], ["0045", "", "", "graded", "100"]);
    assert_eq!(rows[5][..4], ["12", "doejane", "", "graded"]);
    for student in ["0042", "0043", "0044", "0045", "12"] {
        assert!(class.read(&format!("{GRADEBOOK}/students/{student}/report.txt")).starts_with(student));
    }
    let before = bytes(&class.path(GRADEBOOK));
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN]));
    assert!(text.contains("5 students: 0 exercises graded, 4 known already."), "{text}");
    assert_eq!(differ(&before, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_grader_killed_at_any_moment_goes_on_to_the_same_bytes() {
    let class = three();
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let whole = bytes(&class.path(GRADEBOOK));
    let mut kills = 0;
    let mut pause = 0;
    while kills < 50 {
        // the same seed, and nothing else
        fs::remove_dir_all(class.path(GRADEBOOK)).expect("removed");
        fs::create_dir_all(class.path(GRADEBOOK)).expect("a folder");
        for file in ["gradebook.json", "seed", "commitment.json"] {
            fs::write(class.path(&format!("{GRADEBOOK}/{file}")), &whole[file]).expect("a file");
        }
        for _ in 0..10 {
            // any pause will do: what is compared is the same wherever it ends
            pause = (pause * 37 + 113) % 1201;
            killed(&class, pause);
            kills += 1;
        }
        class.stdout(&["grade", "--trusted", HANDED_IN]);
        assert_eq!(differ(&whole, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_killed_compiler_or_program_costs_nobody_anything() {
    let class = three();
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let whole = bytes(&class.path(GRADEBOOK));
    fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results"))).expect("removed");
    let mut command = std::process::Command::new(common::PROGRAM);
    command.args(["grade", "--trusted", HANDED_IN]).current_dir(class.root.path());
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut grader = command.spawn().expect("a grader");
    let mut killed = 0;
    while grader.try_wait().expect("its state").is_none() {
        for child in children(grader.id()).into_iter().take(usize::from(killed < 12)) {
            // rustix has no place here: the shell's own kill does
            let done = std::process::Command::new("kill").args(["-9", &child.to_string()]).status();
            killed += u32::from(done.is_ok_and(|status| status.success()));
        }
        std::thread::sleep(std::time::Duration::from_millis(40));
    }
    assert!(killed > 0);
    let status = grader.wait().expect("its end");
    // what was disturbed twice is an error of the grader's own, and told by the status
    assert!(matches!(status.code(), Some(0 | 3)), "{status}");
    for row in class.read(&format!("{GRADEBOOK}/grades.csv")).lines().skip(1) {
        assert!(row.contains(",graded,") || row.contains(",grader error,,"), "{row}");
    }
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(differ(&whole, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}

/// The processes that this one started and that are there.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    let mut found = vec![];
    for entry in fs::read_dir("/proc").expect("/proc").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let rest = stat.rsplit(')').next().unwrap_or_default();
        if rest.split_whitespace().nth(1) == Some(&parent.to_string()) {
            found.push(id);
        }
    }
    found
}

#[test]
fn every_grade_comes_again_from_the_seed_and_what_changed_since_is_told() {
    let class = three();
    let text = class.stdout(&["open", "--assignment", "homework"]);
    let fixed = class.read(&format!("{GRADEBOOK}/commitment.json"));
    let digest = text.lines().map(str::trim).find(|line| line.len() == 64).expect("a digest");
    assert!(fixed.contains(digest), "{text}");
    assert!(!text.contains(class.read(&format!("{GRADEBOOK}/seed")).trim()));
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(class.read(&format!("{GRADEBOOK}/commitment.json")), fixed);
    let text = flat(&class.stdout(&["verify", "--trusted", GRADEBOOK]));
    assert!(text.contains(&format!("same what was fixed before: {digest}")), "{text}");
    assert!(text.contains("3 of 3 results came again, byte for byte."), "{text}");
    // a grade that somebody changed by hand
    let results = class.path(&format!("{GRADEBOOK}/results/latent"));
    let path = fs::read_dir(&results).expect("results").flatten().next().expect("a result").path();
    let honest = fs::read_to_string(&path).expect("a result");
    fs::write(&path, honest.replacen("\"max\":53", "\"max\":54", 1)).expect("written");
    let output = class.program(&["verify", "--trusted", GRADEBOOK]).output().expect("a run");
    let text = flat(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("2 of 3 results came again, byte for byte."), "{text}");
    fs::write(&path, honest).expect("written");
    class.change("fixtures/latent/exercise.toml", "title = ", "# changed\ntitle = ");
    let output = class.program(&["verify", "--trusted", GRADEBOOK]).output().expect("a run");
    let text = flat(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("changed the fixtures: ") && text.contains("0 of 3 results"), "{text}");
}

#[test]
fn bounds_of_the_course_hold_for_strangers_and_results_under_others_are_not_mixed() {
    let class = course(&["latent"]);
    let hungry = "    drop(std::hint::black_box(Vec::<f64>::with_capacity(50_000_000)));
    let top = energies.iter().copied().fold(f64::INFINITY, f64::min);
    energies.iter().position(|energy| *energy == top).unwrap_or(0)";
    with_body(&class, "0042", "latent", "infer", hungry);
    let codes = match class.program(&["doctor"]).output().expect("a run").status.success() {
        true => vec![&["--trusted"][..], &[]],
        false => vec![&["--trusted"][..]],
    };
    let grades = || class.read(&format!("{GRADEBOOK}/staff/0042/report.txt"));
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert!(grades().contains("right     infer  "), "{}", grades());
    let fixtures = "fixtures/course.toml";
    let usual = class.read(fixtures);
    class.write(fixtures, &format!("{usual}[bounds]\nprogram_memory_mib = 256\n"));
    let text = flat(&class.stdout(&["status"]));
    assert!(text.contains("1 graded"), "{text}");
    for code in codes {
        let _ = fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results")));
        let text = flat(&class.stdout(&[&["grade"], code, &[HANDED_IN]].concat()));
        assert!(text.contains("1 exercises graded, 0 known already."), "{text}");
        assert!(grades().contains("wrong     infer  ") && grades().contains("memory"), "{}", grades());
    }
    // the same numbers, stated, are the same bounds
    class.write(fixtures, &format!("{usual}[bounds]\nprogram_memory_mib = 1024\ncompiler_cpu_seconds = 60\n"));
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    class.write(fixtures, &usual);
    let text = flat(&class.stdout(&["grade", "--trusted", HANDED_IN]));
    assert!(text.contains("0 exercises graded, 1 known already."), "{text}");
    class.write(fixtures, &format!("{usual}[bounds]\nprogram_memory_mib = 1\n"));
    let error = class.error(&["grade", "--trusted", HANDED_IN]);
    assert!(error.contains("fixtures/course.toml:11:22: `program_memory_mib` is 1, with which no class"), "{error}");
}

#[test]
fn every_fate_that_a_report_shows_can_be_asked_for() {
    let class = course(&["latent"]);
    solved(&class, "0042");
    untouched(&class, "0043");
    with_body(&class, "0044", "latent", "infer", "    let _ = energies;\n    7 +");
    with_body(&class, "0045", "latent", "infer", "    panic!(\"{energies}\")");
    with_body(&class, "0046", "latent", "infer", "    let _ = energies;\n    std::process::exit(0)");
    class.write(&format!("{HANDED_IN}/0048.zip"), "no archive");
    class.write("roster.csv", "id\n0042\n0043\n0044\n0045\n0046\n0048\n0049\n");
    class.stdout(&["grade", "--trusted", HANDED_IN, "--roster", "roster.csv"]);
    let before = bytes(&class.path(GRADEBOOK));
    for (word, students) in [
        ("not-started", 1),
        ("not-compiled", 1),
        ("panicked", 1),
        ("quit", 1),
        ("unreadable", 1),
        ("failed", 1),
        ("killed", 0),
        ("grader-error", 0),
        // who handed in nothing is asked for, and there is nothing to grade
        ("nothing", 0),
    ] {
        let text = flat(&class.stdout(&["only", "--trusted", word]));
        let graded = if word == "unreadable" || word == "failed" { 0 } else { students };
        match students {
            0 => assert!(text.contains("There is nobody to grade again."), "{word}: {text}"),
            _ => assert!(text.contains(&format!("{graded} exercises graded, 0 known already.")), "{word}: {text}"),
        }
        assert_eq!(differ(&before, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new(), "{word}");
    }
    assert!(class.error(&["only", "--trusted", "paniced"]).contains("did you mean `panicked`"));
}

#[test]
fn students_are_shown_one_by_one_and_graded_again_one_by_one() {
    let class = three();
    fs::create_dir(class.path(&format!("{HANDED_IN}/0044"))).expect("a folder");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let text = class.stdout(&["status"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let text = flat(&text);
    assert!(text.contains("3 graded 1 unreadable") && text.contains("unreadable 0044: there is no exercise"), "{text}");
    assert!(class.stdout(&["show", "12"]).starts_with("12 (doejane)\nGraded: doejane_12_900_hw4\n"));
    assert!(class.error(&["show", "0045"]).contains("there is no student called `0045`: did you mean `0044`"));
    let before = bytes(&class.path(GRADEBOOK));
    let text = flat(&class.stdout(&["only", "--trusted", "0043"]));
    assert!(text.contains("1 exercises graded, 0 known already."), "{text}");
    assert_eq!(differ(&before, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
    solved(&class, "0044");
    let text = flat(&class.stdout(&["only", "--trusted", "failed"]));
    assert!(text.contains("0 exercises graded, 1 known already."), "{text}");
    assert!(class.read(&format!("{GRADEBOOK}/grades.csv")).contains("0044,,,graded,100"));
    let text = class.stdout(&["only", "--trusted", "failed"]);
    assert!(text.contains("There is nobody to grade again."), "{text}");
}

/// Starts grading and kills it after a while, unless it was done before.
#[cfg(unix)]
fn killed(class: &Workspace, milliseconds: u64) {
    let mut command = std::process::Command::new(common::PROGRAM);
    command.args(["grade", "--trusted", HANDED_IN]).current_dir(class.root.path());
    command.env("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR"));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut grader = command.spawn().expect("a grader");
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    grader.kill().expect("killed");
    grader.wait().expect("its end");
}

#[cfg(target_os = "linux")]
#[test]
fn strangers_are_graded_in_a_jail_to_the_same_bytes_or_not_at_all() {
    let class = three();
    let doctor = class.program(&["doctor"]).output().expect("a run");
    let output = class.program(&["grade", HANDED_IN]).output().expect("a run");
    let (text, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !doctor.status.success() {
        // what this machine cannot contain is refused, and nothing of it is run
        assert_eq!(output.status.code(), Some(2), "{text}{error}");
        assert!(error.contains("code of strangers cannot be contained on this machine"), "{error}");
        assert!(!class.path(&format!("{GRADEBOOK}/results")).exists());
        return;
    }
    assert!(output.status.success(), "{text}{error}");
    let jailed = bytes(&class.path(GRADEBOOK));
    fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results"))).expect("removed");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert_eq!(differ(&jailed, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
}
