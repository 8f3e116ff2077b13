//! The lock file of the smaller workspace: the packages that it still needs, word for word. What only a feature wanted
//! cargo takes out afterwards; with this to begin with it needs no network, and changes no version.

use std::collections::{BTreeMap, BTreeSet};

/// One `[[package]]`.
struct Package<'a> {
    name: &'a str,
    /// `name`, or `name version` where there are several.
    key: String,
    dependencies: Vec<&'a str>,
    text: &'a str,
}

/// Of a lock file what these packages of ours need; each comes with the names that its manifest has.
pub fn lock(text: &str, ours: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut blocks = text.split("[[package]]\n");
    let head = blocks.next().unwrap_or_default();
    let all: Vec<Package<'_>> = blocks.map(package).collect();
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<String> = ours.keys().cloned().collect();
    while let Some(key) = open.pop() {
        let meant = |package: &&Package<'_>| package.name == key || package.key == key;
        for package in all.iter().filter(meant) {
            if wanted.insert(package.key.clone()) {
                open.extend(kept(package, ours).map(str::to_owned));
            }
        }
    }
    let blocks = all.iter().filter(|package| wanted.contains(&package.key)).map(|package| written(package, ours));
    let blocks: Vec<String> = blocks.collect();
    format!("{head}[[package]]\n{}", blocks.join("\n[[package]]\n"))
}

fn package(text: &str) -> Package<'_> {
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
        line.unwrap_or_default()
    };
    let dependencies = text.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\",")).collect();
    Package {
        name: value("name"),
        key: format!("{} {}", value("name"), value("version")),
        dependencies,
        text: text.trim_end(),
    }
}

/// What it still depends on.
fn kept<'a>(package: &'a Package<'_>, ours: &'a BTreeMap<String, BTreeSet<String>>) -> impl Iterator<Item = &'a str> {
    let own = ours.get(package.name);
    let stays = move |dependency: &&str| {
        let name = dependency.split(' ').next().unwrap_or_default();
        own.is_none_or(|names| names.contains(name))
    };
    package.dependencies.iter().copied().filter(stays)
}

fn written(package: &Package<'_>, ours: &BTreeMap<String, BTreeSet<String>>) -> String {
    if !ours.contains_key(package.name) {
        return format!("{}\n", package.text);
    }
    let head = package.text.split("dependencies = [").next().unwrap_or_default().trim_end();
    let kept: Vec<String> = kept(package, ours).map(|dependency| format!(" \"{dependency}\",\n")).collect();
    match kept.is_empty() {
        true => format!("{head}\n"),
        false => format!("{head}\ndependencies = [\n{}]\n", kept.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_needs_goes_and_the_rest_stays_word_for_word() {
        let text = "# made\nversion = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\n \"b 1.0.0\",\n \"insta\",\n]\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"x\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n\n[[package]]\nname = \"insta\"\nversion = \"1.0.0\"\ndependencies = [\n \"b 2.0.0\",\n]\n";
        let names = ["b".to_owned()].into();
        let wanted = "# made\nversion = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\n \"b 1.0.0\",\n]\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"x\"\n";
        assert_eq!(lock(text, &[("a".to_owned(), names)].into()), wanted);
    }
}
