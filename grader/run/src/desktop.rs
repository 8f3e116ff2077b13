//! The desktop: what opens a file for a person.

use judge::error::{Error, Result};
use std::path::Path;
use std::process::{Command, Stdio};

/// The program of each system that opens a file with whatever is meant for it.
const OPENER: &str = if cfg!(windows) {
    "explorer"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// Opens a file, and does not wait until it is closed again.
pub fn open(path: &Path) -> Result<()> {
    let quiet = || Stdio::null();
    let started = Command::new(OPENER).arg(path).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
    started.map(drop).map_err(|error| {
        let what = format!("`{OPENER}` cannot be started ({error})");
        Error::usage(what, format!("open {} in a browser", path.display()))
    })
}
