//! Normal forms: sums of monomials with exact coefficients, and their arithmetic.
//!
//! A monomial is exp(exponent) times powers of atoms; what cannot be expanded (a logarithm, a sum over
//! k, a derivative, a denominator) is an atom, kept once in a table and known by its number. Equal
//! expressions get equal forms: exponentials are merged, a denominator of several terms is made
//! primitive (no common factor is left in it), and numerators are divided by it as far as possible.

use super::expression::{Letter, Range, Value};
use super::ratio::Ratio;
use super::rule::Rules;
use Formless::Involved;
use std::collections::HashMap;

/// The most steps that one normal form may take; those of right derivations need about 150.
const STEPS: usize = 4000;

/// Why a line has no normal form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Formless {
    /// It takes too many steps, or its coefficients are too large.
    Involved,
    /// It divides by 0, or takes the logarithm of 0.
    Undefined,
}

pub type Result<T> = std::result::Result<T, Formless>;

/// The number of an atom.
pub type Id = u32;

/// Monomials with coefficients, sorted; none is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum(pub Vec<(Product, Ratio)>);

/// exp(exponent) times powers of atoms, sorted by atom; no power is 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Product {
    pub exponent: Sum,
    pub powers: Vec<(Id, i32)>,
}

/// What arithmetic does not look into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Atom {
    Beta,
    Value(Value),
    /// Of a primitive sum, one atom, its inverse, an exponential, or a number.
    Log(Sum),
    Sigmoid(Sum),
    /// A sum over a letter, of a monomial in which everything mentions that letter.
    Total(Range, Product),
    /// A primitive sum of several terms; occurs with negative powers only.
    Group(Sum),
    /// The derivative of an atom, where no rule tells it.
    Slope(Id),
    /// D exp(u) / exp(u), where no rule tells it; unlike D exp(u) itself it is additive in u.
    Rate(Product),
}

struct Entry {
    atom: Atom,
    /// Bit i: it mentions the letter of the i-th enclosing sum.
    mentions: u8,
    /// Does it depend on W?
    varies: bool,
    /// For a group: how numerators are divided by it.
    pivot: Option<Pivot>,
}

/// A quantity in whose powers a group has one highest and one lowest term.
#[derive(Clone)]
struct Pivot {
    variable: Variable,
    highest: (Ratio, usize),
    lowest: Option<(Ratio, usize)>,
}

#[derive(Clone)]
enum Variable {
    Exp(Product),
    Atom(Id),
}

/// The table of atoms, and the rules in force.
pub struct Algebra {
    entries: Vec<Entry>,
    ids: HashMap<Atom, Id>,
    pub rules: Rules,
    steps: usize,
}

impl Sum {
    pub fn zero() -> Sum {
        Sum(vec![])
    }

    pub fn one() -> Sum {
        Sum::from(Product::default())
    }

    pub fn constant(number: Ratio) -> Sum {
        if number == Ratio::ZERO { Sum::zero() } else { Sum(vec![(Product::default(), number)]) }
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// How many terms it has, those of exponents included.
    fn size(&self) -> usize {
        self.0.iter().map(|(product, _)| 1 + product.exponent.size()).sum()
    }

    pub fn negative(&self) -> Sum {
        Sum(self.0.iter().map(|(product, c)| (product.clone(), c.negative())).collect())
    }
}

impl From<Product> for Sum {
    fn from(product: Product) -> Sum {
        Sum(vec![(product, Ratio::ONE)])
    }
}

impl Product {
    pub fn atom(id: Id, power: i32) -> Product {
        Product { exponent: Sum::zero(), powers: vec![(id, power)] }
    }

    pub fn exp(exponent: Sum) -> Product {
        Product { exponent, powers: vec![] }
    }

    fn power(&self, id: Id) -> i32 {
        self.powers.iter().find(|(other, _)| *other == id).map_or(0, |(_, n)| *n)
    }

    /// One over it; may hold positive powers of groups, which `expanded` takes away.
    fn inverse(&self) -> Product {
        let powers = self.powers.iter().map(|(id, n)| (*id, -n)).collect();
        Product { exponent: self.exponent.negative(), powers }
    }
}

impl Variable {
    fn power(&self, product: &Product) -> Ratio {
        match self {
            Variable::Atom(id) => Ratio::whole(product.power(*id)),
            Variable::Exp(of) => {
                product.exponent.0.iter().find(|(other, _)| other == of).map_or(Ratio::ZERO, |(_, c)| *c)
            }
        }
    }
}

impl Algebra {
    pub fn new() -> Algebra {
        Algebra { entries: vec![], ids: HashMap::new(), rules: Rules::NONE, steps: 0 }
    }

    /// Begins another normal form.
    pub fn begin(&mut self, rules: Rules) {
        self.rules = rules;
        self.steps = 0;
    }

    pub fn spend(&mut self, steps: usize) -> Result<()> {
        self.steps += steps;
        if self.steps > STEPS { Err(Involved) } else { Ok(()) }
    }

    pub fn intern(&mut self, atom: Atom) -> Id {
        if let Some(id) = self.ids.get(&atom) {
            return *id;
        }
        let (mentions, varies) = match &atom {
            Atom::Beta => (0, false),
            Atom::Value(Value::F(k) | Value::P(k)) => (bit(*k), true),
            Atom::Value(Value::E(k, z) | Value::Posterior(k, z)) => (bit(*k) | bit(*z), true),
            Atom::Log(sum) | Atom::Sigmoid(sum) | Atom::Group(sum) => self.marks(sum),
            Atom::Total(_, product) => {
                let (mentions, varies) = self.marks_of(product);
                (mentions >> 1, varies)
            }
            Atom::Slope(id) => (self.entries[*id as usize].mentions, true),
            Atom::Rate(product) => self.marks_of(product),
        };
        let pivot = if let Atom::Group(sum) = &atom { self.pivot(sum) } else { None };
        let id = self.entries.len() as Id;
        self.entries.push(Entry { atom: atom.clone(), mentions, varies, pivot });
        self.ids.insert(atom, id);
        id
    }

    pub fn atom(&self, id: Id) -> &Atom {
        &self.entries[id as usize].atom
    }

    pub fn atom_mentions(&self, id: Id) -> u8 {
        self.entries[id as usize].mentions
    }

    pub fn atom_varies(&self, id: Id) -> bool {
        self.entries[id as usize].varies
    }

    /// Which enclosing letters it mentions, and whether it depends on W.
    pub fn marks_of(&self, product: &Product) -> (u8, bool) {
        let (mut mentions, mut varies) = self.marks(&product.exponent);
        for (id, _) in &product.powers {
            mentions |= self.atom_mentions(*id);
            varies |= self.atom_varies(*id);
        }
        (mentions, varies)
    }

    pub fn marks(&self, sum: &Sum) -> (u8, bool) {
        sum.0.iter().map(|(product, _)| self.marks_of(product)).fold((0, false), |a, b| (a.0 | b.0, a.1 | b.1))
    }

    pub fn add(&mut self, a: &Sum, b: &Sum) -> Result<Sum> {
        self.spend(a.size() + b.size())?;
        if a.is_zero() || b.is_zero() {
            return Ok(if a.is_zero() { b.clone() } else { a.clone() });
        }
        self.collect(a.0.iter().chain(&b.0).cloned().collect())
    }

    pub fn scaled(&mut self, sum: &Sum, by: Ratio) -> Result<Sum> {
        let terms = sum.0.iter().map(|(product, c)| Some((product.clone(), c.multiply(by)?)));
        terms.filter(|_| by != Ratio::ZERO).collect::<Option<_>>().map(Sum).ok_or(Involved)
    }

    /// Sorts terms and adds up equal ones.
    fn collect(&mut self, mut terms: Vec<(Product, Ratio)>) -> Result<Sum> {
        self.spend(terms.len())?;
        terms.sort();
        let mut sum: Vec<(Product, Ratio)> = Vec::with_capacity(terms.len());
        for (product, c) in terms {
            match sum.last_mut() {
                Some((last, total)) if *last == product => *total = total.add(c).ok_or(Involved)?,
                _ => sum.push((product, c)),
            }
        }
        sum.retain(|(_, c)| *c != Ratio::ZERO);
        Ok(Sum(sum))
    }

    pub fn multiply(&mut self, a: &Sum, b: &Sum) -> Result<Sum> {
        let mut terms = vec![];
        for (p, c) in &a.0 {
            for (q, d) in &b.0 {
                terms.push((self.joined(p, q)?, c.multiply(*d).ok_or(Involved)?));
            }
        }
        let sum = self.collect(terms)?;
        self.divided(sum)
    }

    /// The product of two monomials.
    fn joined(&mut self, p: &Product, q: &Product) -> Result<Product> {
        self.spend(1)?;
        let mut powers = Vec::with_capacity(p.powers.len() + q.powers.len());
        let (mut left, mut right) = (p.powers.as_slice(), q.powers.as_slice());
        while let (Some((a, n)), Some((b, m))) = (left.first(), right.first()) {
            let power = if a == b {
                n + m
            } else if a < b {
                *n
            } else {
                *m
            };
            if power != 0 {
                powers.push((*a.min(b), power));
            }
            left = &left[usize::from(a <= b)..];
            right = &right[usize::from(b <= a)..];
        }
        powers.extend_from_slice(left);
        powers.extend_from_slice(right);
        Ok(Product { exponent: self.add(&p.exponent, &q.exponent)?, powers })
    }

    /// Multiplies positive powers of groups out.
    fn expanded(&mut self, mut product: Product) -> Result<Sum> {
        let mut factors = vec![];
        product.powers.retain(|(id, n)| {
            let Atom::Group(sum) = &self.entries[*id as usize].atom else { return true };
            factors.extend(std::iter::repeat_n(sum.clone(), (*n).max(0) as usize));
            *n < 0
        });
        factors.iter().try_fold(Sum::from(product), |sum, factor| self.multiply(&sum, factor))
    }

    pub fn invert(&mut self, sum: &Sum) -> Result<Sum> {
        let (coefficient, common, primitive) = self.content(sum)?;
        let mut inverse = self.expanded(common.inverse())?;
        if primitive != Sum::one() {
            let group = self.intern(Atom::Group(primitive));
            inverse = self.multiply(&inverse, &Product::atom(group, -1).into())?;
        }
        self.scaled(&inverse, coefficient.inverse().ok_or(Involved)?)
    }

    /// Takes the common factor out: a number, a monomial, and a sum whose first coefficient is 1.
    pub fn content(&mut self, sum: &Sum) -> Result<(Ratio, Product, Sum)> {
        match sum.0.as_slice() {
            [] => return Err(Formless::Undefined),
            [(product, c)] => return Ok((*c, product.clone(), Sum::one())),
            _ => {}
        }
        let denominator = self.denominator(sum);
        let mut cleared = Sum::zero();
        for (product, c) in &sum.0 {
            let numerator = self.joined(product, &denominator)?;
            let numerator = self.expanded(numerator)?;
            let numerator = self.scaled(&numerator, *c)?;
            cleared = self.add(&cleared, &numerator)?;
        }
        let mut common = self.common(&cleared)?;
        let inverse = common.inverse();
        let terms = cleared.0.iter().map(|(product, c)| Ok((self.joined(product, &inverse)?, *c)));
        let terms = terms.collect::<Result<Vec<_>>>()?;
        let primitive = self.collect(terms)?;
        let coefficient = primitive.0.first().ok_or(Involved)?.1;
        let primitive = self.scaled(&primitive, coefficient.inverse().ok_or(Involved)?)?;
        common = self.joined(&common, &denominator.inverse())?;
        Ok((coefficient, common, primitive))
    }

    /// The groups by which the terms are divided.
    fn denominator(&self, sum: &Sum) -> Product {
        let mut powers: Vec<(Id, i32)> = vec![];
        for (id, n) in sum.0.iter().flat_map(|(product, _)| &product.powers) {
            if matches!(self.atom(*id), Atom::Group(_)) {
                match powers.iter_mut().find(|(other, _)| other == id) {
                    Some((_, power)) => *power = (*power).max(-n),
                    None => powers.push((*id, -n)),
                }
            }
        }
        powers.sort();
        Product { exponent: Sum::zero(), powers }
    }

    /// The monomial that divides every term: lowest powers, and the lowest exponent in an order that
    /// shifts with its arguments, so that 1 + exp(u) and exp(−u) + 1 have the same primitive sum.
    fn common(&mut self, sum: &Sum) -> Result<Product> {
        let mut ids: Vec<Id> = sum.0.iter().flat_map(|(p, _)| &p.powers).map(|(id, _)| *id).collect();
        ids.sort();
        ids.dedup();
        let lowest = |id: Id| sum.0.iter().map(|(product, _)| product.power(id)).min().unwrap_or(0);
        let powers = ids.into_iter().map(|id| (id, lowest(id))).filter(|(_, n)| *n != 0).collect();
        let mut exponent = sum.0.first().ok_or(Involved)?.0.exponent.clone();
        for (product, _) in &sum.0[1..] {
            let difference = self.add(&product.exponent, &exponent.negative())?;
            if difference.0.first().is_some_and(|(_, c)| *c < Ratio::ZERO) {
                exponent = product.exponent.clone();
            }
        }
        Ok(Product { exponent, powers })
    }

    /// Divides numerators by their groups: exp(u)/(1 + exp(u)) becomes 1 − 1/(1 + exp(u)).
    fn divided(&mut self, sum: Sum) -> Result<Sum> {
        let grouped = |(id, _): &(Id, i32)| matches!(self.entries[*id as usize].atom, Atom::Group(_));
        if !sum.0.iter().any(|(product, _)| product.powers.iter().any(grouped)) {
            return Ok(sum);
        }
        let (mut open, mut done) = (sum.0, vec![]);
        while let Some((product, c)) = open.pop() {
            match self.division_step(&product)? {
                None => done.push((product, c)),
                Some(terms) => {
                    for (product, d) in terms {
                        open.push((product, c.multiply(d).ok_or(Involved)?));
                    }
                }
            }
        }
        self.collect(done)
    }

    /// Trades the group's highest (or lowest) term for the others, if the monomial holds it.
    fn division_step(&mut self, product: &Product) -> Result<Option<Vec<(Product, Ratio)>>> {
        for (id, _) in &product.powers {
            let Entry { atom: Atom::Group(group), pivot: Some(pivot), .. } = &self.entries[*id as usize] else {
                continue;
            };
            let power = pivot.variable.power(product);
            let term = match (pivot.highest, pivot.lowest) {
                ((highest, term), _) if power >= highest => term,
                (_, Some((lowest, term))) if power < lowest => term,
                _ => continue,
            };
            let group = group.clone();
            let (lead, coefficient) = &group.0[term];
            let coefficient = coefficient.inverse().ok_or(Involved)?;
            let quotient = self.joined(product, &lead.inverse())?;
            let mut terms = vec![(self.joined(&quotient, &Product::atom(*id, 1))?, coefficient)];
            for (other, c) in group.0.iter().enumerate().filter(|(i, _)| *i != term).map(|(_, other)| other) {
                let c = c.multiply(coefficient).ok_or(Involved)?.negative();
                terms.push((self.joined(&quotient, other)?, c));
            }
            return Ok(Some(terms));
        }
        Ok(None)
    }

    /// Quantities with the innermost letter come first, so that factors without it can leave its sum.
    fn pivot(&self, group: &Sum) -> Option<Pivot> {
        let products = || group.0.iter().map(|(product, _)| product);
        let exps = products().flat_map(|p| &p.exponent.0).map(|(of, _)| Variable::Exp(of.clone()));
        let atoms = products().flat_map(|p| &p.powers).map(|(id, _)| Variable::Atom(*id));
        let mut variables: Vec<Variable> = exps.chain(atoms).collect();
        variables.sort_by_key(|variable| match variable {
            Variable::Exp(of) => self.marks_of(of).0.trailing_zeros(),
            Variable::Atom(id) => self.atom_mentions(*id).trailing_zeros(),
        });
        variables.into_iter().find_map(|variable| {
            let powers: Vec<Ratio> = products().map(|product| variable.power(product)).collect();
            let only = |extreme: Option<&Ratio>| {
                let extreme = *extreme?;
                let mut places = powers.iter().enumerate().filter(|(_, power)| **power == extreme).map(|(i, _)| i);
                places.next().filter(|_| places.next().is_none()).map(|place| (extreme, place))
            };
            let highest = only(powers.iter().max())?;
            let lowest = only(powers.iter().min());
            Some(Pivot { variable, highest, lowest })
        })
    }
}

fn bit(letter: Letter) -> u8 {
    match letter {
        Letter::Free(_) => 0,
        Letter::Bound(distance) => 1 << distance,
    }
}
