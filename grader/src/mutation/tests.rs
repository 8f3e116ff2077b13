use super::{items, mutants, users};

/// The mutations of a function with this body, in order.
fn names(body: &str) -> Vec<String> {
    let file = format!("fn f() {{ {body} }}\n");
    let item = items(&file).remove(0);
    mutants(&file, &item).into_iter().map(|mutant| mutant.mutation.replace("line 1: ", "")).collect()
}

/// Among the mutations of this body are these.
fn has(body: &str, wanted: &[&str]) {
    let names = names(body);
    for one in wanted {
        assert!(names.iter().any(|name| name == one), "{one} is not among {names:#?}");
    }
}

#[test]
fn operators_are_exchanged_and_terms_dropped() {
    assert_eq!(
        names("a + b"),
        ["without `a +`", "`+` → `-`", "`+` → `*`", "without `+ b`"].map(str::to_owned).into_iter().collect::<Vec<_>>().as_slice().to_vec().tap_sorted()
    );
}

trait Sorted {
    fn tap_sorted(self) -> Self;
}

impl Sorted for Vec<String> {
    fn tap_sorted(self) -> Self {
        self
    }
}

#[test]
fn show() {
    for e in ["gibbs","ocr","optim","lstm"] {
        let file = std::fs::read_to_string(format!("../solutions/{e}/src/lib.rs")).expect("x");
        let items = items(&file);
        for item in &items {
            println!("== {} {:?}", item.name, users(&items, item).iter().map(|i| &i.name).collect::<Vec<_>>());
            for m in mutants(&file, item) { println!("{}", m.mutation); }
        }
    }
    let mut n = 0; let mut k = 0;
    for e in std::fs::read_dir("../solutions").expect("x") {
        let Ok(file) = std::fs::read_to_string(e.expect("").path().join("src/lib.rs")) else {continue};
        let items = items(&file);
        for item in &items { n += mutants(&file, item).len(); k += mutants(&file,item).len() * users(&items, item).len(); }
    }
    println!("{n} {k}");
}
