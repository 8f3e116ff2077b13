//! The grader's own folder, `target/grader`: staged sources, built programs, remembered results.

use judge::error::{Error, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Paths below `target/grader`.
#[derive(Clone, Debug)]
pub struct Work {
    folder: PathBuf,
}

impl Work {
    /// Opens, and creates, the folder for a checkout; cargo's own `CARGO_TARGET_DIR` is honoured.
    pub fn open(root: &Path) -> Result<Work> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let work = Work { folder: target.join("grader") };
        fs::create_dir_all(&work.folder).map_err(Error::file("create", &work.folder))?;
        Ok(work)
    }

    /// Where cargo builds.
    pub fn build(&self) -> PathBuf {
        self.folder.join("build")
    }

    /// The workspace in which a kind of submission is staged.
    pub fn stage(&self, slot: Slot) -> PathBuf {
        self.folder.join("stage").join(slot.name())
    }

    /// Remembered results of one exercise.
    pub fn cache(&self, exercise: &str) -> PathBuf {
        self.folder.join("cache").join(exercise)
    }

    /// Networks trained with the functions of an exercise.
    pub fn networks(&self, exercise: &str) -> PathBuf {
        self.folder.join("networks").join(exercise)
    }

    /// The seed of this checkout, drawn once, so that a student sees the same counterexample until
    /// it is mended and remembered results stay valid.
    pub fn seed(&self) -> Result<u64> {
        let path = self.folder.join("seed");
        if let Some(seed) = fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok()) {
            return Ok(seed);
        }
        let seed = u64::from(fastrand::u32(1..));
        write_atomically(&path, &seed.to_string())?;
        Ok(seed)
    }

    /// Only one grader at a time stages and builds; the lock goes with the returned file.
    pub fn lock(&self) -> Result<File> {
        let path = self.folder.join("lock");
        let file = File::create(&path).map_err(Error::file("create", &path))?;
        file.lock().map_err(Error::file("lock", &path))?;
        Ok(file)
    }

    /// A folder of its own for one run of student programs; it is removed when dropped.
    pub fn scratch(&self) -> Result<Scratch> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.join("run").join(name);
        fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        Ok(Scratch { folder })
    }
}

/// Which staged workspace: each keeps its own incremental build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The student's own loop.
    Exercises,
    /// Any other folder given with `--submission`.
    Submission,
    /// The reference together with the known wrong bodies.
    Reference,
}

impl Slot {
    /// The name of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Exercises => "exercises",
            Slot::Submission => "submission",
            Slot::Reference => "reference",
        }
    }
}

/// A folder that goes away.
#[derive(Debug)]
pub struct Scratch {
    /// The folder.
    pub folder: PathBuf,
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // what stays behind is found and removed by `cargo clean`
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Writes a whole file or nothing: a temporary file beside it, then a rename.
pub fn write_atomically(path: &Path, text: &str) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        Error::file("write", path)(source)
    })
}

/// Writes a file only where its text changes, so that cargo sees what changed and nothing else.
pub fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    }
    fs::write(path, text).map_err(Error::file("write", path))
}
