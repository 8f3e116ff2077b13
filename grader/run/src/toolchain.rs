//! The compiler and cargo, with an environment in which nothing of the caller's changes what is built.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the toolchain lies that built this grader.
const SYSROOT: &str = env!("GRADER_SYSROOT");

/// What compilers and linkers need of the caller's environment; everything else is left out.
const KEPT: [&str; 19] = [
    "PATH",
    "HOME",
    "USERPROFILE",
    "SystemRoot",
    "SYSTEMROOT",
    "SystemDrive",
    "windir",
    "ComSpec",
    "PATHEXT",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "APPDATA",
    "LOCALAPPDATA",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "DEVELOPER_DIR",
    "SDKROOT",
    "TZ",
];

/// What a download needs besides.
const NETWORK: [&str; 9] = [
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];
/// Settings of cargo that say where packages come from, and nothing about what is built.
const SOURCES: [&str; 5] = ["CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_", "CARGO_SOURCE_"];

/// The tools themselves, not a proxy that may choose others.
#[derive(Clone, Debug)]
pub struct Toolchain {
    /// The compiler.
    pub rustc: PathBuf,
    /// Its package manager.
    pub cargo: PathBuf,
}

/// Where the compiler has its libraries.
pub fn home() -> &'static Path {
    Path::new(SYSROOT)
}

/// A flag that ends with a path.
pub fn flag(begins: &str, path: impl AsRef<OsStr>) -> OsString {
    let mut flag = OsString::from(begins);
    flag.push(path);
    flag
}

/// The crates that a call of the compiler may name.
pub fn externs<P: AsRef<OsStr>>(crates: &[(String, P)]) -> impl Iterator<Item = OsString> {
    crates.iter().flat_map(|(name, path)| ["--extern".into(), flag(&format!("{name}="), path)])
}

impl Toolchain {
    /// The one that built this grader.
    pub fn own() -> Toolchain {
        Toolchain { rustc: tool("rustc"), cargo: tool("cargo") }
    }
}

fn tool(name: &str) -> PathBuf {
    let path = Path::new(SYSROOT).join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() { path } else { name.into() }
}

fn clean(program: &Path, folder: &Path, scratch: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().envs(kept(&KEPT));
    // messages of linkers are read, too
    command.env("LC_ALL", "C");
    for name in ["TMPDIR", "TMP", "TEMP"] {
        command.env(name, scratch);
    }
    command
}

fn kept<'a>(names: &'a [&str]) -> impl Iterator<Item = (&'a str, OsString)> {
    names.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

impl Toolchain {
    /// A call of the compiler in `folder`, not contained yet. What it writes in passing goes to `scratch`.
    pub fn compiler(&self, folder: &Path, scratch: &Path) -> Command {
        clean(&self.rustc, folder, scratch)
    }

    /// A call of cargo in `folder`. A user's own configuration still says where packages come from, and nothing
    /// about what is built.
    pub fn cargo(&self, folder: &Path, scratch: &Path) -> Command {
        let mut command = clean(&self.cargo, folder, scratch);
        command.envs(kept(&NETWORK));
        let sources = std::env::vars_os().filter(|(name, _)| {
            let name = name.to_string_lossy();
            SOURCES.iter().any(|prefix| name.starts_with(prefix))
        });
        command.envs(sources).env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_PROGRESS_WHEN", "never");
        // these stand above the same settings in any configuration file
        command.env("RUSTC", &self.rustc).env("CARGO_ENCODED_RUSTFLAGS", "");
        command.env("RUSTC_WRAPPER", "").env("RUSTC_WORKSPACE_WRAPPER", "");
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_callers_environment_reaches_a_compiler_unless_it_is_listed() {
        let here = Path::new(".");
        let own = Toolchain::own();
        for command in [own.cargo(here, here), clean(&own.rustc, here, here)] {
            for (name, value) in command.get_envs() {
                let name = name.to_string_lossy().into_owned();
                let set = [
                    "LC_ALL",
                    "TMPDIR",
                    "TMP",
                    "TEMP",
                    "CARGO_TERM_COLOR",
                    "CARGO_TERM_PROGRESS_WHEN",
                    "RUSTC",
                    "CARGO_ENCODED_RUSTFLAGS",
                    "RUSTC_WRAPPER",
                    "RUSTC_WORKSPACE_WRAPPER",
                ];
                let listed = KEPT.contains(&name.as_str())
                    || NETWORK.contains(&name.as_str())
                    || set.contains(&name.as_str())
                    || SOURCES.iter().any(|prefix| name.starts_with(prefix));
                assert!(listed && value.is_some(), "{name}");
            }
        }
    }
}
