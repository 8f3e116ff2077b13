//! The notation of laws: numbers, names, lists, calls, indices, `+ - * /`, `D(name, expression)`.

use super::misfit::Misfit;
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

    /// Does it say `inf` somewhere?
    pub fn names_infinity(&self) -> bool {
        let mut found = false;
        self.visit(&mut |node| found |= matches!(node, Expression::Number(x) if x.is_infinite()));
        found
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
    pub fn holds(self, left: &Value, right: &Value, tolerance: Tolerance, slack: f64) -> Result<bool, Misfit> {
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
            (Value::Text(_), Value::Text(_))
            | (Value::Truth(_), Value::Truth(_))
            | (Value::Nothing, Value::Nothing)
                if self == Sign::Equal =>
            {
                Ok(left == right)
            }
            (a, b) => Err(Misfit::between(a, b)),
        }
    }
}

fn each(results: impl Iterator<Item = Result<bool, Misfit>>) -> Result<bool, Misfit> {
    let results: Vec<bool> = results.collect::<Result<_, _>>()?;
    Ok(results.into_iter().all(|holds| holds))
}

/// What cannot be read, and at which byte of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    pub at: usize,
    pub what: String,
}

/// A law is a line or two on paper; this many bytes are a page.
const LONGEST: usize = 1000;
/// Brackets in brackets, and signs before signs.
const DEEPEST: usize = 40;
/// Everything that walks an expression calls itself once per node at most.
const MOST_NODES: usize = 300;

/// Reads one expression.
pub fn parse(text: &str) -> Result<Expression, Trouble> {
    let mut parser = Parser::new(text)?;
    let expression = parser.sum()?;
    parser.end()?;
    Ok(expression)
}

/// Reads a relation.
pub fn parse_relation(text: &str) -> Result<Relation, Trouble> {
    let mut parser = Parser::new(text)?;
    let first = parser.sum()?;
    let mut rest = vec![];
    while let Some(&Token::Sign(sign)) = parser.peek() {
        parser.position += 1;
        rest.push((sign, parser.sum()?));
    }
    parser.end()?;
    if rest.is_empty() {
        return Err(Trouble { at: 0, what: format!("`{}` has no `=`, `<=` or `>=`", text.trim()) });
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

struct Parser<'a> {
    text: &'a str,
    /// Each with the bytes it takes.
    tokens: Vec<(std::ops::Range<usize>, Token)>,
    position: usize,
    depth: usize,
    nodes: usize,
}

impl Parser<'_> {
    fn new(text: &str) -> Result<Parser<'_>, Trouble> {
        if text.len() > LONGEST {
            return Err(Trouble { at: 0, what: format!("it is longer than {LONGEST} bytes") });
        }
        Ok(Parser { text, tokens: tokens(text)?, position: 0, depth: 0, nodes: 0 })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position).map(|(_, token)| token)
    }

    /// Says what is wrong at the next token.
    fn trouble<T>(&self, what: impl Into<String>) -> Result<T, Trouble> {
        let at = self.tokens.get(self.position).map_or(self.text.len(), |(place, _)| place.start);
        Err(Trouble { at, what: what.into() })
    }

    /// The next token as it is written.
    fn here(&self) -> String {
        let token = self.tokens.get(self.position).and_then(|(place, _)| self.text.get(place.clone()));
        token.map_or("the end".into(), |token| format!("`{token}`"))
    }

    fn take(&mut self, symbol: char) -> bool {
        let found = self.peek() == Some(&Token::Symbol(symbol));
        self.position += usize::from(found);
        found
    }

    fn must(&mut self, symbol: char) -> Result<(), Trouble> {
        if self.take(symbol) { Ok(()) } else { self.trouble(format!("`{symbol}` is missing before {}", self.here())) }
    }

    fn end(&self) -> Result<(), Trouble> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.trouble(format!("{} stands where the expression should end", self.here())),
        }
    }

    /// Counts a node, so that no text makes a tree that is too deep to walk.
    fn node(&mut self, node: Expression) -> Result<Expression, Trouble> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return self.trouble(format!("it has more than {MOST_NODES} parts"));
        }
        Ok(node)
    }

    /// Reads something that may hold brackets.
    fn inner(&mut self, read: fn(&mut Self) -> Result<Expression, Trouble>) -> Result<Expression, Trouble> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.trouble(format!("brackets and signs are nested deeper than {DEEPEST}"));
        }
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    fn sum(&mut self) -> Result<Expression, Trouble> {
        let mut left = self.product()?;
        loop {
            let symbol = if self.take('+') {
                '+'
            } else if self.take('-') {
                '-'
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.node(Expression::Binary(symbol, Box::new(left), Box::new(right)))?;
        }
    }

    fn product(&mut self) -> Result<Expression, Trouble> {
        let mut left = self.unary()?;
        loop {
            let symbol = if self.take('*') {
                '*'
            } else if self.take('/') {
                '/'
            } else {
                return Ok(left);
            };
            let right = self.unary()?;
            left = self.node(Expression::Binary(symbol, Box::new(left), Box::new(right)))?;
        }
    }

    fn unary(&mut self) -> Result<Expression, Trouble> {
        if self.take('-') {
            let inner = self.inner(Self::unary)?;
            return self.node(Expression::Negative(Box::new(inner)));
        }
        let mut atom = self.atom()?;
        while self.take('[') {
            let index = self.inner(Self::sum)?;
            self.must(']')?;
            atom = self.node(Expression::Index(Box::new(atom), Box::new(index)))?;
        }
        Ok(atom)
    }

    fn atom(&mut self) -> Result<Expression, Trouble> {
        let Some(token) = self.peek().cloned() else { return self.trouble("the expression ends too early") };
        if let Token::Sign(_) | Token::Symbol('+' | '-' | '*' | '/' | ')' | ']' | ',') = token {
            return self.trouble(format!("{} stands where a value should", self.here()));
        }
        self.position += 1;
        let node = match token {
            Token::Number(x) => Expression::Number(x),
            Token::Word(word) => Expression::Word(word),
            Token::Symbol('(') => {
                let inner = self.inner(Self::sum)?;
                self.must(')')?;
                return Ok(inner);
            }
            Token::Name(name) if name == "D" && self.take('(') => {
                let Some(Token::Name(variable)) = self.peek().cloned() else {
                    return self.trouble("`D(` must be followed by a name");
                };
                self.position += 1;
                self.must(',')?;
                let inner = self.inner(Self::sum)?;
                self.must(')')?;
                Expression::Derivative(variable, Box::new(inner))
            }
            Token::Name(name) if self.take('(') => Expression::Call(name, self.list(')')?),
            Token::Name(name) => Expression::Name(name),
            // only `[` is left
            Token::Symbol(_) | Token::Sign(_) => Expression::List(self.list(']')?),
        };
        self.node(node)
    }

    fn list(&mut self, close: char) -> Result<Vec<Expression>, Trouble> {
        let mut list = vec![];
        while !self.take(close) {
            if !list.is_empty() {
                self.must(',')?;
            }
            list.push(self.inner(Self::sum)?);
        }
        Ok(list)
    }
}

fn tokens(text: &str) -> Result<Vec<(std::ops::Range<usize>, Token)>, Trouble> {
    let mut tokens = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let trouble = |what: String| Trouble { at, what };
        let (length, token) = if first.is_ascii_digit() || first == '.' {
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
            // 1e999 would be read as ∞
            let number = rest[..length].parse().ok().filter(|x: &f64| x.is_finite());
            let number = number.ok_or_else(|| trouble(format!("`{}` is not a number", &rest[..length])))?;
            (length, Token::Number(number))
        } else if first.is_ascii_alphabetic() || first == '_' {
            let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = &rest[..length];
            (length, if name == "inf" { Token::Number(f64::INFINITY) } else { Token::Name(name.into()) })
        } else if first == '\'' {
            let length = rest[1..].find('\'').ok_or_else(|| trouble("a `'` is never closed".into()))?;
            (length + 2, Token::Word(rest[1..=length].into()))
        } else if let Some(sign) = rest.get(..2).and_then(|two| match two {
            "<=" => Some(Sign::AtMost),
            ">=" => Some(Sign::AtLeast),
            _ => None,
        }) {
            (2, Token::Sign(sign))
        } else if first == '=' {
            (1, Token::Sign(Sign::Equal))
        } else if "+-*/()[],".contains(first) {
            (1, Token::Symbol(first))
        } else {
            return Err(trouble(format!("`{}` is not part of the notation", first.escape_debug())));
        };
        tokens.push((at..at + length, token));
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}
