//! What was typed, read against the tables of commands and flags. Reads no file and cannot fail on one.

use super::command::Command;
use super::flag::{Argument, FLAGS, Flag, HELP, VERSION};
use super::verb::{GRADE, Verb};
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

/// Reads the arguments.
pub fn parse(mut parser: Parser) -> Result<Command> {
    let mut given = Given::default();
    loop {
        if let Some(number) = negative(&mut parser) {
            given.words.push(number);
            continue;
        }
        let Some(arg) = parser.next().map_err(unreadable)? else { return given.command() };
        let flag = match arg {
            Arg::Value(word) => {
                given.words.push(unicode(word)?);
                continue;
            }
            Arg::Short(letter) => Flag::lettered(letter)?,
            Arg::Long(name) => {
                let name = name.to_owned();
                Flag::named(&name)?
            }
        };
        if flag.name == HELP.name {
            return given.help(parser);
        }
        if flag.name == VERSION.name {
            return Ok(Command::Version);
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
    fn help(mut self, mut parser: Parser) -> Result<Command> {
        while let Ok(Some(arg)) = parser.next() {
            if let Arg::Value(word) = arg {
                self.words.push(word.to_string_lossy().into_owned());
            }
        }
        match self.words.as_slice() {
            [] => Ok(Command::Help(None)),
            [help] if help == "help" => Ok(Command::Help(None)),
            words => Ok(Command::Help(Verb::of(words).ok().map(|(verb, _)| verb))),
        }
    }

    fn command(mut self) -> Result<Command> {
        if let Some((_, words)) = self.words.split_first().filter(|(first, _)| *first == "help") {
            return page(words);
        }
        let (verb, name) = Verb::of(&self.words)?;
        self.words.drain(..name);
        for (flag, _) in &self.options {
            if !flag.goes_with(verb) {
                let what = format!("`--{}` goes with {} only, not with {verb}", flag.name, flag.companions());
                return Err(Error::usage(what, "leave it out"));
            }
            if let Some(other) = flag.against.filter(|other| self.has(other)) {
                let what = format!("`--{}` and `--{}` say the opposite of each other", other.name, flag.name);
                return Err(Error::usage(what, "write one of them"));
            }
        }
        if !(verb.least..=verb.most).contains(&self.words.len()) {
            return Err(Error::usage(format!("{verb} {}", verb.needs), format!("write `{}`", verb.usage())));
        }
        (verb.build)(&self)
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
fn page(words: &[String]) -> Result<Command> {
    let Some(first) = words.first() else { return Ok(Command::Help(None)) };
    match Verb::of(words) {
        Ok((verb, _)) if *verb == GRADE => Err(judge::course::unknown("command", first, Verb::words())),
        Ok((verb, _)) => Ok(Command::Help(Some(verb))),
        // half a name: all that begin with it are there
        Err(_) if words.len() == 1 => Ok(Command::Help(None)),
        Err(error) => Err(error),
    }
}

/// The flags that go with a command, in the order of the help.
pub fn flags_of(verb: &Verb) -> impl Iterator<Item = &'static Flag> {
    FLAGS.into_iter().filter(move |flag| flag.goes_with(verb))
}

#[cfg(test)]
mod tests {
    use super::super::command::{Call, Grade, Hint};
    use super::super::flag::Takes;
    use super::super::help::help;
    use super::super::verb::VERBS;
    use super::*;

    fn command(args: &[&str]) -> std::result::Result<Command, String> {
        parse(Parser::from_args(args)).map_err(|error| error.to_string())
    }

    /// The words of a line as a shell gives them.
    fn shell(line: &str) -> Vec<String> {
        let mut words: Vec<String> = vec![];
        for (index, piece) in line.split('\'').enumerate() {
            match index % 2 {
                0 => words.extend(piece.split_whitespace().map(str::to_owned)),
                _ => words.push(piece.to_owned()),
            }
        }
        words
    }

    /// A flag with something that may follow it.
    fn written(flag: &Flag) -> Vec<String> {
        let value = match &flag.takes {
            Takes::Nothing => None,
            Takes::Text(_) | Takes::Path(_) => Some("name".to_owned()),
            Takes::Whole(..) => Some("3".to_owned()),
            Takes::OneOf(words) => words().first().map(|word| (*word).to_owned()),
        };
        [Some(format!("--{}", flag.name)), value].into_iter().flatten().collect()
    }

    #[test]
    fn every_flag_is_taken_or_refused_with_a_sentence_by_every_command() {
        for verb in VERBS {
            let example = shell(verb.examples.iter().find(|example| !example.contains("--")).expect("a plain example"));
            for flag in FLAGS {
                for args in [[example.clone(), written(flag)].concat(), [written(flag), example.clone()].concat()] {
                    let got = command(&args.iter().map(String::as_str).collect::<Vec<_>>());
                    if flag.goes_with(verb) {
                        assert!(got.is_ok(), "{args:?}: {got:?}");
                        continue;
                    }
                    let says = got.expect_err("a refusal");
                    let start = format!("`--{}` goes with {} only, not with {verb}", flag.name, flag.companions());
                    assert_eq!(says, format!("{start}: leave it out."), "{args:?}");
                }
            }
        }
    }

    #[test]
    fn every_flag_says_what_is_wrong_with_what_follows_it() {
        for flag in FLAGS.into_iter().filter(|flag| flag.name != HELP.name && flag.name != VERSION.name) {
            let name = format!("--{}", flag.name);
            let wrong: &[&[&str]] = match flag.takes {
                Takes::Nothing => &[&["=x"], &["="]],
                Takes::Text(_) | Takes::Path(_) => &[&["="], &["", ""], &[""], &["", "--format"]],
                Takes::Whole(..) | Takes::OneOf(_) => &[
                    &["="],
                    &["", ""],
                    &[""],
                    &["", "--format"],
                    &["", "-1"],
                    &["", "+1"],
                    &["", "1.5"],
                    &["", "many"],
                    &["=99999999999999999999999"],
                ],
            };
            for rest in wrong {
                let args = [
                    &[format!("{name}{}", rest[0])],
                    &rest[1..].iter().map(|&rest| rest.to_owned()).collect::<Vec<_>>()[..],
                ]
                .concat();
                let says = command(&args.iter().map(String::as_str).collect::<Vec<_>>()).expect_err("a refusal");
                assert!(says.contains(flag.name) && says.ends_with('.') && says.contains(": "), "{args:?}: {says}");
            }
        }
    }

    #[test]
    fn every_example_of_the_help_can_be_typed() {
        for verb in VERBS {
            for example in verb.examples {
                let words = shell(example);
                let (found, _) = Verb::of(&words).expect("a command");
                assert_eq!(found, verb, "{example}");
                assert!(command(&words.iter().map(String::as_str).collect::<Vec<_>>()).is_ok(), "{example}");
            }
        }
    }

    #[test]
    fn the_help_names_every_command_flag_and_example_and_fits_80_columns() {
        let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
        let all = plain(help(None, 80));
        for verb in VERBS {
            let page = plain(help(Some(verb), 80));
            assert!(all.contains(&format!("  {}", verb.usage())) && all.contains(verb.examples[0]), "{all}");
            assert!(verb.examples.iter().all(|example| page.contains(example)), "{page}");
            for flag in FLAGS {
                assert!(all.contains(&flag.usage()), "{all}");
                assert_eq!(
                    page.contains(&format!("\n  {}", flag.usage())),
                    flag.goes_with(verb),
                    "{}: {page}",
                    flag.name
                );
            }
            assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        }
        for width in [60, 80, 120] {
            assert!(plain(help(None, width)).lines().all(|line| line.chars().count() <= width), "{width}");
        }
        assert!(all.lines().count() <= 60, "two screens: {all}");
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
            (
                &["fixtures"],
                "write `fixtures update`, `fixtures check`, `fixtures audit`, `fixtures new` or `fixtures stubs`",
            ),
        ] {
            let error = command(args).expect_err("a refusal");
            assert!(error.contains(says), "{args:?}: {error}");
        }
        assert!(command(&["--seed", "1", "--seed", "1", "--training", "--training"]).is_ok());
    }

    #[test]
    fn help_is_had_of_everything_and_whatever_else_is_typed() {
        let page = |args: &[&str]| match command(args) {
            Ok(Command::Help(verb)) => verb.map(|verb| verb.name),
            other => panic!("{args:?}: {other:?}"),
        };
        assert_eq!(page(&["--help"]), None);
        assert_eq!(page(&["help"]), None);
        assert_eq!(page(&["help", "--help"]), None);
        assert_eq!(page(&["help", "fixtures"]), None);
        assert_eq!(page(&["fixtures", "--help"]), None);
        assert_eq!(page(&["help", "fixtures", "check"]), Some("fixtures check"));
        assert_eq!(page(&["gibbs", "-h", "--nonsense"]), Some(""));
        for verb in VERBS.into_iter().filter(|verb| !verb.name.is_empty()) {
            let words = shell(verb.name);
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.push("--help");
            assert_eq!(page(&words), Some(verb.name));
            words.rotate_right(1);
            assert_eq!(page(&words), Some(verb.name));
        }
    }

    #[test]
    fn words_go_where_they_belong() {
        let Ok(Command::Hint(Hint { names, which })) = command(&["hint", "gibbs::entropy", "2"]) else { panic!() };
        assert_eq!((names, which.map(usize::from)), (vec!["gibbs::entropy".to_owned()], Some(2)));
        let Ok(Command::Call(Call { names, arguments, .. })) = command(&["call", "gibbs", "f", "-inf"]) else {
            panic!()
        };
        assert_eq!((names.len(), arguments.as_str()), (2, "-inf"));
        let Ok(Command::Grade(Grade { names, seed, training, .. })) =
            command(&["gibbs", "--seed=5", "--no-training", "--", "--nll"])
        else {
            panic!()
        };
        assert_eq!((names, seed, training), (vec!["gibbs".into(), "--nll".into()], Some(5), Some(false)));
    }
}
