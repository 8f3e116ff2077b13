//! The arguments of a call as people write them: as reports print them, with or without names, or as JSON.

use judge::course::Function;
use judge::number::Value;
use std::fmt;

/// Deeper lists are no argument of anything.
const DEEPEST: usize = 16;

/// What was written: `gibbs(energies = [1, 2], beta = 2)`, `[1, 2], 2` or `[[1, 2], 2]`.
#[derive(Debug, PartialEq)]
pub struct Written {
    /// The function, where it stands before its arguments.
    pub function: Option<String>,
    arguments: Vec<Argument>,
}

#[derive(Debug, PartialEq)]
struct Argument {
    name: Option<String>,
    value: Value,
}

/// The place that cannot be read.
#[derive(Debug, PartialEq)]
pub struct Misread {
    /// Counted in characters, from 1.
    at: usize,
    /// What stands there; nothing at the end.
    found: Option<char>,
    wanted: &'static str,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Misread { at, found, wanted } = self;
        match found {
            Some('…') => write!(f, "at character {at} the report left values out, and all are wanted"),
            Some(found) => write!(f, "at character {at} stands `{found}` where {wanted} is wanted"),
            None => write!(f, "they end at character {at} where {wanted} is wanted"),
        }
    }
}

/// Reads what was written, whatever function it is for.
pub fn read(text: &str) -> Result<Written, Misread> {
    let mut reader = Reader { letters: text.chars().collect(), at: 0 };
    let function = reader.before('(');
    let arguments = match function {
        Some(_) => reader.arguments(Some(')'), "`,` or `)`")?,
        None => reader.arguments(None, "`,` or the end")?,
    };
    match reader.next() {
        None => Ok(Written { function, arguments }),
        Some(_) => Err(reader.misread("the end")),
    }
}

impl Written {
    /// The arguments in the order of the signature; the error says what does not fit.
    pub fn fit(self, function: &Function) -> Result<Vec<Value>, String> {
        let signature = &function.signature;
        if let Some(other) = self.function.as_ref().filter(|name| **name != function.name) {
            return Err(format!("`{other}(…)` is no call of `{}`", function.name));
        }
        // a single list is all arguments, or the only one
        if let (None, [Argument { name: None, value: Value::List(list) }]) = (&self.function, self.arguments.as_slice())
        {
            let all = signature.accepts(list);
            if all.is_ok() || signature.parameters.len() > 1 {
                return all.map(|()| list.clone());
            }
        }
        let given = self.arguments.len();
        let mut places: Vec<Option<Value>> = vec![None; signature.parameters.len()];
        let mut unnamed = vec![];
        for Argument { name, value } in self.arguments {
            let Some(name) = name else {
                unnamed.push(value);
                continue;
            };
            let place = signature.parameters.iter().position(|parameter| parameter.name == name);
            match place.and_then(|place| places.get_mut(place)) {
                Some(place @ None) => *place = Some(value),
                Some(Some(_)) => return Err(format!("`{name}` is given twice")),
                None => return Err(format!("there is no argument called `{name}`")),
            }
        }
        if given != places.len() {
            return Err(format!("{given} arguments where the signature has {}", places.len()));
        }
        // those without a name take the places that are free
        let mut unnamed = unnamed.into_iter();
        let values: Vec<Value> = places.into_iter().filter_map(|place| place.or_else(|| unnamed.next())).collect();
        signature.accepts(&values).map(|()| values)
    }
}

struct Reader {
    letters: Vec<char>,
    at: usize,
}

impl Reader {
    /// The next letter that is no space.
    fn next(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, letter: char) -> bool {
        let there = self.next() == Some(letter);
        self.at += usize::from(there);
        there
    }

    fn misread(&mut self, wanted: &'static str) -> Misread {
        Misread { found: self.next(), at: self.at + 1, wanted }
    }

    /// Letters as long as they are of a kind.
    fn run(&mut self, kind: impl Fn(char) -> bool) -> String {
        let run: String = self.letters[self.at..].iter().copied().take_while(|&letter| kind(letter)).collect();
        self.at += run.chars().count();
        run
    }

    /// A name, if this letter follows it; else nothing is read.
    fn before(&mut self, letter: char) -> Option<String> {
        self.next();
        let start = self.at;
        let name = self.run(in_word);
        if !name.is_empty() && self.take(letter) {
            return Some(name);
        }
        self.at = start;
        None
    }

    /// Arguments up to a closing bracket, or to the end.
    fn arguments(&mut self, close: Option<char>, wanted: &'static str) -> Result<Vec<Argument>, Misread> {
        let mut arguments = vec![];
        while !self.closes(close) {
            let name = self.before('=');
            arguments.push(Argument { name, value: self.value(0)? });
            if !self.take(',') && !self.at_end(close) {
                return Err(self.misread(wanted));
            }
        }
        Ok(arguments)
    }

    fn at_end(&mut self, close: Option<char>) -> bool {
        self.next() == close
    }

    fn closes(&mut self, close: Option<char>) -> bool {
        match close {
            Some(close) => self.take(close),
            None => self.next().is_none(),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Misread> {
        match self.next() {
            Some('[' | '(') if depth == DEEPEST => Err(self.misread("no deeper list")),
            Some('[') => self.list(']', "`,` or `]`", depth),
            Some('(') => self.list(')', "`,` or `)`", depth),
            Some('"') => self.quoted(),
            Some('0'..='9' | '.' | '+' | '-' | '−' | '∞') => self.number(),
            Some(letter) if in_word(letter) => Ok(self.word()),
            _ => Err(self.misread("a value")),
        }
    }

    fn list(&mut self, close: char, wanted: &'static str, depth: usize) -> Result<Value, Misread> {
        self.at += 1;
        let mut list = vec![];
        while !self.take(close) {
            list.push(self.value(depth + 1)?);
            if !self.take(',') && !self.at_end(Some(close)) {
                return Err(self.misread(wanted));
            }
        }
        Ok(Value::List(list))
    }

    fn number(&mut self) -> Result<Value, Misread> {
        let start = self.at;
        let sign = if matches!(self.letters.get(self.at), Some('-' | '−')) { -1.0 } else { 1.0 };
        self.run(|letter| matches!(letter, '+' | '-' | '−'));
        if self.at > start + 1 {
            self.at = start + 1;
            return Err(self.misread("a number"));
        }
        if self.take('∞') {
            return Ok(Value::Number(sign * f64::INFINITY));
        }
        let digits = self.at;
        if self.letters.get(digits).is_some_and(|&letter| letter.is_alphabetic()) {
            return match self.word() {
                Value::Number(x) => Ok(Value::Number(sign * x)),
                _ => {
                    self.at = digits;
                    Err(self.misread("a number"))
                }
            };
        }
        let mut text = self.run(|letter| letter.is_ascii_digit() || letter == '.' || letter == '_');
        if matches!(self.letters.get(self.at), Some('e' | 'E')) {
            text += &self.run(|letter| matches!(letter, 'e' | 'E' | '+' | '-' | '−') || letter.is_ascii_digit());
        }
        match text.replace('_', "").replace('−', "-").parse::<f64>() {
            Ok(x) if x.is_finite() => Ok(Value::Number(sign * x)),
            Ok(_) => {
                self.at = start;
                Err(self.misread("a number below 1.8e308, or ∞,"))
            }
            Err(_) => {
                self.at = start;
                Err(self.misread("a number"))
            }
        }
    }

    /// A word of an enumeration, with or without its type before it; or what stands for a number or for nothing.
    fn word(&mut self) -> Value {
        let word = self.run(|letter| in_word(letter) || letter == ':');
        let word = word.rsplit(':').next().unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "inf" | "infinity" => Value::Number(f64::INFINITY),
            "nan" => Value::Number(f64::NAN),
            "true" => Value::Truth(true),
            "false" => Value::Truth(false),
            "none" | "null" => Value::Nothing,
            _ => Value::Text(word.to_owned()),
        }
    }

    /// A text, written as in JSON.
    fn quoted(&mut self) -> Result<Value, Misread> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        while let Some(letter) = self.letters.get(self.at) {
            self.at += 1;
            if *letter == '"' && !escaped {
                let text: String = self.letters[start..self.at].iter().collect();
                let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
                return json.and_then(|json| Value::from_json(&json)).ok_or_else(|| {
                    self.at = start;
                    self.misread("a text without strange escapes")
                });
            }
            escaped = *letter == '\\' && !escaped;
        }
        Err(self.misread("`\"`"))
    }
}

fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::course::Signature;

    fn function(name: &str, signature: &str) -> Function {
        Function {
            name: name.into(),
            signature: Signature::parse(signature).expect("a signature"),
            points: 1,
            hints: vec![],
            cases: vec![],
            drawn: vec![],
            properties: vec![],
            wrong: vec![],
            plots: vec![],
        }
    }

    fn gibbs(text: &str) -> Result<String, String> {
        let gibbs = function("gibbs", "(energies: &Array1<f64>, beta: f64) -> Array1<f64>");
        let written = read(text).map_err(|misread| misread.to_string())?;
        written.fit(&gibbs).map(|values| Value::List(values).to_json().to_string())
    }

    #[test]
    fn arguments_are_read_in_every_form_in_which_people_have_them() {
        for text in [
            "[[1, 2, 3], 2]",
            "[1, 2, 3], 2",
            "[1, 2, 3,], 2,",
            "[ [1.0,2e0,+3.0] , 2 , ]",
            "energies = [1, 2, 3], beta = 2",
            "beta=2,energies=[1,2,3]",
            "[1, 2, 3], beta = 2",
            "beta = 2, [1, 2, 3]",
            "gibbs(energies = [1, 2, 3], beta = 2)",
            "gibbs ( [1, 2, 3], 2 )",
            "([1, 2, 3], 2)",
            "[(1, 2, 3), 2]",
            "[1,\n 2,\t3], 2",
            "[1, 2, 3.], 2_.0",
        ] {
            assert_eq!(gibbs(text), Ok("[[1,2,3],2]".into()), "{text}");
        }
    }

    #[test]
    fn every_spelling_of_what_is_no_ordinary_number() {
        let all = gibbs("[∞, +∞, inf, Infinity, \"inf\", −∞, -∞, -inf, -Infinity, \"-inf\", nan, NaN], −1.5e−3");
        let infinite = r#""inf","inf","inf","inf","inf","-inf","-inf","-inf","-inf","-inf","nan","nan""#;
        assert_eq!(all, Ok(format!("[[{infinite}],-0.0015]")));
        assert_eq!(gibbs("[-0.0, .5, 5., −.5], 1e-3"), Ok("[[-0.0,0.5,5,-0.5],0.001]".into()));
        assert!(gibbs("[1e999], 2").is_err_and(|says| says.contains("below 1.8e308")));
    }

    #[test]
    fn words_and_texts() {
        let pick = function("pick", "(word: &str, how: Normaliser) -> f64");
        let read = |text: &str| {
            let values = read(text).map_err(|misread| misread.to_string())?.fit(&pick)?;
            Ok::<_, String>(values)
        };
        let want = Ok(vec![Value::Text("hello".into()), Value::Text("Mean".into())]);
        for text in
            [r#"["hello", "Mean"]"#, "hello, Mean", r#"word = "hello", how = Normaliser::Mean"#, "pick(hello, Mean)"]
        {
            assert_eq!(read(text), want, "{text}");
        }
        assert_eq!(read(r#""a \"b\", c", Sum"#).map(|values| values[0].clone()), Ok(Value::Text("a \"b\", c".into())));
    }

    #[test]
    fn one_argument_needs_no_list_around_it() {
        let sum = function("log_sum_exp", "(values: &Array1<f64>) -> f64");
        let matrix = function("trace", "(values: &Array2<f64>) -> f64");
        let half = function("half", "(x: f64) -> f64");
        for (function, text, want) in [
            (&sum, "[1, 2]", "[[1,2]]"),
            (&sum, "[[1, 2]]", "[[1,2]]"),
            (&sum, "[]", "[[]]"),
            (&matrix, "[[1, 2]]", "[[[1,2]]]"),
            (&matrix, "[[[1, 2]]]", "[[[1,2]]]"),
            (&half, "-3", "[-3]"),
            (&half, "[−3]", "[-3]"),
        ] {
            let values = read(text).expect("values").fit(function).expect("arguments");
            assert_eq!(Value::List(values).to_json().to_string(), want, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        for (text, says) in [
            ("[1, 2", "they end at character 6 where `,` or `]` is wanted"),
            ("[1 2], 3", "at character 4 stands `2` where `,` or `]` is wanted"),
            ("[1, ], , 3", "at character 8 stands `,` where a value is wanted"),
            ("gibbs([1], 2", "they end at character 13 where `,` or `)` is wanted"),
            ("gibbs([1], 2) 3", "at character 15 stands `3` where the end is wanted"),
            ("[1], 2]", "at character 7 stands `]` where `,` or the end is wanted"),
            ("[1, --2], 3", "at character 6 stands `-` where a number is wanted"),
            ("[1, -x], 3", "at character 6 stands `x` where a number is wanted"),
            ("[1.2.3], 3", "at character 2 stands `1` where a number is wanted"),
            ("[1, 2, … 20 in all], 3", "at character 8 the report left values out, and all are wanted"),
            ("\"open", "they end at character 6 where `\"` is wanted"),
            ("{\"a\": 1}", "at character 1 stands `{` where a value is wanted"),
            ("not json", "at character 5 stands `j` where `,` or the end is wanted"),
            ("∞ ü", "at character 3 stands `ü` where `,` or the end is wanted"),
        ] {
            assert_eq!(gibbs(text), Err(says.to_owned()), "{text}");
        }
        assert!(gibbs(&"[".repeat(100_000)).is_err_and(|says| says.contains("no deeper list is wanted")));
    }

    #[test]
    fn what_does_not_fit_is_told_by_name() {
        for (text, says) in [
            ("", "0 arguments where the signature has 2"),
            ("3", "1 arguments where the signature has 2"),
            ("[[1.0]]", "1 arguments where the signature has 2"),
            ("[1], 2, 3", "3 arguments where the signature has 2"),
            ("[1.0, 2.0]", "`energies` must be a list of numbers, not 1"),
            ("[1], beta = 2, beta = 3", "`beta` is given twice"),
            ("[1], energies = [2]", "`beta` must be a number, not [1]"),
            ("[1], betta = 2", "there is no argument called `betta`"),
            ("beta = 2", "1 arguments where the signature has 2"),
            ("nll([1], 2)", "`nll(…)` is no call of `gibbs`"),
        ] {
            assert_eq!(gibbs(text), Err(says.to_owned()), "{text}");
        }
    }
}
