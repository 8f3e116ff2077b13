//! Judges a student's `answers.toml`: choices by their options, texts by presence and length alone.
//!
//! No evidence names an option that is right. What was ticked or placed wrongly is explained; what
//! is missing is only said to be missing.

mod cut;
mod read;
mod trouble;

pub use read::{Answer, Answers, MOST_TEXT};
pub use trouble::{Trouble, Unread};

use crate::course::{ANSWERS, Choice, Item, Sort, Statement, Text, letter, nearest};
use crate::fate::FateWord;
use crate::foreign::clean;
use crate::report::{Check, Evidence, FunctionReport, Kind, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use toml::Value;

/// A text may have this many lines …
const MOST_LINES: usize = 5;
/// … and this many characters, so that one line is not a page.
const MOST_CHARACTERS: usize = 600;
/// A shorter one is no sentence.
const FEWEST_CHARACTERS: usize = 12;

/// Judges one choice.
pub fn choice(choice: &Choice, answers: &Answers, entry: &mut FunctionReport) {
    let finding = match (answers.choice(&choice.name), &choice.sort) {
        (Answer::Unread(unread), _) => {
            entry.line = u64::try_from(unread.line).ok();
            Finding::unread(&unread)
        }
        (Answer::Open, _) => Finding::open(),
        (Answer::Given(value), Sort::Tick(statements)) => ticked(value, statements),
        (Answer::Given(value), Sort::Place { families, items }) => placed(value, families, items),
    };
    let verdict = finding.verdict();
    entry.points = finding.points(choice.points);
    entry.note = match verdict {
        Verdict::Wrong => finding.note,
        _ => None,
    };
    entry.checks = vec![Check {
        kind: Kind::Choice,
        name: choice.name.clone(),
        verdict,
        fate: finding.fate,
        points: entry.points,
        max: choice.points,
        evidence: finding.evidence,
    }];
}

/// What was found in one answer: `credit` of `whole`, both counted in options.
struct Finding {
    fate: FateWord,
    credit: usize,
    whole: usize,
    note: Option<String>,
    evidence: Vec<Evidence>,
}

impl Finding {
    fn open() -> Finding {
        Finding { fate: FateWord::Unfinished, credit: 0, whole: 1, note: None, evidence: vec![] }
    }

    fn unread(unread: &Unread) -> Finding {
        let mut one = Evidence::new(ANSWERS, Verdict::NotRun, FateWord::NotBuilt);
        one.message = Some(unread.to_string());
        Finding { fate: FateWord::NotBuilt, credit: 0, whole: 1, note: None, evidence: vec![one] }
    }

    /// An answer that is not of the form asked for.
    fn malformed(value: &Value, why: String) -> Finding {
        let mut one = Evidence::new("answer", Verdict::Wrong, FateWord::Value);
        one.call = value.as_str().map(|text| format!("\"{}\"", clean(text, 80)));
        one.message = Some(why);
        Finding { fate: FateWord::Value, credit: 0, whole: 1, note: None, evidence: vec![one] }
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
        Err(why) => return Finding::malformed(value, why),
    };
    let last = letter(statements.len() - 1);
    if let Some(stranger) = letters.iter().find(|&&ticked| ticked > last) {
        return Finding::malformed(value, format!("There is no option `{stranger}`: the letters go from a to {last}."));
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
                evidence.push(explained(index, text, says));
            }
            Statement::Wrong { .. } => {}
        }
    }
    let note = match (right < all, wrong) {
        (true, 0) => Some("What you ticked is right, and something else is right too.".into()),
        _ => None,
    };
    // a tick too many must cost, or ticking everything would be the best answer
    Finding { fate: FateWord::Value, credit: right.saturating_sub(wrong), whole: all, note, evidence }
}

/// Every item in its family counts.
fn placed(value: &Value, families: &[String], items: &[Item]) -> Finding {
    let asks = || format!("Give each letter one of {}: `a = \"{}\"`.", families.join(", "), families[0]);
    let Some(table) = value.as_table() else { return Finding::malformed(value, asks()) };
    let mut given = BTreeMap::new();
    let last = letter(items.len() - 1);
    for (key, word) in table {
        let index = (0..items.len()).find(|&index| key.trim().eq_ignore_ascii_case(&letter(index).to_string()));
        let Some(index) = index else {
            let why = format!("There is no option `{}`: the letters go from a to {last}.", clean(key, 20));
            return Finding::malformed(value, why);
        };
        let Some(word) = word.as_str() else { return Finding::malformed(word, asks()) };
        if !word.trim().is_empty() {
            given.insert(index, word.trim().trim_end_matches('.'));
        }
    }
    if given.is_empty() {
        return Finding::open();
    }
    let mut evidence = vec![];
    let mut right = 0;
    for (index, item) in items.iter().enumerate() {
        let Some(word) = given.get(&index) else { continue };
        match families.iter().position(|family| family.eq_ignore_ascii_case(word)) {
            Some(family) if family == item.family => right += 1,
            // of two families, "not this one" would name the right one
            Some(_) if families.len() == 2 => {}
            Some(family) => {
                let says = format!("Not {}. {}", families[family], item.says);
                evidence.push(explained(index, &item.text, &says));
            }
            None => {
                let near = nearest(word, families.iter().map(String::as_str));
                let near = near.map_or_else(asks, |near| format!("Did you mean `{near}`?"));
                let says = format!("`{}` is none of the families. {near}", clean(word, 40));
                evidence.push(explained(index, &item.text, &says));
            }
        }
    }
    let open = items.len() - given.len();
    let open = if open > 0 { format!(", {open} not placed yet") } else { String::new() };
    let hidden = if families.len() == 2 && evidence.is_empty() && right < given.len() {
        " Which are not, is not told: of two families that would name the right one."
    } else {
        ""
    };
    let note = Some(format!("{right} of {} in their place{open}.{hidden}", items.len()));
    Finding { fate: FateWord::Value, credit: right, whole: items.len(), note, evidence }
}

fn explained(index: usize, text: &str, says: &str) -> Evidence {
    let mut one = Evidence::new(&letter(index).to_string(), Verdict::Wrong, FateWord::Value);
    one.call = Some(text.to_owned());
    one.message = Some(says.to_owned());
    one
}

/// `"ac"`, `"a, c"`, `"A) C)"` and `["a", "c"]` all tick a and c.
fn letters(value: &Value) -> Result<BTreeSet<char>, String> {
    let asks = || "Tick by letters, as in \"ac\".".to_owned();
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let each: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            each.ok_or_else(asks)?.join(" ")
        }
        _ => return Err(asks()),
    };
    let between = |c: char| c.is_whitespace() || ",;.:()[]+&/".contains(c);
    // `and` between letters would tick a, n and d
    let words: Vec<String> = text.split(between).map(str::to_lowercase).filter(|word| !word.is_empty()).collect();
    let mut letters = BTreeSet::new();
    for word in words.iter().filter(|word| *word != "and") {
        match word.chars().find(|c| !c.is_ascii_lowercase()) {
            Some(_) => return Err(format!("`{}` is no letter of an option. {}", clean(word, 20), asks())),
            None => letters.extend(word.chars()),
        }
    }
    Ok(letters)
}

/// Collects one text.
pub fn text(text: &Text, answers: &Answers, entry: &mut FunctionReport) {
    let (verdict, fate, given, message) = match answers.text(&text.name) {
        Answer::Unread(unread) => {
            entry.line = u64::try_from(unread.line).ok();
            (Verdict::NotRun, FateWord::NotBuilt, None, unread.to_string())
        }
        Answer::Given(Value::String(given)) if !given.trim().is_empty() => {
            let (verdict, message) = collected(given);
            (verdict, FateWord::Value, Some(clean(given.trim(), 2 * MOST_CHARACTERS)), message)
        }
        Answer::Open | Answer::Given(Value::String(_)) => {
            (Verdict::NotRun, FateWord::Unfinished, None, "Not written yet.".to_owned())
        }
        Answer::Given(_) => {
            let why = "This is no text; write it between `\"\"\"` and `\"\"\"`.".to_owned();
            (Verdict::NotRun, FateWord::Value, None, why)
        }
    };
    let mut one = Evidence::new(&text.name, verdict, fate);
    one.got = given.map(Into::into);
    one.message = Some(message);
    entry.note = Some(format!("A person looks for: {}.", text.rubric.join("; ").trim_end_matches('.')));
    entry.checks = vec![Check {
        kind: Kind::Text,
        name: text.name.clone(),
        verdict,
        fate,
        points: 0,
        max: 0,
        evidence: vec![one],
    }];
}

/// Is it there, and is it short? More a machine should not say of prose.
fn collected(given: &str) -> (Verdict, String) {
    let lines = given.trim().lines().filter(|line| !line.trim().is_empty()).count();
    // a line end of Windows is two characters for the machine and one for nobody
    let characters = given.trim().chars().filter(|&c| c != '\r').count();
    if characters < FEWEST_CHARACTERS {
        (Verdict::NotRun, "Too short to be an answer: write a sentence.".into())
    } else if lines > MOST_LINES {
        (Verdict::NotRun, format!("It has {lines} lines; a person reads at most {MOST_LINES}. Shorten it."))
    } else if characters > MOST_CHARACTERS {
        (
            Verdict::NotRun,
            format!("It has {characters} characters; a person reads at most {MOST_CHARACTERS}. Shorten it."),
        )
    } else {
        (Verdict::ByPerson, "Collected; a person grades it.".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Written;

    fn tick() -> Choice {
        let wrong = |text: &str| Statement::Wrong { text: text.into(), says: format!("{text} is not so.") };
        let right = |text: &str| Statement::Right(text.into());
        let sort = Sort::Tick(vec![right("A"), wrong("B"), right("C"), wrong("D")]);
        Choice { name: "q".into(), question: "?".into(), points: 4, hints: vec!["h".into()], sort }
    }

    fn place() -> Choice {
        let item = |text: &str, family| Item { text: text.into(), family, says: "Think of its name.".into() };
        let families = vec!["warm".into(), "cold".into(), "mild".into()];
        let sort = Sort::Place { families, items: vec![item("fire", 0), item("ice", 1), item("snow", 1)] };
        Choice { name: "q".into(), question: "?".into(), points: 3, hints: vec!["h".into()], sort }
    }

    fn judged(owed: Choice, toml: &str) -> (u32, Verdict, String) {
        let written = Written::Choice(owed);
        let mut entry = FunctionReport::of_written(&written);
        let Written::Choice(owed) = &written else { unreachable!() };
        choice(owed, &Answers::read(Some(toml)), &mut entry);
        let check = entry.checks.remove(0);
        let said = check.evidence.iter().filter_map(|one| one.message.clone()).chain(entry.note);
        (entry.points, check.verdict, said.collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn letters_may_be_written_in_many_ways() {
        for answer in [
            r#""ac""#,
            r#""AC""#,
            r#""a, c""#,
            r#""c and a""#,
            r#"" a) c)""#,
            r#"["a", "c"]"#,
            r#""(a) (c)""#,
            r#""aacc""#,
        ] {
            assert_eq!(
                judged(tick(), &format!("[choices]\nq = {answer}")),
                (4, Verdict::Right, String::new()),
                "{answer}"
            );
        }
    }

    #[test]
    fn every_right_tick_counts_and_every_wrong_one_takes_one_away() {
        let points = |letters: &str| judged(tick(), &format!("[choices]\nq = \"{letters}\"")).0;
        let expected = [("a", 2), ("c", 2), ("b", 0), ("ab", 0), ("abc", 2), ("abcd", 0), ("bd", 0), ("ac", 4)];
        for (letters, wanted) in expected {
            assert_eq!(points(letters), wanted, "{letters}");
        }
    }

    #[test]
    fn what_is_said_never_names_a_right_option() {
        for letters in ["a", "b", "c", "d", "ab", "ad", "bd", "abd", "bcd"] {
            let said = judged(tick(), &format!("[choices]\nq = \"{letters}\"")).2;
            assert!(!said.contains('A') && !said.contains('C'), "{letters}: {said}");
            assert_eq!(said.contains("B is not so."), letters.contains('b'), "{letters}: {said}");
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_says_why() {
        let said = |toml: &str| judged(tick(), toml);
        assert_eq!(said("[choices]\nq = \"\"").1, Verdict::NotRun);
        assert_eq!(said("").1, Verdict::NotRun);
        assert_eq!(said("[choices]\nq = 3"), (0, Verdict::Wrong, "Tick by letters, as in \"ac\".".into()));
        assert!(said("[choices]\nq = \"ax\"").2.contains("There is no option `x`"));
        assert!(said("[choices]\nq = \"first\"").2.contains("no option"));
        assert!(said("[choices]\nq = \"a1\"").2.contains("no letter"));
        assert!(said("[choices]\nq = a c").2.contains("Line 2 of answers.toml"));
    }

    #[test]
    fn every_item_in_its_place_counts() {
        let judge = |toml: &str| judged(place(), &format!("[choices.q]\n{toml}"));
        assert_eq!(judge("a = \"warm\"\nb = \"Cold.\"\nc = \" cold \""), (3, Verdict::Right, String::new()));
        assert_eq!(judge("a = \"warm\"\nb = \"\"").0, 1);
        let (points, _, said) = judge("a = \"cold\"\nb = \"cold\"\nc = \"cool\"");
        assert_eq!(points, 1);
        assert!(said.contains("Not cold. Think") && said.contains("`cool` is none"), "{said}");
        assert!(!said.contains("warm") && !said.contains("ice"), "{said}");
        assert_eq!(judge("").1, Verdict::NotRun);
        assert!(judge("z = \"warm\"").2.contains("There is no option `z`"));
        assert_eq!(judged(place(), "[choices]\nq = \"warm\"").1, Verdict::Wrong);
    }

    #[test]
    fn of_two_families_only_the_count_is_told() {
        let mut two = place();
        if let Sort::Place { families, .. } = &mut two.sort {
            families.truncate(2);
        }
        let (points, verdict, said) = judged(two, "[choices.q]\na = \"cold\"\nb = \"cold\"\nc = \"warm\"");
        assert_eq!((points, verdict, said.contains("ice")), (1, Verdict::Wrong, false));
        assert!(said.starts_with("1 of 3 in their place. Which are not, is not told"), "{said}");
    }

    #[test]
    fn a_text_is_collected_when_it_is_there_and_short() {
        let owed = Text { name: "t".into(), question: "?".into(), points: 2, rubric: vec!["an example".into()] };
        let verdict = |toml: &str| {
            let mut entry = FunctionReport::of_written(&Written::Choice(tick()));
            text(&owed, &Answers::read(Some(toml)), &mut entry);
            (entry.checks[0].verdict, entry.points, entry.checks[0].fate)
        };
        let written = |given: &str| verdict(&format!("[texts]\nt = \"\"\"\n{given}\"\"\""));
        assert_eq!(written("Because of the margin.\n"), (Verdict::ByPerson, 0, FateWord::Value));
        assert_eq!(written("One line.\n\nTwo.\n3.\n4.\n5.\n").0, Verdict::ByPerson);
        assert_eq!(written("One line.\nTwo.\n3.\n4.\n5.\n6.").0, Verdict::NotRun);
        assert_eq!(written("x").0, Verdict::NotRun);
        assert_eq!(written(&"long ".repeat(200)).0, Verdict::NotRun);
        assert_eq!(written(&format!("{}\r\nend", "x".repeat(596))).0, Verdict::ByPerson);
        assert_eq!(written("  \n ").2, FateWord::Unfinished);
        assert_eq!(verdict("").2, FateWord::Unfinished);
        assert_eq!(verdict("[texts]\nt = 4").0, Verdict::NotRun);
    }
}
