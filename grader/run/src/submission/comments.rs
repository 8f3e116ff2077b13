//! Where Rust has comments, as far as one must know to tell a remark from code.

/// The first line, counted from 1, on which a letter stands outside of comments.
pub fn line_in_code(text: &str, letter: char) -> Option<usize> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => {
                at = find(&chars, at, |c| c == '\n');
                continue;
            }
            ('/', Some('*')) => {
                at = block(&chars, at);
                continue;
            }
            ('r', _) if !joined(&chars, at) => raw(&chars, at).unwrap_or(at + 1),
            ('"', _) => quoted(&chars, at, '"'),
            // two letters further on there is a quote, or it is a lifetime
            ('\'', Some('\\')) => quoted(&chars, at, '\''),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => at + 1,
        };
        if let Some(index) = (at..end.min(chars.len())).find(|&index| chars[index] == letter) {
            return Some(chars[..index].iter().filter(|&&c| c == '\n').count() + 1);
        }
        at = end;
    }
    None
}

fn find(chars: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    (from..chars.len()).find(|&index| is(chars[index])).unwrap_or(chars.len())
}

/// The end of a comment between `/*` and `*/`, which may hold others.
fn block(chars: &[char], from: usize) -> usize {
    let mut depth = 0usize;
    let mut at = from;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

/// The end of a text in quotes; what follows `\` ends none.
fn quoted(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// Is this letter the end of a longer word? `br"…"` and `cr"…"` are raw, too.
fn joined(chars: &[char], at: usize) -> bool {
    let word = |index: usize| chars.get(index).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    match at.checked_sub(1) {
        Some(before) if matches!(chars[before], 'b' | 'c') => before.checked_sub(1).is_some_and(word),
        Some(before) => word(before),
        None => false,
    }
}

/// The end of `r"…"` or `r#"…"#`; `None` where none begins here.
fn raw(chars: &[char], from: usize) -> Option<usize> {
    let open = find(chars, from + 1, |c| c != '#');
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let hashes = open - from - 1;
    let ends = |index: usize| {
        chars[index] == '"' && chars[index + 1..].iter().take(hashes).filter(|&&c| c == '#').count() == hashes
    };
    Some((open + 1..chars.len()).find(|&index| ends(index)).map_or(chars.len(), |index| index + 1 + hashes))
}

#[cfg(test)]
mod tests {
    use super::line_in_code;

    #[test]
    fn code_and_comments_are_told_apart() {
        for comment in [
            "// x",
            "fn f() {} // x",
            "/* x */ fn f() {}",
            "/* /* a */ x */",
            "let a = \"//\"; // x",
            "let a = \"\\\"\"; // x",
            "let a = r#\"\"\"#; // x",
            "let a = br\"\\\"; // x",
            "let a = '\"'; // x",
            "let a = '\\''; // x",
            "fn f<'a>(b: &'a str) {} // 'x'",
            "for a in r {} // \"x\"",
            "/* x never closed",
        ] {
            assert_eq!(line_in_code(comment, 'x'), None, "{comment}");
        }
        for code in [
            "\nx",
            "/* a\n */ x",
            "// a\nx",
            "\"//\nx\"",
            "let a = r#\"\n\" x\"#;",
            "let a = '\"';\nlet b = 'x';",
            "f('\\'');\nx // '",
            "b'\\\\' // \n'x'",
            "/* /* */ */\n x",
            "\"a\\\"\nx",
        ] {
            assert_eq!(line_in_code(code, 'x'), Some(2), "{code}");
        }
    }
}
