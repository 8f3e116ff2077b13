//! A number and its derivative by W, each with a bound on its rounding error.
//!
//! Every operation passes the errors of its operands on and adds its own, which is relative to the largest
//! number that takes part: exp(60β) − exp(60β) is 0 with an error of exp(60β) times 1e-16. ±∞ stands for
//! what is too large for a number, and NaN for what cannot be known, such as the difference of two of these.

/// A few units in the last place.
const UNIT: f64 = 1e-15;

/// A number and a bound on its error.
#[derive(Clone, Copy, Debug)]
pub struct Rounded {
    pub value: f64,
    pub error: f64,
}

impl Rounded {
    pub const fn exact(value: f64) -> Rounded {
        Rounded { value, error: 0.0 }
    }

    const UNKNOWN: Rounded = Rounded::exact(f64::NAN);

    /// Certainly not above 0.
    pub fn is_negative(self) -> bool {
        self.value + self.error < 0.0
    }

    /// Certainly 0.
    fn is_zero(self) -> bool {
        self.value == 0.0 && self.error == 0.0
    }

    fn plus(self, other: Rounded) -> Rounded {
        let value = self.value + other.value;
        // where the numbers are huge, their sum is as uncertain as they are
        let error = self.error + other.error + UNIT * value.abs();
        Rounded { value, error }
    }

    fn times(self, other: Rounded) -> Rounded {
        if self.is_zero() || other.is_zero() {
            return Rounded::exact(0.0);
        }
        let value = self.value * other.value;
        if value.is_infinite() && (self.value.abs().min(other.value.abs()) < 1.0) {
            return Rounded::UNKNOWN;
        }
        let error = self.value.abs() * other.error + other.value.abs() * self.error + self.error * other.error;
        Rounded { value, error: error + UNIT * value.abs() + f64::MIN_POSITIVE }
    }

    fn exp(self) -> Rounded {
        let value = self.value.exp();
        Rounded { value, error: value * (self.error.exp_m1() + UNIT) + f64::MIN_POSITIVE }
    }

    fn ln(self) -> Rounded {
        if !self.is_known() || self.value <= self.error {
            return Rounded::UNKNOWN;
        }
        let value = self.value.ln();
        Rounded { value, error: self.error / (self.value - self.error) + UNIT * value.abs() + f64::MIN_POSITIVE }
    }

    fn inverse(self) -> Rounded {
        let size = self.value.abs();
        if self.value.is_infinite() {
            return Rounded { value: 0.0, error: f64::MIN_POSITIVE };
        }
        if size <= self.error {
            return Rounded::UNKNOWN;
        }
        let value = 1.0 / self.value;
        Rounded { value, error: self.error / (size * (size - self.error)) + UNIT * value.abs() }
    }

    /// Is it a number whose error is known?
    fn is_known(self) -> bool {
        self.value.is_finite() && self.error.is_finite()
    }

    /// As it may be shown: what is not told from 0 is 0.
    pub fn shown(self) -> f64 {
        if self.value.is_finite() && self.value.abs() <= SAFE * self.error { 0.0 } else { self.value }
    }

    /// Certainly another number, and by how much, relative to the larger one.
    pub fn differs(self, other: Rounded) -> Option<f64> {
        let endless = self.value.is_infinite() || other.value.is_infinite();
        if endless {
            let apart = self.value != other.value && !self.value.is_nan() && !other.value.is_nan();
            return apart.then_some(1.0);
        }
        let size = self.value.abs().max(other.value.abs());
        let difference = (self.value - other.value).abs();
        let apart = difference > TOLERANCE * size && difference > SAFE * (self.error + other.error);
        apart.then(|| difference / size)
    }

    /// As far as can be known, the same number.
    pub fn agrees(self, other: Rounded) -> bool {
        let size = self.value.abs().max(other.value.abs());
        let known = self.is_known() && other.is_known();
        let close = (self.value - other.value).abs() <= TOLERANCE * size + SAFE * (self.error + other.error);
        known && close && SAFE * (self.error + other.error) <= 1e-6 * size.max(1e-3)
    }
}

/// Numbers that differ by less are never told apart.
const TOLERANCE: f64 = 1e-9;
/// So many times its bound is more than any error.
const SAFE: f64 = 100.0;

/// A number and its derivative by W.
#[derive(Clone, Copy, Debug)]
pub struct Dual {
    pub value: Rounded,
    pub slope: Rounded,
}

impl Dual {
    pub fn constant(value: f64) -> Dual {
        Dual { value: Rounded::exact(value), slope: Rounded::exact(0.0) }
    }

    /// A value and its slope, both exact.
    pub fn exact(value: f64, slope: f64) -> Dual {
        Dual { value: Rounded::exact(value), slope: Rounded::exact(slope) }
    }

    /// A function of it, from the function's value and derivative.
    fn map(self, value: Rounded, derivative: Rounded) -> Dual {
        Dual { value, slope: derivative.times(self.slope) }
    }

    pub fn plus(self, other: Dual) -> Dual {
        Dual { value: self.value.plus(other.value), slope: self.slope.plus(other.slope) }
    }

    pub fn times(self, other: Dual) -> Dual {
        let slope = self.slope.times(other.value).plus(self.value.times(other.slope));
        Dual { value: self.value.times(other.value), slope }
    }

    pub fn negative(self) -> Dual {
        let turned = |of: Rounded| Rounded { value: -of.value, error: of.error };
        Dual { value: turned(self.value), slope: turned(self.slope) }
    }

    pub fn exp(self) -> Dual {
        let value = self.value.exp();
        self.map(value, value)
    }

    pub fn log(self) -> Dual {
        self.map(self.value.ln(), self.value.inverse())
    }

    pub fn sigmoid(self) -> Dual {
        let value = Dual::constant(1.0).plus(self.negative().exp()).value.inverse();
        let rest = Rounded::exact(1.0).plus(Rounded { value: -value.value, error: value.error });
        self.map(value, value.times(rest))
    }

    pub fn inverse(self) -> Dual {
        let value = self.value.inverse();
        let square = value.times(value);
        self.map(value, Rounded { value: -square.value, error: square.error })
    }

    /// Certainly 0, so that nothing can be divided by it.
    pub fn is_zero(self) -> bool {
        self.value.is_zero()
    }
}
