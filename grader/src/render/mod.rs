//! What people see of a report and of a reading. Computes no points, and runs nothing.

mod brief;
mod change;
pub mod english;
mod evidence;
mod full;
mod handout;
mod markdown;
mod next;
mod overview;
pub mod packing;
mod page;
mod picture;
pub mod place;
mod progress;
mod rustc;
mod section;
mod show;
pub mod style;
mod terminal;
mod training;
pub mod value;
mod view;

pub use brief::brief;
pub use change::changed;
pub use handout::about;
pub use markdown::to_markdown;
pub use next::{Step, step, to_do};
pub use overview::{Stand, stand};
pub use picture::drawn;
pub use progress::progress;
pub use rustc::to_rustc;
pub use section::{against, misnamed, simplest};
pub use show::shown;
pub use terminal::to_terminal;
pub use value::Extent;
pub use view::{Detail, View};
