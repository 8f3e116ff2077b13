//! The book: every link leads somewhere, every formula is one, and no answer stands in it.

mod common;

use common::{balanced, checkout, course, tags, values};
use page::book::{files, leaves, write};
use page::material::Material;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn every_link_leads_somewhere_and_every_page_is_sound() {
    let course = course();
    let files: BTreeMap<String, String> = files(&Material { course: &course }).expect("a book").into_iter().collect();
    assert_eq!(files.len(), course.exercises.len() + 3);
    let anchors: BTreeMap<&String, Vec<String>> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, html)| {
            balanced(html);
            (name, values(html, "id"))
        })
        .collect();
    let mut checked = 0;
    for (name, html) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        for href in values(html, "href") {
            checked += 1;
            if href.starts_with("https://") || href == "#" {
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((&href, ""));
            let file = if file.is_empty() { name.as_str() } else { file };
            assert!(files.contains_key(file), "{name}: {href} leads nowhere");
            let known = || anchors.iter().find(|(name, _)| name.as_str() == file).map(|(_, ids)| ids);
            assert!(
                anchor.is_empty() || known().is_some_and(|ids| ids.iter().any(|id| id == anchor)),
                "{name}: {href}"
            );
        }
        assert!(!tags(html).iter().any(|(name, ..)| ["script", "img", "iframe"].contains(&name.as_str())), "{name}");
    }
    assert!(checked > 300, "only {checked} links were found");
}

/// As many as there are between dollars outside of code.
#[test]
fn every_link_of_the_texts_is_kept_and_every_formula_is_set() {
    let course = course();
    let leaves = leaves(&Material { course: &course }).expect("a book");
    let faults: Vec<&String> = leaves.iter().flat_map(|leaf| &leaf.set.faults).collect();
    assert_eq!(faults, Vec::<&String>::new());
    let formulas: usize = leaves.iter().map(|leaf| leaf.set.formulas).sum();
    assert!(formulas > 1_100, "only {formulas} formulas were found");
    for leaf in &leaves {
        assert!(!leaf.set.html.as_str().contains("<merror"), "{}", leaf.file);
        assert!(
            !leaf.set.html.as_str().contains('$') || leaf.file == "ndarray.html",
            "a dollar is left in {}",
            leaf.file
        );
        assert_eq!(leaf.set.lost, Vec::<String>::new(), "{}", leaf.file);
    }
}

#[test]
fn a_book_is_written_where_nothing_else_lies() {
    let (course, home) = (course(), tempfile::tempdir().expect("a folder"));
    let material = Material { course: &course };
    let folder = home.path().join("handouts");
    write(&material, &folder).expect("a book");
    let count = || fs::read_dir(&folder).expect("the book").count();
    let pages = count();
    write(&material, &folder).expect("the same book again");
    assert_eq!(count(), pages);
    fs::write(folder.join("mine.txt"), "mine").expect("a file");
    let error = write(&material, &folder).expect_err("somebody else's file").to_string();
    assert!(error.contains("mine.txt") && error.contains("new or empty"), "{error}");
    assert!(write(&material, &checkout().join("exercises")).is_err());
}
