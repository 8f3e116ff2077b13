//! One owed function, as the probe program sees it.

use crate::argument::Decode;
use serde_json::Value;

/// The arguments do not fit the signature: the caller's mistake, never the student's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse(pub String);

/// The arguments of one call, taken one by one from left to right.
pub struct Arguments {
    values: std::vec::IntoIter<Value>,
    position: usize,
}

impl Arguments {
    /// Wraps the JSON list of a call.
    pub fn new(values: Vec<Value>) -> Self {
        Arguments { values: values.into_iter(), position: 0 }
    }

    /// Takes the next argument as an owned value of its type.
    pub fn take<T: Decode>(&mut self, name: &str) -> Result<T, Misuse> {
        self.position += 1;
        let place = self.position;
        let value = self.values.next().ok_or_else(|| Misuse(format!("argument {place} (`{name}`) is missing")))?;
        T::decode(&value)
            .ok_or_else(|| Misuse(format!("argument {place} (`{name}`) must be {}, not {value}", T::EXPECTED)))
    }

    /// Refuses arguments that no parameter took.
    pub fn finish(&mut self) -> Result<(), Misuse> {
        match self.values.len() {
            0 => Ok(()),
            more => Err(Misuse(format!("{more} more than the {} arguments it takes", self.position))),
        }
    }
}

/// A function that the probe program can call: its name and the adapter that [`item!`](crate::item!) makes.
pub struct Item {
    /// The name by which calls ask for it.
    pub name: &'static str,
    /// Decodes the arguments, calls the function, encodes its result.
    pub call: fn(&mut Arguments) -> Result<Value, Misuse>,
}

/// Declares one owed function: `item!("gibbs", gibbs::gibbs, fn(energies: &Array1<f64>, beta: f64) -> Array1<f64>)`.
///
/// The path is coerced to the stated `fn` pointer, which is the check of the signature.
#[macro_export]
macro_rules! item {
    ($name:literal, $path:path, fn($($argument:ident : $type:ty),* $(,)?) -> $result:ty) => {
        $crate::Item {
            name: $name,
            call: {
                const FUNCTION: fn($($type),*) -> $result = $path;
                fn call(arguments: &mut $crate::Arguments) -> Result<$crate::serde_json::Value, $crate::Misuse> {
                    $(let $argument = arguments.take::<<$type as $crate::Argument<'_>>::Owned>(stringify!($argument))?;)*
                    arguments.finish()?;
                    Ok($crate::Reply::encode(&FUNCTION($($crate::Argument::lend(&$argument)),*)))
                }
                call
            },
        }
    };
}
