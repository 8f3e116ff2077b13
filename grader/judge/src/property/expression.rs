//! The notation of laws: numbers, names, lists, calls, indices, `+ - * /`, `D(name, expression)`.

use crate::compare::Tolerance;
use crate::number::Value;

/// One expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(f64),
    Word(String),
    Name(String),
    List(Vec<Expression>),
    Call(String, Vec<Expression>),
    Index(Box<Expression>, Box<Expression>),
    Negative(Box<Expression>),
    Binary(char, Box<Expression>, Box<Expression>),
    /// The derivative of an expression with respect to a given name.
    Derivative(String, Box<Expression>),
}

impl Expression {
    /// Visits this node and everything below it.
    pub fn visit(&self, see: &mut dyn FnMut(&Expression)) {
        see(self);
        match self {
            Expression::Number(_) | Expression::Word(_) | Expression::Name(_) => {}
            Expression::List(list) | Expression::Call(_, list) => list.iter().for_each(|inner| inner.visit(see)),
            Expression::Index(a, b) | Expression::Binary(_, a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Expression::Negative(a) | Expression::Derivative(_, a) => a.visit(see),
        }
    }
}

/// `a = b`, or a chain such as `a <= b <= c`.
#[derive(Clone, Debug)]
pub struct Relation {
    first: Expression,
    rest: Vec<(Sign, Expression)>,
}

/// How two sides are related.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sign {
    Equal,
    AtMost,
    AtLeast,
}

impl Relation {
    /// From left to right.
    pub fn sides(&self) -> impl Iterator<Item = &Expression> {
        std::iter::once(&self.first).chain(self.rest.iter().map(|(_, side)| side))
    }

    /// One fewer than there are sides.
    pub fn signs(&self) -> impl Iterator<Item = Sign> {
        self.rest.iter().map(|(sign, _)| *sign)
    }
}

impl Sign {
    /// Does it hold, number by number? A single number is compared with every number of a list.
    pub fn holds(self, left: &Value, right: &Value, tolerance: Tolerance, slack: f64) -> Result<bool, String> {
        match (left, right) {
            (Value::Number(a), Value::Number(b)) => {
                let room = tolerance.absolute + tolerance.relative * a.abs().max(b.abs()) + slack;
                Ok(match self {
                    Sign::Equal => a == b || (a - b).abs() <= room && a.is_finite() && b.is_finite(),
                    Sign::AtMost => *a <= b + room,
                    Sign::AtLeast => *a >= b - room,
                })
            }
            (Value::List(a), Value::List(b)) if a.len() == b.len() => {
                each(a.iter().zip(b).map(|(a, b)| self.holds(a, b, tolerance, slack)))
            }
            (Value::List(list), one @ Value::Number(_)) => {
                each(list.iter().map(|a| self.holds(a, one, tolerance, slack)))
            }
            (one @ Value::Number(_), Value::List(list)) => {
                each(list.iter().map(|b| self.holds(one, b, tolerance, slack)))
            }
            (a, b) if a == b => Ok(true),
            (a, b) => Err(format!("the shape is {:?} on one side and {:?} on the other", a.shape(), b.shape())),
        }
    }
}

fn each(results: impl Iterator<Item = Result<bool, String>>) -> Result<bool, String> {
    let results: Vec<bool> = results.collect::<Result<_, _>>()?;
    Ok(results.into_iter().all(|holds| holds))
}

/// Reads one expression.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser::new(text)?;
    let expression = parser.sum()?;
    parser.end()?;
    Ok(expression)
}

/// Reads a relation.
pub fn parse_relation(text: &str) -> Result<Relation, String> {
    let mut parser = Parser::new(text)?;
    let first = parser.sum()?;
    let mut rest = vec![];
    while let Some(&Token::Sign(sign)) = parser.peek() {
        parser.position += 1;
        rest.push((sign, parser.sum()?));
    }
    parser.end()?;
    if rest.is_empty() {
        return Err(format!("`{}` has no `=`, `<=` or `>=`", text.trim()));
    }
    Ok(Relation { first, rest })
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
    Name(String),
    Sign(Sign),
    Symbol(char),
}

struct Parser {
    tokens: Vec<Token>,
    position: usize,
}

impl Parser {
    fn new(text: &str) -> Result<Parser, String> {
        Ok(Parser { tokens: tokens(text)?, position: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position)
    }

    fn take(&mut self, symbol: char) -> bool {
        let found = self.peek() == Some(&Token::Symbol(symbol));
        self.position += usize::from(found);
        found
    }

    fn must(&mut self, symbol: char) -> Result<(), String> {
        if self.take(symbol) { Ok(()) } else { Err(format!("`{symbol}` is missing after item {}", self.position)) }
    }

    fn end(&self) -> Result<(), String> {
        match self.peek() {
            None => Ok(()),
            Some(token) => Err(format!("{token:?} stands where the expression should end")),
        }
    }

    fn sum(&mut self) -> Result<Expression, String> {
        let mut left = self.product()?;
        loop {
            let symbol = if self.take('+') {
                '+'
            } else if self.take('-') {
                '-'
            } else {
                return Ok(left);
            };
            left = Expression::Binary(symbol, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression, String> {
        let mut left = self.unary()?;
        loop {
            let symbol = if self.take('*') {
                '*'
            } else if self.take('/') {
                '/'
            } else {
                return Ok(left);
            };
            left = Expression::Binary(symbol, Box::new(left), Box::new(self.unary()?));
        }
    }

    fn unary(&mut self) -> Result<Expression, String> {
        if self.take('-') {
            return Ok(Expression::Negative(Box::new(self.unary()?)));
        }
        let mut atom = self.atom()?;
        while self.take('[') {
            let index = self.sum()?;
            self.must(']')?;
            atom = Expression::Index(Box::new(atom), Box::new(index));
        }
        Ok(atom)
    }

    fn atom(&mut self) -> Result<Expression, String> {
        let token = self.peek().cloned().ok_or("the expression ends too early")?;
        self.position += 1;
        match token {
            Token::Number(x) => Ok(Expression::Number(x)),
            Token::Word(word) => Ok(Expression::Word(word)),
            Token::Symbol('(') => {
                let inner = self.sum()?;
                self.must(')')?;
                Ok(inner)
            }
            Token::Symbol('[') => Ok(Expression::List(self.list(']')?)),
            Token::Name(name) if name == "D" && self.take('(') => {
                let Some(Token::Name(variable)) = self.peek().cloned() else {
                    return Err("`D(` must be followed by a name".into());
                };
                self.position += 1;
                self.must(',')?;
                let inner = self.sum()?;
                self.must(')')?;
                Ok(Expression::Derivative(variable, Box::new(inner)))
            }
            Token::Name(name) if self.take('(') => Ok(Expression::Call(name, self.list(')')?)),
            Token::Name(name) => Ok(Expression::Name(name)),
            other => Err(format!("{other:?} stands where a value should")),
        }
    }

    fn list(&mut self, close: char) -> Result<Vec<Expression>, String> {
        let mut list = vec![];
        while !self.take(close) {
            if !list.is_empty() {
                self.must(',')?;
            }
            list.push(self.sum()?);
        }
        Ok(list)
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() || first == '.' {
            let mut length = 0;
            let mut previous = ' ';
            for c in rest.chars() {
                let exponent_sign = (c == '-' || c == '+') && (previous == 'e' || previous == 'E');
                if !(c.is_ascii_digit() || c == '.' || c == 'e' || c == 'E' || exponent_sign) {
                    break;
                }
                previous = c;
                length += 1;
            }
            let number = rest[..length].parse().map_err(|_| format!("`{}` is not a number", &rest[..length]))?;
            tokens.push(Token::Number(number));
            length
        } else if first.is_ascii_alphabetic() || first == '_' {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = &rest[..length];
            tokens.push(if name == "inf" { Token::Number(f64::INFINITY) } else { Token::Name(name.into()) });
            length
        } else if first == '\'' {
            let length = rest[1..].find('\'').ok_or("a `'` is never closed")?;
            tokens.push(Token::Word(rest[1..=length].into()));
            length + 2
        } else if let Some(sign) = rest.get(..2).and_then(|two| match two {
            "<=" => Some(Sign::AtMost),
            ">=" => Some(Sign::AtLeast),
            _ => None,
        }) {
            tokens.push(Token::Sign(sign));
            2
        } else if first == '=' {
            tokens.push(Token::Sign(Sign::Equal));
            1
        } else if "+-*/()[],".contains(first) {
            tokens.push(Token::Symbol(first));
            1
        } else {
            return Err(format!("`{first}` is not part of the notation"));
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}
