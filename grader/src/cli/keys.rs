//! Keys of a loop: a letter and Enter, so that they work in every terminal.

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Hint,
    Next,
    List,
    Page,
    Quit,
}

/// All keys with what they do.
pub const HELP: &str = "Keys, each with Enter: h a hint, n what to do next, l the whole report, p a page, q the end.";

impl Key {
    /// The key that a line is, if it is one.
    pub fn read(line: &str) -> Option<Key> {
        match line.trim().to_lowercase().as_str() {
            "h" | "hint" => Some(Key::Hint),
            "n" | "next" => Some(Key::Next),
            "l" | "list" => Some(Key::List),
            "p" | "page" => Some(Key::Page),
            "q" | "quit" | "exit" => Some(Key::Quit),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn a_letter_or_its_word_and_nothing_else_is_a_key() {
        let keys = ["h", "H\r", " next ", "l", "q", "", "x", "hn"].map(Key::read);
        let [hint, next] = [Some(Key::Hint), Some(Key::Next)];
        assert_eq!(keys, [hint, hint, next, Some(Key::List), Some(Key::Quit), None, None, None]);
    }
}
