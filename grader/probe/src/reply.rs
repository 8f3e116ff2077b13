//! From what a student's function returns to JSON: numbers, lists, `{"text": …}` and `null` for `None`.

use ndarray::{Array1, Array2, Array3};
use serde_json::{Value, json};
use wire::number;

/// A result type that can be written down.
pub trait Reply {
    /// Writes the value; arrays become nested lists, tuples become lists.
    fn encode(&self) -> Value;
}

impl Reply for f64 {
    fn encode(&self) -> Value {
        number(*self)
    }
}

impl Reply for usize {
    fn encode(&self) -> Value {
        (*self).into()
    }
}

impl Reply for bool {
    fn encode(&self) -> Value {
        (*self).into()
    }
}

impl Reply for String {
    fn encode(&self) -> Value {
        json!({ "text": self })
    }
}

impl<T: Reply> Reply for Option<T> {
    fn encode(&self) -> Value {
        self.as_ref().map_or(Value::Null, Reply::encode)
    }
}

impl<T: Reply> Reply for Vec<T> {
    fn encode(&self) -> Value {
        self.iter().map(Reply::encode).collect()
    }
}

impl<T: Reply, const N: usize> Reply for [T; N] {
    fn encode(&self) -> Value {
        self.iter().map(Reply::encode).collect()
    }
}

impl Reply for Array1<f64> {
    fn encode(&self) -> Value {
        self.iter().copied().map(number).collect()
    }
}

impl Reply for Array1<usize> {
    fn encode(&self) -> Value {
        self.iter().copied().collect()
    }
}

impl Reply for Array2<f64> {
    fn encode(&self) -> Value {
        let row = |row: ndarray::ArrayView1<'_, f64>| row.iter().copied().map(number).collect::<Value>();
        self.rows().into_iter().map(row).collect()
    }
}

impl Reply for Array3<f64> {
    fn encode(&self) -> Value {
        self.outer_iter().map(|block| block.to_owned().encode()).collect()
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt),*))*) => {$(
        impl<$($name: Reply),*> Reply for ($($name,)*) {
            fn encode(&self) -> Value { Value::Array(vec![$(self.$index.encode()),*]) }
        }
    )*};
}
tuples!((A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4));
