//! `class doctor`: how well this machine contains code of strangers.

use grader::cli::{Status, say};
use grader::render::style::{BAD, FAINT, GOOD, STRONG};
use jail::{Level, Outcome, Tried};
use judge::error::Result;

/// Tries to get out, and says what held.
pub fn doctor() -> Result<Status> {
    let temporary = std::env::temp_dir();
    let (level, mut tried) = jail::level(&temporary)?;
    tried.extend(jail::compiles(&temporary)?);
    say(&sheet(level, &tried))?;
    let works = tried.iter().filter(|one| one.level == Level::Bounded).all(Tried::is_good);
    Ok(if level >= Level::NEEDED && works { Status::Done } else { Status::Unsatisfied })
}

fn sheet(level: Level, tried: &[Tried]) -> String {
    let width = tried.iter().map(|one| one.what.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for (title, below) in [
        ("Must work", Level::Bounded),
        ("Must fail: start, write, send (L1)", Level::Calls),
        ("Must fail: read what is the grader's (L2)", Level::Private),
        ("Must fail: see other files (L3)", Level::Hidden),
    ] {
        text += &format!("{STRONG}{title}{STRONG:#}\n");
        for Tried { what, outcome, .. } in tried.iter().filter(|one| one.level == below) {
            let (mark, said) = match outcome {
                Outcome::Good(said) => (format!("{GOOD}ok{GOOD:#}  "), said),
                Outcome::Bad(said) => (format!("{BAD}open{BAD:#}"), said),
            };
            text += &format!("  {mark}  {what:width$}  {FAINT}{said}{FAINT:#}\n");
        }
    }
    let enough = level >= Level::NEEDED;
    let style = if enough { GOOD } else { BAD };
    text += &format!("\n{style}{level}{style:#}: code of strangers is contained: {}.\n", level.means());
    text += match enough {
        true => "Strangers can be graded here.\n",
        false => "Strangers are not graded here.\n",
    };
    if let Some(advice) = level.advice() {
        text += &format!("{advice}\n");
    }
    text
}
