//! Calls with drawn arguments, in the notation of laws. What is expected of them is asked of the reference, so no
//! expected value is stored anywhere.

use super::draws::{Digits, Draws, Tape};
use super::evaluate::{Evaluation, Known, Seen, Stop};
use super::expression::{self, Expression, Relation, Trouble};
use super::given::{bindings, draws_something, sensible, sites};
use super::{Call, Piece, Unreadable};
use crate::compare::{Expected, Tolerance};
use crate::fate::Fate;
use crate::number::Value;
use std::collections::BTreeSet;

/// How the arguments of a call are drawn.
#[derive(Clone, Debug)]
pub struct Draw {
    given: Vec<(String, Expression)>,
    when: Vec<Relation>,
    args: Vec<Expression>,
    range: Option<Range<Expression>>,
    /// As written.
    pub text: Text,
}

/// A draw as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What is drawn, line by line.
    pub given: Vec<String>,
    /// What must hold of it.
    pub when: Vec<String>,
    /// The arguments.
    pub args: Vec<String>,
    /// The ends of what is right.
    pub range: Option<Range<String>>,
}

/// Where many replies are right: the ends of a segment, or of a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Range<T> {
    /// Any point between two values.
    Segment(T, T),
    /// Anything between two values, component by component.
    Box(T, T),
}

impl<T> Range<T> {
    /// Both ends.
    pub fn ends(&self) -> [&T; 2] {
        match self {
            Range::Segment(from, to) | Range::Box(from, to) => [from, to],
        }
    }

    /// The same of something else.
    pub fn map<U, E>(&self, mut of: impl FnMut(&T) -> Result<U, E>) -> Result<Range<U>, E> {
        Ok(match self {
            Range::Segment(from, to) => Range::Segment(of(from)?, of(to)?),
            Range::Box(from, to) => Range::Box(of(from)?, of(to)?),
        })
    }
}

/// What came of drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Attempt {
    /// The reference has to answer these calls first.
    Needs(Vec<Call>),
    /// What was drawn is not wanted.
    Unsuited,
    /// A call.
    Call {
        /// In stub order.
        args: Vec<Value>,
        /// What is right, where that is more than the reference's own reply.
        range: Option<Expected>,
        /// From which the same is drawn again.
        tape: Tape,
    },
    /// The reference did not answer.
    NoReply {
        /// This call.
        call: Call,
        /// What became of it.
        fate: Fate,
    },
    /// It makes no sense.
    Defect {
        /// In which of its texts.
        piece: Piece,
        /// What is wrong.
        what: String,
    },
}

/// Arguments are compared exactly.
const EXACT: Tolerance = Tolerance { relative: 0.0, absolute: 0.0 };

impl Draw {
    /// Reads a draw; the error says what cannot be read, and where.
    pub fn parse(text: Text) -> Result<Draw, Unreadable> {
        let given: Vec<&str> = text.given.iter().map(String::as_str).collect();
        let given = bindings(&given)?;
        let known: BTreeSet<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
        let read = |piece: Piece, text: &str| {
            let fault = |at: usize, what: String| Unreadable { piece, at, what };
            let read = expression::parse(text).map_err(|Trouble { at, what }| fault(at, what))?;
            sensible(&read, &known).map_err(|what| fault(0, what))?;
            Ok(read)
        };
        let mut when = vec![];
        for (index, line) in text.when.iter().enumerate() {
            let fault = |at: usize, what: String| Unreadable { piece: Piece::When(index), at, what };
            let relation = expression::parse_relation(line).map_err(|Trouble { at, what }| fault(at, what))?;
            for side in relation.sides() {
                sensible(side, &known).map_err(|what| fault(0, what))?;
            }
            when.push(relation);
        }
        let args = text.args.iter().enumerate().map(|(index, text)| read(Piece::Argument(index), text));
        let args = args.collect::<Result<_, _>>()?;
        let range = text.range.as_ref().map(|range| range.map(|end| read(Piece::Range, end))).transpose()?;
        Ok(Draw { given, when, args, range, text })
    }

    /// Every expression with its place.
    fn expressions(&self) -> impl Iterator<Item = (Piece, &Expression)> {
        let given = self.given.iter().enumerate().map(|(index, (_, one))| (Piece::Given(index), one));
        let when =
            self.when.iter().enumerate().flat_map(|(index, one)| one.sides().map(move |s| (Piece::When(index), s)));
        let args = self.args.iter().enumerate().map(|(index, one)| (Piece::Argument(index), one));
        let ends = self.range.iter().flat_map(|range| range.ends()).map(|end| (Piece::Range, end));
        given.chain(when).chain(args).chain(ends)
    }

    /// Every call of a function that is not built in: its name, and how many arguments it is given.
    pub fn call_sites(&self) -> Vec<(Piece, String, usize)> {
        self.expressions().flat_map(|(piece, expression)| sites(piece, expression)).collect()
    }

    /// Does it draw anything?
    pub fn draws(&self) -> bool {
        self.expressions().any(|(_, expression)| draws_something(expression))
    }

    /// Draws from a seed, or as a tape says, with the reference's replies known so far.
    pub fn attempt(&self, seed: u64, tape: Option<&Tape>, reply: Known<'_>) -> Attempt {
        self.evaluate(seed, tape, Some(reply))
    }

    /// Draws from a seed and calls nothing.
    pub fn rehearse(&self, seed: u64) -> Attempt {
        self.evaluate(seed, None, None)
    }

    fn evaluate(&self, seed: u64, tape: Option<&Tape>, reply: Option<Known<'_>>) -> Attempt {
        let draws = match tape {
            Some(tape) => Draws::play(seed, Digits::Few, tape),
            None => Draws::new(seed, Digits::Few),
        };
        let mut evaluation = Evaluation::new(draws, reply);
        match self.drawn(&mut evaluation) {
            Ok((args, range)) => Attempt::Call { args, range, tape: evaluation.into_tape() },
            Err(stopped) => stopped,
        }
    }

    fn drawn(&self, evaluation: &mut Evaluation<'_>) -> Result<(Vec<Value>, Option<Expected>), Attempt> {
        for (index, (name, expression)) in self.given.iter().enumerate() {
            let value = evaluation.whole(expression);
            let value = value.map(|seen| Seen { value: evaluation.cleaned(seen.value), ..seen });
            evaluation.sound(Piece::Given(index))?;
            evaluation.bind(name, value);
        }
        for (index, relation) in self.when.iter().enumerate() {
            let piece = Piece::When(index);
            let sides: Vec<_> = relation.sides().map(|side| evaluation.value(side)).collect();
            evaluation.sound(piece)?;
            let sides = sides.into_iter().map(|side| side.map_err(|stop| evaluation.stopped(stop, piece)));
            let sides = sides.collect::<Result<Vec<Seen>, Attempt>>()?;
            for (pair, sign) in sides.windows(2).zip(relation.signs()) {
                match sign.holds(&pair[0].value, &pair[1].value, EXACT, 0.0) {
                    Ok(true) => {}
                    Ok(false) => return Err(Attempt::Unsuited),
                    Err(misfit) => return Err(Attempt::Defect { piece, what: misfit.what() }),
                }
            }
        }
        let mut value = |piece: Piece, expression: &Expression| {
            let seen = evaluation.value(expression);
            evaluation.sound(piece)?;
            let seen = seen.map_err(|stop| evaluation.stopped(stop, piece))?;
            Ok::<_, Attempt>(evaluation.cleaned(seen.value))
        };
        let args = self.args.iter().enumerate().map(|(index, one)| value(Piece::Argument(index), one));
        let args = args.collect::<Result<Vec<_>, _>>()?;
        let range = self.range.as_ref().map(|range| range.map(|end| value(Piece::Range, end))).transpose()?;
        let range = range.map(|range| match range {
            Range::Segment(from, to) => Expected::Segment(from, to),
            Range::Box(from, to) => Expected::Box(from, to),
        });
        Ok((args, range))
    }
}

impl Evaluation<'_> {
    /// Stops where what was evaluated makes no sense.
    fn sound(&mut self, piece: Piece) -> Result<(), Attempt> {
        self.defect.take().map_or(Ok(()), |what| Err(Attempt::Defect { piece, what }))
    }

    /// Why there is no value.
    fn stopped(&self, stop: Stop, piece: Piece) -> Attempt {
        match stop {
            Stop::Missing => Attempt::Needs(self.missing.clone()),
            Stop::NoReply(call, fate) => Attempt::NoReply { call, fate },
            Stop::Shape(what) | Stop::Defect(what) => Attempt::Defect { piece, what },
            Stop::Inconclusive => Attempt::Unsuited,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(given: &[&str], when: &[&str], args: &[&str]) -> Draw {
        let all = |list: &[&str]| list.iter().map(|&line| line.to_owned()).collect();
        Draw::parse(Text { given: all(given), when: all(when), args: all(args), range: None }).expect("a draw")
    }

    fn args(attempt: Attempt) -> Vec<Value> {
        match attempt {
            Attempt::Call { args, .. } => args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn arguments_are_short_and_the_same_for_the_same_seed() {
        let draw = draw(&["n = integer(2, 5)", "f = 3 * normal(n)"], &[], &["f", "pick(0.3, 2)"]);
        let first = args(draw.rehearse(1));
        assert_eq!(first, args(draw.rehearse(1)));
        assert_ne!(first, args(draw.rehearse(2)));
        for (_, x) in first[0].numbers() {
            assert!(x.to_string().len() <= 6, "{x}");
        }
    }

    #[test]
    fn what_is_not_wanted_is_told_from_what_makes_no_sense() {
        let never = draw(&["x = uniform(0, 1)"], &["x >= 2"], &["x"]);
        assert_eq!(never.rehearse(1), Attempt::Unsuited);
        let senseless = draw(&["x = uniform(0, 1)"], &["x = [1, 2]"], &["x / (x - x)"]);
        assert!(matches!(senseless.rehearse(1), Attempt::Unsuited | Attempt::Defect { piece: Piece::When(0), .. }));
        let senseless = draw(&["x = uniform(0, 1)"], &[], &["x / (x - x)"]);
        assert!(matches!(senseless.rehearse(1), Attempt::Defect { piece: Piece::Argument(0), .. }));
    }

    #[test]
    fn a_tape_gives_the_same_call_and_a_shorter_one_a_shorter_call() {
        let draw = draw(&["n = integer(2, 5)", "f = normal(n)"], &[], &["f"]);
        let attempt = (1..)
            .map(|seed| draw.rehearse(seed))
            .find(|one| matches!(one, Attempt::Call { args, .. } if args[0].shape() == [4]));
        let Some(Attempt::Call { args: first, tape, .. }) = attempt else { panic!("a call") };
        assert_eq!(args(draw.attempt(77, Some(&tape), &|_| None)), first);
        let shortest =
            super::super::simpler(&tape).into_iter().map(|tape| args(draw.attempt(77, Some(&tape), &|_| None)));
        assert!(shortest.into_iter().any(|args| args[0].shape() == [2]));
    }

    #[test]
    fn the_reference_answers_what_a_draw_asks() {
        let draw = draw(&["v = normal(3)", "m = f(v)"], &[], &["v", "m"]);
        let Attempt::Needs(calls) = draw.attempt(1, None, &|_| None) else { panic!("a call") };
        assert_eq!(calls.len(), 1);
        let two = |_: &Call| Some(Fate::Value(Value::Number(2.0)));
        assert_eq!(args(draw.attempt(1, None, &two))[1], Value::Number(2.0));
        assert!(matches!(draw.attempt(1, None, &|_| Some(Fate::Unfinished)), Attempt::NoReply { .. }));
    }
}
