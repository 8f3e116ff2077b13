//! The kit: what every program of student code is linked with, built by cargo once for each toolchain, lock file
//! and state of our own sources.
//!
//! From then on a student's file is compiled by one call of the compiler with the flags that cargo resolved here;
//! cargo's locks, fingerprints and time stamps decide nothing any more.

use crate::provenance::{HOME, TARGET, TOOLCHAIN};
use crate::shared;
use crate::work::{Work, write_atomically, write_if_changed};
use judge::digest::Digest;
use judge::error::{Error, Result};
use judge::foreign::clean;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Between two signs of life of a build that takes its time.
const SIGN: Duration = Duration::from_secs(10);
/// Of what cargo prints no more is kept.
const MOST_LOG: usize = 256 * 1024;

/// Which kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// For grading: ndarray and the probe.
    Probe,
    /// For training: the reader besides.
    Reader,
}

impl Which {
    /// The package that depends on everything in this kit.
    fn package(self) -> &'static str {
        match self {
            Which::Probe => "kit",
            Which::Reader => "kit-reader",
        }
    }

    /// The crates that a program names.
    fn crates(self) -> &'static [&'static str] {
        match self {
            Which::Probe => &["ndarray", "probe"],
            Which::Reader => &["ndarray", "probe", "reader"],
        }
    }

    /// What somebody who waits for it is told.
    fn says(self) -> &'static str {
        match self {
            Which::Probe => "First run: compiling ndarray, once. This usually takes less than a minute …",
            Which::Reader => "First training: compiling the network, once. This usually takes some seconds …",
        }
    }
}

/// A built kit.
#[derive(Clone, Debug, PartialEq)]
pub struct Kit {
    /// The crates that a program may name, and their libraries.
    pub externs: Vec<(String, PathBuf)>,
    /// Where these find the libraries that they need themselves.
    pub dependencies: PathBuf,
    /// All of them as one library that is loaded, where the system can.
    pub shared: Option<PathBuf>,
    /// Every file of it with its length: what is gone or cut short is built again.
    files: Vec<(PathBuf, u64)>,
    /// The digest of everything that it was made from.
    pub key: String,
}

impl Kit {
    /// The kit of this checkout, built first where there is none or a part of it is gone.
    pub fn open(work: &Work, which: Which) -> Result<Kit> {
        let key = key(which)?;
        if let Some(kit) = Kit::recall(work, which, &key) {
            return Ok(kit);
        }
        let _lock = work.lock("builds what all exercises need")?;
        // another grader may have built it while this one waited
        match Kit::recall(work, which, &key) {
            Some(kit) => Ok(kit),
            // cargo believes in files by their dates: where one is damaged all have to go
            None if Kit::noted(work, which).is_some_and(|kit| kit.key == key) => Kit::afresh(work, which, key),
            None => Kit::build(work, which, key),
        }
    }

    /// Builds it from nothing: something in it does not fit together.
    pub fn renew(work: &Work, which: Which) -> Result<Kit> {
        let key = key(which)?;
        let _lock = work.lock("builds what all exercises need")?;
        Kit::afresh(work, which, key)
    }

    fn afresh(work: &Work, which: Which, key: String) -> Result<Kit> {
        let build = work.build();
        if build.exists() {
            fs::remove_dir_all(&build).map_err(Error::file("remove", &build))?;
        }
        Kit::build(work, which, key)
    }

    /// The kit that was built last, in whatever state it is.
    fn noted(work: &Work, which: Which) -> Option<Kit> {
        let text = fs::read_to_string(note(work, which)).ok()?;
        Kit::from_json(&serde_json::from_str(&text).ok()?)
    }

    fn recall(work: &Work, which: Which, key: &str) -> Option<Kit> {
        let kit = Kit::noted(work, which)?;
        let whole = |(path, length): &(PathBuf, u64)| fs::metadata(path).is_ok_and(|meta| meta.len() == *length);
        (kit.key == key && kit.files.iter().all(whole)).then_some(kit)
    }

    fn build(work: &Work, which: Which, key: String) -> Result<Kit> {
        eprintln!("{}", which.says());
        forget_own(work);
        let stage = Stage::open(work)?;
        let mut built = stage.cargo(work, which)?;
        if !built.success && needs_download(&built.log) {
            stage.fetch(work)?;
            built = stage.cargo(work, which)?;
        }
        if !built.success {
            return Err(broken("ndarray and our own crates cannot be built", &built.log));
        }
        let library = |name: &&str| {
            let path = built.libraries.iter().find(|(built, _)| built == name).map(|(_, path)| path.clone());
            let lacks = || broken(&format!("cargo built no library `{name}`"), &built.log);
            Ok(((*name).to_owned(), path.ok_or_else(lacks)?))
        };
        let externs = which.crates().iter().map(library).collect::<Result<Vec<_>>>()?;
        let dependencies = externs.first().and_then(|(_, path)| path.parent()).map(Path::to_owned).unwrap_or_default();
        let shared = match which {
            Which::Probe => shared::make(work, &externs, &dependencies),
            Which::Reader => None,
        };
        let mut files = vec![];
        for path in built.libraries.iter().map(|(_, path)| path).chain(&shared) {
            files.push((path.clone(), fs::metadata(path).map_err(Error::file("read", path))?.len()));
        }
        let kit = Kit { externs, dependencies, shared, files, key };
        write_atomically(&note(work, which), &kit.to_json()?.to_string())?;
        Ok(kit)
    }

    /// `None` where a path is no text: then nothing is remembered.
    fn to_json(&self) -> Result<Json> {
        let text = |path: &Path| {
            path.to_str().map(str::to_owned).ok_or_else(|| Error::Cargo {
                what: format!("the path {} is no text", path.display()),
                fix: "move the checkout to a folder whose name is".into(),
            })
        };
        let externs = self.externs.iter().map(|(name, path)| Ok(json!([name, text(path)?])));
        let files = self.files.iter().map(|(path, length)| Ok(json!([text(path)?, length])));
        Ok(json!({
            "key": self.key,
            "externs": externs.collect::<Result<Vec<_>>>()?,
            "dependencies": text(&self.dependencies)?,
            "shared": self.shared.as_deref().map(text).transpose()?,
            "files": files.collect::<Result<Vec<_>>>()?,
        }))
    }

    fn from_json(json: &Json) -> Option<Kit> {
        let externs = json["externs"]
            .as_array()?
            .iter()
            .map(|pair| Some((pair[0].as_str()?.to_owned(), PathBuf::from(pair[1].as_str()?))));
        let files =
            json["files"].as_array()?.iter().map(|pair| Some((PathBuf::from(pair[0].as_str()?), pair[1].as_u64()?)));
        Some(Kit {
            externs: externs.collect::<Option<_>>()?,
            dependencies: json["dependencies"].as_str()?.into(),
            shared: json["shared"].as_str().map(PathBuf::from),
            files: files.collect::<Option<_>>()?,
            key: json["key"].as_str()?.to_owned(),
        })
    }
}

/// Lets cargo forget that it has built our own crates: it believes time stamps, and clocks are not always right.
fn forget_own(work: &Work) {
    let folder = work.build().join(TARGET).join("kit/.fingerprint");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if ["wire-", "probe-", "reader-", "kit-"].iter().any(|own| name.starts_with(own)) {
            // what stays is built again all the same where cargo sees the change
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Where a kit is noted.
fn note(work: &Work, which: Which) -> PathBuf {
    work.build().join(format!("{}.json", which.package()))
}

/// The digest of everything that decides what a kit is, computed once.
pub fn key(which: Which) -> Result<String> {
    static KEYS: [OnceLock<String>; 2] = [OnceLock::new(), OnceLock::new()];
    let known = match which {
        Which::Probe => &KEYS[0],
        Which::Reader => &KEYS[1],
    };
    if let Some(key) = known.get() {
        return Ok(key.clone());
    }
    let key = compute_key(which)?;
    Ok(known.get_or_init(|| key).clone())
}

fn compute_key(which: Which) -> Result<String> {
    let mut key = Digest::new();
    key.field(TOOLCHAIN).field(TARGET).field(which.package()).field(MANIFEST).field(shared::TEXT);
    let lock = Path::new(HOME).join("../Cargo.lock");
    key.field(fs::read(&lock).map_err(Error::file("read", &lock))?);
    let crates: &[&str] = match which {
        Which::Probe => &["wire", "probe"],
        Which::Reader => &["wire", "probe", "reader"],
    };
    for name in crates {
        for path in sources(&Path::new(HOME).join(name))? {
            key.field(fs::read(&path).map_err(Error::file("read", &path))?);
        }
    }
    Ok(key.finish_hex())
}

/// The manifest and the sources of one of our crates, in order.
pub fn sources(package: &Path) -> Result<Vec<PathBuf>> {
    let folder = package.join("src");
    let entries = fs::read_dir(&folder).map_err(Error::file("read", &folder))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.push(package.join("Cargo.toml"));
    Ok(paths)
}

/// The workspace that cargo builds. The profile is our own, and states everything, so that no configuration of a
/// user's reaches into it.
const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["kit", "kit-reader"]

[profile.kit]
inherits = "dev"
opt-level = 0
debug = 0
debug-assertions = true
overflow-checks = true
lto = false
panic = "unwind"
incremental = false
codegen-units = 16
rpath = false
strip = "none"
split-debuginfo = "off"

[profile.kit.package."*"]
opt-level = 2

[profile.kit.package.probe]
opt-level = 0

[profile.kit.build-override]
opt-level = 0
"#;

struct Stage {
    folder: PathBuf,
}

struct Built {
    success: bool,
    /// The crates that were built, or were there already.
    libraries: Vec<(String, PathBuf)>,
    log: String,
}

impl Stage {
    /// Lays down manifests and the course's lock file.
    fn open(work: &Work) -> Result<Stage> {
        let stage = Stage { folder: work.kit() };
        write_if_changed(&stage.folder.join("Cargo.toml"), MANIFEST)?;
        for which in [Which::Probe, Which::Reader] {
            let folder = stage.folder.join(which.package());
            write_if_changed(&folder.join("Cargo.toml"), &package(which))?;
            write_if_changed(&folder.join("src/lib.rs"), "")?;
        }
        stage.lock(work)?;
        Ok(stage)
    }

    /// The course's lock file, from which cargo itself drops what is not needed here; no version changes.
    fn lock(&self, work: &Work) -> Result<()> {
        let source = Path::new(HOME).join("../Cargo.lock");
        let text = fs::read_to_string(&source).map_err(Error::file("read", &source))?;
        let lock = self.folder.join("Cargo.lock");
        write_atomically(&lock, &text)?;
        let prune = || {
            let mut cargo = work.toolchain.cargo(&self.folder, &work.temporary()?);
            cargo.args(["update", "--workspace", "--offline", "--quiet"]).output().map_err(no_cargo)
        };
        let mut output = prune()?;
        if !output.status.success() {
            self.fetch(work)?;
            output = prune()?;
        }
        if output.status.success() {
            return Ok(());
        }
        Err(broken("cargo cannot use the lock file", &String::from_utf8_lossy(&output.stderr)))
    }

    /// Downloads what the lock file names: needed once, on a machine whose cargo has never seen ndarray.
    fn fetch(&self, work: &Work) -> Result<()> {
        eprintln!("Downloading ndarray and serde_json, once …");
        let mut cargo = work.toolchain.cargo(&self.folder, &work.temporary()?);
        let output = cargo.args(["fetch", "--locked", "--quiet"]).output().map_err(no_cargo)?;
        if output.status.success() {
            return Ok(());
        }
        let words = last_words(&String::from_utf8_lossy(&output.stderr));
        Err(Error::Cargo {
            what: format!("the exercises need ndarray and serde_json, which cargo could not download ({words})"),
            fix: "connect to the internet and run `cargo fetch` once; after that no network is needed".into(),
        })
    }

    /// Builds, and shows that it is alive.
    fn cargo(&self, work: &Work, which: Which) -> Result<Built> {
        let mut cargo = work.toolchain.cargo(&self.folder, &work.temporary()?);
        cargo.args(["build", "--offline", "--locked", "--message-format=json", "--profile", "kit"]);
        cargo.args(["--package", which.package(), "--target", TARGET, "--target-dir"]).arg(work.build());
        cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = cargo.spawn().map_err(no_cargo)?;
        let (messages, log) = (child.stdout.take(), child.stderr.take());
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            let lines = log.into_iter().flat_map(|log| BufReader::new(log).split(b'\n'));
            for line in lines.map_while(std::io::Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if line.contains("waiting for file lock") {
                    eprintln!(
                        "… another cargo is at work; waiting for it to let go of {}",
                        clean(line.rsplit("lock on ").next().unwrap_or_default(), 80)
                    );
                }
                if text.len() < MOST_LOG {
                    text = text + &line + "\n";
                }
            }
            text
        });
        let (tell, told) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let lines = messages.into_iter().flat_map(|messages| BufReader::new(messages).lines());
            for line in lines.map_while(std::io::Result::ok) {
                if let Some(library) = serde_json::from_str(&line).ok().and_then(|json: Json| library(&json)) {
                    let _ = tell.send(library);
                }
            }
        });
        let start = Instant::now();
        let mut libraries: Vec<(String, PathBuf)> = vec![];
        loop {
            match told.recv_timeout(SIGN) {
                Ok(library) => libraries.push(library),
                Err(RecvTimeoutError::Timeout) => {
                    let last = libraries.last().map(|(name, _)| format!(", {name} is done")).unwrap_or_default();
                    eprintln!("… still compiling after {} s{last}", start.elapsed().as_secs());
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let _ = reader.join();
        let status = child.wait().map_err(|error| Error::machine("cargo got lost", error))?;
        Ok(Built { success: status.success(), libraries, log: log.join().unwrap_or_default() })
    }
}

/// The library that a message of cargo's is about.
fn library(message: &Json) -> Option<(String, PathBuf)> {
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let files = message["filenames"].as_array()?.iter().filter_map(Json::as_str);
    let path = files.into_iter().find(|file| file.ends_with(".rlib"))?;
    Some((message["target"]["name"].as_str()?.to_owned(), path.into()))
}

/// The manifest of a package that depends on everything in a kit.
fn package(which: Which) -> String {
    let text = |name: &str| Path::new(HOME).join(name).to_string_lossy().into_owned();
    let path = |name: &str| toml::Table::from_iter([("path".to_owned(), toml::Value::String(text(name)))]).into();
    let mut dependencies = toml::Table::new();
    let ndarray = [
        ("version".to_owned(), toml::Value::String("0.17".into())),
        ("default-features".to_owned(), false.into()),
        ("features".to_owned(), toml::Value::Array(vec![toml::Value::String("std".into())])),
    ];
    dependencies.insert("ndarray".into(), toml::Table::from_iter(ndarray).into());
    for name in which.crates().iter().filter(|name| **name != "ndarray") {
        dependencies.insert((*name).to_owned(), path(name));
    }
    let package = [("name", which.package()), ("version", "0.0.0"), ("edition", "2024")];
    let package = package.map(|(key, value)| (key.to_owned(), toml::Value::String(value.into())));
    let manifest = [
        ("package".to_owned(), toml::Table::from_iter(package).into()),
        ("dependencies".to_owned(), toml::Value::Table(dependencies)),
    ];
    toml::Table::from_iter(manifest).to_string()
}

fn needs_download(log: &str) -> bool {
    log.contains("--offline") || log.contains("no matching package") || log.contains("failed to download")
}

fn no_cargo(error: std::io::Error) -> Error {
    Error::Cargo {
        what: format!("cargo cannot be started ({error})"),
        fix: "install Rust from rustup.rs and run this from a new terminal".into(),
    }
}

fn broken(what: &str, log: &str) -> Error {
    let fix = match log.contains("No space left on device") {
        true => "free some space and run again; nothing that was there is lost",
        false => "run `cargo clean` and try again; if it stays, tell the course staff",
    };
    Error::Cargo { what: format!("{what} ({})", last_words(log)), fix: fix.into() }
}

/// The line that says why.
pub fn last_words(log: &str) -> String {
    let lines: Vec<&str> = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let cause = lines.iter().rev().find(|line| line.contains("No space left on device"));
    let error = cause.or_else(|| lines.iter().rev().find(|line| line.starts_with("error"))).or(lines.last());
    error.map_or_else(|| "no output".into(), |line| clean(line, 200))
}
