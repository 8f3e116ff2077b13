//! Does a wrong function call another one of the exercise that is wrong, too? Then that is the one to mend first.

use crate::source::{MAIN, StudentFile, calls, code, functions, text};
use std::collections::BTreeMap;

/// So many helpers are looked through: a file of nothing else must not hold up a class.
const HELPERS: usize = 50;

/// Where a function fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Failing {
    /// On extreme inputs only.
    Extremes,
    /// On ordinary inputs.
    Formula,
}

/// The first of these functions, in the order of the exercise, that is called in the body of this one or of its helpers
/// and fails on inputs no less ordinary. Of two that call each other neither is the first to mend.
pub fn upstream<'a>(
    function: &str,
    order: impl Iterator<Item = &'a str>,
    failing: &BTreeMap<String, Failing>,
    files: &[StudentFile],
) -> Option<String> {
    let own = failing.get(function)?;
    let order: Vec<&str> = order.collect();
    let mut guilty =
        order.iter().filter(|other| **other != function && failing.get(**other).is_some_and(|other| other >= own));
    let code = code(text(files, MAIN)?);
    let helpers: Vec<&str> = functions(&code).filter(|name| !order.contains(name)).take(HELPERS).collect();
    let called =
        guilty.find(|other| reaches(&code, &helpers, function, other) && !reaches(&code, &helpers, other, function));
    called.map(|other| (*other).to_owned())
}

/// Does a function call another one, by itself or through helpers of the student's?
fn reaches(code: &str, helpers: &[&str], function: &str, other: &str) -> bool {
    let (mut open, mut left) = (vec![function], helpers.to_vec());
    while let Some(next) = open.pop() {
        if calls(code, next, other) {
            return true;
        }
        let (called, rest) = left.into_iter().partition(|helper| calls(code, next, helper));
        left = rest;
        open.extend::<Vec<&str>>(called);
    }
    false
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
        fn first(x: f64) -> f64 { second(x) }
        fn second(x: f64) -> f64 { first(x) + energy(x) }
        pub fn far(x: f64) -> f64 { first(x) }
    ";

    fn first(function: &str, failing: &[(&str, Failing)]) -> Option<String> {
        let files = [StudentFile { path: MAIN.into(), text: CODE.into() }];
        let order = ["energy", "loss", "scale", "grad", "even", "odd", "far"];
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
        // through helpers, which may call each other
        assert_eq!(first("far", &[("far", Formula), ("energy", Formula)]).as_deref(), Some("energy"));
        assert_eq!(first("far", &[("far", Formula), ("loss", Formula)]), None);
        // each of them would be the first
        assert_eq!(first("even", &all), None);
        // a right function is not to blame, nor a wrong one for what is right
        assert_eq!(first("loss", &[("loss", Formula)]), None);
        assert_eq!(first("loss", &[("energy", Formula)]), None);
        assert_eq!(first("loss", &[("loss", Formula), ("energy", Extremes)]), None);
        assert_eq!(first("loss", &[("loss", Extremes), ("energy", Extremes)]).as_deref(), Some("energy"));
    }
}
