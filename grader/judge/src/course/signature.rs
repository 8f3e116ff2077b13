//! A function's signature, as fixtures state it and the probe compiles it.

use crate::number::Value;

/// A longer signature fits no report.
const LONGEST: usize = 600;

/// `(energies: &Array1<f64>, beta: f64) -> f64`, taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// As written.
    pub text: String,
    /// From left to right.
    pub parameters: Vec<Parameter>,
    /// The result type.
    pub result: String,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, used in every explanation.
    pub name: String,
    /// Its Rust type.
    pub kind: String,
}

impl Signature {
    /// Takes a signature apart; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Signature, String> {
        let text = text.trim();
        if text.len() > LONGEST || text.chars().any(char::is_control) {
            return Err(format!("it must be one line of at most {LONGEST} characters"));
        }
        let inner = text.strip_prefix('(').ok_or("it must start with `(`")?;
        let end = closing(inner).ok_or("its `(` is never closed")?;
        let result = inner[end + 1..].trim().strip_prefix("->").ok_or("it must end with `-> TYPE`")?.trim();
        let mut parameters = vec![];
        for part in split(&inner[..end]) {
            let (name, kind) = part.split_once(':').ok_or_else(|| format!("`{part}` is not `name: type`"))?;
            let (name, kind) = (name.trim(), kind.trim());
            super::name::of_function(name).map_err(|why| format!("`{name}` is no name for a parameter: {why}"))?;
            if parameters.iter().any(|other: &Parameter| other.name == name) {
                return Err(format!("two parameters are called `{name}`"));
            }
            must_be_a_type(kind)?;
            parameters.push(Parameter { name: name.into(), kind: kind.into() });
        }
        must_be_a_type(result)?;
        Ok(Signature { text: text.into(), parameters, result: result.into() })
    }

    /// Do these arguments fit? The error names the parameter and what it takes.
    pub fn accepts(&self, arguments: &[Value]) -> Result<(), String> {
        if arguments.len() != self.parameters.len() {
            let (given, wanted) = (arguments.len(), self.parameters.len());
            return Err(format!("{given} arguments where the signature has {wanted}"));
        }
        for (parameter, value) in self.parameters.iter().zip(arguments) {
            if let Some(wanted) = misfit(&parameter.kind, value) {
                return Err(format!("`{}` must be {wanted}, not {}", parameter.name, value.show(6)));
            }
        }
        Ok(())
    }
}

/// The enums that signatures may name, with their variants: those of `probe::word`.
const WORDS: [(&str, &[&str]); 2] = [("Normaliser", &["Mean", "Sum"]), ("Loss", &["Energy", "Nll"])];

/// Types are pasted into a program of ours: whatever else they are, they must not end a line of it.
fn must_be_a_type(kind: &str) -> Result<(), String> {
    if kind.is_empty() {
        return Err("a type is missing".into());
    }
    let letters = |c: char| c.is_ascii_alphanumeric() || " _&<>[](),:;-'*".contains(c);
    if let Some(odd) = kind.chars().find(|&c| !letters(c)) {
        return Err(format!("`{odd}` is no part of a type"));
    }
    let mut open = vec![];
    let bytes = kind.as_bytes();
    for (i, &byte) in bytes.iter().enumerate() {
        match byte {
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'<' => open.push(b'>'),
            b'>' if i > 0 && bytes[i - 1] == b'-' => {} // an arrow
            b')' | b']' | b'>' if open.pop() != Some(byte) => {
                return Err(format!("the brackets of `{kind}` do not match"));
            }
            b';' if open.last() != Some(&b']') => return Err("`;` stands outside of an array".into()),
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("a bracket of `{kind}` is never closed")) }
}

/// What a parameter type takes, where the value is something else. Unknown types are left to the probe.
fn misfit(kind: &str, value: &Value) -> Option<String> {
    if let Some((_, variants)) = WORDS.iter().find(|(word, _)| *word == kind) {
        let fits = matches!(value, Value::Text(word) if variants.contains(&word.as_str()));
        return (!fits).then(|| format!("\"{}\"", variants.join("\" or \"")));
    }
    let number = |value: &Value| matches!(value, Value::Number(_));
    let whole = |value: &Value| matches!(value, Value::Number(x) if *x >= 0.0 && x.fract() == 0.0);
    let list = |value: &Value, each: &dyn Fn(&Value) -> bool| match value {
        Value::List(list) => list.iter().all(each),
        _ => false,
    };
    let vector = |value: &Value| list(value, &number);
    let rectangle = |value: &Value| {
        list(value, &vector)
            && match value {
                Value::List(rows) => rows.windows(2).all(|pair| pair[0].shape() == pair[1].shape()),
                _ => false,
            }
    };
    let (fits, wanted) = match kind {
        "f64" => (number(value), "a number"),
        "usize" | "u32" => (whole(value), "a whole number"),
        "&Array1<f64>" | "&[f64]" => (vector(value), "a list of numbers"),
        "&[usize]" => (list(value, &whole), "a list of whole numbers"),
        "&Array2<f64>" => (rectangle(value), "a list of rows of equal length"),
        "&Array3<f64>" => (list(value, &rectangle), "a list of matrices"),
        "[f64; 2]" | "&[f64; 2]" => (vector(value) && value.shape() == [2], "a list of two numbers"),
        "&str" => (matches!(value, Value::Text(_)), "a text"),
        _ => (true, ""),
    };
    (!fits).then(|| wanted.into())
}

/// The position of the bracket that closes an already opened one.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(i),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Splits at the commas that stand in no bracket.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (vec![], 0i32, 0);
    let bytes = text.as_bytes();
    for (i, &byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'<' => depth += 1,
            b'>' if i > 0 && bytes[i - 1] == b'-' => {} // an arrow
            b')' | b']' | b'>' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(text[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_with_a_function_as_argument_is_taken_apart() {
        let text = "(start: &Array1<f64>, gradient: &dyn Fn(&Array1<f64>) -> Array1<f64>, steps: usize) -> (f64, f64)";
        let signature = Signature::parse(text).expect("a signature");
        let names: Vec<_> = signature.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["start", "gradient", "steps"]);
        assert_eq!(signature.result, "(f64, f64)");
    }

    #[test]
    fn what_would_leave_its_line_of_a_program_is_no_signature() {
        for text in [
            "(x: f64) -> f64); evil(",
            "(x: f64) -> f64 { 1.0 }",
            "(x: f64)\n-> f64",
            "(x: f64; y: f64) -> f64",
            "(x: ) -> f64",
            "(x: f64, x: f64) -> f64",
            "(fn: f64) -> f64",
            "(x: Vec<f64) -> f64",
            "(x: f64) ->",
        ] {
            assert!(Signature::parse(text).is_err(), "{text}");
        }
        assert!(Signature::parse("(pair: &[f64; 2], n: usize) -> Option<(f64, f64)>").is_ok());
    }

    #[test]
    fn arguments_of_another_shape_are_refused_by_name() {
        let signature = Signature::parse("(energies: &Array1<f64>, label: usize) -> f64").expect("a signature");
        let args = [Value::List(vec![Value::Number(1.0)]), Value::Number(0.5)];
        assert_eq!(signature.accepts(&args), Err("`label` must be a whole number, not 0.5".into()));
        assert!(signature.accepts(&args[..1]).is_err());
    }

    #[test]
    fn a_word_must_be_one_of_its_enum() {
        let signature = Signature::parse("(beta: f64, loss: Loss) -> f64").expect("a signature");
        let accepts = |word: &str| signature.accepts(&[Value::Number(1.0), Value::Text(word.into())]);
        assert_eq!(accepts("Nll"), Ok(()));
        assert_eq!(accepts("nll"), Err("`loss` must be \"Energy\" or \"Nll\", not \"nll\"".into()));
    }
}
