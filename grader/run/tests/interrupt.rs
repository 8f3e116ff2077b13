//! A run that is interrupted ends at once, and nothing of it is remembered.

mod common;

use common::{Reference, work};
use judge::course::Disclosure;
use judge::error::Error;
use judge::report::{FileRemark, Skipped};
use run::cache;
use run::grade::{Ask, Pictures, Request, grade};
use run::interrupt::Interrupt;
use run::session::Drawing;
use run::submission::{Files, Reading, Source, StudentFile};
use run::training::Wish;
use run::work::Slot;
use std::path::Path;
use std::time::{Duration, Instant};

struct Given(Vec<StudentFile>);

impl Source for Given {
    fn read(&self, _: &judge::course::Exercise) -> Reading {
        Reading {
            files: Files::Present(self.0.clone()),
            texts: vec![],
            remarks: Vec::<FileRemark>::new(),
            origins: std::collections::BTreeMap::new(),
        }
    }
}

/// The reference of gibbs, in which the first call of a function says so and then sleeps.
fn sleeper(reference: &Reference, begun: &Path) -> Vec<StudentFile> {
    let mut files = reference.files.clone();
    for file in files.iter_mut().filter(|file| file.path == "src/lib.rs") {
        let start = file.text.find("pub fn log_sum_exp(").expect("the function");
        let open = start + file.text[start..].find('{').expect("a body") + 1;
        let sleep = format!(
            "\n    std::fs::write({begun:?}, \"\").unwrap();\n    std::thread::sleep(std::time::Duration::from_secs(1000));\n"
        );
        file.text.insert_str(open, &sleep);
    }
    files
}

#[test]
fn nothing_of_an_interrupted_run_is_remembered() {
    let reference = Reference::of("gibbs");
    let folder = tempfile::tempdir().expect("a folder");
    let begun = folder.path().join("begun");
    let files = sleeper(&reference, &begun);
    let interrupt = Interrupt::default();
    let (work, told) = (work(), Disclosure::Options);
    let request = Request {
        exercises: vec!["gibbs"],
        assignment: "all".into(),
        assignments: vec![],
        submission: &Given(files.clone()),
        shown_as: "somebody".into(),
        slot: Slot::Submission,
        seed: 7,
        disclosure: &|_: &str| told,
        training: Wish::Skip(Skipped::NotAsked),
        drawn: Ask::Never,
        pictures: Pictures::Left,
    };
    let result = std::thread::scope(|scope| {
        scope.spawn(|| {
            let deadline = Instant::now() + Duration::from_secs(300);
            while !begun.exists() && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(5));
            }
            interrupt.wish();
        });
        grade(&reference.course, &work.until(&interrupt), &request)
    });
    assert!(begun.exists() && matches!(result, Err(Error::Interrupted)), "{result:?}");
    let exercise = reference.course.exercise("gibbs").expect("the exercise");
    let key = cache::key(exercise, &files, 7, told, &Drawing::Never, Pictures::Left).expect("a key");
    assert_eq!(cache::recall(&work, "gibbs", &key), None);
}

#[test]
fn a_run_that_is_interrupted_before_it_begins_compiles_nothing() {
    let reference = Reference::of("gibbs");
    let interrupt = Interrupt::default();
    interrupt.wish();
    let folder = tempfile::tempdir().expect("a folder");
    let request = Request {
        exercises: vec!["gibbs"],
        assignment: "all".into(),
        assignments: vec![],
        submission: &Given(sleeper(&reference, &folder.path().join("never"))),
        shown_as: "somebody".into(),
        slot: Slot::Submission,
        seed: 7,
        disclosure: &|_: &str| Disclosure::Options,
        training: Wish::Skip(Skipped::NotAsked),
        drawn: Ask::Never,
        pictures: Pictures::Left,
    };
    assert!(matches!(grade(&reference.course, &work().until(&interrupt), &request), Err(Error::Interrupted)));
    assert!(!folder.path().join("never").exists());
}
