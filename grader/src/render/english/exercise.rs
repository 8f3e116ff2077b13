//! What is to be said of a whole exercise, and of a whole function.

use super::super::place;
use super::{files, written};
use judge::course::ANSWERS;
use judge::report::{Before, ExerciseReport, Note, Remark, Report, Slot, State, Untold};

/// Why grading came no further, or what could not be read.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::Refused { file } => files::file(file),
        Remark::NotCompiled => "This file does not compile, so none of its functions could be called.".into(),
        Remark::CompileOvertime { seconds } => format!(
            "The compiler was still at work after {seconds} s, so it was stopped. Is there a loop in a `const`?"
        ),
        Remark::Disturbed { cause } if cause.is_empty() => "The course staff is told why.".into(),
        Remark::Disturbed { cause } => cause.clone(),
        Remark::AnswersUnread { unread } => written::unread(unread),
        Remark::AnswersUnreadToo { all, lines } => {
            let rest = if *all > lines.len() { ", …" } else { "" };
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            format!("Nor can these lines of {ANSWERS}: {}{rest}.", lines.join(", "))
        }
        Remark::AnswersHeading { line, section } => {
            format!("{}`{section}` is a heading. Write `[{section}]`, and the answers below it.", in_answers(*line))
        }
        Remark::AnswersSection { line, section } => {
            format!("{}`{section}` is neither [choices] nor [texts], so it is not graded.", in_answers(*line))
        }
        Remark::AnswersStranger { line, name, near } => {
            let near = near.as_ref().map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            format!("{}no question is called `{name}`.{near}", in_answers(*line))
        }
        Remark::File { file } => files::file(file),
        Remark::FilesToo { all: 1 } => "One more such remark is left out.".into(),
        Remark::FilesToo { all } => format!("{all} more such remarks are left out."),
    }
}

fn in_answers(line: Option<usize>) -> String {
    line.map_or(format!("In {ANSWERS}: "), |line| format!("Line {line} of {ANSWERS}: "))
}

/// What to do about a file that is not there.
pub fn missing(report: &Report, exercise: &ExerciseReport) -> String {
    let back = match report.submission.slot {
        Slot::Exercises => {
            format!(" `cargo run -p grader -- reset {}` brings the empty exercise back.", exercise.name)
        }
        Slot::Submission | Slot::Reference => String::new(),
    };
    format!("There is no {}.{back}", place::main_file(report, exercise))
}

/// What the last state that compiled had earned.
pub fn before(before: &Before) -> String {
    format!("Before this edit it had {} of {} points.", before.points, before.max)
}

/// A state in a few words; of a graded exercise the functions say more.
pub fn summary(state: State) -> &'static str {
    match state {
        State::Graded => "graded",
        State::NotStarted => "not started",
        State::NotCompiled => "does not compile",
        State::CompileOvertime => "takes too long to compile",
        State::Missing => "the file is missing",
        State::Refused => "the file cannot be graded",
        State::GraderError => "the grader failed; this is not your mistake",
    }
}

/// What to mend before anything else.
pub fn upstream(function: &str) -> String {
    format!("It calls `{function}`, which is wrong: mend that first.")
}

/// A sentence about the whole function.
pub fn note(note: &Note) -> String {
    match note {
        Note::ByHeart => "Right on the inputs of the cases, but no law holds on inputs that nobody knew before: a formula is asked for, so nothing counts.".into(),
        Note::BeyondCases => "Right on every input that you know, and not on inputs that were drawn for this grading: look for what the known inputs do not show.".into(),
        Note::Unstable { breaks: None } => "Right formula, unstable evaluation.".into(),
        Note::Unstable { breaks: Some(breaks) } => {
            format!("Right formula, unstable evaluation. Where it breaks: {breaks}")
        }
        Note::FollowThrough { cases } => {
            let of_cases = match cases {
                0 => String::new(),
                1 => ", and one of those of the cases".into(),
                more => format!(", and {more} of those of the cases"),
            };
            format!("Follow-through: wrong by itself, but right for what you wrote before; these points count{of_cases}.")
        }
        Note::LawsHold => "Some laws hold already; they count once every case is right.".into(),
        Note::Incomplete => "What you ticked is right, and something else is right too.".into(),
        Note::Placed { right, all, open, untold } => {
            let open = if *open > 0 { format!(", {open} not placed yet") } else { String::new() };
            let untold = match untold {
                Untold::Nothing => "",
                Untold::OfTwoFamilies => {
                    " Which are not, is not told: of two families that would name the right one."
                }
            };
            format!("{right} of {all} in their place{open}.{untold}")
        }
        Note::Withheld => {
            "Not all of it is right. Which part is, and what that earns, is told when your work is marked.".into()
        }
        Note::Steps { accepted, all } => format!("{accepted} of {all} steps are accepted."),
        Note::Ends { end } => written::end(end),
    }
}
