//! The press: the package that writes pages, which cargo builds when somebody asks for one and never before.

use crate::provenance::HOME;
use crate::work::Work;
use judge::error::{Error, Result};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;

/// The package, and its program.
const PACKAGE: &str = "page";
/// With this status the program has said itself why it did not write.
const REFUSED: i32 = 2;

/// What the press did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// What was asked for.
    Written,
    /// Nothing, and it has said why.
    Refused,
}

/// Lets it work; cargo brings it up to date first. Paths among the arguments begin at the root: cargo starts it in
/// the folder of its workspace.
pub fn press(work: &Work, args: &[&OsStr]) -> Result<Pressed> {
    if !work.built(PACKAGE) {
        eprintln!("First page: compiling what writes it, once. This usually takes less than a minute …");
    }
    let mut cargo = work.toolchain.cargo(&Path::new(HOME).join(".."), &work.temporary()?);
    cargo.args(["run", "--quiet", "--locked", "--package", PACKAGE, "--target-dir"]).arg(work.target());
    let status = cargo.arg("--").args(args).stdin(Stdio::null()).status().map_err(|error| Error::Cargo {
        what: format!("cargo cannot be started ({error})"),
        fix: "install Rust from rustup.rs and run this from a new terminal".into(),
    })?;
    match status.code() {
        Some(0) => Ok(Pressed::Written),
        Some(REFUSED) => Ok(Pressed::Refused),
        _ => Err(Error::Cargo {
            what: "what writes pages cannot be built or run".into(),
            fix: "connect to the internet for the first page, or tell the course staff what stands above".into(),
        }),
    }
}
