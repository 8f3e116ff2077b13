//! From an expression to its normal form. Free steps are always taken (exponentials of sums, logarithms
//! of products, constants out of sums over k, the linearity and the product rule of D); a key rule is
//! taken, from left to right and everywhere, if it is in force. Two lines are one key rule apart, in
//! either direction, exactly if their forms with that rule in force are equal.

use super::expression::{Expression, Letter, Range, Value};
use super::normal::{Algebra, Atom, Id, Product, Result, Sum};
use super::ratio::Ratio;
use super::rule::{Rule, Rules};

/// Changes of the letters of enclosing sums.
#[derive(Clone, Copy, PartialEq)]
enum Rename {
    /// The innermost sum is left.
    Out,
    /// The two innermost sums change places.
    Swap,
}

impl Algebra {
    /// The normal form with these rules in force.
    pub fn normal_form(&mut self, expression: &Expression, rules: Rules) -> Result<Sum> {
        self.begin(rules);
        self.form(expression)
    }

    fn form(&mut self, expression: &Expression) -> Result<Sum> {
        match expression {
            Expression::Number(number) => Ok(Sum::constant(*number)),
            Expression::Beta => Ok(self.single(Atom::Beta, 1)),
            Expression::Value(value) => self.value(*value),
            Expression::Exp(a) => {
                let a = self.form(a)?;
                self.exp(&a)
            }
            Expression::Log(a) => {
                let a = self.form(a)?;
                self.log(&a)
            }
            Expression::Sigmoid(a) => {
                let a = self.form(a)?;
                self.sigmoid(a)
            }
            Expression::Derivative(a) => {
                let a = self.form(a)?;
                self.derivative(&a)
            }
            Expression::Sum(range, a) => {
                let a = self.form(a)?;
                self.total(*range, &a)
            }
            Expression::Negative(a) => Ok(self.form(a)?.negative()),
            Expression::Add(a, b) => {
                let (a, b) = (self.form(a)?, self.form(b)?);
                self.add(&a, &b)
            }
            Expression::Subtract(a, b) => {
                let (a, b) = (self.form(a)?, self.form(b)?);
                self.add(&a, &b.negative())
            }
            Expression::Multiply(a, b) => {
                let (a, b) = (self.form(a)?, self.form(b)?);
                self.multiply(&a, &b)
            }
            Expression::Divide(a, b) => {
                let (a, b) = (self.form(a)?, self.form(b)?);
                let b = self.invert(&b)?;
                self.multiply(&a, &b)
            }
        }
    }

    fn single(&mut self, atom: Atom, power: i32) -> Sum {
        Product::atom(self.intern(atom), power).into()
    }

    fn value(&mut self, value: Value) -> Result<Sum> {
        match value {
            Value::P(k) if self.rules.has(Rule::Gibbs) => {
                let numerator = self.boltzmann(Value::F(k))?;
                let each = self.boltzmann(Value::F(Letter::Bound(0)))?;
                let partition = self.total(Range::Answers, &each)?;
                let inverse = self.invert(&partition)?;
                self.multiply(&numerator, &inverse)
            }
            Value::F(k) if self.rules.has(Rule::Marginal) => {
                let each = self.boltzmann(Value::E(k.inside(), Letter::Bound(0)))?;
                let sum = self.total(Range::Latents, &each)?;
                let log = self.log(&sum)?;
                let temperature = self.single(Atom::Beta, -1);
                self.multiply(&temperature.negative(), &log)
            }
            Value::Posterior(k, z) if self.rules.has(Rule::Posterior) => {
                let numerator = self.boltzmann(Value::E(k, z))?;
                let each = self.boltzmann(Value::E(k.inside(), Letter::Bound(0)))?;
                let partition = self.total(Range::Latents, &each)?;
                let inverse = self.invert(&partition)?;
                self.multiply(&numerator, &inverse)
            }
            _ => Ok(self.single(Atom::Value(value), 1)),
        }
    }

    /// exp(−β value)
    fn boltzmann(&mut self, value: Value) -> Result<Sum> {
        let energy = self.value(value)?;
        let beta = self.single(Atom::Beta, 1);
        let exponent = self.multiply(&beta.negative(), &energy)?;
        self.exp(&exponent)
    }

    fn exp(&mut self, sum: &Sum) -> Result<Sum> {
        let mut exponent = sum.clone();
        let mut factors = Sum::one();
        if self.rules.has(Rule::LogExp) {
            for term @ (product, c) in &sum.0 {
                let (Some(of), Some(times)) = (self.logarithm(product), c.as_whole().filter(|c| c.abs() <= 16)) else {
                    continue;
                };
                exponent.0.retain(|other| other != term);
                let factor = if times < 0 { self.invert(&of)? } else { of };
                for _ in 0..times.abs() {
                    factors = self.multiply(&factors, &factor)?;
                }
            }
        }
        self.multiply(&Product::exp(exponent).into(), &factors)
    }

    /// u, if the monomial is log(u).
    fn logarithm(&self, product: &Product) -> Option<Sum> {
        match (product.exponent.is_zero(), product.powers.as_slice()) {
            (true, [(id, 1)]) => match self.atom(*id) {
                Atom::Log(of) => Some(of.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn log(&mut self, sum: &Sum) -> Result<Sum> {
        let (coefficient, common, primitive) = self.content(sum)?;
        let (numerator, denominator) = coefficient.parts();
        let mut log = self.log_factor(Sum::constant(numerator))?;
        let below = self.log_inverse(Sum::constant(denominator))?;
        log = self.add(&log, &below)?;
        for (product, c) in &common.exponent.0 {
            let one = match self.rules.has(Rule::LogExp) {
                true => product.clone().into(),
                false => self.log_factor(Product::exp(product.clone().into()).into())?,
            };
            let term = self.scaled(&one, *c)?;
            log = self.add(&log, &term)?;
        }
        for (id, n) in &common.powers {
            let factor = Sum::from(Product::atom(*id, n.signum()));
            let one = if *n > 0 { self.log_factor(factor)? } else { self.log_inverse(factor)? };
            let term = self.scaled(&one, Ratio::whole(n.abs()))?;
            log = self.add(&log, &term)?;
        }
        let rest = self.log_factor(primitive)?;
        self.add(&log, &rest)
    }

    fn log_factor(&mut self, factor: Sum) -> Result<Sum> {
        Ok(if factor == Sum::one() { Sum::zero() } else { self.single(Atom::Log(factor), 1) })
    }

    /// The logarithm of a factor that stands below the line.
    fn log_inverse(&mut self, factor: Sum) -> Result<Sum> {
        if self.rules.has(Rule::LogQuotient) {
            let turned = self.invert(&factor)?;
            Ok(self.log_factor(turned)?.negative())
        } else {
            self.log_factor(factor)
        }
    }

    fn sigmoid(&mut self, u: Sum) -> Result<Sum> {
        if !self.rules.has(Rule::Sigmoid) {
            return Ok(self.single(Atom::Sigmoid(u), 1));
        }
        let exp = self.exp(&u)?;
        let below = self.add(&Sum::one(), &exp)?;
        let below = self.invert(&below)?;
        self.multiply(&exp, &below)
    }

    /// The sum over a letter: linear, and constant factors stand in front.
    fn total(&mut self, range: Range, body: &Sum) -> Result<Sum> {
        let mut total = Sum::zero();
        for (product, c) in &body.0 {
            let (mut inner, mut outer) = (Product::default(), Product::default());
            for (of, c) in &product.exponent.0 {
                let side = if self.marks_of(of).0 & 1 == 1 { &mut inner } else { &mut outer };
                side.exponent.0.push((of.clone(), *c));
            }
            for (id, n) in &product.powers {
                let side = if self.atom_mentions(*id) & 1 == 1 { &mut inner } else { &mut outer };
                side.powers.push((*id, *n));
            }
            let outer = self.renamed(&outer.into(), Rename::Out, 0)?;
            let inner = self.total_of(range, inner)?;
            let term = self.multiply(&outer, &inner)?;
            let term = self.scaled(&term, *c)?;
            total = self.add(&total, &term)?;
        }
        Ok(total)
    }

    /// Of two sums inside each other, the one over answers stands outside.
    fn total_of(&mut self, range: Range, product: Product) -> Result<Sum> {
        if let (true, [(id, 1)]) = (product.exponent.is_zero(), product.powers.as_slice())
            && let Atom::Total(inner, of) = self.atom(*id).clone()
        {
            let swapped = self.renamed(&of.clone().into(), Rename::Swap, 0)?;
            if inner < range || inner == range && swapped < of.into() {
                let exchanged = self.total(range, &swapped)?;
                return self.total(inner, &exchanged);
            }
        }
        Ok(self.single(Atom::Total(range, product), 1))
    }

    fn derivative(&mut self, sum: &Sum) -> Result<Sum> {
        let mut derivative = Sum::zero();
        for (product, c) in &sum.0 {
            let term = self.derivative_of(product)?;
            let term = self.scaled(&term, *c)?;
            derivative = self.add(&derivative, &term)?;
        }
        Ok(derivative)
    }

    /// The product rule.
    fn derivative_of(&mut self, product: &Product) -> Result<Sum> {
        let mut derivative = Sum::zero();
        for (of, c) in &product.exponent.0 {
            let rate = self.rate(of)?;
            let term = self.multiply(&rate, &product.clone().into())?;
            let term = self.scaled(&term, *c)?;
            derivative = self.add(&derivative, &term)?;
        }
        for (id, n) in &product.powers {
            if self.atom_varies(*id) {
                let slope = self.slope(*id)?;
                let term = self.multiply(&slope, &product.clone().into())?;
                let term = self.multiply(&term, &Product::atom(*id, -1).into())?;
                let term = self.scaled(&term, Ratio::whole(*n))?;
                derivative = self.add(&derivative, &term)?;
            }
        }
        Ok(derivative)
    }

    /// D exp(u) / exp(u)
    fn rate(&mut self, u: &Product) -> Result<Sum> {
        if !self.marks_of(u).1 {
            Ok(Sum::zero())
        } else if self.rules.has(Rule::DExp) {
            self.derivative_of(u)
        } else {
            Ok(self.single(Atom::Rate(u.clone()), 1))
        }
    }

    /// The derivative of an atom that varies.
    fn slope(&mut self, id: Id) -> Result<Sum> {
        match self.atom(id).clone() {
            Atom::Log(of) if self.rules.has(Rule::DLog) => {
                let above = self.derivative(&of)?;
                let below = self.invert(&of)?;
                self.multiply(&above, &below)
            }
            Atom::Total(range, of) if self.rules.has(Rule::DSum) => {
                let each = self.derivative_of(&of)?;
                self.total(range, &each)
            }
            Atom::Group(of) => self.derivative(&of),
            _ => Ok(self.single(Atom::Slope(id), 1)),
        }
    }

    /// Builds a form again with other letters, because their order decides how it is written.
    fn renamed(&mut self, sum: &Sum, how: Rename, depth: u8) -> Result<Sum> {
        if self.marks(sum).0 >> depth == 0 {
            return Ok(sum.clone());
        }
        let mut renamed = Sum::zero();
        for (product, c) in &sum.0 {
            let exponent = self.renamed(&product.exponent, how, depth)?;
            let mut term = self.exp(&exponent)?;
            for (id, n) in &product.powers {
                let factor = self.renamed_atom(*id, how, depth)?;
                let factor = if *n < 0 { self.invert(&factor)? } else { factor };
                for _ in 0..n.abs() {
                    term = self.multiply(&term, &factor)?;
                }
            }
            let term = self.scaled(&term, *c)?;
            renamed = self.add(&renamed, &term)?;
        }
        Ok(renamed)
    }

    fn renamed_atom(&mut self, id: Id, how: Rename, depth: u8) -> Result<Sum> {
        let letter = |letter: Letter| match letter {
            Letter::Bound(distance) if distance >= depth => Letter::Bound(match how {
                Rename::Out => distance - 1,
                Rename::Swap if distance - depth < 2 => depth + 1 - (distance - depth),
                Rename::Swap => distance,
            }),
            other => other,
        };
        match self.atom(id).clone() {
            Atom::Beta => Ok(Product::atom(id, 1).into()),
            Atom::Value(value) => Ok(self.single(Atom::Value(value.map(letter)), 1)),
            Atom::Log(of) => {
                let of = self.renamed(&of, how, depth)?;
                self.log(&of)
            }
            Atom::Sigmoid(of) => {
                let of = self.renamed(&of, how, depth)?;
                self.sigmoid(of)
            }
            Atom::Group(of) => self.renamed(&of, how, depth),
            Atom::Total(range, of) => {
                let of = self.renamed(&of.into(), how, depth + 1)?;
                self.total(range, &of)
            }
            Atom::Slope(of) => {
                let of = self.renamed_atom(of, how, depth)?;
                self.derivative(&of)
            }
            Atom::Rate(of) => {
                let of = self.renamed(&of.into(), how, depth)?;
                let mut rate = Sum::zero();
                for (product, c) in &of.0 {
                    let term = self.rate(product)?;
                    let term = self.scaled(&term, *c)?;
                    rate = self.add(&rate, &term)?;
                }
                Ok(rate)
            }
        }
    }
}
