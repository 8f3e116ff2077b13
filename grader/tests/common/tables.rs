//! What holds for every table of commands and flags, whoever types them: `TABLE` is that of the tests around this.

use super::TABLE;
use grader::cli::{Asked, Flag, HELP, Takes, VERSION, help, parse};
use lexopt::Parser;

/// Whether a command line is understood, else what is said.
fn command(args: &[String]) -> Result<(), String> {
    parse(&TABLE, Parser::from_args(args)).map(drop).map_err(|error| error.to_string())
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
    for verb in TABLE.verbs {
        let plain = verb.examples.iter().find(|example| !example.contains("--"));
        let example = shell(plain.unwrap_or(&verb.name));
        for flag in TABLE.flags {
            for args in [[example.clone(), written(flag)].concat(), [written(flag), example.clone()].concat()] {
                let got = command(&args);
                if verb.takes(flag) {
                    assert!(got.is_ok(), "{args:?}: {got:?}");
                    continue;
                }
                let says = got.expect_err("a refusal");
                let start = format!("`--{}` goes with {} only, not with {verb}", flag.name, TABLE.companions(flag));
                assert_eq!(says, format!("{start}: leave it out."), "{args:?}");
            }
        }
    }
}

#[test]
fn every_flag_says_what_is_wrong_with_what_follows_it() {
    for flag in TABLE.flags.iter().filter(|flag| flag.name != HELP.name && flag.name != VERSION.name) {
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
            let says = command(&args).expect_err("a refusal");
            assert!(says.contains(flag.name) && says.ends_with('.') && says.contains(": "), "{args:?}: {says}");
        }
    }
}

#[test]
fn every_example_of_the_help_can_be_typed() {
    for verb in TABLE.verbs {
        for example in verb.examples {
            let words = shell(example);
            assert_eq!(command(&words), Ok(()), "{example}");
            // its page is that of the command it stands on; without a word there is the page of all
            let asked = parse(&TABLE, Parser::from_args([vec!["--help".to_owned()], words.clone()].concat()));
            let Ok(Asked::Help(page)) = asked else { panic!("{example}: {asked:?}") };
            assert_eq!(page, (!words.is_empty()).then_some(*verb), "{example}");
        }
    }
}

#[test]
fn the_help_names_every_command_flag_and_example_and_fits_80_columns() {
    let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
    let all = plain(help(&TABLE, None, 80));
    for verb in TABLE.verbs {
        let page = plain(help(&TABLE, Some(verb), 80));
        assert!(all.contains(&format!("  {}", verb.usage())) && all.contains(verb.examples[0]), "{all}");
        assert!(verb.examples.iter().all(|example| page.contains(example)), "{page}");
        for flag in TABLE.flags {
            assert!(all.contains(&flag.usage()), "{all}");
            // a command may take it with fewer words
            let own = verb.flags.iter().find(|one| one.name == flag.name).copied().unwrap_or(flag);
            assert_eq!(page.contains(&format!("\n  {}", own.usage())), verb.takes(flag), "{}: {page}", flag.name);
        }
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
    for width in [60, 80, 120] {
        assert!(plain(help(&TABLE, None, width)).lines().all(|line| line.chars().count() <= width), "{width}");
    }
    // two screens for a dozen commands
    assert!(all.lines().count() <= 64.max(6 * TABLE.verbs.len()), "{} lines: {all}", all.lines().count());
}
