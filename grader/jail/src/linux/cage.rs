//! The jail as the road knows it: a value of its seam.

use super::JAIL;
use super::files::libraries;
use super::identity::{may_choose, of_tenant};
use super::spec::{Identity, Spec, View};
use crate::level::{Bounds, Level};
use judge::error::{Error, Result};
use run::contain::{Cell, Contain, Enclosed, Inmate, Limits, Use, bound};
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

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
}

/// The jail for programs of strangers on a machine of this level. What the level rests on is asked for again at every
/// start.
pub fn cage(level: Level) -> Result<Arc<dyn Contain>> {
    Ok(Arc::new(Cage::new(own()?, view(level))))
}

/// The same within other bounds, where another program than this one becomes the jail: one that asks [`crate::inside`]
/// first.
pub fn cage_of(program: &Path, level: Level, bounds: Bounds) -> Arc<dyn Contain> {
    Arc::new(Cage { bounds, ..Cage::new(program.to_owned(), view(level)) })
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
        Cage { own, libraries: libraries(), view, private: may_choose(), bounds: Bounds::default() }
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
        let open = |path: &Path, bits: u32| std::fs::metadata(path).is_ok_and(|meta| meta.mode() & bits == bits);
        // what the cell itself consists of was made for its tenant
        let own = cell.writes.and_then(Path::parent);
        cell.reads.iter().filter(|path| Some(**path) != own).all(|path| {
            let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            open(path, 0o004) && folders.into_iter().all(|folder| open(folder, 0o001))
        })
    }
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
        if cell.inmate == Inmate::Program {
            reads.push(program.clone());
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
            command: [program.into()].into_iter().chain(command.get_args().map(Into::into)).collect(),
        };
        let mut jail = Command::new(&self.own);
        jail.arg(JAIL).args(spec.to_args()).env_clear();
        if let Some(folder) = command.get_current_dir() {
            jail.current_dir(folder);
        }
        jail.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        bound(&mut jail, self.limits(cell.inmate));
        Enclosed { command: jail, word }
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
