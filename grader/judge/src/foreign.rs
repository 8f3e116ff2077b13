//! Text that others wrote: a student's code, the compiler, file names. It passes here once, where it becomes
//! part of a report.

use std::iter::Peekable;
use std::str::Chars;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';

/// Foreign text as a report may show it: no control character but line breaks, no terminal sequence, nothing that
/// changes the direction of text or cannot be seen; length bounded.
pub fn clean(text: &str, most: usize) -> String {
    let mut kept = Visible { rest: text.chars().peekable() };
    let mut clean: String = kept.by_ref().take(most).collect();
    if kept.next().is_some() {
        clean.push('…');
    }
    clean
}

/// The same on one line.
pub fn line(text: &str, most: usize) -> String {
    clean(text, most).replace('\n', " ")
}

/// The characters that may be shown.
struct Visible<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Iterator for Visible<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            match self.rest.next()? {
                ESCAPE => self.skip_sequence(),
                // the same sequences, each begun by a single character
                '\u{9b}' => self.skip_parameters(),
                '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => self.skip_payload(),
                '\t' => return Some(' '),
                '\n' => return Some('\n'),
                c if c.is_control() || invisible(c) => {}
                c => return Some(c),
            }
        }
    }
}

impl Visible<'_> {
    /// What follows an escape character and belongs to it.
    fn skip_sequence(&mut self) {
        match self.rest.peek() {
            Some('[') => {
                self.rest.next();
                self.skip_parameters();
            }
            // a title, a link, a device's string: all of it is payload
            Some(']' | 'P' | 'X' | '^' | '_') => {
                self.rest.next();
                self.skip_payload();
            }
            Some(' '..='/') => {
                while self.rest.next_if(|c| (' '..='/').contains(c)).is_some() {}
                self.rest.next_if(|c| ('0'..='~').contains(c));
            }
            Some('0'..='~') => {
                self.rest.next();
            }
            _ => {}
        }
    }

    /// Digits and the like, up to the letter that ends them.
    fn skip_parameters(&mut self) {
        while self.rest.next_if(|c| (' '..='?').contains(c)).is_some() {}
        self.rest.next_if(|c| ('@'..='~').contains(c));
    }

    /// Anything up to a bell or a string terminator; at most the rest of the line, where neither comes.
    fn skip_payload(&mut self) {
        while let Some(c) = self.rest.next_if(|c| *c != '\n') {
            match c {
                BELL | '\u{9c}' => return,
                ESCAPE => {
                    self.rest.next_if(|c| *c == '\\');
                    return;
                }
                _ => {}
            }
        }
    }
}

/// Marks that change the direction of text, join or hide, and letters of no width.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_steer_a_terminal_or_flood_a_report() {
        for (text, shown) in [
            ("a\u{1b}[31mred\u{7}\u{202e}", "ared"),
            ("a\u{9b}1;31mred", "ared"),
            ("\u{1b}]0;a title\u{7}b", "b"),
            ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{9d}0;a title\u{9c}b", "b"),
            ("\u{1b}Pq payload\u{1b}\\b", "b"),
            ("\u{1b}]0;no end\nnext", "\nnext"),
            ("\u{1b}(0b\u{1b}cd\u{1b}", "bd"),
            ("two\r\nlines\tand a blank", "two\nlines and a blank"),
            ("z\u{200b}e\u{ad}r\u{e0041}o\u{feff}", "zero"),
            ("\u{2066}\u{2069}\u{85}\u{0}", ""),
        ] {
            assert_eq!(clean(text, 100), shown, "{text:?}");
            assert_eq!(clean(&clean(text, 100), 100), shown, "{text:?}");
        }
        assert_eq!(clean("αβγδ", 2), "αβ…");
        assert_eq!(line("two\nlines", 100), "two lines");
    }
}
