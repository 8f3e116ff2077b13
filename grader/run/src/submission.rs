//! Which files belong to the student: the only place that decides.
//!
//! A submission is a folder with one folder per exercise; of each only the Rust files under `src/` and
//! the texts `derivation*.txt` and `answers.toml` count. Manifests, build scripts, cargo configuration and programs are ours, and never read.

use judge::answers::MOST_TEXT;
use judge::course::ANSWERS;
use judge::error::{Error, Result};
pub use judge::source::StudentFile;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger sources are refused: nothing in this course needs them, and compilers choke on them.
const MOST_BYTES: u64 = 256 * 1024;
const MOST_FILES: usize = 32;
const DEEPEST: usize = 4;

/// A folder with a student's work.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The folder.
    pub folder: PathBuf,
}

/// What a submission holds for one exercise.
#[derive(Clone, Debug, PartialEq)]
pub enum Files {
    /// The files, `src/lib.rs` among them, sorted by path.
    Present(Vec<StudentFile>),
    /// There is no `src/lib.rs`.
    Missing,
    /// They cannot be graded.
    Refused {
        /// Why, as a sentence.
        why: String,
    },
}

impl Submission {
    /// Opens a folder.
    pub fn open(folder: &Path) -> Result<Submission> {
        let meta = fs::metadata(folder).map_err(Error::file("open the submission", folder))?;
        if !meta.is_dir() {
            let what = format!("{} is not a folder", folder.display());
            return Err(Error::usage(what, "name the folder that holds one folder per exercise"));
        }
        Ok(Submission { folder: folder.to_owned() })
    }

    /// Where the student's main file of an exercise is, or should be.
    pub fn main_file(&self, exercise: &str) -> PathBuf {
        self.folder.join(exercise).join("src/lib.rs")
    }

    /// Reads what belongs to the student.
    pub fn files(&self, exercise: &str) -> Files {
        let main = self.main_file(exercise);
        let meta = match fs::symlink_metadata(&main) {
            Ok(meta) => meta,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Files::Missing,
            Err(error) => return Files::Refused { why: format!("{} cannot be read: {error}.", main.display()) },
        };
        if !meta.is_file() {
            return Files::Refused { why: format!("{} is not a regular file.", main.display()) };
        }
        let mut found = vec![];
        let source = self.folder.join(exercise).join("src");
        if let Err(why) = collect(&source, "src", 0, &mut found) {
            return Files::Refused { why };
        }
        if let Err(why) = collect_texts(&self.folder.join(exercise), &mut found) {
            return Files::Refused { why };
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Files::Present(found)
    }
}

/// Derivations and answers lie beside `src`; they are read, never run.
fn collect_texts(folder: &Path, found: &mut Vec<StudentFile>) -> std::result::Result<(), String> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(file) = entry.file_name().into_string() else { continue };
        let regular = entry.file_type().is_ok_and(|kind| kind.is_file());
        let derivation = file.starts_with("derivation") && file.ends_with(".txt");
        if !regular || !derivation && file != ANSWERS {
            continue;
        }
        let path = entry.path();
        // a strange letter or too much text must cost what is written here alone, not the functions
        let mut bytes = vec![];
        let start = fs::File::open(&path).and_then(|file| file.take(MOST_TEXT + 1).read_to_end(&mut bytes));
        start.map_err(|error| unreadable(&path, &error))?;
        let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
        found.push(StudentFile { path: file, text });
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::InvalidData => format!("{} is not UTF-8 text; save it as UTF-8.", path.display()),
        _ => format!("{} cannot be read: {error}.", path.display()),
    }
}

fn collect(folder: &Path, name: &str, depth: usize, found: &mut Vec<StudentFile>) -> std::result::Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let path = entry.path();
        let Ok(file) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
        let inner = format!("{name}/{file}");
        if kind.is_dir() {
            let ours = depth == 0 && file == "bin";
            if depth < DEEPEST && !ours && !file.starts_with('.') {
                collect(&path, &inner, depth + 1, found)?;
            }
        } else if kind.is_file() && file.ends_with(".rs") && inner != "src/main.rs" {
            if found.len() == MOST_FILES {
                return Err(format!("{} has more than {MOST_FILES} Rust files; remove some.", folder.display()));
            }
            let size = entry.metadata().map_err(|error| unreadable(&path, &error))?.len();
            let before: usize = found.iter().map(|file| file.text.len()).sum();
            if before as u64 + size > MOST_BYTES {
                return Err(format!(
                    "{} brings the sources above {} KiB; keep to what the exercise asks.",
                    path.display(),
                    MOST_BYTES / 1024
                ));
            }
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            // the lint cannot be "forbid", which ndarray's `s![]` runs into; without its name nobody can
            // turn it off again
            if text.lines().any(touches_unsafe) {
                return Err(format!(
                    "{} names the lint `unsafe_code`; exercises are graded without unsafe code.",
                    path.display()
                ));
            }
            found.push(StudentFile { path: inner, text });
        }
    }
    Ok(())
}

/// Does this line of Rust name the lint otherwise than to forbid it, or in a comment?
fn touches_unsafe(line: &str) -> bool {
    let line = line.trim();
    // a line that ends a block comment may go on with anything
    let comment = line.starts_with("//") && !line.contains("*/");
    line.contains("unsafe_code") && !comment && line != "#![forbid(unsafe_code)]" && line != "#![deny(unsafe_code)]"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(folder: &Path, path: &str, bytes: &[u8]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn paths(files: Files) -> Vec<String> {
        match files {
            Files::Present(files) => files.into_iter().map(|file| file.path).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_rust_files_under_src_belong_to_the_student() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [
            "gibbs/src/lib.rs",
            "gibbs/src/helper.rs",
            "gibbs/src/main.rs",
            "gibbs/src/bin/x.rs",
            "gibbs/build.rs",
            "gibbs/Cargo.toml",
            "gibbs/.cargo/config.toml",
            "gibbs/src/notes.txt",
        ] {
            put(folder.path(), path, b"// text");
        }
        let submission = Submission::open(folder.path()).expect("a submission");
        assert_eq!(paths(submission.files("gibbs")), ["src/helper.rs", "src/lib.rs"]);
        assert_eq!(submission.files("nll"), Files::Missing);
    }

    #[test]
    fn what_cannot_be_graded_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "binary/src/lib.rs", &[0xff, 0xfe, 0x00]);
        put(folder.path(), "lint/src/lib.rs", b"#![allow(unsafe_code)]");
        put(folder.path(), "huge/src/lib.rs", &vec![b' '; 300 * 1024]);
        fs::create_dir_all(folder.path().join("folder/src/lib.rs")).expect("a folder");
        let submission = Submission::open(folder.path()).expect("a submission");
        for exercise in ["binary", "lint", "huge", "folder"] {
            assert!(matches!(submission.files(exercise), Files::Refused { .. }), "{exercise}");
        }
    }

    #[test]
    fn a_strange_or_endless_text_costs_itself_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "nll/src/lib.rs", b"// text");
        put(folder.path(), "nll/derivation_loss.txt", b"L = \xff");
        put(folder.path(), "nll/answers.toml", &vec![b'#'; 100 * 1024]);
        let Files::Present(files) = Submission::open(folder.path()).expect("a submission").files("nll") else {
            panic!("refused")
        };
        let lengths: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.text.len())).collect();
        assert_eq!(lengths, [("answers.toml", 32 * 1024 + 1), ("derivation_loss.txt", 7), ("src/lib.rs", 7)]);
    }

    #[test]
    fn unsafe_code_may_be_forbidden_and_spoken_of_but_not_allowed() {
        for line in ["#![forbid(unsafe_code)]", "  #![deny(unsafe_code)]", "// no unsafe_code here", "let safe = 1;"] {
            assert!(!touches_unsafe(line), "{line}");
        }
        for line in [
            "#![allow(unsafe_code)]",
            "unsafe_code",
            "// */ #![allow(unsafe_code)]",
            "#![forbid(unsafe_code)] #![allow(unsafe_code)]",
        ] {
            assert!(touches_unsafe(line), "{line}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_never_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "secret.rs", b"// secret");
        fs::create_dir_all(folder.path().join("gibbs/src")).expect("a folder");
        std::os::unix::fs::symlink(folder.path().join("secret.rs"), folder.path().join("gibbs/src/lib.rs"))
            .expect("a link");
        let submission = Submission::open(folder.path()).expect("a submission");
        assert!(matches!(submission.files("gibbs"), Files::Refused { .. }));
    }
}
