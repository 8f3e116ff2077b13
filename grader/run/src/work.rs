//! The grader's own folder, `target/grader`: staged sources, built programs, remembered results.

use crate::contain::{Contain, Own, Tenant, Use};
use crate::interrupt::Interrupt;
use crate::toolchain::Toolchain;
use judge::error::{Error, Result};
use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Paths below `target/grader`.
#[derive(Clone, Debug)]
pub struct Work {
    folder: PathBuf,
    /// What compiles.
    pub toolchain: Toolchain,
    /// Whether the run is still wanted that works there.
    pub interrupt: Interrupt,
    /// How what runs and compiles student code is contained.
    pub contain: Arc<dyn Contain>,
    /// Where student code is built and run.
    stages: PathBuf,
    /// The checkout.
    pub root: PathBuf,
}

impl Work {
    /// Opens, and creates, the folder for a checkout; cargo's own `CARGO_TARGET_DIR` is honoured.
    pub fn open(root: &Path) -> Result<Work> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let folder = target.join("grader");
        let work = Work {
            stages: folder.join("run"),
            folder,
            toolchain: Toolchain::own(),
            interrupt: Interrupt::default(),
            contain: Arc::new(Own),
            root: root.to_owned(),
        };
        fs::create_dir_all(&work.folder).map_err(Error::file("create", &work.folder))?;
        Ok(work)
    }

    /// The same folder with other tools.
    pub fn with(self, toolchain: Toolchain) -> Work {
        Work { toolchain, ..self }
    }

    /// The same folder for what is contained otherwise, and is one's own all the same.
    pub fn within(self, contain: Arc<dyn Contain>) -> Work {
        Work { contain, ..self }
    }

    /// The same folder for code of others: contained otherwise, and built and run in a private folder of its own, which
    /// is made where there is none. Nothing in it belongs to anybody else.
    pub fn contained(self, contain: Arc<dyn Contain>, stages: &Path) -> Result<Work> {
        private_folder(stages)?;
        contain.allot(stages, Use::Passage)?;
        let stages = fs::canonicalize(stages).map_err(Error::file("read", stages))?;
        Ok(Work { contain, stages, ..self })
    }

    /// Where cargo builds for this checkout: the folder around the grader's own.
    pub fn target(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    /// Has cargo built this program there?
    pub fn built(&self, program: &str) -> bool {
        self.target().join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).exists()
    }

    /// Where what is handed out is tried out first.
    pub fn release(&self) -> PathBuf {
        self.folder.join("release")
    }

    /// Where pages are written, unless somebody says.
    pub fn page(&self) -> PathBuf {
        self.folder.join("page")
    }

    /// Which hints were given.
    pub fn hints(&self) -> PathBuf {
        self.folder.join("hints")
    }

    /// The same folder for a run that may be interrupted.
    pub fn until(&self, interrupt: &Interrupt) -> Work {
        Work { interrupt: interrupt.clone(), ..self.clone() }
    }

    /// Where cargo builds the kit.
    pub fn build(&self) -> PathBuf {
        self.folder.join("build")
    }

    /// The workspace of the kit.
    pub fn kit(&self) -> PathBuf {
        self.folder.join("kit")
    }

    /// For what cargo writes in passing.
    pub fn temporary(&self) -> Result<PathBuf> {
        let folder = self.folder.join("tmp");
        fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        Ok(folder)
    }

    /// What the compiler remembers of an exercise, for the student's own loop.
    pub fn incremental(&self, exercise: &str) -> PathBuf {
        self.folder.join("incremental").join(exercise)
    }

    /// Remembered results of one exercise.
    pub fn cache(&self, exercise: &str) -> PathBuf {
        self.folder.join("cache").join(exercise)
    }

    /// Lets nobody else at remembered results.
    pub fn close_memories(&self) -> Result<()> {
        let folder = self.folder.join("cache");
        fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let private = fs::Permissions::from_mode(0o700);
            fs::set_permissions(&folder, private).map_err(Error::file("close", &folder))?;
        }
        Ok(())
    }

    /// What the last state of an exercise earned that compiled.
    pub fn last_good(&self, exercise: &str) -> PathBuf {
        self.folder.join("last").join(format!("{exercise}.json"))
    }

    /// What was earned over time.
    pub fn attempts(&self) -> PathBuf {
        self.folder.join("attempts")
    }

    /// The key under which memories are sealed, drawn once.
    pub fn key(&self) -> Result<Vec<u8>> {
        let path = self.folder.join("key");
        let known = || fs::read(&path).ok().filter(|key| key.len() == 64);
        if let Some(key) = known() {
            return Ok(key);
        }
        let _turn = self.draws()?;
        if let Some(key) = known() {
            return Ok(key);
        }
        let key = secret_digits();
        write_atomically(&path, &key)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let private = fs::Permissions::from_mode(0o600);
            fs::set_permissions(&path, private).map_err(Error::file("write", &path))?;
        }
        Ok(key.into_bytes())
    }

    /// Networks trained with the functions of an exercise.
    pub fn networks(&self, exercise: &str) -> PathBuf {
        self.folder.join("networks").join(exercise)
    }

    /// The seed of this checkout, drawn once, so that a student sees the same counterexample until
    /// it is mended and remembered results stay valid.
    pub fn seed(&self) -> Result<u64> {
        let path = self.folder.join("seed");
        let known = || fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok());
        if let Some(seed) = known() {
            return Ok(seed);
        }
        let _turn = self.draws()?;
        if let Some(seed) = known() {
            return Ok(seed);
        }
        let seed = u64::from(fastrand::u32(1..));
        write_atomically(&path, &seed.to_string())?;
        Ok(seed)
    }

    /// What is drawn once is drawn by one grader: whoever begins at the same moment takes what that one drew. The turn
    /// goes with the returned file.
    fn draws(&self) -> Result<File> {
        let path = self.folder.join("draws.lock");
        let file = lock_file(&path)?;
        file.lock().map_err(Error::file("lock", &path))?;
        Ok(file)
    }

    /// Only one grader at a time builds the kit; the lock goes with the returned file. Who has to wait is told for
    /// what.
    pub fn lock(&self, other: &str) -> Result<File> {
        let path = self.folder.join("lock");
        let file = lock_file(&path)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            eprintln!("Another grader in this checkout {other}; waiting for it …");
        }
        file.lock().map_err(Error::file("lock", &path))?;
        Ok(file)
    }

    /// A folder of its own for one run; it is removed when dropped. What graders left that were killed is removed
    /// first. One grader alone always gets the same folder: the compiler goes on from where it was only in the
    /// folder where it was.
    pub fn scratch(&self) -> Result<Scratch> {
        let runs = &self.stages;
        fs::create_dir_all(runs).map_err(Error::file("create", runs))?;
        let gate = runs.join(".gate");
        let gate = lock_file(&gate)?;
        // nobody sweeps between the making of a lock and its locking
        gate.lock().map_err(Error::file("lock", runs))?;
        sweep(runs);
        // a name that is taken belongs to somebody else
        for number in 0..1_000 {
            let name = number.to_string();
            let folder = runs.join(&name);
            let owner = runs.join(format!("{name}.lock"));
            let file = lock_file(&owner)?;
            if file.try_lock().is_err() {
                continue;
            }
            match new_folder(&folder) {
                Ok(()) => {
                    self.contain.allot(&folder, Use::Passage)?;
                    return Ok(Scratch { folder, number, _file: file });
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::file("create", &folder)(error)),
            }
        }
        Err(Error::usage(format!("no folder could be made in {}", runs.display()), "remove that folder"))
    }
}

/// A file that is only there to be locked: whatever it holds, nothing of it is lost.
fn lock_file(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    // whoever can open it can lock it
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(Error::file("create", path))
}

/// A folder that is ours alone, made where there is none: in a place where everybody may write, somebody else could
/// have made it first, or have laid a link there.
fn private_folder(folder: &Path) -> Result<()> {
    match new_folder(folder) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(Error::file("create", folder)(error)),
    }
    let meta = fs::symlink_metadata(folder).map_err(Error::file("read", folder))?;
    #[cfg(unix)]
    let ours = {
        use std::os::unix::fs::MetadataExt;
        meta.uid() == rustix::process::geteuid().as_raw() && meta.mode() & 0o022 == 0
    };
    #[cfg(not(unix))]
    let ours = true;
    if meta.is_dir() && ours {
        return Ok(());
    }
    Err(Error::usage(
        format!("{} is no folder of yours that nobody else can write to", folder.display()),
        "remove it, or name another",
    ))
}

/// A new folder that nobody else can look into.
fn new_folder(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        fs::DirBuilder::new().mode(0o700).create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir(folder)
}

/// Removes folders whose owner is gone: nobody holds their lock any more. No link is followed.
fn sweep(runs: &Path) {
    for entry in fs::read_dir(runs).into_iter().flatten().flatten() {
        let owner = entry.path();
        if owner.ends_with(".gate") {
            continue;
        }
        if owner.extension().is_none_or(|end| end != "lock") {
            if !owner.with_extension("lock").exists() {
                // left by a grader that was killed between two steps
                let _ = remove(&owner);
            }
            continue;
        }
        let abandoned = File::open(&owner).is_ok_and(|file| file.try_lock().is_ok());
        if abandoned {
            let _ = remove(&owner.with_extension(""));
            let _ = fs::remove_file(&owner);
        }
    }
}

/// Removes whatever stands at a path, and never what a link points to.
fn remove(path: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Whose files are graded.
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
    /// Its number, which no other folder has that is in use.
    number: u32,
    /// Held while the folder is in use.
    _file: File,
}

impl Scratch {
    /// The student whose files are built and run here.
    pub fn student(&self) -> Tenant {
        Tenant(2 * self.number)
    }

    /// Who answers beside them: the student is to have nothing in common with the reference.
    pub fn reference(&self) -> Tenant {
        Tenant(2 * self.number + 1)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // what stays behind is removed at the next start, and so is the lock: whoever takes it away must hold the
        // gate, or the next owner could lock a file that is no longer there
        let _ = remove(&self.folder);
    }
}

/// 64 hexadecimal digits that nobody can guess: the standard library's own randomness, which comes from the system.
pub fn secret_digits() -> String {
    let word = || RandomState::new().build_hasher().finish();
    (0..4).map(|_| format!("{:016x}", word())).collect()
}

/// Writes a whole file or nothing: a temporary file beside it, then a rename.
pub fn write_atomically(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes(), Kept::ByTheSystem)
}

/// The same for what may be no text.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, Kept::ByTheSystem)
}

/// The same for what must outlast a loss of power: file and folder are on the disk when this returns.
pub fn write_durably(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes(), Kept::OnDisk)
}

/// The same for what nobody else may read.
pub fn write_secretly(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes(), Kept::Secret)
}

/// How a file is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    ByTheSystem,
    OnDisk,
    Secret,
}

/// How the temporary files of [`write_atomically`] and its kin end.
pub const PART: &str = ".part";

fn replace(path: &Path, bytes: &[u8], kept: Kept) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    // a name that nobody can have put a link at
    beside.push(format!(".{}-{:08x}{PART}", std::process::id(), fastrand::u32(..)));
    let beside = PathBuf::from(beside);
    let create = || {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if kept == Kept::Secret {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(&beside)
    };
    let write = |mut file: File| {
        file.write_all(bytes)?;
        if kept == Kept::ByTheSystem { Ok(()) } else { file.sync_all() }
    };
    let written = create().and_then(write).and_then(|()| fs::rename(&beside, path));
    if written.is_ok() && kept != Kept::ByTheSystem {
        keep_names_above(path);
    }
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        Error::file("write", path)(source)
    })
}

/// The name of this file or folder outlasts a loss of power.
fn keep_names_above(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // where a folder cannot be opened, as on Windows, the system keeps names by itself
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Makes a folder, and those above it, where they are not there; they outlast a loss of power.
pub fn folder_durably(folder: &Path) -> Result<()> {
    let new: Vec<&Path> = folder.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.exists()).collect();
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    new.into_iter().for_each(keep_names_above);
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graders_that_begin_at_once_agree_on_what_is_drawn() {
        for _ in 0..20 {
            let root = tempfile::tempdir().expect("a folder");
            let work = Work { folder: root.path().to_owned(), ..Work::open(root.path()).expect("a work folder") };
            let begin = std::sync::Barrier::new(8);
            let drawn: Vec<(Vec<u8>, u64)> = std::thread::scope(|scope| {
                let one = || {
                    begin.wait();
                    (work.key().expect("a key"), work.seed().expect("a seed"))
                };
                let all: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
                all.into_iter().map(|one| one.join().expect("a grader")).collect()
            });
            assert!(drawn.iter().all(|one| *one == drawn[0]), "{drawn:?}");
        }
    }

    #[test]
    fn one_grader_alone_has_the_same_folder_again_and_two_never_share_one() {
        let home = tempfile::tempdir().expect("a folder");
        let work = Work::open(home.path()).expect("a work folder");
        let first = work.scratch().expect("a folder");
        let (one, left) = (first.folder.clone(), first.folder.join("left"));
        fs::write(&left, "behind").expect("written");
        let second = work.scratch().expect("another folder");
        assert_ne!(second.folder, one);
        drop(first);
        assert!(!one.exists());
        let again = work.scratch().expect("the folder");
        assert_eq!(again.folder, one);
        assert!(!left.exists() && second.folder.exists());
    }
}
