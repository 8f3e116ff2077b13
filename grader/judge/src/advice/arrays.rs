//! Arrays where something else is wanted, and the other way round: indices, axes, shapes, views, iterators.

use super::seen::Seen;
use super::{Rule, Section, rule};

const OWNED: &str = "ArrayBase<OwnedRepr<";
const VIEW: &str = "ArrayBase<ViewRepr<&";

/// The type that ndarray does not take as an index, and whether the array has several axes.
fn index<'a>(e: &Seen<'a>) -> Option<(&'a str, bool)> {
    let (kind, of) = e.bound().filter(|(_, of)| of.starts_with("NdIndex<"))?;
    Some((kind, !of.contains("[usize; 1]")))
}

/// Whether `f64` is asked for an order.
fn unordered(e: &Seen<'_>) -> bool {
    e.is(&["E0277"]) && e.bound().is_some_and(|(kind, of)| kind.trim_start_matches('&') == "f64" && of == "Ord")
}

/// Whether rustc looks for an operator of the standard library that ends like this.
fn operator(e: &Seen<'_>, assigning: bool) -> bool {
    let name = |operator: &str| format!("to implement `{operator}{}", if assigning { "Assign" } else { "<" });
    e.is(&["E0277", "E0271"]) && ["Add", "Sub", "Mul", "Div"].iter().any(|sign| e.rendered.contains(&name(sign)))
}

fn iterator(kind: &str) -> bool {
    ["Map<", "Filter<", "Zip<", "Enumerate<", "Rev<", "Copied<", "Cloned<", "Iter<", "Take<", "Skip<"]
        .iter()
        .any(|adapter| kind.starts_with(adapter))
}

/// The last parameter of an array's type, the only one that rustc never cuts: what is in it.
fn entry(kind: &str) -> Option<&str> {
    kind.strip_prefix("ArrayBase<")?.strip_suffix('>')?.rsplit(", ").next()
}

/// A list of arrays, or of lists, where a matrix is asked for.
fn rows_for_matrix(e: &Seen<'_>) -> bool {
    let returned = e.instead(OWNED, "Vec<ArrayBase<") || e.instead(OWNED, "Vec<Vec<");
    let collected = e.is(&["E0277"])
        && e.message.starts_with("a value of type `ArrayBase<")
        && e.message.contains("over elements of type `ArrayBase<");
    let converted = e.bound().is_some_and(|(kind, of)| kind.starts_with(OWNED) && of.starts_with("From<Vec<Vec<"));
    (returned || collected || converted) && e.rendered.contains("Dim<[usize; 2]>")
}

pub const RULES: &[Rule] = &[
    rule(
        Section::Lowest,
        |e| unordered(e) && e.writes(&[".sort()", ".sort_unstable()"]),
        "`f64` has no order, because of NaN: `list.sort_by(f64::total_cmp)`.",
    ),
    rule(
        Section::Lowest,
        |e| unordered(e) && e.writes(&["_by_key("]),
        "`f64` has no order, because of NaN: `min_by(|a, b| a.total_cmp(b))`, or a loop that keeps the best index so far.",
    ),
    rule(
        Section::Lowest,
        |e| unordered(e) && e.writes(&[".min()", ".max()"]),
        "`f64` has no order, because of NaN, so iterators of it have neither `min` nor `max`. Fold: \
         `x.iter().copied().fold(f64::INFINITY, f64::min)`, or from `f64::NEG_INFINITY` with `f64::max`.",
    ),
    rule(
        Section::Numbers,
        |e| unordered(e) && e.writes(&["min(", "max("]) && e.rendered.contains("std::cmp::"),
        "`std::cmp` cannot compare `f64`, because of NaN. Its own methods can: `a.min(b)`, `a.max(b)`.",
    ),
    rule(
        Section::Lowest,
        |e| e.instead("Ordering", "Option<Ordering>") && e.writes(&["partial_cmp"]),
        "`a.total_cmp(b)` gives the order of two `f64` without an `Option`.",
    ),
    rule(
        Section::Lowest,
        |e| e.is(&["E0631"]) && e.writes(&["f64::min", "f64::max"]),
        "`iter()` and `fold` of an array hand over references, `f64::min` takes numbers. `.copied()` between them helps: \
         `x.iter().copied().fold(f64::INFINITY, f64::min)`.",
    ),
    rule(
        Section::Lowest,
        |e| e.instead("usize", "Option<(usize, &f64)>"),
        "There may be nothing to choose from, so this is an `Option` of index and entry. \
         `.map_or(0, |(k, _)| k)` takes the index out.",
    ),
    rule(
        Section::Entries,
        |e| index(e).is_some_and(|(kind, _)| kind.contains("Range")),
        "A range is not an index: `x.slice(s![1..3])`, with `use probe::ndarray::s;`.",
    ),
    rule(
        Section::Entries,
        |e| index(e).is_some_and(|(kind, _)| kind == "&usize"),
        "An index is a number, and this is a reference to one: `x[*k]`, or take it out in the loop, `for &k in labels`.",
    ),
    rule(
        Section::Slices,
        |e| index(e).is_some_and(|(kind, _)| kind.starts_with("&[usize") || kind.contains("Vec<usize>")),
        "A list is not an index: `m.select(Axis(0), list)` is the array of these rows.",
    ),
    rule(
        Section::Entries,
        |e| index(e).is_some_and(|(kind, several)| several && ["usize", "{integer}"].contains(&kind)),
        "This array has several axes. One entry is `m[[i, j]]`; a row is `m.row(i)`; of three axes, \
         `x.index_axis(Axis(0), b)` is a matrix.",
    ),
    rule(
        Section::Entries,
        |e| index(e).is_some_and(|(kind, _)| ["i32", "i64", "u32", "u8", "isize", "f64", "{float}"].contains(&kind)),
        "An index is a `usize`. Count with `usize` from the start, or write `x[k as usize]`.",
    ),
    rule(
        Section::Entries,
        |e| e.is(&["E0608"]) && e.message.ends_with("type `f64`") && e.writes(&["]["]),
        "Several indices stand in double brackets: `m[[i, j]]`.",
    ),
    rule(
        Section::Slices,
        |e| e.bound().is_some_and(|(_, of)| of.starts_with("SliceArg<")),
        "Ranges go through the macro `s`: `x.slice(s![1..3])`, `m.slice(s![.., 0])`, with `use probe::ndarray::s;`.",
    ),
    rule(
        Section::Entries,
        |e| e.instead("[usize]", "(") && e.writes(&[".shape()"]),
        "`shape()` is a list. `let (rows, columns) = m.dim();` takes the sizes apart.",
    ),
    rule(
        Section::Loops,
        |e| e.bound() == Some(("&f64", "ScalarOperand")),
        "The number here is a reference, `&f64`: write `*` before it, or take it out where it comes from (`.copied()`).",
    ),
    rule(
        Section::Arithmetic,
        |e| {
            let assigns = e.message.contains("-assign `ArrayBase<") && e.rendered.contains("ScalarOperand");
            let element = e.is(&["E0271"]) && e.message.contains("as RawData>::Elem == ArrayBase<");
            let scalar = e.bound().is_some_and(|(kind, of)| kind.starts_with("ArrayBase<") && of == "ScalarOperand");
            let storage = e.bound().is_some_and(|(kind, of)| kind == "ViewRepr<&f64>" && of == "DataMut");
            assigns || ((element || scalar || storage) && operator(e, true))
        },
        "`+=`, `-=`, `*=` and `/=` want `&` before an array on the right: `y -= &(lr * g);`, `sum += &row;`.",
    ),
    rule(
        Section::Rows,
        |e| {
            let storage = |of| of == "DataOwned" || of == "DataMut";
            let bound = e.bound().is_some_and(|(kind, of)| kind == "ViewRepr<&f64>" && storage(of));
            bound && operator(e, false)
        },
        "A row is a view, and arithmetic wants `&` before it: `2.0 * &m.row(0)`.",
    ),
    rule(
        Section::Rows,
        |e| {
            // for a difference rustc names the right side first
            let number = |kind: &str| ["f64", "{float}"].contains(&kind);
            let both =
                |view: &str, other: &str| view.starts_with(VIEW) && (other.contains("ArrayBase<") || number(other));
            e.operands().is_some_and(|(one, other)| both(one, other) || both(other, one))
        },
        "A row is a view, and arithmetic wants `&` before it: `&m.row(0) - &x`.",
    ),
    rule(
        Section::Rows,
        |e| e.instead("&ArrayBase<OwnedRepr<", VIEW) || e.instead("&ArrayBase<OwnedRepr<", "&ArrayBase<ViewRepr<&"),
        "A row is a view, and an `Array1` of its own is asked for: `&m.row(b).to_owned()`.",
    ),
    rule(
        Section::Rows,
        |e| e.instead(OWNED, VIEW),
        "This is a view of another array, and an array of its own is asked for: `.to_owned()` makes one.",
    ),
    rule(
        Section::Rows,
        |e| e.instead(VIEW, "&ArrayBase<OwnedRepr<") || e.instead(VIEW, OWNED),
        "A view is asked for: `x.view()` makes one of an array.",
    ),
    rule(
        Section::Making,
        |e| e.instead("&ArrayBase<OwnedRepr<", "&[") || e.instead("&ArrayBase<OwnedRepr<", "&Vec<"),
        "A list is no array: `&Array1::from(list.to_vec())` makes one of it.",
    ),
    rule(
        Section::Lists,
        |e| e.instead("[f64; 2]", "ArrayBase<"),
        "A pair `[f64; 2]` is asked for, and this is an array: `[x[0], x[1]]`.",
    ),
    rule(
        Section::Making,
        rows_for_matrix,
        "A matrix is not built from a list of rows. Start from `Array2::zeros((rows, columns))` and fill it in a loop: \
         `result.row_mut(b).assign(&row);`.",
    ),
    rule(
        Section::Making,
        |e| e.instead(OWNED, "["),
        "Square brackets alone make no ndarray: `array![1.0, 2.0]`, with `use probe::ndarray::array;`.",
    ),
    rule(
        Section::EveryEntry,
        |e| {
            let number = ["f64", "{float}", "floating-point", "{integer}", "integer"];
            // `x[0] = 1.0` where an earlier line has put an array into `x[0]`
            let entry = e.writes(&["] = ", "] += ", "] -= "]);
            number.iter().any(|one| e.instead(OWNED, one)) && !entry
        },
        "An array is asked for, and this is one number. Did `sum` or `dot` put the entries together? \
         `x.mapv(|v| …)` keeps them apart; `Array1::from_elem(n, v)` repeats a number.",
    ),
    rule(
        Section::Making,
        |e| {
            let entries = e.mismatch().and_then(|(expected, found)| Some((entry(expected)?, entry(found)?)));
            entries.is_some_and(|(expected, found)| expected == "f64" && ["usize", "{integer}", "i32"].contains(&found))
        },
        "An array of `f64` is asked for, and whole numbers are in this one: `as f64` behind what goes in, `0.0` for `0`.",
    ),
    rule(
        Section::Making,
        |e| {
            let entries = e.mismatch().and_then(|(expected, found)| Some((entry(expected)?, entry(found)?)));
            entries.is_some_and(|(expected, found)| expected == "usize" && ["f64", "{float}"].contains(&found))
        },
        "An array of `usize` is asked for, and real numbers are in this one: begin with `Array1::<usize>::zeros(n)` and put \
         indices in.",
    ),
    rule(Section::Lists, |e| e.instead("Vec<", OWNED), "A list is asked for, and this is an array: `x.to_vec()`."),
    rule(
        Section::Making,
        |e| {
            let list = |kind: &str| kind.starts_with(OWNED) || kind.starts_with("Vec<");
            e.mismatch().is_some_and(|(expected, found)| list(expected) && iterator(found))
        },
        "An iterator only promises its entries: `.collect()` at the end makes an array or a list of them.",
    ),
    rule(
        Section::Loops,
        |e| e.is(&["E0271"]) && e.message.contains("as RawData>::Elem == &f64"),
        "`iter()` lends references; `.copied()` makes numbers of them: `x.iter().copied().collect()`.",
    ),
    rule(
        Section::Sums,
        |e| {
            let option = e.mismatch().is_some_and(|(_, found)| found.starts_with("Option<"));
            let operand =
                e.operands().is_some_and(|(left, right)| [left, right].iter().any(|k| k.starts_with("Option<")));
            (option || operand) && e.writes(&[".mean()", ".mean_axis("])
        },
        "The mean of nothing does not exist, so `mean` gives an `Option`. `x.mean().unwrap_or(0.0)` takes the number out, \
         and `x.sum() / x.len() as f64` needs none.",
    ),
    rule(
        Section::Sums,
        |e| {
            let named = ["declared on the method `sum`", "declared on the method `product`"];
            let said = named.iter().any(|label| e.rendered.contains(label));
            let code = e.line.trim();
            let bound = code.starts_with("let ") && (code.ends_with(".sum();") || code.ends_with(".product();"));
            e.is(&["E0282", "E0283", "E0284"]) && (said || bound)
        },
        "The sum of an iterator must be told its type: `let s: f64 = ….sum();`, or `.sum::<f64>()` inside a formula.",
    ),
    rule(
        Section::Making,
        |e| e.is(&["E0271"]) && e.message.contains("as ShapeBuilder>::Dim == Dim<"),
        "The shape is one argument, with as many numbers as axes: `Array1::zeros(n)`, `Array2::zeros((rows, columns))`.",
    ),
    rule(
        Section::Making,
        |e| {
            let many = ["1 argument but 2", "1 argument but 3", "2 arguments but 3", "2 arguments but 4"];
            let made = e.writes(&["::zeros(", "::ones(", "::from_elem(", "::from_shape_fn("]);
            e.is(&["E0061"]) && made && many.iter().any(|count| e.message.contains(count))
        },
        "The shape is one argument, a tuple where there are several axes: `Array2::zeros((rows, columns))`. Do not remove a \
         number.",
    ),
    rule(
        Section::Sums,
        |e| e.is(&["E0061"]) && e.writes(&[".sum(", ".mean(", ".product("]) && e.rendered.contains("impl_numeric.rs"),
        "Along an axis it is `m.sum_axis(Axis(0))` or `m.mean_axis(Axis(0))`. `sum()` and `mean()` take everything together.",
    ),
    rule(
        Section::Slices,
        |e| {
            let lent = e.bound().is_some_and(|(kind, of)| kind.starts_with("ArrayBase<") && of.starts_with("AsRef<["));
            lent && e.writes(&["concatenate![", "stack!["])
        },
        "The macro takes arrays, not `&` of them. Of those that are lent: `concatenate![Axis(0), *h, *x]`.",
    ),
    rule(
        Section::Slices,
        |e| e.instead(OWNED, "Result<ArrayBase<") && e.writes(&["concatenate(", "stack("]),
        "The function gives a `Result`. The macro gives the array itself: `concatenate![Axis(0), h, x]`.",
    ),
    rule(
        Section::Making,
        |e| e.is(&["E0061"]) && e.writes(&[".push(", ".append("]) && e.rendered.contains("expected `Axis`"),
        "An array does not grow like a list. Make it in full length, `Array1::zeros(n)`, and set `x[i]`; or `push` to a \
         `Vec` and end with `Array1::from(list)`.",
    ),
    rule(
        Section::Slices,
        |e| {
            e.mismatch().is_none()
                && e.is(&["E0308"])
                && e.rendered.contains("expected an array with a size of")
                && e.rendered.contains("`ArrayBase<_, Dim<[usize;")
        },
        "\"Size\" means the number of axes: `Array2` has two, `Array1` one. `row`, `sum_axis` and `dot` with a vector take an \
         axis away, `insert_axis(Axis(1))` adds one.",
    ),
    rule(
        Section::Products,
        |e| e.is(&["E0275"]) && e.writes(&[".dot("]),
        "`dot` is for vectors and matrices. Of three axes take one matrix at a time, `x.index_axis(Axis(0), b).dot(&y)`. \
         Ignore the recursion limit.",
    ),
    rule(
        Section::Slices,
        |e| e.writes(&[".reshape("]) && e.bound().is_some_and(|(_, of)| of == "DataShared"),
        "`reshape` is not for arrays of your own. A column is `x.insert_axis(Axis(1))`, a row `x.insert_axis(Axis(0))`.",
    ),
    rule(
        Section::EveryEntry,
        |e| {
            let compares = ["`<`", "`>`", "`<=`", "`>=`"].iter().any(|sign| e.message.contains(sign));
            e.is(&["E0369"]) && compares && e.message.contains("ArrayBase<")
        },
        "Arrays are not compared as a whole. Entry by entry: `x.mapv(|v| if v > 0.0 { 1.0 } else { 0.0 })`.",
    ),
];
