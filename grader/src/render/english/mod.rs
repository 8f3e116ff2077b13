//! Every sentence about a result, in English: the one place that turns what `judge` found into words. Each match is
//! complete, so that nothing can be found for which there are no words. Words of the course pass through unchanged.

mod advice;
mod call;
mod case;
mod change;
mod derivation;
mod diagnosis;
mod exercise;
mod files;
mod law;
pub mod page;
mod picture;
mod progress;
mod standing;
mod training;
mod written;

pub use advice::{HINTS, advice};
pub use call::{ending, not_built};
pub use case::{UNTOLD, allowed, difference, drawn_later, drawn_later_of, draws, place, second, unsteady};
pub use change::{Of, begun, compile_error, fails, lost, not_right, otherwise, right, turned, unwritten};
pub use diagnosis::{diagnosis, in_short};
pub use exercise::{before, missing, note, remark, summary, upstream};
pub use files::file;
pub use law::law;
pub use page::{book_is_in, page_is_in};
pub use picture::picture;
pub use progress::{NO_WAY, NOW, OVER_TIME, ago, forgotten, since, since_then, way};
pub use standing::{check, points, stand, stands, verdict};
pub use training::{share, skipped, trained, trouble};
pub use written::{answer_fault, end, line, option, text, unread};

/// A signature as a student writes it; no type stands on another line than its name.
pub fn signature(signature: &str) -> String {
    format!("pub {signature}").replace(": ", ":\u{a0}").replace(" -> ", "\u{a0}->\u{a0}")
}

/// A sentence in so many columns.
pub fn paragraph(text: &str, columns: usize) -> String {
    super::page::Page { width: columns }.paragraph(text, 0)
}

/// `a`, `a and b`, `a, b and c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
