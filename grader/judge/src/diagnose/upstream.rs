//! Does a wrong function call another one of the exercise that is wrong, too? Then that is the one to mend first.

use crate::source::{MAIN, StudentFile, calls, code, text};
use std::collections::BTreeMap;

/// Where a function fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failing {
    /// On extreme inputs only.
    Extremes,
    /// On ordinary inputs.
    Formula,
}

/// The first of these functions, in the order of the exercise, that is called in the body of this one and fails on
/// inputs no less ordinary. Of two that call each other neither is the first to mend.
pub fn upstream<'a>(
    function: &str,
    order: impl Iterator<Item = &'a str>,
    failing: &BTreeMap<String, Failing>,
    files: &[StudentFile],
) -> Option<String> {
    let own = failing.get(function)?;
    let mut guilty = order.filter(|other| *other != function && failing.get(*other).is_some_and(|other| other >= own));
    let code = code(text(files, MAIN)?);
    let called = guilty.find(|other| calls(&code, function, other) && !calls(&code, other, function));
    called.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "
        pub fn energy(x: f64) -> f64 { x }
        /// Calls other( too.
        pub fn loss(x: f64) -> [f64; 2] {
            // grad(x)
            let note = \"grad(\";
            let scale = |x: f64| x;
            [energy (x) + scale(x), note.len() as f64]
        }
        pub fn scale(x: f64) -> f64 { self::loss(x)[0] + even(x) }
        pub fn grad<'a>(x: f64) -> f64 { x.loss(); myloss(x); '{'; energy(x) }
        pub fn even(x: f64) -> f64 { odd(x) }
        pub fn odd(x: f64) -> f64 { even(x) }
    ";

    fn first(function: &str, failing: &[(&str, Failing)]) -> Option<String> {
        let files = [StudentFile { path: MAIN.into(), text: CODE.into() }];
        let order = ["energy", "loss", "scale", "grad", "even", "odd"];
        let failing = failing.iter().map(|(name, how)| ((*name).to_owned(), *how)).collect();
        upstream(function, order.into_iter(), &failing, &files)
    }

    #[test]
    fn a_wrong_function_that_is_called_is_the_first_to_mend() {
        use Failing::{Extremes, Formula};
        let all = ["energy", "loss", "scale", "grad", "even", "odd"].map(|name| (name, Formula));
        assert_eq!(first("loss", &all).as_deref(), Some("energy"));
        assert_eq!(first("scale", &all).as_deref(), Some("loss"));
        assert_eq!(first("grad", &all).as_deref(), Some("energy"));
        assert_eq!(first("energy", &all), None);
        // each of them would be the first
        assert_eq!(first("even", &all), None);
        // a right function is not to blame, nor a wrong one for what is right
        assert_eq!(first("loss", &[("loss", Formula)]), None);
        assert_eq!(first("loss", &[("energy", Formula)]), None);
        assert_eq!(first("loss", &[("loss", Formula), ("energy", Extremes)]), None);
        assert_eq!(first("loss", &[("loss", Extremes), ("energy", Extremes)]).as_deref(), Some("energy"));
    }
}
