//! A panic of student code, as the grader reads it.

use serde_json::{Value, json};
use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;

/// Of a message no more is kept than this many characters.
const LONGEST: usize = 2_000;
/// Of a trace no more is kept than this many places.
const DEEPEST: usize = 64;

/// What is known of a panic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panic {
    /// What it said.
    pub message: String,
    /// Where it happened, as far as the compiler noted it.
    pub place: Option<Place>,
    /// The places that led there, the innermost first, where they were asked for.
    pub trace: Vec<Place>,
}

/// A line of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As the compiler names it.
    pub file: String,
    /// Counted from 1.
    pub line: u64,
}

/// From now on every panic is printed, as usual, and handed to `note`.
pub fn note_panics(trace: bool, note: impl Fn(Panic) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |info| {
        eprintln!("{info}");
        note(Panic::of(info, trace));
    }));
}

impl Panic {
    fn of(info: &PanicHookInfo<'_>, trace: bool) -> Panic {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = text.unwrap_or("the panic carried no text").chars().take(LONGEST).collect();
        let place = info.location().map(|at| Place { file: at.file().to_owned(), line: at.line().into() });
        let trace = if trace { places(&Backtrace::force_capture().to_string()) } else { vec![] };
        Panic { message, place, trace }
    }

    /// As it travels.
    pub fn to_json(&self) -> Value {
        let mut json = json!({ "message": self.message });
        if let Some(place) = &self.place {
            json["place"] = place.to_json();
        }
        if !self.trace.is_empty() {
            json["trace"] = self.trace.iter().map(Place::to_json).collect();
        }
        json
    }

    /// From what [`Panic::to_json`] wrote; what is missing stays empty.
    pub fn from_json(json: &Value) -> Panic {
        let trace = json["trace"].as_array().map(|list| list.iter().filter_map(Place::from_json).collect());
        Panic {
            message: json["message"].as_str().unwrap_or("a panic without a message").to_owned(),
            place: Place::from_json(&json["place"]),
            trace: trace.unwrap_or_default(),
        }
    }
}

impl Place {
    fn to_json(&self) -> Value {
        json!([self.file, self.line])
    }

    fn from_json(json: &Value) -> Option<Place> {
        Some(Place { file: json[0].as_str()?.to_owned(), line: json[1].as_u64()? })
    }
}

/// The places in the standard library's own form of a backtrace: `at FILE:LINE:COLUMN`.
fn places(backtrace: &str) -> Vec<Place> {
    let place = |line: &str| {
        let place = line.trim().strip_prefix("at ")?;
        let (rest, _) = place.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        Some(Place { file: file.to_owned(), line: line.parse().ok()? })
    };
    backtrace.lines().filter_map(place).take(DEEPEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_a_backtrace() {
        let text = "   0: std::backtrace::Backtrace::create\n   1: gibbs::entropy\n             at ./gibbs/src/lib.rs:57:5\n             at C:\\x\\lib.rs:3:1\n";
        let found = places(text);
        assert_eq!(found[0], Place { file: "./gibbs/src/lib.rs".into(), line: 57 });
        assert_eq!(found[1], Place { file: "C:\\x\\lib.rs".into(), line: 3 });
    }
}
