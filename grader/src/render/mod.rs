//! What people see of a report and of a reading. Computes no points, and runs nothing.

mod overview;
mod picture;
pub mod style;
mod terminal;
mod training;

pub use picture::drawn;
pub use terminal::to_terminal;
pub use training::percent;
