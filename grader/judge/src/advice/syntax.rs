//! Python in a Rust file: errors of syntax, which have no code.

use super::seen::Seen;
use super::{Rule, Section, rule};

/// Whether a comma stands in the brackets of an index, as in `m[i, j]`, and not in those of a macro without its `!`.
fn indexes_with_comma(line: &str) -> bool {
    line.match_indices('[').any(|(at, _)| {
        let before = &line[..at];
        let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let named = before.ends_with(')') || !word.is_empty();
        named && !["vec", "array", "s", "concatenate", "stack"].contains(&word) && comma_inside(&line[at..])
    })
}

/// Whether a comma stands directly inside the brackets that the text begins with.
fn comma_inside(text: &str) -> bool {
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => return true,
            _ => {}
        }
        if depth == 0 {
            return false;
        }
    }
    false
}

/// Whether the index has a range in it, as in `m[:, 0]`.
fn indexes_with_range(line: &str) -> bool {
    ["[:", "[..,", ", :", ", ..]", ":]"].iter().any(|part| line.contains(part))
}

fn syntax(e: &Seen<'_>, found: &str) -> bool {
    e.is(&[""]) && e.message.ends_with(&format!("found `{found}`"))
}

pub const RULES: &[Rule] = &[
    rule(
        Section::Slices,
        |e| (syntax(e, ",") || syntax(e, ":")) && indexes_with_comma(e.line) && indexes_with_range(e.line),
        "Parts of an array: `m.row(i)`, `m.column(j)`, or with ranges `m.slice(s![.., 1..])`; a new axis is `insert_axis`. \
         Ignore `::`.",
    ),
    rule(
        Section::Slices,
        |e| syntax(e, ":") && e.line.contains("[:") && !e.line.contains("[::"),
        "A part of an array is `x.slice(s![..3])`, with `use probe::ndarray::s;`. Ignore `::`.",
    ),
    rule(
        Section::Entries,
        |e| syntax(e, ",") && indexes_with_comma(e.line),
        "Several indices stand in double brackets: `m[[i, j]]`.",
    ),
    rule(
        Section::Lists,
        |e| syntax(e, ",") && e.line.trim_start().starts_with("return ") && !e.line.contains('('),
        "Several results are a tuple, in round brackets: `return (a, b);`, or just `(a, b)` at the end.",
    ),
    rule(Section::Products, |e| syntax(e, "@"), "The product of a matrix and a vector is `w.dot(&x)`."),
    rule(
        Section::Numpy,
        |e| e.is(&[""]) && e.message.starts_with("expected one of") && e.writes(&["elif "]),
        "`elif` is `else if`.",
    ),
    rule(
        Section::Numpy,
        |e| e.is(&[""]) && e.message.starts_with("expected one of") && e.writes(&["lambda "]),
        "A function without a name is `|x| 2.0 * x`.",
    ),
    rule(
        Section::Numpy,
        |e| {
            let remark = e.line.trim_start().strip_prefix('#').is_some_and(|rest| !rest.starts_with(['[', '!']));
            e.is(&[""]) && e.message.starts_with("expected one of `!` or `[`") && remark
        },
        "A remark begins with `//`.",
    ),
    rule(
        Section::Numpy,
        |e| {
            let code = e.line.trim();
            let begins = ["for ", "if ", "while ", "else", "def "].iter().any(|word| code.starts_with(word));
            e.is(&[""]) && e.message.contains("found `:`") && begins && code.ends_with(':')
        },
        "Blocks stand in braces, without a colon: `for e in x.iter() { … }`.",
    ),
    rule(
        Section::Numbers,
        |e| {
            let typed = ["float ", "double ", "int ", "f64 ", "usize "];
            let code = e.line.trim_start();
            e.is(&[""]) && e.message.starts_with("expected one of") && typed.iter().any(|kind| code.starts_with(kind))
        },
        "A variable begins with `let`: `let x = 1.0;`, or `let mut x = 1.0;` if it changes.",
    ),
    rule(
        Section::Numpy,
        |e| {
            let single = |sign: &str| e.line.contains(&format!(" {sign} "));
            e.is(&[""]) && e.message.contains("comparison operators cannot be chained") && (single("|") || single("&"))
        },
        "Conditions are joined by `&&` (and) and `||` (or), doubled; ignore the split that rustc proposes.",
    ),
];
