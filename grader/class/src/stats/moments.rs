//! Variances and covariances of whole numbers: the sums are exact, so no order of students changes a digit.

/// So many students at least, or nothing varies that could be told from chance.
pub const LEAST: usize = 3;

/// A quantity of the sheet, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// It is this.
    Known(f64),
    /// It makes no sense.
    None(Why),
}

/// Why a quantity makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has a result.
    Nobody,
    /// Fewer than three students.
    Few,
    /// All students have the same points.
    Alike,
    /// All students have the same points in everything else.
    RestAlike,
    /// There is nothing else on the sheet.
    Alone,
    /// It gives no points of its own.
    Pointless,
    /// Alpha is below zero.
    Negative,
}

impl Why {
    /// In a few words.
    pub fn word(self) -> &'static str {
        match self {
            Why::Nobody => "nobody",
            Why::Few => "n < 3",
            Why::Alike => "all alike",
            Why::RestAlike => "rest alike",
            Why::Alone => "one item",
            Why::Pointless => "no points",
            Why::Negative => "alpha < 0",
        }
    }
}

impl Quantity {
    /// The number, where there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Quantity::Known(x) => Some(x),
            Quantity::None(_) => None,
        }
    }

    /// Why there is none, in a few words.
    pub fn why(self) -> Option<&'static str> {
        match self {
            Quantity::Known(_) => None,
            Quantity::None(why) => Some(why.word()),
        }
    }
}

/// The covariance of two rows of whole numbers, with n − 1 below: (n Σxy − Σx Σy) / (n (n − 1)). Of fewer than two
/// students it is 0.
pub fn covariance(x: &[i64], y: &[i64]) -> f64 {
    let n = x.len().min(y.len()) as i128;
    let sum = |row: &[i64]| row.iter().map(|x| i128::from(*x)).sum::<i128>();
    let product: i128 = x.iter().zip(y).map(|(x, y)| i128::from(*x) * i128::from(*y)).sum();
    let below = n * (n - 1);
    if below <= 0 { 0.0 } else { (n * product - sum(x) * sum(y)) as f64 / below as f64 }
}

/// The mean of whole numbers.
pub fn mean(x: &[i64]) -> Option<f64> {
    let sum: i128 = x.iter().map(|x| i128::from(*x)).sum();
    (!x.is_empty()).then(|| sum as f64 / x.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covariances_are_exact_and_know_no_order() {
        // by hand: means 2 and 4, products of deviations 2 + 0 + 2, over 2
        assert_eq!(covariance(&[1, 2, 3], &[2, 4, 6]), 2.0);
        assert_eq!(covariance(&[3, 1, 2], &[6, 2, 4]), 2.0);
        assert_eq!(covariance(&[5, 5, 5], &[1, 2, 3]), 0.0);
        assert_eq!((covariance(&[4], &[4]), covariance(&[], &[])), (0.0, 0.0));
        // where sums of floating-point numbers would lose the difference
        let large = [1_000_000_007, 1_000_000_008, 1_000_000_009];
        assert_eq!(covariance(&large, &large), 1.0);
        assert_eq!((mean(&[1, 2]), mean(&[])), (Some(1.5), None));
    }
}
