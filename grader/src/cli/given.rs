//! What was typed, read against the tables of commands and flags. Reads no file and cannot fail on one.

use super::flag::{Argument, Flag, HELP, VERSION};
use super::table::Table;
use super::verb::Verb;
use judge::error::{Error, Result};
use lexopt::{Arg, Parser};
use std::ffi::OsString;
use std::path::PathBuf;

/// The words and the flags of a command line, every flag with what follows it.
#[derive(Debug, Default)]
pub struct Given {
    /// In order; once the command is known, without its name.
    pub words: Vec<String>,
    options: Vec<(&'static Flag, Argument)>,
}

/// What is asked of a program.
#[derive(Debug)]
pub enum Asked<C: 'static> {
    /// All commands, or the page of one.
    Help(Option<&'static Verb<C>>),
    /// Which program this is.
    Version,
    /// One of its commands.
    Command(C),
}

/// Reads the arguments.
pub fn parse<C>(table: &Table<C>, mut parser: Parser) -> Result<Asked<C>> {
    let mut given = Given::default();
    loop {
        if let Some(number) = negative(&mut parser) {
            given.words.push(number);
            continue;
        }
        let Some(arg) = parser.next().map_err(unreadable)? else { return given.command(table) };
        let flag = match arg {
            Arg::Value(word) => {
                given.words.push(unicode(word)?);
                if let [first] = given.words.as_slice() {
                    table.belongs_here(&[vec![first.clone()], rest(&parser)].concat())?;
                }
                continue;
            }
            Arg::Short(letter) => table.lettered(letter)?,
            Arg::Long(name) => table.flag(name)?,
        };
        if flag.name == HELP.name {
            return Ok(given.help(table, parser));
        }
        if flag.name == VERSION.name {
            return Ok(Asked::Version);
        }
        let argument = flag.argument(&mut parser)?;
        given.add(flag, argument)?;
    }
}

/// A negative number is a word, though it begins like a flag.
fn negative(parser: &mut Parser) -> Option<String> {
    let number = |arg: &std::ffi::OsStr| {
        let rest = arg.to_str().and_then(|text| text.strip_prefix('-'));
        rest.is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '∞')
                || rest.to_ascii_lowercase().starts_with("inf")
        })
    };
    parser.try_raw_args()?.next_if(number)?.into_string().ok()
}

/// What is still to be read, as it was typed.
fn rest(parser: &Parser) -> Vec<String> {
    let rest = parser.clone().raw_args().map(|rest| rest.collect::<Vec<_>>()).unwrap_or_default();
    rest.into_iter().map(|word| word.to_string_lossy().into_owned()).collect()
}

fn unicode(word: OsString) -> Result<String> {
    word.into_string().map_err(|word| {
        Error::usage(format!("`{}` is not written in Unicode", word.to_string_lossy()), "write names as `list` does")
    })
}

fn unreadable(error: lexopt::Error) -> Error {
    Error::usage(error.to_string(), "see `--help`")
}

impl Given {
    fn add(&mut self, flag: &'static Flag, argument: Argument) -> Result<()> {
        match self.argument(flag) {
            Some(before) if *before != argument => Err(Error::usage(
                format!("`--{}` is given twice, with different values", flag.name),
                "write it once".to_owned(),
            )),
            Some(_) => Ok(()),
            None => {
                self.options.push((flag, argument));
                Ok(())
            }
        }
    }

    /// The page of the command that is named before or behind `--help`; whatever else is there does not matter.
    fn help<C>(mut self, table: &Table<C>, mut parser: Parser) -> Asked<C> {
        while let Ok(Some(arg)) = parser.next() {
            if let Arg::Value(word) = arg {
                self.words.push(word.to_string_lossy().into_owned());
            }
        }
        match self.words.as_slice() {
            [] => Asked::Help(None),
            [help] if help == "help" => Asked::Help(None),
            words => Asked::Help(table.verb(words).ok().map(|(verb, _)| verb)),
        }
    }

    fn command<C>(mut self, table: &Table<C>) -> Result<Asked<C>> {
        if let Some((_, words)) = self.words.split_first().filter(|(first, _)| *first == "help") {
            return page(table, words);
        }
        let (verb, name) = table.verb(&self.words)?;
        self.words.drain(..name);
        for (flag, argument) in &self.options {
            if !verb.takes(flag) {
                let what = format!("`--{}` goes with {} only, not with {verb}", flag.name, table.companions(flag));
                return Err(Error::usage(what, "leave it out"));
            }
            verb.own(flag).allow(argument)?;
            if let Some(other) = flag.against.filter(|other| self.has(other)) {
                let what = format!("`--{}` and `--{}` say the opposite of each other", other.name, flag.name);
                return Err(Error::usage(what, "write one of them"));
            }
        }
        if !(verb.least..=verb.most).contains(&self.words.len()) {
            return Err(Error::usage(format!("{verb} {}", verb.needs), format!("write `{}`", verb.usage())));
        }
        Ok(Asked::Command((verb.build)(&self)?))
    }

    fn argument(&self, flag: &Flag) -> Option<&Argument> {
        self.options.iter().find(|(one, _)| one.name == flag.name).map(|(_, argument)| argument)
    }

    /// Whether a flag was given.
    pub fn has(&self, flag: &Flag) -> bool {
        self.argument(flag).is_some()
    }

    /// The name behind a flag.
    pub fn text(&self, flag: &Flag) -> Option<String> {
        match self.argument(flag) {
            Some(Argument::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// The path behind a flag.
    pub fn path(&self, flag: &Flag) -> Option<PathBuf> {
        match self.argument(flag) {
            Some(Argument::Path(path)) => Some(path.clone()),
            _ => None,
        }
    }

    /// The number behind a flag.
    pub fn whole(&self, flag: &Flag) -> Option<u64> {
        match self.argument(flag) {
            Some(Argument::Whole(number)) => Some(*number),
            _ => None,
        }
    }

    /// Which of some things the word behind a flag names.
    pub fn one_of<T: Copy>(&self, flag: &Flag, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let word = self.text(flag)?;
        all.iter().find(|one| name(**one) == word).copied()
    }
}

/// `help` and the name of a command.
fn page<C>(table: &Table<C>, words: &[String]) -> Result<Asked<C>> {
    let Some(first) = words.first() else { return Ok(Asked::Help(None)) };
    match table.verb(words) {
        Ok((verb, _)) if verb.name.is_empty() => Err(judge::course::unknown("command", first, table.names())),
        Ok((verb, _)) => Ok(Asked::Help(Some(verb))),
        // half a name: all that begin with it are there
        Err(_) if words.len() == 1 && table.names().any(|name| name.starts_with(&format!("{first} "))) => {
            Ok(Asked::Help(None))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::command::{Call, Command, Grade, Hint};
    use super::super::students::STUDENTS;
    use super::*;

    fn command(args: &[&str]) -> std::result::Result<Asked<Command>, String> {
        parse(&STUDENTS, Parser::from_args(args)).map_err(|error| error.to_string())
    }

    #[test]
    fn contradictions_and_repetitions_are_refused_and_the_same_twice_is_once() {
        for (args, says) in [
            (&["--training", "--no-training"][..], "`--training` and `--no-training` say the opposite"),
            (&["--no-training", "--training"], "`--training` and `--no-training` say the opposite"),
            (&["--seed", "1", "--seed", "2"], "`--seed` is given twice, with different values: write it once."),
            (&["--format", "json", "--format=terminal"], "`--format` is given twice"),
            (&["-x"], "there is no option `-x`"),
            (&["--formt", "json"], "did you mean `--format`"),
            (&["hint", "gibbs", "entropy", "0"], "`0` is not the number of a hint: hints are counted from 1."),
            (&["hint", "gibbs", "entropy", "-1"], "`-1` is not the number of a hint"),
            (&["hint", "gibbs", "entropy", "two"], "`two` is not the number of a hint"),
            (&["hint", "2"], "`hint` needs an exercise"),
            (&["help", "lst"], "there is no command called `lst`: did you mean `list`"),
            (&["fixtures"], "`fixtures` is for instructors: write `cargo run -p class -- fixtures`."),
            (
                &["--seed", "3", "fixtures", "update", "gibbs", "--accept"],
                "write `cargo run -p class -- fixtures update gibbs --accept`.",
            ),
            (&["fixtures", "--help"], "write `cargo run -p class -- fixtures --help`."),
            (&["help", "fixtures", "check"], "write `cargo run -p class -- fixtures check`."),
        ] {
            let error = command(args).expect_err("a refusal");
            assert!(error.contains(says), "{args:?}: {error}");
        }
        assert!(command(&["--seed", "1", "--seed", "1", "--training", "--training"]).is_ok());
    }

    #[test]
    fn help_is_had_of_everything_and_whatever_else_is_typed() {
        let page = |args: &[&str]| match command(args) {
            Ok(Asked::Help(verb)) => verb.map(|verb| verb.name),
            other => panic!("{args:?}: {other:?}"),
        };
        assert_eq!(page(&["--help"]), None);
        assert_eq!(page(&["help"]), None);
        assert_eq!(page(&["help", "--help"]), None);
        assert_eq!(page(&["gibbs", "-h", "--nonsense"]), Some(""));
        for verb in STUDENTS.verbs.iter().filter(|verb| !verb.name.is_empty()) {
            let mut words = vec![verb.name, "--help"];
            assert_eq!(page(&words), Some(verb.name));
            words.rotate_right(1);
            assert_eq!(page(&words), Some(verb.name));
        }
    }

    #[test]
    fn words_go_where_they_belong() {
        let Ok(Asked::Command(Command::Hint(Hint { names, which }))) = command(&["hint", "gibbs::entropy", "2"]) else {
            panic!()
        };
        assert_eq!((names, which.map(usize::from)), (vec!["gibbs::entropy".to_owned()], Some(2)));
        let Ok(Asked::Command(Command::Call(Call { names, arguments, .. }))) = command(&["call", "gibbs", "f", "-inf"])
        else {
            panic!()
        };
        assert_eq!((names.len(), arguments.as_str()), (2, "-inf"));
        let Ok(Asked::Command(Command::Grade(Grade { names, seed, training, .. }))) =
            command(&["gibbs", "--seed=5", "--no-training", "--", "--nll"])
        else {
            panic!()
        };
        assert_eq!((names, seed, training), (vec!["gibbs".into(), "--nll".into()], Some(5), Some(false)));
    }
}
