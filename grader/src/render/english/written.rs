//! What is said of derivations, questions and short texts.

use super::{derivation, list};
use judge::answers::{Trouble, Unread};
use judge::course::ANSWERS;
use judge::derivation::{Counterexample, End, Energies, Model, Numbers, Rule, Verdict};
use judge::number::show_number;
use judge::report::{AnswerFault, LineEvidence, OptionFinding, TextFinding};

/// The verdict on a line of a derivation.
pub fn line(line: &LineEvidence) -> String {
    let number = line.number;
    match &line.finding {
        Verdict::Syntax { column, complaint } | Verdict::Scope { column, complaint } => {
            format!("Line {number}, column {column}: {}.", derivation::complaint(complaint))
        }
        Verdict::WrongStart { start } => format!("Line {number}: the derivation has to start from {start}."),
        Verdict::False(example) => format!("Line {number} is false: {}.", counterexample(example)),
        Verdict::TooLarge { rules } => {
            format!("Line {number} is true, but too large a step: it needs {}. Write a line for each.", names(rules))
        }
        Verdict::NoRule => format!("Line {number} follows from the line above by no rule."),
        Verdict::Start => format!("Line {number} is the start."),
        Verdict::Same => match line.by {
            Some(by) => format!("Line {number} rearranges the line above; {by} is not used."),
            None => format!("Line {number} rearranges the line above."),
        },
        Verdict::Follows { rule } => match line.by {
            Some(by) if by != *rule => format!("Line {number} follows by {rule}, not by {by}."),
            _ => format!("Line {number} follows by {rule}."),
        },
        Verdict::Bridges { rules } => {
            let not = line.by.filter(|_| line.misnamed()).map(|by| format!(", not by {by}")).unwrap_or_default();
            format!("Line {number} follows from the last true line by {}{not}: one counts.", names(rules))
        }
    }
}

fn counterexample(example: &Counterexample) -> String {
    let model = model(&example.model);
    let show = |x: f64| match x {
        x if x.is_finite() => show_number(x, 5),
        x if x.is_infinite() => "too large for a number".into(),
        _ => "no number".into(),
    };
    let (mut above, mut here) = (show(example.above.0), show(example.here.0));
    if above == here {
        (above, here) = (show_number(example.above.0, 12), show_number(example.here.0, 12));
    }
    format!("with {model} the line above is {above}, this line {here}")
}

fn model(model: &Model) -> String {
    let mut parts = vec![];
    parts.extend(model.beta.map(|beta| format!("beta = {beta}")));
    parts.extend(model.tau.map(|tau| format!("tau = {tau}")));
    let what = match model.gives {
        Numbers::Energies => "energies",
        Numbers::Scores => "scores",
    };
    parts.push(format!("{what} {}", energies(&model.energies)));
    parts.extend(model.slopes.as_ref().map(|slopes| format!("their derivatives {}", energies(slopes))));
    for (letter, answer) in &model.letters {
        parts.push(if letter == "y" { format!("label {answer}") } else { format!("{letter} = {answer}") });
    }
    parts.join(", ")
}

fn energies(energies: &Energies) -> String {
    let row = |row: &[f64]| {
        let numbers: Vec<String> = row.iter().map(|x| show_number(*x, 3)).collect();
        format!("[{}]", numbers.join(", "))
    };
    match energies {
        Energies::Answers(answers) => row(answers),
        Energies::Pairs(rows) => {
            let rows: Vec<String> = rows.iter().map(|one| row(one)).collect();
            format!("E (one row per answer) [{}]", rows.join(", "))
        }
    }
}

/// How a derivation ends whose lines are all accepted, as a sentence.
pub fn end(end: &End) -> String {
    match end {
        End::Reached => "The derivation is complete.".into(),
        End::Elsewhere { goal } => format!("The derivation stops before its goal {goal}."),
        End::Without { rules } => format!("No line uses {}.", names(rules)),
        End::Empty => "There is no line yet.".into(),
        End::TooLong { most } => format!("There are more than {most} lines."),
    }
}

fn names(rules: &[Rule]) -> String {
    list(&rules.iter().map(|rule| rule.name()).collect::<Vec<_>>())
}

/// What is wrong with an option.
pub fn option(finding: &OptionFinding) -> String {
    match finding {
        OptionFinding::Ticked { says } => says.clone(),
        OptionFinding::Misplaced { family, says } => format!("Not {family}. {says}"),
        OptionFinding::NearFamily { word, near } => {
            format!("`{word}` is none of the families. Did you mean `{near}`?")
        }
        OptionFinding::NoFamily { word, families } => {
            format!("`{word}` is none of the families. {}", give_families(families))
        }
    }
}

fn give_families(families: &[String]) -> String {
    let example = families.first().map(String::as_str).unwrap_or_default();
    format!("Give each letter one of {}: `a = \"{example}\"`.", families.join(", "))
}

/// Why an answer cannot be used.
pub fn answer_fault(fault: &AnswerFault) -> String {
    const TICK: &str = "Tick by letters, as in \"ac\".";
    match fault {
        AnswerFault::NoTicks => TICK.into(),
        AnswerFault::NoLetter { word } => format!("`{word}` is no letter of an option. {TICK}"),
        AnswerFault::NoOption { option, last } => {
            format!("There is no option `{option}`: the letters go from a to {last}.")
        }
        AnswerFault::NoPlaces { families } => give_families(families),
    }
}

/// What is to be said of a short text.
pub fn text(finding: &TextFinding) -> String {
    match finding {
        TextFinding::Collected => "Collected; a person grades it.".into(),
        TextFinding::Unwritten => "Not written yet.".into(),
        TextFinding::TooShort => "Too short to be an answer: write a sentence.".into(),
        TextFinding::TooManyLines { lines, most } => {
            format!("It has {lines} lines; a person reads at most {most}. Shorten it.")
        }
        TextFinding::TooManyCharacters { characters, most } => {
            format!("It has {characters} characters; a person reads at most {most}. Shorten it.")
        }
        TextFinding::NoText => "This is no text; write it between `\"\"\"` and `\"\"\"`.".into(),
    }
}

/// An entry of `answers.toml` that was not read.
pub fn unread(unread: &Unread) -> String {
    let line = unread.line;
    let name = unread.entry().unwrap_or("name");
    let why = match &unread.trouble {
        Trouble::Beyond { most } => {
            return format!("{ANSWERS} is larger than {most} KiB: what follows line {line} is not read. Shorten it.");
        }
        Trouble::Quote => format!("a quote is missing. Write `{name} = \"…\"`."),
        Trouble::Unquoted => format!("the quotes are missing. Write `{name} = \"…\"`."),
        Trouble::Equals => format!("`=` is missing. Write `{name} = \"…\"`."),
        Trouble::Value => format!("nothing follows the `=`. Write `{name} = \"…\"`."),
        Trouble::Unclosed => {
            format!("`{name}` is opened and never closed. End it as it begins, with `\"\"\"` or `]`.")
        }
        Trouble::Twice { first } => format!("`{name}` is answered otherwise on line {first}. Remove one of them."),
        Trouble::Encoding => format!("`{name}` holds a letter that is not UTF-8. Save the file as UTF-8."),
        Trouble::Stray => "it belongs to no answer. Write `name = \"…\"`, or `#` before a remark.".into(),
        Trouble::Toml { what } => format!("{}. Write `{name} = \"…\"`.", what.trim_end_matches('.')),
    };
    format!("Line {line} of {ANSWERS} cannot be read: {why}")
}
