//! A release proves itself before anybody gets it: it is laid out, read, built and graded as a student would, in a
//! folder of the grader's own.

use super::fixture::tells;
use super::gather::{Files, Handed};
use super::secret::{Secrets, told};
use super::{links, put, scan};
use judge::course::{Course, Written};
use judge::error::{Error, Result};
use judge::report::{Report, State, from_json};
use run::submission::{Files as Found, Source, Submission};
use run::work::Work;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

/// The versions that everything is built with.
const LOCK: &str = "Cargo.lock";
/// Of what is wrong so much is named; the rest is counted.
const NAMED: usize = 5;
/// The same inputs of laws every time.
const SEED: &str = "20061";

/// One step of the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing is in it that answers the course.
    Silent,
    /// Every link of its pages leads somewhere.
    Links,
    /// It builds, with the versions of its lock file.
    Builds,
    /// Untouched, it earns nothing.
    Empty,
    /// The reference in its place earns everything.
    Full,
    /// Its own tests pass.
    Tests,
}

impl Step {
    /// In the order in which they are taken.
    pub const ALL: [Step; 6] = [Step::Silent, Step::Links, Step::Builds, Step::Empty, Step::Full, Step::Tests];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Step::Silent => "no answers",
            Step::Links => "links",
            Step::Builds => "builds",
            Step::Empty => "untouched",
            Step::Full => "reference",
            Step::Tests => "tests",
        }
    }
}

/// Where a release is tried out.
#[derive(Debug)]
pub struct Proof {
    /// Laid out as it will be handed out.
    workspace: PathBuf,
}

/// What is tried out, and where.
struct Trial<'a> {
    course: &'a Course,
    work: &'a Work,
    files: &'a Files,
    workspace: &'a Path,
}

impl Proof {
    /// Nothing is laid out yet.
    pub fn new(work: &Work) -> Proof {
        Proof { workspace: work.release().join("workspace") }
    }

    /// Lets cargo take out of the lock file what only features of packages wanted that stay here.
    pub fn lock(&self, course: &Course, work: &Work, files: &mut Files) -> Result<()> {
        let trial = Trial { course, work, files, workspace: &self.workspace };
        trial.lay()?;
        let update = ["update", "--workspace", "--quiet"];
        let mut output = trial.cargo(&[&update[..], &["--offline"]].concat())?;
        if !output.status.success() {
            output = trial.cargo(&update)?;
        }
        succeeded(Step::Builds, &output, "its lock file cannot be made")?;
        let path = self.workspace.join(LOCK);
        let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        files.insert(LOCK.into(), Handed::ours(text));
        Ok(())
    }

    /// The course as students will read it, once the first step is taken.
    pub fn course(&self) -> Result<Course> {
        Course::load(&self.workspace)
    }

    /// Takes one step; what it found, in a sentence.
    pub fn step(&self, step: Step, course: &Course, work: &Work, files: &Files) -> Result<String> {
        let trial = Trial { course, work, files, workspace: &self.workspace };
        match step {
            Step::Silent => trial.silent(),
            Step::Links => trial.links(),
            Step::Builds => trial.builds(),
            Step::Empty => trial.empty(),
            Step::Full => trial.full(),
            Step::Tests => trial.tests(),
        }
    }
}

impl Trial<'_> {
    fn silent(&self) -> Result<String> {
        self.lay()?;
        let pages: Vec<&str> =
            self.files.iter().filter(|(path, _)| path.starts_with("exercises/")).map(|(_, file)| file.text()).collect();
        let secrets = Secrets::of(self.course)?.without(self.course, &pages);
        let handed = Course::load(self.workspace)?;
        let mut found = told(&handed, |exercise| tells(self.course, exercise));
        let leaks = scan::scan(self.files, &secrets);
        found.extend(leaks.iter().map(|leak| format!("{}:{} has a line of {}", leak.file, leak.line, leak.of)));
        found.extend(self.keys());
        refused(Step::Silent, &found, "write that line otherwise in one of the two places, or keep the file back")?;
        let (lines, bodies) = (secrets.lines.len(), secrets.bodies.len());
        Ok(format!(
            "none of {lines} lines and {bodies} bodies that stay here, no recipe of drawn cases and no key is in {} files",
            self.files.len()
        ))
    }

    /// The seed and the key of this checkout.
    fn keys(&self) -> Vec<String> {
        let known = [
            self.work.seed().map(|seed| seed.to_string()),
            self.work.key().map(|key| String::from_utf8_lossy(&key).into_owned()),
        ];
        let known: Vec<String> = known.into_iter().flatten().filter(|word| word.len() >= 6).collect();
        let has = |text: &str| known.iter().any(|word| text.contains(word));
        let found = self.files.iter().filter(|(_, file)| has(file.text()));
        found.map(|(path, _)| format!("{path} has the seed or the key of this checkout")).collect()
    }

    fn links(&self) -> Result<String> {
        let dead = links::dead(self.files);
        let found: Vec<String> = dead
            .iter()
            .map(|(page, line, link)| format!("{page}:{line} links to `{link}`, which is not handed out"))
            .collect();
        refused(Step::Links, &found, "take the link out of what students read")?;
        let pages = self.files.keys().filter(|path| path.ends_with(".md")).count();
        Ok(format!("every link of {pages} pages leads to what is handed out"))
    }

    fn builds(&self) -> Result<String> {
        let output = self.cargo(&["build", "--quiet", "--workspace", "--locked"])?;
        succeeded(Step::Builds, &output, "it does not build")?;
        let packages = self.files.keys().filter(|path| path.ends_with("/Cargo.toml")).count();
        Ok(format!("{packages} packages build with the versions of the lock file"))
    }

    fn empty(&self) -> Result<String> {
        let report = self.graded(Step::Empty)?;
        let points: u32 = report.exercises.iter().map(|exercise| exercise.points).sum();
        let started = report.exercises.iter().filter(|exercise| exercise.state != State::NotStarted);
        let mut found: Vec<String> =
            started.map(|exercise| format!("`{}` counts as started, or does not compile", exercise.name)).collect();
        if points > 0 {
            found.push(format!("untouched it earns {points} points"));
        }
        refused(Step::Empty, &found, "look at the stubs with `cargo run -p class -- fixtures check`")?;
        Ok(format!("untouched, {} exercises earn 0 points", report.exercises.len()))
    }

    fn full(&self) -> Result<String> {
        let solutions = Submission::open(&self.course.root.join("solutions"))?;
        for exercise in &self.course.exercises {
            let Found::Present(files) = solutions.read(exercise).files else { continue };
            for file in files {
                self.put(&format!("exercises/{}/{}", exercise.name, file.path), file.text.as_bytes())?;
            }
        }
        let report = self.graded(Step::Full);
        // the next step meets what is handed out
        self.lay()?;
        let report = report?;
        let mut found = vec![];
        for exercise in &report.exercises {
            let lost = exercise.functions.iter().filter(|entry| entry.points < entry.max);
            found.extend(
                lost.map(|entry| {
                    format!("`{}::{}` earns {} of {}", exercise.name, entry.name, entry.points, entry.max)
                }),
            );
        }
        refused(Step::Full, &found, "look at it with `cargo run -p class -- fixtures check`")?;
        let points: u32 = report.exercises.iter().map(|exercise| exercise.points).sum();
        let later: u32 = report.exercises.iter().map(|exercise| exercise.later).sum();
        let kept = if later > 0 { format!("; {later} more are told when work is marked") } else { String::new() };
        Ok(format!("the reference in its place earns all {points} points of public checks{kept}"))
    }

    fn tests(&self) -> Result<String> {
        let output = self.cargo(&["test", "--workspace", "--locked"])?;
        succeeded(Step::Tests, &output, "`cargo test --workspace` fails in it")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let passed = text
            .lines()
            .filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u32>().ok());
        Ok(format!("`cargo test --workspace` passes {} tests", passed.sum::<u32>()))
    }

    fn graded(&self, step: Step) -> Result<Report> {
        let output = self.cargo(&[
            "run",
            "--quiet",
            "--package",
            "grader",
            "--locked",
            "--",
            "--format",
            "json",
            "--no-training",
            "--seed",
            SEED,
        ])?;
        succeeded(step, &output, "it cannot be graded")?;
        from_json(&String::from_utf8_lossy(&output.stdout)).map_err(|what| {
            unproved(step, &format!("its report cannot be read ({what})"), "tell those who maintain the grader")
        })
    }

    /// cargo as students start it, in the workspace.
    fn cargo(&self, args: &[&str]) -> Result<Output> {
        let mut cargo = self.work.toolchain.cargo(self.workspace, &self.work.temporary()?);
        cargo.env("CARGO_TARGET_DIR", self.work.release().join("target")).args(args).stdin(Stdio::null());
        cargo.output().map_err(|error| Error::Cargo {
            what: format!("cargo cannot be started ({error})"),
            fix: "install Rust from rustup.rs and run this from a new terminal".into(),
        })
    }

    /// Exactly these files. What was there and is the same stays, so that cargo builds only what changed.
    fn lay(&self) -> Result<()> {
        let mut open = vec![self.workspace.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder {
                    open.push(path);
                } else if !self.files.contains_key(&self.named(&path)) {
                    fs::remove_file(&path).map_err(Error::file("remove", &path))?;
                }
            }
        }
        for (path, file) in self.files {
            self.put(path, &file.bytes)?;
        }
        Ok(())
    }

    /// A path of the workspace, as a release names it.
    fn named(&self, path: &Path) -> String {
        let parts = path.strip_prefix(self.workspace).unwrap_or(path).components();
        parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let full = self.workspace.join(path);
        if fs::read(&full).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        put::one(self.workspace, path, bytes)
    }
}

fn unproved(step: Step, what: &str, fix: &str) -> Error {
    Error::usage(format!("nothing is handed out, the step \"{}\" fails: {what}", step.name()), fix)
}

/// The first of what is wrong, and how much more there is.
fn refused(step: Step, found: &[String], fix: &str) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let mut what = found.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if found.len() > NAMED {
        what += &format!("; and {} more", found.len() - NAMED);
    }
    Err(unproved(step, &what, fix))
}

/// A failed call of cargo, with the end of what it said.
fn succeeded(step: Step, output: &Output, what: &str) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    let telling = |line: &&str| line.contains("error") || line.contains("panicked") || line.contains("FAILED");
    let lines: Vec<&str> = said.lines().filter(telling).take(NAMED).map(str::trim).collect();
    let lines = if lines.is_empty() { said.lines().rev().take(1).collect() } else { lines };
    Err(unproved(step, &format!("{what} ({})", lines.join("; ")), "mend that in the checkout, and release again"))
}

/// How many questions of a course a release tells something of, and of how many nothing.
pub fn questions(course: &Course) -> (usize, usize) {
    let (mut sealed, mut kept) = (0, 0);
    for exercise in &course.exercises {
        let choices = exercise.written.iter().filter(|written| matches!(written, Written::Choice(_))).count();
        match tells(course, &exercise.name) {
            true => sealed += choices,
            false => kept += choices,
        }
    }
    (sealed, kept)
}
