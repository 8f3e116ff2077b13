//! What one case, trial, line, option or text showed: each kind has its own fields.

use super::twice::Twice;
use super::unread::Unread;
use super::{Content, Lack, Verdict};
use crate::compare::{Mismatch, Tolerance};
use crate::course::Parameter;
use crate::derivation::{self, Rule};
use crate::fate::Ending;
use crate::foreign;
use crate::number::Value;
use serde::{Deserialize, Serialize};

/// What speaks for a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// One input with an expected value.
    Case(CaseEvidence),
    /// A law on drawn inputs.
    Law(LawEvidence),
    /// A line of a derivation.
    Line(LineEvidence),
    /// An option of a question that was ticked or placed wrongly.
    Option(OptionEvidence),
    /// An answer to a question that is not of the form asked for.
    Answer(AnswerEvidence),
    /// A short text.
    Text(TextEvidence),
    /// An entry of `answers.toml` that was not read.
    Unread(Unread),
}

/// A case that is not right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CaseEvidence {
    /// What is special about its input.
    pub name: String,
    /// Wrong, not run, or the grader's own mistake.
    pub verdict: Verdict,
    /// The arguments, where the call was made.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub args: Vec<Argument>,
    /// Of drawn inputs, how many are not right; the one shown is the simplest that was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub drawn: Option<OfDraws>,
    /// What came of it.
    #[serde(flatten)]
    pub finding: CaseFinding,
}

/// How many of some drawn inputs are not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OfDraws {
    /// Not right.
    pub wrong: usize,
    /// In all.
    pub of: usize,
}

/// What came of a call that should have returned the expected value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum CaseFinding {
    /// Another value.
    Differs {
        /// What came.
        got: Excerpt,
        /// What was expected.
        expected: Excerpt,
        /// How they differ.
        mismatch: Mismatch,
        /// How far off it might have been.
        tolerance: Tolerance,
    },
    /// No value.
    NoValue {
        /// What became of the call.
        ending: Ending,
    },
    /// The right value, and not when the same call was made again in another process.
    Unsteady {
        /// What came; nothing where the input is not told.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        replies: Option<Box<Twice>>,
    },
    /// It is not told: the input was drawn for a grading that tells the verdict alone.
    Untold,
}

/// A law, and what its trials showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LawEvidence {
    /// The relation as the course writes it.
    pub law: String,
    /// What was found.
    pub verdict: Verdict,
    /// What the trials showed.
    #[serde(flatten)]
    pub finding: LawFinding,
}

/// What the trials of a law showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum LawFinding {
    /// It holds on every drawn input.
    Holds,
    /// Both sides differ.
    Broken {
        /// The drawn inputs.
        drawn: Vec<Argument>,
        /// The left side.
        left: Excerpt,
        /// The right side.
        right: Excerpt,
        /// Where they differ most: empty for single numbers.
        at: Vec<usize>,
        /// How far they may differ.
        tolerance: Tolerance,
        /// What that means, in the words of the course.
        says: String,
    },
    /// A value has another shape than the law can use.
    Misshapen {
        /// What does not fit.
        what: String,
        /// What that means, in the words of the course.
        says: String,
    },
    /// No derivative could be told at any drawn input.
    NoDerivative,
    /// A call of the function itself did not return.
    NoValue {
        /// The arguments, where the call was made.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        args: Vec<Argument>,
        /// What became of it.
        ending: Ending,
    },
    /// Another function that the law needs did not return.
    OtherHasNone {
        /// Which.
        function: String,
        /// What became of the call.
        ending: Ending,
    },
    /// Another function that the law needs is not right, and this one is.
    OtherIsWrong {
        /// Which.
        function: String,
    },
    /// It holds for the student's own wrong loss, which shows something.
    Follows {
        /// The function with that loss.
        base: String,
        /// What it shows.
        #[serde(flatten)]
        content: Content,
    },
    /// It holds for the student's own wrong loss, which shows nothing.
    FollowsNothing {
        /// The function with that loss.
        base: String,
        /// What it lacks.
        #[serde(flatten)]
        lack: Lack,
    },
    /// It needs more rounds of calls than the grader makes.
    Unsettled,
    /// It makes no sense on the drawn inputs, whatever is replied: the fixtures' fault.
    Senseless {
        /// What is wrong with it.
        what: String,
    },
    /// It is not told: the inputs were drawn for a grading that tells the verdict alone.
    Untold {
        /// What the verdict means, in the words of the course; empty where the course has none.
        says: String,
    },
}

/// A line of a derivation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LineEvidence {
    /// Counted from 1 in the file.
    pub number: usize,
    /// As written, without blanks around it.
    pub text: String,
    /// Right, wrong, or true and too large a step.
    pub verdict: Verdict,
    /// The rule that the student named, if it is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<Rule>,
    /// What was found.
    #[serde(flatten)]
    pub finding: derivation::Verdict,
}

impl LineEvidence {
    /// The line is right, and the rule beside it is another one.
    pub fn misnamed(&self) -> bool {
        let Some(by) = self.by else { return false };
        match &self.finding {
            derivation::Verdict::Follows { rule } => *rule != by,
            derivation::Verdict::Bridges { rules } => !rules.contains(&by),
            derivation::Verdict::Same => true,
            _ => false,
        }
    }
}

/// An option that was ticked or placed wrongly; never one that is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OptionEvidence {
    /// Its letter.
    pub letter: char,
    /// The option.
    pub text: String,
    /// What is wrong with it.
    #[serde(flatten)]
    pub finding: OptionFinding,
}

/// What is wrong with an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum OptionFinding {
    /// It is ticked and not true.
    Ticked {
        /// What is wrong with it, in the words of the course.
        says: String,
    },
    /// It is not of this family.
    Misplaced {
        /// The family that it was put into.
        family: String,
        /// What helps, in the words of the course.
        says: String,
    },
    /// It was put into something that is like a family.
    NearFamily {
        /// What was written.
        word: String,
        /// The family that may be meant.
        near: String,
    },
    /// It was put into something that is no family.
    NoFamily {
        /// What was written.
        word: String,
        /// What may be written.
        families: Vec<String>,
    },
}

/// An answer that is not of the form asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnswerEvidence {
    /// What was written, where it is a text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given: Option<String>,
    /// Why it cannot be used.
    #[serde(flatten)]
    pub fault: AnswerFault,
}

/// Why an answer cannot be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum AnswerFault {
    /// It is neither a text nor a list of texts.
    NoTicks,
    /// It has a word that is no letter.
    NoLetter {
        /// The word.
        word: String,
    },
    /// There is no such option.
    NoOption {
        /// What was written.
        option: String,
        /// The last letter that there is.
        last: char,
    },
    /// It does not give families to letters.
    NoPlaces {
        /// The families.
        families: Vec<String>,
    },
}

/// A short text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TextEvidence {
    /// Whether a person will read it.
    pub verdict: Verdict,
    /// The text, its length bounded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given: Option<String>,
    /// What is to be said of it.
    #[serde(flatten)]
    pub finding: TextFinding,
}

/// What is to be said of a text: no more than a machine can say of prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum TextFinding {
    /// It is there and short enough.
    Collected,
    /// It is not written yet.
    Unwritten,
    /// It is too short to be an answer.
    TooShort,
    /// It has too many lines.
    TooManyLines {
        /// How many.
        lines: usize,
        /// How many a person reads.
        most: usize,
    },
    /// It has too many characters.
    TooManyCharacters {
        /// How many.
        characters: usize,
        /// How many a person reads.
        most: usize,
    },
    /// It is something else than a text.
    NoText,
}

/// An argument, or a drawn input, with its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Argument {
    /// The parameter's name.
    pub name: String,
    /// Its value.
    #[serde(flatten)]
    pub value: Excerpt,
}

/// A value as a report keeps it: whole, or its beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Excerpt {
    /// The value.
    pub value: Value,
    /// How many numbers the whole value has, where it is cut.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cut_from: Option<usize>,
}

/// Of a text in a value no more characters than this are kept.
const MOST_TEXT: usize = 300;

impl Excerpt {
    /// Of a value that may be long, no more than its first entries.
    pub fn of(value: &Value, most: usize) -> Self {
        let mut room = most;
        let kept = beginning(value, &mut room);
        let (all, left) = (size(value), size(&kept));
        Excerpt { value: kept, cut_from: (left < all).then_some(all) }
    }

    /// The entries that are kept.
    pub fn size(&self) -> usize {
        size(&self.value)
    }
}

/// The entries of a value; an empty list is one.
fn size(value: &Value) -> usize {
    match value {
        Value::List(list) if list.is_empty() => 1,
        Value::List(list) => list.iter().map(size).sum(),
        _ => 1,
    }
}

fn beginning(value: &Value, room: &mut usize) -> Value {
    match value {
        Value::List(list) => {
            let mut kept = vec![];
            *room = room.saturating_sub(usize::from(list.is_empty()));
            for inner in list {
                if *room == 0 {
                    break;
                }
                kept.push(beginning(inner, room));
            }
            Value::List(kept)
        }
        Value::Text(text) => {
            *room = room.saturating_sub(1);
            Value::Text(foreign::clean(text, MOST_TEXT))
        }
        other => {
            *room = room.saturating_sub(1);
            other.clone()
        }
    }
}

impl Argument {
    /// The arguments of a call by their parameters.
    pub fn all(parameters: &[Parameter], args: &[Value], most: usize) -> Vec<Argument> {
        let pairs = parameters.iter().zip(args);
        pairs.map(|(parameter, value)| Argument::new(&parameter.name, value, most)).collect()
    }

    /// One value with its name.
    pub fn new(name: &str, value: &Value, most: usize) -> Argument {
        Argument { name: name.to_owned(), value: Excerpt::of(value, most) }
    }
}

impl Evidence {
    /// What was found.
    pub fn verdict(&self) -> Verdict {
        match self {
            Evidence::Case(one) => one.verdict,
            Evidence::Law(one) => one.verdict,
            Evidence::Line(one) => one.verdict,
            Evidence::Text(one) => one.verdict,
            Evidence::Option(_) | Evidence::Answer(_) => Verdict::Wrong,
            Evidence::Unread(_) => Verdict::NotRun,
        }
    }

    /// What became of a call that returned no value.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            Evidence::Case(CaseEvidence { finding: CaseFinding::NoValue { ending }, .. }) => Some(ending),
            Evidence::Law(LawEvidence {
                finding: LawFinding::NoValue { ending, .. } | LawFinding::OtherHasNone { ending, .. },
                ..
            }) => Some(ending),
            _ => None,
        }
    }
}

impl LawFinding {
    /// Did every call return, and do the values speak against the law? Only then does it speak against the function:
    /// a call that did not return may be the machine's doing.
    pub fn broken_by_values(&self) -> bool {
        matches!(self, LawFinding::Broken { .. } | LawFinding::Misshapen { .. } | LawFinding::NoDerivative)
    }

    /// Was a call not made any more, after an earlier one of the same function?
    pub fn was_left_out(&self) -> bool {
        match self {
            LawFinding::NoValue { ending, .. } | LawFinding::OtherHasNone { ending, .. } => {
                matches!(ending, Ending::NotCalled { .. })
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_keeps_its_beginning_and_its_size() {
        let row = |n: usize| Value::List(vec![Value::Number(0.5); n]);
        assert_eq!(Excerpt::of(&row(3), 3), Excerpt { value: row(3), cut_from: None });
        assert_eq!(Excerpt::of(&row(350_000), 4), Excerpt { value: row(4), cut_from: Some(350_000) });
        let table = Value::List(vec![row(3), row(3)]);
        assert_eq!(Excerpt::of(&table, 4), Excerpt { value: Value::List(vec![row(3), row(1)]), cut_from: Some(6) });
        let empty = Value::List(vec![Value::List(vec![]); 1000]);
        let Excerpt { value: Value::List(kept), cut_from } = Excerpt::of(&empty, 10) else { panic!("a list") };
        assert_eq!((kept.len(), cut_from), (10, Some(1000)));
        assert_eq!(Excerpt::of(&Value::Text("\u{1b}[2Jx".into()), 1).value, Value::Text("x".into()));
    }
}
