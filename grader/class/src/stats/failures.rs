//! What students get wrong: mistakes with a name, and who fails alike.

use super::paper::{Form, Paper, graded, holds, is_blank, result};
use crate::book::Book;
use grader::render::english::in_short;
use judge::derivation::{Counterexample, Verdict as Line};
use judge::fate::FateWord;
use judge::report::{Check, Diagnosis, Evidence, FunctionReport, Likeness, OptionFinding};
use std::collections::{BTreeMap, BTreeSet};

/// A mistake with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misconception {
    /// The exercise.
    pub exercise: String,
    /// The item.
    pub item: String,
    /// The mistake.
    pub name: String,
    /// How many make it.
    pub students: usize,
    /// How many have not all points there, and have written something.
    pub wrong: usize,
}

/// Students who fail alike: the same checks, with the same diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The exercise and the item; nothing where it is about all items.
    pub at: Option<(String, String)>,
    /// The checks that are not right; of all items together, how many.
    pub failed: Vec<String>,
    /// What the replies look like, or how calls ended that returned none.
    pub like: Option<String>,
    /// Their ids.
    pub students: Vec<String>,
}

/// What a class gets wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// The most frequent first.
    pub misconceptions: Vec<Misconception>,
    /// Of each item, the largest first.
    pub groups: Vec<Group>,
    /// Alike in every item.
    pub everywhere: Vec<Group>,
}

/// How somebody fails an item.
type How = (Vec<String>, Option<String>);

impl Failures {
    /// What a book shows, for the items of its sheet.
    pub fn of(book: &Book, paper: &Paper) -> Failures {
        let mut failures = Failures::default();
        let mut whole: BTreeMap<&str, Vec<Option<How>>> = BTreeMap::new();
        for item in paper.items.iter().filter(|item| item.form != Form::Text) {
            let mut names: BTreeMap<String, usize> = BTreeMap::new();
            let mut alike: BTreeMap<How, Vec<String>> = BTreeMap::new();
            let mut wrong = 0;
            for outcome in graded(book) {
                let found = result(outcome, &item.exercise, &item.name);
                let all = whole.entry(&outcome.id).or_default();
                let Some((_, entry)) = found.filter(|(_, entry)| !is_blank(entry)) else {
                    // nothing written is alike, too; without a result nobody is
                    all.push(found.map(|_| (vec!["blank".into()], None)));
                    continue;
                };
                wrong += usize::from(entry.points < entry.max);
                for name in mistakes(entry) {
                    *names.entry(name).or_default() += 1;
                }
                let how = how(entry);
                if !how.0.is_empty() {
                    alike.entry(how.clone()).or_default().push(outcome.id.clone());
                }
                all.push(Some(how));
            }
            let at = (item.exercise.clone(), item.name.clone());
            let named = names.into_iter().map(|(name, students)| Misconception {
                exercise: at.0.clone(),
                item: at.1.clone(),
                name,
                students,
                wrong,
            });
            failures.misconceptions.extend(named);
            let mut groups: Vec<Group> = alike
                .into_iter()
                .filter(|(_, students)| students.len() > 1)
                .map(|((failed, like), students)| Group { at: Some(at.clone()), failed, like, students })
                .collect();
            groups.sort_by_key(|group| std::cmp::Reverse(group.students.len()));
            failures.groups.extend(groups);
        }
        failures.misconceptions.sort_by_key(|one| std::cmp::Reverse(one.students));
        failures.everywhere = everywhere(whole);
        failures
    }
}

/// Groups of students whose failures are the same in every item.
fn everywhere(whole: BTreeMap<&str, Vec<Option<How>>>) -> Vec<Group> {
    let mut alike: BTreeMap<Vec<How>, Vec<String>> = BTreeMap::new();
    for (student, all) in whole {
        if let Some(all) = all.into_iter().collect::<Option<Vec<How>>>() {
            alike.entry(all).or_default().push(student.to_owned());
        }
    }
    let blank = |how: &How| how.0.is_empty() || how.0 == ["blank"];
    let mut groups: Vec<Group> = alike
        .into_iter()
        .filter(|(all, students)| students.len() > 1 && !all.iter().all(blank))
        .map(|(all, students)| {
            let items = all.iter().filter(|how| !how.0.is_empty()).count();
            Group { at: None, failed: vec![format!("{items} of {} items", all.len())], like: None, students }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.students.len()));
    groups
}

fn how(entry: &FunctionReport) -> How {
    let failed = entry.checks.iter().filter(|check| !holds(check)).map(|check| check.name.clone()).collect();
    let ended = || {
        let ended = entry.checks.iter().find(|check| !holds(check) && check.fate != FateWord::Value)?;
        Some(serde_json::to_value(ended.fate).ok()?.as_str()?.replace('_', " "))
    };
    (failed, entry.diagnosis.as_ref().map(|diagnosis| words(diagnosis).join(" and ")).or_else(ended))
}

fn words(diagnosis: &Diagnosis) -> Vec<String> {
    std::iter::once(&diagnosis.like).chain(&diagnosis.besides).map(word).collect()
}

/// A known mistake by its name, anything else in a few words.
fn word(like: &Likeness) -> String {
    match like {
        Likeness::Listed { name, .. } => name.clone(),
        other => in_short(&Diagnosis { like: other.clone(), besides: vec![] }),
    }
}

/// Every mistake of an entry that has a name, once.
fn mistakes(entry: &FunctionReport) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = entry.diagnosis.iter().flat_map(words).collect();
    names.extend(entry.checks.iter().flat_map(|check: &Check| &check.evidence).filter_map(|one| match one {
        Evidence::Line(line) => match &line.finding {
            Line::False(Counterexample { mistake: Some(mistake), .. }) => Some(mistake.name.clone()),
            _ => None,
        },
        Evidence::Option(option) => match &option.finding {
            OptionFinding::Ticked { .. } => Some(format!("ticks {}", option.letter)),
            OptionFinding::Misplaced { family, .. } => Some(format!("puts {} into {family}", option.letter)),
            OptionFinding::NearFamily { .. } | OptionFinding::NoFamily { .. } => None,
        },
        _ => None,
    }));
    names
}
