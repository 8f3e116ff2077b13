//! `cargo run -p class`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // a jail is this program started anew: nothing else may have begun by then
    jail::inside().unwrap_or_else(class::cli::main)
}
