//! One line of a derivation: its syntax tree, and the parser that says where a line cannot be read.

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
    Syntax(usize, String),
    /// It can be read, but a name in it means nothing here.
    Scope(usize, String),
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

const VALUES: &str = "a number, F(…), log(…), sum[k](…), `(` or `-`";

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

    fn fault<T>(&self, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::Syntax(self.column(), message.into()))
    }

    fn out_of_scope(&mut self, column: usize, message: String) {
        self.scope.get_or_insert(Fault::Scope(column, message));
    }

    fn must(&mut self, symbol: char, after: &str) -> Result<(), Fault> {
        if self.take(symbol) {
            return Ok(());
        }
        match self.peek() {
            None => self.fault(format!("`{symbol}` is missing after {after}; an expression ends with its line")),
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[')) if symbol == ')' => {
                self.fault("an operator is missing: `+`, `-`, `*`, `/` or `)` is allowed here")
            }
            Some(token) => self.fault(format!("`{symbol}` is expected after {after}, not `{token}`")),
        }
    }

    fn finish(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(Token::Symbol(close @ (')' | ']'))) => self.fault(format!("this `{close}` closes nothing")),
            Some(Token::Name(_) | Token::Number(_) | Token::Symbol('(' | '[')) => {
                self.fault("an operator is missing: `+`, `-`, `*`, `/` or the end of the line is allowed here")
            }
            Some(token) => {
                self.fault(format!("`+`, `-`, `*`, `/` or the end of the line is allowed here, not `{token}`"))
            }
        }
    }

    fn node(&mut self, expression: Expression) -> Result<Expression, Fault> {
        self.nodes += 1;
        if self.nodes > NODES {
            return self.fault(format!("the line is too long: it has more than {NODES} parts"));
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
            return self.fault(format!("the line is nested more than {DEPTH} deep"));
        }
        let expression = if self.take('-') { Expression::Negative(Box::new(self.unary()?)) } else { self.atom()? };
        self.depth -= 1;
        self.node(expression)
    }

    fn atom(&mut self) -> Result<Expression, Fault> {
        let column = self.column();
        let Some(token) = self.peek().cloned() else {
            return self.fault(format!("the line ends too early: {VALUES} is allowed here"));
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
                self.must(if open == '(' { ')' } else { ']' }, "this bracket's content")?;
                Ok(inner)
            }
            other => self.fault(format!("{VALUES} is allowed here, not `{other}`")),
        }
    }

    fn named(&mut self, name: &str, column: usize) -> Result<Expression, Fault> {
        let known = match name {
            "b" | "F" | "P" | "E" | "log" | "exp" | "s" | "D" | "sum" => self.task.knows(name),
            _ if self.task.letters.contains(&name) || name == "x" || self.bound.iter().any(|(b, _)| b == name) => {
                let message = format!("`{name}` has no value of its own: it stands inside F(…), P(…) or E(…)");
                return Err(Fault::Syntax(column, message));
            }
            _ if self.peek() == Some(&Token::Symbol('(')) => {
                let message = format!("the function `{name}` does not exist here; there are {}", self.functions());
                return Err(Fault::Syntax(column, message));
            }
            _ => false,
        };
        if !known {
            let message = format!("`{name}` does not occur in this derivation; there are {}", self.functions());
            self.out_of_scope(column, message);
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
                    self.out_of_scope(column, "a derivative of a derivative does not occur in this derivation".into());
                }
                Ok(Expression::Derivative(inner))
            }
            // β, or a name that has been reported
            _ => Ok(Expression::Beta),
        }
    }

    fn functions(&self) -> String {
        self.task.names.join(", ")
    }

    fn argument(&mut self, name: &str) -> Result<Box<Expression>, Fault> {
        self.must('(', &format!("`{name}`"))?;
        let inner = self.sum()?;
        self.must(')', &format!("the argument of `{name}`"))?;
        Ok(Box::new(inner))
    }

    /// `F(y)`, `F(x,y)`, `P(y)`, `P(y|x)`, `E(y,z)`, `E(x,y,z)`; the input x is the same everywhere.
    fn value(&mut self, name: &str) -> Result<Expression, Fault> {
        self.must('(', &format!("`{name}`"))?;
        if name != "P" && self.take_input() {
            self.must(',', "`x`")?;
        }
        let first = self.letter(Range::Answers)?;
        let value = match name {
            "F" => Value::F(first),
            "P" if self.take('|') && !self.take_input() => return self.fault("only `x` is allowed after `|`"),
            "P" => Value::P(first),
            _ => {
                self.must(',', "the answer")?;
                Value::E(first, self.letter(Range::Latents)?)
            }
        };
        self.must(')', &format!("the letters of `{name}`"))?;
        Ok(Expression::Value(value))
    }

    fn letter(&mut self, range: Range) -> Result<Letter, Fault> {
        let column = self.column();
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return self.fault("a letter is allowed here, such as y or the letter of a sum");
        };
        self.at += 1;
        if let Some(distance) = self.bound.iter().rev().position(|(bound, _)| *bound == name) {
            if self.bound[self.bound.len() - 1 - distance].1 != range {
                self.out_of_scope(
                    column,
                    match range {
                        Range::Answers => {
                            format!("`{name}` is a latent value, but the letter of an answer stands here")
                        }
                        Range::Latents => format!("`{name}` is an answer; the letters of latent values begin with z"),
                    },
                );
            }
            return Ok(Letter::Bound(distance as u8));
        }
        match self.task.letters.iter().position(|letter| *letter == name) {
            Some(index) if range == Range::Answers => Ok(Letter::Free(index as u8)),
            _ => {
                let letters = self.task.letters.join(", ");
                let message =
                    format!("the letter `{name}` means nothing here: no sum runs over it, given are {letters}");
                self.out_of_scope(column, message);
                Ok(Letter::Free(0))
            }
        }
    }

    /// `sum[k](…)`, after its first word.
    fn over(&mut self) -> Result<Expression, Fault> {
        self.must('[', "`sum`")?;
        let column = self.column();
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return self.fault("a letter is allowed here, as in sum[k](…)");
        };
        self.at += 1;
        let taken = self.bound.iter().any(|(bound, _)| *bound == name) || self.task.letters.contains(&name.as_str());
        if taken {
            let message = format!("the summation letter `{name}` is already in use: take another one for this sum");
            self.out_of_scope(column, message);
        } else if name == "x" || name == "b" {
            let what = if name == "x" { "the input" } else { "β" };
            self.out_of_scope(column, format!("`{name}` is {what}: take another letter for this sum"));
        }
        if self.bound.len() == SUMS {
            self.out_of_scope(column, format!("more than {SUMS} sums inside each other do not occur here"));
        }
        self.must(']', "the summation letter")?;
        let range = if self.task.latent() && name.starts_with('z') { Range::Latents } else { Range::Answers };
        self.bound.push((name, range));
        let inner = self.argument("sum[…]")?;
        self.bound.pop();
        Ok(Expression::Sum(range, inner))
    }
}
