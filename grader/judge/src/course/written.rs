//! What a student writes as text beside the functions: derivations, choices, and texts for a person.

use super::bounds;
use super::reader::Reader;
use super::released::Released;
use super::schema::{self, ChoiceEntry, DerivationEntry, TextEntry};
use crate::derivation::{Claim, NAMES, Notation, Rule, Task, Unfit};
use crate::error::Result;
use std::collections::BTreeSet;
use toml::Spanned;

/// The file in which choices and texts are answered.
pub const ANSWERS: &str = "answers.toml";
/// More options than letters make no question.
const MOST_OPTIONS: usize = 26;

/// One owed piece of writing.
#[derive(Debug)]
pub enum Written {
    /// In a file of its own, judged line by line.
    Derivation(Derivation),
    /// In [`ANSWERS`], judged by the options that are ticked.
    Choice(Choice),
    /// In [`ANSWERS`], collected for a person.
    Text(Text),
}

/// One owed derivation.
#[derive(Debug)]
pub struct Derivation {
    /// The student's file, without `.txt`.
    pub name: String,
    /// Its start, goal and rules.
    pub task: Task,
    /// For all of it.
    pub points: u32,
}

/// A question with options.
#[derive(Debug)]
pub struct Choice {
    /// Its key in the answers.
    pub name: String,
    /// What is asked.
    pub question: String,
    /// For all of it.
    pub points: u32,
    /// From a nudge to nearly the answer.
    pub hints: Vec<String>,
    /// How it is answered.
    pub sort: Sort,
    /// Where it says which answer is right.
    pub key: Key,
}

/// Where a question says which answer is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// With its options.
    Told,
    /// The course was handed out with the seal of the right answer, which tells that alone from all others.
    Sealed {
        /// How it was sealed.
        released: Released,
        /// For which question.
        question: String,
        /// The seal.
        seal: String,
    },
    /// The course was handed out without it: the answer is marked later.
    Kept,
}

/// The two sorts of questions.
#[derive(Debug)]
pub enum Sort {
    /// Every option that is true is to be ticked.
    Tick(Vec<Statement>),
    /// Every option belongs into one of some families.
    Place {
        /// The names of the families.
        families: Vec<String>,
        /// What is to be placed.
        items: Vec<Item>,
    },
}

/// An option to be ticked, or not.
#[derive(Debug)]
pub enum Statement {
    /// To be ticked.
    Right(String),
    /// Not to be ticked.
    Wrong {
        /// The statement.
        text: String,
        /// What is wrong with it, for those who tick it.
        says: String,
    },
    /// Nobody says here.
    Untold(String),
}

/// An option to be placed.
#[derive(Debug)]
pub struct Item {
    /// What is to be placed.
    pub text: String,
    /// The right family, an index, where the course says it here.
    pub family: Option<usize>,
    /// For those who place it elsewhere.
    pub says: String,
}

/// A question that a person grades.
#[derive(Debug)]
pub struct Text {
    /// Its key in the answers.
    pub name: String,
    /// What is asked.
    pub question: String,
    /// A person gives up to this many; the machine none.
    pub points: u32,
    /// What the person looks for.
    pub rubric: Vec<String>,
}

impl Written {
    /// Unique within the exercise.
    pub fn name(&self) -> &str {
        match self {
            Written::Derivation(Derivation { name, .. })
            | Written::Choice(Choice { name, .. })
            | Written::Text(Text { name, .. }) => name,
        }
    }

    /// What the machine can give for it.
    pub fn max(&self) -> u32 {
        match self {
            Written::Derivation(derivation) => derivation.points,
            Written::Choice(choice) => choice.points,
            Written::Text(_) => 0,
        }
    }

    /// What a person can give for it.
    pub fn by_person(&self) -> u32 {
        match self {
            Written::Derivation(_) | Written::Choice(_) => 0,
            Written::Text(text) => text.points,
        }
    }

    /// From a nudge to nearly the answer; of a text, what a person looks for. Those of a derivation follow from
    /// the student's own lines.
    pub fn hints(&self) -> &[String] {
        match self {
            Written::Derivation(_) => &[],
            Written::Choice(choice) => &choice.hints,
            Written::Text(text) => &text.rubric,
        }
    }

    /// The student's file, below the exercise.
    pub fn file(&self) -> String {
        match self {
            Written::Derivation(derivation) => format!("{}.txt", derivation.name),
            Written::Choice(_) | Written::Text(_) => ANSWERS.into(),
        }
    }

    /// What is asked, in one line.
    pub fn asks(&self) -> String {
        match self {
            Written::Derivation(Derivation { task: Task { claim, .. }, .. }) => {
                format!("from {} to {}", claim.start, claim.goal)
            }
            Written::Choice(Choice { question, .. }) | Written::Text(Text { question, .. }) => question.clone(),
        }
    }
}

impl Choice {
    /// The options in the order of their letters.
    pub fn options(&self) -> Vec<&str> {
        match &self.sort {
            Sort::Tick(statements) => statements.iter().map(Statement::text).collect(),
            Sort::Place { items, .. } => items.iter().map(|item| item.text.as_str()).collect(),
        }
    }
}

impl Statement {
    /// The statement itself.
    pub fn text(&self) -> &str {
        match self {
            Statement::Right(text) | Statement::Wrong { text, .. } | Statement::Untold(text) => text,
        }
    }
}

/// The letter of an option: a, b, c, …
pub fn letter(index: usize) -> char {
    (b'a'..=b'z').nth(index).map_or('?', char::from)
}

impl Reader<'_> {
    /// Points, and hints that say something.
    fn complete(&self, offset: usize, name: &str, points: &Spanned<u32>, says: &[String], kind: &str) -> Result<u32> {
        if says.is_empty() || says.iter().any(|line| bounds::prose(line).is_err()) {
            let what = format!("`{name}` has no {kind} or an empty one");
            return Err(self.wrong(offset, what, "write at least one"));
        }
        self.points(name, points)
    }

    /// Different words for every option or family.
    fn different<'a>(&self, offset: usize, name: &str, kind: &str, words: impl Iterator<Item = &'a str>) -> Result<()> {
        let mut seen = BTreeSet::new();
        for text in words {
            if let Err(what) = bounds::prose(text) {
                return Err(self.wrong(offset, format!("{kind} of `{name}` has {what}"), "write what it says"));
            }
            if !seen.insert(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()) {
                let what = format!("`{name}` says \"{}\" twice", text.trim());
                return Err(self.wrong(offset, what, "take one of them away"));
            }
        }
        Ok(())
    }

    pub fn derivation(&self, entry: DerivationEntry) -> Result<Written> {
        let offset = entry.name.span().start;
        let name = self.named("derivation", &entry.name)?;
        if !name.starts_with("derivation") {
            let what = format!("`{name}` is no name for a derivation");
            return Err(self.wrong(offset, what, "let it begin with `derivation`"));
        }
        let points = self.points(&name, &entry.points)?;
        let places = [&entry.start, &entry.goal].map(|text| text.span().start);
        let places = [places[0], places[1], entry.required.span().start, entry.notation.span().start];
        let letters = entry.letters.span().start;
        let claim = Claim {
            notation: Notation {
                left: entry.left,
                names: entry.notation.into_inner(),
                letters: entry.letters.into_inner(),
            },
            start: entry.start.into_inner(),
            goal: entry.goal.into_inner(),
            required: entry.required.into_inner(),
        };
        let task = Task::new(claim).map_err(|unfit| {
            let names = |rules: &[Rule]| rules.iter().map(|rule| rule.name()).collect::<Vec<_>>().join(", ");
            let (place, what, fix) = match unfit {
                Unfit::Name(odd) => {
                    let what = format!("`{odd}` is not part of the notation of derivations");
                    (places[3], what, format!("choose among {}", NAMES.join(", ")))
                }
                Unfit::Letters => {
                    (letters, format!("`{name}` has no letter, or more than two"), "name the label".into())
                }
                Unfit::Start => (places[0], format!("the start of `{name}` cannot be read"), "mend it".into()),
                Unfit::Goal => (places[1], format!("the goal of `{name}` cannot be read"), "mend it".into()),
                Unfit::Apart => {
                    let what = format!("no rules lead from the start of `{name}` to its goal");
                    (places[1], what, "mend the start or the goal".into())
                }
                Unfit::Rules(rules) => {
                    let what = format!("the start and the goal of `{name}` are apart by {}", names(&rules));
                    (places[2], what, "require these".into())
                }
            };
            self.wrong(place, what, &fix)
        })?;
        Ok(Written::Derivation(Derivation { name, task, points }))
    }

    pub fn choice(&self, entry: ChoiceEntry) -> Result<Written> {
        let offset = entry.name.span().start;
        let name = self.named("question", &entry.name)?;
        let points = self.complete(offset, &name, &entry.points, &entry.hints, "hint")?;
        self.said("question", &entry.question, bounds::prose)?;
        self.different(offset, &name, "an option", entry.option.iter().map(|option| option.text.as_str()))?;
        let count = entry.option.len();
        if !(2..=MOST_OPTIONS).contains(&count) {
            let what = format!("`{name}` has {count} options");
            return Err(self.wrong(offset, what, &format!("write 2 to {MOST_OPTIONS} [[choice.option]]")));
        }
        let (key, sort) = match (self.sealed(&name, &entry)?, entry.sorts) {
            (Some(sealed), _) => sealed,
            (None, None) => (Key::Told, Sort::Tick(self.statements(&name, offset, entry.option)?)),
            (None, Some(families)) => (Key::Told, self.items(&name, offset, families, entry.option)?),
        };
        let question = entry.question.into_inner();
        Ok(Written::Choice(Choice { name, question, points, hints: entry.hints, sort, key }))
    }

    fn statements(&self, name: &str, offset: usize, options: Vec<schema::OptionEntry>) -> Result<Vec<Statement>> {
        let mut statements = vec![];
        for option in options {
            let is = option.is.ok_or_else(|| self.lacks(offset, "is"))?;
            let place = is.span().start;
            let text = option.text;
            statements.push(match (is.get_ref().as_str(), option.says) {
                ("right", None) => Statement::Right(text),
                ("right", Some(_)) => {
                    let what = format!("the right option \"{text}\" of `{name}` has a `says`, which nobody would see");
                    return Err(self.wrong(place, what, "take it away"));
                }
                ("wrong", Some(says)) if !says.trim().is_empty() => Statement::Wrong { text, says },
                ("wrong", _) => {
                    let what = format!("the wrong option \"{text}\" of `{name}` says nothing");
                    return Err(self.wrong(place, what, "write what is wrong with it"));
                }
                (other, _) => {
                    let what = format!("an option of `{name}` is `{other}`");
                    return Err(self.wrong(place, what, "write \"right\" or \"wrong\""));
                }
            });
        }
        if statements.iter().all(|statement| matches!(statement, Statement::Wrong { .. })) {
            return Err(self.wrong(offset, format!("`{name}` has no right option"), "add one"));
        }
        if statements.iter().all(|statement| matches!(statement, Statement::Right(_))) {
            return Err(self.wrong(offset, format!("`{name}` has no wrong option"), "add one"));
        }
        Ok(statements)
    }

    fn items(
        &self,
        name: &str,
        offset: usize,
        families: Vec<String>,
        options: Vec<schema::OptionEntry>,
    ) -> Result<Sort> {
        if families.len() < 2 {
            return Err(self.wrong(offset, format!("`{name}` sorts into fewer than two families"), "name two or more"));
        }
        self.different(offset, name, "a family", families.iter().map(String::as_str))?;
        let mut items = vec![];
        for option in options {
            let is = option.is.ok_or_else(|| self.lacks(offset, "is"))?;
            let place = is.span().start;
            let family = families.iter().position(|family| family == is.get_ref()).ok_or_else(|| {
                let what = format!("an option of `{name}` is `{}`, which is none of its `sorts`", is.get_ref());
                self.wrong(place, what, &format!("choose among {}", families.join(", ")))
            })?;
            let says = option.says.filter(|says| !says.trim().is_empty()).ok_or_else(|| {
                let what = format!("the option \"{}\" of `{name}` says nothing", option.text);
                self.wrong(place, what, "write what helps those who place it wrongly")
            })?;
            items.push(Item { text: option.text, family: Some(family), says });
        }
        Ok(Sort::Place { families, items })
    }

    pub fn text(&self, entry: TextEntry) -> Result<Written> {
        let offset = entry.name.span().start;
        let name = self.named("question", &entry.name)?;
        let points = self.complete(offset, &name, &entry.points, &entry.rubric, "rubric")?;
        self.said("question", &entry.question, bounds::prose)?;
        let question = entry.question.into_inner();
        Ok(Written::Text(Text { name, question, points, rubric: entry.rubric }))
    }
}
