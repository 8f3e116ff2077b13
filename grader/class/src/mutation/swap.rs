//! What takes the place of what: the tables of the mutations.

/// Other operators in the place of one.
pub fn operators(sign: &str) -> &'static [&'static str] {
    match sign {
        "+" => &["-", "*"],
        "-" => &["+", "*"],
        "*" => &["/", "+"],
        "/" => &["*", "-"],
        "%" => &["/"],
        "<" => &["<=", ">"],
        "<=" => &["<", ">="],
        ">" => &[">=", "<"],
        ">=" => &[">", "<="],
        "==" => &["!="],
        "!=" => &["=="],
        "&&" => &["||"],
        "||" => &["&&"],
        "+=" => &["-=", "="],
        "-=" => &["+=", "="],
        "*=" => &["/=", "="],
        "/=" => &["*=", "="],
        ".." => &["..="],
        "..=" => &[".."],
        _ => &[],
    }
}

/// Other names in the place of one: methods, functions, constants.
pub fn names(name: &str) -> &'static [&'static str] {
    match name {
        "max" => &["min"],
        "min" => &["max"],
        "exp" => &["exp_m1"],
        "exp_m1" => &["exp"],
        "ln" => &["ln_1p"],
        "ln_1p" => &["ln"],
        "sin" => &["cos"],
        "cos" => &["sin"],
        "tanh" => &["sinh"],
        "cosh" => &["sinh"],
        "sqrt" => &["abs"],
        "sum" => &["product"],
        "rows" => &["columns"],
        "rows_mut" => &["columns_mut"],
        "columns_mut" => &["rows_mut"],
        "row" => &["column"],
        "nrows" => &["ncols"],
        "ncols" => &["nrows"],
        "any" => &["all"],
        "all" => &["any"],
        "first" => &["last"],
        "last" => &["first"],
        "skip" => &["take"],
        "take" => &["skip"],
        "position" => &["rposition"],
        "find" => &["rfind"],
        "max_by_key" => &["min_by_key"],
        "min_by_key" => &["max_by_key"],
        "is_finite" => &["is_infinite", "is_nan"],
        "is_infinite" => &["is_finite", "is_nan"],
        "saturating_sub" => &["wrapping_sub"],
        "INFINITY" => &["NEG_INFINITY", "MAX"],
        "NEG_INFINITY" => &["INFINITY", "MIN"],
        "true" => &["false"],
        "false" => &["true"],
        "TAU" => &["std::f64::consts::PI"],
        "PI" => &["std::f64::consts::TAU"],
        _ => &[],
    }
}

/// The same arguments to another method, and what makes its result fit.
pub fn unwrapped(method: &str) -> Option<&'static str> {
    match method {
        "sum" => Some("mean"),
        "sum_axis" => Some("mean_axis"),
        _ => None,
    }
}

/// Methods without which the types do not fit, or nothing changes: conversions and views.
pub fn converts(method: &str) -> bool {
    [
        "as_slice",
        "borrow",
        "bytes",
        "chars",
        "clone",
        "cloned",
        "collect",
        "columns",
        "columns_mut",
        "copied",
        "dim",
        "enumerate",
        "indexed_iter",
        "insert_axis",
        "into_iter",
        "iter",
        "iter_mut",
        "len",
        "len_of",
        "ncols",
        "nrows",
        "outer_iter",
        "row",
        "rows",
        "rows_mut",
        "slice",
        "split",
        "split_at",
        "to_owned",
        "to_string",
        "to_vec",
        "unwrap",
        "unwrap_or",
        "view",
        "view_mut",
        "windows",
        "zip",
    ]
    .contains(&method)
}

/// Other numbers in the place of one.
pub fn numbers(literal: &str) -> Vec<String> {
    let digits = literal.replace('_', "");
    let (digits, suffix) = match digits.find(|c: char| c.is_ascii_alphabetic() && c != 'e' && c != 'E') {
        Some(at) => digits.split_at(at),
        None => (digits.as_str(), ""),
    };
    if let Ok(whole) = digits.parse::<u64>() {
        let mut others: Vec<u64> = vec![whole.saturating_add(1)];
        others.extend(whole.checked_sub(1));
        return others.into_iter().map(|other| format!("{other}{suffix}")).collect();
    }
    let Ok(x) = digits.parse::<f64>() else { return vec![] };
    let others = if x == 0.0 {
        vec![1.0, -1.0, 1e-3]
    } else if x == 1.0 {
        vec![0.0, 2.0, -1.0, 1.001]
    } else {
        vec![0.0, 1.0, -x, 2.0 * x, 1.001 * x]
    };
    others.into_iter().map(|other| format!("{other:?}{suffix}")).collect()
}
