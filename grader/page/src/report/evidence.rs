//! One piece of evidence: a case, a law, an option, an answer, a text.

use super::exercise::diagnosed;
use crate::html::{Html, of, plain};
use crate::sheet::labelled;
use grader::render::english::{self, page};
use grader::render::place;
use grader::render::value::{Extent, Shown, distinguishable, json, named};
use judge::fate::{Ending, NotBuilt};
use judge::report::{
    Argument, Asks, CaseEvidence, CaseFinding, Check, Evidence, ExerciseReport, FunctionReport, Kind, LawEvidence,
    LawFinding, Report, Second, Twice,
};

/// Of a long value no more characters than these are shown.
const ROOM: usize = 200;
/// No longer line is offered for a terminal.
const PASTE: usize = 300;

/// What a piece of evidence belongs to.
#[derive(Clone, Copy)]
pub struct Witness<'a> {
    /// The report.
    pub report: &'a Report,
    /// The exercise.
    pub exercise: &'a ExerciseReport,
    /// The entry.
    pub entry: &'a FunctionReport,
}

impl Witness<'_> {
    /// A piece of evidence of a check.
    pub fn shown(self, check: &Check, one: &Evidence) -> Html {
        let inner = match one {
            Evidence::Case(case) => self.case(check, case),
            Evidence::Law(law) => self.law(check, law),
            Evidence::Line(line) => plain("p", Html::code(&line.text)) + said(&english::line(line)),
            Evidence::Option(option) => {
                let letter = of("b", "letter", Html::text(&option.letter.to_string()));
                plain("p", letter + Html::sentence(&option.text)) + said(&english::option(&option.finding))
            }
            Evidence::Answer(answer) => given(answer.given.as_deref()) + said(&english::answer_fault(&answer.fault)),
            Evidence::Text(text) => given(text.given.as_deref()) + said(&english::text(&text.finding)),
            Evidence::Unread(unread) => said(&english::unread(unread)),
        };
        of("div", "evidence", inner)
    }

    fn case(self, check: &Check, case: &CaseEvidence) -> Html {
        let kind = match (case.drawn, check.kind) {
            _ if matches!(case.finding, CaseFinding::Untold | CaseFinding::Unsteady { .. }) => "drawn",
            (Some(_), _) => "drawn",
            (None, Kind::Stability) => "stability",
            (None, _) => "case",
        };
        let mut inner = head(kind, &case.name);
        inner += case.drawn.map(|draws| said(&english::draws(draws))).unwrap_or_default();
        match &case.finding {
            CaseFinding::Unsteady { replies } => {
                let replies = replies.as_deref();
                let pairs = replies.map(|replies| self.twice(replies)).unwrap_or_default();
                inner + said(&english::unsteady(replies)) + self.pairs(&case.args, pairs)
            }
            CaseFinding::Untold => inner + said(english::UNTOLD),
            CaseFinding::NoValue { ending: Ending::NotBuilt(why) } => not_built(why),
            CaseFinding::NoValue { ending } => inner + self.pairs(&case.args, vec![]) + said(&english::ending(ending)),
            CaseFinding::Differs { got, expected, mismatch, tolerance } => {
                let at = mismatch.at();
                let [yours, wanted] = distinguishable(got, expected, self.returns());
                let mut pairs = vec![
                    (page::EXPECTED, value(wanted, at)),
                    (page::YOURS, value(yours, at)),
                    (page::ERROR, Html::sentence(&english::difference(mismatch, self.returns()))),
                ];
                let allowed = english::allowed(mismatch, *tolerance);
                pairs.extend(allowed.map(|allowed| (page::TOLERANCE, Html::text(&allowed))));
                inner + self.pairs(&case.args, pairs)
            }
        }
    }

    /// What came of a call that was made twice.
    fn twice(self, replies: &Twice) -> Vec<(&'static str, Html)> {
        let values = match &replies.second {
            Second::Value { got, mismatch } => {
                let [first, second] = distinguishable(&replies.first, got, self.returns());
                vec![(page::FIRST, value(first, mismatch.at())), (page::SECOND, value(second, mismatch.at()))]
            }
            Second::NoValue { .. } => {
                vec![(page::FIRST, value(Shown::new(&replies.first, self.returns(), 6), &[]))]
            }
        };
        let error = Html::sentence(&english::second(&replies.second, self.returns()));
        values.into_iter().chain([(page::ERROR, error)]).collect()
    }

    fn law(self, check: &Check, law: &LawEvidence) -> Html {
        let mut inner = head("law", &check.name);
        let mut pairs = vec![(page::LAW, Html::code(&law.law))];
        match &law.finding {
            LawFinding::NoValue { ending: Ending::NotBuilt(why), .. } => return not_built(why),
            LawFinding::Broken { drawn, left, right, at, .. } => {
                pairs.extend(drawn.iter().map(|one| (page::INPUT, argument(one, 6))));
                let [left, right] = distinguishable(left, right, "");
                pairs.push((page::LEFT, value(left, at)));
                pairs.push((page::RIGHT, value(right, at)));
            }
            LawFinding::NoValue { args, .. } => pairs.extend(args.iter().map(|one| (page::INPUT, argument(one, 12)))),
            _ => {}
        }
        inner += english::law(&law.finding).map(|says| said(&says)).unwrap_or_default();
        inner + labelled(pairs)
    }

    fn returns(&self) -> &str {
        match &self.entry.asks {
            Asks::Function { returns, .. } => returns,
            Asks::Derivation { .. } | Asks::Choice { .. } | Asks::Text { .. } => "",
        }
    }

    /// The inputs of a call, what came of it, and a line that makes the same call again.
    fn pairs(self, args: &[Argument], more: Vec<(&'static str, Html)>) -> Html {
        let mut pairs: Vec<(&str, Html)> = args.iter().map(|one| (page::INPUT, argument(one, 12))).collect();
        pairs.extend(more);
        pairs.extend(self.paste(args).map(|line| (page::AGAIN, Html::code(&line))));
        labelled(pairs)
    }

    fn paste(self, args: &[Argument]) -> Option<String> {
        let json = json(args).filter(|_| !args.is_empty())?;
        let (exercise, name, other) = (&self.exercise.name, &self.entry.name, place::option(self.report));
        let line = format!("cargo run -p grader -- call {exercise} {name} {}{other}", place::quoted(&json));
        (line.chars().count() <= PASTE).then_some(line)
    }
}

fn head(kind: &str, name: &str) -> Html {
    of("p", "name", of("span", "kind", Html::text(kind)) + Html::text(" ") + Html::sentence(name))
}

fn said(says: &str) -> Html {
    plain("p", Html::sentence(says))
}

fn given(text: Option<&str>) -> Html {
    text.map(|text| labelled(vec![(page::ANSWER, of("span", "given", Html::text(text)))])).unwrap_or_default()
}

fn argument(one: &Argument, digits: usize) -> Html {
    let text = named(std::slice::from_ref(one), Extent::Telling, ROOM, digits);
    Html::code(&text.replace('\u{a0}', " "))
}

fn value(value: Shown<'_>, at: &[usize]) -> Html {
    Html::code(&value.around(at, ROOM))
}

fn not_built(why: &NotBuilt) -> Html {
    let says = said(&english::not_built(why));
    match why {
        NotBuilt::DoesNotCompile { diagnostic } => says + diagnosed(diagnostic),
        NotBuilt::Missing { .. } | NotBuilt::Private { .. } | NotBuilt::Signature { .. } | NotBuilt::Needs { .. } => {
            says
        }
    }
}
