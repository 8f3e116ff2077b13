//! Runs cargo: the only place that does. A broken crate costs its own exercise only.

use crate::provenance::TOOLCHAIN;
use crate::sandbox;
use crate::stage::{Offer, Stage, item_line, lent_line, reader};
use crate::work::{Work, write_atomically};
use judge::course::{Course, Exercise};
use judge::error::{Error, Result};
use judge::report::{Code, Diagnostic, Level};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long the exercises of one build may compile once the dependencies are there.
const COMPILE_LIMIT: Duration = Duration::from_secs(60);
/// How long ndarray and the probe may take on the very first build.
const FIRST_LIMIT: Duration = Duration::from_secs(1200);
/// Compiler output beyond this is cut: nobody reads more, and a flood must not fill the disk.
const MOST_OUTPUT: u64 = 32 * 1024 * 1024;

/// What the compiler made of one exercise.
#[derive(Clone, Debug)]
pub enum Built {
    /// A program, perhaps without some of the functions.
    Program {
        /// Where it is; valid while the scratch folder lives.
        executable: PathBuf,
        /// Functions that are missing, private or of another signature, each with rustc's message.
        dropped: BTreeMap<String, Diagnostic>,
        /// What rustc warned of in the student's file.
        warnings: Vec<Diagnostic>,
    },
    /// The student's crate does not compile.
    Failed {
        /// rustc's errors, in order.
        errors: Vec<Diagnostic>,
    },
    /// The student's crate compiles, and ours around it does not.
    ProbeFailed {
        /// rustc's first error there.
        error: Diagnostic,
    },
    /// The compiler was still running at its limit.
    Overtime {
        /// The limit.
        seconds: u64,
    },
}

/// What the compiler made of the program that trains a network with a student's functions.
#[derive(Clone, Debug)]
pub enum BuiltReader {
    /// A program; valid while the scratch folder lives.
    Program(PathBuf),
    /// The student's crate does not compile; rustc's first error.
    Failed(Diagnostic),
    /// A function is missing, private or of another signature.
    Misfit {
        /// Which.
        function: &'static str,
        /// rustc's message.
        error: Diagnostic,
    },
    /// The compiler was still running at its limit.
    Overtime {
        /// The limit.
        seconds: u64,
    },
}

/// Lets cargo drop from a lock file what the workspace does not use; no version changes.
pub fn prune_lock(folder: &Path) -> Result<()> {
    let update = || cargo(folder).args(["update", "--workspace", "--offline", "--quiet"]).output().map_err(no_cargo);
    let mut output = update()?;
    if !output.status.success() {
        fetch(folder)?;
        output = update()?;
    }
    if output.status.success() {
        return Ok(());
    }
    Err(broken("cargo cannot use the lock file", &String::from_utf8_lossy(&output.stderr)))
}

/// Downloads what the lock file names: needed once, on a machine whose cargo has never seen ndarray.
fn fetch(folder: &Path) -> Result<()> {
    eprintln!("Downloading ndarray and serde_json, once …");
    let output = cargo(folder).args(["fetch", "--locked", "--quiet"]).output().map_err(no_cargo)?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Cargo {
        what: format!(
            "the exercises need ndarray and serde_json, which cargo could not download ({})",
            last_words(&String::from_utf8_lossy(&output.stderr))
        ),
        fix: "connect to the internet and run `cargo fetch` once; after that no network is needed".into(),
    })
}

/// Builds the probe program of each exercise, and copies what was built into `scratch`.
pub fn build(
    work: &Work,
    stage: &Stage,
    course: &Course,
    names: &[&str],
    wrong: bool,
    scratch: &Path,
) -> Result<BTreeMap<String, Built>> {
    first_build(work, stage, "probe", "First run: compiling ndarray, once …")?;
    let mut drafts = vec![];
    for name in names {
        let exercise = course.exercise(name)?;
        let draft = Draft { exercise, offer: Offer { wrong, ..Offer::default() }, dropped: BTreeMap::new() };
        stage.offer(exercise, &draft.offer)?;
        drafts.push(draft);
    }
    let mut done = BTreeMap::new();
    let mut alone = drafts.len() == 1;
    while !drafts.is_empty() {
        let batch = if alone { 1 } else { drafts.len() };
        let packages: Vec<&str> = drafts[..batch].iter().map(|draft| draft.exercise.name.as_str()).collect();
        let output = run_cargo(work, stage, &packages, &[], COMPILE_LIMIT)?;
        let mut progress = false;
        let mut rest = vec![];
        for (i, mut draft) in drafts.into_iter().enumerate() {
            let step = if i < batch { draft.next(&output, stage, scratch, batch == 1)? } else { Step::Unclear };
            progress |= !matches!(step, Step::Unclear);
            match step {
                Step::Done(built) => drop(done.insert(draft.exercise.name.clone(), built)),
                Step::Again | Step::Unclear => rest.push(draft),
            }
        }
        drafts = rest;
        alone |= !progress;
    }
    Ok(done)
}

/// An exercise on its way to a program.
struct Draft<'a> {
    exercise: &'a Exercise,
    offer: Offer,
    dropped: BTreeMap<String, Diagnostic>,
}

/// What one run of cargo says about a draft.
enum Step {
    Done(Built),
    /// Functions were left out; build again.
    Again,
    /// The run ended before it came to this one.
    Unclear,
}

impl Draft<'_> {
    fn next(&mut self, output: &Output, stage: &Stage, scratch: &Path, alone: bool) -> Result<Step> {
        let name = &self.exercise.name;
        let (mut errors, mut warnings, mut ours) = (vec![], vec![], vec![]);
        for message in output.messages.iter().filter(|message| message.package == *name) {
            let diagnostic = || message.diagnostic(stage, name);
            match (message.level, message.function(self.exercise)) {
                (Level::Error, Some(function)) => {
                    self.dropped.entry(function.to_owned()).or_insert_with(diagnostic);
                }
                (Level::Error, None) if message.in_probe => ours.push(diagnostic()),
                (Level::Error, None) => errors.push(diagnostic()),
                (Level::Warning, _) if !message.in_probe => warnings.push(diagnostic()),
                _ => {}
            }
        }
        if let Some(executable) = output.executables.get(name) {
            let copy = scratch.join(format!("{name}-probe{}", std::env::consts::EXE_SUFFIX));
            fs::copy(executable, &copy).map_err(Error::file("copy", executable))?;
            let dropped = std::mem::take(&mut self.dropped);
            return Ok(Step::Done(Built::Program { executable: copy, dropped, warnings }));
        }
        if !errors.is_empty() {
            return Ok(Step::Done(Built::Failed { errors }));
        }
        if self.dropped.len() > self.offer.dropped.len() {
            // leave out the lines that do not fit, so that the others count
            self.offer.dropped = self.dropped.keys().cloned().collect();
            stage.offer(self.exercise, &self.offer)?;
            return Ok(Step::Again);
        }
        if let Some(error) = ours.into_iter().next() {
            return Ok(Step::Done(Built::ProbeFailed { error }));
        }
        if !alone {
            return Ok(Step::Unclear);
        }
        if output.overtime {
            return Ok(Step::Done(Built::Overtime { seconds: COMPILE_LIMIT.as_secs() }));
        }
        if output.log.lines().any(|line| line.starts_with("error: ") && line.contains("manifest")) {
            return Err(broken("cargo refuses the staged workspace", &output.log));
        }
        // the compiler itself died (20,000 nested brackets do that): a compile error all the same
        let message = format!("the compiler itself gave up on this file ({})", last_words(&output.log));
        let error = Diagnostic::new(Level::Error, None, &message);
        Ok(Step::Done(Built::Failed { errors: vec![error] }))
    }
}

/// Builds the program that trains a network with an exercise's functions, and copies it into `scratch`.
///
/// The student's crate is optimised for it: training calls its functions hundreds of thousands of times.
pub fn build_reader(work: &Work, stage: &Stage, exercise: &Exercise, scratch: &Path) -> Result<BuiltReader> {
    first_build(work, stage, "probe", "First run: compiling ndarray, once …")?;
    first_build(work, stage, "reader", "First training: compiling the network, once …")?;
    let name = reader(&exercise.name);
    let optimised = format!("profile.dev.package.{}.opt-level=2", exercise.name);
    let output = run_cargo(work, stage, &[&name], &["--config", &optimised], COMPILE_LIMIT)?;
    if let Some(executable) = output.executables.get(&name) {
        let copy = scratch.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        fs::copy(executable, &copy).map_err(Error::file("copy", executable))?;
        return Ok(BuiltReader::Program(copy));
    }
    if output.overtime {
        return Ok(BuiltReader::Overtime { seconds: COMPILE_LIMIT.as_secs() });
    }
    let errors = || output.messages.iter().filter(|message| message.level == Level::Error);
    if let Some(message) = errors().find(|message| message.package == exercise.name) {
        return Ok(BuiltReader::Failed(message.diagnostic(stage, &exercise.name)));
    }
    // every function has a line of its own in our program
    let misfit = errors().find_map(|message| Some((lent_line(usize::try_from(message.line?).ok()?)?, message)));
    match misfit {
        Some((function, message)) => Ok(BuiltReader::Misfit { function, error: message.diagnostic(stage, &name) }),
        None => Err(broken("the trainer cannot be built", &output.log)),
    }
}

/// Compiles a package of ours before the first exercise that needs it, without the exercises' limit.
fn first_build(work: &Work, stage: &Stage, package: &str, says: &str) -> Result<()> {
    let marker = work.build().join(format!("{package}-ready"));
    if fs::read_to_string(&marker).is_ok_and(|toolchain| toolchain == TOOLCHAIN) {
        return Ok(());
    }
    eprintln!("{says}");
    let mut output = run_cargo(work, stage, &[package], &[], FIRST_LIMIT)?;
    if !output.success && needs_download(&output.log) {
        fetch(&stage.folder)?;
        output = run_cargo(work, stage, &[package], &[], FIRST_LIMIT)?;
    }
    if !output.success {
        return Err(broken(&format!("ndarray and the package `{package}` cannot be built"), &output.log));
    }
    write_atomically(&marker, TOOLCHAIN)
}

fn needs_download(log: &str) -> bool {
    log.contains("--offline") || log.contains("no matching package") || log.contains("failed to download")
}

struct Output {
    success: bool,
    overtime: bool,
    messages: Vec<Message>,
    executables: BTreeMap<String, PathBuf>,
    log: String,
}

/// A compiler message, as far as we use it.
struct Message {
    package: String,
    in_probe: bool,
    level: Level,
    code: Option<Code>,
    text: String,
    file: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    probe_lines: Vec<usize>,
    rendered: String,
}

fn run_cargo(work: &Work, stage: &Stage, packages: &[&str], options: &[&str], limit: Duration) -> Result<Output> {
    let messages_path = stage.folder.join("messages.json");
    let log_path = stage.folder.join("cargo.log");
    let create = |path: &Path| File::create(path).map_err(Error::file("create", path));
    let mut command = cargo(&stage.folder);
    command
        .args(["build", "--offline", "--locked", "--keep-going", "--message-format=json", "--target-dir"])
        .arg(work.build());
    command.args(options);
    for package in packages {
        command.args(["-p", package]);
    }
    command.stdin(Stdio::null()).stdout(create(&messages_path)?).stderr(create(&log_path)?);
    sandbox::own_group(&mut command);
    let mut child = command.spawn().map_err(no_cargo)?;
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    let (status, overtime) = loop {
        if let Some(status) = child.try_wait().map_err(no_cargo)? {
            break (Some(status), false);
        }
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        if start.elapsed() > limit || size(&messages_path) + size(&log_path) > MOST_OUTPUT {
            sandbox::kill_group(&mut child);
            break (None, true);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(2));
    };
    let log = String::from_utf8_lossy(&fs::read(&log_path).unwrap_or_default()).into_owned();
    let text = String::from_utf8_lossy(&fs::read(&messages_path).unwrap_or_default()).into_owned();
    let (messages, executables) = read_messages(&text);
    let success = status.is_some_and(|status| status.success());
    Ok(Output { success, overtime, messages, executables, log })
}

fn read_messages(text: &str) -> (Vec<Message>, BTreeMap<String, PathBuf>) {
    let mut messages = vec![];
    let mut executables = BTreeMap::new();
    for line in text.lines() {
        let Ok(json) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let target = &json["target"];
        let in_probe = target["kind"][0] == "bin";
        let target_name = target["name"].as_str().unwrap_or_default();
        let package = target_name.strip_suffix("-probe").filter(|_| in_probe).unwrap_or(target_name).to_owned();
        match json["reason"].as_str() {
            Some("compiler-artifact") if in_probe => {
                if let Some(path) = json["executable"].as_str() {
                    executables.insert(package, path.into());
                }
            }
            Some("compiler-message") => {
                let message = &json["message"];
                let spans: Vec<_> = message["spans"].as_array().cloned().unwrap_or_default();
                let primary = spans.iter().find(|span| span["is_primary"] == true);
                let text = message["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default();
                if text.starts_with("aborting due to") {
                    continue; // a count of the errors above
                }
                messages.push(Message {
                    package,
                    in_probe,
                    level: Level::named(message["level"].as_str().unwrap_or_default()),
                    code: message["code"]["code"].as_str().map(Code::new),
                    text: text.to_owned(),
                    file: primary.and_then(|span| span["file_name"].as_str()).map(str::to_owned),
                    line: primary.and_then(|span| span["line_start"].as_u64()),
                    column: primary.and_then(|span| span["column_start"].as_u64()),
                    probe_lines: spans.iter().flat_map(probe_lines).collect(),
                    rendered: message["rendered"].as_str().unwrap_or_default().into(),
                });
            }
            _ => {}
        }
    }
    (messages, executables)
}

/// The lines of the probe program that a span touches, macro expansions unfolded.
fn probe_lines(span: &serde_json::Value) -> Vec<usize> {
    let mut lines = vec![];
    let mut span = span;
    while span.is_object() {
        if span["file_name"].as_str().is_some_and(|file| file.replace('\\', "/").ends_with("probe/main.rs")) {
            lines.extend(span["line_start"].as_u64().map(|line| line as usize));
        }
        span = &span["expansion"]["span"];
    }
    lines
}

impl Message {
    /// The owed function whose line in the probe program this error is about.
    fn function<'a>(&self, exercise: &'a Exercise) -> Option<&'a str> {
        if !self.in_probe {
            return None;
        }
        self.probe_lines.iter().find_map(|line| item_line(exercise, *line))
    }

    fn diagnostic(&self, stage: &Stage, name: &str) -> Diagnostic {
        let prefix = format!("{}/{name}/", stage.slot.name());
        let file = self.file.as_ref().and_then(|file| file.replace('\\', "/").strip_prefix(&prefix).map(str::to_owned));
        let said = Diagnostic::new(self.level, self.code.clone(), &self.text);
        let said = said.rendered(&self.rendered.replace(&prefix, ""));
        let number = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok());
        match file {
            Some(file) => said.at(&file, number(self.line), number(self.column)),
            None => said,
        }
    }
}

/// Cargo with an environment in which nothing of the caller's changes what is built.
fn cargo(folder: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(folder);
    for name in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "RUSTC_BOOTSTRAP",
        "CARGO_TARGET_DIR",
        "CARGO_BUILD_TARGET_DIR",
        "RUSTC_WORKSPACE_WRAPPER",
    ] {
        command.env_remove(name);
    }
    command.env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_QUIET", "false");
    command
}

fn no_cargo(error: std::io::Error) -> Error {
    Error::Cargo {
        what: format!("cargo cannot be started ({error})"),
        fix: "install Rust from rustup.rs and run this from a new terminal".into(),
    }
}

fn broken(what: &str, log: &str) -> Error {
    Error::Cargo {
        what: format!("{what} ({})", last_words(log)),
        fix: "run `cargo clean` and try again; if it stays, tell the course staff".into(),
    }
}

fn last_words(log: &str) -> String {
    let lines: Vec<&str> = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let error = lines.iter().rev().find(|line| line.starts_with("error")).or(lines.last());
    error.map_or_else(|| "no output".into(), |line| judge::foreign::clean(line, 200))
}
