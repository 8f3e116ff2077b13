//! The words of one task: its functions and constants, its letters, and what may stand before `=`.

/// The names that a task may use, besides letters.
pub const NAMES: [&str; 11] = ["b", "t", "F", "E", "S", "P", "log", "exp", "s", "sum", "D"];

/// The words of one task.
#[derive(Clone, Debug, PartialEq)]
pub struct Notation {
    /// What may stand before `=`, besides `L`.
    pub left: Vec<String>,
    /// The functions and constants that may be used, of [`NAMES`].
    pub names: Vec<String>,
    /// The answers that have a letter of their own: the label, then another one.
    pub letters: Vec<String>,
}

impl Notation {
    /// May this function or constant be used?
    pub fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Is there a latent variable? Then letters that begin with z run over its values.
    pub fn latent(&self) -> bool {
        self.knows("E")
    }

    /// Does it speak of scores S = −F and of τ = 1/β?
    pub fn scores(&self) -> bool {
        self.knows("S")
    }
}
