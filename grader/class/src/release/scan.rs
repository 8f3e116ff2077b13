//! Looks for secrets in everything that is handed out.

use super::gather::Files;
use super::secret::{LONGEST, Secret, Secrets};
use std::collections::{BTreeSet, HashMap};

/// Bytes that two texts must share before they are compared.
const WINDOW: usize = LONGEST + 1;

/// A secret that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Leak {
    /// In which file.
    pub file: String,
    /// On which line of it.
    pub line: usize,
    /// Of what it is a part.
    pub of: String,
}

/// A text without spaces, with the line of each byte.
struct Bare {
    text: Vec<u8>,
    lines: Vec<usize>,
}

impl Bare {
    /// As it is.
    fn of(text: &str) -> Bare {
        let mut bare = Bare { text: vec![], lines: vec![] };
        for (index, line) in text.lines().enumerate() {
            bare.push(line, index + 1);
        }
        bare
    }

    /// With `\n`, `\"` and `\\` read as a program would read them in a text.
    fn unescaped(text: &str) -> Bare {
        let mut bare = Bare { text: vec![], lines: vec![] };
        for (index, line) in text.lines().enumerate() {
            let mut plain = String::new();
            let mut characters = line.chars();
            while let Some(c) = characters.next() {
                match if c == '\\' { characters.next() } else { None } {
                    Some('n' | 't' | 'r') => plain.push(' '),
                    Some(escaped) => plain.push(escaped),
                    None => plain.push(c),
                }
            }
            bare.push(&plain, index + 1);
        }
        bare
    }

    fn push(&mut self, line: &str, number: usize) {
        let before = self.text.len();
        let mut bytes = [0; 4];
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            self.text.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
        }
        self.lines.extend(std::iter::repeat_n(number, self.text.len() - before));
    }
}

/// Secrets by their first bytes.
struct Index<'a> {
    by: HashMap<&'a [u8], Vec<&'a Secret>>,
    /// May a window begin with these two bytes? Nearly none does, and a look here is cheap.
    begins: Vec<bool>,
}

impl<'a> Index<'a> {
    fn of(secrets: &'a [Secret]) -> Index<'a> {
        let mut index = Index { by: HashMap::new(), begins: vec![false; 1 << 16] };
        for secret in secrets {
            // as many characters are at least as many bytes
            let Some(window) = secret.text.as_bytes().get(..WINDOW) else { continue };
            index.begins[usize::from(window[0]) << 8 | usize::from(window[1])] = true;
            index.by.entry(window).or_default().push(secret);
        }
        index
    }

    /// Every secret that stands in a text, with its line.
    fn find(&self, text: &Bare) -> Vec<(usize, &'a Secret)> {
        let mut found = vec![];
        for (at, window) in text.text.windows(WINDOW).enumerate() {
            if !self.begins[usize::from(window[0]) << 8 | usize::from(window[1])] {
                continue;
            }
            for secret in self.by.get(window).into_iter().flatten() {
                if text.text[at..].starts_with(secret.text.as_bytes()) {
                    found.push((text.lines[at], *secret));
                }
            }
        }
        found
    }
}

/// The sources of the grader share idioms with any program.
fn is_program(path: &str) -> bool {
    path.starts_with("grader/") && path.ends_with(".rs")
}

/// Of lines found in a program those that are more than a chance: two different ones of the same body.
fn no_chance(found: Vec<(usize, &Secret)>) -> Vec<(usize, &Secret)> {
    let mut by: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (_, secret) in &found {
        by.entry(&secret.of).or_default().insert(&secret.text);
    }
    let several: BTreeSet<String> =
        by.into_iter().filter(|(_, texts)| texts.len() > 1).map(|(of, _)| of.to_owned()).collect();
    found.into_iter().filter(|(_, secret)| several.contains(&secret.of)).collect()
}

/// Finds every secret that is handed out.
pub fn scan(files: &Files, secrets: &Secrets) -> Vec<Leak> {
    let (lines, bodies) = (Index::of(&secrets.lines), Index::of(&secrets.bodies));
    let mut leaks = vec![];
    for (path, file) in files {
        for text in [Bare::of(file.text()), Bare::unescaped(file.text())] {
            let mut found = lines.find(&text);
            if is_program(path) {
                found = no_chance(found);
            }
            found.extend(bodies.find(&text));
            let leak = |(line, secret): (usize, &Secret)| Leak { file: path.clone(), line, of: secret.of.clone() };
            leaks.extend(found.into_iter().map(leak));
        }
    }
    leaks.sort_by(|a, b| (&a.file, a.line, &a.of).cmp(&(&b.file, b.line, &b.of)));
    leaks.dedup();
    leaks
}

#[cfg(test)]
mod tests {
    use super::super::gather::Handed;
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        found_in("a.md", text)
    }

    fn found_in(path: &str, text: &str) -> Vec<usize> {
        let secret = |text: &str, lines| Secret { text: text.into(), of: "f".into(), lines };
        let secrets = Secrets {
            lines: vec![secret("letweights=energies.mapv(\"exp\");", 1), secret("letnormaliser=weights.sum();", 1)],
            bodies: vec![secret("leta=1.0;letb=2.0;letc=3.0;a+b*c", 4)],
        };
        let handed = Handed::ours(text.into());
        scan(&[(path.to_owned(), handed)].into(), &secrets).iter().map(|leak| leak.line).collect()
    }

    #[test]
    fn in_a_program_one_line_is_a_chance_and_two_are_none() {
        let (one, two) = ("let weights = energies.mapv(\"exp\");\n", "let normaliser = weights.sum();\n");
        assert_eq!(found_in("grader/src/a.rs", &one.repeat(2)), [0; 0]);
        assert_eq!(found_in("grader/src/a.rs", &format!("{one}\n{two}")), [1, 3]);
        assert_eq!(found_in("fixtures/a/exercise.toml", one), [1]);
        assert_eq!(found_in("grader/src/a.rs", "let a = 1.0;\nlet b = 2.0;\nlet c = 3.0;\na + b * c\n"), [1]);
    }

    #[test]
    fn a_secret_is_found_however_it_is_spaced_or_quoted() {
        assert_eq!(found("x\n  let weights  =\n energies.mapv(\"exp\");\n"), [2]);
        assert_eq!(found("body = \"\\n let weights = energies.mapv(\\\"exp\\\");\\n\"\n"), [1]);
        assert_eq!(found("let weights = energies.map(\"exp\");\n"), [0; 0]);
        assert_eq!(found("let a = 1.0;\nlet b = 2.0;\nlet c = 3.0;\na + b * c\n"), [1]);
        assert_eq!(found("let a = 1.0;\nlet b = 2.0;\nlet c = 3.0;\n"), [0; 0]);
    }
}
