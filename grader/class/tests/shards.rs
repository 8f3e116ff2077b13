//! A class is graded in shards, by whom and in whichever order: the gradebook is the one of one machine.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, kept_seed, solved, untouched, with_body};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Seven students, three of whom have something of their own.
fn seven() -> Workspace {
    let class = course(&["latent", "gibbs"]);
    solved(&class, "0042");
    untouched(&class, "0043");
    with_body(&class, "0044", "latent", "infer", "    let _ = energies;\n    7");
    solved(&class, "0045");
    untouched(&class, "0046");
    fs::create_dir(class.path(&format!("{HANDED_IN}/0047"))).expect("a folder");
    with_body(&class, "0048", "gibbs", "gibbs", "    todo!()");
    class.write(&format!("{HANDED_IN}/notes.txt"), "hello");
    class
}

/// Runs a command that must end like this; what it says.
fn ends(class: &Workspace, status: i32, args: &[&str]) -> String {
    let output = class.program(args).output().expect("a run");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).expect("text");
    assert_eq!(output.status.code(), Some(status), "{args:?}: {text}");
    flat(&text)
}

/// A gradebook without the plan that it was made by.
fn book(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = bytes(folder);
    all.retain(|name, _| !name.starts_with("plan/"));
    all
}

/// Grades a class on one machine; then the seed alone is left.
fn whole(class: &Workspace) -> BTreeMap<String, Vec<u8>> {
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let whole = book(&class.path(GRADEBOOK));
    kept_seed(class);
    whole
}

#[test]
fn shards_in_any_order_and_any_number_of_times_make_the_gradebook_of_one_machine() {
    let class = seven();
    let whole = whole(&class);
    for (sizes, shards) in [(&["--size", "1"][..], 4), (&["--shards", "2"], 2), (&[], 1)] {
        kept_seed(&class);
        let text = flat(&class.stdout(&[&["plan", HANDED_IN], sizes].concat()));
        assert!(text.contains("not graded notes.txt: neither a folder nor an archive"), "{text}");
        assert!(text.contains("7 students: 4 submissions with 6 exercises to grade, each once."), "{text}");
        assert!(text.contains(&format!("{shards} shard")), "{text}");
        let mut order: Vec<usize> = (0..shards).rev().collect();
        order.push(0);
        for (turn, shard) in order.iter().enumerate() {
            if turn == 1 {
                let text = ends(&class, 2, &["merge"]);
                assert!(text.contains("are not graded") || shards == 1, "{text}");
            }
            let text = flat(&class.stdout(&["shard", &shard.to_string(), "--trusted", "--workers", "2"]));
            let again = turn == shards;
            assert!(text.contains(&format!("Shard {shard} of {shards}: ")), "{text}");
            assert_eq!(text.contains(" 0 exercises graded,"), again, "{text}");
            if shards == 1 {
                break;
            }
        }
        let text = flat(&class.stdout(&["merge"]));
        assert!(text.contains("unreadable 0047: ") && text.contains("7 students: 12 exercises."), "{text}");
        assert_eq!(differ(&whole, &book(&class.path(GRADEBOOK))), Vec::<String>::new());
        class.stdout(&["merge"]);
        assert_eq!(differ(&whole, &book(&class.path(GRADEBOOK))), Vec::<String>::new());
    }
}

#[test]
fn a_plan_is_the_same_whenever_it_is_made_and_what_is_graded_stays_graded() {
    let class = seven();
    class.stdout(&["plan", HANDED_IN, "--size", "3"]);
    let plan = || bytes(&class.path(&format!("{GRADEBOOK}/plan")));
    let first = plan();
    class.stdout(&["plan", HANDED_IN, "--size", "3"]);
    assert_eq!(differ(&first, &plan()), Vec::<String>::new());
    class.stdout(&["shard", "0", "--trusted"]);
    // somebody hands in late
    with_body(&class, "0049", "latent", "infer", "    let _ = energies;\n    8");
    class.stdout(&["plan", HANDED_IN, "--size", "3"]);
    let text = flat(&class.stdout(&["shard", "0", "--trusted"]));
    assert!(text.contains(" 0 exercises graded, 5 known already."), "{text}");
    let text = flat(&class.stdout(&["shard", "1", "--trusted"]));
    assert!(text.contains("2 submissions, 2 exercises graded"), "{text}");
    class.stdout(&["merge"]);
}

#[test]
fn a_merge_says_what_is_missing_and_does_as_it_is_told() {
    let class = seven();
    let whole = whole(&class);
    class.stdout(&["plan", HANDED_IN, "--size", "1"]);
    for shard in ["0", "1", "2", "3"] {
        class.stdout(&["shard", shard, "--trusted"]);
    }
    let results = class.path(&format!("{GRADEBOOK}/results/latent"));
    let mut paths: Vec<_> = fs::read_dir(&results).expect("results").map(|entry| entry.expect("one").path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 3);
    // one is lost, one cut short
    let text = fs::read_to_string(&paths[0]).expect("a result");
    fs::write(&paths[0], &text[..text.len() / 2]).expect("written");
    fs::remove_file(&paths[1]).expect("removed");
    let text = ends(&class, 2, &["merge"]);
    assert_eq!(text.matches("exercises are not graded. latent of 004").count(), 2, "{text}");
    assert!(text.contains("2 of 4 shards are not whole: run `class shard` again for "), "{text}");
    assert!(!class.path(&format!("{GRADEBOOK}/grades.csv")).exists());
    // on one's own account the points stay open, and nobody loses any
    let text = ends(&class, 3, &["merge", "--incomplete"]);
    assert!(text.contains("It is not graded yet."), "{text}");
    for shard in ["3", "1", "0", "2"] {
        class.stdout(&["shard", shard, "--trusted"]);
    }
    class.stdout(&["merge"]);
    assert_eq!(differ(&whole, &book(&class.path(GRADEBOOK))), Vec::<String>::new());
}

#[test]
fn what_is_not_as_it_was_planned_is_named_and_never_mixed() {
    let class = seven();
    class.stdout(&["plan", HANDED_IN, "--size", "2"]);
    class.stdout(&["shard", "0", "--trusted"]);
    let fixture = "fixtures/latent/exercise.toml";
    let before = class.read(fixture);
    class.write(fixture, &format!("{before}\n# another state of the course\n"));
    let says = "the plan was made with something else than is here: the fixtures of `latent`";
    assert!(ends(&class, 2, &["shard", "1", "--trusted"]).contains(says));
    assert!(ends(&class, 2, &["merge"]).contains(says));
    // the others plan anew: the first results are those of another course now
    class.stdout(&["plan", HANDED_IN, "--size", "2"]);
    class.stdout(&["shard", "1", "--trusted"]);
    let text = ends(&class, 2, &["merge"]);
    assert!(text.contains("or with something else than planned: the fixtures of `latent`"), "{text}");
    class.write(fixture, &before);
    class.stdout(&["plan", HANDED_IN, "--size", "2"]);
    class.stdout(&["shard", "1", "--trusted"]);
    class.stdout(&["merge"]);
    // a submission that changes under a plan
    with_body(&class, "0048", "gibbs", "gibbs", "    todo!(\"later\")");
    class.stdout(&["merge"]);
    fs::remove_dir_all(class.path(&format!("{GRADEBOOK}/results/gibbs"))).expect("removed");
    let text = ends(&class, 2, &["shard", "1", "--trusted"]);
    assert!(text.contains("0048 is not what it was when the work was planned"), "{text}");
}

#[test]
fn what_cannot_be_a_shard_is_refused_in_one_sentence() {
    let class = course(&["latent"]);
    solved(&class, "0042");
    for (args, says) in [
        (&["shard", "0"][..], "there is no gradebook in "),
        (&["merge"], "there is no gradebook in "),
        (&["shard", "first"], "`shard` takes the number of a shard, and `first` is none: write a whole number"),
        (&["plan", HANDED_IN, "--size", "0"], "`--size` takes a number from 1 up"),
        (&["plan", HANDED_IN, "--size", "2", "--shards", "2"], "say the opposite of each other"),
    ] {
        let error = class.error(args);
        assert!(error.contains(says), "{args:?}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    assert!(class.error(&["merge"]).contains("there is no plan in "));
    class.stdout(&["plan", HANDED_IN]);
    assert!(class.error(&["shard", "1"]).contains("there is no shard 1: name one from 0 to 0."));
    assert!(class.error(&["shard", "0", "--assignment", "midterm"]).contains("midterm"));
}

#[cfg(unix)]
#[test]
fn a_shard_that_the_machine_disturbs_says_that_another_try_may_do_and_costs_nobody_anything() {
    let class = seven();
    class.stdout(&["plan", HANDED_IN, "--size", "1"]);
    class.stdout(&["shard", "0", "--trusted"]);
    // nothing larger than this can be written: no program comes out of the compiler
    {
        let output = class.bounded(16, &["shard", "2", "--trusted"]);
        let text = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.code(), Some(75), "{}", String::from_utf8_lossy(&text));
    }
    let text = ends(&class, 2, &["merge"]);
    assert!(text.contains("not graded"), "{text}");
    for shard in ["1", "2", "3"] {
        class.stdout(&["shard", shard, "--trusted"]);
    }
    class.stdout(&["merge"]);
}
