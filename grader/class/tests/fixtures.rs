//! What instructors get wrong: refused in one sentence with file, line and fix, before anything is done.

#[path = "../../tests/common/mod.rs"]
mod common;

use common::Workspace;

const TOML: &str = "fixtures/gibbs/exercise.toml";

/// Where a passage first stands in the fixture: `exercise.toml:12:3`.
fn place_of(passage: &str) -> String {
    let text = std::fs::read_to_string(common::checkout().join(TOML)).expect("the fixture");
    let before = &text[..text.find(passage).unwrap_or_else(|| panic!("no {passage}"))];
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("exercise.toml:{line}:{column}: ")
}

/// A changed fixture must be refused in one sentence that names the file, and says these words.
fn refused(old: &str, new: &str, says: &[&str]) {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(TOML, old, new);
    let error = workspace.error(&["fixtures", "check"]);
    // where nothing is built yet, that is told first, and what it waits for
    let sentences = error.lines().filter(|line| !line.starts_with("First run") && !line.starts_with('…'));
    assert_eq!(sentences.count(), 1, "{error}");
    assert!(error.contains("fixtures/gibbs/"), "{error}");
    for says in says {
        assert!(error.contains(says), "{says}: {error}");
    }
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let text = std::fs::read_to_string(common::checkout().join(TOML)).expect("the fixture");
    let line = text.lines().position(|line| line.starts_with("breaks = ")).expect("a stability input") + 1;
    let place = format!("exercise.toml:{line}");
    refused("breaks = ", "brakes = ", &[&place, "unknown field `brakes`", "remove the key"]);
}

#[test]
fn points_that_are_no_whole_number_are_refused() {
    refused("points = 2", "points = 2.5", &["exercise.toml:12", "invalid type", "points are whole numbers"]);
    refused("points = 2", "points = -2", &["exercise.toml:12", "points are whole numbers"]);
    refused("points = 2", "points = 0", &["`log_sum_exp` has 0 points", "give it at least 1"]);
}

#[test]
fn a_missing_key_is_refused() {
    refused(
        "signature = \"(values: &Array1<f64>) -> f64\"\n",
        "",
        &["exercise.toml", "missing field `signature`", "add the key"],
    );
}

#[test]
fn broken_toml_is_refused() {
    refused("points = 2", "points = ", &["exercise.toml:12", "mend the TOML"]);
}

#[test]
fn a_duplicate_name_is_refused() {
    refused(
        "name = \"one value\"",
        "name = \"three values\"",
        &["exercise.toml:23", "the case name `three values` is used twice", "rename one"],
    );
    refused("name = \"log_partition\"", "name = \"log_sum_exp\"", &["two functions are called `log_sum_exp`"]);
}

#[test]
fn a_negative_or_missing_tolerance_is_refused() {
    refused("relative = 1e-9", "relative = -1e-9", &["a tolerance is negative", "write numbers from 0 up"]);
    refused("tolerance = { relative = 1e-9, absolute = 1e-12 }\n", "", &["no tolerance is stated", "add `tolerance ="]);
}

#[test]
fn arguments_of_the_wrong_shape_are_refused() {
    refused(
        "args = [[0.7]]",
        "args = [0.7]",
        &["`one value` does not fit `log_sum_exp`", "`values` must be a list of numbers"],
    );
    refused("args = [[0.7]]", "args = [[0.7], 2.0]", &["2 arguments where the signature has 1"]);
    refused("args = [[0.7]]", "args = [1979-05-27]", &["neither number, list, text nor truth value"]);
}

#[test]
fn a_malformed_signature_is_refused() {
    refused(
        "\"(values: &Array1<f64>) -> f64\"",
        "\"(values) -> f64\"",
        &["the signature of `log_sum_exp` is malformed", "`values` is not `name: type`"],
    );
}

#[test]
fn an_empty_hint_is_refused() {
    refused("    \"Of −βF.", "    \"\",\n    \"Of −βF.", &["`log_partition` has no hint or an empty one"]);
}

#[test]
fn a_law_that_cannot_be_read_is_refused() {
    refused(
        "holds = \"log_sum_exp(v + c) =",
        "holds = \"log_sum_exp(v + k) =",
        &["`k` is not given", "mend the expression"],
    );
    refused("holds = \"log_sum_exp(v + c) =", "holds = \"log_sum_exp(v + c =", &["`,` is missing"]);
    refused(
        "holds = \"log_sum_exp(v + c) =",
        "holds = \"lse(v + c) =",
        &["neither a function of this exercise nor a built-in"],
    );
}

#[test]
fn a_wrong_body_that_does_not_compile_is_refused_with_its_line() {
    refused(
        "body = \"values.mapv(f64::exp).sum().ln()\"",
        "body = \"values.nonsense()\"",
        &["exercise.toml:", "the wrong body `no shift` of `log_sum_exp` does not compile", "mend the body"],
    );
}

#[test]
fn mistakes_in_the_course_file_are_refused() {
    let workspace = Workspace::of(&["gibbs"]);
    let good = workspace.read("fixtures/course.toml");
    for (bad, says) in [
        (
            good.replace("[\"gibbs\"]", "[\"gibbs\", \"gibs\"]"),
            "the exercise `gibs` has no fixtures/gibs/exercise.toml",
        ),
        (good.replace("[\"gibbs\"]", "[\"gibbs\", \"gibbs\"]"), "`gibbs` is listed twice"),
        (good.replace("[\"gibbs\"]", "[]"), "part 1 of `homework` lists no exercise"),
        (good.replace("title = \"A", "titel = \"A"), "unknown field `titel`"),
        (format!("{good}{}", &good[good.find("[[").expect("a table")..]), "two assignments are called `homework`"),
    ] {
        workspace.write("fixtures/course.toml", &bad);
        let error = workspace.error(&["fixtures", "check"]);
        assert!(error.contains("fixtures/course.toml") && error.contains(says), "{says}: {error}");
    }
}

#[test]
fn a_law_that_makes_no_sense_is_refused_with_its_place() {
    let holds = "holds = \"log_sum_exp(v + c) =";
    let given = "given = [\"n = integer(2, 6)\", \"v = 3 * normal(n)\", \"c = 10 * normal()\"]";
    let first = place_of("\"n = integer(2, 6)\"");
    for (inputs, says) in [
        ("\"n = integer(5, 2)\"", "makes no sense, nothing can be drawn from 5 to 2"),
        ("\"n = integer(10^9, 2*10^9)\"", "`^` is not part of the notation"),
        ("\"n = integer(1)\"", "`integer` takes 2 arguments, not 1"),
        ("\"n = norml(1)\"", "uses `norml`, which is neither a function of this exercise nor a built-in"),
        ("\"n = 1 / 0\"", "it divides by 0"),
        ("\"n = log_sum_exp([1, 2], 3)\"", "calls `log_sum_exp` with 2 arguments where its signature has 1"),
    ] {
        // the place is that of the line, or of the character in it
        let (line, _) = first.rsplit_once(": ").and_then(|(place, _)| place.rsplit_once(':')).expect("a place");
        let new = given.replace("\"n = integer(2, 6)\"", inputs);
        refused(given, &new, &[line, says]);
    }
    refused(given, &given.replace("3 * normal(n)", "outer(ones(integer(100000, 100001)), [1])"), &["100000 is not"]);
    refused(given, &given.replace("3 * normal(n)", "normal(1000, 1000)"), &["1000000 entries"]);
    refused(given, &given.replace("3 * normal(n)", "normal(n) + ones(9)"), &["do not go together"]);
    refused(given, &given.replace("3 * normal(n)", "2.5"), &["`values` must be a list of numbers, not "]);
    let deep = format!("{holds} {}1{} +", "(".repeat(20_000), ")".repeat(20_000));
    refused(holds, &deep, &["longer than 1000 bytes"]);
    let nested = format!("{holds} {}1{} +", "(".repeat(400), ")".repeat(400));
    refused(holds, &nested, &["nested deeper than 40"]);
    refused(holds, "holds = \"log_sum_exp(v + c) = log_sum_exp(v + c) # =", &["`#` is not part of the notation"]);
    let whole = "holds = \"log_sum_exp(v + c) = log_sum_exp(v) + c\"";
    refused(whole, "holds = \"log_sum_exp(v + c) = log_sum_exp(v + c)\"", &["says the same on both sides"]);
}

#[test]
fn numbers_below_zero_and_far_above_can_be_drawn() {
    let workspace = Workspace::of(&["gibbs"]);
    let c = "\"c = 10 * normal()\"";
    workspace.change(TOML, c, "\"c = integer(-5, -2)\"");
    workspace.change(TOML, c, "\"c = integer(1000000000, 2000000000)\"");
    workspace.stdout(&["fixtures", "stubs"]);
}

#[test]
fn names_that_lead_elsewhere_are_refused_before_anything_is_written() {
    let workspace = Workspace::of(&["gibbs"]);
    let outside = workspace.root.path().with_extension("outside");
    let good = workspace.read("fixtures/course.toml");
    let files = |folder: &std::path::Path| {
        let mut names: Vec<_> =
            std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
        names.sort();
        names
    };
    let before = files(workspace.root.path());
    let outside_name = outside.to_string_lossy().into_owned();
    for name in [
        &outside_name,
        "..",
        "../gibbs",
        "./gibbs",
        "gibbs/",
        "a/b",
        "a\\\\b",
        "a.b",
        "",
        " gibbs",
        "Gibbs",
        "GIBBS",
        "a-b",
        "é",
        "7",
        "fn",
        "self",
        "probe",
        "grader",
        "judge",
        "run",
        "wire",
        "reader",
        "fixtures",
        "std",
        "core",
        "ndarray",
        "submissions",
        "src",
        "nul",
        "com1",
    ] {
        workspace.write("fixtures/course.toml", &good.replace("[\"gibbs\"]", &format!("[\"gibbs\", \"{name}\"]")));
        for command in [vec!["fixtures", "check"], vec!["fixtures", "update", "--accept"]] {
            let error = workspace.error(&command);
            let place = "fixtures/course.toml:9:23: ";
            assert!(error.contains(place) && error.contains("is no name for an exercise"), "{name}: {error}");
        }
    }
    assert!(!outside.exists());
    assert_eq!(files(workspace.root.path()), before);
    for name in ["../entropy", "Entropy", "fn", "two words", "con", "exercise", "sum"] {
        refused("name = \"log_sum_exp\"", &format!("name = \"{name}\""), &["is no name for a function"]);
    }
}

#[test]
fn numbers_and_words_have_bounds() {
    refused(
        "points = 2",
        "points = 4294967295",
        &["exercise.toml:12:10: `log_sum_exp` has 4294967295 points", "at most 1000"],
    );
    refused("points = 2", "points = 99999999999", &["exercise.toml:12:10", "invalid value"]);
    refused("points = 1\nargs", "points = 0\nargs", &["has 0 points"]);
    refused("relative = 1e-9", "relative = 1e9", &["the tolerance relative = 1e9 takes nearly everything for right"]);
    refused("absolute = 1e-12", "absolute = 7", &["the tolerance absolute = 7e0 takes nearly everything for right"]);
    refused("title = \"The Gibbs distribution\"", "title = \" \"", &["exercise.toml:3:9: the title has no words"]);
    refused("breaks = \"", "breaks = \"\"\nx = \"", &["unknown field `x`"]);
    let signature = "\"(values: &Array1<f64>) -> f64\"";
    refused(signature, "\"(values: &Array1<f64>) -> f64), evil(\"", &["the signature of `log_sum_exp` is malformed"]);
    let workspace = Workspace::of(&["gibbs"]);
    let good = workspace.read("fixtures/course.toml");
    for (old, new, says) in [
        ("points = 100", "points = 4294967295", "part 1 of `homework` has 4294967295 points: write 1 to 1000"),
        ("points = 100", "points = 0", "part 1 of `homework` has 0 points"),
        ("title = \"A small course\"", "title = \"\"", "the title of the course has no words"),
        ("title = \"All\"", "title = \"\"", "the name or title of part \"1\" of `homework` has no words"),
        ("name = \"homework\"", "name = \"\"", "the name or title of the assignment `` has no words"),
        (
            "[[assignment]]",
            "[choices]\nown = \"scores\"\nclass = \"options\"\n[[assignment]]",
            "`received`: write one of the words that are expected",
        ),
    ] {
        workspace.write("fixtures/course.toml", &good.replace(old, new));
        let error = workspace.error(&["fixtures", "check"]);
        assert!(error.contains("fixtures/course.toml:") && error.contains(says), "{says}: {error}");
    }
    workspace.write("fixtures/course.toml", &good);
    let file = std::fs::File::options().write(true).open(workspace.path(TOML)).expect("the fixture");
    file.set_len(1 << 30).expect("a gigabyte");
    let error = workspace.error(&["fixtures", "check"]);
    assert!(error.contains("fixtures/gibbs/exercise.toml: the file is larger than 4 MiB"), "{error}");
}

#[test]
fn questions_that_ask_nothing_are_refused() {
    let toml = "fixtures/optim/exercise.toml";
    let workspace = Workspace::of(&["optim"]);
    let good = workspace.read(toml);
    let start = good.find("[[choice.option]]\ntext = ").expect("an option");
    let option = good[start..].lines().nth(1).expect("its text");
    let asks = good[good.find("question = ").expect("a question")..].lines().next().expect("a line");
    for (bad, says) in [
        (
            good.replacen(
                "[[choice.option]]\n",
                &format!("[[choice.option]]\n{option}\nis = \"right\"\n[[choice.option]]\n"),
                1,
            ),
            "\" twice",
        ),
        (good.replacen(option, "text = \"\"", 1), "an option of `batches` has no words"),
        (good.replacen(asks, "question = \"  \"", 1), "the question has no words"),
    ] {
        workspace.write(toml, &bad);
        let error = workspace.error(&["fixtures", "check"]);
        assert!(error.contains("fixtures/optim/exercise.toml:") && error.contains(says), "{says}: {error}");
    }
}

#[test]
fn line_ends_and_marks_of_editors_change_nothing() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.edited_elsewhere("gibbs");
    assert!(workspace.stdout(&["fixtures", "update"]).contains("nothing changes"));
}

#[test]
fn an_instructor_is_told_to_change_a_fixture() {
    let workspace = Workspace::of(&["gibbs"]);
    workspace.change(TOML, "points = 2", "points = 0");
    let error = workspace.error(&["fixtures", "check"]);
    assert!(error.contains("give it at least 1") && !error.contains("git"), "{error}");
}

#[test]
fn a_task_that_is_none_is_refused_with_the_rules_it_needs() {
    let workspace = Workspace::of(&["nll"]);
    let required = "required = [\"gibbs\", \"log-quotient\", \"log-exp\"]";
    workspace.change("fixtures/nll/exercise.toml", required, "required = [\"gibbs\"]");
    let error = workspace.error(&["fixtures", "check"]);
    let says = "the start and the goal of `derivation_loss` are apart by gibbs, log-quotient, log-exp: require these";
    assert!(error.contains("exercise.toml:") && error.contains(says), "{error}");
}

/// Drawn cases of `log_partition` written like this are refused with these words.
fn drawn_refused(entry: &str, says: &str) {
    let workspace = Workspace::of(&["gibbs"]);
    let text = workspace.read(TOML);
    let start = text.find("name = \"log_partition\"").expect("the function");
    let law = start + text[start..].find("[[function.property]]").expect("a law");
    let entry = format!("[[function.drawn]]\nname = \"of this test\"\n{entry}\n\n");
    workspace.write(TOML, &format!("{}{entry}{}", &text[..law], &text[law..]));
    let error = workspace.error(&["fixtures", "update"]);
    let line = text[..law].lines().count() + 1;
    let place = error.split("exercise.toml:").nth(1).and_then(|rest| rest.split(':').next()?.parse::<usize>().ok());
    assert!(place.is_some_and(|place| (line..line + 8).contains(&place)), "{error}");
    assert!(error.contains(says), "{says}: {error}");
}

#[test]
fn drawn_cases_that_cannot_be_meant_are_refused_with_their_place() {
    let usual = "given = [\"f = normal(3)\"]";
    for (entry, says) in [
        (
            "given = [\"f = norml(3)\"]\nargs = [\"f\", \"1\"]",
            "use `norml`, which is neither a function of this exercise",
        ),
        ("given = [\"f = normal(3\"]\nargs = [\"f\", \"1\"]", "the drawn cases `of this test` cannot be read"),
        ("given = [\"f = [1, 2]\"]\nargs = [\"f\", \"1\"]", "draw nothing, so that they are the same every time"),
        (&format!("{usual}\nargs = [\"f\"]"), "have 1 arguments where the signature has 2"),
        (&format!("{usual}\nargs = [\"f\", \"f\"]"), "do not fit `log_partition`"),
        (&format!("{usual}\nargs = [\"f\", \"1 / 0\"]"), "make no sense, it divides by 0"),
        (&format!("{usual}\nargs = [\"g\", \"1\"]"), "`g` is not given"),
        (&format!("{usual}\nwhen = [\"min(f) >= max(f) + 1\"]\nargs = [\"f\", \"1\"]"), "are never wanted"),
        (&format!("{usual}\nwhen = [\"f\"]\nargs = [\"f\", \"1\"]"), "has no `=`, `<=` or `>=`"),
        (
            &format!("{usual}\nargs = [\"f\", \"1\"]\nwith = \"nothing\""),
            "counts with `nothing`, which is no stability input",
        ),
        (&format!("{usual}\nargs = [\"f\", \"1\"]\ndraws = 0"), "is drawn 0 times"),
        (
            &format!("{usual}\nargs = [\"f\", \"1\"]\ntolerance = {{ relative = 1e9, absolute = 0 }}"),
            "takes nearly everything",
        ),
        (
            &format!("{usual}\nargs = [\"f\", \"1\"]\nsegment = [\"1\", \"2\"]\nbox = [\"1\", \"2\"]"),
            "has a segment and a box",
        ),
        (&format!("{usual}\nargs = [\"f\", \"1\"]\nsegment = [\"100\", \"200\"]"), "not in the range that is right"),
        (&format!("{usual}\nargs = [\"[f[0], inf] - [0, inf]\", \"1\"]"), "a value is no number (NaN)"),
    ] {
        drawn_refused(entry, says);
    }
}

#[test]
fn a_law_without_points_needs_a_case_to_count_with() {
    let workspace = Workspace::of(&["losses"]);
    let path = "fixtures/losses/exercise.toml";
    let text = workspace.read(path);
    let start = text.find("name = \"my_loss\"").expect("the function");
    let points = start + text[start..].find("points = ").expect("points");
    let end = points + text[points..].find('\n').expect("a line") + 1;
    workspace.write(path, &format!("{}{}", &text[..points], &text[end..]));
    let error = workspace.error(&["fixtures", "check"]);
    assert!(error.contains("has no points and no case to count with"), "{error}");
}
