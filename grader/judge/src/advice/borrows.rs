//! Arrays that are used up, lent, or changed where they must not be.

use super::seen::Seen;
use super::{Rule, Section, rule};

/// Whether an array was used up by `+ - * /`: rustc says so, or points at it beside the sign.
fn used_up(e: &Seen<'_>) -> bool {
    let said = || e.rendered.contains("due to usage in operator");
    e.is(&["E0382"]) && e.rendered.contains("has type `ArrayBase<OwnedRepr<") && (said() || moved_beside_sign(e))
}

/// Whether what rustc marks as "value moved here" stands beside a sign of arithmetic.
fn moved_beside_sign(e: &Seen<'_>) -> bool {
    let signs = ['+', '-', '*', '/'];
    let shown: Vec<(&str, &str)> = e.rendered.lines().filter_map(|line| line.split_once('|')).collect();
    let code = |(gutter, _): &&(&str, &str)| !gutter.trim().is_empty();
    let found = shown.iter().enumerate().find_map(|(i, (_, text))| Some((i, text, text.find("value moved here")?)));
    let Some((i, text, at)) = found else { return false };
    // the words stand behind their dashes, or below the first of them
    let dashes = text[..at].trim_end();
    let place = if dashes.ends_with('-') { dashes.trim_end_matches('-').len() } else { at };
    let line = shown[..i].iter().rev().find(code).map_or("", |(_, code)| code);
    let (Some(before), Some(from)) = (line.get(..place), line.get(place..)) else { return false };
    let rest = from.strip_prefix(e.name()).unwrap_or_default().trim_start();
    let next = || shown[i..].iter().find(code).map_or("", |(_, code)| code.trim_start());
    before.trim_end().ends_with(signs) || if rest.is_empty() { next() } else { rest }.starts_with(signs)
}

/// Whether rustc proposes `&mut` in a signature, and not in that of a private function.
fn wants_signature(e: &Seen<'_>) -> bool {
    let mut proposed = e.rendered.lines().filter(|line| line.contains(": &mut ")).peekable();
    let lent = e.is(&["E0596", "E0594"]) && e.message.contains("behind a `&` reference");
    lent && proposed.peek().is_some() && proposed.all(|line| !line.contains("fn ") || line.contains("pub fn "))
}

pub const RULES: &[Rule] = &[
    rule(
        Section::Arithmetic,
        used_up,
        "Arithmetic uses an array up, unless `&` stands before it: write `&{name}` where it is needed again later, as in \
         `&w / w.sum()`. No copy is needed.",
    ),
    rule(
        Section::Arithmetic,
        |e| e.is(&["E0507"]) && e.name().starts_with('*') && e.rendered.contains("has type `ArrayBase<OwnedRepr<"),
        "An array that is lent with `&` needs no `*` in arithmetic and calls: `x - 1.0`, `x.sum()`. For an array of your own \
         write `x.clone()`.",
    ),
    rule(
        Section::Changing,
        wants_signature,
        "What is lent with `&` cannot be changed, and the signature must stay: ignore `&mut`. Change a copy and give it back: \
         `let mut result = x.clone();`, of a list `x.to_vec()`.",
    ),
    rule(
        Section::Changing,
        |e| {
            let assigns = e.is(&["E0368"]) && e.message.contains("cannot be applied to type `&ArrayBase<");
            let replaced = e.instead("&ArrayBase<OwnedRepr<", "ArrayBase<OwnedRepr<")
                && e.rendered.contains("expected due to this value");
            assigns || replaced
        },
        "This variable is only a reference to the argument. Begin with a copy of your own, `let mut y = x.clone();`, and \
         change that. Ignore \"borrowing\".",
    ),
    rule(
        Section::Changing,
        |e| e.is(&["E0070"]) && e.writes(&[".row_mut(", ".row(", ".column_mut(", ".column(", ".slice_mut("]),
        "A row cannot be set with `=`: `m.row_mut(b).assign(&p);`.",
    ),
    rule(
        Section::Changing,
        |e| {
            e.is(&["E0596", "E0594"])
                && e.message.contains("dereference of `ArrayBase<ViewRepr<&")
                && !e.message.contains("&mut")
        },
        "`row`, `column` and `slice` are for reading. For writing there are `m.row_mut(b)`, `m.column_mut(j)` and \
         `m.slice_mut(…)`, of an array that is `mut`.",
    ),
    rule(
        Section::Changing,
        |e| e.is(&["E0369"]) && e.message.contains("`&mut f64`"),
        "`iter_mut` lends references; the number behind one is `*e`, on both sides: `*e *= 2.0;`, `*e = *e + 1.0;`.",
    ),
    rule(
        Section::Loops,
        |e| e.is(&["E0502"]) && e.rendered.lines().any(|line| line.contains("for ") && line.contains(".iter()")),
        "The loop reads the array while its body changes it. Loop over indices, `for i in 0..x.len() { x[i] = …; }`, or over \
         `x.iter_mut()`.",
    ),
    rule(
        Section::Changing,
        |e| e.is(&["E0502"]) && e.writes(&[".row_mut(", ".column_mut(", ".slice_mut(", ".index_axis_mut("]),
        "The array is changed while a view still reads it. Read first, into an array of its own: `let first = m.row(0).to_owned();`, \
         then `m.row_mut(1).assign(&first);`.",
    ),
    rule(
        Section::Rows,
        |e| e.is(&["E0515"]) && e.writes(&[".row(", ".column(", ".view(", ".slice(", ".t()", ".index_axis("]),
        "What is made inside a function ends with it, so a view or a reference to it cannot be given back. Give back an array \
         of its own: `-> Array1<f64>` and `.to_owned()`.",
    ),
];
