//! Files are looked at again and again: what is another text is a save, and nothing else is.

use judge::course::Course;
use run::saves::{Fixtures, Saves};
use std::fs;
use std::path::{Path, PathBuf};

fn course() -> Course {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout");
    Course::load(&root).expect("the course")
}

fn file(folder: &Path, path: &str, text: &str) -> PathBuf {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, text).expect("a file");
    path
}

#[test]
fn a_save_is_another_text_however_it_is_written() {
    let course = course();
    let exercises = [course.exercise("gibbs").expect("gibbs"), course.exercise("nll").expect("nll")];
    let folder = tempfile::tempdir().expect("a folder");
    let main = file(folder.path(), "gibbs/src/lib.rs", "fn a() {}\n");
    file(folder.path(), "nll/src/lib.rs", "fn a() {}\n");
    let mut saves = Saves::of(folder.path().to_owned(), &exercises);
    let mut look = || saves.look(&exercises).join(" ");
    assert_eq!(look(), "");

    file(folder.path(), "gibbs/src/lib.rs", "fn b() {}\n");
    assert_eq!([look(), look()], ["gibbs", ""]);
    // of the same length and date
    let date = fs::metadata(&main).and_then(|meta| meta.modified()).expect("a date");
    fs::write(&main, "fn c() {}\n").expect("a file");
    fs::File::options().write(true).open(&main).and_then(|file| file.set_modified(date)).expect("a date");
    assert_eq!((0..20).filter(|_| look() == "gibbs").count(), 1);
    // another date and the same text
    let later = date + std::time::Duration::from_secs(5);
    fs::File::options().write(true).open(&main).and_then(|file| file.set_modified(later)).expect("a date");
    assert_eq!(look(), "");
    // another file in its place, and one beside it that is nobody's
    file(folder.path(), "gibbs/src/.lib.rs.swp", "x");
    let beside = file(folder.path(), "gibbs/src/4913", "fn d() {}\n");
    assert_eq!(look(), "");
    fs::rename(beside, &main).expect("renamed");
    assert_eq!([look(), look()], ["gibbs", ""]);
    // what is asked for beside the functions, and both at once
    file(folder.path(), "nll/derivation_loss.txt", "L = 1\n");
    file(folder.path(), "gibbs/src/lib.rs", "fn e() {}\n");
    assert_eq!([look(), look()], ["gibbs nll", ""]);
    file(folder.path(), "nll/notes.md", "mine\n");
    assert_eq!(look(), "");
}

#[test]
fn a_file_that_is_gone_or_empty_is_waited_for() {
    let course = course();
    let exercises = [course.exercise("gibbs").expect("gibbs")];
    let folder = tempfile::tempdir().expect("a folder");
    let main = file(folder.path(), "gibbs/src/lib.rs", "fn a() {}\n");
    let mut saves = Saves::of(folder.path().to_owned(), &exercises);
    let mut look = || saves.look(&exercises).join(" ");
    fs::write(&main, "").expect("a file");
    assert_eq!([look(), look()], ["", ""]);
    fs::write(&main, "fn b() {}\n").expect("a file");
    assert_eq!(look(), "gibbs");
    fs::remove_file(&main).expect("removed");
    assert_eq!(look(), "");
    fs::write(&main, "fn b() {}\n").expect("a file");
    assert_eq!(look(), "");
    // in the end it is said that it is gone, once
    fs::remove_file(&main).expect("removed");
    let said = (0..1000).filter(|_| look() == "gibbs").count();
    assert_eq!(said, 1);
}

#[test]
fn a_fixture_that_changes_is_seen() {
    let mut course = course();
    let folder = tempfile::tempdir().expect("a folder");
    for exercise in &course.exercises {
        file(folder.path(), &format!("fixtures/{}/exercise.toml", exercise.name), "");
    }
    let list = file(folder.path(), "fixtures/course.toml", "");
    course.root = folder.path().to_owned();
    let mut fixtures = Fixtures::of(&course);
    assert!(!fixtures.look(&course));
    fs::write(list, "title = \"another\"\n").expect("a file");
    assert_eq!([fixtures.look(&course), fixtures.look(&course)], [true, false]);
    file(folder.path(), "fixtures/gibbs/gibbs.snap", "1");
    assert_eq!([fixtures.look(&course), fixtures.look(&course)], [true, false]);
    file(folder.path(), "fixtures/gibbs/notes.md", "mine");
    assert!(!fixtures.look(&course));
}
