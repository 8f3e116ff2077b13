//! The jail as the road knows it: a value of its seam.

use super::JAIL;
use super::files::libraries;
use super::identity::{may_choose, of_tenant};
use super::spec::{Identity, Spec, View};
use crate::level::{Bounds, Level, Linking};
use judge::error::{Error, Result};
use run::contain::{Cell, Contain, Enclosed, Inmate, Limits, Use, bound};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// What the compiler and its linker need of the environment.
const TOLD: [&str; 5] = ["PATH", "LC_ALL", "TMPDIR", "TMP", "TEMP"];

/// A jail for everybody.
#[derive(Debug)]
pub struct Cage {
    /// This program, which becomes the jail.
    own: PathBuf,
    libraries: Vec<PathBuf>,
    view: View,
    /// Is every tenant another user?
    private: bool,
    bounds: Bounds,
    /// How programs are asked to be linked.
    pub linking: Linking,
}

/// The jail for programs of strangers on a machine of this level. What the level rests on is asked for again at every
/// start.
pub fn cage(level: Level, bounds: Bounds, linking: Linking) -> Result<Arc<dyn Contain>> {
    Ok(cage_of(&own()?, level, bounds, linking))
}

/// The same where another program than this one becomes the jail: one that asks [`crate::inside`]
/// first.
pub fn cage_of(program: &Path, level: Level, bounds: Bounds, linking: Linking) -> Arc<dyn Contain> {
    Arc::new(Cage { bounds, linking, ..Cage::new(program.to_owned(), view(level)) })
}

fn view(level: Level) -> View {
    if level >= Level::Hidden { View::Must } else { View::May }
}

/// This program.
pub fn own() -> Result<PathBuf> {
    std::env::current_exe().map_err(|error| Error::machine("the grader cannot find itself", error))
}

impl Cage {
    /// A jail that this program becomes.
    pub fn new(own: PathBuf, view: View) -> Cage {
        Cage {
            own,
            libraries: libraries(),
            view,
            private: may_choose(),
            bounds: Bounds::default(),
            linking: Linking::Shared,
        }
    }

    /// Who becomes of the grader for this cell.
    fn identity(&self, cell: &Cell<'_>) -> Identity {
        match (self.private, cell.inmate) {
            (false, _) => Identity::Same,
            (true, Inmate::Program) => Identity::Private(of_tenant(cell.tenant.0)),
            (true, Inmate::Compiler) if self.reachable(cell) => Identity::Private(of_tenant(cell.tenant.0)),
            (true, Inmate::Compiler) => Identity::Powerless,
        }
    }

    /// Can anybody read what the compiler is made of? A toolchain may lie in a home that is closed to others.
    fn reachable(&self, cell: &Cell<'_>) -> bool {
        // what the cell itself consists of was made for its tenant
        let own = cell.writes.and_then(Path::parent);
        cell.reads.iter().filter(|path| Some(**path) != own).all(|path| is_everybodys(path))
    }
}

/// How a program was linked, from its own words: one without a loader has everything in it. Who cannot be read is taken
/// for one with a loader, which it will not find.
fn linking_of(program: &Path) -> Linking {
    let mut head = [0; 4096];
    let opened = open(program, OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK, Mode::empty());
    match opened.map(File::from).and_then(|mut file| file.read(&mut head).map_err(|_| Errno::IO)) {
        Ok(read) if has_no_loader(&head[..read]) == Some(true) => Linking::Whole,
        _ => Linking::Shared,
    }
}

/// `None` where it is no program of 64 bits in the usual order of bytes.
fn has_no_loader(head: &[u8]) -> Option<bool> {
    const LOADER: u32 = 3;
    let bytes = |from: usize, count: usize| head.get(from..from + count);
    if bytes(0, 6)? != b"\x7fELF\x02\x01" {
        return None;
    }
    let table = usize::try_from(u64::from_le_bytes(bytes(32, 8)?.try_into().ok()?)).ok()?;
    let size = usize::from(u16::from_le_bytes(bytes(54, 2)?.try_into().ok()?));
    let count = usize::from(u16::from_le_bytes(bytes(56, 2)?.try_into().ok()?));
    let kind = |index: usize| {
        let at = table.checked_add(index * size)?;
        Some(u32::from_le_bytes(head.get(at..at.checked_add(4)?)?.try_into().ok()?))
    };
    (0..count).try_fold(true, |none, index| Some(none && kind(index)? != LOADER))
}

/// Can every user of this machine read it?
pub fn is_everybodys(path: &Path) -> bool {
    let open = |path: &Path, bits: u32| std::fs::metadata(path).is_ok_and(|meta| meta.mode() & bits == bits);
    let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    open(path, 0o004) && folders.all(|folder| open(folder, 0o001))
}

/// Can another user of this machine get at it, or at what is in it, to read or to write? What is not there yet will be
/// where its folders lead.
pub fn is_open(path: &Path) -> bool {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = whole.ancestors().find_map(|one| Some((one, std::fs::canonicalize(one).ok()?)));
    let Some((found, whole_found)) = there else { return true };
    // of a file or folder every right of others counts, and of a way to it the right to go it
    let bits = if found == whole { 0o007 } else { 0o001 };
    let has = |path: &Path, bits: u32| std::fs::metadata(path).is_ok_and(|meta| meta.mode() & bits != 0);
    has(&whole_found, bits) && whole_found.ancestors().skip(1).all(|folder| has(folder, 0o001))
}

impl Contain for Cage {
    fn limits(&self, inmate: Inmate) -> Limits {
        match inmate {
            Inmate::Program => self.bounds.program,
            Inmate::Compiler => self.bounds.compiler,
        }
    }

    fn enclose(&self, command: Command, cell: &Cell<'_>) -> Enclosed {
        let program = PathBuf::from(command.get_program());
        let mut reads = vec![];
        let linking = match cell.inmate {
            Inmate::Program => linking_of(&program),
            Inmate::Compiler => Linking::Shared,
        };
        if cell.inmate == Inmate::Program {
            reads.push(program.clone());
        }
        if cell.inmate == Inmate::Program && linking == Linking::Shared {
            reads.extend(self.libraries.iter().cloned());
        }
        // these are ours, and may be links; what a program is was made by the compiler, and may not
        reads.extend(cell.reads.iter().map(|path| std::fs::canonicalize(path).unwrap_or((*path).to_owned())));
        let identity = self.identity(cell);
        // root without powers still owns what is root's: then the view alone keeps the compiler from it
        let view = if identity == Identity::Powerless { View::Must } else { self.view };
        let word = (cell.inmate == Inmate::Program).then(|| format!("{:032x}", fastrand::u128(..)));
        let spec = Spec {
            inmate: cell.inmate,
            parent: std::process::id(),
            word: word.clone(),
            identity,
            reads,
            writes: cell.writes.map(Path::to_owned),
            view,
            linking,
            command: [program.into()].into_iter().chain(command.get_args().map(Into::into)).collect(),
        };
        let mut jail = Command::new(&self.own);
        jail.arg(JAIL).args(spec.to_args()).env_clear();
        if let Some(folder) = command.get_current_dir() {
            jail.current_dir(folder);
        }
        // what a compiler is told of its environment a student's file can ask it for
        let told = |name: &OsStr| cell.inmate == Inmate::Program || TOLD.iter().any(|one| name == *one);
        jail.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))).filter(|(name, _)| told(name)));
        bound(&mut jail, self.limits(cell.inmate));
        Enclosed { command: jail, word }
    }

    fn flags(&self) -> &'static [&'static str] {
        match self.linking {
            Linking::Whole => &["-Ctarget-feature=+crt-static"],
            Linking::Shared => &[],
        }
    }

    fn allot(&self, path: &Path, use_: Use) -> Result<()> {
        if !self.private {
            return Ok(());
        }
        let mode = |mode: u32| std::fs::set_permissions(path, Permissions::from_mode(mode));
        let done = match use_ {
            Use::Passage => mode(0o711),
            Use::Reading if path.is_dir() => mode(0o755),
            Use::Reading => mode(0o644),
            // whether the compiler is the tenant or not, both can write there, and nobody else
            Use::Door(tenant) => lchown(path, None, Some(of_tenant(tenant.0))).and_then(|()| mode(0o750)),
            Use::Writing(tenant) => lchown(path, None, Some(of_tenant(tenant.0))).and_then(|()| mode(0o770)),
        };
        done.map_err(Error::file("hand over", path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_can_get_at_is_open_however_they_get_there() {
        let home = tempfile::tempdir().expect("a folder");
        let book = home.path().join("book");
        std::fs::create_dir(&book).expect("a folder");
        let mode = |path: &Path, mode: u32| {
            std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
        };
        let way = home
            .path()
            .ancestors()
            .skip(1)
            .all(|folder| std::fs::metadata(folder).is_ok_and(|meta| meta.mode() & 0o001 != 0));
        for (above, own, open) in [
            (0o755, 0o755, true),
            (0o755, 0o777, true),
            // whoever knows a name goes through, and whoever may write adds to it
            (0o711, 0o711, true),
            (0o711, 0o702, true),
            (0o755, 0o770, false),
            (0o700, 0o777, false),
            (0o766, 0o777, false),
        ] {
            let open = open && way;
            mode(&book, own);
            mode(home.path(), above);
            assert_eq!(is_open(&book), open, "{above:o} {own:o}");
            assert_eq!(is_open(&book.join("new/folder")), open && own & 1 == 1, "{above:o} {own:o}");
            mode(home.path(), 0o700);
            mode(&book, 0o700);
        }
    }

    #[test]
    fn a_program_with_a_loader_is_told_from_one_without() {
        // this one has a loader, and no other is for certain anywhere
        let own = std::env::current_exe().expect("this program");
        let mut head = std::fs::read(own).expect("this program");
        head.truncate(4096);
        assert_eq!(has_no_loader(&head), Some(false));
        // a table without entries
        let mut bare = head.clone();
        bare[56..58].fill(0);
        assert_eq!(has_no_loader(&bare), Some(true));
        for cut in 0..64 {
            assert_eq!(has_no_loader(&head[..cut]), None, "{cut}");
        }
        // a table that lies elsewhere, where it cannot be seen
        bare[56] = 9;
        bare[32..40].fill(0xff);
        assert_eq!(has_no_loader(&bare), None);
        assert_eq!(has_no_loader(b"#!/bin/sh\n"), None);
        assert_eq!(linking_of(Path::new("/nowhere")), Linking::Shared);
    }
}
