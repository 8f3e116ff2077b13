//! Text that others wrote: a student's code, the compiler, file names.

/// Foreign text as a report may show it: control characters out, length bounded.
pub fn clean(text: &str, most: usize) -> String {
    // direction marks could make a report read other than it is
    let hostile =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    let mut kept = kept.filter(|&c| (c == '\n' || !c.is_control()) && !hostile(c));
    let mut clean: String = kept.by_ref().take(most).collect();
    if kept.next().is_some() {
        clean.push('…');
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn foreign_text_cannot_steer_a_terminal_or_flood_a_report() {
        assert_eq!(clean("a\u{1b}[31mred\u{7}\u{202e}", 100), "a[31mred");
        assert_eq!(clean("αβγδ", 2), "αβ…");
        assert_eq!(clean("two\nlines", 100), "two\nlines");
    }
}
