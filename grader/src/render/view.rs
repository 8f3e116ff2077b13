//! How much of a report to show, and how wide.

/// What somebody wants to see of a report.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Columns of the terminal; see [`View::columns`].
    pub width: usize,
    /// How much.
    pub detail: Detail,
    /// One function, everything about it; of the only exercise, or the first that has one of this name.
    pub function: Option<&'a str>,
    /// The exercise that was edited last: it decides what is next.
    pub focus: Option<&'a str>,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The points, and what to mend first.
    #[default]
    First,
    /// Every entry, and of every one that is not right one reason.
    Every,
}

/// Narrower, and nothing fits; wider, and nobody finds the next line.
const NARROWEST: usize = 60;
const WIDEST: usize = 120;
/// Where the width is not known.
const USUAL: usize = 80;

impl Default for View<'_> {
    fn default() -> Self {
        View { width: USUAL, detail: Detail::First, function: None, focus: None }
    }
}

impl View<'_> {
    /// The columns that are used.
    pub fn columns(&self) -> usize {
        self.width.clamp(NARROWEST, WIDEST)
    }
}
