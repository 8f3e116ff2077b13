//! `cargo run -p grader`.

use std::process::ExitCode;

fn main() -> ExitCode {
    grader::cli::main()
}
