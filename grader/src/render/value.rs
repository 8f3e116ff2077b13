//! Values for people: on one line, cut to what tells; and a call for a shell, with all its digits.

use super::page::GLUE;
use judge::number::{Value, show_number};
use judge::report::{Argument, Excerpt};

/// How much of a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What tells, on a line.
    Telling,
    /// Everything.
    Whole,
}

/// A value that belongs on one line of some columns.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    value: &'a Value,
    /// How many numbers it had before it was cut.
    of: Option<usize>,
    digits: usize,
    tuple: bool,
}

impl<'a> Shown<'a> {
    /// A value of some type, in so many significant digits.
    pub fn new(excerpt: &'a Excerpt, returns: &str, digits: usize) -> Self {
        let tuple = returns.starts_with('(') || returns.starts_with("Option<(");
        Shown { value: &excerpt.value, of: excerpt.cut_from, digits, tuple }
    }

    /// All of it.
    pub fn whole(self) -> String {
        let text = self.text(self.value, self.tuple);
        match self.of {
            Some(all) => format!("{text} … {all} numbers in all"),
            None => text,
        }
    }

    /// All of it where it fits; else the surroundings of one number, or the beginning where there is no such number.
    pub fn around(self, at: &[usize], room: usize) -> String {
        let whole = self.whole();
        if whole.chars().count() <= room { whole } else { self.cut(self.value, at, room, self.tuple) }
    }

    fn cut(self, value: &Value, at: &[usize], room: usize, tuple: bool) -> String {
        let list = match value {
            Value::List(list) => list,
            Value::Text(text) => {
                let all = text.chars().count();
                let room = room.saturating_sub(format!("\"…\", {all} characters").chars().count());
                return format!("\"{}…\", {all} characters", text.chars().take(room).collect::<String>());
            }
            Value::Number(_) | Value::Truth(_) | Value::Nothing => return self.text(value, false),
        };
        let found = at.split_first().and_then(|(i, rest)| Some((*i, list.get(*i)?, rest)));
        match found {
            Some((i, inner @ Value::List(_), rest)) => {
                let place = if tuple {
                    format!("`.{i}` ")
                } else if rest.len() == 1 {
                    format!("row {i}: ")
                } else {
                    format!("[{i}] ")
                };
                let whole = self.text(inner, false);
                let room = room.saturating_sub(place.chars().count());
                place + &if whole.chars().count() <= room { whole } else { self.cut(inner, rest, room, false) }
            }
            Some((i, ..)) if !tuple => self.neighbours(list, i, room),
            Some((i, inner, _)) => format!("`.{i}` {}", self.text(inner, false)),
            None => self.beginning(list, room),
        }
    }

    /// An entry with as many of its neighbours as fit.
    fn neighbours(self, list: &[Value], i: usize, room: usize) -> String {
        let text = |range: std::ops::Range<usize>| {
            let inside: Vec<String> = list[range.clone()].iter().map(|one| self.text(one, false)).collect();
            let (before, after) = (range.start > 0, range.end < list.len());
            format!("[{}{}{}]", if before { "…, " } else { "" }, inside.join(", "), if after { ", …" } else { "" })
        };
        let mut range = i..i + 1;
        loop {
            let left = range.start.saturating_sub(1)..range.end;
            let right = range.start..(range.end + 1).min(list.len());
            // the shorter arm grows first
            let wider = if i - range.start <= range.end - 1 - i { [left, right] } else { [right, left] };
            match wider.into_iter().find(|wider| *wider != range && text(wider.clone()).chars().count() <= room) {
                Some(wider) => range = wider,
                None => return text(range),
            }
        }
    }

    /// As many entries from the first one on as fit; where not one does, the shape.
    fn beginning(self, list: &[Value], room: usize) -> String {
        let all = match self.of {
            Some(all) => return format!("{all} numbers"),
            None => list.len(),
        };
        let text = |inside: &[String]| format!("[{}, … {all} in all]", inside.join(", "));
        let mut inside: Vec<String> = vec![];
        for one in list {
            inside.push(self.text(one, false));
            if text(&inside).chars().count() > room {
                inside.pop();
                break;
            }
        }
        if inside.is_empty() { sized(&Value::List(list.to_vec()).shape()) } else { text(&inside) }
    }

    fn text(self, value: &Value, tuple: bool) -> String {
        match value {
            Value::Number(x) => show_number(*x, self.digits),
            Value::List(list) => {
                let inside: Vec<String> = list.iter().map(|inner| self.text(inner, false)).collect();
                let (open, close) = if tuple { ('(', ')') } else { ('[', ']') };
                format!("{open}{}{close}", inside.join(", "))
            }
            Value::Text(text) => format!("{text:?}"),
            Value::Truth(truth) => truth.to_string(),
            Value::Nothing => "None".into(),
        }
    }
}

/// `40 × 30 numbers`.
pub fn sized(shape: &[usize]) -> String {
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    format!("{} numbers", sizes.join(" × "))
}

/// Two values with as many digits as it takes to see a difference.
pub fn distinguishable<'a>(a: &'a Excerpt, b: &'a Excerpt, returns: &str) -> [Shown<'a>; 2] {
    let pair = |digits| [Shown::new(a, returns, digits), Shown::new(b, returns, digits)];
    let differ = |[a, b]: &[Shown<'_>; 2]| a.whole() != b.whole();
    [6, 9, 12].map(pair).into_iter().find(differ).unwrap_or_else(|| pair(17))
}

/// `energies = [1, 2, 3], beta = 2`; each value cut where it is longer than a line, and on a line of its own where
/// it fits one.
pub fn named(args: &[Argument], extent: Extent, room: usize, digits: usize) -> String {
    let each = args.iter().map(|one| {
        let left = room.saturating_sub(one.name.chars().count() + 5);
        let value = Shown::new(&one.value, "", digits);
        let value = match extent {
            Extent::Telling => value.around(&[], left),
            Extent::Whole => value.whole(),
        };
        let text = format!("{} = {value}", one.name);
        if text.chars().count() < room { text.replace(' ', &GLUE.to_string()) } else { text }
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The arguments as JSON with all their digits; nothing where a value was cut.
pub fn json(args: &[Argument]) -> Option<String> {
    let whole = args.iter().all(|one| one.value.cut_from.is_none());
    let each = || args.iter().map(|one| spaced(&judge::number::argument(&one.value.value)));
    whole.then(|| format!("[{}]", each().collect::<Vec<_>>().join(", ")))
}

/// JSON with a blank after each comma.
fn spaced(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Array(list) => format!("[{}]", list.iter().map(spaced).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(json: serde_json::Value) -> Excerpt {
        Excerpt::of(&Value::from_json(&json).expect("a value"), 1000)
    }

    #[test]
    fn a_long_value_shows_the_surroundings_of_what_is_wrong() {
        use serde_json::json;
        let vector = excerpt((0..40).map(|i| i as f64 / 8.0).collect());
        let shown = |at: &[usize], room| Shown::new(&vector, "Array1<f64>", 6).around(at, room);
        assert_eq!(shown(&[20], 30), "[…, 2.375, 2.5, 2.625, …]");
        assert_eq!(shown(&[0], 30), "[0, 0.125, 0.25, 0.375, …]");
        assert_eq!(shown(&[], 30), "[0, 0.125, 0.25, … 40 in all]");
        let table = excerpt(json!([vec![0.125; 30], vec![0.25; 30]]));
        assert_eq!(Shown::new(&table, "Array2<f64>", 6).around(&[], 40), "2 × 30 numbers");
        let long = excerpt("abc".repeat(90).into());
        assert_eq!(Shown::new(&long, "String", 6).around(&[], 30), "\"abcabcabcab…\", 270 characters");
        let matrix = excerpt(json!([[1, 2, 3], [4, 5, 6], [7, 8, 9]]));
        let shown = |at: &[usize], room| Shown::new(&matrix, "Array2<f64>", 6).around(at, room);
        assert_eq!(shown(&[1, 2], 40), "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]");
        assert_eq!(shown(&[1, 2], 20), "row 1: [4, 5, 6]");
        let pair = excerpt(json!([0.5, -0.5]));
        assert_eq!(Shown::new(&pair, "(f64, f64)", 6).whole(), "(0.5, −0.5)");
        let path = excerpt(json!([2.5, [0, 1, 1], [[1, 2], [3, 4]]]));
        let path = Shown::new(&path, "Option<(f64, Vec<usize>, Array2<f64>)>", 6);
        assert_eq!(path.whole(), "(2.5, [0, 1, 1], [[1, 2], [3, 4]])");
        assert_eq!(path.around(&[2, 1, 0], 20), "`.2` row 1: [3, 4]");
        assert_eq!(path.around(&[1, 0], 20), "`.1` [0, 1, 1]");
    }

    #[test]
    fn a_call_keeps_all_its_digits_and_the_words_that_can_be_read_back() {
        use serde_json::json;
        let arg = |name: &str, json| Argument { name: name.into(), value: excerpt(json) };
        let args =
            [arg("energies", json!([-1e-300, "-inf", 0.1])), arg("kind", json!("Mean")), arg("beta", json!(2.0))];
        assert_eq!(json(&args).as_deref(), Some("[[-1e-300, \"-inf\", 0.1], \"Mean\", 2]"));
        let text = named(&args, Extent::Telling, 60, 12).replace(GLUE, " ");
        assert_eq!(text, "energies = [−1e-300, −∞, 0.1], kind = \"Mean\", beta = 2");
        let cut = Argument { name: "x".into(), value: Excerpt::of(&Value::List(vec![Value::Nothing; 9]), 2) };
        assert_eq!(json(&[cut]), None);
    }
}
