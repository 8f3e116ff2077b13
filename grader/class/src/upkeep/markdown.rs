//! As much of Markdown as a check of handouts needs: links, headings, and what must be closed.

/// A line without its code and its formulas, which may look like links; its number counts from 1. Lines of
/// fenced code and of displayed formulas are left out.
fn prose(text: &str) -> Vec<(usize, String)> {
    let (mut fenced, mut displayed) = (false, false);
    let mut lines = vec![];
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let mut words = String::new();
        // between backticks is every second piece; what is left of code is a mark, so that [`f`](x) stays a link
        for (index, piece) in line.split('`').enumerate() {
            words += if index % 2 == 0 { piece } else { "·" };
        }
        let mut plain = String::new();
        for (index, piece) in words.split("$$").enumerate() {
            displayed ^= index > 0;
            if !displayed {
                // the same between dollars
                plain += &piece.replace("\\$", "").split('$').step_by(2).collect::<Vec<_>>().join("·");
            }
        }
        lines.push((index + 1, plain));
    }
    lines
}

/// The targets of links and of definitions, with their lines. Code is no link: `sum[k](F(k))` is a sum.
pub fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = vec![];
    for (line, words) in prose(text) {
        if let Some((_, target)) = definition(&words) {
            links.push((line, target.to_owned()));
            continue;
        }
        let mut rest = words.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, after)) = after.split_once(')') else { break };
            // a title may follow
            links.push((line, target.split_whitespace().next().unwrap_or_default().to_owned()));
            rest = after;
        }
    }
    links
}

/// `[label]: target`
fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    Some((label, target.split_whitespace().next()?))
}

/// The labels of links `[words][label]` and `[label][]` that no line defines.
pub fn undefined(text: &str) -> Vec<(usize, String)> {
    let lines = prose(text);
    let known: Vec<String> =
        lines.iter().filter_map(|(_, words)| Some(definition(words)?.0.trim().to_lowercase())).collect();
    let mut found = vec![];
    for (line, words) in &lines {
        let mut rest = words.as_str();
        while let Some((before, after)) = rest.split_once("][") {
            let Some((label, left)) = after.split_once(']') else { break };
            let words = before.rsplit('[').next().unwrap_or_default();
            let label = if label.is_empty() { words } else { label };
            if !known.contains(&label.trim().to_lowercase()) {
                found.push((*line, label.to_owned()));
            }
            rest = left;
        }
    }
    found
}

/// The anchors of all headings, as GitHub makes them.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = vec![];
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced || !line.starts_with('#') {
            continue;
        }
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let again = anchors.iter().filter(|other| **other == anchor).count();
        anchors.push(if again == 0 { anchor } else { format!("{anchor}-{again}") });
    }
    anchors
}

/// Fences and formulas that are opened and never closed: the line, and what is open.
pub fn unbalanced(text: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    let (mut fence, mut display) = (None, None);
    let mut formula: Option<usize> = None;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        if line.trim_start().starts_with("```") {
            fence = if fence.is_some() { None } else { Some(number) };
        }
        if fence.is_some() || line.trim_start().starts_with("```") {
            continue;
        }
        if line.trim().is_empty() {
            // a formula inside a line ends with its paragraph
            found.extend(formula.take().map(|line| (line, "a `$` is never closed".to_owned())));
        }
        let code = line.split('`').step_by(2).collect::<Vec<_>>().join("·").replace("\\$", "");
        for (index, piece) in code.split("$$").enumerate() {
            if index > 0 {
                display = if display.is_some() { None } else { Some(number) };
            }
            if display.is_none() && piece.matches('$').count() % 2 == 1 {
                formula = if formula.is_some() { None } else { Some(number) };
            }
        }
    }
    found.extend(formula.map(|line| (line, "a `$` is never closed".to_owned())));
    found.extend(display.map(|line| (line, "a formula between `$$` is never closed".to_owned())));
    found.extend(fence.map(|line| (line, "a fence of code is never closed".to_owned())));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_formulas_are_no_links() {
        let text = "see [a](a.md) and `sum[k](x)` and [`b`](b.md \"t\")\n```\nc[0](d)\n```\n[e](e.md)\n$$ f[0](g) $$ $h[1](i)$ [j](j.md)\n$$\nk[1](l)\n$$\n[m]: m.md\n";
        let found: Vec<(usize, String)> = links(text);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, target)| (*line, target.as_str())).collect();
        assert_eq!(found, [(1, "a.md"), (1, "b.md"), (5, "e.md"), (6, "j.md"), (10, "m.md")]);
    }

    #[test]
    fn a_reference_must_be_defined() {
        let text = "[one][a] [two][] [three][B] `[x][y]` $m[1][2]$\n\n[A]: a.md\n[b]: b.md\n";
        assert_eq!(undefined(text), [(1, "two".to_owned())]);
    }

    #[test]
    fn anchors_are_those_of_the_page() {
        let text = "# A title: `code`, and β\n## Twice\n```\n# no heading\n```\n## Twice\n";
        assert_eq!(anchors(text), ["a-title-code-and-β", "twice", "twice-1"]);
    }

    #[test]
    fn what_is_opened_must_be_closed() {
        assert_eq!(unbalanced("$a$ and $$b$$ and `$`, costs \\$5\n\n$$\nc $\n$$\n```\n$\n```\n$a\nb$\n"), []);
        assert_eq!(unbalanced("one $a\n\ntwo").len(), 1);
        assert_eq!(unbalanced("$$\na\n")[0].0, 1);
        assert_eq!(unbalanced("a\n```\nb\n")[0].0, 2);
    }
}
