use super::{Item, items, mutants, users};

fn one(file: &str) -> Item {
    items(file).remove(0)
}

/// The mutations of a function with this body, in order.
fn names(body: &str) -> Vec<String> {
    let file = format!("fn f() {{ {body} }}\n");
    mutants(&file, &one(&file)).into_iter().map(|mutant| mutant.mutation.replace("line 1: ", "")).collect()
}

/// What becomes of this body, in order.
fn bodies(body: &str) -> Vec<String> {
    let file = format!("fn f() {{ {body} }}\n");
    let inner = |text: &str| text.trim_start_matches("fn f() {").trim_end_matches('}').trim().to_owned();
    mutants(&file, &one(&file)).iter().map(|mutant| inner(&mutant.text)).collect()
}

/// Among what becomes of this body are these.
fn becomes(body: &str, wanted: &[&str]) {
    let bodies = bodies(body);
    for one in wanted {
        assert!(bodies.iter().any(|body| body == one), "{one} is not among {bodies:#?}");
    }
}

#[test]
fn operators_are_exchanged_and_terms_and_factors_dropped() {
    assert_eq!(bodies("a + b"), ["b", "a", "a - b", "a * b"]);
    becomes("a - b", &["a + b", "a", "- b"]);
    becomes("a * b + c", &["a / b + c", "c", "a * b", "b + c", "a + c"]);
    becomes("a / b", &["a * b", "a", "a / (b + 1e-6)"]);
    becomes("x += a", &["x -= a", "x = a"]);
    becomes("a - b * c - d", &["- d", "a - b * c", "a - d", "- b * c - d", "a - b - d"]);
}

#[test]
fn comparisons_grow_strict_lax_and_the_other_way_round() {
    assert_eq!(bodies("a < b"), ["a <= b", "a > b"]);
    becomes("a >= b", &["a > b", "a <= b"]);
    becomes("a == b && c != d", &["a != b && c != d", "a == b || c != d", "a == b && c == d"]);
}

#[test]
fn signs_in_front_go() {
    assert_eq!(bodies("-a"), ["a"]);
    becomes("if !a { b } else { -c }", &["if a { b } else { -c }", "if !a { b } else { c }"]);
    // a reference and a place behind a pointer are no arithmetic
    assert_eq!(names("f(&a, *b)"), Vec::<String>::new());
}

#[test]
fn numbers_have_neighbours() {
    assert_eq!(bodies("3"), ["4", "2"]);
    assert_eq!(bodies("0"), ["1"]);
    assert_eq!(bodies("0.0"), ["1.0", "-1.0", "0.001"]);
    assert_eq!(bodies("1.0_f64"), ["0.0f64", "2.0f64", "-1.0f64", "1.001f64"]);
    becomes("1e-9", &["0.0", "2e-9", "-1e-9"]);
    becomes("f64::INFINITY", &["f64::NEG_INFINITY", "f64::MAX"]);
    becomes("x.sum_axis(Axis(0))", &["x.sum_axis(Axis(1))", "x.mean_axis(Axis(0)).unwrap()"]);
}

#[test]
fn indices_and_ranges_are_one_off() {
    assert_eq!(bodies("a[k]"), ["a[k + 1]", "a[k - 1]"]);
    assert_eq!(bodies("a[0]"), ["a[1]"]);
    becomes("a[[i, j]]", &["a[[i + 1, j]]", "a[[i, j - 1]]", "a[[j, i]]"]);
    becomes("0..n", &["0..=n", "0..n - 1", "1..n"]);
    becomes("for k in i..=n { g(k, 2.5) }", &["for k in i..n { g(k, 2.5) }", "for k in i + 1..=n { g(k, 2.5) }"]);
    becomes(
        "a.slice(s![k * d..(k + 1) * d])",
        &["a.slice(s![k * d..(k - 1) * d])", "a.slice(s![k * d + 1..(k + 1) * d])"],
    );
}

#[test]
fn conditions_are_always_so_or_never() {
    let body = "if a < b { return c; } d";
    becomes(body, &["if true { return c; } d", "if false { return c; } d", "if a < b {  } d"]);
    becomes("while k < n { k += 1; }", &["while false { k += 1; }"]);
    // a pattern is no condition, a guard is one
    assert!(!names("if let Some(a) = b { c } else { d }").iter().any(|name| name.contains("true")));
    becomes("match a { x if x > b => c, _ => d }", &["match a { x if true => c, _ => d }"]);
}

#[test]
fn methods_and_calls_go_or_become_others() {
    assert_eq!(bodies("a.exp()"), ["a", "a.exp_m1()"]);
    becomes("(a - b).abs().sum::<f64>()", &["(a - b).sum::<f64>()", "(a - b).abs()", "(a - b).abs().product::<f64>()"]);
    becomes("a.max(b)", &["a.min(b)", "a"]);
    becomes("v.fold(a, f64::max)", &["v.fold(a, f64::min)"]);
    becomes("(2.0 * a).ln()", &["((2.0 * a) + 1e-6).ln()"]);
    becomes("b * v[k].sqrt()", &["b * (v[k] + 1e-6).sqrt()"]);
    becomes("sigmoid(z)", &["(z)"]);
    // conversions stay, for without them nothing fits or nothing changes
    assert_eq!(names("a.iter().cloned().collect::<Vec<_>>()"), Vec::<String>::new());
}

#[test]
fn statements_go_but_no_bindings() {
    let bodies = bodies("let a = b; c[k] = a; for x in y { d(x, a); } a");
    let without = ["let a = b;  for x in y { d(x, a); } a", "let a = b; c[k] = a; for x in y {  } a"];
    assert!(without.iter().all(|one| bodies.iter().any(|body| body == one)), "{bodies:#?}");
    assert!(bodies.iter().all(|body| body.contains("let a = b;")), "{bodies:#?}");
}

#[test]
fn what_computes_nothing_stays() {
    let file = r##"
/// `a + b`, not 1 - 2.
#[expect(dead_code, reason = "1 + 2")]
pub fn f<const N: usize>(x: [f64; 3], g: &dyn Fn(f64) -> f64) -> Vec<f64> {
    // 1 + 2 < 3
    assert!(x.len() > 0 && N == 1, "0 + {}", 1 - 2);
    let (y, [a, 0..=9]): (Vec<Vec<f64>>, [u8; 2]) = g("1 + 2", r#"-3"#, 'x', b'-');
    y.iter().map(|&[p, _]| p as f64).collect::<Vec<_>>()
}
"##;
    let item = one(file);
    assert!(item.public && item.name == "f");
    let names: Vec<String> = mutants(file, &item).into_iter().map(|mutant| mutant.mutation).collect();
    assert_eq!(names, ["line 5: without `.map(|&[p, _]| p as f64)`"]);
}

#[test]
fn names_are_told_apart_and_do_not_depend_on_what_stands_above() {
    assert_eq!(names("a + b + c").iter().filter(|name| name.contains("`+` → `-`")).count(), 2);
    assert!(names("a + b + c").contains(&"`+` → `-`, place 2".to_owned()));
    let file = "fn g(x: f64) -> f64 {\n    let y = 2.5 * x;\n    y - x\n}\n";
    let lower = format!("//! More.\n\nuse a::{{b, c}};\n\nfn other() {{ 1 + 1 }}\n\n{file}");
    let of = |file: &str, at: usize| mutants(file, &items(file)[at]);
    assert_eq!(of(file, 0), of(&lower, 1));
    assert_eq!(of(file, 0), of(file, 0));
    assert!(of(file, 0).iter().any(|mutant| mutant.mutation == "line 3: `-` → `+`"));
}

#[test]
fn a_changed_helper_is_felt_by_those_who_use_it() {
    let file = "const ONE: f64 = 1.0;\nfn low() -> f64 { ONE }\nfn mid() -> f64 { low() }\npub fn top() -> f64 { mid() }\npub fn over() -> f64 { top() }\npub fn apart() -> f64 { 2.0 }\n";
    let items = items(file);
    let felt = |at: usize| users(&items, &items[at]).iter().map(|item| item.name.as_str()).collect::<Vec<_>>();
    assert_eq!(felt(0), ["ONE", "low", "mid", "top"]);
    assert_eq!(felt(1), ["low", "mid", "top"]);
    assert_eq!(felt(3), ["top"]);
    assert_eq!(mutants(file, &items[0])[0].text, "const ONE: f64 = 0.0;");
}

#[test]
fn letters_of_other_alphabets_move_nothing() {
    let file = "fn β(x: f64) -> f64 { let ε = 'ü'; x + ε }\n";
    assert!(mutants(file, &one(file)).iter().any(|mutant| mutant.text == "fn β(x: f64) -> f64 { let ε = 'ü'; x - ε }"));
}

#[test]
fn a_file_that_cannot_be_parted_has_no_items() {
    assert!(items("fn f() { (1 }").is_empty());
}
