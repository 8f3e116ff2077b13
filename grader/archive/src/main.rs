//! `grader pack` starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match archive::asked::carry_out(std::env::args_os().skip(1).collect()) {
        Ok(archive::asked::Outcome::Done) => ExitCode::SUCCESS,
        Ok(archive::asked::Outcome::Amiss) => ExitCode::from(run::press::AMISS),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(run::press::REFUSED)
        }
    }
}
