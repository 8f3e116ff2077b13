//! Exact fractions: coefficients of normal forms, so that 1e-16 is not 0.

use std::cmp::Ordering;

/// A fraction in lowest terms with a positive denominator. Operations answer `None` on overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

impl Ratio {
    pub const ZERO: Ratio = Ratio::whole(0);
    pub const ONE: Ratio = Ratio::whole(1);

    pub const fn whole(n: i32) -> Ratio {
        Ratio { numerator: n as i64, denominator: 1 }
    }

    pub fn new(numerator: i128, denominator: i128) -> Option<Ratio> {
        if denominator == 0 {
            return None;
        }
        let divisor = if denominator == 1 { 1 } else { gcd(numerator, denominator) * denominator.signum() };
        let small = |n: i128| i64::try_from(n / divisor).ok().filter(|n| *n != i64::MIN);
        Some(Ratio { numerator: small(numerator)?, denominator: small(denominator)? })
    }

    /// Reads `12`, `0.5`, `1e-16`.
    pub fn parse(text: &str) -> Option<Ratio> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok().filter(|_| mantissa.len() <= 18)?;
        let shift = exponent.parse::<i32>().ok()? - fraction.len() as i32;
        let power = 10i128.checked_pow(shift.unsigned_abs()).filter(|power| *power <= 1_000_000_000_000_000_000)?;
        if shift < 0 { Ratio::new(digits, power) } else { Ratio::new(digits * power, 1) }
    }

    pub fn add(self, other: Ratio) -> Option<Ratio> {
        let (a, b) = (i128::from(self.numerator), i128::from(self.denominator));
        let (c, d) = (i128::from(other.numerator), i128::from(other.denominator));
        if b == d { Ratio::new(a + c, b) } else { Ratio::new(a * d + c * b, b * d) }
    }

    pub fn multiply(self, other: Ratio) -> Option<Ratio> {
        let numerator = i128::from(self.numerator) * i128::from(other.numerator);
        Ratio::new(numerator, i128::from(self.denominator) * i128::from(other.denominator))
    }

    pub fn negative(self) -> Ratio {
        Ratio { numerator: -self.numerator, ..self }
    }

    pub fn inverse(self) -> Option<Ratio> {
        Ratio::new(i128::from(self.denominator), i128::from(self.numerator))
    }

    /// Its numerator, and one over its denominator.
    pub fn parts(self) -> (Ratio, Ratio) {
        (Ratio { denominator: 1, ..self }, Ratio { numerator: 1, ..self })
    }

    /// The whole number it is, if it is a small one.
    pub fn as_whole(self) -> Option<i32> {
        i32::try_from(self.numerator).ok().filter(|_| self.denominator == 1)
    }

    pub fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        left.cmp(&(i128::from(other.numerator) * i128::from(self.denominator)))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        assert_eq!(Ratio::parse("0.5"), Ratio::new(1, 2));
        assert_eq!(Ratio::parse("1e-16"), Ratio::new(1, 10_000_000_000_000_000));
        assert_eq!(Ratio::parse("2.50e1"), Some(Ratio::whole(25)));
        assert_eq!(Ratio::parse("."), None);
        assert_eq!(Ratio::parse("1.2.3"), None);
        assert_eq!(Ratio::parse("1e99"), None);
    }

    #[test]
    fn what_overflows_is_no_number() {
        let large = Ratio::parse("1e18").expect("a number");
        assert_eq!(large.multiply(large), None);
        assert_eq!(Ratio::ZERO.inverse(), None);
        assert_eq!(Ratio::new(2, -4), Ratio::new(-1, 2));
    }
}
