//! The native form of a report.

use super::{Report, SCHEMA};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Writes a report as JSON, ending in a line break.
pub fn to_json(report: &Report) -> String {
    let mut text = vec![];
    let written = report.serialize(&mut Serializer::with_formatter(&mut text, Lines::default()));
    // every key is a string, and every number finite
    match (written, String::from_utf8(text)) {
        (Ok(()), Ok(text)) => text + "\n",
        (Err(error), _) => format!("{{\"error\": {:?}}}\n", error.to_string()),
        (_, Err(error)) => format!("{{\"error\": {:?}}}\n", error.to_string()),
    }
}

/// Reads a report; the error says what is not right with it.
pub fn from_json(text: &str) -> Result<Report, String> {
    let report: Report = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if report.schema == SCHEMA {
        Ok(report)
    } else {
        Err(format!("it is of the schema `{}`, not `{SCHEMA}`", report.schema))
    }
}

/// Objects inside so many others are details, which have no lines of their own.
const DETAILS: usize = 5;

/// One field per line; lists of numbers, words and such lists on one line, and details too.
#[derive(Default)]
struct Lines {
    /// For every open object and list: whether what is in it has lines of its own.
    open: Vec<Inside>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Lines,
    OneLine,
}

impl Lines {
    fn depth(&self) -> usize {
        self.open.iter().filter(|inside| **inside == Inside::Lines).count()
    }

    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        write!(writer, "\n{}", " ".repeat(self.depth()))
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, end: &str) -> io::Result<()> {
        if self.open.pop() == Some(Inside::Lines) {
            self.line(writer)?;
        }
        writer.write_all(end.as_bytes())
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open.push(Inside::OneLine);
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, "]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        // lists of objects and the objects in them count one each
        let details = self.depth() >= 2 * DETAILS - 1;
        if let (Some(list @ Inside::OneLine), false) = (self.open.last_mut(), details) {
            *list = Inside::Lines;
            self.line(writer)?;
        }
        self.open.push(if details { Inside::OneLine } else { Inside::Lines });
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, "}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        match self.open.last() {
            Some(Inside::OneLine) if first => Ok(()),
            Some(Inside::OneLine) => writer.write_all(b" "),
            Some(Inside::Lines) | None => self.line(writer),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_numbers_stay_on_one_line() {
        let value = serde_json::json!({ "a": [[1, "nan"], []], "b": [{ "c": 1 }, { "d": [] }], "e": {} });
        let mut text = vec![];
        value.serialize(&mut Serializer::with_formatter(&mut text, Lines::default())).expect("JSON");
        let text = String::from_utf8(text).expect("text");
        let wanted = "{\n \"a\": [[1, \"nan\"], []],\n \"b\": [\n  {\n   \"c\": 1\n  }, {\n   \"d\": []\n  }\n ],\n \"e\": {\n }\n}";
        assert_eq!(text, wanted);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
        let deep = (0..8).fold(serde_json::json!(1), |inner, _| serde_json::json!([{ "a": inner, "b": 2 }]));
        let mut text = vec![];
        deep.serialize(&mut Serializer::with_formatter(&mut text, Lines::default())).expect("JSON");
        let text = String::from_utf8(text).expect("text");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), deep);
        assert!(text.contains("{\"a\": [{\"a\": 1, \"b\": 2}], \"b\": 2}"), "{text}");
    }
}
