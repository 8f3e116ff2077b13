//! The course as a book: a page for every exercise with its handout, functions and questions, and one on ndarray.

use crate::html::{Html, document, element, of, plain, tag};
use crate::markdown::{Set, Setting, markdown, short};
use crate::material::Material;
use crate::report::all_options;
use crate::sheet::{STYLE, labelled};
use grader::render::english::page;
use judge::course::{Exercise, Written};
use judge::error::{Error, Result};
use run::work::write_atomically;
use std::fs;
use std::path::Path;

/// The style sheet of all pages.
const STYLES: &str = "style.css";
/// The first page.
const FIRST: &str = "index.html";
/// The page on arrays.
const NDARRAY: &str = "ndarray.html";

/// One page of the book.
#[derive(Debug)]
pub struct Leaf {
    /// The name of its file.
    pub file: String,
    /// What it is called.
    pub title: String,
    /// Its text, set.
    pub set: Set,
}

/// All pages in their order.
pub fn leaves(material: &Material<'_>) -> Result<Vec<Leaf>> {
    let exercises = material.course.root.join("exercises");
    let of_file = |path: &Path, file: &str| {
        let text = fs::read_to_string(path).map_err(Error::file("read", path))?;
        Ok((text, file.to_owned()))
    };
    let mut leaves = vec![];
    for (path, file) in [("README.md", FIRST), ("ndarray.md", NDARRAY)] {
        let (text, file) = of_file(&exercises.join(path), file)?;
        let set = markdown(&text, Setting { link: &|to| link(None, to), lower: 0 });
        leaves.push(Leaf { file, title: title(&text), set });
    }
    for exercise in &material.course.exercises {
        let (text, file) =
            of_file(&exercises.join(&exercise.name).join("README.md"), &format!("{}.html", exercise.name))?;
        let mut set = markdown(&text, Setting { link: &|to| link(Some(exercise), to), lower: 0 });
        set.html += functions(material, exercise) + questions(exercise);
        set.anchors.extend(["functions".to_owned(), "questions".to_owned(), "derivations".to_owned()]);
        leaves.push(Leaf { file, title: exercise.title.clone(), set });
    }
    Ok(leaves)
}

/// The first heading of a text.
fn title(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Exercises").to_owned()
}

/// Where a link of the course's texts leads in the book; nowhere where it leads out of what the book holds.
fn link(exercise: Option<&Exercise>, to: &str) -> Option<String> {
    if to.starts_with("https://") || to.starts_with('#') {
        return Some(to.to_owned());
    }
    let (path, anchor) = to.split_once('#').unwrap_or((to, ""));
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    let path = path.trim_start_matches("./");
    if exercise.is_some() {
        match path {
            "src/lib.rs" => return Some("#functions".into()),
            "answers.toml" => return Some("#questions".into()),
            path if path.starts_with("derivation") => return Some("#derivations".into()),
            _ => {}
        }
    }
    let path = path.strip_prefix("../").unwrap_or(path);
    let file = match path {
        "README.md" if exercise.is_some() && !to.starts_with("../") => return Some("#".to_owned() + &anchor),
        "README.md" => FIRST.to_owned(),
        "ndarray.md" => NDARRAY.to_owned(),
        path => format!("{}.html", path.strip_suffix("/README.md")?),
    };
    Some(file + &anchor)
}

/// Every function with its signature and the words of its stub.
fn functions(material: &Material<'_>, exercise: &Exercise) -> Html {
    let words = material.words(&exercise.name);
    let one = |function: &judge::course::Function| {
        let name = element("h3", &[("id", &function.name)], Html::code(&function.name));
        let signature = format!("pub fn {}{}", function.name, function.signature.text);
        name + plain("pre", Html::code(&signature))
            + words.get(&function.name).map(|words| short(words)).unwrap_or_default()
    };
    let all = exercise.functions.iter().map(one).collect();
    element("section", &[("id", "functions")], plain("h2", Html::text(page::FUNCTIONS)) + all)
}

/// Every derivation with its start and goal, every question with its options; no answer.
fn questions(exercise: &Exercise) -> Html {
    let (mut derivations, mut questions) = (Html::none(), Html::none());
    for written in &exercise.written {
        let name = element("h3", &[("id", written.name())], Html::code(written.name()));
        let place = of("p", "about", Html::sentence(&page::answered_in(&written.file())));
        match written {
            Written::Derivation(owed) => {
                let claim = &owed.task.claim;
                let pairs = vec![(page::FROM, Html::code(&claim.start)), (page::TO, Html::code(&claim.goal))];
                derivations += name + labelled(pairs) + place;
            }
            Written::Choice(choice) => {
                questions += name + plain("p", Html::sentence(&choice.question)) + all_options(choice) + place;
            }
            Written::Text(text) => {
                let looks = of("p", "about", Html::sentence(&page::looks_for(&text.rubric)));
                questions += name + plain("p", Html::sentence(&text.question)) + looks + place;
            }
        }
    }
    let part = |id: &str, heading: &str, inner: Html| match inner.is_empty() {
        true => Html::none(),
        false => element("section", &[("id", id)], plain("h2", Html::text(heading)) + inner),
    };
    part("derivations", page::DERIVATIONS, derivations) + part("questions", page::QUESTIONS, questions)
}

/// All files of the book, each with its name.
pub fn files(material: &Material<'_>) -> Result<Vec<(String, String)>> {
    let leaves = leaves(material)?;
    let mut files = vec![(STYLES.to_owned(), STYLE.to_owned())];
    for (at, leaf) in leaves.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| leaves.get(at));
        let turn = |leaf: Option<&Leaf>, word: &str, rel: &str| {
            leaf.map_or_else(
                || plain("span", Html::none()),
                |leaf| {
                    let text = of("span", "about", Html::text(word)) + Html::text(" ") + Html::text(&leaf.title);
                    element("a", &[("href", &leaf.file), ("rel", rel)], text)
                },
            )
        };
        let turns = turn(before, page::PREVIOUS, "prev") + turn(leaves.get(at + 1), page::FOLLOWING, "next");
        let turns = element("nav", &[("class", "turn"), ("aria-label", page::TURN)], turns);
        let body = contents(&leaves, leaf) + element("main", &[("class", "book")], leaf.set.html.clone()) + turns;
        let style = tag("link", &[("rel", "stylesheet"), ("href", STYLES)]);
        let title = format!("{}: {}", material.course.title, leaf.title);
        files.push((leaf.file.clone(), document(&title, style, body)));
    }
    Ok(files)
}

/// All pages, this one marked.
fn contents(leaves: &[Leaf], here: &Leaf) -> Html {
    let one = |leaf: &Leaf| {
        let href = ("href", leaf.file.as_str());
        let title = Html::text(&leaf.title);
        plain(
            "li",
            match leaf.file == here.file {
                true => element("a", &[href, ("aria-current", "page")], title),
                false => element("a", &[href], title),
            },
        )
    };
    let list = plain("ol", leaves.iter().map(one).collect());
    let folded = crate::sheet::unfold("contents", Html::text(page::CONTENTS), list);
    element("nav", &[("aria-label", page::CONTENTS)], folded)
}

/// Writes the book. A folder that holds something else is left alone.
pub fn write(material: &Material<'_>, folder: &Path) -> Result<()> {
    let files = files(material)?;
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    for entry in fs::read_dir(folder).map_err(Error::file("read", folder))?.flatten() {
        let name = entry.file_name();
        if !files.iter().any(|(file, _)| name == file.as_str()) {
            let what = format!("{} holds {}, which is no page of the book", folder.display(), name.display());
            return Err(Error::usage(what, "name a folder that is new or empty"));
        }
    }
    files.iter().try_for_each(|(file, text)| write_atomically(&folder.join(file), text))
}
