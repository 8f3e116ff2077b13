//! What people see of a report and of a reading. Computes no points, and runs nothing.

mod brief;
mod change;
pub mod english;
mod evidence;
mod full;
mod next;
mod overview;
mod page;
mod picture;
mod place;
mod section;
pub mod style;
mod terminal;
mod training;
mod value;
mod view;

pub use brief::brief;
pub use change::changed;
pub use next::{Aim, aim, to_do};
pub use picture::drawn;
pub use terminal::to_terminal;
pub use value::Extent;
pub use view::{Detail, View};
