//! Reads a student's `answers.toml`: what can be read counts, and what cannot costs itself alone.
//!
//! The rule, in one place. The file is read as TOML. Where that fails it is cut into headings and entries, and each
//! entry is read by itself; one that is broken is [`Unread`], with its line, and neither wrong nor empty. Quotes that an
//! editor made typographic, and a comma behind a value, are read as they were meant. An answer is found by its name, which
//! is unique in an exercise: first in its own section, then anywhere. An empty answer gives way to a written one; two
//! that differ are both unread. Of a file that is too large, what is within the limit counts.

use super::cut::{Part, cut, straight};
use crate::course::{Written, nearest};
use crate::foreign;
use crate::report::Remark;
use crate::report::unread::{Trouble, Unread};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Of a file beside the functions no more is read than this.
pub const MOST_TEXT: u64 = 32 * 1024;
/// More troubles of one file are only counted.
const TOLD: usize = 3;
const CHOICES: &str = "choices";
const TEXTS: &str = "texts";

/// What a student answered.
#[derive(Debug, Default)]
pub struct Answers {
    /// What was read, by sections and names.
    given: Table,
    /// What was not.
    unread: Vec<Unread>,
    /// The lines on which names stand first, for what is said of them.
    lines: BTreeMap<String, usize>,
}

/// What became of one answer.
#[derive(Debug)]
pub enum Answer<'a> {
    /// It is not there, or empty.
    Open,
    /// It was read.
    Given(&'a Value),
    /// It was not read.
    Unread(Unread),
}

impl Answers {
    /// Reads the text of `answers.toml`; `None` where there is no such file.
    pub fn read(text: Option<&str>) -> Answers {
        let text = text.unwrap_or_default();
        let within = within(text);
        let mut answers = Answers::default();
        let pieces = cut(within);
        for piece in &pieces {
            let names = match &piece.part {
                Part::Heading(names) | Part::Entry { names, .. } => names,
                Part::Stray(_) => continue,
            };
            if let Some(name) = names.last() {
                answers.lines.entry(name.clone()).or_insert(piece.line + 1);
            }
        }
        // a replaced byte may have been a letter of an answer
        match within.parse::<Table>() {
            Ok(table) if !within.contains(char::REPLACEMENT_CHARACTER) => answers.given = table,
            _ => answers.read_each(pieces),
        }
        if within.len() < text.len() {
            let trouble = Trouble::Beyond { most: MOST_TEXT / 1024 };
            answers.unread.push(Unread { line: within.lines().count().max(1), names: vec![], trouble });
        }
        answers
    }

    /// Reads entry by entry.
    fn read_each(&mut self, pieces: Vec<super::cut::Piece<'_>>) {
        let mut section: Vec<String> = vec![];
        let mut last: Vec<String> = vec![];
        let mut placed = Placed::default();
        for piece in pieces {
            let line = piece.line + 1;
            let (names, outcome) = match piece.part {
                Part::Heading(names) => {
                    section = names;
                    continue;
                }
                Part::Stray(name) => {
                    let names: Vec<String> = match name {
                        Some(name) => section.iter().cloned().chain([name]).collect(),
                        // a text that begins on the line below its name
                        None if placed.empty(&self.given, &last) => last.clone(),
                        None => vec![],
                    };
                    let named = names.len() > section.len() && names != last;
                    (names, Err(if named { Trouble::Equals } else { Trouble::Stray }))
                }
                Part::Entry { names, value, closed } => {
                    let names: Vec<String> = section.iter().cloned().chain(names).collect();
                    last.clone_from(&names);
                    let prose = same(&names[0], TEXTS);
                    (names, if closed { value_of(&value, prose) } else { Err(Trouble::Unclosed) })
                }
            };
            match outcome {
                Ok(value) => match placed.put(&mut self.given, &names, value, line) {
                    Ok(()) => {}
                    Err(first) => self.unread.push(Unread { line, names, trouble: Trouble::Twice { first } }),
                },
                Err(trouble) => self.unread.push(Unread { line, names, trouble }),
            }
        }
    }

    pub(super) fn choice(&self, name: &str) -> Answer<'_> {
        self.answer(CHOICES, name)
    }

    pub(super) fn text(&self, name: &str) -> Answer<'_> {
        self.answer(TEXTS, name)
    }

    /// Is there a place for the answer to this question?
    pub fn names(&self, question: &str) -> bool {
        !self.places(question).is_empty()
    }

    /// Every value of this name, with the name of its section.
    fn places<'a>(&'a self, name: &str) -> Vec<(&'a str, &'a Value)> {
        let mut places = vec![];
        for (section, value) in &self.given {
            if same(section, name) {
                places.push(("", value));
            }
            let inner = tables(value).into_iter().flatten();
            places.extend(inner.filter(|(key, _)| same(key, name)).map(|(_, value)| (section.as_str(), value)));
        }
        places
    }

    fn answer(&self, section: &str, name: &str) -> Answer<'_> {
        let mut written: Vec<(&str, &Value)> = self.places(name);
        written.retain(|(_, value)| !is_empty(value));
        if written.iter().any(|(place, _)| same(place, section)) {
            written.retain(|(place, _)| same(place, section));
        }
        if let Some((_, first)) = written.first() {
            if written.iter().all(|(_, other)| other == first) {
                return Answer::Given(first);
            }
            let line = self.lines.get(name).copied().unwrap_or(1);
            return Answer::Unread(Unread {
                line,
                names: vec![name.to_owned()],
                trouble: Trouble::Twice { first: line },
            });
        }
        let concerns = |one: &&Unread| one.names.iter().any(|each| same(each, name));
        // what stands beyond the limit may well be this answer
        let cut_off = |one: &&Unread| matches!(one.trouble, Trouble::Beyond { .. }) && !self.names(name);
        let unread = self.unread.iter().find(concerns).or_else(|| self.unread.iter().find(cut_off));
        unread.map_or(Answer::Open, |unread| Answer::Unread(unread.cleaned()))
    }

    /// What keeps answers from being read or counted: the first troubles, then the first name that no question has.
    pub fn complaint(&self, owed: &[Written]) -> Vec<Remark> {
        let first = self.unread.iter().take(TOLD).map(|unread| Remark::AnswersUnread { unread: unread.cleaned() });
        let more: Vec<usize> = self.unread.iter().skip(TOLD).take(20).map(|one| one.line).collect();
        let more = (!more.is_empty()).then(|| Remark::AnswersUnreadToo { all: self.unread.len() - TOLD, lines: more });
        first.chain(more).chain(self.stranger(owed)).collect()
    }

    /// The first name that no question has.
    fn stranger(&self, owed: &[Written]) -> Option<Remark> {
        let questions = owed.iter().filter(|one| !matches!(one, Written::Derivation(_)));
        let known: Vec<&str> = questions.map(Written::name).collect();
        let is_known = |key: &str| known.iter().any(|name| same(name, key));
        for (section, inside) in self.given.iter().filter(|(key, _)| !is_known(key)) {
            let own = same(section, CHOICES) || same(section, TEXTS);
            let within = tables(inside);
            let keys: Vec<&String> = within.iter().flat_map(|table| table.keys()).collect();
            let line = self.line_of(section);
            if own && within.is_empty() {
                return Some(Remark::AnswersHeading { line, section: foreign::line(section, 60) });
            }
            if !own && !within.is_empty() && !keys.iter().any(|key| is_known(key)) {
                return Some(Remark::AnswersSection { line, section: foreign::line(section, 60) });
            }
            let name = match keys.into_iter().find(|key| !is_known(key)) {
                Some(key) => key,
                None if within.is_empty() => section,
                None => continue,
            };
            let near = nearest(name, known.iter().copied()).map(str::to_owned);
            let line = self.line_of(name);
            return Some(Remark::AnswersStranger { line, name: foreign::line(name, 60), near });
        }
        None
    }

    /// The line on which a name stands first, counted from 1.
    pub fn line_of(&self, name: &str) -> Option<usize> {
        let exact = self.lines.get(name);
        exact.or_else(|| self.lines.iter().find(|(key, _)| same(key, name)).map(|(_, line)| line)).copied()
    }
}

/// Whole lines, no more than the limit.
fn within(text: &str) -> &str {
    let most = usize::try_from(MOST_TEXT).unwrap_or(usize::MAX);
    if text.len() <= most {
        return text;
    }
    let most = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let text = &text[..most];
    text.rfind('\n').map_or("", |end| &text[..=end])
}

/// Names are the same whatever their case, and whether `-` or `_` joins their words.
fn same(a: &str, b: &str) -> bool {
    let plain = |c: char| if c == '-' { '_' } else { c.to_ascii_lowercase() };
    a.chars().map(plain).eq(b.chars().map(plain))
}

/// `[section]` is one table, `[[section]]` several.
fn tables(value: &Value) -> Vec<&Table> {
    match value {
        Value::Table(table) => vec![table],
        Value::Array(list) => list.iter().filter_map(Value::as_table).collect(),
        _ => vec![],
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Table(table) => table.values().all(is_empty),
        _ => false,
    }
}

/// Reads one value, as it is or as it was meant.
fn value_of(lines: &[&str], prose: bool) -> Result<Value, Trouble> {
    let text = lines.join("\n");
    let parse = |value: &str| {
        let table = format!("v = {value}\n").parse::<Table>();
        table.map(|mut table| if table.len() == 1 { table.remove("v") } else { None })
    };
    let meant = straight(&text);
    let read = parse(&text).or_else(|error| {
        let meant = meant.trim_end().trim_end_matches([',', ';']);
        parse(meant).map_err(|_| error)
    });
    let bytes = !prose && text.split('#').next().is_some_and(|value| value.contains(char::REPLACEMENT_CHARACTER));
    match read {
        Ok(Some(_)) if bytes => Err(Trouble::Encoding),
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Trouble::Toml { what: "it holds more than one value".into() }),
        Err(error) => Err(broken(meant.trim(), error.message())),
    }
}

/// What is wrong with the text of a value.
fn broken(value: &str, says: &str) -> Trouble {
    let value = value.split(" #").next().unwrap_or(value).trim();
    let quotes = value.matches(['"', '\'']).count();
    if value.contains(char::REPLACEMENT_CHARACTER) {
        Trouble::Encoding
    } else if value.is_empty() || value.starts_with('#') {
        Trouble::Value
    } else if quotes == 0 && !value.starts_with(['[', '{']) {
        Trouble::Unquoted
    } else if quotes == 1 {
        Trouble::Quote
    } else {
        Trouble::Toml { what: toml_says(says) }
    }
}

fn toml_says(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

/// Which answers have been put where, entry by entry.
#[derive(Default)]
struct Placed {
    /// The line of each, by its names as they are compared.
    lines: BTreeMap<Vec<String>, usize>,
}

impl Placed {
    /// Is this the name of an empty answer?
    fn empty(&self, given: &Table, names: &[String]) -> bool {
        let mut at = given;
        for (depth, name) in names.iter().enumerate() {
            match at.get(name) {
                Some(Value::Table(inner)) => at = inner,
                Some(value) => return depth + 1 == names.len() && is_empty(value),
                None => return false,
            }
        }
        false
    }

    /// Puts a value in its place. An answer that differs takes away the one that was there, and is told its line.
    fn put(&mut self, given: &mut Table, names: &[String], value: Value, line: usize) -> Result<(), usize> {
        let Some((name, sections)) = names.split_last() else { return Ok(()) };
        let mut at = given;
        for section in sections {
            let inner = at.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
            if is_empty(inner) && !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            match inner {
                Value::Table(inner) => at = inner,
                _ => return Err(self.lines.get(sections).copied().unwrap_or(line)),
            }
        }
        let first = *self.lines.entry(names.to_vec()).or_insert(line);
        match at.get(name) {
            Some(old) if *old == value || !is_empty(old) && is_empty(&value) => Ok(()),
            Some(old) if !is_empty(old) => {
                at.remove(name);
                Err(first)
            }
            None if first != line => Err(first),
            _ => {
                self.lines.insert(names.to_vec(), line);
                at.insert(name.clone(), value);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::{Choice, Key, Sort, Statement, Text};

    /// Two questions with letters, `q` and `r`, and the text `t`.
    fn owed() -> Vec<Written> {
        let choice = |name: &str| {
            let sort = Sort::Tick(vec![Statement::Right("A".into())]);
            let (name, question) = (name.into(), "?".into());
            Written::Choice(Choice { name, question, points: 4, hints: vec![], sort, key: Key::Told })
        };
        let text = Text { name: "t".into(), question: "?".into(), points: 2, rubric: vec![] };
        vec![choice("q"), choice("r"), Written::Text(text)]
    }

    /// `q`, `r` and `t` as they are read.
    fn read(toml: &str) -> [String; 3] {
        let answers = Answers::read(Some(toml));
        let shown = |answer: Answer<'_>| match answer {
            Answer::Open => "open".to_owned(),
            Answer::Given(Value::String(text)) if text.trim().is_empty() => "open".to_owned(),
            Answer::Given(Value::String(text)) => text.trim().to_owned(),
            Answer::Given(value) => tables(value).into_iter().flatten().map(|(key, _)| key.as_str()).collect(),
            Answer::Unread(unread) => format!("unread {}", unread.line),
        };
        [shown(answers.choice("q")), shown(answers.choice("r")), shown(answers.text("t"))]
    }

    fn complaint(toml: &str) -> String {
        let remarks = Answers::read(Some(toml)).complaint(&owed());
        serde_json::to_string(&remarks).expect("JSON")
    }

    const AROUND: &str = "r = \"ac\"\n\n[texts]\nt = \"\"\"\nA \"short\" text, q = 3.\n\"\"\"\n";

    #[test]
    fn a_broken_entry_costs_itself_alone() {
        for (broken, says) in [
            ("q = \"a", r#""found":"quote""#),
            ("q = a\"", r#""found":"quote""#),
            ("q = ac", r#""found":"unquoted""#),
            ("q = a c # two", r#""found":"unquoted""#),
            ("q =", r#""found":"value""#),
            ("q = # later", r#""found":"value""#),
            ("q \"ac\"", r#""found":"equals""#),
            ("q: \"ac\"", r#""found":"equals""#),
            ("q = \"a\" \"c\"", r#""found":"toml""#),
            ("q = [\"a\", \"c\"", r#""found":"unclosed""#),
            ("q = \"\"\"ac", r#""found":"unclosed""#),
            ("q = \"a\u{fffd}\"", r#""found":"encoding""#),
            ("q = \"a\"\nq = \"c\"", r#""found":"twice","first":2"#),
        ] {
            let text = format!("[choices]\n{broken}\n{AROUND}");
            let [q, r, t] = read(&text);
            assert!(q.starts_with("unread "), "{broken}: {q}");
            assert_eq!((r.as_str(), t.as_str()), ("ac", "A \"short\" text, q = 3."), "{broken}");
            let said = complaint(&text);
            assert!(said.contains(says), "{broken}: {said}");
        }
    }

    #[test]
    fn what_is_meant_beyond_doubt_is_read() {
        for text in [
            "[choices]\nq = “ac”\n",
            "[choices]\nq = ”ac“,\n",
            "[choices]\nq = ‘ac’\n",
            "[choices]\nq = \"ac\",\n",
            "[choices]\nq = \"ac\";\n",
            "[choices]\n\tq\t=\t\"ac\"\u{a0}\n",
            "[choices\nq = \"ac\"\n",
            "choices]\nq = \"ac\"\n",
            "[[choices]]\nq = \"ac\"\n",
            "[Choices]\nQ = \"ac\"\n",
            "[choice]\nq = \"ac\"\n",
            "q = \"ac\"\n",
            "[choices]\nq = \"ac\"\nq = \"ac\"\n",
            "[choices]\nq = \"\"\nq = \"ac\"\n",
            "[choices]\nq = \"ac\"\nq = \"\"\n",
            "[choices]\nq = \"ac\"\n[choices]\n",
            "[choices]\r\nq = \"ac\"\r\nbroken\r\n",
        ] {
            for around in [AROUND.to_owned(), format!("broken =\n{AROUND}"), AROUND.replace('\n', "\r\n")] {
                let text = format!("{text}{around}");
                let [q, r, t] = read(&text);
                assert_eq!((q.as_str(), r.as_str(), t.as_str()), ("ac", "ac", "A \"short\" text, q = 3."), "{text}");
            }
        }
    }

    #[test]
    fn texts_are_cut_where_they_are_closed() {
        let lost = "[texts]\nt = \"\"\"\nNever closed.\n[choices]\nq = \"a\"\nr = \"b\"\n";
        assert_eq!(read(lost), ["a", "b", "unread 2"]);
        let below = "[texts]\nt = \"\"\nA text below two quotes.\n\"\"\"\n[choices]\nq = \"a\"\n";
        assert_eq!(read(below), ["a", "open", "unread 3"]);
        let curly = "[texts]\nt = “””\nBecause of “it”.\n”””\n[choices]\nq = \"a\"\nr =\n";
        assert_eq!(read(curly), ["a", "unread 7", "Because of \"it\"."]);
    }

    #[test]
    fn sorted_questions_lose_a_broken_letter_alone() {
        let text = "[choices.q]\na = \"warm\"\nb = \"cold\nc = \"mild\"\n[choices.r]\na = \"warm\n";
        let [q, r, _] = read(text);
        assert_eq!((q.as_str(), r.as_str()), ("ac", "unread 6"));
    }

    #[test]
    fn within_the_limit_answers_count_and_beyond_it_they_are_unread() {
        let filler = format!("# {}\n", "-".repeat(97)).repeat(340);
        let text = format!("[choices]\nq = \"a\"\n{filler}r = \"c\"\n");
        assert!(text.len() as u64 > MOST_TEXT);
        assert_eq!(read(&text), ["a", "unread 329", "unread 329"]);
        let said = complaint(&text);
        assert!(said.contains(r#""line":329"#) && said.contains(r#""found":"beyond","most":32"#), "{said}");
        let one_line = format!("# {}", "ä".repeat(20_000));
        assert_eq!(read(&one_line)[0], "unread 1");
    }

    #[test]
    fn names_that_no_question_has_are_named_with_their_line() {
        assert_eq!(complaint("[choices]\nq = \"a\"\n[texts]\nt = \"\""), "[]");
        let stranger = r#""remark":"answers_stranger","line":2,"name":"qq","near":"q""#;
        assert!(complaint("[choices]\nqq = \"a\"").contains(stranger));
        assert!(complaint("qq = \"a\"").contains(r#""remark":"answers_stranger","line":1,"name":"qq""#));
        assert!(
            complaint("[answers]\nx = \"a\"").contains(r#""remark":"answers_section","line":1,"section":"answers""#)
        );
        assert!(complaint("choices = 3").contains(r#""remark":"answers_heading","line":1"#));
    }

    #[test]
    fn of_many_troubles_a_few_are_told_and_the_others_counted() {
        let text: String = (0..40).map(|index| format!("x{index} =\n")).collect();
        let said = complaint(&text);
        assert_eq!(said.matches(r#""found":"value""#).count(), 3);
        assert!(said.contains(r#""remark":"answers_unread_too","all":37,"lines":[4,5,"#), "{said}");
    }

    #[test]
    fn a_file_full_of_entries_is_read_to_its_end() {
        for line in ["a=1\n", "a=[\n", "a=\"\"\"\n", "a b\n", "[a\n", "a=\"\"\"x\"\"\"\n"] {
            let text = line.repeat(32 * 1024 / line.len() - 4) + "q = \"a";
            assert_eq!(read(&text)[1], "open", "{line}");
        }
    }

    #[test]
    fn nothing_makes_the_reader_fail() {
        let bits = [
            "[", "]", "=", "\"", "\"\"\"", "'", "q", "t", " ", "\n", "\\", "#", ",", "“", "\u{fffd}", "choices",
            "texts", ".", "{",
        ];
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..4000 {
            let text: String = (0..random.usize(0..40)).map(|_| bits[random.usize(0..bits.len())]).collect();
            read(&text);
            complaint(&text);
        }
    }
}
