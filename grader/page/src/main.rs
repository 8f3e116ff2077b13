//! `grader page` and `grader book` start it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match page::asked::carry_out(std::env::args_os().skip(1).map(Into::into).collect(), std::io::stdin()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
