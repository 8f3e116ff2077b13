//! Do the inputs of the cases agree with one another and with what the handout allows?

use super::check::Findings;
use judge::course::{Case, Exercise, Function, STUBS, source};
use judge::error::Error;
use judge::number::Value;
use judge::property::Call;
use std::collections::HashMap;
use std::path::Path;

/// What can be told of the inputs of an exercise from the inputs and from the head of its stub.
pub fn inputs(root: &Path, exercise: &Exercise, findings: &mut Findings) {
    let stub = match source::read(&root.join(STUBS).join(&exercise.name).join("src/lib.rs")) {
        Ok(stub) => stub,
        // one problem, and everything else is looked at all the same
        Err(error) => return findings.problems.push(error.to_string()),
    };
    let path = exercise.folder.join("exercise.toml");
    let before = findings.problems.len();
    for function in &exercise.functions {
        for (place, what, fix) in twice(function).into_iter().chain(beyond(function, &stub)) {
            findings.problems.push(Error::fixture(&path, place, what, fix).to_string());
        }
    }
    if findings.problems.len() == before {
        findings.passed.push(format!("no input of `{}` stands twice or is beyond what its stub allows", exercise.name));
    }
}

type Problem = (judge::error::Place, String, &'static str);

/// The same inputs in two cases of one function: at best one of them is too much, at worst both cannot be right.
fn twice(function: &Function) -> Vec<Problem> {
    let mut seen: HashMap<Vec<u8>, &Case> = HashMap::new();
    let mut problems = vec![];
    for case in &function.cases {
        let call = Call { function: String::new(), args: case.args.clone() };
        let Some(first) = seen.insert(call.key(), case) else { continue };
        let (names, of) = (format!("`{}` and `{}`", first.name, case.name), &function.name);
        problems.push(if first.kink != case.kink || first.nan != case.nan {
            let what = format!("the cases {names} of `{of}` have the same inputs and contradict each other");
            (case.place, what, "keep the one that is right")
        } else {
            (case.place, format!("the cases {names} of `{of}` have the same inputs"), "change or remove one of them")
        });
    }
    problems
}

/// Inputs of which the stub says that they do not come.
fn beyond(function: &Function, stub: &str) -> Vec<Problem> {
    let head = head(stub);
    let mut problems = vec![];
    for case in &function.cases {
        for (parameter, value) in function.signature.parameters.iter().zip(&case.args) {
            let numbers = || value.numbers().into_iter().map(|(_, x)| x);
            let what = if numbers().any(f64::is_nan) {
                "is no number (NaN)"
            } else if numbers().any(|x| x == f64::INFINITY) && !stub.contains('∞') {
                "is infinite, which the stub does not speak of"
            } else if numbers().any(|x| x == f64::NEG_INFINITY) && !stub.contains("−∞") {
                "is −∞, which the stub does not speak of"
            } else if matches!(value, Value::Number(x) if *x <= 0.0) && positive(&head).contains(&parameter.name) {
                "is not positive, as the stub says it is"
            } else {
                continue;
            };
            let what = format!("`{}` in the case `{}` of `{}` {what}", parameter.name, case.name, function.name);
            problems.push((case.place, what, "stay within what students may assume, or tell them"));
        }
    }
    problems
}

/// What the stub says at its top, on one line.
fn head(stub: &str) -> String {
    stub.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The parameters that a text calls positive: those before `> 0`, in a list with commas and an `and`.
fn positive(text: &str) -> Vec<String> {
    let mut named = vec![];
    let parts: Vec<&str> = text.split("> 0").collect();
    for before in parts.iter().take(parts.len().saturating_sub(1)) {
        let words: Vec<&str> = before.split_whitespace().filter(|word| *word != "and").collect();
        for (back, word) in words.iter().rev().enumerate() {
            // an item of the list is one word: what stands before it ends with a comma
            let alone = words.len().checked_sub(back + 2).is_none_or(|at| words[at].ends_with([',', ';', '`']));
            let name = latin(word.trim_matches([',', '`']));
            if back > 0 && !(alone && word.ends_with([',', '`'])) {
                break;
            }
            named.push(name.to_owned());
        }
    }
    named
}

/// The parameter that a letter of the formulas stands for.
fn latin(letter: &str) -> &str {
    match letter {
        "β" => "beta",
        "τ" => "tau",
        "ν" => "nu",
        "σ" => "sigma",
        "ε" => "eps",
        "η" => "eta",
        "m" => "margin",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_positive_is_read_from_the_head_of_a_stub() {
        let text =
            "finite numbers unless `+∞` is named, β, `dx`, `lr` and `margin` > 0, labels in range; no NaN, τ > 0";
        assert_eq!(positive(text), ["margin", "lr", "dx", "beta", "tau"]);
        let text = "a label in range, no NaN, a finite energy of the label, parameters > 0; a finite margin m > 0";
        assert_eq!(positive(text), ["parameters", "margin"]);
        assert_eq!(positive("β is any number, v ≥ 0"), [] as [&str; 0]);
        assert_eq!(head("//! One,\n//! two.\nfn x() {}\n//! no\n"), "One, two.");
    }
}
