//! What is exported for a search for similar work: nobody is named, nothing is lost, and what everybody may get wrong
//! by themselves is left out.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::{Workspace, flat};
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, solved, untouched, with_body};
use std::collections::BTreeMap;
use std::fs;

const STUDENTS: [&str; 7] = ["k-anna", "k-bert", "k-cleo", "k-dora", "k-emil", "k-fred", "k-gus"];

/// Anna and Bert share a formula that nobody else has; Cleo has another one; Dora and Emil share a known mistake.
fn class() -> Workspace {
    let class = course(&["gibbs"]);
    let odd = "    let n = values.len() as f64;\n    values.sum() * 0.37 + 1.3 * n + 0.11";
    let same = "    // the same in other words\n    let mut all = 0.11;\n    for v in values { all += v * 0.37 + 1.3; }\n    all";
    with_body(&class, "k-anna", "gibbs", "log_sum_exp", odd);
    with_body(&class, "k-bert", "gibbs", "log_sum_exp", same);
    with_body(&class, "k-cleo", "gibbs", "log_sum_exp", "    values.sum() * 0.41 + 2.7");
    for student in ["k-dora", "k-emil"] {
        let known = "    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)";
        with_body(&class, student, "gibbs", "log_sum_exp", known);
    }
    solved(&class, "k-fred");
    untouched(&class, "k-gus");
    let anna = format!("{HANDED_IN}/k-anna/gibbs/src/lib.rs");
    let text = class.read(&anna);
    class.write(&anna, &format!("{text}\n// Anna Abelard, k-anna\nmod abelard;\n"));
    class.write(&format!("{HANDED_IN}/k-anna/gibbs/src/abelard.rs"), "//! mine\n");
    class.write(
        "roster.csv",
        "id,name,section\nk-anna,Anna Abelard,Monday with Dr Meyer\nk-bert,Bert Brosius,Friday\nk-cleo,Cleo,Friday\nk-dora,Dora,Friday\nk-emil,Emil,Friday\nk-fred,Fred,Friday\nk-gus,Gus,Friday\n",
    );
    class.stdout(&["grade", "--trusted", HANDED_IN, "--roster", "roster.csv"]);
    class
}

/// The table that leads back: ids by their pseudonyms.
fn who(class: &Workspace) -> BTreeMap<String, String> {
    let table = class.read(&format!("{GRADEBOOK}/pseudonyms.csv"));
    let row = |row: &str| {
        row.split_once(',').map(|(name, rest)| (rest.split(',').next().unwrap_or(rest).into(), name.into()))
    };
    table.lines().skip(1).filter_map(row).collect()
}

fn rows(text: &str) -> Vec<Vec<String>> {
    // no cell that is looked at here has a comma before it
    text.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn nobody_is_named_and_equal_wrong_replies_are_found() {
    let class = class();
    let said = flat(&class.stdout(&["export", "similarity", "similar"]));
    assert!(said.contains("names k-anna, gibbs: the code names its author"), "{said}");
    assert!(said.contains("7 students, "), "{said}");
    let files = bytes(&class.path("similar"));
    let who = who(&class);
    assert_eq!(who.len(), 7);
    let root = class.root.path().display().to_string();
    for (name, bytes) in &files {
        let text = String::from_utf8(bytes.clone()).expect("text");
        // what students wrote is theirs; everything else, and every name of a file, is ours
        let ours = if name.ends_with(".rs") { name.clone() } else { format!("{name}\n{text}") };
        for secret in STUDENTS.iter().chain(&["Anna", "Abelard", "abelard", "Meyer", "Friday", &root, HANDED_IN]) {
            assert!(!ours.contains(secret), "{name} holds {secret}:\n{text}");
        }
    }
    let anna = &who["k-anna"];
    let of = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    assert_eq!(of(&format!("jplag/submissions/{anna}/gibbs/module1.rs")), "//! mine\n");
    assert!(of(&format!("jplag/submissions/{anna}/gibbs/lib.rs")).contains("// Anna Abelard, k-anna"));
    assert_eq!(of("jplag/base/gibbs/lib.rs"), class.read("fixtures/submissions/stubs/gibbs/src/lib.rs"));
    assert!(of(&format!("dolos/gibbs/{anna}.rs")).contains("//! mine"));
    let info = of("dolos/gibbs/info.csv");
    assert!(info.starts_with("filename,full_name,label,ignored\nbase.rs,handed out,,true\n"), "{info}");
    assert!(info.contains(&format!("{anna}.rs,{anna},group 2,false\n")), "{info}");
    let listed = info.lines().skip(1).filter_map(|row| row.split(',').next()).map(|name| format!("dolos/gibbs/{name}"));
    assert!(listed.clone().count() == 8 && listed.clone().all(|name| files.contains_key(&name)), "{info}");
    // no file of the folder leads back by its order
    let mut sorted: Vec<String> = listed.clone().skip(1).collect();
    sorted.sort();
    assert_eq!(listed.skip(1).collect::<Vec<_>>(), sorted);

    let equal = rows(&of("equal-replies.csv"));
    let mut both = [who["k-anna"].clone(), who["k-bert"].clone()];
    both.sort();
    assert!(!equal.is_empty());
    let mut own = 0;
    for row in &equal {
        assert_eq!(row.last().map(String::as_str), Some(both.join(" ").as_str()), "{row:?}");
        // what calls the function is wrong with it
        let follows = row[row.len() - 2] == "log_sum_exp";
        assert_eq!((row[0].as_str(), row[1] == "log_sum_exp"), ("gibbs", !follows), "{row:?}");
        own += usize::from(!follows);
    }
    let pairs = rows(&of("equal-pairs.csv"));
    // two of the six who wrote the function: log2(6/2), whatever the number of draws
    assert!(own >= 8, "{own}");
    assert_eq!(pairs, [[&both[0], &both[1], "1", &own.to_string(), "1.58"].map(str::to_owned).to_vec()]);

    // the same again elsewhere, and another class has other pseudonyms
    class.stdout(&["export", "similarity", "again"]);
    assert_eq!(differ(&files, &bytes(&class.path("again"))), Vec::<String>::new());
    fs::remove_file(class.path(&format!("{GRADEBOOK}/pseudonyms.key"))).expect("removed");
    class.stdout(&["export", "similarity", "other"]);
    assert_ne!(self::who(&class)["k-anna"], *anna);
    #[cfg(unix)]
    for file in ["pseudonyms.csv", "pseudonyms.key"] {
        use std::os::unix::fs::PermissionsExt;
        let meta = fs::metadata(class.path(&format!("{GRADEBOOK}/{file}"))).expect("the file");
        assert_eq!(meta.permissions().mode() & 0o777, 0o600, "{file}");
    }
}

#[test]
fn what_cannot_be_exported_is_said_and_nothing_is_written_over() {
    let class = course(&["latent"]);
    class.stdout(&["open"]);
    let error = class.error(&["export", "similarity", "similar"]);
    assert!(error.contains("nobody's work is graded in"), "{error}");
    solved(&class, "k-anna");
    solved(&class, "k-bert");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    for (folder, says) in [
        ("fixtures", "fixtures is there already, and not empty: name a new folder"),
        ("..", "name a new folder"),
        ("gradebook/homework/similar", "is in the gradebook, which names students: name a folder elsewhere"),
    ] {
        let error = class.error(&["export", "similarity", folder]);
        assert!(error.contains(says), "{folder}: {error}");
    }
    fs::remove_dir_all(class.path(&format!("{HANDED_IN}/k-bert"))).expect("removed");
    let anna = format!("{HANDED_IN}/k-anna/latent/src/lib.rs");
    class.write(&anna, &format!("{}\n// later\n", class.read(&anna)));
    let output = class.program(&["export", "similarity", "similar"]).output().expect("a run");
    let text = flat(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("not as graded k-anna: latent is not as it was graded"), "{text}");
    assert!(text.contains("not as graded k-bert: k-bert is no longer in the folder of submissions"), "{text}");
    assert!(text.contains("1 students, 0 wrong replies"), "{text}");
    // a part of an export is never left behind
    let left = fs::read_dir(class.root.path()).expect("the folder").flatten();
    assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".part")));
}
