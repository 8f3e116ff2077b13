//! What a handout says of one function or question: the blocks that name it, each under its heading.

/// A block of a handout, and the heading that it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Without its `#`.
    pub heading: &'a str,
    /// A paragraph as it is written; of a table the row, from its last column.
    pub text: String,
}

/// The parts that name it, in order.
pub fn about<'a>(handout: &'a str, name: &str) -> Vec<Part<'a>> {
    let (mut heading, mut fenced) = ("", false);
    let mut parts = vec![];
    let mut block: Vec<&str> = vec![];
    for line in handout.lines().chain([""]) {
        if line.starts_with("```") {
            fenced = !fenced;
            block.clear();
        } else if fenced {
            // commands, and no words about it
        } else if line.trim().is_empty() || line.starts_with('#') || line.starts_with("- ") {
            parts.extend(named(&block, name).map(|text| Part { heading, text }));
            block.clear();
            if line.starts_with('#') {
                heading = line.trim_start_matches('#').trim();
            } else if !line.trim().is_empty() {
                block.push(line);
            }
        } else {
            block.push(line);
        }
    }
    parts
}

/// What of a block is about it.
fn named(block: &[&str], name: &str) -> Option<String> {
    let names = |text: &str| text.contains(&format!("`{name}`")) || text.contains(&format!("`{name}("));
    if block.first().is_some_and(|line| line.starts_with('|')) {
        let row = block.iter().find(|row| names(row))?;
        return row.trim().trim_matches('|').rsplit('|').next().map(|cell| cell.trim().to_owned());
    }
    let text = block.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    names(&text).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANDOUT: &str = "# Title\n\nOther words.\n\n## Theory\n\nOf `f` it is\nsaid. And `g(x)`.\n\n- `beta` is cold;\n  `f` does not mind.\n- `g` does.\n\n## What to do\n\n| function | points | answers |\n|---|---|---|\n| `f`, `h` | 3 + 4 | 1 (a): first |\n| `g` | 4 | 1 (b) |\n\n```\ncall `f`\n```\n";

    #[test]
    fn the_blocks_and_the_row_that_name_it_are_found() {
        let of =
            |name: &str| about(HANDOUT, name).into_iter().map(|part| (part.heading, part.text)).collect::<Vec<_>>();
        let part = |heading: &'static str, text: &str| (heading, text.to_owned());
        assert_eq!(
            of("f"),
            [
                part("Theory", "Of `f` it is said. And `g(x)`."),
                part("Theory", "- `beta` is cold; `f` does not mind."),
                part("What to do", "1 (a): first"),
            ]
        );
        assert_eq!(of("g").len(), 3);
        assert_eq!(of("h"), [part("What to do", "1 (a): first")]);
        assert_eq!(of("beta"), [part("Theory", "- `beta` is cold; `f` does not mind.")]);
        assert!(of("k").is_empty());
    }
}
