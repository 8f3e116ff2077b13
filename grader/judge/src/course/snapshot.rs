//! Expected values, in files of insta's format: a header between `---` lines, then our JSON body.
//!
//! The body repeats inputs and tolerances, because insta compares bodies only: a changed input shows.

use super::exercise::{Case, Function};
use super::source;
use crate::compare::{Expected, Tolerance};
use crate::error::{Error, Result};
use crate::number::{Value, argument};
use serde_json::{Value as Json, json};
use std::fmt::Write;
use std::path::Path;

/// No function of a course may take longer.
const LONGEST_LIMIT: f64 = 1000.0;

/// The expected values of one function, and what each known wrong body replies instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The name of the function.
    pub function: String,
    /// How long one call may take, from the reference's own time.
    pub limit_seconds: f64,
    /// One per case of the function, in its order.
    pub cases: Vec<Stored>,
    /// One per wrong body of the function, in its order.
    pub wrong: Vec<WrongReplies>,
}

/// One case as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The name of the case.
    pub name: String,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Its tolerance.
    pub tolerance: Tolerance,
    /// What the reference returns.
    pub want: Value,
}

/// What a wrong body replies to each case; `None` where it returns nothing (a panic, a loop).
#[derive(Clone, Debug, PartialEq)]
pub struct WrongReplies {
    /// The name of the wrong body.
    pub name: String,
    /// In the order of the cases.
    pub replies: Vec<Option<Value>>,
}

impl Stored {
    /// What a reply to `case` is compared with.
    pub fn expected(&self, case: &Case) -> Expected {
        case.kink.clone().unwrap_or_else(|| Expected::Exactly(self.want.clone()))
    }
}

/// What to do about every mistake in a snapshot.
pub(super) const UPDATE: &str =
    "run `cargo run -p class -- fixtures update`, look at what it shows, and accept it with `--accept`";

impl Snapshot {
    /// Reads one file.
    pub fn load(path: &Path) -> Result<Snapshot> {
        if !path.exists() {
            return Err(Error::fixture(path, None, "the snapshot is missing", UPDATE));
        }
        let text = source::read(path)?;
        let body =
            body(&text).ok_or_else(|| Error::fixture(path, 1, "the `---` header of a snapshot is missing", UPDATE))?;
        Self::parse(body).map_err(|(line, what)| {
            let header = text.len() - body.len();
            let line = super::schema::line_of(&text, header) + line - 1;
            Error::fixture(path, line, what, UPDATE)
        })
    }

    /// Reads a body; an error comes with its line.
    pub fn parse(body: &str) -> std::result::Result<Snapshot, (usize, String)> {
        let json: Json =
            serde_json::from_str(body).map_err(|e| (e.line().max(1), format!("the body is not JSON ({e})")))?;
        (|| {
            let cases = json["cases"].as_array()?.iter().map(read_case).collect::<Option<_>>()?;
            let wrong = json["wrong"].as_array()?.iter().map(|entry| {
                let replies = entry["replies"].as_array()?.iter().map(|reply| match reply {
                    Json::Object(object) if object.contains_key("none") => Some(None),
                    reply => Value::from_json(reply).map(Some),
                });
                Some(WrongReplies { name: entry["name"].as_str()?.into(), replies: replies.collect::<Option<_>>()? })
            });
            Some(Snapshot {
                function: json["function"].as_str()?.into(),
                limit_seconds: json["limit_seconds"].as_f64().filter(|s| *s > 0.0 && *s <= LONGEST_LIMIT)?,
                cases,
                wrong: wrong.collect::<Option<_>>()?,
            })
        })()
        .ok_or((1, "the body has not the form of a snapshot".into()))
    }

    /// Writes the body: one case per line, 12 significant digits.
    pub fn to_body(&self) -> String {
        let mut text = format!(
            "{{\"function\": {}, \"limit_seconds\": {},\n\"cases\": [\n",
            json!(self.function),
            json!(self.limit_seconds)
        );
        let lines = self.cases.iter().map(|case| {
            let args: Json = case.args.iter().map(argument).collect();
            let (relative, absolute) = (case.tolerance.relative, case.tolerance.absolute);
            format!(
                "{{\"name\": {}, \"args\": {args}, \"relative\": {relative:e}, \"absolute\": {absolute:e}, \"want\": {}}}",
                json!(case.name),
                case.want.to_rounded_json()
            )
        });
        let _ = write!(text, "{}\n],\n\"wrong\": [\n", lines.collect::<Vec<_>>().join(",\n"));
        let lines = self.wrong.iter().map(|wrong| {
            let reply = |reply: &Option<Value>| reply.as_ref().map_or(json!({"none": true}), Value::to_rounded_json);
            let replies: Json = wrong.replies.iter().map(reply).collect();
            format!("{{\"name\": {}, \"replies\": {replies}}}", json!(wrong.name))
        });
        let _ = writeln!(text, "{}\n]}}", lines.collect::<Vec<_>>().join(",\n"));
        text
    }

    /// Writes a whole file: insta's header, then the body.
    pub fn to_file(&self) -> String {
        file_of(&self.to_body())
    }

    /// Stale snapshots are refused: cases, arguments and tolerances must be those of the fixtures.
    pub fn must_fit(&self, function: &Function, path: &Path) -> Result<()> {
        let stale = |what: String| Err(Error::fixture(path, None, what, UPDATE));
        if self.function != function.name {
            return stale(format!("the snapshot is of `{}`", self.function));
        }
        for case in &function.cases {
            match self.cases.iter().find(|stored| stored.name == case.name) {
                None => return stale(format!("the snapshot is stale, the case `{}` is not in it", case.name)),
                Some(stored) if !same(&stored.args, &case.args) => {
                    return stale(format!("the snapshot is stale, the arguments of `{}` have changed", case.name));
                }
                Some(stored) if stored.tolerance != case.tolerance => {
                    return stale(format!("the snapshot is stale, the tolerance of `{}` has changed", case.name));
                }
                Some(_) => {}
            }
        }
        let names = |names: &mut dyn Iterator<Item = &String>| names.cloned().collect::<Vec<_>>();
        if names(&mut self.cases.iter().map(|c| &c.name)) != names(&mut function.cases.iter().map(|c| &c.name)) {
            return stale("the snapshot is stale, its cases are not those of exercise.toml, in that order".into());
        }
        if names(&mut self.wrong.iter().map(|w| &w.name)) != names(&mut function.wrong.iter().map(|w| &w.name)) {
            return stale("the snapshot is stale, its wrong bodies are not those of exercise.toml".into());
        }
        if self.wrong.iter().any(|wrong| wrong.replies.len() != self.cases.len()) {
            return stale("the snapshot is stale, a wrong body has more or fewer replies than there are cases".into());
        }
        Ok(())
    }
}

/// The part of a snapshot file below its header, whatever ends its lines.
pub(super) fn body(text: &str) -> Option<&str> {
    let mut lines = text.trim_start_matches('\u{feff}').split_inclusive('\n');
    let mark = |line: &str| line.trim_end() == "---";
    if !lines.next().is_some_and(mark) {
        return None;
    }
    lines.find(|line| mark(line))?;
    // what is left are the last bytes of the text
    Some(&text[text.len() - lines.map(str::len).sum::<usize>()..])
}

/// A file of insta's format with this body.
pub(super) fn file_of(body: &str) -> String {
    format!("---\nsource: fixtures/tests/expected.rs\n---\n{body}")
}

/// NaN arguments equal themselves here.
fn same(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_json() == b.to_json())
}

fn read_case(json: &Json) -> Option<Stored> {
    Some(Stored {
        name: json["name"].as_str()?.into(),
        args: json["args"].as_array()?.iter().map(Value::from_json).collect::<Option<_>>()?,
        tolerance: Tolerance { relative: json["relative"].as_f64()?, absolute: json["absolute"].as_f64()? },
        want: Value::from_json(&json["want"])?,
    })
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn a_body_is_found_whatever_ends_the_lines() {
        assert_eq!(body("---\nsource: x\n---\n{}\n"), Some("{}\n"));
        assert_eq!(body("\u{feff}---\r\nsource: x\r\n---\r\n{}\r\n"), Some("{}\r\n"));
        assert_eq!(body("---\n---\n"), Some(""));
        assert_eq!(body("{}\n"), None);
        assert_eq!(body("---\n{}\n"), None);
    }
}
