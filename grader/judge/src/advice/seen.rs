//! An error of the compiler, and what the rules ask of it.

/// One error, as rustc gives it.
pub struct Seen<'a> {
    code: &'a str,
    /// Its first line.
    pub message: &'a str,
    /// All of it, with rustc's advice.
    pub rendered: &'a str,
    /// The line of code that it points at.
    pub line: &'a str,
    /// What the message has in backticks, in order.
    names: Vec<&'a str>,
}

impl<'a> Seen<'a> {
    pub fn new(code: Option<&'a str>, message: &'a str, rendered: &'a str, line: Option<&'a str>) -> Seen<'a> {
        let line = pointed_at(rendered).or(line).unwrap_or_default();
        let names = message.split('`').skip(1).step_by(2).collect();
        Seen { code: code.unwrap_or_default(), message, rendered, line, names }
    }

    /// Whether the error has one of these codes; syntax errors have the empty one.
    pub fn is(&self, codes: &[&str]) -> bool {
        codes.contains(&self.code)
    }

    /// The first name in the message.
    pub fn name(&self) -> &'a str {
        self.names.first().copied().unwrap_or_default()
    }

    /// Whether the first name in the message is one of these.
    pub fn names(&self, names: &[&str]) -> bool {
        names.contains(&self.name())
    }

    /// Whether the line of code has one of these in it.
    pub fn writes(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.line.contains(part))
    }

    /// Whether a method or an associated item of this name is missing.
    pub fn misses(&self, names: &[&str]) -> bool {
        self.is(&["E0599"]) && self.names(names)
    }

    /// Whether the message is about an array.
    pub fn on_array(&self) -> bool {
        self.message.contains("ArrayBase<") || self.message.contains("ArrayRef<")
    }

    /// The trait bound that does not hold, if the message is about one: type and trait.
    pub fn bound(&self) -> Option<(&'a str, &'a str)> {
        let bound = self.message.strip_prefix("the trait bound `")?.split("` is not satisfied").next()?;
        // the type may have `::` in it
        bound.split_once(": ")
    }

    /// The two types that an operator does not put together.
    pub fn operands(&self) -> Option<(&'a str, &'a str)> {
        let arithmetic = self.is(&["E0277", "E0369"]) && self.message.starts_with("cannot ");
        match self.names[..] {
            [left, right] if arithmetic => Some((left, right)),
            _ => None,
        }
    }

    /// What was expected and what was found, as far as rustc's label spells it out.
    pub fn mismatch(&self) -> Option<(&'a str, &'a str)> {
        if !self.is(&["E0308"]) {
            return None;
        }
        self.rendered.split("expected `").skip(1).find_map(|rest| {
            let (expected, rest) = rest.split_once('`')?;
            let found = rest.strip_prefix(", found ")?;
            let end = |text: &'a str| text.split(['`', '\n']).next();
            Some((expected, end(found.strip_prefix('`').unwrap_or(found))?))
        })
    }

    /// Whether a mismatch begins like this on either side.
    pub fn instead(&self, expected: &str, found: &str) -> bool {
        self.mismatch().is_some_and(|(e, f)| e.starts_with(expected) && f.starts_with(found))
    }
}

/// The line of code that rustc's arrow names. A span is no better source: inside a macro it is in the macro's file.
fn pointed_at(rendered: &str) -> Option<&str> {
    let arrow = rendered.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let number = arrow.rsplit(':').nth(1)?;
    rendered.lines().find_map(|line| {
        let (shown, code) = line.split_once('|')?;
        (shown.trim() == number).then_some(code)
    })
}
