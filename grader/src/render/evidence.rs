//! One piece of evidence: a case, a law, a line, an option, a text.

use super::page::{INDENT, Page};
use super::style::{FAINT, STRONG};
use super::value::{Extent, Shown, distinguishable, json, named, sized};
use super::{english, place};
use judge::compare::Mismatch;
use judge::derivation::{self, Counterexample};
use judge::fate::{Ending, NotBuilt};
use judge::report::{
    Argument, Asks, CaseEvidence, CaseFinding, Check, Diagnostic, Evidence, ExerciseReport, FunctionReport, Kind,
    LawEvidence, LawFinding, Report, Second, Twice,
};

/// Where a piece of evidence is shown.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The report.
    pub report: &'a Report,
    /// The exercise.
    pub exercise: &'a ExerciseReport,
    /// The entry.
    pub function: &'a FunctionReport,
    /// The page.
    pub page: Page,
    /// How much of a value is shown.
    pub extent: Extent,
}

/// A line to paste is no longer than this many lines of the page, unless everything is shown.
const PASTE_LINES: usize = 2;

impl Scene<'_> {
    /// The evidence of a check.
    pub fn evidence(&self, check: &Check, one: &Evidence) -> String {
        let page = self.page;
        match one {
            Evidence::Case(case) => self.case(check, case),
            Evidence::Law(law) => self.law(check, law),
            Evidence::Line(line) => {
                let text = page.labelled(&format!("line {}", line.number), &line.text)
                    + &page.labelled("", &english::line(line));
                match &line.finding {
                    // the mistake of the first line that is not right stands above all lines
                    derivation::Verdict::False(Counterexample { mistake: Some(known), .. })
                        if self.function.line != Some(line.number) =>
                    {
                        text + &page.labelled("", &format!("Looks like \"{}\". {}", known.name, known.says))
                    }
                    _ => text,
                }
            }
            Evidence::Option(option) => {
                page.labelled(&option.letter.to_string(), &option.text)
                    + &page.labelled("", &english::option(&option.finding))
            }
            Evidence::Answer(answer) => {
                let given = answer.given.iter().map(|given| page.labelled("answer", &format!("\"{given}\"")));
                given.collect::<String>() + &page.labelled("", &english::answer_fault(&answer.fault))
            }
            Evidence::Text(text) => page.paragraph(&english::text(&text.finding), INDENT),
            Evidence::Unread(unread) => page.paragraph(&english::unread(unread), INDENT),
        }
    }

    fn case(&self, check: &Check, case: &CaseEvidence) -> String {
        let untold = matches!(case.finding, CaseFinding::Untold | CaseFinding::Unsteady { replies: None });
        let kind = match (case.drawn, check.kind) {
            _ if untold => "drawn",
            (Some(_), _) => "drawn",
            (None, Kind::Stability) => "stability",
            (None, _) => "case",
        };
        // where a whole entry is shown, the check has said its name
        let named = check.kind == Kind::Case || case.drawn.is_some() || untold || self.extent == Extent::Telling;
        let mut head = if named { self.head(kind, &case.name) } else { String::new() };
        if let Some(draws) = case.drawn {
            head += &self.page.labelled("", &english::draws(draws));
        }
        match &case.finding {
            // no call of it could be made, so none of them is worth naming
            CaseFinding::Untold => head + &self.page.labelled("", english::UNTOLD),
            CaseFinding::Unsteady { replies } => {
                let replies = replies.as_deref();
                let shown = replies.map(|replies| self.twice(case, replies)).unwrap_or_default();
                head + &shown + &self.page.labelled("", &english::unsteady(replies)) + &self.paste(&case.args)
            }
            CaseFinding::NoValue { ending: Ending::NotBuilt(why) } => self.not_built(why),
            CaseFinding::NoValue { ending } => {
                head + &self.call(&case.args)
                    + &self.page.labelled("", &english::ending(ending))
                    + &self.paste(&case.args)
            }
            CaseFinding::Differs { got, expected, mismatch, .. } => {
                let at = mismatch.at();
                let [yours, expected] = distinguishable(got, expected, self.returns());
                let page = self.page;
                // of a long reply of another shape the shape is all there is to see
                let yours = match mismatch {
                    Mismatch::Shape { at, got: sizes, .. } if at.is_empty() && got.cut_from.is_some() => sized(sizes),
                    _ => self.shown(yours, at),
                };
                head + &self.call(&case.args)
                    + &page.labelled("yours", &yours)
                    + &page.labelled("expected", &self.shown(expected, at))
                    + &page.labelled("error", &english::difference(mismatch, self.returns()))
                    + &self.paste(&case.args)
            }
        }
    }

    /// A call that was made twice, and what came each time.
    fn twice(&self, case: &CaseEvidence, replies: &Twice) -> String {
        let page = self.page;
        let shown = match &replies.second {
            Second::Value { got, mismatch } => {
                let [first, again] = distinguishable(&replies.first, got, self.returns());
                page.labelled("first", &self.shown(first, mismatch.at()))
                    + &page.labelled("again", &self.shown(again, mismatch.at()))
            }
            Second::NoValue { .. } => {
                page.labelled("first", &self.shown(Shown::new(&replies.first, self.returns(), 6), &[]))
            }
        };
        self.call(&case.args) + &shown + &page.labelled("error", &english::second(&replies.second, self.returns()))
    }

    fn law(&self, check: &Check, law: &LawEvidence) -> String {
        let page = self.page;
        let mut text = match self.extent {
            Extent::Telling => self.head("law", &check.name),
            Extent::Whole => String::new(),
        };
        match &law.finding {
            LawFinding::NoValue { ending: Ending::NotBuilt(why), .. } => return self.not_built(why),
            LawFinding::Broken { drawn, left, right, at, .. } => {
                text += &page.labelled("law", &law.law);
                text += &page.labelled("with", &self.named(drawn, 6));
                let [left, right] = distinguishable(left, right, "");
                text += &page.labelled("left", &self.shown(left, at));
                text += &page.labelled("right", &self.shown(right, at));
                let place = english::place(at, "");
                let long = self.extent == Extent::Telling && left.whole().chars().count() > page.beside_label();
                if long && !place.is_empty() {
                    text += &page.labelled("", &format!("They differ most at {place}."));
                }
            }
            LawFinding::NoValue { args, .. } if !args.is_empty() => {
                text += &page.labelled("with", &self.named(args, 12))
            }
            LawFinding::Holds
            | LawFinding::NoValue { .. }
            | LawFinding::Misshapen { .. }
            | LawFinding::NoDerivative
            | LawFinding::OtherHasNone { .. }
            | LawFinding::OtherIsWrong { .. }
            | LawFinding::Follows { .. }
            | LawFinding::FollowsNothing { .. }
            | LawFinding::Unsettled
            | LawFinding::Untold { .. }
            | LawFinding::Senseless { .. } => {
                if self.extent == Extent::Whole {
                    text += &page.labelled("law", &law.law);
                }
            }
        }
        text += &english::law(&law.finding).map(|says| page.labelled("", &says)).unwrap_or_default();
        match &law.finding {
            LawFinding::NoValue { args, .. } => text + &self.paste(args),
            _ => text,
        }
    }

    /// The line that names a check or a case.
    pub fn head(&self, kind: &str, name: &str) -> String {
        let space = " ".repeat(INDENT);
        let room = self.page.width.saturating_sub(INDENT + kind.chars().count() + 2);
        if name.chars().count() <= room {
            return format!("{space}{FAINT}{kind}:{FAINT:#} {STRONG}{name}{STRONG:#}\n");
        }
        self.page.paragraph(&format!("{kind}: {name}"), INDENT)
    }

    fn returns(&self) -> &str {
        match &self.function.asks {
            Asks::Function { returns, .. } => returns,
            Asks::Derivation { .. } | Asks::Choice { .. } | Asks::Text { .. } => "",
        }
    }

    fn shown(&self, value: Shown<'_>, at: &[usize]) -> String {
        match self.extent {
            Extent::Telling => value.around(at, self.page.beside_label()),
            Extent::Whole => value.whole(),
        }
    }

    fn named(&self, args: &[Argument], digits: usize) -> String {
        named(args, self.extent, self.page.beside_label(), digits)
    }

    fn call(&self, args: &[Argument]) -> String {
        if args.is_empty() {
            return String::new();
        }
        let name = &self.function.name;
        let room = self.page.beside_label().saturating_sub(name.chars().count() + 2);
        self.page.labelled("call", &format!("{name}({})", named(args, self.extent, room, 12)))
    }

    /// A line that makes the same call again. It is not broken, so that it can be copied.
    fn paste(&self, args: &[Argument]) -> String {
        let Some(json) = json(args).filter(|_| !args.is_empty()) else { return String::new() };
        let (exercise, function, other) = (&self.exercise.name, &self.function.name, place::option(self.report));
        let line = format!("cargo run -p grader -- call {exercise} {function} {}{other}", place::quoted(&json));
        if self.extent == Extent::Telling && line.chars().count() > PASTE_LINES * self.page.width {
            return String::new();
        }
        format!("{}{FAINT}{line}{FAINT:#}\n", " ".repeat(INDENT + 2))
    }

    fn not_built(&self, why: &NotBuilt) -> String {
        let text = self.page.paragraph(&english::not_built(why), INDENT);
        match why {
            NotBuilt::DoesNotCompile { diagnostic } => {
                // where the whole exercise is shown, its head has shown the first error
                let first = self
                    .exercise
                    .errors
                    .first()
                    .is_some_and(|error| (error.line, &error.message) == (diagnostic.line, &diagnostic.message));
                let shown = first && self.extent == Extent::Telling;
                if shown { text } else { text + &diagnosed(self.page, diagnostic, self.extent) }
            }
            NotBuilt::Missing { .. }
            | NotBuilt::Private { .. }
            | NotBuilt::Signature { .. }
            | NotBuilt::Needs { .. } => text,
        }
    }
}

/// rustc's text, and our own sentence to it.
pub fn diagnosed(page: Page, diagnostic: &Diagnostic, extent: Extent) -> String {
    let most = match extent {
        Extent::Telling => 16,
        Extent::Whole => 60,
    };
    let mut text = page.block(&diagnostic.rendered, most);
    if let Some(advice) = &diagnostic.advice {
        text += &page.paragraph(&advice.says, 2);
        text += &page.paragraph(&format!("See \"{}\" in exercises/ndarray.md.", advice.section), 2);
    }
    text
}
