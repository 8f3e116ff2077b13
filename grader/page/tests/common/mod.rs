//! Reports of real submissions, and pages made of them.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use judge::course::{Course, Disclosure};
use judge::report::Report;
use page::material::Material;
use run::grade::{Ask, Pictures, Request, grade};
use run::submission::Submission;
use run::training::Wish;
use run::work::{Slot, Work};
use std::path::{Path, PathBuf};

/// The checkout that these tests belong to.
pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

pub fn course() -> Course {
    Course::load(&checkout()).expect("the course")
}

/// The report of a folder; of all exercises where none is named.
pub fn report(course: &Course, folder: &Path, exercises: &[&str]) -> Report {
    let work = Work::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("a work folder");
    let submission = Submission::find(folder, course).expect("a submission");
    let all = course.exercises.iter().map(|exercise| exercise.name.as_str());
    let exercises: Vec<&str> = all.filter(|name| exercises.is_empty() || exercises.contains(name)).collect();
    let whole = exercises.len() == course.exercises.len();
    let request = Request {
        exercises,
        assignment: "all".into(),
        assignments: if whole { course.assignments.iter().collect() } else { vec![] },
        submission: &submission,
        shown_as: folder.file_name().expect("a name").to_string_lossy().into_owned(),
        slot: Slot::Submission,
        seed: 7,
        disclosure: &|_| Disclosure::Options,
        training: Wish::Skip(judge::report::Skipped::Declined),
        drawn: Ask::Never,
        pictures: Pictures::Drawn,
    };
    grade(course, &work, &request).expect("a report")
}

/// A stored submission.
pub fn stored(name: &str) -> PathBuf {
    checkout().join("fixtures/submissions").join(name)
}

/// The page of a report.
pub fn page(course: &Course, report: &Report) -> String {
    page::report::page(report, &Material { course })
}

/// A text as it stands between tags.
pub fn escaped(text: &str) -> String {
    page::html::Html::text(text).as_str().to_owned()
}

/// All tags of a page: name, attributes, and whether it opens.
pub fn tags(html: &str) -> Vec<(String, String, bool)> {
    let (_, body) = html.split_once("<!DOCTYPE html>").expect("a document");
    let pieces = body.split('<').skip(1).map(|piece| piece.split_once('>').expect("the end of a tag").0);
    let tags = pieces.map(|tag| {
        let open = !tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        (name.to_owned(), attributes.to_owned(), open)
    });
    tags.collect()
}

/// Every tag is closed where it was opened, or the first that is not.
pub fn balanced(html: &str) {
    const EMPTY: [&str; 5] = ["meta", "link", "br", "hr", "mspace"];
    let mut open: Vec<String> = vec![];
    for (name, attributes, opens) in tags(html) {
        match opens {
            _ if EMPTY.contains(&name.as_str()) || attributes.ends_with('/') => {}
            true => open.push(name),
            false => assert_eq!(open.pop().as_ref(), Some(&name), "{open:?}"),
        }
    }
    assert_eq!(open, Vec::<String>::new());
}

/// What an attribute says wherever it stands.
pub fn values(html: &str, attribute: &str) -> Vec<String> {
    let start = format!("{attribute}=\"");
    let all = tags(html).into_iter().filter_map(|(_, attributes, _)| {
        let at = format!(" {attributes}").find(&format!(" {start}"))?;
        let rest = &attributes[at + start.len()..];
        Some(rest[..rest.find('"')?].to_owned())
    });
    all.collect()
}
