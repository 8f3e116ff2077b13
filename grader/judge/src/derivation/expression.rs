//! One line of a derivation: its syntax tree, and the parser that says where a line cannot be read.

use super::complaint::{After, Complaint, kept};
use super::ratio::Ratio;
use super::task::Task;
use super::token::{Spot, Token, tokens};

/// The most nodes of one line.
pub const NODES: usize = 400;
/// The deepest nesting.
pub const DEPTH: usize = 64;
/// The most sums inside each other; evaluating one more multiplies the work by the number of classes.
const SUMS: usize = 3;

/// An index: a letter of the task, or the letter of a sum, counted from the innermost one outwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Letter {
    Free(u8),
    Bound(u8),
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
        match self {
            Expression::Derivative(_) => true,
            Expression::Number(_) | Expression::Beta | Expression::Value(_) => false,
            Expression::Exp(a) | Expression::Log(a) | Expression::Sigmoid(a) => a.derives(),
            Expression::Sum(_, a) | Expression::Negative(a) => a.derives(),
            Expression::Add(a, b) | Expression::Subtract(a, b) => a.derives() || b.derives(),
            Expression::Multiply(a, b) | Expression::Divide(a, b) => a.derives() || b.derives(),
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

/// A line that can be read, and what it says after `by`.
pub struct Line {
    pub expression: Expression,
    pub by: Option<String>,
}

/// Reads one line; `None` where there is nothing but a comment.
pub fn parse(task: &Task, text: &str) -> Result<Option<Line>, Fault> {
    let read = tokens(text, task.left)?;
    if read.tokens.is_empty() {
        return Ok(None);
    }
    let mut parser =
        Parser { task, tokens: read.tokens, at: 0, end: read.end, nodes: 0, depth: 0, bound: vec![], scope: None };
    let expression = parser.sum()?;
    parser.finish()?;
    match parser.scope {
        Some(fault) => Err(fault),
        None => Ok(Some(Line { expression, by: read.by })),
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

struct Parser<'a> {
    task: &'a Task,
    tokens: Vec<Spot>,
    at: usize,
    /// The column after the last token.
    end: usize,
    nodes: usize,
    depth: usize,
    bound: Vec<(String, Range)>,
    /// The first name without a meaning; a syntax error further on is said first.
    scope: Option<Fault>,
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

    fn take_input(&mut self) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == "x");
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
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[')) if symbol == ')' => {
                Complaint::NoOperatorInside
            }
            Some(token) => Complaint::Instead { symbol, after, token: kept(&token.to_string()) },
        })
    }

    fn finish(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(Token::Symbol(symbol @ (')' | ']'))) => self.fault(Complaint::ClosesNothing { symbol: *symbol }),
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[')) => self.fault(Complaint::NoOperator),
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
        let mut left = self.product()?;
        loop {
            let make = if self.take('+') {
                Expression::Add
            } else if self.take('-') {
                Expression::Subtract
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.node(make(Box::new(left), Box::new(right)))?;
        }
    }

    fn product(&mut self) -> Result<Expression, Fault> {
        let mut left = self.unary()?;
        loop {
            let make = if self.take('*') {
                Expression::Multiply
            } else if self.take('/') {
                Expression::Divide
            } else {
                return Ok(left);
            };
            let right = self.unary()?;
            left = self.node(make(Box::new(left), Box::new(right)))?;
        }
    }

    /// Every nesting passes through here.
    fn unary(&mut self) -> Result<Expression, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fault(Complaint::TooDeep { most: DEPTH });
        }
        let expression = if self.take('-') { Expression::Negative(Box::new(self.unary()?)) } else { self.atom()? };
        self.depth -= 1;
        self.node(expression)
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
            Token::Symbol(open @ ('(' | '[')) => {
                self.at += 1;
                let inner = self.sum()?;
                self.must(if open == '(' { ')' } else { ']' }, After::Bracket)?;
                Ok(inner)
            }
            other => self.fault(Complaint::NoValue { token: kept(&other.to_string()) }),
        }
    }

    fn named(&mut self, name: &str, column: usize) -> Result<Expression, Fault> {
        let known = match name {
            "b" | "F" | "P" | "E" | "log" | "exp" | "s" | "D" | "sum" => self.task.knows(name),
            _ if self.task.letters.contains(&name) || name == "x" || self.bound.iter().any(|(b, _)| b == name) => {
                return Err(Fault::Syntax(column, Complaint::OnlyALetter { name: kept(name) }));
            }
            _ if self.peek() == Some(&Token::Symbol('(')) => {
                let complaint = Complaint::NoFunction { name: kept(name), known: owned(self.task.names) };
                return Err(Fault::Syntax(column, complaint));
            }
            _ => false,
        };
        if !known {
            self.out_of_scope(column, Complaint::NotHere { name: kept(name), known: owned(self.task.names) });
        }
        match name {
            "F" | "P" | "E" => self.value(name),
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
            // β, or a name that has been reported
            _ => Ok(Expression::Beta),
        }
    }

    fn argument(&mut self, name: &str) -> Result<Box<Expression>, Fault> {
        self.must('(', After::Name { name: name.into() })?;
        let inner = self.sum()?;
        self.must(')', After::Argument { name: name.into() })?;
        Ok(Box::new(inner))
    }

    /// `F(y)`, `F(x,y)`, `P(y)`, `P(y|x)`, `E(y,z)`, `E(x,y,z)`; the input x is the same everywhere.
    fn value(&mut self, name: &str) -> Result<Expression, Fault> {
        self.must('(', After::Name { name: name.into() })?;
        if name != "P" && self.take_input() {
            self.must(',', After::Name { name: "x".into() })?;
        }
        let first = self.letter(Range::Answers)?;
        let value = match name {
            "F" => Value::F(first),
            "P" if self.take('|') && !self.take_input() => return self.fault(Complaint::OnlyTheInput),
            "P" => Value::P(first),
            _ => {
                self.must(',', After::Answer)?;
                Value::E(first, self.letter(Range::Latents)?)
            }
        };
        self.must(')', After::Letters { name: name.into() })?;
        Ok(Expression::Value(value))
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
        match self.task.letters.iter().position(|letter| *letter == name) {
            Some(index) if range == Range::Answers => Ok(Letter::Free(index as u8)),
            _ => {
                self.out_of_scope(
                    column,
                    Complaint::UnknownLetter { name: kept(&name), known: owned(self.task.letters) },
                );
                Ok(Letter::Free(0))
            }
        }
    }

    /// `sum[k](…)`, after its first word.
    fn over(&mut self) -> Result<Expression, Fault> {
        self.must('[', After::Name { name: "sum".into() })?;
        let column = self.column();
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return self.fault(Complaint::NoSumLetter);
        };
        self.at += 1;
        let taken = self.bound.iter().any(|(bound, _)| *bound == name) || self.task.letters.contains(&name.as_str());
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
        self.must(']', After::SumLetter)?;
        let range = if self.task.latent() && name.starts_with('z') { Range::Latents } else { Range::Answers };
        self.bound.push((name, range));
        let inner = self.argument("sum[…]")?;
        self.bound.pop();
        Ok(Expression::Sum(range, inner))
    }
}
