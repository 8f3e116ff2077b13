//! What is made of a gradebook for others: tables, statistics, and the difference that a change of the course makes.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use common::flat;
use folders::{GRADEBOOK, HANDED_IN, bytes, course, differ, solved, untouched, with_body};

#[test]
fn tables_hold_every_student_and_every_check_and_no_formula() {
    let class = course(&["latent"]);
    solved(&class, "0042");
    untouched(&class, "=1+1");
    with_body(&class, "0043", "latent", "infer", "    let _ = energies;\n    7");
    with_body(&class, "0044", "latent", "infer", "    let _ = energies;\n    7");
    for id in ["0045", "0046"] {
        with_body(&class, id, "latent", "infer", "    panic!(\"{}\", energies.len())");
    }
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let wide = class.stdout(&["export", "csv"]);
    assert_eq!(wide, class.read(&format!("{GRADEBOOK}/grades.csv")));
    assert!(wide.lines().any(|row| row.starts_with("'=1+1,")), "{wide}");
    assert!(wide.lines().any(|row| row.starts_with("0042,,,graded,100,100,100,0,0,0,0,0,0,0,0042,,")), "{wide}");
    let long = class.stdout(&["export", "checks"]);
    let rows: Vec<&str> = long.lines().collect();
    let of = |id: &str| rows.iter().filter(|row| row.starts_with(&format!("{id},"))).count();
    assert!(of("0042") > 20 && of("0042") == of("0043") && of("'=1+1") == of("0042"), "{long}");
    assert!(long.contains("\n0043,graded,latent,infer,function,cases,all together,wrong,value,0,2,"), "{long}");
    let json: serde_json::Value = serde_json::from_str(&class.stdout(&["export", "json"])).expect("JSON");
    let students = json["students"].as_array().expect("students");
    assert_eq!(students.len(), 6);
    // points are the sums of their parts, in every form
    for student in students {
        let parts: u64 =
            student["parts"].as_array().expect("parts").iter().filter_map(|part| part["points"].as_u64()).sum();
        assert_eq!(student["found"].as_u64(), Some(parts), "{student}");
        let row =
            wide.lines().find(|row| row.trim_start_matches('\'').starts_with(student["id"].as_str().expect("an id")));
        assert_eq!(row.and_then(|row| row.split(',').nth(4)), Some(student["points"].to_string().as_str()));
    }
    let stats = flat(&class.stdout(&["stats"]));
    assert!(stats.contains("6 students mean ") && stats.contains("With fewer than 30 students"), "{stats}");
    assert!(stats.contains("Mistakes 2 latent::infer: the same whatever the input"), "{stats}");
    assert!(stats.contains("no known mistake explains it 2 latent::infer: 0045, 0046"), "{stats}");
    assert!(class.error(&["export", "check"]).contains("did you mean `checks`"));
}

#[test]
fn a_regrade_shows_whose_grade_changes_by_what_and_changes_nothing_unless_it_is_told() {
    let class = course(&["latent"]);
    solved(&class, "0042");
    with_body(&class, "0043", "latent", "infer", "    let _ = energies;\n    7");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    class.stdout(&["mark", "0043", "bonus", "3", "--as", "bo"]);
    let before = bytes(&class.path(GRADEBOOK));
    let text = flat(&class.stdout(&["regrade", "--preview", "--trusted"]));
    assert!(text.contains("0 of 2 students change; 0 exercises graded. Nothing is changed yet"), "{text}");
    assert_eq!(differ(&before, &bytes(&class.path(GRADEBOOK))), Vec::<String>::new());
    // one function less counts
    let toml = class.read("fixtures/latent/exercise.toml");
    let (first, rest) = toml.split_once("name = \"infer\"").expect("the function");
    let points = rest.find("points = ").expect("points");
    let end = points + rest[points..].find('\n').expect("a line");
    class.write(
        "fixtures/latent/exercise.toml",
        &format!("{first}name = \"infer\"{}points = 40{}", &rest[..points], &rest[end..]),
    );
    let text = flat(&class.stdout(&["regrade", "--trusted"]));
    assert!(text.contains("2 of 2 students change; 2 exercises graded. Nothing is changed yet"), "{text}");
    assert!(
        text.contains("latent::infer, cases: all together: right 2 -> right 40")
            && text.contains("0043 91 -> 53 of 100 points"),
        "{text}"
    );
    let now = bytes(&class.path(GRADEBOOK));
    let other: Vec<String> = differ(&before, &now).into_iter().filter(|name| !name.starts_with("results/")).collect();
    assert_eq!(other, Vec::<String>::new());
    // for some alone: the table says that it is mixed
    let text = flat(&class.stdout(&["regrade", "--trusted", "--apply", "--where", "graded: 0043"]));
    assert!(text.contains("0 exercises graded. Applied. The grades come from 2 fixtures"), "{text}");
    assert!(flat(&class.stdout(&["status"])).contains("mixed The grades come from 2 fixtures"));
    let text = flat(&class.stdout(&["regrade", "--trusted", "--apply"]));
    assert!(text.contains("Applied.") && !text.contains("come from 2 fixtures"), "{text}");
    // what people did is still there
    assert!(class.read(&format!("{GRADEBOOK}/students/0043/report.txt")).contains("bonus by bo"));
}
