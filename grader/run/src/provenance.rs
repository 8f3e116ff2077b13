//! What this grader was built from: part of every report, and of every key under which a result is remembered.

/// The grader's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// A digest of the sources that decide results.
pub const SOURCES: &str = env!("GRADER_SOURCES");
/// The compiler that built this grader, and with it the exercises.
pub const TOOLCHAIN: &str = env!("GRADER_TOOLCHAIN");
/// The machine it compiles for.
pub const TARGET: &str = env!("GRADER_TARGET");
/// Where the grader's crates lie: the probe crate and the lock file belong to it.
pub const HOME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
