//! How a value differs from the expected one.

use judge::compare::{Mismatch, Tolerance};
use judge::number::show_number;
use judge::report::{OfDraws, Second, Twice};

/// Said of inputs that a grading keeps to itself.
pub const UNTOLD: &str = "Not so on inputs that were drawn for this grading; these are not told.";

/// What is said of a call that was right, and not again; of an input that is not told there are no replies.
pub fn unsteady(replies: Option<&Twice>) -> String {
    let (what, untold) = match replies {
        Some(_) => ("Right", ""),
        None => ("Right on an input that was drawn for this grading", " The input is not told."),
    };
    format!(
        "{what}, and not when the same call was made again in another process. A result may depend on the arguments \
         alone, and not on earlier calls, addresses, clocks or random numbers.{untold}"
    )
}

/// What came the second time, in one clause.
pub fn second(second: &Second, returns: &str) -> String {
    match second {
        Second::Value { mismatch, .. } => difference(mismatch, returns),
        Second::NoValue { ending } => super::ending(ending),
    }
}

/// How many of some drawn inputs are not right.
pub fn draws(draws: OfDraws) -> String {
    match draws {
        OfDraws { wrong: 1, of: 1 } => "Not right on an input that was drawn for this grading.".into(),
        OfDraws { wrong, of } => {
            format!("Not right on {wrong} of {of} inputs that were drawn for this grading; a simple one of these:")
        }
    }
}

/// Which drawn inputs are added later.
pub fn drawn_later(names: &[String]) -> String {
    format!("When you hand in, inputs are drawn, and they count with these: {}.", names.join("; "))
}

/// How many functions get further inputs later.
pub fn drawn_later_of(functions: usize) -> String {
    let of = if functions == 1 { "1 function is".into() } else { format!("{functions} functions are") };
    format!("Handed in, {of} tried on drawn inputs too; these count as cases.")
}

/// One clause on the difference; `returns` is the type of the function's result.
pub fn difference(mismatch: &Mismatch, returns: &str) -> String {
    let at = |at: &[usize]| match place(at, returns) {
        place if place.is_empty() => place,
        place => format!(" at {place}"),
    };
    match mismatch {
        Mismatch::Shape { at: where_, expected, got } => {
            format!("the shape{} is {got:?} where {expected:?} is expected", at(where_))
        }
        Mismatch::Presence { expected: true } => "None where there is an answer".into(),
        Mismatch::Presence { expected: false } => "an answer where None is expected".into(),
        Mismatch::Other => "it is another value".into(),
        Mismatch::Outside { at: where_ } => format!("outside the subgradients that this kink allows{}", at(where_)),
        Mismatch::Number { at: where_, expected, got } => number(expected.0, got.0, &at(where_)),
    }
}

/// How far off a number is, beside how far off it may be; nothing where that is no question of digits.
pub fn allowed(mismatch: &Mismatch, tolerance: Tolerance) -> Option<String> {
    let Mismatch::Number { expected, got, .. } = mismatch else { return None };
    // labels and counts are not a matter of digits
    if [got.0, expected.0].iter().all(|x| x.fract() == 0.0) {
        return None;
    }
    let off = (got.0 - expected.0).abs();
    let most = tolerance.allows(expected.0);
    off.is_finite().then(|| format!("{} off, where at most {} is allowed", show_number(off, 3), show_number(most, 2)))
}

fn number(expected: f64, got: f64, place: &str) -> String {
    if got.is_nan() {
        return format!("NaN{place}");
    }
    let infinite = got.is_infinite() || expected.is_infinite() || expected.is_nan();
    // labels and counts are not a matter of per cent
    let whole = [got, expected].iter().all(|x| x.fract() == 0.0 && x.abs() < 1e6);
    if infinite || whole {
        format!("{} instead of {}{place}", show_number(got, 6), show_number(expected, 6))
    } else if expected != 0.0 && (got + expected).abs() <= 1e-9 * expected.abs() {
        format!("the sign is flipped{place}")
    } else if expected == 0.0 {
        format!("off by {}{place} where 0 is expected", show_number((got - expected).abs(), 3))
    } else {
        let relative = (got - expected).abs() / expected.abs();
        format!("off by {}{place}", proportion(relative, (got - expected).abs()))
    }
}

fn proportion(relative: f64, absolute: f64) -> String {
    if (1e-3..10.0).contains(&relative) {
        format!("{} %", show_number(relative * 100.0, 2))
    } else {
        format!("{} (relative error {})", show_number(absolute, 3), show_number(relative, 2))
    }
}

/// Where in a result a number stands, counted from 0 as in Rust: `entry 2`, `row 2, column 1`, and of a tuple its
/// field, `.1 row 2, column 1`. Empty for the whole.
pub fn place(at: &[usize], returns: &str) -> String {
    let (field, at) = match at.split_first() {
        Some((field, rest)) if returns.starts_with('(') || returns.starts_with("Option<(") => (Some(field), rest),
        _ => (None, at),
    };
    let inside = match at {
        [] => String::new(),
        [i] => format!("entry {i}"),
        [i, j] => format!("row {i}, column {j}"),
        [i, rest @ ..] => {
            let rest: String = rest.iter().map(|i| format!("[{i}]")).collect();
            format!("[{i}]{rest}")
        }
    };
    match field {
        Some(field) => format!("`.{field}` {inside}").trim_end().to_owned(),
        None => inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::number::Real;

    #[test]
    fn of_two_replies_to_one_call_the_second_is_told_and_of_a_secret_input_none() {
        use judge::fate::Ending;
        use judge::number::Value;
        use judge::report::Excerpt;
        let excerpt = |x| Excerpt { value: Value::Number(x), cut_from: None };
        let mismatch = Mismatch::Number { at: vec![], expected: Real(0.5), got: Real(-0.5) };
        let other = Second::Value { got: excerpt(-0.5), mismatch };
        assert_eq!(second(&other, "f64"), "the sign is flipped");
        let ended = Second::NoValue { ending: Ending::Panicked { message: "no".into(), line: Some(3) } };
        assert_eq!(second(&ended, "f64"), "It panicked on line 3: no");
        let told = unsteady(Some(&Twice { first: excerpt(0.5), second: other }));
        let untold = unsteady(None);
        assert!(told.starts_with("Right, and not when the same call was made again"), "{told}");
        assert!(!told.contains("not told") && untold.ends_with("The input is not told."), "{untold}");
    }

    #[test]
    fn a_difference_names_its_kind_and_its_place() {
        let number = |at: &[usize], expected: f64, got: f64| Mismatch::Number {
            at: at.into(),
            expected: Real(expected),
            got: Real(got),
        };
        let shape = |at: &[usize]| Mismatch::Shape { at: at.into(), expected: vec![3], got: vec![2] };
        let (vector, matrix, tuple) = ("Array1<f64>", "Array2<f64>", "Option<(f64, Vec<usize>, Array2<f64>)>");
        for (mismatch, returns, says) in [
            (number(&[], 0.5, -0.5), "f64", "the sign is flipped"),
            (number(&[2], 0.5, f64::NAN), vector, "NaN at entry 2"),
            (number(&[], 1000.5, f64::INFINITY), "f64", "∞ instead of 1000.5"),
            (number(&[2, 1], 3.0, 1.0), matrix, "1 instead of 3 at row 2, column 1"),
            (number(&[0], 0.5, 0.6), "(f64, f64)", "off by 20 % at `.0`"),
            (number(&[2, 2, 1], 0.5, 0.6), tuple, "off by 20 % at `.2` row 2, column 1"),
            (number(&[], 0.0, 0.25), "f64", "off by 0.25 where 0 is expected"),
            (number(&[], 0.25, 25.0), "f64", "off by 24.8 (relative error 99)"),
            (shape(&[]), vector, "the shape is [2] where [3] is expected"),
            (shape(&[1]), tuple, "the shape at `.1` is [2] where [3] is expected"),
            (Mismatch::Presence { expected: true }, tuple, "None where there is an answer"),
        ] {
            assert_eq!(difference(&mismatch, returns), says);
        }
    }
}
