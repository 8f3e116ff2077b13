//! Every link of a page leads to something that is handed out with it.

use super::gather::Files;
use crate::upkeep::{anchors, links};

/// The links that lead nowhere: page, line, target.
pub fn dead(files: &Files) -> Vec<(String, usize, String)> {
    let mut dead = vec![];
    for (path, file) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
        for (line, link) in links(file.text()) {
            let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let leads = if target.is_empty() { Some(path.clone()) } else { joined(path, target) };
            let there = leads.as_ref().and_then(|leads| files.get(leads));
            let folder = leads.as_ref().is_some_and(|leads| {
                let below = format!("{}/", leads.trim_end_matches('/'));
                files.keys().any(|path| path.starts_with(&below))
            });
            let missing = match there {
                Some(page) if !anchor.is_empty() => !anchors(page.text()).iter().any(|other| other == anchor),
                Some(_) => false,
                None => !folder,
            };
            if missing {
                dead.push((path.clone(), line, link));
            }
        }
    }
    dead
}

/// The path that a link on a page means, from the root; nothing where it leads out of it.
fn joined(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::gather::Handed;
    use super::*;

    #[test]
    fn a_link_leads_to_a_file_a_folder_or_a_heading() {
        let page = |text: &str| Handed::ours(text.into());
        let text = "[a](b/c.md) [b](b/) [c](b/c.md#there) [d](https://x) [e](b/d.md) [f](../x) [g](b/c.md#gone)\n";
        let files = [("a.md".to_owned(), page(text)), ("b/c.md".to_owned(), page("# There\n[up](../a.md)\n"))];
        let found: Vec<String> = dead(&files.into()).into_iter().map(|(.., link)| link).collect();
        assert_eq!(found, ["b/d.md", "../x", "b/c.md#gone"]);
    }
}
