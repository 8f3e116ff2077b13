//! Judges a student's `answers.toml`: choices by their options, texts by presence and length alone.
//!
//! No evidence names an option that is right. What was ticked or placed wrongly is explained; what
//! is missing is only said to be missing.

mod cut;
mod read;
mod sealed;
mod withhold;

pub use crate::report::unread::{Trouble, Unread};
pub use read::{Answer, Answers, MOST_TEXT};
pub use sealed::right;
pub use withhold::withhold;

use crate::course::{Choice, Item, Key, Sort, Statement, Text, letter, nearest};
use crate::fate::FateWord;
use crate::foreign;
use crate::report::{
    AnswerEvidence, AnswerFault, Check, Evidence, FunctionReport, Kind, Note, OptionEvidence, OptionFinding,
    TextEvidence, TextFinding, Untold, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// A text may have this many lines …
const MOST_LINES: usize = 5;
/// … and this many characters, so that one line is not a page.
const MOST_CHARACTERS: usize = 600;
/// A shorter one is no sentence.
const FEWEST_CHARACTERS: usize = 12;

/// Judges one choice.
pub fn choice(choice: &Choice, answers: &Answers, entry: FunctionReport) -> FunctionReport {
    let finding = match (answers.choice(&choice.name), &choice.sort) {
        (Answer::Unread(unread), _) => Finding::unread(unread),
        (Answer::Open, _) => Finding::open(),
        (Answer::Given(value), Sort::Tick(statements)) => ticked(value, statements),
        (Answer::Given(value), Sort::Place { families, items }) => placed(value, families, items),
    };
    let finding = match &choice.key {
        Key::Sealed { released, question, seal } => finding.unsealed(|answer| released.seal(question, answer) == *seal),
        Key::Told | Key::Kept => finding,
    };
    let verdict = finding.verdict();
    let points = finding.points(choice.points);
    let check = Check::new(Kind::Choice, &choice.name, choice.points, verdict, finding.fate, finding.evidence);
    let note = finding.note.filter(|_| verdict == Verdict::Wrong);
    let line = answers.line_of(&choice.name);
    let entry = FunctionReport { line, ..entry.judged(vec![check.worth(points)], None, note) };
    match choice.key {
        Key::Kept => withhold::received(entry),
        Key::Told | Key::Sealed { .. } => entry,
    }
}

/// What some ticks earn; nothing where the question is of another sort.
pub fn worth(choice: &Choice, letters: &str) -> Option<u32> {
    match &choice.sort {
        Sort::Tick(statements) => Some(ticked(&Value::String(letters.to_owned()), statements).points(choice.points)),
        Sort::Place { .. } => None,
    }
}

/// What was found in one answer: `credit` of `whole`, both counted in options.
struct Finding {
    fate: FateWord,
    credit: usize,
    whole: usize,
    note: Option<Note>,
    evidence: Vec<Evidence>,
    /// The answer in the one way of writing it, where it has the form asked for.
    written: Option<String>,
}

impl Finding {
    fn open() -> Finding {
        Finding { fate: FateWord::Unfinished, credit: 0, whole: 1, note: None, evidence: vec![], written: None }
    }

    /// Neither wrong nor empty.
    fn unread(unread: Unread) -> Finding {
        Finding { fate: FateWord::Unread, evidence: vec![Evidence::Unread(unread)], ..Finding::open() }
    }

    /// An answer that is not of the form asked for.
    fn malformed(value: &Value, fault: AnswerFault) -> Finding {
        let given = value.as_str().map(|text| foreign::line(text, 80));
        let evidence = vec![Evidence::Answer(AnswerEvidence { given, fault })];
        Finding { fate: FateWord::Value, evidence, ..Finding::open() }
    }

    fn verdict(&self) -> Verdict {
        match self.fate {
            FateWord::Value if self.credit == self.whole => Verdict::Right,
            FateWord::Value => Verdict::Wrong,
            _ => Verdict::NotRun,
        }
    }

    /// Rounded down: the full points are for everything.
    fn points(&self, max: u32) -> u32 {
        let points = u64::from(max) * self.credit as u64 / self.whole.max(1) as u64;
        u32::try_from(points).unwrap_or(max)
    }
}

/// Every right tick counts, and every wrong one takes a right one away.
fn ticked(value: &Value, statements: &[Statement]) -> Finding {
    let letters = match letters(value) {
        Ok(letters) if letters.is_empty() => return Finding::open(),
        Ok(letters) => letters,
        Err(fault) => return Finding::malformed(value, fault),
    };
    let last = letter(statements.len() - 1);
    if let Some(stranger) = letters.iter().find(|&&ticked| ticked > last) {
        return Finding::malformed(value, AnswerFault::NoOption { option: stranger.to_string(), last });
    }
    let (mut right, mut wrong, mut all) = (0, 0, 0);
    let mut evidence = vec![];
    for (index, statement) in statements.iter().enumerate() {
        let ticked = letters.contains(&letter(index));
        match statement {
            Statement::Right(_) => {
                all += 1;
                right += usize::from(ticked);
            }
            Statement::Wrong { text, says } if ticked => {
                wrong += 1;
                evidence.push(explained(index, text, OptionFinding::Ticked { says: says.clone() }));
            }
            Statement::Wrong { .. } | Statement::Untold(_) => {}
        }
    }
    let note = (right < all && wrong == 0).then_some(Note::Incomplete);
    // a tick too many must cost, or ticking everything would be the best answer
    let written = Some(letters.into_iter().collect());
    Finding { fate: FateWord::Value, credit: right.saturating_sub(wrong), whole: all, note, evidence, written }
}

/// Every item in its family counts.
fn placed(value: &Value, families: &[String], items: &[Item]) -> Finding {
    let no_places = || Finding::malformed(value, AnswerFault::NoPlaces { families: families.to_vec() });
    let Some(table) = value.as_table() else { return no_places() };
    let mut given = BTreeMap::new();
    for (key, word) in table {
        let index = (0..items.len()).find(|&index| key.trim().eq_ignore_ascii_case(&letter(index).to_string()));
        let Some(index) = index else {
            let (option, last) = (foreign::line(key, 20), letter(items.len() - 1));
            return Finding::malformed(value, AnswerFault::NoOption { option, last });
        };
        let Some(word) = word.as_str() else { return no_places() };
        if !word.trim().is_empty() {
            given.insert(index, word.trim().trim_end_matches('.'));
        }
    }
    if given.is_empty() {
        return Finding::open();
    }
    let mut evidence = vec![];
    let mut right = 0;
    let mut places = vec![];
    for (index, item) in items.iter().enumerate() {
        let Some(word) = given.get(&index) else { continue };
        let place = families.iter().position(|family| family.eq_ignore_ascii_case(word));
        places.push((index, place));
        match place {
            Some(family) if item.family == Some(family) => right += 1,
            Some(_) if item.family.is_none() => {}
            // of two families, "not this one" would name the right one
            Some(_) if families.len() == 2 => {}
            Some(family) => {
                let (family, says) = (families[family].clone(), item.says.clone());
                evidence.push(explained(index, &item.text, OptionFinding::Misplaced { family, says }));
            }
            None => {
                let near = nearest(word, families.iter().map(String::as_str)).map(str::to_owned);
                let word = foreign::line(word, 40);
                let finding = match near {
                    Some(near) => OptionFinding::NearFamily { word, near },
                    None => OptionFinding::NoFamily { word, families: families.to_vec() },
                };
                evidence.push(explained(index, &item.text, finding));
            }
        }
    }
    let hidden = families.len() == 2 && evidence.is_empty() && right < given.len();
    let untold = if hidden { Untold::OfTwoFamilies } else { Untold::Nothing };
    let (all, open) = (items.len(), items.len() - given.len());
    let note = Some(Note::Placed { right, all, open, untold });
    let written = Some(sealed::places(places));
    Finding { fate: FateWord::Value, credit: right, whole: all, note, evidence, written }
}

fn explained(index: usize, text: &str, finding: OptionFinding) -> Evidence {
    Evidence::Option(OptionEvidence { letter: letter(index), text: text.to_owned(), finding })
}

/// `"ac"`, `"a, c"`, `"A) C)"` and `["a", "c"]` all tick a and c.
fn letters(value: &Value) -> Result<BTreeSet<char>, AnswerFault> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let each: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            each.ok_or(AnswerFault::NoTicks)?.join(" ")
        }
        _ => return Err(AnswerFault::NoTicks),
    };
    let between = |c: char| c.is_whitespace() || ",;.:()[]+&/".contains(c);
    // `and` between letters would tick a, n and d
    let words: Vec<String> = text.split(between).map(str::to_lowercase).filter(|word| !word.is_empty()).collect();
    let mut letters = BTreeSet::new();
    for word in words.iter().filter(|word| *word != "and") {
        match word.chars().find(|c| !c.is_ascii_lowercase()) {
            Some(_) => return Err(AnswerFault::NoLetter { word: foreign::line(word, 20) }),
            None => letters.extend(word.chars()),
        }
    }
    Ok(letters)
}

/// Collects one text.
pub fn text(text: &Text, answers: &Answers, entry: FunctionReport) -> FunctionReport {
    let (fate, given) = match answers.text(&text.name) {
        Answer::Unread(unread) => {
            let evidence = vec![Evidence::Unread(unread)];
            let check = Check::new(Kind::Text, &text.name, 0, Verdict::NotRun, FateWord::Unread, evidence);
            let line = answers.line_of(&text.name);
            return FunctionReport { line, ..entry.judged(vec![check], None, None) };
        }
        Answer::Given(Value::String(given)) if !given.trim().is_empty() => {
            let kept = foreign::clean(given.trim(), 2 * MOST_CHARACTERS);
            (FateWord::Value, Some((Some(kept), collected(given))))
        }
        Answer::Open | Answer::Given(Value::String(_)) => (FateWord::Unfinished, Some((None, TextFinding::Unwritten))),
        Answer::Given(_) => (FateWord::Value, Some((None, TextFinding::NoText))),
    };
    let verdict = match given {
        Some((_, TextFinding::Collected)) => Verdict::ByPerson,
        _ => Verdict::NotRun,
    };
    let evidence = given.map(|(given, finding)| Evidence::Text(TextEvidence { verdict, given, finding }));
    let check = Check::new(Kind::Text, &text.name, 0, verdict, fate, evidence.into_iter().collect());
    let line = answers.line_of(&text.name);
    FunctionReport { line, ..entry.judged(vec![check], None, None) }
}

/// Is it there, and is it short? More a machine should not say of prose.
fn collected(given: &str) -> TextFinding {
    let lines = given.trim().lines().filter(|line| !line.trim().is_empty()).count();
    // a line end of Windows is two characters for the machine and one for nobody
    let characters = given.trim().chars().filter(|&c| c != '\r').count();
    if characters < FEWEST_CHARACTERS {
        TextFinding::TooShort
    } else if lines > MOST_LINES {
        TextFinding::TooManyLines { lines, most: MOST_LINES }
    } else if characters > MOST_CHARACTERS {
        TextFinding::TooManyCharacters { characters, most: MOST_CHARACTERS }
    } else {
        TextFinding::Collected
    }
}

#[cfg(test)]
mod tests;
