//! How much a fixture may say: points, titles, words, tolerances. Each answers with what is wrong.

use crate::compare::Tolerance;

/// One check, or one part of an assignment, is worth no more: a larger number is a slip of the pen.
pub const MOST_POINTS: u32 = 1000;
/// An exercise is worth no more.
pub const MOST_OF_EXERCISE: u32 = 10_000;
/// What a report shows on one line.
const LONGEST_LINE: usize = 200;
/// What a report shows as a paragraph.
const LONGEST_PROSE: usize = 4000;
/// A tenth off is another number.
const WIDEST_RELATIVE: f64 = 0.1;
/// A whole unit off is another number; of larger ones `relative` speaks.
const WIDEST_ABSOLUTE: f64 = 1.0;

/// The points of one check.
pub fn points(points: u32) -> Result<(), String> {
    if (1..=MOST_POINTS).contains(&points) { Ok(()) } else { Err(format!("{points} points")) }
}

/// A name or a title: one line that says something.
pub fn line(text: &str) -> Result<(), String> {
    prose(text)?;
    if text.contains('\n') {
        return Err("more than one line".into());
    }
    if text.len() > LONGEST_LINE {
        return Err(format!("more than {LONGEST_LINE} bytes"));
    }
    Ok(())
}

/// Words for people.
pub fn prose(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("no words".into());
    }
    if text.bytes().any(|byte| byte < b' ' && byte != b'\n' && byte != b'\t') {
        return Err("a control character".into());
    }
    if text.len() > LONGEST_PROSE {
        return Err(format!("more than {LONGEST_PROSE} bytes"));
    }
    Ok(())
}

/// Numbers from 0 up, and not so wide that everything is right.
pub fn tolerance(tolerance: Tolerance) -> Result<(), String> {
    for (name, x, widest) in
        [("relative", tolerance.relative, WIDEST_RELATIVE), ("absolute", tolerance.absolute, WIDEST_ABSOLUTE)]
    {
        if x.is_nan() || x < 0.0 || x.is_infinite() {
            return Err(format!("a tolerance is negative or not finite ({name} = {x})"));
        }
        if x > widest {
            return Err(format!("the tolerance {name} = {x:e} takes nearly everything for right"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_kept_from_both_sides() {
        assert!(points(0).is_err() && points(1).is_ok() && points(1000).is_ok() && points(u32::MAX).is_err());
        assert!(line(" ").is_err() && line("a\nb").is_err() && line(&"a".repeat(201)).is_err() && line("a").is_ok());
        assert!(prose("a\nb").is_ok() && prose("a\u{1b}b").is_err());
        let is = |relative, absolute| tolerance(Tolerance { relative, absolute }).is_ok();
        assert!(is(0.0, 0.0) && is(0.05, 1e-3));
        assert!(!is(1e9, 0.0) && !is(-1e-9, 0.0) && !is(f64::NAN, 0.0) && !is(1e-9, 1e9));
    }
}
