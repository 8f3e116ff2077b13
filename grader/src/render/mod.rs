//! What people see of a report and of a reading. Computes no points, and runs nothing.

pub mod english;
mod overview;
mod picture;
mod place;
pub mod style;
mod terminal;
mod training;

pub use picture::drawn;
pub use terminal::{brief, to_terminal};
