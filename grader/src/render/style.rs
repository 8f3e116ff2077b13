//! The few styles of everything that is printed. Words carry the meaning; these only help to find it.

use anstyle::{AnsiColor, Style};

/// Earned, in order.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Wrong.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Partly there.
pub const PART: Style = AnsiColor::Yellow.on_default();
/// Names and totals.
pub const STRONG: Style = Style::new().bold();
/// Remarks.
pub const FAINT: Style = Style::new().dimmed();
