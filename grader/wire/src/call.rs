//! Calls and replies, one line of JSON each.

use crate::panic::Panic;
use serde_json::{Value, json};

/// The first message of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The digest of the files that it was built from.
    pub sources: String,
}

/// A call to a student's function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Tells calls apart.
    pub id: u64,
    /// The name of the function.
    pub function: String,
    /// In the order of the signature.
    pub args: Vec<Value>,
}

/// The reply to a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Of the call.
    pub id: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took, in seconds of CPU time, where [`crate::TIME`] was asked for and the system tells.
    pub seconds: Option<f64>,
}

/// What became of a call that did not end the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It returned.
    Value(Value),
    /// It panicked.
    Panic(Panic),
    /// The call does not fit the function. A grader that checks its arguments never gets this from a program of ours.
    Misfit(String),
}

impl Hello {
    /// As a line.
    pub fn to_line(&self) -> String {
        format!("{}\n", json!({ "hello": self.sources }))
    }

    /// From a line; `None` where it is something else.
    pub fn from_line(line: &[u8]) -> Option<Hello> {
        let json: Value = serde_json::from_slice(line).ok()?;
        Some(Hello { sources: json.get("hello")?.as_str()?.to_owned() })
    }
}

impl Call {
    /// As a line.
    pub fn to_line(&self) -> String {
        format!("{}\n", json!({ "id": self.id, "function": self.function, "args": self.args }))
    }

    /// From a line; `None` where it is something else.
    pub fn from_line(line: &str) -> Option<Call> {
        let mut json: Value = serde_json::from_str(line).ok()?;
        let id = json["id"].as_u64()?;
        let function = json["function"].as_str()?.to_owned();
        let Value::Array(args) = json["args"].take() else { return None };
        Some(Call { id, function, args })
    }
}

impl Reply {
    /// As a line.
    pub fn to_line(&self) -> String {
        let mut json = match &self.outcome {
            Outcome::Value(value) => json!({ "value": value }),
            Outcome::Panic(panic) => json!({ "panic": panic.to_json() }),
            Outcome::Misfit(what) => json!({ "misfit": what }),
        };
        json["id"] = self.id.into();
        if let Some(seconds) = self.seconds {
            json["seconds"] = seconds.into();
        }
        format!("{json}\n")
    }

    /// From a line; `None` where it is something else.
    pub fn from_line(line: &[u8]) -> Option<Reply> {
        let mut json: Value = serde_json::from_slice(line).ok()?;
        let object = json.as_object_mut()?;
        let outcome = if let Some(value) = object.remove("value") {
            Outcome::Value(value)
        } else if let Some(panic) = object.get("panic") {
            Outcome::Panic(Panic::from_json(panic))
        } else {
            Outcome::Misfit(object.get("misfit")?.as_str()?.to_owned())
        };
        Some(Reply { id: object.get("id")?.as_u64()?, outcome, seconds: object.get("seconds").and_then(Value::as_f64) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panic::Place;

    #[test]
    fn every_message_reads_back() {
        let hello = Hello { sources: "ab12".into() };
        assert_eq!(Hello::from_line(hello.to_line().as_bytes()), Some(hello));
        let call = Call { id: 3, function: "gibbs".into(), args: vec![json!([1.0, "inf"]), json!(2)] };
        assert_eq!(Call::from_line(&call.to_line()), Some(call));
        let panic = Panic {
            message: "index\nout of bounds".into(),
            place: Some(Place { file: "gibbs/src/lib.rs".into(), line: 7 }),
            trace: vec![Place { file: "x.rs".into(), line: 1 }],
        };
        for outcome in [Outcome::Value(Value::Null), Outcome::Panic(panic), Outcome::Misfit("argument 1".into())] {
            let reply = Reply { id: 9, outcome, seconds: Some(0.5) };
            assert_eq!(reply.to_line().matches('\n').count(), 1);
            assert_eq!(Reply::from_line(reply.to_line().as_bytes()), Some(reply));
        }
    }

    #[test]
    fn what_is_no_message_is_none() {
        for line in [
            "",
            "{",
            "[]",
            "{\"id\": 1}",
            "{\"value\": 1}",
            "{\"id\": \"1\", \"value\": 1}",
            "{\"id\": -1, \"value\": 1}",
        ] {
            assert_eq!(Reply::from_line(line.as_bytes()), None, "{line}");
        }
    }
}
