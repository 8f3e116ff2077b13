//! Manifests of the smaller workspace: the same lines, without those of what stays here.

/// Packages that stay here, by their folders.
pub const STAYS: [&str; 4] = ["grader/benches/stopwatch", "grader/class", "grader/jail", "fixtures"];

/// The manifest of the workspace. `named` says whether any package of a release names this dependency.
pub fn workspace(text: &str, named: impl Fn(&str) -> bool) -> String {
    let mut section = String::new();
    let mut kept = vec![];
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.to_owned();
        }
        if section == "[workspace]" && line.starts_with("members") {
            kept.push(members(line));
        } else if section == "[workspace.dependencies]" && key(line).is_some_and(|name| !named(name)) {
            // nobody needs it any more
        } else {
            kept.push(line.to_owned());
        }
    }
    // a remark above nothing
    let lonely = |index: usize| {
        let below = kept.get(index + 1).map(String::as_str).unwrap_or_default();
        kept[index].starts_with('#') && below.is_empty()
    };
    let lines: Vec<&str> = (0..kept.len()).filter(|&index| !lonely(index)).map(|index| kept[index].as_str()).collect();
    lines.join("\n") + "\n"
}

/// The list of packages, without those that stay here.
fn members(line: &str) -> String {
    let stays = |member: &&str| !STAYS.iter().any(|folder| member.trim().trim_matches('"') == *folder);
    let (start, list) = line.split_once('[').unwrap_or((line, ""));
    let members: Vec<&str> = list.trim_end_matches(']').split(',').filter(stays).map(str::trim).collect();
    format!("{start}[{}]", members.join(", "))
}

/// The manifest of a package without benches. `used` says whether its sources name this crate.
pub fn package(text: &str, used: impl Fn(&str) -> bool) -> String {
    let mut section = "";
    let mut kept: Vec<&str> = vec![];
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let tests_alone = section.contains("dev-dependencies") && key(line).is_some_and(|name| !used(name));
        if section != "[[bench]]" && !tests_alone {
            kept.push(line);
        }
    }
    // a heading above nothing
    let empty = |index: usize| {
        let below = kept.get(index + 1).copied().unwrap_or_default();
        kept[index].contains("dev-dependencies]") && below.trim().is_empty()
    };
    let lines: Vec<&str> = (0..kept.len()).filter(|&index| !empty(index)).map(|index| kept[index]).collect();
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if !(line.is_empty() && index > 0 && lines[index - 1].is_empty()) {
            text += line;
            text.push('\n');
        }
    }
    text
}

/// The name before `=` or before `.workspace`.
pub fn key(line: &str) -> Option<&str> {
    let name = line.split(['=', '.', ' ']).next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_loses_what_stays_here() {
        let text = "[workspace]\nmembers = [\"grader\", \"grader/class\", \"fixtures\", \"exercises/*\"]\n\n[workspace.dependencies]\nclass = { path = \"grader/class\" }\njudge = { path = \"grader/judge\" }\n# what only the tests need\ninsta = \"1\"\n\n[profile.dev]\ndebug = 0\n";
        let kept = workspace(text, |name| name == "judge");
        let wanted = "[workspace]\nmembers = [\"grader\", \"exercises/*\"]\n\n[workspace.dependencies]\njudge = { path = \"grader/judge\" }\n\n[profile.dev]\ndebug = 0\n";
        assert_eq!(kept, wanted);
    }

    #[test]
    fn a_package_loses_benches_and_what_nobody_names() {
        let text = "[lib]\nbench = false\n\n[[bench]]\nname = \"speed\"\n\n[dev-dependencies]\ninsta.workspace = true\ntempfile.workspace = true\n\n[target.'cfg(unix)'.dev-dependencies]\nrustix = { workspace = true }\n\n[lints]\nworkspace = true\n";
        let kept = package(text, |name| name == "tempfile");
        let wanted =
            "[lib]\nbench = false\n\n[dev-dependencies]\ntempfile.workspace = true\n\n[lints]\nworkspace = true\n";
        assert_eq!(kept, wanted);
    }
}
