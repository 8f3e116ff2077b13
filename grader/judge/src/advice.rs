//! A sentence of ours beside those compile errors on which rustc's advice does not help a beginner.
//!
//! rustc is nearly always right and then needs no echo. The rules are for the rest: where it proposes what does not
//! compile either (`.into_iter().min()` of `f64`), what the course does not allow (`cargo add`, another signature), or
//! where a trait of ndarray's inside is all that it names. A rule asks for the code of an error and a small pattern, and
//! for more wherever the same words have another cause; where in doubt, nothing is said.

mod arrays;
mod borrows;
mod names;
mod numbers;
mod seen;
mod syntax;

use seen::Seen;

/// What goes on, what to write, and where to read about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// One to three short sentences, with code in backticks.
    pub text: String,
    /// The section of the page on ndarray.
    pub section: Section,
}

/// A section of `exercises/ndarray.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What there is to import, and how.
    Imports,
    /// `f64`, `usize`, powers, conditions.
    Numbers,
    /// Zeros, formulas, lists.
    Making,
    /// Indices and shapes.
    Entries,
    /// `+ - * /` and the `&` in front.
    Arithmetic,
    /// `mapv`.
    EveryEntry,
    /// Folds and orders.
    Lowest,
    /// Sums, means, axes.
    Sums,
    /// Views.
    Rows,
    /// `mut`, `assign`, copies.
    Changing,
    /// Iterators.
    Loops,
    /// `dot`, `t`, outer products.
    Products,
    /// Slices, stacking, repeated axes.
    Slices,
    /// What is no array.
    Lists,
    /// Texts and letters.
    Letters,
    /// The table for those who know Python.
    Numpy,
}

impl Section {
    /// All of them, in the order of the page.
    pub const ALL: [Section; 16] = [
        Section::Imports,
        Section::Numbers,
        Section::Making,
        Section::Entries,
        Section::Arithmetic,
        Section::EveryEntry,
        Section::Lowest,
        Section::Sums,
        Section::Rows,
        Section::Changing,
        Section::Loops,
        Section::Products,
        Section::Slices,
        Section::Lists,
        Section::Letters,
        Section::Numpy,
    ];

    /// Its heading in the page.
    pub fn heading(self) -> &'static str {
        match self {
            Section::Imports => "Imports",
            Section::Numbers => "Numbers",
            Section::Making => "Making arrays",
            Section::Entries => "Entries and sizes",
            Section::Arithmetic => "Arithmetic",
            Section::EveryEntry => "Every entry",
            Section::Lowest => "Lowest and highest",
            Section::Sums => "Sums and means",
            Section::Rows => "Rows and columns",
            Section::Changing => "Changing an array",
            Section::Loops => "Loops",
            Section::Products => "Products",
            Section::Slices => "Slices and stacking",
            Section::Lists => "Lists, tuples, options",
            Section::Letters => "Letters",
            Section::Numpy => "From numpy",
        }
    }
}

/// When to say what. In the text, `{name}` stands for the first name that rustc's message has in backticks.
struct Rule {
    section: Section,
    holds: fn(&Seen<'_>) -> bool,
    text: &'static str,
}

const fn rule(section: Section, holds: fn(&Seen<'_>) -> bool, text: &'static str) -> Rule {
    Rule { section, holds, text }
}

/// The sentence for one error of the compiler: its code (none for syntax), its first line, the whole as rustc prints it,
/// and the line that it points at, for where `rendered` does not show it.
pub fn advice(code: Option<&str>, message: &str, rendered: &str, source_line: Option<&str>) -> Option<Advice> {
    let seen = Seen::new(code, message, rendered, source_line);
    let tables = [names::RULES, numbers::RULES, arrays::RULES, borrows::RULES, syntax::RULES];
    let rule = tables.into_iter().flatten().find(|rule| (rule.holds)(&seen))?;
    Some(Advice { text: rule.text.replace("{name}", seen.name()), section: rule.section })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a sentence made of this text may begin like this line.
    fn begins(text: &str, line: &str) -> bool {
        let mut parts = text.split("{name}");
        let (before, after) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let alike = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
        match line.strip_prefix(before) {
            Some("") => true,
            Some(rest) => rest.char_indices().any(|(at, _)| !after.is_empty() && alike(after, &rest[at..])),
            None => before.starts_with(line),
        }
    }

    #[test]
    fn every_rule_has_an_attempt_that_needs_it() {
        let attempts = include_str!("../tests/advice/mistakes.txt");
        let said: Vec<&str> = attempts.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        let tables = [names::RULES, numbers::RULES, arrays::RULES, borrows::RULES, syntax::RULES];
        let untried = tables.into_iter().flatten().filter(|rule| !said.iter().any(|line| begins(rule.text, line)));
        assert_eq!(untried.map(|rule| rule.text).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
