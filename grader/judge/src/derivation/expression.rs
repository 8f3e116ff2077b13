//! One line of a derivation as a tree.

use super::complaint::Complaint;
use super::ratio::Ratio;

/// The most nodes of one line.
pub const NODES: usize = 400;

/// An index: a letter of the task, or the letter of a sum, counted from the innermost one outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    Free(u8),
    Bound(u8),
}

impl Letter {
    /// The same letter, one sum further in.
    pub fn inside(self) -> Letter {
        match self {
            Letter::Free(_) => self,
            Letter::Bound(distance) => Letter::Bound(distance + 1),
        }
    }
}

/// What a letter runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Range {
    Answers,
    Latents,
}

/// A function of answers and latent values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    F(Letter),
    P(Letter),
    E(Letter, Letter),
    /// P(z|y), of an answer and a latent value.
    Posterior(Letter, Letter),
}

impl Value {
    /// The same function of other letters.
    pub fn map(self, mut letter: impl FnMut(Letter) -> Letter) -> Value {
        match self {
            Value::F(k) => Value::F(letter(k)),
            Value::P(k) => Value::P(letter(k)),
            Value::E(k, z) => Value::E(letter(k), letter(z)),
            Value::Posterior(k, z) => Value::Posterior(letter(k), letter(z)),
        }
    }
}

/// One expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(Ratio),
    Beta,
    Value(Value),
    Exp(Box<Expression>),
    Log(Box<Expression>),
    Sigmoid(Box<Expression>),
    Derivative(Box<Expression>),
    Sum(Range, Box<Expression>),
    Negative(Box<Expression>),
    Add(Box<Expression>, Box<Expression>),
    Subtract(Box<Expression>, Box<Expression>),
    Multiply(Box<Expression>, Box<Expression>),
    Divide(Box<Expression>, Box<Expression>),
}

impl Expression {
    /// Does a derivative occur in it?
    pub fn derives(&self) -> bool {
        matches!(self, Expression::Derivative(_)) || self.parts().into_iter().any(Expression::derives)
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        1 + self.parts().into_iter().map(Expression::size).sum::<usize>()
    }

    /// What it is made of.
    pub fn parts(&self) -> Vec<&Expression> {
        match self {
            Expression::Number(_) | Expression::Beta | Expression::Value(_) => vec![],
            Expression::Exp(a) | Expression::Log(a) | Expression::Sigmoid(a) | Expression::Derivative(a) => vec![a],
            Expression::Sum(_, a) | Expression::Negative(a) => vec![a],
            Expression::Add(a, b) | Expression::Subtract(a, b) => vec![a, b],
            Expression::Multiply(a, b) | Expression::Divide(a, b) => vec![a, b],
        }
    }

    /// The same node of other parts, which `part` makes of each and its place.
    pub fn map(&self, part: &mut dyn FnMut(usize, &Expression) -> Expression) -> Expression {
        let mut one = |place: usize, a: &Expression| Box::new(part(place, a));
        match self {
            Expression::Number(_) | Expression::Beta | Expression::Value(_) => self.clone(),
            Expression::Exp(a) => Expression::Exp(one(0, a)),
            Expression::Log(a) => Expression::Log(one(0, a)),
            Expression::Sigmoid(a) => Expression::Sigmoid(one(0, a)),
            Expression::Derivative(a) => Expression::Derivative(one(0, a)),
            Expression::Sum(range, a) => Expression::Sum(*range, one(0, a)),
            Expression::Negative(a) => Expression::Negative(one(0, a)),
            Expression::Add(a, b) => Expression::Add(one(0, a), one(1, b)),
            Expression::Subtract(a, b) => Expression::Subtract(one(0, a), one(1, b)),
            Expression::Multiply(a, b) => Expression::Multiply(one(0, a), one(1, b)),
            Expression::Divide(a, b) => Expression::Divide(one(0, a), one(1, b)),
        }
    }

    /// The same with other letters; `depth` sums stand around it that move with it.
    pub fn relettered(&self, depth: u8, letter: &dyn Fn(Letter, u8) -> Letter) -> Expression {
        match self {
            Expression::Value(value) => Expression::Value(value.map(|one| letter(one, depth))),
            Expression::Sum(range, a) => Expression::Sum(*range, Box::new(a.relettered(depth + 1, letter))),
            other => other.map(&mut |_, part| part.relettered(depth, letter)),
        }
    }

    /// What it is called one sum further out; `None` where it mentions that sum's letter.
    pub fn shallower(&self) -> Option<Expression> {
        (!self.mentions(0)).then(|| {
            self.relettered(0, &|letter, depth| match letter {
                Letter::Bound(distance) if distance > depth => Letter::Bound(distance - 1),
                other => other,
            })
        })
    }

    /// Does it mention the letter of the sum that stands so far out?
    pub fn mentions(&self, distance: u8) -> bool {
        let is = |letter: Letter| letter == Letter::Bound(distance);
        match self {
            Expression::Value(Value::F(k) | Value::P(k)) => is(*k),
            Expression::Value(Value::E(k, z) | Value::Posterior(k, z)) => is(*k) || is(*z),
            Expression::Sum(_, a) => a.mentions(distance + 1),
            other => other.parts().into_iter().any(|part| part.mentions(distance)),
        }
    }
}

/// Why a line cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It cannot be read.
    Syntax(usize, Complaint),
    /// It can be read, but a name in it means nothing here.
    Scope(usize, Complaint),
}
