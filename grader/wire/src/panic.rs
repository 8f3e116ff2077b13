//! A panic of student code, as the grader reads it.

use serde_json::{Value, json};
use std::panic::PanicHookInfo;

/// Its message, and its place: `{"message": …, "file": …, "line": …}`.
pub fn describe_panic(info: &PanicHookInfo<'_>) -> Value {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message: String = text.unwrap_or("the panic carried no text").chars().take(2_000).collect();
    let (file, line) = info.location().map(|at| (at.file().to_owned(), at.line())).unzip();
    json!({ "message": message, "file": file, "line": line })
}
