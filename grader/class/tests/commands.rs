//! The instructors' commands and flags: every one is in the help, every example can be typed, the rest is refused.

#[path = "../../tests/common/mod.rs"]
mod common;
#[path = "../../tests/common/tables.rs"]
mod tables;

use class::cli::INSTRUCTORS as TABLE;
use common::Workspace;

#[test]
fn what_is_no_command_is_refused_in_one_sentence() {
    let workspace = Workspace::of(&["gibbs"]);
    let all = "`fixtures update`, `fixtures check`, `fixtures audit`, `fixtures new` or `fixtures stubs`";
    for (args, says) in [
        (&[][..], "a command is missing: write `release`, `open`, ".into()),
        (&["fixtures"], format!("`fixtures` needs a verb: write {all}.")),
        (&["fixtures", "updat"], "there is no `fixtures updat`: did you mean `fixtures update`.".into()),
        (&["fixture", "update"], "there is no command called `fixture`".into()),
        (&["gibbs"], "there is no command called `gibbs`".into()),
        (&["help", "gibbs"], "there is no command called `gibbs`".into()),
        (&["fixtures", "check", "--submission", "/nowhere"], "there is no option `--submission`".into()),
        (&["fixtures", "check", "--accept"], "goes with `fixtures update` only, not with `fixtures check`".into()),
        (&["fixtures", "update", "--seed", "3"], "goes with `fixtures check` and `fixtures audit` only".into()),
        (&["fixtures", "check", "gibs"], "there is no exercise called `gibs`: did you mean `gibbs`".into()),
        (&["fixtures", "new"], "`fixtures new` needs one name: write `fixtures new EXERCISE`.".into()),
    ] {
        let error = workspace.error(args);
        assert!(error.contains(&says), "{args:?}: {error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    }
}

#[test]
fn the_help_is_had_in_every_way() {
    let workspace = Workspace::of(&["gibbs"]);
    let help = workspace.stdout(&["--help"]);
    assert!(help.contains("cargo class fixtures update gibbs --accept") && !help.contains("grading"), "{help}");
    for args in [&["help"][..], &["help", "fixtures"], &["fixtures", "--help"]] {
        assert_eq!(workspace.stdout(args), help, "{args:?}");
    }
    let page = workspace.stdout(&["fixtures", "check", "--help"]);
    assert_eq!(workspace.stdout(&["help", "fixtures", "check"]), page);
    assert!(page.contains("cargo class fixtures check --seed 3") && !page.contains("--accept"), "{page}");
    assert!(workspace.stdout(&["--version"]).starts_with("class "));
}
