//! Kinds of numbers that do not mix, powers, conditions, letters, pairs.

use super::seen::Seen;
use super::{Rule, Section, rule};

fn whole(kind: &str) -> bool {
    ["usize", "u32", "u64", "i32", "i64", "u8", "isize"].contains(&kind.trim_start_matches('&'))
}

/// A real number or an array of them.
fn real(kind: &str) -> bool {
    let kind = kind.trim_start_matches('&');
    ["f64", "{float}"].contains(&kind) || kind.starts_with("ArrayBase<OwnedRepr<f64>")
}

/// Whether an operator stands between two such types, in either order.
fn between(e: &Seen<'_>, one: fn(&str) -> bool, other: fn(&str) -> bool) -> bool {
    e.operands().is_some_and(|(left, right)| (one(left) && other(right)) || (other(left) && one(right)))
}

/// Whether `**` stands where Python has its power: behind something that can be raised to it.
fn raises(line: &str) -> bool {
    let Some((before, _)) = line.split_once("**") else { return false };
    let before = before.trim_end();
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let keyword = ["return", "in", "if", "else", "match", "while"].contains(&word);
    !keyword && before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')' || c == ']')
}

pub const RULES: &[Rule] = &[
    rule(
        Section::Numbers,
        |e| between(e, real, whole),
        "Kinds of numbers never mix: make the count real with `n as f64`, as in `s / n as f64`.",
    ),
    rule(
        Section::Numbers,
        |e| between(e, real, |kind| kind == "{integer}"),
        "A whole number is no `f64`: write it with a point, `2.0 * x`, and start sums with `0.0`.",
    ),
    rule(
        Section::Numbers,
        |e| between(e, real, |kind| kind == "bool") || (e.is(&["E0606"]) && e.message.contains("`bool`")),
        "A condition becomes a number with `if u > 0.0 { 1.0 } else { 0.0 }` or `f64::from(u > 0.0)`.",
    ),
    rule(
        Section::Numbers,
        |e| {
            let one = |kind: &str| kind.trim_start_matches('&') == "f32";
            e.operands().is_some_and(|(left, right)| one(left) || one(right)) && e.message.contains("f64")
        },
        "All real numbers of the course are `f64`: write `f64` where `f32` stands.",
    ),
    rule(
        Section::Numbers,
        |e| e.writes(&[".powi("]) && (e.instead("i32", "usize") || e.instead("i32", "u32")),
        "`powi` takes an `i32`: `x.powi(n as i32)`. No `try_into` is needed.",
    ),
    rule(
        Section::Numbers,
        |e| e.writes(&[".powi("]) && (e.instead("i32", "floating-point") || e.instead("i32", "f64")),
        "`powi` takes a whole exponent, `x.powi(2)`; `powf` takes any, `x.powf(2.0)`.",
    ),
    rule(
        Section::Numbers,
        |e| e.is(&["E0614"]) && raises(e.line),
        "There is no power sign: `x.powi(2)` is the square, of a number and of every entry of an array.",
    ),
    rule(
        Section::Loops,
        |e| e.is(&["E0614"]) && e.names(&["f64", "usize", "u32", "{float}"]),
        "This is the number itself and no reference to it: one `*` too many. `mapv` hands over numbers, `iter` references.",
    ),
    rule(
        Section::Numbers,
        |e| e.is(&["E0369", "E0277"]) && e.message.contains(" ^ "),
        "`^` is no power: `x.powi(2)` is the square, of a number and of every entry of an array.",
    ),
    rule(
        Section::Numbers,
        |e| e.is(&["E0061"]) && e.writes(&[".log()"]),
        "The natural logarithm is `.ln()`; `.log(base)` wants a base.",
    ),
    rule(
        Section::Loops,
        |e| {
            let range = e.message.contains("Range<{float}>") || e.message.contains("Range<f64>");
            let step = e.message.contains("`{float}: Step`") || e.message.contains("`f64: Step`");
            e.is(&["E0277"]) && (range || step) && !e.message.contains("NdIndex")
        },
        "Only whole numbers can be counted through: `for k in 0..n { let x = k as f64 * dx; … }`.",
    ),
    rule(
        Section::Numbers,
        |e| e.bound() == Some(("usize", "Neg")) || (e.is(&["E0600"]) && e.message.contains("`usize`")),
        "Counts and indices (`usize`) are never negative; ignore `isize`. The last entry is `x[x.len() - 1]`, \"none yet\" is \
         an `Option`, and `l.checked_sub(1)` asks whether there is one before.",
    ),
    rule(
        Section::Letters,
        |e| {
            let subtracts = e.operands() == Some(("char", "char"));
            let indexes = e.is(&["E0277"]) && e.message.contains("type `str` cannot be indexed by");
            subtracts || indexes
        },
        "Go through the bytes of a word, which are numbers: `for byte in word.bytes()`, then `usize::from(byte - b'a')`.",
    ),
    rule(
        Section::Letters,
        |e| e.is(&["E0604"]) && e.message.contains("`char`"),
        "A letter from its number: `char::from(b'a' + k as u8)`.",
    ),
    rule(
        Section::Lists,
        |e| between(e, real, |kind| kind.starts_with("[f64;")) || between(e, |k| k.starts_with("[f64;"), |k| k == "_"),
        "A pair `[f64; 2]` has no arithmetic: component by component, `[w[0] - lr * g[0], w[1] - lr * g[1]]`.",
    ),
    rule(
        Section::Lists,
        |e| between(e, real, |kind| kind.starts_with('(')),
        "A tuple has no arithmetic: take it apart, `let (a, b) = …;`, and put it together again, `(2.0 * a, 2.0 * b)`.",
    ),
];
