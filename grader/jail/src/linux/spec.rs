//! What a jail is told: on the command line of the process that becomes one, because paths need not be text.

use crate::level::Linking;
use run::contain::Inmate;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::str::FromStr;

/// Everything that a jail has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// What will be in it.
    pub inmate: Inmate,
    /// Who must be its parent: another one means that the grader has died.
    pub parent: u32,
    /// The word that only the jail and the grader know.
    pub word: Option<String>,
    /// Who it becomes, where the grader may choose.
    pub identity: Identity,
    /// Files and folders that may be read, and run.
    pub reads: Vec<PathBuf>,
    /// The folder that may be written to.
    pub writes: Option<PathBuf>,
    /// May other files be hidden, or must they?
    pub view: View,
    /// What a program needs in order to start.
    pub linking: Linking,
    /// The program and its arguments.
    pub command: Vec<OsString>,
}

/// Whether the jail is worth anything without Landlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Files are hidden, or nothing is started.
    Must,
    /// As the kernel has it.
    May,
}

/// Who the jail becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Whoever the grader is: an ordinary user.
    Same,
    /// Nobody else.
    Private(u32),
    /// The super-user without the powers of one.
    Powerless,
}

impl Spec {
    /// As arguments.
    pub fn to_args(&self) -> Vec<OsString> {
        let mut args: Vec<OsString> = vec![];
        let mut add = |name: &str, value: &OsStr| args.extend([name.into(), value.to_owned()]);
        let inmate = match self.inmate {
            Inmate::Program => "program",
            Inmate::Compiler => "compiler",
        };
        add("inmate", inmate.as_ref());
        add("parent", self.parent.to_string().as_ref());
        if let Some(word) = &self.word {
            add("word", word.as_ref());
        }
        match self.identity {
            Identity::Same => {}
            Identity::Private(uid) => add("uid", uid.to_string().as_ref()),
            Identity::Powerless => add("powers", "none".as_ref()),
        }
        for path in &self.reads {
            add("read", path.as_ref());
        }
        if let Some(path) = &self.writes {
            add("write", path.as_ref());
        }
        if self.view == View::Must {
            add("view", "must".as_ref());
        }
        if self.linking == Linking::Whole {
            add("linking", "whole".as_ref());
        }
        args.push("--".into());
        args.extend(self.command.iter().cloned());
        args
    }

    /// From arguments.
    pub fn from_args(mut args: impl Iterator<Item = OsString>) -> Result<Spec, String> {
        let mut spec = Spec {
            inmate: Inmate::Program,
            parent: 0,
            word: None,
            identity: Identity::Same,
            reads: vec![],
            writes: None,
            view: View::May,
            linking: Linking::Shared,
            command: vec![],
        };
        while let Some(name) = args.next() {
            if name == "--" {
                spec.command = args.collect();
                return if spec.command.is_empty() { Err("there is no program".into()) } else { Ok(spec) };
            }
            let value = args.next().ok_or("a value is missing")?;
            match name.to_str() {
                Some("inmate") => {
                    spec.inmate = if value == "compiler" { Inmate::Compiler } else { Inmate::Program };
                }
                Some("parent") => spec.parent = number(&value)?,
                Some("word") => spec.word = Some(value.into_string().map_err(|_| "the word is no text")?),
                Some("uid") => spec.identity = Identity::Private(number(&value)?),
                Some("powers") => spec.identity = Identity::Powerless,
                Some("read") => spec.reads.push(value.into()),
                Some("write") => spec.writes = Some(value.into()),
                Some("view") => spec.view = View::Must,
                Some("linking") => spec.linking = Linking::Whole,
                _ => return Err(format!("what is {}?", name.display())),
            }
        }
        Err("there is no program".into())
    }
}

fn number<T: FromStr>(value: &OsStr) -> Result<T, String> {
    let number = value.to_str().and_then(|value| value.parse().ok());
    number.ok_or_else(|| format!("{} is no number", value.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn every_jail_reads_back() {
        let strange = PathBuf::from(OsString::from_vec(b"/a \xff--".to_vec()));
        for (inmate, identity, view) in [
            (Inmate::Program, Identity::Private(60_002), View::Must),
            (Inmate::Compiler, Identity::Powerless, View::May),
            (Inmate::Compiler, Identity::Same, View::May),
        ] {
            let spec = Spec {
                inmate,
                parent: 7,
                word: Some("w".into()),
                identity,
                reads: vec![strange.clone(), "/b".into()],
                writes: Some(strange.clone()),
                view,
                linking: if view == View::Must { Linking::Whole } else { Linking::Shared },
                command: vec!["rustc".into(), "--".into(), strange.clone().into()],
            };
            assert_eq!(Spec::from_args(spec.to_args().into_iter()), Ok(spec));
        }
    }

    #[test]
    fn what_is_no_jail_is_refused() {
        for args in [&["inmate"][..], &["--"], &["uid", "x", "--", "a"], &["nothing", "x", "--", "a"], &[]] {
            assert!(Spec::from_args(args.iter().map(OsString::from)).is_err(), "{args:?}");
        }
    }
}
