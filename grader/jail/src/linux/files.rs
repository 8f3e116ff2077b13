//! What of the file system a jail sees: Landlock. It also closes other processes' files in `/proc`, their memory, and,
//! where the kernel is new enough, signals and the network.

use super::spec::{Spec, View};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetStatus, Scope,
};
use run::contain::Inmate;
use rustix::fs::{FileType, Mode, OFlags, fstat, open};
use std::path::{Path, PathBuf};

/// What is known of the kernel's newest version here.
const NEWEST: ABI = ABI::V7;

/// Folders with what compilers and linkers need.
const TOOLS: [&str; 12] = [
    "/bin",
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/bin",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/libexec",
    "/etc/alternatives",
    "/nix/store",
    "/gnu/store",
];
/// Where the loader finds libraries.
const LOADER: [&str; 2] = ["/etc/ld.so.cache", "/etc/ld.so.conf"];
/// Libraries that a program of Rust may be linked with, in one folder with the C library.
const LIBRARIES: [&str; 7] =
    ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"];

/// The libraries that this process is linked with, and their neighbours: a program of the same compiler on the same
/// machine needs these.
pub fn libraries() -> Vec<PathBuf> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let paths = maps.lines().filter_map(|line| Some(PathBuf::from(&line[line.find('/')?..])));
    let is_library = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains(".so"));
    let mut found: Vec<PathBuf> = paths.filter(is_library).collect();
    let c = found.iter().find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libc")));
    if let Some(folder) = c.and_then(|path| path.parent()).map(Path::to_owned) {
        found.extend(LIBRARIES.iter().map(|name| folder.join(name)).filter(|path| path.exists()));
    }
    found.sort();
    found.dedup();
    found
}

/// The view of a jail. Files are opened here, so this comes before the jail becomes somebody who may not.
pub struct Sight(RulesetCreated);

impl Sight {
    /// Prepares it.
    pub fn of(spec: &Spec) -> Result<Sight, String> {
        let wrong = |error: landlock::RulesetError| format!("no view of files: {error}");
        let ruleset = Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(NEWEST))
            .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(NEWEST)))
            .and_then(|ruleset| ruleset.scope(Scope::from_all(NEWEST)))
            .and_then(Ruleset::create)
            .map_err(wrong)?;
        let mut sight = Sight(ruleset);
        let run = AccessFs::ReadFile | AccessFs::Execute;
        match spec.inmate {
            Inmate::Program => {}
            Inmate::Compiler => {
                for path in TOOLS {
                    sight.allow(Path::new(path), run | AccessFs::ReadDir, Missing::Fine)?;
                }
                let null = AccessFs::ReadFile | AccessFs::WriteFile;
                sight.allow(Path::new("/dev/null"), null, Missing::Fine)?;
            }
        }
        for path in LOADER {
            sight.allow(Path::new(path), AccessFs::ReadFile.into(), Missing::Fine)?;
        }
        for path in &spec.reads {
            sight.allow(path, run | AccessFs::ReadDir, Missing::Wrong)?;
        }
        if let Some(path) = &spec.writes {
            // what the compiler has made the linker runs nothing of
            sight.allow(path, AccessFs::from_all(NEWEST) & !AccessFs::Execute, Missing::Wrong)?;
        }
        Ok(sight)
    }

    /// Lets the jail at a file, or at a folder with all that is in it. A link is not followed unless it is the system's.
    fn allow(&mut self, path: &Path, access: BitFlags<AccessFs>, missing: Missing) -> Result<(), String> {
        let mut flags = OFlags::PATH | OFlags::CLOEXEC;
        if missing == Missing::Wrong {
            flags |= OFlags::NOFOLLOW;
        }
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let file = match (open(path, flags, Mode::empty()), missing) {
            (Ok(file), _) => file,
            (Err(_), Missing::Fine) => return Ok(()),
            (Err(error), Missing::Wrong) => return Err(wrong(&error)),
        };
        let kind = FileType::from_raw_mode(fstat(&file).map_err(|error| wrong(&error))?.st_mode);
        let access = match kind {
            FileType::Directory => access,
            FileType::Symlink => return Err(wrong(&"it is a link")),
            _ => access & AccessFs::from_file(NEWEST),
        };
        (&mut self.0).add_rule(PathBeneath::new(file, access)).map_err(|error| wrong(&error))?;
        Ok(())
    }

    /// From here on nothing else is there.
    pub fn restrict(self, view: View) -> Result<(), String> {
        let status = self.0.restrict_self().map_err(|error| format!("files cannot be hidden: {error}"))?;
        match (status.ruleset, view) {
            (RulesetStatus::NotEnforced, View::Must) => Err("the kernel does not hide files (Landlock)".into()),
            _ => Ok(()),
        }
    }
}

/// What it means that there is no such file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    Fine,
    Wrong,
}
