//! The page: paragraphs, labels and rules in the columns that there are. Numbers are never broken across lines.

use super::style::{FAINT, STRONG};

/// Columns to write in.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// How many.
    pub width: usize,
}

/// What belongs to one entry of an exercise begins here,
pub const INDENT: usize = 12;
/// what belongs to one piece of evidence here,
const INNER: usize = INDENT + 2;
/// and what its labels label here.
const COLUMN: usize = INNER + 9;

/// A blank at which no line ends.
pub const GLUE: char = '\u{a0}';

impl Page {
    /// Text from a column on.
    pub fn paragraph(self, text: &str, indent: usize) -> String {
        let space = " ".repeat(indent);
        self.fill(text, &space, &space)
    }

    /// A label in a narrow column, the text beside it.
    pub fn labelled(self, label: &str, text: &str) -> String {
        let first = format!("{}{label:<1$}", " ".repeat(INNER), COLUMN - INNER);
        self.fill(text, &first, &" ".repeat(COLUMN))
    }

    /// Text after a first word of some columns.
    pub fn hanging(self, first: &str, text: &str, indent: usize) -> String {
        self.fill(text, &format!("{first:<indent$}"), &" ".repeat(indent))
    }

    /// How many columns a label leaves.
    pub fn beside_label(self) -> usize {
        self.width - COLUMN
    }

    fn fill(self, text: &str, first: &str, rest: &str) -> String {
        let glued = glued(text, self.width.saturating_sub(rest.chars().count()));
        let mut lines = vec![];
        for paragraph in glued.split('\n') {
            let mut line = if lines.is_empty() { first } else { rest }.to_owned();
            let mut columns = line.chars().count();
            let mut begun = false;
            for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
                let width = word.chars().count() + usize::from(begun);
                if begun && columns + width > self.width {
                    lines.push(std::mem::replace(&mut line, rest.to_owned()));
                    columns = line.chars().count();
                    begun = false;
                }
                line += if begun { " " } else { "" };
                line += word;
                columns += word.chars().count() + usize::from(begun);
                begun = true;
            }
            lines.push(line.trim_end().to_owned());
        }
        lines.join("\n").replace(GLUE, " ") + "\n"
    }

    /// A title, a line, and what it is about at the right; in two lines where one is too short.
    pub fn rule(self, title: &str, about: &str) -> String {
        let (title_width, about_width) = (title.chars().count(), about.chars().count());
        match self.width.checked_sub(title_width + about_width + 2) {
            Some(room) if room > 0 => {
                format!("{STRONG}{title}{STRONG:#} {FAINT}{} {about}{FAINT:#}\n", "─".repeat(room))
            }
            _ => {
                let room = self.width.saturating_sub(title_width + 1);
                format!("{STRONG}{title}{STRONG:#} {FAINT}{}\n{about}{FAINT:#}\n", "─".repeat(room))
            }
        }
    }

    /// Foreign lines as they are, indented, the first ones of many.
    pub fn block(self, text: &str, most: usize) -> String {
        let lines: Vec<&str> = text.trim_end().lines().collect();
        let mut block: String = lines.iter().take(most).map(|line| format!("  {line}\n")).collect();
        if lines.len() > most {
            block += &format!("  {FAINT}… {} more lines{FAINT:#}\n", lines.len() - most);
        }
        block
    }
}

/// A name stays beside its value, and a list of numbers on one line, where it fits one.
fn glued(text: &str, room: usize) -> String {
    let text = text.replace(" = ", "\u{a0}=\u{a0}");
    let mut glued = String::new();
    let mut rest = text.as_str();
    while let Some(open) = rest.find('[') {
        let (before, list) = rest.split_at(open);
        glued += before;
        let inner = &list[1..];
        let end = inner.find(['[', ']']).filter(|end| inner[*end..].starts_with(']'));
        // what stands before the list without a blank between moves with it
        let word = glued.rsplit(' ').next().unwrap_or_default().chars().count();
        let fits = end.filter(|end| word + inner[..*end].chars().count() + 4 <= room);
        let length = fits.map_or(1, |end| end + 2);
        glued += &list[..length].replace(' ', "\u{a0}");
        rest = &list[length..];
    }
    glued + rest
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_names_stay_on_one_line() {
        let page = Page { width: 60 };
        let text = page.labelled("call", "gibbs(energies = [12.5, 13.5, 1e-14, −14.1], beta = 2.5)");
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains("1e-14") && text.contains("beta = 2.5"), "{text}");
        let text = page.labelled("yours", "[[0.25, 0.125, 0.0625], [1, 2, 3], [4, 5, 6]]");
        assert!(text.contains("\n                       [4, 5, 6]]"), "{text}");
        let long = format!("[{}]", vec!["0.125"; 30].join(", "));
        assert!(page.labelled("yours", &long).lines().all(|line| line.chars().count() <= 60));
    }

    #[test]
    fn a_rule_takes_two_lines_rather_than_more_than_the_page() {
        let page = Page { width: 60 };
        let plain = |text: String| anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain(page.rule("a", "b")).lines().count(), 1);
        let long = plain(page.rule("gibbs: The Gibbs distribution", "class/2026/some_body/gibbs/src/lib.rs"));
        assert!(long.lines().all(|line| line.chars().count() <= 60) && long.lines().count() == 2, "{long}");
    }
}
