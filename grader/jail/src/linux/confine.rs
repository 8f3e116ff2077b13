//! The steps from a process of the grader to a jail. It has one thread, and nothing of a student's has run in it.
//!
//! Its limits, its session and its end with the grader were settled before it began, and so were its open files: input,
//! output and nothing else.

use super::files::Sight;
use super::spec::{Identity, Spec};
use super::{filter, identity};
use run::contain::{Inmate, Said};
use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, Signal, getppid, set_parent_process_death_signal, setrlimit, umask};
use rustix::thread::set_no_new_privs;
use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// How a jail ends that could not be made. It is told to people; what is believed is the word.
const FAILED: u8 = 125;
/// So many files a program may have open: input, output, and what the loader reads.
const MOST_FILES: u64 = 64;

/// Becomes what the arguments say, or says why not.
pub fn become_jail(args: impl Iterator<Item = OsString>) -> ExitCode {
    let spec = match Spec::from_args(args) {
        Ok(spec) => spec,
        Err(why) => {
            eprintln!("jail: {why}");
            return ExitCode::from(FAILED);
        }
    };
    let mut voice = None;
    let why = confine(&spec, &mut voice);
    eprintln!("jail: {why}");
    if let (Some(voice), Some(word)) = (&mut voice, &spec.word) {
        // whoever does not hear it sees the end that follows
        let _ = voice.write_all(Said::Failed(why).to_line(word).as_bytes());
    }
    ExitCode::from(FAILED)
}

/// Comes back only with a reason.
fn confine(spec: &Spec, voice: &mut Option<File>) -> String {
    match steps(spec, voice) {
        Err(why) => why,
        Ok(()) => {
            let mut words = spec.command.iter();
            let program = words.next().cloned().unwrap_or_default();
            // the environment is the one that this process was given, and it was given nothing of the grader's
            let error = Command::new(&program).args(words).exec();
            format!("{} cannot be started: {error}", program.display())
        }
    }
}

fn steps(spec: &Spec, voice: &mut Option<File>) -> Result<(), String> {
    if spec.word.is_some() {
        let copy = std::io::stdin().as_fd().try_clone_to_owned().map_err(|error| format!("no voice: {error}"))?;
        *voice = Some(copy.into());
    }
    let wrong = |what: &'static str| move |error: rustix::io::Errno| format!("{what}: {error}");
    umask(Mode::from_raw_mode(0o022));
    if spec.inmate == Inmate::Program {
        let most = Rlimit { current: Some(MOST_FILES), maximum: Some(MOST_FILES) };
        setrlimit(Resource::Nofile, most).map_err(wrong("the number of files cannot be bounded"))?;
    }
    let sight = Sight::of(spec)?;
    identity::assume(spec.identity)?;
    if spec.identity != Identity::Same {
        // another user's process has forgotten whose end is its own
        set_parent_process_death_signal(Some(Signal::KILL)).map_err(wrong("no end with the grader"))?;
    }
    if getppid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs()) != Some(spec.parent) {
        return Err("the grader is gone".into());
    }
    set_no_new_privs(true).map_err(wrong("new powers cannot be refused"))?;
    sight.restrict(spec.view)?;
    filter::set(spec.inmate, spec.linking)?;
    if let (Some(voice), Some(word)) = (voice, &spec.word) {
        voice.write_all(Said::Ready.to_line(word).as_bytes()).map_err(|error| format!("nobody listens: {error}"))?;
    }
    Ok(())
}
