//! From JSON to the types that a student's function takes. None of this is generic over student code.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2};
use serde_json::Value;
use wire::read_number;

/// An owned value read from JSON.
pub trait Decode: Sized {
    /// What the JSON must look like, for the sentence that refuses it.
    const EXPECTED: &'static str;
    /// Reads the value; `None` where the JSON has another form.
    fn decode(value: &Value) -> Option<Self>;
}

/// A parameter type: read as an owned value, then lent to the call.
pub trait Argument<'a>: Sized {
    /// What is read and kept for the time of the call.
    type Owned: Decode;
    /// Lends it in the form the parameter wants.
    fn lend(owned: &'a Self::Owned) -> Self;
}

impl Decode for f64 {
    const EXPECTED: &'static str = "a number";
    fn decode(value: &Value) -> Option<Self> {
        read_number(value)
    }
}

/// Whole numbers may be written `3` or `3.0`.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let x = value.as_f64()?;
        (x >= 0.0 && x.fract() == 0.0 && x <= 9.0e15).then_some(x as u64)
    })
}

impl Decode for usize {
    const EXPECTED: &'static str = "a whole number";
    fn decode(value: &Value) -> Option<Self> {
        usize::try_from(whole(value)?).ok()
    }
}

impl Decode for u32 {
    const EXPECTED: &'static str = "a whole number";
    fn decode(value: &Value) -> Option<Self> {
        u32::try_from(whole(value)?).ok()
    }
}

impl Decode for bool {
    const EXPECTED: &'static str = "true or false";
    fn decode(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Decode for String {
    const EXPECTED: &'static str = "a text";
    fn decode(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

fn list<T: Decode>(value: &Value) -> Option<Vec<T>> {
    value.as_array()?.iter().map(T::decode).collect()
}

impl Decode for Vec<f64> {
    const EXPECTED: &'static str = "a list of numbers";
    fn decode(value: &Value) -> Option<Self> {
        list(value)
    }
}

impl Decode for Vec<usize> {
    const EXPECTED: &'static str = "a list of whole numbers";
    fn decode(value: &Value) -> Option<Self> {
        list(value)
    }
}

impl Decode for Vec<bool> {
    const EXPECTED: &'static str = "a list of true and false";
    fn decode(value: &Value) -> Option<Self> {
        list(value)
    }
}

impl Decode for [f64; 2] {
    const EXPECTED: &'static str = "a list of two numbers";
    fn decode(value: &Value) -> Option<Self> {
        list(value)?.try_into().ok()
    }
}

impl Decode for Array1<f64> {
    const EXPECTED: &'static str = "a list of numbers";
    fn decode(value: &Value) -> Option<Self> {
        list(value).map(Array1::from_vec)
    }
}

impl Decode for Array2<f64> {
    const EXPECTED: &'static str = "a list of rows of equal length";
    fn decode(value: &Value) -> Option<Self> {
        let rows: Vec<Vec<f64>> = list(value)?;
        let columns = rows.first().map_or(0, Vec::len);
        Array2::from_shape_vec((rows.len(), columns), equal(rows, columns)?.concat()).ok()
    }
}

impl Decode for Array2<usize> {
    const EXPECTED: &'static str = "a list of rows of whole numbers, of equal length";
    fn decode(value: &Value) -> Option<Self> {
        let rows: Vec<Vec<usize>> = list(value)?;
        let columns = rows.first().map_or(0, Vec::len);
        let equal = rows.iter().all(|row| row.len() == columns);
        Array2::from_shape_vec((rows.len(), columns), rows.concat()).ok().filter(|_| equal)
    }
}

impl Decode for Array3<f64> {
    const EXPECTED: &'static str = "a list of matrices of equal shape";
    fn decode(value: &Value) -> Option<Self> {
        let blocks: Vec<Array2<f64>> = list(value)?;
        let (rows, columns) = blocks.first().map_or((0, 0), Array2::dim);
        if blocks.iter().any(|block| block.dim() != (rows, columns)) {
            return None;
        }
        let flat = blocks.iter().flat_map(|block| block.iter().copied()).collect();
        Array3::from_shape_vec((blocks.len(), rows, columns), flat).ok()
    }
}

fn equal(rows: Vec<Vec<f64>>, columns: usize) -> Option<Vec<Vec<f64>>> {
    rows.iter().all(|row| row.len() == columns).then_some(rows)
}

/// A gradient field handed to a student's function: it takes a point and returns ∂F there.
type Field = dyn Fn(&Array1<f64>) -> Array1<f64>;

/// A function as an argument: one polynomial per coordinate, coefficients in ascending powers, so
/// that it can be written down. A single row serves every coordinate.
pub struct Polynomials(Box<Field>);

impl Decode for Polynomials {
    const EXPECTED: &'static str = "a list of rows of polynomial coefficients, ascending powers";
    fn decode(value: &Value) -> Option<Self> {
        let rows: Vec<Vec<f64>> = list(value)?;
        if rows.is_empty() {
            return None;
        }
        Some(Polynomials(Box::new(move |point| {
            let each = point.iter().enumerate().map(|(i, &x)| {
                let row = rows.get(i).unwrap_or(&rows[0]);
                row.iter().rev().fold(0.0, |sum, c| sum * x + c)
            });
            each.collect()
        })))
    }
}

impl<'a> Argument<'a> for &'a Field {
    type Owned = Polynomials;
    fn lend(owned: &'a Polynomials) -> Self {
        &*owned.0
    }
}

macro_rules! by_copy {
    ($($type:ty),*) => {$(
        impl<'a> Argument<'a> for $type {
            type Owned = $type;
            fn lend(owned: &'a $type) -> Self { *owned }
        }
    )*};
}
by_copy!(f64, usize, u32, bool, [f64; 2]);

macro_rules! by_reference {
    ($($borrowed:ty => $owned:ty),*) => {$(
        impl<'a> Argument<'a> for &'a $borrowed {
            type Owned = $owned;
            fn lend(owned: &'a $owned) -> Self { owned }
        }
    )*};
}
by_reference!(
    Array1<f64> => Array1<f64>, Array2<f64> => Array2<f64>, Array2<usize> => Array2<usize>, Array3<f64> => Array3<f64>,
    [f64] => Vec<f64>, [usize] => Vec<usize>, [bool] => Vec<bool>, [f64; 2] => [f64; 2], str => String
);

impl<'a> Argument<'a> for ArrayView1<'a, f64> {
    type Owned = Array1<f64>;
    fn lend(owned: &'a Array1<f64>) -> Self {
        owned.view()
    }
}

impl<'a> Argument<'a> for ArrayView2<'a, f64> {
    type Owned = Array2<f64>;
    fn lend(owned: &'a Array2<f64>) -> Self {
        owned.view()
    }
}
