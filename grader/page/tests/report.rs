//! Pages of real reports: everything that was found is on them, nothing of a student becomes markup, and they fit.

mod common;

use common::{balanced, checkout, course, escaped, page, report, stored, tags, values};
use grader::render::{against, english, simplest};
use judge::report::{Asks, CaseFinding, Evidence, FunctionReport, Report, Verdict};
use std::collections::BTreeSet;
use std::fs;

fn entries(report: &Report) -> impl Iterator<Item = &FunctionReport> {
    report.exercises.iter().flat_map(|exercise| &exercise.functions)
}

/// A page that loads nothing, whose anchors are there and whose tags fit together.
fn sound(html: &str) {
    balanced(html);
    let ids = values(html, "id");
    let names: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(names.len(), ids.len(), "an id stands twice");
    for href in values(html, "href") {
        let id = href.strip_prefix('#').unwrap_or_else(|| panic!("{href} leads out of the page")).to_owned();
        assert!(names.contains(&id), "{href} leads nowhere");
    }
    let names: BTreeSet<String> = tags(html).into_iter().map(|(name, ..)| name).collect();
    for loading in ["script", "link", "img", "iframe", "object", "embed", "base", "form"] {
        assert!(!names.contains(loading), "there is a <{loading}>");
    }
    assert!(!html.contains("url(") && !html.contains("@import"));
    assert!(html.len() <= page::report::MOST, "{} bytes", html.len());
}

#[test]
fn whatever_is_found_is_on_the_page() {
    let course = course();
    let mut kinds = BTreeSet::new();
    for name in ["answers_2024", "panics", "type_error", "syntax_error", "missing_function", "wrong_signature"] {
        let report = report(&course, &stored(name), &[]);
        let html = page(&course, &report);
        sound(&html);
        for exercise in &report.exercises {
            assert!(html.contains(&escaped(&exercise.title)), "{name}: {}", exercise.title);
        }
        for entry in entries(&report).filter(|entry| !entry.untouched()) {
            let said = entry.diagnosis.iter().map(english::diagnosis).chain(entry.note.iter().map(english::note));
            for says in said {
                let says = page::html::Html::sentence(&says);
                assert!(html.contains(says.as_str()), "{name}: {} lacks {}", entry.name, says.as_str());
            }
            let all = against(entry);
            let Some((_, first)) = simplest(&all) else { continue };
            let says = match first {
                Evidence::Case(case) => {
                    kinds.insert("case");
                    match &case.finding {
                        CaseFinding::Differs { mismatch, .. } => {
                            let Asks::Function { returns, .. } = &entry.asks else { panic!("a case of no function") };
                            english::difference(mismatch, returns)
                        }
                        CaseFinding::NoValue { ending } => english::ending(ending),
                        CaseFinding::Unsteady { replies } => english::unsteady(replies.as_deref()),
                        CaseFinding::Untold => english::UNTOLD.into(),
                    }
                }
                Evidence::Option(option) => {
                    kinds.insert("option");
                    english::option(&option.finding)
                }
                Evidence::Text(text) => {
                    kinds.insert("text");
                    english::text(&text.finding)
                }
                Evidence::Line(line) => english::line(line),
                Evidence::Law(_) | Evidence::Answer(_) | Evidence::Unread(_) => continue,
            };
            let says = page::html::Html::sentence(&says);
            assert!(html.contains(says.as_str()), "{name}: {} lacks {}", entry.name, says.as_str());
        }
        for error in report.exercises.iter().flat_map(|exercise| &exercise.errors).take(1) {
            kinds.insert("error");
            assert!(html.contains(&escaped(error.rendered.trim_end())), "{name}: {}", error.rendered);
        }
    }
    assert_eq!(kinds, BTreeSet::from(["case", "error", "option", "text"]));
}

#[test]
fn a_derivation_shows_its_lines_and_marks_the_first_that_is_not_right() {
    let (course, folder) = (course(), tempfile::tempdir().expect("a folder"));
    let exercise = folder.path().join("nll");
    copy_stub("nll", &exercise);
    let lines = "L = -(1/b) * log(P(y))\n= -(1/b) * log(exp(-b*F(y)) / sum[k](exp(-b*F(k))))\n= F(y) - (1/b) * log(sum[k](exp(-b*F(k))))\n= F(y)\n";
    fs::write(exercise.join("derivation_loss.txt"), lines).expect("a file");
    let report = report(&course, folder.path(), &["nll"]);
    let html = page(&course, &report);
    sound(&html);
    let entry = entries(&report).find(|entry| entry.name == "derivation_loss").expect("the derivation");
    let all: Vec<_> = entry.checks.iter().flat_map(|check| &check.evidence).collect();
    assert_eq!(all.len(), 4);
    let first = all.iter().position(|one| one.verdict() != Verdict::Right).expect("a line that is not right");
    let list = &html[html.find("<ol class=\"lines\">").expect("the lines")..];
    let rows: Vec<&str> = list.split("<li").skip(1).take(4).collect();
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row.contains(english::page::FIRST_WRONG), at == first, "{row}");
    }
}

#[test]
fn a_law_that_is_broken_shows_both_sides() {
    let (course, folder) = (course(), tempfile::tempdir().expect("a folder"));
    let exercise = folder.path().join("losses");
    copy_stub("losses", &exercise);
    let path = exercise.join("src/lib.rs");
    let text = fs::read_to_string(&path).expect("the stub");
    let at = text.find("pub fn my_loss(").expect("the function");
    let body = at + text[at..].find("todo!()").expect("a body");
    fs::write(&path, format!("{}0.5{}", &text[..body], &text[body + "todo!()".len()..])).expect("a file");
    let report = report(&course, folder.path(), &["losses"]);
    let html = page(&course, &report);
    sound(&html);
    let entry = entries(&report).find(|entry| entry.name == "my_loss").expect("the function");
    let all = against(entry);
    let Some((_, Evidence::Law(law))) = simplest(&all) else { panic!("{entry:?}") };
    assert!(html.contains(&escaped(&law.law)), "{}", law.law);
    assert!(html.contains(english::page::LEFT) && html.contains(english::page::RIGHT));
}

#[test]
fn nothing_that_a_student_writes_becomes_markup() {
    let hostile = "</code></pre></details><script>alert(1)</script><img src=x onerror=alert(1)>";
    let (course, folder) = (course(), tempfile::tempdir().expect("a folder"));
    let gibbs = folder.path().join("gibbs");
    copy_stub("gibbs", &gibbs);
    let path = gibbs.join("src/lib.rs");
    let text = fs::read_to_string(&path).expect("the stub");
    let text = text.replacen("todo!()", &format!("panic!({hostile:?})"), 1);
    let text = text.replacen("todo!()", &format!("let x: f64 = {hostile:?}; x"), 1);
    fs::write(&path, text).expect("a file");
    let nll = folder.path().join("nll");
    copy_stub("nll", &nll);
    fs::write(nll.join("derivation_loss.txt"), format!("L = -(1/b) * log(P(y))\n= {hostile}\n")).expect("a file");
    let intuition = folder.path().join("intuition");
    copy_stub("intuition", &intuition);
    let answers = format!("[choices]\none_to_many_how = '{hostile}'\n[texts]\nseveral_answers = '{hostile}'\n");
    fs::write(intuition.join("answers.toml"), answers).expect("a file");
    let report = report(&course, folder.path(), &["gibbs", "nll", "intuition"]);
    let html = page(&course, &report);
    sound(&html);
    assert!(html.matches("&lt;script&gt;alert(1)&lt;/script&gt;").count() >= 4, "not everything is shown");
    for (name, attributes, _) in tags(&html) {
        assert!(!attributes.contains("onerror") && !attributes.contains("onload"), "<{name} {attributes}>");
    }
}

#[test]
fn no_page_of_the_whole_course_is_larger_than_its_bound() {
    let course = course();
    let untouched = report(&course, &stored("stubs"), &[]);
    sound(&page(&course, &untouched));
    let right = page(&course, &report(&course, &checkout().join("solutions"), &[]));
    sound(&right);
    // there is room for the pictures of everything that is right
    assert!(right.matches("<figure").count() > 20, "{} bytes", right.len());
    // every function as wrong as the one of which there is most to say
    let wrong = report(&course, &stored("answers_2024"), &[]);
    let most = entries(&wrong).filter(|entry| matches!(entry.asks, Asks::Function { .. }) && entry.diagnosis.is_some());
    let most = most.max_by_key(|entry| format!("{entry:?}").len()).expect("a wrong function").clone();
    let mut worst = untouched;
    for entry in worst.exercises.iter_mut().flat_map(|exercise| &mut exercise.functions) {
        if matches!(entry.asks, Asks::Function { .. }) {
            let (checks, diagnosis, note) = (most.checks.clone(), most.diagnosis.clone(), most.note.clone());
            *entry = FunctionReport { checks, diagnosis, note, ..entry.clone() };
        }
    }
    for exercise in &mut worst.exercises {
        exercise.state = judge::report::State::Graded;
    }
    sound(&page(&course, &worst));
}

fn copy_stub(exercise: &str, to: &std::path::Path) {
    let from = stored("stubs").join(exercise);
    fs::create_dir_all(to.join("src")).expect("a folder");
    fs::copy(from.join("src/lib.rs"), to.join("src/lib.rs")).expect("a copy");
    for entry in fs::read_dir(&from).expect("a folder").flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
