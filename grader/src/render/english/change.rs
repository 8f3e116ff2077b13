//! What an edit changed.

use judge::report::{Check, Diagnostic, Kind, Way};

/// Of the checks of a sort, which one is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All of them.
    All,
    /// This one.
    One,
}

/// A check that turned.
pub fn turned(check: &Check, turn: Way, of: Of) -> String {
    let what = match check.kind {
        Kind::Case => "every case".to_owned(),
        Kind::Stability if of == Of::All => "stability".to_owned(),
        Kind::Stability => format!("stability ({})", check.name),
        Kind::Property if check.name.is_empty() => "a law".to_owned(),
        Kind::Property => format!("the law \"{}\"", check.name),
        Kind::Derivation => "the derivation".to_owned(),
        Kind::Choice => "the answer".to_owned(),
        Kind::Text => "the text".to_owned(),
    };
    match (check.kind, turn) {
        (Kind::Case, Way::Holds) => format!("{what} is right now"),
        (Kind::Case, Way::Lost) => "the cases are no longer right".to_owned(),
        (Kind::Stability | Kind::Property, Way::Holds) => format!("{what} holds now"),
        (Kind::Stability | Kind::Property, Way::Lost) => format!("{what} no longer holds"),
        (Kind::Derivation | Kind::Choice | Kind::Text, Way::Holds) => format!("{what} is right now"),
        (Kind::Derivation | Kind::Choice | Kind::Text, Way::Lost) => format!("{what} is no longer right"),
        (_, Way::Counts) => format!("{what} counts now, for what you wrote before"),
    }
}

/// An entry that has all its points.
pub fn right(several: bool) -> &'static str {
    if several { "all of it is right" } else { "right" }
}

/// An entry that has been begun.
pub fn begun() -> &'static str {
    "begun"
}

/// An entry that is wrong as before, for another reason.
pub fn otherwise() -> &'static str {
    "wrong in another way"
}

/// An entry of which nothing is there any more.
pub fn unwritten() -> &'static str {
    "not written any more"
}

/// How a file that does not compile is answered while it is being written: one line.
pub fn compile_error(place: &str, error: &Diagnostic) -> String {
    let code = error.code.as_ref().map(|code| format!(" [{}]", code.0)).unwrap_or_default();
    format!("{place}: {}{code}", error.message)
}

/// An entry that has not all its points, in the words of a compiler: in one paragraph.
pub fn not_right(name: &str, points: u32, max: u32, says: &[String]) -> String {
    let says = says.join(" ").replace(['\n', '\u{a0}'], " ");
    format!("`{name}` has {points} of {max} points. {says}").trim_end().to_owned()
}

/// One call or law that speaks against an entry.
pub fn fails(name: &str, with: &str, why: &str) -> String {
    format!("`{name}`{with}: {why}").replace('\u{a0}', " ")
}

/// What an interrupted or disturbed run costs.
pub fn lost(exercise: &str, cause: &str) -> String {
    format!("`{exercise}` could not be graded, and it is not your mistake: {cause}")
}
