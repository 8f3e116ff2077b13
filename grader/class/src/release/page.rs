//! Pages as students get them: cut from those of the checkout, at marks that no reader of either sees.

use super::manifest::STAYS;

/// What is between these two lines stays here.
const INSTRUCTORS: (&str, &str) = ("<!-- for instructors -->", "<!-- for all -->");
/// What is between these two lines is only seen where it was handed out.
const STUDENTS: (&str, &str) = ("<!-- for students", "-->");

/// The page for students, or what is wrong with its marks, with the line.
pub fn page(text: &str) -> Result<String, (usize, String)> {
    let mut kept: Vec<String> = vec![];
    // what is open, and since which line
    let mut open: Option<((&str, &str), usize)> = None;
    for (index, line) in text.lines().enumerate() {
        match open {
            Some((marks, _)) if line == marks.1 => open = None,
            Some((marks, _)) if marks == INSTRUCTORS => {}
            None if line == INSTRUCTORS.0 => open = Some((INSTRUCTORS, index + 1)),
            None if line == STUDENTS.0 => open = Some((STUDENTS, index + 1)),
            Some(_) | None => kept.extend(row(line)),
        }
    }
    match open {
        Some((marks, line)) => Err((line, format!("`{}` is never followed by `{}`", marks.0, marks.1))),
        None => Ok(tidy(&kept)),
    }
}

/// A line; of a table that lists rooms those of packages that stay here are left out.
fn row(line: &str) -> Option<String> {
    let Some((first, rest)) = line.strip_prefix("| `").and_then(|rest| rest.split_once(" |")) else {
        return Some(line.to_owned());
    };
    let first = format!("`{first}");
    let stays = |item: &&str| {
        let room = item.trim_matches('`');
        let package = format!("grader/{}", room.split(['/', ':']).next().unwrap_or_default());
        !STAYS.contains(&package.as_str())
    };
    let items: Vec<&str> = first.split(", ").filter(stays).collect();
    (!items.is_empty()).then(|| format!("| {} |{rest}", items.join(", ")))
}

/// No two empty lines where something was cut out between them.
fn tidy(lines: &[String]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let again = line.is_empty() && (index == 0 || lines[index - 1].is_empty());
        if !again {
            text += line;
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn marks_say_who_reads_what() {
        let text = "# A\n\n<!-- for instructors -->\nkeys\n<!-- for all -->\n\n<!-- for students\nyours\n-->\nend\n";
        assert_eq!(page(text).as_deref(), Ok("# A\n\nyours\nend\n"));
        let (line, what) = page("a\n<!-- for instructors -->\nb\n").expect_err("no end");
        assert!(line == 2 && what.contains("for all"), "{what}");
    }

    #[test]
    fn tables_of_rooms_lose_the_instructors() {
        let text = "| `class` | x |\n| `class/src/a.rs`, `src/a.rs` | y |\n| `classes` | z |\n";
        assert_eq!(page(text).as_deref(), Ok("| `src/a.rs` | y |\n| `classes` | z |\n"));
    }
}
