//! `cargo run -p class`.

use std::process::ExitCode;

fn main() -> ExitCode {
    class::cli::main()
}
