//! The parser of one line, which says where it cannot be read.
//!
//! A factor may stand beside another without `*` (`2 F(y)`, `b(F(y) - F(k))`), and `log P(y)`, `D F(k)` and
//! `Σ_k P(k) F(k)` do without brackets, wherever that can be read in one way only: not behind a division
//! (`1/b F(y)`), and not behind `log P(y)` itself. A sum without brackets takes the factors that follow, up to
//! the next `+`, `-` or `/`; a factor without its letter means the same inside and outside.

use super::complaint::{After, Complaint, kept};
use super::expression::{Expression, Fault, Letter, NODES, Range, Value};
use super::notation::Notation;
use super::ratio::Ratio;
use super::token::{Spot, Token, tokens};

/// The deepest nesting.
const DEPTH: usize = 64;
/// The most sums inside each other; evaluating one more multiplies the work by the number of classes.
const SUMS: usize = 3;
/// The highest power; `u^n` is n factors.
const POWER: i32 = 4;

/// A line that can be read, and what it says after `by`.
pub struct Line {
    pub expression: Expression,
    pub by: Option<String>,
}

/// Reads one line; `None` where there is nothing but a remark.
pub fn parse(notation: &Notation, text: &str) -> Result<Option<Line>, Fault> {
    let read = tokens(text, &notation.left)?;
    if read.tokens.is_empty() {
        return Ok(None);
    }
    let mut parser = Parser {
        notation,
        tokens: read.tokens,
        at: 0,
        end: read.end,
        nodes: 0,
        depth: 0,
        bound: vec![],
        scope: None,
        loose: false,
    };
    let expression = parser.sum()?;
    parser.finish()?;
    match parser.scope {
        Some(fault) => Err(fault),
        None => Ok(Some(Line { expression, by: read.by })),
    }
}

struct Parser<'a> {
    notation: &'a Notation,
    tokens: Vec<Spot>,
    at: usize,
    /// The column after the last token.
    end: usize,
    nodes: usize,
    depth: usize,
    bound: Vec<(String, Range)>,
    /// The first name without a meaning; a syntax error further on is said first.
    scope: Option<Fault>,
    /// The last factor ends with an argument without brackets.
    loose: bool,
}

fn closing(open: char) -> Option<char> {
    match open {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|spot| &spot.token)
    }

    fn column(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |spot| spot.column)
    }

    fn take(&mut self, symbol: char) -> bool {
        let found = self.peek() == Some(&Token::Symbol(symbol));
        self.at += usize::from(found);
        found
    }

    /// Takes a bracket of any kind; the one that closes it.
    fn take_open(&mut self) -> Option<char> {
        let Some(Token::Symbol(symbol)) = self.peek() else { return None };
        let closing = closing(*symbol)?;
        self.at += 1;
        Some(closing)
    }

    fn take_name(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == wanted);
        self.at += usize::from(found);
        found
    }

    fn fault<T>(&self, complaint: Complaint) -> Result<T, Fault> {
        Err(Fault::Syntax(self.column(), complaint))
    }

    fn out_of_scope(&mut self, column: usize, complaint: Complaint) {
        self.scope.get_or_insert(Fault::Scope(column, complaint));
    }

    fn must(&mut self, symbol: char, after: After) -> Result<(), Fault> {
        if self.take(symbol) {
            return Ok(());
        }
        self.fault(match self.peek() {
            None => Complaint::Missing { symbol, after },
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[' | '{'))
                if matches!(after, After::Bracket | After::Argument { .. }) =>
            {
                Complaint::NoOperatorInside
            }
            Some(token) => Complaint::Instead { symbol, after, token: kept(&token.to_string()) },
        })
    }

    fn finish(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(Token::Symbol(symbol @ (')' | ']' | '}'))) => self.fault(Complaint::ClosesNothing { symbol: *symbol }),
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[' | '{')) => {
                self.fault(Complaint::NoOperator)
            }
            Some(token) => self.fault(Complaint::NotTheEnd { token: kept(&token.to_string()) }),
        }
    }

    fn node(&mut self, expression: Expression) -> Result<Expression, Fault> {
        self.nodes += 1;
        if self.nodes > NODES {
            return self.fault(Complaint::TooLong { most: NODES });
        }
        Ok(expression)
    }

    fn sum(&mut self) -> Result<Expression, Fault> {
        let mut left = self.product(true)?;
        loop {
            let make = if self.take('+') {
                Expression::Add
            } else if self.take('-') {
                Expression::Subtract
            } else {
                return Ok(left);
            };
            let right = self.product(true)?;
            left = self.node(make(Box::new(left), Box::new(right)))?;
        }
    }

    /// Factors, with or without `*`; and divisors, unless the body of a sum ends before them.
    fn product(&mut self, divides: bool) -> Result<Expression, Fault> {
        let mut left = self.unary()?;
        let mut divided = false;
        loop {
            let make = if self.take('*') {
                divided = false;
                Expression::Multiply
            } else if divides && self.take('/') {
                divided = true;
                Expression::Divide
            } else if matches!(self.peek(), Some(Token::Name(_) | Token::Symbol('(' | '[' | '{'))) {
                if divided || self.loose {
                    return self.fault(Complaint::TwoWays);
                }
                let right = self.power()?;
                left = self.node(Expression::Multiply(Box::new(left), Box::new(right)))?;
                continue;
            } else {
                return Ok(left);
            };
            let right = self.unary()?;
            left = self.node(make(Box::new(left), Box::new(right)))?;
        }
    }

    /// Every nesting passes through here.
    fn unary(&mut self) -> Result<Expression, Fault> {
        self.deeper()?;
        let expression = if self.take('-') {
            Expression::Negative(Box::new(self.unary()?))
        } else {
            self.take('+');
            self.power()?
        };
        self.depth -= 1;
        self.node(expression)
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEPTH { self.fault(Complaint::TooDeep { most: DEPTH }) } else { Ok(()) }
    }

    /// A factor, perhaps with a small whole exponent.
    fn power(&mut self) -> Result<Expression, Fault> {
        self.loose = false;
        let mut base = self.atom()?;
        while self.peek() == Some(&Token::Symbol('^')) {
            if self.loose {
                return self.fault(Complaint::TwoWays);
            }
            let column = self.column();
            self.at += 1;
            let n = self.exponent().ok_or(Fault::Syntax(column, Complaint::Power))?;
            self.nodes += base.size() * n.unsigned_abs() as usize;
            let factor = base.clone();
            let mut power = self.node(factor.clone())?;
            for _ in 1..n.abs() {
                power = Expression::Multiply(Box::new(power), Box::new(factor.clone()));
            }
            let one = Expression::Number(Ratio::ONE);
            base = if n < 0 { Expression::Divide(Box::new(one), Box::new(power)) } else { power };
        }
        Ok(base)
    }

    /// `2`, `-1`, `{-1}`, `(-1)`, behind `^`.
    fn exponent(&mut self) -> Option<i32> {
        let close = self.take_open();
        let sign = if self.take('-') { -1 } else { 1 };
        let Some(Token::Number(number)) = self.peek() else { return None };
        let n = number.as_whole().filter(|n| (1..=POWER).contains(n))?;
        self.at += 1;
        close.is_none_or(|close| self.take(close)).then_some(sign * n)
    }

    fn atom(&mut self) -> Result<Expression, Fault> {
        let column = self.column();
        let Some(token) = self.peek().cloned() else {
            return self.fault(Complaint::TooShort);
        };
        match token {
            Token::Number(number) => {
                self.at += 1;
                Ok(Expression::Number(number))
            }
            Token::Name(name) => {
                self.at += 1;
                self.named(&name, column)
            }
            Token::Symbol('(' | '[' | '{') => self.group(After::Bracket),
            other => self.fault(Complaint::NoValue { token: kept(&other.to_string()) }),
        }
    }

    /// An expression in brackets of any kind.
    fn group(&mut self, after: After) -> Result<Expression, Fault> {
        let Some(close) = self.take_open() else { return self.must('(', after).and_then(|()| self.sum()) };
        let inner = self.sum()?;
        self.must(close, after)?;
        self.loose = false;
        Ok(inner)
    }

    fn named(&mut self, name: &str, column: usize) -> Result<Expression, Fault> {
        let bound = self.bound.iter().any(|(bound, _)| bound == name);
        let name = if name == "p" && !bound { "P" } else { name };
        let known = match name {
            "frac" => return self.fraction(),
            "e" if self.peek() == Some(&Token::Symbol('^')) => return self.natural(column),
            "b" | "t" | "F" | "P" | "E" | "S" | "log" | "exp" | "s" | "D" | "sum" if !bound => {
                self.notation.knows(name)
            }
            _ if bound || name == "x" || self.notation.letters.iter().any(|letter| letter == name) => {
                return Err(Fault::Syntax(column, Complaint::OnlyALetter { name: kept(name) }));
            }
            _ if self.peek() == Some(&Token::Symbol('(')) => {
                let complaint = Complaint::NoFunction { name: kept(name), known: self.notation.names.clone() };
                return Err(Fault::Syntax(column, complaint));
            }
            _ => false,
        };
        if !known {
            self.out_of_scope(column, Complaint::NotHere { name: kept(name), known: self.notation.names.clone() });
        }
        match name {
            "F" | "P" | "E" | "S" => self.value(name),
            "sum" => self.over(),
            "log" => Ok(Expression::Log(self.argument(name)?)),
            "exp" => Ok(Expression::Exp(self.argument(name)?)),
            "s" => Ok(Expression::Sigmoid(self.argument(name)?)),
            "D" => {
                let inner = self.argument(name)?;
                if inner.derives() {
                    self.out_of_scope(column, Complaint::SecondDerivative);
                }
                Ok(Expression::Derivative(inner))
            }
            "t" => Ok(Expression::Divide(Box::new(Expression::Number(Ratio::ONE)), Box::new(Expression::Beta))),
            // β, or a name that has been reported
            _ => Ok(Expression::Beta),
        }
    }

    /// `\frac{u}{v}`, after its first word.
    fn fraction(&mut self) -> Result<Expression, Fault> {
        let name = || After::Name { name: "frac".into() };
        let (above, below) = (self.group(name())?, self.group(name())?);
        self.node(Expression::Divide(Box::new(above), Box::new(below)))
    }

    /// `e^{u}`, after its first word.
    fn natural(&mut self, column: usize) -> Result<Expression, Fault> {
        if !self.notation.knows("exp") {
            self.out_of_scope(column, Complaint::NotHere { name: "exp".into(), known: self.notation.names.clone() });
        }
        self.at += 1;
        Ok(Expression::Exp(self.argument("e^")?))
    }

    /// An argument in brackets; or a single name with its letters, a number, another function.
    fn argument(&mut self, name: &str) -> Result<Box<Expression>, Fault> {
        let after = After::Name { name: name.into() };
        match self.peek() {
            Some(Token::Symbol('(' | '[' | '{')) => {
                self.deeper()?;
                let inner = self.group(After::Argument { name: name.into() })?;
                self.depth -= 1;
                Ok(Box::new(inner))
            }
            Some(Token::Name(_) | Token::Number(_)) => {
                self.deeper()?;
                let inner = self.atom()?;
                self.depth -= 1;
                self.loose = true;
                Ok(Box::new(inner))
            }
            _ => self.must('(', after).and_then(|()| self.fault(Complaint::TooShort)),
        }
    }

    /// `F(y)`, `F(x,y)`, `F_y`, `P(y|x)`, `P(z|x,y)`, `E(y,z)`; the input x is the same everywhere.
    fn value(&mut self, name: &str) -> Result<Expression, Fault> {
        let after = After::Name { name: name.into() };
        let close = if self.take('_') {
            if !matches!(self.peek(), Some(Token::Symbol('{'))) {
                let value = self.of_letters(name)?;
                return Ok(scored(name, value));
            }
            self.take_open()
        } else {
            self.take_open()
        };
        let Some(close) = close else {
            self.must('(', after)?;
            return self.fault(Complaint::TooShort);
        };
        let value = self.of_letters(name)?;
        self.must(close, After::Letters { name: name.into() })?;
        Ok(scored(name, value))
    }

    fn of_letters(&mut self, name: &str) -> Result<Value, Fault> {
        if name != "P" && self.take_name("x") {
            self.must(',', After::Name { name: "x".into() })?;
        }
        if name == "P" && self.latent_next() {
            return self.posterior();
        }
        let first = self.letter(Range::Answers)?;
        match name {
            "F" | "S" => Ok(Value::F(first)),
            "P" if self.take('|') && !self.take_name("x") => self.fault(Complaint::OnlyTheInput),
            "P" => Ok(Value::P(first)),
            _ => {
                self.must(',', After::Answer)?;
                Ok(Value::E(first, self.letter(Range::Latents)?))
            }
        }
    }

    /// Does the letter of a latent value follow?
    fn latent_next(&self) -> bool {
        let Some(Token::Name(name)) = self.peek() else { return false };
        let bound = self.bound.iter().rev().find(|(bound, _)| bound == name);
        self.notation.latent() && bound.is_some_and(|(_, range)| *range == Range::Latents)
    }

    /// `z|y`, `z|x,y`, `z|y,x`
    fn posterior(&mut self) -> Result<Value, Fault> {
        let latent = self.letter(Range::Latents)?;
        self.must('|', After::Latent)?;
        if self.take_name("x") {
            self.must(',', After::Name { name: "x".into() })?;
        }
        let answer = self.letter(Range::Answers)?;
        if self.take(',') && !self.take_name("x") {
            return self.fault(Complaint::OnlyTheInput);
        }
        Ok(Value::Posterior(answer, latent))
    }

    fn letter(&mut self, range: Range) -> Result<Letter, Fault> {
        let column = self.column();
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return self.fault(Complaint::NoLetter);
        };
        self.at += 1;
        if let Some(distance) = self.bound.iter().rev().position(|(bound, _)| *bound == name) {
            if self.bound[self.bound.len() - 1 - distance].1 != range {
                let complaint = match range {
                    Range::Answers => Complaint::LatentForAnswer { name: kept(&name) },
                    Range::Latents => Complaint::AnswerForLatent { name: kept(&name) },
                };
                self.out_of_scope(column, complaint);
            }
            return Ok(Letter::Bound(distance as u8));
        }
        match self.notation.letters.iter().position(|letter| *letter == name) {
            Some(index) if range == Range::Answers => Ok(Letter::Free(index as u8)),
            _ => {
                let known = self.notation.letters.clone();
                self.out_of_scope(column, Complaint::UnknownLetter { name: kept(&name), known });
                Ok(Letter::Free(0))
            }
        }
    }

    /// `sum[k](…)`, `Σ_k …`, after its first word.
    fn over(&mut self) -> Result<Expression, Fault> {
        let close = if self.take('_') {
            self.take_open()
        } else {
            self.must('[', After::Name { name: "sum".into() })?;
            Some(']')
        };
        let column = self.column();
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return self.fault(Complaint::NoSumLetter);
        };
        self.at += 1;
        let letters = &self.notation.letters;
        let taken = self.bound.iter().any(|(bound, _)| *bound == name) || letters.contains(&name);
        if taken {
            self.out_of_scope(column, Complaint::TakenLetter { name: kept(&name) });
        } else if name == "x" {
            self.out_of_scope(column, Complaint::SumOverInput);
        } else if name == "b" {
            self.out_of_scope(column, Complaint::SumOverBeta);
        }
        if self.bound.len() == SUMS {
            self.out_of_scope(column, Complaint::TooManySums { most: SUMS });
        }
        if let Some(close) = close {
            self.must(close, After::SumLetter)?;
        }
        let range = if self.notation.latent() && name.starts_with('z') { Range::Latents } else { Range::Answers };
        self.bound.push((name, range));
        self.deeper()?;
        let inner = match self.peek() {
            Some(Token::Symbol('(' | '[' | '{')) => self.group(After::Argument { name: "sum[…]".into() })?,
            Some(_) => self.product(false)?,
            None => {
                return self.fault(Complaint::Missing { symbol: '(', after: After::Name { name: "sum[…]".into() } });
            }
        };
        self.depth -= 1;
        self.bound.pop();
        Ok(Expression::Sum(range, Box::new(inner)))
    }
}

/// A score is a negative energy.
fn scored(name: &str, value: Value) -> Expression {
    let value = Expression::Value(value);
    if name == "S" { Expression::Negative(Box::new(value)) } else { value }
}
