//! The libraries of a kit as one that is loaded when a program starts. A program that is made at every save then has
//! nothing but the student's code in it, and the linker is done in a fraction of the time.
//!
//! Where a system cannot do that, programs hold the libraries themselves, as those of a class always do.

use crate::program::SHARED;
use crate::provenance::TARGET;
use crate::toolchain::{self, flag};
use crate::work::{Work, write_atomically};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The text of it.
pub const TEXT: &str = "pub extern crate ndarray;\npub extern crate probe;\n";

/// Makes it of the libraries in a folder, and starts a program that loads it. `None` where one of that fails: what is
/// lost is time.
pub fn make(work: &Work, externs: &[(String, PathBuf)], dependencies: &Path) -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return None;
    }
    let folder = dependencies.join("shared");
    let library = folder.join(format!("lib{SHARED}.so"));
    // the loader takes these for signs of its own
    if library.to_str().is_none_or(|path| path.contains([':', '$', ';'])) {
        return None;
    }
    fs::create_dir_all(&folder).ok()?;
    let compile = |file: &str, text: &str, flags: &[OsString], output: &Path| {
        let path = folder.join(file);
        write_atomically(&path, text).ok()?;
        let mut compiler = work.toolchain.compiler(&folder, &work.temporary().ok()?);
        compiler.arg("--edition=2024").args(["-Copt-level=0", "-Cstrip=symbols"]).args(flags);
        compiler.arg("-L").arg(flag("dependency=", dependencies)).arg(&path).arg("-o").arg(output);
        done(compiler)
    };
    let flags = ["--crate-name", SHARED, "--crate-type=dylib", "-Cprefer-dynamic"].map(OsString::from);
    let flags: Vec<OsString> = flags.into_iter().chain(toolchain::externs(externs)).collect();
    compile("kit.rs", TEXT, &flags, &library)?;
    // it does nothing, if it can be started
    let (trial, text) = (folder.join("trial"), format!("extern crate {SHARED} as _;\nfn main() {{}}\n"));
    compile("trial.rs", &text, &self::flags(&library), &trial)?;
    let mut program = Command::new(&trial);
    program.env_clear();
    done(program)?;
    Some(library)
}

/// How the compiler is told that a program loads it.
pub fn flags(library: &Path) -> Vec<OsString> {
    let mut flags = vec!["-Cprefer-dynamic".into(), "--extern".into(), flag(&format!("{SHARED}="), library)];
    let standard = toolchain::home().join("lib/rustlib").join(TARGET).join("lib");
    for folder in library.parent().into_iter().chain([standard.as_path()]) {
        // one word after the other, because the compiler's driver splits at commas
        for word in ["-Xlinker".as_ref(), "-rpath".as_ref(), "-Xlinker".as_ref(), folder.as_os_str()] {
            flags.push(flag("-Clink-arg=", word));
        }
    }
    flags
}

fn done(mut command: Command) -> Option<()> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().ok()?.success().then_some(())
}
