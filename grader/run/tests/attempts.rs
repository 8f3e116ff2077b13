//! What was earned when: on this machine alone, under a seal, and never more than was.

use judge::attempts::{Attempts, Of};
use judge::course::{Course, Disclosure};
use judge::report::{Report, State};
use run::attempts::{forget, kept_in, recall, remember};
use run::grade::{Ask, Pictures, Request, grade};
use run::submission::Submission;
use run::training::Wish;
use run::work::{Slot, Work};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: u64 = 24 * 3600;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

struct Desk {
    folder: tempfile::TempDir,
    course: Course,
    work: Work,
    report: Report,
}

/// A report without a run: nothing is handed in, and the rest is said.
fn desk() -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let mut course = Course::load(&checkout()).expect("the course");
    let work = Work::open(folder.path()).expect("a work folder");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let request = Request {
        exercises: vec!["gibbs", "nll"],
        assignment: "all".into(),
        assignments: vec![],
        submission: &Submission::open(&empty).expect("a folder"),
        shown_as: "exercises".into(),
        slot: Slot::Submission,
        seed: 7,
        disclosure: &|_| Disclosure::Options,
        training: Wish::Skip(judge::report::Skipped::Declined),
        drawn: Ask::Never,
        pictures: Pictures::Left,
    };
    let mut report = grade(&course, &work, &request).expect("a report");
    // a checkout of its own
    course.root = folder.path().to_owned();
    for exercise in &mut report.exercises {
        exercise.state = State::Graded;
    }
    Desk { folder, course, work, report }
}

impl Desk {
    fn earn(&mut self, name: &str, points: u32, now: u64) -> Attempts {
        let exercise = self.report.exercises.iter_mut().find(|one| one.name == name).expect("an exercise");
        exercise.points = points;
        remember(&self.work, &self.course, &self.report, &|_| Disclosure::Options, at(now))
    }

    fn recall(&self, now: u64) -> Vec<(u64, String, u32)> {
        let attempts = recall(&self.work, &self.course, at(now));
        attempts.all.into_iter().map(|one| (one.at, one.name, one.points)).collect()
    }

    fn file(&self) -> PathBuf {
        kept_in(&self.work, &self.course)
    }
}

fn is(at: u64, name: &str, points: u32) -> (u64, String, u32) {
    (at, name.into(), points)
}

impl Drop for Desk {
    fn drop(&mut self) {
        // what cargo builds in may be shared, and is not left full of these
        let _ = fs::remove_file(self.file());
        assert!(self.folder.path().is_dir());
    }
}

#[test]
fn what_changes_is_remembered_once_and_forgotten_when_asked() {
    let mut desk = desk();
    desk.earn("gibbs", 0, DAY);
    desk.earn("gibbs", 0, DAY + 60);
    desk.earn("gibbs", 5, DAY + 120);
    let attempts = desk.earn("nll", 3, 2 * DAY);
    let all = [is(DAY, "gibbs", 0), is(DAY, "nll", 0), is(DAY + 120, "gibbs", 5), is(2 * DAY, "nll", 3)];
    assert_eq!(desk.recall(3 * DAY), all);
    let since = attempts.since([(Of::Exercise, "gibbs"), (Of::Exercise, "nll")].into_iter());
    assert_eq!(since.map(|since| (since.more, since.ago)), Some((3, DAY - 120)));
    // what does not compile, or what a limit decided, is not known
    desk.report.exercises[0].state = State::NotCompiled;
    desk.report.exercises[1].state = State::GraderError;
    desk.earn("gibbs", 40, 3 * DAY);
    assert_eq!(desk.recall(4 * DAY), all);
    assert!(forget(&desk.work, &desk.course).expect("forgotten"));
    assert!(!forget(&desk.work, &desk.course).expect("nothing left"));
    assert_eq!(desk.recall(4 * DAY), []);
}

#[test]
fn a_damaged_line_costs_itself_alone_and_nothing_is_invented() {
    let mut desk = desk();
    desk.earn("gibbs", 1, DAY);
    desk.earn("gibbs", 2, 2 * DAY);
    let whole = fs::read_to_string(desk.file()).expect("text");
    // cut short in its last line, and gone on with
    fs::write(desk.file(), &whole[..whole.len() - 10]).expect("a file");
    assert_eq!(desk.recall(3 * DAY), [is(DAY, "gibbs", 1), is(DAY, "nll", 0)]);
    desk.earn("gibbs", 3, 3 * DAY);
    assert_eq!(desk.recall(3 * DAY), [is(DAY, "gibbs", 1), is(DAY, "nll", 0), is(3 * DAY, "gibbs", 3)]);
    // points that nobody earned
    fs::write(desk.file(), whole.replace(" 2 ", " 47 ")).expect("a file");
    assert_eq!(desk.recall(3 * DAY), [is(DAY, "gibbs", 1), is(DAY, "nll", 0)]);
    for junk in [&b""[..], b"\0\xff\xfe\n\n \n", b"0123456789abcdef 1 2 3 4 exercise gibbs\n", &[b'x'; 3 << 20]] {
        fs::write(desk.file(), junk).expect("a file");
        assert_eq!(desk.recall(3 * DAY), []);
        desk.earn("gibbs", 4, 4 * DAY);
        assert!(desk.recall(4 * DAY).contains(&is(4 * DAY, "gibbs", 4)));
    }
    // a folder in its place, and no place at all
    let file = desk.file();
    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("a folder");
    let attempts = desk.earn("gibbs", 5, 5 * DAY);
    assert_eq!(attempts.last(Of::Exercise, "gibbs").map(|last| last.points), Some(5));
    assert_eq!(desk.recall(5 * DAY), []);
}

#[test]
fn two_graders_at_once_lose_nothing() {
    let desk = desk();
    std::thread::scope(|scope| {
        for grader in 0..4_u32 {
            let desk = &desk;
            scope.spawn(move || {
                let mut report = desk.report.clone();
                for step in 0..25 {
                    report.exercises[0].points = 100 * grader + step;
                    remember(&desk.work, &desk.course, &report, &|_| Disclosure::Options, at(DAY));
                }
            });
        }
    });
    let seen: Vec<u32> = desk.recall(DAY).into_iter().filter(|one| one.1 == "gibbs").map(|one| one.2).collect();
    for grader in 0..4 {
        let own: Vec<u32> = seen.iter().copied().filter(|points| points / 100 == grader).collect();
        let sorted: Vec<u32> = (0..25).map(|step| 100 * grader + step).collect();
        assert_eq!(own, sorted);
    }
}

#[test]
fn a_clock_that_steps_back_is_no_trouble() {
    let mut desk = desk();
    desk.earn("gibbs", 1, 10 * DAY);
    desk.earn("gibbs", 2, 11 * DAY);
    let back = desk.earn("gibbs", 3, 5 * DAY);
    let gibbs = [(Of::Exercise, "gibbs")];
    assert_eq!(back.since(gibbs.into_iter()), None);
    let on = desk.earn("gibbs", 4, 12 * DAY);
    assert_eq!(on.since(gibbs.into_iter()).map(|since| (since.more, since.ago)), Some((2, DAY)));
    // before 1970
    let before = UNIX_EPOCH - Duration::from_secs(DAY);
    assert_eq!(recall(&desk.work, &desk.course, before).now, 0);
}
