//! The empty texts that students are given: `answers.toml` and the derivations, as `exercise.toml` states them.

use judge::answers::Answers;
use judge::course::{ANSWERS, Choice, Course, Derivation, Exercise, STUBS, Sort, Text, Written, letter};
use judge::error::{Error, Place, Result};
use run::work::write_atomically;
use std::fs;
use std::path::{Path, PathBuf};

/// Comments are wrapped here.
const WIDTH: usize = 100;

/// What became of one file.
#[derive(Clone, Debug, PartialEq)]
pub enum Laid {
    /// It says already what it should.
    InOrder,
    /// It was written.
    Written,
    /// Somebody works on it.
    Kept,
}

/// Writes the empty texts of an exercise into the stubs, and into `exercises/` where nobody has touched them.
/// A text that asks everything in the words of the fixtures already stays as it is, its remarks too.
pub fn lay(course: &Course, exercise: &Exercise) -> Result<Vec<(PathBuf, Laid)>> {
    let mut laid = vec![];
    for (file, text) in texts(exercise) {
        let stub = course.root.join(STUBS).join(&exercise.name).join(&file);
        let own = course.root.join("exercises").join(&exercise.name).join(&file);
        let (before, mine) = (read(&stub), read(&own));
        let untouched = mine.is_none() || mine == before;
        let good = before.as_deref().is_some_and(|text| lacks_of(exercise, &file, text).is_empty());
        let text = match before {
            Some(before) if good => before,
            _ => text,
        };
        put(&stub, &text)?;
        laid.push((stub, if good { Laid::InOrder } else { Laid::Written }));
        if mine.as_ref() == Some(&text) {
            laid.push((own, Laid::InOrder));
        } else if untouched {
            put(&own, &text)?;
            laid.push((own, Laid::Written));
        } else {
            laid.push((own, Laid::Kept));
        }
    }
    Ok(laid)
}

/// A text, whatever ends its lines.
fn read(path: &Path) -> Option<String> {
    Some(fs::read_to_string(path).ok()?.replace("\r\n", "\n"))
}

fn put(path: &Path, text: &str) -> Result<()> {
    if read(path).is_some_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    }
    write_atomically(path, text)
}

/// The files beside `src` that a student is given, with their empty texts.
fn texts(exercise: &Exercise) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = vec![];
    for written in &exercise.written {
        if let Written::Derivation(derivation) = written {
            files.push((written.file(), of_derivation(derivation)));
        }
    }
    if exercise.written.iter().any(|written| !matches!(written, Written::Derivation(_))) {
        files.push((ANSWERS.into(), of_answers(exercise)));
    }
    files
}

/// What a stub lacks: where, what, and the fix.
pub type Lack = (PathBuf, Place, String, String);

/// What the stubs of an exercise's texts lack.
pub fn lacks(folder: &Path, exercise: &Exercise) -> Vec<Lack> {
    let mut lacks = vec![];
    for (file, _) in texts(exercise) {
        let path = folder.join(&exercise.name).join(&file);
        match read(&path) {
            Some(text) => lacks.extend(
                lacks_of(exercise, &file, &text).into_iter().map(|(place, what, fix)| (path.clone(), place, what, fix)),
            ),
            None => {
                let fix = format!("run `cargo run -p class -- fixtures stubs {}`", exercise.name);
                lacks.push((path, Place::default(), "the file is missing".into(), fix));
            }
        }
    }
    lacks
}

fn lacks_of(exercise: &Exercise, file: &str, text: &str) -> Vec<(Place, String, String)> {
    if file == ANSWERS {
        return lacks_of_answers(exercise, text);
    }
    // the first line of a derivation is given
    let given = exercise.written.iter().find_map(|written| match written {
        Written::Derivation(derivation) if written.file() == file => Some(&derivation.task.claim.start),
        _ => None,
    });
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let lines = || text.lines().filter(|line| !line.trim_start().starts_with('#'));
    match given {
        Some(given) if !lines().any(|line| bare(line).contains(&bare(given))) => {
            vec![(Place::default(), "the first line is not the given one".into(), format!("begin with `{given}`"))]
        }
        _ => vec![],
    }
}

/// The stub of the answers asks every question in the words of the fixture, and has a place for each answer.
fn lacks_of_answers(exercise: &Exercise, text: &str) -> Vec<(Place, String, String)> {
    let mut lacks = vec![];
    let answers = Answers::read(Some(text));
    let words: Vec<&str> = text.lines().map(|line| line.trim_start().trim_start_matches('#')).collect();
    let words = spaced(&words.join(" "));
    for written in &exercise.written {
        let (asked, options) = match written {
            Written::Derivation(_) => continue,
            Written::Choice(choice) => (&choice.question, choice.options()),
            Written::Text(text) => (&text.question, vec![]),
        };
        let name = written.name();
        let here = |line: &str| {
            let line = line.trim_start();
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
                || line.starts_with(&format!("[choices.{name}]"))
        };
        let place = text.lines().position(here).map(|index| index + 1);
        let lack = std::iter::once(asked.as_str()).chain(options).find(|text| !words.contains(&spaced(text)));
        if let Some(lack) = lack {
            let what = format!("the question `{name}` does not say \"{}\" there", spaced(lack));
            lacks.push((place.into(), what, "copy the words from exercise.toml into a comment".into()));
        }
        if !answers.names(name) {
            let what = format!("there is no place for the answer to `{name}`");
            lacks.push((place.into(), what, format!("add `{name} = \"\"`")));
        }
    }
    lacks
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A derivation of which only the first line is there.
fn of_derivation(derivation: &Derivation) -> String {
    let claim = &derivation.task.claim;
    let left = claim.notation.left.first().map(|left| format!("{left} = ")).unwrap_or_default();
    let notation = "The notation is explained in the handout of `nll` under \"Derivations\".";
    format!(
        "# One expression per line, one rule per line.\n\
         # The first line is given; the last must be  {}\n\
         # {notation} A line that begins with # is a remark.\n\n\
         {left}{}\n",
        claim.goal, claim.start
    )
}

/// Every question as a comment above its empty answer.
fn of_answers(exercise: &Exercise) -> String {
    let name = &exercise.name;
    let choices = || {
        exercise.written.iter().filter_map(|written| match written {
            Written::Choice(choice) => Some(choice),
            Written::Derivation(_) | Written::Text(_) => None,
        })
    };
    let texts: Vec<&Text> = exercise
        .written
        .iter()
        .filter_map(|written| match written {
            Written::Text(text) => Some(text),
            Written::Derivation(_) | Written::Choice(_) => None,
        })
        .collect();
    let ticked: Vec<&Choice> = choices().filter(|choice| matches!(choice.sort, Sort::Tick(_))).collect();
    let placed: Vec<(&Choice, &[String])> = choices()
        .filter_map(|choice| match &choice.sort {
            Sort::Place { families, .. } => Some((choice, families.as_slice())),
            Sort::Tick(_) => None,
        })
        .collect();
    let mut text = format!(
        "# Answers to the questions of `{name}`. Run `cargo run -p grader -- {name}` to see how far you are.\n#\n"
    );
    if !ticked.is_empty() {
        text += "# Questions with options: write the letters of all true options between the quotes, as in \"ac\". A wrong\n# tick takes away a right one, so do not guess; what you leave empty costs only its own points.\n";
    }
    if !placed.is_empty() {
        text += "# Questions to sort: write one of the words given in the question behind each letter.\n";
    }
    if !texts.is_empty() {
        text += "# Texts: at most 5 lines (600 characters) between the triple quotes. A person reads them.\n";
    }
    if !ticked.is_empty() {
        text += "\n[choices]\n";
    }
    for choice in ticked {
        text += &format!("\n{}", comment("", &choice.question));
        for (index, option) in choice.options().iter().enumerate() {
            text += &comment(&format!("  {}  ", letter(index)), option);
        }
        text += &format!("{} = \"\"\n", choice.name);
    }
    for (choice, families) in placed {
        text += &format!("\n[choices.{}]\n{}", choice.name, comment("", &choice.question));
        text += &comment("", &format!("Words: {}.", families.join(", ")));
        for (index, option) in choice.options().iter().enumerate() {
            text += &comment(&format!("  {}  ", letter(index)), option);
            text += &format!("{} = \"\"\n", letter(index));
        }
    }
    if !texts.is_empty() {
        text += "\n[texts]\n";
    }
    for owed in texts {
        text += &format!("\n{}# A person looks for:\n", comment("", &owed.question));
        text += &owed.rubric.iter().map(|line| comment("  - ", line)).collect::<String>();
        text += &format!("{} = \"\"\"\n\"\"\"\n", owed.name);
    }
    text
}

/// Words as comment lines: the first begins with a mark, the others as far to the right.
fn comment(mark: &str, words: &str) -> String {
    let first = format!("# {mark}");
    let rest = format!("# {}", " ".repeat(mark.chars().count()));
    let options = textwrap::Options::new(WIDTH).initial_indent(&first).subsequent_indent(&rest).break_words(false);
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&spaced(words), options) + "\n"
}
