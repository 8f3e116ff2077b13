//! What a jail says before the program in it begins.

/// The first line of a conversation, or the second where the program could not be started at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Everything is in place; what follows is the program's.
    Ready,
    /// Nothing of the program has run, and why.
    Failed(String),
}

impl Said {
    /// As a line. The word shows that it is the jail who speaks.
    pub fn to_line(&self, word: &str) -> String {
        match self {
            Said::Ready => format!("{word} ready\n"),
            Said::Failed(why) => format!("{word} failed: {}\n", why.replace('\n', " ")),
        }
    }

    /// From a line; `None` where somebody else says it.
    pub fn from_line(line: &[u8], word: &str) -> Option<Said> {
        let rest = std::str::from_utf8(line).ok()?.strip_prefix(word)?;
        match rest {
            " ready" => Some(Said::Ready),
            _ => rest.strip_prefix(" failed: ").map(|why| Said::Failed(why.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_reads_back_for_who_knows_the_word() {
        for said in [Said::Ready, Said::Failed("no room".into())] {
            let line = said.to_line("ab12");
            assert_eq!(Said::from_line(line.trim_end().as_bytes(), "ab12"), Some(said.clone()));
            assert_eq!(Said::from_line(line.trim_end().as_bytes(), "ab13"), None);
        }
        assert_eq!(Said::from_line(b"ab12 steady", "ab12"), None);
    }
}
