//! The press: packages that cargo builds when somebody asks for what they do, and never before.

use crate::provenance::HOME;
use crate::work::Work;
use judge::error::{Error, Result};
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// With this status a program has done what it was asked, and found something amiss.
pub const AMISS: u8 = 1;
/// With this status it has said itself why it did not.
pub const REFUSED: u8 = 2;

/// What is built only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Writes pages.
    Page,
    /// Packs work into an archive, and looks into one.
    Archive,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// What was asked for.
    Written,
    /// The same, and something is amiss that it has told.
    Amiss,
    /// Nothing, and it has said why.
    Refused,
}

impl Press {
    /// The package, and its program.
    fn package(self) -> &'static str {
        match self {
            Press::Page => "page",
            Press::Archive => "archive",
        }
    }

    /// What it does, to be told while it is compiled.
    fn does(self) -> &'static str {
        match self {
            Press::Page => "writes pages",
            Press::Archive => "packs archives",
        }
    }

    /// Lets it work on a material, which it reads from its input; cargo brings it up to date first. Paths among the
    /// arguments begin at the root: cargo starts it in the folder of its workspace.
    pub fn press(self, work: &Work, args: &[&OsStr], material: &str) -> Result<Pressed> {
        let (package, does) = (self.package(), self.does());
        if !work.built(package) {
            eprintln!("Compiling what {does}, once. This usually takes less than a minute …");
        }
        let mut cargo = work.toolchain.cargo(&Path::new(HOME).join(".."), &work.temporary()?);
        cargo.args(["run", "--quiet", "--locked", "--package", package, "--target-dir"]).arg(work.target());
        let failed = |error| Error::Cargo {
            what: format!("cargo cannot be started ({error})"),
            fix: "install Rust from rustup.rs and run this from a new terminal".into(),
        };
        let mut child = cargo.arg("--").args(args).stdin(Stdio::piped()).spawn().map_err(failed)?;
        if let Some(mut input) = child.stdin.take() {
            // a program that ends before it has read everything says why by its status
            let _ = input.write_all(material.as_bytes());
        }
        let status = child.wait().map_err(failed)?;
        match status.code() {
            Some(0) => Ok(Pressed::Written),
            Some(code) if code == i32::from(AMISS) => Ok(Pressed::Amiss),
            Some(code) if code == i32::from(REFUSED) => Ok(Pressed::Refused),
            _ => Err(Error::Cargo {
                what: format!("what {does} cannot be built or run"),
                fix: "connect to the internet for the first time, or tell the course staff what stands above".into(),
            }),
        }
    }
}
