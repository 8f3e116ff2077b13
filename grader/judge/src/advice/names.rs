//! Names that are not there: crates, imports, functions, methods.

use super::seen::Seen;
use super::{Rule, Section, rule};

/// What the page's imports offer, without the macros.
const TYPES: &[&str] =
    &["Array", "Array1", "Array2", "Array3", "ArrayView1", "ArrayView2", "ArrayView3", "ArrayViewMut1", "Axis", "Zip"];
const MACROS: &[&str] = &["array", "s", "concatenate", "stack", "azip"];
const RANDOM: &[&str] = &["rand", "rand_distr", "fastrand", "random", "oorandom"];
const NUMPY: &[&str] = &["np", "numpy", "math", "jnp", "torch", "scipy"];
/// Modules of the standard library that a path may begin with by mistake: rustc knows where they are.
const STANDARD: &[&str] = &["consts", "mem", "iter", "cmp", "collections", "fmt", "ops", "f64", "usize", "std", "core"];

/// A name that is not in scope, whatever kind of thing it would be.
fn unknown(e: &Seen<'_>) -> bool {
    e.is(&["E0425", "E0433", "E0412", "E0531", "E0532"])
}

fn unknown_function(e: &Seen<'_>, names: &[&str]) -> bool {
    e.is(&["E0425"]) && e.message.starts_with("cannot find function `") && e.names(names)
}

fn unknown_value(e: &Seen<'_>, names: &[&str]) -> bool {
    e.is(&["E0425"]) && e.message.starts_with("cannot find value `") && e.names(names)
}

/// A crate that is not linked, and is neither a file of the student's own nor a module of the standard library.
fn unlinked(e: &Seen<'_>, of: impl Fn(&str) -> bool) -> bool {
    let first = e.name().split("::").next().unwrap_or_default();
    let unresolved = e.is(&["E0432", "E0433"]) && e.rendered.contains("unresolved module or unlinked crate");
    let declared = e.is(&["E0463"]) && !["probe", "ndarray"].contains(&first);
    let known = ["to make use of source file", "consider importing", "similar name"];
    let elsewhere = known.iter().any(|help| e.rendered.contains(help));
    (unresolved || declared) && !elsewhere && !STANDARD.contains(&first) && of(first)
}

/// Whether the message is about a list of real numbers.
fn list(e: &Seen<'_>) -> bool {
    ["`Vec<f64>`", "`&Vec<f64>`", "`[f64]`", "`&[f64]`"].iter().any(|kind| e.message.contains(kind))
}

/// A method of real numbers that is called on a whole one.
fn real_method_of_integer(e: &Seen<'_>) -> bool {
    let real = ["sqrt", "ln", "exp", "powf", "powi", "tanh", "sin", "cos", "ln_1p", "exp_m1", "recip"];
    let whole = ["usize", "u32", "u64", "i32", "i64", "u8", "isize"];
    e.misses(&real) && whole.iter().any(|kind| e.message.contains(&format!("found for type `{kind}`")))
}

pub const RULES: &[Rule] = &[
    rule(
        Section::Imports,
        |e| e.message.starts_with("cannot find macro") && e.names(MACROS),
        "`{name}!` is not imported. At the top of the file: `use probe::ndarray::{name};`.",
    ),
    rule(
        Section::Imports,
        |e| unknown(e) && e.names(TYPES),
        "`{name}` is not imported. At the top of the file: `use probe::ndarray::{name};`.",
    ),
    rule(
        Section::Imports,
        |e| e.is(&["E0432"]) && e.name().strip_prefix("probe::").is_some_and(|n| TYPES.contains(&n)),
        "ndarray is one step deeper: `use probe::ndarray::{…};`.",
    ),
    rule(
        Section::Imports,
        |e| unknown(e) && e.names(&["Normaliser"]),
        "`Normaliser` is not imported. At the top of the file: `use probe::Normaliser;`.",
    ),
    rule(
        Section::Imports,
        |e| unknown_value(e, &["Mean", "Sum"]),
        "The name has two parts: `Normaliser::{name}`, with `use probe::Normaliser;` at the top of the file.",
    ),
    rule(
        Section::Imports,
        |e| unlinked(e, |name| RANDOM.contains(&name)),
        "There is no crate for random numbers: ignore `cargo add`, the course's manifests are used. Nothing here draws by \
         itself: every random number is an argument of the function.",
    ),
    rule(
        Section::Numpy,
        |e| {
            let called = || e.writes(&[&format!("{}.", e.name())]);
            unlinked(e, |name| NUMPY.contains(&name)) || (unknown_value(e, NUMPY) && called())
        },
        "There is no `{name}`, and nothing to install: ignore `cargo add`. Its functions are methods here, of numbers and \
         of arrays: `x.exp()`, `x.ln()`, `x.abs()`, `x.sum()`.",
    ),
    rule(
        Section::Imports,
        |e| unlinked(e, |_| true),
        "Only the standard library and `probe::ndarray` are there. Ignore `cargo add`: the course's manifests are used. \
         Write what you need yourself; functions of another exercise are copied into this file.",
    ),
    rule(
        Section::Numbers,
        |e| unknown_function(e, &["max", "min"]),
        "Of two numbers it is a method: `a.{name}(b)`. Ignore `std::cmp::{name}`: it cannot compare `f64`.",
    ),
    rule(
        Section::Numpy,
        |e| {
            unknown_function(
                e,
                &["exp", "ln", "log", "sqrt", "abs", "tanh", "pow", "power", "sum", "len", "mean", "dot"],
            )
        },
        "`{name}` is a method, after a dot: `x.exp()`, `x.ln()` (the natural logarithm), `x.powi(2)`, `x.sum()`, \
         `x.len()`, `x.dot(&y)`.",
    ),
    rule(
        Section::Making,
        |e| unknown_function(e, &["zeros", "ones", "eye", "full"]),
        "Arrays are made by their type: `Array1::zeros(n)`, `Array2::zeros((rows, columns))`, `Array1::from_elem(n, x)`.",
    ),
    rule(
        Section::Loops,
        |e| unknown_function(e, &["range", "enumerate"]),
        "A loop over indices is `for i in 0..n { … }`; with the entries, `for (i, &e) in x.iter().enumerate() { … }`.",
    ),
    rule(
        Section::Numbers,
        |e| e.is(&["E0425", "E0412"]) && e.names(&["float", "int", "double"]),
        "Real numbers are `f64` here, never `f32`; counts and indices are `usize`. `n as f64` makes one of the other.",
    ),
    rule(
        Section::Letters,
        |e| unknown_function(e, &["ord", "chr"]),
        "Letters are bytes: `for byte in word.bytes()`, then `usize::from(byte - b'a')`; back with `char::from(b'a' + k as u8)`.",
    ),
    rule(
        Section::Lists,
        |e| unknown_value(e, &["null", "nil", "NULL", "nullptr"]),
        "Nothing is `None` here, in a function that gives an `Option`; something is `Some(value)`. Ignore `std::ptr`.",
    ),
    rule(
        Section::Numbers,
        |e| unknown_value(e, &["inf", "Inf", "INFINITY", "infinity"]) || e.misses(&["inf", "infinity", "INF"]),
        "Infinity is `f64::INFINITY`, minus infinity `f64::NEG_INFINITY`.",
    ),
    rule(
        Section::Numbers,
        |e| unknown_value(e, &["PI", "TAU"]) || (e.misses(&["PI", "TAU"]) && e.message.contains("`f64`")),
        "π is `std::f64::consts::PI`, and 2π is `std::f64::consts::TAU`.",
    ),
    rule(
        Section::Lowest,
        |e| e.misses(&["min"]) && (e.on_array() || list(e)) && e.writes(&[".min()"]),
        "Arrays and lists have no `min`, because `f64` has no order (NaN). Ignore `.into_iter().min()`, which does not compile either. \
         Write `x.iter().copied().fold(f64::INFINITY, f64::min)`.",
    ),
    rule(
        Section::Lowest,
        |e| e.misses(&["max"]) && (e.on_array() || list(e)) && e.writes(&[".max()"]),
        "Arrays and lists have no `max`, because `f64` has no order (NaN). Ignore `.into_iter().max()`, which does not compile either. \
         Write `x.iter().copied().fold(f64::NEG_INFINITY, f64::max)`.",
    ),
    rule(
        Section::EveryEntry,
        |e| e.misses(&["max", "min", "clamp", "clip"]) && e.on_array() && !e.writes(&[".max()", ".min()"]),
        "`{name}` is of numbers. For every entry of an array: `x.mapv(|v: f64| v.max(0.0))`. Ignore `.into_iter()`.",
    ),
    rule(
        Section::Lowest,
        |e| e.misses(&["argmin", "argmax", "argsort"]),
        "There is no `{name}`. A loop keeps the best index so far: \
         `let mut best = 0; for k in 1..x.len() { if x[k] < x[best] { best = k; } }`.",
    ),
    rule(
        Section::Lowest,
        |e| e.misses(&["cmp"]) && e.message.contains("f64`"),
        "`f64` has no `cmp`, because of NaN: `a.total_cmp(&b)`, with `&` before the second.",
    ),
    rule(
        Section::Products,
        |e| e.misses(&["norm", "norm_l2"]) && e.on_array(),
        "There is no `{name}`: the length of a vector is `v.dot(&v).sqrt()`, where `v` is an array or `&` of one.",
    ),
    rule(
        Section::Products,
        |e| e.misses(&["outer", "matmul", "transpose"]) && e.on_array(),
        "There is no `{name}`. The product of matrices and vectors is `w.dot(&x)`, the transposed matrix `w.t()`, the outer \
         product `Array2::from_shape_fn((u.len(), v.len()), |(i, j)| u[i] * v[j])`.",
    ),
    rule(
        Section::Numbers,
        |e| {
            e.misses(&["pow", "power"]) && (e.on_array() || e.message.contains("f64`") || e.message.contains("{float}"))
        },
        "`x.powi(2)` is the square, of a number and of every entry of an array; `x.powf(0.5)` takes any exponent. \
         Ignore what rustc proposes to import.",
    ),
    rule(
        Section::EveryEntry,
        |e| e.misses(&["sigmoid", "relu", "softplus", "square"]) && e.on_array(),
        "There is no `{name}`. Write a function of one number, `fn sigmoid(v: f64) -> f64 { … }`, and `x.mapv(sigmoid)`.",
    ),
    rule(
        Section::Numbers,
        real_method_of_integer,
        "Only `f64` has `{name}`: `(n as f64).{name}(…)`. Ignore what rustc proposes instead.",
    ),
    rule(
        Section::Numbers,
        |e| e.is(&["E0689"]) || (e.is(&["E0599"]) && e.message.contains("`&{float}`")),
        "rustc cannot tell which kind of number this is, and its `f32` or `i32` is not ours. Say `f64` where the number \
         begins: `2.0_f64.sqrt()`, `let mut s: f64 = 0.0;`, `let x: Array1<f64> = …`.",
    ),
    rule(
        Section::Making,
        |e| e.misses(&["identity", "diag", "diagonal"]) && e.message.contains("found for struct `ArrayBase<"),
        "The unit matrix is `Array2::eye(n)`, one with `v` on its diagonal `Array2::from_diag(&v)`.",
    ),
    rule(
        Section::Making,
        |e| e.misses(&["from_vec"]) && e.on_array() && !e.message.contains("Dim<[usize; 1]>"),
        "A list has one axis: only `Array1::from_vec(list)` is there. A matrix comes from a formula, \
         `Array2::from_shape_fn((rows, columns), |(i, j)| …)`, or from zeros that are filled. Ignore `Array2::from`.",
    ),
    rule(
        Section::Rows,
        |e| e.misses(&["row", "column"]) && e.message.contains("Dim<[usize; 3]>"),
        "Only matrices have a `{name}`. Of three axes `x.index_axis(Axis(0), b)` takes the first away and gives a matrix.",
    ),
    rule(
        Section::Loops,
        |e| {
            e.misses(&["enumerate", "zip", "filter", "position", "any", "all", "copied", "cloned", "rev", "collect"])
                && e.message.contains("ArrayBase<OwnedRepr<")
                && e.rendered.contains("is not an iterator")
        },
        "An array is no iterator: `x.iter().{name}(…)`. `.iter()` lends the entries; `.into_iter()` may use the array up.",
    ),
    rule(
        Section::Lists,
        |e| e.misses(&["push", "append", "extend"]) && e.message.contains("found for array `["),
        "`[ ]` has a fixed length. A list that grows is a `Vec`: `let mut list = vec![];`.",
    ),
    rule(
        Section::Lists,
        |e| {
            e.misses(&["unwrap", "expect", "unwrap_or"]) && (e.on_array() || e.message.contains("found for type `f64`"))
        },
        "This is the value itself and no `Option`: leave `.{name}(…)` away.",
    ),
    rule(
        Section::Products,
        |e| e.is(&["E0609"]) && e.names(&["T"]) && e.on_array(),
        "The transposed matrix is a method: `w.t()`.",
    ),
    rule(
        Section::Entries,
        |e| e.is(&["E0609"]) && e.names(&["size", "length", "ndim"]) && e.on_array(),
        "There is no `{name}`: `x.len()` is the number of entries, `m.nrows()` and `m.ncols()` are those of a matrix.",
    ),
];
